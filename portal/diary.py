"""What happened on a chart in a span of days: rows read once, for timeline and picture."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.db.models import F, Q, QuerySet

from notifications.models import Message
from people.time_zones import zone
from programs.models import (
    Assignment,
    CheckIn,
    ClinicianEvent,
    Flare,
    FlareUpdate,
    MorningReport,
    PainEntry,
    RedFlag,
    RedFlagScreen,
    Review,
    Session,
    TriggerEntry,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """The rows of the days ``first`` to ``last``, both included."""

    first: date
    last: date
    sessions: list[Session]
    mornings: list[MorningReport]
    check_ins: list[CheckIn]
    screens: list[RedFlagScreen]
    flares: list[Flare]
    flare_updates: list[FlareUpdate]
    pains: list[PainEntry]
    triggers: list[TriggerEntry]
    flags: list[RedFlag]
    reviews: list[Review]
    events: list[ClinicianEvent]
    messages: list[Message]

    @classmethod
    def read(cls, assignment: Assignment, first: date, last: date) -> Self:
        """One query a kind of row."""
        days = {"day__range": (first, last)}
        return cls(
            first=first,
            last=last,
            sessions=_entries(
                assignment.sessions.filter(**days).select_related("hurt_more__exercise")
            ),
            mornings=_entries(assignment.morningreports.filter(**days)),
            check_ins=_entries(assignment.checkins.filter(**days)),
            screens=_entries(assignment.redflagscreens.filter(**days)),
            flares=_entries(assignment.flares.filter(**days)),
            flare_updates=_entries(assignment.flareupdates.filter(**days)),
            pains=_entries(assignment.painentrys.filter(**days)),
            triggers=_entries(assignment.triggerentrys.filter(**days)),
            flags=list(
                assignment.red_flags.filter(**days).select_related("acknowledged_by", "cleared_by")
            ),
            reviews=list(assignment.reviews.filter(**days).defer("history")),
            events=list(assignment.events.filter(**days).select_related("by")),
            messages=_messages(assignment, first, last),
        )


def _entries(entries: QuerySet) -> list:
    """With ``superseded``: whether a later entry corrects this one."""
    return list(
        entries.annotate(superseded=Q(correction__isnull=False), corrected_at=F("corrects__at"))
    )


def _messages(assignment: Assignment, first: date, last: date) -> list[Message]:
    patient = assignment.patient
    here = zone(patient.time_zone)
    span = (
        datetime.combine(first, time(4), here),
        datetime.combine(last + timedelta(days=1), time(4), here),
    )
    return list(patient.user.messages.filter(created_at__range=span))
