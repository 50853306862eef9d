"""The patient's day through the API: what to do, why, and whether to begin."""

from datetime import timedelta

import pytest
import time_machine

from programs.models import AssignmentStatus, Outcome, Review
from programs.services import assignments, reviews
from tests.factories import (
    NOW,
    AssignmentFactory,
    MorningReportFactory,
    RedFlagFactory,
    RedFlagScreenFactory,
    SessionFactory,
    tomas,
)
from tests.programs.api_calls import a_session, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def program():
    return AssignmentFactory(patient=tomas())


@pytest.fixture
def phone(program):
    return signed_in(program.patient.user)


def test_today_tells_what_to_do(phone):
    today = phone.get("/api/v1/today/").json()

    assert today["day"] == "2025-03-10"
    assert (today["step"]["stage"], today["step"]["step"]) == (2, 1)
    assert [exercise["dose"] for exercise in today["step"]["exercises"]] == ["2×10"]
    assert today["step"]["exercises"][0]["movement"]
    assert (today["sessions_done"], today["sessions_left"]) == (0, 2)
    assert today["dose"] == 1.0
    assert today["screen_due"] is True
    assert today["decision"] is None
    assert today["stopped"] is False
    assert today["stop"] is None


def test_an_entry_is_pending_until_it_is_decided_on(phone, program):
    phone.post("/api/v1/sessions/", a_session())
    waiting = phone.get("/api/v1/today/").json()
    reviews.run(program.pk, now=NOW)

    decided = phone.get("/api/v1/today/").json()

    assert (waiting["pending"], decided["pending"]) == (True, False)
    assert waiting["decision"] is None
    assert decided["sessions_done"] == 1
    decision = decided["decision"]
    assert decision["kind"] == "hold"
    assert decision["headline"] == "Staying at 2.1."
    assert decision["target"] == {"stage": 2, "step": 1}
    by_code = {reason["code"]: reason for reason in decision["reasons"]}
    waits = by_code["WAIT_MORNING"]
    assert waits["sentence"]
    assert waits["entries"] == [{"kind": "session", "key": "2025-03-10T08:30:00+00:00"}]
    assert decision["pending_until"] == "2025-03-12T04:00:00Z"


def test_a_red_flag_shows_its_words_until_it_is_cleared(phone, program):
    RedFlagFactory(assignment=program)
    program.status = AssignmentStatus.PAUSED
    program.save(update_fields=["status"])

    today = phone.get("/api/v1/today/").json()

    assert today["stopped"] is True
    assert today["dose"] == 0.0
    assert today["stop"]["tier"] == "A"
    assert today["stop"]["call"] == "999"
    assert today["red_flags"] == [
        {
            "code": "RF_SADDLE",
            "tier": "A",
            "raised_at": "2025-03-10T08:00:00Z",
            "acknowledged_at": None,
        }
    ]


@pytest.mark.parametrize(("pain_now", "gate"), [(0, "go"), (3, "go"), (4, "easier_today")])
def test_the_start_of_a_session_is_answered(phone, pain_now, gate):
    started = phone.post("/api/v1/today/start/", {"pain_now": pain_now}).json()

    assert started["gate"] == gate
    assert (started["easier_step"]["stage"], started["easier_step"]["step"]) == (1, 4)
    assert started["today"]["step"]["stage"] == 2


def test_no_session_starts_under_a_red_flag(phone, program):
    RedFlagFactory(assignment=program)

    assert phone.post("/api/v1/today/start/", {"pain_now": 0}).json()["gate"] == "stop_red_flag"


def test_after_a_gap_the_start_steps_back(phone, program):
    SessionFactory(assignment=program, at=NOW - timedelta(days=6))
    with time_machine.travel(NOW + timedelta(days=6), tick=False):
        started = phone.post("/api/v1/today/start/", {"pain_now": 1}).json()

    assert (started["today"]["step"]["stage"], started["today"]["step"]["step"]) == (1, 4)
    assert Review.objects.get().outcome == Outcome.MOVED


@pytest.mark.parametrize(
    ("body", "field"), [({}, "pain_now"), ({"pain_now": 11}, "pain_now"), ({"pain": 1}, "pain")]
)
def test_a_start_without_a_pain_is_refused(phone, body, field):
    response = phone.post("/api/v1/today/start/", body)

    assert response.status_code == 400
    assert field in response.json()


def test_the_words_of_the_questions(phone):
    questions = phone.get("/api/v1/questions/").json()

    assert len(questions["sites"]) == 6
    assert len(questions["red_flags"]) == 20
    assert questions["red_flags"][0]["tier"] == "A"
    assert "not monitored around the clock" in questions["footer"]
    assert questions["settle"][-1]["label"]


def test_decisions_are_told_in_the_patients_words(phone, program):
    reviews.due_now(program.pk, trigger="daily", now=NOW)
    reviews.run(program.pk, now=NOW)

    listed = phone.get("/api/v1/decisions/").json()
    one = phone.get(f"/api/v1/decisions/{listed['results'][0]['id']}/").json()

    assert listed["count"] == 1
    assert listed["results"] == [one]
    assert "SCREEN_STALE" in {reason["code"] for reason in one["reasons"]}
    assert all(reason["sentence"] for reason in one["reasons"])


@pytest.mark.parametrize("address", ["today", "questions"])
def test_without_an_open_program_there_is_no_day(phone, program, address):
    assignments.end(program, by=program.clinician.user, because="well again", now=NOW)

    response = phone.get(f"/api/v1/{address}/")

    assert response.status_code == 409
    assert response.json() == {"detail": "There is no open program."}


def test_what_the_day_still_asks_for_is_ticked_off(phone, program):
    MorningReportFactory(assignment=program)
    RedFlagScreenFactory(assignment=program)

    today = phone.get("/api/v1/today/").json()

    assert today["morning_told"] is True
    assert today["checked_in"] is False
    assert today["screen_due"] is False
