"""Where each nerve runs along the drawn body, and how much of its bed each joint lengthens.

The levers are rounded from cadaver work (sciatic and spine: Louis 1981, Coppieters 2006; arm:
Coppieters and Butler 2008, Wright 1996 and 2001). They put exercises in order; they say nothing
of one patient's nerve.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Lever:
    """A joint's part: its place on the nerve (0 the neck, 1 the end), and mm per radian.

    Positive: flexion loads. For the ankle, flexion is toes up.
    """

    joint: str
    place: float
    millimetres: float


@dataclass(frozen=True, slots=True)
class Via:
    """A point of the nerve's way: beside a bone or, with ``until``, round the joint of two bones.

    ``aside`` is in cm to the left of a bone's direction. A bone that the view does not have is
    passed over.
    """

    bone: str
    share: float
    aside: float
    until: str = ""
    until_aside: float = 0.0


@dataclass(frozen=True, slots=True)
class NervePath:
    """``length`` in mm; ``via`` from the neck out.

    ``slack``: the mm that the bed may grow from a straight stand before the nerve is loaded; below
    0, what the position of the test takes beforehand. ``full``: the strain where the tint ends.
    """

    length: float
    slack: float
    full: float
    levers: tuple[Lever, ...]
    via: tuple[Via, ...]


# The spine's left is the back of a body that looks to the right; a leg's left is its front.
SPINE: Final = (
    Via("neck", 0.7, 1.5),
    Via("thorax_high", 0.75, 4.5),
    Via("thorax_low", 0.5, 5.5),
    Via("lumbar_high", 0.5, 4.0),
    Via("lumbar_low", 0.4, 4.5),
)
SPINE_LEVERS: Final = (
    Lever("neck", 0.03, 16.0),
    Lever("thorax", 0.15, 22.0),
    Lever("lumbar", 0.27, 25.0),
)
ARM_VIA: Final = (
    Via("neck", 0.5, 0.0),
    Via("thorax_high", 0.85, 3.0),
    Via("trunk", 1.0, -4.5),
    Via("trunk", 0.95, -12.0),
    Via("near_upper_arm", 0.12, 0.6),
    Via("near_upper_arm", 0.5, 0.6),
    Via("near_upper_arm", 0.85, 0.8),
)
MEDIAN_VIA: Final = (
    *ARM_VIA,
    Via("near_upper_arm", 1.0, 1.0, "near_forearm", 1.0),
    Via("near_forearm", 0.35, 0.6),
    Via("near_forearm", 0.75, 0.4),
    Via("near_hand", 0.0, 0.7),
    Via("near_hand", 0.45, 0.6),
    Via("near_hand", 0.85, 0.4),
)


ULNAR_VIA: Final = (
    *ARM_VIA[:-1],
    Via("near_upper_arm", 0.8, -1.5),
    Via("near_upper_arm", 1.0, -2.6, "near_forearm", -2.6),
    Via("near_forearm", 0.3, -1.4),
    Via("near_forearm", 0.75, -0.6),
    Via("near_hand", 0.0, 0.4),
    Via("near_hand", 0.45, 0.3),
    Via("near_hand", 0.85, 0.2),
)
RADIAL_VIA: Final = (
    *ARM_VIA[:4],
    Via("near_upper_arm", 0.45, -1.8),
    Via("near_upper_arm", 0.8, 0.8),
    Via("near_forearm", 0.08, 1.4),
    Via("near_forearm", 0.6, 1.2),
    Via("near_hand", 0.0, 0.8),
    Via("near_hand", 0.5, 0.9),
)


def _arm(elbow: float, wrist: float, slack: float, via: tuple[Via, ...]) -> NervePath:
    levers = (
        Lever("lean", 0.04, 14.0),
        Lever("near_abduction", 0.26, 12.0),
        Lever("near_elbow", 0.58, elbow),
        Lever("near_wrist", 0.84, wrist),
    )
    return NervePath(950.0, slack, 0.045, levers, via)


PATHS: Final[Mapping[str, NervePath]] = {
    "sciatic": NervePath(
        1500.0,
        15.0,
        0.05,
        (
            *SPINE_LEVERS,
            Lever("near_hip", 0.37, 40.0),
            Lever("near_knee", 0.63, -25.0),
            Lever("near_ankle", 0.90, 20.0),
        ),
        (
            *SPINE,
            Via("pelvis", 0.35, 6.0),
            Via("pelvis", 0.0, 6.2, "near_thigh", -6.2),
            Via("near_thigh", 0.3, -3.0),
            Via("near_thigh", 0.65, -2.0),
            Via("near_thigh", 1.0, -2.2, "near_shank", -2.2),
            Via("near_shank", 0.3, -2.5),
            Via("near_shank", 0.7, -2.0),
            Via("near_shank", 0.97, -2.6),
            Via("near_foot", -0.07, -3.6),
            Via("near_foot", 0.12, -5.0),
            Via("near_foot", 0.4, -4.9),
            Via("near_foot", 0.72, -5.0),
        ),
    ),
    "femoral": NervePath(
        1300.0,
        25.0,
        0.05,
        (
            *SPINE_LEVERS,
            Lever("near_hip", 0.43, -30.0),
            Lever("near_knee", 0.76, 28.0),
        ),
        (
            *SPINE[:-1],
            Via("lumbar_low", 0.6, 3.0),
            Via("pelvis", 0.55, -1.5),
            Via("pelvis", 0.05, -6.0, "near_thigh", 6.0),
            Via("near_thigh", 0.3, 4.6),
            Via("near_thigh", 0.65, 4.2),
            Via("near_thigh", 1.0, 4.2, "near_shank", 4.2),
            Via("near_shank", 0.25, 2.5),
            Via("near_shank", 0.7, 1.2),
        ),
    ),
    "median": _arm(-13.0, -10.0, 0.0, MEDIAN_VIA),
    "ulnar": _arm(13.0, -9.0, 20.0, ULNAR_VIA),
    "radial": _arm(-12.0, 10.0, -10.0, RADIAL_VIA),
}
