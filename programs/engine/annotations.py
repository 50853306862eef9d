"""What a decision says in passing: it changes nothing, and asks a clinician to look."""

from programs.engine.diary import WEEK
from programs.engine.facts import Facts
from programs.engine.history import Tier
from programs.engine.medians import Median, fell_enough, median
from programs.engine.pausing import open_flags
from programs.engine.reasons import Finding, ReasonCode, finding, morning_reports


def no_improvement(facts: Facts) -> Finding | None:
    """This week no better than at the start, after ten days and again after six weeks."""
    days, rules = facts.days_since(facts.history.started_on), facts.rules
    if days < rules.no_improvement_early_days or not (unchanged := _unchanged(facts)):
        return None
    late = days >= rules.no_improvement_late_days
    code = ReasonCode.NO_IMPROVEMENT_6W if late else ReasonCode.NO_IMPROVEMENT_10D
    limit = rules.no_improvement_late_days if late else rules.no_improvement_early_days
    need = {**_fall_needed(facts), "site_below": unchanged["baseline_site"], "days_below": limit}
    reports = facts.diary.week(facts.today)
    return finding(code, {"days": days, **unchanged}, need, morning_reports(reports), review=True)


def _unchanged(facts: Facts) -> dict[str, Median] | None:
    """The start and this week, if that is no better. Without either we do not know: None."""
    baseline, pain = facts.history.baseline, facts.this_week
    if baseline is None or pain is None or _fell(facts, baseline.pain, pain):
        return None
    site = median([report.site for report in facts.diary.week(facts.today)])
    if site is None or site < baseline.site:
        return None
    return {
        "pain": pain,
        "baseline_pain": baseline.pain,
        "site": site,
        "baseline_site": baseline.site,
    }


def plateau(facts: Facts) -> Finding | None:
    """A long time at one step, and mornings no better than when it began."""
    days, limit = facts.days_since(facts.position.since), facts.preset.plateau_days
    if days < limit:
        return None
    since = facts.position.since.toordinal()
    first = facts.diary.median_pain(since + WEEK - 1, facts.rules.week_reports)
    now = facts.this_week
    if first is not None and now is not None and _fell(facts, first, now):
        return None
    have = {"days": days, "first_week": first, "this_week": now}
    need = {"days_below": limit, **_fall_needed(facts)}
    reports = [
        *facts.diary.week(since + WEEK - 1),
        *facts.diary.week(facts.today),
    ]
    return finding(ReasonCode.PLATEAU, have, need, morning_reports(reports), review=True)


def tier_c_review(facts: Facts) -> Finding | None:
    """An open tier-C flag is looked at whatever was decided; its code stands in part 3 only."""
    if any(flag.tier == Tier.C for flag in open_flags(facts)):
        return Finding((), review=True)
    return None


def _fell(facts: Facts, was: Median, now: Median) -> bool:
    rules = facts.rules
    return fell_enough(was, now, rules.improvement_points, rules.improvement_percent)


def _fall_needed(facts: Facts) -> dict[str, int]:
    rules = facts.rules
    return {"fall": rules.improvement_points, "or_fall_percent": rules.improvement_percent}


ALWAYS = (no_improvement, tier_c_review)
WHEN_HELD = (*ALWAYS, plateau)
