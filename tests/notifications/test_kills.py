"""Senders are really killed in the middle of sending: no mail is lost, and none sent twice."""

import time

import pytest
from django.utils import timezone

from notifications import messages, outbox
from notifications.models import IN_HAND, OPEN, Message, State
from tests import factories
from tests.processes import kill, running
from tests.servers import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MAILS = 24
# Seconds between a first mail and the kill: in the middle of one, between two, later.
PAUSES = [0, 0.17, 0.33]


@pytest.fixture
def slow_server(mail_server):
    mail_server.dawdles = 0.1
    return mail_server


def sweeping():
    return running("manage.py", "sweep")


def leases_run_out() -> None:
    """Sixty seconds go by."""
    Message.objects.filter(state__in=IN_HAND).update(due_at=timezone.now())


def addresses(*states: State) -> set[str]:
    rows = Message.objects.filter(state__in=states)
    return set(rows.values_list("recipient__patient__email", flat=True))


def test_killing_senders_loses_no_mail_and_doubles_none(slow_server):
    """Of each kill at most one mail stays in doubt, and says so."""
    now = timezone.now()
    for _ in range(MAILS):
        messages.promise_sign_in(factories.PatientFactory(), now=now)

    for pause in PAUSES:
        before = len(slow_server.mails)
        with sweeping() as sender:
            wait_until(lambda: len(slow_server.mails) > before, "a mail", patience=60)  # noqa: B023
            time.sleep(pause)
            kill(sender)
        leases_run_out()
    with sweeping() as sender:
        assert sender.wait(60) == 0, sender.stderr.read()

    assert not Message.objects.filter(state__in=OPEN).exists()
    arrived = slow_server.recipients()
    assert len(arrived) == len(set(arrived))
    assert addresses(State.SENT) <= set(arrived)
    assert addresses(State.SENT, State.UNKNOWN) == addresses(*State)
    assert len(addresses(State.SENT)) >= MAILS - len(PAUSES)


def test_an_alarm_whose_sender_was_killed_arrives_all_the_same(slow_server):
    """It may come twice, and then says so; it never stays away."""
    flag = factories.RedFlagFactory()
    amira = flag.assignment.clinician.user
    alarm = {"dedupe_key": "alarm", "about": {"red_flag": flag.pk}}
    message = outbox.queue(amira, "red-flag-alert", now=timezone.now(), **alarm)
    with sweeping() as sender:
        wait_until(lambda: slow_server.mails, "the first mail", patience=60)
        kill(sender)
    leases_run_out()
    slow_server.mails.clear()

    with sweeping() as sender:
        assert sender.wait(60) == 0, sender.stderr.read()
    Message.objects.filter(state=State.PENDING).update(due_at=timezone.now())
    with sweeping() as sender:
        assert sender.wait(60) == 0, sender.stderr.read()

    message.refresh_from_db()
    assert message.state == State.UNKNOWN
    [mail] = slow_server.mails
    assert "already" in mail.get_body(["plain"]).get_content()
