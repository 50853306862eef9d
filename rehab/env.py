"""The environment, read once: every value checked, every fault told together."""

import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import environ

from rehab import values

ROOT = Path(__file__).resolve().parent.parent

# A socket's path is held in 108 bytes on Linux and 104 on macOS: a longer one cannot be bound.
LONGEST_SOCKET_PATH = 100


# What to do about each variable, said when it is missing or wrong.
HINTS = {
    "ALLOWED_HOSTS": "list the host names that people open, comma between.",
    "BASE_URL": "set it to the address people open, such as https://clinic.example.",
    "DATABASE_URL": "set it to postgresql://user:password@host:5432/name or sqlite:////path/file.",
    "DEBUG": "set it to 1 on a developer's machine, to 0 elsewhere.",
    "EMAIL_URL": "set it to smtp+tls://user:password@host:587 (STARTTLS), smtps://… (TLS from the "
    "first byte) or smtp://host:25 (no TLS).",
    "FROM_EMAIL": "set it to the sender that patients see, such as Clinic <mail@clinic.example>.",
    "PORT": "set it to a free port from 1 to 65534.",
    "REDIS_URL": "set it to redis://host:6379/0, rediss://… or redis+socket:///path/to/socket.",
    "SECRET_KEY": "set it to 50 or more random characters, such as "
    "python3 -c 'import secrets; print(secrets.token_urlsafe(50))' prints.",
    "STATE_DIR": "set it to a directory that this user may write.",
}
# Only a developer's machine gets a default for these: a clinic's data must not end in a default.
REQUIRED = [
    "ALLOWED_HOSTS",
    "BASE_URL",
    "DATABASE_URL",
    "EMAIL_URL",
    "FROM_EMAIL",
    "REDIS_URL",
    "SECRET_KEY",
]


class SettingsError(Exception):
    """What is wrong with the environment: a sentence a fault, each naming its variable."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What the machine decides; all else stands in the settings."""

    debug: bool
    state_dir: Path
    host: str
    port: int
    base_url: str
    allowed_hosts: list[str]
    secret_key: str
    database: dict[str, Any]
    redis_url: str
    own_broker: bool
    email: dict[str, Any]
    own_mailbox: bool
    from_email: str


class Reader:
    """Reads variables, and collects what is wrong with them instead of stopping at the first."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        # An empty value is what compose hands over for a variable that was left out.
        self.variables = {name: value for name, value in variables.items() if value.strip()}
        self.faults: list[str] = []

    def has(self, name: str) -> bool:
        return name in self.variables

    def get(self, name: str, parse: Callable[[str], Any], default: Any) -> Any:
        """The parsed value, or the default where the variable is missing or wrong."""
        if not self.has(name):
            return default
        try:
            return parse(self.variables[name])
        except (ValueError, TypeError, environ.ImproperlyConfigured):
            self.refuse(name, "is not usable")
            return default

    def refuse(self, name: str, fault: str) -> None:
        self.faults.append(f"{name} {fault}: {HINTS[name]}")


def read(variables: Mapping[str, str]) -> Environment:
    """Read and check the environment. Raise ``SettingsError`` with every fault found."""
    reader = Reader(variables)
    debug = reader.get("DEBUG", values.flag, True)
    for name in REQUIRED:
        if not debug and not reader.has(name):
            reader.refuse(name, "is missing, and DEBUG is off")
    port = reader.get("PORT", values.port, 8000)
    state_dir = _state_dir(reader)
    sqlite = values.sqlite(str(state_dir / "db.sqlite3"))
    own_broker = f"redis+socket://{broker_socket(state_dir)}"
    own_mailbox = values.email(f"smtp://127.0.0.1:{port + 1}")
    environment = Environment(
        debug=debug,
        state_dir=state_dir,
        host=reader.get("HOST", str, "127.0.0.1"),
        port=port,
        base_url=reader.get("BASE_URL", values.base_url, f"http://localhost:{port}"),
        allowed_hosts=reader.get("ALLOWED_HOSTS", values.words, []),
        secret_key=_secret_key(reader, state_dir, debug=debug),
        database=reader.get("DATABASE_URL", values.database, sqlite),
        redis_url=reader.get("REDIS_URL", values.redis_url, own_broker),
        own_broker=not reader.has("REDIS_URL"),
        email=reader.get("EMAIL_URL", values.email, own_mailbox),
        own_mailbox=not reader.has("EMAIL_URL"),
        from_email=reader.get("FROM_EMAIL", values.address, "Your program <no-reply@localhost>"),
    )
    if reader.faults:
        raise SettingsError(reader.faults)
    return environment


def load() -> Environment:
    """Read the process's environment, or end the process with one message that says what to do."""
    # The file never overrules what the process was given.
    if env_file := os.environ.get("ENV_FILE", str(ROOT / ".env")):
        environ.Env.read_env(env_file, overwrite=False)
    try:
        return read(os.environ)
    except SettingsError as error:
        lines = ["The settings do not allow a start:", *(f"  - {fault}" for fault in error.faults)]
        sys.stderr.write("\n".join([*lines, "See .env.example.", ""]))
        sys.exit(2)


def broker_socket(state_dir: Path) -> Path:
    """Where the local broker listens: in the state directory, or below the temporary one."""
    socket = state_dir / "broker" / "valkey.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH:
        return socket
    name = sha256(os.fsencode(state_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"rehab-{os.getuid()}-{name}" / "valkey.sock"


def outbox(state_dir: Path) -> Path:
    """Where the local mailbox keeps what was sent."""
    return state_dir / "outbox"


def _state_dir(reader: Reader) -> Path:
    path = Path(reader.variables.get("STATE_DIR", ROOT / ".state")).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reader.refuse("STATE_DIR", f"is not usable ({error.strerror})")
    if not reader.faults and not os.access(path, os.W_OK | os.X_OK):
        reader.refuse("STATE_DIR", "cannot be written")
    return path


def _secret_key(reader: Reader, state_dir: Path, *, debug: bool) -> str:
    """The given key, or on a developer's machine one made on the first run and kept."""
    if reader.has("SECRET_KEY") or not debug:
        key: str = reader.get("SECRET_KEY", str if debug else values.long_key, "")
        return key
    if reader.faults:
        return ""
    path = state_dir / "secret-key"
    # Whole or not there: of two processes that start at once, both read the first one's key.
    draft = state_dir / f"secret-key.{os.getpid()}"
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
