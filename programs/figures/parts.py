"""What is drawn on which bone, from the back to the front."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

LEG: Final = ("foot", "shank", "thigh")
ARM: Final = ("hand", "forearm", "upper_arm")
WORN: Final = {"thigh": ("shorts", "cloth"), "upper_arm": ("sleeve", "shirt")}
ACTIVE: Final = {"shirt": "shirt-active", "cloth": "cloth-active"}


@dataclass(frozen=True, slots=True)
class Part:
    """A bone with its shapes, each with its paint; ``limb`` as a figure's ``moving`` names it."""

    bone: str
    limb: str
    shapes: tuple[tuple[str, str], ...]


def limb(which: str, name: str, moving: Collection[str]) -> Iterator[Part]:
    """A leg or an arm, from its end inwards, so that each bone covers the next one's end."""
    own = f"{which}_{name}"
    skin = "active" if own in moving else "skin" if which == "near" else "far"
    for bone in LEG if name == "leg" else ARM:
        yield Part(f"{which}_{bone}", own, ((bone, skin), *_cloth(bone, which, moving)))


def _cloth(bone: str, which: str, moving: Collection[str]) -> Iterator[tuple[str, str]]:
    """What is worn on a bone, in the paint of the trunk on this side."""
    if bone in WORN:
        shape, role = WORN[bone]
        near = ACTIVE[role] if "trunk" in moving else role
        yield shape, near if which == "near" else f"{role}-far"


def trunk(view: str, moving: Collection[str]) -> Iterator[Part]:
    """Neck, head and trunk. A head keeps its paint; a trunk that moves has a clearer one."""
    for part in TRUNK if view == "side" else FRONT_TRUNK:
        if part.limb in moving:
            shapes = tuple((shape, ACTIVE.get(role, role)) for shape, role in part.shapes)
            yield Part(part.bone, part.limb, shapes)
        else:
            yield part


TRUNK: Final = (
    Part("neck", "head", (("neck", "skin"),)),
    Part("head", "head", (("head", "skin"), ("hair", "hair"), ("ear", "ear"))),
    Part("belly", "trunk", (("belly", "shirt"),)),
    Part("lumbar_low", "trunk", (("lumbar", "shirt"),)),
    Part("pelvis", "trunk", (("pelvis", "cloth"),)),
    Part("lumbar_high", "trunk", (("lumbar", "shirt"),)),
    Part("thorax_low", "trunk", (("thorax", "shirt"),)),
    Part("thorax_high", "trunk", (("chest", "shirt"),)),
)
FRONT_TRUNK: Final = (
    Part("neck", "head", (("neck", "skin"),)),
    Part("trunk", "trunk", (("trunk", "shirt"), ("hips", "cloth"))),
    Part("head", "head", (("face", "skin"), ("face_hair", "hair"))),
)
# The spine's bones have their front on the right: their outlines are drawn the other way round.
MIRRORED: Final = frozenset(
    ("pelvis", "lumbar", "belly", "thorax", "chest", "neck", "head", "hair", "ear")
)
