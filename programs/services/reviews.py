"""The review: read the history, decide, store the decision, move, promise. One transaction."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet, Value

from people.models import Patient
from programs import engine
from programs.models import (
    Assignment,
    AssignmentStatus,
    CheckIn,
    DecisionKind,
    Flare,
    Mark,
    MorningReport,
    Outcome,
    Review,
    Session,
)
from programs.models.diary import Entry
from programs.models.review import pack

from . import clock, history, moves, telling

# Longer than a chunk takes, shorter than anyone waits: an orphan is due again after it.
LEASE = timedelta(seconds=60)
GAPS = {"GAP_4_7", "GAP_8_14", "GAP_15_28", "GAP_OVER_28"}
ENTRY_MODELS = (Session, MorningReport, CheckIn)


@dataclass(frozen=True, slots=True)
class Claim:
    """Assignments that are ours to review, for as long as the lease lasts."""

    token: uuid.UUID
    ids: list[int]


def due_now(assignment_id: int, *, trigger: engine.Trigger, now: datetime) -> None:
    """Ask for a review. The row is the promise: a sweep finds it within seconds.

    Whoever has claimed the assignment meanwhile loses it, so that the newest entry is decided on.
    """
    Assignment.objects.open().filter(pk=assignment_id).update(
        review_due_at=now, review_trigger=trigger, review_token=None
    )


@transaction.atomic
def claim(*, now: datetime, size: int) -> Claim | None:
    """Take the ``size`` longest due for the length of a lease; ``None`` when nothing is due."""
    due = Assignment.objects.due(now).select_for_update(skip_locked=True, no_key=True)
    ids = list(due.values_list("pk", flat=True)[:size])
    if not ids:
        return None
    token = uuid.uuid4()
    Assignment.objects.filter(pk__in=ids).update(review_token=token, review_due_at=now + LEASE)
    return Claim(token, ids)


def run_due(ids: Sequence[int], *, token: uuid.UUID, now: datetime) -> int:
    """Review those that the claim still holds, and say how many. Twice is harmless."""
    return sum(
        _run_claimed(assignment_id, token=token, now=now) is not None for assignment_id in ids
    )


@transaction.atomic
def _run_claimed(assignment_id: int, *, token: uuid.UUID, now: datetime) -> Review | None:
    assignment = _lock(Assignment.objects.filter(pk=assignment_id, review_token=token))
    return _review(assignment, now=now) if assignment else None


@transaction.atomic
def run(assignment_id: int, *, now: datetime) -> Review | None:
    """Review one assignment if it is due; ``None`` if it is not, or has ended.

    Of rival calls one decides; the others wait for its lock, and find nothing due.
    """
    due = Assignment.objects.open().due(now)
    assignment = _lock(due.filter(pk=assignment_id))
    return _review(assignment, now=now) if assignment else None


@transaction.atomic
def before_session(assignment_id: int, *, now: datetime) -> Review | None:
    """Decide as exercise is about to start: only then does a gap without sessions step back.

    A decision without a gap in it is not stored: the diary's own reviews have made it.
    """
    assignment = _lock(Assignment.objects.open().filter(pk=assignment_id))
    if assignment is None or _gap_seen_today(assignment, now):
        return None
    trigger = engine.Trigger.SESSION_START
    facts = history.build([assignment], now=now, trigger=trigger)[assignment.pk]
    decision = engine.decide(facts, assignment.rule_set.rule_set())
    if GAPS.isdisjoint(reason.code for reason in decision.reasons):
        return None
    return _keep(assignment, facts, decision, now=now)


def replay(review: Review) -> engine.Decision:
    """Decide again on the stored history, under the stored rules.

    Raises ``ValueError`` if the history is not the one that was decided on.
    """
    facts = engine.parse(json.loads(review.history_json()))
    if engine.digest(facts) != review.history_digest:
        raise ValueError(f"The history of review {review.pk} is not the one it was made on.")
    return engine.decide(facts, review.rule_set.rule_set())


def of_patient(patient: Patient) -> QuerySet[Review]:
    """The decisions about a patient, the latest first, without the packed histories."""
    about = Review.objects.filter(assignment__patient=patient).defer("history")
    return about.order_by("-at", "-pk")


def oldest_due(now: datetime) -> datetime | None:
    """When the assignment that waits longest was due; ``None`` when nothing waits."""
    return Assignment.objects.due(now).values_list("review_due_at", flat=True).first()


def is_pending(assignment: Assignment, *, now: datetime) -> bool:
    """Whether an entry of the patient still waits to be decided on."""
    claimed = assignment.review_token is not None
    return claimed or (assignment.review_due_at is not None and assignment.review_due_at <= now)


def _lock(assignments: QuerySet[Assignment]) -> Assignment | None:
    """Lock one row. Without its key: the patient's next entry refers to it, and must not wait."""
    locked = assignments.select_for_update(of=("self",), no_key=True)
    return locked.select_related("patient__user", "clinician__user", "rule_set").first()


