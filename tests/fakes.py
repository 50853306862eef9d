"""Servers of the world outside that misbehave on demand. They speak the real protocols."""

import asyncio

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers import MailServer

Reply = str
HANG_UP: Reply = "hang up"


class MoodyMailServer(MailServer):
    """A real SMTP server that refuses, hangs up or dawdles as a test tells it to.

    ``sender_answer`` and ``recipient_answers`` (by address) are given instead of a yes;
    ``HANG_UP`` is an answer too. ``hangs_up_at`` is "RCPT" or "DATA": after the text has come, and
    been kept; ``dawdles`` is how many seconds go by between keeping a text and saying so.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sender_answer: Reply | None = None
        self.recipient_answers: dict[str, Reply] = {}
        self.hangs_up_at: str | None = None
        self.dawdles = 0.0
        self.connections = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return answers

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> Reply:
        if self.sender_answer:
            return self.sender_answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> Reply:
        if self.hangs_up_at == "RCPT" or self.recipient_answers.get(address) == HANG_UP:
            server.transport.abort()
        if address in self.recipient_answers:
            return self.recipient_answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> Reply:
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(self.dawdles)
        if self.hangs_up_at == "DATA":
            server.transport.abort()
        return answer

    def recipients(self) -> list[str]:
        """To whom the kept mails went, in order."""
        return [str(mail["To"]) for mail in self.mails]
