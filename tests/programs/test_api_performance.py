"""How many questions the API asks the database: as many for eight rows as for one."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.services import reviews
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
from tests.programs.api_calls import POSTS, signed_in

pytestmark = pytest.mark.django_db

ENTRIES = {
    "sessions": SessionFactory,
    "morning-reports": MorningReportFactory,
    "check-ins": CheckInFactory,
    "red-flag-screens": RedFlagScreenFactory,
}
# A post signs in, finds its program, looks for its UUID, and writes; more is a loop somewhere.
MOST_FOR_A_POST = {"sessions": 21, "morning-reports": 12, "check-ins": 12, "red-flag-screens": 13}


@pytest.fixture(autouse=True)
def nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def queries(client, address):
    client.get(address)  # what is read once per process is read here
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200
    return len(asked), response.json()


def add_entry(name, program, ago):
    return ENTRIES[name](assignment=program, at=NOW - timedelta(days=ago, hours=1))


@pytest.mark.parametrize("name", ENTRIES)
def test_a_diary_of_eight_asks_as_often_as_one_of_one(name):
    program = AssignmentFactory(patient=tomas())
    phone = signed_in(program.patient.user)
    address = f"/api/v1/{name}/"
    add_entry(name, program, 0)
    for_one, _ = queries(phone, address)
    for ago in range(1, 7):
        add_entry(name, program, ago)
    first = add_entry(name, program, 8)
    ENTRIES[name](assignment=program, at=first.at + timedelta(minutes=1), corrects=first)

    for_eight, body = queries(phone, address)

    assert body["count"] == 8
    assert for_eight == for_one


def test_a_clinic_of_eight_asks_as_often_as_one_of_one():
    clinician = amira()
    clinic = signed_in(clinician.user)

    def join(number):
        program = AssignmentFactory(patient=tomas(clinician, given_name=f"T{number}"))
        reviews.due_now(program.pk, trigger="daily", now=NOW)
        reviews.run(program.pk, now=NOW)

    addresses = ["patients", "clinicians", "program-versions", "assignments", "reviews"]
    join(1)
    for_one = {name: queries(clinic, f"/api/v1/{name}/")[0] for name in addresses}
    for number in range(2, 9):
        join(number)

    for name in addresses:
        asked, body = queries(clinic, f"/api/v1/{name}/")
        assert body["count"] == (8 if name in ("patients", "assignments", "reviews") else 1)
        assert asked == for_one[name], name


def test_today_asks_as_often_however_long_the_diary():
    program = AssignmentFactory(patient=tomas())
    phone = signed_in(program.patient.user)
    before, _ = queries(phone, "/api/v1/today/")
    for name in ENTRIES:
        for ago in range(7):
            add_entry(name, program, ago)
    reviews.due_now(program.pk, trigger="daily", now=NOW)
    reviews.run(program.pk, now=NOW)

    after, _ = queries(phone, "/api/v1/today/")

    assert after == before <= 10


@pytest.mark.parametrize("name", POSTS)
def test_a_post_asks_as_often_however_long_the_diary(name):
    program = AssignmentFactory(patient=tomas())
    phone = signed_in(program.patient.user)
    for ago in range(1, 8):
        add_entry(name, program, ago)

    with CaptureQueriesContext(connection) as asked:
        response = phone.post(f"/api/v1/{name}/", POSTS[name]())

    assert response.status_code == 201
    assert len(asked) <= MOST_FOR_A_POST[name], "\n".join(each["sql"] for each in asked)
