"""A version's ladder as the pages show it: stages, steps, doses, in one query."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from programs.models import Prescription, ProgramVersion
from programs.services.moves import Place


@dataclass(frozen=True, slots=True)
class Rung:
    """One step with what is done at it."""

    stage: int
    step: int
    title: str
    times_a_day: int
    days_a_week: int
    prescriptions: tuple[Prescription, ...]

    @property
    def name(self) -> str:
        return f"{self.stage}.{self.step}"

    @property
    def place(self) -> Place:
        return self.stage, self.step


@dataclass(frozen=True, slots=True)
class StageOfLadder:
    number: int
    name: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """All stages of one version, lowest first."""

    stages: tuple[StageOfLadder, ...]

    def __iter__(self) -> Iterator[Rung]:
        return (rung for stage in self.stages for rung in stage.rungs)

    def at(self, place: Place) -> Rung:
        return next(rung for rung in self if rung.place == place)

    def below(self, place: Place) -> Rung:
        """The step below; at the bottom, the bottom."""
        rungs = list(self)
        return rungs[max([rung.place for rung in rungs].index(place) - 1, 0)]

    def choices(self, first: tuple[str, str] | None = None) -> list:
        """The steps for a select, by stage, after ``first``."""
        groups = [
            (
                f"{stage.number} {stage.name}",
                [(rung.name, f"{rung.name} {rung.title}") for rung in stage.rungs],
            )
            for stage in self.stages
        ]
        return [first, *groups] if first else groups


def ladder_of(version: ProgramVersion) -> Ladder:
    """Read a version's ladder; every step of it has something to do."""
    rows = (
        Prescription.objects.filter(step__stage__version=version)
        .select_related("exercise", "step__stage")
        .order_by("step__stage__number", "step__number", "order")
    )
    stages = groupby(rows, key=lambda row: row.step.stage)
    return Ladder(tuple(_stage(stage, list(of_stage)) for stage, of_stage in stages))


def _stage(stage, rows: list[Prescription]) -> StageOfLadder:
    steps = groupby(rows, key=lambda row: row.step)
    rungs = tuple(_rung(stage.number, step, tuple(of_step)) for step, of_step in steps)
    return StageOfLadder(stage.number, stage.name, rungs)


def _rung(stage: int, step, prescriptions: tuple[Prescription, ...]) -> Rung:
    return Rung(stage, step.number, step.title, step.times_a_day, step.days_a_week, prescriptions)
