"""How long one decision takes, beside a bare loop of six comparisons over fourteen readings.

    python tests/bench/decide.py

Everything is measured alternately in one run, on one core; each figure is the median of the rounds.
"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter_ns

sys.path.insert(0, str(Path(__file__).parents[2]))

from programs.engine import (
    Baseline,
    CheckIn,
    History,
    Irritability,
    MorningReport,
    Position,
    Session,
    Trigger,
    decide,
    digest,
    parse,
    to_json,
)

ROUNDS = 15
LOOPS = 200
TODAY = date(2025, 6, 30)
ENROLLED = (7, 30, 90, 365)


def diary(days: int, at_step: int) -> History:
    """A patient on stage 2 with a session, a report and a check-in every day of ``days``."""
    past = [TODAY - timedelta(days=age) for age in range(days, 0, -1)]
    return History(
        now=datetime.combine(TODAY, time(9), UTC),
        time_zone="UTC",
        trigger=Trigger.MORNING_REPORT,
        irritability=Irritability.MODERATE,
        ladder=(4, 4, 4),
        started_on=past[0],
        position=Position(
            stage=2,
            step=2,
            since=TODAY - timedelta(days=min(days, at_step)),
            stage_since=TODAY - timedelta(days=min(days, at_step)),
        ),
        baseline=Baseline(pain=6, site=4),
        screened_on=past[-1],
        held_by_clinician=False,
        planned_days=tuple(past[-7:]),
        sessions=tuple(session(day, 2 if (TODAY - day).days <= at_step else 1) for day in past),
        morning_reports=tuple(report(day) for day in [*past[1:], TODAY]),
        check_ins=tuple(check_in(day) for day in past),
        red_flags=(),
        events=(),
    )


def session(day: date, step: int) -> Session:
    return Session(
        at=datetime.combine(day, time(17, 30), UTC),
        stage=2,
        step=step,
        pain_before=2,
        pain_peak=3,
        pain_after=2,
        site_before=2,
        site_after=2,
        settle_minutes=10,
        dose_percent=100,
        stopped_for_pain=False,
    )


def report(day: date) -> MorningReport:
    return MorningReport(day=day, pain=2, site=2, worst_24h=3, neuro_worse=False)


def check_in(day: date) -> CheckIn:
    return CheckIn(day=day, sleep=7, stress=2, unwell=False, worry=1, out_of_routine=False)


def reference_loop() -> Callable[[], bool]:
    """The limit: six criteria, each over fourteen tuples, with no reasons kept."""
    rows = [(2, 3, 2, 10, 100, 2)] * 14
    limits = (4, 5, 4, 60, 150, 4)

    def loop() -> bool:
        return all(max(row[column] for row in rows) <= limit for column, limit in enumerate(limits))

    return loop


def microseconds(work: Callable[[], object], loops: int) -> float:
    start = perf_counter_ns()
    for _ in range(loops):
        work()
    return (perf_counter_ns() - start) / loops / 1000


def contestants() -> dict[str, Callable[[], object]]:
    month = diary(30, at_step=30)
    text = json.dumps(to_json(month))
    works: dict[str, Callable[[], object]] = {
        "six comparisons over 14 tuples (the limit)": reference_loop(),
        "decide, 30 days of diary": lambda: decide(month),
        "parse and decide, 30 days as JSON text": lambda: decide(parse(json.loads(text))),
        "digest of the canonical JSON, 30 days": partial(digest, month),
    }
    for days in ENROLLED:
        history = diary(days, at_step=7)
        works[f"decide, {days} days enrolled, 7 at the step"] = partial(decide, history)
    return works


def main() -> None:
    works = contestants()
    rounds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            rounds[name].append(microseconds(work, LOOPS))
    for name, times in rounds.items():
        print(f"{median(times):10.1f} µs   {name}")


if __name__ == "__main__":
    main()
