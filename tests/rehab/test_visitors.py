"""One tap opens a demo patient's page: of the demo clinic, on a demo machine, and nowhere else."""

import pytest
from django.core.management import call_command
from django.urls import include, path, reverse

from programs.demo import clinic
from programs.demo.cast import NEWCOMER
from rehab.local import visitors
from rehab.urls import urlpatterns as every_address
from tests.factories import amira, tomas

pytestmark = pytest.mark.django_db

# Whether the real ones are there hangs on DEBUG at the moment of import.
urlpatterns = [
    path("demo/", visitors.people, name="demo"),
    path("demo/<int:patient_id>/", visitors.open_as, name="demo-open"),
    path("demo/outbox/", include("rehab.local.urls")),
    *every_address,
]


@pytest.fixture(autouse=True)
def demo_machine(settings):
    settings.DEBUG = True
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def newcomer_alone(monkeypatch):
    monkeypatch.setattr(clinic, "CAST", (NEWCOMER,))
    call_command("demo", verbosity=0)


def test_one_tap_opens_a_demo_patients_page(newcomer_alone, client):
    nadia = clinic.newcomer()

    listed = client.get(reverse("demo"))
    opened = client.post(reverse("demo-open", args=[nadia.pk]), follow=True)

    assert b"Open as Nadia" in listed.content
    assert opened.status_code == 200
    assert opened.wsgi_request.user == nadia.user


def test_no_tap_opens_anybody_elses_page(newcomer_alone, client):
    tom = tomas(amira())

    assert client.post(reverse("demo-open", args=[tom.pk])).status_code == 404
    assert client.get(reverse("demo-open", args=[tom.pk])).status_code == 405
    assert "_auth_user_id" not in client.session


def test_where_patients_are_real_there_is_no_such_page(newcomer_alone, client, settings):
    nadia = clinic.newcomer()
    settings.DEBUG = False

    assert client.get(reverse("demo")).status_code == 404
    assert client.post(reverse("demo-open", args=[nadia.pk])).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_page_says_how_to_make_the_demo(client):
    assert b"manage.py demo" in client.get(reverse("demo")).content
