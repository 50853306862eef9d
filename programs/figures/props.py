"""The things around a body: floor, chair, pillow, strap, bike, water."""

from collections.abc import Callable, Iterable, Mapping
from math import cos, pi, sin
from typing import Final

from .drawing import Drawing
from .figure import Prop
from .screen import HEIGHT, WIDTH, number

Numbers = tuple[float, ...]
# One wave of the water, in px: after it, all looks as before.
SWELL: Final = 80


def box(
    drawing: Drawing, role: str, place: Numbers, *, round_by: float = 0.0, tilt: float = 0.0
) -> str:
    """A box by its left and lower edge, width and height, in cm."""
    left, lower, width, height = place
    scale, corner = drawing.screen.scale, drawing.screen.point((left, lower + height))
    sides = (corner[0], corner[1], width * scale, height * scale, round_by * scale)
    x, y, across, down, curve = (number(each) for each in sides)
    middle = drawing.screen.point((left + width / 2, lower + height / 2))
    turned = (
        f' transform="rotate({number(-tilt)} {number(middle[0])} {number(middle[1])})"'
        if tilt
        else ""
    )
    return (
        f'<rect {drawing.role(role)} x="{x}" y="{y}" width="{across}" height="{down}"'
        f' rx="{curve}"{turned}/>'
    )


def _floor(drawing: Drawing, height: float) -> str:
    top = drawing.screen.y(height)
    return (
        f'<rect {drawing.role("floor")} y="{number(top)}" width="{WIDTH}"'
        f' height="{number(HEIGHT - top)}"/>'
    )


def _mat(drawing: Drawing, left: float, top: float, width: float) -> str:
    return box(drawing, "prop", (left, top - 3, width, 3), round_by=1.5)


def _bed(drawing: Drawing, left: float, lower: float, width: float, height: float) -> str:
    """A bed from above."""
    edge = box(drawing, "prop", (left, lower, width, height), round_by=7)
    inner = (left + 3, lower + 3, width - 6, height - 6)
    return edge + box(drawing, "soft", inner, round_by=5)


def _pillow(
    drawing: Drawing, x: float, y: float, width: float, height: float, tilt: float = 0.0
) -> str:
    place = (x - width / 2, y - height / 2, width, height)
    return box(drawing, "prop-deep", place, round_by=min(width, height) * 0.45, tilt=tilt)


def _chair(drawing: Drawing, back: float, seat: float, depth: float = 40.0) -> str:
    legs = ((back + 1, 0, 4, seat - 3), (back + depth - 6, 0, 4, seat - 3))
    return (
        "".join(box(drawing, "prop-deep", leg, round_by=1) for leg in legs)
        + box(drawing, "prop", (back - 3, seat - 4, 5, 50), round_by=2.5)
        + box(drawing, "prop", (back - 3, seat - 5, depth + 3, 5), round_by=2.5)
    )


def _stool(drawing: Drawing, left: float, seat: float, width: float = 40.0) -> str:
    legs = ((left + 3, 0, 4, seat - 3), (left + width - 7, 0, 4, seat - 3))
    return "".join(box(drawing, "prop-deep", leg, round_by=1) for leg in legs) + box(
        drawing, "prop", (left, seat - 5, width, 5), round_by=2.5
    )


def _step(drawing: Drawing, left: float, width: float, height: float) -> str:
    top = (left - 1, height - 3.5, width + 2, 3.5)
    return box(drawing, "prop", (left, 0, width, height), round_by=1) + box(
        drawing, "prop-deep", top, round_by=1.5
    )


def _rail(drawing: Drawing, x: float, height: float) -> str:
    post = box(drawing, "prop-deep", (x - 1.5, 0, 3, height), round_by=1)
    return post + box(drawing, "prop-deep", (x - 9, height - 3, 18, 3.4), round_by=1.7)


def _strap(drawing: Drawing, here: str, share: float, there: str, other: float) -> str:
    """A strap between a point of a bone and a point of another one."""
    ends = [
        drawing.screen.between(pose.bones[here].at(share), pose.bones[there].at(other), over=0.5)
        for pose in drawing.poses
    ]
    band = f'<rect {drawing.role("strap")} y="-1.6" width="1" height="3.2"/>'
    return f"<g{drawing.moved(ends)}>{band}</g>"


