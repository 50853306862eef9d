"""The numbers that depend on how irritable the nerve is, in three presets."""

from dataclasses import dataclass
from typing import Final

from programs.engine.rule_fields import PAIN_MODEL, check_bounds, check_order, number

AT_MOST: Final = (
    ("target_1", "maximum"),
    ("target_2", "maximum"),
    ("target_3", "maximum"),
    ("settle_amber_above", "settle_red_above"),
    ("greens_needed", "window"),
)
BELOW: Final = (("rise_amber_above", "rise_red_from"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One irritability's thresholds. ``stage_3_worst_24h`` is None where stage 3 stays locked."""

    target_1: int = number(
        None, 0, 10, "pain 0-10", "Peak pain up to this is comfortable in stage 1.", PAIN_MODEL
    )
    target_2: int = number(
        None, 0, 10, "pain 0-10", "Peak pain up to this is comfortable in stage 2.", PAIN_MODEL
    )
    target_3: int = number(
        None, 0, 10, "pain 0-10", "Peak pain up to this is comfortable in stage 3.", PAIN_MODEL
    )
    maximum: int = number(None, 0, 10, "pain 0-10", "A peak above this is red.", PAIN_MODEL)
    rise_amber_above: int = number(
        None, 0, 10, "pain points", "A rise from before to peak above this is amber."
    )
    rise_red_from: int = number(
        None, 1, 10, "pain points", "A rise from before to peak of this or more is red."
    )
    settle_amber_above: int = number(
        None, 0, 1440, "minutes", "Pain that takes longer than this to settle is amber."
    )
    settle_red_above: int = number(
        None, 0, 1440, "minutes", "Pain that takes longer than this to settle is red."
    )
    weight_to_step_back: int = number(
        None, 1, 6, "red exposures", "Red exposures (a spike weighs two) that step back."
    )
    greens_needed: int = number(
        None, 1, 14, "exposures", "Comfortable exposures needed in the window to move on."
    )
    window: int = number(None, 1, 14, "exposures", "How many of the last exposures are looked at.")
    min_days: int = number(None, 1, 60, "days", "Shortest time at a step.")
    stage_2_min_days: int = number(None, 1, 120, "days", "Shortest time in stage 1 before stage 2.")
    stage_3_min_days: int = number(None, 1, 120, "days", "Shortest time in stage 2 before stage 3.")
    stage_2_min_exposures: int = number(
        None, 1, 60, "exposures", "Fewest full exposures in stage 1 before stage 2."
    )
    stage_3_min_exposures: int = number(
        None, 1, 60, "exposures", "Fewest full exposures in stage 2 before stage 3."
    )
    cooldown_days: int = number(None, 0, 60, "days", "No moving on so soon after a step back.")
    plateau_days: int = number(
        None, 7, 180, "days", "Time at one step after which a clinician looks at a lack of change."
    )
    stage_2_worst_24h: int = number(
        None, 0, 10, "pain 0-10", "Median worst pain in 24 hours that still opens stage 2."
    )
    stage_3_worst_24h: int | None = number(
        None, 0, 10, "pain 0-10", "Median worst pain in 24 hours that still opens stage 3."
    )

    def target(self, stage: int) -> int:
        return (self.target_1, self.target_2, self.target_3)[stage - 1]

    def days_before(self, stage: int) -> int:
        """The shortest time in the stage before this one."""
        return self.stage_2_min_days if stage == 2 else self.stage_3_min_days

    def exposures_before(self, stage: int) -> int:
        """The fewest full exposures in the stage before this one."""
        return self.stage_2_min_exposures if stage == 2 else self.stage_3_min_exposures

    def worst_24h_before(self, stage: int) -> int | None:
        """The highest median of worst pain that opens this stage; None: nothing opens it."""
        return self.stage_2_worst_24h if stage == 2 else self.stage_3_worst_24h

    def check(self, prefix: str) -> None:
        check_bounds(self, prefix)
        check_order(self, AT_MOST, 0, prefix)
        check_order(self, BELOW, 1, prefix)


LOW: Final = Preset(
    target_1=4,
    target_2=3,
    target_3=4,
    maximum=5,
    rise_amber_above=3,
    rise_red_from=5,
    settle_amber_above=60,
    settle_red_above=240,
    weight_to_step_back=2,
    greens_needed=2,
    window=3,
    min_days=3,
    stage_2_min_days=5,
    stage_3_min_days=7,
    stage_2_min_exposures=4,
    stage_3_min_exposures=5,
    cooldown_days=3,
    plateau_days=14,
    stage_2_worst_24h=5,
    stage_3_worst_24h=4,
)
MODERATE: Final = Preset(
    target_1=3,
    target_2=3,
    target_3=3,
    maximum=5,
    rise_amber_above=2,
    rise_red_from=4,
    settle_amber_above=30,
    settle_red_above=120,
    weight_to_step_back=2,
    greens_needed=3,
    window=4,
    min_days=4,
    stage_2_min_days=7,
    stage_3_min_days=10,
    stage_2_min_exposures=5,
    stage_3_min_exposures=7,
    cooldown_days=4,
    plateau_days=21,
    stage_2_worst_24h=5,
    stage_3_worst_24h=3,
)
HIGH: Final = Preset(
    target_1=2,
    target_2=2,
    target_3=2,
    maximum=4,
    rise_amber_above=2,
    rise_red_from=3,
    settle_amber_above=15,
    settle_red_above=60,
    weight_to_step_back=2,
    greens_needed=4,
    window=5,
    min_days=5,
    stage_2_min_days=10,
    stage_3_min_days=14,
    stage_2_min_exposures=7,
    stage_3_min_exposures=10,
    cooldown_days=5,
    plateau_days=28,
    stage_2_worst_24h=4,
    stage_3_worst_24h=None,
)
