"""A version's ladder as a plain value: to compare it, and to write the rows of a draft."""

from typing import NamedTuple

from programs.models import Prescription, ProgramVersion, Stage, Step


class Dose(NamedTuple):
    """One exercise of a step with its dose, the fields of a ``Prescription``."""

    exercise_id: int
    sets: int | None
    repetitions: int | None
    hold_seconds: int
    minutes: int | None
    note: str


class StepShape(NamedTuple):
    """A step, and what is done at it, in order."""

    title: str
    times_a_day: int
    days_a_week: int
    doses: tuple[Dose, ...]


class StageShape(NamedTuple):
    """A stage with its steps, first to last."""

    kind: str
    name: str
    note: str
    steps: tuple[StepShape, ...]


Ladder = tuple[StageShape, ...]


def shape(version: ProgramVersion) -> Ladder:
    """The ladder of a version that was loaded ``with_ladder``."""
    return tuple(
        StageShape(stage.kind, stage.name, stage.note, tuple(map(_step, stage.steps.all())))
        for stage in version.stages.all()
    )


def write(version: ProgramVersion, ladder: Ladder) -> None:
    """Store the rows of a draft's ladder. Raises ``ValidationError`` for a field off its scale."""
    for number, (kind, name, note, steps) in enumerate(ladder, start=1):
        stage = Stage(version=version, number=number, kind=kind, name=name, note=note)
        stage.clean_fields()
        stage.save()
        for place, step in enumerate(steps, start=1):
            _write_step(stage, place, step)


def _write_step(stage: Stage, number: int, shape: StepShape) -> None:
    title, times_a_day, days_a_week, doses = shape
    step = Step(
        stage=stage, number=number, title=title, times_a_day=times_a_day, days_a_week=days_a_week
    )
    step.clean_fields()
    step.save()
    for order, dose in enumerate(doses, start=1):
        prescription = Prescription(step=step, order=order, **dose._asdict())
        prescription.clean_fields()
        prescription.save()


def _step(step: Step) -> StepShape:
    doses = tuple(_dose(row) for row in step.prescriptions.all())
    return StepShape(step.title, step.times_a_day, step.days_a_week, doses)


def _dose(row: Prescription) -> Dose:
    return Dose(*(getattr(row, field) for field in Dose._fields))
