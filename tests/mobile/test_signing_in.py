"""In by a link, and out."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection
from django.test import Client
from django.urls import reverse
from time_machine import Traveller

from mobile.views import signing_in
from notifications.models import Channel, Message
from people.models import LinkPurpose, Patient, SignInLink
from people.services import sign_in
from tests import factories
from tests.factories import NOW

ASK = "/in/"
TODAY = "/"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only one test asks how long an answer takes."""
    monkeypatch.setattr(signing_in, "ANSWER_AFTER", 0)


@pytest.fixture
def link(tomas: Patient, clock: Traveller) -> str:
    return address(tomas, LinkPurpose.SIGN_IN)


@pytest.fixture
def invitation(tomas: Patient, clock: Traveller) -> str:
    return address(tomas, LinkPurpose.INVITATION)


def address(patient: Patient, purpose: LinkPurpose) -> str:
    return reverse("mobile:link", args=[sign_in.issue(patient, purpose=purpose, now=NOW)])


def signed_in(client: Client) -> bool:
    return settings.SESSION_COOKIE_NAME in client.cookies and "_auth_user_id" in client.session


def test_a_known_and_an_unknown_address_get_the_same_answer(client: Client, tomas: Patient) -> None:
    known = client.post(ASK, {"contact": tomas.email})
    unknown = client.post(ASK, {"contact": "nobody@home.test"})
    assert known.content == unknown.content
    assert known.status_code == unknown.status_code == 200
    assert b"If we know this address, a link is on its way" in known.content


def test_an_answer_waits_until_nothing_can_be_told_by_its_time(
    client: Client, tomas: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    seconds = iter([10.0, 10.09, 20.0, 20.01])
    monkeypatch.setattr(signing_in, "ANSWER_AFTER", 0.25)
    monkeypatch.setattr(signing_in, "sleep", waited.append)
    monkeypatch.setattr(signing_in, "monotonic", lambda: next(seconds))
    client.post(ASK, {"contact": tomas.email})
    client.post(ASK, {"contact": "nobody@home.test"})
    assert waited == pytest.approx([0.16, 0.24])


def test_a_link_is_promised_to_everybody_whom_the_address_reaches(
    client: Client, tomas: Patient
) -> None:
    child = factories.PatientFactory(clinician=tomas.clinician, email=tomas.email.upper())
    client.post(ASK, {"contact": f" {tomas.email} "})
    told = Message.objects.values_list("recipient", "kind", "channel")
    assert set(told) == {
        (tomas.user_id, "sign-in", Channel.EMAIL),
        (child.user_id, "sign-in", Channel.EMAIL),
    }


def test_a_phone_number_reaches_by_sms_where_there_is_no_email(
    client: Client, clock: Traveller, db: None
) -> None:
    patient = factories.tomas(email="", phone="+447700900123")
    client.post(ASK, {"contact": "0044 7700 900-123"})
    message = Message.objects.get()
    assert (message.recipient, message.channel) == (patient.user, Channel.SMS)


def test_a_closed_account_gets_no_link(client: Client, tomas: Patient) -> None:
    tomas.user.is_active = False
    tomas.user.save(update_fields=["is_active"])
    client.post(ASK, {"contact": tomas.email})
    assert not Message.objects.exists()


def test_at_most_one_link_a_minute_goes_to_an_address(
    client: Client, tomas: Patient, clock: Traveller
) -> None:
    for second in range(0, 300, 10):
        clock.move_to(NOW + timedelta(seconds=second))
        answer = client.post(ASK, {"contact": tomas.email})
        assert b"a link is on its way" in answer.content
    assert Message.objects.count() == 5


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("", "Type the e-mail address or number your clinic has."),
        ("tomas@", "Enter a valid email address."),
        ("07700 900123", "country code like +44 7700 900123"),
        ("<script>", "Type an e-mail address"),
    ],
)
def test_a_contact_that_cannot_be_one_is_refused_beside_the_field(
    client: Client, tomas: Patient, contact: str, told: str
) -> None:
    page = client.post(ASK, {"contact": contact})
    assert page.status_code == 422
    assert told in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()
    assert not Message.objects.exists()


