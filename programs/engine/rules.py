"""The rule set: every number a clinician could argue about, typed, bounded and explained."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from programs.engine.history import Irritability
from programs.engine.presets import HIGH, LOW, MODERATE, Preset
from programs.engine.reading import shown
from programs.engine.rule_fields import (
    IMPORTANT_CHANGE,
    PAIN_MODEL,
    RuleError,
    RuleField,
    check_bounds,
    check_order,
    described,
    number,
)

AT_MOST: Final = (
    ("constant_pain_target_rise", "constant_pain_maximum_rise"),
    ("constant_pain_target_cap", "constant_pain_maximum_cap"),
    ("morning_red_from", "morning_spike_from"),
    ("week_rise_hold", "week_rise_step_back"),
    ("stage_3_range", "stage_2_range"),
    ("predict_jump", "predict_jump_alone"),
    ("periph_repeats", "step_back_window"),
    # Else the cap on putting off is never reached, and vulnerability blocks for ever.
    ("deferrals_allowed", "deferral_days"),
)
BELOW: Final = (
    ("morning_amber_above", "morning_red_from"),
    ("gap_hold_from", "gap_step_back_from"),
    ("gap_step_back_from", "gap_first_step_from"),
    ("gap_first_step_from", "gap_start_again_from"),
    ("no_improvement_early_days", "no_improvement_late_days"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One version of the rules. One that exists is within its bounds and contradicts nothing.

    Raises :class:`RuleError` otherwise. The bounds keep what must hold under any rule set: nobody
    moves on with a last session five or more days old, or on the day they arrived.
    """

    low: Preset = LOW
    moderate: Preset = MODERATE
    high: Preset = HIGH

    constant_pain_target_rise: int = number(
        1, 0, 3, "pain points", "Stage 1: a peak this far above the pain before is still fine."
    )
    constant_pain_target_cap: int = number(
        7, 0, 10, "pain 0-10", "Stage 1: constant pain never lifts the target above this."
    )
    constant_pain_maximum_rise: int = number(
        2, 0, 4, "pain points", "Stage 1: a peak this far above the pain before is not yet red."
    )
    constant_pain_maximum_cap: int = number(
        8, 0, 10, "pain 0-10", "Stage 1: constant pain never lifts the maximum above this."
    )
    usual_morning_reports: int = number(
        3, 1, 7, "reports", "Morning reports in a week that make a usual morning to compare with."
    )
    morning_amber_above: int = number(
        1, 0, 9, "pain points", "The next morning above the usual by more than this is amber."
    )
    morning_red_from: int = number(
        2,
        1,
        10,
        "pain points",
        "The next morning above the usual by this or more is red.",
        PAIN_MODEL,
    )
    morning_spike_from: int = number(
        3, 1, 10, "pain points", "The next morning above the usual by this or more weighs two."
    )
    overdose_percent: int = number(
        150, 100, 1000, "% of the day's dose", "Doing more than this in a day is amber."
    )
    full_dose_percent: int = number(
        50, 1, 100, "% of the day's dose", "Doing less than this in a day is a partial exposure."
    )
    proxy_limit: int = number(
        2, 0, 14, "exposures", "How many missing mornings the next session may stand in for."
    )
    step_back_window: int = number(
        3, 1, 14, "exposures", "How many of the last exposures can cause a step back."
    )
    periph_repeats: int = number(
        2, 1, 14, "exposures", "Spreading in a session this often steps back."
    )
    week_reports: int = number(
        4, 1, 7, "reports", "Morning reports that a week needs before its median counts."
    )
    week_rise_hold: int = number(
        1, 1, 10, "pain points", "This week above last week by this or more holds.", PAIN_MODEL
    )
    week_rise_step_back: int = number(
        2, 1, 10, "pain points", "This week above last week by this or more steps back.", PAIN_MODEL
    )
    week_rise_pause_days: int = number(
        7, 0, 28, "days", "After a step back a rising week waits this long to cause another."
    )
    gap_hold_from: int = number(
        4, 1, 4, "missed days", "Missed days after which the same step starts again at less dose."
    )
    gap_step_back_from: int = number(8, 2, 60, "missed days", "Missed days that step back by one.")
    gap_first_step_from: int = number(
        15, 3, 120, "missed days", "Missed days that lead to the first step of the stage."
    )
    gap_start_again_from: int = number(
        29, 4, 365, "missed days", "Missed days that lead back to the first step of all."
    )
    held_dose_percent: int = number(
        50, 10, 100, "% of the dose", "The dose while easing, and after a gap or at the floor."
    )
    repeated_step_back_days: int = number(
        14, 1, 90, "days", "Two step backs within this are shown to a clinician."
    )
    ease_days: int = number(
        7, 1, 90, "days", "Easing again instead of a step back needs more than these days between."
    )
    screen_valid_days: int = number(
        7, 1, 28, "days", "How old the full red-flag screen may be to move on."
    )
    failed_days: int = number(28, 1, 180, "days", "How long a failed step is remembered.")
    failed_extra_greens: int = number(
        1, 0, 5, "exposures", "Needed, and looked at, in addition before a failed step."
    )
    failures_to_lock: int = number(
        2, 1, 10, "failures", "Failing a step this often asks for a clinician before another try."
    )
    adherence_planned: int = number(
        3, 1, 7, "days", "Planned days in a week before doing them is looked at."
    )
    adherence_percent: int = number(
        50, 0, 100, "% of planned days", "Doing fewer of the planned days than this holds."
    )
    predict_answers: int = number(
        5, 2, 7, "answers", "Worst-pain answers in a week that make pain predictable or not."
    )
    stage_2_range: int = number(
        3, 0, 10, "pain points", "Widest range of worst pain in a week that opens stage 2."
    )
    stage_3_range: int = number(
        2, 0, 10, "pain points", "Widest range of worst pain in a week that opens stage 3."
    )
    predict_jump: int = number(
        2, 1, 10, "pain points", "Worst pain rising by this from one answer to the next is a jump."
    )
    predict_jumps_allowed: int = number(1, 0, 6, "jumps", "More jumps than this in a week hold.")
    predict_jump_alone: int = number(
        3, 1, 10, "pain points", "One jump of this or more holds by itself."
    )
    stage_3_red_free_days: int = number(
        10, 0, 90, "days", "A red exposure this recent keeps stage 3 closed."
    )
    sign_off_days: int = number(
        14, 1, 60, "days", "How long a clinician's sign-off for stage 3 stays valid."
    )
    review_days: int = number(
        14, 1, 60, "days", "How long a clinician's review opens the next stage without improvement."
    )
    no_improvement_early_days: int = number(
        10,
        1,
        90,
        "days",
        "Time without improvement after which a clinician looks first.",
    )
    no_improvement_late_days: int = number(
        42, 2, 365, "days", "Time without improvement after which a new stage needs a review."
    )
    improvement_points: int = number(
        2, 1, 10, "pain points", "Pain lower by this is better.", IMPORTANT_CHANGE
    )
    improvement_percent: int = number(
        30, 1, 100, "% of the pain", "Pain lower by this share is better.", IMPORTANT_CHANGE
    )
    flare_pain: int = number(
        8, 1, 10, "pain 0-10", "Two mornings in a row at this or more pause the program."
    )
    flare_above_baseline: int = number(
        2, 0, 10, "pain points", "A severe flare is also at least this far above the baseline."
    )
    poor_sleep_at_most: int = number(3, 0, 10, "sleep 0-10", "Sleep this poor adds points.")
    stress_from: int = number(7, 0, 10, "stress 0-10", "Stress this high adds points.")
    worry_from: int = number(7, 0, 10, "worry 0-10", "Worry this high adds points.")
    poor_sleep_points: int = number(1, 0, 5, "points", "What poor sleep adds to vulnerability.")
    stress_points: int = number(1, 0, 5, "points", "What stress adds to vulnerability.")
    unwell_points: int = number(2, 0, 5, "points", "What feeling unwell adds to vulnerability.")
    worry_points: int = number(1, 0, 5, "points", "What worry adds to vulnerability.")
    routine_points: int = number(1, 0, 5, "points", "What a day out of routine adds.")
    vulnerable_from: int = number(3, 1, 25, "points", "Vulnerability of this or more is high.")
    deferrals_allowed: int = number(
        3, 0, 13, "days", "Days of putting off after which moving on happens anyway."
    )
    deferral_days: int = number(
        13, 1, 90, "days", "How many days before today are looked at for putting off."
    )

    def __post_init__(self) -> None:
        check_bounds(self)
        check_order(self, AT_MOST, 0, "")
        check_order(self, BELOW, 1, "")
        for irritability in Irritability:
            self.preset(irritability).check(f"{irritability}.")
            self._check_reachable(irritability)

    def preset(self, irritability: Irritability) -> Preset:
        preset: Preset = getattr(self, irritability)
        return preset

    def opening_stage_3(self) -> list[Irritability]:
        """The irritabilities whose presets do not keep stage 3 locked."""
        return [each for each in Irritability if self.preset(each).stage_3_worst_24h is not None]

    def _check_reachable(self, irritability: Irritability) -> None:
        weight, most = self.preset(irritability).weight_to_step_back, 2 * self.step_back_window
        if weight > most:
            name = f"{irritability}.weight_to_step_back"
            raise RuleError(name, f"{weight} is more than step_back_window can weigh ({most})")

    @classmethod
    def from_json(cls, differences: Mapping[str, Any]) -> "RuleSet":
        """The defaults with these differences. Raises :class:`RuleError` for one that cannot be."""
        changes: dict[str, dict[str, Any]] = {"": {}}
        for name, value in differences.items():
            if name not in BY_NAME:
                raise RuleError(name, "is not a field of a rule set")
            if type(value) is not int:
                raise RuleError(name, f"{shown(value)} is not an integer")
            prefix, _, own = name.rpartition(".")
            changes.setdefault(prefix, {})[own] = value
        common = changes.pop("")
        presets = {name: replace(getattr(DEFAULT, name), **own) for name, own in changes.items()}
        return replace(DEFAULT, **common, **presets)

    def to_json(self) -> dict[str, int]:
        """The differences from the defaults, by flat dotted name."""
        return {
            each.name: each.default
            for each in _described(self)
            if each.default != BY_NAME[each.name].default
        }


def fields() -> Iterator[RuleField]:
    """Every field of a rule set, in the order of the page that explains them."""
    return iter(BY_NAME.values())


def _described(rules: RuleSet) -> Iterator[RuleField]:
    for irritability in Irritability:
        yield from described(rules.preset(irritability), f"{irritability}.")
    yield from described(rules)


DEFAULT: Final = RuleSet()
BY_NAME: Final = {each.name: each for each in _described(DEFAULT)}
