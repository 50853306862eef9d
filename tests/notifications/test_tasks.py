"""Celery's doors, through a real broker and a real worker."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest
import time_machine
from django.utils import timezone

from notifications import heartbeats, messages, schedule, tasks
from notifications.delivery import CHUNK
from notifications.models import Heartbeat, Message, State
from rehab.celery import app as celery_app
from tests import factories
from tests.factories import NOW
from tests.notifications.promises import promise
from tests.processes import running
from tests.servers import Valkey, wait_until

COUNT = 2 * CHUNK + 5


@pytest.fixture
def worker(valkey: Valkey, mail_server) -> Iterator[None]:
    command = ["-m", "celery", "--app", "rehab", "worker", "--queues", "messages"]
    modest = ["--pool", "threads", "--concurrency", "2", "--without-mingle", "--without-gossip"]
    with running(*command, *modest, REDIS_URL=valkey.url):
        yield


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("worker")
def test_a_worker_sends_what_a_tick_hands_out_each_mail_once(mail_server):
    now = timezone.now()
    for _ in range(COUNT):
        messages.promise_sign_in(factories.PatientFactory(), now=now)

    tasks.sweep_messages.delay()
    tasks.beat_seen.delay()

    sent = Message.objects.filter(state=State.SENT)
    wait_until(lambda: sent.count() == COUNT, "the mails")
    wait_until(Heartbeat.objects.filter(name=heartbeats.BEAT).exists, "the heartbeat")
    assert len(mail_server.mails) == len(set(mail_server.recipients())) == COUNT


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("worker")
def test_a_tick_that_comes_three_times_sends_once(mail_server):
    messages.promise_sign_in(factories.tomas(), now=timezone.now())

    for _ in range(3):
        tasks.sweep_messages.delay()
    tasks.beat_seen.delay()

    wait_until(Heartbeat.objects.filter(name=heartbeats.BEAT).exists, "the last task")
    wait_until(Message.objects.filter(state=State.SENT).exists, "the mail")
    assert len(mail_server.mails) == 1


@pytest.mark.django_db
def test_a_tick_hands_out_in_chunks_no_more_than_the_workers_can_take(
    valkey, make_kind, monkeypatch
):
    make_kind()
    for _ in range(COUNT + 10):
        promise()
    monkeypatch.setattr("notifications.delivery.MOST_IN_HAND", COUNT)

    with time_machine.travel(NOW, tick=False):
        assert tasks.sweep_messages() == COUNT
        assert tasks.sweep_messages() == 0

    assert queue_length() == 3
    assert Message.objects.filter(state=State.PENDING).count() == 10


@pytest.mark.django_db
def test_a_tick_says_of_orphans_that_they_are_in_doubt(valkey, make_kind):
    make_kind()
    message = promise()
    Message.objects.update(state=State.SENDING, token="12345678-1234-5678-1234-567812345678")

    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert tasks.sweep_messages() == 0

    message.refresh_from_db()
    assert message.state == State.UNKNOWN
    assert queue_length() == 0


@pytest.mark.django_db
def test_a_chunk_is_sent_by_its_ids_and_token_and_once(mail_server, make_kind):
    make_kind()
    message = promise()
    token = "12345678-1234-5678-1234-567812345678"
    Message.objects.update(state=State.CLAIMED, token=token)

    with time_machine.travel(NOW, tick=False):
        assert tasks.deliver_chunk([message.pk], token) == 1
        assert tasks.deliver_chunk([message.pk], token) == 0


@pytest.mark.django_db
def test_all_due_reminders_are_promised_in_one_tick(make_kind, monkeypatch):
    make_kind("nudge", lifetime=timedelta(hours=3))
    monkeypatch.setattr(schedule.run_due, "__kwdefaults__", {"size": 2})
    for _ in range(5):
        patient = factories.PatientFactory()
        schedule.set_reminders(patient, kind="nudge", times=[time(10)], now=NOW)

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        tasks.sweep_reminders()

    assert Message.objects.count() == 5


@pytest.mark.django_db
def test_a_sign_of_life_is_one_row_that_moves():
    with time_machine.travel(NOW, tick=False) as clock:
        tasks.beat_seen()
        clock.shift(15)
        tasks.beat_seen()

    seen = Heartbeat.objects.get()
    assert (seen.name, seen.seen_at) == (heartbeats.BEAT, NOW + timedelta(seconds=15))


def queue_length() -> int:
    with celery_app.connection_for_read() as connection:
        return connection.default_channel.client.llen("messages")
