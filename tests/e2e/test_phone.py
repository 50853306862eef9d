"""A patient's days on the phone, in a real browser against real sweeps."""

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from programs.models import Assignment, MorningReport, Review, Session
from programs.services import red_flags
from tests import factories
from tests.e2e import phone
from tests.e2e.phone import choose, expect_heading, tap
from tests.servers import MailServer

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PENDING = "Saved; your plan is updated shortly"


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of; a refused form is an answer like any other."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return phone.PHONE


@pytest.fixture
def assignment(transactional_db: None) -> Assignment:
    return phone.assigned()


@pytest.fixture
def page_of_tomas(page: Page, live_server: LiveServer, assignment: Assignment) -> Page:
    """The first page, signed in."""
    phone.sign_in(page.context, assignment.patient, live_server.url)
    page.goto(live_server.url)
    return page


@pytest.fixture
def without_scripts(
    browser: Browser, live_server: LiveServer, assignment: Assignment
) -> Iterator[Page]:
    context = browser.new_context(**phone.PHONE, java_script_enabled=False)
    phone.sign_in(context, assignment.patient, live_server.url)
    page = context.new_page()
    page.goto(live_server.url)
    yield page
    context.close()


def sweep() -> None:
    """What beat and the workers do, in a thread of its own as they are."""

    def once() -> None:
        call_command("sweep")
        connection.close()

    thread = threading.Thread(target=once)
    thread.start()
    thread.join()


def test_from_the_asked_link_in_a_mail_to_today(
    page: Page,
    live_server: LiveServer,
    assignment: Assignment,
    mail_server: MailServer,
    settings: Any,
    complaints: list[str],
) -> None:
    settings.BASE_URL = live_server.url
    page.goto(live_server.url)
    expect_heading(page, "Sign in")
    page.get_by_label("E-mail or mobile number").fill(assignment.patient.email)
    tap(page, "Send me a link")
    expect(page.get_by_text("If we know this address, a link is on its way.")).to_be_visible()
    sweep()
    [mail] = mail_server.mails
    [address] = set(re.findall(r"http\S+/in/[\w-]+/", mail.get_body(("plain",)).get_content()))
    page.goto(address)
    expect_heading(page, "Is this you?")
    tap(page, "Yes, I am Tomas")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tomas")
    page.goto(address)
    expect_heading(page, "You need a new link")
    assert [said for said in complaints if "410" not in said] == []


def test_the_decision_arrives_without_loading_the_page_again(
    page_of_tomas: Page, complaints: list[str]
) -> None:
    page = page_of_tomas
    phone.log_session(page)
    expect(page.get_by_role("heading", name=PENDING)).to_be_visible()
    page.evaluate("window.stillHere = true")
    sweep()
    expect(page.get_by_text("Staying at 2.1.", exact=True)).to_be_visible(timeout=5000)
    expect(page.get_by_role("heading", name=PENDING)).to_have_count(0)
    expect(page.get_by_role("status").first).to_contain_text("Staying at 2.1.")
    assert page.evaluate("window.stillHere")
    assert Review.objects.count() == 1
    assert complaints == []


def test_two_taps_on_save_are_one_session(page_of_tomas: Page) -> None:
    page = page_of_tomas
    tap(page, "Start a session")
    choose(page, "Your pain right now", "2")
    choose(page, "How far does it reach?", "Foot")
    tap(page, "Show my exercises")
    tap(page, "I did part of it")
    choose(page, "Worst pain", "3")
    choose(page, "Your pain now", "0")
    choose(page, "How far did it reach", "Nowhere")
    page.get_by_label("None of these").check()
    page.get_by_role("button", name="Save").dblclick()
    expect(page.get_by_role("heading", name=PENDING)).to_be_visible()
    session = Session.objects.get()
    assert (session.completion, session.pain_after, session.site_after) == ("partly", 0, 0)


