"""The review: read, decide, store, move, promise; once, and the same again whenever asked."""

from datetime import date, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.models import Message
from programs import engine
from programs.models import AssignmentStatus, Mark, Outcome, Review
from programs.services import clock, diary, history, reviews
from tests import factories
from tests.factories import NOW, STARTED_ON, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def evening(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), NOW.tzinfo) + timedelta(hours=18)


def morning(day: date) -> datetime:
    return evening(day) - timedelta(hours=11)


def diary_of(assignment, days: int, **session) -> None:
    """A session each evening of the last ``days`` days, and the morning after each."""
    factories.RedFlagScreenFactory(assignment=assignment, at=morning(TODAY))
    for ago in range(days, 0, -1):
        day = TODAY - ago * DAY
        factories.SessionFactory(
            assignment=assignment, at=evening(day), **{"dose_percent": 100} | session
        )
        factories.MorningReportFactory(assignment=assignment, at=morning(day + DAY))


@pytest.fixture
def ready():
    """Six comfortable days at 2.1: everything for 2.2 is there, and a review is due."""
    assignment = factories.AssignmentFactory(review_due_at=NOW)
    diary_of(assignment, 6)
    return assignment


def test_comfortable_days_move_a_patient_on(ready):
    review = reviews.run(ready.pk, now=NOW)

    ready.refresh_from_db()
    assert (review.kind, review.outcome) == ("advance", Outcome.MOVED)
    assert review.reason_codes == ["CRITERIA_MET"]
    assert (ready.stage, ready.step, ready.since, ready.stage_since) == (2, 2, TODAY, STARTED_ON)
    assert Message.objects.filter(kind="plan-updated").count() == 1


def test_a_second_review_finds_nothing_due(ready):
    assert reviews.run(ready.pk, now=NOW)
    assert reviews.run(ready.pk, now=NOW) is None
    assert Review.objects.count() == 1


def test_a_review_plans_the_next_at_four_in_the_morning(ready):
    reviews.run(ready.pk, now=NOW)

    ready.refresh_from_db()
    assert ready.review_due_at == datetime(2025, 3, 11, 4, 0, tzinfo=NOW.tzinfo)
    assert ready.review_trigger == engine.Trigger.DAILY


def test_a_worse_nerve_steps_back_and_is_remembered(ready):
    factories.SessionFactory(
        assignment=ready, at=NOW - timedelta(minutes=30), pain_peak=9, dose_percent=100
    )
    factories.SessionFactory(
        assignment=ready,
        at=evening(TODAY - DAY) + timedelta(minutes=30),
        pain_peak=9,
        dose_percent=100,
    )

    review = reviews.run(ready.pk, now=NOW)

    ready.refresh_from_db()
    assert (review.kind, review.mark) == ("regress", Mark.REGRESSED)
    assert (ready.stage, ready.step, ready.stage_since) == (1, 4, TODAY)
    facts = history.build([ready], now=NOW)[ready.pk]
    assert facts.events == (
        engine.Event(kind=engine.EventKind.REGRESSED, day=TODAY, from_=engine.Rung(2, 1)),
    )


def test_the_position_changes_once_a_day(ready):
    ready.since = ready.stage_since = TODAY
    ready.save()
    factories.MorningReportFactory(assignment=ready, at=morning(TODAY - 8 * DAY))
    for peak_day in (TODAY - DAY, TODAY):
        factories.SessionFactory(
            assignment=ready, at=morning(peak_day) + timedelta(hours=1), stage=2, step=1
        )
    worse = factories.MorningReportFactory.build(assignment=ready, at=NOW, pain=9)
    diary.correct(
        ready.morningreports.get(day=TODAY),
        uuid=worse.uuid,
        by=ready.patient.user,
        now=NOW,
        site=5,
        neuro_worse=True,
        pain=9,
    )

    review = reviews.run(ready.pk, now=NOW)

    ready.refresh_from_db()
    assert (ready.stage, ready.step) == (2, 1)
    assert review.outcome in (Outcome.STAYED, Outcome.ALREADY_MOVED)


def test_a_flare_pauses_and_a_calm_morning_resumes(ready):
    for day in (TODAY - DAY, TODAY):
        report = ready.morningreports.get(day=day)
        diary.correct(report, uuid=_uuid(day), by=ready.patient.user, now=NOW, pain=9)

    review = reviews.run(ready.pk, now=NOW)
    ready.refresh_from_db()

    assert review.reason_codes == ["FLARE_SEVERE"]
    assert ready.status == AssignmentStatus.PAUSED

    later = NOW + DAY
    diary.log_morning(
        ready, uuid=_uuid(later), at=later, by=ready.patient.user, now=later, pain=3, site=3
    )
    reviews.run(ready.pk, now=later)
    ready.refresh_from_db()
    assert ready.status == AssignmentStatus.ACTIVE


def test_a_decision_says_which_entries_were_revised_since_the_last(ready):
    reviews.run(ready.pk, now=NOW)
    session = ready.sessions.get(day=TODAY - DAY)
    later = NOW + timedelta(hours=1)
    diary.correct(
        session, uuid=_uuid("fix"), by=ready.patient.user, now=later, pain_after=3, pain_peak=4
    )

    review = reviews.run(ready.pk, now=later)

    assert review.revised == [{"entry": "session", "day": (TODAY - DAY).isoformat()}]


def test_a_stored_decision_replays_byte_for_byte(ready):
    review = reviews.run(ready.pk, now=NOW)
    reviews.run(ready.pk, now=NOW)
    session = ready.sessions.first()
    diary.correct(session, uuid=_uuid("x"), by=ready.patient.user, now=NOW, pain_peak=9)

    stored = Review.objects.get(pk=review.pk)

    again = reviews.replay(stored).to_record()
    assert engine.canonical(again) == engine.canonical(stored.decision)


