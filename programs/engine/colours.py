"""The colour of an exposure: a table of small criteria, each with what was seen and needed."""

from collections.abc import Iterable
from enum import StrEnum
from math import inf
from typing import NamedTuple

from programs.engine.diary import Diary
from programs.engine.exposures import Exposure, Morning, furthest_usual_site, usual_pain
from programs.engine.history import NOT_SETTLED
from programs.engine.limits import Limits, limits
from programs.engine.medians import Median
from programs.engine.presets import Preset
from programs.engine.reasons import Entry, Reason, ReasonCode, sessions
from programs.engine.rules import RuleSet


class Colour(StrEnum):
    """What one exposure tells: bad news at once, good news never before the morning."""

    RED = "red"
    PARTIAL = "partial"
    UNKNOWN = "unknown"
    AMBER = "amber"
    GREEN = "green"


class Seen(NamedTuple):
    """An exposure with everything its colour is judged against."""

    exposure: Exposure
    morning: Morning | None
    rise: int
    # How far the next morning is above the usual one; 0 while nothing is known of it.
    morning_rise: Median
    limits: Limits
    preset: Preset
    rules: RuleSet
    diary: Diary


class Judged(NamedTuple):
    """An exposure with its colour and the reasons for it, reds first."""

    exposure: Exposure
    morning: Morning | None
    colour: Colour
    reasons: tuple[Reason, ...]

    @property
    def day(self) -> int:
        return self.exposure.day

    @property
    def by_proxy(self) -> bool:
        return self.morning is not None and self.morning.is_proxy

    @property
    def is_hard_red(self) -> bool:
        return any(reason.code in HARD for reason in self.reasons)

    @property
    def weight(self) -> int:
        """What a red exposure weighs towards a step back: a spike is two."""
        return 2 if self.has(ReasonCode.MORNING_SPIKE) else 1

    def has(self, code: ReasonCode) -> bool:
        return any(reason.code == code for reason in self.reasons)


def judge(
    diary: Diary, exposure: Exposure, morning: Morning | None, stage: int, rules: RuleSet
) -> Judged:
    """Give an exposure its colour: the first that holds."""
    irritability = diary.history.irritability
    morning_rise: Median = 0
    if morning:
        morning_rise = morning.pain - usual_pain(diary, exposure, rules.usual_morning_reports)
    seen = Seen(
        exposure=exposure,
        morning=morning,
        rise=exposure.peak - exposure.before,
        morning_rise=morning_rise,
        limits=limits(stage, irritability, rules, exposure.before),
        preset=rules.preset(irritability),
        rules=rules,
        diary=diary,
    )
    red = [reason for check in REDS if (reason := check(seen))]
    amber = [reason for check in AMBERS if (reason := check(seen))]
    return Judged(exposure, morning, _colour(seen, red, amber), (*red, *amber))


def _colour(seen: Seen, red: list[Reason], amber: list[Reason]) -> Colour:
    if red:
        return Colour.RED
    if seen.exposure.dose < seen.rules.full_dose_percent and not seen.exposure.stopped:
        return Colour.PARTIAL
    if seen.morning is None:
        return Colour.UNKNOWN
    return Colour.AMBER if amber else Colour.GREEN


def _peak_over_max(seen: Seen) -> Reason | None:
    if seen.exposure.peak <= seen.limits.maximum:
        return None
    return _peak(ReasonCode.PEAK_OVER_MAX, seen, seen.limits.maximum)


def _peak_over_target(seen: Seen) -> Reason | None:
    if not seen.limits.target < seen.exposure.peak <= seen.limits.maximum:
        return None
    return _peak(ReasonCode.PEAK_OVER_TARGET, seen, seen.limits.target)


def _peak(code: ReasonCode, seen: Seen, limit: int) -> Reason:
    return Reason(code, seen.exposure.peak, {"at_most": limit}, sessions(seen.exposure.sessions))


def _rise_large(seen: Seen) -> Reason | None:
    if seen.rise < seen.preset.rise_red_from:
        return None
    return _rise(ReasonCode.RISE_LARGE, seen, seen.preset.rise_red_from - 1)


def _rise_above_ok(seen: Seen) -> Reason | None:
    if not seen.preset.rise_amber_above < seen.rise < seen.preset.rise_red_from:
        return None
    return _rise(ReasonCode.RISE_ABOVE_OK, seen, seen.preset.rise_amber_above)


def _rise(code: ReasonCode, seen: Seen, limit: int) -> Reason:
    have = {"rise": seen.rise, "before": seen.exposure.before}
    return Reason(code, have, {"rise_at_most": limit}, sessions(seen.exposure.sessions))


