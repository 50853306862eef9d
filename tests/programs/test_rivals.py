"""Many at once: rival reviews, rival posts, an entry that comes while a review holds the lock."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from notifications.models import Message
from programs.models import Assignment, Outcome, Review, Session
from programs.services import diary, entries, reviews
from tests import factories
from tests.factories import NOW
from tests.programs.test_reviews import diary_of

pytestmark = pytest.mark.django_db(transaction=True)
RIVALS, THREADS = 24, 8


def at_once(call, count: int = RIVALS) -> list:
    """Call ``count`` times on eight threads; a thread's connection is closed with it."""

    def closing(number: int):
        try:
            return call(number)
        except entries.Conflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(closing, range(count)))


@pytest.fixture
def ready():
    assignment = factories.AssignmentFactory(review_due_at=NOW)
    diary_of(assignment, 6)
    return assignment


def test_of_24_rival_reviews_one_decides(ready):
    results = at_once(lambda number: reviews.run(ready.pk, now=NOW))

    assert sum(review is not None for review in results) == 1
    assert Review.objects.get().outcome == Outcome.MOVED
    assert Message.objects.filter(kind="plan-updated").count() == 1
    ready.refresh_from_db()
    assert (ready.stage, ready.step) == (2, 2)


def test_rival_sweeps_share_what_is_due_and_no_row_twice():
    for _ in range(30):
        factories.AssignmentFactory(review_due_at=NOW)

    claims = at_once(lambda number: reviews.claim(now=NOW, size=5))

    claimed = [pk for claim in claims if claim for pk in claim.ids]
    assert len(claimed) == len(set(claimed)) == 30


def test_one_post_sent_24_times_is_one_row(ready):
    name = uuid.uuid4()

    def post(number: int):
        return diary.log_session(
            ready,
            uuid=name,
            at=NOW,
            by=ready.patient.user,
            now=NOW + timedelta(seconds=number),
            completion="done",
            red_flags_ticked=[],
            pain_before=2,
            pain_peak=3,
            pain_after=2,
            site_before=2,
            site_after=2,
        )

    results = at_once(post)

    assert sum(logged.created for logged in results) == 1
    assert Session.objects.filter(uuid=name).count() == 1
    assert ready.redflagscreens.filter(kind="session").count() == 1


def test_rival_corrections_leave_one_entry_that_counts(ready):
    session = ready.sessions.latest("at")

    results = at_once(
        lambda number: diary.correct(
            session, uuid=uuid.uuid4(), by=ready.patient.user, now=NOW, pain_after=1
        )
    )

    won = [result for result in results if not isinstance(result, entries.Conflict)]
    assert len(won) == 1
    assert Session.objects.current().filter(assignment=ready, day=session.day).count() == 1


def test_rival_mornings_leave_one_that_counts():
    assignment = factories.AssignmentFactory()

    results = at_once(
        lambda number: diary.log_morning(
            assignment,
            uuid=uuid.uuid4(),
            at=NOW,
            by=assignment.patient.user,
            now=NOW,
            pain=number % 10,
            site=2,
        )
    )

    assert any(not isinstance(result, entries.Conflict) for result in results)
    current = assignment.morningreports.filter(correction__isnull=True)
    assert current.count() == 1


@pytest.mark.postgresql
def test_a_patients_entry_does_not_wait_for_a_review(ready):
    """The lock leaves the key out: an insert that refers to the row passes at once."""
    with transaction.atomic():
        held = Assignment.objects.select_for_update(no_key=True).get(pk=ready.pk)

        def insert(number: int) -> bool:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '500ms'")
            factories.CheckInFactory(assignment=held)
            return True

        assert at_once(insert, count=1) == [True]
