"""What patients and clinicians read that ships as data: red flags, their screens, sites, numbers.

The files are read once, at the start: a broken one stops it and says file and key. Every
function that returns words takes a ``language`` and falls back to English.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from programs.content.node import SOURCE_LANGUAGE, Text
from programs.content.shipped import EmergencyNumbers, Screen, load
from programs.engine import ReasonCode, Tier

CONTENT: Final = load()
ANSWERS: Final = "{answers}"


class RedFlagQuestion(NamedTuple):
    """One sign: as the patient is asked, and as the clinician reads it."""

    code: str
    tier: Tier
    question: str
    label: str


class RaisedByRules(NamedTuple):
    """A sign that nobody is asked about: the engine's ``reason`` says it."""

    reason: ReasonCode
    tier: Tier
    label: str


class RedFlagWords(NamedTuple):
    """The words around the questions, and the line at the foot of every patient page."""

    lead: str
    none: str
    footer: str


class Advice(NamedTuple):
    """What a red flag's screen says. ``call`` is the one number to dial, empty where none is."""

    title: str
    paragraphs: tuple[str, ...]
    call: str


class SettleChoice(NamedTuple):
    """An answer to "settled within …"; ``None`` minutes: not settled yet."""

    minutes: int | None
    label: str


def red_flags_version() -> int:
    """The edition of the questions, kept with each screen that was answered."""
    return CONTENT.version


def red_flag_questions(
    tiers: Iterable[str] = tuple(Tier), *, language: str = SOURCE_LANGUAGE
) -> tuple[RedFlagQuestion, ...]:
    """The questions of these tiers, the most urgent first."""
    wanted = set(tiers)
    asked = [each.code for each in CONTENT.questions.values() if each.tier in wanted]
    return tuple(red_flag(code, language=language) for code in asked)


def red_flag(code: str, *, language: str = SOURCE_LANGUAGE) -> RedFlagQuestion:
    """One question. Raises ``KeyError`` for a code that is not shipped."""
    found = CONTENT.questions[code]
    words = say(found.question, language), say(found.label, language)
    return RedFlagQuestion(code, found.tier, *words)


def raised_by_rules(*, language: str = SOURCE_LANGUAGE) -> tuple[RaisedByRules, ...]:
    return tuple(
        RaisedByRules(each.reason, each.tier, say(each.label, language))
        for each in CONTENT.by_rules
    )


def red_flag_words(*, first: bool = False, language: str = SOURCE_LANGUAGE) -> RedFlagWords:
    """``first``: nothing was ever answered, so "since last time" would ask about nothing."""
    words = CONTENT.words
    return RedFlagWords(
        lead=say(words["first_lead" if first else "lead"], language),
        none=say(words["none"], language),
        footer=say(words["footer"], language),
    )


def advice(
    tier: str,
    codes: Iterable[str] = (),
    *,
    country: str,
    phone: str,
    time: str = "",
    date: str = "",
    language: str = SOURCE_LANGUAGE,
) -> Advice:
    """What the patient is told to do; without ``codes`` for a tier B that no answer raised.

    ``phone`` is the clinic's. ``time`` is when the patient told (tier A), ``date`` until when
    the clinic gets in touch (tier C), as the patient reads them. The country decides whom to
    call, so that no caller can put an advice line where an emergency number belongs.
    """
    named = set(codes)
    # A code of another edition has no words here any more, and must not break an emergency.
    flags = [flag for flag in CONTENT.questions.values() if flag.code in named]
    screen = _screen(tier, {flag.screen for flag in flags})
    words = {
        "number": emergency_number(country, language=language),
        "urgent_care": _urgent_care(country, language),
        "answers": "; ".join(say(flag.question, language) for flag in flags),
        "phone": phone,
        "time": time,
        "date": date,
    }
    said = [say(text, language) for text in screen.paragraphs]
    return Advice(
        title=say(screen.title, language),
        paragraphs=tuple(text.format(**words) for text in said if flags or ANSWERS not in text),
        call={Tier.A: emergency(country).emergency, Tier.B: phone}.get(screen.tier, ""),
    )


def emergency(country: str) -> EmergencyNumbers:
    """The numbers of a country, by its two letters (ISO 3166-1)."""
    return CONTENT.numbers.get(country.upper(), CONTENT.unknown_country)


def emergency_number(country: str, *, language: str = SOURCE_LANGUAGE) -> str:
    """The number as a sentence says it: "999", or "112 or your local emergency number"."""
    numbers = emergency(country)
    if numbers.known:
        return numbers.emergency
    return say(CONTENT.number_words["unknown_country"], language).format(number=numbers.emergency)


def sites(
    pathway: str, *, clinician: bool = False, language: str = SOURCE_LANGUAGE
) -> tuple[str, ...]:
    """The names of the sites of a nerve's way; the index is the ordinal, 0 for no symptoms."""
    return tuple(
        say(site.clinician if clinician else site.patient, language)
        for site in CONTENT.sites[pathway]
    )


def settle_choices(*, language: str = SOURCE_LANGUAGE) -> tuple[SettleChoice, ...]:
    """The answers to how long the pain took to settle, the shortest first."""
    return tuple(SettleChoice(each.minutes, say(each.label, language)) for each in CONTENT.settle)


def translated(english: str, *, language: str) -> str:
    """The translation of a shipped exercise's or program's English; the English where none is.

    For what the database holds in English: names, movements, titles, notes. A clinic's own
    words come back as they are.
    """
    text = CONTENT.translations.get(english)
    return say(text, language) if text else english


def say(text: Text, language: str) -> str:
    """The words in a language, ``de-at`` being ``de``, or else in English."""
    return text.get(language.split("-")[0].lower(), text[SOURCE_LANGUAGE])


def _screen(tier: str, named: set[str]) -> Screen:
    of_tier = {name: screen for name, screen in CONTENT.screens.items() if screen.tier == tier}
    # The last of a tier is its general one; a sign of the spine outranks it.
    general = list(of_tier)[-1]
    return of_tier[next((name for name in of_tier if name in named), general)]


def _urgent_care(country: str, language: str) -> str:
    line = emergency(country).urgent_care
    words = CONTENT.number_words["urgent_care" if line else "no_urgent_care"]
    return say(words, language).format(number=line)
