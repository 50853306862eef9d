"""Patients come: with an account that no password opens."""

from datetime import datetime
from typing import Any

from django.db import transaction

from people.models import Clinician, Consent, ConsentKind, Patient, User

CONSENT_TEXT_VERSION = "2026-11"


@transaction.atomic
def create(*, by: Clinician, **fields: Any) -> Patient:
    """Register a patient at the clinic of ``by``, who is responsible unless another is named.

    Raises ``ValidationError`` by field name for what the person can mend.
    """
    fields.setdefault("clinician", by)
    patient = Patient(user=User(), clinic=by.clinic, **fields)
    patient.full_clean(exclude=["user"])
    patient.user = User.objects.create_user(name=str(patient))
    patient.save()
    return patient


def consent(patient: Patient, kind: ConsentKind, *, given: bool, now: datetime) -> Consent:
    """Write down an answer; the latest of a kind holds."""
    return Consent.objects.create(
        patient=patient, kind=kind, text_version=CONSENT_TEXT_VERSION, given=given, at=now
    )


def consents(patient: Patient) -> dict[str, bool]:
    """The answers that hold: kind -> given. A kind never asked about is absent."""
    answers = patient.consents.order_by("at", "pk").values_list("kind", "given")
    return dict(answers)
