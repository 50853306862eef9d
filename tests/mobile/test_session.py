"""A session from "before you start" to the row in the diary."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from time_machine import Traveller

from programs.models import (
    Assignment,
    AssignmentStatus,
    Completion,
    EntrySource,
    RedFlag,
    RedFlagScreen,
    Review,
    ScreenKind,
    Session,
)
from programs.services import reviews
from tests import factories
from tests.factories import NOW, TODAY
from tests.mobile.answers import AFTER, BEFORE, begin, finish, post, sealed


def test_a_session_is_written_down_as_it_was_told(
    phone: Client, assignment: Assignment, clock: Traveller
) -> None:
    assert begin(phone).url == "/session/exercises/"
    page = phone.get("/session/exercises/").content.decode()
    assert "Slider lying on your side" in page
    assert "2 sets of 10" in page
    clock.move_to(NOW + timedelta(minutes=12))
    assert phone.post("/session/exercises/", {"completion": "done"}).url == "/session/after/"
    assert finish(phone, settle="15", note="In bed").url == "/"
    session = Session.objects.get()
    assert (session.assignment, session.recorded_by) == (assignment, assignment.patient.user)
    assert (session.at, session.day) == (NOW + timedelta(minutes=12), TODAY)
    assert (session.stage, session.step, session.dose_percent) == (2, 1, 50)
    assert (session.pain_before, session.pain_peak, session.pain_after) == (2, 3, 2)
    assert (session.site_before, session.site_after) == (3, 3)
    assert (session.settle_minutes, session.not_settled, session.note) == (15, False, "In bed")
    assert (session.completion, session.source) == (Completion.DONE, EntrySource.PHONE)


def test_the_session_asks_for_a_decision_and_the_page_says_so(
    phone: Client, assignment: Assignment
) -> None:
    begin(phone)
    page = phone.get(finish(phone).url).content.decode()
    assert "Saved; your plan is updated shortly" in page
    assert phone.get("/status/").json() == {"pending": True, "review": None}
    review = reviews.run(assignment.pk, now=NOW)
    assert review is not None
    assert phone.get("/status/").json() == {"pending": False, "review": review.pk}
    part = phone.get("/plan/").content.decode()
    assert "Staying at 2.1." in part
    assert "Saved; your plan" not in part
    assert "<html" not in part


def test_nothing_is_answered_beforehand(phone: Client, assignment: Assignment) -> None:
    assert " checked" not in phone.get("/session/").content.decode()
    begin(phone)
    assert " checked" not in phone.get("/session/after/").content.decode().replace(
        'name="settle" value="" id="id_settle_7" checked', ""
    )


def test_what_was_tapped_under_the_exercises_is_taken_along(
    phone: Client, assignment: Assignment
) -> None:
    begin(phone)
    phone.post("/session/exercises/", {"completion": "stopped"})
    assert phone.get("/session/after/").context["form"]["completion"].value() == "stopped"
    phone.post("/session/exercises/", {"completion": "flown"})
    assert phone.get("/session/after/").context["form"]["completion"].value() is None


def test_zero_is_an_answer(phone: Client, assignment: Assignment) -> None:
    begin(phone, pain="0", site="0")
    finish(phone, pain_peak="0", pain_after="0", site_after="0")
    session = Session.objects.get()
    assert (session.pain_before, session.pain_peak, session.site_after) == (0, 0, 0)


@pytest.mark.parametrize(
    ("answers", "field", "told"),
    [
        ({"pain": ""}, "pain", "Choose a number from 0 to 10."),
        ({"pain": "11"}, "pain", "11 is not on the scale. Choose a number from 0 to 10."),
        ({"pain": "-1"}, "pain", "-1 is not on the scale. Choose a number from 0 to 10."),
        ({"site": ""}, "site", "Choose the place that is furthest from your spine."),
        ({"site": "6"}, "site", "That place is not on the list. Choose one of the list."),
    ],
)
def test_a_start_without_an_answer_opens_no_session(
    phone: Client, assignment: Assignment, answers: dict[str, str], field: str, told: str
) -> None:
    page = begin(phone, **answers)
    assert_refused(page, field, told)
    assert phone.get("/session/after/").url == "/session/"


@pytest.mark.parametrize(
    ("answers", "field", "told"),
    [
        ({"completion": ""}, "completion", "Choose how much you did."),
        ({"pain_peak": ""}, "pain_peak", "Choose a number from 0 to 10."),
        ({"pain_peak": "11"}, "pain_peak", "11 is not on the scale."),
        ({"pain_peak": "1"}, "pain_peak", "at least the pain before and after (2)"),
        ({"pain_after": "x"}, "pain_after", "x is not on the scale."),
        ({"site_after": "9"}, "site_after", "That place is not on the list."),
        ({"red_flags": []}, "red_flags", "Tick what you have, or tick “None of these”."),
        ({"red_flags": ["RF_MADE_UP"]}, "red_flags", "That sign is not on the list."),
        ({"settle": "7"}, "settle", "7"),
        ({"note": "x" * 2001}, "note", "2000"),
    ],
)
def test_an_end_that_cannot_be_is_refused_beside_the_field(
    phone: Client, assignment: Assignment, answers: dict[str, Any], field: str, told: str
) -> None:
    begin(phone)
    page = finish(phone, **answers)
    assert_refused(page, field, told)
    assert 'value="2" id="id_pain_after_2" required checked' not in page.content.decode()
    assert page.context["form"]["note"].value() == answers.get("note")
    assert not Session.objects.exists()
    assert not RedFlagScreen.objects.exists()


def assert_refused(page: Any, field: str, told: str) -> None:
    """The error stands beside its field, is named by it, and in the summary on top."""
    body = page.content.decode()
    assert page.status_code == 422
    assert told in " ".join(page.context["form"].errors[field])
    assert f'id="id_{field}-error"' in body or f'id="id_{field}_error"' in body
    assert f'href="#id_{field}"' in body
    assert 'aria-invalid="true"' in body


def test_what_was_answered_is_kept_beside_an_error(phone: Client, assignment: Assignment) -> None:
    begin(phone)
    form = finish(phone, pain_peak="").context["form"]
    kept = {name: form[name].value() for name in ("pain_after", "site_after", "red_flags")}
    assert kept == {"pain_after": "2", "site_after": "3", "red_flags": ["none"]}


def test_the_same_post_twice_is_one_session(
    phone: Client, assignment: Assignment, clock: Traveller
) -> None:
    begin(phone)
    answers = {"started": sealed(phone), **AFTER}
    assert phone.post("/session/after/", answers).url == "/"
    clock.move_to(NOW + timedelta(seconds=20))
    assert phone.post("/session/after/", answers).url == "/"
    assert Session.objects.count() == RedFlagScreen.objects.count() == 1


def test_going_back_and_answering_otherwise_is_told_to_be_corrected(
    phone: Client, assignment: Assignment
) -> None:
    begin(phone)
    answers = {"started": sealed(phone), **AFTER}
    phone.post("/session/after/", answers)
    page = phone.post("/session/after/", answers | {"pain_peak": "7"})
    assert page.status_code == 409
    assert "This is saved already" in page.content.decode()
    assert Session.objects.get().pain_peak == 3


def test_a_day_may_have_several_sessions(
    phone: Client, assignment: Assignment, clock: Traveller
) -> None:
    for minutes in (0, 30):
        clock.move_to(NOW + timedelta(minutes=minutes))
        begin(phone)
        finish(phone)
    assert Session.objects.count() == 2
    assert "All done for today. Rest is part of the plan." in phone.get("/").content.decode()


@pytest.mark.parametrize(("pain", "easier"), [("3", ""), ("4", "pain"), ("10", "pain")])
def test_too_much_pain_before_makes_it_an_easier_session(
    phone: Client, assignment: Assignment, pain: str, easier: str
) -> None:
    begin(phone, pain=pain)
    begun = phone.get("/session/exercises/").context["begun"]
    assert begun.easier == easier
    assert begun.place == ((1, 4) if easier else (2, 1))
    finish(phone, pain_peak="10")
    session = Session.objects.get()
    assert (session.stage, session.step) == begun.place


def test_easier_may_always_be_chosen(phone: Client, assignment: Assignment) -> None:
    assert phone.get("/session/?easier").context["form"]["easier"].value() is True
    begin(phone, easier="True")
    page = phone.get("/session/exercises/").content.decode()
    assert "Something easier today. That still counts." in page
    assert "Bridge" in page


def test_on_the_lowest_step_easier_is_less_of_it(phone: Client, assignment: Assignment) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(stage=1, step=1)
    begin(phone, easier="True")
    page = phone.get("/session/exercises/").content.decode()
    assert "1 set of 10, hold each 2 seconds" in page
    assert "2 minutes" in page
    finish(phone)
    assert Session.objects.get().dose_percent == 17


def test_a_gap_steps_back_before_the_session_and_shows_the_easier_step(
    phone: Client, assignment: Assignment, clock: Traveller
) -> None:
    factories.SessionFactory(assignment=assignment, at=NOW - timedelta(days=6))
    clock.move_to(NOW + timedelta(days=4))
    begin(phone)
    review = Review.objects.get()
    assert review.reason_codes[0] == "GAP_8_14"
    assert phone.get("/session/exercises/").context["begun"].place == (1, 4)


def test_a_short_gap_halves_the_dose_and_the_session_counts_as_half(
    phone: Client, assignment: Assignment
) -> None:
    factories.SessionFactory(assignment=assignment, at=NOW - timedelta(days=6))
    begin(phone)
    page = phone.get("/session/exercises/").content.decode()
    assert "Half the amount today" in page
    assert "1 set of 10" in page
    finish(phone)
    assert Session.objects.get(day=TODAY).dose_percent == 25


def test_an_open_flag_lets_no_session_begin(phone: Client, assignment: Assignment) -> None:
    factories.RedFlagFactory(assignment=assignment)
    assert begin(phone).url == "/"
    assert phone.get("/session/exercises/").url == "/session/"
    assert "Stop your exercises" in phone.get("/").content.decode()


def test_a_sign_of_tier_a_shows_its_screen_in_the_same_answer(
    phone: Client, assignment: Assignment
) -> None:
    begin(phone)
    page = finish(phone, red_flags=["RF_SADDLE"])
    assert page.status_code == 200
    body = page.content.decode()
    assert "Stop your exercises" in body
    assert 'href="tel:999"' in body
    assert "Start a session" not in body
    assert Session.objects.count() == 1
    assignment.refresh_from_db()
    assert assignment.status == AssignmentStatus.PAUSED


def test_loading_that_screen_again_changes_nothing(phone: Client, assignment: Assignment) -> None:
    begin(phone)
    answers = {"started": sealed(phone), **AFTER, "red_flags": ["RF_SADDLE"]}
    first = phone.post("/session/after/", answers)
    again = phone.post("/session/after/", answers)
    assert again.status_code == first.status_code == 200
    assert "Stop your exercises" in again.content.decode()
    assert Session.objects.count() == RedFlag.objects.count() == 1


@pytest.mark.parametrize("red_flags", [["RF_SADDLE"], ["none", "RF_SADDLE"]])
def test_a_sign_does_not_wait_for_a_number_that_is_missing(
    phone: Client, assignment: Assignment, red_flags: list[str]
) -> None:
    begin(phone)
    page = finish(phone, pain_peak="", red_flags=red_flags)
    assert "Stop your exercises" in page.content.decode()
    assert RedFlag.objects.get().code == "RF_SADDLE"
    screen = RedFlagScreen.objects.get()
    assert (screen.kind, screen.complete) == (ScreenKind.SESSION, True)
    assert not Session.objects.exists()


def test_a_session_told_on_the_next_day_belongs_to_the_day_on_which_it_began(
    phone: Client, assignment: Assignment, clock: Traveller
) -> None:
    begin(phone)
    answers = {"started": sealed(phone), **AFTER}
    clock.move_to(NOW + timedelta(days=1))
    phone.post("/session/after/", answers)
    phone.post("/session/after/", answers)
    session = Session.objects.get()
    assert (session.day, session.at) == (TODAY, NOW)


def test_yesterdays_unfinished_session_is_not_todays(
    phone: Client, assignment: Assignment, clock: Traveller
) -> None:
    begin(phone)
    assert "You began a session at 09:00" in phone.get("/").content.decode()
    clock.move_to(NOW + timedelta(days=1))
    assert "You began a session" not in phone.get("/").content.decode()
    assert phone.get("/session/after/").url == "/session/"


@pytest.mark.parametrize("seal", ["", "forged:seal", None])
def test_a_seal_that_is_not_ours_is_asked_for_again(
    phone: Client, assignment: Assignment, seal: str | None
) -> None:
    begin(phone)
    answers = {"started": seal, **AFTER} if seal is not None else AFTER
    assert phone.post("/session/after/", answers).url == "/session/"
    assert not Session.objects.exists()


def test_another_patients_seal_is_not_ours(phone: Client, assignment: Assignment) -> None:
    begin(phone)
    mine = sealed(phone)
    other = factories.PatientFactory(clinician=assignment.clinician)
    factories.AssignmentFactory(patient=other)
    theirs = Client()
    theirs.force_login(other.user)
    theirs.post("/welcome/", {"answer": "yes"})
    assert theirs.post("/session/after/", {"started": mine, **AFTER}).url == "/session/"
    assert not Session.objects.exists()


def test_a_post_without_a_uuid_or_with_a_broken_one_still_opens(
    phone: Client, assignment: Assignment
) -> None:
    assert phone.post("/session/", BEFORE).url == "/session/exercises/"
    assert post(phone, "session", BEFORE, *[]).url == "/session/exercises/"
    assert UUID(str(phone.session["started"]["uuid"]))
