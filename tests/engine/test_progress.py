"""What is shown of the way to the next step."""

from dataclasses import replace

from programs.engine import Irritability, Limits, RuleSet, Rung, progress
from programs.engine.progress import signed_off
from tests.engine.patients import at, event, on, patient, step_back


def test_progress_counts_what_the_next_step_needs():
    shown = progress(patient(3, bouts={1: {"pain_peak": 4}}))

    assert (shown.rung, shown.next_rung) == (Rung(1, 2), Rung(1, 3))
    assert (shown.greens, shown.greens_needed, shown.window) == (2, 3, 4)
    assert shown.comfortable_days == (on(0), on(2))
    assert (shown.days_at_step, shown.days_needed) == (3, 4)
    assert (shown.days_in_stage, shown.stage_days_needed) == (3, 0)
    assert shown.limits == Limits(3, 5)
    assert shown.pending_until is None
    assert [str(reason.code) for reason in shown.blockers] == ["NOT_ENOUGH_GREEN", "MIN_DAYS"]


def test_progress_tells_until_when_a_morning_is_waited_for():
    shown = progress(patient(5, mornings={5: None}))

    assert shown.pending_until == at(6, 4, 0)
    assert shown.comfortable_days == (on(1), on(2), on(3))


def test_progress_knows_the_stage_and_a_failed_step():
    shown = progress(patient(12, rung=(1, 4), events=(step_back(1, 2, 1),)))

    assert shown.next_rung == Rung(2, 1)
    assert shown.stage_days_needed == 7
    assert (shown.greens_needed, shown.window) == (4, 5)
    assert shown.blockers == ()


def test_progress_ends_with_the_ladder():
    shown = progress(patient(rung=(3, 4)))

    assert shown.next_rung is None
    assert shown.blockers == ()


def test_progress_is_shown_during_a_pause_and_under_other_rules():
    paused = patient(mornings={4: {"pain": 9}, 5: {"pain": 9}}, events=(event("reviewed", 0),))
    high = replace(paused, irritability=Irritability.HIGH)

    assert progress(high, RuleSet.from_json({"high.greens_needed": 5})).greens_needed == 5
    assert progress(paused).blockers


def test_a_sign_off_stands_until_it_is_old_or_something_happened():
    def stands(*events):
        return signed_off(patient(20, rung=(2, 4), events=events))

    assert stands(event("signed_off", 6))
    assert not stands()
    assert not stands(event("signed_off", 5))
    assert not stands(event("signed_off", 10), step_back(10, 2, 4))
