"""The picture of pain: every point where its number says, in whole units."""

from datetime import date, timedelta

import pytest

from people.models import Clinician
from portal import picture
from portal.diary import Diary
from portal.picture import DAY, DAYS, FLOOR, LEFT, PAIN, Picture, draw
from programs.models import Assignment
from programs.services import assignments
from tests import factories
from tests.factories import NOW, STARTED_ON, TODAY

ONE_DAY = timedelta(days=1)
FIRST = TODAY - (DAYS - 1) * ONE_DAY


def drawn(assignment: Assignment, last: date = TODAY) -> Picture:
    return draw(Diary.read(assignment, last - (DAYS - 1) * ONE_DAY, last), assignment)


def at_day(day: date) -> int:
    return LEFT + (day - FIRST).days * DAY


def test_nothing_told_is_no_picture(running: Assignment) -> None:
    assert drawn(running).empty


def test_a_session_rises_from_before_to_its_worst_and_falls(running: Assignment) -> None:
    factories.SessionFactory(assignment=running, pain_before=0, pain_peak=10, pain_after=4)

    (bout,) = drawn(running).bouts

    assert (bout.before.y, bout.peak.y, bout.after.y) == (
        FLOOR,
        FLOOR - 10 * PAIN,
        FLOOR - 4 * PAIN,
    )
    assert at_day(TODAY) < bout.before.x < bout.peak.x < bout.after.x < at_day(TODAY) + DAY
    assert bout.says == "0 → 10 → 4"


def test_several_sessions_share_their_day(running: Assignment) -> None:
    for hours in (1, 2, 3):
        factories.SessionFactory(assignment=running, at=NOW - hours * ONE_DAY / 24)

    peaks = [bout.peak.x for bout in drawn(running).bouts]

    assert len(set(peaks)) == 3
    assert all(at_day(TODAY) < x < at_day(TODAY) + DAY for x in peaks)


def test_what_was_corrected_or_came_too_late_is_not_drawn(running: Assignment) -> None:
    first = factories.SessionFactory(assignment=running, pain_peak=9)
    factories.SessionFactory(assignment=running, at=first.at, corrects=first, pain_peak=3)
    factories.MorningReportFactory(assignment=running, in_time=False, day=TODAY - ONE_DAY)

    found = drawn(running)

    assert [bout.says for bout in found.bouts] == ["2 → 3 → 2"]
    assert found.mornings == ()


def test_mornings_are_joined_over_days_that_follow_and_not_over_a_gap(
    running: Assignment,
) -> None:
    for days, pain in ((4, 5), (1, 3), (0, 2)):
        factories.MorningReportFactory(assignment=running, at=NOW - days * ONE_DAY, pain=pain)

    found = drawn(running)

    assert len(found.mornings) == 3
    ((left, right),) = found.morning_lines
    assert (left.x, right.x) == (at_day(TODAY - ONE_DAY), at_day(TODAY))
    assert (left.y, right.y) == (FLOOR - 3 * PAIN, FLOOR - 2 * PAIN)


def test_the_strip_shows_the_furthest_site_of_the_day(running: Assignment) -> None:
    factories.SessionFactory(assignment=running, site_before=2, site_after=5)
    factories.MorningReportFactory(assignment=running, site=3)

    (cell,) = drawn(running).sites

    assert (cell.says, cell.x, cell.width) == ("5", at_day(TODAY), DAY)


def test_the_steps_are_those_that_the_patient_stood_on(
    running: Assignment, amira: Clinician
) -> None:
    assignments.move(running, (1, 4), by=amira.user, note="Too much", now=NOW - 3 * ONE_DAY)
    running.refresh_from_db()

    cells = drawn(running).steps

    assert [(cell.says, cell.width // DAY) for cell in cells] == [("2.1", 4), ("1.4", 4)]
    assert cells[0].x == at_day(STARTED_ON)


def test_before_the_program_there_is_nothing(running: Assignment) -> None:
    factories.SessionFactory(assignment=running)

    found = drawn(running)

    assert found.width == LEFT + DAYS * DAY + picture.MARGIN
    assert min(limit.x for limit in found.limits) == at_day(STARTED_ON)
    assert drawn(running, last=STARTED_ON - ONE_DAY).steps == ()


@pytest.mark.parametrize(
    ("irritability", "stage", "target", "maximum"),
    [("moderate", 2, 3, 5), ("low", 3, 4, 5), ("high", 1, 2, 4)],
)
def test_the_limits_are_those_of_the_rules(
    running: Assignment, irritability: str, stage: int, target: int, maximum: int
) -> None:
    running.irritability, running.stage = irritability, stage

    (limit,) = drawn(running).limits

    assert (limit.target, limit.maximum) == (FLOOR - target * PAIN, FLOOR - maximum * PAIN)
    assert limit.fine_height == target * PAIN


def test_a_red_flag_stands_on_its_day(running: Assignment) -> None:
    factories.RedFlagFactory(assignment=running)

    (mark,) = drawn(running).flags

    assert (mark.says, mark.at.x) == ("A", at_day(TODAY) + DAY // 2)


def test_the_table_says_what_the_picture_shows(running: Assignment) -> None:
    session = factories.SessionFactory(assignment=running, at=NOW - ONE_DAY, site_after=4)
    morning = factories.MorningReportFactory(assignment=running, pain=6)

    rows = drawn(running).rows

    assert [(row.day, row.mornings, row.sessions, row.site) for row in rows] == [
        (TODAY, (morning,), (), 3),
        (TODAY - ONE_DAY, (), (session,), 4),
    ]
    assert {row.place for row in rows} == {"2.1"}


def test_every_number_is_whole(running: Assignment) -> None:
    for minutes in (5, 9, 13):
        factories.SessionFactory(assignment=running, at=NOW - timedelta(minutes=minutes))

    found = drawn(running)

    points = [point for bout in found.bouts for point in (bout.before, bout.peak, bout.after)]
    assert all(type(number) is int for point in points for number in point)
