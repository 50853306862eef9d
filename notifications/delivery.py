"""Promises kept: messages are claimed, looked at once more, sent, and their fate written down."""

import logging
import random
import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.db import transaction

from notifications import addressees, gate, gateways, kinds, ledger, letters, outbox
from notifications.ledger import LEASE
from notifications.models import IN_HAND, Attempt, Lane, Message, State

logger = logging.getLogger(__name__)

# What one worker sends in one go: a slow server makes it late for few.
CHUNK = 20
# A batch sends no more once this has passed, so that its last message ends within the time
# limit of a task (90 s) even if the server uses every second it may.
BUDGET = timedelta(seconds=40)
# More in hand than the workers send within a lease would be claimed again and again.
MOST_IN_HAND = 400
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=30)

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Claim:
    """Messages that are ours to send, the most urgent first, for as long as the lease lasts."""

    token: uuid.UUID
    ids: list[int]

    def chunks(self, size: int = CHUNK) -> list[list[int]]:
        return [self.ids[start : start + size] for start in range(0, len(self.ids), size)]


@transaction.atomic
def claim(*, now: datetime, size: int, lanes: Sequence[Lane] = tuple(Lane)) -> Claim | None:
    """Take up to ``size`` due messages, lane by lane; ``None`` when nothing is due."""
    ids: list[int] = []
    for lane in lanes:
        # Rivals pass over each other's rows instead of waiting for them. SQLite drops the
        # clause; its one writer at a time needs none.
        due = Message.objects.due(now, lane).select_for_update(skip_locked=True)
        ids += due.values_list("pk", flat=True)[: size - len(ids)]
    if not ids:
        return None
    token = uuid.uuid4()
    Message.objects.filter(pk__in=ids).update(state=State.CLAIMED, token=token, due_at=now + LEASE)
    return Claim(token, ids)


def room(now: datetime) -> int:
    """How many more messages may be claimed before those in hand are done."""
    leased = Message.objects.of_every_lane().filter(due_at__gt=now, due_at__lte=now + LEASE)
    return max(0, MOST_IN_HAND - leased.filter(state__in=IN_HAND).count())


def deliver(ids: Sequence[int], *, token: uuid.UUID, clock: Clock) -> int:
    """Send those that the claim still holds, and say how many a provider took.

    Called twice with the same claim it sends each once. What is not begun within the budget is
    given back, due at once.
    """
    ends_at = clock() + BUDGET
    taken = 0
    with ExitStack() as stack:
        gateway_for = cache(
            lambda channel: stack.enter_context(closing(gateways.for_channel(channel)))
        )
        for message in Message.objects.claimed(ids, token).with_recipients():
            if clock() > ends_at:
                ledger.lay_aside(message, State.PENDING, due_at=clock())
                continue
            taken += _deliver_one(message, gateway_for(message.channel), clock)
    return taken


@transaction.atomic
def settle_orphans(*, now: datetime, size: int = 100) -> int:
    """Say of messages whose sender vanished that they are in doubt. Return how many there were."""
    orphans = Message.objects.orphaned(now).select_for_update(skip_locked=True)[:size]
    return sum(_doubt(message, attempts=message.attempts, now=now) for message in orphans)


def _deliver_one(message: Message, gateway: gateways.Gateway, clock: Clock) -> bool:
    try:
        prepared = _prepare(message, gateway, clock)
    except gateways.GatewayError as fault:
        _failed_before_sending(message, fault, now=clock())
        return False
    except Exception as fault:
        # Words and last looks are other apps' code: a fault in one must not hold the others up.
        logger.exception("message %s could not be prepared", message.pk)
        reason = gateways.Transient(type(fault).__name__)
        _failed_before_sending(message, reason, now=clock())
        return False
    if prepared is None:
        return False
    letter, attempt = prepared
    try:
        # Outside any transaction: a provider may take its time, the database may not.
        provider_id = gateway.send(letter)
    except gateways.GatewayError as fault:
        _failed(message, attempt, fault, now=clock())
        return False
    return _sent(message, attempt, provider_id, now=clock())


def _prepare(
    message: Message, gateway: gateways.Gateway, clock: Clock
) -> tuple[gateways.Letter, Attempt] | None:
    """Look once more, connect, and write down that sending begins; ``None``: it does not."""
    kind = kinds.named(message.kind)
    to = addressees.of(message.recipient)
    if refused := gate.refusal(message, kind, to, now=clock()):
        ledger.lay_aside(message, refused.state, due_at=refused.due_at)
        return None
    gateway.open()
    now = clock()
    with transaction.atomic():
        attempt = ledger.start(message, now=now)
        return (letters.write(message, kind, to, now=now), attempt) if attempt else None


@transaction.atomic
def _sent(message: Message, attempt: Attempt, provider_id: str, *, now: datetime) -> bool:
    ledger.finish(attempt, "accepted", now=now)
    return ledger.close(message, State.SENT, sent_at=now, provider_id=provider_id)


@transaction.atomic
def _failed_before_sending(
    message: Message, fault: gateways.GatewayError, *, now: datetime
) -> None:
    """Write down an attempt that ended before anything had left."""
    attempt = ledger.start(message, now=now)
    if attempt:
        _failed(message, attempt, fault, now=now)


@transaction.atomic
def _failed(
    message: Message, attempt: Attempt, fault: gateways.GatewayError, *, now: datetime
) -> None:
    ledger.finish(attempt, str(fault), now=now)
    if isinstance(fault, gateways.Ambiguous):
        _doubt(message, attempts=attempt.number, now=now)
    elif isinstance(fault, gateways.Permanent):
        ledger.close(message, State.DEAD)
    else:
        ledger.close(message, State.PENDING, due_at=now + wait(attempt.number))


def _doubt(message: Message, *, attempts: int, now: datetime) -> bool:
    """Leave a message in doubt. It is not sent again; an escalation is promised anew, for an
    alarm that came twice harms less than one that never came.
    """
    in_doubt = ledger.close(message, State.UNKNOWN)
    if in_doubt and message.lane == Lane.ESCALATION:
        outbox.queue_again(message, attempts=attempts, now=now, due_at=now + wait(attempts))
    return in_doubt


def wait(attempts: int) -> timedelta:
    """How long until the next try: anything up to a bound that doubles with each one made.

    Spread over all of it, so that those who failed together don't come back together.
    """
    longest = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
    return longest * random.random()  # noqa: S311 - no secret, only a spread
