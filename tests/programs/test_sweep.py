"""`manage.py sweep`: all that is due, inline, without a broker."""

import signal
from datetime import time, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from notifications import heartbeats, messages, schedule
from notifications.models import Heartbeat, Message, State
from programs.models import Review
from programs.services import reviews
from tests import factories
from tests.factories import NOW
from tests.processes import running
from tests.servers import wait_until


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.mark.django_db
def test_one_call_reviews_reminds_and_sends(mail_server, clock):
    assignment = factories.AssignmentFactory(review_due_at=NOW)
    schedule.set_reminders(
        assignment.patient,
        kind="session-reminder",
        times=[time(9)],
        about={"assignment": assignment.pk},
        now=NOW - timedelta(minutes=1),
    )

    call_command("sweep")

    assert Review.objects.filter(assignment=assignment).count() == 1
    assert Message.objects.get(kind="session-reminder").state == State.SENT
    assert [mail["To"] for mail in mail_server.mails] == [assignment.patient.email]
    assert Heartbeat.objects.get(name=heartbeats.SWEEP).seen_at == NOW


@pytest.mark.django_db
def test_a_reminder_of_what_is_done_is_not_sent(mail_server, clock):
    session = factories.SessionFactory()
    patient = session.assignment.patient
    about = {"about": {"assignment": session.assignment.pk}, "now": NOW - timedelta(minutes=1)}
    schedule.set_reminders(patient, kind="session-reminder", times=[time(9)], **about)

    call_command("sweep")

    assert Message.objects.get(kind="session-reminder").state == State.CANCELLED
    assert mail_server.mails == []


@pytest.mark.django_db
def test_a_second_call_finds_nothing_left_to_do(mail_server, clock):
    factories.AssignmentFactory(review_due_at=NOW)
    messages.promise_sign_in(factories.tomas(), now=NOW)
    call_command("sweep")
    call_command("sweep")

    assert Review.objects.count() == len(mail_server.mails) == 1


@pytest.mark.django_db
def test_more_than_a_chunk_is_done_in_one_call(mail_server, clock):
    for _ in range(45):
        messages.promise_sign_in(factories.PatientFactory(), now=NOW)

    call_command("sweep")

    assert len(mail_server.mails) == 45


@pytest.mark.django_db
def test_a_part_that_fails_is_named_and_the_others_run(mail_server, clock, monkeypatch, caplog):
    def broken(**_):
        raise RuntimeError("no reviews today")

    monkeypatch.setattr(reviews, "claim", broken)
    messages.promise_sign_in(factories.tomas(), now=NOW)

    with pytest.raises(CommandError, match="sweep_reviews"):
        call_command("sweep")

    assert len(mail_server.mails) == 1
    assert "sweep_reviews failed" in caplog.text


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_in_a_loop_it_goes_on_until_it_is_told_to_stop(mail_server):
    with running("manage.py", "sweep", "--loop", "--tick", "0.1") as process:
        seen = Heartbeat.objects.filter(name=heartbeats.SWEEP)
        wait_until(seen.exists, "a first round", patience=60)
        messages.promise_sign_in(factories.tomas(), now=timezone.now())
        wait_until(lambda: mail_server.mails, "the mail")

        process.send_signal(signal.SIGTERM)

        assert process.wait(30) == 0, process.stderr.read()
    assert Message.objects.get().state == State.SENT
