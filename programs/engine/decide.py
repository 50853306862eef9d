"""The decision: the first of pausing, stepping back, holding and moving on that applies."""

from dataclasses import replace

from programs.engine.annotations import ALWAYS, WHEN_HELD
from programs.engine.decision import Decision, Kind
from programs.engine.facts import Criterion, Facts
from programs.engine.history import History
from programs.engine.moving_on import move_on
from programs.engine.pausing import pause
from programs.engine.rules import DEFAULT, RuleSet
from programs.engine.stepping_back import after_gap, on_symptoms


def decide(history: History, rules: RuleSet = DEFAULT) -> Decision:
    """Decide what comes next for one patient, with every reason.

    The same history under the same rules gives the same decision, to the byte. Nothing is read
    but the arguments: the moment is ``history.now``.
    """
    facts = Facts(history, rules)
    if paused := pause(facts):
        return paused
    if less := after_gap(facts) or on_symptoms(facts):
        return _annotated(facts, less, ALWAYS)
    decision = move_on(facts)
    return _annotated(facts, decision, WHEN_HELD if decision.kind is Kind.HOLD else ALWAYS)


def _annotated(facts: Facts, decision: Decision, table: tuple[Criterion, ...]) -> Decision:
    """The decision with what else a clinician should know; its kind stays."""
    found = [finding for annotation in table if (finding := annotation(facts))]
    if not found:
        return decision
    more = [reason for each in found for reason in each.reasons]
    return replace(
        decision,
        reasons=(*decision.reasons, *more),
        review=decision.review or any(each.review for each in found),
    )
