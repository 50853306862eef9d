"""A chart's timeline: everything that happened, day by day, the newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.time_zones import zone
from portal import reasons
from portal.diary import Diary
from programs import engine
from programs.models import Assignment, CheckIn, DecisionKind, Review, ScreenKind
from programs.models.diary import Entry
from programs.services import content

# The week before is what a visit asks about; the days before it open one by one.
DAYS_OPEN = 5


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the timeline. ``about`` is the row, or what was made of it."""

    at: datetime
    day: date
    kind: str
    about: Any
    # Empty where nothing may link to it: two elements cannot have one name.
    anchor: str = ""

    @property
    def template(self) -> str:
        return f"portal/timeline/{self.kind}.html"


@dataclass(frozen=True, slots=True)
class Day:
    """One logical day, with what to read of it while it is folded."""

    day: date
    items: tuple[Item, ...]
    summary: str
    open: bool


def timeline(diary: Diary, assignment: Assignment) -> list[Day]:
    here = zone(assignment.patient.time_zone)
    items = sorted(_items(diary, assignment, here), key=_order, reverse=True)
    days = [(day, tuple(of_day)) for day, of_day in groupby(items, key=lambda item: item.day)]
    return [
        Day(day, of_day, _summary(of_day), open=number < DAYS_OPEN)
        for number, (day, of_day) in enumerate(days)
    ]


@dataclass(frozen=True, slots=True)
class SitedEntry:
    """An entry with the names of the sites that it counts."""

    entry: Entry
    sites: tuple[str, ...]

    def site(self, name: str) -> str:
        return self.sites[getattr(self.entry, name)]

    @property
    def before(self) -> str:
        return self.site("site_before")

    @property
    def after(self) -> str:
        return self.site("site_after")

    @property
    def here(self) -> str:
        return self.site("site")


@dataclass(frozen=True, slots=True)
class Moment:
    """Something told between sessions."""

    entry: Entry
    name: str
    says: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredCheckIn:
    """A check-in with what was answered; what was left out is left out."""

    entry: CheckIn
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnsweredScreen:
    entry: Entry
    said_yes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedFlag:
    flag: Any
    label: str


def _items(diary: Diary, assignment: Assignment, here: ZoneInfo) -> Iterator[Item]:
    names = content.sites(assignment.pathway, clinician=True)
    for entry in diary.sessions:
        anchor = reasons.session_anchor(entry.at)
        yield _entry("session", entry, SitedEntry(entry, names), anchor)
    for entry in diary.mornings:
        anchor = f"morning_report-{entry.day}" if entry.in_time else ""
        yield _entry("morning", entry, SitedEntry(entry, names), anchor)
    for entry in diary.check_ins:
        told = AnsweredCheckIn(entry, tuple(_check_in(entry)))
        yield _entry("check_in", entry, told, f"check_in-{entry.day}")
    for moment, entry in _moments(diary, names):
        yield _entry("moment", entry, moment, "")
    for entry in diary.screens:
        # The line with each session says no nearly always: it is kept, and told when it says yes.
        if entry.kind == ScreenKind.SESSION and not any(entry.answers.values()):
            continue
        said_yes = tuple(reasons.flag_label(code) for code, yes in entry.answers.items() if yes)
        yield _entry("screen", entry, AnsweredScreen(entry, said_yes), "")
    for flag in diary.flags:
        named = NamedFlag(flag, reasons.flag_label(flag.code))
        yield Item(flag.raised_at.astimezone(here), flag.day, "flag", named)
    yield from _decisions(diary.reviews, here)
    for event in diary.events:
        yield Item(event.at.astimezone(here), event.day, "event", event)
    for message in diary.messages:
        at = message.created_at.astimezone(here)
        yield Item(at, engine.logical_day(at), "message", message)


def _decisions(reviews: list[Review], here: ZoneInfo) -> Iterator[Item]:
    """The decisions that changed something and the last of each day; the others in one line."""
    for day, of_day in groupby(reviews, key=lambda review: review.day):
        *others, last = of_day
        told = [review for review in others if review.kind != DecisionKind.HOLD]
        for review in [*told, last]:
            yield Item(review.at.astimezone(here), day, "review", reasons.card(review))
        held = [review for review in others if review.kind == DecisionKind.HOLD]
        if held:
            cards = [reasons.card(review) for review in held]
            yield Item(held[0].at.astimezone(here), day, "holds", cards)


def _summary(items: Sequence[Item]) -> str:
    """A day in a line: the morning, the worst pain of its sessions, the last decision."""
    mornings = [item.about.entry for item in items if item.kind == "morning"]
    sessions = [item.about.entry for item in items if item.kind == "session"]
    decided = [item.about.headline for item in items if item.kind == "review"]
    parts = [_("morning %d") % entry.pain for entry in mornings[:1]]
    if sessions:
        worst = max(entry.pain_peak for entry in sessions)
        count = len(sessions)
        parts.append(
            ngettext(
                "%(count)d session, worst %(worst)d", "%(count)d sessions, worst %(worst)d", count
            )
            % {"count": count, "worst": worst}
        )
    return " · ".join([*parts, *decided[:1]])


def _moments(diary: Diary, sites: Sequence[str]) -> Iterator[tuple[Moment, Entry]]:
    """What was told between sessions, each in a few words."""
    for flare in diary.flares:
        yield Moment(flare, _("Flare"), _("the patient says so; the plan is calmer for now")), flare
    for update in diary.flare_updates:
        yield Moment(update, _("Flare"), update.get_course_display().lower()), update
    for pain in diary.pains:
        where = f" · {sites[pain.site]}" if pain.site is not None else ""
        yield Moment(pain, _("Pain now"), f"{pain.pain}/10{where}"), pain
    for trigger in diary.triggers:
        length = f", {trigger.minutes} min" if trigger.minutes else ""
        what = f"{trigger.get_kind_display()}{length}"
        yield Moment(trigger, _("Did"), what, trigger.note), trigger


def _check_in(entry: CheckIn) -> Iterator[str]:
    scales = ((_("sleep"), entry.sleep), (_("stress"), entry.stress), (_("worry"), entry.worry))
    yield from (f"{name} {told}/10" for name, told in scales if told is not None)
    if entry.unwell:
        yield _("unwell")
    if entry.out_of_routine:
        yield _("out of routine")


def _entry(kind: str, entry: Entry, about: Any, anchor: str) -> Item:
    at = entry.recorded_at if entry.corrects_id else entry.at
    offset = entry.wall_clock.tzinfo
    return Item(at.astimezone(offset), entry.day, kind, about, "" if entry.superseded else anchor)


def _order(item: Item) -> tuple[date, datetime]:
    return item.day, item.at
