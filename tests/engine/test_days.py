"""The logical day, and where it ends when the clock changes."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from programs.engine import day_ends_at, logical_day, today


@pytest.mark.parametrize(
    ("clock", "day"),
    [
        ("2025-03-08T04:00:00+00:00", date(2025, 3, 8)),
        ("2025-03-08T03:59:59+00:00", date(2025, 3, 7)),
        ("2025-03-08T00:00:00+00:00", date(2025, 3, 7)),
        ("2025-03-08T23:59:59+00:00", date(2025, 3, 8)),
        # The wall clock decides, not the instant: these two are 26 hours apart.
        ("2025-03-08T12:00:00+14:00", date(2025, 3, 8)),
        ("2025-03-08T12:00:00-12:00", date(2025, 3, 8)),
        ("2025-01-01T01:30:00+01:00", date(2024, 12, 31)),
        # The hour that London skips and the one it repeats.
        ("2025-03-30T03:30:00+01:00", date(2025, 3, 29)),
        ("2025-10-26T01:30:00+01:00", date(2025, 10, 25)),
        ("2025-10-26T01:30:00+00:00", date(2025, 10, 25)),
    ],
)
def test_a_logical_day_begins_at_four_on_the_wall_clock(clock, day):
    assert logical_day(datetime.fromisoformat(clock)) == day


@pytest.mark.parametrize(
    ("now", "zone", "day"),
    [
        ("2025-03-09T03:59:00+00:00", "Europe/London", date(2025, 3, 8)),
        ("2025-03-09T04:00:00+00:00", "Europe/London", date(2025, 3, 9)),
        # 04:00 in summer is 03:00 UTC, already on the day the clock goes forward.
        ("2025-03-30T02:59:00+00:00", "Europe/London", date(2025, 3, 29)),
        ("2025-03-30T03:00:00+00:00", "Europe/London", date(2025, 3, 30)),
        ("2025-10-26T03:59:00+00:00", "Europe/London", date(2025, 10, 25)),
        ("2025-10-26T04:00:00+00:00", "Europe/London", date(2025, 10, 26)),
        ("2025-03-08T22:14:00+00:00", "Asia/Kathmandu", date(2025, 3, 8)),
        ("2025-03-08T22:15:00+00:00", "Asia/Kathmandu", date(2025, 3, 9)),
        ("2025-03-08T17:30:00+14:00", "America/New_York", date(2025, 3, 7)),
    ],
)
def test_today_is_where_the_patient_lives(now, zone, day):
    assert today(datetime.fromisoformat(now), zone) == day
    assert today(datetime.fromisoformat(now), ZoneInfo(zone)) == day


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        (date(2025, 3, 7), "Europe/London", "2025-03-08T04:00:00+00:00"),
        (date(2025, 3, 29), "Europe/London", "2025-03-30T04:00:00+01:00"),
        (date(2025, 10, 25), "Europe/London", "2025-10-26T04:00:00+00:00"),
        (date(2025, 3, 8), "America/New_York", "2025-03-09T04:00:00-04:00"),
        (date(2025, 11, 1), "America/New_York", "2025-11-02T04:00:00-05:00"),
        # Half an hour of daylight saving.
        (date(2025, 4, 5), "Australia/Lord_Howe", "2025-04-06T04:00:00+10:30"),
        (date(2025, 10, 4), "Australia/Lord_Howe", "2025-10-05T04:00:00+11:00"),
        (date(2025, 3, 7), "Asia/Kathmandu", "2025-03-08T04:00:00+05:45"),
        # Baku's clocks skipped 04:00 in spring, and showed it twice in autumn.
        (date(2015, 3, 28), "Asia/Baku", "2015-03-29T05:00:00+05:00"),
        (date(2015, 10, 24), "Asia/Baku", "2015-10-25T04:00:00+05:00"),
    ],
)
def test_a_day_ends_at_four_local(day, zone, end):
    assert day_ends_at(day, zone).isoformat() == end
    assert day_ends_at(day, ZoneInfo(zone)).isoformat() == end


@pytest.mark.parametrize("zone", ["Europe/London", "America/St_Johns", "Australia/Lord_Howe"])
def test_the_moment_a_day_ends_is_the_first_of_the_next(zone):
    for shift in range(400):
        day = date(2025, 1, 1) + timedelta(days=shift)
        end = day_ends_at(day, zone).astimezone(UTC)

        assert today(end, zone) == day + timedelta(days=1)
        assert today(end - timedelta(seconds=1), zone) == day


def test_a_fixed_offset_does_as_well():
    assert logical_day(datetime(2025, 3, 8, 1, tzinfo=timezone(timedelta(hours=2)))) == date(
        2025, 3, 7
    )
