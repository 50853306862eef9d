"""How much pain a session may bring: the target and the maximum for one patient."""

from typing import NamedTuple

from programs.engine.history import Irritability
from programs.engine.rules import RuleSet


class Limits(NamedTuple):
    """Peak pain: fine up to ``target``, red above ``maximum``."""

    target: int
    maximum: int


def limits(
    stage: int, irritability: Irritability, rules: RuleSet, before: int | None = None
) -> Limits:
    """The target and maximum for peak pain, 0..10.

    With the pain ``before`` a session, stage 1 leaves room above it, so that somebody in constant
    pain can still move. The caps keep that room from reaching the top of the scale.
    """
    preset = rules.preset(irritability)
    target, maximum = preset.target(stage), preset.maximum
    if stage > 1 or before is None:
        return Limits(target, maximum)
    return Limits(
        min(rules.constant_pain_target_cap, max(target, before + rules.constant_pain_target_rise)),
        min(
            rules.constant_pain_maximum_cap, max(maximum, before + rules.constant_pain_maximum_rise)
        ),
    )
