"""Red flags: asked, raised with their alert in one transaction, seen, and closed by a clinician."""

import uuid as uuids
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats, translation
from django.utils.translation import gettext as _

from people.models import Patient, User
from programs import engine
from programs.models import (
    Assignment,
    AssignmentStatus,
    EntrySource,
    EventKind,
    RedFlag,
    RedFlagScreen,
    ScreenKind,
    Tier,
)

from . import assignments, content, entries, moves, reviews, telling

STOPPING = (Tier.A, Tier.B)
SATURDAY = 5
# How soon the clinic looks at a tier C, which is what the patient is told.
WORKING_DAYS_FOR_C = 5


def asked(kind: ScreenKind) -> tuple[str, ...]:
    """The codes that a screen asks about: the line with a session or a flare asks tier A alone."""
    tiers = list(Tier) if kind == ScreenKind.FULL else [Tier.A]
    return tuple(question.code for question in content.red_flag_questions(tiers))


@transaction.atomic
def screen(
    assignment: Assignment,
    *,
    kind: ScreenKind,
    answers: Mapping[str, bool],
    uuid: uuids.UUID,
    at: datetime,
    by: User,
    now: datetime,
    source: EntrySource = EntrySource.PHONE,
) -> entries.Logged[RedFlagScreen]:
    """Store a screen and raise what it says, alerts included. The same ``uuid`` is one screen.

    ``answers``: code -> yes or no; a question without an answer is left out, never taken as no.
    It stops exercise at once: no review is needed for that.
    """
    codes = asked(kind)
    if unknown := sorted(set(answers) - set(codes)):
        raise ValidationError({"answers": _("Unknown question: %s.") % ", ".join(unknown)})
    logged = entries.append(
        RedFlagScreen,
        assignment,
        uuid=uuid,
        at=at,
        by=by,
        now=now,
        source=source,
        kind=kind,
        answers=dict(answers),
        content_version=content.red_flags_version(),
        complete=set(answers) == set(codes),
    )
    if logged.created:
        said_yes = [code for code in codes if answers.get(code)]
        _raise(assignment, said_yes, screen=logged.entry, now=now)
        reviews.due_now(assignment.pk, trigger=engine.Trigger.DAILY, now=now)
    return logged


@transaction.atomic
def acknowledge(flag: RedFlag, *, by: User, now: datetime) -> bool:
    """Say that a person has seen the flag. Return whether it was the first to."""
    unseen = RedFlag.objects.open().filter(pk=flag.pk, acknowledged_at__isnull=True)
    if not unseen.update(acknowledged_at=now, acknowledged_by=by):
        return False
    assignments.record_flag(
        flag.assignment, EventKind.FLAG_ACKNOWLEDGED, by=by, now=now, note=flag.code
    )
    return True


@transaction.atomic
def clear(
    flag: RedFlag, *, by: User, note: str, now: datetime, place: moves.Place | None = None
) -> bool:
    """Close a flag, with a word of why. Return whether this call closed it.

    Closing the last one that stopped exercise starts it again: one step back, or where the
    clinician says by ``place``.
    """
    if not note.strip():
        raise ValidationError({"note": _("Say why the flag is closed, in a word.")})
    assignment = assignments.lock(flag.assignment)
    if place is not None and place not in moves.places(assignment.version):
        raise ValidationError({"place": _("This program has no step %d.%d.") % place})
    closed = RedFlag.objects.open().filter(pk=flag.pk)
    if not closed.update(cleared_at=now, cleared_by=by, clearing_note=note):
        return False
    act = {"by": by, "now": now}
    assignments.record_flag(assignment, EventKind.FLAG_CLEARED, note=f"{flag.code}: {note}", **act)
    if flag.tier in STOPPING and not assignment.red_flags.stopping().exists():
        _start_again(assignment, place or moves.one_back(assignment), note=note, **act)
    reviews.due_now(assignment.pk, trigger=engine.Trigger.DAILY, now=now)
    return True


def advice(codes: Collection[str], *, patient: Patient, told_at: datetime) -> content.Advice:
    """What the most urgent of these signs tells the patient to do, in their language.

    ``told_at`` is on the clock that the patient saw.
    """
    with translation.override(patient.language):
        return content.advice(
            most_urgent(codes),
            codes,
            country=patient.clinic.country,
            phone=patient.clinic.phone,
            time=formats.date_format(told_at, "j F Y, H:i"),
            date=formats.date_format(contact_by(told_at.date()), "l j F"),
            language=patient.language,
        )


def most_urgent(codes: Iterable[str]) -> Tier:
    return min(Tier(content.red_flag(code).tier) for code in codes)


def contact_by(day: date) -> date:
    """Until when the clinic answers a tier C told on ``day``; public holidays are not known."""
    left = WORKING_DAYS_FOR_C
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


def _raise(
    assignment: Assignment, codes: Iterable[str], *, screen: RedFlagScreen, now: datetime
) -> list[RedFlag]:
    """Open a flag for each code that is not open yet, and promise its alert."""
    already = set(assignment.red_flags.open().values_list("code", flat=True))
    flags = [
        RedFlag.objects.create(
            assignment=assignment,
            screen=screen,
            tier=content.red_flag(code).tier,
            code=code,
            day=screen.day,
            raised_at=now,
        )
        for code in codes
        if code not in already
    ]
    for flag in flags:
        telling.of_red_flag(flag, now=now)
    if any(flag.tier in STOPPING for flag in flags):
        Assignment.objects.filter(pk=assignment.pk).update(status=AssignmentStatus.PAUSED)
    return flags


def _start_again(assignment: Assignment, place: moves.Place, *, note: str, **act) -> None:
    assignment.status = AssignmentStatus.ACTIVE
    assignment.save(update_fields=["status"])
    assignments.step_back_after_flag(assignment, place, note=note, **act)


def open_tiers(assignment: Assignment) -> set[engine.Tier]:
    """The tiers of the open flags, for the gate before a session."""
    return {
        engine.Tier(tier) for tier in assignment.red_flags.open().values_list("tier", flat=True)
    }
