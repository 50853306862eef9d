"""A figure in words, from the same angles as its picture."""

from typing import Final

from .figure import Figure
from .nerve import strain
from .nerve_paths import PATHS
from .words import (
    AND,
    DOES,
    HOLDS,
    MOVING,
    POSITIONS,
    SLIDES,
    THEN_BACK,
    TIGHTENS,
    Translate,
)

# A joint that turns by less is not seen to move.
SEEN: Final = 8.0
MOST: Final = 3
# The limb that a joint is said to move: a hip that bends as the trunk leans moves no leg.
JOINT_OF: Final = {
    **dict.fromkeys(("hip", "knee", "ankle"), "leg"),
    **dict.fromkeys(("shoulder", "abduction", "elbow", "wrist"), "arm"),
    **dict.fromkeys(("lumbar", "thorax"), "trunk"),
    **dict.fromkeys(("neck", "lean"), "head"),
}
# The share of the tint's whole scale from which a nerve is said to tighten.
TIGHTER: Final = 0.12


def text(figure: Figure, language: str = "en", translate: Translate = str) -> str:
    """Position, what moves and how, what the nerve does. ``translate`` sees each part."""
    position = translate(POSITIONS[figure.position])
    said = translate(MOVING).format(
        position=position, movements=_movements(figure, language, translate)
    )
    return " ".join([said, *(translate(each) for each in _ending(figure))])


def _movements(figure: Figure, language: str, translate: Translate) -> str:
    if figure.says is not None:
        return figure.says.get(language, figure.says["en"])
    *others, last = [translate(each) for each in movements(figure)]
    if not others:
        return last
    return translate(AND).format(first=", ".join(others), last=last)


def movements(figure: Figure) -> list[str]:
    """What each joint that moves does on the way out, the largest movement first."""
    start, end = figure.pose(0).joints, figure.pose(1).joints
    turns = {
        joint: end[joint] - start[joint]
        for joint in DOES
        if joint in end and JOINT_OF[joint.removeprefix("near_")] in _limbs(figure)
    }
    seen = sorted(
        (name for name in turns if abs(turns[name]) >= SEEN), key=lambda n: -abs(turns[n])
    )
    return [DOES[name][turns[name] < 0] for name in seen[:MOST]]


def _limbs(figure: Figure) -> set[str]:
    return {limb.rpartition("_")[2] for limb in figure.moving}


def tightens(figure: Figure) -> bool:
    path = PATHS[figure.nerve]
    risen = strain(path, figure.pose(1).joints) - strain(path, figure.pose(0).joints)
    return risen > TIGHTER * path.full


def _ending(figure: Figure) -> list[str]:
    ending = []
    if not figure.goes_round and (figure.says is None or figure.nerve):
        ending.append(HOLDS if figure.tempo.hold else THEN_BACK)
    if figure.nerve:
        ending.append(TIGHTENS if tightens(figure) else SLIDES)
    return ending
