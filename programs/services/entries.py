"""How a diary entry comes in: checked, appended, and the same post twice is one row."""

import uuid as uuids
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from programs import engine
from programs.models import Assignment, EntrySource
from programs.models.diary import Entry

AnEntry = TypeVar("AnEntry", bound=Entry)

# A phone's clock may run a little ahead of ours.
CLOCK_SKEW = timedelta(minutes=5)
CORRECTABLE_FOR = timedelta(days=7)
# What a post does not say itself: the same post may come twice, and later.
OURS = {"id", "recorded_at", "recorded_by", "source", "corrects"}
OTHER_ANSWERS = gettext_lazy("This entry has already been sent, with other answers.")


class Conflict(Exception):
    """The same UUID with other content, or an entry that was corrected meanwhile."""


@dataclass(frozen=True, slots=True)
class Logged(Generic[AnEntry]):
    """An entry, and whether this call wrote it."""

    entry: AnEntry
    created: bool


def append(
    model: type[AnEntry],
    assignment: Assignment,
    *,
    uuid: uuids.UUID,
    at: datetime,
    by: User,
    now: datetime,
    source: EntrySource,
    corrects: AnEntry | None = None,
    **answers: Any,
) -> Logged[AnEntry]:
    """Add an entry, or return the one that this ``uuid`` has already brought.

    ``at`` is aware, on the clock that the patient saw. Raises ``ValidationError`` by field, with
    nothing stored, and ``Conflict``.
    """
    answers.setdefault("day", engine.logical_day(at))
    entry = model(
        assignment=assignment,
        uuid=uuid,
        at=at,
        utc_offset=_offset_minutes(at),
        recorded_at=now,
        recorded_by=by,
        source=source,
        corrects=corrects,
        **answers,
    )
    if known := _known(entry):
        return Logged(known, created=False)
    _check_time(entry, assignment, now=now)
    # Without the foreign keys: they are ours, and checking each would cost a query.
    entry.clean_fields(exclude={"assignment", "recorded_by", "corrects"})
    entry.clean()
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        return Logged(_rival(entry), created=False)
    return Logged(entry, created=True)


def _rival(entry: AnEntry) -> AnEntry:
    """The row that came between our look and our insert: the same post, or another correction."""
    if known := _known(entry):
        return known
    raise Conflict(_("An entry for this time is there already. Reload to see it.")) from None


def _known(entry: AnEntry) -> AnEntry | None:
    known = type(entry).objects.filter(uuid=entry.uuid).first()
    if known is not None and _content(known) != _content(entry):
        raise Conflict(OTHER_ANSWERS)
    return known


def _content(entry: Entry) -> dict[str, Any]:
    fields = (field for field in entry._meta.concrete_fields if field.name not in OURS)
    return {field.attname: getattr(entry, field.attname) for field in fields}


def _check_time(entry: Entry, assignment: Assignment, *, now: datetime) -> None:
    if entry.at > now + CLOCK_SKEW:
        raise ValidationError({"at": _("This is in the future. Check the date and time.")})
    if entry.day > engine.logical_day(entry.wall_clock):
        raise ValidationError({"day": _("This day has not come yet.")})
    if entry.day < assignment.started_on:
        raise ValidationError({"day": _("This is before your program began.")})
    if entry.corrects and now - entry.corrects.at > CORRECTABLE_FOR:
        raise ValidationError({"day": _("Entries can be corrected for 7 days.")})


def _offset_minutes(at: datetime) -> int:
    offset = at.utcoffset()
    if offset is None:
        raise ValidationError(
            {"at": _("Give the time with its offset, like 2025-03-03T17:30+01:00.")}
        )
    return int(offset.total_seconds() // 60)
