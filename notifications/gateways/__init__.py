"""The only places that talk to the world: one gateway for each channel."""

from notifications.models import Channel

from .contract import Ambiguous, Gateway, GatewayError, Letter, Permanent, Transient
from .email import EmailGateway

__all__ = [
    "Ambiguous",
    "Gateway",
    "GatewayError",
    "Letter",
    "Permanent",
    "Transient",
    "for_channel",
]


class NoSender:
    """Stands where no provider is configured: what was promised over it becomes work for staff."""

    def open(self) -> None:
        raise Permanent("no sender for this channel")

    def send(self, letter: Letter) -> str:
        raise Permanent("no sender for this channel")

    def close(self) -> None:
        """Nothing was open."""


SENDERS = {Channel.EMAIL: EmailGateway}


def for_channel(channel: str) -> Gateway:
    """Return a gateway for one batch of letters."""
    return SENDERS.get(Channel(channel), NoSender)()
