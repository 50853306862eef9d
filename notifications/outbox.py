"""Promises of messages: a row in the promiser's own transaction, that a sweep finds."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from notifications import kinds
from notifications.models import Channel, Message, State
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
    message, _created = Message.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "recipient": recipient,
            "channel": channel,
            "about": about or {},
            **_by_kind(kind, now=now, due_at=due_at or now),
        },
    )
    return message


def promise(
    recipient_id: int,
    kind: str,
    *,
    dedupe_key: str,
    now: datetime,
    due_at: datetime,
    channel: Channel,
    about: dict[str, Any],
) -> Message:
    """Word a promise without making it yet: for ``queue_all``."""
    return Message(
        recipient_id=recipient_id,
        dedupe_key=dedupe_key,
        channel=channel,
        about=about,
        **_by_kind(kind, now=now, due_at=due_at),
    )


def queue_all(messages: Iterable[Message]) -> int:
    """Promise several, and say how many were new. The caller holds a lock that keeps rivals with
    the same keys out: one of them would make this fail as a whole.
    """
    wanted = {message.dedupe_key: message for message in messages}
    kept = Message.objects.filter(dedupe_key__in=wanted).values_list("dedupe_key", flat=True)
    new = [wanted[key] for key in wanted.keys() - set(kept)]
    Message.objects.bulk_create(
        sorted(new, key=lambda message: message.due_at or message.created_at)
    )
    return len(new)


def queue_again(message: Message, *, attempts: int, now: datetime, due_at: datetime) -> Message:
    """Promise an escalation once more, because nobody knows whether it arrived. It says that it
    may be a repeat, and goes on counting ``attempts``, so that each next wait is longer.
    """
    again, _created = Message.objects.get_or_create(
        dedupe_key=f"again:{message.pk}",
        defaults={
            "recipient_id": message.recipient_id,
            "kind": message.kind,
            "channel": message.channel,
            "lane": message.lane,
            "about": message.about | {"repeats": message.pk},
            "attempts": attempts,
            "created_at": now,
            "due_at": due_at,
        },
    )
    return again


def cancel(message_id: int) -> bool:
    """Take a promise back, unless it is already being kept. Say whether it was taken back."""
    waiting = Message.objects.filter(pk=message_id, state=State.PENDING)
    return bool(waiting.update(state=State.CANCELLED, due_at=None))


def oldest_due(now: datetime) -> datetime | None:
    """When the message that waits longest was due; ``None`` when nothing waits."""
    due = Message.objects.of_every_lane().filter(due_at__lte=now)
    return due.order_by("due_at").values_list("due_at", flat=True).first()


def _by_kind(kind: str, *, now: datetime, due_at: datetime) -> dict[str, Any]:
    what = kinds.named(kind)
    return {
        "kind": kind,
        "lane": what.lane,
        "created_at": now,
        "due_at": due_at,
        "expires_at": due_at + what.lifetime if what.lifetime else None,
    }
