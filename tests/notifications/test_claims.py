"""Who gets which message: once, the urgent first, for as long as a lease lasts."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from notifications import delivery
from notifications.ledger import LEASE
from notifications.models import Lane, Message, State
from tests.factories import NOW
from tests.notifications.promises import Clock, promise


@pytest.fixture(autouse=True)
def note(make_kind):
    return make_kind()


@pytest.mark.django_db
def test_nothing_due_is_no_claim():
    promise(due_at=NOW + timedelta(seconds=1))

    assert delivery.claim(now=NOW, size=100) is None


@pytest.mark.django_db
def test_the_urgent_come_first_then_those_that_wait_longest(make_kind):
    make_kind("alarm", lane=Lane.ESCALATION)
    late, early = promise(), promise(due_at=NOW - timedelta(hours=1))
    alarm = promise("alarm")

    claim = delivery.claim(now=NOW, size=2)

    assert claim.ids == [alarm.pk, early.pk]
    assert delivery.claim(now=NOW, size=2).ids == [late.pk]


@pytest.mark.django_db
def test_a_claim_can_be_for_some_lanes_alone(make_kind):
    make_kind("alarm", lane=Lane.ESCALATION)
    promise()
    alarm = promise("alarm")

    assert delivery.claim(now=NOW, size=9, lanes=[Lane.ESCALATION]).ids == [alarm.pk]
    assert delivery.claim(now=NOW, size=9, lanes=[Lane.ESCALATION]) is None


@pytest.mark.django_db
def test_what_is_claimed_is_due_again_when_the_lease_is_over():
    message = promise()
    first = delivery.claim(now=NOW, size=1)

    assert delivery.claim(now=NOW + LEASE - timedelta(seconds=1), size=1) is None
    second = delivery.claim(now=NOW + LEASE, size=1)
    assert second.ids == first.ids == [message.pk]
    assert second.token != first.token


@pytest.mark.django_db
def test_a_claim_that_was_lost_sends_nothing(mail_server):
    promise()
    lost = delivery.claim(now=NOW, size=1)
    holder = delivery.claim(now=NOW + LEASE, size=1)

    clock = Clock(NOW + LEASE)
    assert delivery.deliver(lost.ids, token=lost.token, clock=clock) == 0
    assert mail_server.mails == []
    assert delivery.deliver(holder.ids, token=holder.token, clock=clock) == 1


@pytest.mark.django_db
def test_a_claim_is_as_many_queries_for_one_as_for_fifty(django_assert_num_queries):
    for expected in (1, 50):
        for _ in range(expected):
            promise()
        with django_assert_num_queries(len(Lane) + 1 + 2 * connection.in_atomic_block):
            assert len(delivery.claim(now=NOW, size=50 + expected).ids) == expected


@pytest.mark.django_db
def test_room_is_what_the_workers_can_still_take(monkeypatch):
    monkeypatch.setattr(delivery, "MOST_IN_HAND", 3)
    for _ in range(3):
        promise()
    assert delivery.room(NOW) == 3
    delivery.claim(now=NOW, size=2)
    assert delivery.room(NOW) == 1
    # A lease that is over is nobody's work.
    assert delivery.room(NOW + LEASE) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        lambda: Message.objects.due(NOW, Lane.REMINDER),
        lambda: Message.objects.orphaned(NOW),
        lambda: Message.objects.of_every_lane().filter(due_at__lte=NOW).order_by("due_at"),
    ],
)
def test_a_tick_reads_the_index_of_what_is_open_and_no_closed_message(asked):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # So few rows are read faster without any index.
            cursor.execute("SET LOCAL enable_seqscan = off")

    assert "message_sweep" in asked().explain()


@pytest.mark.django_db(transaction=True)
def test_rivals_share_what_is_due_and_claim_each_message_once():
    messages = [promise() for _ in range(60)]

    claims = at_once(lambda number: delivery.claim(now=NOW, size=5))

    claimed = [pk for claim in claims if claim for pk in claim.ids]
    assert sorted(claimed) == [message.pk for message in messages]


@pytest.mark.django_db(transaction=True)
def test_one_chunk_handed_to_24_rivals_is_sent_once(mail_server):
    for _ in range(10):
        promise()
    claim = delivery.claim(now=NOW, size=10)

    sent = at_once(lambda number: delivery.deliver(claim.ids, token=claim.token, clock=Clock()))

    assert sum(sent) == len(mail_server.mails) == len(set(mail_server.recipients())) == 10
    assert set(Message.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def at_once(call, count: int = 24) -> list:
    """Call on eight threads; a thread's connection is closed with each call."""

    def closing(number: int):
        try:
            return call(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(closing, range(count)))


@pytest.mark.django_db
def test_chunks_keep_the_order():
    claim = delivery.Claim(uuid.uuid4(), list(range(45)))

    assert [len(chunk) for chunk in claim.chunks()] == [20, 20, 5]
    assert [pk for chunk in claim.chunks() for pk in chunk] == claim.ids
