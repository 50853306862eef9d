"""Valid rows on fixed dates. Amira treats Tomas; Lena works at another clinic and sees neither."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from people.models import Clinic, Clinician, Patient, Role, User
from programs.engine import logical_day
from programs.models import (
    Assignment,
    AssignmentStatus,
    CheckIn,
    Completion,
    Irritability,
    MorningReport,
    ProgramVersion,
    RedFlag,
    RedFlagScreen,
    RuleSetVersion,
    ScreenKind,
    Session,
    Side,
    Tier,
)
from programs.services import content, library, red_flags

# A Monday morning in London, where a wall clock shows UTC; the program began a week before.
NOW = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)
TODAY = date(2025, 3, 10)
STARTED_ON = date(2025, 3, 3)


class ClinicFactory(DjangoModelFactory):
    class Meta:
        model = Clinic
        django_get_or_create = ["name"]

    name = "Harbour Physio"
    country = "GB"
    time_zone = "Europe/London"
    phone = "020 7946 0018"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Person {n}")
    joined_at = NOW


class ClinicianFactory(DjangoModelFactory):
    class Meta:
        model = Clinician

    class Params:
        name = factory.Sequence(lambda n: f"Clinician {n}")
        email = factory.LazyAttribute(lambda it: f"{it.name.replace(' ', '.').lower()}@clinic.test")

    clinic = factory.SubFactory(ClinicFactory)
    role = Role.CLINICIAN
    user = factory.SubFactory(
        UserFactory,
        name=factory.SelfAttribute("..name"),
        email=factory.SelfAttribute("..email"),
        is_staff=True,
    )


class PatientFactory(DjangoModelFactory):
    class Meta:
        model = Patient

    clinician = factory.SubFactory(ClinicianFactory)
    clinic = factory.SelfAttribute("clinician.clinic")
    user = factory.SubFactory(
        UserFactory,
        name=factory.LazyAttribute(
            lambda it: f"{it.factory_parent.given_name} {it.factory_parent.family_name}"
        ),
        email=None,
    )
    given_name = factory.Sequence(lambda n: f"Patient{n}")
    family_name = "Novak"
    birth_year = 1980
    email = factory.LazyAttribute(lambda it: f"{it.given_name.lower()}@home.test")
    time_zone = "Europe/London"


class AssignmentFactory(DjangoModelFactory):
    """An open assignment of the shipped sciatic program, at 2.1 since the day that it began."""

    class Meta:
        model = Assignment

    patient = factory.SubFactory(PatientFactory)
    clinician = factory.SelfAttribute("patient.clinician")
    version = factory.LazyFunction(lambda: shipped_version())
    rule_set = factory.LazyFunction(lambda: shipped_rule_set())
    pathway = factory.SelfAttribute("version.program.pathway")
    side = Side.LEFT
    irritability = Irritability.MODERATE
    baseline_pain = 4
    baseline_site = 4
    started_on = STARTED_ON
    stage_since = factory.SelfAttribute("started_on")
    since = factory.SelfAttribute("stage_since")
    stage = 2
    step = 1
    status = AssignmentStatus.ACTIVE
    review_due_at = NOW + timedelta(hours=19)


class EntryFactory(DjangoModelFactory):
    """What every diary entry has; give ``at`` and the logical day follows."""

    class Meta:
        abstract = True

    assignment = factory.SubFactory(AssignmentFactory)
    at = NOW - timedelta(hours=1)
    utc_offset = 0
    day = factory.LazyAttribute(lambda it: logical_day(it.at + timedelta(minutes=it.utc_offset)))
    recorded_at = factory.SelfAttribute("at")
    recorded_by = factory.SelfAttribute("assignment.patient.user")


class SessionFactory(EntryFactory):
    """A comfortable bout: half of the day's dose, settled in ten minutes."""

    class Meta:
        model = Session

    stage = factory.SelfAttribute("assignment.stage")
    step = factory.SelfAttribute("assignment.step")
    completion = Completion.DONE
    dose_percent = 50
    pain_before = 2
    pain_peak = 3
    pain_after = 2
    site_before = 3
    site_after = 3
    settle_minutes = 10


class MorningReportFactory(EntryFactory):
    class Meta:
        model = MorningReport

    in_time = True
    pain = 2
    site = 3
    worst_24h = 3
    neuro_worse = False


class CheckInFactory(EntryFactory):
    class Meta:
        model = CheckIn

    sleep = 7
    stress = 3
    worry = 2
    unwell = False
    out_of_routine = False


class RedFlagScreenFactory(EntryFactory):
    """A full screen, every question answered with no."""

    class Meta:
        model = RedFlagScreen

    kind = ScreenKind.FULL
    content_version = factory.LazyFunction(lambda: content.red_flags_version())
    answers = factory.LazyAttribute(lambda it: dict.fromkeys(red_flags.asked(it.kind), False))
    complete = True


class RedFlagFactory(DjangoModelFactory):
    """An open tier-A flag that nobody has seen yet. It does not pause the assignment by itself."""

    class Meta:
        model = RedFlag

    assignment = factory.SubFactory(AssignmentFactory)
    tier = Tier.A
    code = "RF_SADDLE"
    day = factory.LazyAttribute(lambda it: logical_day(it.raised_at))
    raised_at = NOW - timedelta(hours=1)


def shipped_version() -> ProgramVersion:
    """The sciatic program that comes with the product, installed on first use."""
    _install()
    return library.default_program_version()


def shipped_rule_set() -> RuleSetVersion:
    """The shipped rules, installed on first use."""
    _install()
    return library.default_rule_set()


def _install() -> None:
    # Installing again changes nothing, and costs more than all the rest of a test.
    if not RuleSetVersion.objects.exists():
        library.install(now=NOW)


def amira(**fields: Any) -> Clinician:
    """The clinician at Harbour Physio."""
    return ClinicianFactory(name="Amira Haddad", email="amira@clinic.test", **fields)


def lena(**fields: Any) -> Clinician:
    """A clinician at another clinic."""
    clinic = ClinicFactory(name="Hill Clinic", country="DE", time_zone="Europe/Berlin")
    return ClinicianFactory(name="Lena Vogt", email="lena@hill.test", clinic=clinic, **fields)


def tomas(clinician: Clinician | None = None, **fields: Any) -> Patient:
    """Amira's patient, without a program yet."""
    fields = {"given_name": "Tomas", "family_name": "Berg", "birth_year": 1979} | fields
    return PatientFactory(clinician=clinician or amira(), **fields)
