"""Part 1, pausing: an open red flag, or a severe flare. Nothing else is looked at."""

from programs.engine.decision import Decision, Kind, Urgency, distinct
from programs.engine.facts import Facts
from programs.engine.history import RedFlag, Tier
from programs.engine.reasons import Reason, ReasonCode, morning_reports, red_flags

URGENCY = {Tier.A: Urgency.EMERGENCY_NOW, Tier.B: Urgency.SAME_DAY}


def pause(facts: Facts) -> Decision | None:
    """Stop everything until a clinician has looked, or None if nothing says so."""
    flags = open_flags(facts)
    for tier, urgency in URGENCY.items():
        if first := [flag for flag in flags if flag.tier == tier]:
            others = [flag for flag in flags if flag.tier != tier]
            return _paused(facts, urgency, flag_reasons([*first, *others]))
    if flare := _severe_flare(facts):
        return _paused(facts, Urgency.SAME_DAY, (flare,))
    return None


def open_flags(facts: Facts) -> list[RedFlag]:
    """The flags that no clinician has cleared, in the order they were given."""
    return [flag for flag in facts.history.red_flags if not flag.cleared]


def flag_reasons(flags: list[RedFlag]) -> tuple[Reason, ...]:
    """Each flag's code once, with every open entry behind it."""
    return distinct([_flag_reason(flag, flags) for flag in flags])


def _flag_reason(flag: RedFlag, flags: list[RedFlag]) -> Reason:
    same = [other for other in flags if other.code == flag.code]
    have = {"tier": str(flag.tier), "open_since": min(other.day for other in same).isoformat()}
    return Reason(flag.code, have, {"cleared_by": "clinician"}, red_flags(same))


def _severe_flare(facts: Facts) -> Reason | None:
    reports = facts.diary.reports(facts.today - 1, facts.today)
    rules, baseline = facts.rules, facts.history.baseline
    limit = rules.flare_pain
    if baseline:
        limit = max(limit, baseline.pain + rules.flare_above_baseline)
    if len(reports) < 2 or any(report.pain < limit for report in reports):
        return None
    have = {"pain_yesterday": reports[0].pain, "pain_today": reports[1].pain}
    return Reason(ReasonCode.FLARE_SEVERE, have, {"pain_below": limit}, morning_reports(reports))


def _paused(facts: Facts, urgency: Urgency, reasons: tuple[Reason, ...]) -> Decision:
    return Decision(
        kind=Kind.PAUSE,
        target=facts.position.rung,
        dose=0.0,
        reasons=reasons,
        review=True,
        urgency=urgency,
    )
