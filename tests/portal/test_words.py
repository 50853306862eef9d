"""Small pieces of the portal, asked directly."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse

from people.models import Clinician, Patient, User
from people.scoped_admin import ScopedAdmin
from portal.forms import ServiceForm
from portal.reasons import flag_label, in_words
from programs.models import Assignment, AssignmentStatus
from tests import factories


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (6, "6"),
        (0, "0"),
        (None, ""),
        (True, "yes"),
        (False, "no"),
        ("not_settled", "not_settled"),
        ({"green": 2, "of": 4}, "green 2, of 4"),
        ({"at_most": 5}, "at most 5"),
        ([1, 2], "1, 2"),
    ],
)
def test_what_was_seen_is_put_in_words(value: Any, words: str) -> None:
    assert in_words(value) == words


def test_a_flag_that_is_no_longer_shipped_stands_for_itself() -> None:
    assert flag_label("RF_SADDLE") == "Saddle numbness or tingling"
    assert flag_label("RF_OF_OLD") == "RF_OF_OLD"


class NameForm(ServiceForm):
    catch_all = "why"
    name = forms.CharField(required=False)
    why = forms.CharField(required=False)


@pytest.mark.parametrize(
    ("refusal", "errors"),
    [
        (ValidationError({"name": "Too short."}), {"name": ["Too short."]}),
        (ValidationError({"state": "Gone."}), {"why": ["Gone."]}),
        (ValidationError("Not today."), {"why": ["Not today."]}),
        (ValidationError({"__all__": ["Say why."]}), {"why": ["Say why."]}),
    ],
)
def test_a_refusal_stands_beside_its_field_or_the_one_that_catches_all(
    refusal: ValidationError, errors: dict
) -> None:
    form = NameForm({})

    form.refuse(refusal)

    assert form.errors == errors


def test_a_posted_id_is_looked_up_within_the_clinic(amira: Clinician, lena: Clinician) -> None:
    """The stock form offers, and takes, every row of the table."""
    request = RequestFactory().post("/")
    request.user = amira.user
    ours, theirs = factories.tomas(amira), factories.PatientFactory(clinician=lena)
    pages = ScopedAdmin(Assignment, admin.site)

    field = pages.formfield_for_foreignkey(Assignment._meta.get_field("patient"), request)

    assert field.clean(ours.pk) == ours
    with pytest.raises(ValidationError):
        field.clean(theirs.pk)


def test_a_pause_without_a_decision_says_that_a_person_made_it(
    portal: Client, running: Assignment
) -> None:
    Assignment.objects.filter(pk=running.pk).update(status=AssignmentStatus.PAUSED)

    assert "Paused by a clinician." in portal.get("/admin/").content.decode()


def test_a_routine_no_with_a_session_is_left_off_the_timeline(
    portal: Client, running: Assignment
) -> None:
    factories.RedFlagScreenFactory(assignment=running, kind="session")
    factories.CheckInFactory(assignment=running, out_of_routine=True)

    page = portal.get(reverse("admin:chart", args=[running.patient_id])).content.decode()

    assert "Safety questions" not in page
    assert "out of routine" in page


def test_the_invitation_page_knows_who_has_no_address(
    amira: Clinician, browser_of: Callable[[User], Client]
) -> None:
    patient: Patient = factories.tomas(amira, email="", phone="+442079460018")

    page = browser_of(amira.user).get(reverse("admin:invite", args=[patient.pk]))

    assert "There is no e-mail address on record." in page.content.decode()
