"""What becomes of a message, by what the world answers. The mail server is a real one."""

from datetime import timedelta

import pytest

from notifications import delivery
from notifications.ledger import LEASE
from notifications.models import Attempt, Channel, Lane, Message, State
from people.models import ConsentKind
from people.services import patients
from tests import factories
from tests.factories import NOW
from tests.notifications.promises import Clock, deliver_due, promise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def note(make_kind):
    return make_kind(lifetime=timedelta(hours=3))


@pytest.fixture
def clock():
    return Clock()


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def outcomes(message: Message) -> list[str]:
    return list(message.tries.values_list("outcome", flat=True))


def test_a_message_that_is_taken_is_sent_with_its_attempt_on_record(mail_server, clock):
    message = promise()

    assert deliver_due(clock) == 1

    assert state_of(message) == State.SENT
    assert (message.sent_at, message.attempts) == (NOW, 1)
    assert (message.token, message.due_at) == (None, None)
    attempt = message.tries.get()
    assert (attempt.number, attempt.started_at, attempt.finished_at) == (1, NOW, NOW)
    assert attempt.outcome == "accepted"
    [mail] = mail_server.mails
    assert mail["Message-ID"] == message.provider_id == message.reference


def test_a_refused_address_is_work_for_staff_and_holds_nobody_up(mail_server, clock):
    gone = factories.PatientFactory(email="gone@home.test").user
    mail_server.recipient_answers["gone@home.test"] = "550 5.1.1 <gone@home.test> unknown"
    refused, fine = promise(to=gone), promise()

    assert deliver_due(clock) == 1

    assert (state_of(refused), state_of(fine)) == (State.DEAD, State.SENT)
    # The server repeats the address; the record keeps the codes alone.
    assert outcomes(refused) == ["550 5.1.1"]
    assert mail_server.connections == 1


def test_a_text_that_is_refused_for_good_is_work_for_staff(mail_server, clock):
    mail_server.answer = "554 5.7.1 Refused"
    message = promise()

    deliver_due(clock)

    assert state_of(message) == State.DEAD
    assert outcomes(message) == ["554 5.7.1"]


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


def test_no_address_and_no_sender_are_work_for_staff(mail_server, clock):
    unreachable = promise(to=factories.PatientFactory(email="", phone="+442079460018").user)
    texted = promise(channel=Channel.SMS)

    assert deliver_due(clock) == 0

    assert (state_of(unreachable), outcomes(unreachable)) == (State.DEAD, ["no address"])
    assert (state_of(texted), outcomes(texted)) == (State.DEAD, ["no sender for this channel"])


def test_a_patient_who_said_stop_gets_nothing_even_of_what_is_claimed(mail_server, clock):
    patient = factories.tomas()
    patients.consent(patient, ConsentKind.EMAIL, given=True, now=NOW - timedelta(days=2))
    message = promise(to=patient.user)
    claim = delivery.claim(now=NOW, size=1)
    patients.consent(patient, ConsentKind.EMAIL, given=False, now=NOW)

    assert delivery.deliver(claim.ids, token=claim.token, clock=clock) == 0

    assert state_of(message) == State.SUPPRESSED
    assert (message.attempts, outcomes(message), mail_server.mails) == (0, [], [])


@pytest.mark.parametrize(
    ("kind", "given"), [(ConsentKind.SMS, [False]), (ConsentKind.EMAIL, [False, True])]
)
def test_another_channels_stop_or_one_taken_back_holds_nothing(mail_server, clock, kind, given):
    patient = factories.tomas()
    for answer in given:
        patients.consent(patient, kind, given=answer, now=NOW)
    promise(to=patient.user)

    assert deliver_due(clock) == 1


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


def test_what_is_not_begun_in_time_is_given_back(mail_server, clock, make_kind):
    def slow_link(message, now):
        clock.move(seconds=25)
        return "https://clinic.test/"

    make_kind(link=slow_link)
    messages = [promise() for _ in range(4)]

    assert deliver_due(clock) == 2

    assert [state_of(message) for message in messages] == ["sent", "sent", "pending", "pending"]
    assert messages[3].due_at == clock()
    assert messages[3].attempts == 0


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


def test_a_batch_goes_over_one_connection_and_each_mail_takes_four_writes(
    mail_server, clock, django_assert_num_queries
):
    for number in (1, 8):
        for _ in range(number):
            promise()
        claim = delivery.claim(now=NOW, size=8)
        before = mail_server.connections
        # Reading the chunk once; then start, attempt, outcome, sent: in two transactions each.
        with django_assert_num_queries(1 + number * (4 + 2 * 2)):
            assert delivery.deliver(claim.ids, token=claim.token, clock=clock) == number
        assert mail_server.connections == before + 1
