"""The ladder: which rung lies above, which below."""

from typing import Final

from programs.engine.history import Rung

LAST_STAGE: Final = 3
BOTTOM: Final = Rung(1, 1)

Ladder = tuple[int, int, int]


def above(rung: Rung, ladder: Ladder) -> Rung | None:
    """One step on, or None at the last step of the ladder."""
    stage, step = rung
    if step < ladder[stage - 1]:
        return Rung(stage, step + 1)
    return Rung(stage + 1, 1) if stage < LAST_STAGE else None


def below(rung: Rung, ladder: Ladder) -> Rung | None:
    """One step back (from x.1 the last step of the previous stage), or None at 1.1."""
    stage, step = rung
    if step > 1:
        return Rung(stage, step - 1)
    return Rung(stage - 1, ladder[stage - 2]) if stage > 1 else None


def first_step_below(rung: Rung) -> Rung | None:
    """The first step of the stage, or of the previous one if already there; None at 1.1."""
    stage, step = rung
    if step > 1:
        return Rung(stage, 1)
    return Rung(stage - 1, 1) if stage > 1 else None
