"""What becomes of a message, by what the world answers. The mail server is a real one."""

from datetime import timedelta

import pytest

from notifications import delivery, gateways, messages
from notifications.models import Channel, State
from people.models import ConsentKind
from people.services import patients
from tests import factories
from tests.factories import NOW
from tests.notifications.promises import Clock, deliver_due, outcomes, promise, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def note(make_kind):
    return make_kind(lifetime=timedelta(hours=3))


@pytest.fixture
def clock():
    return Clock()


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


def test_a_patient_who_wants_no_mail_can_still_ask_for_a_way_in(mail_server, clock):
    patient = factories.tomas()
    patients.consent(patient, ConsentKind.EMAIL, given=False, now=NOW)
    message = messages.promise_sign_in(patient, now=NOW)

    deliver_due(clock)

    assert state_of(message) == State.SENT
    assert len(mail_server.mails) == 1


def test_a_stop_counts_while_the_server_is_away_too(clock, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    patient = factories.tomas()
    patients.consent(patient, ConsentKind.EMAIL, given=False, now=NOW)
    message = promise(to=patient.user)

    deliver_due(clock)

    assert (state_of(message), outcomes(message)) == (State.SUPPRESSED, [])


@pytest.mark.parametrize("door", ["open", "send"])
def test_a_channel_without_a_sender_refuses_at_every_door(door):
    gateway = gateways.for_channel(Channel.PUSH)
    arguments = [None] if door == "send" else []

    with pytest.raises(gateways.Permanent, match="no sender"):
        getattr(gateway, door)(*arguments)


@pytest.mark.parametrize(
    ("kind", "given"), [(ConsentKind.SMS, [False]), (ConsentKind.EMAIL, [False, True])]
)
def test_another_channels_stop_or_one_taken_back_holds_nothing(mail_server, clock, kind, given):
    patient = factories.tomas()
    for answer in given:
        patients.consent(patient, kind, given=answer, now=NOW)
    promise(to=patient.user)

    assert deliver_due(clock) == 1


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
