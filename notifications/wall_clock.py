"""Times of day where a person lives: when the next one is, and when it is night. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

# What nobody asked for a moment ago waits for the morning.
QUIET_FROM = time(21)
QUIET_UNTIL = time(8)

EVERY_DAY = 0b1111111
ONE_DAY = timedelta(days=1)


class Occurrence(NamedTuple):
    """One turn of a reminder: the local date it is meant for, and the instant it falls on."""

    on: date
    at: datetime


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When the wall clock of a zone shows a time.

    A time shown twice is the first of the two; one that is skipped moves on by the gap.
    """
    # fold=0 means both: the offset before the change decides (PEP 495).
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def next_occurrence(after: datetime, at: time, weekdays: int, zone: ZoneInfo) -> Occurrence:
    """The first turn strictly after an instant. Bit 0 of ``weekdays`` is Monday."""
    # A time skipped before midnight moves into the next day and still belongs to the day before.
    start = after.astimezone(zone).date() - ONE_DAY
    for ahead in range(10):
        day = start + ahead * ONE_DAY
        turn = Occurrence(day, instant(day, at, zone))
        if turn.at > after and weekdays >> day.weekday() & 1:
            return turn
    raise ValueError(f"no day of the week in {weekdays:#b}")


def is_quiet(at: time) -> bool:
    return at >= QUIET_FROM or at < QUIET_UNTIL


def quiet_until(now: datetime, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours end that ``now`` lies in; ``None`` by day."""
    local = now.astimezone(zone)
    if not is_quiet(local.time()):
        return None
    return next_occurrence(now, QUIET_UNTIL, EVERY_DAY, zone).at
