"""A clinic's side of the API: patients, programs given to them, and what was decided."""

import pytest
import time_machine

from people.models import Patient
from programs.models import Assignment, AssignmentStatus, ClinicianEvent, ProgramVersion, Review
from programs.services import reviews
from tests.factories import NOW, AssignmentFactory, amira, lena, shipped_version, tomas
from tests.programs.api_calls import signed_in

pytestmark = pytest.mark.django_db

PATIENTS = "/api/v1/patients/"
ASSIGNMENTS = "/api/v1/assignments/"
NEW_PATIENT = {
    "given_name": "Nora",
    "family_name": "Lind",
    "birth_year": 1984,
    "email": "nora@home.test",
    "phone": "+447400123456",
    "time_zone": "Europe/Berlin",
}


@pytest.fixture(autouse=True)
def nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clinician():
    return amira()


@pytest.fixture
def clinic(clinician):
    return signed_in(clinician.user)


@pytest.fixture
def program(clinician):
    return AssignmentFactory(patient=tomas(clinician))


def test_a_patient_is_registered_at_the_callers_clinic(clinic, clinician):
    response = clinic.post(PATIENTS, NEW_PATIENT)

    assert response.status_code == 201, response.content
    patient = Patient.objects.get()
    assert (patient.clinic, patient.clinician) == (clinician.clinic, clinician)
    assert not patient.user.has_usable_password()
    body = response.json()
    assert {name: body[name] for name in NEW_PATIENT} == NEW_PATIENT
    assert body["open_assignment"] is None
    assert clinic.get(f"{PATIENTS}{patient.pk}/").json() == body


BAD_PATIENTS = [
    ({"given_name": ""}, "given_name", "blank"),
    ({"given_name": 7}, "given_name", "string"),
    ({"birth_year": 1899}, "birth_year", "1900"),
    ({"birth_year": "1984"}, "birth_year", "integer"),
    ({"email": "nora"}, "email", "valid email"),
    ({"email": "", "phone": ""}, "non_field_errors", "e-mail or a mobile"),
    ({"phone": "12"}, "phone", "valid phone"),
    ({"phone": 447400123456}, "phone", "valid phone"),
    ({"language": "fr"}, "language", "not a valid choice"),
    ({"time_zone": "Europe/Atlantis"}, "time_zone", "Europe/Atlantis"),
    ({"clinician": 10**30}, "clinician", "does not exist"),
    ({"clinician": True}, "clinician", "does not exist"),
    ({"clinic": 1}, "clinic", "no such field"),
]


def test_a_patient_is_refused_beside_the_field(clinic):
    for change, field, words in BAD_PATIENTS:
        response = clinic.post(PATIENTS, NEW_PATIENT | change)

        assert response.status_code == 400, change
        assert list(response.json()) == [field], change
        assert words in str(response.json()[field]), change
    assert not Patient.objects.exists()


def test_a_patient_is_not_given_to_another_clinics_clinician(clinic):
    response = clinic.post(PATIENTS, NEW_PATIENT | {"clinician": lena().pk})

    assert list(response.json()) == ["clinician"]
    assert not Patient.objects.exists()


def test_the_list_shows_who_has_a_program(clinic, program):
    listed = clinic.get(PATIENTS).json()

    assert [patient["open_assignment"] for patient in listed["results"]] == [program.pk]


def test_the_clinics_members_can_be_named(clinic, clinician):
    lena()

    assert clinic.get("/api/v1/clinicians/").json()["results"] == [
        {"id": clinician.pk, "name": "Amira Haddad", "role": "clinician"}
    ]


def test_published_versions_show_their_ladder(clinic):
    version = shipped_version()
    ProgramVersion.objects.create(program=version.program, number=2)

    listed = clinic.get("/api/v1/program-versions/").json()

    assert [found["id"] for found in listed["results"]] == [version.pk]
    assert [len(stage["steps"]) for stage in listed["results"][0]["ladder"]] == [4, 4, 4]


def test_a_program_is_given(clinic, clinician):
    patient = tomas(clinician)
    version = shipped_version()
    post = {"patient": patient.pk, "side": "left", "irritability": "low", "stage": 2, "step": 2}

    response = clinic.post(ASSIGNMENTS, post)

    assert response.status_code == 201, response.content
    body = response.json()
    assert {name: body[name] for name in post} == post
    assert (body["version"], body["clinician"]) == (version.pk, clinician.pk)
    assert (body["started_on"], body["since"], body["status"]) == (
        "2025-03-10",
        "2025-03-10",
        "active",
    )
    assert clinic.get(f"{ASSIGNMENTS}{body['id']}/").json() == body
    assert ClinicianEvent.objects.get().kind == "assigned"


BAD_PROGRAMS = [
    ({"patient": 0}, "patient", "does not exist"),
    ({"patient": "1"}, "patient", "does not exist"),
    ({"version": 10**30}, "version", "does not exist"),
    ({"step": 5}, "step", "no step 1.5"),
    ({"side": "up"}, "side", "not a valid choice"),
    ({"irritability": None}, "irritability", "null"),
    ({"baseline_pain": 11}, "baseline_pain", "less than or equal to 10"),
    ({"weekdays": 128}, "weekdays", "less than or equal to 127"),
    ({"held": True}, "held", "no such field"),
]


def test_a_program_is_refused_beside_the_field(clinic, clinician):
    shipped_version()
    post = {"patient": tomas(clinician).pk, "side": "left", "irritability": "low"}

    for change, field, words in BAD_PROGRAMS:
        response = clinic.post(ASSIGNMENTS, post | change)

        assert response.status_code == 400, change
        assert list(response.json()) == [field], change
        assert words in str(response.json()[field]), change
    assert not Assignment.objects.exists()


def test_a_draft_is_not_given(clinic, clinician):
    draft = ProgramVersion.objects.create(program=shipped_version().program, number=2)
    post = {"patient": tomas(clinician).pk, "side": "left", "irritability": "low"}

    response = clinic.post(ASSIGNMENTS, post | {"version": draft.pk})

    assert response.json() == {"version": ["Publish this version first."]}


def test_a_second_open_program_is_refused(clinic, program):
    post = {"patient": program.patient_id, "side": "left", "irritability": "low"}

    response = clinic.post(ASSIGNMENTS, post)

    assert response.status_code == 400
    assert "already has an open program" in str(response.json())


def test_assignments_are_narrowed(clinic, clinician, program):
    other = AssignmentFactory(patient=tomas(clinician, given_name="Tova"))

    def found(**narrow):
        return [row["id"] for row in clinic.get(ASSIGNMENTS, narrow).json()["results"]]

    assert set(found()) == {program.pk, other.pk}
    assert found(patient=other.patient_id) == [other.pk]
    assert found(status="ended") == []
    assert clinic.get(ASSIGNMENTS, {"status": "asleep"}).status_code == 400
    assert clinic.get(ASSIGNMENTS, {"patient": 10**30}).status_code == 400


def act(clinic, program, name, **body):
    return clinic.post(f"{ASSIGNMENTS}{program.pk}/{name}/", body)


def test_a_program_is_held_and_released(clinic, program):
    held = act(clinic, program, "hold", note="fall at home")
    released = act(clinic, program, "release")

    assert (held.status_code, released.status_code) == (200, 200)
    assert (held.json()["held"], released.json()["held"]) == (True, False)
    kinds = ClinicianEvent.objects.values_list("kind", "by", "note").order_by("pk")
    user = program.clinician.user_id
    assert list(kinds) == [("held", user, "fall at home"), ("released", user, "")]


def test_stage_3_is_signed_off(clinic, program):
    response = act(clinic, program, "sign-off", note="reflexes equal")

    assert response.status_code == 200
    assert ClinicianEvent.objects.get().kind == "signed_off"
    program.refresh_from_db()
    assert program.review_due_at == NOW


def test_a_patient_is_moved_by_hand(clinic, program):
    response = act(clinic, program, "move", place={"stage": 1, "step": 3}, note="calmer start")

    assert response.status_code == 200
    assert (response.json()["stage"], response.json()["step"]) == (1, 3)
    assert response.json()["since"] == "2025-03-10"


def test_a_program_ends_with_a_word(clinic, program):
    response = act(clinic, program, "end", because="stage 2 is enough")

    assert response.json()["status"] == AssignmentStatus.ENDED
    assert response.json()["ended_because"] == "stage 2 is enough"


BAD_ACTS = [
    ("hold", {}, "note"),
    ("hold", {"note": "  "}, "note"),
    ("move", {"place": {"stage": 1, "step": 3}}, "note"),
    ("move", {"note": "why", "place": {"stage": 2, "step": 7}}, "place"),
    ("move", {"note": "why", "place": {"stage": 2, "step": 1}}, "place"),
    ("move", {"note": "why", "place": {"stage": 2}}, "place"),
    ("move", {"note": "why", "place": {"stage": 2, "step": 1, "since": 1}}, "place"),
    ("end", {}, "because"),
    ("end", {"because": " "}, "because"),
    ("release", {"why": "so"}, "why"),
]


def test_an_act_is_refused_beside_the_field(clinic, program):
    for name, body, field in BAD_ACTS:
        response = act(clinic, program, name, **body)

        assert response.status_code == 400, (name, body)
        assert list(response.json()) == [field], (name, body)
    assert not ClinicianEvent.objects.exists()


GOOD_ACTS = [
    ("hold", {"note": "why"}),
    ("release", {}),
    ("sign-off", {}),
    ("move", {"place": {"stage": 1, "step": 3}, "note": "why"}),
    ("end", {"because": "again"}),
]


def test_an_ended_program_takes_no_act(clinic, program):
    act(clinic, program, "end", because="done")

    for name, body in GOOD_ACTS:
        response = act(clinic, program, name, **body)

        assert response.status_code == 409, name
        assert response.json() == {"detail": "This program has ended."}


def test_a_decision_shows_what_was_seen_and_needed(clinic, program):
    reviews.due_now(program.pk, trigger="daily", now=NOW)
    review = reviews.run(program.pk, now=NOW)

    listed = clinic.get("/api/v1/reviews/", {"assignment": program.pk}).json()
    one = clinic.get(f"/api/v1/reviews/{review.pk}/").json()

    assert listed["results"] == [one]
    assert (one["kind"], one["assignment"], one["patient"]) == (
        "hold",
        program.pk,
        program.patient_id,
    )
    assert one["history_digest"] == Review.objects.get().history_digest
    by_code = {reason["code"]: reason for reason in one["reasons"]}
    stored = {reason["code"]: reason for reason in review.decision["reasons"]}
    assert by_code.keys() == stored.keys()
    for code, reason in by_code.items():
        assert (reason["have"], reason["need"]) == (stored[code]["have"], stored[code]["need"])
        assert reason["sentence"]


def test_decisions_are_narrowed(clinic, program):
    reviews.due_now(program.pk, trigger="daily", now=NOW)
    reviews.run(program.pk, now=NOW)

    def count(**narrow):
        return clinic.get("/api/v1/reviews/", narrow).json()["count"]

    assert count(kind="hold", patient=program.patient_id, day="2025-03-10") == 1
    assert count(kind="advance") == 0
    assert count(day="2025-03-09") == 0
    assert count(assignment=program.pk + 1) == 0
