"""Messages of which nobody knows whether they arrived: never sent twice, never forgotten."""

from datetime import timedelta

import pytest

from notifications import delivery
from notifications.ledger import LEASE
from notifications.models import Attempt, Lane, Message, State
from tests.factories import NOW
from tests.notifications.promises import Clock, deliver_due, outcomes, promise, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def note(make_kind):
    return make_kind(lifetime=timedelta(hours=3))


@pytest.fixture
def clock():
    return Clock()


def test_a_line_that_breaks_after_the_text_leaves_the_message_in_doubt(mail_server, clock):
    mail_server.hangs_up_at = "DATA"
    message, next_one = promise(), promise()

    assert deliver_due(clock) == 0

    assert state_of(message) == State.UNKNOWN
    assert outcomes(message) == ["SMTPServerDisconnected"]
    # One mail in doubt is enough for a batch.
    assert state_of(next_one) == State.PENDING
    clock.move(hours=2)
    mail_server.hangs_up_at = None
    assert deliver_due(clock) == 1
    assert state_of(message) == State.UNKNOWN
    assert len(mail_server.mails) == 2


def test_a_server_that_never_answers_leaves_the_message_in_doubt(mail_server, clock, settings):
    settings.EMAIL_TIMEOUT = 0.2
    mail_server.dawdles = 1
    message = promise()

    deliver_due(clock)

    assert state_of(message) == State.UNKNOWN


def test_an_alarm_in_doubt_is_promised_anew_and_says_that_it_may_be_a_repeat(
    mail_server, clock, make_kind
):
    make_kind("alarm", lane=Lane.ESCALATION, at_any_hour=True)
    message = promise("alarm", about={"flag": 3})
    mail_server.hangs_up_at = "DATA"

    deliver_due(clock)

    assert state_of(message) == State.UNKNOWN
    again = Message.objects.get(dedupe_key=f"again:{message.pk}")
    # It goes on counting: the wait before each next repeat is longer.
    assert again.attempts == message.attempts == 1
    assert again.about == {"flag": 3, "repeats": message.pk}
    assert NOW <= again.due_at <= NOW + timedelta(seconds=30)
    mail_server.hangs_up_at = None
    clock.move(seconds=30)
    assert deliver_due(clock) == 1
    first, second = mail_server.mails
    assert "already" not in first.get_body(["plain"]).get_content()
    assert "already" in second.get_body(["plain"]).get_content()
    assert first["Message-ID"] != second["Message-ID"]


def test_a_sender_that_vanished_leaves_the_message_in_doubt(make_kind):
    make_kind("alarm", lane=Lane.ESCALATION)
    note, alarm = promise(), promise("alarm")
    vanish_while_sending()

    assert delivery.settle_orphans(now=NOW + LEASE - timedelta(seconds=1)) == 0
    assert delivery.settle_orphans(now=NOW + LEASE) == 2
    assert delivery.settle_orphans(now=NOW + LEASE) == 0

    assert (state_of(note), state_of(alarm)) == (State.UNKNOWN, State.UNKNOWN)
    assert Message.objects.filter(state=State.PENDING).get().about == {"repeats": alarm.pk}
    # An attempt without an end: nobody knows how it went.
    assert not Attempt.objects.filter(finished_at__isnull=False).exists()


def vanish_while_sending() -> None:
    claim = delivery.claim(now=NOW, size=100)
    for message in Message.objects.claimed(claim.ids, claim.token):
        assert delivery.ledger.start(message, now=NOW)


def test_a_slow_sender_that_was_given_up_does_not_write_over_the_verdict(
    mail_server, clock, monkeypatch
):
    """The mail left after all: the attempt says so, the message stays in doubt for a person."""
    message = promise()
    send = delivery.gateways.email.EmailGateway.send

    def slowly(self, letter):
        delivery.settle_orphans(now=NOW + LEASE)
        return send(self, letter)

    monkeypatch.setattr("notifications.gateways.email.EmailGateway.send", slowly)

    assert deliver_due(clock) == 0
    assert state_of(message) == State.UNKNOWN
    assert outcomes(message) == ["accepted"]
