"""A figure as an SVG document of its own: animated, still, or on paper."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from math import atan2, degrees, hypot

from .drawing import Drawing, Look
from .figure import load
from .paint import rules
from .parts import Part, limb, trunk
from .props import BEFORE, BEHIND, BETWEEN, painted
from .screen import HEIGHT, WIDTH, number
from .tinted import gauge, nerve, trace


@cache
def svg(key: str, look: Look = Look.MOVING) -> str:
    """The picture of a figure. Raises ``KeyError`` if there is no such figure."""
    drawing = Drawing.of(load(key), look)
    _draw(drawing)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}"><style>{stylesheet(drawing)}</style>'
        f"<defs>{''.join(drawing.shapes.values())}</defs>{''.join(drawing.layers)}</svg>"
    )


def stylesheet(drawing: Drawing) -> str:
    """All paints and animations: where motion is not wanted, the still picture and its arrows."""
    paints = rules(frozenset(drawing.roles), night=drawing.look is not Look.PAPER)
    if not drawing.moves:
        return paints + "".join(drawing.rules)
    return (
        f"{paints}.m{{animation:{drawing.clock.rule}}}{''.join(drawing.rules)}"
        f"{''.join(drawing.frames)}.still{{display:none}}"
        "@media(prefers-reduced-motion:reduce){.m{animation:none}.still{display:inline}}"
    )


def _draw(drawing: Drawing) -> None:
    props = drawing.figure.props
    drawing.add(painted(drawing, BEHIND, props))
    ghosts = ' class="still" opacity=".3"' if drawing.moves else ' opacity=".3"'
    if not drawing.figure.goes_round:
        drawing.add(_ghosts(drawing), ghosts)
    drawing.add(_bones(drawing, _far(drawing)))
    for layer in _middle(drawing):
        drawing.add(layer)
    # An arm that moves shows its nerve; one that holds the leg lies before the leg's.
    if "near_arm" in drawing.figure.moving:
        drawing.add(_bones(drawing, _near(drawing, "arm")))
    if drawing.figure.nerve:
        nerve(drawing)
    if "near_arm" not in drawing.figure.moving:
        drawing.add(_bones(drawing, _near(drawing, "arm")))
    drawing.add(painted(drawing, BEFORE, props))
    if drawing.figure.nerve:
        gauge(drawing)
    if not drawing.figure.goes_round:
        drawing.add(_arrows(drawing), ' class="still"' if drawing.moves else "")


def _middle(drawing: Drawing) -> list[Iterable[str]]:
    """From the side the near leg lies before the trunk; from the front, the hips before it."""
    layers = [
        _bones(drawing, _trunk(drawing)),
        painted(drawing, BETWEEN, drawing.figure.props),
        _bones(drawing, _near(drawing, "leg")),
    ]
    return layers if drawing.figure.view == "side" else layers[::-1]


def _far(drawing: Drawing) -> Iterator[Part]:
    for name in ("arm", "leg"):
        yield from limb("far", name, drawing.figure.moving)


def _near(drawing: Drawing, name: str) -> Iterator[Part]:
    return limb("near", name, drawing.figure.moving)


def _trunk(drawing: Drawing) -> Iterator[Part]:
    return trunk(drawing.figure.view, drawing.figure.moving)


def _bones(drawing: Drawing, parts: Iterable[Part]) -> Iterator[str]:
    """The flesh of each bone that the view has, moving as the bone does."""
    for part in parts:
        if part.bone in drawing.poses[0].bones:
            states = [drawing.screen.on(pose.bones[part.bone]) for pose in drawing.poses]
            shapes = "".join(drawing.shape(name, role) for name, role in part.shapes)
            yield f"<g{drawing.moved(states)}>{shapes}</g>"


def _ghosts(drawing: Drawing) -> Iterator[str]:
    """Where the moving parts start: drawn faintly behind, in the still picture alone."""
    parts = (*_far(drawing), *_trunk(drawing), *_near(drawing, "leg"), *_near(drawing, "arm"))
    first, last = drawing.poses[0], drawing.poses[-1]
    for part in parts:
        if part.bone in first.bones and first.bones[part.bone] != last.bones[part.bone]:
            placed = drawing.screen.on(first.bones[part.bone])
            shapes = "".join(drawing.shape(name, role) for name, role in part.shapes)
            yield f"<g{drawing.fixed(placed)}>{shapes}</g>"


def _arrows(drawing: Drawing) -> Iterator[str]:
    """The way of each moving limb's end, from the start to where it points."""
    drawing.roles.add("mark")
    for points in trace(drawing):
        (x, y), (to_x, to_y) = points[-2:]
        way = "L".join(f"{number(px)} {number(py)}" for px, py in points)
        length = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))
        turn = degrees(atan2(to_y - y, to_x - x))
        size = min(6.0, length / 3)
        yield (
            f'<path class="mark bar" d="M{way}" stroke-width="2" stroke-dasharray="1 4"/>'
            f'<path class="mark bar" d="M{number(-size)} {number(-size * 0.7)}L0 0'
            f'L{number(-size)} {number(size * 0.7)}" stroke-width="2.2"'
            f' transform="translate({number(to_x)} {number(to_y)})rotate({number(turn)})"/>'
        )
