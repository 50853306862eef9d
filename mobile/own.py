"""The signed-in patient's own rows. No page looks further."""

from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.shortcuts import get_object_or_404

from people.models import Patient
from people.time_zones import zone
from programs.models import Assignment, CheckIn, MorningReport
from programs.models.diary import Entry
from programs.services import diary

AnEntry = TypeVar("AnEntry", bound=Entry)


def entry(patient: Patient, model: type[AnEntry], uuid: UUID) -> AnEntry:
    """One entry of the patient's, also of a program that has ended; any other does not exist."""
    return get_object_or_404(diary.of_patient(model, patient), uuid=uuid)


def moment(patient: Patient, model: type[Entry], uuid: UUID, *, now: datetime) -> datetime:
    """When an entry happens, on the patient's clock: now, or what the same post said before."""
    told = diary.of_patient(model, patient).filter(uuid=uuid).first()
    return told.wall_clock if told else on_clock(patient, now)


def on_clock(patient: Patient, now: datetime) -> datetime:
    """An instant as the patient's clock shows it."""
    return now.astimezone(zone(patient.time_zone))


def latest_review_id(assignment: Assignment) -> int | None:
    return assignment.reviews.order_by("-at").values_list("pk", flat=True).first()


def was_screened(assignment: Assignment) -> bool:
    """Whether the patient has ever answered a safety question, so that there is a last time."""
    return assignment.redflagscreens.exists()


def morning_of(assignment: Assignment, day: date) -> MorningReport | None:
    """What was told of a morning, if anything was."""
    return assignment.morningreports.current().filter(day=day).order_by("-in_time").first()


def check_in_of(assignment: Assignment, day: date) -> CheckIn | None:
    return assignment.checkins.current().filter(day=day).first()
