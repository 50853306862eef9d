"""The facts a decision is made from: one patient's diary, as frozen values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Literal, NamedTuple, TypeAlias

NOT_SETTLED: Final = "not_settled"
SettleAnswer: TypeAlias = int | Literal["not_settled"] | None


class Irritability(StrEnum):
    """How easily the nerve is provoked; chosen by the clinician."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Trigger(StrEnum):
    """What asked for the decision."""

    MORNING_REPORT = "morning_report"
    SESSION_LOG = "session_log"
    SESSION_START = "session_start"
    DAILY = "daily"


class Tier(StrEnum):
    """How urgent a red flag is: A emergency now, B the same day, C the next appointment."""

    A = "A"
    B = "B"
    C = "C"


class EventKind(StrEnum):
    """What was decided or done before, as far as later decisions look at it."""

    REGRESSED = "regressed"
    EASED = "eased"
    DEFERRED = "deferred"
    SIGNED_OFF = "signed_off"
    UNLOCKED = "unlocked"
    REVIEWED = "reviewed"


class Rung(NamedTuple):
    """One step of one stage. Rungs compare as the ladder climbs."""

    stage: int
    step: int

    def __str__(self) -> str:
        return f"{self.stage}.{self.step}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where the patient stands on the ladder, and since which logical days."""

    stage: int
    step: int
    since: date
    stage_since: date

    @property
    def rung(self) -> Rung:
        return Rung(self.stage, self.step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Pain (0..10) and site (0..5) when the program started."""

    pain: int
    site: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One bout of exercise. Pain is 0..10, a site 0 (no symptoms) or 1 (nearest the spine)..5.

    ``at`` is aware and keeps the wall clock that the patient saw, with its own fixed offset.
    ``settle_minutes`` is None where it was not answered. ``dose_percent`` is the share of the
    day's planned dose that this bout did.
    """

    at: datetime
    stage: int
    step: int
    pain_before: int
    pain_peak: int
    pain_after: int
    site_before: int
    site_after: int
    settle_minutes: SettleAnswer
    dose_percent: int
    stopped_for_pain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningReport:
    """The morning of ``day``: what the exposures of the day before left behind. None: not said."""

    day: date
    pain: int
    site: int
    worst_24h: int | None
    neuro_worse: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """What makes the patient more vulnerable on ``day``. None: not said, which is never "no"."""

    day: date
    sleep: int | None
    stress: int | None
    unwell: bool | None
    worry: int | None
    out_of_routine: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """A red-flag answer. Only a clinician clears it. Codes begin with ``RF_``."""

    day: date
    tier: Tier
    code: str
    cleared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something decided or done on ``day``; ``from_`` is the rung that a ``regressed`` one left."""

    kind: EventKind
    day: date
    from_: Rung | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything one decision looks at. The order of the tuples means nothing, save the red flags'.

    Values are trusted: what comes from outside goes through :func:`programs.engine.parse`.
    """

    now: datetime
    time_zone: str
    trigger: Trigger
    irritability: Irritability
    ladder: tuple[int, int, int]
    started_on: date
    position: Position
    baseline: Baseline | None
    screened_on: date | None
    held_by_clinician: bool
    planned_days: tuple[date, ...]
    sessions: tuple[Session, ...]
    morning_reports: tuple[MorningReport, ...]
    check_ins: tuple[CheckIn, ...]
    red_flags: tuple[RedFlag, ...]
    events: tuple[Event, ...]
