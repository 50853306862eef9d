"""Who gets in: Amira to her clinic, Tomas to his own diary, Lena and strangers to neither."""

import pytest
import time_machine
from django.core.cache import cache
from django.urls import get_resolver
from rest_framework.throttling import UserRateThrottle

from people.models import Role
from programs.models import CheckIn, MorningReport, RedFlagScreen, Review, Session
from programs.services import reviews
from tests.factories import (
    NOW,
    AssignmentFactory,
    CheckInFactory,
    ClinicianFactory,
    MorningReportFactory,
    RedFlagScreenFactory,
    SessionFactory,
    UserFactory,
    amira,
    lena,
    tomas,
)
from tests.programs.api_calls import POSTS, a_session, signed_in

pytestmark = pytest.mark.django_db

OWN = ["today", "questions", "decisions", *POSTS]
CLINICS = ["patients", "clinicians", "program-versions", "assignments", "reviews"]
ACTS = ["hold", "release", "sign-off", "move", "end"]
ENTRIES = {
    "sessions": SessionFactory,
    "morning-reports": MorningReportFactory,
    "check-ins": CheckInFactory,
    "red-flag-screens": RedFlagScreenFactory,
}


@pytest.fixture(autouse=True)
def nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def program():
    """Tomas's, with one of everything."""
    program = AssignmentFactory(patient=tomas(amira()))
    reviews.due_now(program.pk, trigger="daily", now=NOW)
    reviews.run(program.pk, now=NOW)
    return program


@pytest.fixture
def entries(program):
    return {name: factory(assignment=program) for name, factory in ENTRIES.items()}


@pytest.fixture
def review(program):
    return Review.objects.get()


def addresses_of(program, entries, review):
    """Every address that names one of Tomas's rows."""
    yield f"/api/v1/decisions/{review.pk}/"
    for name, entry in entries.items():
        yield f"/api/v1/{name}/{entry.uuid}/"


def clinic_addresses_of(program, review):
    yield f"/api/v1/patients/{program.patient_id}/"
    yield f"/api/v1/assignments/{program.pk}/"
    yield f"/api/v1/reviews/{review.pk}/"


def test_tomas_reads_his_own(program, entries, review):
    phone = signed_in(program.patient.user)

    for address in addresses_of(program, entries, review):
        assert phone.get(address).status_code == 200, address


def test_another_patient_of_the_same_clinician_reads_none_of_it(program, entries, review):
    other = AssignmentFactory(patient=tomas(program.clinician, given_name="Tova"))
    phone = signed_in(other.patient.user)

    for address in addresses_of(program, entries, review):
        assert phone.get(address).status_code == 404, address
    for name in ["decisions", *POSTS]:
        assert phone.get(f"/api/v1/{name}/").json()["count"] == 0, name
    for name in ["sessions", "morning-reports", "check-ins"]:
        correct = f"/api/v1/{name}/{entries[name].uuid}/correction/"
        assert phone.post(correct, {}).status_code == 404, name


def test_a_patient_cannot_take_over_anothers_uuid(program, entries):
    other = AssignmentFactory(patient=tomas(program.clinician, given_name="Tova"))
    post = a_session(uuid=str(entries["sessions"].uuid))

    response = signed_in(other.patient.user).post("/api/v1/sessions/", post)

    assert response.status_code == 409
    assert "pain" not in response.content.decode()
    assert Session.objects.count() == 1


def test_patients_have_no_business_at_the_clinics_doors(program, review):
    phone = signed_in(program.patient.user)

    for name in CLINICS:
        assert phone.get(f"/api/v1/{name}/").status_code == 404, name
    for address in clinic_addresses_of(program, review):
        assert phone.get(address).status_code == 404, address
    for name in ACTS:
        address = f"/api/v1/assignments/{program.pk}/{name}/"
        assert phone.post(address, {}).status_code == 404, name
    assert phone.post("/api/v1/patients/", {}).status_code == 404


@pytest.mark.parametrize("name", OWN)
def test_clinicians_have_no_diary(program, name):
    clinic = signed_in(program.clinician.user)

    assert clinic.get(f"/api/v1/{name}/").status_code == 404
    if name in POSTS:
        assert clinic.post(f"/api/v1/{name}/", POSTS[name]()).status_code == 404


def test_a_colleague_of_the_same_clinic_sees_and_decides(program, review):
    colleague = signed_in(ClinicianFactory(clinic=program.patient.clinic).user)

    for address in clinic_addresses_of(program, review):
        assert colleague.get(address).status_code == 200, address
    hold = f"/api/v1/assignments/{program.pk}/hold/"
    assert colleague.post(hold, {"note": "seen together"}).status_code == 200


