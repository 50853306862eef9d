"""A decision as a clinician reads it: in words, seen against needed, with the entries behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs import engine
from programs.engine import Audience, headline, sentence
from programs.models import Review
from programs.services import content

KINDS = {
    "session": gettext_lazy("session"),
    "morning_report": gettext_lazy("morning"),
    "check_in": gettext_lazy("check-in"),
    "red_flag": gettext_lazy("red flag"),
    "event": gettext_lazy("event"),
}


class EntryLink(NamedTuple):
    """Where on the timeline an entry stands."""

    day: date
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class ReasonLine:
    code: str
    sentence: str
    have: str
    need: str
    entries: tuple[EntryLink, ...]


@dataclass(frozen=True, slots=True)
class ReasonCard:
    """One decision in words."""

    review: Review
    headline: str
    reasons: tuple[ReasonLine, ...]

    @property
    def telling(self) -> bool:
        """Whether it changed something: such a card stands open on the timeline."""
        return self.review.kind != engine.Kind.HOLD


def card(review: Review) -> ReasonCard:
    decision = engine.Decision.from_record(review.decision)
    return ReasonCard(
        review=review,
        headline=headline_of(review),
        reasons=tuple(line(reason) for reason in decision.reasons),
    )


def headline_of(review: Review) -> str:
    decision = engine.Decision.from_record(review.decision)
    left = engine.Position(
        stage=review.from_stage, step=review.from_step, since=review.day, stage_since=review.day
    )
    return headline(decision, left, Audience.CLINICIAN, translate=_)


def line(reason: engine.Reason) -> ReasonLine:
    return ReasonLine(
        code=reason.code,
        sentence=say(reason),
        have=in_words(reason.have),
        need=in_words(reason.need),
        entries=tuple(_link(entry) for entry in reason.entries),
    )


def say(reason: engine.Reason) -> str:
    return sentence(reason, Audience.CLINICIAN, translate=_)


def in_words(value: Any) -> str:
    """What was seen or needed: {"green": 2, "of": 4} → green 2, of 4. Nothing for nothing."""
    return ", ".join(_words(value))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{key.replace('_', ' ')} {in_words(inner)}"
    elif isinstance(value, list):
        for inner in value:
            yield in_words(inner)
    elif value is True or value is False:
        yield _("yes") if value else _("no")
    elif value is not None:
        yield str(value)


def _link(entry: engine.Entry) -> EntryLink:
    day, anchor = _where(entry)
    label = f"{KINDS[entry.kind]} {date_format(day, 'j M')}"
    return EntryLink(day, anchor, label)


def _where(entry: engine.Entry) -> tuple[date, str]:
    if entry.kind == "session":
        at = datetime.fromisoformat(entry.key)
        return engine.logical_day(at), session_anchor(at)
    day = date.fromisoformat(entry.key.split()[-1])
    if entry.kind in ("morning_report", "check_in"):
        return day, f"{entry.kind}-{day}"
    return day, f"day-{day}"


def session_anchor(at: datetime) -> str:
    return f"session-{int(at.timestamp())}"


def flag_label(code: str) -> str:
    """A red flag's name; a code that is no longer shipped stands for itself."""
    try:
        return content.red_flag(code).label
    except KeyError:
        return code
