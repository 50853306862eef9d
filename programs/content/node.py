"""A value of a shipped file that knows where it stands, so that a complaint names file and key."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

SHIPPED = Path(__file__).parent
SOURCE_LANGUAGE = "en"

# Language -> text; the source language is always there.
Text = Mapping[str, str]


class ContentError(Exception):
    """A shipped file is broken: ``red_flags.json: questions[3].tier: "D" is none of A, B, C``."""


@dataclass(frozen=True, slots=True)
class Node:
    """One value, with its file, its key in it, and the languages that its texts must have."""

    file: str
    key: str
    value: Any
    languages: frozenset[str]

    def refuse(self, why: str) -> ContentError:
        return ContentError(f"{self.file}: {self.key or 'the file'}: {why}")

    def only(self, *names: str) -> "Node":
        """Refuse any other key: a misspelt optional one would be dropped in silence."""
        if extra := sorted(self._object().keys() - set(names)):
            raise self.refuse(f"unknown key {extra[0]}")
        return self

    def at(self, name: str) -> "Node":
        if name not in self._object():
            raise self.refuse(f"{name} is missing")
        return self._child(f".{name}", self.value[name])

    def has(self, name: str) -> bool:
        return name in self._object()

    def members(self) -> Iterator[tuple[str, "Node"]]:
        return ((name, self._child(f".{name}", each)) for name, each in self._object().items())

    def each(self) -> "tuple[Node, ...]":
        """The items of a list, of which there is at least one."""
        if not isinstance(self.value, list) or not self.value:
            raise self.refuse("must be a list, and not empty")
        return tuple(self._child(f"[{at}]", each) for at, each in enumerate(self.value))

    def string(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.refuse("must be a text, and not empty")
        return self.value

    def integer(self, least: int, most: int) -> int:
        # True is an int to Python, and no number of sets.
        if type(self.value) is not int or not least <= self.value <= most:
            raise self.refuse(f"must be a whole number in {least}..{most}")
        return self.value

    def one_of(self, choices: Iterable[str]) -> str:
        choices = list(choices)
        if self.value not in choices:
            raise self.refuse(f"{json.dumps(self.value)} is none of {', '.join(choices)}")
        return self.value

    def text(self, placeholders: Iterable[str] = ()) -> Text:
        """A text in all languages of its file, which names no other than these placeholders."""
        if self._object().keys() != self.languages:
            raise self.refuse(f"must be in each of {', '.join(sorted(self.languages))}, no other")
        for _language, words in self.members():
            words.template(placeholders)
        return self.value

    def template(self, placeholders: Iterable[str]) -> str:
        try:
            named = {name for _, name, _, _ in Formatter().parse(self.string()) if name is not None}
        except ValueError as fault:
            raise self.refuse(str(fault)) from None
        if unknown := sorted(named - set(placeholders)):
            raise self.refuse(f"unknown placeholder {{{unknown[0]}}}")
        return self.value

    def _object(self) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            raise self.refuse("must be an object")
        return self.value

    def _child(self, step: str, value: Any) -> "Node":
        return Node(self.file, (self.key + step).lstrip("."), value, self.languages)


def read(name: str, root: Path = SHIPPED) -> Node:
    """The top of a shipped file."""
    try:
        value = json.loads((root / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ContentError(f"{name}: {fault}") from fault
    top = Node(name, "", value, frozenset())
    languages = frozenset(each.string() for each in top.at("languages").each())
    if SOURCE_LANGUAGE not in languages:
        raise top.at("languages").refuse(f"{SOURCE_LANGUAGE} is missing")
    return Node(name, "", value, languages)


def texts(node: Node) -> Iterator[Text]:
    """Every text below a node, wherever it stands."""
    if isinstance(node.value, dict) and SOURCE_LANGUAGE in node.value:
        yield node.text()
    elif isinstance(node.value, dict):
        for _name, child in node.members():
            yield from texts(child)
    elif isinstance(node.value, list):
        for child in node.each():
            yield from texts(child)
