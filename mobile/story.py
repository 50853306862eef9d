"""What a patient told and what was decided, day by day, newest first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from mobile import cards
from people.models import Patient
from programs.models import (
    Assignment,
    CheckIn,
    ClinicianEvent,
    EventKind,
    MorningReport,
    RedFlagScreen,
    Review,
    ScreenKind,
    Session,
)
from programs.services import content, diary
from programs.services.entries import CORRECTABLE_FOR

DAYS_ON_A_PAGE = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing on a day. ``kind`` names its template; ``what`` is the row, or a card."""

    kind: str
    at: datetime
    what: Any
    # May still be put right by the patient.
    correctable: bool = False

    @property
    def template(self) -> str:
        return f"mobile/story/_{self.kind}.html"


@dataclass(slots=True)
class Day:
    """One logical day. ``morning_missing``: the patient may still tell how it was."""

    day: date
    items: list[Item] = field(default_factory=list)
    morning_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Some days, and the day to go on from, if there is more."""

    days: list[Day]
    earlier: date | None
    sites: tuple[str, ...]


def of(patient: Patient, *, until: date, today: date, now: datetime, language: str) -> Story:
    """The days up to ``until``. As many queries for a year as for a day."""
    assignments = list(patient.assignments.order_by("started_on"))
    began = min((each.started_on for each in assignments), default=until)
    first = max(until - timedelta(days=DAYS_ON_A_PAGE - 1), began)
    span = {"day__gte": first, "day__lte": until}
    items = defaultdict(list)
    for day, item in [*_told(patient, span, now), *_decided(patient, span)]:
        items[day].append(item)
    days = [
        _day(day, items[day], may_tell=_may_tell(day, assignments, today))
        for day in _backwards(until, first)
    ]
    return Story(
        days=[day for day in days if day.items or day.morning_missing],
        earlier=first - timedelta(days=1) if first > began else None,
        sites=content.sites(assignments[-1].pathway, language=language) if assignments else (),
    )


def _told(patient: Patient, span: dict[str, date], now: datetime) -> Iterable[tuple[date, Item]]:
    kinds = {"session": Session, "morning": MorningReport, "check_in": CheckIn}
    for kind, model in kinds.items():
        for entry in diary.of_patient(model, patient).current().filter(**span):
            fresh = now - entry.at <= CORRECTABLE_FOR
            yield entry.day, Item(kind=kind, at=entry.at, what=entry, correctable=fresh)
    screens = diary.of_patient(RedFlagScreen, patient).filter(kind=ScreenKind.FULL, **span)
    for screen in screens:
        yield screen.day, Item(kind="screen", at=screen.at, what=screen)


def _decided(patient: Patient, span: dict[str, date]) -> Iterable[tuple[date, Item]]:
    reviews = Review.objects.filter(assignment__patient=patient, **span).defer("history")
    latest: tuple[date, tuple[str, ...]] | None = None
    for review in reviews.order_by("at"):
        card = cards.of(review)
        # The same answer again on a day, because something was logged, is told once.
        if card is not None and latest != (review.day, card.words):
            latest = (review.day, card.words)
            yield review.day, Item(kind="decision", at=review.at, what=card)
    moves = ClinicianEvent.objects.filter(assignment__patient=patient, kind=EventKind.MOVED, **span)
    for event in moves:
        yield event.day, Item(kind="moved", at=event.at, what=event)


def _day(day: date, items: list[Item], *, may_tell: bool) -> Day:
    told = any(item.kind == "morning" and item.what.day == day for item in items)
    newest_first = sorted(items, key=lambda item: item.at, reverse=True)
    return Day(day, newest_first, morning_missing=may_tell and not told)


def _may_tell(day: date, assignments: list[Assignment], today: date) -> bool:
    """Whether a morning can still be added: of the open program, for a week."""
    running = any(each.ended_at is None and each.started_on <= day for each in assignments)
    return running and today - day <= CORRECTABLE_FOR


def _backwards(until: date, first: date) -> Iterable[date]:
    return (until - timedelta(days=back) for back in range((until - first).days + 1))
