"""What: programs, assignments, the diary, red flags and the decisions about them."""

from .assignment import OPEN, Assignment, AssignmentStatus, Irritability, Side
from .diary import CheckIn, Completion, EntrySource, MorningReport, Session
from .event import ClinicianEvent, EventKind
from .exercise import Exercise, Pathway, StageKind
from .program import Prescription, Program, ProgramVersion, Stage, Step
from .red_flag import RedFlag, RedFlagScreen, ScreenKind, Tier
from .review import DecisionKind, Mark, Outcome, Review
from .rule_set import RuleSetVersion

__all__ = [
    "OPEN",
    "Assignment",
    "AssignmentStatus",
    "CheckIn",
    "ClinicianEvent",
    "Completion",
    "DecisionKind",
    "EntrySource",
    "EventKind",
    "Exercise",
    "Irritability",
    "Mark",
    "MorningReport",
    "Outcome",
    "Pathway",
    "Prescription",
    "Program",
    "ProgramVersion",
    "RedFlag",
    "RedFlagScreen",
    "Review",
    "RuleSetVersion",
    "ScreenKind",
    "Session",
    "Side",
    "Stage",
    "StageKind",
    "Step",
    "Tier",
]
