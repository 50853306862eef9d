"""What a promise is, and that the same one is never made twice."""

from datetime import time, timedelta

import pytest

from notifications import kinds, messages, outbox
from notifications.models import Attempt, Channel, Heartbeat, Lane, Message, Reminder, State
from tests import factories
from tests.factories import NOW
from tests.notifications.promises import promise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def note(make_kind):
    return make_kind(lifetime=timedelta(hours=3), lane=Lane.BULK)


def test_a_promise_carries_what_its_kind_says():
    message = promise(due_at=NOW + timedelta(hours=1))

    assert (message.state, message.lane, message.attempts) == (State.PENDING, Lane.BULK, 0)
    assert message.expires_at == NOW + timedelta(hours=4)


def test_the_same_key_promises_once_and_the_first_holds():
    first = promise(dedupe_key="once", about={"letter": 1})
    second = promise(dedupe_key="once", about={"letter": 2})

    assert second.pk == first.pk
    assert Message.objects.get().about == {"letter": 1}


def test_an_unknown_kind_is_not_promised():
    with pytest.raises(KeyError):
        promise("gossip")


def test_several_are_promised_in_two_queries_and_known_ones_left_alone(
    django_assert_num_queries,
):
    user = factories.UserFactory()
    promise(to=user, dedupe_key="b")
    batch = [
        outbox.promise(
            user.pk, "note", dedupe_key=key, now=NOW, due_at=NOW, channel=Channel.EMAIL, about={}
        )
        for key in "abc"
    ]

    with django_assert_num_queries(2):
        assert outbox.queue_all(batch) == 2
    assert Message.objects.count() == 3


def test_what_waits_can_be_taken_back_and_what_is_in_hand_cannot():
    waiting, claimed = promise(), promise()
    Message.objects.filter(pk=claimed.pk).update(
        state=State.CLAIMED, token="12345678-1234-5678-1234-567812345678"
    )

    assert outbox.cancel(waiting.pk) is True
    assert outbox.cancel(waiting.pk) is False
    assert outbox.cancel(claimed.pk) is False
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled", "claimed"}


def test_the_oldest_due_is_told_and_the_future_is_not():
    assert outbox.oldest_due(NOW) is None
    promise(due_at=NOW + timedelta(seconds=1))
    assert outbox.oldest_due(NOW) is None
    promise(due_at=NOW - timedelta(minutes=5))
    promise(due_at=NOW)
    assert outbox.oldest_due(NOW) == NOW - timedelta(minutes=5)


def test_two_kinds_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two kinds"):
        kinds.register(kinds.named("note"))


@pytest.mark.parametrize("ask", [messages.promise_sign_in, messages.invite])
def test_a_link_asked_for_in_haste_is_sent_once_a_minute(ask):
    patient = factories.tomas()

    asked = [ask(patient, now=NOW + timedelta(seconds=after)) for after in (0, 1, 59, 60)]

    assert len({message.pk for message in asked}) == Message.objects.count() == 2
    assert {message.channel for message in asked} == {Channel.EMAIL}


def test_a_patient_without_an_address_is_written_to_by_phone():
    patient = factories.PatientFactory(email="", phone="+442079460018")

    assert messages.invite(patient, now=NOW).channel == Channel.SMS


def test_rows_name_themselves_by_ids_alone():
    patient = factories.tomas()
    message = promise(to=patient.user)
    attempt = Attempt(message=message, number=2)
    reminder = Reminder(patient=patient, kind="note", time=time(9, 30))

    assert str(message) == f"note to account {patient.user_id} (pending)"
    assert str(attempt) == f"Attempt 2 at message {message.pk}"
    assert str(reminder) == f"note at 09:30 for patient {patient.pk}"
    assert str(Heartbeat(name="beat", seen_at=NOW)) == "beat seen 2025-03-10 09:00:00"


def test_an_escalation_that_could_expire_is_no_kind(make_kind):
    with pytest.raises(ValueError, match="until somebody has seen it"):
        make_kind("alarm", lane=Lane.ESCALATION, lifetime=timedelta(hours=1))
