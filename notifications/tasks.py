"""Celery's doors to outbox and schedule. A task may run twice or get lost: rows are the truth."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from notifications import delivery, heartbeats, schedule

# A tick hands out this much at a time, the most urgent first.
BATCH = 100


@shared_task
def sweep_messages() -> int:
    """Claim what is due and hand it to the workers. Return how much was handed out."""
    now = timezone.now()
    delivery.settle_orphans(now=now)
    handed_out = 0
    while claim := delivery.claim(now=now, size=min(BATCH, delivery.room(now))):
        for chunk in claim.chunks():
            deliver_chunk.delay(chunk, str(claim.token))
        handed_out += len(claim.ids)
    return handed_out


@shared_task
def deliver_chunk(message_ids: list[int], token: str) -> int:
    """Send those that the claim still holds. Twice is harmless: the second finds none."""
    return delivery.deliver(message_ids, token=UUID(token), clock=timezone.now)


@shared_task
def sweep_reminders() -> None:
    """Promise every reminder that is due."""
    while schedule.run_due(now=timezone.now()):
        """Until a round finds none."""


@shared_task
def beat_seen() -> None:
    """Write down that beat ticks and a worker answers."""
    heartbeats.seen(heartbeats.BEAT, now=timezone.now())
