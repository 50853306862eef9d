"""Who may open which page: own, colleague, assistant, another clinic, patient, nobody."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from notifications import outbox
from people.models import Clinician, Patient, User
from portal.urls import PAGES
from programs.models import Assignment, ClinicianEvent, RedFlag
from tests import factories
from tests.factories import NOW

NO_SUCH = 999_999
# What each page of the portal asks of a member of the clinic: to look, or to decide.
LOOK, DECIDE = "look", "decide"
RIGHTS = {
    "new-patient": DECIDE,
    "chart": LOOK,
    "assign": DECIDE,
    "invite": DECIDE,
    "send-invitation": DECIDE,
    "show-code": DECIDE,
    "act": DECIDE,
    "acknowledge-flag": DECIDE,
    "clear-flag": DECIDE,
}
READ_BY_POST = {"send-invitation", "show-code", "act", "acknowledge-flag", "clear-flag"}
OF_A_PATIENT = sorted(RIGHTS.keys() - {"new-patient"})


@pytest.fixture
def flag(running: Assignment) -> RedFlag:
    return factories.RedFlagFactory(assignment=running)


def address(name: str, patient_pk: int, flag_pk: int) -> str:
    more = {"act": ["note"], "acknowledge-flag": [flag_pk], "clear-flag": [flag_pk]}
    if name == "new-patient":
        return reverse("admin:new-patient")
    return reverse(f"admin:{name}", args=[patient_pk, *more.get(name, [])])


def ask(browser: Client, name: str, url: str):
    return browser.post(url) if name in READ_BY_POST else browser.get(url)


def test_every_page_says_what_it_asks() -> None:
    assert {name for _route, _view, name in PAGES} == RIGHTS.keys()


@pytest.mark.parametrize("name", sorted(RIGHTS))
def test_nobody_is_led_to_the_portals_sign_in(name: str, flag: RedFlag, tomas: Patient) -> None:
    url = address(name, tomas.pk, flag.pk)

    response = ask(Client(), name, url)

    assert (response.status_code, response.url) == (302, f"/admin/login/?next={url}")


@pytest.mark.parametrize("name", sorted(RIGHTS))
def test_a_patient_is_led_away(
    name: str, flag: RedFlag, tomas: Patient, browser_of: Callable[[User], Client]
) -> None:
    response = ask(browser_of(tomas.user), name, address(name, tomas.pk, flag.pk))

    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize("name", sorted(RIGHTS))
def test_a_colleague_may_do_the_same(
    name: str,
    flag: RedFlag,
    tomas: Patient,
    colleague: Clinician,
    browser_of: Callable[[User], Client],
) -> None:
    response = ask(browser_of(colleague.user), name, address(name, tomas.pk, flag.pk))

    assert response.status_code in (200, 302)
    assert "login" not in response.headers.get("Location", "")


@pytest.mark.parametrize("name", sorted(RIGHTS))
def test_an_assistant_sees_and_does_not_decide(
    name: str,
    flag: RedFlag,
    tomas: Patient,
    assistant: Clinician,
    browser_of: Callable[[User], Client],
) -> None:
    response = ask(browser_of(assistant.user), name, address(name, tomas.pk, flag.pk))

    assert response.status_code == (200 if RIGHTS[name] == LOOK else 404)
    flag.refresh_from_db()
    assert flag.acknowledged_at is None
    assert not ClinicianEvent.objects.exists()


@pytest.mark.parametrize("name", OF_A_PATIENT)
def test_another_clinics_patient_is_missing_like_one_that_never_was(
    name: str,
    flag: RedFlag,
    tomas: Patient,
    lena: Clinician,
    browser_of: Callable[[User], Client],
    settings,
) -> None:
    settings.DEBUG = False
    browser = browser_of(lena.user)

    other = ask(browser, name, address(name, tomas.pk, flag.pk))
    missing = ask(browser, name, address(name, NO_SUCH, NO_SUCH))

    assert (other.status_code, other.content) == (404, missing.content)
    assert not ClinicianEvent.objects.exists()


def test_a_flag_is_reached_through_its_own_patient_alone(
    portal: Client, flag: RedFlag, amira: Clinician
) -> None:
    neighbour = factories.tomas(amira, given_name="Ines")

    response = portal.post(address("clear-flag", neighbour.pk, flag.pk), {"note": "Fine."})

    assert response.status_code == 404


STOCK = [
    "people_patient",
    "programs_programversion",
    "programs_exercise",
    "programs_rulesetversion",
    "notifications_message",
]
SETTING_UP = ["people_clinic", "people_clinician", "people_user"]


def test_every_model_of_the_admin_is_known_here() -> None:
    registered = {f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry}

    assert registered == {*STOCK, *SETTING_UP}


@pytest.mark.parametrize("model", STOCK)
def test_a_list_opens_to_the_clinic(
    model: str, running: Assignment, assistant: Clinician, browser_of: Callable[[User], Client]
) -> None:
    assert browser_of(assistant.user).get(reverse(f"admin:{model}_changelist")).status_code == 200


@pytest.mark.parametrize("model", SETTING_UP)
def test_setting_up_is_for_superusers(model: str, portal: Client) -> None:
    assert portal.get(reverse(f"admin:{model}_changelist")).status_code == 403


@pytest.mark.parametrize("model", [*STOCK, *SETTING_UP])
@pytest.mark.parametrize("view", ["changelist", "add"])
def test_the_stock_pages_ask_for_sign_in(model: str, view: str, db: None) -> None:
    response = Client().get(reverse(f"admin:{model}_{view}"))

    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize("view", ["change", "history", "delete"])
def test_another_clinics_row_is_missing_on_the_stock_pages_too(
    view: str,
    tomas: Patient,
    lena: Clinician,
    browser_of: Callable[[User], Client],
    settings,
) -> None:
    settings.DEBUG = False
    browser = browser_of(lena.user)

    other = browser.get(reverse(f"admin:people_patient_{view}", args=[tomas.pk]))
    missing = browser.get(reverse(f"admin:people_patient_{view}", args=[NO_SUCH]))

    assert (other.status_code, other.content) == (404, missing.content)


def test_another_clinics_row_is_not_changed_by_a_post(
    tomas: Patient, lena: Clinician, browser_of: Callable[[User], Client]
) -> None:
    url = reverse("admin:people_patient_change", args=[tomas.pk])

    response = browser_of(lena.user).post(url, {"given_name": "Mine"})

    assert response.status_code == 404
    tomas.refresh_from_db()
    assert tomas.given_name == "Tomas"


@pytest.mark.parametrize("model", STOCK)
def test_nothing_is_deleted(
    model: str, portal: Client, running: Assignment, tomas: Patient
) -> None:
    outbox.queue(tomas.user, "invitation", dedupe_key="invitation:1", now=NOW)
    row = apps.get_model(*model.split("_"))._default_manager.first()

    url = reverse(f"admin:{model}_delete", args=[row.pk])

    assert portal.post(url, {"post": "yes"}).status_code == 403


def test_autocompletion_knows_the_own_clinics_patients_alone(
    portal: Client, running: Assignment, lena: Clinician, browser_of: Callable[[User], Client]
) -> None:
    source = {"app_label": "programs", "model_name": "assignment", "field_name": "patient"}
    url = reverse("admin:autocomplete")

    ours = portal.get(url, source | {"term": "Tomas"}).json()["results"]
    theirs = browser_of(lena.user).get(url, source | {"term": "Tomas"}).json()["results"]

    assert [each["text"] for each in ours] == ["Tomas Berg"]
    assert theirs == []


def test_a_superuser_of_no_clinic_sees_no_patient(
    tomas: Patient, browser_of: Callable[[User], Client]
) -> None:
    root = User.objects.create_superuser("root@clinic.test", "-")
    browser = browser_of(root)

    home = browser.get(reverse("admin:index"))
    listed = browser.get(reverse("admin:people_patient_changelist"))

    assert "works at no clinic" in home.content.decode()
    assert "0 patients" in listed.content.decode()
    assert browser.get(reverse("admin:chart", args=[tomas.pk])).status_code == 404
    staff = browser.get(reverse("admin:people_user_changelist")).content.decode()
    assert "amira@clinic.test" in staff
    assert "Tomas" not in staff


def test_who_left_the_clinic_is_out(portal: Client, amira: Clinician, tomas: Patient) -> None:
    User.objects.filter(pk=amira.user_id).update(is_staff=False)

    assert portal.get(reverse("admin:chart", args=[tomas.pk])).status_code == 302


def test_health_pages_are_not_kept_by_the_browser(portal: Client, running: Assignment) -> None:
    page = portal.get(reverse("admin:chart", args=[running.patient_id]))

    assert "no-store" in page.headers["Cache-Control"]


def test_an_account_signs_in_by_e_mail_in_any_case(client: Client, db: None) -> None:
    user = User.objects.create_user("Amira@Clinic.test", "long-enough-word", is_staff=True)
    factories.ClinicianFactory(user=user)
    login = reverse("admin:login")

    answer = client.post(login, {"username": "AMIRA@clinic.test", "password": "long-enough-word"})

    assert answer.status_code == 302
    assert client.get(reverse("admin:index")).status_code == 200