def test_looking_at_a_link_a_hundred_times_uses_nothing_up(
    client: Client, link: str, tomas: Patient
) -> None:
    for _look in range(100):
        page = client.get(link)
    assert "Is this you?" in page.content.decode()
    assert not signed_in(client)
    assert not SignInLink.objects.filter(used_at__isnull=False).exists()
    assert client.post(link).url == TODAY


def test_the_link_signs_in_for_thirty_days_under_a_new_session_key(
    client: Client, link: str, tomas: Patient
) -> None:
    client.session.save()
    before = client.session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    answer = client.post(link)
    assert answer.url == TODAY
    assert client.session["_auth_user_id"] == str(tomas.user_id)
    assert client.session.session_key != before
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 30 * 24 * 3600


def test_a_link_flushes_the_session_of_somebody_else(client: Client, link: str) -> None:
    client.force_login(factories.lena().user)
    before = client.session.session_key
    client.post(link)
    assert not BrowserSession.objects.filter(session_key=before).exists()


def test_a_used_link_offers_a_new_one_with_one_tap(
    client: Client, link: str, tomas: Patient
) -> None:
    client.post(link)
    page = client.get(link)
    assert page.status_code == 410
    answer = client.post(f"{link}again/")
    assert b"a link is on its way" in answer.content
    assert Message.objects.get().recipient == tomas.user


def test_an_old_link_offers_a_new_one(client: Client, link: str, clock: Traveller) -> None:
    clock.move_to(NOW + timedelta(minutes=10, seconds=1))
    for page in (client.get(link), client.post(link)):
        assert page.status_code == 410
        assert f'action="{link}again/"' in page.content.decode()
    assert not signed_in(client)


def test_a_link_that_never_was_answers_as_an_old_one(client: Client, db: None) -> None:
    assert client.get("/in/never/").status_code == 410
    answer = client.post("/in/never/again/")
    assert b"a link is on its way" in answer.content
    assert not Message.objects.exists()


def test_an_invitation_asks_the_year_of_birth(
    client: Client, invitation: str, tomas: Patient
) -> None:
    assert "Your year of birth" in client.get(invitation).content.decode()
    assert client.post(invitation, {"birth_year": "1979"}).url == TODAY
    assert signed_in(client)


@pytest.mark.parametrize(
    ("answer", "told", "counted"),
    [
        ({}, "Type the year you were born in, like 1979.", 0),
        ({"birth_year": "79"}, "Type the year you were born in, like 1979.", 0),
        ({"birth_year": "1980"}, "That is not the year we have. Check it and try again.", 1),
    ],
)
def test_a_wrong_year_signs_nobody_in_and_says_so_beside_the_field(
    client: Client, invitation: str, answer: dict[str, str], told: str, counted: int
) -> None:
    page = client.post(invitation, answer)
    assert page.status_code == 422
    assert told in page.content.decode()
    assert not signed_in(client)
    assert SignInLink.objects.get().wrong_answers == counted


def test_after_five_wrong_years_the_right_one_is_too_late(client: Client, invitation: str) -> None:
    for year in range(1980, 1985):
        client.post(invitation, {"birth_year": str(year)})
    assert client.post(invitation, {"birth_year": "1979"}).status_code == 410
    assert not signed_in(client)


def test_signing_out_asks_for_a_post(phone: Client, tomas: Patient) -> None:
    assert phone.get("/out/").status_code == 405
    assert signed_in(phone)
    assert phone.post("/out/").url == ASK
    assert not signed_in(phone)


@pytest.mark.django_db(transaction=True)
def test_twenty_taps_at_once_give_one_session() -> None:
    patient = factories.tomas()
    link = reverse(
        "mobile:link",
        args=[sign_in.issue(patient, purpose=LinkPurpose.SIGN_IN, now=signing_in.timezone.now())],
    )
    statuses: list[int] = []
    start = threading.Barrier(20)

    def tap() -> None:
        client = Client()
        start.wait()
        statuses.append(client.post(link).status_code)
        connection.close()

    taps: list[Any] = [threading.Thread(target=tap) for _tap in range(20)]
    for each in taps:
        each.start()
    for each in taps:
        each.join()
    assert sorted(statuses) == [302] + [410] * 19
    assert BrowserSession.objects.count() == 1
