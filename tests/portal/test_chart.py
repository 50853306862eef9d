"""The chart: what was told, what was decided and why, and what a clinician can check."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Clinician
from programs import engine
from programs.models import (
    Assignment,
    Course,
    Flare,
    FlareUpdate,
    PainEntry,
    Prescription,
    ScreenKind,
    Session,
    TriggerEntry,
    TriggerKind,
)
from programs.services import assignments, diary, red_flags, reviews
from tests import factories
from tests.factories import NOW

DAY = timedelta(days=1)


def read(browser: Client, assignment: Assignment, query: str = "") -> str:
    response = browser.get(reverse("admin:chart", args=[assignment.patient_id]) + query)
    assert response.status_code == 200
    return response.content.decode()


def decide(assignment: Assignment) -> None:
    reviews.due_now(assignment.pk, trigger=engine.Trigger.DAILY, now=NOW)
    reviews.run(assignment.pk, now=NOW)


def plain(html: str) -> str:
    """The words of a page, as a person reads them."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_before_a_program_the_chart_offers_one(portal: Client, tomas) -> None:
    page = portal.get(reverse("admin:chart", args=[tomas.pk])).content.decode()

    assert "No program yet" in page
    assert reverse("admin:assign", args=[tomas.pk]) in page


def test_a_session_is_told_with_pain_site_and_dose(portal: Client, running: Assignment) -> None:
    factories.SessionFactory(
        assignment=running,
        pain_before=1,
        pain_peak=4,
        pain_after=2,
        site_after=4,
        note="Long drive.",
    )

    words = plain(read(portal, running))

    assert "Pain 1 → 4 → 2 · Posterior thigh → Below the knee · settled in 10 min" in words
    assert "50 % of the day’s dose" in words
    assert "Long drive." in words


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"settle_minutes": None}, "settling not told"),
        ({"settle_minutes": 0}, "settled in 0 min"),
        ({"settle_minutes": None, "not_settled": True}, "not settled"),
    ],
)
def test_unanswered_is_not_nought(
    portal: Client, running: Assignment, answers: dict, told: str
) -> None:
    factories.SessionFactory(assignment=running, **answers)

    assert told in plain(read(portal, running))


def test_a_late_morning_is_kept_and_said_not_to_count(portal: Client, running: Assignment) -> None:
    factories.MorningReportFactory(assignment=running, in_time=False, day=NOW.date() - DAY)

    assert "Told on another day: kept, and not used by the rules." in read(portal, running)


def test_a_correction_stands_beside_what_it_corrects(portal: Client, running: Assignment) -> None:
    first = factories.SessionFactory(assignment=running, pain_peak=9)
    factories.SessionFactory(assignment=running, at=first.at, corrects=first, pain_peak=3)

    page = read(portal, running)

    assert "corrected later" in page
    assert "a correction" in page
    assert page.count(f'id="session-{int(first.at.timestamp())}"') == 1


def test_a_check_in_tells_only_what_was_answered(portal: Client, running: Assignment) -> None:
    factories.CheckInFactory(assignment=running, sleep=0, stress=None, worry=None, unwell=True)

    words = plain(read(portal, running))

    assert "Check-in sleep 0/10 · unwell" in words
    assert "stress" not in words


def test_what_was_told_between_sessions_stands_in_words(
    portal: Client, running: Assignment
) -> None:
    told = {"assignment": running, "at": NOW, "utc_offset": 0, "day": NOW.date()}
    told |= {"recorded_at": NOW, "recorded_by": running.patient.user}
    flare = Flare.objects.create(**told)
    FlareUpdate.objects.create(flare=flare, course=Course.EASING, **told)
    PainEntry.objects.create(pain=0, site=None, **told)
    PainEntry.objects.create(pain=7, site=5, **told)
    TriggerEntry.objects.create(kind=TriggerKind.DRIVING, minutes=90, note="To Leeds", **told)

    words = plain(read(portal, running))

    assert "Flare the patient says so" in words
    assert "Flare easing" in words
    assert "Pain now 0/10" in words
    assert "Pain now 7/10 · Foot" in words
    assert "Did Driving, 90 min “To Leeds”" in words


