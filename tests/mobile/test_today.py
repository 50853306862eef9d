"""The first page: the plan, its reasons, a stop, and how much it costs."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import Traveller

from notifications.models import Message
from people.models import Clinic
from programs.models import Assignment, AssignmentStatus, Tier
from programs.services import red_flags, reviews
from tests import factories
from tests.factories import NOW
from tests.mobile.answers import MORNING, SAFE, post


def body(phone: Client, address: str = "/") -> str:
    return phone.get(address).content.decode()


def test_the_step_its_exercises_and_what_is_to_do_stand_on_one_page(
    phone: Client, assignment: Assignment
) -> None:
    page = body(phone)
    assert "Good morning, Tomas" in page
    assert "Monday 10 March" in page
    assert "Stage 2 of 3 · Sliding" in page
    assert "Lie on your good side with your sore side up" in page
    assert "2 sets of 10" in page
    assert "0 of 2 done today" in page
    assert "How was your morning?" in page
    assert "Due: once a week" in page


@pytest.mark.parametrize(
    ("hours", "greeting"),
    [(-6, "Good evening"), (-5, "Good morning"), (3, "Hello"), (9, "Good evening")],
)
def test_the_greeting_is_the_hours(
    phone: Client, assignment: Assignment, clock: Traveller, hours: int, greeting: str
) -> None:
    clock.move_to(NOW + timedelta(hours=hours))
    assert f"{greeting}{'' if greeting == 'Hello' else ','} Tomas" in body(phone)


def test_what_has_been_told_is_not_asked_again(phone: Client, assignment: Assignment) -> None:
    factories.SessionFactory(assignment=assignment)
    factories.MorningReportFactory(assignment=assignment)
    factories.CheckInFactory(assignment=assignment)
    factories.RedFlagScreenFactory(assignment=assignment)
    page = body(phone)
    assert "1 of 2 done today" in page
    assert "How was your morning?" not in page
    assert page.count("Told today") == 2
    assert "Answered this week" in page


def test_before_the_first_decision_the_why_is_the_clinicians_choice(
    phone: Client, assignment: Assignment
) -> None:
    page = body(phone)
    assert "Why you are here" in page
    assert "Amira Haddad chose this step as your start." in page


def test_why_and_what_would_move_on_are_the_decisions_own_words(
    phone: Client, assignment: Assignment
) -> None:
    for day in (5, 4, 2):
        at = NOW - timedelta(days=day)
        factories.SessionFactory(assignment=assignment, at=at, dose_percent=100)
        morning = at + timedelta(hours=23)
        factories.MorningReportFactory(assignment=assignment, at=morning, pain=4 if day == 2 else 2)
    decide(assignment)
    page = body(phone)
    assert "Why you are here" in page
    assert "At least one of your last sessions was more than the nerve is ready for." in page
    assert "What would move you on" in page
    assert "Comfortable days: 2 of the last 3. You need 3 of 4." in page
    assert page.count('<i class="is-done"></i>') > 0
    assert "Please answer the safety questions." in page


def decide(assignment: Assignment) -> None:
    reviews.due_now(assignment.pk, trigger="daily", now=NOW)  # type: ignore[arg-type]
    reviews.run(assignment.pk, now=NOW)


def test_a_halved_dose_is_shown_in_the_exercises(phone: Client, assignment: Assignment) -> None:
    factories.SessionFactory(assignment=assignment, at=NOW - timedelta(days=6))
    reviews.before_session(assignment.pk, now=NOW)
    page = body(phone)
    assert "Half the amount today." in page
    assert "1 set of 10" in page


def test_a_sign_of_tier_c_leaves_the_exercises_and_names_a_day(
    phone: Client, assignment: Assignment
) -> None:
    post(phone, "safety", SAFE | {"RF_NIGHT_PAIN": "yes"})
    page = body(phone)
    assert "This isn&#x27;t an emergency" in page
    assert "by Monday 17 March" in page
    assert "Start a session" in page


@pytest.mark.parametrize(
    ("code", "advice", "call"),
    [
        ("RF_SADDLE", "nerves at the base of the spine are being squeezed", "tel:999"),
        ("RF_TRAUMA", "a serious problem that needs hospital assessment", "tel:999"),
        ("RF_FEVER", "Speak to a clinician today: 020 7946 0018", "tel:02079460018"),
    ],
)
def test_a_stop_is_the_whole_page_and_leads_to_no_exercise(
    phone: Client, assignment: Assignment, code: str, advice: str, call: str
) -> None:
    tier = red_flags.content.red_flag(code).tier
    factories.RedFlagFactory(assignment=assignment, code=code, tier=tier)
    for page in (body(phone), body(phone, "/plan/")):
        assert advice in page
        assert f'href="{call}"' in page
        assert "/session/" not in page
        assert "Lie on your good side" not in page


def test_the_emergency_number_is_the_countrys(phone: Client, assignment: Assignment) -> None:
    Clinic.objects.update(country="DE")
    factories.RedFlagFactory(assignment=assignment)
    assert 'href="tel:112"' in body(phone)


def test_what_was_told_and_when_can_be_shown_at_the_hospital(
    phone: Client, assignment: Assignment
) -> None:
    factories.RedFlagFactory(assignment=assignment)
    factories.RedFlagFactory(assignment=assignment, code="RF_BLADDER")
    page = body(phone)
    assert "10 March, 08:00" in page
    assert "Numbness or tingling in your genitals" in page
    assert "Trouble peeing" in page


def test_the_most_urgent_of_two_stops_is_shown(phone: Client, assignment: Assignment) -> None:
    factories.RedFlagFactory(assignment=assignment, code="RF_FEVER", tier=Tier.B)
    factories.RedFlagFactory(assignment=assignment, code="RF_SADDLE", tier=Tier.A)
    page = body(phone)
    assert "Stop your exercises" in page
    assert "Fever" not in page


def test_the_receipt_says_what_happened_and_no_more(
    phone: Client, assignment: Assignment, clock: Traveller
) -> None:
    post(phone, "safety", SAFE | {"urgent": ["RF_SADDLE"]})
    flag = assignment.red_flags.get()
    assert "Your clinic has not been told yet" in body(phone)
    sent = NOW + timedelta(minutes=2)
    alert = Message.objects.get(kind="red-flag-alert", due_at=NOW)
    Message.objects.filter(pk=alert.pk).update(state="sent", sent_at=sent, due_at=None)
    assert "Sent to your clinic at 09:02; not yet seen." in body(phone)
    seen = NOW + timedelta(minutes=9)
    red_flags.acknowledge(flag, by=assignment.clinician.user, now=seen)
    assert "Seen by Amira Haddad at 09:09." in body(phone)


def test_the_receipt_of_two_flags_is_that_of_the_one_that_waits(
    phone: Client, assignment: Assignment
) -> None:
    seen = factories.RedFlagFactory(assignment=assignment)
    red_flags.acknowledge(seen, by=assignment.clinician.user, now=NOW)
    factories.RedFlagFactory(assignment=assignment, code="RF_BLADDER")
    assert "Your clinic has not been told yet" in body(phone)


def test_a_pause_by_the_rules_says_why(phone: Client, assignment: Assignment) -> None:
    for days in (1, 0):
        at = NOW - timedelta(days=days, hours=1)
        factories.MorningReportFactory(assignment=assignment, at=at, pain=9)
    decide(assignment)
    assignment.refresh_from_db()
    assert assignment.status == AssignmentStatus.PAUSED
    page = body(phone)
    assert "Pause your program" in page
    assert "9" in page
    assert "/session/" not in page
    assert "Seen by" not in page


def test_an_ended_program_leaves_a_kind_page(phone: Client, assignment: Assignment) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(
        status="ended", ended_at=NOW, ended_by=assignment.clinician.user, review_due_at=None
    )
    assert "You have no program at the moment" in body(phone)
    assert "You have no program at the moment" in body(phone, "/plan/")
    assert phone.get("/status/").url == "/"


@pytest.mark.parametrize("address", ["/", "/plan/"])
@pytest.mark.parametrize("rows", [0, 1, 8])
def test_today_asks_eight_times_however_long_the_history(
    phone: Client,
    assignment: Assignment,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    rows: int,
) -> None:
    log(assignment, rows)
    phone.get(address)
    with django_assert_num_queries(8):
        phone.get(address)


@pytest.mark.parametrize("rows", [1, 8])
def test_a_stop_asks_as_often_however_many_flags(
    phone: Client,
    assignment: Assignment,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for code in red_flags.asked("session")[:rows]:  # type: ignore[arg-type]
        factories.RedFlagFactory(assignment=assignment, code=code)
    phone.get("/")
    with django_assert_num_queries(9):
        phone.get("/")


def log(assignment: Assignment, rows: int) -> None:
    for row in range(rows):
        at = NOW - timedelta(days=row % 6, hours=1, minutes=row)
        factories.SessionFactory(assignment=assignment, at=at)
        factories.CheckInFactory(assignment=assignment, at=NOW - timedelta(days=row))
        reviews.due_now(assignment.pk, trigger="daily", now=NOW)  # type: ignore[arg-type]
        reviews.run(assignment.pk, now=NOW + timedelta(seconds=row))
    Assignment.objects.filter(pk=assignment.pk).update(review_due_at=NOW + timedelta(days=1))


def test_logging_a_morning_makes_the_page_wait_for_its_decision(
    phone: Client, assignment: Assignment
) -> None:
    decide(assignment)
    page = phone.get(post(phone, "morning", MORNING).url).content.decode()
    assert "Saved; your plan is updated shortly" in page
    assert "The decision before" in page
    assert 'data-pending="yes"' in page
