"""Reminders at the times that a patient chose. A row keeps its next turn alone."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from notifications import kinds, outbox, wall_clock
from notifications.models import Channel, Lane, Message, Reminder, State
from notifications.wall_clock import Occurrence
from people.models import Patient
from people.time_zones import zone

BATCH = 200


@transaction.atomic
def set_reminders(
    patient: Patient,
    *,
    kind: str,
    times: Iterable[time],
    now: datetime,
    weekdays: int = wall_clock.EVERY_DAY,
    channel: Channel = Channel.EMAIL,
    about: dict[str, Any] | None = None,
) -> list[Reminder]:
    """Remind at these times and no others of this kind; no times: not at all.

    Raises ``ValidationError`` by field name for what the person can mend.
    """
    chosen = sorted(set(times))
    _check(kind, chosen, weekdays)
    _lock(Patient.objects.filter(pk=patient.pk))
    _switch_off(Reminder.objects.filter(patient=patient, kind=kind))
    what = {"weekdays": weekdays, "about": about or {}}
    return [_switch_on(patient, kind, at, channel, what, now=now) for at in chosen]


@transaction.atomic
def switch_off(patient: Patient) -> int:
    """Remind no more, of anything; what waits to go out goes no more. Return how many were on."""
    _lock(Patient.objects.filter(pk=patient.pk))
    waiting = Message.objects.filter(recipient=patient.user_id, state=State.PENDING)
    waiting.filter(lane=Lane.REMINDER).update(state=State.CANCELLED, due_at=None)
    return _switch_off(Reminder.objects.filter(patient=patient))


@transaction.atomic
def replan(patient: Patient, *, now: datetime) -> None:
    """Plan the next turns anew: to be called when the patient's time zone has changed."""
    _lock(Patient.objects.filter(pk=patient.pk))
    reminders = list(Reminder.objects.switched_on().filter(patient=patient))
    for reminder in reminders:
        reminder.plan(_turn_after(now, reminder, patient))
    Reminder.objects.bulk_update(reminders, ["next_on", "next_at"])


@transaction.atomic
def run_due(*, now: datetime, size: int = BATCH) -> int:
    """Promise what is due, and plan the next turns. Return how many reminders were due.

    After an outage a patient gets at most one reminder of a kind: the latest that still makes
    sense. Whoever comes second finds nothing due, and a rival takes other patients.
    """
    # A kind that this process does not know belongs to a newer one, which will send it.
    due = Reminder.objects.due(now).filter(kind__in=kinds.names())
    chosen = Patient.objects.filter(pk__in=due.values("patient")[:size])
    # The patient's row is the lock: two turns of one kind must not be promised by two rivals.
    patients = _lock(chosen, skip_locked=True)
    reminders = list(due.filter(patient__in=patients).select_related("patient"))
    outbox.queue_all(_promises(reminders, now=now))
    for reminder in reminders:
        reminder.plan(_turn_after(now, reminder, reminder.patient))
    Reminder.objects.bulk_update(reminders, ["next_on", "next_at"])
    return len(reminders)


def _promises(reminders: Iterable[Reminder], *, now: datetime) -> list[Message]:
    """A message for each patient and kind: of the turns that still make sense, the latest."""
    latest: dict[tuple[int, str], tuple[Occurrence, Reminder]] = {}
    for reminder in reminders:
        turn = _last_turn(reminder, now=now)
        lifetime = kinds.named(reminder.kind).lifetime
        if lifetime is not None and turn.at + lifetime <= now:
            continue
        whose = (reminder.patient_id, reminder.kind)
        if whose not in latest or turn.at > latest[whose][0].at:
            latest[whose] = (turn, reminder)
    return [_promise(turn, reminder, now=now) for turn, reminder in latest.values()]


def _promise(turn: Occurrence, reminder: Reminder, *, now: datetime) -> Message:
    slot = f"{reminder.kind}:{reminder.pk}:{turn.on}:{reminder.time:%H%M}"
    return outbox.promise(
        reminder.patient.user_id,
        reminder.kind,
        dedupe_key=f"{slot}:{reminder.channel}",
        channel=Channel(reminder.channel),
        about=reminder.about,
        now=now,
        due_at=turn.at,
    )


def _last_turn(reminder: Reminder, *, now: datetime) -> Occurrence:
    """The latest turn that is not in the future: the kept one, or one that an outage passed by."""
    turn = Occurrence(reminder.next_on, reminder.next_at)  # type: ignore[arg-type] # it is due
    while (later := _turn_after(turn.at, reminder, reminder.patient)).at <= now:
        turn = later
    return turn


def _turn_after(moment: datetime, reminder: Reminder, patient: Patient) -> Occurrence:
    where = zone(patient.time_zone)
    return wall_clock.next_occurrence(moment, reminder.time, reminder.weekdays, where)


def _check(kind: str, times: Iterable[time], weekdays: int) -> None:
    night = any(wall_clock.is_quiet(at) for at in times) and not kinds.named(kind).at_any_hour
    if night:
        day = {
            "start": time_format(wall_clock.QUIET_UNTIL),
            "end": time_format(wall_clock.QUIET_FROM),
        }
        raise ValidationError({"times": _("Choose a time from %(start)s to before %(end)s.") % day})
    if not 1 <= weekdays <= wall_clock.EVERY_DAY:
        raise ValidationError({"weekdays": _("Choose at least one day of the week.")})


def _lock(patients: QuerySet[Patient], *, skip_locked: bool = False) -> list[int]:
    """Lock rows. Without their keys: a diary entry refers to its patient, and must not wait."""
    locked = patients.select_for_update(skip_locked=skip_locked, no_key=True)
    return list(locked.order_by("pk").values_list("pk", flat=True))


def _switch_on(
    patient: Patient, kind: str, at: time, channel: Channel, what: dict[str, Any], *, now: datetime
) -> Reminder:
    """Use the row that was there at this time: messages that were sent name it."""
    turn = wall_clock.next_occurrence(now, at, what["weekdays"], zone(patient.time_zone))
    reminder, _created = Reminder.objects.update_or_create(
        patient=patient,
        kind=kind,
        time=at,
        channel=channel,
        defaults=what | {"next_on": turn.on, "next_at": turn.at},
    )
    return reminder


def _switch_off(reminders: QuerySet[Reminder]) -> int:
    return reminders.filter(next_at__isnull=False).update(next_on=None, next_at=None)
