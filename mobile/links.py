"""Sign-in links on demand: promised to every patient whom an address reaches."""

from datetime import datetime

from notifications.messages import promise_sign_in
from notifications.models import Channel
from people.models import Patient


def send_to(contact: str, *, now: datetime) -> None:
    """Promise a link to each patient reached there; a family may share an address.

    One a minute, whoever asks: five in five minutes fill no mailbox, and since each stays good
    for ten minutes, nobody is locked out by a stranger who asks for them.
    """
    for patient in Patient.objects.reached_at(contact).select_related("user"):
        promise_sign_in(patient, now=now)


def channel(patient: Patient) -> Channel:
    """How the patient is written to."""
    return Channel.EMAIL if patient.email else Channel.SMS
