"""Amira's morning in a real browser, at her desk and on her phone."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from people.models import Clinician, Patient
from programs.models import Assignment, AssignmentStatus, ClinicianEvent, EventKind, ScreenKind
from programs.services import diary, library, red_flags, reviews
from tests import factories
from tests.e2e.phone import faults

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a-long-enough-word"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
DAY = timedelta(days=1)


class Clicks:
    """A page on which every click counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def click(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).click()
        self.count += 1

    def choose(self, name: str) -> None:
        self.page.get_by_label(name, exact=True).check()
        self.count += 1


@pytest.fixture
def amira() -> Clinician:
    library.install(now=timezone.now())
    clinician = factories.amira()
    clinician.user.set_password(PASSWORD)
    clinician.user.save()
    return clinician


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console says against the pages."""
    return []


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(
    request: pytest.FixtureRequest,
    browser: Browser,
    live_server: LiveServer,
    amira: Clinician,
    complaints: list[str],
) -> Iterator[Page]:
    """Amira's browser, signed in; a complaint of the console fails the test."""
    context = browser.new_context(viewport=request.param, base_url=live_server.url)
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    sign_in(page)
    yield page
    context.close()
    assert complaints == []


def sign_in(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("E-mail").fill("amira@clinic.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Work list")).to_be_visible()


def running(amira: Clinician, **fields) -> Assignment:
    """Tomas's program, begun a week before the real today."""
    now = timezone.now()
    began = {"started_on": (now - 7 * DAY).date(), "review_due_at": now + DAY}
    return factories.AssignmentFactory(patient=factories.tomas(amira), **(began | fields))


def tell_a_session(assignment: Assignment, *, signs: list[str]) -> None:
    now = timezone.now()
    diary.log_session(
        assignment,
        uuid=uuid.uuid4(),
        at=now,
        by=assignment.patient.user,
        now=now,
        completion="done",
        red_flags_ticked=signs,
        pain_before=2,
        pain_peak=3,
        pain_after=2,
        site_before=2,
        site_after=2,
    )
    reviews.run(assignment.pk, now=now)


def test_a_new_patient_gets_a_program_in_nine_clicks(page: Page) -> None:
    amira = Clicks(page)

    amira.click("New patient", "link")
    page.get_by_label("Given name").fill("Tomas")
    page.get_by_label("Family name").fill("Berg")
    page.get_by_label("Year of birth").fill("1979")
    page.get_by_label("E-mail").fill("tomas@home.test")
    amira.click("Register and choose a program")
    amira.choose("Left")
    expect(page.get_by_text("Choose the irritability to see the rules")).to_be_visible()
    amira.choose("Moderate")
    expect(page.locator(".rules__preset--moderate")).to_be_visible()
    expect(page.locator(".rules__preset--low")).to_be_hidden()
    page.get_by_label("Pain now, 0–10").select_option("4")
    page.get_by_label("Furthest site").select_option(label="Posterior thigh")
    amira.click("Assign and invite")
    amira.click("Show the code")
    expect(page.get_by_role("img", name="Code with the sign-in link")).to_be_visible()
    amira.click("Done: to the chart", "link")

    expect(page.get_by_role("heading", name="Tomas Berg")).to_be_visible()
    expect(page.get_by_text("No decision yet")).to_be_visible()
    given = Assignment.objects.get()
    assert (given.position, given.baseline_pain, given.baseline_site) == ("1.1", 4, 3)
    assert amira.count <= 9


def test_a_known_patient_gets_a_program_in_four_clicks(page: Page, amira: Clinician) -> None:
    factories.tomas(amira)
    page.reload()
    hand = Clicks(page)

    hand.click("Assign a program", "link")
    hand.choose("Right")
    hand.choose("High")
    hand.click("Assign and invite")

    expect(page.get_by_role("heading", name="Invite Tomas Berg")).to_be_visible()
    assert hand.count <= 4


def test_a_mistake_is_shown_where_it_was_made(page: Page) -> None:
    page.goto("/admin/patients/new/")
    page.get_by_label("Given name").fill("Tomas")
    page.get_by_role("button", name="Register and choose a program").click()

    wrong = page.locator(".field--wrong")
    expect(wrong).to_have_count(3)
    expect(page.get_by_label("Given name")).to_have_value("Tomas")
    year = page.get_by_label("Year of birth")
    expect(year).to_have_attribute("aria-invalid", "true")
    expect(year).to_have_accessible_description(re.compile("This field is required."))


