"""What: programs, assignments, the diary, red flags and the decisions about them."""

from .assignment import OPEN, Assignment, AssignmentStatus, Irritability, Side
from .diary import CheckIn, Completion, EntrySource, MorningReport, Session
from .event import ClinicianEvent, EventKind
from .exercise import Exercise, Pathway, StageKind
from .measures import GlobalChange, Goal, GoalRating, WellbeingWeek
from .moments import Course, Flare, FlareUpdate, PainEntry, TriggerEntry, TriggerKind
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
    "Course",
    "DecisionKind",
    "EntrySource",
    "EventKind",
    "Exercise",
    "Flare",
    "FlareUpdate",
    "GlobalChange",
    "Goal",
    "GoalRating",
    "Irritability",
    "Mark",
    "MorningReport",
    "Outcome",
    "PainEntry",
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
    "TriggerEntry",
    "TriggerKind",
    "WellbeingWeek",
]
