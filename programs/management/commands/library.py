"""Puts the shipped content into the database; run at each deployment."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from programs.content.node import ContentError
from programs.services import library


class Command(BaseCommand):
    help = "Install the shipped exercises, program and rules. Again changes nothing."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        try:
            added = library.install(now=timezone.now())
        except ContentError as fault:
            raise CommandError(str(fault)) from fault
        if verbosity:
            for line in _lines(added):
                self.stdout.write(line)


def _lines(added: library.Installed) -> Iterator[str]:
    for exercise in added.exercises:
        yield f"Added exercise {exercise.slug}, revision {exercise.revision}."
    if added.version:
        yield f"Published {added.version}."
    if added.rule_set:
        yield f"Published {added.rule_set}."
    if not any((added.exercises, added.version, added.rule_set)):
        yield "Nothing to do: the shipped content is installed."