def test_an_exercise_that_hurt_more_is_named(portal: Client, running: Assignment) -> None:
    slider = Prescription.objects.get(
        step__stage__version=running.version, exercise__slug="side-lying-slider"
    )
    factories.SessionFactory(assignment=running, hurt_more=slider)

    assert "Hurt more: Slider lying on your side" in plain(read(portal, running))


def test_a_red_flag_is_told_with_its_answers_and_its_end(
    portal: Client, running: Assignment, amira: Clinician
) -> None:
    logged = red_flags.screen(
        running,
        kind=ScreenKind.FULL,
        answers=dict.fromkeys(red_flags.asked(ScreenKind.FULL), False) | {"RF_SADDLE": True},
        uuid=factories.RedFlagScreenFactory.build().uuid,
        at=NOW,
        by=running.patient.user,
        now=NOW,
    )
    flag = running.red_flags.get()
    assert logged.created

    during = plain(read(portal, running))
    red_flags.acknowledge(flag, by=amira.user, now=NOW)
    red_flags.clear(flag, by=amira.user, note="MRI clear", now=NOW)
    after = plain(read(portal, running))

    assert "All exercise is off until it is closed." in during
    assert "yes to: Saddle numbness or tingling" in during
    assert "Closed by Amira Haddad: MRI clear" in after
    assert "All exercise is off" not in after


def test_a_decision_says_what_was_seen_and_needed_and_leads_to_the_entries(
    portal: Client, running: Assignment
) -> None:
    session = factories.SessionFactory(assignment=running, at=NOW - DAY, pain_peak=7)
    factories.MorningReportFactory(assignment=running, neuro_worse=True)
    decide(running)

    page = read(portal, running)
    anchor = f"session-{int(session.at.timestamp())}"

    assert "Step back from 2.1 to 1.4" in page
    assert "PEAK_OVER_MAX" in page
    assert "Seen7" in plain(page).replace(" ", "")
    assert f'href="#{anchor}"' in page
    assert f'id="{anchor}"' in page


def test_every_link_to_an_entry_of_these_days_finds_it(portal: Client, running: Assignment) -> None:
    for days in range(6, 0, -1):
        factories.SessionFactory(assignment=running, at=NOW - days * DAY)
        factories.MorningReportFactory(assignment=running, at=NOW - (days - 1) * DAY - DAY / 24)
    decide(running)

    page = read(portal, running)
    names = set(re.findall(r'id="([^"]+)"', page))

    links = set(re.findall(r'href="#([^"]+)"', page)) - {"content-start"}
    assert links
    assert links <= names


def test_a_name_stands_once_on_the_page(portal: Client, running: Assignment) -> None:
    first = factories.SessionFactory(assignment=running)
    factories.SessionFactory(assignment=running, at=first.at, corrects=first)
    factories.RedFlagFactory(assignment=running)
    factories.RedFlagFactory(assignment=running, code="RF_BLADDER")

    names = re.findall(r'\sid="([^"]+)"', read(portal, running))

    assert len(names) == len(set(names))


def test_an_entry_of_earlier_days_is_linked_through_its_window(
    portal: Client, amira: Clinician
) -> None:
    patient = factories.tomas(amira)
    old = factories.AssignmentFactory(patient=patient, started_on=NOW.date() - 60 * DAY)
    for days in (40, 39):
        factories.SessionFactory(assignment=old, at=NOW - days * DAY)
    decide(old)

    page = read(portal, old)

    assert f"?until={(NOW - 39 * DAY).date()}#" in page
    earlier = read(portal, old, f"?until={(NOW - 39 * DAY).date()}")
    assert "Pain 2 → 3 → 2" in plain(earlier)
    assert "Later" in earlier


