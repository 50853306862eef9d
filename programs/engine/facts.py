"""What the criteria look at: one history under one rule set, worked out once, when asked."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from itertools import islice
from typing import TypeAlias

from programs.engine import ladder
from programs.engine.colours import Colour, Judged, judge
from programs.engine.days import day_number
from programs.engine.diary import WEEK, Diary
from programs.engine.exposures import Morning, merge, reported, stand_in
from programs.engine.history import Event, EventKind, History, Rung, Session
from programs.engine.medians import Median
from programs.engine.reasons import Finding, Reason, ReasonCode, morning_reports
from programs.engine.rules import RuleSet


class Facts:
    """Everything is derived from the history and the rules; nothing here decides."""

    def __init__(self, history: History, rules: RuleSet) -> None:
        self.history = history
        self.rules = rules
        self.preset = rules.preset(history.irritability)
        self.position = history.position
        self.diary = Diary(history)
        self.today = self.diary.today
        self.next_rung = ladder.above(history.position.rung, history.ladder)
        self.last_step_back = self.diary.latest(EventKind.REGRESSED)
        self.failures = self._failures()
        extra = rules.failed_extra_greens if self.failures else 0
        self.greens_needed = self.preset.greens_needed + extra
        # The N of "the last N counted exposures".
        self.window = self.preset.window + extra

    @property
    def next_stage(self) -> int:
        """The stage that moving on would open, or 0 while it stays in this one."""
        crosses = self.next_rung is not None and self.next_rung.stage != self.position.stage
        return self.position.stage + 1 if crosses else 0

    @property
    def lower_rung(self) -> Rung | None:
        return ladder.below(self.position.rung, self.history.ladder)

    def days_since(self, day: date) -> int:
        return self.diary.days_since(day)

    @cached_property
    def missed_days(self) -> int:
        """Full days since the last session; 0 if there never was one."""
        last = self.diary.last_sessions
        return self.today - day_number(last[0].at) - 1 if last else 0

    def _failures(self) -> list[Event]:
        """The step backs that left the next step, as far as they are remembered."""
        return [
            event
            for event in self.diary.events.get(EventKind.REGRESSED, ())
            if event.from_ == self.next_rung
            and self.days_since(event.day) <= self.rules.failed_days
        ]

    # Exposures

    def _newest_first(self) -> Iterator[tuple[int, list[Session]]]:
        """The sessions of the exposures that count, by day."""
        since = max(self.position.since.toordinal(), self._after_easing)
        stage, step = self.position.rung
        later = 0
        for day in sorted(self.diary.sessions, reverse=True):
            # What lies before the last run of missed days no longer tells anything.
            if day < since or later - day > self.rules.gap_hold_from:
                return
            later = day
            bouts = [
                bout
                for bout in self.diary.sessions[day]
                if bout.step == step and bout.stage == stage
            ]
            if bouts:
                yield day, bouts

    @property
    def _after_easing(self) -> int:
        eased = self.diary.latest(EventKind.EASED)
        return eased.day.toordinal() + 1 if eased else 0

    @cached_property
    def _proxies(self) -> dict[int, Morning]:
        """The sessions that stand in for a missing morning: the first few in day order."""
        if self.position.stage == ladder.LAST_STAGE:
            return {}
        days = sorted(day for day, _ in self._newest_first())
        found = ((day, proxy) for day in days if (proxy := stand_in(self.diary, day)))
        return dict(islice(found, self.rules.proxy_limit))

    def _judge(self, day: int, bouts: list[Session], morning: Morning | None) -> Judged:
        return judge(self.diary, merge(day, bouts), morning, self.position.stage, self.rules)

    @cached_property
    def _newest(self) -> list[Judged]:
        """The exposures that count, the newest first, as far back as any criterion looks."""
        still = max(self.window, self.rules.step_back_window)
        found: list[Judged] = []
        for day, bouts in self._newest_first():
            morning = reported(self.diary, day) or self._proxies.get(day)
            found.append(self._judge(day, bouts, morning))
            still -= found[-1].colour is not Colour.PARTIAL
            if not still:
                break
        return found

    @property
    def latest(self) -> Judged | None:
        """The last of the exposures that count, partial ones included."""
        return self._newest[0] if self._newest else None

    @cached_property
    def _counted(self) -> list[Judged]:
        return [each for each in reversed(self._newest) if each.colour is not Colour.PARTIAL]

    @property
    def last_counted(self) -> list[Judged]:
        """The last N counted exposures, the oldest first: those that moving on looks at."""
        return self._counted[-self.window :]

    @property
    def last_few(self) -> list[Judged]:
        """The last counted exposures, the oldest first, that stepping back looks at."""
        return self._counted[-self.rules.step_back_window :]

    @property
    def greens(self) -> int:
        return sum(judged.colour is Colour.GREEN for judged in self.last_counted)

    def _stage_bouts(self, since: int) -> Iterator[tuple[int, list[Session]]]:
        """The sessions of each exposure at any step of this stage, from the day ``since`` on."""
        for day in sorted(self.diary.sessions):
            if day >= since:
                steps: dict[int, list[Session]] = {}
                for bout in self.diary.sessions[day]:
                    if bout.stage == self.position.stage:
                        steps.setdefault(bout.step, []).append(bout)
                yield from ((day, bouts) for bouts in steps.values())

    def full_stage_exposures(self) -> int:
        """Exposures of enough dose at any step of the stage since it began."""
        full, since = self.rules.full_dose_percent, self.position.stage_since.toordinal()
        return sum(
            sum(bout.dose_percent for bout in bouts) >= full
            for _, bouts in self._stage_bouts(since)
        )

    def recent_of_stage(self, days: int) -> list[Judged]:
        """The stage's exposures of at most ``days`` ago; no session stands in for a morning."""
        since = max(self.position.stage_since.toordinal(), self.today - days)
        return [
            self._judge(day, bouts, reported(self.diary, day))
            for day, bouts in self._stage_bouts(since)
        ]

    # Weeks

    @cached_property
    def this_week(self) -> Median | None:
        """The median morning pain of the last seven days."""
        return self._week(self.today)

    @property
    def last_week(self) -> Median | None:
        return self._week(self.today - WEEK)

    @cached_property
    def week_rise(self) -> Median | None:
        """This week's median morning pain less last week's."""
        last_week = self.last_week
        if self.this_week is None or last_week is None:
            return None
        return self.this_week - last_week

    def week_reason(self, code: ReasonCode, limit: int) -> Reason:
        """The two weeks' medians, as far as their rise reached ``limit``."""
        have = {"this_week": self.this_week, "last_week": self.last_week, "rise": self.week_rise}
        reports = self.diary.reports(self.today - 2 * WEEK + 1, self.today)
        return Reason(code, have, {"rise_below": limit}, morning_reports(reports))

    def _week(self, last: int) -> Median | None:
        return self.diary.median_pain(last, self.rules.week_reports)


Criterion: TypeAlias = Callable[[Facts], Finding | None]
