"""The picture of a chart: pain by day, how far it reached, and the step, as plain geometry.

Everything is a whole number of units of the drawing: a number with a decimal comma, as German
writes it, would break the SVG.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import ClassVar, NamedTuple

from portal.diary import Diary
from programs import engine
from programs.models import Assignment, MorningReport, Outcome, Session
from programs.services.moves import Place

LEFT, TOP, MARGIN, DAY, PAIN = 44, 24, 8, 32, 20
WORST = 10
DAYS = 28
STRIP = 24
FLOOR = TOP + WORST * PAIN
SITES_AT = FLOOR + 14
STEPS_AT = SITES_AT + STRIP + 6
DATES_AT = STEPS_AT + STRIP + 18


class Point(NamedTuple):
    x: int
    y: int


class Bout(NamedTuple):
    """One session: pain before, at its worst, and after."""

    before: Point
    peak: Point
    after: Point
    says: str


class Mark(NamedTuple):
    at: Point
    says: str


class Cell(NamedTuple):
    """A rectangle of a strip, with what it says."""

    x: int
    width: int
    says: str

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


class Limit(NamedTuple):
    """Peak pain over some days: fine up to ``target``, too much above ``maximum``."""

    x: int
    width: int
    target: int
    maximum: int

    @property
    def end(self) -> int:
        return self.x + self.width

    @property
    def fine_height(self) -> int:
        return FLOOR - self.target


class TableRow(NamedTuple):
    """One day in numbers."""

    day: date
    place: str
    mornings: tuple[MorningReport, ...]
    sessions: tuple[Session, ...]
    site: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All that the template draws."""

    width: int
    height: int
    levels: tuple[tuple[int, int], ...]
    dates: tuple[tuple[date, int], ...]
    limits: tuple[Limit, ...]
    bouts: tuple[Bout, ...]
    mornings: tuple[Mark, ...]
    # Lines between the mornings of days that follow each other: over a gap nothing is drawn.
    morning_lines: tuple[tuple[Point, Point], ...]
    sites: tuple[Cell, ...]
    steps: tuple[Cell, ...]
    flags: tuple[Mark, ...]
    rows: tuple[TableRow, ...]

    # Where things stand, for the template.
    left: ClassVar[int] = LEFT
    floor: ClassVar[int] = FLOOR
    strip: ClassVar[int] = STRIP
    sites_at: ClassVar[int] = SITES_AT
    steps_at: ClassVar[int] = STEPS_AT
    dates_at: ClassVar[int] = DATES_AT

    @property
    def right(self) -> int:
        return self.width - MARGIN

    @property
    def empty(self) -> bool:
        return not (self.bouts or self.mornings)


def draw(diary: Diary, assignment: Assignment) -> Picture:
    days = [diary.first + timedelta(days=n) for n in range(DAYS)]
    # A young program leaves the days before it empty, so that a day is always as wide.
    lived = [day for day in days if day >= assignment.started_on]
    begins = _x(lived[0], diary.first) if lived else LEFT
    sessions = _by_day(entry for entry in diary.sessions if not entry.superseded)
    mornings = _by_day(entry for entry in diary.mornings if entry.in_time and not entry.superseded)
    places = _places(diary, assignment, lived)
    marks = [_morning(report, diary.first) for of_day in mornings.values() for report in of_day]
    return Picture(
        width=LEFT + DAYS * DAY + MARGIN,
        height=DATES_AT + 8,
        levels=tuple((level, _y(level)) for level in range(0, WORST + 1, 2)),
        dates=tuple(_dates(days)),
        limits=tuple(_limits(assignment, places, begins)),
        bouts=tuple(_bouts(sessions, diary.first)),
        mornings=tuple(marks),
        morning_lines=tuple(_lines(marks)),
        sites=tuple(_sites(sessions, mornings, days)),
        steps=tuple(_runs([f"{stage}.{step}" for stage, step in places], begins)),
        flags=tuple(_flags(diary)),
        rows=tuple(
            TableRow(
                day,
                "{}.{}".format(*place),
                tuple(mornings[day]),
                tuple(sessions[day]),
                _furthest(sessions[day], mornings[day]),
            )
            for day, place in reversed(list(zip(lived, places, strict=True)))
            if sessions[day] or mornings[day]
        ),
    )


