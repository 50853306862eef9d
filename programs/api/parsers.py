"""JSON that means one thing: no key twice, no endless depth, nothing we cannot write back."""

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework import parsers
from rest_framework.exceptions import ParseError


class StrictJSONParser(parsers.JSONParser):
    """JSON in which every object names each of its fields once."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        encoding = parsers.get_encoding(parser_context or {})
        try:
            parsed = json.loads(
                stream.read().decode(encoding),
                object_pairs_hook=_each_once,
                parse_constant=_refuse_constant,
            )
            # Half a surrogate pair parses, and would break the answer that quotes it.
            json.dumps(parsed, ensure_ascii=False).encode()
        except ValueError as error:
            raise ParseError(f"Malformed JSON: {error}") from None
        except RecursionError:
            raise ParseError("Malformed JSON: nested too deeply") from None
        return parsed


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two answers to one question are none: Python would keep the last without a word."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a field is there twice")
    return fields


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")
