"""What a patient or clinician sees of the way to the next step, from the same criteria table."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.engine.colours import Colour
from programs.engine.decision import distinct
from programs.engine.facts import Facts
from programs.engine.history import History, Rung
from programs.engine.limits import Limits, limits
from programs.engine.moving_on import blockers
from programs.engine.reasons import Reason
from programs.engine.rules import DEFAULT, RuleSet
from programs.engine.stage_change import sign_off


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where the next step stands. ``next_rung`` is None at the end of the ladder.

    ``greens`` of the last ``window`` counted exposures were comfortable, ``greens_needed`` must be;
    ``comfortable_days`` are those days. ``stage_days_needed`` is 0 where the next step stays in the
    stage. ``blockers`` is everything that would hold the patient now.
    """

    rung: Rung
    next_rung: Rung | None
    greens: int
    greens_needed: int
    window: int
    comfortable_days: tuple[date, ...]
    days_at_step: int
    days_needed: int
    days_in_stage: int
    stage_days_needed: int
    limits: Limits
    pending_until: datetime | None
    blockers: tuple[Reason, ...]


def progress(history: History, rules: RuleSet = DEFAULT) -> Progress:
    """How far the patient is from the next step, whether or not a pause or a step back is due."""
    facts = Facts(history, rules)
    found = blockers(facts)
    green = [each for each in facts.last_counted if each.colour is Colour.GREEN]
    stage = facts.next_stage
    return Progress(
        rung=facts.position.rung,
        next_rung=facts.next_rung,
        greens=len(green),
        greens_needed=facts.greens_needed,
        window=facts.window,
        comfortable_days=tuple(date.fromordinal(each.day) for each in green),
        days_at_step=facts.days_since(facts.position.since),
        days_needed=facts.preset.min_days,
        days_in_stage=facts.days_since(facts.position.stage_since),
        stage_days_needed=facts.preset.days_before(stage) if stage else 0,
        limits=limits(facts.position.stage, history.irritability, rules),
        pending_until=next((each.pending_until for each in found if each.pending_until), None),
        blockers=distinct([reason for each in found for reason in each.reasons]),
    )


def signed_off(history: History, rules: RuleSet = DEFAULT) -> bool:
    """Whether a clinician's yes to stage 3 still stands: recent, and nothing happened since."""
    return sign_off(Facts(history, rules), ready=False) is None
