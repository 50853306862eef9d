"""Puts the shipped exercises, program and rules into the database; says which are the defaults."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.models import Clinic
from programs.content.node import SHIPPED, SOURCE_LANGUAGE, Node, read
from programs.models import (
    Exercise,
    Pathway,
    Program,
    ProgramVersion,
    RuleSetVersion,
    StageKind,
)

from . import ladders

DEFAULT_PROGRAM = "sciatic-graded-exposure"
EXERCISE_WORDS = ("name", "start", "movement", "cue")
MOST = 10_000


class NotInstalled(Exception):
    """The shipped content is not in the database yet."""

    def __init__(self) -> None:
        super().__init__("Run manage.py library first: it installs the shipped program and rules.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What an installation added: nothing when all was there."""

    exercises: tuple[Exercise, ...]
    version: ProgramVersion | None
    rule_set: RuleSetVersion | None


def install(*, now: datetime, root: Path = SHIPPED) -> Installed:
    """Bring the database up to the files, in one transaction. Twice changes nothing.

    Nothing is edited: a changed exercise becomes its next revision, a changed program its next
    published version, and patients stay with the one they were given.
    """
    try:
        return _install(root, now=now)
    except IntegrityError:
        # Another process of the same deployment was faster by a moment, and wrote what this one
        # was about to. If it was something else, the second try says so.
        return _install(root, now=now)


def default_program_version() -> ProgramVersion:
    """What a new patient is offered: the newest published version of the shipped program."""
    published = ProgramVersion.objects.published().filter(
        program__clinic__isnull=True, program__slug=DEFAULT_PROGRAM
    )
    version = published.select_related("program").order_by("-number").first()
    if version is None:
        raise NotInstalled
    return version


def default_rule_set(clinic: Clinic | None = None) -> RuleSetVersion:
    """The newest rules of the clinic, or the shipped ones while it has none of its own."""
    newest = RuleSetVersion.objects.order_by("-number")
    own = newest.filter(clinic=clinic).first() if clinic else None
    rules = own or newest.filter(clinic__isnull=True).first()
    if rules is None:
        raise NotInstalled
    return rules


@transaction.atomic
def _install(root: Path, *, now: datetime) -> Installed:
    exercises, added = _install_exercises(read("exercises.json", root))
    return Installed(
        exercises=tuple(added),
        version=_install_program(read("sciatic.json", root), exercises, now=now),
        rule_set=_install_rule_set(now=now),
    )


def _install_exercises(top: Node) -> tuple[dict[str, Exercise], list[Exercise]]:
    """Return the newest revision of each exercise by its slug, and those that are new."""
    shipped = Exercise.objects.filter(clinic__isnull=True).order_by("slug", "revision")
    newest = {exercise.slug: exercise for exercise in shipped}
    added = []
    for node in top.at("exercises").each():
        wanted = _exercise_fields(node)
        known = newest.get(wanted["slug"])
        if known is None or _differs(known, wanted):
            revised = Exercise(revision=known.revision + 1 if known else 1, **wanted)
            _check(node, revised)
            revised.save()
            newest[revised.slug] = revised
            added.append(revised)
    return newest, added


def _install_program(
    top: Node, exercises: dict[str, Exercise], *, now: datetime
) -> ProgramVersion | None:
    name = {"name": _english(top.at("name"))}
    pathway = {"pathway": top.at("pathway").one_of(Pathway.values)}
    program, _created = Program.objects.update_or_create(
        clinic=None,
        slug=top.at("slug").string(),
        defaults=name,
        create_defaults=name | pathway,
    )
    ladder = tuple(_stage(node, exercises) for node in top.at("stages").each())
    newest = program.versions.published().with_ladder().order_by("-number").first()
    if newest is not None and ladders.shape(newest) == ladder:
        return None
    number = newest.number + 1 if newest else 1
    version = ProgramVersion(program=program, number=number, note=_english(top.at("note")))
    return _publish(top, version, ladder, now=now)


def _publish(
    top: Node, version: ProgramVersion, ladder: ladders.Ladder, *, now: datetime
) -> ProgramVersion:
    version.save()
    try:
        ladders.write(version, ladder)
    except ValidationError as fault:
        raise top.refuse(str(fault.message_dict)) from fault
    # Last: from here on the database refuses to change a row of it.
    version.published_at = now
    version.save(update_fields=["published_at"])
    return version


def _install_rule_set(*, now: datetime) -> RuleSetVersion | None:
    if RuleSetVersion.objects.filter(clinic__isnull=True).exists():
        return None
    return RuleSetVersion.objects.create(
        clinic=None, number=1, rules={}, published_at=now, reason="Shipped defaults"
    )


def _exercise_fields(node: Node) -> dict[str, str]:
    node.only("slug", "kind", "pathway", "figure", *EXERCISE_WORDS)
    codes = {
        "slug": node.at("slug").string(),
        "kind": node.at("kind").one_of(StageKind.values),
        "pathway": node.at("pathway").one_of(["", *Pathway.values]),
        "figure": node.at("figure").string() if node.has("figure") else "",
    }
    return codes | {field: _english(node.at(field)) for field in EXERCISE_WORDS}


def _differs(known: Exercise, wanted: dict[str, str]) -> bool:
    return any(getattr(known, field) != value for field, value in wanted.items())


def _check(node: Node, exercise: Exercise) -> None:
    # The fields alone: a rival's row of the same revision is the database's to refuse.
    try:
        exercise.clean_fields()
    except ValidationError as fault:
        raise node.refuse(str(fault.message_dict)) from fault


def _stage(node: Node, exercises: dict[str, Exercise]) -> ladders.StageShape:
    node.only("kind", "name", "note", "steps")
    return ladders.StageShape(
        kind=node.at("kind").one_of(StageKind.values),
        name=_english(node.at("name")),
        note=_english(node.at("note")),
        steps=tuple(_step(each, exercises) for each in node.at("steps").each()),
    )


def _step(node: Node, exercises: dict[str, Exercise]) -> ladders.StepShape:
    node.only("title", "times_a_day", "days_a_week", "prescriptions")
    return ladders.StepShape(
        title=_english(node.at("title")),
        times_a_day=node.at("times_a_day").integer(1, MOST),
        days_a_week=node.at("days_a_week").integer(1, MOST),
        doses=tuple(_dose(each, exercises) for each in node.at("prescriptions").each()),
    )


def _dose(node: Node, exercises: dict[str, Exercise]) -> ladders.Dose:
    node.only("exercise", "sets", "repetitions", "hold_seconds", "minutes", "note")
    if not node.has("minutes") and not (node.has("sets") and node.has("repetitions")):
        raise node.refuse("needs sets and repetitions, or minutes")
    return ladders.Dose(
        exercise_id=exercises[node.at("exercise").one_of(exercises)].pk,
        sets=_count(node, "sets"),
        repetitions=_count(node, "repetitions"),
        hold_seconds=_count(node, "hold_seconds") or 0,
        minutes=_count(node, "minutes"),
        note=_english(node.at("note")) if node.has("note") else "",
    )


def _count(node: Node, name: str) -> int | None:
    least = 0 if name == "hold_seconds" else 1
    return node.at(name).integer(least, MOST) if node.has(name) else None


def _english(node: Node) -> str:
    return node.text()[SOURCE_LANGUAGE]
