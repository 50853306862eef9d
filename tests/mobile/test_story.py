"""My story, and putting an entry right."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import Traveller

from programs.models import Assignment, CheckIn, MorningReport, Review, Session
from programs.services import assignments, reviews
from tests import factories
from tests.factories import NOW, TODAY
from tests.mobile.answers import AFTER, MORNING
from tests.mobile.test_today import decide, log

SESSION = {
    **{name: value for name, value in AFTER.items() if name != "red_flags"},
    "pain_before": "2",
    "site_before": "3",
}


def body(phone: Client, address: str = "/story/") -> str:
    return phone.get(address).content.decode()


def test_the_story_tells_what_was_told_and_what_was_decided(
    phone: Client, assignment: Assignment
) -> None:
    factories.SessionFactory(assignment=assignment, note="Garden")
    factories.MorningReportFactory(assignment=assignment)
    factories.CheckInFactory(assignment=assignment)
    factories.RedFlagScreenFactory(assignment=assignment)
    decide(assignment)
    assignments.move(assignment, (2, 2), by=assignment.clinician.user, note="Calm", now=NOW)
    page = body(phone)
    for told in ["Session 2.1", "Garden", "Morning", "Check-in", "All answered", "Staying at 2.1."]:
        assert told in page
    assert "Moved you to 2.2." in page
    assert "Calm" not in page
    assert "Back of the thigh" in page


def test_an_empty_story_says_what_will_be_here(phone: Client, tomas: Any) -> None:
    assert "Nothing yet." in body(phone)


def test_other_patients_are_in_no_story(phone: Client, assignment: Assignment) -> None:
    other = factories.AssignmentFactory(
        patient=factories.PatientFactory(clinician=assignment.clinician)
    )
    factories.SessionFactory(assignment=other, note="Not yours")
    decide(other)
    page = body(phone)
    assert "Not yours" not in page
    assert "Decision" not in page


def test_the_same_decision_again_on_a_day_is_told_once(
    phone: Client, assignment: Assignment
) -> None:
    decide(assignment)
    decide(assignment)
    assert Review.objects.count() == 2
    assert body(phone).count("Staying at 2.1.") == 2  # the summary, and the card below it


def test_a_decision_that_came_too_late_that_day_says_so(
    phone: Client, assignment: Assignment
) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(since=TODAY)
    factories.SessionFactory(assignment=assignment, at=NOW - timedelta(days=9))
    Assignment.objects.filter(pk=assignment.pk).update(started_on=TODAY - timedelta(days=20))
    reviews.before_session(assignment.pk, now=NOW)
    assert "Your step had changed that day already" in body(phone)


def test_two_weeks_stand_on_a_page_and_the_rest_is_one_tap_away(
    phone: Client, assignment: Assignment
) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(
        started_on=TODAY - timedelta(days=20),
        stage_since=TODAY - timedelta(days=20),
        since=TODAY - timedelta(days=20),
    )
    factories.SessionFactory(assignment=assignment, at=NOW - timedelta(days=18), note="Long ago")
    assert "Long ago" not in body(phone)
    earlier = "?until=2025-02-24"
    assert earlier in body(phone)
    assert "Long ago" in body(phone, f"/story/{earlier}")
    assert "until=" not in body(phone, f"/story/{earlier}")
    assert phone.get("/story/?until=soon").status_code == 404


def test_mornings_of_the_last_week_can_still_be_added(
    phone: Client, assignment: Assignment, clock: Traveller
) -> None:
    clock.move_to(NOW + timedelta(days=3))
    page = body(phone)
    assert 'href="/morning/"' in page
    assert 'href="/morning/?day=2025-03-06"' in page
    assert 'href="/morning/?day=2025-03-05"' not in page


@pytest.mark.parametrize("rows", [1, 8])
def test_the_story_asks_as_often_for_a_row_as_for_eight(
    phone: Client,
    assignment: Assignment,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    log(assignment, rows)
    phone.get("/story/")
    with django_assert_num_queries(10):
        phone.get("/story/")


def entry(assignment: Assignment, kind: str, **fields: Any) -> Any:
    made = {
        "sessions": factories.SessionFactory,
        "mornings": factories.MorningReportFactory,
        "check-ins": factories.CheckInFactory,
    }
    return made[kind](assignment=assignment, **fields)


def correct(phone: Client, kind: str, what: Any, answers: dict[str, Any]) -> Any:
    return phone.post(f"/story/{kind}/{what.uuid}/", {"uuid": uuid4(), **answers})


def test_an_entry_opens_as_it_was_told(phone: Client, assignment: Assignment) -> None:
    told = entry(assignment, "sessions", settle_minutes=None, not_settled=True, note="Rain")
    form = phone.get(f"/story/sessions/{told.uuid}/").context["form"]
    said = {name: form[name].value() for name in form.fields if name != "uuid"}
    assert said == {
        "completion": "done",
        "pain_before": 2,
        "pain_peak": 3,
        "pain_after": 2,
        "site_before": 3,
        "site_after": 3,
        "settle": "not",
        "note": "Rain",
    }
    silent = entry(assignment, "sessions", at=NOW, settle_minutes=None)
    assert phone.get(f"/story/sessions/{silent.uuid}/").context["form"]["settle"].value() == ""


@pytest.mark.parametrize(
    ("kind", "model", "answers", "field", "value"),
    [
        ("sessions", Session, SESSION | {"pain_peak": "6"}, "pain_peak", 6),
        ("mornings", MorningReport, MORNING | {"pain": "0"}, "pain", 0),
        ("check-ins", CheckIn, {"sleep": ""} | {"stress": "9"}, "sleep", None),
    ],
)
def test_a_correction_appends(
    phone: Client,
    assignment: Assignment,
    kind: str,
    model: Any,
    answers: dict[str, Any],
    field: str,
    value: int | None,
) -> None:
    first = entry(assignment, kind)
    answer = correct(phone, kind, first, answers)
    assert answer.url == "/story/"
    assert "Corrected." in phone.get(answer.url).content.decode()
    second = model.objects.get(corrects=first)
    assert getattr(second, field) == value
    assert (second.at, second.day, second.recorded_at) == (first.at, first.day, NOW)
    assert model.objects.current().get() == second
    assert "corrected" in body(phone)


def test_a_correction_is_checked_like_a_first_telling(
    phone: Client, assignment: Assignment
) -> None:
    told = entry(assignment, "sessions")
    for wrong in ({"pain_peak": "1"}, {"pain_after": "11"}, {"completion": ""}):
        page = correct(phone, "sessions", told, SESSION | wrong)
        assert page.status_code == 422
        assert set(page.context["form"].errors) == set(wrong)
    assert Session.objects.count() == 1


def test_the_same_correction_twice_is_one(phone: Client, assignment: Assignment) -> None:
    told = entry(assignment, "mornings")
    answers = MORNING | {"pain": "4", "uuid": str(uuid4())}
    for _time in range(2):
        assert correct(phone, "mornings", told, answers).url == "/story/"
    assert MorningReport.objects.count() == 2


def test_what_was_corrected_meanwhile_is_not_overwritten(
    phone: Client, assignment: Assignment
) -> None:
    told = entry(assignment, "mornings")
    correct(phone, "mornings", told, MORNING | {"pain": "4"})
    page = correct(phone, "mornings", told, MORNING | {"pain": "9"})
    assert page.status_code == 409
    assert MorningReport.objects.current().get().pain == 4


def test_after_seven_days_an_entry_stands(
    phone: Client, assignment: Assignment, clock: Traveller
) -> None:
    told = entry(assignment, "mornings")
    clock.move_to(told.at + timedelta(days=7))
    assert f"/story/mornings/{told.uuid}/" in body(phone)
    clock.move_to(told.at + timedelta(days=7, seconds=1))
    assert f"/story/mornings/{told.uuid}/" not in body(phone)
    assert "can be corrected for 7 days" in body(phone, f"/story/mornings/{told.uuid}/")
    page = correct(phone, "mornings", told, MORNING)
    assert page.status_code == 422
    assert MorningReport.objects.count() == 1
