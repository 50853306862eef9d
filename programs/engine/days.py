"""The logical day: a patient's day runs from 04:00 to 04:00 on the clock they see."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_STARTS = time(4)


def day_number(at: datetime) -> int:
    """The logical day as a proleptic ordinal, so that days subtract as plain integers.

    The wall clock as written decides; its offset does not. The clock going forward or back
    must not move an evening session to another day.
    """
    return at.toordinal() - (at.hour < DAY_STARTS.hour)


def logical_day(at: datetime) -> date:
    """The local date of the wall-clock time less four hours: 01:30 belongs to the day before."""
    return date.fromordinal(day_number(at))


def today(now: datetime, zone: ZoneInfo | str) -> date:
    """The logical day of the aware ``now`` where the patient lives."""
    return logical_day(now.astimezone(_zone(zone)))


def day_ends_at(day: date, zone: ZoneInfo | str) -> datetime:
    """04:00 local on the morning after ``day``, aware.

    A repeated 04:00 is the first one; a missing one is shifted forward by the gap.
    """
    where = _zone(zone)
    end = datetime.combine(day + timedelta(days=1), DAY_STARTS, where)
    # Through UTC and back: a wall time that the clock skips must not be shown.
    return end.astimezone(UTC).astimezone(where)


def _zone(zone: ZoneInfo | str) -> ZoneInfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone
