"""Reasons and decisions as sentences, for the clinician and for the patient."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from programs.engine.days import logical_day
from programs.engine.decision import Decision, Kind, Urgency
from programs.engine.history import NOT_SETTLED, Position
from programs.engine.reasons import Entry, Reason
from programs.engine.wording import (
    ANY_RED_FLAG,
    RED_FLAG,
    RED_FLAG_LABELS,
    WORDING,
    Audience,
    Wording,
)
from programs.engine.wording.marking import mark as _

Translate = Callable[[str], str]

DAY_AND_MONTH = _("{day} {month}")
TWO_DAYS = _("{first} and {last}")
MANY_DAYS = _("{first} to {last}")
MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)

EMERGENCY = Wording(_("Paused: emergency now"), _("Stop your exercises and get help now."))
SAME_DAY = Wording(
    _("Paused: to be seen the same day"),
    _("Pause your program and speak to a clinician today."),
)
STEPPED_BACK = Wording(_("Step back from {here} to {there}"), _("Back to {there} for now."))
LESS = Wording(_("Hold at {here}, less dose ({percent}%)"), _("Staying at {here}, with less."))
STAYING = Wording(_("Hold at {here}"), _("Staying at {here}."))
MOVING_ON = Wording(_("Advance from {here} to {there}"), _("On to {there}."))


def sentence(reason: Reason, audience: Audience, translate: Translate = str) -> str:
    """One reason in words. ``translate`` sees the template before anything is filled in."""
    wording = WORDING.get(reason.code) or _red_flag(reason.code)
    template = translate(wording.template(audience, nothing=_saw_nothing(reason.have)))
    return template.format_map(_filled(reason, audience, translate))


def red_flag_label(code: str, audience: Audience, translate: Translate = str) -> str:
    """What a red flag is, in a few words; a clinic's own flag is shown by its code."""
    label = RED_FLAG_LABELS.get(code)
    return translate(label.template(audience)) if label else code


def _red_flag(code: str) -> Wording:
    return RED_FLAG if code in RED_FLAG_LABELS else ANY_RED_FLAG


def headline(
    decision: Decision, position: Position, audience: Audience, translate: Translate = str
) -> str:
    """What was decided, in a few words. ``position`` is the one before the decision."""
    template = translate(_headline(decision).template(audience))
    percent = round(decision.dose * 100)
    return template.format(here=position.rung, there=decision.target, percent=percent)


def _headline(decision: Decision) -> Wording:
    if decision.kind is Kind.PAUSE:
        return EMERGENCY if decision.urgency is Urgency.EMERGENCY_NOW else SAME_DAY
    if decision.kind is Kind.REGRESS:
        return STEPPED_BACK
    if decision.kind is Kind.ADVANCE:
        return MOVING_ON
    return LESS if decision.dose < 1 else STAYING


def _saw_nothing(have: object) -> bool:
    return isinstance(have, dict) and any(value in (None, NOT_SETTLED) for value in have.values())


def _filled(reason: Reason, audience: Audience, translate: Translate) -> dict[str, Any]:
    # An exposure is told by its own days; the mornings after it would only confuse.
    bouts = [entry for entry in reason.entries if entry.kind == "session"]
    when = _days([_day_of(entry) for entry in bouts or reason.entries], translate)
    return {
        "label": red_flag_label(reason.code, audience, translate),
        "code": reason.code,
        "when": when,
        **_named("have", reason.have, translate),
        **_named("need", reason.need, translate),
    }


def _named(prefix: str, value: object, translate: Translate) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        return {prefix: value}
    named = {f"{prefix}_{name}": each for name, each in value.items()}
    if isinstance(value.get("morning_report"), str):
        day = date.fromisoformat(value["morning_report"])
        named[f"{prefix}_morning_report"] = _day(day, translate)
    return named


def _day_of(entry: Entry) -> date:
    """The logical day of an entry; the key of some begins with what it is."""
    stamp = entry.key.rpartition(" ")[2]
    if entry.kind == "session":
        return logical_day(datetime.fromisoformat(stamp))
    return date.fromisoformat(stamp)


def _days(days: list[date], translate: Translate) -> str:
    distinct = sorted(set(days))
    if len(distinct) < 2:
        return "".join(_day(day, translate) for day in distinct)
    template = translate(TWO_DAYS if len(distinct) == 2 else MANY_DAYS)
    return template.format(first=_day(distinct[0], translate), last=_day(distinct[-1], translate))


def _day(day: date, translate: Translate) -> str:
    month = translate(MONTHS[day.month - 1])
    return translate(DAY_AND_MONTH).format(day=day.day, month=month)
