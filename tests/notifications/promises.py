"""Promises for tests, and a clock that stands where it is put."""

from datetime import datetime, timedelta
from typing import Any

from notifications import delivery, outbox
from notifications.models import Message
from people.models import User
from tests import factories
from tests.factories import NOW


class Clock:
    """Shows the same time until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def promise(kind: str = "note", *, to: User | None = None, **fields: Any) -> Message:
    """A message due now, to a patient of its own if nobody is named."""
    to = to or factories.PatientFactory().user
    count = Message.objects.count()
    return outbox.queue(to, kind, **{"dedupe_key": f"{kind}:{count}", "now": NOW} | fields)


def deliver_due(clock: Clock) -> int:
    """Claim everything due and send it, as one worker would."""
    claim = delivery.claim(now=clock(), size=100)
    return delivery.deliver(claim.ids, token=claim.token, clock=clock) if claim else 0


def state_of(message: Message) -> str:
    """Where a message is by now."""
    message.refresh_from_db()
    return message.state


def outcomes(message: Message) -> list[str]:
    """What came of each try at it, in order."""
    return list(message.tries.values_list("outcome", flat=True))
