"""The nerve as it is drawn: short pieces in the colour of their load, beads that glide, a gauge."""

from collections.abc import Iterator
from itertools import pairwise
from math import hypot
from typing import Final

from .body import Placed
from .drawing import Drawing
from .nerve import Joints, glide, line, strain, strain_at
from .nerve_paths import PATHS, NervePath
from .paint import CALM, TIGHT, WARM, tint
from .pose import Point
from .screen import number

PIECES: Final = 20
BEADS: Final = (0.22, 0.38, 0.53, 0.67, 0.81)
# A true glide is one or two centimetres, which on a phone is too little to be seen.
ENLARGED: Final = 2.5
# Where a limb's movement is read off: the head's crown, the chest, the ankle, the palm.
ENDS: Final = {
    "head": ("head", 1.1),
    "trunk": ("thorax_high", 0.9),
    "leg": ("shank", 1.0),
    "arm": ("hand", 0.5),
}
GAUGE: Final = (224, 228, 68)


def nerve(drawing: Drawing) -> None:
    """Add the nerve's glow, its line and its beads, which glide with its tissue."""
    path = PATHS[drawing.figure.nerve]
    names = [f"n{piece}" for piece in range(PIECES)]
    marks = [
        drawing.animated(states, name=name)
        for name, states in zip(names, _pieces(drawing, path), strict=True)
    ]
    for height, attributes in ((9, ' opacity=".28"'), (3.6, "")):
        bar = f'<rect y="-{number(height / 2)}" width="1" height="{height}"/>'
        drawing.add((f"<g{mark}>{bar}</g>" for mark in marks), attributes)
    drawing.add(_beads(drawing, path))


def _places() -> list[float]:
    return [piece / PIECES for piece in range(PIECES + 1)]


def _pieces(drawing: Drawing, path: NervePath) -> Iterator[list[str]]:
    """Of each piece its CSS at each moment: where it lies, and its colour."""
    figure, settled = drawing.figure, middle(drawing)
    lines = [line(figure.nerve, figure.view, pose, _places()) for pose in drawing.poses]
    for piece in range(PIECES):
        place = (piece + 0.5) / PIECES
        yield [
            f"transform:{drawing.screen.between(points[piece], points[piece + 1], over=0.7)};"
            f"fill:{tint(strain_at(path, pose.joints, settled, place) / path.full)}"
            for points, pose in zip(lines, drawing.poses, strict=True)
        ]


def middle(drawing: Drawing) -> Joints:
    """The joints half-way through the movement."""
    start, end = drawing.poses[0].joints, drawing.poses[-1].joints
    return {joint: (start[joint] + end[joint]) / 2 for joint in start}


def _beads(drawing: Drawing, path: NervePath) -> Iterator[str]:
    figure, start = drawing.figure, drawing.poses[0].joints
    role = drawing.role("bead")
    for bead in BEADS:
        moved = [
            bead + ENLARGED * glide(path, pose.joints, start, bead) / path.length
            for pose in drawing.poses
        ]
        spots: list[Point] = [
            line(figure.nerve, figure.view, pose, [min(max(place, 0.0), 1.0)])[0]
            for pose, place in zip(drawing.poses, moved, strict=True)
        ]
        marks = drawing.moved([drawing.screen.to(spot) for spot in spots])
        yield f'<g{marks}><circle {role} r="2.5"/></g>'


def gauge(drawing: Drawing) -> None:
    """Add the legend: a scale from a slack line to a taut one, with the load as it changes."""
    x, y, width = GAUGE
    path = PATHS[drawing.figure.nerve]
    loads = [min(max(strain(path, pose.joints) / path.full, 0.0), 1.0) for pose in drawing.poses]
    marker = drawing.moved([f"translate({number(x + width * load)}px,{y:.0f}px)" for load in loads])
    colours = zip((0, 0.5, 1), (CALM, WARM, TIGHT), strict=True)
    stops = "".join(
        f'<stop offset="{at:g}" stop-color="rgb{colour}"/>' for at, colour in colours
    ).replace(", ", ",")
    slack, taut = f"M{x - 19} {y}q2.5-6 5 0t5 0t5 0", f"M{x + width + 6} {y}h14"
    drawing.roles |= {"mark", "bead"}
    drawing.add(
        (
            f'<linearGradient id="scale">{stops}</linearGradient>',
            f'<path class="mark bar" d="{slack}{taut}" stroke-width="1.8"/>',
            f'<rect x="{x}" y="{y - 3}" width="{width}" height="6" rx="3" fill="url(#scale)"/>',
            f'<g{marker}><circle class="mark" r="6"/><circle class="bead" r="3.4"/></g>',
        )
    )


def trace(drawing: Drawing) -> Iterator[list[Point]]:
    """The way, in px, of the end of each limb that moves."""
    for limb in drawing.figure.moving:
        points = [drawing.screen.point(_end(pose.bones, limb)) for pose in drawing.poses]
        if sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)) > 10:
            yield points


def _end(bones: dict[str, Placed], limb: str) -> Point:
    which, _, name = limb.rpartition("_")
    bone, share = ENDS[name]
    return bones[f"{which}_{bone}" if which else bone].at(share)
