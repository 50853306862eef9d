"""What must hold of every decision, over random histories."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st

from programs.engine import (
    DEFAULT,
    NOT_SETTLED,
    Decision,
    EventKind,
    History,
    Irritability,
    Kind,
    ReasonCode,
    RuleSet,
    Rung,
    Session,
    Tier,
    canonical,
    decide,
    logical_day,
    looks_back_to,
    parse,
    progress,
    to_json,
    today,
)
from programs.engine.ladder import above
from tests.engine.strategies import Choices, histories
from tests.engine.strategies import history as made

QUICK = settings(max_examples=200, deadline=None)


def each_history(test):
    return given(histories())(QUICK(test))


def day_of(history: History) -> date:
    return today(history.now, history.time_zone)


def is_advance(history: History) -> bool:
    return decide(history).kind is Kind.ADVANCE


@each_history
def test_the_same_history_gives_the_same_bytes(history):
    first, second = decide(history), decide(parse(to_json(history)))

    event(str(first.kind))
    assert canonical(first.to_record()) == canonical(second.to_record())
    assert Decision.from_record(first.to_record()) == first


@given(histories(), st.randoms(use_true_random=False))
@QUICK
def test_the_order_of_the_lists_does_not_matter(history, shuffle):
    turned = replace(
        history,
        **{
            name: tuple(shuffle.sample(getattr(history, name), len(getattr(history, name))))
            for name in ("planned_days", "sessions", "morning_reports", "check_ins", "events")
        },
    )

    assert decide(turned) == decide(history)


@each_history
def test_an_open_a_or_b_flag_always_pauses_and_an_open_c_never_advances(history):
    open_tiers = {flag.tier for flag in history.red_flags if not flag.cleared}
    decision = decide(history)

    if open_tiers & {Tier.A, Tier.B}:
        assert decision.kind is Kind.PAUSE
    if Tier.C in open_tiers:
        assert decision.kind is not Kind.ADVANCE
        assert decision.review


@each_history
def test_an_advance_is_exactly_one_step_and_well_founded(history):
    decision, position, now = decide(history), history.position, day_of(history)
    if decision.kind is not Kind.ADVANCE:
        return
    preset = DEFAULT.preset(history.irritability)
    here = [each for each in history.sessions if (each.stage, each.step) == position.rung]
    latest = max(map(logical_day, (each.at for each in history.sessions)))
    mornings = {report.day for report in history.morning_reports}
    next_day = max(logical_day(each.at) for each in here) + timedelta(days=1)

    assert decision.target == above(position.rung, history.ladder)
    assert now - position.since >= timedelta(days=preset.min_days)
    assert now - latest < timedelta(days=5)
    assert next_day in mornings or any(
        logical_day(each.at) == next_day for each in history.sessions
    )


@each_history
def test_stage_3_is_never_entered_unsigned_or_on_high(history):
    decision, now = decide(history), day_of(history)
    if decision.kind is not Kind.ADVANCE or decision.target != Rung(3, 1):
        return
    signed = max(each.day for each in history.events if each.kind is EventKind.SIGNED_OFF)
    undone = [each.day for each in history.events if each.kind is EventKind.REGRESSED]

    assert history.irritability is not Irritability.HIGH
    assert now - signed <= timedelta(days=14)
    assert all(day < signed for day in [*undone, *(flag.day for flag in history.red_flags)])


@each_history
def test_a_step_back_goes_strictly_lower_and_nothing_else_moves_down(history):
    decision, here = decide(history), history.position.rung

    assert (decision.target < here) is (decision.kind is Kind.REGRESS)
    assert (decision.target > here) is (decision.kind is Kind.ADVANCE)


@each_history
def test_check_ins_only_ever_turn_a_move_into_a_hold(history):
    with_them, without = decide(history), decide(replace(history, check_ins=()))

    if with_them.kind is not without.kind:
        assert with_them.kind is Kind.HOLD
        assert without.kind in (Kind.ADVANCE, Kind.REGRESS)
    else:
        assert with_them.target == without.target


WORSE = [
    lambda session, by: replace(session, pain_peak=min(10, session.pain_peak + by)),
    lambda session, by: replace(session, pain_after=min(10, session.pain_after + by)),
    lambda session, by: replace(session, site_after=min(5, session.site_after + by)),
    lambda session, by: replace(session, settle_minutes=longer(session, by)),
]


def longer(session: Session, by: int) -> int | str:
    if session.settle_minutes == NOT_SETTLED or by == 10:
        return NOT_SETTLED
    return min(1440, (session.settle_minutes or 0) + 60 * by)


@given(histories(), st.data())
@QUICK
def test_a_worse_session_never_turns_into_an_advance(history, data):
    if not history.sessions or is_advance(history):
        return
    index = data.draw(st.integers(0, len(history.sessions) - 1))
    change, by = data.draw(st.sampled_from(WORSE)), data.draw(st.integers(1, 10))
    sessions = list(history.sessions)
    sessions[index] = change(sessions[index], by)

    assert not is_advance(replace(history, sessions=tuple(sessions)))


@each_history
def test_every_decision_has_reasons_and_no_code_twice(history):
    decision = decide(history)

    assert decision.reasons
    assert len(set(decision.codes)) == len(decision.codes)
    assert decision.dose == {Kind.PAUSE: 0}.get(decision.kind, 1) or decision.dose == 0.5
    assert (decision.urgency is not None) is (decision.kind is Kind.PAUSE)
    assert (decision.pending_until is not None) is ("WAIT_MORNING" in decision.codes)


@each_history
def test_what_is_older_than_the_engine_looks_changes_nothing(history):
    first = looks_back_to(history.position, day_of(history))
    latest = max(history.sessions, key=lambda each: each.at, default=None)
    cut = replace(
        history,
        sessions=tuple(
            each for each in history.sessions if logical_day(each.at) >= first or each is latest
        ),
        morning_reports=tuple(each for each in history.morning_reports if each.day >= first),
    )

    assert decide(cut) == decide(history)


@each_history
def test_progress_shows_the_blockers_of_the_decision(history):
    decision, shown = decide(history), progress(history)
    held = [reason for reason in decision.reasons if reason in shown.blockers]

    if decision.kind is Kind.HOLD and decision.dose == 1 and shown.blockers:
        assert tuple(held) == shown.blockers
        assert decision.pending_until == shown.pending_until
    if decision.kind is Kind.ADVANCE:
        assert not shown.blockers
        assert shown.greens >= shown.greens_needed


@given(histories(), st.sampled_from(["low", "moderate", "high"]), st.integers(1, 3))
@QUICK
def test_a_stricter_rule_set_never_advances_where_the_default_holds(history, preset, by):
    window = getattr(DEFAULT, preset).window
    rules = RuleSet.from_json(
        {f"{preset}.greens_needed": window, f"{preset}.min_days": 7 + by, "proxy_limit": 0}
    )

    if not is_advance(history):
        assert decide(history, rules).kind is not Kind.ADVANCE


def test_random_histories_reach_every_kind_and_most_codes():
    """Else the properties above would hold of nothing."""
    seen: Counter[str] = Counter()
    luck = random.Random(0)
    for _ in range(1500):
        decision = decide(made(Choices(luck.randbytes(100))))
        seen.update([str(decision.kind), *decision.codes])

    assert all(seen[str(kind)] > 50 for kind in Kind), seen
    assert len(seen) > 55, sorted(set(map(str, ReasonCode)) - seen.keys())
