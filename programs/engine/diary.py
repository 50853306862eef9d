"""A history indexed by day: which sessions, reports and check-ins belong to a logical day."""

from datetime import date
from operator import attrgetter

from programs.engine.days import day_number, today
from programs.engine.history import CheckIn, Event, EventKind, History, MorningReport, Session
from programs.engine.medians import Median, median

WEEK = 7
BY_TIME = attrgetter("at")
BY_DAY = attrgetter("day")


class Diary:
    """Days are ordinals, so that "at most 14 days ago" is a plain subtraction."""

    __slots__ = ("check_ins", "history", "last_session_day", "mornings", "sessions", "today")

    def __init__(self, history: History) -> None:
        self.history = history
        self.today = today(history.now, history.time_zone).toordinal()
        self.mornings: dict[int, MorningReport] = {
            report.day.toordinal(): report for report in history.morning_reports
        }
        self.check_ins: dict[int, CheckIn] = {
            check_in.day.toordinal(): check_in for check_in in history.check_ins
        }
        self.sessions: dict[int, list[Session]] = {}
        self.last_session_day: int | None = None
        for session in sorted(history.sessions, key=BY_TIME):
            self.last_session_day = day = day_number(session.at)
            self.sessions.setdefault(day, []).append(session)

    def days_since(self, day: date) -> int:
        return self.today - day.toordinal()

    def reports(self, first: int, last: int) -> list[MorningReport]:
        """The morning reports of these days, both included, in order."""
        mornings = self.mornings
        return [mornings[day] for day in range(first, last + 1) if day in mornings]

    def median_pain(self, first: int, last: int, at_least: int) -> Median | None:
        return median([report.pain for report in self.reports(first, last)], at_least)

    @property
    def last_sessions(self) -> list[Session]:
        """The last session in time, alone in a list, or none."""
        day = self.last_session_day
        return [] if day is None else self.sessions[day][-1:]

    def dose(self, day: int) -> int:
        """The share of the day's planned dose that all its sessions did, in percent."""
        return sum(session.dose_percent for session in self.sessions.get(day, ()))

    def latest(self, kind: EventKind) -> Event | None:
        found = [event for event in self.history.events if event.kind == kind]
        return max(found, key=BY_DAY, default=None)
