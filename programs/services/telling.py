"""Who is told what of a decision or a red flag: promises, made in the same transaction."""

from datetime import datetime, timedelta

from notifications import outbox
from people.models import Clinician
from programs import messages
from programs.models import Assignment, DecisionKind, Outcome, RedFlag, Review

# Nobody answered: the others of the clinic are asked, and asked again.
NEXT_TIER_AFTER = timedelta(minutes=15)
WHOLE_CLINIC_AFTER = timedelta(minutes=45)


def of_review(assignment: Assignment, review: Review, *, now: datetime) -> None:
    """Tell the patient of a change, and the clinician when their look is asked for."""
    if review.outcome == Outcome.MOVED or review.kind == DecisionKind.PAUSE:
        of_plan(assignment, now=now, key=f"{review.day}:{review.kind}")
    if review.wants_review:
        of_work(assignment, now=now)


def of_plan(assignment: Assignment, *, now: datetime, key: str) -> None:
    """Tell the patient that the plan has changed; the same key tells once."""
    outbox.queue(
        assignment.patient.user,
        messages.PLAN_UPDATED,
        dedupe_key=f"{messages.PLAN_UPDATED}:{assignment.pk}:{key}",
        about={"assignment": assignment.pk},
        now=now,
    )


def of_work(assignment: Assignment, *, now: datetime) -> None:
    """Tell the clinician that somebody waits for a look: once a day for all of their patients."""
    day = now.date().isoformat()
    outbox.queue(
        assignment.clinician.user,
        messages.REVIEW_WANTED,
        dedupe_key=f"{messages.REVIEW_WANTED}:{assignment.clinician_id}:{day}",
        now=now,
    )


def of_red_flag(flag: RedFlag, *, now: datetime) -> None:
    """Alert the responsible clinician now, and the others of the clinic while nobody has looked."""
    assignment = flag.assignment
    clinic = Clinician.objects.reachable().filter(clinic=assignment.patient.clinic)
    everyone = list(clinic.select_related("user"))
    for clinician in everyone:
        first = clinician.pk == assignment.clinician_id
        _alert(flag, clinician, now=now, wait=timedelta(0) if first else NEXT_TIER_AFTER)
        _alert(flag, clinician, now=now, wait=WHOLE_CLINIC_AFTER)


def _alert(flag: RedFlag, clinician: Clinician, *, now: datetime, wait: timedelta) -> None:
    minutes = int(wait.total_seconds() // 60)
    outbox.queue(
        clinician.user,
        messages.RED_FLAG_ALERT,
        dedupe_key=f"{messages.RED_FLAG_ALERT}:{flag.pk}:{clinician.pk}:{minutes}",
        about={"red_flag": flag.pk},
        now=now,
        due_at=now + wait,
    )
