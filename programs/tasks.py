"""Celery's door to the reviews: claim what is due, hand it out by chunks of ids, run a chunk."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from programs.services import reviews

BATCH = 100
# Small enough that two workers share a batch, large enough that the broker is not the work.
CHUNK = 25


@shared_task
def sweep_reviews() -> int:
    """Claim what is due and hand it to the workers. Return how many were handed out."""
    claim = reviews.claim(now=timezone.now(), size=BATCH)
    if claim is None:
        return 0
    for start in range(0, len(claim.ids), CHUNK):
        review_chunk.delay(claim.ids[start : start + CHUNK], str(claim.token))
    return len(claim.ids)


@shared_task
def review_chunk(assignment_ids: list[int], token: str) -> int:
    """Review those that the claim still holds. Twice is harmless: the second finds none."""
    return reviews.run_due(assignment_ids, token=UUID(token), now=timezone.now())
