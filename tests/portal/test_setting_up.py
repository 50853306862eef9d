"""A superuser sets up the clinic: staff accounts, clinics, roles."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Clinic, Clinician, User
from tests import factories


@pytest.fixture
def root(db: None) -> Client:
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@clinic.test", "-"))
    return browser


def test_a_new_account_may_open_the_portal(root: Client, client: Client) -> None:
    answers = {
        "email": "Amira@Clinic.test",
        "name": "Amira Haddad",
        "usable_password": "true",
        "password1": "a-long-enough-word",
        "password2": "a-long-enough-word",
    }

    root.post(reverse("admin:people_user_add"), answers)

    user = User.objects.get(email="amira@clinic.test")
    assert user.is_staff
    assert not user.is_superuser
    assert client.login(username="amira@clinic.test", password="a-long-enough-word")


def test_a_member_is_given_a_role(root: Client) -> None:
    clinic = factories.ClinicFactory()
    user = factories.UserFactory(email="amira@clinic.test", is_staff=True)

    root.post(
        reverse("admin:people_clinician_add"),
        {"user": user.pk, "clinic": clinic.pk, "role": "clinician"},
    )

    assert Clinician.objects.get(user=user).clinic == clinic


def test_a_patients_account_does_not_become_staff(root: Client) -> None:
    patient = factories.tomas()

    response = root.post(
        reverse("admin:people_clinician_add"),
        {"user": patient.user_id, "clinic": patient.clinic_id, "role": "clinician"},
    )

    assert response.status_code == 200
    assert "user" in response.context["adminform"].form.errors
    page = reverse("admin:people_user_change", args=[patient.user_id])
    assert root.get(page).status_code == 302


def test_a_clinic_says_its_country_in_two_letters(root: Client) -> None:
    answers = {"name": "Hill", "country": "Germany", "time_zone": "Europe/Berlin", "phone": "1"}

    wrong = root.post(reverse("admin:people_clinic_add"), answers)
    assert "country" in wrong.context["adminform"].form.errors

    root.post(reverse("admin:people_clinic_add"), answers | {"country": "DE"})
    assert Clinic.objects.get(name="Hill").country == "DE"
