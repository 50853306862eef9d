"""The rules engine: a patient's history in, a decision with its reasons out."""

from programs.engine.canonical import canonical, digest, to_json
from programs.engine.colours import Colour
from programs.engine.days import day_ends_at, logical_day, today
from programs.engine.decide import decide
from programs.engine.decision import Decision, Kind, Target, Urgency
from programs.engine.diary import looks_back_to
from programs.engine.gate import Gate, session_gate
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
from programs.engine.limits import Limits, limits
from programs.engine.parse import parse
from programs.engine.progress import Progress, progress, signed_off
from programs.engine.reading import HistoryError
from programs.engine.reasons import Entry, Reason, ReasonCode
from programs.engine.rule_fields import RuleError, RuleField
from programs.engine.rule_sentences import rule_sentences
from programs.engine.rules import DEFAULT, RuleSet, fields
from programs.engine.sentences import headline, red_flag_label, sentence
from programs.engine.wording import Audience

__all__ = [
    "DEFAULT",
    "NOT_SETTLED",
    "Audience",
    "Baseline",
    "CheckIn",
    "Colour",
    "Decision",
    "Entry",
    "Event",
    "EventKind",
    "Gate",
    "History",
    "HistoryError",
    "Irritability",
    "Kind",
    "Limits",
    "MorningReport",
    "Position",
    "Progress",
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
    "canonical",
    "day_ends_at",
    "decide",
    "digest",
    "fields",
    "headline",
    "limits",
    "logical_day",
    "looks_back_to",
    "parse",
    "progress",
    "red_flag_label",
    "rule_sentences",
    "sentence",
    "session_gate",
    "signed_off",
    "to_json",
    "today",
]
