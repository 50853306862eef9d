"""A figure as data: what its file says, checked, and the body at any moment of its movement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, pi
from pathlib import Path
from typing import Final

from programs.content.node import SHIPPED, Node, Text, read

from .body import LIMITS
from .nerve_paths import PATHS
from .pose import SIDES, VIEWS, Hold, Pose
from .words import POSITIONS

FOLDER: Final = "figures"
KEYS: Final = (
    "languages",
    "view",
    "position",
    "camera",
    "tempo",
    "way",
    "far_shift",
    "props",
    "moving",
    "holds",
    "nerve",
    "says",
    "stops",
)
PLACES: Final = ("hip_x", "hip_y", "turn", "palm", "belly")
ANGLES: Final = ("lumbar", "thorax", "neck", "head", "lean", "roll")
OF_A_SIDE: Final = (
    *("hip", "knee", "ankle", "shoulder", "abduction", "elbow", "wrist", "open", "slide"),
    *("foot_x", "foot_y", "foot_pitch", "hand_x", "hand_y", "hand_pitch"),
)
CHANNELS: Final = frozenset(
    (*PLACES, *ANGLES, *(f"{which}_{name}" for which in SIDES for name in OF_A_SIDE))
)
# A joint that no stop names is straight. A planted place has no such rest.
STRAIGHT: Final = {
    name: 0.0 for name in CHANNELS if name in (*ANGLES, "turn") or name.split("_", 1)[-1] in LIMITS
}
# There and back between stops with a soft start and end; or round and round without a stop.
BACK, ROUND = "there and back", "round"
WAYS: Final = (BACK, ROUND)


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds: of one way, of the hold at its end, of the rest at its start."""

    move: float
    hold: float
    rest: float