def _by_day(entries: Iterator) -> defaultdict[date, list]:
    days: defaultdict[date, list] = defaultdict(list)
    for entry in entries:
        days[entry.day].append(entry)
    return days


def _places(diary: Diary, assignment: Assignment, days: Sequence[date]) -> list[Place]:
    """The step of each day: where the first decision found the patient, then move by move."""
    moves = [
        *(row for row in diary.reviews if row.outcome == Outcome.MOVED),
        *(row for row in diary.events if row.to_stage),
    ]
    moved = {row.day: (row.to_stage, row.to_step) for row in sorted(moves, key=lambda row: row.at)}
    known = sorted([*diary.reviews, *moves], key=lambda row: row.at)
    place = (known[0].from_stage, known[0].from_step) if known else None
    place = place or (assignment.stage, assignment.step)
    places = []
    for day in days:
        place = moved.get(day, place)
        places.append(place)
    return places


def _y(pain: int) -> int:
    return FLOOR - pain * PAIN


def _x(day: date, first: date) -> int:
    return LEFT + (day - first).days * DAY


def _bouts(sessions: dict[date, list[Session]], first: date) -> Iterator[Bout]:
    for day, of_day in sessions.items():
        half = DAY // (2 * (len(of_day) + 1))
        for number, session in enumerate(of_day, start=1):
            x = _x(day, first) + 2 * half * number
            yield Bout(
                Point(x - half + 2, _y(session.pain_before)),
                Point(x, _y(session.pain_peak)),
                Point(x + half - 2, _y(session.pain_after)),
                f"{session.pain_before} → {session.pain_peak} → {session.pain_after}",
            )


def _morning(report: MorningReport, first: date) -> Mark:
    return Mark(Point(_x(report.day, first), _y(report.pain)), str(report.pain))


def _lines(marks: Sequence[Mark]) -> Iterator[tuple[Point, Point]]:
    points = sorted(mark.at for mark in marks)
    for left, right in pairwise(points):
        if right.x - left.x == DAY:
            yield left, right


def _furthest(sessions: list[Session], mornings: list[MorningReport]) -> int | None:
    told = [max(session.site_before, session.site_after) for session in sessions]
    return max([*told, *(report.site for report in mornings)], default=None)


def _sites(sessions, mornings, days: Sequence[date]) -> Iterator[Cell]:
    for day in days:
        site = _furthest(sessions[day], mornings[day])
        if site is not None:
            yield Cell(_x(day, days[0]), DAY, str(site))


def _runs(names: Sequence[str], begins: int) -> Iterator[Cell]:
    """One cell for each run of days with the same name."""
    start = 0
    for end in range(1, len(names) + 1):
        if end == len(names) or names[end] != names[start]:
            yield Cell(begins + start * DAY, (end - start) * DAY, names[start])
            start = end


def _limits(assignment: Assignment, places: Sequence[Place], begins: int) -> Iterator[Limit]:
    rules = assignment.rule_set.rule_set()
    irritability = engine.Irritability(assignment.irritability)
    for run in _runs([str(stage) for stage, _step in places], begins):
        limits = engine.limits(int(run.says), irritability, rules)
        yield Limit(run.x, run.width, _y(limits.target), _y(limits.maximum))


def _dates(days: Sequence[date]) -> Iterator[tuple[date, int]]:
    """Every Monday is named; the others stand between."""
    return ((day, _x(day, days[0])) for day in days if day.weekday() == 0)


def _flags(diary: Diary) -> Iterator[Mark]:
    for flag in diary.flags:
        yield Mark(Point(_x(flag.day, diary.first) + DAY // 2, TOP), flag.tier)
