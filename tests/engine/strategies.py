"""Random histories: mostly calm days, so that every kind of decision is reached."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from programs.engine import (
    NOT_SETTLED,
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

TODAY = date(2025, 4, 6)
WEEK = 7
ZONES = ("UTC", "Europe/London", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns")
FLAGS = {Tier.A: "RF_BLADDER", Tier.B: "RF_FEVER", Tier.C: "RF_NIGHT_PAIN"}

# What one day was like: changes to its session, to the next morning's report, both absent for None.
Day = tuple[dict[str, Any] | None, dict[str, Any] | None]
CALM: Day = ({}, {})
DAYS: list[Day] = [
    *[CALM] * 70,
    (None, {}),
    (None, None),
    ({}, None),
    ({}, {"worst_24h": None}),
    ({}, {"worst_24h": 6}),
    ({"pain_peak": 4}, {}),
    ({"pain_peak": 6}, {}),
    ({"pain_before": 4, "pain_peak": 5}, {"pain": 4}),
    ({"settle_minutes": 31}, {}),
    ({"settle_minutes": 121}, {}),
    ({"settle_minutes": NOT_SETTLED}, {}),
    ({"settle_minutes": None}, {}),
    ({"site_after": 3}, {}),
    ({"site_after": 3}, {"site": 3}),
    ({}, {"neuro_worse": True}),
    ({}, {"pain": 4}),
    ({}, {"pain": 5}),
    ({}, {"pain": 8}),
    ({"stopped_for_pain": True}, {}),
    ({"dose_percent": 49}, {}),
    ({"dose_percent": 151}, {}),
    ({"elsewhere": True}, {}),
    ({"twice": True}, {}),
    ({"late": True}, {}),
]
BREAKS = (*[0] * 22, 3, 4, 5, 8, 9, 15, 16, 29, 30)
# How much worse the last week was than the one before.
WORSE = (*[0] * 12, 1, 2)


class Choices:
    """Choices read off bytes, one each: quick to draw, and zeros are the first options."""

    def __init__(self, drawn: bytes) -> None:
        self.drawn = iter(drawn)

    def of(self, *options: Any) -> Any:
        return options[next(self.drawn, 0) % len(options)]

    def number(self, low: int, high: int) -> int:
        return low + next(self.drawn, 0) % (high - low + 1)

    def maybe(self, low: int, high: int) -> int | None:
        return self.of(None, self.number(low, high))


def histories() -> st.SearchStrategy[History]:
    """Valid histories; the days before today may have been a break."""
    return st.binary(min_size=100, max_size=100).map(lambda drawn: history(Choices(drawn)))


def history(choose: Choices) -> History:
    ladder = choose.of((4, 4, 4), (1, 1, 1), (2, 3, 1))
    stage = choose.number(1, 3)
    step = choose.of(1, ladder[stage - 1], min(2, ladder[stage - 1]))
    at_step = choose.of(7, 14, 5, 10, 4, 21, 3, 28, 7, 14, 2, 35)
    days = [DAYS[choose.number(0, 255) % len(DAYS)] for _ in range(choose.number(14, 24))]
    sessions, reports = _diary(days, Rung(stage, step), choose.of(*BREAKS), choose.of(*WORSE))
    return History(
        now=datetime.combine(TODAY, time(10), UTC),
        time_zone=choose.of(*ZONES),
        trigger=choose.of(*Trigger),
        irritability=choose.of(*Irritability),
        ladder=ladder,
        started_on=_ago(choose.of(5, 9, 10, 41, 42, 60)),
        position=Position(
            stage=stage,
            step=step,
            since=_ago(at_step),
            stage_since=_ago(at_step + choose.of(0, 3, 7, 20)),
        ),
        baseline=choose.of(None, Baseline(pain=choose.number(0, 7), site=choose.number(0, 4))),
        screened_on=choose.of(*[_ago(0)] * 9, _ago(3), _ago(7), _ago(8), None),
        held_by_clinician=choose.number(0, 9) == 9,
        planned_days=tuple(map(_ago, range(0, 14, choose.of(30, 2, 1)))),
        sessions=sessions,
        morning_reports=reports,
        check_ins=_check_ins(choose),
        red_flags=tuple(_red_flag(choose) for _ in range(choose.of(0, 0, 0, 0, 0, 1, 2))),
        events=tuple(_event(choose, ladder) for _ in range(choose.of(0, 0, 1, 2, 3, 4))),
    )


def _ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def _diary(
    days: list[Day], here: Rung, quiet: int, worse: int
) -> tuple[tuple[Session, ...], tuple[MorningReport, ...]]:
    sessions: list[Session] = []
    reports: list[MorningReport] = []
    for age, (bout, morning) in enumerate(days, start=1 + quiet):
        if bout is not None:
            sessions += _bouts(_ago(age), bout, here)
        if morning is not None:
            pain = 2 + worse * (age <= WEEK)
            calm = {"pain": pain, "site": 2, "worst_24h": 3, "neuro_worse": False}
            reports.append(MorningReport(day=_ago(age - 1), **calm | morning))
    return tuple(sessions), tuple(reports)


def _bouts(day: date, changes: dict[str, Any], here: Rung) -> list[Session]:
    changes = dict(changes)
    elsewhere, twice = changes.pop("elsewhere", False), changes.pop("twice", False)
    hour = 27 if changes.pop("late", False) else 17
    rung = Rung(1, 1) if elsewhere else here
    calm: dict[str, Any] = {
        "stage": rung.stage,
        "step": rung.step,
        "pain_before": 2,
        "pain_peak": 3,
        "pain_after": 2,
        "site_before": 2,
        "site_after": 2,
        "settle_minutes": 5,
        "dose_percent": 50 if twice else 100,
        "stopped_for_pain": False,
    }
    midnight = datetime.combine(day, time(0), UTC)
    hours = (hour, hour - 6) if twice else (hour,)
    return [Session(at=midnight + timedelta(hours=each), **calm | changes) for each in hours]


def _check_ins(choose: Choices) -> tuple[CheckIn, ...]:
    days = {choose.number(-1, 9) for _ in range(choose.number(0, 4))}
    return tuple(
        CheckIn(
            day=_ago(day),
            sleep=choose.maybe(0, 6),
            stress=choose.maybe(5, 10),
            unwell=choose.of(None, False, True),
            worry=choose.maybe(5, 10),
            out_of_routine=choose.of(None, False, True),
        )
        for day in sorted(days)
    )


def _red_flag(choose: Choices) -> RedFlag:
    tier = choose.of(*Tier)
    day = _ago(choose.number(-1, 30))
    return RedFlag(day=day, tier=tier, code=FLAGS[tier], cleared=choose.of(True, True, False))


def _event(choose: Choices, ladder: tuple[int, int, int]) -> Event:
    kind = choose.of(*EventKind, EventKind.SIGNED_OFF)
    day = _ago(choose.of(0, 1, 2, 3, 5, 6, 7, 8, 13, 14, 15, 28, 29, 40))
    stage = choose.number(1, 3)
    left = Rung(stage, choose.number(1, ladder[stage - 1]))
    return Event(kind=kind, day=day, from_=left if kind is EventKind.REGRESSED else None)
