"""Why: the codes a decision can give, and for each what was seen against what was needed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from programs.engine.history import CheckIn, Event, MorningReport, RedFlag, Session


class ReasonCode(StrEnum):
    """Every code but the red flags' own, which begin with ``RF_`` and are listed as they are."""

    # An exposure, in the order in which one exposure's codes are listed.
    PEAK_OVER_MAX = "PEAK_OVER_MAX"
    RISE_LARGE = "RISE_LARGE"
    SETTLE_SLOW = "SETTLE_SLOW"
    MORNING_SPIKE = "MORNING_SPIKE"
    MORNING_WORSE = "MORNING_WORSE"
    PERIPH_PERSIST = "PERIPH_PERSIST"
    NEURO_WORSE = "NEURO_WORSE"
    PEAK_OVER_TARGET = "PEAK_OVER_TARGET"
    RISE_ABOVE_OK = "RISE_ABOVE_OK"
    SETTLE_DELAYED = "SETTLE_DELAYED"
    PERIPH_TRANSIENT = "PERIPH_TRANSIENT"
    STOPPED_FOR_PAIN = "STOPPED_FOR_PAIN"
    OVERDOSE = "OVERDOSE"
    MORNING_UP = "MORNING_UP"
    # Pausing.
    FLARE_SEVERE = "FLARE_SEVERE"
    # Stepping back.
    GAP_4_7 = "GAP_4_7"
    GAP_8_14 = "GAP_8_14"
    GAP_15_28 = "GAP_15_28"
    GAP_OVER_28 = "GAP_OVER_28"
    RED_DAYS = "RED_DAYS"
    PERIPH_REPEATED = "PERIPH_REPEATED"
    WEEK_RISE_2 = "WEEK_RISE_2"
    VULN_EASE = "VULN_EASE"
    AT_FLOOR = "AT_FLOOR"
    REGRESS_REPEATED = "REGRESS_REPEATED"
    # Holding.
    CLINICIAN_HOLD = "CLINICIAN_HOLD"
    SCREEN_STALE = "SCREEN_STALE"
    WAIT_MORNING = "WAIT_MORNING"
    MORNING_MISSING = "MORNING_MISSING"
    GAP_OPEN = "GAP_OPEN"
    MIN_SESSIONS = "MIN_SESSIONS"
    NOT_ENOUGH_GREEN = "NOT_ENOUGH_GREEN"
    RED_IN_WINDOW = "RED_IN_WINDOW"
    UNKNOWN_IN_WINDOW = "UNKNOWN_IN_WINDOW"
    LAST_DAY_AMBER = "LAST_DAY_AMBER"
    MIN_DAYS = "MIN_DAYS"
    COOLDOWN = "COOLDOWN"
    PINGPONG_LOCK = "PINGPONG_LOCK"
    WEEK_RISE_1 = "WEEK_RISE_1"
    ADHERENCE_LOW = "ADHERENCE_LOW"
    # A change of stage.
    MIN_STAGE_DAYS = "MIN_STAGE_DAYS"
    MIN_STAGE_SESSIONS = "MIN_STAGE_SESSIONS"
    PREDICT_DATA = "PREDICT_DATA"
    PREDICT_RANGE = "PREDICT_RANGE"
    PREDICT_SPIKES = "PREDICT_SPIKES"
    PREDICT_LEVEL = "PREDICT_LEVEL"
    REVIEW_BEFORE_STAGE = "REVIEW_BEFORE_STAGE"
    PRESET_LOCK = "PRESET_LOCK"
    RED_LAST_10D = "RED_LAST_10D"
    SIGNOFF_REQUESTED = "SIGNOFF_REQUESTED"
    SIGNOFF_NEEDED = "SIGNOFF_NEEDED"
    # Moving on, or nearly.
    VULN_DEFER = "VULN_DEFER"
    VULN_CAP_REACHED = "VULN_CAP_REACHED"
    PROGRAM_COMPLETE_REVIEW = "PROGRAM_COMPLETE_REVIEW"
    CRITERIA_MET = "CRITERIA_MET"
    STAGE_CHANGE = "STAGE_CHANGE"
    # Annotations.
    NO_IMPROVEMENT_10D = "NO_IMPROVEMENT_10D"
    NO_IMPROVEMENT_6W = "NO_IMPROVEMENT_6W"
    PLATEAU = "PLATEAU"


class Entry(NamedTuple):
    """A diary entry by its natural key: the kind, and the day or time that tells it apart."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One code with what was seen, what was needed and the entries that a person can check.

    ``have`` and ``need`` are JSON values; a bare number is pain, 0..10, and every other number
    stands under a key that names its unit.
    """

    code: str
    have: Any
    need: Any
    entries: tuple[Entry, ...] = ()

    def to_record(self) -> dict[str, Any]:
        entries = [list(entry) for entry in self.entries]
        return {"code": str(self.code), "have": self.have, "need": self.need, "entries": entries}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Reason":
        entries = tuple(Entry(kind, key) for kind, key in record["entries"])
        return cls(record["code"], record["have"], record["need"], entries)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one criterion found. It may ask for a clinician's look with or without a code."""

    reasons: tuple[Reason, ...]
    review: bool = False
    pending_until: datetime | None = None


def finding(
    code: ReasonCode, have: Any, need: Any, entries: tuple[Entry, ...] = (), review: bool = False
) -> Finding:
    """A finding of one reason."""
    return Finding((Reason(code, have, need, entries),), review)


def sessions(found: Iterable[Session]) -> tuple[Entry, ...]:
    return tuple([Entry("session", session.at.isoformat()) for session in found])


def morning_reports(found: Iterable[MorningReport]) -> tuple[Entry, ...]:
    return tuple([Entry("morning_report", report.day.isoformat()) for report in found])


def check_ins(found: Iterable[CheckIn]) -> tuple[Entry, ...]:
    return tuple([Entry("check_in", check_in.day.isoformat()) for check_in in found])


def red_flags(found: Iterable[RedFlag]) -> tuple[Entry, ...]:
    return tuple([Entry("red_flag", f"{flag.code} {flag.day}") for flag in found])


def events(found: Iterable[Event]) -> tuple[Entry, ...]:
    return tuple([Entry("event", f"{event.kind} {event.day}") for event in found])
