"""Programs, exercises, rules and messages: to read, whole, and to change nowhere."""

import pytest
from django.test import Client
from django.urls import reverse

from notifications import outbox
from people.models import Clinician
from programs import engine
from programs.models import Assignment, Exercise, ProgramVersion, RuleSetVersion
from tests import factories
from tests.factories import NOW


def page(browser: Client, model: str, pk: int | None = None) -> str:
    name = f"admin:{model}_change" if pk else f"admin:{model}_changelist"
    response = browser.get(reverse(name, args=[pk] if pk else []))
    assert response.status_code == 200
    return response.content.decode()


def test_a_program_shows_its_ladder(portal: Client, running: Assignment) -> None:
    html = page(portal, "programs_programversion", running.version_id)

    assert "Slump slider" in html
    assert "3×10" in html
    assert "3 days a week" in html


def test_a_draft_is_nobodys_to_read_yet(portal: Client, running: Assignment) -> None:
    draft = ProgramVersion.objects.create(program=running.version.program, number=2)
    url = reverse("admin:programs_programversion_change", args=[draft.pk])

    assert portal.get(url).status_code == 404


def test_an_exercise_shows_how_it_is_done(portal: Client, running: Assignment) -> None:
    exercise = Exercise.objects.get(slug="slump-slider")

    assert exercise.movement.split(".")[0] in page(portal, "programs_exercise", exercise.pk)
    assert "Slump slider" in page(portal, "programs_exercise")


def test_rules_show_every_number_with_its_source(portal: Client, amira: Clinician) -> None:
    rules = RuleSetVersion.objects.create(
        clinic=amira.clinic,
        number=1,
        rules={"moderate.greens_needed": 4},
        published_at=NOW,
        published_by=amira.user,
        reason="More cautious",
    )

    html = page(portal, "programs_rulesetversion", rules.pk)

    assert all(field.name in html for field in engine.fields())
    assert "<strong>4</strong> (default 3)" in html
    assert "Harbour Physio" in page(portal, "programs_rulesetversion")


def test_another_clinics_rules_are_not_there(portal: Client, lena: Clinician) -> None:
    theirs = RuleSetVersion.objects.create(
        clinic=lena.clinic, number=1, rules={}, published_at=NOW, reason="Ours"
    )
    url = reverse("admin:programs_rulesetversion_change", args=[theirs.pk])

    assert portal.get(url).status_code == 404


def test_the_message_log_knows_no_words_and_no_other_clinic(
    portal: Client, running: Assignment, lena: Clinician
) -> None:
    ours = outbox.queue(running.patient.user, "invitation", dedupe_key="1", now=NOW)
    stranger = factories.PatientFactory(clinician=lena)
    theirs = outbox.queue(stranger.user, "invitation", dedupe_key="2", now=NOW)

    html = page(portal, "notifications_message")

    assert "Tomas Berg" in html
    assert "1 message" in html
    assert "Waiting" in page(portal, "notifications_message", ours.pk)
    url = reverse("admin:notifications_message_change", args=[theirs.pk])
    assert portal.get(url).status_code == 404


@pytest.mark.parametrize(
    "model",
    [
        "programs_programversion",
        "programs_exercise",
        "programs_rulesetversion",
        "notifications_message",
    ],
)
def test_nothing_is_added_or_changed(model: str, portal: Client, running: Assignment) -> None:
    message = outbox.queue(running.patient.user, "invitation", dedupe_key="1", now=NOW)
    pks = {
        "programs_programversion": running.version_id,
        "programs_exercise": Exercise.objects.values_list("pk", flat=True)[0],
        "programs_rulesetversion": running.rule_set_id,
        "notifications_message": message.pk,
    }
    change = reverse(f"admin:{model}_change", args=[pks[model]])

    assert portal.post(change, {"name": "Mine"}).status_code == 403
    assert portal.get(reverse(f"admin:{model}_add")).status_code == 403
