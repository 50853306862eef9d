"""/healthz: what it says, to whom, and how long it may take."""

import socket
import time
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from notifications.models import Heartbeat
from rehab import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def beating() -> None:
    Heartbeat.objects.create(name="beat", seen_at=timezone.now())


def test_everything_works(client, settings, valkey, beating):
    settings.CELERY_BROKER_URL = valkey.url

    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "broker": "ok",
        "database": "ok",
        "worker": "ok",
        "beat_seen_seconds_ago": 0,
        "oldest_due_seconds": {"review": None, "message": None},
    }
    assert "no-store" in response["Cache-Control"]


def test_dead_broker_is_told_and_harms_nothing_else(client, settings, valkey, beating):
    settings.CELERY_BROKER_URL = valkey.url
    valkey.kill()

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["status"] == "degraded"
    assert response.json()["broker"] == "down"
    assert response.json()["database"] == "ok"


def test_broker_that_never_answers_does_not_hang_the_page(client, settings, beating):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        started = time.monotonic()
        response = client.get("/healthz")
        took = time.monotonic() - started

    assert response.json()["broker"] == "down"
    # Not a benchmark: without the timeout this waits for ever.
    assert took < 10 * health.BROKER_TIMEOUT


@pytest.mark.parametrize("seconds", [health.STALE_AFTER + 1, 3600])
def test_worker_not_seen_for_a_while_is_stale(client, seconds):
    seen_at = timezone.now() - timedelta(seconds=seconds)
    Heartbeat.objects.create(name="beat", seen_at=seen_at)

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["worker"] == "stale"
    assert response.json()["beat_seen_seconds_ago"] >= seconds


def test_worker_never_seen_is_stale(client):
    assert client.get("/healthz").json()["worker"] == "stale"


def test_dead_database_is_told(client, monkeypatch):
    def refuse(now):
        raise DatabaseError("server closed the connection")

    monkeypatch.setattr(health.reviews, "oldest_due", refuse)

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["database"] == "down"
    assert response.json()["worker"] == "unknown"


def test_oldest_due_work_is_told_by_its_age(client, monkeypatch):
    monkeypatch.setattr(health.outbox, "oldest_due", lambda now: now - timedelta(seconds=90))

    assert client.get("/healthz").json()["oldest_due_seconds"] == {"review": None, "message": 90}


def test_only_reading_is_allowed(client):
    assert client.post("/healthz").status_code == 405


def test_needs_no_tls_where_all_else_does(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 503
    assert client.get("/admin/").status_code == 301
