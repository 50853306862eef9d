"""Tomas's phone in a real browser: 390 px wide, on the server of a test."""

from datetime import timedelta
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from people.models import ConsentKind, Patient
from people.services import patients
from programs.models import Assignment
from tests import factories

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assigned(**fields: Any) -> Assignment:
    """Tomas's open program, begun a week before the real today; he has agreed to the care text."""
    now = timezone.now()
    patient = factories.tomas()
    patients.consent(patient, ConsentKind.CARE, given=True, now=now)
    began = (now - timedelta(days=7)).date()
    later = {"started_on": began, "review_due_at": now + timedelta(hours=12)}
    return factories.AssignmentFactory(patient=patient, **(later | fields))


def sign_in(context: BrowserContext, patient: Patient, address: str) -> None:
    """Give a browser the session of a patient, as the link would have."""
    client = Client()
    client.force_login(patient.user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])


def faults(page: Page) -> list[str]:
    """What axe has against a page, with the element that it means."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        f"{fault['id']}: {node['html'][:150]}"
        for fault in found.response["violations"]
        for node in fault["nodes"]
    ]


def choose(page: Page, question: str, answer: str) -> None:
    """Tap an answer of a question."""
    page.get_by_role("radiogroup", name=question).get_by_text(answer, exact=True).tap()
