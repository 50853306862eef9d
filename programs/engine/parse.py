"""A history from its JSON form, and back: the only place where facts are distrusted."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from programs.engine import reading
from programs.engine.days import day_number
from programs.engine.history import (
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
from programs.engine.reading import HistoryError

T = TypeVar("T")
Read = Callable[[object], T]

STAGES = 3
MOST_STEPS = 20

PAIN = reading.integer(0, 10)
SITE = reading.integer(0, 5)
STAGE = reading.integer(1, STAGES)
STEP = reading.integer(1, MOST_STEPS)
ANSWER = reading.optional(reading.integer(0, 10))
YES_OR_NO = reading.optional(reading.boolean)
SETTLE = reading.optional(reading.literal_or(NOT_SETTLED, reading.integer(0, 1440)))

RUNG: Read[Rung] = reading.record(Rung, {"stage": STAGE, "step": STEP})
POSITION: Read[Position] = reading.record(
    Position, {"stage": STAGE, "step": STEP, "since": reading.day, "stage_since": reading.day}
)
BASELINE: Read[Baseline] = reading.record(Baseline, {"pain": PAIN, "site": SITE})
SESSION: Read[Session] = reading.record(
    Session,
    {
        "at": reading.instant,
        "stage": STAGE,
        "step": STEP,
        "pain_before": PAIN,
        "pain_peak": PAIN,
        "pain_after": PAIN,
        "site_before": SITE,
        "site_after": SITE,
        "settle_minutes": SETTLE,
        "dose_percent": reading.integer(0, 1000),
        "stopped_for_pain": reading.boolean,
    },
)
MORNING_REPORT: Read[MorningReport] = reading.record(
    MorningReport,
    {
        "day": reading.day,
        "pain": PAIN,
        "site": SITE,
        "worst_24h": ANSWER,
        "neuro_worse": YES_OR_NO,
    },
)
CHECK_IN: Read[CheckIn] = reading.record(
    CheckIn,
    {
        "day": reading.day,
        "sleep": ANSWER,
        "stress": ANSWER,
        "unwell": YES_OR_NO,
        "worry": ANSWER,
        "out_of_routine": YES_OR_NO,
    },
)
RED_FLAG: Read[RedFlag] = reading.record(
    RedFlag,
    {
        "day": reading.day,
        "tier": reading.one_of(Tier),
        "code": reading.red_flag_code,
        "cleared": reading.boolean,
    },
)
EVENT_KIND = reading.one_of(EventKind)
PLAIN_EVENT: Read[Event] = reading.record(Event, {"kind": EVENT_KIND, "day": reading.day})
STEP_BACK: Read[Event] = reading.record(
    Event,
    {"kind": EVENT_KIND, "day": reading.day, "from": RUNG},
    renamed={"from": "from_"},
)


def _event(value: object) -> Event:
    """``from`` stands on ``regressed``, and only there: the kind is read first."""
    if not isinstance(value, dict) or "kind" not in value:
        return PLAIN_EVENT(value)
    try:
        kind = EVENT_KIND(value["kind"])
    except HistoryError as error:
        raise error.under("kind") from None
    return STEP_BACK(value) if kind is EventKind.REGRESSED else PLAIN_EVENT(value)


HISTORY: Read[History] = reading.record(
    History,
    {
        "now": reading.instant,
        "time_zone": reading.time_zone,
        "trigger": reading.one_of(Trigger),
        "irritability": reading.one_of(Irritability),
        "ladder": reading.list_of(STEP, length=STAGES),
        "started_on": reading.day,
        "position": POSITION,
        "baseline": reading.optional(BASELINE),
        "screened_on": reading.optional(reading.day),
        "held_by_clinician": reading.boolean,
        "planned_days": reading.list_of(reading.day),
        "sessions": reading.list_of(SESSION),
        "morning_reports": reading.list_of(MORNING_REPORT),
        "check_ins": reading.list_of(CHECK_IN),
        "red_flags": reading.list_of(RED_FLAG),
        "events": reading.list_of(_event),
    },
)


def parse(value: object) -> History:
    """The history that a JSON value stands for.

    Raises :class:`HistoryError`, which names the first field at fault, for anything that is not
    exactly of the documented form, and for facts that contradict each other.
    """
    history = HISTORY(value)
    _check_ladder(history)
    _check_sessions(history)
    _check_days(history)
    return history


def _check_ladder(history: History) -> None:
    _on_ladder(history, history.position.rung, "position")
    for index, session in enumerate(history.sessions):
        _on_ladder(history, Rung(session.stage, session.step), f"sessions[{index}]")
    for index, event in enumerate(history.events):
        if event.from_:
            _on_ladder(history, event.from_, f"events[{index}].from")


def _on_ladder(history: History, rung: Rung, path: str) -> None:
    steps = history.ladder[rung.stage - 1]
    if rung.step > steps:
        raise HistoryError(
            f"{rung.step} is not in 1..{steps}, the steps of its stage", path + ".step"
        )


def _check_sessions(history: History) -> None:
    seen = set()
    for index, session in enumerate(history.sessions):
        path = f"sessions[{index}].at"
        if session.at > history.now:
            raise HistoryError(f"{session.at.isoformat()} is later than now", path)
        if session.at in seen:
            raise HistoryError(
                f"{session.at.isoformat()} is already taken by another session", path
            )
        seen.add(session.at)


def _check_days(history: History) -> None:
    tomorrow = day_number(history.now.astimezone(reading.zone(history.time_zone))) + 1
    _not_after(tomorrow, "morning_reports", history.morning_reports)
    _not_after(tomorrow, "check_ins", history.check_ins)
    _not_after(tomorrow, "red_flags", history.red_flags)
    _not_after(tomorrow, "events", history.events)
    _one_a_day("morning_reports", history.morning_reports)
    _one_a_day("check_ins", history.check_ins)


def _not_after(
    last: int, name: str, entries: Iterable[MorningReport | CheckIn | RedFlag | Event]
) -> None:
    for index, entry in enumerate(entries):
        if entry.day.toordinal() > last:
            raise HistoryError(f"{entry.day} is later than tomorrow", f"{name}[{index}].day")


def _one_a_day(name: str, entries: Iterable[MorningReport | CheckIn]) -> None:
    seen = set()
    for index, entry in enumerate(entries):
        if entry.day in seen:
            raise HistoryError(f"{entry.day} already has one", f"{name}[{index}].day")
        seen.add(entry.day)
