"""The first minute."""

from datetime import time

import pytest
from django.test import Client
from time_machine import Traveller

from notifications.models import Channel, Reminder
from people.models import Consent, ConsentKind, LinkPurpose, Patient
from people.services import patients, sign_in
from programs.models import Assignment
from tests import factories
from tests.factories import NOW

TIMES = {"morning": "08:00", "first": "09:00", "second": ""}


@pytest.fixture
def newcomer(client: Client, clock: Traveller, db: None) -> Client:
    """A phone of a Tomas who has a program and has agreed to nothing yet."""
    assignment = factories.AssignmentFactory(patient=factories.tomas())
    client.force_login(assignment.patient.user)
    return client


def reminders() -> list[tuple[str, time, bool]]:
    rows = Reminder.objects.order_by("kind", "time")
    return [(row.kind, row.time, row.next_at is not None) for row in rows]


def test_from_the_invitation_to_today_in_three_taps(
    client: Client, clock: Traveller, db: None
) -> None:
    assignment = factories.AssignmentFactory(patient=factories.tomas())
    token = sign_in.issue(assignment.patient, purpose=LinkPurpose.INVITATION, now=NOW)
    page = client.post(f"/in/{token}/", {"birth_year": "1979"}, follow=True)
    assert page.redirect_chain[-1][0] == "/welcome/"
    page = client.post("/welcome/", {"answer": "yes"}, follow=True)
    assert page.redirect_chain[-1][0] == "/reminders/"
    page = client.post("/reminders/", TIMES, follow=True)
    assert page.redirect_chain[-1][0] == "/"
    assert "Start a session" in page.content.decode()


def test_agreeing_is_kept_with_the_version_of_its_text(newcomer: Client) -> None:
    newcomer.post("/welcome/", {"answer": "yes"})
    consent = Consent.objects.get()
    assert (consent.kind, consent.given, consent.at) == (ConsentKind.CARE, True, NOW)
    assert consent.text_version == patients.CONSENT_TEXT_VERSION
    assert "You have agreed" in newcomer.get("/welcome/").content.decode()


@pytest.mark.parametrize("answer", [{"answer": "no"}, {}])
def test_without_a_yes_nothing_opens_and_the_clinic_is_named(
    newcomer: Client, answer: dict[str, str]
) -> None:
    page = newcomer.post("/welcome/", answer)
    assert "Without your yes we keep nothing" in page.content.decode()
    assert "020 7946 0018" in page.content.decode()
    assert newcomer.get("/").url == "/welcome/"
    newcomer.post("/welcome/", {"answer": "yes"})
    assert newcomer.get("/").status_code == 200


def test_times_are_offered_and_kept_with_the_consent_to_be_written_to(
    phone: Client, assignment: Assignment, tomas: Patient
) -> None:
    offer = phone.get("/reminders/").content.decode()
    assert 'value="08:00"' in offer
    assert 'value="09:00"' in offer
    phone.post("/reminders/", TIMES | {"second": "18:30"})
    assert reminders() == [
        ("morning-reminder", time(8), True),
        ("session-reminder", time(9), True),
        ("session-reminder", time(18, 30), True),
    ]
    assert {row.about["assignment"] for row in Reminder.objects.all()} == {assignment.pk}
    assert patients.consents(tomas) == {"care": True, "email": True}


def test_sessions_are_reminded_of_on_their_days_and_mornings_on_all(
    phone: Client, assignment: Assignment
) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(weekdays=0b0010101)
    phone.post("/reminders/", TIMES)
    assert dict(Reminder.objects.values_list("kind", "weekdays")) == {
        "morning-reminder": 127,
        "session-reminder": 0b0010101,
    }


def test_a_patient_with_a_phone_alone_is_reminded_by_sms(
    client: Client, clock: Traveller, db: None
) -> None:
    patient = factories.tomas(email="", phone="+447700900123")
    patients.consent(patient, ConsentKind.CARE, given=True, now=NOW)
    factories.AssignmentFactory(patient=patient)
    client.force_login(patient.user)
    client.post("/reminders/", TIMES)
    assert set(Reminder.objects.values_list("channel", flat=True)) == {Channel.SMS}
    assert patients.consents(patient) == {"care": True, "sms": True}


def test_the_times_that_hold_are_shown_and_asked_consent_for_once(
    phone: Client, assignment: Assignment
) -> None:
    phone.post("/reminders/", TIMES | {"first": "10:15", "morning": ""})
    page = phone.get("/reminders/").content.decode()
    assert 'value="10:15"' in page
    assert 'value="08:00"' not in page
    phone.post("/reminders/", TIMES)
    assert Consent.objects.filter(kind=ConsentKind.EMAIL).count() == 1


def test_no_reminders_switches_all_of_them_off(phone: Client, assignment: Assignment) -> None:
    phone.post("/reminders/", TIMES)
    phone.post("/reminders/", TIMES | {"off": ""})
    assert {on for _kind, _time, on in reminders()} == {False}


@pytest.mark.parametrize(
    ("answers", "field", "told"),
    [
        ({"morning": "25:00"}, "morning", "Type a time like 08:30, or leave it empty."),
        ({"morning": "05:30"}, "morning", "Choose a time from"),
        ({"second": "23:00"}, "first", "Choose a time from"),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_what_was_typed_stays(
    phone: Client, assignment: Assignment, answers: dict[str, str], field: str, told: str
) -> None:
    page = phone.post("/reminders/", TIMES | answers)
    assert page.status_code == 422
    assert told in page.context["form"].errors[field][0]
    assert f'value="{next(iter(answers.values()))}"' in page.content.decode()
    assert not Reminder.objects.exists()
    assert not Consent.objects.filter(kind=ConsentKind.EMAIL).exists()
