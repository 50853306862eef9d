"""Tomas at his phone, on the Monday morning that the factories tell of."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from people.models import ConsentKind, Patient
from people.services import patients
from programs.models import Assignment
from tests import factories
from tests.factories import NOW


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The clock stands still at ``NOW`` until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def tomas(db: None) -> Patient:
    patient = factories.tomas()
    patients.consent(patient, ConsentKind.CARE, given=True, now=NOW)
    return patient


@pytest.fixture
def assignment(tomas: Patient) -> Assignment:
    """Tomas's program: 2.1 since a week ago, nothing logged yet."""
    return factories.AssignmentFactory(patient=tomas)


@pytest.fixture
def phone(clock: time_machine.Traveller, tomas: Patient, client: Client) -> Client:
    """A browser in which Tomas is signed in."""
    client.force_login(tomas.user)
    return client
