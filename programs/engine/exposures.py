"""Exposures: a day's sessions at one step, merged, and what the next morning said of them."""

from math import inf
from typing import NamedTuple

from programs.engine.diary import Diary
from programs.engine.history import NOT_SETTLED, MorningReport, Session, SettleAnswer
from programs.engine.medians import Median, median
from programs.engine.reasons import Entry, morning_reports, sessions


class Exposure(NamedTuple):
    """All sessions of one logical day at one step, merged. ``settle`` is minutes, inf if never."""

    day: int
    sessions: list[Session]
    before: int
    peak: int
    site_before: int
    site_after: int
    settle: float | None
    dose: int
    stopped: bool


class Morning(NamedTuple):
    """The latent response to a day: the next morning's report, or a session standing in for it."""

    pain: int
    site: int
    source: MorningReport | Session

    @property
    def is_proxy(self) -> bool:
        return isinstance(self.source, Session)

    @property
    def neuro_worse(self) -> bool:
        """A session says nothing about tingling, and unanswered is not yes."""
        return isinstance(self.source, MorningReport) and self.source.neuro_worse is True

    @property
    def entries(self) -> tuple[Entry, ...]:
        if isinstance(self.source, Session):
            return sessions([self.source])
        return morning_reports([self.source])


def merge(day: int, bouts: list[Session]) -> Exposure:
    """One exposure of sessions given in time order."""
    first = bouts[0]
    peak, site_after, settle, dose, stopped = 0, 0, None, 0, False
    for bout in bouts:
        peak = max(peak, bout.pain_before, bout.pain_peak, bout.pain_after)
        site_after = max(site_after, bout.site_after)
        settle = _longest(settle, bout.settle_minutes)
        dose += bout.dose_percent
        stopped = stopped or bout.stopped_for_pain
    before, site_before = first.pain_before, first.site_before
    return Exposure(day, bouts, before, peak, site_before, site_after, settle, dose, stopped)


def _longest(settle: float | None, answer: SettleAnswer) -> float | None:
    """The longer of two answers; no answer is neither long nor short."""
    if answer is None:
        return settle
    minutes = inf if answer == NOT_SETTLED else answer
    return minutes if settle is None or minutes > settle else settle


def reported(diary: Diary, day: int) -> Morning | None:
    """What the morning after ``day`` reported."""
    report = diary.mornings.get(day + 1)
    return Morning(report.pain, report.site, report) if report else None


def stand_in(diary: Diary, day: int) -> Morning | None:
    """The next day's first session, for a missing report."""
    bouts = diary.sessions.get(day + 1)
    if day + 1 in diary.mornings or not bouts:
        return None
    return Morning(bouts[0].pain_before, bouts[0].site_before, bouts[0])


def usual_pain(diary: Diary, exposure: Exposure, at_least: int) -> Median:
    """The morning pain to compare with: the week's median, or the pain before the first bout."""
    usual = diary.median_pain(exposure.day, at_least)
    return exposure.before if usual is None else usual


def furthest_usual_site(diary: Diary, exposure: Exposure, at_least: int) -> Median:
    """How far down the next morning's pain may reach: the week's median, or before the bout."""
    usual = median([report.site for report in diary.week(exposure.day)], at_least)
    return exposure.site_before if usual is None else max(exposure.site_before, usual)
