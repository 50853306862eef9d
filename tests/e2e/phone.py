"""Tomas's phone in a real browser: 390 px wide, on the server of a test."""

import re
from datetime import timedelta
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from people.models import ConsentKind, Patient
from people.services import patients
from programs.models import Assignment
from tests import factories

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a thumb is to hit. A link within a sentence may be as low as its line (WCAG 2.5.8).
TARGETS = ".button, .call, .tabs a, .top__back, .more a, summary, label:has(input), .item__edit"


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
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])


def choose(page: Page, question: str, answer: str) -> None:
    """Tap an answer of a question."""
    group = page.get_by_role("radiogroup", name=re.compile(f"^{re.escape(question)}"))
    group.get_by_role("radio", name=re.compile(rf"^{re.escape(answer)}( |$)")).tap()


def tap(page: Page, name: str) -> None:
    """Tap the one button or link of that name."""
    button = page.get_by_role("button", name=name, exact=True)
    button.or_(page.get_by_role("link", name=name, exact=True)).tap()


def log_session(page: Page, *, signs: str = "None of these") -> None:
    """From the first page to the saved session."""
    tap(page, "Start a session")
    choose(page, "Your pain right now", "2")
    choose(page, "How far does it reach?", "Back of the thigh")
    tap(page, "Show my exercises")
    tap(page, "I did all of it")
    choose(page, "Worst pain", "3")
    choose(page, "Your pain now", "2")
    choose(page, "How far did it reach", "Back of the thigh")
    page.get_by_label(signs).check()
    tap(page, "Save")


def faults(page: Page) -> list[str]:
    """What axe has against a page, with the element that it means."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        f"{fault['id']}: {node['html'][:150]}"
        for fault in found.response["violations"]
        for node in fault["nodes"]
    ]


def too_small(page: Page) -> list[str]:
    """Targets that are visible and less than 44 px high or wide."""
    return page.eval_on_selector_all(
        TARGETS,
        """targets => targets.map(target => [target, target.getBoundingClientRect()])
            .filter(([target, box]) => target.checkVisibility({visibilityProperty: true})
                && (box.height < 44 || box.width < 44))
            .map(([target, box]) => `${target.className} ${box.width}x${box.height}`)""",
    )


def expect_no_sideways_scroll(page: Page) -> None:
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= page.evaluate("innerWidth"), page.url


def expect_heading(page: Page, text: str) -> None:
    """Wait until the page of this heading is there."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)
    page.wait_for_load_state()
