"""Logs: what stands in a line, and above all what does not."""

import io
import json
import logging
import logging.config
import sys

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from structlog.contextvars import clear_contextvars

from rehab import logs

SECRET = "token-4711"


@login_not_required
def page(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse()


@login_not_required
def broken(request: HttpRequest, token: str) -> HttpResponse:
    raise IntegrityError("DETAIL: Failing row contains (pain 9, below the knee).")


@login_not_required
def forbidden(request: HttpRequest, token: str) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [
    path("page/<token>", page),
    path("broken/<token>", broken),
    path("forbidden/<token>", forbidden),
]


@pytest.fixture
def lines(settings):
    """The log as production writes it: read all lines so far."""
    settings.ROOT_URLCONF = __name__
    root = logging.getLogger()
    before = root.handlers[:]
    logging.config.dictConfig(logs.config(debug=False))
    written = io.StringIO()
    root.handlers[0].setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    clear_contextvars()
    root.handlers[:] = before


def test_request_is_one_line_with_its_route_and_id(client, lines):
    response = client.get(f"/page/{SECRET}?pain=9", headers={"X-Request-ID": "abcd-1234"})

    (line,) = lines()
    assert line["route"] == "page/<token>"
    assert line["status"] == 200
    assert line["request_id"] == response["X-Request-ID"] == "abcd-1234"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "two words", "line\nbreak"])
def test_id_that_could_forge_a_line_is_replaced(client, lines, given):
    response = client.get(f"/page/{SECRET}", headers={"X-Request-ID": given})

    assert response["X-Request-ID"] != given
    assert logs.REQUEST_ID.fullmatch(response["X-Request-ID"])


def test_exception_is_told_by_type_and_place_only(client, lines):
    client.raise_request_exception = False

    client.get(f"/broken/{SECRET}")

    error, request = lines()
    assert error["exception"] == "IntegrityError"
    assert any("broken" in frame for frame in error["frames"])
    assert "knee" not in json.dumps(error)
    assert request["status"] == 500


@pytest.mark.parametrize("address", ["page", "broken", "forbidden", "nowhere"])
def test_token_in_an_address_reaches_no_line(client, lines, address):
    client.raise_request_exception = False

    client.get(f"/{address}/{SECRET}?token={SECRET}")

    written = lines()
    assert written
    assert SECRET not in json.dumps(written)


def test_exception_logged_by_hand_is_cut_as_well(lines):
    try:
        raise ValueError("pain 9")
    except ValueError as error:
        for given in (True, error, sys.exc_info()):
            logging.getLogger("programs").error("failed", exc_info=given)

    assert [line["exception"] for line in lines()] == ["ValueError"] * 3


def test_nobody_logs_beside_us(lines):
    for name in ("django", "django.request", "django.security"):
        assert logging.getLogger(name).handlers == []


def test_requests_of_watchmen_are_not_logged(client, lines, settings, db):
    settings.ROOT_URLCONF = "rehab.urls"

    client.get("/healthz")

    assert lines() == []
