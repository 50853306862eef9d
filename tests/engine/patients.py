"""A calm patient, and the ways in which a test makes the days less calm."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from programs.engine import (
    Baseline,
    CheckIn,
    Event,
    EventKind,
    History,
    Irritability,
    MorningReport,
    Position,
    RedFlag,
    Rung,
    Session,
    Tier,
    Trigger,
)

# A Monday. Days are told by their distance from it: 0 is the day the step began.
FIRST = date(2025, 3, 3)


def on(day: int) -> date:
    return FIRST + timedelta(days=day)


def at(day: int, hour: int = 17, minute: int = 30) -> datetime:
    return datetime.combine(on(day), time(hour, minute), UTC)


def bout(day: int, **changes: Any) -> Session:
    """A comfortable session; stage and step follow the patient unless they are given."""
    calm: dict[str, Any] = {
        "at": at(day),
        "stage": 0,
        "step": 0,
        "pain_before": 2,
        "pain_peak": 3,
        "pain_after": 2,
        "site_before": 2,
        "site_after": 2,
        "settle_minutes": 5,
        "dose_percent": 100,
        "stopped_for_pain": False,
    }
    return Session(**calm | changes)


def morning(day: int, **changes: Any) -> MorningReport:
    calm: dict[str, Any] = {"pain": 2, "site": 2, "worst_24h": 3, "neuro_worse": False}
    return MorningReport(day=on(day), **calm | changes)


def check_in(day: int, **changes: Any) -> CheckIn:
    silent = dict.fromkeys(("sleep", "stress", "unwell", "worry", "out_of_routine"))
    return CheckIn(day=on(day), **silent | changes)


def hard_day(day: int) -> CheckIn:
    """Three points."""
    return check_in(day, stress=8, worry=7, out_of_routine=True)


def flag(day: int, tier: str, code: str, cleared: bool = False) -> RedFlag:
    return RedFlag(day=on(day), tier=Tier(tier), code=code, cleared=cleared)


def event(kind: str, day: int) -> Event:
    return Event(kind=EventKind(kind), day=on(day))


def step_back(day: int, stage: int, step: int) -> Event:
    return Event(kind=EventKind.REGRESSED, day=on(day), from_=Rung(stage, step))


def patient(
    today: int = 5,
    *,
    rung: tuple[int, int] = (1, 2),
    since: int = 0,
    stage_since: int | None = None,
    bouts: dict[int, dict[str, Any] | None] | None = None,
    mornings: dict[int, dict[str, Any] | None] | None = None,
    **changes: Any,
) -> History:
    """A calm patient: a session a day and a report a morning, about to advance on ``today``.

    ``bouts`` and ``mornings`` change single days; None leaves the day out.
    """
    stage, step = rung
    bouts, mornings = bouts or {}, mornings or {}
    calm = History(
        now=at(today, 9, 0),
        time_zone="UTC",
        trigger=Trigger.MORNING_REPORT,
        irritability=Irritability.MODERATE,
        ladder=(4, 4, 4),
        started_on=FIRST,
        position=Position(
            stage=stage,
            step=step,
            since=on(since),
            stage_since=on(since if stage_since is None else stage_since),
        ),
        baseline=None,
        screened_on=on(today),
        held_by_clinician=False,
        planned_days=(),
        sessions=tuple(
            bout(day, **{"stage": stage, "step": step} | (bouts.get(day) or {}))
            for day in sorted({*range(today), *bouts})
            if bouts.get(day, {}) is not None
        ),
        morning_reports=tuple(
            morning(day, **(mornings.get(day) or {}))
            for day in sorted({*range(today + 1), *mornings})
            if mornings.get(day, {}) is not None
        ),
        check_ins=(),
        red_flags=(),
        events=(),
    )
    return replace(calm, **changes)


def baseline(pain: int, site: int) -> Baseline:
    return Baseline(pain=pain, site=site)
