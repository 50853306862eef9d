"""What a clinician does with a patient's program. Each act is a row with its author."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import schedule
from people.models import Clinician, Patient, User
from programs import engine
from programs.models import (
    Assignment,
    AssignmentStatus,
    ClinicianEvent,
    EventKind,
    ProgramVersion,
    RuleSetVersion,
)

from . import clock, history, moves, reviews, telling

# Tension is never begun, by rule or by hand, without a clinician's yes that still stands.
SIGNED_OFF_STAGE = 3
NO_PROGRAM = gettext_lazy("There is no open program.")


class NotOpen(Exception):
    """The program has ended, so there is nothing left to do with it."""


def open_of(patient: Patient) -> Assignment:
    """Return the patient's open program; raises ``NotOpen`` when there is none."""
    assignment = patient.assignments.open().select_related("version").first()
    if assignment is None:
        raise NotOpen(NO_PROGRAM)
    assignment.patient = patient
    return assignment


@transaction.atomic
def start(
    patient: Patient,
    version: ProgramVersion,
    rule_set: RuleSetVersion,
    *,
    by: Clinician,
    now: datetime,
    place: moves.Place = (1, 1),
    **fields: Any,
) -> Assignment:
    """Give a patient a program, from a step on. Raises ``ValidationError`` by field."""
    if version.published_at is None:
        raise ValidationError({"version": _("Publish this version first.")})
    if place not in moves.places(version):
        raise ValidationError({"step": _("This program has no step %d.%d.") % place})
    if place[0] == SIGNED_OFF_STAGE:
        told = _("Tensioning needs a sign-off: begin at stage 2, sign off, then move by hand.")
        raise ValidationError({"step": told})
    day = clock.today(patient, now=now)
    assignment = Assignment(
        patient=patient,
        version=version,
        rule_set=rule_set,
        clinician=fields.pop("clinician", by),
        pathway=version.program.pathway,
        started_on=day,
        since=day,
        stage_since=day,
        stage=place[0],
        step=place[1],
        review_due_at=clock.next_daily_review(patient, now=now),
        **fields,
    )
    assignment.full_clean()
    assignment.save()
    _record(assignment, EventKind.ASSIGNED, by=by.user, now=now)
    return assignment


@transaction.atomic
def hold(assignment: Assignment, *, by: User, note: str, now: datetime) -> Assignment:
    """Let nothing move on until a clinician releases it. Holding twice is one hold."""
    return _set_held(assignment, True, kind=EventKind.HELD, by=by, note=note, now=now)


@transaction.atomic
def release(assignment: Assignment, *, by: User, now: datetime, note: str = "") -> Assignment:
    """Let the rules decide again."""
    return _set_held(assignment, False, kind=EventKind.RELEASED, by=by, note=note, now=now)


@transaction.atomic
def move(
    assignment: Assignment, place: moves.Place, *, by: User, note: str, now: datetime
) -> ClinicianEvent:
    """Move by hand, with a word of why. The rules move no further that day.

    Stage 3 asks for a sign-off that is still good; the rules' other gates are the clinician's.
    """
    assignment = lock(assignment)
    if place not in moves.places(assignment.version):
        raise ValidationError({"place": _("This program has no step %d.%d.") % place})
    if place == (assignment.stage, assignment.step):
        raise ValidationError({"place": _("The patient is at this step already.")})
    if place[0] == SIGNED_OFF_STAGE > assignment.stage and not _signed_off(assignment, now=now):
        raise ValidationError({"place": _("Sign off for tensioning first.")})
    return _move(assignment, place, by=by, note=note, now=now)


@transaction.atomic
def sign_off(assignment: Assignment, *, by: User, now: datetime, note: str = "") -> ClinicianEvent:
    """Say that tensioning may begin: power, reflexes and sensation have been looked at."""
    return _act(assignment, EventKind.SIGNED_OFF, by=by, note=note, now=now)


@transaction.atomic
def mark_reviewed(
    assignment: Assignment, *, by: User, now: datetime, note: str = ""
) -> ClinicianEvent:
    """Say that a clinician has looked at the whole course."""
    return _act(assignment, EventKind.REVIEWED, by=by, note=note, now=now)


