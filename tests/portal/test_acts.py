"""What a clinician does on a chart: each act one service, each refusal beside its field."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Clinician
from portal import acts
from programs import engine
from programs.models import (
    Assignment,
    AssignmentStatus,
    ClinicianEvent,
    EventKind,
    RedFlag,
    Review,
    Tier,
)
from programs.services import assignments, reviews
from tests import factories
from tests.factories import NOW

CASES = Path(__file__).parents[1] / "engine" / "cases.jsonl"

pytestmark = pytest.mark.django_db


def act(browser: Client, assignment: Assignment, name: str, **answers: Any):
    return browser.post(reverse("admin:act", args=[assignment.patient_id, name]), answers)


def errors_of(response, name: str) -> dict:
    (card,) = [card for card in response.context["chart"].acts if card.act.name == name]
    return card.form.errors


ANSWERS = {
    "sign-off": ({"checked": "on", "note": "SLR 70°"}, EventKind.SIGNED_OFF),
    "reviewed": ({}, EventKind.REVIEWED),
    "hold": ({"note": "On holiday"}, EventKind.HELD),
    "release": ({}, EventKind.RELEASED),
    "move": ({"place": "1.4", "note": "Too much"}, EventKind.MOVED),
    "unlock": ({}, EventKind.UNLOCKED),
    "note": ({"note": "Called"}, EventKind.NOTED),
    "end": ({"because": "Stage 2 is enough"}, EventKind.ENDED),
}


def test_every_act_is_tried_here() -> None:
    assert acts.ACTS.keys() == ANSWERS.keys()


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_an_act_is_written_down_with_its_author(
    name: str, portal: Client, running: Assignment, amira: Clinician
) -> None:
    answers, kind = ANSWERS[name]
    if name == "release":
        assignments.hold(running, by=amira.user, note="On holiday", now=NOW)

    response = act(portal, running, name, **answers)

    assert response.url == reverse("admin:chart", args=[running.patient_id])
    event = ClinicianEvent.objects.get(kind=kind)
    assert (event.by, event.at, event.assignment) == (amira.user, NOW, running)


def test_a_sign_off_says_what_was_checked(portal: Client, running: Assignment) -> None:
    act(portal, running, "sign-off", checked="on", note="SLR 70°")

    note = ClinicianEvent.objects.get(kind=EventKind.SIGNED_OFF).note
    assert note == "Power, reflexes and sensation checked. SLR 70°"


def test_a_hold_holds_and_a_release_lets_go(portal: Client, running: Assignment) -> None:
    act(portal, running, "hold", note="On holiday")
    running.refresh_from_db()
    assert running.held
    assert "Held by a clinician" in page(portal, running)

    act(portal, running, "release")
    running.refresh_from_db()
    assert not running.held


def test_a_move_moves(portal: Client, running: Assignment) -> None:
    act(portal, running, "move", place="1.2", note="Too much at work")

    running.refresh_from_db()
    assert running.position == "1.2"


def test_an_end_keeps_the_reason_and_the_word(portal: Client, running: Assignment) -> None:
    act(portal, running, "end", because="Another reason", note="moved away")

    running.refresh_from_db()
    assert running.status == AssignmentStatus.ENDED
    assert running.ended_because == "Another reason: moved away"


@pytest.mark.parametrize(
    ("name", "answers", "field"),
    [
        ("hold", {"note": " "}, "note"),
        ("note", {}, "note"),
        ("sign-off", {"note": "Looks fine"}, "checked"),
        ("move", {"place": "1.2", "note": ""}, "note"),
        ("move", {"place": "", "note": "Why"}, "place"),
        ("move", {"place": "1.9", "note": "Why"}, "place"),
        ("move", {"place": "nonsense", "note": "Why"}, "place"),
        ("move", {"place": "2.1", "note": "Why"}, "place"),
        ("end", {"because": ""}, "because"),
        ("end", {"because": "Bored"}, "because"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_stored(
    portal: Client, running: Assignment, name: str, answers: dict, field: str
) -> None:
    response = act(portal, running, name, **answers)

    assert response.status_code == 200
    assert list(errors_of(response, name)) == [field]
    assert not ClinicianEvent.objects.exists()
    running.refresh_from_db()
    assert running.position == "2.1"


def test_what_was_typed_is_kept(portal: Client, running: Assignment) -> None:
    response = act(portal, running, "move", place="1.9", note="Slipped on the stairs")

    assert "Slipped on the stairs" in response.content.decode()


def test_stage_3_by_hand_asks_for_a_sign_off(portal: Client, running: Assignment) -> None:
    refused = act(portal, running, "move", place="3.1", note="Ready")
    running.refresh_from_db()
    assert running.position == "2.1"
    assert errors_of(refused, "move")

    act(portal, running, "sign-off", checked="on")
    act(portal, running, "move", place="3.1", note="Ready")
    running.refresh_from_db()
    assert running.position == "3.1"


def test_an_act_that_nobody_knows_is_not_there(portal: Client, running: Assignment) -> None:
    assert act(portal, running, "delete").status_code == 404


def test_an_ended_program_takes_no_act(
    portal: Client, running: Assignment, amira: Clinician
) -> None:
    assignments.end(running, by=amira.user, because="Done", now=NOW)

    assert act(portal, running, "note", note="Late").status_code == 404


def test_a_program_that_ends_meanwhile_says_so(
    portal: Client, running: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(*arguments: Any, **options: Any) -> None:
        raise assignments.NotOpen("This program has ended.")

    monkeypatch.setattr(assignments, "note", too_late)

    response = act(portal, running, "note", note="Late")

    assert "This program has ended." in response.content.decode()


def test_looking_does_nothing(portal: Client, running: Assignment) -> None:
    url = reverse("admin:act", args=[running.patient_id, "sign-off"])

    assert portal.get(url).status_code == 405


def test_a_sign_off_that_is_asked_for_stands_first_and_open(
    portal: Client, running: Assignment
) -> None:
    asked = decision(running, engine.ReasonCode.SIGNOFF_REQUESTED)

    html = page(portal, running)

    assert asked.wants_review
    assert html.index("Sign off stage 3") < html.index("Mark as looked at")
    assert '<details class="act act--wanted" open>' in html


def test_unlocking_is_offered_when_a_step_is_locked(portal: Client, running: Assignment) -> None:
    assert "Unlock the next step" not in page(portal, running)
    decision(running, engine.ReasonCode.PINGPONG_LOCK)

    assert "Unlock the next step" in page(portal, running)


def test_sign_off_is_offered_in_stage_2_alone(portal: Client, tomas) -> None:
    early = factories.AssignmentFactory(patient=tomas, stage=1)

    assert "Sign off stage 3" not in page(portal, early)


def decision(assignment: Assignment, code: str) -> Review:
    """The latest decision, as the rules made it in the published case that has this reason."""
    reviews.due_now(assignment.pk, trigger=engine.Trigger.DAILY, now=NOW)
    review = reviews.run(assignment.pk, now=NOW)
    assert review is not None
    told = next(found for found in published() if code in found.codes)
    fields = {field.name: getattr(review, field.name) for field in Review._meta.concrete_fields}
    later = {"id": None, "at": NOW + timedelta(seconds=1), "wants_review": told.review}
    return Review.objects.create(**fields | later | {"decision": told.to_record()})


def published() -> Iterator[engine.Decision]:
    for line in CASES.read_text().splitlines():
        history = json.loads(line)["history"]
        if not history.pop("rules", None):
            yield engine.decide(engine.parse(history))


def page(browser: Client, assignment: Assignment) -> str:
    return browser.get(reverse("admin:chart", args=[assignment.patient_id])).content.decode()


def of_flag(flag: RedFlag, name: str) -> str:
    return reverse(f"admin:{name}-flag", args=[flag.assignment.patient_id, flag.pk])


@pytest.fixture
def paused(running: Assignment) -> RedFlag:
    flag = factories.RedFlagFactory(assignment=running)
    Assignment.objects.filter(pk=running.pk).update(status=AssignmentStatus.PAUSED)
    return flag


def test_the_second_to_see_a_flag_is_told_that_somebody_has(
    portal: Client, paused: RedFlag, amira: Clinician
) -> None:
    portal.post(of_flag(paused, "acknowledge"))
    response = portal.post(of_flag(paused, "acknowledge"), follow=True)

    assert "Somebody has seen it already." in response.content.decode()
    assert ClinicianEvent.objects.filter(kind=EventKind.FLAG_ACKNOWLEDGED).count() == 1


def test_closing_a_flag_goes_on_one_step_back(
    portal: Client, paused: RedFlag, amira: Clinician
) -> None:
    assert "One step back: 1.4" in page(portal, paused.assignment)

    portal.post(of_flag(paused, "clear"), {"note": "Seen in the clinic, no loss.", "place": ""})

    paused.refresh_from_db()
    assignment = Assignment.objects.get()
    assert (paused.cleared_by, paused.clearing_note) == (amira.user, "Seen in the clinic, no loss.")
    assert (assignment.status, assignment.position) == (AssignmentStatus.ACTIVE, "1.4")


def test_closing_a_flag_goes_on_where_the_clinician_says(portal: Client, paused: RedFlag) -> None:
    portal.post(of_flag(paused, "clear"), {"note": "Long-standing, assessed.", "place": "1.1"})

    assert Assignment.objects.get().position == "1.1"


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"note": "", "place": ""}, "note"), ({"note": "Fine", "place": "4.1"}, "place")],
)
def test_a_flag_is_not_closed_without_a_word_or_onto_nowhere(
    portal: Client, paused: RedFlag, answers: dict, field: str
) -> None:
    response = portal.post(of_flag(paused, "clear"), answers)

    (card,) = response.context["chart"].flags
    assert list(card.form.errors) == [field]
    paused.refresh_from_db()
    assert paused.cleared_at is None


def test_a_flag_for_later_asks_for_no_step(portal: Client, running: Assignment) -> None:
    flag = factories.RedFlagFactory(assignment=running, tier=Tier.C, code="RF_WEIGHT_LOSS")

    assert "Go on at" not in page(portal, running)
    portal.post(of_flag(flag, "clear"), {"note": "Weight is stable."})

    flag.refresh_from_db()
    assert flag.cleared_at == NOW
    assert Assignment.objects.get().position == "2.1"