def test_to_another_clinic_a_row_is_like_a_missing_one(program, review):
    elsewhere = signed_in(lena().user)

    for address in clinic_addresses_of(program, review):
        response = elsewhere.get(address)
        missing = elsewhere.get(f"{address.rsplit('/', 2)[0]}/987654321/")
        assert response.status_code == missing.status_code == 404, address
        assert response.content == missing.content
    for name in ["patients", "assignments", "reviews"]:
        assert elsewhere.get(f"/api/v1/{name}/").json()["count"] == 0, name
    for name in ACTS:
        address = f"/api/v1/assignments/{program.pk}/{name}/"
        assert elsewhere.post(address, {"note": "mine"}).status_code == 404, name
    program.refresh_from_db()
    assert program.held is False


def test_another_clinics_patient_cannot_be_given_a_program(program):
    patient = tomas(program.clinician, given_name="Tova")
    post = {"patient": patient.pk, "side": "left", "irritability": "low"}

    response = signed_in(lena().user).post("/api/v1/assignments/", post)

    assert response.status_code == 400
    assert list(response.json()) == ["patient"]


def test_an_assistant_sees_and_does_not_decide(program, review):
    assistant = ClinicianFactory(clinic=program.patient.clinic, role=Role.ASSISTANT)
    desk = signed_in(assistant.user)

    for address in clinic_addresses_of(program, review):
        assert desk.get(address).status_code == 200, address
    for name in ACTS:
        address = f"/api/v1/assignments/{program.pk}/{name}/"
        assert desk.post(address, {"note": "x"}).status_code == 403, name
    assert desk.post("/api/v1/assignments/", {}).status_code == 403
    assert desk.post("/api/v1/patients/", {}).status_code == 403


def test_an_account_without_a_role_finds_nothing():
    root = UserFactory(email="root@clinic.test", is_staff=True, is_superuser=True)
    client = signed_in(root)

    for name in [*OWN, *CLINICS]:
        assert client.get(f"/api/v1/{name}/").status_code == 404, name


def test_nobody_signed_in_is_told_to_sign_in(client, program, entries, review):
    addresses = [f"/api/v1/{name}/" for name in [*OWN, *CLINICS]]
    addresses += [*addresses_of(program, entries, review), *clinic_addresses_of(program, review)]

    for address in addresses:
        response = client.get(address)
        assert response.status_code == 401, address
        assert response["WWW-Authenticate"] == "Session"
    assert client.post("/api/v1/sessions/", a_session(), "application/json").status_code == 401


def test_who_has_left_is_out(program):
    phone = signed_in(program.patient.user)
    clinic = signed_in(program.clinician.user)
    for user in (program.patient.user, program.clinician.user):
        user.is_active = False
        user.save(update_fields=["is_active"])

    assert phone.get("/api/v1/today/").status_code == 401
    assert clinic.get("/api/v1/patients/").status_code == 401


def test_a_post_needs_the_csrf_token(program):
    phone = signed_in(program.patient.user, enforce_csrf_checks=True)

    refused = phone.post("/api/v1/sessions/", a_session())
    phone.get("/in/")
    token = phone.cookies["csrftoken"].value
    taken = phone.post("/api/v1/sessions/", a_session(), headers={"X-CSRFToken": token})

    assert refused.status_code == 403
    assert "CSRF" in refused.json()["detail"]
    assert taken.status_code == 201
    assert Session.objects.count() == 1


def test_too_many_requests_are_told_to_wait(program, monkeypatch):
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/min"})
    cache.clear()
    phone = signed_in(program.patient.user)

    codes = [phone.get("/api/v1/decisions/").status_code for _ in range(3)]

    assert codes == [200, 200, 429]
    assert phone.get("/api/v1/decisions/")["Retry-After"] == "60"
    cache.clear()


def test_this_file_knows_every_resource():
    """A new resource comes with an answer to who may have it."""
    api = next(each for each in get_resolver().url_patterns if str(each.pattern) == "api/")
    routes = next(each for each in api.url_patterns if str(each.pattern) == "v1/").url_patterns

    assert {str(route.pattern).split("/")[0] for route in routes} == {*OWN, *CLINICS}


def test_no_model_of_the_diary_is_left_out():
    assert {factory._meta.model for factory in ENTRIES.values()} == {
        Session,
        MorningReport,
        CheckIn,
        RedFlagScreen,
    }
