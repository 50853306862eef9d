"""The nerve in its bed: its line in a pose, how hard each place is loaded, how far it glides.

A joint lengthens the bed by its lever times its angle. The nerve is taken as an elastic string
held at both ends: what one joint takes, the whole of it pays for by strain, more so next to that
joint, and it glides towards it. A slider takes here and gives there: it glides, and its strain
stays. A tensioner takes without giving: its strain rises.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from math import exp, hypot, radians
from typing import Final

from .nerve_paths import PATHS, Lever, NervePath, Via
from .pose import VIEWS, Point, Pose

Joints = Mapping[str, float]
# How much of what a joint adds is felt near it; the rest spreads along the whole nerve at once.
NEARBY: Final = 0.6
REACH: Final = 0.09
STEPS: Final = 50


def taken(lever: Lever, joints: Joints) -> float:
    """By how many mm a joint lengthens the bed, against a body that stands straight."""
    return lever.millimetres * radians(joints.get(lever.joint, 0.0))


def strain(path: NervePath, joints: Joints) -> float:
    """The mean strain of the whole nerve: 0.05 is 5 %; below 0, it lies slack."""
    grown = sum(taken(lever, joints) for lever in path.levers)
    return (grown - path.slack) / path.length


def strain_at(path: NervePath, joints: Joints, settled: Joints, place: float) -> float:
    """The strain at one place. Its mean over all places is ``strain``.

    A position that is kept (``settled``: the middle of the movement) is shared by the whole nerve,
    which creeps; what a joint adds to it is felt beside that joint first.
    """
    fresh = sum(
        (taken(lever, joints) - taken(lever, settled)) * (_nearness(lever.place, place) - 1)
        for lever in path.levers
    )
    return strain(path, joints) + NEARBY * fresh / path.length


def glide(path: NervePath, joints: Joints, start: Joints, place: float) -> float:
    """By how many mm the nerve at a place has glided along its bed, outwards positive.

    Of an elastic string held at both ends: what the joints passed have taken, it is drawn back by;
    its share of the whole strain, it is let out by.
    """
    let_out = (strain(path, joints) - strain(path, start)) * path.length * place
    passed = (lever for lever in path.levers if lever.place < place)
    return let_out - sum(taken(lever, joints) - taken(lever, start) for lever in passed)


@cache
def _nearness(centre: float, place: float) -> float:
    """A bell round a joint, whose mean over the nerve is 1."""
    total = sum(_bell(centre, (step + 0.5) / STEPS) for step in range(STEPS)) / STEPS
    return _bell(centre, place) / total


def _bell(centre: float, place: float) -> float:
    return exp(-(((place - centre) / REACH) ** 2) / 2)


def line(name: str, view: str, pose: Pose, places: Sequence[float]) -> list[Point]:
    """The nerve in a pose, at its own places: a place keeps its tissue however the body moves."""
    points = _points(PATHS[name], pose)
    knots = _knots(name, view)
    return [_on_curve(points, knots, place) for place in places]


def _points(path: NervePath, pose: Pose) -> list[Point]:
    return [_via(via, pose) for via in path.via if via.bone in pose.bones]


def _via(via: Via, pose: Pose) -> Point:
    near = pose.bones[via.bone].at(via.share, via.aside)
    if not via.until:
        return near
    beyond = pose.bones[via.until]
    far = beyond.at(0.0, via.until_aside)
    across = (near[0] + far[0]) / 2 - beyond.x, (near[1] + far[1]) / 2 - beyond.y
    out = abs(via.aside) / max(hypot(*across), 0.1)
    return beyond.x + across[0] * out, beyond.y + across[1] * out


@cache
def _knots(name: str, view: str) -> tuple[float, ...]:
    """The places of the way's points, by their distances in a body that stands straight."""
    channels = dict.fromkeys(_channels(), 0.0)
    points = _points(PATHS[name], VIEWS[view](channels, {}))
    steps = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    return tuple(each / sum(steps) for each in accumulate(steps, initial=0.0))


def _channels() -> tuple[str, ...]:
    joints = ("hip", "knee", "ankle", "shoulder", "elbow", "wrist", "abduction")
    sides = tuple(f"{which}_{joint}" for which in ("near", "far") for joint in joints)
    return ("hip_x", "hip_y", "turn", "lumbar", "thorax", "neck", "head", "lean", *sides)


def _on_curve(points: Sequence[Point], knots: Sequence[float], place: float) -> Point:
    """A place on the smooth curve through all points."""
    last = len(knots) - 2
    index = next((at for at in range(last) if place < knots[at + 1]), last)
    share = (place - knots[index]) / (knots[index + 1] - knots[index])
    before, here = points[max(index - 1, 0)], points[index]
    there, after = points[index + 1], points[min(index + 2, len(points) - 1)]
    x, y = (_spline(before[axis], here[axis], there[axis], after[axis], share) for axis in (0, 1))
    return x, y


def _spline(before: float, here: float, there: float, after: float, share: float) -> float:
    bend = 2 * before - 5 * here + 4 * there - after
    twist = 3 * (here - there) + after - before
    return here + 0.5 * share * (there - before + share * (bend + share * twist))
