"""Every page of the phone: for everyone, in light and dark, and narrow."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from people.models import LinkPurpose
from people.services import sign_in
from programs.models import Assignment, Tier
from programs.services import reviews
from tests import factories
from tests.e2e import phone
from tests.e2e.phone import choose, expect_heading, tap

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

NARROW = {"width": 320, "height": 640}
SIGNED_IN = {
    "/": "Tomas",
    "/reminders/": "When shall we remind you?",
    "/morning/": "How was your morning?",
    "/check-in/": "How are you, apart from the pain?",
    "/safety/": "Safety questions",
    "/story/": "My story",
}


@pytest.fixture(params=["light", "dark"])
def page(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer
) -> Iterator[Page]:
    context = browser.new_context(
        **phone.PHONE, color_scheme=request.param, base_url=live_server.url
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def assignment(transactional_db: None) -> Assignment:
    """A program with a week in its diary, and a decision."""
    assignment = phone.assigned()
    now = timezone.now()
    for days in range(1, 7):
        at = now - timedelta(days=days)
        factories.SessionFactory(assignment=assignment, at=at, completion="partly")
        factories.MorningReportFactory(assignment=assignment, at=at)
    factories.CheckInFactory(assignment=assignment, at=now - timedelta(days=1))
    reviews.due_now(assignment.pk, trigger="daily", now=now)  # type: ignore[arg-type]
    reviews.run(assignment.pk, now=now)
    return assignment


def faults(page: Page, heading: str) -> dict[str, list[str]]:
    """What is wrong with the page under this heading, as it is, 390 and 320 px wide."""
    expect_heading(page, heading)
    found = phone.faults(page)
    wide = page.viewport_size
    page.set_viewport_size(NARROW)
    narrow = page.evaluate("document.scrollingElement.scrollWidth") - NARROW["width"]
    small = phone.too_small(page)
    page.set_viewport_size(wide)
    where = page.url
    return {
        key: value
        for key, value in {
            f"axe {where}": found,
            f"small {where}": small,
            f"sideways {where}": [str(narrow)] if narrow > 0 else [],
        }.items()
        if value
    }


def test_the_pages_before_signing_in(page: Page, assignment: Assignment) -> None:
    token = sign_in.issue(assignment.patient, purpose=LinkPurpose.INVITATION, now=timezone.now())
    wrong: dict[str, list[str]] = {}
    page.goto("/in/gone/")
    wrong |= faults(page, "You need a new link")
    page.goto(f"/in/{token}/")
    wrong |= faults(page, "Is this you?")
    tap(page, "Yes, I am Tomas")
    expect(page.get_by_role("alert")).to_be_visible()
    wrong |= faults(page, "Is this you?")
    page.goto("/in/")
    wrong |= faults(page, "Sign in")
    page.get_by_label("E-mail or mobile number").fill("nobody@home.test")
    tap(page, "Send me a link")
    wrong |= faults(page, "Look at your messages")
    assert wrong == {}


@pytest.mark.parametrize(("address", "heading"), SIGNED_IN.items())
def test_the_pages_of_a_day(
    page: Page, live_server: LiveServer, assignment: Assignment, address: str, heading: str
) -> None:
    phone.sign_in(page.context, assignment.patient, live_server.url)
    page.goto(address)
    for fold in page.locator("details").all():
        fold.evaluate("details => { details.open = true }")
    wrong = faults(page, heading)
    if address == "/story/":
        page.get_by_role("link", name="Correct").first.tap()
        wrong |= faults(page, "Put it right")
    assert wrong == {}


def test_the_pages_of_a_session(
    page: Page, live_server: LiveServer, assignment: Assignment
) -> None:
    phone.sign_in(page.context, assignment.patient, live_server.url)
    wrong: dict[str, list[str]] = {}
    page.goto("/session/")
    choose(page, "Your pain right now", "5")
    choose(page, "How far does it reach?", "Foot")
    wrong |= faults(page, "Before you start")
    tap(page, "Show my exercises")
    wrong |= faults(page, "Bridge, step-up and hip hinge")
    tap(page, "I stopped because of pain")
    expect_heading(page, "How did it go?")
    tap(page, "Save")
    expect(page.get_by_role("alert")).to_be_visible()
    wrong |= faults(page, "How did it go?")
    choose(page, "Worst pain", "6")
    choose(page, "Your pain now", "5")
    choose(page, "How far did it reach", "Foot")
    page.get_by_label("None of these").check()
    tap(page, "Save")
    expect(page.get_by_text("Saved; your plan is updated shortly")).to_be_visible()
    wrong |= faults(page, "Tomas")
    assert wrong == {}


STOPS = [
    ("RF_SADDLE", Tier.A, "Stop your exercises"),
    ("RF_FEVER", Tier.B, "Pause your program"),
]


@pytest.mark.parametrize(("code", "tier", "heading"), STOPS)
def test_the_page_of_a_stop(
    page: Page, live_server: LiveServer, assignment: Assignment, code: str, tier: str, heading: str
) -> None:
    now = timezone.now()
    factories.RedFlagFactory(assignment=assignment, code=code, tier=tier, raised_at=now)
    phone.sign_in(page.context, assignment.patient, live_server.url)
    page.goto("/")
    assert faults(page, heading) == {}
