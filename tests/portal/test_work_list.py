"""The work list as it is read on a morning."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Clinician, Patient, User
from portal import work_list
from programs import engine
from programs.models import Assignment
from programs.services import assignments, flares, red_flags, reviews
from tests import factories
from tests.factories import NOW

HOME = "/admin/"
HOUR = timedelta(hours=1)


def read(browser: Client, query: str = "") -> str:
    response = browser.get(HOME + query)
    assert response.status_code == 200
    return response.content.decode()


def tingling(assignment: Assignment) -> None:
    factories.SessionFactory(assignment=assignment, at=NOW - timedelta(days=1))
    factories.MorningReportFactory(assignment=assignment, neuro_worse=True)
    reviews.due_now(assignment.pk, trigger=engine.Trigger.MORNING_REPORT, now=NOW)
    reviews.run(assignment.pk, now=NOW)


def test_a_flag_is_told_in_words_with_who_has_seen_it(
    portal: Client, running: Assignment, colleague: Clinician
) -> None:
    flag = factories.RedFlagFactory(assignment=running)

    unseen = read(portal)
    red_flags.acknowledge(flag, by=colleague.user, now=NOW)
    seen = read(portal)

    assert "Saddle numbness or tingling" in unseen
    assert "Emergency now" in unseen
    assert "nobody has seen it yet" in unseen
    assert "seen by Ben Okafor" in seen


def test_a_flag_is_acknowledged_without_leaving_the_list(
    portal: Client, running: Assignment, amira: Clinician
) -> None:
    flag = factories.RedFlagFactory(assignment=running)
    url = reverse("admin:acknowledge-flag", args=[running.patient_id, flag.pk])
    assert url in read(portal)

    response = portal.post(url, {"from_work_list": ""})

    flag.refresh_from_db()
    assert response.url == HOME
    assert (flag.acknowledged_by, flag.acknowledged_at) == (amira.user, NOW)
    assert url not in read(portal)


def test_a_step_back_is_told_with_its_reasons(portal: Client, running: Assignment) -> None:
    tingling(running)

    page = read(portal)

    assert "Step back from 2.1 to 1.4" in page
    assert "Bridge, step-up and hip hinge" in page
    assert "last entry today" in page


def test_many_reasons_are_cut_short(portal: Client, running: Assignment) -> None:
    factories.SessionFactory(
        assignment=running, at=NOW - timedelta(days=1), pain_peak=9, settle_minutes=300
    )
    factories.MorningReportFactory(assignment=running, neuro_worse=True, pain=8)
    reviews.due_now(running.pk, trigger=engine.Trigger.DAILY, now=NOW)
    review = reviews.run(running.pk, now=NOW)
    assert review is not None
    hidden = len(review.reason_codes) + 1 - work_list.REASONS_SHOWN

    assert f"and {hidden} reasons more on the chart" in read(portal)


def test_a_look_is_asked_for_with_the_reason(portal: Client, tomas: Patient) -> None:
    tingling(factories.AssignmentFactory(patient=tomas, stage=1))

    page = read(portal)

    assert "Wants your look" in page
    assert "first step" in page or "1.1" in page


def test_a_flare_is_told_with_its_hour(portal: Client, running: Assignment) -> None:
    flares.report(running, uuid=uuid4(), at=NOW, by=running.patient.user, now=NOW)

    assert "A flare since 10 March, 09:00." in read(portal)


def test_silence_is_told_in_days(portal: Client, running: Assignment) -> None:
    assert "Nothing told since the program began, 7 days ago." in read(portal)

    factories.SessionFactory(assignment=running, at=NOW - timedelta(days=4))

    assert "Nothing told for 4 days." in read(portal)


def test_who_is_fine_is_folded_unless_nobody_else_is_there(
    portal: Client, running: Assignment, amira: Clinician
) -> None:
    factories.SessionFactory(assignment=running)
    assert '<details class="group group--fine" open>' in read(portal)
    silent = factories.AssignmentFactory(patient__clinician=amira)

    page = read(portal)

    assert '<details class="group group--fine">' in page
    assert page.index(str(silent.patient)) < page.index(str(running.patient))


def test_more_who_are_fine_than_anyone_reads_are_counted(
    portal: Client, amira: Clinician, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_list, "FINE_SHOWN", 1)
    for _ in range(3):
        assignment = factories.AssignmentFactory(patient__clinician=amira)
        factories.SessionFactory(assignment=assignment)

    assert "2 more in the list of patients" in read(portal)


def test_a_registered_patient_waits_for_a_program(portal: Client, tomas: Patient) -> None:
    page = read(portal)

    assert "Registered, no program yet" in page
    assert reverse("admin:assign", args=[tomas.pk]) in page


def test_an_ended_program_stands_last(
    portal: Client, running: Assignment, amira: Clinician
) -> None:
    assignments.end(running, by=amira.user, because="Stage 2 is enough", now=NOW)

    page = read(portal)

    assert "Stage 2 is enough" in page
    assert "Registered, no program yet" not in page


def test_an_empty_list_says_how_to_begin(portal: Client) -> None:
    assert "A quiet start" in read(portal)


def test_mine_leaves_out_the_colleagues(
    portal: Client, running: Assignment, colleague: Clinician
) -> None:
    other = factories.tomas(colleague, given_name="Ines", family_name="Duarte")

    assert str(other) in read(portal)
    mine = read(portal, "?mine")
    assert str(other) not in mine
    assert str(running.patient) in mine


def test_another_clinic_is_not_there(
    running: Assignment, lena: Clinician, browser_of: Callable[[User], Client]
) -> None:
    assert "Tomas" not in read(browser_of(lena.user))


def test_an_assistant_reads_without_buttons(
    running: Assignment, assistant: Clinician, browser_of: Callable[[User], Client]
) -> None:
    factories.RedFlagFactory(assignment=running)

    page = read(browser_of(assistant.user))

    assert "Saddle numbness" in page
    assert "I have seen it" not in page
    assert "New patient" not in page


def test_eight_patients_take_as_many_queries_as_one(
    portal: Client, running: Assignment, amira: Clinician, django_assert_num_queries
) -> None:
    tingling(running)
    with django_assert_num_queries(10) as asked:
        read(portal)
    for number in range(7):
        more = factories.AssignmentFactory(patient__clinician=amira)
        factories.RedFlagFactory(assignment=more)
        if number % 2:
            tingling(more)

    with django_assert_num_queries(len(asked.captured_queries)):
        read(portal)
