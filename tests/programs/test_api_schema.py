"""The schema is the truth: a fuzzer that reads it finds neither a 5xx nor a broken promise."""

from contextlib import suppress
from typing import Any

import pytest
import schemathesis
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from rest_framework.throttling import UserRateThrottle
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from programs.models import Assignment
from programs.services import reviews
from rehab.wsgi import application
from tests.factories import (
    NOW,
    AssignmentFactory,
    CheckInFactory,
    MorningReportFactory,
    RedFlagScreenFactory,
    SessionFactory,
    amira,
    tomas,
)
from tests.programs.api_calls import AT

pytestmark = pytest.mark.django_db

OF_PATIENTS = (
    "/today",
    "/questions",
    "/decisions",
    "/sessions",
    "/morning-reports",
    "/check-ins",
    "/red-flag-screens",
)
HELD_TO = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.negative_data_rejection,
]
ENTRY_FACTORIES = [SessionFactory, MorningReportFactory, CheckInFactory, RedFlagScreenFactory]
EXAMPLES = 5
# A made-up patient, time zone or phone number is none.
HARD_TO_REACH = {"POST /api/v1/patients/", "POST /api/v1/assignments/"}


@pytest.fixture(autouse=True)
def nine_on_monday(monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    monkeypatch.setattr(UserRateThrottle, "allow_request", lambda *_: True)
    # Between requests a real server drops a connection like this test's, in mid-transaction.
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def program() -> Assignment:
    """Tomas's, with one of everything under one name."""
    program = AssignmentFactory(patient=tomas(amira()))
    for factory in ENTRY_FACTORIES:
        factory(assignment=program)
    reviews.due_now(program.pk, trigger="daily", now=NOW)
    reviews.run(program.pk, now=NOW)
    return program


def browser(user: Any) -> dict[str, dict[str, str]]:
    """What a browser sends that has signed in and read a form."""
    client = Client()
    client.force_login(user)
    client.get("/in/")
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    return {"cookies": cookies, "headers": {"X-CSRFToken": cookies["csrftoken"]}}


def rows_of(program: Assignment, path: str) -> dict[str, Any]:
    """The parameters of a path that names a row: one that exists."""
    name = path.split("/")[3]
    if "{uuid}" in path:
        return {"uuid": str(getattr(program, f"{name.replace('-', '')}").get().uuid)}
    ids = {"patients": program.patient_id, "assignments": program.pk}
    ids |= {name: program.reviews.get().pk for name in ("decisions", "reviews")}
    ids["program-versions"] = program.version_id
    return {"id": ids[name]} if "{id}" in path else {}


def brought_near(case: schemathesis.Case) -> schemathesis.Case:
    """Most posts happen now and on the ladder, so that they get past the first look."""
    body = case.body
    if isinstance(body, dict) and sum(str(body.get("at")).encode()) % 4:
        near = {"at": AT, "day": AT[:10], "step": 2, "kind": "full"}
        body.update({name: value for name, value in near.items() if name in body})
    return case


def fuzz(cases: SearchStrategy[schemathesis.Case]) -> set[int]:
    """Send the cases, hold each answer to the schema, and return the codes that came."""
    seen = set()

    @hypothesis_settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def holds(case: schemathesis.Case) -> None:
        seen.add(case.call_and_validate(checks=HELD_TO).status_code)

    # An operation that takes nothing can be sent nothing wrong.
    with suppress(Unsatisfiable):
        holds()
    return seen


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_request_breaks_the_api_or_its_schema(program, mode):
    cache.clear()
    schema = schemathesis.openapi.from_wsgi("/api/schema/?format=json", application)
    phone = browser(program.patient.user)
    clinic = browser(program.clinician.user)
    seen = {}
    for operation in (found.ok() for found in schema.get_all_operations()):
        named = operation.path.removeprefix("/api/v1")
        sender = phone if named.startswith(OF_PATIENTS) else clinic
        rows = rows_of(program, operation.path) or None
        cases = operation.as_strategy(mode, path_parameters=rows, **sender)
        if mode is GenerationMode.POSITIVE:
            cases = cases.map(brought_near)

        # Each operation finds the rows as they were: one of them ends the program.
        with transaction.atomic():
            seen[operation.label] = fuzz(cases)
            transaction.set_rollback(True)
    assert len(seen) >= 30
    if mode is GenerationMode.POSITIVE:
        # What gets no further than the first look would prove little.
        reached = {label for label, codes in seen.items() if codes & {200, 201}}
        assert seen.keys() - reached == HARD_TO_REACH