def test_a_stored_history_parses_to_what_was_decided_on(ready):
    facts = history.build([ready], now=NOW)[ready.pk]
    assert engine.parse(engine.to_json(facts)) == facts


def test_an_altered_history_does_not_replay(ready):
    review = reviews.run(ready.pk, now=NOW)
    review.history_digest = "0" * 64

    with pytest.raises(ValueError, match="not the one it was made on"):
        reviews.replay(review)


def test_histories_take_as_many_queries_for_eight_as_for_one():
    one = _with_rows(1)
    eight = _with_rows(8)

    with CaptureQueriesContext(connection) as for_one:
        history.build(one, now=NOW)
    with CaptureQueriesContext(connection) as for_eight:
        history.build(eight, now=NOW)

    assert len(for_one) == len(for_eight) == 9


def test_a_return_after_a_long_gap_steps_back_before_the_session():
    assignment = factories.AssignmentFactory(started_on=TODAY - 100 * DAY, stage=2, step=3)
    factories.SessionFactory(assignment=assignment, at=evening(TODAY - 90 * DAY))

    review = reviews.before_session(assignment.pk, now=NOW)

    assert (review.kind, review.reason_codes[0]) == ("regress", "GAP_OVER_28")
    assignment.refresh_from_db()
    assert (assignment.stage, assignment.step) == (1, 1)
    assert reviews.before_session(assignment.pk, now=NOW) is None


def test_without_a_gap_a_start_decides_nothing(ready):
    assert reviews.before_session(ready.pk, now=NOW) is None
    assert not Review.objects.exists()


def test_a_last_session_before_every_window_still_counts_as_a_gap():
    """Moved by hand lately, and silent for longer than any window looks back."""
    assignment = factories.AssignmentFactory(
        started_on=TODAY - 200 * DAY, stage_since=TODAY - 2 * DAY
    )
    factories.SessionFactory(assignment=assignment, at=evening(TODAY - 150 * DAY))

    facts = history.build([assignment], now=NOW)[assignment.pk]

    assert [session.at for session in facts.sessions] == [evening(TODAY - 150 * DAY)]


def test_the_window_leaves_nothing_out_that_the_engine_looks_at():
    """Where it begins, the stage, the weeks and the zones behind and before UTC included."""
    for zone in ("Pacific/Kiritimati", "Pacific/Midway"):
        patient = factories.PatientFactory(time_zone=zone)
        assignment = factories.AssignmentFactory(patient=patient, started_on=TODAY - 40 * DAY)
        for stage_days in (40, 3):
            assignment.stage_since = assignment.since = TODAY - stage_days * DAY
            assignment.save()
            facts = history.build([assignment], now=NOW)[assignment.pk]
            first = engine.looks_back_to(facts.position, clock.today(patient, now=NOW))
            if not assignment.morningreports.filter(day=first).exists():
                at = datetime.combine(first, NOW.timetz())
                factories.MorningReportFactory(assignment=assignment, at=at, day=first)

            facts = history.build([assignment], now=NOW)[assignment.pk]

            assert first in [report.day for report in facts.morning_reports]


def test_an_entry_takes_a_claimed_assignment_back(ready):
    claim = reviews.claim(now=NOW, size=10)
    diary.log_check_in(ready, uuid=_uuid("c"), at=NOW, by=ready.patient.user, now=NOW, sleep=5)

    assert reviews.run_due(claim.ids, token=claim.token, now=NOW) == 0
    again = reviews.claim(now=NOW, size=10)
    assert reviews.run_due(again.ids, token=again.token, now=NOW) == 1


def test_a_claim_is_not_claimed_again_before_its_lease_ends(ready):
    assert reviews.claim(now=NOW, size=10)
    assert reviews.claim(now=NOW, size=10) is None
    assert reviews.claim(now=NOW + reviews.LEASE, size=10)


def test_an_ended_program_is_not_reviewed(ready):
    ready.status, ready.review_due_at = AssignmentStatus.ENDED, None
    ready.ended_at, ready.ended_by = NOW, ready.clinician.user
    ready.save()

    assert reviews.run(ready.pk, now=NOW) is None
    assert reviews.claim(now=NOW, size=10) is None


def test_oldest_due_is_the_one_that_waits_longest(ready):
    assert reviews.oldest_due(NOW - DAY) is None
    assert reviews.oldest_due(NOW + DAY) == NOW


def test_today_belongs_to_the_patients_zone():
    patient = factories.PatientFactory(time_zone="Pacific/Auckland")
    assert clock.today(patient, now=NOW) == date(2025, 3, 10)
    assert clock.today(patient, now=NOW + timedelta(hours=5, minutes=59)) == date(2025, 3, 10)
    assert clock.today(patient, now=NOW + timedelta(hours=6)) == date(2025, 3, 11)


@pytest.mark.parametrize(
    ("weekdays", "days_a_week", "planned"),
    [
        (0b1111111, 7, {0, 1, 2, 3, 4, 5, 6}),
        (0b1111111, 3, {0, 2, 4}),
        (0b0010101, 7, {0, 2, 4}),
        (0b0011111, 2, {0, 2}),
        (0b1000000, 3, {6}),
    ],
)
def test_a_step_that_asks_for_fewer_days_thins_the_week_out(weekdays, days_a_week, planned):
    assert history.planned_weekdays(weekdays, days_a_week) == planned


def _with_rows(count: int) -> list:
    made = [factories.AssignmentFactory() for _ in range(count)]
    for assignment in made:
        diary_of(assignment, 3)
    return made


def _uuid(name: object):
    return uuid5(NAMESPACE_OID, str(name))
