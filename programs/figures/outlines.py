"""The flesh on the bones: outlines in cm, along a bone to the right, its front upwards."""

from collections.abc import Mapping, Sequence
from typing import Final

from .body import FOREARM, HAND, LUMBAR, PELVIS, SHANK, THIGH, THORAX, UPPER_ARM
from .pose import Point
from .screen import number

# Along the bone (share), and how far the flesh goes to its front and to its back (cm).
Station = tuple[float, float, float]
LIMBS: Final[Mapping[str, tuple[float, Sequence[Station]]]] = {
    "thigh": (
        THIGH,
        (
            *((-0.1, 7.6, 7.8), (0.15, 9.0, 9.0), (0.45, 8.0, 7.6), (0.8, 6.4, 5.8)),
            *((0.98, 6.0, 5.2), (1.07, 5.0, 4.4)),
        ),
    ),
    "shorts": (THIGH, ((-0.12, 8.0, 8.2), (0.15, 9.5, 9.5), (0.35, 9.3, 9.0), (0.5, 9.0, 8.4))),
    "shank": (
        SHANK,
        (
            *((-0.08, 4.6, 4.6), (0.08, 5.6, 5.4), (0.28, 5.0, 6.9), (0.55, 4.4, 5.2)),
            *((0.85, 3.5, 3.5), (1.0, 3.7, 3.9), (1.06, 3.0, 3.2)),
        ),
    ),
    "upper_arm": (
        UPPER_ARM,
        ((-0.14, 4.4, 4.6), (0.1, 5.6, 5.8), (0.5, 4.7, 4.8), (0.95, 4.0, 4.0), (1.08, 3.2, 3.2)),
    ),
    "sleeve": (UPPER_ARM, ((-0.17, 4.8, 5.0), (0.1, 6.2, 6.4), (0.35, 6.0, 6.1), (0.52, 5.9, 6.0))),
    "forearm": (
        FOREARM,
        ((-0.1, 3.2, 3.2), (0.1, 4.2, 4.2), (0.35, 4.0, 4.0), (0.9, 2.6, 2.6), (1.04, 2.4, 2.4)),
    ),
    "hand": (
        HAND,
        ((-0.08, 2.2, 2.2), (0.12, 2.9, 2.7), (0.5, 3.1, 2.7), (0.85, 2.0, 1.7), (0.97, 0.9, 0.9)),
    ),
    "pelvis": (
        PELVIS,
        (
            *((-0.75, 4.0, 4.5), (-0.45, 8.0, 9.2), (0.0, 9.4, 11.0), (0.5, 9.6, 10.2)),
            *((0.95, 9.0, 9.0), (1.3, 7.2, 7.4), (1.5, 4.0, 4.0)),
        ),
    ),
    "lumbar": (
        LUMBAR,
        (
            *((-1.15, 4.0, 4.0), (-0.8, 7.2, 7.0), (-0.1, 9.0, 8.4), (0.6, 9.3, 8.5)),
            *((1.3, 8.6, 8.2), (1.9, 6.6, 6.6), (2.2, 3.5, 3.5)),
        ),
    ),
    "belly": (LUMBAR, ((-1.6, 4.0, 2.0), (-0.4, 8.4, 3.0), (1.3, 9.6, 3.0), (2.8, 6.4, 2.0))),
    "thorax": (
        THORAX,
        (
            *((-0.8, 4.2, 4.2), (-0.5, 7.8, 7.4), (0.1, 9.9, 9.4), (0.7, 10.4, 10.0)),
            *((1.2, 9.0, 9.2), (1.55, 5.6, 6.2)),
        ),
    ),
    "chest": (
        THORAX,
        (
            *((-0.8, 4.6, 4.6), (-0.5, 8.4, 8.2), (0.0, 10.2, 10.0), (0.5, 9.8, 9.8)),
            *((0.9, 7.4, 8.0), (1.15, 4.6, 5.2)),
        ),
    ),
    "neck": (8.0, ((-0.5, 5.4, 5.8), (0.3, 4.8, 5.0), (1.0, 4.8, 4.9), (1.5, 4.4, 4.6))),
}
# A body that looks to the right, its neck's top at the origin, upwards to the right as a bone is.
HEAD: Final[Sequence[Point]] = (
    *((-4.5, 5.0), (-5.2, 8.2), (-3.4, 10.0), (-0.6, 9.9), (1.2, 10.3), (2.6, 10.0)),
    *((3.3, 11.8), (5.0, 11.0), (7.6, 9.6), (11.5, 9.6), (15.6, 7.4), (17.6, 2.6)),
    *((17.0, -3.4), (13.6, -7.8), (8.6, -9.2), (3.8, -8.2), (0.0, -5.8), (-4.0, -5.0)),
)
HAIR: Final[Sequence[Point]] = (
    *((12.4, 9.9), (15.9, 8.0), (18.2, 3.0), (17.8, -3.6), (14.4, -8.6), (8.8, -10.2)),
    *((3.2, -9.2), (0.6, -6.6), (3.6, -4.4), (6.8, -2.6), (9.6, 0.0), (11.4, 3.4), (11.8, 7.2)),
)
EAR: Final[Sequence[Point]] = ((4.2, -0.8), (6.6, -0.4), (7.0, 1.6), (5.0, 2.0), (3.4, 0.8))
# The sole is 6.6 cm below the ankle, which is where the foot's bone begins.
FOOT_OUTLINE: Final[Sequence[Point]] = (
    *((-5.6, -2.8), (-5.2, -6.0), (-2.6, -6.6), (6.0, -6.3), (12.0, -6.6), (19.0, -6.6)),
    *((20.9, -5.4), (20.0, -3.8), (14.0, -1.2), (8.0, 2.2), (3.6, 4.8), (-1.0, 5.0), (-4.4, 2.6)),
)
FACE: Final[Sequence[Point]] = (
    *((-4.6, 0.0), (-3.4, 4.6), (1.6, 7.4), (8.0, 8.0), (13.6, 7.0), (17.2, 3.2)),
    *((17.9, 0.0), (17.2, -3.2), (13.6, -7.0), (8.0, -8.0), (1.6, -7.4), (-3.4, -4.6)),
)
FACE_HAIR: Final[Sequence[Point]] = (
    *((5.0, 8.5), (11.0, 8.9), (16.2, 6.0), (18.8, 0.0), (16.2, -6.0), (11.0, -8.9), (5.0, -8.5)),
    *((9.4, -6.6), (13.0, -3.0), (13.4, 1.0), (11.8, 4.6), (8.6, 7.0)),
)
FRONT_TRUNK: Final[Sequence[Point]] = (
    *((-9.0, 15.5), (2.0, 16.6), (12.0, 14.0), (22.0, 13.4), (34.0, 16.6), (43.0, 19.6)),
    *((47.2, 17.6), (50.0, 10.0), (52.0, 5.6), (52.0, -5.6), (50.0, -10.0), (47.2, -17.6)),
    *((43.0, -19.6), (34.0, -16.6), (22.0, -13.4), (12.0, -14.0), (2.0, -16.6), (-9.0, -15.5)),
)
FRONT_HIPS: Final[Sequence[Point]] = (
    *((-17.0, 18.4), (-4.0, 18.6), (4.0, 17.4), (9.0, 15.2), (9.0, -15.2), (4.0, -17.4)),
    *((-4.0, -18.6), (-17.0, -18.4), (-18.5, -9.0), (-16.0, 0.0), (-18.5, 9.0)),
)
SHAPES: Final[Mapping[str, Sequence[Point]]] = {
    "head": HEAD,
    "hair": HAIR,
    "ear": EAR,
    "foot": FOOT_OUTLINE,
    "face": FACE,
    "face_hair": FACE_HAIR,
    "trunk": FRONT_TRUNK,
    "hips": FRONT_HIPS,
}