def _settle_slow(seen: Seen) -> Reason | None:
    if seen.exposure.settle is None or seen.exposure.settle <= seen.preset.settle_red_above:
        return None
    return _settle(ReasonCode.SETTLE_SLOW, seen, seen.preset.settle_red_above)


def _settle_delayed(seen: Seen) -> Reason | None:
    preset, settle = seen.preset, seen.exposure.settle
    if settle is None or not preset.settle_amber_above < settle <= preset.settle_red_above:
        return None
    return _settle(ReasonCode.SETTLE_DELAYED, seen, preset.settle_amber_above)


def _settle(code: ReasonCode, seen: Seen, limit: int) -> Reason:
    settle = seen.exposure.settle
    have = {"minutes": NOT_SETTLED if settle == inf else settle}
    return Reason(code, have, {"minutes_at_most": limit}, sessions(seen.exposure.sessions))


def _morning_spike(seen: Seen) -> Reason | None:
    if not seen.morning or seen.morning_rise < seen.rules.morning_spike_from:
        return None
    need = {"rise_below": seen.rules.morning_spike_from}
    return _morning(ReasonCode.MORNING_SPIKE, seen, seen.morning, need)


def _morning_worse(seen: Seen) -> Reason | None:
    rise, rules = seen.morning_rise, seen.rules
    if not seen.morning or not rules.morning_red_from <= rise < rules.morning_spike_from:
        return None
    need = {"rise_below": rules.morning_red_from}
    return _morning(ReasonCode.MORNING_WORSE, seen, seen.morning, need)


def _morning_up(seen: Seen) -> Reason | None:
    rise, rules = seen.morning_rise, seen.rules
    if not seen.morning or not rules.morning_amber_above < rise < rules.morning_red_from:
        return None
    need = {"rise_at_most": rules.morning_amber_above}
    return _morning(ReasonCode.MORNING_UP, seen, seen.morning, need)


def _morning(code: ReasonCode, seen: Seen, morning: Morning, need: dict[str, int]) -> Reason:
    have = {
        "pain": morning.pain,
        "usual": morning.pain - seen.morning_rise,
        "rise": seen.morning_rise,
    }
    return Reason(code, have, need, morning.entries)


def _periph_persist(seen: Seen) -> Reason | None:
    morning, exposure = seen.morning, seen.exposure
    if morning is None or morning.site <= exposure.site_before:
        return None
    usual = furthest_usual_site(seen.diary, exposure, seen.rules.usual_morning_reports)
    if morning.site <= usual:
        return None
    have, need = {"site": morning.site}, {"site_at_most": usual}
    return Reason(ReasonCode.PERIPH_PERSIST, have, need, morning.entries)


def _neuro_worse(seen: Seen) -> Reason | None:
    if seen.morning is None or not seen.morning.neuro_worse:
        return None
    have, need = {"neuro_worse": True}, {"neuro_worse": False}
    return Reason(ReasonCode.NEURO_WORSE, have, need, seen.morning.entries)


def _periph_transient(seen: Seen) -> Reason | None:
    exposure = seen.exposure
    if exposure.site_after <= exposure.site_before:
        return None
    have, need = {"site": exposure.site_after}, {"site_at_most": exposure.site_before}
    return Reason(ReasonCode.PERIPH_TRANSIENT, have, need, sessions(exposure.sessions))


def _stopped_for_pain(seen: Seen) -> Reason | None:
    if not seen.exposure.stopped:
        return None
    have, need = {"stopped_for_pain": True}, {"stopped_for_pain": False}
    return Reason(ReasonCode.STOPPED_FOR_PAIN, have, need, sessions(seen.exposure.sessions))


def _overdose(seen: Seen) -> Reason | None:
    if seen.exposure.dose <= seen.rules.overdose_percent:
        return None
    need = {"dose_percent_at_most": seen.rules.overdose_percent}
    have = {"dose_percent": seen.exposure.dose}
    return Reason(ReasonCode.OVERDOSE, have, need, sessions(seen.exposure.sessions))


HARD = frozenset({ReasonCode.PERIPH_PERSIST, ReasonCode.NEURO_WORSE})
REDS = (
    _peak_over_max,
    _rise_large,
    _settle_slow,
    _morning_spike,
    _morning_worse,
    _periph_persist,
    _neuro_worse,
)
AMBERS = (
    _peak_over_target,
    _rise_above_ok,
    _settle_delayed,
    _periph_transient,
    _stopped_for_pain,
    _overdose,
    _morning_up,
)


def entries_of(judged: Iterable[Judged]) -> tuple[Entry, ...]:
    """The sessions of these exposures, with the mornings that answered them."""
    found: list[Entry] = []
    for each in judged:
        found.extend(sessions(each.exposure.sessions))
        found.extend(each.morning.entries if each.morning else ())
    return tuple(found)
