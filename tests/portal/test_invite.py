"""Inviting a patient: by mail, or by a code in the room."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from notifications.models import Message
from people.models import LinkPurpose, Patient, SignInLink
from people.services import sign_in
from tests import factories
from tests.factories import NOW


def post(browser: Client, name: str, patient: Patient, **options):
    return browser.post(reverse(f"admin:{name}", args=[patient.pk]), **options)


def test_looking_makes_no_link_and_no_mail(portal: Client, tomas: Patient) -> None:
    for _ in range(3):
        portal.get(reverse("admin:invite", args=[tomas.pk]))

    assert not SignInLink.objects.exists()
    assert not Message.objects.exists()


def test_a_mail_is_promised_once_though_clicked_twice(portal: Client, tomas: Patient) -> None:
    post(portal, "send-invitation", tomas)
    response = post(portal, "send-invitation", tomas)

    message = Message.objects.get()
    assert response.url == reverse("admin:chart", args=[tomas.pk])
    assert (message.kind, message.recipient) == ("invitation", tomas.user)
    # The secret is made when the mail is sent: none lies in the database until then.
    assert not SignInLink.objects.exists()


def test_without_an_address_nothing_is_promised(portal: Client, amira) -> None:
    patient = factories.tomas(amira, email="", phone="+442079460018")

    response = post(portal, "send-invitation", patient, follow=True)

    assert "There is no e-mail address on record." in response.content.decode()
    assert not Message.objects.exists()


def test_the_code_holds_a_link_that_signs_in_once(portal: Client, tomas: Patient) -> None:
    page = post(portal, "show-code", tomas).content.decode()

    link = SignInLink.objects.get()
    url = re.search(r'value="([^"]+/in/[^"]+)"', page)[1]
    token = url.rstrip("/").rsplit("/", 1)[1]
    assert url.startswith(f"{settings.BASE_URL}/in/")
    assert "data:image/svg+xml" in page
    assert link.purpose == LinkPurpose.INVITATION
    assert sign_in.redeem(token, birth_year=tomas.birth_year, now=NOW) == tomas
    with pytest.raises(sign_in.LinkGone):
        sign_in.redeem(token, birth_year=tomas.birth_year, now=NOW)


def test_the_code_is_not_kept_by_the_browser(portal: Client, tomas: Patient) -> None:
    assert "no-store" in post(portal, "show-code", tomas).headers["Cache-Control"]


def test_a_code_is_made_by_a_post_alone(portal: Client, tomas: Patient) -> None:
    assert portal.get(reverse("admin:show-code", args=[tomas.pk])).status_code == 405
