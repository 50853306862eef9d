"""What a number of the rules carries with it: bounds, unit, source, help; and how it is refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Final

from programs.engine.reading import shown

CONVENTION: Final = "expert convention; no trial"
PAIN_MODEL: Final = (
    "after the pain-monitoring model (Thomeé 1997; Silbernagel 2007); no trial for nerve exposure"
)
IMPORTANT_CHANGE: Final = "clinically important change in pain (Farrar 2001)"


class RuleError(ValueError):
    """A rule set that cannot be: ``field`` names the number at fault."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class RuleField:
    """One number a clinician may change in a new rule-set version. Both bounds are included."""

    name: str
    default: int
    low: int
    high: int
    unit: str
    source: str
    help: str


def number(
    default: int | None, low: int, high: int, unit: str, text: str, source: str = CONVENTION
) -> Any:
    """Declare a field of a rule-set dataclass. Without ``default`` every instance must give it."""
    metadata = {"low": low, "high": high, "unit": unit, "source": source, "help": text}
    if default is None:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


def described(numbers: Any, prefix: str = "") -> Iterator[RuleField]:
    """The declared numbers of a rule-set dataclass, with the values of ``numbers`` as defaults."""
    for each in fields(numbers):
        default = getattr(numbers, each.name)
        # None marks what this preset has no number for: nothing to show and nothing to change.
        if each.metadata and default is not None:
            yield RuleField(name=prefix + each.name, default=default, **each.metadata)


def check_bounds(numbers: Any, prefix: str = "") -> None:
    """Refuse a value of the wrong type or out of its bounds, by name."""
    for each in described(numbers, prefix):
        if type(each.default) is not int:
            raise RuleError(each.name, f"{shown(each.default)} is not an integer")
        if not each.low <= each.default <= each.high:
            raise RuleError(each.name, f"{each.default} is not in {each.low}..{each.high}")


def check_order(numbers: Any, pairs: tuple[tuple[str, str], ...], gap: int, prefix: str) -> None:
    """Refuse numbers that contradict each other: each first must be at least ``gap`` lower."""
    for lower, upper in pairs:
        below, above = getattr(numbers, lower), getattr(numbers, upper)
        if below + gap > above:
            word = "is not below" if gap else "is above"
            raise RuleError(prefix + lower, f"{below} {word} {prefix}{upper} ({above})")
