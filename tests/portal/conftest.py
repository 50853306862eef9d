"""The clinic's people, each with a browser, on a morning that stands still."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from people.models import Clinician, Patient, Role, User
from programs.models import Assignment
from tests import factories
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def amira(db: None) -> Clinician:
    return factories.amira()


@pytest.fixture
def colleague(amira: Clinician) -> Clinician:
    return factories.ClinicianFactory(name="Ben Okafor")


@pytest.fixture
def assistant(amira: Clinician) -> Clinician:
    return factories.ClinicianFactory(name="Sam Lee", role=Role.ASSISTANT)


@pytest.fixture
def lena(db: None) -> Clinician:
    return factories.lena()


@pytest.fixture
def tomas(amira: Clinician) -> Patient:
    return factories.tomas(amira)


@pytest.fixture
def running(tomas: Patient) -> Assignment:
    """Tomas's program, at 2.1 for a week."""
    return factories.AssignmentFactory(patient=tomas)


@pytest.fixture
def browser_of() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return sign_in


@pytest.fixture
def portal(amira: Clinician, browser_of: Callable[[User], Client]) -> Client:
    """Amira's browser."""
    return browser_of(amira.user)
