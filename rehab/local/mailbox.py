"""A mail server for one machine: takes what the app sends, keeps each mail as a file."""

import asyncio
import signal
import uuid
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from rehab import env

HOST = "127.0.0.1"


class Mailbox:
    """Stores each accepted mail in a directory, under a name that sorts by time."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
        # Renamed when whole: the page that lists them never meets half a mail.
        partial = self.directory / f"{name}.part"
        partial.write_bytes(envelope.original_content or b"")
        partial.rename(self.directory / f"{name}.eml")
        return "250 Kept"


async def serve(directory: Path, port: int) -> None:
    """Accept mail on the loopback address until told to stop."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    server = await loop.create_server(
        lambda: SMTP(Mailbox(directory), hostname="localhost", loop=loop), HOST, port
    )
    async with server:
        await stop.wait()


def main() -> None:
    environment = env.load()
    asyncio.run(serve(env.outbox(environment.state_dir), environment.port + 1))


if __name__ == "__main__":
    main()
