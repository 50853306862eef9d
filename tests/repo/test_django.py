"""The project as Django sees it: migrations, deployment, the schema, and who may come in."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from rehab.env import ROOT

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "rehab.settings",
    "DEBUG": "0",
    "SECRET_KEY": "jK2-8fYq0ZbW5xR7nT4vPc9sLd1mGh3uEo6aXiQwVyNzBrCtFk",
    "DATABASE_URL": "postgresql://planner:secret@db.example/planner",
    "REDIS_URL": "redis://redis.example:6379/0",
    "EMAIL_URL": "smtp+tls://mailer:secret@mail.example:587",
    "FROM_EMAIL": "mail@clinic.example",
    "ALLOWED_HOSTS": "clinic.example",
    "BASE_URL": "https://clinic.example",
}

# Open to everybody, and why.
PUBLIC = {
    "api/docs/": "says what can be asked; holds nobody's data",
    "api/schema/": "says what can be asked; holds nobody's data",
    "figures/x.svg": "a drawing, of nobody",
    "figures/x-still.svg": "a drawing, of nobody",
    "figures/x-paper.svg": "a drawing, of nobody",
    "healthz": "asked by machines; holds nobody's data",
    "admin/login/": "the clinicians' way in",
    "in/": "the patients' way in: asks for a link",
    "in/x/": "a link from a mail; opening it changes nothing",
    "in/x/again/": "asks for a new link where one is spent",
}
SAMPLES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    # Set for the browser tests alone; Django warns of it, rightly.
    given = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env={**given, **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def test_models_and_migrations_agree():
    result = manage("makemigrations", "--check", "--dry-run")

    assert result.returncode == 0, result.stdout + result.stderr


def test_production_settings_have_no_warning(tmp_path):
    result = manage(
        "check", "--deploy", "--fail-level", "WARNING", STATE_DIR=str(tmp_path), **PRODUCTION
    )

    assert result.returncode == 0, result.stderr


def test_api_schema_is_valid_and_complete():
    result = manage("spectacular", "--validate", "--fail-on-warn", "--file", os.devnull)

    assert result.returncode == 0, result.stderr


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Every address, with a sample in place of each parameter."""
    for entry in resolver.url_patterns:
        route = prefix + sample(str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from routes(entry, route)


def sample(pattern: str) -> str:
    """A path that the pattern matches, where it is of the simple kind."""
    plain = re.sub(r"\(\?P<\w+>[^)]*\)", "x", pattern).strip("^$")
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1], "x"), plain)


ROUTES = sorted(set(routes(get_resolver())))


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", [route for route in ROUTES if route not in PUBLIC])
def test_nobody_comes_in_without_signing_in(client, route, method):
    response = getattr(client, method)(f"/{route}")

    refused = response.status_code in (401, 403, 404)
    sent_to_sign_in = response.status_code == 302 and "next=" in response["Location"]
    assert refused or sent_to_sign_in, f"{response.status_code} {response.content[:200]!r}"


def test_public_addresses_exist():
    assert set(PUBLIC) <= set(ROUTES)
