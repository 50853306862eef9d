"""Part 3 at a change of stage: time, exposures, predictability, and the gates of stage 3."""

from datetime import date
from itertools import pairwise

from programs.engine.annotations import no_improvement
from programs.engine.colours import Colour, entries_of
from programs.engine.criteria import unseen_mornings
from programs.engine.facts import Facts
from programs.engine.history import EventKind, MorningReport
from programs.engine.ladder import LAST_STAGE
from programs.engine.medians import median
from programs.engine.reasons import (
    Finding,
    Reason,
    ReasonCode,
    events,
    finding,
    morning_reports,
)


def min_stage_days(facts: Facts) -> Finding | None:
    days = facts.days_since(facts.position.stage_since)
    needed = facts.preset.days_before(facts.next_stage)
    if days >= needed:
        return None
    return finding(ReasonCode.MIN_STAGE_DAYS, {"days": days}, {"days": needed})


def min_stage_sessions(facts: Facts) -> Finding | None:
    full = facts.full_stage_exposures()
    needed = facts.preset.exposures_before(facts.next_stage)
    if full >= needed:
        return None
    return finding(ReasonCode.MIN_STAGE_SESSIONS, {"exposures": full}, {"exposures": needed})


def predictability(facts: Facts) -> Finding | None:
    """Whether the week's worst pain is steady enough, and low enough, for more load."""
    reports = [report for report in facts.diary.week(facts.today) if report.worst_24h is not None]
    answers = [report.worst_24h for report in reports if report.worst_24h is not None]
    needed = facts.rules.predict_answers
    if len(answers) < needed:
        have, need = {"answers": len(answers)}, {"answers": needed}
        return finding(ReasonCode.PREDICT_DATA, have, need, morning_reports(reports))
    reasons = [reason for check in STEADY if (reason := check(facts, answers, reports))]
    return Finding(tuple(reasons)) if reasons else None


def _range(facts: Facts, answers: list[int], reports: list[MorningReport]) -> Reason | None:
    rules = facts.rules
    limit = rules.stage_3_range if facts.next_stage == LAST_STAGE else rules.stage_2_range
    if max(answers) - min(answers) <= limit:
        return None
    have = {"range": max(answers) - min(answers), "lowest": min(answers), "highest": max(answers)}
    need = {"range_at_most": limit}
    return Reason(ReasonCode.PREDICT_RANGE, have, need, morning_reports(reports))


def _spikes(facts: Facts, answers: list[int], reports: list[MorningReport]) -> Reason | None:
    rules = facts.rules
    jumps = [later - earlier for earlier, later in pairwise(answers)]
    jumps = [jump for jump in jumps if jump >= rules.predict_jump]
    alone = [jump for jump in jumps if jump >= rules.predict_jump_alone]
    if len(jumps) <= rules.predict_jumps_allowed and not alone:
        return None
    have = {"jumps": len(jumps), "largest": max(jumps)}
    need = {
        "jumps_at_most": rules.predict_jumps_allowed,
        "largest_below": rules.predict_jump_alone,
    }
    return Reason(ReasonCode.PREDICT_SPIKES, have, need, morning_reports(reports))


def _level(facts: Facts, answers: list[int], reports: list[MorningReport]) -> Reason | None:
    limit, level = facts.preset.worst_24h_before(facts.next_stage), median(answers)
    if limit is None or level is None or level <= limit:
        return None
    have, need = {"median_worst_24h": level}, {"median_worst_24h_at_most": limit}
    return Reason(ReasonCode.PREDICT_LEVEL, have, need, morning_reports(reports))


STEADY = (_range, _spikes, _level)


def review_before_stage(facts: Facts) -> Finding | None:
    """After six weeks without improvement somebody looks before the load changes its kind."""
    improvement = no_improvement(facts)
    if improvement is None or improvement.reasons[0].code != ReasonCode.NO_IMPROVEMENT_6W:
        return None
    reviewed, limit = facts.diary.latest(EventKind.REVIEWED), facts.rules.review_days
    age = facts.days_since(reviewed.day) if reviewed else None
    if age is not None and age <= limit:
        return None
    have, need = {"days_since_review": age}, {"days_since_review_at_most": limit}
    entries = events([reviewed] if reviewed else [])
    return finding(ReasonCode.REVIEW_BEFORE_STAGE, have, need, entries)


def no_proxies(facts: Facts) -> Finding | None:
    """Tension is not opened on mornings that a session stood in for."""
    proxies = [judged for judged in facts.last_counted if judged.by_proxy]
    return unseen_mornings(facts, proxies) if proxies else None


def preset_lock(facts: Facts) -> Finding | None:
    if facts.preset.stage_3_worst_24h is not None:
        return None
    have = {"irritability": str(facts.history.irritability)}
    need = {"irritability": [str(each) for each in facts.rules.opening_stage_3()]}
    return finding(ReasonCode.PRESET_LOCK, have, need)


def red_lately(facts: Facts) -> Finding | None:
    limit = facts.rules.stage_3_red_free_days
    red = [each for each in facts.recent_of_stage(limit) if each.colour is Colour.RED]
    if not red:
        return None
    have = {"red": len(red), "days_since_red": facts.today - red[-1].day}
    need = {"days_since_red_above": limit}
    return finding(ReasonCode.RED_LAST_10D, have, need, entries_of(red))


def sign_off(facts: Facts, ready: bool) -> Finding | None:
    """A clinician's yes to stage 3: asked for once everything else is ``ready``."""
    signed, limit = facts.diary.latest(EventKind.SIGNED_OFF), facts.rules.sign_off_days
    age = facts.days_since(signed.day) if signed else None
    void = signed is not None and _void_since(facts, signed.day)
    if age is not None and age <= limit and not void:
        return None
    code = ReasonCode.SIGNOFF_REQUESTED if ready else ReasonCode.SIGNOFF_NEEDED
    have = {"days_since_sign_off": age, "void": void}
    need = {"days_since_sign_off_at_most": limit, "void": False}
    return finding(code, have, need, events([signed] if signed else []), review=ready)


def _void_since(facts: Facts, signed_on: date) -> bool:
    """Whether a step back or any red flag of that day or later made the sign-off worthless."""
    last = facts.last_step_back
    return (last is not None and last.day >= signed_on) or any(
        flag.day >= signed_on for flag in facts.history.red_flags
    )


EITHER_STAGE = (min_stage_days, min_stage_sessions, predictability, review_before_stage)
STAGE_3 = (no_proxies, preset_lock, red_lately)
