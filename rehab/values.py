"""How each value of the environment is read: text in, a value out, ``ValueError`` when unusable."""

from typing import Any
from urllib.parse import unquote, urlsplit

import environ

SMTP_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
BROKER_SCHEMES = ("redis", "rediss", "redis+socket")
DATABASE_SCHEMES = ("postgresql", "postgres", "sqlite")


def flag(value: str) -> bool:
    if value.lower() in ("1", "true", "yes", "on"):
        return True
    if value.lower() in ("0", "false", "no", "off"):
        return False
    raise ValueError("unusable")


def port(value: str) -> int:
    # The local mailbox listens on the port after this one.
    if not 1 <= int(value) <= 65534:
        raise ValueError("unusable")
    return int(value)


def words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError("unusable")
    return value.rstrip("/")


def long_key(value: str) -> str:
    if len(value) < 50:
        raise ValueError("too short")
    return value


def address(value: str) -> str:
    if "@" not in value:
        raise ValueError("unusable")
    return value


def redis_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("redis", "rediss", "redis+socket") or not (
        parts.hostname or parts.path
    ):
        raise ValueError("unusable")
    return value


def email(value: str) -> dict[str, Any]:
    parts = urlsplit(value)
    if parts.scheme not in SMTP_PORTS or not parts.hostname:
        raise ValueError("unusable")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or SMTP_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def database(value: str) -> dict[str, Any]:
    # Asked first: the parser's own warning about a scheme it does not know quotes the password.
    if urlsplit(value).scheme not in DATABASE_SCHEMES:
        raise ValueError("no such database")
    config = environ.Env.db_url_config(value)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return sqlite(config["NAME"])
    if not config["NAME"]:
        raise ValueError("no database name")
    return postgresql(config)


def sqlite(name: str) -> dict[str, Any]:
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


def postgresql(config: dict[str, Any]) -> dict[str, Any]:
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
