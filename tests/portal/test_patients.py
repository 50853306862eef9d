"""Registering a patient, finding them again, and mending their contact details."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Clinician, Patient, User
from programs.models import Assignment
from tests import factories

LIST = "/admin/people/patient/"


def answers(responsible: Clinician, **changes: Any) -> dict[str, Any]:
    return {
        "given_name": "Tomas",
        "family_name": "Berg",
        "birth_year": "1979",
        "email": "tomas@home.test",
        "phone": "",
        "language": "en",
        "time_zone": "Europe/London",
        "clinician": responsible.pk,
    } | changes


def register(browser: Client, fields: dict[str, Any]):
    return browser.post(reverse("admin:new-patient"), fields)


def test_a_registered_patient_goes_on_to_a_program(portal: Client, amira: Clinician) -> None:
    response = register(portal, answers(amira))

    patient = Patient.objects.get()
    assert response.url == reverse("admin:assign", args=[patient.pk])
    assert (patient.clinic, patient.clinician) == (amira.clinic, amira)
    assert not patient.user.has_usable_password()
    assert not patient.user.is_staff


def test_the_form_begins_with_the_clinics_zone_and_oneself(
    portal: Client, amira: Clinician, colleague: Clinician
) -> None:
    form = portal.get(reverse("admin:new-patient")).context["form"]

    assert form["time_zone"].value() == "Europe/London"
    assert "selected>Amira Haddad" in str(form["clinician"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"given_name": " "}, "given_name"),
        ({"birth_year": "79"}, "birth_year"),
        ({"birth_year": ""}, "birth_year"),
        ({"email": "tomas"}, "email"),
        ({"email": "", "phone": ""}, "email"),
        ({"phone": "12"}, "phone"),
        ({"time_zone": "Europe/Nowhere"}, "time_zone"),
        ({"language": "xx"}, "language"),
        ({"clinician": ""}, "clinician"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    portal: Client, amira: Clinician, changes: dict, field: str
) -> None:
    response = register(portal, answers(amira, **changes))

    assert list(response.context["form"].errors) == [field]
    assert not Patient.objects.exists()
    assert not User.objects.filter(is_staff=False).exists()


def test_a_phone_alone_is_enough(portal: Client, amira: Clinician) -> None:
    register(portal, answers(amira, email="", phone="+44 20 7946 0018"))

    assert str(Patient.objects.get().phone) == "+442079460018"


def test_another_clinics_clinician_is_no_choice(
    portal: Client, amira: Clinician, lena: Clinician
) -> None:
    response = register(portal, answers(amira, clinician=lena.pk))

    assert list(response.context["form"].errors) == ["clinician"]
    assert not Patient.objects.exists()


def test_what_the_service_refuses_is_said(
    portal: Client, amira: Clinician, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that only the service knows still becomes words on the page."""
    monkeypatch.setattr("portal.views.patients.PatientForm.clean", lambda self: self.cleaned_data)
    monkeypatch.setattr("portal.views.patients.PatientForm._post_clean", lambda self: None)

    response = register(portal, answers(amira, email="", phone=""))

    assert "Give an e-mail or a mobile phone number." in response.content.decode()


def test_the_list_shows_the_own_clinic(
    portal: Client, running: Assignment, lena: Clinician
) -> None:
    factories.PatientFactory(clinician=lena, family_name="Elsewhere")

    page = portal.get(LIST).content.decode()

    assert "Berg, Tomas" in page
    assert "2.1" in page
    assert "Elsewhere" not in page


@pytest.mark.parametrize("words", ["berg", "Tomas", "tomas@home.test"])
def test_a_patient_is_found(portal: Client, running: Assignment, words: str) -> None:
    factories.PatientFactory(clinician=running.clinician, family_name="Zola")

    page = portal.get(LIST, {"q": words}).content.decode()

    assert "Berg, Tomas" in page
    assert "Zola" not in page


def test_a_search_does_not_reach_another_clinic(
    tomas: Patient, lena: Clinician, browser_of: Callable[[User], Client]
) -> None:
    page = browser_of(lena.user).get(LIST, {"q": "Berg"}).content.decode()

    assert "0 patients" in page


def test_a_list_by_clinician_knows_only_colleagues(
    portal: Client, running: Assignment, colleague: Clinician, lena: Clinician
) -> None:
    theirs = factories.PatientFactory(clinician=colleague, family_name="Zola")

    by_colleague = portal.get(LIST, {"clinician": colleague.pk}).content.decode()
    by_stranger = portal.get(LIST, {"clinician": lena.pk}).content.decode()

    assert theirs.family_name in by_colleague
    assert "Berg, Tomas" not in by_colleague
    assert "Lena" not in by_colleague
    assert "Berg, Tomas" in by_stranger


def test_adding_from_the_list_leads_to_the_registration(portal: Client) -> None:
    assert portal.get(f"{LIST}add/").url == reverse("admin:new-patient")


def test_contact_details_are_mended(portal: Client, tomas: Patient, amira: Clinician) -> None:
    url = reverse("admin:people_patient_change", args=[tomas.pk])
    fields = answers(amira, email="new@home.test")

    response = portal.post(url, fields)

    tomas.refresh_from_db()
    assert response.url == reverse("admin:chart", args=[tomas.pk])
    assert tomas.email == "new@home.test"


def test_contact_details_hand_nobody_over(
    portal: Client, tomas: Patient, amira: Clinician, lena: Clinician, colleague: Clinician
) -> None:
    url = reverse("admin:people_patient_change", args=[tomas.pk])

    for other in (lena, colleague):
        portal.post(url, answers(other) | {"clinic": lena.clinic_id, "user": lena.user_id})
        tomas.refresh_from_db()
        assert (tomas.clinician, tomas.clinic) == (amira, amira.clinic)


def test_an_assistant_reads_contact_details(
    tomas: Patient, assistant: Clinician, browser_of: Callable[[User], Client]
) -> None:
    browser = browser_of(assistant.user)
    url = reverse("admin:people_patient_change", args=[tomas.pk])

    assert browser.get(url).status_code == 200
    assert browser.post(url, answers(assistant, given_name="Mine")).status_code == 403


def test_eight_patients_take_as_many_queries_as_one(
    portal: Client, running: Assignment, amira: Clinician, django_assert_num_queries
) -> None:
    portal.get(LIST)
    with django_assert_num_queries(7):
        portal.get(LIST)
    for _ in range(7):
        factories.AssignmentFactory(patient__clinician=amira)

    with django_assert_num_queries(7):
        portal.get(LIST)
