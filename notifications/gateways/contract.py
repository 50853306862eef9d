"""What every gateway promises: a letter goes out, or one of three faults says how it failed."""

from dataclasses import dataclass
from typing import Protocol


class GatewayError(Exception):
    """A letter that was not accepted. ``str()`` is the provider's code: no address, no words."""


class Transient(GatewayError):
    """Certainly not sent, and worth another try later."""


class Permanent(GatewayError):
    """Certainly not sent, and no later try would be: a person has to mend it."""


class Ambiguous(GatewayError):
    """Perhaps sent: the line broke after the text had left and before the answer came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message in words, ready to go out. Lives for as long as the sending takes."""

    to: str
    subject: str
    text: str
    html: str
    language: str
    # The same for every try at one message: what a provider can be asked about.
    reference: str


class Gateway(Protocol):
    """The way out over one channel. One instance serves one batch, over one connection."""

    def open(self) -> None:
        """Make ready to send. A fault in here is never ambiguous: nothing has left yet."""

    def send(self, letter: Letter) -> str:
        """Hand a letter over and return the id under which the provider knows it."""

    def close(self) -> None:
        """End the connection; never raises."""