@pytest.mark.parametrize("nonsense", ["yesterday", "2025-02-31", "9999-01-01", ""])
def test_nonsense_for_a_day_shows_the_newest(
    portal: Client, running: Assignment, nonsense: str
) -> None:
    factories.SessionFactory(assignment=running)

    assert "Pain 2 → 3 → 2" in plain(read(portal, running, f"?until={nonsense}"))


def test_what_a_clinician_did_is_told_with_who_and_why(
    portal: Client, running: Assignment, amira: Clinician
) -> None:
    assignments.move(running, (1, 4), by=amira.user, note="Too much at work.", now=NOW)

    words = plain(read(portal, running))

    assert "Moved by hand 2.1 → 1.4 by Amira Haddad" in words
    assert "Too much at work." in words


def test_a_message_is_told_without_its_words(
    portal: Client, running: Assignment, amira: Clinician
) -> None:
    assignments.move(running, (1, 4), by=amira.user, note="Too much.", now=NOW)

    assert "Message: plan-updated · E-mail · waiting" in plain(read(portal, running))


def test_times_are_on_the_patients_clock(portal: Client, amira: Clinician) -> None:
    patient = factories.tomas(amira, time_zone="Asia/Tokyo")
    assignment = factories.AssignmentFactory(patient=patient)
    factories.RedFlagFactory(assignment=assignment, raised_at=NOW)
    assignments.note(assignment, by=amira.user, note="Called.", now=NOW)

    page = read(portal, assignment)

    assert "Told on 10 March, 18:00 JST." in plain(page)
    assert page.count(">18:00</time>") == 2


def test_an_ended_program_offers_a_new_one_and_no_acts(
    portal: Client, running: Assignment, amira: Clinician
) -> None:
    assignments.end(running, by=amira.user, because="Stage 2 is enough", now=NOW)

    page = read(portal, running)

    assert "Ended: Stage 2 is enough" in plain(page)
    assert reverse("admin:assign", args=[running.patient_id]) in page
    assert "Move by hand" not in page


def test_an_earlier_program_is_named(portal: Client, running: Assignment, amira: Clinician) -> None:
    assignments.end(running, by=amira.user, because="Stage 2 is enough", now=NOW)
    again = factories.AssignmentFactory(
        patient=running.patient, started_on=NOW.date(), stage=1, irritability="high"
    )

    words = plain(read(portal, again))

    assert "Earlier programs" in words
    assert "Irritability: High" in words


def test_eight_days_take_as_many_queries_as_one(
    portal: Client, running: Assignment, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    told(running, days=1)
    with django_assert_max_num_queries(24) as asked:
        read(portal, running)
    told(running, days=8)
    factories.RedFlagFactory(assignment=running)
    factories.RedFlagFactory(assignment=running, code="RF_BLADDER")

    with django_assert_num_queries(len(asked.captured_queries)):
        read(portal, running)


def told(assignment: Assignment, *, days: int) -> None:
    for day in range(days):
        at = NOW - day * DAY - timedelta(minutes=30 * days)
        factories.SessionFactory(assignment=assignment, at=at)
        factories.RedFlagScreenFactory(assignment=assignment, at=at)
        if not assignment.checkins.filter(day=at.date()).exists():
            factories.CheckInFactory(assignment=assignment, at=at)
            factories.MorningReportFactory(assignment=assignment, at=at)
    decide(assignment)


def test_a_correction_by_the_service_reads_like_any_other(
    portal: Client, running: Assignment
) -> None:
    first = factories.SessionFactory(assignment=running)
    diary.correct(
        Session.objects.get(pk=first.pk),
        uuid=factories.SessionFactory.build().uuid,
        by=running.patient.user,
        now=NOW,
        pain_peak=6,
    )

    assert "Pain 2 → 6 → 2" in plain(read(portal, running))
