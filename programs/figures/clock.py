"""When a figure is where: the moments that are drawn, and the CSS animations through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .figure import Figure, eased

WAY_STEPS: Final = 7
ROUND_STEPS: Final = 20


@dataclass(frozen=True, slots=True)
class Moment:
    """``at``: the share of one run of the animation; ``phase``: of the movement."""

    at: float
    phase: float


@dataclass(frozen=True, slots=True)
class Clock:
    """One run is a way with half a rest before and half a hold after; the next one goes back."""

    seconds: float
    moments: tuple[Moment, ...]
    goes_round: bool

    @classmethod
    def of(cls, figure: Figure) -> "Clock":
        tempo = figure.tempo
        if figure.goes_round:
            steps = [each / ROUND_STEPS for each in range(ROUND_STEPS + 1)]
            return cls(tempo.move, tuple(Moment(each, each) for each in steps), True)
        seconds = tempo.rest / 2 + tempo.move + tempo.hold / 2
        moments = [
            Moment((tempo.rest / 2 + step * tempo.move) / seconds, eased(step))
            for step in (each / WAY_STEPS for each in range(WAY_STEPS + 1))
        ]
        return cls(seconds, tuple(moments), False)

    @property
    def rule(self) -> str:
        """How all animations of the figure run."""
        direction = "" if self.goes_round else " alternate"
        return f"{self.seconds:.2f}s linear infinite{direction}"

    def keyframes(self, name: str, states: Sequence[str]) -> str:
        """A CSS animation through the states of all moments."""
        return f"@keyframes {name}{{{''.join(self._frames(states))}}}"

    def _frames(self, states: Sequence[str]) -> list[str]:
        last = len(states) - 1
        frames = []
        for index, (moment, state) in enumerate(zip(self.moments, states, strict=True)):
            stop = f"{moment.at * 100:.1f}".removesuffix(".0") + "%"
            # The rest at the start and the hold at the end.
            if index == 0 and moment.at > 0:
                stop = f"0%,{stop}"
            if index == last and moment.at < 1:
                stop = f"{stop},to"
            frames.append(f"{stop}{{{state}}}")
        return frames
