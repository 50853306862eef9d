"""Who comes first on the work list, and what a look takes off it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from people.models import Clinician
from programs import engine
from programs.models import Assignment, AssignmentStatus, Flare, Review, Tier
from programs.services import assignments, caseload, flares, red_flags, reviews
from programs.services.caseload import Case, Urgency
from tests import factories
from tests.factories import NOW

CASES = Path(__file__).parents[1] / "engine" / "cases.jsonl"
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def amira() -> Clinician:
    return factories.amira()


def start(amira: Clinician, name: str = "Tomas", **fields) -> Assignment:
    patient = factories.tomas(amira, given_name=name)
    return factories.AssignmentFactory(patient=patient, **fields)


def told_worse(assignment: Assignment, *, now=NOW) -> Review:
    """A session yesterday and tingling this morning, decided on: a step back, or the floor."""
    factories.SessionFactory(assignment=assignment, at=now - DAY)
    factories.MorningReportFactory(assignment=assignment, at=now - DAY / 24, neuro_worse=True)
    return decide(assignment, now=now)


def decide(assignment: Assignment, *, now=NOW) -> Review:
    reviews.due_now(assignment.pk, trigger=engine.Trigger.DAILY, now=now)
    review = reviews.run(assignment.pk, now=now)
    assert review is not None
    return review


def case(amira: Clinician, *, now=NOW) -> Case:
    (found,) = caseload.of_clinic(amira.user, now=now)
    return found


def test_the_most_urgent_comes_first(amira: Clinician) -> None:
    fine = start(amira, "Fine")
    factories.SessionFactory(assignment=fine)
    silent = start(amira, "Silent")
    floored = start(amira, "Floored", stage=1)
    told_worse(floored)
    back = start(amira, "Back")
    told_worse(back)
    flagged = start(amira, "Flagged")
    factories.RedFlagFactory(assignment=flagged)

    found = caseload.of_clinic(amira.user, now=NOW)

    assert [(each.assignment, each.urgency) for each in found] == [
        (flagged, Urgency.RED_FLAG),
        (back, Urgency.STEPPED_BACK),
        (floored, Urgency.WANTS_REVIEW),
        (silent, Urgency.SILENT),
        (fine, Urgency.FINE),
    ]


def test_among_flags_the_worst_and_the_unseen_come_first(amira: Clinician) -> None:
    seen, later, unseen = (start(amira, name) for name in ("Seen", "Later", "Unseen"))
    flag = factories.RedFlagFactory(assignment=seen)
    red_flags.acknowledge(flag, by=amira.user, now=NOW)
    factories.RedFlagFactory(assignment=later, tier=Tier.C, code="RF_WEIGHT_LOSS")
    factories.RedFlagFactory(assignment=unseen)

    order = [each.assignment for each in caseload.of_clinic(amira.user, now=NOW)]

    assert order == [unseen, seen, later]


def test_a_pause_without_a_flag_is_as_urgent(amira: Clinician) -> None:
    start(amira, status=AssignmentStatus.PAUSED)

    assert case(amira).urgency == Urgency.RED_FLAG


@pytest.mark.parametrize(("days", "urgency"), [(2, Urgency.FINE), (3, Urgency.SILENT)])
def test_silence_is_news_from_the_third_day(amira: Clinician, days: int, urgency: Urgency) -> None:
    factories.SessionFactory(assignment=start(amira), at=NOW - days * DAY)

    found = case(amira)

    assert (found.urgency, found.days_silent) == (urgency, days)


def test_any_entry_breaks_the_silence(amira: Clinician) -> None:
    assignment = start(amira)
    factories.SessionFactory(assignment=assignment, at=NOW - 5 * DAY)
    factories.CheckInFactory(assignment=assignment)

    assert case(amira).days_silent == 0


def test_a_step_back_explains_itself(amira: Clinician) -> None:
    review = told_worse(start(amira))

    found = case(amira)

    assert found.review == review
    assert found.assignment.position == "1.4"


def test_a_step_back_is_news_until_a_clinician_has_looked(amira: Clinician) -> None:
    assignment = start(amira)
    told_worse(assignment)
    assignments.note(assignment, by=amira.user, note="Called.", now=NOW + DAY / 24)

    assert case(amira).urgency == Urgency.FINE


def test_a_step_back_is_news_for_a_week(amira: Clinician) -> None:
    assignment = start(amira)
    told_worse(assignment)
    later = NOW + 7 * DAY
    factories.SessionFactory(assignment=assignment, at=later - DAY)

    assert case(amira, now=later - DAY / 12).urgency != Urgency.STEPPED_BACK
    assert case(amira, now=NOW + 6 * DAY).urgency == Urgency.STEPPED_BACK


def test_what_was_looked_at_does_not_come_back_with_the_next_decision(amira: Clinician) -> None:
    assignment = start(amira, stage=1)
    told_worse(assignment)
    assert case(amira).urgency == Urgency.WANTS_REVIEW
    assignments.mark_reviewed(assignment, by=amira.user, now=NOW + DAY / 24)

    decide(assignment, now=NOW + DAY / 12)

    assert case(amira, now=NOW + DAY / 12).urgency == Urgency.FINE


def test_what_is_new_since_the_look_is_shown(amira: Clinician) -> None:
    assignment = start(amira, stage=1)
    assignments.mark_reviewed(assignment, by=amira.user, now=NOW - 2 * DAY)
    told_worse(assignment)

    codes = {reason.code for reason in case(amira).asking}

    assert codes == {"AT_FLOOR", "NEURO_WORSE"}


def test_after_two_weeks_a_look_is_asked_for_again(amira: Clinician) -> None:
    assignment = start(amira, stage=1)
    told_worse(assignment)
    assignments.mark_reviewed(assignment, by=amira.user, now=NOW + DAY / 24)
    later = NOW + 14 * DAY + DAY / 12
    again = told_worse(assignment, now=later)

    assert "AT_FLOOR" in again.reason_codes
    assert case(amira, now=later).urgency == Urgency.WANTS_REVIEW


def copied(review: Review, code: str, **changes) -> Review:
    """The same decision again, with the reasons of the published case that has this code."""
    told = next(found for found in decisions() if code in found.codes)
    fields = {field.name: getattr(review, field.name) for field in Review._meta.concrete_fields}
    made = {"id": None, "wants_review": told.review, "decision": told.to_record()}
    return Review.objects.create(**fields | made | changes)


def decisions() -> Iterator[engine.Decision]:
    for line in CASES.read_text().splitlines():
        history = json.loads(line)["history"]
        if not history.pop("rules", None):
            yield engine.decide(engine.parse(history))


def test_the_next_decision_takes_no_request_back(amira: Clinician) -> None:
    assignment = start(amira, step=4)
    factories.SessionFactory(assignment=assignment)
    copied(decide(assignment), engine.ReasonCode.SIGNOFF_REQUESTED)
    quiet = decide(assignment, now=NOW + DAY / 24)
    assert not quiet.wants_review

    found = case(amira, now=NOW + DAY / 24)

    assert [reason.code for reason in found.asking] == ["SIGNOFF_REQUESTED"]


@pytest.mark.parametrize("answer", ["sign off", "hold", "move"])
def test_a_request_for_a_sign_off_waits_for_an_answer(amira: Clinician, answer: str) -> None:
    assignment = start(amira, step=4)
    factories.SessionFactory(assignment=assignment)
    copied(decide(assignment), engine.ReasonCode.SIGNOFF_REQUESTED)
    act = {"by": amira.user, "now": NOW + DAY}
    assignments.note(assignment, note="Asked them in.", **act)
    assert case(amira, now=NOW + DAY).asking
    if answer == "sign off":
        assignments.sign_off(assignment, **act)
    elif answer == "hold":
        assignments.hold(assignment, note="After the holiday.", **act)
    else:
        assignments.move(assignment, (2, 1), note="Too much.", **act)

    assert not case(amira, now=NOW + DAY).asking


def test_seeing_a_flag_is_no_look_at_the_course(amira: Clinician) -> None:
    assignment = start(amira, stage=1)
    flag = factories.RedFlagFactory(assignment=assignment, tier=Tier.C, code="RF_WEIGHT_LOSS")
    told_worse(assignment)
    red_flags.acknowledge(flag, by=amira.user, now=NOW + DAY / 24)

    assert case(amira).asking


def test_a_flare_asks_for_a_look_until_it_had_one(amira: Clinician) -> None:
    assignment = start(amira)
    flare = told_flare(assignment)

    found = case(amira)
    assert (found.urgency, found.flare) == (Urgency.WANTS_REVIEW, flare)

    assignments.note(assignment, by=amira.user, note="Called.", now=NOW + DAY / 24)
    assert case(amira).urgency == Urgency.FINE


def test_a_flare_is_over_with_its_second_morning(amira: Clinician) -> None:
    assignment = start(amira)
    told_flare(assignment)
    for days in (1, 2):
        factories.MorningReportFactory(assignment=assignment, at=NOW + days * DAY)

    assert case(amira, now=NOW + 2 * DAY).flare is None


def told_flare(assignment: Assignment) -> Flare:
    patient = assignment.patient.user
    factories.SessionFactory(assignment=assignment)
    return flares.report(assignment, uuid=uuid4(), at=NOW, by=patient, now=NOW).entry


def test_another_clinics_patients_are_nobodys_business(amira: Clinician) -> None:
    start(amira)

    assert caseload.of_clinic(factories.lena().user, now=NOW) == []


def test_mine_are_those_i_answer_for(amira: Clinician) -> None:
    mine = start(amira)
    start(factories.ClinicianFactory(), "Other")

    found = caseload.of_clinic(amira.user, now=NOW, mine=True)

    assert [each.assignment for each in found] == [mine]


def test_eight_patients_take_as_many_queries_as_one(
    amira: Clinician, django_assert_num_queries
) -> None:
    told_worse(start(amira))
    with django_assert_num_queries(5):
        caseload.of_clinic(amira.user, now=NOW)
    for number in range(7):
        factories.RedFlagFactory(assignment=start(amira, f"Patient {number}"))

    with django_assert_num_queries(5):
        assert len(caseload.of_clinic(amira.user, now=NOW)) == 8


def published() -> list:
    lines = CASES.read_text().splitlines()
    loaded = [json.loads(line) for line in lines if line.strip()]
    return [pytest.param(each, id=each["name"]) for each in loaded]


@pytest.mark.parametrize("published_case", published())
def test_every_look_that_a_decision_asks_for_is_explained(published_case: dict) -> None:
    """A decision asks for a look exactly when a reason of the list or an open flag does."""
    history = dict(published_case["history"])
    rules = engine.RuleSet.from_json(history.pop("rules", {}))
    decision = engine.decide(engine.parse(history), rules)

    asks = bool(caseload.ASKING.intersection(decision.codes))
    flagged = any(not flag["cleared"] for flag in history["red_flags"])

    assert decision.review == (asks or flagged)
