"""From centimetres to the picture's pixels, and the transforms of what moves in it."""

from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Final

from .body import Placed
from .pose import Point

WIDTH: Final = 320
HEIGHT: Final = 240


def number(value: float) -> str:
    """A number as short as it can be at a tenth of a pixel or degree."""
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short.replace("0.", ".", 1) if abs(value) < 1 else short


@dataclass(frozen=True, slots=True)
class Screen:
    """``scale``: px per cm."""

    left: float
    bottom: float
    scale: float

    @classmethod
    def of(cls, camera: tuple[float, float, float]) -> "Screen":
        left, bottom, width = camera
        return cls(left, bottom, WIDTH / width)

    def x(self, centimetres: float) -> float:
        return (centimetres - self.left) * self.scale

    def y(self, centimetres: float) -> float:
        return HEIGHT - (centimetres - self.bottom) * self.scale

    def point(self, point: Point) -> Point:
        return self.x(point[0]), self.y(point[1])

    def on(self, placed: Placed) -> str:
        """A CSS transform that lays a shape on a bone."""
        moved = _moved(self.point((placed.x, placed.y)), -placed.angle)
        return moved if placed.stretch == 1 else f"{moved}scaleX({placed.stretch:.2f})"

    def between(self, start: Point, end: Point, *, over: float = 0.0) -> str:
        """A CSS transform that lays a bar of length 1 from point to point, and a little over."""
        a, b = self.point(start), self.point(end)
        angle, length = degrees(atan2(b[1] - a[1], b[0] - a[0])), hypot(b[0] - a[0], b[1] - a[1])
        share = over / length if length else 0.0
        begin = a[0] - (b[0] - a[0]) * share, a[1] - (b[1] - a[1]) * share
        # A bar is short: half a degree is a tenth of a pixel, and a fifth of the file.
        return f"{_moved(begin, round(angle))}scaleX({number(length + 2 * over)})"

    def to(self, point: Point) -> str:
        x, y = self.point(point)
        return f"translate({number(x)}px,{number(y)}px)"


def _moved(point: Point, angle: float) -> str:
    return f"translate({number(point[0])}px,{number(point[1])}px)rotate({number(angle)}deg)"
