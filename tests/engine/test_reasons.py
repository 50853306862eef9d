"""Every reason: what was seen, what was needed, and the entries behind it."""

from dataclasses import replace
from typing import Any

import pytest

from programs.engine import Entry, History, Irritability, Reason, ReasonCode, Trigger, decide
from tests.engine.patients import (
    at,
    baseline,
    check_in,
    event,
    flag,
    hard_day,
    on,
    patient,
    step_back,
)

HIGH, LOW = Irritability.HIGH, Irritability.LOW
RED = {"pain_peak": 6}


def session(day: int) -> Entry:
    return Entry("session", at(day).isoformat())


def report(day: int) -> Entry:
    return Entry("morning_report", on(day).isoformat())


def exposures(*days: int) -> tuple[Entry, ...]:
    return tuple(entry for day in days for entry in (session(day), report(day + 1)))


def reports(first: int, last: int) -> tuple[Entry, ...]:
    return tuple(report(day) for day in range(first, last + 1))


def last_day(**changes: Any) -> History:
    return patient(bouts={4: changes})


def next_morning(**changes: Any) -> History:
    return patient(mornings={5: changes})


def at_stage_end(today: int = 10, **changes: Any) -> History:
    """At 1.4, ready for stage 2."""
    return patient(today, rung=(1, 4), **changes)


def at_stage_2_end(today: int = 12, **changes: Any) -> History:
    """At 2.4, ready for stage 3 but for what is changed."""
    return patient(today, rung=(2, 4), **{"events": (event("signed_off", today),)} | changes)


def coming_back(day: int) -> History:
    quiet = dict.fromkeys(range(5, day))
    return patient(day, bouts=quiet, trigger=Trigger.SESSION_START)


DEFERRED = tuple(event("deferred", day) for day in (4, 2, 3))
WEEK_2 = {day: {"pain": 4} for day in range(8, 14)}
WEEK_1 = {day: {"pain": 3} for day in range(8, 14)}

