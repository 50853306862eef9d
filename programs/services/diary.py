"""What a patient tells, written down: sessions, morning reports, check-ins and corrections."""

import uuid as uuids
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from programs import engine
from programs.models import (
    Assignment,
    CheckIn,
    Completion,
    EntrySource,
    MorningReport,
    ScreenKind,
    Session,
    Step,
)
from programs.models.diary import Entry

from . import entries, moves, red_flags, reviews

# What a bout does of its share of the day's dose, where nobody counted.
SHARE = {Completion.DONE: 100, Completion.PARTLY: 50, Completion.STOPPED: 50}
# Follows from the session, so that one post has one UUID and may still be sent twice.
SCREEN_OF_SESSION = uuids.UUID("8f6d0b0a-4f0e-4a53-9d6e-6d2a5b1c7e11")


@transaction.atomic
def log_session(
    assignment: Assignment,
    *,
    uuid: uuids.UUID,
    at: datetime,
    by: User,
    now: datetime,
    completion: Completion,
    red_flags_ticked: Sequence[str] | None,
    place: moves.Place | None = None,
    source: EntrySource = EntrySource.PHONE,
    **answers: Any,
) -> entries.Logged[Session]:
    """Write a bout down, with the red-flag line that was answered with it.

    ``red_flags_ticked``: the codes said yes to, empty for "none of these", ``None`` if the line
    was not answered. ``place`` is the step that was done, the current one if not said.
    ``answers``: pains, sites, ``settle_minutes`` or ``not_settled``, ``dose_percent``, ``note``.
    """
    stage, step = place or (assignment.stage, assignment.step)
    if (stage, step) not in moves.places(assignment.version):
        raise ValidationError({"step": _("This program has no step %d.%d.") % (stage, step)})
    if "dose_percent" not in answers:
        answers["dose_percent"] = _usual_dose(assignment, (stage, step), completion)
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
    if red_flags_ticked is not None and logged.created:
        asked = red_flags.asked(ScreenKind.SESSION)
        if unknown := sorted(set(red_flags_ticked) - set(asked)):
            raise ValidationError({"red_flags": _("Unknown sign: %s.") % ", ".join(unknown)})
        red_flags.screen(
            assignment,
            kind=ScreenKind.SESSION,
            answers={code: code in red_flags_ticked for code in asked},
            uuid=uuids.uuid5(SCREEN_OF_SESSION, str(uuid)),
            at=at,
            by=by,
            now=now,
            source=source,
        )
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
        "note",
    ),
    MorningReport: ("in_time", "pain", "site", "worst_24h", "neuro_worse"),
    CheckIn: ("sleep", "stress", "worry", "unwell", "out_of_routine"),
}


def _usual_dose(assignment: Assignment, place: moves.Place, completion: Completion) -> int:
    """The share of the day's planned dose, in percent: one of ``times_a_day`` bouts."""
    times = Step.objects.values_list("times_a_day", flat=True).get(
        stage__version=assignment.version_id, stage__number=place[0], number=place[1]
    )
    return round(SHARE[Completion(completion)] / times)


def _due(logged: entries.Logged, trigger: engine.Trigger, *, now: datetime) -> entries.Logged:
    if logged.created:
        reviews.due_now(logged.entry.assignment_id, trigger=trigger, now=now)
    return logged
