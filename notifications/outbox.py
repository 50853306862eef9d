"""Promises of messages: a row in the promiser's own transaction, that a sweep finds."""

from datetime import datetime
from typing import Any

from notifications import kinds
from notifications.models import OPEN, Channel, Message, State
from people.models import User


def queue(
    recipient: User,
    kind: str,
    *,
    dedupe_key: str,
    now: datetime,
    due_at: datetime | None = None,
    channel: Channel = Channel.EMAIL,
    about: dict[str, Any] | None = None,
) -> Message:
    """Promise a message. The same key never promises twice.

    The row is the promise; no request talks to the broker. ``about`` holds ids and dates only:
    what the words need is read when they are sent.
    """
    what = kinds.named(kind)
    due_at = due_at or now
    message, _created = Message.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "recipient": recipient,
            "kind": kind,
            "channel": channel,
            "lane": what.lane,
            "about": about or {},
            "created_at": now,
            "due_at": due_at,
            "expires_at": due_at + what.lifetime if what.lifetime else None,
        },
    )
    return message


def cancel(message_id: int) -> bool:
    """Take a promise back, unless it is already being kept. Say whether it was taken back."""
    waiting = Message.objects.filter(pk=message_id, state=State.PENDING)
    return bool(waiting.update(state=State.CANCELLED))


def oldest_due(now: datetime) -> datetime | None:
    """When the message that waits longest was due; ``None`` when nothing waits."""
    due = Message.objects.filter(state__in=OPEN, due_at__lte=now)
    return due.order_by("due_at").values_list("due_at", flat=True).first()