TABLE: list[tuple[str, History, Any, Any, tuple[Entry, ...]]] = [
    ("PEAK_OVER_MAX", patient(bouts={3: RED, 4: RED}), 6, {"at_most": 5}, (session(4),)),
    ("PEAK_OVER_TARGET", last_day(pain_peak=4), 4, {"at_most": 3}, (session(4),)),
    (
        "RISE_LARGE",
        patient(bouts={3: RED, 4: RED}),
        {"rise": 4, "before": 2},
        {"rise_at_most": 3},
        (session(4),),
    ),
    (
        "RISE_ABOVE_OK",
        last_day(pain_before=0, pain_after=0),
        {"rise": 3, "before": 0},
        {"rise_at_most": 2},
        (session(4),),
    ),
    (
        "SETTLE_SLOW",
        patient(bouts={3: {"settle_minutes": 121}, 4: {"settle_minutes": 130}}),
        {"minutes": 130},
        {"minutes_at_most": 120},
        (session(4),),
    ),
    (
        "SETTLE_DELAYED",
        last_day(settle_minutes=31),
        {"minutes": 31},
        {"minutes_at_most": 30},
        (session(4),),
    ),
    (
        "MORNING_SPIKE",
        next_morning(pain=5),
        {"pain": 5, "usual": 2, "rise": 3},
        {"rise_below": 3},
        (report(5),),
    ),
    (
        "MORNING_WORSE",
        patient(mornings={4: {"pain": 4}, 5: {"pain": 4}}),
        {"pain": 4, "usual": 2, "rise": 2},
        {"rise_below": 2},
        (report(5),),
    ),
    (
        "MORNING_UP",
        patient(mornings={0: {"pain": 3}, 1: None, 3: {"pain": 3}, 5: {"pain": 4}}),
        {"pain": 4, "usual": 2.5, "rise": 1.5},
        {"rise_at_most": 1},
        (report(5),),
    ),
    ("PERIPH_PERSIST", next_morning(site=3), {"site": 3}, {"site_at_most": 2}, (report(5),)),
    (
        "NEURO_WORSE",
        next_morning(neuro_worse=True),
        {"neuro_worse": True},
        {"neuro_worse": False},
        (report(5),),
    ),
    ("PERIPH_TRANSIENT", last_day(site_after=3), {"site": 3}, {"site_at_most": 2}, (session(4),)),
    (
        "STOPPED_FOR_PAIN",
        last_day(stopped_for_pain=True),
        {"stopped_for_pain": True},
        {"stopped_for_pain": False},
        (session(4),),
    ),
    (
        "OVERDOSE",
        last_day(dose_percent=200),
        {"dose_percent": 200},
        {"dose_percent_at_most": 150},
        (session(4),),
    ),
    (
        "FLARE_SEVERE",
        patient(mornings={4: {"pain": 8}, 5: {"pain": 9}}),
        {"pain_yesterday": 8, "pain_today": 9},
        {"pain_below": 8},
        (report(4), report(5)),
    ),
    ("GAP_4_7", coming_back(10), {"missed_days": 5}, {"missed_days_below": 4}, (session(4),)),
    ("GAP_8_14", coming_back(14), {"missed_days": 9}, {"missed_days_below": 8}, (session(4),)),
    ("GAP_15_28", coming_back(25), {"missed_days": 20}, {"missed_days_below": 15}, (session(4),)),
    ("GAP_OVER_28", coming_back(45), {"missed_days": 40}, {"missed_days_below": 29}, (session(4),)),
    (
        "RED_DAYS",
        patient(bouts={3: RED}, mornings={5: {"pain": 5}}),
        {"weight": 3, "of": 3},
        {"weight_below": 2},
        exposures(3, 4),
    ),
    (
        "PERIPH_REPEATED",
        patient(bouts={2: {"site_after": 3}, 4: {"site_after": 3}}),
        {"exposures": 2, "of": 3},
        {"exposures_below": 2},
        exposures(2, 4),
    ),
    (
        "WEEK_RISE_2",
        patient(13, mornings=WEEK_2),
        {"this_week": 4, "last_week": 2, "rise": 2},
        {"rise_below": 2},
        reports(0, 13),
    ),
    (
        "VULN_EASE",
        patient(bouts={3: RED, 4: RED}, check_ins=(hard_day(4),)),
        {"points": 3},
        {"points_below": 3},
        (Entry("check_in", on(4).isoformat()),),
    ),
    (
        "AT_FLOOR",
        patient(rung=(1, 1), bouts={3: RED, 4: RED}),
        {"step": "1.1"},
        {"step_above": "1.1"},
        (),
    ),
    (
        "REGRESS_REPEATED",
        patient(bouts={3: RED, 4: RED}, events=(step_back(-9, 1, 3),)),
        {"days_since_step_back": 14},
        {"days_since_step_back_above": 14},
        (Entry("event", f"regressed {on(-9)}"),),
    ),
    (
        "CLINICIAN_HOLD",
        patient(held_by_clinician=True),
        {"held_by_clinician": True},
        {"held_by_clinician": False},
        (),
    ),
    (
        "SCREEN_STALE",
        patient(screened_on=on(-3)),
        {"days_old": 8},
        {"days_old_at_most": 7},
        (),
    ),
    ("SCREEN_STALE", patient(screened_on=None), {"days_old": None}, {"days_old_at_most": 7}, ()),
    (
        "WAIT_MORNING",
        patient(mornings={5: None}),
        {"morning_report": None},
        {"morning_report": on(5).isoformat()},
        (session(4),),
    ),
    (
        "MORNING_MISSING",
        patient(6, bouts={5: None}, mornings={5: None}),
        {"morning_report": None},
        {"morning_report": on(5).isoformat()},
        (session(4),),
    ),
    (
        "GAP_OPEN",
        replace(coming_back(9), trigger=Trigger.DAILY),
        {"missed_days": 4},
        {"missed_days_below": 4},
        (session(4),),
    ),
    (
        "MIN_SESSIONS",
        patient(bouts={0: None, 1: None, 2: None}),
        {"exposures": 2},
        {"exposures": 3},
        exposures(3, 4),
    ),
    (
        "NOT_ENOUGH_GREEN",
        patient(bouts={2: {"pain_peak": 4}, 3: {"pain_peak": 4}}),
        {"green": 2, "of": 4},
        {"green": 3, "of": 4},
        exposures(1, 2, 3, 4),
    ),
    (
        "RED_IN_WINDOW",
        patient(bouts={3: RED}),
        {"red": 1, "of": 4},
        {"red_at_most": 0},
        exposures(3),
    ),
    (
        "UNKNOWN_IN_WINDOW",
        patient(rung=(3, 2), bouts={5: {"stage": 1}}, mornings={4: None}),
        {"mornings_missing": 1, "of": 4},
        {"mornings_missing_at_most": 0},
        (session(3),),
    ),
    (
        "UNKNOWN_IN_WINDOW",
        at_stage_2_end(mornings={10: None}),
        {"mornings_missing": 1, "of": 4},
        {"mornings_missing_at_most": 0},
        (session(9), session(10)),
    ),
    (
        "LAST_DAY_AMBER",
        last_day(pain_peak=4),
        {"colour": "amber"},
        {"colour": "green"},
        exposures(4),
    ),
    ("MIN_DAYS", patient(3), {"days": 3}, {"days": 4}, ()),
    (
        "COOLDOWN",
        patient(events=(step_back(2, 1, 3),)),
        {"days_since_step_back": 3},
        {"days_since_step_back": 4},
        (Entry("event", f"regressed {on(2)}"),),
    ),
    (
        "PINGPONG_LOCK",
        patient(events=(step_back(-1, 1, 3), step_back(-20, 1, 3))),
        {"failures": 2, "step": "1.3"},
        {"failures_below": 2, "unlocked_by": "clinician"},
        (Entry("event", f"regressed {on(-20)}"), Entry("event", f"regressed {on(-1)}")),
    ),
    (
        "WEEK_RISE_1",
        patient(13, mornings=WEEK_1),
        {"this_week": 3, "last_week": 2, "rise": 1},
        {"rise_below": 1},
        reports(0, 13),
    ),
    (
        "ADHERENCE_LOW",
        patient(
            bouts={0: {"dose_percent": 49}, 1: {"dose_percent": 49}, 2: {"dose_percent": 49}},
            planned_days=tuple(map(on, range(6))),
        ),
        {"done": 2, "planned": 5},
        {"done": 3},
        (session(3), session(4)),
    ),
    ("MIN_STAGE_DAYS", at_stage_end(6), {"days": 6}, {"days": 7}, ()),
    (
        "MIN_STAGE_SESSIONS",
        at_stage_end(bouts=dict.fromkeys(range(6))),
        {"exposures": 4},
        {"exposures": 5},
        (),
    ),
    (
        "PREDICT_DATA",
        at_stage_end(mornings={day: {"worst_24h": None} for day in (5, 6, 7)}),
        {"answers": 4},
        {"answers": 5},
        (report(4), report(8), report(9), report(10)),
    ),
    (
        "PREDICT_RANGE",
        at_stage_end(mornings={5: {"worst_24h": 6}, 7: {"worst_24h": 2}}),
        {"range": 4, "lowest": 2, "highest": 6},
        {"range_at_most": 3},
        reports(4, 10),
    ),
    (
        "PREDICT_SPIKES",
        at_stage_end(mornings={5: {"worst_24h": 6}}),
        {"jumps": 1, "largest": 3},
        {"jumps_at_most": 1, "largest_below": 3},
        reports(4, 10),
    ),
    (
        "PREDICT_LEVEL",
        at_stage_end(mornings={day: {"worst_24h": 6} for day in range(11)}),
        {"median_worst_24h": 6},
        {"median_worst_24h_at_most": 5},
        reports(4, 10),
    ),
    (
        "REVIEW_BEFORE_STAGE",
        at_stage_end(started_on=on(-32), baseline=baseline(2, 2), events=(event("reviewed", -5),)),
        {"days_since_review": 15},
        {"days_since_review_at_most": 14},
        (Entry("event", f"reviewed {on(-5)}"),),
    ),
    (
        "REVIEW_BEFORE_STAGE",
        at_stage_end(started_on=on(-32), baseline=baseline(2, 2)),
        {"days_since_review": None},
        {"days_since_review_at_most": 14},
        (),
    ),
    (
        "PRESET_LOCK",
        at_stage_2_end(15, irritability=HIGH),
        {"irritability": "high"},
        {"irritability": ["low", "moderate"]},
        (),
    ),
    (
        "RED_LAST_10D",
        at_stage_2_end(bouts={2: RED}),
        {"red": 1, "days_since_red": 10},
        {"days_since_red_above": 10},
        exposures(2),
    ),
    (
        "SIGNOFF_REQUESTED",
        at_stage_2_end(events=(event("signed_off", -3),)),
        {"days_since_sign_off": 15, "void": False},
        {"days_since_sign_off_at_most": 14, "void": False},
        (Entry("event", f"signed_off {on(-3)}"),),
    ),
    (
        "SIGNOFF_NEEDED",
        at_stage_2_end(held_by_clinician=True, red_flags=(flag(12, "C", "RF_X", cleared=True),)),
        {"days_since_sign_off": 0, "void": True},
        {"days_since_sign_off_at_most": 14, "void": False},
        (Entry("event", f"signed_off {on(12)}"),),
    ),
    (
        "VULN_DEFER",
        patient(check_ins=(check_in(5, sleep=3, unwell=True),)),
        {"points": 3},
        {"points_below": 3},
        (Entry("check_in", on(5).isoformat()),),
    ),
    (
        "VULN_CAP_REACHED",
        patient(
            check_ins=(hard_day(5),), events=tuple(event("deferred", day) for day in (4, 2, 3))
        ),
        {"deferred_days": 3},
        {"deferred_days_below": 3},
        tuple(Entry("event", f"deferred {on(day)}") for day in (2, 3, 4)),
    ),
    (
        "PROGRAM_COMPLETE_REVIEW",
        patient(rung=(3, 4)),
        {"step": "3.4"},
        {"step": "3.4"},
        exposures(1, 2, 3, 4),
    ),
    (
        "CRITERIA_MET",
        patient(),
        {"green": 4, "of": 4},
        {"green": 3, "of": 4},
        exposures(1, 2, 3, 4),
    ),
    (
        "STAGE_CHANGE",
        at_stage_end(),
        {"stage": 1},
        {"stage": 2},
        exposures(6, 7, 8, 9),
    ),
    (
        "NO_IMPROVEMENT_10D",
        patient(started_on=on(-5), baseline=baseline(2, 2)),
        {"days": 10, "pain": 2, "baseline_pain": 2, "site": 2, "baseline_site": 2},
        {"fall": 2, "or_fall_percent": 30, "site_below": 2, "days_below": 10},
        reports(0, 5),
    ),
    (
        "NO_IMPROVEMENT_6W",
        patient(started_on=on(-37), baseline=baseline(2, 2)),
        {"days": 42, "pain": 2, "baseline_pain": 2, "site": 2, "baseline_site": 2},
        {"fall": 2, "or_fall_percent": 30, "site_below": 2, "days_below": 42},
        reports(0, 5),
    ),
    (
        "PLATEAU",
        patient(21, held_by_clinician=True),
        {"days": 21, "first_week": 2, "this_week": 2},
        {"days_below": 21, "fall": 2, "or_fall_percent": 30},
        (*reports(0, 6), *reports(15, 21)),
    ),
    (
        "RF_SADDLE",
        patient(red_flags=(flag(5, "A", "RF_SADDLE"), flag(2, "A", "RF_SADDLE"))),
        {"tier": "A", "open_since": on(2).isoformat()},
        {"cleared_by": "clinician"},
        (Entry("red_flag", f"RF_SADDLE {on(5)}"), Entry("red_flag", f"RF_SADDLE {on(2)}")),
    ),
    (
        "RF_NIGHT_PAIN",
        patient(red_flags=(flag(4, "C", "RF_NIGHT_PAIN"),)),
        {"tier": "C", "open_since": on(4).isoformat()},
        {"cleared_by": "clinician"},
        (Entry("red_flag", f"RF_NIGHT_PAIN {on(4)}"),),
    ),
]