def _disc(drawing: Drawing, role: str, x: float, y: float, radius: float) -> str:
    centre = drawing.screen.point((x, y))
    return (
        f'<circle {drawing.role(role)} cx="{number(centre[0])}" cy="{number(centre[1])}"'
        f' r="{number(radius * drawing.screen.scale)}"/>'
    )


def _bar(drawing: Drawing, role: str, *place: float) -> str:
    x, y, to_x, to_y, thick = place
    a, b = drawing.screen.point((x, y)), drawing.screen.point((to_x, to_y))
    ends = " L".join(f"{number(px)} {number(py)}" for px, py in (a, b))
    drawing.roles.add(role)
    return (
        f'<path class="{role} bar" d="M{ends}"'
        f' stroke-width="{number(thick * drawing.screen.scale)}"/>'
    )


def _bike(drawing: Drawing, x: float, y: float) -> str:
    """A bike on a stand round its crank: wheel, frame, saddle, handlebar."""
    deep = "prop-deep"
    return (
        _disc(drawing, deep, x + 42, y + 2, 25)
        + _disc(drawing, "soft", x + 42, y + 2, 19)
        + _bar(drawing, deep, x - 22, 2, x + 50, 2, 4)
        + _bar(drawing, deep, x - 22, 2, x, y, 4)
        + _bar(drawing, deep, x, y, x - 17, y + 58, 5)
        + _bar(drawing, deep, x, y, x + 42, y + 2, 4)
        + _bar(drawing, deep, x + 34, y + 2, x + 27, y + 72, 5)
        + _bar(drawing, deep, x + 27, y + 72, x + 36, y + 79, 4.5)
        + _bar(drawing, "mark", x - 29, y + 60, x - 7, y + 61, 5)
    )


def _crank(drawing: Drawing, x: float, y: float, radius: float, turn: float) -> str:
    """A crank, clockwise as seen from the rider's right, ``turn`` ahead of the near foot's."""
    ends = []
    for moment in drawing.clock.moments:
        angle = -2 * pi * (moment.phase + turn)
        pedal = (x + radius * cos(angle), y + radius * sin(angle))
        ends.append(drawing.screen.between((x, y), pedal, over=2))
    return f'<g{drawing.moved(ends)}><rect {drawing.role("mark")} y="-2" width="1" height="4"/></g>'


def _path(drawing: Drawing, height: float, stride: float) -> str:
    """A floor whose marks pass by, one stride a round, as seen by who walks along with the body."""
    passed = [
        f"transform:translate({number(-moment.phase * stride * drawing.screen.scale)}px,0)"
        for moment in drawing.clock.moments
    ]
    gap, left = stride / 2, drawing.figure.camera[0]
    count = int(drawing.figure.camera[2] / gap) + 4
    marks = "".join(
        box(drawing, "prop-deep", (left + each * gap, height - 5, gap * 0.35, 1.6), round_by=0.8)
        for each in range(count)
    )
    return f"{_floor(drawing, height)}<g{drawing.animated(passed)}>{marks}</g>"


def _water(drawing: Drawing, height: float) -> str:
    """Water up to a height, with a slow swell; drawn over the body."""
    top = number(drawing.screen.y(height))
    wave = f"M0 {top}" + "q20-5 40 0t40 0" * 5 + f"V{HEIGHT}H0Z"
    swell = [
        f"transform:translate({number(-SWELL * moment.phase)}px,0)"
        for moment in drawing.clock.moments
    ]
    path = f'<path opacity=".5" {drawing.role("water")} d="{wave}"/>'
    return f"<g{drawing.animated(swell)}>{path}</g>"


Painter = Callable[..., str]
BEHIND: Final[Mapping[str, Painter]] = {
    "floor": _floor,
    "mat": _mat,
    "bed": _bed,
    "pillow": _pillow,
    "chair": _chair,
    "stool": _stool,
    "step": _step,
    "rail": _rail,
    "bike": _bike,
    "far-crank": _crank,
    "path": _path,
}
BETWEEN: Final[Mapping[str, Painter]] = {"pillow-between": _pillow, "crank": _crank}
BEFORE: Final[Mapping[str, Painter]] = {"strap": _strap, "water": _water}


def painted(drawing: Drawing, painters: Mapping[str, Painter], props: Iterable[Prop]) -> list[str]:
    return [
        painters[prop.kind](drawing, *prop.arguments) for prop in props if prop.kind in painters
    ]
