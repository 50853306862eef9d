"""Exposures: a day's sessions at one step, merged, and what the next morning said of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from programs.engine.diary import WEEK, Diary
from programs.engine.history import NOT_SETTLED, Session
from programs.engine.medians import Median, median
from programs.engine.reasons import Entry, morning_reports, sessions


@dataclass(frozen=True, slots=True)
class Exposure:
    """All sessions of one logical day at one step, merged. ``settle`` is minutes, inf if never."""

    day: int
    sessions: tuple[Session, ...]
    before: int
    peak: int
    site_before: int
    site_after: int
    settle: float | None
    dose: int
    stopped: bool


@dataclass(frozen=True, slots=True)
class Morning:
    """The latent response to a day: the next morning's report, or a session standing in for it."""

    pain: int
    site: int
    neuro_worse: bool
    proxy: bool
    entries: tuple[Entry, ...]


def merge(day: int, bouts: Sequence[Session]) -> Exposure:
    """One exposure of sessions given in time order."""
    settled = [minutes for bout in bouts if (minutes := _minutes(bout)) is not None]
    return Exposure(
        day=day,
        sessions=tuple(bouts),
        before=bouts[0].pain_before,
        peak=max(max(bout.pain_before, bout.pain_peak, bout.pain_after) for bout in bouts),
        site_before=bouts[0].site_before,
        site_after=max(bout.site_after for bout in bouts),
        settle=max(settled, default=None),
        dose=sum(bout.dose_percent for bout in bouts),
        stopped=any(bout.stopped_for_pain for bout in bouts),
    )


def _minutes(bout: Session) -> float | None:
    return inf if bout.settle_minutes == NOT_SETTLED else bout.settle_minutes


def reported(diary: Diary, day: int) -> Morning | None:
    """What the morning after ``day`` reported."""
    report = diary.mornings.get(day + 1)
    if report is None:
        return None
    return Morning(
        report.pain, report.site, report.neuro_worse is True, False, morning_reports([report])
    )


def stand_in(diary: Diary, day: int) -> Morning | None:
    """The next day's first session for a missing report: it says nothing about tingling."""
    bouts = diary.sessions.get(day + 1)
    if day + 1 in diary.mornings or not bouts:
        return None
    return Morning(bouts[0].pain_before, bouts[0].site_before, False, True, sessions(bouts[:1]))


def usual(diary: Diary, exposure: Exposure, least: int) -> tuple[Median, Median]:
    """The morning pain and site to compare with: the week's medians, or those before the bout.

    A week of fewer than ``least`` reports has no median.
    """
    week = diary.reports(exposure.day - WEEK + 1, exposure.day)
    pain = median([report.pain for report in week], least)
    site = median([report.site for report in week], least)
    return (
        exposure.before if pain is None else pain,
        exposure.site_before if site is None else max(exposure.site_before, site),
    )
