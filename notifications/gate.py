"""The last look before a message goes out: whether it still should, and whether now."""

from dataclasses import dataclass
from datetime import datetime

from notifications.addressees import Addressee
from notifications.kinds import Kind
from notifications.models import Message, State
from notifications.wall_clock import quiet_until


@dataclass(frozen=True, slots=True)
class Refusal:
    """Where a message goes that may not go out; to wait, when it has a ``due_at``."""

    state: State
    due_at: datetime | None = None


def refusal(message: Message, kind: Kind, to: Addressee, *, now: datetime) -> Refusal | None:
    """Say why a message may not go out; ``None`` when it may.

    Consent is not asked here but by the write that starts the sending: a "stop" that is stored
    between a look and a write would be missed.
    """
    if message.expires_at is not None and message.expires_at <= now:
        return Refusal(State.EXPIRED)
    if not to.active or not kind.wanted(message, now):
        return Refusal(State.CANCELLED)
    morning = None if kind.at_any_hour else quiet_until(now, to.zone)
    return Refusal(State.PENDING, morning) if morning else None
