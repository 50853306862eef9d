"""Who may open what."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import Traveller

from mobile.urls import urlpatterns
from people.models import Patient
from programs.models import Assignment, MorningReport, Session
from tests import factories
from tests.factories import NOW
from tests.mobile.answers import AFTER, MORNING

OPEN = {"sign-in", "link", "link-again"}
ARGUMENTS: dict[str, list[str]] = {
    "link": ["t"],
    "link-again": ["t"],
    "correct": ["sessions", "00000000-0000-4000-8000-000000000000"],
}
PRIVATE = [
    reverse(f"mobile:{pattern.name}", args=ARGUMENTS.get(pattern.name, []))
    for pattern in urlpatterns
    if pattern.name not in OPEN
]
PAGES = [address for address in PRIVATE if address != reverse("mobile:sign-out")]


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_led_to_sign_in(client: Client, db: None, address: str, method: str) -> None:
    answer = getattr(client, method)(address)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("mobile:sign-in"))


@pytest.mark.parametrize("address", PAGES)
def test_for_a_clinician_the_phone_does_not_exist(
    client: Client, assignment: Assignment, address: str
) -> None:
    client.force_login(assignment.clinician.user)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_before_the_care_text_is_agreed_to_every_page_leads_to_it(
    client: Client, clock: Traveller, db: None, address: str
) -> None:
    assignment = factories.AssignmentFactory(patient=factories.tomas())
    client.force_login(assignment.patient.user)
    answer = client.get(address)
    if address == reverse("mobile:welcome"):
        assert answer.status_code == 200
    else:
        assert answer.url == reverse("mobile:welcome")


@pytest.mark.parametrize("address", PAGES)
def test_no_page_stays_in_a_cache(phone: Client, assignment: Assignment, address: str) -> None:
    told = factories.SessionFactory(assignment=assignment)
    address = address.replace(ARGUMENTS["correct"][1], str(told.uuid))
    assert "no-store" in phone.get(address).headers["Cache-Control"]


@pytest.mark.parametrize("kind", ["sessions", "mornings", "check-ins"])
def test_another_patients_entry_does_not_exist(
    phone: Client, assignment: Assignment, kind: str
) -> None:
    other = factories.PatientFactory(clinician=assignment.clinician)
    theirs = factories.AssignmentFactory(patient=other)
    made = {
        "sessions": factories.SessionFactory,
        "mornings": factories.MorningReportFactory,
        "check-ins": factories.CheckInFactory,
    }
    entry = made[kind](assignment=theirs)
    address = reverse("mobile:correct", args=[kind, entry.uuid])
    missing = reverse("mobile:correct", args=[kind, uuid4()])
    assert phone.get(address).status_code == phone.get(missing).status_code == 404
    assert phone.post(address, {**AFTER, **MORNING}).status_code == 404
    assert type(entry).objects.count() == 1


def test_an_entry_of_another_kind_does_not_exist(phone: Client, assignment: Assignment) -> None:
    session = factories.SessionFactory(assignment=assignment)
    for kind in ("mornings", "screens"):
        address = reverse("mobile:correct", args=[kind, session.uuid])
        assert phone.get(address).status_code == 404


def test_somebody_elses_uuid_brings_no_row_of_theirs(phone: Client, assignment: Assignment) -> None:
    other = factories.PatientFactory(clinician=assignment.clinician)
    theirs = factories.MorningReportFactory(
        assignment=factories.AssignmentFactory(patient=other), at=NOW
    )
    answer = phone.post("/morning/", {**MORNING, "uuid": theirs.uuid})
    assert answer.status_code == 409
    assert list(MorningReport.objects.all()) == [theirs]


def test_a_page_speaks_the_patients_language_on_the_patients_clock(
    client: Client, clock: Traveller, assignment: Assignment, tomas: Patient
) -> None:
    Patient.objects.filter(pk=tomas.pk).update(language="de", time_zone="Pacific/Auckland")
    factories.SessionFactory(assignment=assignment)
    client.force_login(tomas.user)
    page = client.get("/story/", headers={"accept-language": "en"})
    assert page.headers["Content-Language"] == "de"
    assert '<html lang="de">' in page.content.decode()
    assert ">21:00</time>" in page.content.decode()
    assert Session.objects.get().at.hour == 8


@pytest.mark.parametrize("address", ["/session/", "/morning/", "/check-in/", "/safety/"])
def test_without_a_program_there_is_only_a_kind_page(
    phone: Client, tomas: Patient, address: str
) -> None:
    assert phone.get(address).url == "/"
    page = phone.get("/")
    assert "You have no program at the moment" in page.content.decode()


@pytest.mark.parametrize("address", ["/in/", "/", "/session/", "/story/", "/safety/", "/welcome/"])
def test_every_page_says_that_nobody_watches_at_night(
    phone: Client, assignment: Assignment, address: str
) -> None:
    page = phone.get(address).content.decode()
    assert "This service is not monitored around the clock." in page
