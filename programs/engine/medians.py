"""Medians and shares without rounding: what a threshold meets is exactly what was written down."""

from collections.abc import Iterable
from typing import TypeAlias

# Whole, or x.5 in an even count; both are exact as Python numbers.
Median: TypeAlias = int | float


def median(values: Iterable[int], at_least: int = 1) -> Median | None:
    """The median, or None of fewer than ``at_least`` values."""
    ranked = sorted(values)
    if len(ranked) < at_least:
        return None
    middle, odd = divmod(len(ranked), 2)
    if odd:
        return ranked[middle]
    both = ranked[middle - 1] + ranked[middle]
    return both / 2 if both % 2 else both // 2


def fell_enough(was: Median, now: Median, points: int, percent: int) -> bool:
    """Whether pain fell by ``points``, or by ``percent`` of what it was (if that is above 0)."""
    fall = was - now
    return fall >= points or (was > 0 and fall * 100 >= was * percent)