def outline(name: str) -> list[Point]:
    """A closed outline's points: of a limb from its stations, else as drawn."""
    if name in SHAPES:
        return list(SHAPES[name])
    length, stations = LIMBS[name]
    front = [(share * length, ahead) for share, ahead, _ in stations]
    back = [(share * length, -behind) for share, _, behind in reversed(stations)]
    return front + back


def path(name: str, scale: float, *, mirrored: bool = False) -> str:
    """The outline as a smooth closed SVG path, in px; SVG's y goes down."""
    up = scale if mirrored else -scale
    points = [(x * scale, y * up) for x, y in outline(name)]
    count = len(points)
    parts = [f"M{_pair((0, 0), points[0])}c"]
    for index in range(count):
        before, here = points[index - 1], points[index]
        there, after = points[(index + 1) % count], points[(index + 2) % count]
        curve = (_towards(here, before, there), _towards(there, after, here), there)
        parts += [_pair(here, point) for point in curve]
    # A minus parts two numbers as well as a space does.
    return " ".join(parts).replace("c ", "c").replace(" -", "-") + "z"


def _towards(here: Point, away: Point, there: Point) -> Point:
    return here[0] + (there[0] - away[0]) / 6, here[1] + (there[1] - away[1]) / 6


def _pair(base: Point, point: Point) -> str:
    return " ".join(number(point[axis] - base[axis]) for axis in (0, 1))
