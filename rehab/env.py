"""The environment, read once: every value checked, every fault told together."""

import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ

ROOT = Path(__file__).resolve().parent.parent

# A socket's path is held in 108 bytes on Linux and 104 on macOS: a longer one cannot be bound.
LONGEST_SOCKET_PATH = 100

SMTP_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


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

    def get(self, name: str, parse: Callable[[str], Any], default: Any, hint: str) -> Any:
        """The parsed value, or the default where the variable is missing or wrong."""
        if not self.has(name):
            return default
        try:
            return parse(self.variables[name])
        except (ValueError, TypeError, environ.ImproperlyConfigured):
            self.faults.append(f"{name} is not usable: {hint}")
            return default

    def require(self, name: str, hint: str) -> None:
        if not self.has(name):
            self.faults.append(f"{name} is missing, and DEBUG is off: {hint}")


def read(variables: Mapping[str, str]) -> Environment:
    """Read and check the environment. Raise ``SettingsError`` with every fault found."""
    reader = Reader(variables)
    debug = reader.get("DEBUG", _flag, True, "set it to 1 or 0.")
    if not debug:
        _require_production(reader)
    port = reader.get("PORT", _port, 8000, "set it to a free port from 1 to 65534.")
    state_dir = _state_dir(reader)
    environment = Environment(
        debug=debug,
        state_dir=state_dir,
        host=reader.get("HOST", str, "127.0.0.1", "set it to an address of this machine."),
        port=port,
        base_url=reader.get(
            "BASE_URL",
            _base_url,
            f"http://localhost:{port}",
            "set it to the address people open, such as https://clinic.example.",
        ),
        allowed_hosts=reader.get("ALLOWED_HOSTS", _words, [], "list host names, comma between."),
        secret_key=_secret_key(reader, state_dir, debug=debug),
        database=reader.get(
            "DATABASE_URL",
            _database,
            _sqlite(str(state_dir / "db.sqlite3")),
            "set it to postgresql://user:password@host:5432/name or sqlite:////path/to/file.",
        ),
        redis_url=reader.get(
            "REDIS_URL",
            _redis_url,
            f"redis+socket://{broker_socket(state_dir)}",
            "set it to redis://host:6379/0, rediss://… or redis+socket:///path/to/socket.",
        ),
        own_broker=not reader.has("REDIS_URL"),
        email=reader.get(
            "EMAIL_URL",
            _email,
            _email(f"smtp://127.0.0.1:{port + 1}"),
            "set it to smtp+tls://user:password@host:587 (STARTTLS), smtps://… (TLS from the "
            "first byte) or smtp://host:25 (no TLS).",
        ),
        own_mailbox=not reader.has("EMAIL_URL"),
        from_email=reader.get(
            "FROM_EMAIL",
            _address,
            "Your program <no-reply@localhost>",
            "set it to an address such as Your program <no-reply@clinic.example>.",
        ),
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
        print("\n".join([*lines, "See .env.example."]), file=sys.stderr)
        sys.exit(2)


def broker_socket(state_dir: Path) -> Path:
    """Where the local broker listens: in the state directory, or below the temporary one."""
    socket = state_dir / "broker" / "valkey.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH:
        return socket
    name = sha256(os.fsencode(state_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"rehab-{os.getuid()}-{name}" / "valkey.sock"


def _require_production(reader: Reader) -> None:
    hints = {
        "SECRET_KEY": "set it to 50 or more random characters and keep it secret.",
        "DATABASE_URL": "set it to postgresql://user:password@host:5432/name.",
        "REDIS_URL": "set it to redis://host:6379/0.",
        "EMAIL_URL": "set it to smtp+tls://user:password@host:587.",
        "FROM_EMAIL": "set it to the sender that patients see.",
        "ALLOWED_HOSTS": "list the host names that people open, comma between.",
        "BASE_URL": "set it to the address people open, such as https://clinic.example.",
    }
    for name, hint in hints.items():
        reader.require(name, hint)


def _state_dir(reader: Reader) -> Path:
    path = Path(reader.variables.get("STATE_DIR", ROOT / ".state")).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reader.faults.append(
            f"STATE_DIR is not usable: set it to a directory this user may write ({error})."
        )
    return path


def _secret_key(reader: Reader, state_dir: Path, *, debug: bool) -> str:
    """The given key, or on a developer's machine one made on the first run and kept."""
    if reader.has("SECRET_KEY"):
        return reader.get(
            "SECRET_KEY",
            str if debug else _long_key,
            "",
            "set it to 50 or more random characters, such as "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))' prints.",
        )
    if not debug or reader.faults:
        return ""
    path = state_dir / "secret-key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with open(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()


def _flag(value: str) -> bool:
    if value.lower() in ("1", "true", "yes", "on"):
        return True
    if value.lower() in ("0", "false", "no", "off"):
        return False
    raise ValueError(value)


def _port(value: str) -> int:
    # The local mailbox listens on the port after this one.
    if not 1 <= int(value) <= 65534:
        raise ValueError(value)
    return int(value)


def _words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(value)
    return value.rstrip("/")


def _long_key(value: str) -> str:
    if len(value) < 50:
        raise ValueError("too short")
    return value


def _address(value: str) -> str:
    if "@" not in value:
        raise ValueError(value)
    return value


def _redis_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("redis", "rediss", "redis+socket") or not (
        parts.hostname or parts.path
    ):
        raise ValueError(value)
    return value


def _email(value: str) -> dict[str, Any]:
    parts = urlsplit(value)
    if parts.scheme not in SMTP_PORTS or not parts.hostname:
        raise ValueError(value)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or SMTP_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def _database(value: str) -> dict[str, Any]:
    config = environ.Env.db_url_config(value)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return _sqlite(config["NAME"])
    if config["ENGINE"] == "django.db.backends.postgresql" and config["NAME"]:
        return _postgresql(config)
    raise ValueError(value)


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            # A transaction that starts by reading and then writes fails at once under rivals,
            # whatever the timeout: take the write lock at its start.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # INSERT OR REPLACE slips past an append-only trigger without recursive_triggers.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
            "PRAGMA foreign_keys=ON;PRAGMA recursive_triggers=ON;",
        },
    }


def _postgresql(config: dict[str, Any]) -> dict[str, Any]:
    options = {
        "connect_timeout": 5,
        # A process that died in mid-transaction must not keep its locks for hours.
        "options": "-c idle_in_transaction_session_timeout=60000",
    }
    return {
        **config,
        # A new connection a request costs seven times the insert it is opened for.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | config.get("OPTIONS", {}),
    }
