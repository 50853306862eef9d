"""A flare: told in one tap, watched until two mornings are in, and never moved on in."""

import uuid
from datetime import timedelta

import pytest

from notifications.models import Message
from programs.models import Course, Flare, Outcome
from programs.services import flares, reviews
from tests import factories
from tests.factories import NOW
from tests.programs.test_reviews import diary_of, morning

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ready():
    """Everything for the next step is there."""
    assignment = factories.AssignmentFactory(review_due_at=NOW)
    diary_of(assignment, 6)
    return assignment


def report(assignment, at=NOW, name=None):
    return flares.report(
        assignment, uuid=name or uuid.uuid4(), at=at, by=assignment.patient.user, now=NOW
    )


def test_a_flare_makes_a_review_due_and_tells_the_clinician(ready):
    report(ready)

    ready.refresh_from_db()
    assert ready.review_due_at == NOW
    message = Message.objects.get()
    assert (message.kind, message.recipient) == ("review-wanted", ready.clinician.user)


def test_nobody_moves_on_in_a_flare(ready):
    report(ready)

    review = reviews.run(ready.pk, now=NOW)

    ready.refresh_from_db()
    assert (review.kind, review.outcome) == ("advance", Outcome.WAITS)
    assert (ready.stage, ready.step) == (2, 1)


def test_stepping_back_does_not_wait_for_a_flare(ready):
    factories.SessionFactory(
        assignment=ready, at=morning(NOW.date() - DAY) + timedelta(hours=1), pain_peak=9
    )
    factories.SessionFactory(
        assignment=ready, at=morning(NOW.date()) + timedelta(hours=1), pain_peak=9
    )
    report(ready)

    assert reviews.run(ready.pk, now=NOW).outcome == Outcome.MOVED


def test_a_flare_is_watched_until_two_mornings_after_it_are_in(ready):
    report(ready)
    flare = Flare.objects.get()

    for told in (1, 2):
        assert flares.open_flare(ready) == flare
        factories.MorningReportFactory(assignment=ready, at=NOW + told * DAY)

    assert flares.open_flare(ready) is None


def test_silence_does_not_end_a_flare(ready):
    report(ready, at=NOW - DAY)

    assert flares.open_flare(ready)


def test_the_same_tap_sent_twice_is_one_flare(ready):
    name = uuid.uuid4()

    assert report(ready, name=name).created
    assert not report(ready, name=name).created


def test_how_it_is_now_is_kept_with_its_flare(ready):
    flare = report(ready).entry

    told = flares.update(
        flare,
        course=Course.EASING,
        uuid=uuid.uuid4(),
        at=NOW,
        by=ready.patient.user,
        now=NOW,
    )

    assert list(flare.updates.all()) == [told.entry]
