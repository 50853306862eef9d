"""The SVG as it is built up: its shapes by name, its animations, its layers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from .clock import Clock
from .figure import Figure
from .outlines import path
from .parts import MIRRORED
from .pose import Pose
from .screen import Screen


class Look(StrEnum):
    """As it moves; still, for who wants no motion; still on paper, which is white at night too."""

    MOVING = "moving"
    STILL = "still"
    PAPER = "paper"


@dataclass(slots=True)
class Drawing:
    """``still``: the index of the moment that is shown where nothing may move."""

    figure: Figure
    screen: Screen
    clock: Clock
    poses: tuple[Pose, ...]
    still: int
    look: Look
    shapes: dict[str, str] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    layers: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, figure: Figure, look: Look) -> "Drawing":
        clock = Clock.of(figure)
        poses = tuple(figure.pose(moment.phase) for moment in clock.moments)
        still = 0 if figure.goes_round else len(poses) - 1
        return cls(figure, Screen.of(figure.camera), clock, poses, still, look)

    @property
    def moves(self) -> bool:
        return self.look is Look.MOVING

    def animated(self, states: Sequence[str], *, name: str = "") -> str:
        """The class of what goes through the CSS states: a strict CSP refuses a style attribute."""
        kept = states[self.still]
        known = name or f"m{len(self.rules)}"
        if not self.moves or all(state == kept for state in states):
            self.rules.append(f".{known}{{{kept}}}")
            return f' class="{known}"'
        self.frames.append(self.clock.keyframes(known, states))
        self.rules.append(f".{known}{{{kept};animation-name:{known}}}")
        return f' class="m {known}"'

    def moved(self, transforms: Sequence[str]) -> str:
        return self.animated([f"transform:{each}" for each in transforms])

    def fixed(self, transform: str) -> str:
        return self.animated([f"transform:{transform}"] * len(self.poses))

    def shape(self, name: str, role: str) -> str:
        """A use of a named outline in the paint of a role."""
        if name not in self.shapes:
            scale = self.screen.scale
            outlined = path(name, scale, mirrored=name in MIRRORED)
            self.shapes[name] = f'<path id="{name}" d="{outlined}"/>'
        self.roles.add(role)
        return f'<use href="#{name}" class="{role}"/>'

    def role(self, name: str) -> str:
        self.roles.add(name)
        return f'class="{name}"'

    def add(self, pieces: Iterable[str], attributes: str = "") -> None:
        inside = "".join(pieces)
        if inside:
            self.layers.append(f"<g{attributes}>{inside}</g>")
