"""The shipped words, checked and typed: red flags and their screens, numbers, sites, settling."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from programs.engine import ReasonCode, Tier

from .node import SHIPPED, SOURCE_LANGUAGE, Node, Text, read, texts

# The ordinals of a pathway's sites: 0, no symptoms, to 5, the furthest.
SITES: Final = 6
PLACEHOLDERS: Final = {
    Tier.A: ("number", "answers", "time"),
    Tier.B: ("phone", "urgent_care"),
    Tier.C: ("date",),
}
RED_FLAG_WORDS: Final = ("lead", "first_lead", "none", "footer")
NUMBER_WORDS: Final = ("unknown_country", "urgent_care", "no_urgent_care")


class Question(NamedTuple):
    """A red flag that is asked, and the screen that a yes leads to."""

    code: str
    tier: Tier
    screen: str
    question: Text
    label: Text


class ByRules(NamedTuple):
    """A red flag that nobody is asked about: a reason of the engine says it."""

    reason: ReasonCode
    tier: Tier
    label: Text


class Screen(NamedTuple):
    """What the patient reads when a red flag is raised."""

    tier: Tier
    title: Text
    paragraphs: tuple[Text, ...]


class EmergencyNumbers(NamedTuple):
    """A country's numbers, as dialled. ``urgent_care`` is empty where no national line is known.

    Of an unknown country (``known`` false) the number is the one that mobile networks route.
    """

    emergency: str
    urgent_care: str
    known: bool


class Site(NamedTuple):
    """How far down the pain reaches, in both sides' words."""

    patient: Text
    clinician: Text


class Settle(NamedTuple):
    """An answer to "settled within …"; ``None`` minutes: not settled yet."""

    minutes: int | None
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """All that the files say. ``screens`` keep the file's order: the most urgent first."""

    version: int
    questions: dict[str, Question]
    by_rules: tuple[ByRules, ...]
    screens: dict[str, Screen]
    words: dict[str, Text]
    numbers: dict[str, EmergencyNumbers]
    unknown_country: EmergencyNumbers
    number_words: dict[str, Text]
    sites: dict[str, tuple[Site, ...]]
    settle: tuple[Settle, ...]
    # English -> all languages, of what the database holds in English.
    translations: dict[str, Text]


@cache
def load(root: Path = SHIPPED) -> Shipped:
    """Read and check every file, once. Raises ``ContentError`` with the file and the key."""
    red_flags, emergency = read("red_flags.json", root), read("emergency.json", root)
    pathways, settle = read("sites.json", root), read("settle.json", root)
    screens = {name: _screen(node) for name, node in red_flags.at("screens").members()}
    return Shipped(
        version=red_flags.at("version").integer(1, 32767),
        questions=_questions(red_flags.at("questions"), screens),
        by_rules=tuple(_by_rules(node) for node in red_flags.at("raised_by_rules").each()),
        screens=screens,
        words={name: red_flags.at(name).text() for name in RED_FLAG_WORDS},
        numbers={code: _numbers(node) for code, node in emergency.at("countries").members()},
        unknown_country=EmergencyNumbers(emergency.at("fallback").string(), "", known=False),
        number_words={
            name: emergency.at("words").at(name).text(["number"]) for name in NUMBER_WORDS
        },
        sites={name: _sites(node) for name, node in pathways.at("pathways").members()},
        settle=tuple(_settle(node) for node in settle.at("choices").each()),
        translations={
            text[SOURCE_LANGUAGE]: text
            for name in ("exercises.json", "sciatic.json")
            for text in texts(read(name, root))
        },
    )


def _questions(listed: Node, screens: dict[str, Screen]) -> dict[str, Question]:
    found: dict[str, Question] = {}
    for node in listed.each():
        question = _question(node, screens)
        if question.code in found:
            raise node.at("code").refuse(f"{question.code} is there twice")
        found[question.code] = question
    return found


def _question(node: Node, screens: dict[str, Screen]) -> Question:
    node.only("code", "tier", "screen", "question", "label")
    tier, screen = _tier(node), node.at("screen").one_of(screens)
    # An emergency that led to the screen of a milder tier would tell somebody to wait.
    if screens[screen].tier != tier:
        raise node.at("screen").refuse(f"{screen} is no screen of tier {tier}")
    words = node.at("question").text(), node.at("label").text()
    return Question(node.at("code").string(), tier, screen, *words)


def _screen(node: Node) -> Screen:
    node.only("tier", "title", "paragraphs")
    tier = _tier(node)
    paragraphs = tuple(each.text(PLACEHOLDERS[tier]) for each in node.at("paragraphs").each())
    return Screen(tier, node.at("title").text(), paragraphs)


def _by_rules(node: Node) -> ByRules:
    node.only("reason", "tier", "label")
    reason = ReasonCode(node.at("reason").one_of(ReasonCode))
    return ByRules(reason, _tier(node), node.at("label").text())


def _tier(node: Node) -> Tier:
    return Tier(node.at("tier").one_of(Tier))


def _numbers(node: Node) -> EmergencyNumbers:
    node.only("emergency", "urgent_care")
    urgent_care = node.at("urgent_care").string() if node.has("urgent_care") else ""
    return EmergencyNumbers(node.at("emergency").string(), urgent_care, known=True)


def _sites(listed: Node) -> tuple[Site, ...]:
    found = tuple(
        Site(node.at("patient").text(), node.at("clinician").text()) for node in listed.each()
    )
    if len(found) != SITES:
        raise listed.refuse(f"must name {SITES} sites, the first being none")
    return found


def _settle(node: Node) -> Settle:
    minutes = node.only("minutes", "label").at("minutes")
    longest = 24 * 60
    return Settle(
        None if minutes.value is None else minutes.integer(0, longest), node.at("label").text()
    )