@pytest.mark.parametrize(
    ("code", "history", "have", "need", "entries"), TABLE, ids=[row[0] for row in TABLE]
)
def test_a_reason_says_what_was_seen_and_what_was_needed(code, history, have, need, entries):
    reasons = {reason.code: reason for reason in decide(history).reasons}

    assert reasons[code] == Reason(code, have, need, entries)


def test_every_code_is_explained_here():
    assert {row[0] for row in TABLE if not row[0].startswith("RF_")} == set(ReasonCode)


def test_a_code_of_several_exposures_is_told_once_by_the_latest():
    history = patient(bouts={3: {"pain_peak": 8}, 4: RED})

    reasons = decide(history).reasons

    assert [str(each.code) for each in reasons] == ["RED_DAYS", "PEAK_OVER_MAX", "RISE_LARGE"]
    assert reasons[1].have == 6
    assert reasons[0].entries == exposures(3, 4)


def test_a_proxy_is_shown_as_the_session_it_was():
    history = patient(7, mornings={7: {"pain": 2}, 6: None}, bouts={6: {"pain_before": 5}})

    spike = next(each for each in decide(history).reasons if each.code == "MORNING_SPIKE")

    assert spike.entries == (session(6),)


def test_have_and_need_do_not_depend_on_the_order_of_the_lists():
    for code, history, *_ in TABLE:
        turned = replace(
            history,
            sessions=history.sessions[::-1],
            morning_reports=history.morning_reports[::-1],
            check_ins=history.check_ins[::-1],
            events=history.events[::-1],
            planned_days=history.planned_days[::-1],
        )
        assert decide(turned) == decide(history), code
