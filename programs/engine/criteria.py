"""Part 3, holding: what must be so before the next step, as a table of criteria."""

from datetime import date

from programs.engine.colours import Colour, Judged, entries_of
from programs.engine.days import day_ends_at
from programs.engine.diary import WEEK
from programs.engine.facts import Facts
from programs.engine.history import EventKind, Tier
from programs.engine.ladder import LAST_STAGE
from programs.engine.pausing import flag_reasons, open_flags
from programs.engine.reasons import Finding, Reason, ReasonCode, events, finding, sessions


def held_by_clinician(facts: Facts) -> Finding | None:
    if not facts.history.held_by_clinician:
        return None
    have, need = {"held_by_clinician": True}, {"held_by_clinician": False}
    return finding(ReasonCode.CLINICIAN_HOLD, have, need)


def tier_c_open(facts: Facts) -> Finding | None:
    flags = [flag for flag in open_flags(facts) if flag.tier == Tier.C]
    return Finding(flag_reasons(flags)) if flags else None


def screen_stale(facts: Facts) -> Finding | None:
    screened_on, limit = facts.history.screened_on, facts.rules.screen_valid_days
    age = None if screened_on is None else facts.days_since(screened_on)
    if age is not None and age <= limit:
        return None
    return finding(ReasonCode.SCREEN_STALE, {"days_old": age}, {"days_old_at_most": limit})


def morning_unknown(facts: Facts) -> Finding | None:
    """The last exposure is not judged before its morning: waited for, then missing."""
    latest = facts.latest
    if latest is None or latest.colour is Colour.RED or latest.morning is not None:
        return None
    waiting = facts.today <= latest.day + 1
    code = ReasonCode.WAIT_MORNING if waiting else ReasonCode.MORNING_MISSING
    morning = date.fromordinal(latest.day + 1)
    have, need = {"morning_report": None}, {"morning_report": morning.isoformat()}
    until = day_ends_at(morning, facts.history.time_zone) if waiting else None
    reason = Reason(code, have, need, sessions(latest.exposure.sessions))
    return Finding((reason,), pending_until=until)


def gap_open(facts: Facts) -> Finding | None:
    missed, limit = facts.missed_days, facts.rules.gap_hold_from
    if missed < limit:
        return None
    have, need = {"missed_days": missed}, {"missed_days_below": limit}
    return finding(ReasonCode.GAP_OPEN, have, need, sessions(facts.diary.last_sessions))


def greens_short(facts: Facts) -> Finding | None:
    """Too few exposures to tell, or else too few comfortable ones."""
    window, needed = facts.last_counted, facts.greens_needed
    if len(window) < needed:
        have, need = {"exposures": len(window)}, {"exposures": needed}
        return finding(ReasonCode.MIN_SESSIONS, have, need, entries_of(window))
    if (green := facts.greens) >= needed:
        return None
    have = {"green": green, "of": len(window)}
    need = {"green": needed, "of": facts.window}
    return finding(ReasonCode.NOT_ENOUGH_GREEN, have, need, entries_of(window))


def red_in_window(facts: Facts) -> Finding | None:
    red = [judged for judged in facts.last_counted if judged.colour is Colour.RED]
    if not red:
        return None
    have = {"red": len(red), "of": len(facts.last_counted)}
    return finding(ReasonCode.RED_IN_WINDOW, have, {"red_at_most": 0}, entries_of(red))


def unknown_in_window(facts: Facts) -> Finding | None:
    """An exposure nobody saw the morning of; the newest is waited for elsewhere."""
    if facts.position.stage != LAST_STAGE and not facts.next_stage:
        return None
    unknown = [judged for judged in facts.last_counted[:-1] if judged.colour is Colour.UNKNOWN]
    return unseen_mornings(facts, unknown) if unknown else None


def unseen_mornings(facts: Facts, exposures: list[Judged]) -> Finding:
    have = {"mornings_missing": len(exposures), "of": len(facts.last_counted)}
    need = {"mornings_missing_at_most": 0}
    return finding(ReasonCode.UNKNOWN_IN_WINDOW, have, need, entries_of(exposures))


def last_day_amber(facts: Facts) -> Finding | None:
    newest = facts.last_counted[-1:]
    if not newest or newest[0].colour is not Colour.AMBER:
        return None
    have, need = {"colour": str(Colour.AMBER)}, {"colour": str(Colour.GREEN)}
    amber = Reason(ReasonCode.LAST_DAY_AMBER, have, need, entries_of(newest))
    return Finding((amber, *newest[0].reasons))


def min_days(facts: Facts) -> Finding | None:
    days, needed = facts.days_since(facts.position.since), facts.preset.min_days
    if days >= needed:
        return None
    return finding(ReasonCode.MIN_DAYS, {"days": days}, {"days": needed})


def cooldown(facts: Facts) -> Finding | None:
    last, needed = facts.last_step_back, facts.preset.cooldown_days
    if last is None or (days := facts.days_since(last.day)) >= needed:
        return None
    have, need = {"days_since_step_back": days}, {"days_since_step_back": needed}
    return finding(ReasonCode.COOLDOWN, have, need, events([last]))


def pingpong_lock(facts: Facts) -> Finding | None:
    """The next step was left too often lately, and nobody has unlocked it since."""
    failures, limit = facts.failures, facts.rules.failures_to_lock
    if len(failures) < limit:
        return None
    unlocked = facts.diary.latest(EventKind.UNLOCKED)
    if unlocked and unlocked.day > max(failure.day for failure in failures):
        return None
    have = {"failures": len(failures), "step": str(facts.next_rung)}
    need = {"failures_below": limit, "unlocked_by": "clinician"}
    return finding(ReasonCode.PINGPONG_LOCK, have, need, events(failures), review=True)


def week_rising(facts: Facts) -> Finding | None:
    rise, limit = facts.week_rise, facts.rules.week_rise_hold
    if rise is None or rise < limit:
        return None
    return Finding((facts.week_reason(ReasonCode.WEEK_RISE_1, limit),))


def adherence_low(facts: Facts) -> Finding | None:
    """Too few of the week's planned days done to know what the step does."""
    rules, today = facts.rules, facts.today
    first = max(facts.position.since.toordinal(), today - WEEK + 1)
    planned = {day.toordinal() for day in facts.history.planned_days}
    planned &= set(range(first, today + 1))
    done = {day for day in planned if facts.diary.dose(day) >= rules.full_dose_percent}
    if today not in done:
        planned.discard(today)
    needed = -(-len(planned) * rules.adherence_percent // 100)
    if len(planned) < rules.adherence_planned or len(done) >= needed:
        return None
    have = {"done": len(done), "planned": len(planned)}
    entries = sessions(bout for day in sorted(done) for bout in facts.diary.sessions[day])
    return finding(ReasonCode.ADHERENCE_LOW, have, {"done": needed}, entries)


BLOCKERS = (
    held_by_clinician,
    tier_c_open,
    screen_stale,
    morning_unknown,
    gap_open,
    greens_short,
    red_in_window,
    unknown_in_window,
    last_day_amber,
    min_days,
    cooldown,
    pingpong_lock,
    week_rising,
    adherence_low,
)
