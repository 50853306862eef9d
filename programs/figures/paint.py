"""The colours of all figures, by day and by night, and the colour of a load."""

from collections.abc import Mapping
from typing import Final

# Role -> by day, by night.
PAINTS: Final[Mapping[str, tuple[str, str]]] = {
    "skin": ("#d2dadb", "#76898c"),
    "far": ("#b4c0c3", "#55666a"),
    "active": ("#abcbe0", "#9db9cc"),
    "shirt": ("#7fa39b", "#56786f"),
    "shirt-active": ("#4fa595", "#4d9485"),
    "cloth-active": ("#4a8296", "#477a8c"),
    "shirt-far": ("#6b9088", "#466359"),
    "cloth": ("#5c7f8a", "#3f5d68"),
    "cloth-far": ("#4c6b76", "#334d57"),
    "hair": ("#5a6b6c", "#2b393c"),
    "ear": ("#b4c3c4", "#64777a"),
    "prop": ("#e4dccd", "#4b493c"),
    "prop-deep": ("#cfc3ad", "#5d5646"),
    "soft": ("#f3ece0", "#36362e"),
    "floor": ("#dcd7cb", "#39382f"),
    "water": ("#9fd0de", "#2c6a7d"),
    "mark": ("#3c5a58", "#cfe3de"),
    "bead": ("#ffffff", "#ffffff"),
    "strap": ("#a5763f", "#c79a62"),
}
# So few colours that the file stays small; the browser blends from one to the next.
SHADES: Final = 20
CALM, WARM, TIGHT = (15, 158, 148), (236, 186, 60), (232, 104, 26)


def tint(load: float) -> str:
    """Teal at 0, amber at 1."""
    share = round(min(max(load, 0.0), 1.0) * SHADES) / SHADES * 2
    low, high = (CALM, WARM) if share < 1 else (WARM, TIGHT)
    share -= share >= 1
    mixed = (round(a + (b - a) * share) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{each:02x}" for each in mixed)


def rules(roles: frozenset[str], *, night: bool) -> str:
    """The paint of each role that is used; a bar is a stroke of it."""
    used = sorted((role, *pair) for role, pair in PAINTS.items() if role in roles)
    day = "".join(f".{role}{{fill:{by_day};stroke:{by_day}}}" for role, by_day, _ in used)
    dark = "".join(f".{role}{{fill:{by_night};stroke:{by_night}}}" for role, _, by_night in used)
    bars = "svg{stroke-width:0}.bar{fill:none;stroke-linecap:round;stroke-linejoin:round}"
    return f"{day}@media(prefers-color-scheme:dark){{{dark}}}{bars}" if night else day + bars
