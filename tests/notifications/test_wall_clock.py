"""The next turn of a time of day, across every change of the clock; and the night."""
# ruff: noqa: E501 - a table reads better in whole lines

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from notifications.wall_clock import (
    EVERY_DAY,
    QUIET_UNTIL,
    instant,
    next_occurrence,
    quiet_until,
)

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 2026, 2035
HALF_HOURS = [time(minute // 60, minute % 60) for minute in range(0, 24 * 60, 30)]
# Changes of an hour, of half an hour, of two; at midnight; several a year; none at all.
TELLING_ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Havana",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Europe/London",
    "Pacific/Chatham",
]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "at", "weekdays", "zone", "on", "falls_on"),
    [
        # Today, if it is still to come; tomorrow if it is now.
        (utc(2026, 1, 5, 8), time(9), EVERY_DAY, "Europe/London", date(2026, 1, 5), utc(2026, 1, 5, 9)),
        (utc(2026, 1, 5, 9), time(9), EVERY_DAY, "Europe/London", date(2026, 1, 6), utc(2026, 1, 6, 9)),
        # Bit 0 is Monday: from a Monday morning to the Sunday.
        (utc(2026, 1, 5, 9), time(9), 0b1000000, "Europe/London", date(2026, 1, 11), utc(2026, 1, 11, 9)),
        (utc(2026, 1, 5, 9), time(9), 0b0000001, "Europe/London", date(2026, 1, 12), utc(2026, 1, 12, 9)),
        # The zone's date, not Greenwich's.
        (utc(2026, 1, 5, 22), time(9), EVERY_DAY, "Pacific/Auckland", date(2026, 1, 7), utc(2026, 1, 6, 20)),
        # 01:30 is skipped: an hour on. Shown twice: the first.
        (utc(2026, 3, 28, 12), time(1, 30), EVERY_DAY, "Europe/London", date(2026, 3, 29), utc(2026, 3, 29, 1, 30)),
        (utc(2026, 10, 24, 12), time(1, 30), EVERY_DAY, "Europe/London", date(2026, 10, 25), utc(2026, 10, 25, 0, 30)),
        (utc(2026, 10, 25, 0, 30), time(1, 30), EVERY_DAY, "Europe/London", date(2026, 10, 26), utc(2026, 10, 26, 1, 30)),
        # Half an hour is skipped on Lord Howe: 02:15 becomes 02:45.
        (utc(2026, 10, 3, 0), time(2, 15), EVERY_DAY, "Australia/Lord_Howe", date(2026, 10, 4), utc(2026, 10, 3, 15, 45)),
        # In Nuuk the last hour of Saturday is skipped: half past eleven is on Sunday, for Saturday.
        (utc(2026, 3, 29, 1, 10), time(23, 30), EVERY_DAY, "America/Nuuk", date(2026, 3, 28), utc(2026, 3, 29, 1, 30)),
    ],
)  # fmt: skip
def test_next_occurrence_by_table(after, at, weekdays, zone, on, falls_on):
    assert next_occurrence(after, at, weekdays, ZoneInfo(zone)) == (on, falls_on)


def test_no_day_of_the_week_is_refused():
    with pytest.raises(ValueError, match="no day of the week"):
        next_occurrence(utc(2026, 1, 5), time(9), 0, LONDON)


@pytest.mark.parametrize("name", TELLING_ZONES)
def test_every_date_around_a_change_of_the_clock_gets_one_turn(name):
    check_zone(ZoneInfo(name))


@pytest.mark.slow
def test_every_date_around_every_change_in_every_zone_gets_one_turn():
    # Many names share one clock: each clock is tried once.
    clocks = {tuple(offsets(ZoneInfo(name))): name for name in sorted(available_timezones())}
    for name in clocks.values():
        check_zone(ZoneInfo(name))


def check_zone(zone: ZoneInfo) -> None:
    for change in changes(zone):
        for at in HALF_HOURS:
            check_turns(zone, change, at)


def check_turns(zone: ZoneInfo, change: date, at: time) -> None:
    """From two days before a change to two days after: one turn a date, in order, never lost."""
    days = [change + timedelta(days=ahead) for ahead in range(-2, 3)]
    after = instant(days[0], time(0), zone) - timedelta(microseconds=1)
    turns = []
    for _ in days:
        turns.append(next_occurrence(after, at, EVERY_DAY, zone))
        after = turns[-1].at
    assert [turn.on for turn in turns] == days, (zone, at)
    for turn in turns:
        wanted = datetime.combine(turn.on, at)
        shown = turn.at.astimezone(zone).replace(tzinfo=None)
        gap = gap_at(zone, wanted)
        assert shown == wanted + gap, (zone, turn)
        # Not in the second showing of a repeated hour.
        assert turn.at.astimezone(zone).fold == 0, (zone, turn)


def gap_at(zone: ZoneInfo, wall: datetime) -> timedelta:
    """By how much the clock jumps over a wall time; zero where it shows it."""
    before = wall.replace(tzinfo=zone, fold=0).utcoffset()
    after = wall.replace(tzinfo=zone, fold=1).utcoffset()
    return max(after - before, timedelta(0))


def changes(zone: ZoneInfo) -> list[date]:
    """The dates on which the zone's offset changes, and the first of all."""
    return [day for day, _offset in offsets(zone)]


def offsets(zone: ZoneInfo) -> Iterator[tuple[date, timedelta]]:
    """The offsets from Greenwich, each with the date from which it holds."""
    moment, last = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)
    before = None
    while moment < last:
        local = moment.astimezone(zone)
        if local.utcoffset() != before:
            before = local.utcoffset()
            yield local.date(), before
        moment += timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ((2026, 1, 5, 20, 59), None),
        ((2026, 1, 5, 21, 0), (2026, 1, 6, 8, 0)),
        ((2026, 1, 6, 3, 0), (2026, 1, 6, 8, 0)),
        ((2026, 1, 6, 7, 59, 59), (2026, 1, 6, 8, 0)),
        ((2026, 1, 6, 8, 0), None),
        # The night in which the clock goes forward is an hour shorter.
        ((2026, 3, 28, 22, 0), (2026, 3, 29, 8, 0)),
    ],
)
def test_quiet_hours_end_in_the_morning(now, ends):
    assert quiet_until(london(*now), LONDON) == (london(*ends) if ends else None)


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize("name", TELLING_ZONES)
def test_no_quiet_hour_outlasts_the_morning(name):
    """At the end of quiet hours it is eight, by the recipient's clock, and no longer quiet."""
    zone = ZoneInfo(name)
    for change in changes(zone):
        for at in HALF_HOURS:
            now = instant(change, at, zone)
            if ends := quiet_until(now, zone):
                assert now < ends <= now + timedelta(hours=14)
                assert ends.astimezone(zone).time() == QUIET_UNTIL
                assert quiet_until(ends, zone) is None
