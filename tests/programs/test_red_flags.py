"""Red flags: raised with their alert, stopping at once, seen, and closed by a clinician."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from notifications import kinds
from notifications.models import Lane, Message
from programs import engine
from programs.models import AssignmentStatus, EventKind, RedFlag, ScreenKind
from programs.services import red_flags, today
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment():
    return factories.AssignmentFactory(patient=factories.tomas())


@pytest.fixture
def amira(assignment):
    return assignment.clinician.user


def screen(assignment, *ticked, kind=ScreenKind.FULL, name=None, **answers):
    said = dict.fromkeys(red_flags.asked(kind), False) | dict.fromkeys(ticked, True)
    return red_flags.screen(
        assignment,
        kind=kind,
        answers=answers.get("answers", said),
        uuid=name or uuid.uuid4(),
        at=NOW,
        by=assignment.patient.user,
        now=NOW,
    )


def test_nothing_ticked_raises_nothing(assignment):
    logged = screen(assignment)

    assert logged.entry.complete
    assert not RedFlag.objects.exists()
    assert not Message.objects.exists()


def test_a_tick_raises_the_flag_its_alert_and_the_pause_together(assignment, amira):
    screen(assignment, "RF_SADDLE")

    flag = RedFlag.objects.get()
    assert (flag.tier, flag.code, flag.day) == ("A", "RF_SADDLE", TODAY)
    assignment.refresh_from_db()
    assert assignment.status == AssignmentStatus.PAUSED
    alert = Message.objects.order_by("due_at").first()
    assert (alert.kind, alert.lane, alert.due_at) == ("red-flag-alert", Lane.ESCALATION, NOW)
    assert alert.recipient == amira


def test_exercise_stops_before_any_review(assignment):
    screen(assignment, "RF_WEAK_ONE_LEG")

    day = today.of(assignment.patient, now=NOW)
    assert day.stopped
    assert day.gate(pain_now=0) == engine.Gate.STOP_RED_FLAG
    assert not assignment.reviews.exists()


def test_tier_c_does_not_stop_exercise(assignment):
    screen(assignment, "RF_NIGHT_PAIN")

    assignment.refresh_from_db()
    assert assignment.status == AssignmentStatus.ACTIVE
    assert not today.of(assignment.patient, now=NOW).stopped


def test_others_of_the_clinic_are_alerted_while_nobody_has_looked(assignment, amira):
    colleague = factories.ClinicianFactory(name="Ben Okoro")
    lena = factories.lena()

    screen(assignment, "RF_BLADDER")

    alerts = Message.objects.filter(kind="red-flag-alert")
    waits = {(each.recipient, (each.due_at - NOW).seconds // 60) for each in alerts}
    assert waits == {(amira, 0), (amira, 45), (colleague.user, 15), (colleague.user, 45)}
    assert not alerts.filter(recipient=lena.user).exists()


def test_an_acknowledged_flag_alerts_nobody_further(assignment, amira):
    screen(assignment, "RF_BLADDER")
    flag = RedFlag.objects.get()

    assert red_flags.acknowledge(flag, by=amira, now=NOW)
    assert not red_flags.acknowledge(flag, by=amira, now=NOW)

    later = Message.objects.order_by("-due_at").first()
    assert not kinds.named(later.kind).wanted(later, NOW)
    assert [event.kind for event in assignment.events.all()] == [EventKind.FLAG_ACKNOWLEDGED]


def test_the_same_post_raises_once(assignment):
    name = uuid.uuid4()

    first = screen(assignment, "RF_SADDLE", name=name)
    again = screen(assignment, "RF_SADDLE", name=name)

    assert (first.created, again.created) == (True, False)
    assert RedFlag.objects.count() == 1


def test_a_flag_that_is_open_is_not_raised_twice(assignment):
    screen(assignment, "RF_SADDLE")
    screen(assignment, "RF_SADDLE", "RF_FEVER")

    assert sorted(RedFlag.objects.values_list("code", flat=True)) == ["RF_FEVER", "RF_SADDLE"]


def test_unanswered_is_not_no(assignment):
    logged = screen(assignment, answers={"RF_SADDLE": False})

    assert not logged.entry.complete
    assert logged.entry.answers == {"RF_SADDLE": False}


def test_an_unknown_question_is_refused(assignment):
    with pytest.raises(ValidationError) as refusal:
        screen(assignment, "RF_TOOTHACHE")

    assert "RF_TOOTHACHE" in refusal.value.message_dict["answers"][0]


def test_clearing_the_last_flag_steps_back_and_starts_again(assignment, amira):
    screen(assignment, "RF_SADDLE", "RF_FEVER")
    saddle, fever = RedFlag.objects.order_by("tier")

    red_flags.clear(saddle, by=amira, note="Long-standing, assessed.", now=NOW)
    assignment.refresh_from_db()
    assert assignment.status == AssignmentStatus.PAUSED
    red_flags.clear(fever, by=amira, note="A cold.", now=NOW)

    assignment.refresh_from_db()
    assert (assignment.status, assignment.position) == (AssignmentStatus.ACTIVE, "1.4")
    assert assignment.since == TODAY


def test_the_clinician_may_choose_where_it_starts_again(assignment, amira):
    screen(assignment, "RF_SADDLE")

    red_flags.clear(RedFlag.objects.get(), by=amira, note="Assessed.", now=NOW, place=(2, 1))

    assignment.refresh_from_db()
    assert assignment.position == "2.1"


def test_a_flag_is_closed_once_and_with_a_word(assignment, amira):
    screen(assignment, "RF_SADDLE")
    flag = RedFlag.objects.get()

    with pytest.raises(ValidationError) as refusal:
        red_flags.clear(flag, by=amira, note=" ", now=NOW)
    assert list(refusal.value.message_dict) == ["note"]

    assert red_flags.clear(flag, by=amira, note="Assessed.", now=NOW)
    assert not red_flags.clear(flag, by=amira, note="Again.", now=NOW)
    flag.refresh_from_db()
    assert flag.clearing_note == "Assessed."


def test_clearing_tier_c_moves_nobody(assignment, amira):
    screen(assignment, "RF_NIGHT_PAIN")

    red_flags.clear(RedFlag.objects.get(), by=amira, note="Known.", now=NOW)

    assignment.refresh_from_db()
    assert assignment.position == "2.1"
    assert not assignment.red_flags.open().exists()


def test_a_place_off_the_ladder_is_refused(assignment, amira):
    screen(assignment, "RF_SADDLE")

    with pytest.raises(ValidationError) as refusal:
        red_flags.clear(RedFlag.objects.get(), by=amira, note="Ok.", now=NOW, place=(3, 9))

    assert list(refusal.value.message_dict) == ["place"]
    assert RedFlag.objects.open().exists()
