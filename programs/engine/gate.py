"""The session gate, before each session. It moves nothing, and "easier" may always be chosen."""

from collections.abc import Collection
from enum import StrEnum

from programs.engine.history import Irritability, Tier
from programs.engine.limits import limits
from programs.engine.rules import DEFAULT, RuleSet


class Gate(StrEnum):
    """What today's session may be: the current step, a stage-1 step, or nothing."""

    GO = "go"
    EASIER_TODAY = "easier_today"
    STOP_RED_FLAG = "stop_red_flag"


def session_gate(
    *,
    stage: int,
    irritability: Irritability,
    pain_now: int,
    open_tiers: Collection[Tier],
    rules: RuleSet = DEFAULT,
) -> Gate:
    """What a patient with ``pain_now`` (0..10) and these tiers of uncleared red flags may do."""
    if Tier.A in open_tiers or Tier.B in open_tiers:
        return Gate.STOP_RED_FLAG
    if stage > 1 and pain_now > limits(stage, irritability, rules).target:
        return Gate.EASIER_TODAY
    return Gate.GO
