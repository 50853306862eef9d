"""/healthz: what it says, to whom, and how long it may take."""

import socket
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from notifications import heartbeats
from rehab import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def beating() -> None:
    heartbeats.seen(heartbeats.BEAT, now=timezone.now())


def test_everything_works(client, settings, valkey, beating):
    settings.CELERY_BROKER_URL = valkey.url

    response = client.get("/healthz")

    assert response.status_code == 200
    state = response.json()
    assert state.pop("seen_seconds_ago")["beat"] < health.STALE_AFTER
    assert state == {
        "status": "ok",
        "broker": "ok",
        "database": "ok",
        "worker": "ok",
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


@pytest.mark.timeout(60)  # without a timeout of its own the page waits for ever
def test_broker_that_never_answers_does_not_hang_the_page(client, settings, beating):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"

        assert client.get("/healthz").json()["broker"] == "down"


def test_stand_by_sweep_does_not_hide_a_missing_worker(client):
    heartbeats.seen(heartbeats.SWEEP, now=timezone.now())

    assert client.get("/healthz").json()["worker"] == "stale"


@pytest.mark.parametrize("seconds", [health.STALE_AFTER + 1, 3600])
def test_worker_not_seen_for_a_while_is_stale(client, seconds):
    heartbeats.seen(heartbeats.BEAT, now=timezone.now() - timedelta(seconds=seconds))

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["worker"] == "stale"
    assert response.json()["seen_seconds_ago"]["beat"] >= seconds


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
