"""Mornings, check-ins and safety questions, from the form to the row."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from time_machine import Traveller

from programs.models import (
    Assignment,
    CheckIn,
    MorningReport,
    RedFlag,
    RedFlagScreen,
    ScreenKind,
    Tier,
)
from tests import factories
from tests.factories import NOW, STARTED_ON, TODAY
from tests.mobile.answers import MORNING, SAFE, SIGNS_B, post

EMPTY_CHECK_IN = dict.fromkeys(["sleep", "stress", "worry", "unwell", "out_of_routine"], "")


def test_a_morning_takes_two_answers(phone: Client, assignment: Assignment) -> None:
    page = phone.get(post(phone, "morning", MORNING).url)
    report = MorningReport.objects.get()
    assert (report.day, report.in_time, report.at) == (TODAY, True, NOW)
    assert (report.pain, report.site) == (2, 3)
    assert (report.worst_24h, report.neuro_worse) == (None, None)
    assert "How was your morning?" not in page.content.decode()


@pytest.mark.parametrize(("said", "kept"), [("yes", True), ("no", False), ("", None)])
def test_the_rest_of_a_morning_may_be_left_out(
    phone: Client, assignment: Assignment, said: str, kept: bool | None
) -> None:
    post(phone, "morning", MORNING | {"worst_24h": "0", "neuro_worse": said})
    report = MorningReport.objects.get()
    assert (report.worst_24h, report.neuro_worse) == (0, kept)


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"pain": ""}, "pain"), ({"pain": "11"}, "pain"), ({"site": ""}, "site")],
)
def test_a_morning_without_an_answer_is_refused_beside_the_field(
    phone: Client, assignment: Assignment, answers: dict[str, str], field: str
) -> None:
    page = post(phone, "morning", MORNING | answers)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert f'id="id_{field}-error"' in page.content.decode()
    assert not MorningReport.objects.exists()


def test_another_mornings_report_is_kept_and_said_not_to_be_used(
    phone: Client, assignment: Assignment
) -> None:
    yesterday = TODAY - timedelta(days=1)
    page = phone.get(f"/morning/?day={yesterday}").content.decode()
    assert "The morning of Sunday 9 March" in page
    assert "changes nothing in your plan" in page
    answer = phone.post(f"/morning/?day={yesterday}", {**MORNING, "uuid": uuid4()}, follow=True)
    assert "Saved in your diary. Your plan stays as it is." in answer.content.decode()
    report = MorningReport.objects.get()
    assert (report.day, report.in_time, report.at) == (yesterday, False, NOW)


@pytest.mark.parametrize(
    "day", ["2025-03-11", str(STARTED_ON - timedelta(days=1)), "yesterday", "2025-13-01"]
)
def test_a_day_that_cannot_be_told_of_does_not_exist(
    phone: Client, assignment: Assignment, day: str
) -> None:
    address = f"/morning/?day={day}"
    assert phone.get(address).status_code == phone.post(address, MORNING).status_code == 404
    assert not MorningReport.objects.exists()


def test_a_morning_that_was_told_opens_to_be_put_right(
    phone: Client, assignment: Assignment
) -> None:
    report = factories.MorningReportFactory(assignment=assignment)
    assert phone.get("/morning/").url == f"/story/mornings/{report.uuid}/"


def test_a_second_answer_on_a_morning_corrects_the_first(
    phone: Client, assignment: Assignment
) -> None:
    post(phone, "morning", MORNING)
    post(phone, "morning", MORNING | {"pain": "5"})
    first, second = MorningReport.objects.order_by("pk")
    assert second.corrects == first


@pytest.mark.parametrize(
    ("page", "answers", "model"),
    [
        ("morning", MORNING, MorningReport),
        ("check-in", {"sleep": "3"}, CheckIn),
        ("safety", SAFE, RedFlagScreen),
    ],
)
def test_the_same_post_twice_is_one_entry(
    phone: Client,
    assignment: Assignment,
    clock: Traveller,
    page: str,
    answers: dict[str, Any],
    model: Any,
) -> None:
    answers = answers | {"uuid": str(uuid4())}
    for seconds in (0, 3):
        clock.move_to(NOW + timedelta(seconds=seconds))
        assert post(phone, page, answers).url == "/"
    assert model.objects.count() == 1


@pytest.mark.parametrize(
    ("page", "answers", "other"),
    [
        ("morning", MORNING, {"pain": "7"}),
        ("check-in", {"sleep": "3"}, {"sleep": "4"}),
        ("safety", SAFE, {"RF_FEVER": ""}),
    ],
)
def test_the_same_uuid_with_other_answers_changes_nothing(
    phone: Client, assignment: Assignment, page: str, answers: dict[str, Any], other: dict[str, str]
) -> None:
    answers = answers | {"uuid": str(uuid4())}
    post(phone, page, answers)
    refused = post(phone, page, answers | other)
    assert refused.status_code == 409
    assert "This is saved already" in refused.content.decode()


def test_a_check_in_keeps_what_was_answered_and_nothing_else(
    phone: Client, assignment: Assignment
) -> None:
    post(phone, "check-in", EMPTY_CHECK_IN | {"sleep": "0", "out_of_routine": "no"})
    told = CheckIn.objects.get()
    assert (told.sleep, told.stress, told.worry) == (0, None, None)
    assert (told.unwell, told.out_of_routine) == (None, False)
    assert phone.get("/check-in/").url == f"/story/check-ins/{told.uuid}/"


def test_an_empty_check_in_is_not_kept(phone: Client, assignment: Assignment) -> None:
    page = post(phone, "check-in", EMPTY_CHECK_IN)
    assert page.status_code == 422
    assert "Answer one question or more" in page.content.decode()
    assert not CheckIn.objects.exists()


def test_feeling_unwell_leads_to_the_safety_questions(
    phone: Client, assignment: Assignment
) -> None:
    answer = post(phone, "check-in", EMPTY_CHECK_IN | {"unwell": "yes"})
    assert answer.url == "/safety/"
    assert (
        "You feel unwell. Please answer these questions too."
        in phone.get("/safety/").content.decode()
    )


def test_a_full_screen_without_a_sign_is_complete(phone: Client, assignment: Assignment) -> None:
    assert "Do you have any of this now?" in phone.get("/safety/").content.decode()
    answer = post(phone, "safety", SAFE)
    screen = RedFlagScreen.objects.get()
    assert (screen.kind, screen.complete, len(screen.answers)) == (ScreenKind.FULL, True, 20)
    assert set(screen.answers.values()) == {False}
    assert "Answered this week" in phone.get(answer.url).content.decode()
    assert "worse since last time?" in phone.get("/safety/").content.decode()


def test_an_open_question_stays_open(phone: Client, assignment: Assignment) -> None:
    page = phone.get(post(phone, "safety", SAFE | {"RF_FEVER": "", "RF_CANCER": ""}).url)
    screen = RedFlagScreen.objects.get()
    assert screen.complete is False
    assert not {"RF_FEVER", "RF_CANCER"} & set(screen.answers)
    assert "2 questions are still open, so we will ask again." in page.content.decode()
    assert "Due: once a week" in page.content.decode()


def test_the_first_list_left_alone_is_not_none_of_these(
    phone: Client, assignment: Assignment
) -> None:
    post(phone, "safety", {"RF_FEVER": "no"})
    assert RedFlagScreen.objects.get().answers == {"RF_FEVER": False}


def test_a_screen_without_any_answer_is_not_kept(phone: Client, assignment: Assignment) -> None:
    page = post(phone, "safety", {})
    assert page.status_code == 422
    assert "Answer the first list, or any other question." in page.content.decode()
    assert not RedFlagScreen.objects.exists()


@pytest.mark.parametrize("answers", [{"urgent": ["RF_NEW"]}, {"RF_FEVER": "perhaps"}])
def test_an_answer_that_is_not_on_the_screen_is_refused(
    phone: Client, assignment: Assignment, answers: dict[str, Any]
) -> None:
    assert post(phone, "safety", SAFE | answers).status_code == 422
    assert not RedFlagScreen.objects.exists()


@pytest.mark.parametrize(
    ("answers", "code", "tier"),
    [
        ({"urgent": ["RF_BOWEL"]}, "RF_BOWEL", Tier.A),
        ({"urgent": ["RF_BOWEL", "none"]}, "RF_BOWEL", Tier.A),
        ({"RF_FEVER": "yes"}, "RF_FEVER", Tier.B),
    ],
)
def test_a_sign_that_stops_shows_its_screen_in_the_same_answer(
    phone: Client, assignment: Assignment, answers: dict[str, Any], code: str, tier: str
) -> None:
    page = post(phone, "safety", SAFE | answers)
    assert page.status_code == 200
    assert f"is-stop--{tier}" in page.content.decode()
    flag = RedFlag.objects.get()
    assert (flag.code, flag.tier, flag.day) == (code, tier, date(2025, 3, 10))


@pytest.mark.parametrize(
    ("page", "answers"), [("morning", MORNING), ("check-in", {"sleep": "3"}), ("safety", SAFE)]
)
def test_a_traveller_west_of_the_first_day_is_told_why_nothing_is_kept(
    phone: Client, assignment: Assignment, page: str, answers: dict[str, Any]
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    days = dict.fromkeys(["started_on", "stage_since", "since"], tomorrow)
    Assignment.objects.filter(pk=assignment.pk).update(**days)
    refused = post(phone, page, answers)
    assert refused.status_code == 422
    assert "This is before your program began." in refused.content.decode()


def test_every_sign_is_asked(phone: Client, assignment: Assignment) -> None:
    page = phone.get("/safety/").content.decode()
    for code in SIGNS_B:
        assert f'name="{code}"' in page
    assert page.count('name="urgent"') == 10
