"""Parts 3 and 4: hold while anything blocks, else exactly one step on."""

from programs.engine.colours import entries_of
from programs.engine.criteria import BLOCKERS
from programs.engine.decision import Decision, Kind, distinct
from programs.engine.facts import Criterion, Facts
from programs.engine.history import CheckIn, Event, EventKind, Rung
from programs.engine.ladder import LAST_STAGE
from programs.engine.reasons import Finding, Reason, ReasonCode, check_ins, events, finding
from programs.engine.stage_change import EITHER_STAGE, STAGE_3, sign_off
from programs.engine.vulnerability import points


def blockers(facts: Facts) -> list[Finding]:
    """Everything that stands before the next step, in the order it is listed."""
    table: tuple[Criterion, ...] = BLOCKERS
    if facts.next_stage:
        table += EITHER_STAGE
    if facts.next_stage == LAST_STAGE:
        table += STAGE_3
    found = [finding for criterion in table if (finding := criterion(facts))]
    if facts.next_stage == LAST_STAGE and (unsigned := sign_off(facts, ready=not found)):
        found.append(unsigned)
    return found


def move_on(facts: Facts) -> Decision:
    """Hold with every blocker, or advance."""
    if found := blockers(facts):
        return _hold(facts, found)
    if facts.next_rung is None:
        return _hold(facts, [_complete(facts)])
    vulnerable = _vulnerable_check_in(facts)
    if vulnerable is None:
        return _advance(facts, facts.next_rung, [])
    deferred = _deferrals(facts)
    if len({event.day for event in deferred}) < facts.rules.deferrals_allowed:
        return _hold(facts, [_defer(facts, vulnerable)])
    return _advance(facts, facts.next_rung, [_cap_reached(facts, deferred)])


def _hold(facts: Facts, found: list[Finding]) -> Decision:
    return Decision(
        kind=Kind.HOLD,
        target=facts.position.rung,
        dose=1.0,
        reasons=distinct([reason for each in found for reason in each.reasons]),
        review=any(each.review for each in found),
        pending_until=next((each.pending_until for each in found if each.pending_until), None),
    )


def _advance(facts: Facts, target: Rung, found: list[Finding]) -> Decision:
    crossing = [_stage_change(facts, facts.next_stage)] if facts.next_stage else []
    reasons = [_criteria_met(facts), *crossing]
    return Decision(
        kind=Kind.ADVANCE,
        target=target,
        dose=1.0,
        reasons=(*reasons, *(reason for each in found for reason in each.reasons)),
        review=any(each.review for each in found),
    )


def _criteria_met(facts: Facts) -> Reason:
    have = {"green": facts.greens, "of": len(facts.last_counted)}
    need = {"green": facts.greens_needed, "of": facts.window}
    return Reason(ReasonCode.CRITERIA_MET, have, need, entries_of(facts.last_counted))


def _stage_change(facts: Facts, stage: int) -> Reason:
    have, need = {"stage": facts.position.stage}, {"stage": stage}
    return Reason(ReasonCode.STAGE_CHANGE, have, need, entries_of(facts.last_counted))


def _complete(facts: Facts) -> Finding:
    step = str(facts.position.rung)
    entries = entries_of(facts.last_counted)
    return finding(
        ReasonCode.PROGRAM_COMPLETE_REVIEW, {"step": step}, {"step": step}, entries, review=True
    )


def _vulnerable_check_in(facts: Facts) -> CheckIn | None:
    """Today's check-in, or yesterday's if there is none today, if its points are high."""
    answers = facts.diary.check_ins
    check_in = answers.get(facts.today) or answers.get(facts.today - 1)
    if check_in is None or points(check_in, facts.rules) < facts.rules.vulnerable_from:
        return None
    return check_in


def _deferrals(facts: Facts) -> list[Event]:
    return [
        event
        for event in facts.diary.events.get(EventKind.DEFERRED, ())
        if 1 <= facts.days_since(event.day) <= facts.rules.deferral_days
    ]


def _defer(facts: Facts, vulnerable: CheckIn) -> Finding:
    have = {"points": points(vulnerable, facts.rules)}
    need = {"points_below": facts.rules.vulnerable_from}
    return finding(ReasonCode.VULN_DEFER, have, need, check_ins([vulnerable]))


def _cap_reached(facts: Facts, deferred: list[Event]) -> Finding:
    have = {"deferred_days": len({event.day for event in deferred})}
    need = {"deferred_days_below": facts.rules.deferrals_allowed}
    return finding(ReasonCode.VULN_CAP_REACHED, have, need, events(deferred), review=True)
