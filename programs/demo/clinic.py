"""The demo clinic: its staff, its patients, and their weeks until now."""

from datetime import datetime, time
from typing import NamedTuple

from django.db import transaction

from notifications import schedule
from people.models import Clinic, Clinician, ConsentKind, Patient, Role, User
from people.services import patients
from programs import messages
from programs.demo.cast import CAST, NEWCOMER, Person
from programs.demo.life import Life, begin
from programs.models import Assignment
from programs.services import library

NAME = "Harbour Physiotherapy (demo)"
# Known to everybody: a demo is refused where DEBUG is off.
PASSWORD = "open-the-demo"  # noqa: S105
STAFF = {
    "amira@demo.example": ("Amira Haddad", Role.ADMIN),
    "ben@demo.example": ("Ben Ortiz", Role.CLINICIAN),
}
MORNING, EVENING = time(8, 0), time(17, 0)


class Made(NamedTuple):
    clinic: Clinic
    patients: list[Patient]


def found() -> Clinic | None:
    """The demo clinic, if it was made."""
    return Clinic.objects.filter(clinicians__user__email__in=STAFF).first()


def people() -> list[tuple[Person, Patient]]:
    """The demo's patients with what each is there to show."""
    known = {patient.email: patient for patient in Patient.objects.filter(clinic=found())}
    return [(person, known[address(person)]) for person in CAST if address(person) in known]


def newcomer() -> Patient | None:
    """Whose page a first visitor is led to."""
    return Patient.objects.filter(clinic=found(), email=address(NEWCOMER)).first()


def address(person: Person) -> str:
    return f"{person.given_name}.{person.family_name}@demo.example".lower()


@transaction.atomic
def make(*, now: datetime) -> Made:
    """Make the clinic and live through every patient's weeks, all in one transaction."""
    library.install(now=now)
    clinic = Clinic.objects.create(
        name=NAME, country="GB", time_zone="Europe/London", phone="020 7946 0018"
    )
    staff = [_employ(clinic, email, *who) for email, who in STAFF.items()]
    made = [_live(person, staff[number % 3 == 2], now=now) for number, person in enumerate(CAST)]
    return Made(clinic, made)


def _employ(clinic: Clinic, email: str, name: str, role: Role) -> Clinician:
    user = User.objects.create_user(email, PASSWORD, name=name, is_staff=True)
    return Clinician.objects.create(user=user, clinic=clinic, role=role)


def _live(person: Person, clinician: Clinician, *, now: datetime) -> Patient:
    patient = patients.create(
        by=clinician,
        given_name=person.given_name,
        family_name=person.family_name,
        birth_year=person.birth_year,
        email=address(person),
        time_zone=person.time_zone,
    )
    program = begin(person, clinician, patient, now=now)
    for kind in (ConsentKind.CARE, ConsentKind.EMAIL):
        patients.consent(patient, kind, given=True, now=program.events.get().at)
    Life(person, program, now=now).play()
    _remind(patient, program, now=now)
    return patient


def _remind(patient: Patient, program: Assignment, *, now: datetime) -> None:
    about = {"assignment": program.pk}
    times = {messages.MORNING_REMINDER: MORNING, messages.SESSION_REMINDER: EVENING}
    for kind, at in times.items():
        schedule.set_reminders(patient, kind=kind, times=[at], about=about, now=now)
