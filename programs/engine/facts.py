"""What the criteria look at: one history under one rule set, worked out once, when asked."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import TypeAlias

from programs.engine.colours import Colour, Judged, judge
from programs.engine.diary import WEEK, Diary
from programs.engine.exposures import Morning, merge, reported, stand_in
from programs.engine.history import Event, EventKind, History, Rung, Session
from programs.engine.medians import Median
from programs.engine.reasons import Finding, Reason, ReasonCode, morning_reports
from programs.engine.rules import RuleSet

LAST_STAGE = 3


class Facts:
    """Everything is derived from the history and the rules; nothing here decides."""

    def __init__(self, history: History, rules: RuleSet) -> None:
        self.history = history
        self.rules = rules
        self.preset = rules.preset(history.irritability)
        self.position = history.position
        self.diary = Diary(history)
        self.today = self.diary.today

    # The ladder

    @cached_property
    def next_rung(self) -> Rung | None:
        """One step on, or None at the last step of the ladder."""
        stage, step = self.position.rung
        if step < self.history.ladder[stage - 1]:
            return Rung(stage, step + 1)
        return Rung(stage + 1, 1) if stage < LAST_STAGE else None

    @cached_property
    def next_stage(self) -> int | None:
        """The stage that moving on would open, or None while it stays in this one."""
        if self.next_rung is None or self.next_rung.stage == self.position.stage:
            return None
        return self.next_rung.stage

    @property
    def lower_rung(self) -> Rung | None:
        """One step back, or None at 1.1."""
        stage, step = self.position.rung
        if step > 1:
            return Rung(stage, step - 1)
        return Rung(stage - 1, self.history.ladder[stage - 2]) if stage > 1 else None

    @property
    def earlier_first_step(self) -> Rung | None:
        """The first step of the stage, or of the previous one if already there."""
        stage, step = self.position.rung
        if step > 1:
            return Rung(stage, 1)
        return Rung(stage - 1, 1) if stage > 1 else None

    def days_since(self, day: date) -> int:
        return self.diary.days_since(day)

    # Steps back

    @cached_property
    def last_step_back(self) -> Event | None:
        return self.diary.latest(EventKind.REGRESSED)

    @cached_property
    def failures(self) -> tuple[Event, ...]:
        """The step backs that left the next step, as far as they are remembered."""
        return tuple(
            event
            for event in self.history.events
            if event.kind == EventKind.REGRESSED
            and event.from_ == self.next_rung
            and self.days_since(event.day) <= self.rules.failed_days
        )

    @property
    def _extra(self) -> int:
        return self.rules.failed_extra_greens if self.failures else 0

    @property
    def greens_needed(self) -> int:
        return self.preset.greens_needed + self._extra

    @property
    def window(self) -> int:
        return self.preset.window + self._extra

    # Exposures

    @cached_property
    def _bouts(self) -> dict[int, list[Session]]:
        """The sessions of the exposures that count, by day, the oldest first."""
        since = max(self.position.since.toordinal(), self._after_easing, self._after_gap)
        found = {}
        for day in sorted(self.diary.sessions):
            if day >= since and (bouts := self._at(self.diary.sessions[day], self.position.step)):
                found[day] = bouts
        return found

    def _at(self, bouts: list[Session], step: int) -> list[Session]:
        stage = self.position.stage
        return [bout for bout in bouts if bout.stage == stage and bout.step == step]

    @property
    def _after_easing(self) -> int:
        eased = self.diary.latest(EventKind.EASED)
        return eased.day.toordinal() + 1 if eased else 0

    @property
    def _after_gap(self) -> int:
        """The first day after the last run of missed days between two sessions, 0 if none."""
        days = sorted(self.diary.sessions)
        for earlier, later in zip(reversed(days[:-1]), reversed(days[1:]), strict=True):
            if later - earlier > self.rules.gap_hold_from:
                return later
        return 0

    @cached_property
    def _proxies(self) -> dict[int, Morning]:
        """The sessions that stand in for a missing morning: the first few in day order."""
        if self.position.stage == LAST_STAGE:
            return {}
        found: dict[int, Morning] = {}
        for day in self._bouts:
            if len(found) == self.rules.proxy_limit:
                break
            if proxy := stand_in(self.diary, day):
                found[day] = proxy
        return found

    def _judge(self, day: int, bouts: list[Session], morning: Morning | None) -> Judged:
        history = self.history
        exposure = merge(day, bouts)
        stage = self.position.stage
        return judge(self.diary, exposure, morning, stage, history.irritability, self.rules)

    def _judge_counting(self, day: int) -> Judged:
        morning = reported(self.diary, day) or self._proxies.get(day)
        return self._judge(day, self._bouts[day], morning)

    @cached_property
    def _newest(self) -> tuple[Judged, ...]:
        """The exposures that count, the newest first, as far back as any criterion looks."""
        still = max(self.window, self.rules.step_back_window)
        found: list[Judged] = []
        for day in reversed(self._bouts):
            found.append(self._judge_counting(day))
            still -= found[-1].colour is not Colour.PARTIAL
            if not still:
                break
        return tuple(found)

    @cached_property
    def latest(self) -> Judged | None:
        """The last of the exposures that count, partial ones included."""
        return self._newest[0] if self._newest else None

    @cached_property
    def counted(self) -> tuple[Judged, ...]:
        """The last counted exposures, the oldest first, as many as any criterion looks at."""
        return tuple(
            judged for judged in reversed(self._newest) if judged.colour is not Colour.PARTIAL
        )

    @cached_property
    def last_counted(self) -> tuple[Judged, ...]:
        """The last N counted exposures: those that moving on looks at."""
        return self.counted[-self.window :]

    @property
    def greens(self) -> int:
        return sum(judged.colour is Colour.GREEN for judged in self.last_counted)

    @cached_property
    def last_few(self) -> tuple[Judged, ...]:
        """The last counted exposures that stepping back looks at."""
        return self.counted[-self.rules.step_back_window :]

    @property
    def stage_days_needed(self) -> int:
        """Days in this stage before the next one."""
        opening_2 = self.next_stage == 2
        return self.preset.stage_2_min_days if opening_2 else self.preset.stage_3_min_days

    @property
    def stage_exposures_needed(self) -> int:
        """Full exposures in this stage before the next one."""
        opening_2 = self.next_stage == 2
        return self.preset.stage_2_min_exposures if opening_2 else self.preset.stage_3_min_exposures

    @property
    def stage_worst_24h(self) -> int | None:
        """The median worst pain that still opens the next stage; None where none opens it."""
        opening_2 = self.next_stage == 2
        return self.preset.stage_2_worst_24h if opening_2 else self.preset.stage_3_worst_24h

    @cached_property
    def full_stage_exposures(self) -> int:
        """Exposures of at least half the day's dose at any step of the stage since it began."""
        full = self.rules.full_dose_percent
        since = self.position.stage_since.toordinal()
        return sum(
            sum(bout.dose_percent for bout in bouts) >= full
            for _, bouts in self._stage_bouts(since)
        )

    def _stage_bouts(self, since: int) -> Iterator[tuple[int, list[Session]]]:
        """The sessions of each exposure at any step of this stage, from the day ``since`` on."""
        for day in sorted(self.diary.sessions):
            if day >= since:
                for step in range(1, self.history.ladder[self.position.stage - 1] + 1):
                    if bouts := self._at(self.diary.sessions[day], step):
                        yield day, bouts

    def recent_of_stage(self, days: int) -> tuple[Judged, ...]:
        """The stage's exposures of at most ``days`` ago; no session stands in for a morning."""
        since = max(self.position.stage_since.toordinal(), self.today - days)
        return tuple(
            self._judge(day, bouts, reported(self.diary, day))
            for day, bouts in self._stage_bouts(since)
        )

    # Weeks

    @cached_property
    def this_week(self) -> Median | None:
        """The median morning pain of the last seven days."""
        return self._week(self.today)

    @cached_property
    def last_week(self) -> Median | None:
        return self._week(self.today - WEEK)

    @cached_property
    def week_rise(self) -> Median | None:
        """This week's median morning pain less last week's."""
        if self.this_week is None or self.last_week is None:
            return None
        return self.this_week - self.last_week

    def week_reason(self, code: ReasonCode, limit: int) -> Reason:
        """The two weeks' medians, as far as their rise reached ``limit``."""
        have = {"this_week": self.this_week, "last_week": self.last_week, "rise": self.week_rise}
        reports = self.diary.reports(self.today - 2 * WEEK + 1, self.today)
        return Reason(code, have, {"rise_below": limit}, morning_reports(reports))

    def _week(self, last: int) -> Median | None:
        return self.diary.median_pain(last - WEEK + 1, last, self.rules.week_reports)


Criterion: TypeAlias = Callable[[Facts], Finding | None]
