"""Part 2, stepping back: after a gap, or on symptoms; and the easing that may take its place."""

from collections.abc import Iterable

from programs.engine.colours import Colour, Judged, entries_of
from programs.engine.decision import Decision, Kind, distinct
from programs.engine.facts import Facts
from programs.engine.history import CheckIn, EventKind, Rung, Trigger
from programs.engine.ladder import BOTTOM, first_step_below
from programs.engine.reasons import Finding, Reason, ReasonCode, check_ins, events, sessions
from programs.engine.vulnerability import points


def after_gap(facts: Facts) -> Decision | None:
    """What coming back after missed days means, asked only when a session is about to start."""
    if facts.history.trigger != Trigger.SESSION_START:
        return None
    missed = _missed_days(facts)
    for from_days, code, target in _gaps(facts):
        if missed >= from_days:
            reason = _gap(facts, code, missed, from_days)
            if code == ReasonCode.GAP_4_7:
                return held_back(facts, [reason])
            review = code == ReasonCode.GAP_OVER_28
            return step_back(facts, [Finding((reason,), review)], target)
    return None


def _gaps(facts: Facts) -> tuple[tuple[int, ReasonCode, Rung | None], ...]:
    """From how many missed days, why and where to; the longest first."""
    rules = facts.rules
    return (
        (rules.gap_start_again_from, ReasonCode.GAP_OVER_28, BOTTOM),
        (rules.gap_first_step_from, ReasonCode.GAP_15_28, first_step_below(facts.position.rung)),
        (rules.gap_step_back_from, ReasonCode.GAP_8_14, facts.lower_rung),
        (rules.gap_hold_from, ReasonCode.GAP_4_7, facts.position.rung),
    )


def _missed_days(facts: Facts) -> int:
    """Full days since the last session, or since the step back that its gap already caused."""
    last = facts.last_step_back
    return min(facts.missed_days, facts.days_since(last.day) - 1) if last else facts.missed_days


def _gap(facts: Facts, code: ReasonCode, missed: int, from_days: int) -> Reason:
    have, need = {"missed_days": missed}, {"missed_days_below": from_days}
    return Reason(code, have, need, sessions(facts.diary.last_sessions))


def on_symptoms(facts: Facts) -> Decision | None:
    """Step back on any ground, or ease instead; None without a ground."""
    found = [finding for ground in GROUNDS if (finding := ground(facts))]
    if not found:
        return None
    only_red_days = len(found) == 1 and found[0].reasons[0].code == ReasonCode.RED_DAYS
    if only_red_days and (vulnerable := _easing_check_ins(facts)):
        return held_back(facts, (_eased(facts, vulnerable), *found[0].reasons))
    return step_back(facts, found, facts.lower_rung)


def hard_red(facts: Facts) -> Finding | None:
    """(a) Pain that stays further down, or worse tingling: one exposure is enough."""
    hard = [judged for judged in facts.last_few if judged.is_hard_red]
    if not hard:
        return None
    worse = any(judged.has(ReasonCode.NEURO_WORSE) for judged in hard)
    return Finding(_codes(hard), review=worse)


def red_days(facts: Facts) -> Finding | None:
    """(b) Red exposures that together weigh enough."""
    soft = _soft_reds(facts)
    weight, limit = sum(judged.weight for judged in soft), facts.preset.weight_to_step_back
    if weight < limit:
        return None
    have = {"weight": weight, "of": len(facts.last_few)}
    total = Reason(ReasonCode.RED_DAYS, have, {"weight_below": limit}, entries_of(soft))
    return Finding((total, *_codes(soft)))


def periph_repeated(facts: Facts) -> Finding | None:
    """(c) Pain that spread during more than one of the last exposures."""
    spread = [judged for judged in facts.last_few if judged.has(ReasonCode.PERIPH_TRANSIENT)]
    limit = facts.rules.periph_repeats
    if len(spread) < limit:
        return None
    have = {"exposures": len(spread), "of": len(facts.last_few)}
    need = {"exposures_below": limit}
    return Finding((Reason(ReasonCode.PERIPH_REPEATED, have, need, entries_of(spread)),))


def week_rise(facts: Facts) -> Finding | None:
    """(d) Mornings worse than last week's, unless a step back has just answered that."""
    rise, limit = facts.week_rise, facts.rules.week_rise_step_back
    if rise is None or rise < limit:
        return None
    last = facts.last_step_back
    if last and facts.days_since(last.day) < facts.rules.week_rise_pause_days:
        return None
    return Finding((facts.week_reason(ReasonCode.WEEK_RISE_2, limit),))


GROUNDS = (hard_red, red_days, periph_repeated, week_rise)


def _soft_reds(facts: Facts) -> list[Judged]:
    return [
        judged
        for judged in facts.last_few
        if judged.colour is Colour.RED and not judged.is_hard_red
    ]


def _codes(exposures: Iterable[Judged]) -> tuple[Reason, ...]:
    return tuple(reason for judged in exposures for reason in judged.reasons)


def _easing_check_ins(facts: Facts) -> list[CheckIn]:
    """The check-ins of a vulnerable day at a red exposure, unless easing was used lately."""
    eased = facts.diary.latest(EventKind.EASED)
    if eased and facts.days_since(eased.day) <= facts.rules.ease_days:
        return []
    days = sorted({day for judged in _soft_reds(facts) for day in (judged.day, judged.day + 1)})
    found = [facts.diary.check_ins[day] for day in days if day in facts.diary.check_ins]
    limit = facts.rules.vulnerable_from
    return [check_in for check_in in found if points(check_in, facts.rules) >= limit]


def _eased(facts: Facts, vulnerable: list[CheckIn]) -> Reason:
    most = max(points(check_in, facts.rules) for check_in in vulnerable)
    need = {"points_below": facts.rules.vulnerable_from}
    return Reason(ReasonCode.VULN_EASE, {"points": most}, need, check_ins(vulnerable))


def step_back(facts: Facts, found: list[Finding], target: Rung | None) -> Decision:
    """Step back to ``target``; at the floor do less at the same step, and ask for a look."""
    floor = [] if facts.lower_rung else [_at_floor(facts)]
    repeated = [reason] if (reason := _repeated(facts)) else []
    reasons = [*floor, *(reason for finding in found for reason in finding.reasons), *repeated]
    review = bool(floor or repeated) or any(finding.review for finding in found)
    if floor or target is None:
        return held_back(facts, reasons, review=review)
    return Decision(
        kind=Kind.REGRESS, target=target, dose=1.0, reasons=distinct(reasons), review=review
    )


def held_back(facts: Facts, reasons: Iterable[Reason], review: bool = False) -> Decision:
    """The same step at a smaller dose."""
    return Decision(
        kind=Kind.HOLD,
        target=facts.position.rung,
        dose=facts.rules.held_dose_percent / 100,
        reasons=distinct(list(reasons)),
        review=review,
    )


def _at_floor(facts: Facts) -> Reason:
    have, need = {"step": str(facts.position.rung)}, {"step_above": str(BOTTOM)}
    return Reason(ReasonCode.AT_FLOOR, have, need)


def _repeated(facts: Facts) -> Reason | None:
    last, limit = facts.last_step_back, facts.rules.repeated_step_back_days
    if last is None or (days := facts.days_since(last.day)) > limit:
        return None
    need = {"days_since_step_back_above": limit}
    return Reason(ReasonCode.REGRESS_REPEATED, {"days_since_step_back": days}, need, events([last]))
