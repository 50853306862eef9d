"""Sign-in links on demand: promised to every patient whom an address reaches."""

from datetime import datetime

from notifications import outbox
from notifications.models import Channel
from people.models import Patient

SIGN_IN = "sign-in"


def send_to(contact: str, *, now: datetime) -> None:
    """Promise a link to each patient reached there; a family may share an address."""
    for patient in Patient.objects.reached_at(contact).select_related("user"):
        send(patient, now=now)


def send(patient: Patient, *, now: datetime) -> None:
    """Promise a link to the patient's own address.

    One a minute, whoever asks: five in five minutes fill no mailbox, and since each stays good
    for ten minutes, nobody is locked out by a stranger who asks for them.
    """
    outbox.queue(
        patient.user,
        SIGN_IN,
        dedupe_key=f"{SIGN_IN}:{patient.pk}:{now:%Y-%m-%dT%H:%M}",
        channel=channel(patient),
        now=now,
    )


def channel(patient: Patient) -> Channel:
    """How the patient is written to."""
    return Channel.EMAIL if patient.email else Channel.SMS
