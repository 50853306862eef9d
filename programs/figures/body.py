"""The body that is drawn: lengths, what each joint allows, and where a limb's bones come to lie.

Centimetres and degrees, y upwards, an adult of 170 cm. The lengths are shares of the height after
Drillis and Contini (1966), as tabled in Winter's Biomechanics and Motor Control.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import acos, atan2, cos, degrees, hypot, radians, sin
from typing import Final

HEIGHT: Final = 170.0
THIGH: Final = 0.245 * HEIGHT
SHANK: Final = 0.246 * HEIGHT
ANKLE: Final = 0.039 * HEIGHT
FOOT: Final = 0.152 * HEIGHT
UPPER_ARM: Final = 0.186 * HEIGHT
FOREARM: Final = 0.146 * HEIGHT
HAND: Final = 0.108 * HEIGHT
PELVIS: Final = 11.0
LUMBAR: Final = 8.0
THORAX: Final = 11.5
NECK: Final = 8.0
# Between the neck's top and the middle of the head.
HEAD: Final = 9.0

# Flexion is positive; at the ankle the toes come up, at the wrist the palm comes in. Ordinary
# ranges of an adult, rounded, that no figure may leave: nobody is shown what nobody should do.
LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "hip": (-25, 125),
    "knee": (0, 145),
    "ankle": (-50, 30),
    "lumbar": (-40, 60),
    "thorax": (-20, 45),
    "neck": (-50, 55),
    "head": (-25, 20),
    "shoulder": (-60, 180),
    "abduction": (0, 150),
    "elbow": (0, 150),
    "wrist": (-90, 85),
    "lean": (-40, 40),
    "roll": (-60, 60),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A bone where it lies: its near end, its direction, and how much of it the viewer sees.

    ``stretch`` is 1 in the plane of the picture and 0 towards the viewer.
    """

    x: float
    y: float
    angle: float
    length: float
    stretch: float = 1.0

    def at(self, share: float, aside: float = 0.0) -> tuple[float, float]:
        """A point ``share`` of the way along it and ``aside`` cm to the left of its direction."""
        along, turn = share * self.length * self.stretch, radians(self.angle)
        return (
            self.x + along * cos(turn) - aside * sin(turn),
            self.y + along * sin(turn) + aside * cos(turn),
        )

    @property
    def end(self) -> tuple[float, float]:
        return self.at(1.0)


def bone(start: tuple[float, float], angle: float, length: float, stretch: float = 1.0) -> Placed:
    return Placed(*start, angle, length, stretch)


@dataclass(frozen=True, slots=True)
class Reach:
    """How two bones get from a joint to a point, and by how many cm they miss it."""

    angle: float
    bend: float
    miss: float


def reach(
    start: tuple[float, float],
    goal: tuple[float, float],
    upper: float,
    lower: float,
    *,
    bends: int,
) -> Reach:
    """Direction of the upper bone, and bend between the two; ``bends`` is 1 for an arm, -1 a leg.

    A knee and an elbow bend one way only, which leaves one solution.
    """
    across, up = goal[0] - start[0], goal[1] - start[1]
    wanted = hypot(across, up)
    distance = min(max(wanted, abs(upper - lower) + 0.01), upper + lower - 0.01)
    inside = acos((upper**2 + lower**2 - distance**2) / (2 * upper * lower))
    lead = acos((upper**2 + distance**2 - lower**2) / (2 * upper * distance))
    return Reach(
        angle=degrees(atan2(up, across) - bends * lead),
        bend=180 - degrees(inside),
        miss=abs(wanted - distance),
    )


def turned(angle: float) -> float:
    """The same direction between -180 and 180."""
    return (angle + 180) % 360 - 180
