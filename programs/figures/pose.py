"""A body at one moment: every bone's place and every joint's angle, from the channels of a figure.

A channel is one number: a joint's angle (``near_knee``), the place of the hips (``hip_x``), or
where a foot or a hand is planted (``near_foot_x``), from which the joints between then follow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, radians, sin, sqrt
from typing import Final

from .body import (
    FOOT,
    FOREARM,
    HAND,
    HEAD,
    LUMBAR,
    NECK,
    PELVIS,
    SHANK,
    THIGH,
    THORAX,
    UPPER_ARM,
    Placed,
    bone,
    reach,
    turned,
)

Channels = Mapping[str, float]
Point = tuple[float, float]
SIDES: Final = ("near", "far")
# From the front: half the distance of the hips and of the shoulders, and half a hand's room.
HIP_APART: Final = 8.5
SHOULDER_APART: Final = 17.0
# How high the knees stand above the floor in crook lying, and how far along they are from above.
CROOK_ALONG: Final = 29.0
CROOK_HEIGHT: Final = sqrt(THIGH**2 - CROOK_ALONG**2)


@dataclass(frozen=True, slots=True)
class Hold:
    """A hand that rests on a bone: which, how far along it, and how far beside its middle."""

    bone: str
    share: float
    aside: float


@dataclass(slots=True)
class Pose:
    """``misses``: by how many cm a planted hand or foot fell short of its place."""

    bones: dict[str, Placed] = field(default_factory=dict)
    joints: dict[str, float] = field(default_factory=dict)
    misses: dict[str, float] = field(default_factory=dict)


def side(channels: Channels, holds: Mapping[str, Hold]) -> Pose:
    """Seen from the side; upright, the body looks to the right. ``turn`` tips it backwards."""
    pose = Pose()
    _spine(pose, channels)
    for which in SIDES:
        _leg(pose, channels, which)
    for which in SIDES:
        _arm(pose, channels, which, holds.get(f"{which}_hand"))
    return pose


def _spine(pose: Pose, channels: Channels) -> None:
    """Lay the spine from the hips up; its bends are shared out over five bones."""
    lumbar, thorax = channels["lumbar"], channels["thorax"]
    neck, head = channels["neck"], channels["head"]
    angle, start = 90 + channels["turn"], (channels["hip_x"], channels["hip_y"])
    chain = (
        ("pelvis", PELVIS, 0.0),
        ("lumbar_low", LUMBAR, lumbar / 2),
        ("lumbar_high", LUMBAR, lumbar / 2),
        ("thorax_low", THORAX, thorax / 2),
        ("thorax_high", THORAX, thorax / 2),
        ("neck", NECK, neck),
        ("head", HEAD, head),
    )
    for name, length, bend in chain:
        angle -= bend
        pose.bones[name] = bone(start, angle, length)
        start = pose.bones[name].end
    breath = pose.bones["lumbar_low"].at(1.0, -channels.get("belly", 0.0))
    pose.bones["belly"] = bone(breath, pose.bones["lumbar_low"].angle, LUMBAR)
    pose.joints |= {"lumbar": lumbar, "thorax": thorax, "neck": neck, "head": head}


def _leg(pose: Pose, channels: Channels, which: str) -> None:
    pelvis = pose.bones["pelvis"]
    hip = (pelvis.x, pelvis.y)
    straight = pelvis.angle - 180
    if f"{which}_foot_x" in channels:
        goal = (channels[f"{which}_foot_x"], channels[f"{which}_foot_y"])
        found = reach(hip, goal, THIGH, SHANK, bends=-1)
        thigh, knee = found.angle, found.bend
        foot = channels[f"{which}_foot_pitch"]
        pose.misses[f"{which}_foot"] = found.miss
    else:
        thigh, knee = straight + channels[f"{which}_hip"], channels[f"{which}_knee"]
        foot = thigh - knee + 90 + channels[f"{which}_ankle"]
    _lay(pose, which, ("thigh", "shank", "foot"), hip, (thigh, thigh - knee, foot))
    pose.joints |= {
        f"{which}_hip": turned(thigh - straight),
        f"{which}_knee": knee,
        f"{which}_ankle": turned(foot - (thigh - knee) - 90),
    }


def _arm(pose: Pose, channels: Channels, which: str, hold: Hold | None) -> None:
    chest = pose.bones["thorax_high"]
    shoulder, straight = chest.at(0.72, -1.0), chest.angle - 180
    palm = channels.get("palm", 1.0)
    seen = cos(radians(channels.get(f"{which}_open", 0.0)))
    goal = _goal(pose, channels, which, hold)
    if goal is not None:
        found = reach(shoulder, goal, UPPER_ARM * seen, FOREARM * seen, bends=1)
        upper, elbow = found.angle, found.bend
        pose.misses[f"{which}_hand"] = found.miss
    else:
        upper, elbow = straight + channels[f"{which}_shoulder"], channels[f"{which}_elbow"]
    forearm = upper + elbow
    pitch = f"{which}_hand_pitch"
    wrist = channels.get(f"{which}_wrist", 0.0)
    hand = channels[pitch] if pitch in channels else forearm + palm * wrist
    _lay(pose, which, ("upper_arm", "forearm", "hand"), shoulder, (upper, forearm, hand), seen)
    pose.joints |= {
        f"{which}_shoulder": turned(upper - straight),
        f"{which}_elbow": elbow,
        f"{which}_wrist": palm * turned(hand - forearm),
    }


def _goal(pose: Pose, channels: Channels, which: str, hold: Hold | None) -> Point | None:
    if hold is not None:
        slid = channels.get(f"{which}_slide", 0.0)
        return pose.bones[hold.bone].at(hold.share + slid, hold.aside)
    if f"{which}_hand_x" in channels:
        return (channels[f"{which}_hand_x"], channels[f"{which}_hand_y"])
    return None


LENGTHS: Final = {
    "thigh": THIGH,
    "shank": SHANK,
    "foot": FOOT,
    "upper_arm": UPPER_ARM,
    "forearm": FOREARM,
    "hand": HAND,
}


def _lay(
    pose: Pose,
    which: str,
    names: tuple[str, ...],
    start: Point,
    angles: tuple[float, ...],
    stretch: float = 1.0,
) -> None:
    for name, angle in zip(names, angles, strict=True):
        placed = bone(start, angle, LENGTHS[name], stretch)
        pose.bones[f"{which}_{name}"] = placed
        start = placed.end


def front(channels: Channels, holds: Mapping[str, Hold]) -> Pose:
    """Seen from the front; the near arm is on the right of the picture. ``turn`` lays it down."""
    pose = Pose()
    up = 90 + channels["turn"]
    trunk = bone((channels["hip_x"], channels["hip_y"]), up, 50.0)
    pose.bones["trunk"] = trunk
    lean = channels["lean"]
    pose.bones["neck"] = bone(trunk.end, up + lean * 0.4, NECK)
    pose.bones["head"] = bone(pose.bones["neck"].end, up + lean, HEAD)
    pose.joints["lean"] = lean
    for which, outward in (("near", -1), ("far", 1)):
        _front_arm(pose, channels, which, outward)
        _front_leg(pose, channels, which, outward)
    return pose


def _front_arm(pose: Pose, channels: Channels, which: str, outward: int) -> None:
    trunk = pose.bones["trunk"]
    names = ("abduction", "elbow", "wrist")
    abduction, elbow, wrist = (channels[f"{which}_{name}"] for name in names)
    upper = trunk.angle + 180 - outward * abduction
    forearm = upper - outward * elbow
    hand = forearm - outward * wrist
    shoulder = trunk.at(0.88, outward * SHOULDER_APART)
    _lay(pose, which, ("upper_arm", "forearm", "hand"), shoulder, (upper, forearm, hand))
    pose.joints |= {
        f"{which}_abduction": abduction,
        f"{which}_elbow": elbow,
        f"{which}_wrist": wrist,
    }


def _front_leg(pose: Pose, channels: Channels, which: str, outward: int) -> None:
    """Straight down; with ``roll`` the knees stand up towards the viewer and roll to a side."""
    trunk = pose.bones["trunk"]
    hip, down = trunk.at(0.0, outward * HIP_APART), trunk.angle + 180
    if "roll" not in channels:
        _lay(pose, which, ("thigh", "shank"), hip, (down, down))
        return
    roll = channels["roll"]
    knee = trunk.at(-CROOK_ALONG / trunk.length, outward * 6.0 - CROOK_HEIGHT * sin(radians(roll)))
    ankle = trunk.at(-2 * CROOK_ALONG / trunk.length, outward * 6.0)
    pose.bones[f"{which}_thigh"] = _between(hip, knee, THIGH)
    pose.bones[f"{which}_shank"] = _between(knee, ankle, SHANK)
    pose.bones[f"{which}_foot"] = bone(ankle, down, FOOT, 0.7)
    pose.joints["roll"] = roll


def _between(start: Point, end: Point, length: float) -> Placed:
    found = reach(start, end, length, length, bends=1)
    distance = sqrt((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2)
    return bone(start, found.angle + found.bend / 2, length, distance / length)


VIEWS: Final = {"side": side, "front": front}
