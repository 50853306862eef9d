"""The patient's clock: which logical day an instant falls on, where they are."""

from datetime import date, datetime

from people.models import Patient
from people.time_zones import zone
from programs.engine import day_ends_at, logical_day


def today(patient: Patient, *, now: datetime) -> date:
    """The patient's logical day: it begins at four in the morning."""
    return logical_day(now.astimezone(zone(patient.time_zone)))


def next_daily_review(patient: Patient, *, now: datetime) -> datetime:
    """The end of the patient's logical day, when the morning's deadline passes too."""
    return day_ends_at(today(patient, now=now), zone(patient.time_zone))
