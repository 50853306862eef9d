"""Real servers, private to a test: PostgreSQL, Valkey and SMTP, on loopback or a unix socket."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from rehab.local import broker

PATIENCE = 30.0


class Valkey:
    """A broker that a test may kill and start again; its files outlive it."""

    def __init__(self, directory: Path) -> None:
        self.socket = directory / "valkey.sock"
        self.url = f"redis+socket://{self.socket}"
        self.client_url = f"unix://{self.socket}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        binary = broker.server_binary()
        if binary is None:
            raise RuntimeError(broker.NO_SERVER)
        self.process = subprocess.Popen(
            broker.command(binary, self.socket), stdout=subprocess.DEVNULL
        )
        wait_until(lambda: broker.answers(self.socket), "Valkey")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


class MailServer:
    """Accepts mail like a provider's server, and keeps what it accepted.

    ``answer`` is what it says to a mail; a test sets another to be refused.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 Accepted"
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("2"):
            content = envelope.original_content or b""
            self.mails.append(message_from_bytes(content, policy=policy.default))
        return self.answer


@contextmanager
def postgresql() -> Iterator[str]:
    """A database server with nothing in it, and its address; gone with everything at the end."""
    tools = postgresql_tools()
    if tools is None:
        raise RuntimeError("No PostgreSQL server on this machine.")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="rehab-pg-") as name:
        directory = Path(name)
        # The server refuses to run as root: an unprivileged owner takes its place.
        user = "postgres" if os.geteuid() == 0 else None
        if user:
            os.chown(directory, pwd.getpwnam(user).pw_uid, -1)
        _call(tools / "initdb", "-D", directory / "data", "-U", "rehab", "-A", "trust", user=user)
        options = (
            f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={directory}"
            # Nothing here is worth a disk's patience.
            " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
            " -c max_connections=200"
        )
        start = ["-D", directory / "data", "-l", directory / "log", "-w", "-o", options, "start"]
        _call(tools / "pg_ctl", *start, user=user)
        try:
            yield f"postgresql://rehab@127.0.0.1:{port}/postgres"
        finally:
            stop = ["-D", directory / "data", "-m", "immediate", "-w", "stop"]
            _call(tools / "pg_ctl", *stop, user=user)


def postgresql_tools() -> Path | None:
    """Where initdb and pg_ctl are; Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return newest[0].parent if newest else None


def chromium() -> str | None:
    """A browser on this machine."""
    names = ["chromium", "chromium-browser", "google-chrome"]
    return next((path for name in names if (path := shutil.which(name))), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(ready: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Wait for something to become true; fail by its name."""
    deadline = time.monotonic() + patience
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not ready after {patience:.0f} s")
        time.sleep(0.02)


def _call(tool: Path, *arguments: object, user: str | None) -> None:
    # pg_ctl's server inherits its output: a pipe would never end.
    words = [str(word) for word in (tool, *arguments)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, user=user, cwd="/")
