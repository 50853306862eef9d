"""What kinds of message there are. An app adds its own; no words are clinical."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise

from notifications.models import Lane, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of message: its words, its urgency, and whether it is still wanted.

    ``subject`` and ``body`` are templates marked for translation, with ``{name}`` (given name),
    ``{clinic}`` and ``{url}`` to fill in. ``link`` makes the address that ``{url}`` shows, at the
    moment of sending. ``wanted`` is asked as the last thing before sending. ``lifetime`` is how
    long after it was due the message still makes sense; ``None``: for ever.
    """

    name: str
    subject: str | Promise
    body: str | Promise
    lane: Lane
    link: Callable[[Message, datetime], str]
    wanted: Callable[[Message, datetime], bool] = lambda message, now: True
    lifetime: timedelta | None = None
    # An answer to something the person just did, or an alarm: quiet hours don't hold it.
    at_any_hour: bool = False
    # Asked for by the person this very moment: by e-mail it goes even to who wants no mail,
    # or nobody could sign in again to say otherwise. SMS knows no exception from "stop".
    asked_for: bool = False

    def __post_init__(self) -> None:
        if self.lane == Lane.ESCALATION and self.lifetime is not None:
            raise ValueError(f"{self.name}: an escalation is tried until somebody has seen it")


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known. Called once per kind, when the apps start."""
    if kind.name in _kinds:
        raise ValueError(f"two kinds of message are called {kind.name}")
    _kinds[kind.name] = kind


def named(name: str) -> Kind:
    """Return a kind; raises ``KeyError`` for one that no app made known."""
    return _kinds[name]


def is_asked_for(name: str) -> bool:
    """Whether a kind answers a person's request; one that only newer processes know does not."""
    return name in _kinds and _kinds[name].asked_for


def names() -> list[str]:
    return sorted(_kinds)
