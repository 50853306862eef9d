"""Workers and the broker are really killed, again and again: no decision is lost, none doubled."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from notifications.models import Message
from programs.models import Assignment, Outcome, Review
from tests import factories
from tests.servers import Valkey, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
DAY = timedelta(days=1)
PATIENTS, KILLS = 30, 4


@pytest.fixture
def due() -> list[Assignment]:
    """Patients who are all ready for the next step, and due now."""
    now = timezone.now()
    return [ready_by(now, number) for number in range(PATIENTS)]


def ready_by(now, number: int) -> Assignment:
    # Somewhere where it is afternoon: the next review, at four in the morning, is far off.
    patient = factories.PatientFactory(time_zone=_afternoon(now))
    assignment = factories.AssignmentFactory(
        patient=patient, started_on=(now - 9 * DAY).date(), review_due_at=now
    )
    offset = int(now.astimezone(_zone(patient)).utcoffset().total_seconds() // 60)
    at_hand = {"assignment": assignment, "utc_offset": offset}
    factories.RedFlagScreenFactory(at=now - DAY, **at_hand)
    for ago in range(6, -1, -1):
        waking = now - ago * DAY - timedelta(hours=6)
        factories.MorningReportFactory(at=waking, **at_hand)
        if ago:
            factories.SessionFactory(at=waking + timedelta(hours=3), dose_percent=100, **at_hand)
    return assignment


def test_killing_workers_and_broker_loses_no_decision_and_doubles_none(due, valkey):
    chance = random.Random(7)
    with beating(valkey):
        for _ in range(KILLS):
            with working(valkey) as worker:
                time.sleep(chance.uniform(1.5, 2.5))
                os.killpg(worker.pid, signal.SIGKILL)
            if chance.random() < 0.5:
                valkey.kill()
                valkey.start()
        with working(valkey):
            wait_until(lambda: Review.objects.count() >= PATIENTS, "all reviews", patience=60)
            time.sleep(1)

    assert Review.objects.count() == PATIENTS
    assert Review.objects.filter(outcome=Outcome.MOVED, kind="advance").count() == PATIENTS
    assert set(Review.objects.values_list("assignment", flat=True)) == {each.pk for each in due}
    assert Message.objects.filter(kind="plan-updated").count() == PATIENTS
    assert set(Assignment.objects.values_list("stage", "step")) == {(2, 2)}


@contextmanager
def working(broker: Valkey) -> Iterator[subprocess.Popen]:
    arguments = ["--pool=threads", "--concurrency=2", "--queues=reviews,messages"]
    with celery(broker, "worker", *arguments, "--without-mingle", "--without-gossip") as process:
        yield process


@contextmanager
def beating(broker: Valkey) -> Iterator[subprocess.Popen]:
    with celery(broker, "beat", "--schedule", str(broker.socket.parent / "beat")) as process:
        yield process


@contextmanager
def celery(broker: Valkey, *arguments: str) -> Iterator[subprocess.Popen]:
    """A process group of its own on this test's database, killed at the end at the latest."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.programs.hasty_worker", *arguments, "--loglevel=ERROR"],
        env=os.environ | environment(broker),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def environment(broker: Valkey) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "rehab.settings",
        "ENV_FILE": "",
        "DATABASE_URL": database_url(),
        "REDIS_URL": broker.url,
        "LEASE_SECONDS": "3",
    }


def database_url() -> str:
    """The address of the database that this test is looking at."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def _zone(patient):
    return ZoneInfo(patient.time_zone)


def _afternoon(now) -> str:
    """A zone where it is two or three in the afternoon; signs of Etc zones are reversed."""
    hours = (14 - now.hour + 36) % 24 - 12
    return f"Etc/GMT{-hours:+d}"
