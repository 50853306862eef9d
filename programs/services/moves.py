"""Places on the ladder, and an assignment's way to another of them by a person's hand."""

from datetime import date

from programs.models import Assignment, ProgramVersion, Step

Place = tuple[int, int]


def places(version: ProgramVersion) -> list[Place]:
    """Every (stage, step) of a version, lowest first. One query."""
    steps = Step.objects.filter(stage__version=version).order_by("stage__number", "number")
    return list(steps.values_list("stage__number", "number"))


def one_back(assignment: Assignment) -> Place:
    """The step below; at the bottom, the bottom."""
    ladder = places(assignment.version)
    return ladder[max(ladder.index((assignment.stage, assignment.step)) - 1, 0)]


def put(assignment: Assignment, place: Place, *, day: date) -> None:
    """Stand the assignment on a place, from ``day`` on. The caller saves."""
    if place[0] != assignment.stage:
        assignment.stage_since = day
    assignment.stage, assignment.step = place
    assignment.since = day


PLACE_FIELDS = ["stage", "step", "since", "stage_since"]
