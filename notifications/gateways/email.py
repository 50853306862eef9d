"""E-mail over SMTP: one connection a batch, and a verdict on everything that can go wrong."""

import re
import smtplib
from contextlib import suppress

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from .contract import Ambiguous, GatewayError, Letter, Permanent, Transient

ENHANCED_CODE = re.compile(rb"\d\.\d{1,3}\.\d{1,3}")


class DoubtKeeping:
    """An SMTP client that knows whether a mail is in doubt.

    Between the server's "go on" (354) and its verdict the text is on its way: if the line
    breaks in between, nobody can say whether the mail was taken.
    """

    in_doubt = False

    def getreply(self) -> tuple[int, bytes]:
        code, text = super().getreply()  # type: ignore[misc]
        self.in_doubt = code == 354
        return code, text


class PlainClient(DoubtKeeping, smtplib.SMTP):
    """SMTP, with or without STARTTLS."""


class TLSClient(DoubtKeeping, smtplib.SMTP_SSL):
    """SMTP under TLS from the first byte."""


class Backend(EmailBackend):
    """Django's backend with our client in it; all settings are Django's own."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return TLSClient if self.use_ssl else PlainClient

    @property
    def broken(self) -> bool:
        """Whether the connection was lost; smtplib closes its socket when it notices."""
        return self.connection is not None and self.connection.sock is None


class EmailGateway:
    def __init__(self) -> None:
        self.backend = Backend()
        self.out_of_reach: Transient | None = None

    def open(self) -> None:
        """Connect, unless we are. A server out of reach is tried once a batch: the others of
        the batch wait for their next turn, not for twenty time-outs in a row."""
        if self.out_of_reach:
            raise self.out_of_reach
        if self.backend.broken:
            self.close()
        try:
            self.backend.open()
        except OSError as fault:
            # Refused, timed out, or our own password is wrong: no message is to blame.
            self.out_of_reach = Transient(_name(fault))
            raise self.out_of_reach from fault

    def send(self, letter: Letter) -> str:
        try:
            self.backend.send_messages([_mail(letter)])
        except (OSError, ValueError) as fault:
            verdict = self._verdict(fault)
            if isinstance(verdict, Ambiguous):
                # A server that takes texts and never answers would put the whole batch in doubt.
                self.out_of_reach = Transient("after a mail in doubt")
            raise verdict from fault
        return letter.reference

    def close(self) -> None:
        with suppress(OSError):
            self.backend.close()

    def _verdict(self, fault: OSError | ValueError) -> GatewayError:
        if getattr(self.backend.connection, "in_doubt", False):
            return Ambiguous(_name(fault))
        return _permanence(fault)(_name(fault))


def _permanence(fault: OSError | ValueError) -> type[GatewayError]:
    """A refusal of the recipient or of the text stays; one of the sender is ours to mend."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return Permanent if _reply(fault)[0] >= 500 else Transient
    # An address or a header that cannot be written as mail never will be.
    return Permanent if isinstance(fault, ValueError) else Transient


def _reply(fault: OSError | ValueError) -> tuple[int, bytes]:
    """The server's code and text; zero where it said nothing."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        # One recipient a mail.
        return next(iter(fault.recipients.values()))
    if isinstance(fault, smtplib.SMTPResponseException):
        text = fault.smtp_error
        return fault.smtp_code, text.encode() if isinstance(text, str) else text
    return 0, b""


def _name(fault: OSError | ValueError) -> str:
    """The fault in codes alone: a server's text repeats the address that it refuses."""
    code, text = _reply(fault)
    if not code:
        return type(fault).__name__
    enhanced = ENHANCED_CODE.search(text)
    return f"{code} {enhanced.group().decode()}" if enhanced else str(code)


def _mail(letter: Letter) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[letter.to],
        headers={
            "Message-ID": letter.reference,
            "Content-Language": letter.language,
            # Keeps holiday replies away (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(letter.html, "text/html")
    return mail
