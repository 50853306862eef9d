"""The writes about a message in hand, each fenced by its claim: not ours, not written."""

from datetime import datetime, timedelta
from typing import Any

from notifications import kinds
from notifications.models import Attempt, Channel, Message, State

# Longer than one mail can take over an open connection (four answers at EMAIL_TIMEOUT each),
# so that nobody takes a message for abandoned while it is being sent; and short enough that an
# orphan is found within 90 s.
LEASE = timedelta(seconds=60)


def start(message: Message, *, now: datetime) -> Attempt | None:
    """Write down that sending begins. ``None``: it must not, for the message is no longer ours,
    or its recipient said stop: the write itself asks, so that no "stop" slips in between.
    """
    number = message.attempts + 1
    claimed = Message.objects.in_hand(message, State.CLAIMED)
    if not _past_opt_out(message):
        claimed = claimed.without_opt_out()
    if not claimed.update(
        state=State.SENDING, due_at=now + LEASE, attempts=number, provider_id=message.reference
    ):
        lay_aside(message, State.SUPPRESSED)
        return None
    return Attempt.objects.create(message=message, number=number, started_at=now)


def _past_opt_out(message: Message) -> bool:
    return message.channel == Channel.EMAIL and kinds.is_asked_for(message.kind)


def finish(attempt: Attempt, outcome: str, *, now: datetime) -> None:
    """Write down how an attempt ended: true whoever has the message by now."""
    limit = Attempt._meta.get_field("outcome").max_length
    Attempt.objects.filter(pk=attempt.pk).update(finished_at=now, outcome=outcome[:limit])


def lay_aside(message: Message, state: State, **fields: Any) -> bool:
    """Leave a message that was claimed and not begun, if it is still ours. Say whether it was."""
    return _leave(message, State.CLAIMED, state, fields)


def close(message: Message, state: State, **fields: Any) -> bool:
    """Leave a message that was begun, if it is still ours. Say whether it was."""
    return _leave(message, State.SENDING, state, fields)


def _leave(message: Message, held: State, state: State, fields: dict[str, Any]) -> bool:
    # Rivals may hold one claim together, where a task ran twice: the token alone is no fence.
    mine = Message.objects.in_hand(message, held)
    return bool(mine.update(**{"state": state, "token": None, "due_at": None} | fields))
