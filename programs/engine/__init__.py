"""The rules engine: a patient's history in, a decision with its reasons out."""

from programs.engine.colours import Colour
from programs.engine.days import day_ends_at, logical_day, today
from programs.engine.decide import decide
from programs.engine.decision import Decision, Kind, Target, Urgency
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
from programs.engine.parse import parse
from programs.engine.reading import HistoryError
from programs.engine.reasons import Entry, Reason, ReasonCode
from programs.engine.rule_fields import RuleError, RuleField
from programs.engine.rules import DEFAULT, Limits, RuleSet, fields, limits

__all__ = [
    "DEFAULT",
    "NOT_SETTLED",
    "Baseline",
    "CheckIn",
    "Colour",
    "Decision",
    "Entry",
    "Event",
    "EventKind",
    "History",
    "HistoryError",
    "Irritability",
    "Kind",
    "Limits",
    "MorningReport",
    "Position",
    "Reason",
    "ReasonCode",
    "RedFlag",
    "RuleError",
    "RuleField",
    "RuleSet",
    "Rung",
    "Session",
    "Target",
    "Tier",
    "Trigger",
    "Urgency",
    "day_ends_at",
    "decide",
    "fields",
    "limits",
    "logical_day",
    "parse",
    "today",
]
