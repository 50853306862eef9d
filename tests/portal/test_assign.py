"""Giving a patient a program: one page, one post, nothing guessed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from people.models import Clinician, Patient
from portal.assigning import AssignForm
from programs.models import (
    Assignment,
    ClinicianEvent,
    EventKind,
    Pathway,
    Prescription,
    Program,
    ProgramVersion,
    Stage,
    StageKind,
    Step,
)
from programs.services import library
from tests import factories
from tests.factories import NOW, TODAY


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    library.install(now=NOW)


def answers(responsible: Clinician, **changes: Any) -> dict[str, Any]:
    return {
        "side": "left",
        "irritability": "moderate",
        "baseline_pain": "4",
        "baseline_site": "3",
        "place": "1.2",
        "weekdays": ["0", "2", "4"],
        "clinician": responsible.pk,
    } | changes


def assign(browser: Client, patient: Patient, fields: dict[str, Any], query: str = ""):
    return browser.post(reverse("admin:assign", args=[patient.pk]) + query, fields)


def test_a_program_is_given_as_chosen(portal: Client, tomas: Patient, amira: Clinician) -> None:
    response = assign(portal, tomas, answers(amira))

    given = Assignment.objects.get()
    assert response.url == reverse("admin:invite", args=[tomas.pk])
    assert given.patient == tomas
    assert given.version == library.default_program_version()
    assert given.position == "1.2"
    assert (given.side, given.irritability) == ("left", "moderate")
    assert (given.baseline_pain, given.baseline_site) == (4, 3)
    assert given.weekdays == 0b10101
    assert given.started_on == TODAY
    event = ClinicianEvent.objects.get()
    assert (event.kind, event.by) == (EventKind.ASSIGNED, amira.user)


def test_a_colleague_may_be_responsible(
    portal: Client, tomas: Patient, colleague: Clinician
) -> None:
    assign(portal, tomas, answers(colleague))

    assert Assignment.objects.get().clinician == colleague


def test_no_finding_is_preselected(portal: Client, tomas: Patient) -> None:
    form = portal.get(reverse("admin:assign", args=[tomas.pk])).context["form"]

    for name in ("side", "irritability", "baseline_pain", "baseline_site"):
        assert form[name].value() is None


def test_unanswered_stays_unanswered(portal: Client, tomas: Patient, amira: Clinician) -> None:
    assign(portal, tomas, answers(amira, baseline_pain="", baseline_site=""))

    given = Assignment.objects.get()
    assert (given.baseline_pain, given.baseline_site) == (None, None)


def test_nought_is_an_answer(portal: Client, tomas: Patient, amira: Clinician) -> None:
    assign(portal, tomas, answers(amira, baseline_pain="0", baseline_site="0"))

    given = Assignment.objects.get()
    assert (given.baseline_pain, given.baseline_site) == (0, 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"side": ""}, "side"),
        ({"side": "middle"}, "side"),
        ({"irritability": ""}, "irritability"),
        ({"baseline_pain": "11"}, "baseline_pain"),
        ({"baseline_site": "6"}, "baseline_site"),
        ({"place": "1.9"}, "place"),
        ({"place": "4.1"}, "place"),
        ({"place": ""}, "place"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": ["7"]}, "weekdays"),
        ({"clinician": ""}, "clinician"),
        ({"clinician": "999999"}, "clinician"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_stored(
    portal: Client, tomas: Patient, amira: Clinician, changes: dict, field: str
) -> None:
    response = assign(portal, tomas, answers(amira, **changes))

    assert list(response.context["form"].errors) == [field]
    assert not Assignment.objects.exists()


def test_another_clinics_clinician_is_refused(
    portal: Client, tomas: Patient, lena: Clinician
) -> None:
    response = assign(portal, tomas, answers(lena))

    assert list(response.context["form"].errors) == ["clinician"]
    assert not Assignment.objects.exists()


def test_the_page_shows_the_ladder_and_the_rules_with_their_numbers(
    portal: Client, tomas: Patient
) -> None:
    page = portal.get(reverse("admin:assign", args=[tomas.pk]))
    html = page.content.decode()

    assert "Unload and tilt" in html
    assert "2×10, 2 s" in html
    presets = {preset.value: preset.stages for preset in page.context["presets"]}
    assert presets.keys() == {"low", "moderate", "high"}
    assert len({tuple(stages[0].sentences) for stages in presets.values()}) == 3
    for sentence in presets["low"][0].sentences:
        assert escape(sentence) in html


def test_a_patient_with_a_program_is_not_given_another(
    portal: Client, running: Assignment, amira: Clinician
) -> None:
    response = assign(portal, running.patient, answers(amira))

    assert response.url == reverse("admin:chart", args=[running.patient_id])
    assert Assignment.objects.count() == 1


def own_version(clinician: Clinician, name: str, *, published: bool = True) -> ProgramVersion:
    """A program of one's own clinic, of a single step in each stage."""
    program = Program.objects.create(
        clinic=clinician.clinic, slug=name.lower(), name=name, pathway=Pathway.ARM
    )
    version = ProgramVersion.objects.create(program=program, number=1)
    exercise = Prescription.objects.first().exercise
    for number, kind in enumerate(StageKind.values, start=1):
        stage = Stage.objects.create(version=version, number=number, kind=kind, name=kind)
        step = Step.objects.create(stage=stage, number=1, title=f"{name} {number}", times_a_day=1)
        Prescription.objects.create(step=step, exercise=exercise, minutes=5)
    if published:
        version.published_at = NOW
        version.save()
    return version


def test_a_program_of_the_clinic_is_offered_with_its_own_ladder_and_sites(
    portal: Client, tomas: Patient, amira: Clinician
) -> None:
    own = own_version(amira, "Median")
    url = reverse("admin:assign", args=[tomas.pk])
    assert f'href="?version={own.pk}"' in portal.get(url).content.decode()

    page = portal.get(url, {"version": own.pk}).content.decode()
    assert "Median 2" in page
    assert "Forearm" in page
    assign(portal, tomas, answers(amira, place="2.1"), f"?version={own.pk}")

    given = Assignment.objects.get()
    assert (given.version, given.pathway, given.position) == (own, Pathway.ARM, "2.1")


def test_a_draft_or_another_clinics_program_is_not_there(
    portal: Client, tomas: Patient, amira: Clinician, lena: Clinician
) -> None:
    draft = own_version(amira, "Draft", published=False)
    theirs = own_version(lena, "Theirs")

    for version in (draft.pk, theirs.pk, 999_999, "nonsense"):
        response = assign(portal, tomas, answers(amira), f"?version={version}")
        assert response.status_code == 404
    assert not Assignment.objects.exists()


def test_of_two_windows_the_second_is_told_that_it_is_late(
    portal: Client, tomas: Patient, amira: Clinician, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = AssignForm.answers

    def while_the_other_window_assigns(form: AssignForm) -> dict[str, Any]:
        factories.AssignmentFactory(patient=tomas)
        return read(form)

    monkeypatch.setattr(AssignForm, "answers", while_the_other_window_assigns)

    response = assign(portal, tomas, answers(amira))

    assert "This patient already has an open program." in response.content.decode()
    assert Assignment.objects.count() == 1
