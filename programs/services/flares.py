"""Flares: the patient says so in one tap; the plan is calmer until two mornings are in."""

import uuid as uuids
from datetime import datetime

from django.db import transaction

from people.models import User
from programs import engine
from programs.models import Assignment, Course, EntrySource, Flare, FlareUpdate

from . import entries, reviews, telling

# What the calmer plan does of the easier step's dose.
CALMER_DOSE = 0.5


@transaction.atomic
def report(
    assignment: Assignment,
    *,
    uuid: uuids.UUID,
    at: datetime,
    by: User,
    now: datetime,
    source: EntrySource = EntrySource.PHONE,
) -> entries.Logged[Flare]:
    """Write a flare down and tell the clinician. The same ``uuid`` is one flare."""
    logged = entries.append(Flare, assignment, uuid=uuid, at=at, by=by, now=now, source=source)
    if logged.created:
        telling.of_work(assignment, now=now)
        reviews.due_now(assignment.pk, trigger=engine.Trigger.DAILY, now=now)
    return logged


@transaction.atomic
def update(
    flare: Flare,
    *,
    course: Course,
    uuid: uuids.UUID,
    at: datetime,
    by: User,
    now: datetime,
    source: EntrySource = EntrySource.PHONE,
) -> entries.Logged[FlareUpdate]:
    """Write down how a flare is now."""
    return entries.append(
        FlareUpdate,
        flare.assignment,
        uuid=uuid,
        at=at,
        by=by,
        now=now,
        source=source,
        flare=flare,
        course=course,
    )


def open_flare(assignment: Assignment) -> Flare | None:
    """The latest flare that is still watched, if there is one."""
    return Flare.objects.watched().filter(assignment=assignment).order_by("-at").first()