@transaction.atomic
def unlock(assignment: Assignment, *, by: User, now: datetime, note: str = "") -> ClinicianEvent:
    """Let the patient try again the step that they came back from twice."""
    return _act(assignment, EventKind.UNLOCKED, by=by, note=note, now=now)


@transaction.atomic
def note(assignment: Assignment, *, by: User, note: str, now: datetime) -> ClinicianEvent:
    """Write a note on the chart."""
    return _record(lock(assignment), EventKind.NOTED, by=by, note=note, now=now)


@transaction.atomic
def end(assignment: Assignment, *, by: User, because: str, now: datetime) -> Assignment:
    """End the program, for a reason that may well be success."""
    assignment = lock(assignment)
    if not because.strip():
        raise ValidationError({"because": _("Say why the program ends, in a word.")})
    assignment.status = AssignmentStatus.ENDED
    assignment.ended_at, assignment.ended_by, assignment.ended_because = now, by, because
    assignment.review_due_at = assignment.review_token = None
    assignment.save(
        update_fields=[
            "status",
            "ended_at",
            "ended_by",
            "ended_because",
            "review_due_at",
            "review_token",
        ]
    )
    schedule.switch_off(assignment.patient)
    _record(assignment, EventKind.ENDED, by=by, note=because, now=now)
    return assignment


def lock(assignment: Assignment) -> Assignment:
    """The assignment as it is now, ours until the transaction ends; raises ``NotOpen``."""
    rows = Assignment.objects.open().select_for_update(of=("self",), no_key=True)
    try:
        return rows.select_related("patient__clinic", "clinician__user", "version").get(
            pk=assignment.pk
        )
    except Assignment.DoesNotExist:
        raise NotOpen(_("This program has ended.")) from None


def step_back_after_flag(assignment: Assignment, place: moves.Place, **act: Any) -> None:
    """Move a patient whose flag was cleared; the caller holds the lock."""
    if place != (assignment.stage, assignment.step):
        _move(assignment, place, **act)


def record_flag(assignment: Assignment, kind: EventKind, **act: Any) -> ClinicianEvent:
    """Write down that a flag was seen or closed."""
    return _record(assignment, kind, **act)


def _signed_off(assignment: Assignment, *, now: datetime) -> bool:
    facts = history.build([assignment], now=now)[assignment.pk]
    return engine.signed_off(facts, assignment.rule_set.rule_set())


def _set_held(assignment: Assignment, held: bool, *, kind: EventKind, **act: Any) -> Assignment:
    assignment = lock(assignment)
    if assignment.held == held:
        return assignment
    assignment.held = held
    assignment.save(update_fields=["held"])
    _record(assignment, kind, **act)
    reviews.due_now(assignment.pk, trigger=engine.Trigger.DAILY, now=act["now"])
    return assignment


def _act(assignment: Assignment, kind: EventKind, **act: Any) -> ClinicianEvent:
    """Record something that the next decision asks about, and ask for that decision."""
    assignment = lock(assignment)
    event = _record(assignment, kind, **act)
    reviews.due_now(assignment.pk, trigger=engine.Trigger.DAILY, now=act["now"])
    return event


def _move(
    assignment: Assignment, place: moves.Place, *, by: User, note: str, now: datetime
) -> ClinicianEvent:
    left = (assignment.stage, assignment.step)
    event = _record(
        assignment,
        EventKind.MOVED,
        by=by,
        note=note,
        now=now,
        from_stage=left[0],
        from_step=left[1],
        to_stage=place[0],
        to_step=place[1],
    )
    moves.put(assignment, place, day=event.day)
    assignment.save(update_fields=moves.PLACE_FIELDS)
    telling.of_plan(assignment, now=now, key=f"moved:{event.pk}")
    reviews.due_now(assignment.pk, trigger=engine.Trigger.DAILY, now=now)
    return event


def _record(
    assignment: Assignment, kind: EventKind, *, by: User, now: datetime, **fields: Any
) -> ClinicianEvent:
    event = ClinicianEvent(
        assignment=assignment,
        kind=kind,
        day=clock.today(assignment.patient, now=now),
        at=now,
        by=by,
        **fields,
    )
    event.full_clean()
    event.save()
    return event
