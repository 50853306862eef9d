"""`manage.py sweep`: does inline what beat and the workers do, for the day the broker is down."""

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from notifications import delivery, heartbeats, schedule
from programs.services import reviews

logger = logging.getLogger(__name__)

REVIEWS = 25


def sweep_reviews(now: datetime) -> int:
    claim = reviews.claim(now=now, size=REVIEWS)
    return reviews.run_due(claim.ids, token=claim.token, now=now) if claim else 0


def sweep_reminders(now: datetime) -> int:
    return schedule.run_due(now=now)


def sweep_messages(now: datetime) -> int:
    """Handle one chunk at a time, so that a slow mail server does not keep the reviews waiting."""
    delivery.settle_orphans(now=now)
    claim = delivery.claim(now=now, size=delivery.CHUNK)
    if claim is None:
        return 0
    delivery.deliver(claim.ids, token=claim.token, clock=timezone.now)
    return len(claim.ids)


PARTS: tuple[Callable[[datetime], int], ...] = (sweep_reviews, sweep_reminders, sweep_messages)


class Command(BaseCommand):
    # The checks load every page of the site; this process shows none, and is to start at once.
    requires_system_checks: list[str] = []
    help = "Do all that is due: reviews, reminders, messages. Safe beside running workers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--tick", type=float, default=2, help="seconds between rounds")

    def handle(self, *, loop: bool, tick: float, **options: Any) -> None:
        if loop:
            self._loop(tick)
        elif failed := self._until_nothing_is_due():
            raise CommandError(f"failed: {', '.join(failed)}; the log says why")

    def _loop(self, tick: float) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            # A connection that the database has dropped meanwhile would fail every round.
            close_old_connections()
            done, _failed = _round()
            stop.wait(0 if done else tick)

    def _until_nothing_is_due(self) -> list[str]:
        """Go round until nothing is left, or a part fails: it would fail again."""
        while True:
            done, failed = _round()
            if failed or not done:
                return failed


def _round() -> tuple[int, list[str]]:
    """Give each part its turn. Return how much was done, and the names of those that failed.

    A fault in one part never takes the others with it: without mail, reviews still run.
    """
    done, failed = 0, []
    for part in (*PARTS, _seen):
        try:
            done += part(timezone.now())
        except Exception:
            logger.exception("%s failed", part.__name__)
            failed.append(part.__name__)
    return done, failed


def _seen(now: datetime) -> int:
    heartbeats.seen(heartbeats.SWEEP, now=now)
    return 0
