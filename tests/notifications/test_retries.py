"""What failed and may pass: tried again, ever later, until it is too late or for ever."""

from datetime import timedelta

import pytest

from notifications.models import Lane, Message, State
from tests import factories
from tests.factories import NOW
from tests.fakes import HANG_UP
from tests.notifications.promises import Clock, deliver_due, outcomes, promise, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def note(make_kind):
    return make_kind(lifetime=timedelta(hours=3))


@pytest.fixture
def clock():
    return Clock()


@pytest.mark.parametrize(
    ("mood", "outcome"),
    [
        ({"answer": "451 4.3.0 Later"}, "451 4.3.0"),
        ({"answer": "421 4.3.2 Closing"}, "421 4.3.2"),
        ({"sender_answer": "451 4.7.1 Grey list"}, "451 4.7.1"),
        # Our own sender refused for good: the settings are wrong, not the message.
        ({"sender_answer": "550 5.7.1 Not yours"}, "550 5.7.1"),
        ({"hangs_up_at": "RCPT"}, "SMTPServerDisconnected"),
    ],
)
def test_what_may_pass_is_tried_again_later(mail_server, clock, monkeypatch, mood, outcome):
    monkeypatch.setattr("random.random", lambda: 0.5)
    message = promise()
    vars(mail_server).update(mood)

    deliver_due(clock)

    assert state_of(message) == State.PENDING
    assert outcomes(message) == [outcome]
    assert message.due_at == NOW + timedelta(seconds=15)
    vars(mail_server).update(answer="250 OK", sender_answer=None, hangs_up_at=None)
    clock.move(seconds=15)
    assert deliver_due(clock) == 1
    assert outcomes(message) == [outcome, "accepted"]
    assert len(mail_server.mails) == 1


def test_a_line_that_breaks_before_the_text_is_made_anew_for_the_next(mail_server, clock):
    first = promise(to=factories.PatientFactory(email="odd@home.test").user)
    second, third = promise(), promise()
    mail_server.recipient_answers["odd@home.test"] = HANG_UP

    assert deliver_due(clock) == 2

    assert [state_of(each) for each in (first, second, third)] == ["pending", "sent", "sent"]
    assert mail_server.connections == 2


def test_a_server_out_of_reach_is_asked_once_a_batch(mail_server, clock, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "notifications.gateways.email.Backend.open", lambda self: asked.append(1) or refuse()
    )
    messages = [promise() for _ in range(3)]

    assert deliver_due(clock) == 0

    assert len(asked) == 1
    for message in messages:
        assert state_of(message) == State.PENDING
        assert outcomes(message) == ["ConnectionRefusedError"]


def refuse():
    raise ConnectionRefusedError


def test_a_server_that_is_really_away_costs_nothing_but_time(clock, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    message = promise()

    assert deliver_due(clock) == 0

    assert state_of(message) == State.PENDING
    assert outcomes(message) == ["ConnectionRefusedError"]


def test_an_alarm_is_tried_for_ever_with_waits_that_grow_to_half_an_hour(
    mail_server, clock, make_kind, monkeypatch
):
    make_kind("alarm", lane=Lane.ESCALATION, at_any_hour=True)
    monkeypatch.setattr("random.random", lambda: 1.0)
    mail_server.answer = "451 Later"
    message = promise("alarm")
    waits = []
    for _ in range(60):
        deliver_due(clock)
        message.refresh_from_db()
        waits.append((message.due_at - clock()).total_seconds())
        clock.now = message.due_at

    assert waits[:7] == [30, 60, 120, 240, 480, 960, 1800]
    assert set(waits[7:]) == {1800}
    mail_server.answer = "250 OK"
    assert deliver_due(clock) == 1
    assert message.tries.count() == 61


def test_a_reminder_is_tried_until_it_is_too_late(mail_server, clock):
    mail_server.answer = "451 Later"
    message = promise()
    while state_of(message) == State.PENDING:
        clock.now = message.due_at
        deliver_due(clock)
        assert clock() < NOW + timedelta(hours=4)

    assert state_of(message) == State.EXPIRED
    assert clock() >= message.expires_at


def test_a_fault_in_a_kinds_own_code_holds_no_other_message_up(
    mail_server, clock, make_kind, caplog
):
    def broken(message, now):
        raise LookupError("program 7")

    make_kind("broken", link=broken)
    make_kind("unsure", wanted=broken)
    ill, unsure, well = promise("broken"), promise("unsure"), promise()

    assert deliver_due(clock) == 1

    assert [state_of(message) for message in (ill, unsure, well)] == ["pending", "pending", "sent"]
    assert outcomes(ill) == outcomes(unsure) == ["LookupError"]
    assert f"message {ill.pk} could not be prepared" in caplog.text


def test_a_kind_that_only_newer_processes_know_waits_for_them(mail_server, clock, make_kind):
    make_kind("novelty")
    message = promise("novelty")
    Message.objects.update(kind="unheard-of")

    deliver_due(clock)

    assert state_of(message) == State.PENDING
    assert outcomes(message) == ["KeyError"]