def test_a_flag_is_seen_and_closed(page: Page, amira: Clinician) -> None:
    assignment = running(amira)
    tell_a_session(assignment, signs=["RF_SADDLE"])
    page.reload()

    expect(page.get_by_text("nobody has seen it yet")).to_be_visible()
    page.get_by_role("button", name="I have seen it").click()
    expect(page.get_by_text("seen by Amira Haddad")).to_be_visible()
    page.get_by_role("link", name="Tomas Berg").click()
    expect(page.get_by_text("Paused: no exercise")).to_be_visible()
    page.get_by_text("Close this flag").click()
    page.get_by_role("button", name="Close the flag").click()
    expect(page.get_by_text("This field is required.")).to_be_visible()
    page.get_by_label("What was found").fill("Examined today: no loss.")
    page.get_by_role("button", name="Close the flag").click()

    expect(page.get_by_text("The flag is closed.")).to_be_visible()
    assignment.refresh_from_db()
    assert (assignment.status, assignment.position) == (AssignmentStatus.ACTIVE, "1.4")
    assert assignment.red_flags.get().cleared_by == amira.user


def test_stage_3_is_signed_off(page: Page, amira: Clinician) -> None:
    assignment = running(amira, step=4)
    page.goto(f"/admin/patients/{assignment.patient_id}/")

    page.get_by_text("Sign off stage 3").click()
    page.get_by_role("button", name="Sign off").click()
    expect(page.get_by_text("Check them first")).to_be_visible()
    page.get_by_label("Power, reflexes and sensation").check()
    page.get_by_role("button", name="Sign off").click()

    expect(page.get_by_text("Signed off for stage 3.").first).to_be_visible()
    event = ClinicianEvent.objects.get(kind=EventKind.SIGNED_OFF)
    assert event.by == amira.user


def test_a_reason_leads_to_its_entry(page: Page, amira: Clinician) -> None:
    assignment = running(amira)
    tell_a_session(assignment, signs=[])
    page.goto(f"/admin/patients/{assignment.patient_id}/")

    check = page.locator(".latest .why", has=page.locator("a")).first
    check.locator("summary").click()
    link = check.get_by_role("link").first
    target = link.get_attribute("href")
    link.click()

    assert target is not None
    expect(page.locator(target)).to_be_in_viewport()


def test_the_timeline_reads_from_the_newest(page: Page, amira: Clinician) -> None:
    assignment = running(amira)
    for days in range(6, 0, -1):
        at = timezone.now() - days * DAY
        factories.SessionFactory(assignment=assignment, at=at)
    page.goto(f"/admin/patients/{assignment.patient_id}/")

    days = page.locator("details.day")
    expect(days).to_have_count(6)
    expect(days.first).to_have_attribute("open", "")
    last = days.last
    expect(last).not_to_have_attribute("open", "")
    expect(last).to_contain_text("1 session, worst 3")
    last.locator("summary").first.click()
    expect(last.get_by_text("settled in 10 min")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault(
    page: Page, amira: Clinician, complaints: list[str], scheme: str
) -> None:
    assignment = full_chart(amira)
    new = factories.tomas(amira, given_name="Nadia")
    page.emulate_media(color_scheme=scheme)

    found = {address: look(page, address, complaints) for address in addresses(assignment, new)}

    assert found == {address: [] for address in found}


def addresses(assignment: Assignment, new: Patient) -> list[str]:
    chart = f"/admin/patients/{assignment.patient_id}/"
    return [
        "/admin/",
        chart,
        f"{chart}invite/",
        f"/admin/patients/{new.pk}/",
        f"/admin/patients/{new.pk}/assign/",
        "/admin/patients/new/",
        "/admin/people/patient/?q=berg",
        f"/admin/people/patient/{new.pk}/change/",
        "/admin/programs/programversion/",
        f"/admin/programs/programversion/{assignment.version_id}/change/",
        f"/admin/programs/rulesetversion/{assignment.rule_set_id}/change/",
        "/admin/programs/exercise/",
        "/admin/notifications/message/",
        "/admin/password_change/",
    ]


def look(page: Page, address: str, complaints: list[str]) -> list[str]:
    """What is wrong with a page: axe's faults, and whether it is wider than the window."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    before = len(complaints)
    found = faults(page)
    # Axe writes styles into the page, which the page's own policy refuses.
    del complaints[before:]
    return [*found, *(["wider than the window"] if wider else [])]


def full_chart(amira: Clinician) -> Assignment:
    """A chart on which everything stands: entries, a flag, decisions, notes, a message."""
    assignment = running(amira)
    for days in range(3, 0, -1):
        at = timezone.now() - days * DAY
        factories.SessionFactory(assignment=assignment, at=at, note="Long drive.")
        factories.MorningReportFactory(assignment=assignment, at=at)
        factories.CheckInFactory(assignment=assignment, at=at)
    answers = dict.fromkeys(red_flags.asked(ScreenKind.FULL), False) | {"RF_HOT_CALF": True}
    red_flags.screen(
        assignment,
        kind=ScreenKind.FULL,
        answers=answers,
        uuid=uuid.uuid4(),
        at=timezone.now(),
        by=assignment.patient.user,
        now=timezone.now(),
    )
    tell_a_session(assignment, signs=["RF_SADDLE"])
    return assignment