def test_a_sign_of_tier_a_fills_the_screen_and_the_receipt_comes_by_itself(
    page_of_tomas: Page, assignment: Assignment, mail_server: MailServer
) -> None:
    page = page_of_tomas
    phone.log_session(page, signs="Numbness or tingling in your genitals")
    expect_heading(page, "Stop your exercises")
    expect(page.get_by_role("link", name="Call 999")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Start")).to_have_count(0)
    expect(page.locator(".receipt")).to_contain_text("has not been told yet")
    sweep()
    expect(page.locator(".receipt")).to_contain_text("not yet seen", timeout=10000)
    assert [mail["to"] for mail in mail_server.mails] == ["amira@clinic.test"]
    flag = assignment.red_flags.get()
    red_flags.acknowledge(flag, by=assignment.clinician.user, now=timezone.now())
    expect(page.locator(".receipt")).to_contain_text("Seen by Amira Haddad", timeout=10000)


def test_a_stop_that_a_decision_brings_takes_the_whole_page(
    page_of_tomas: Page, assignment: Assignment
) -> None:
    page = page_of_tomas
    phone.log_session(page)
    expect(page.get_by_role("heading", name=PENDING)).to_be_visible()
    for days in (1, 0):
        at = timezone.now() - timedelta(days=days)
        factories.MorningReportFactory(assignment=assignment, at=at, pain=9)
    sweep()
    expect_heading(page, "Pause your program")
    expect(page.locator("body")).to_have_class(re.compile("is-stop--B"))


def test_none_of_these_and_a_sign_are_never_both_ticked(page_of_tomas: Page) -> None:
    page = page_of_tomas
    page.get_by_role("link", name="Safety questions").tap()
    none, sign = page.get_by_label("None of these"), page.get_by_label("Leaking from the bowel")
    sign.check()
    none.check()
    expect(sign).not_to_be_checked()
    sign.check()
    expect(none).not_to_be_checked()


def test_an_error_takes_the_focus_and_leads_to_its_field(page_of_tomas: Page) -> None:
    page = page_of_tomas
    tap(page, "Tell us how it was")
    choose(page, "Pain when you got up", "4")
    tap(page, "Save")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="How far does it reach?").click()
    field = page.get_by_role("radiogroup", name="How far does it reach?")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_in_viewport()
    expect(page.get_by_role("radio", name="4", exact=True).first).to_be_checked()


def test_a_morning_is_told_with_the_keyboard_alone(page_of_tomas: Page) -> None:
    page = page_of_tomas
    page.get_by_role("link", name="Tell us how it was").press("Enter")
    expect_heading(page, "How was your morning?")
    page.keyboard.press("Tab")  # over "skip" and the way back to the scale
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _step in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=PENDING)).to_be_visible()
    report = MorningReport.objects.get()
    assert (report.pain, report.site) == (3, 1)


def test_an_optional_answer_can_be_taken_back(page_of_tomas: Page, live_server: LiveServer) -> None:
    page = page_of_tomas
    page.goto(f"{live_server.url}/check-in/")
    sleep = page.get_by_role("radiogroup", name=re.compile("^How did you sleep"))
    expect(sleep.get_by_text("Clear")).not_to_be_visible()
    choose(page, "How did you sleep?", "4")
    choose(page, "How did you sleep?", "Clear")
    expect(sleep.get_by_role("radio", name="4")).not_to_be_checked()
    expect(sleep.get_by_text("Clear")).not_to_be_visible()


def test_everything_works_without_a_script(without_scripts: Page) -> None:
    page = without_scripts
    phone.log_session(page)
    expect(page.get_by_role("heading", name=PENDING)).to_be_visible()
    sweep()
    tap(page, "Open this page again")
    expect(page.get_by_text("Staying at 2.1.", exact=True)).to_be_visible()
    tap(page, "Tell us how it was")
    tap(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("Choose a number from 0 to 10.")
    choose(page, "Pain when you got up", "0")
    choose(page, "How far does it reach?", "Nowhere")
    tap(page, "Save")
    expect(page.get_by_role("heading", name=PENDING)).to_be_visible()
    page.get_by_role("link", name="Safety questions").tap()
    page.get_by_label("Pain, weakness or numbness now in both legs").check()
    tap(page, "Save")
    expect_heading(page, "Stop your exercises")
