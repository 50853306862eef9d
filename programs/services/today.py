"""What a patient sees today: where they stand, what to do, and what is still to be told."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery

from people.models import Patient
from programs import engine
from programs.models import (
    Assignment,
    AssignmentStatus,
    CheckIn,
    MorningReport,
    Prescription,
    RedFlag,
    RedFlagScreen,
    Review,
    ScreenKind,
    Session,
    Step,
    Tier,
)

from . import clock, reviews

SCREEN_EVERY = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """One patient's day at one instant. ``step`` comes with its stage and exercises loaded."""

    assignment: Assignment
    day: date
    step: Step
    open_flags: list[RedFlag]
    # The latest decision; ``None`` before the first.
    review: Review | None
    # An entry waits to be decided on: the page asks again in a moment.
    pending: bool
    sessions_done: int
    morning_told: bool
    checked_in: bool
    screen_due: bool

    @property
    def stopped(self) -> bool:
        """Whether all exercise is off: a red flag, or a pause by the rules."""
        return self.assignment.status == AssignmentStatus.PAUSED or bool(self.stopping_flags)

    @property
    def stopping_flags(self) -> list[RedFlag]:
        return [flag for flag in self.open_flags if flag.tier in (Tier.A, Tier.B)]

    @property
    def dose(self) -> float:
        """The share of the prescribed dose that today's decision allows: 1, 0.5 or 0."""
        if self.stopped:
            return 0.0
        # A pause is over with its flag, not with the next review: its 0 must not outlive it.
        return (self.review.decision["dose"] if self.review else 1.0) or 1.0

    @property
    def sessions_left(self) -> int:
        return max(self.step.times_a_day - self.sessions_done, 0)

    def gate(self, *, pain_now: int) -> engine.Gate:
        """The answer before a session: go, easier today, or stop. Moves nothing."""
        if self.assignment.status == AssignmentStatus.PAUSED:
            return engine.Gate.STOP_RED_FLAG
        return engine.session_gate(
            stage=self.assignment.stage,
            irritability=engine.Irritability(self.assignment.irritability),
            pain_now=pain_now,
            open_tiers={engine.Tier(flag.tier) for flag in self.open_flags},
            rules=self.assignment.rule_set.rule_set(),
        )


def of(patient: Patient, *, now: datetime) -> Today | None:
    """Return the patient's day, or ``None`` without an open program. Five queries."""
    day = clock.today(patient, now=now)
    # Any: an annotation is no field that a type checker knows.
    assignment: Any = _with_the_day(patient, day).first()
    if assignment is None:
        return None
    assignment.patient = patient
    latest = assignment.reviews.defer("history").order_by("-at").first()
    return Today(
        assignment=assignment,
        day=day,
        step=step_at(assignment, assignment.stage, assignment.step),
        open_flags=list(assignment.red_flags.open()),
        review=latest,
        pending=reviews.is_pending(assignment, now=now),
        sessions_done=assignment.sessions_done or 0,
        morning_told=assignment.morning_told,
        checked_in=assignment.checked_in,
        screen_due=_is_old(assignment.screened_on, day),
    )


def step_at(assignment: Assignment, stage: int, step: int) -> Step:
    """A step of the assignment's version, with all that a page shows of it. Two queries."""
    exercises = Prefetch(
        "prescriptions", Prescription.objects.select_related("exercise").order_by("order")
    )
    steps = Step.objects.select_related("stage").prefetch_related(exercises)
    return steps.get(stage__version=assignment.version_id, stage__number=stage, number=step)


def easier_step(assignment: Assignment) -> Step:
    """The stage-1 step for an easier day: the last one of movement, or the one below in it."""
    if assignment.stage > 1:
        place = Step.objects.filter(stage__version=assignment.version_id, stage__number=1)
        return step_at(assignment, 1, place.order_by("-number").values_list("number", flat=True)[0])
    return step_at(assignment, 1, max(assignment.step - 1, 1))


def _with_the_day(patient: Patient, day: date) -> QuerySet[Assignment]:
    ours = {"assignment": OuterRef("pk"), "day": day}
    sessions = Session.objects.current().filter(**ours).order_by().values("assignment")
    screens = RedFlagScreen.objects.filter(
        assignment=OuterRef("pk"), kind=ScreenKind.FULL, complete=True
    )
    return (
        Assignment.objects.open()
        .filter(patient=patient)
        .select_related("version__program", "rule_set", "clinician__user")
        .annotate(
            sessions_done=Subquery(sessions.annotate(count=Count("pk")).values("count")),
            morning_told=Exists(MorningReport.objects.filter(**ours)),
            checked_in=Exists(CheckIn.objects.filter(**ours)),
            screened_on=Subquery(screens.order_by("-day").values("day")[:1]),
        )
    )


def _is_old(screened_on: date | None, day: date) -> bool:
    return screened_on is None or day - screened_on >= SCREEN_EVERY
