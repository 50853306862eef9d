"""What a patient tells, written down: sessions, morning reports, check-ins and corrections."""

import uuid as uuids
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Patient, User
from programs import engine
from programs.models import (
    Assignment,
    CheckIn,
    Completion,
    EntrySource,
    MorningReport,
    PainEntry,
    Session,
    Step,
    TriggerEntry,
)
from programs.models.diary import Entry, EntryQuerySet

from . import entries, flag_line, moves, reviews

# What a bout does of its share of the day's dose, where nobody counted.
SHARE = {Completion.DONE: 100, Completion.PARTLY: 50, Completion.STOPPED: 50}


@transaction.atomic
def log_session(
    assignment: Assignment,
    *,
    uuid: uuids.UUID,
    at: datetime,
    by: User,
    now: datetime,
    completion: Completion,
    red_flags_ticked: Collection[str] | None,
    place: moves.Place | None = None,
    source: EntrySource = EntrySource.PHONE,
    **answers: Any,
) -> entries.Logged[Session]:
    """Write a bout down, with the red-flag line that was answered with it.

    ``red_flags_ticked``: the codes said yes to, empty for "none of these", ``None`` if the line
    was not answered. ``place`` is the step that was done, the current one if not said.
    ``answers``: pains, sites, ``settle_minutes`` or ``not_settled``, ``dose_percent``, ``note``.
    """
    stage, step = place or _place_of(uuid) or (assignment.stage, assignment.step)
    answers.setdefault("dose_percent", _usual_dose(assignment, (stage, step), completion))
    logged = entries.append(
        Session,
        assignment,
        uuid=uuid,
        at=at,
        by=by,
        now=now,
        source=source,
        stage=stage,
        step=step,
        completion=completion,
        **answers,
    )
    flag_line.keep(logged, red_flags_ticked, at=at, now=now)
    return _due(logged, engine.Trigger.SESSION_LOG, now=now)


@transaction.atomic
def log_morning(
    assignment: Assignment,
    *,
    uuid: uuids.UUID,
    at: datetime,
    by: User,
    now: datetime,
    day: date | None = None,
    source: EntrySource = EntrySource.PHONE,
    **answers: Any,
) -> entries.Logged[MorningReport]:
    """Write a morning down. Told on another day than its own it is kept and not used (``in_time``).

    A second answer on the same morning corrects the first.
    """
    told_on = engine.logical_day(at)
    day = day or told_on
    in_time = day == told_on
    first = MorningReport.objects.current().filter(assignment=assignment, day=day, in_time=True)
    logged = entries.append(
        MorningReport,
        assignment,
        uuid=uuid,
        at=at,
        by=by,
        now=now,
        source=source,
        day=day,
        in_time=in_time,
        corrects=first.exclude(uuid=uuid).first() if in_time else None,
        **answers,
    )
    return _due(logged, engine.Trigger.MORNING_REPORT, now=now)


@transaction.atomic
def log_check_in(
    assignment: Assignment,
    *,
    uuid: uuids.UUID,
    at: datetime,
    by: User,
    now: datetime,
    source: EntrySource = EntrySource.PHONE,
    **answers: Any,
) -> entries.Logged[CheckIn]:
    """Write a check-in down; a second one on the same day corrects the first."""
    day = engine.logical_day(at)
    first = CheckIn.objects.current().filter(assignment=assignment, day=day)
    logged = entries.append(
        CheckIn,
        assignment,
        uuid=uuid,
        at=at,
        by=by,
        now=now,
        source=source,
        corrects=first.exclude(uuid=uuid).first(),
        **answers,
    )
    return _due(logged, engine.Trigger.DAILY, now=now)


def note_down(
    model: type[entries.AnEntry],
    assignment: Assignment,
    *,
    uuid: uuids.UUID,
    at: datetime,
    by: User,
    now: datetime,
    source: EntrySource = EntrySource.PHONE,
    **answers: Any,
) -> entries.Logged[entries.AnEntry]:
    """Write down what no rule looks at: pain at any hour, a trigger, a week, a measure."""
    return entries.append(
        model, assignment, uuid=uuid, at=at, by=by, now=now, source=source, **answers
    )


@transaction.atomic
def correct(
    entry: Entry,
    *,
    uuid: uuids.UUID,
    by: User,
    now: datetime,
    source: EntrySource = EntrySource.PHONE,
    **changes: Any,
) -> entries.Logged:
    """Append a correction of an entry, up to 7 days old: what is not changed is taken over.

    Raises ``Conflict`` if somebody has corrected it meanwhile.
    """
    answers = {name: getattr(entry, name) for name in ANSWERS[type(entry)]} | changes
    if isinstance(entry, Session):
        answers["dose_percent"] = changes.get("dose_percent", _corrected_dose(entry, answers))
    logged = entries.append(
        type(entry),
        entry.assignment,
        uuid=uuid,
        at=entry.wall_clock,
        by=by,
        now=now,
        source=source,
        corrects=entry,
        day=entry.day,
        **answers,
    )
    return _due(logged, engine.Trigger.DAILY, now=now)


ANSWERS: dict[type[Entry], tuple[str, ...]] = {
    Session: (
        "stage",
        "step",
        "completion",
        "dose_percent",
        "pain_before",
        "pain_peak",
        "pain_after",
        "site_before",
        "site_after",
        "settle_minutes",
        "not_settled",
        "hurt_more",
        "note",
    ),
    MorningReport: ("in_time", "pain", "site", "worst_24h", "neuro_worse"),
    CheckIn: ("sleep", "stress", "worry", "unwell", "out_of_routine"),
    PainEntry: ("pain", "site"),
    TriggerEntry: ("kind", "minutes", "note"),
}


def of_patient(model: type[Entry], patient: Patient) -> EntryQuerySet:
    """The patient's own entries, newest first, each with the one that it corrects."""
    own = model.objects.filter(assignment__patient=patient)
    return own.select_related("assignment__version", "corrects").order_by("-at", "-pk")


def _place_of(uuid: uuids.UUID) -> moves.Place | None:
    """Where a session that is here already was done: the plan may have moved on since."""
    return Session.objects.filter(uuid=uuid).values_list("stage", "step").first()


def _corrected_dose(session: Session, answers: dict[str, Any]) -> int:
    """The dose of a corrected session: reckoned anew, unless somebody had counted it."""
    place = answers["stage"], answers["step"]
    usual = _usual_dose(session.assignment, place, answers["completion"])
    place = session.stage, session.step
    counted = session.dose_percent != _usual_dose(session.assignment, place, session.completion)
    return session.dose_percent if counted else usual


def _usual_dose(assignment: Assignment, place: moves.Place, completion: str) -> int:
    """The share of the day's planned dose, in percent: one of ``times_a_day`` bouts.

    Raises ``ValidationError`` for a place that is not on the ladder.
    """
    stage, step = place
    steps = Step.objects.filter(stage__version=assignment.version_id, stage__number=stage)
    times = steps.filter(number=step).values_list("times_a_day", flat=True).first()
    if times is None:
        raise ValidationError({"step": _("This program has no step %d.%d.") % place})
    return round(SHARE[Completion(completion)] / times)


def _due(logged: entries.Logged, trigger: engine.Trigger, *, now: datetime) -> entries.Logged:
    if logged.created:
        reviews.due_now(logged.entry.assignment_id, trigger=trigger, now=now)
    return logged
