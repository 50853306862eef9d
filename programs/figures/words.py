"""The words of a figure's alt text, in English; a translator sees each before it is filled in."""

from collections.abc import Callable, Mapping
from typing import Final

Translate = Callable[[str], str]


def _(text: str) -> str:
    """Mark a text for the translators."""
    return text


POSITIONS: Final[Mapping[str, str]] = {
    "back": _("lying on the back"),
    "side": _("lying on the side, seen from above"),
    "front": _("lying on the front"),
    "sitting": _("sitting upright on a chair"),
    "slumped": _("sitting slumped on a chair, with a round back"),
    "standing": _("standing"),
    "four_point": _("kneeling on hands and knees"),
    "bike": _("sitting on an exercise bike"),
    "water": _("standing in water"),
}
# Joint -> what it does when its angle rises, and when it falls.
DOES: Final[Mapping[str, tuple[str, str]]] = {
    "near_hip": (_("the thigh comes up"), _("the thigh goes back")),
    "near_knee": (_("the knee bends"), _("the knee straightens")),
    "near_ankle": (_("the toes come up"), _("the toes point away")),
    "neck": (_("the chin goes to the chest"), _("the head looks up")),
    "lean": (_("the head leans away"), _("the head comes upright")),
    "lumbar": (_("the low back rounds"), _("the low back hollows")),
    "thorax": (_("the upper back rounds"), _("the upper back straightens")),
    "near_shoulder": (_("the arm comes forward"), _("the arm goes back")),
    "near_abduction": (_("the arm comes out to the side"), _("the arm comes down")),
    "near_elbow": (_("the elbow bends"), _("the elbow straightens")),
    "near_wrist": (_("the wrist curls in"), _("the wrist bends back")),
}
MOVING: Final = _("Figure, {position}: {movements}.")
AND: Final = _("{first} and {last}")
THEN_BACK: Final = _("Then back to the start.")
HOLDS: Final = _("It stops at the end, then goes back to the start.")
SLIDES: Final = _("The nerve, drawn as a line, glides to and fro and is not pulled tight.")
TIGHTENS: Final = _("The nerve, drawn as a line, tightens from teal to amber and is let go again.")