def _gap_seen_today(assignment: Assignment, now: datetime) -> bool:
    day = clock.today(assignment.patient, now=now)
    today = assignment.reviews.filter(day=day, trigger=engine.Trigger.SESSION_START)
    return today.exists()


def _review(assignment: Assignment, *, now: datetime) -> Review:
    facts = history.build([assignment], now=now)[assignment.pk]
    return _keep(assignment, facts, engine.decide(facts, assignment.rule_set.rule_set()), now=now)


def _keep(
    assignment: Assignment, facts: engine.History, decision: engine.Decision, *, now: datetime
) -> Review:
    """Store the decision, apply it, plan the next look, and promise what is to be told."""
    day = clock.today(assignment.patient, now=now)
    canonical = engine.canonical(engine.to_json(facts))
    outcome = _outcome(assignment, decision, day=day)
    review = Review.objects.create(
        assignment=assignment,
        rule_set=assignment.rule_set,
        day=day,
        at=now,
        trigger=facts.trigger,
        kind=decision.kind,
        outcome=outcome,
        from_stage=assignment.stage,
        from_step=assignment.step,
        to_stage=decision.target.stage,
        to_step=decision.target.step,
        mark=_mark(decision, outcome),
        wants_review=decision.review,
        pending_until=decision.pending_until,
        decision=decision.to_record(),
        revised=_revised(assignment),
        history=pack(canonical),
        history_digest=engine.digest(facts),
    )
    _apply(assignment, review, now=now)
    telling.of_review(assignment, review, now=now)
    return review


def _outcome(assignment: Assignment, decision: engine.Decision, *, day) -> Outcome:
    if decision.kind not in (engine.Kind.REGRESS, engine.Kind.ADVANCE):
        return Outcome.STAYED
    # Moved before today, by rule or by hand: the patient gets one step to take in a day.
    if assignment.since == day and assignment.since > assignment.started_on:
        return Outcome.ALREADY_MOVED
    if decision.kind == engine.Kind.ADVANCE and _in_a_flare(assignment):
        return Outcome.WAITS
    return Outcome.MOVED


def _in_a_flare(assignment: Assignment) -> bool:
    return Flare.objects.watched().filter(assignment=assignment).exists()


def _mark(decision: engine.Decision, outcome: Outcome) -> str:
    if decision.kind == engine.Kind.REGRESS and outcome == Outcome.MOVED:
        return Mark.REGRESSED
    codes = {reason.code for reason in decision.reasons}
    if "VULN_EASE" in codes:
        return Mark.EASED
    return Mark.DEFERRED if "VULN_DEFER" in codes else ""


def _revised(assignment: Assignment) -> list[dict[str, str]]:
    """Entries that were corrected since the decision before this one."""
    latest = assignment.reviews.order_by("-at").values_list("at", flat=True).first()
    if latest is None:
        return []
    first, *others = (_corrected(model, assignment, latest) for model in ENTRY_MODELS)
    days = first.union(*others, all=True)
    return [{"entry": entry, "day": day.isoformat()} for entry, day in days]


def _corrected(model: type[Entry], assignment: Assignment, since: datetime) -> QuerySet:
    """The kind and the day of the corrections since, for a union: most often there is none."""
    found = model.objects.filter(
        assignment=assignment, corrects__isnull=False, recorded_at__gt=since
    )
    return found.order_by().values_list(Value(model.__name__.lower()), "day")


def _apply(assignment: Assignment, review: Review, *, now: datetime) -> None:
    if review.outcome == Outcome.MOVED:
        moves.put(assignment, (review.to_stage, review.to_step), day=review.day)
    paused = review.kind == DecisionKind.PAUSE
    assignment.status = AssignmentStatus.PAUSED if paused else AssignmentStatus.ACTIVE
    assignment.review_due_at = clock.next_daily_review(assignment.patient, now=now)
    assignment.review_trigger = engine.Trigger.DAILY
    assignment.review_token = None
    assignment.save(
        update_fields=[
            *moves.PLACE_FIELDS,
            "status",
            "review_due_at",
            "review_trigger",
            "review_token",
        ]
    )
