"""From rows to the engine's histories: as many queries for a thousand assignments as for one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Least

from people.time_zones import zone
from programs import engine
from programs.models import (
    Assignment,
    CheckIn,
    ClinicianEvent,
    Completion,
    EventKind,
    Mark,
    MorningReport,
    RedFlag,
    RedFlagScreen,
    Review,
    ScreenKind,
    Session,
    Stage,
)

# Days that can matter, as ``engine.looks_back_to`` says: the stage's and the two last weeks',
# and the six before them. A day more, because the patient's date may be behind that of UTC.
WEEK = timedelta(days=7)
LAST_WEEK_AND_A_DAY = timedelta(days=8)
# What a clinician does that a later decision asks about, in the engine's words.
REMEMBERED = {
    EventKind.SIGNED_OFF: engine.EventKind.SIGNED_OFF,
    EventKind.UNLOCKED: engine.EventKind.UNLOCKED,
    EventKind.REVIEWED: engine.EventKind.REVIEWED,
}

Rows = dict[int, list[Any]]
Ladder = tuple[int, int, int]


def build(
    assignments: Sequence[Assignment], *, now: datetime, trigger: str | None = None
) -> dict[int, engine.History]:
    """Return each assignment's history by its id, as of ``now``.

    Nine queries, whatever the number. The assignments come with their patient loaded; without
    a ``trigger`` each one's own stands.
    """
    ids = [assignment.pk for assignment in assignments]
    ladders = _ladders({assignment.version_id for assignment in assignments})
    sessions = _by_assignment(_sessions(ids, now))
    mornings = _by_assignment(_mornings(ids, now))
    check_ins = _by_assignment(_since(CheckIn.objects.current(), ids, now))
    flags = _by_assignment(RedFlag.objects.filter(assignment__in=ids))
    acts = _by_assignment(_acts(ids))
    marks = _by_assignment(
        Review.objects.filter(assignment__in=ids)
        .exclude(mark="")
        .only("assignment_id", "mark", "day", "from_stage", "from_step")
    )
    screened = _screened_on(ids)
    weekly = _days_a_week(assignments)
    return {
        row.pk: engine.History(
            now=now,
            time_zone=row.patient.time_zone,
            trigger=engine.Trigger(trigger or row.review_trigger),
            irritability=engine.Irritability(row.irritability),
            ladder=ladders[row.version_id],
            started_on=row.started_on,
            position=engine.Position(
                stage=row.stage, step=row.step, since=row.since, stage_since=row.stage_since
            ),
            baseline=_baseline(row),
            screened_on=screened.get(row.pk),
            held_by_clinician=row.held,
            planned_days=planned_days(row, weekly[row.pk], now=now),
            sessions=tuple(_session(entry) for entry in sessions[row.pk]),
            morning_reports=tuple(_morning(entry) for entry in mornings[row.pk]),
            check_ins=tuple(_check_in(entry) for entry in check_ins[row.pk]),
            red_flags=tuple(_red_flag(flag) for flag in flags[row.pk]),
            events=tuple(_events(acts[row.pk], marks[row.pk])),
        )
        for row in assignments
    }


def planned_days(assignment: Assignment, days_a_week: int, *, now: datetime) -> tuple[date, ...]:
    """The days of the last week, today included, on which sessions were planned at this step."""
    today = engine.today(now, zone(assignment.patient.time_zone))
    planned = planned_weekdays(assignment.weekdays, days_a_week)
    days = (today - timedelta(days=ago) for ago in range(6, -1, -1))
    return tuple(day for day in days if day >= assignment.since and day.weekday() in planned)


def planned_weekdays(weekdays: int, days_a_week: int) -> frozenset[int]:
    """Thin the chosen days of the week (bit 0 is Monday) out evenly to what the step asks for."""
    chosen = [day for day in range(7) if weekdays >> day & 1]
    wanted = min(days_a_week, len(chosen))
    return frozenset(chosen[index * len(chosen) // wanted] for index in range(wanted))


def _ladders(version_ids: Iterable[int]) -> dict[int, Ladder]:
    stages = Stage.objects.filter(version__in=version_ids).annotate(last=Max("steps__number"))
    steps: dict[int, list[int]] = defaultdict(list)
    for version_id, last in stages.order_by("version", "number").values_list("version", "last"):
        steps[version_id].append(last)
    return {
        version_id: (first, second, third) for version_id, (first, second, third) in steps.items()
    }


def _days_a_week(assignments: Sequence[Assignment]) -> dict[int, int]:
    """How often a week the step of each assignment asks for exercise."""
    at_step = Q(version__stages__number=F("stage"), version__stages__steps__number=F("step"))
    rows = Assignment.objects.filter(at_step, pk__in=[row.pk for row in assignments])
    return dict(rows.values_list("pk", "version__stages__steps__days_a_week"))


def _sessions(ids: list[int], now: datetime) -> QuerySet[Session]:
    """Those of the stage and the look-back, and the latest before them: a gap has no limit."""
    latest = Session.objects.current().filter(assignment=OuterRef("assignment")).order_by("-at")
    window = Q(day__gte=_window_start(now)) | Q(pk=Subquery(latest.values("pk")[:1]))
    return Session.objects.current().filter(window, assignment__in=ids, at__lte=now)


def _mornings(ids: list[int], now: datetime) -> QuerySet[MorningReport]:
    return _since(MorningReport.objects.current().filter(in_time=True), ids, now)


def _since(entries: QuerySet, ids: list[int], now: datetime) -> QuerySet:
    return entries.filter(assignment__in=ids, day__gte=_window_start(now), at__lte=now)


def _window_start(now: datetime) -> CombinedExpression:
    return Least(F("assignment__stage_since"), (now - LAST_WEEK_AND_A_DAY).date()) - WEEK


def _acts(ids: list[int]) -> QuerySet[ClinicianEvent]:
    kinds = [*REMEMBERED, EventKind.MOVED]
    return ClinicianEvent.objects.filter(assignment__in=ids, kind__in=kinds)


def _screened_on(ids: list[int]) -> dict[int, date]:
    screens = RedFlagScreen.objects.filter(assignment__in=ids, kind=ScreenKind.FULL, complete=True)
    return dict(screens.order_by().values_list("assignment").annotate(Max("day")))


def _by_assignment(rows: Iterable[Any]) -> Rows:
    grouped: Rows = defaultdict(list)
    for row in rows:
        grouped[row.assignment_id].append(row)
    return grouped


def _baseline(row: Assignment) -> engine.Baseline | None:
    if row.baseline_pain is None or row.baseline_site is None:
        return None
    return engine.Baseline(pain=row.baseline_pain, site=row.baseline_site)


def _session(entry: Session) -> engine.Session:
    return engine.Session(
        at=entry.wall_clock,
        stage=entry.stage,
        step=entry.step,
        pain_before=entry.pain_before,
        pain_peak=entry.pain_peak,
        pain_after=entry.pain_after,
        site_before=entry.site_before,
        site_after=entry.site_after,
        settle_minutes=engine.NOT_SETTLED if entry.not_settled else entry.settle_minutes,
        dose_percent=entry.dose_percent,
        stopped_for_pain=entry.completion == Completion.STOPPED,
    )


def _morning(entry: MorningReport) -> engine.MorningReport:
    return engine.MorningReport(
        day=entry.day,
        pain=entry.pain,
        site=entry.site,
        worst_24h=entry.worst_24h,
        neuro_worse=entry.neuro_worse,
    )


def _check_in(entry: CheckIn) -> engine.CheckIn:
    return engine.CheckIn(
        day=entry.day,
        sleep=entry.sleep,
        stress=entry.stress,
        unwell=entry.unwell,
        worry=entry.worry,
        out_of_routine=entry.out_of_routine,
    )


def _red_flag(flag: RedFlag) -> engine.RedFlag:
    return engine.RedFlag(
        day=flag.day,
        tier=engine.Tier(flag.tier),
        code=flag.code,
        cleared=flag.cleared_at is not None,
    )


def _events(acts: list[ClinicianEvent], marks: list[Review]) -> Iterable[engine.Event]:
    """What was done and decided before, oldest first; a step back by hand is a step back."""
    events = [_mark(review) for review in marks]
    events += [_act(act) for act in acts if act.kind in REMEMBERED or act.stepped_back]
    return sorted(events, key=lambda event: (event.day, event.kind))


def _mark(review: Review) -> engine.Event:
    place = (review.from_stage, review.from_step) if review.mark == Mark.REGRESSED else None
    return _event(review.mark, review.day, place)


def _act(act: ClinicianEvent) -> engine.Event:
    if act.kind == EventKind.MOVED:
        return _event("regressed", act.day, (act.from_stage, act.from_step))
    return _event(REMEMBERED[EventKind(act.kind)], act.day, None)


def _event(kind: str, day: date, place: tuple[int, int] | None) -> engine.Event:
    left = engine.Rung(*place) if place else None
    return engine.Event(kind=engine.EventKind(kind), day=day, from_=left)
