"""Whom a message goes to: read from the account when it is sent, never kept with the message."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings

from notifications.models import Channel
from people.models import Patient, User
from people.time_zones import zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """One person, with what the words, the hour and the envelope need."""

    active: bool
    given_name: str
    clinic: str
    language: str
    zone: ZoneInfo
    email: str = ""
    phone: str = ""

    def address(self, channel: str) -> str:
        """Where the channel reaches the person; empty when it does not."""
        return {Channel.EMAIL: self.email, Channel.SMS: self.phone}.get(Channel(channel), "")


def of(user: User) -> Addressee:
    """The person behind an account: a patient, or one who works at a clinic."""
    patient = getattr(user, "patient", None)
    return _patient(user, patient) if patient else _member(user)


def _patient(user: User, patient: Patient) -> Addressee:
    return Addressee(
        active=user.is_active,
        given_name=patient.given_name,
        clinic=patient.clinic.name,
        language=patient.language,
        zone=zone(patient.time_zone),
        email=patient.email,
        phone=str(patient.phone),
    )


def _member(user: User) -> Addressee:
    clinician = getattr(user, "clinician", None)
    clinic = clinician.clinic if clinician else None
    return Addressee(
        active=user.is_active,
        given_name=_given_name(user.name),
        clinic=clinic.name if clinic else "",
        language=settings.LANGUAGE_CODE,
        zone=zone(clinic.time_zone if clinic else settings.TIME_ZONE),
        email=user.email or "",
    )


def _given_name(name: str) -> str:
    """The first word that is no title: "Dr. Amira Haddad" is Amira."""
    return next((word for word in name.split() if not word.endswith(".")), name)