@dataclass(frozen=True, slots=True)
class Prop:
    """A thing around the body: its kind, and its numbers in cm or its bones."""

    kind: str
    arguments: tuple[float | str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """``camera``: left edge, lower edge and width of what is seen, in cm.

    ``moving`` names the limbs to be emphasised. ``stops``: the channels at equal steps of the way.
    """

    key: str
    view: str
    position: str
    camera: tuple[float, float, float]
    tempo: Tempo
    way: str
    far_shift: float
    props: tuple[Prop, ...]
    moving: tuple[str, ...]
    holds: Mapping[str, Hold]
    nerve: str
    says: Text | None
    stops: tuple[Mapping[str, float], ...]

    @property
    def goes_round(self) -> bool:
        return self.way == ROUND

    def pose(self, phase: float) -> Pose:
        """The body at a phase: 0 the start; 1 the far end or, going round, the start again."""
        return VIEWS[self.view](self.channels(phase), self.holds)

    def channels(self, phase: float) -> dict[str, float]:
        """Every channel. What a file says of the near side alone holds for the far side, too."""
        near = self._between(phase)
        shifted = self._between((phase + self.far_shift) % 1) if self.far_shift else near
        far = {
            name.replace("near_", "far_"): value
            for name, value in shifted.items()
            if name.startswith("near_") and not self._placed_otherwise(name)
        }
        return STRAIGHT | far | near

    def _placed_otherwise(self, near: str) -> bool:
        """Whether the far limb of a planted near one has angles of its own."""
        limb, _, rest = near.partition("_")[2].partition("_")
        joints = {"foot": ("hip", "knee"), "hand": ("shoulder", "elbow")}.get(limb, ())
        return bool(rest) and any(f"far_{joint}" in self.stops[0] for joint in joints)

    def _between(self, phase: float) -> dict[str, float]:
        last = len(self.stops) if self.goes_round else len(self.stops) - 1
        place = min(max(phase, 0.0), 1.0) * last
        index = min(int(place), last - 1)
        share = place - index
        return {name: self._blend(name, index, share) for name in self.stops[0]}

    def _blend(self, name: str, index: int, share: float) -> float:
        """Straight going round, where a foot keeps pace with the floor; else a smooth curve."""
        here, there = self._stop(index)[name], self._stop(index + 1)[name]
        if self.goes_round or len(self.stops) == 2:
            return here + (there - here) * share
        before, after = self._stop(index - 1)[name], self._stop(index + 2)[name]
        leave, arrive = (there - before) / 2, (after - here) / 2
        return (
            here * (1 + 2 * share) * (1 - share) ** 2
            + leave * share * (1 - share) ** 2
            + there * share**2 * (3 - 2 * share)
            + arrive * share**2 * (share - 1)
        )

    def _stop(self, index: int) -> Mapping[str, float]:
        if self.goes_round:
            return self.stops[index % len(self.stops)]
        return self.stops[min(max(index, 0), len(self.stops) - 1)]


def eased(share: float) -> float:
    """How far along one is after a share of the time: slow, quicker, slow."""
    return (1 - cos(pi * share)) / 2


@cache
def known_keys(root: Path = SHIPPED) -> tuple[str, ...]:
    """The keys of all shipped figures."""
    return tuple(sorted(path.stem for path in (root / FOLDER).glob("*.json")))


@cache
def load(key: str, root: Path = SHIPPED) -> Figure:
    """Read and check a figure. Raises ``ContentError`` with the file and the key, ``KeyError``."""
    if key not in known_keys(root):
        raise KeyError(key)
    top = read(f"{FOLDER}/{key}.json", root).only(*KEYS)
    return Figure(
        key=key,
        view=top.at("view").one_of(VIEWS),
        position=top.at("position").one_of(POSITIONS),
        camera=_camera(top.at("camera")),
        tempo=_tempo(top.at("tempo")),
        way=top.at("way").one_of(WAYS) if top.has("way") else BACK,
        far_shift=_number(top.at("far_shift")) if top.has("far_shift") else 0.0,
        props=tuple(_props(top)),
        moving=tuple(each.string() for each in top.at("moving").each()),
        holds=_holds(top),
        nerve=top.at("nerve").one_of(PATHS) if top.has("nerve") else "",
        says=top.at("says").text() if top.has("says") else None,
        stops=_stops(top.at("stops")),
    )


def _number(node: Node) -> float:
    if isinstance(node.value, bool) or not isinstance(node.value, int | float):
        raise node.refuse("must be a number")
    return float(node.value)


def _camera(node: Node) -> tuple[float, float, float]:
    left, bottom, width = (_number(each) for each in node.each())
    return (left, bottom, width)


def _tempo(node: Node) -> Tempo:
    node.only("move", "hold", "rest")
    return Tempo(*(_number(node.at(name)) for name in ("move", "hold", "rest")))


def _props(top: Node) -> Iterable[Prop]:
    if not top.has("props"):
        return
    for node in top.at("props").each():
        kind, *arguments = node.each()
        yield Prop(kind.string(), tuple(_argument(each) for each in arguments))


def _argument(node: Node) -> float | str:
    return node.string() if isinstance(node.value, str) else _number(node)


def _holds(top: Node) -> dict[str, Hold]:
    if not top.has("holds"):
        return {}
    found = {}
    for hand, node in top.at("holds").members():
        on, share, aside = node.each()
        found[hand] = Hold(on.string(), _number(share), _number(aside))
    return found


def _stops(listed: Node) -> tuple[Mapping[str, float], ...]:
    """The first stop names every channel that is used; a later one only what has changed."""
    found: list[dict[str, float]] = []
    for node in listed.each():
        given = {name: _number(each) for name, each in node.members()}
        if unknown := sorted(given.keys() - (found[0].keys() if found else CHANNELS)):
            raise node.refuse(f"unknown channel {unknown[0]}, or not in the first stop")
        found.append((found[-1] if found else {}) | given)
    if len(found) < 2:
        raise listed.refuse("must be two at least: a start and an end")
    return tuple(found)
