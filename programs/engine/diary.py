"""A history indexed by day: which sessions, reports and check-ins belong to a logical day."""

from datetime import date, timedelta
from functools import cached_property
from operator import attrgetter

from programs.engine.days import day_number, today
from programs.engine.history import (
    CheckIn,
    Event,
    EventKind,
    History,
    MorningReport,
    Position,
    Session,
)
from programs.engine.medians import Median, median

WEEK = 7
BY_TIME = attrgetter("at")
BY_DAY = attrgetter("day")


def looks_back_to(position: Position, today: date) -> date:
    """The first day whose sessions and morning reports can matter to a decision of ``today``.

    A caller may leave out what is older, except the last session of all: a gap begins there.
    Events and red flags are few and matter longer; they are always all given.
    """
    return date.fromordinal(_first_day(position, today.toordinal()))


def _first_day(position: Position, today: int) -> int:
    # Exposures since the step or the stage began, the weeks that are compared, and the six days
    # before an exposure that make its usual morning.
    earliest = min(position.since.toordinal(), position.stage_since.toordinal(), today - WEEK)
    return earliest - WEEK + 1


class Diary:
    """Days are ordinals, so that "at most 14 days ago" is a plain subtraction.

    What is too old to matter is not indexed: the cost of a decision grows with the days at the
    step and the stage, and hardly with the days since the program began.
    """

    def __init__(self, history: History) -> None:
        self.history = history
        self.today = today(history.now, history.time_zone).toordinal()
        first = _first_day(history.position, self.today)
        self.sessions: dict[int, list[Session]] = {}
        recent = sorted(self._recent(first), key=BY_TIME)
        for session in recent:
            self.sessions.setdefault(day_number(session.at), []).append(session)
        # The last session in time, however old, alone in a list; none if there never was one.
        self.last_sessions = recent[-1:] or sorted(history.sessions, key=BY_TIME)[-1:]
        self.mornings: dict[int, MorningReport] = {
            day: report
            for report in history.morning_reports
            if (day := report.day.toordinal()) >= first
        }
        self.events: dict[EventKind, list[Event]] = {}
        for event in sorted(history.events, key=BY_DAY):
            self.events.setdefault(event.kind, []).append(event)

    def _recent(self, first: int) -> list[Session]:
        # Wall clocks stray from each other by up to two days; the margin is longer.
        oldest = self.history.now - timedelta(days=self.today - first + 4)
        return [session for session in self.history.sessions if session.at >= oldest]

    @cached_property
    def check_ins(self) -> dict[int, CheckIn]:
        return {check_in.day.toordinal(): check_in for check_in in self.history.check_ins}

    def days_since(self, day: date) -> int:
        return self.today - day.toordinal()

    def reports(self, first: int, last: int) -> list[MorningReport]:
        """The morning reports of these days, both included, in order."""
        mornings = self.mornings
        return [mornings[day] for day in range(first, last + 1) if day in mornings]

    def week(self, last: int) -> list[MorningReport]:
        """The morning reports of the seven days that end with ``last``, in order."""
        return self.reports(last - WEEK + 1, last)

    def median_pain(self, last: int, at_least: int) -> Median | None:
        """The median morning pain of the seven days that end with ``last``."""
        mornings = self.mornings
        days = range(last - WEEK + 1, last + 1)
        return median([mornings[day].pain for day in days if day in mornings], at_least)

    def dose(self, day: int) -> int:
        """The share of the day's planned dose that all its sessions did, in percent."""
        return sum([session.dose_percent for session in self.sessions.get(day, ())])

    def latest(self, kind: EventKind) -> Event | None:
        return self.events[kind][-1] if kind in self.events else None
