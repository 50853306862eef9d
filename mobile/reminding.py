"""A patient's choice of times, as reminders of the open program."""

from collections.abc import Iterable
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction

from mobile import links
from notifications import schedule
from notifications.models import Channel, Reminder
from people.models import ConsentKind, Patient
from people.services import patients
from programs.messages import MORNING_REMINDER, SESSION_REMINDER
from programs.models import Assignment

CONSENT_TO = {Channel.EMAIL: ConsentKind.EMAIL, Channel.SMS: ConsentKind.SMS}


@transaction.atomic
def choose(
    assignment: Assignment, *, mornings: Iterable[time], sessions: Iterable[time], now: datetime
) -> None:
    """Remind at these times and no others; asking for one is asking to be written to.

    Raises ``ValidationError`` by the field of the form.
    """
    times = {MORNING_REMINDER: list(mornings), SESSION_REMINDER: list(sessions)}
    for (kind, chosen), field in zip(times.items(), ["morning", "first"], strict=True):
        try:
            _set(assignment, kind, chosen, now=now)
        except ValidationError as refused:
            raise ValidationError({field: refused.messages}) from refused
    if any(times.values()):
        _agree_to_messages(assignment.patient, now=now)


def chosen(patient: Patient) -> dict[str, list[time]]:
    """The times that hold, by kind; empty before anything was chosen."""
    times: dict[str, list[time]] = {}
    for reminder in Reminder.objects.switched_on().filter(patient=patient):
        times.setdefault(reminder.kind, []).append(reminder.time)
    return times


def _set(assignment: Assignment, kind: str, times: list[time], *, now: datetime) -> None:
    weekdays = {"weekdays": assignment.weekdays} if kind == SESSION_REMINDER else {}
    schedule.set_reminders(
        assignment.patient,
        kind=kind,
        times=times,
        channel=links.channel(assignment.patient),
        about={"assignment": assignment.pk},
        now=now,
        **weekdays,
    )


def _agree_to_messages(patient: Patient, *, now: datetime) -> None:
    kind = CONSENT_TO[links.channel(patient)]
    if not patients.consents(patient).get(kind):
        patients.consent(patient, kind, given=True, now=now)
