"""A small model of an irritated nerve: for plausible diaries, not for predicting anybody.

Load above what the nerve is used to hurts at once a little and overnight more; load near it
makes it used to more. All numbers are made up to look like the diaries of real courses.
"""

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

PAIN_MAX, SITE_MAX = 10, 5
# How much a step asks of the nerve: sliders a little more than movement, tensioners far more.
LOADS = {
    1: (1.0, 1.4, 1.8, 2.2),
    2: (2.4, 2.7, 3.0, 3.4),
    3: (4.0, 4.4, 4.8, 5.3),
}
# Of what flared up, this much is left a day later.
FLARE_LEFT = 0.35
POOR_SLEEP_HURTS = 0.6


class Bout(NamedTuple):
    """What one bout of exercise felt like."""

    pain_before: int
    pain_peak: int
    pain_after: int
    site_before: int
    site_after: int
    settle_minutes: int


@dataclass(slots=True, kw_only=True)
class Nerve:
    """One patient's nerve: ``pain`` at rest, and ``capacity``, the load that it is used to."""

    pain: float
    capacity: float
    irritability: float = 1.0
    heals: float = 0.03
    adapts: float = 0.35
    latent: float = 0.8
    reach: int = 3
    # Whether a flare-up sends the pain further down the leg.
    spreads: bool = True
    flare: float = 0.0
    # What today leaves for the night: the greatest load, and what came on top of it.
    load: float = 0.0
    coming: float = 0.0

    def at_rest(self, rng: Random) -> int:
        return _on_scale(self.pain + self.flare + rng.gauss(0, 0.3), PAIN_MAX)

    def site(self) -> int:
        """How far down the pain reaches: further while it is flared up, nowhere without pain."""
        if self.pain + self.flare < 0.5:
            return 0
        return min(self.reach + (self.spreads and self.flare >= 2), SITE_MAX)

    def exercise(self, load: float, before: int, rng: Random) -> Bout:
        """Do a bout with this much pain before, and remember what it leaves for the night."""
        strain = self.irritability * max(load - self.capacity, 0)
        peak = _on_scale(before + 0.3 + strain + rng.random() * 0.7, PAIN_MAX)
        after = min(_on_scale(before + strain * 0.5, PAIN_MAX), peak)
        self.load = max(self.load, load)
        self.coming = max(self.coming, self.latent * strain)
        site = self.site()
        return Bout(
            before, peak, after, site, min(site + (strain > 1.2), SITE_MAX), 5 + round(strain * 15)
        )

    def overdo(self, much: float) -> None:
        """Garden, drive or lift too long: nerve pain that arrives in the night."""
        self.coming += much

    def sleep(self, *, poorly: bool) -> None:
        """Let a night pass: flare up or settle, get used to the day's load, heal a little."""
        self.flare = self.flare * FLARE_LEFT + self.coming + poorly * POOR_SLEEP_HURTS
        if self.load:
            self.capacity += self.adapts * max(self.load - self.capacity + 0.3, 0)
            self.pain *= 1 - self.heals
        self.load = self.coming = 0.0


def load_of(place: tuple[int, int], share: float = 1.0) -> float:
    """The load of a step, at a share of its dose."""
    stage, step = place
    return LOADS[stage][step - 1] * (0.6 + 0.4 * share)


def _on_scale(value: float, top: int) -> int:
    return max(0, min(round(value), top))
