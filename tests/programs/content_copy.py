"""A copy of the shipped files that a test may change."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from programs.content.node import SHIPPED, SOURCE_LANGUAGE

FILES = sorted(path.name for path in SHIPPED.glob("*.json"))


class ContentCopy:
    """The files in a directory of the test's own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in FILES:
            shutil.copy(SHIPPED / name, root / name)

    def change(self, name: str, edit: Callable[[Any], Any]) -> None:
        """Edit the parsed file in place."""
        path = self.root / name
        value = json.loads(path.read_text(encoding="utf-8"))
        edit(value)
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")

    def translate(self, name: str, language: str) -> None:
        """Add a language to every text of a file: the English, marked."""

        def edit(value: Any) -> None:
            value["languages"].append(language)
            _mark(value, language)

        self.change(name, edit)


def _mark(value: Any, language: str) -> None:
    if isinstance(value, dict) and SOURCE_LANGUAGE in value:
        value[language] = f"[{language}] {value[SOURCE_LANGUAGE]}"
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            _mark(each, language)


def english(value: Any) -> Iterator[str]:
    """Every English text of a parsed file."""
    if isinstance(value, dict) and SOURCE_LANGUAGE in value:
        yield value[SOURCE_LANGUAGE]
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from english(each)
