"""What is published, to read: programs with their ladder, exercises, and the rules that decide."""

from .exercises import ExerciseAdmin
from .programs import ProgramVersionAdmin
from .rule_sets import RuleSetVersionAdmin

__all__ = ["ExerciseAdmin", "ProgramVersionAdmin", "RuleSetVersionAdmin"]
