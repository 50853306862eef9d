"""Readers of untrusted JSON values: each gives a typed value or says what is wrong with it."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Read = Callable[[object], T]

# Far enough from the ends of the calendar that no sum of days can fall off it.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
INSTANT: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
RED_FLAG_CODE: Final = re.compile(r"RF_[A-Z0-9_]{1,40}", re.ASCII)
NO_PLACE: Final = frozenset({"localtime", "posixrules", "Factory"})
SHOWN: Final = 40


class HistoryError(ValueError):
    """A history that cannot be: ``path`` names the field at fault, as in ``sessions[0].at``."""

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(message, path)
        self.message = message
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

    def under(self, outer: str) -> "HistoryError":
        """The same fault, seen from the value that holds this one."""
        dot = "." if self.path and not self.path.startswith("[") else ""
        return HistoryError(self.message, outer + dot + self.path)


def integer(low: int, high: int) -> Read[int]:
    def read(value: object) -> int:
        # A boolean is an int to Python; to a clinician "true" is no pain score.
        if type(value) is not int:
            raise HistoryError(f"{shown(value)} is not an integer")
        if not low <= value <= high:
            raise HistoryError(f"{shown(value)} is not in {low}..{high}")
        return value

    return read


def boolean(value: object) -> bool:
    if type(value) is not bool:
        raise HistoryError(f"{shown(value)} is not true or false")
    return value


def one_of(choices: type[E]) -> Read[E]:
    by_value = {str(choice): choice for choice in choices}

    def read(value: object) -> E:
        if type(value) is not str or value not in by_value:
            raise HistoryError(f"{shown(value)} is not one of {', '.join(by_value)}")
        return by_value[value]

    return read


def day(value: object) -> date:
    text = _matched(value, DAY, "a date (YYYY-MM-DD)")
    try:
        return _in_years(date.fromisoformat(text))
    except ValueError:
        raise HistoryError(f"{shown(value)} is not a date of the years 1900..2199") from None


def instant(value: object) -> datetime:
    text = _matched(value, INSTANT, "a time (YYYY-MM-DDTHH:MM:SS+HH:MM)")
    try:
        at = datetime.fromisoformat(text)
        _in_years(at)
    except ValueError:
        raise HistoryError(f"{shown(value)} is not a time of the years 1900..2199") from None
    if at.tzinfo is None:
        raise HistoryError(f"{shown(value)} has no offset")
    return at


def time_zone(value: object) -> str:
    if type(value) is not str:
        raise HistoryError(f"{shown(value)} is not a time zone")
    zone(value)
    return value


def zone(name: str) -> ZoneInfo:
    # Not of the IANA names: the first follows the server, the others follow no place's clock.
    if name in NO_PLACE or name.startswith(("right/", "posix/")):
        raise HistoryError(f"{shown(name)} is not a known time zone")
    try:
        return ZoneInfo(name)
    # Unknown, no valid key at all, or a directory such as "Europe".
    except (KeyError, ValueError, OSError):
        raise HistoryError(f"{shown(name)} is not a known time zone") from None


def red_flag_code(value: object) -> str:
    # The prefix keeps a clinic's own flag from passing for one of the engine's reasons.
    return _matched(value, RED_FLAG_CODE, "a red-flag code (RF_…)")


def optional(read: Read[T]) -> Read[T | None]:
    return lambda value: None if value is None else read(value)


def literal_or(literal: str, read: Read[T]) -> Read[T | str]:
    def either(value: object) -> T | str:
        if type(value) is not str:
            return read(value)
        if value != literal:
            raise HistoryError(f"{shown(value)} is neither an integer nor {shown(literal)}")
        return literal

    return either


def list_of(read: Read[T], length: int | None = None) -> Read[tuple[T, ...]]:
    def read_all(value: object) -> tuple[T, ...]:
        if type(value) is not list:
            raise HistoryError(f"{shown(value)} is not a list")
        if length is not None and len(value) != length:
            raise HistoryError(f"has {len(value)} entries, not {length}")
        items: list[T] = []
        try:
            for item in value:
                items.append(read(item))
        except HistoryError as error:
            raise error.under(f"[{len(items)}]") from None
        return tuple(items)

    return read_all


def record(
    make: Callable[..., T], readers: Mapping[str, Read[Any]], renamed: Mapping[str, str] = {}
) -> Read[T]:
    """A reader of objects with exactly these keys. ``renamed``: a key's argument, if other."""
    names = readers.keys()
    plan = [(name, renamed.get(name, name), read) for name, read in readers.items()]

    def read_all(value: object) -> T:
        if type(value) is not dict:
            raise HistoryError(f"{shown(value)} is not an object")
        if value.keys() != names:
            raise _wrong_keys(value.keys() - names, [name for name in names if name not in value])
        arguments = {}
        name = ""
        try:
            for name, argument, read in plan:
                arguments[argument] = read(value[name])
        except HistoryError as error:
            raise error.under(name) from None
        return make(**arguments)

    return read_all


def _wrong_keys(unknown: set[Any], missing: list[str]) -> HistoryError:
    if missing:
        return HistoryError("is missing", missing[0])
    return HistoryError("is not a known field", str(min(unknown, key=str))[:SHOWN])


def _matched(value: object, pattern: re.Pattern[str], what: str) -> str:
    if type(value) is not str or not pattern.fullmatch(value):
        raise HistoryError(f"{shown(value)} is not {what}")
    return value


def _in_years(on: date) -> date:
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise ValueError
    return on


def shown(value: object) -> str:
    """The value as a message shows it: short, and never a page of somebody's diary."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, int) and value.bit_length() > 64:
        return "a huge number"
    text = json.dumps(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
