"""A history as JSON, always the same bytes for the same value, and its digest."""

import json
from dataclasses import fields
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from programs.engine.history import (
    Baseline,
    CheckIn,
    Event,
    History,
    MorningReport,
    Position,
    RedFlag,
    Session,
)

# Field names once per class: asking a dataclass for them is most of the time of a large history.
NAMES = {
    each: tuple(field.name for field in fields(each))
    for each in (Baseline, CheckIn, Event, History, MorningReport, Position, RedFlag, Session)
}


def to_json(history: History) -> dict[str, Any]:
    """The JSON form of a history: what :func:`programs.engine.parse` reads back to an equal one."""
    return _object(history)


def canonical(value: Any) -> str:
    """JSON with sorted keys, no spaces and ASCII only. Raises ValueError for NaN or infinity."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(history: History) -> str:
    """The SHA-256 of the canonical JSON, in hex: which history a stored decision was made from."""
    return sha256(canonical(to_json(history)).encode("ascii")).hexdigest()


def _object(value: Any) -> dict[str, Any]:
    made = {name: _value(getattr(value, name)) for name in NAMES[type(value)]}
    if isinstance(value, Event):
        # A reserved word cannot be a field's name; only a step back has it.
        left = made.pop("from_")
        return made | {"from": left} if left else made
    return made


def _value(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return str(value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if type(value) in NAMES:
        return _object(value)
    if hasattr(value, "_asdict"):
        return value._asdict()
    return [_value(each) for each in value]
