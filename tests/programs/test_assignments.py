"""What a clinician does with a program: each act is a row with its author."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError

from notifications import schedule
from notifications.models import Message
from programs import engine
from programs.models import AssignmentStatus, EventKind, ProgramVersion
from programs.services import assignments, history, moves
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
FIELDS = {"side": "left", "irritability": "moderate", "baseline_pain": 4, "baseline_site": 4}


@pytest.fixture
def amira():
    return factories.amira()


@pytest.fixture
def tomas(amira):
    return factories.tomas(amira)


@pytest.fixture
def assignment(tomas):
    return factories.AssignmentFactory(patient=tomas)


def start(patient, by, **fields):
    version, rules = factories.shipped_version(), factories.shipped_rule_set()
    return assignments.start(patient, version, rules, by=by, now=NOW, **(FIELDS | fields))


def test_a_start_stands_the_patient_on_the_entry_step(tomas, amira):
    assignment = start(tomas, amira, place=(2, 1))

    assert assignment.position == "2.1"
    assert assignment.since == assignment.stage_since == assignment.started_on == TODAY
    assert assignment.clinician == amira
    assert assignment.events.get().kind == EventKind.ASSIGNED
    assert assignment.events.get().by == amira.user


def test_a_step_that_is_not_on_the_ladder_is_refused_by_field(tomas, amira):
    with pytest.raises(ValidationError) as refusal:
        start(tomas, amira, place=(2, 9))

    assert list(refusal.value.message_dict) == ["step"]
    assert not tomas.assignments.exists()


def test_a_program_does_not_begin_with_tension(tomas, amira):
    with pytest.raises(ValidationError, match="needs a sign-off") as refusal:
        start(tomas, amira, place=(3, 1))

    assert list(refusal.value.message_dict) == ["step"]


def test_a_second_open_program_is_refused(assignment, tomas, amira):
    with pytest.raises(ValidationError, match="already has an open program"):
        start(tomas, amira)


def test_a_draft_is_not_given_to_a_patient(tomas, amira):
    program = factories.shipped_version().program
    draft = ProgramVersion.objects.create(program=program, number=99)

    with pytest.raises(ValidationError, match="Publish this version first"):
        assignments.start(tomas, draft, factories.shipped_rule_set(), by=amira, now=NOW, **FIELDS)


def test_a_baseline_off_its_scale_is_refused_by_field(tomas, amira):
    with pytest.raises(ValidationError) as refusal:
        start(tomas, amira, baseline_pain=11)

    assert "baseline_pain" in refusal.value.message_dict


def test_a_hold_says_why_and_is_one_hold_however_often(assignment, amira):
    for _ in range(2):
        assignments.hold(assignment, by=amira.user, note="MRI first.", now=NOW)

    assignment.refresh_from_db()
    assert assignment.held
    assert [event.kind for event in assignment.events.all()] == [EventKind.HELD]
    assert assignment.review_due_at == NOW


def test_a_hold_without_a_word_is_refused(assignment, amira):
    with pytest.raises(ValidationError, match="Say why"):
        assignments.hold(assignment, by=amira.user, note="", now=NOW)

    assignment.refresh_from_db()
    assert not assignment.held


def test_a_release_lets_the_rules_decide_again(assignment, amira):
    assignments.hold(assignment, by=amira.user, note="MRI first.", now=NOW)

    released = assignments.release(assignment, by=amira.user, now=NOW)

    assert not released.held
    assert history.build([released], now=NOW)[released.pk].held_by_clinician is False


def test_a_move_by_hand_tells_the_patient_and_counts_as_a_step_back(assignment, amira):
    assignments.move(assignment, (1, 4), by=amira.user, note="Sore.", now=NOW)

    assignment.refresh_from_db()
    assert (assignment.position, assignment.since) == ("1.4", TODAY)
    assert assignment.stage_since == TODAY
    assert Message.objects.get().kind == "plan-updated"
    facts = history.build([assignment], now=NOW)[assignment.pk]
    assert facts.events == (
        engine.Event(kind=engine.EventKind.REGRESSED, day=TODAY, from_=engine.Rung(2, 1)),
    )


def test_a_move_up_by_hand_is_no_step_back(assignment, amira):
    assignments.move(assignment, (2, 2), by=amira.user, note="Very calm.", now=NOW)

    assert history.build([assignment], now=NOW)[assignment.pk].events == ()


@pytest.mark.parametrize(
    ("place", "note", "field"),
    [((2, 9), "Up.", "place"), ((2, 1), "Same.", "place"), ((2, 2), "", "note")],
)
def test_a_bad_move_is_refused_by_field(assignment, amira, place, note, field):
    with pytest.raises(ValidationError) as refusal:
        assignments.move(assignment, place, by=amira.user, note=note, now=NOW)

    assert field in refusal.value.message_dict or "Say why" in str(refusal.value)
    assignment.refresh_from_db()
    assert assignment.position == "2.1"


def test_tension_by_hand_asks_for_a_sign_off_that_is_still_good(assignment, amira):
    def to_tension(now):
        return assignments.move(assignment, (3, 1), by=amira.user, note="Ready.", now=now)

    with pytest.raises(ValidationError, match="Sign off"):
        to_tension(NOW)
    assignments.sign_off(assignment, by=amira.user, now=NOW)
    with pytest.raises(ValidationError, match="Sign off"):
        to_tension(NOW + timedelta(days=15))

    to_tension(NOW)

    assignment.refresh_from_db()
    assert assignment.position == "3.1"


def test_a_red_flag_ends_a_sign_off(assignment, amira):
    assignments.sign_off(assignment, by=amira.user, now=NOW)
    factories.RedFlagFactory(assignment=assignment, raised_at=NOW)

    with pytest.raises(ValidationError, match="Sign off"):
        assignments.move(assignment, (3, 1), by=amira.user, note="Ready.", now=NOW)


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (assignments.sign_off, EventKind.SIGNED_OFF),
        (assignments.mark_reviewed, EventKind.REVIEWED),
        (assignments.unlock, EventKind.UNLOCKED),
    ],
)
def test_an_act_that_the_rules_ask_about_makes_a_review_due(assignment, amira, act, kind):
    act(assignment, by=amira.user, now=NOW)

    assignment.refresh_from_db()
    assert assignment.review_due_at == NOW
    facts = history.build([assignment], now=NOW)[assignment.pk]
    assert [event.kind for event in facts.events] == [kind]


def test_an_ended_program_takes_no_more_acts(assignment, amira):
    ended = assignments.end(assignment, by=amira.user, because="Stage 2 is enough.", now=NOW)

    assert ended.status == AssignmentStatus.ENDED
    with pytest.raises(assignments.NotOpen):
        assignments.note(assignment, by=amira.user, note="Later.", now=NOW)


def test_an_end_is_the_end_of_its_reminders(assignment, amira):
    patient = assignment.patient
    about = {"assignment": assignment.pk}
    schedule.set_reminders(patient, kind="session-reminder", times=[time(9)], about=about, now=NOW)

    assignments.end(assignment, by=amira.user, because="Well again.", now=NOW)

    assert not patient.reminders.switched_on().exists()


def test_an_end_without_a_word_is_refused(assignment, amira):
    with pytest.raises(ValidationError) as refusal:
        assignments.end(assignment, by=amira.user, because=" ", now=NOW)

    assert list(refusal.value.message_dict) == ["because"]


def test_after_an_end_another_program_may_start(assignment, amira, tomas):
    assignments.end(assignment, by=amira.user, because="Moved away.", now=NOW)

    assert start(tomas, amira).status == AssignmentStatus.ACTIVE


@pytest.mark.parametrize(
    ("at", "below"), [((2, 3), (2, 2)), ((2, 1), (1, 4)), ((3, 1), (2, 4)), ((1, 1), (1, 1))]
)
def test_one_back_crosses_stages_and_stops_at_the_bottom(at, below):
    assignment = factories.AssignmentFactory(stage=at[0], step=at[1])
    assert moves.one_back(assignment) == below
