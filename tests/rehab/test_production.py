"""Production's commands, as docker-compose.yml has them, against a real database and broker."""

import http.client
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from email.message import Message
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml
from django.core.management import call_command

from rehab.env import ROOT
from tests.servers import free_port, wait_until

SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
PROCESSES = ["worker", "beat", "sweep"]


@pytest.fixture
def database() -> Iterator[str]:
    """An empty database beside the tests' own; its address."""
    server = urlsplit(os.environ["DATABASE_URL"])
    name = f"production_{os.getpid()}"
    with psycopg.connect(server.geturl(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield server._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def variables(database, valkey, tmp_path) -> dict[str, str]:
    """What compose gives to a container, with this test's servers in place of its own."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {
        "PATH": path,
        "HOSTNAME": "test",
        "DEBUG": "0",
        "ENV_FILE": "",
        "STATE_DIR": str(tmp_path / "state"),
        "PORT": str(free_port()),
        "SECRET_KEY": "jK2-8fYq0ZbW5xR7nT4vPc9sLd1mGh3uEo6aXiQwVyNzBrCtFk",
        "DATABASE_URL": database,
        "REDIS_URL": valkey.url,
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "FROM_EMAIL": "mail@clinic.example",
        "ALLOWED_HOSTS": "clinic.example",
        "BASE_URL": "https://clinic.example",
        "WEB_CONCURRENCY": "1",
    }


@pytest.fixture
def system(variables) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Every service of ours, started in compose's order; stopped as an orchestrator stops them."""
    run = {"env": variables, "cwd": ROOT}
    subprocess.run(shlex.split(SERVICES["migrate"]["command"]), check=True, **run)
    web = ["gunicorn", "--config", "rehab/gunicorn.py", "rehab.wsgi"]
    started = {"web": subprocess.Popen(web, **run)}
    for name in PROCESSES:
        started[name] = subprocess.Popen(shlex.split(SERVICES[name]["command"]), **run)
    yield started
    for process in started.values():
        process.send_signal(signal.SIGTERM)
    for process in started.values():
        process.wait(timeout=60)


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


def get(port: str, path: str, **headers: str) -> Answer:
    with closing(http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)) as connection:
        connection.request("GET", path, headers={"Host": "clinic.example", **headers})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())


def healthy(port: str) -> bool:
    try:
        return get(port, "/healthz").status == 200
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.postgresql
@pytest.mark.timeout(300)
def test_services_make_one_healthy_system_behind_tls(variables, system):
    port = variables["PORT"]

    wait_until(lambda: healthy(port), "health of the whole", patience=120)

    state = json.loads(get(port, "/healthz").body)
    assert set(state["seen_seconds_ago"]) == {"beat", "sweep"}

    plain = get(port, "/")
    assert plain.status == 301
    assert plain.headers["Location"] == "https://clinic.example/"

    behind_proxy = get(port, "/", **{"X-Forwarded-Proto": "https"})
    assert behind_proxy.status == 302
    assert "max-age=31536000" in behind_proxy.headers["Strict-Transport-Security"]
    assert "default-src 'self'" in behind_proxy.headers["Content-Security-Policy"]
    assert "unsafe" not in behind_proxy.headers["Content-Security-Policy"]

    assert {name: process.poll() for name, process in system.items()} == dict.fromkeys(system)


def test_image_runs_what_the_web_test_runs():
    command = (ROOT / "Dockerfile").read_text().rsplit("CMD ", 1)[1]

    assert json.loads(command) == ["gunicorn", "--config", "rehab/gunicorn.py", "rehab.wsgi"]


@pytest.mark.slow
def test_static_files_collect_and_every_reference_resolves(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    assert (tmp_path / "staticfiles.json").exists()
