"""`manage.py demo`: a clinic with a dozen patients and their weeks, to try the product on."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from programs.demo import clinic
from programs.models import Review, Session


class Command(BaseCommand):
    help = "Make the demo clinic, or say where to go in it. Only while DEBUG is on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--where", action="store_true", help="only print the addresses and the log-ins"
        )

    def handle(self, *args: Any, where: bool, **options: Any) -> None:
        if not settings.DEBUG:
            # Its password stands in the source for everybody to read.
            raise CommandError("The demo has a known password: it is refused while DEBUG is off.")
        if not where:
            self._make()
        for line in self._where():
            self.stdout.write(line)

    def _make(self) -> None:
        if clinic.found():
            self.stdout.write("The demo clinic is there already.")
            return
        # With DEBUG on, Django keeps every statement, and asks a second one to quote the first.
        connection.make_debug_cursor = connection.make_cursor
        try:
            made = clinic.make(now=timezone.now())
        finally:
            del connection.make_debug_cursor
        self.stdout.write(self._summary(len(made.patients)))

    def _summary(self, people: int) -> str:
        bouts, decisions = Session.objects.count(), Review.objects.count()
        return f"Made {people} patients with {bouts} sessions and {decisions} decisions."

    def _where(self) -> list[str]:
        if not clinic.found():
            return ["There is no demo clinic yet: manage.py demo makes it."]
        newcomer = clinic.newcomer()
        return [
            f"Portal           {settings.BASE_URL}/admin/",
            *(f"  sign in as     {email}  {clinic.PASSWORD}" for email in clinic.STAFF),
            f"A patient's page {settings.BASE_URL}/demo/  (one tap opens it: try {newcomer})",
            f"Sent mail        {settings.BASE_URL}/demo/outbox/",
            f"API              {settings.BASE_URL}/api/docs/",
        ]
