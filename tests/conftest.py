"""Databases, servers and the browser for all tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.sqlite3.base import DatabaseOperations as SQLiteOperations
from kombu import pools

from rehab.celery import app as celery_app
from tests import network
from tests.servers import MailServer, Valkey, chromium

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests that touch the database, none with a browser",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("e2e") and not chromium():
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))
        if item.get_closest_marker("postgresql") and not on_postgresql():
            item.add_marker(pytest.mark.skip(reason="only PostgreSQL can show this"))
    if config.getoption("database_only"):
        kept = [item for item in items if touches_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def on_postgresql() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("e2e") or item.get_closest_marker("first_run"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("postgresql")
    return bool(marked or fixtures & DATABASE_FIXTURES)


@pytest.fixture(autouse=True, scope="session")
def this_machine_only() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        network.confine(monkeypatch)
        yield


@pytest.fixture(autouse=True, scope="session")
def flush_past_guards() -> Iterator[None]:
    """Let the end of a transactional test empty SQLite's append-only tables.

    PostgreSQL truncates, which no row trigger sees. SQLite deletes: there the triggers step
    aside within the transaction of the flush, and stand again before the next test.
    """
    plain = SQLiteOperations.sql_flush

    def with_triggers_aside(self: SQLiteOperations, *arguments: Any, **options: Any) -> list[str]:
        statements = plain(self, *arguments, **options)
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drops = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
        return [*drops, *statements, *(sql for _, sql in triggers)]

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(SQLiteOperations, "sql_flush", with_triggers_aside)
        yield


@pytest.fixture
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """A real broker of this test's own, with Celery pointed at it."""
    server = Valkey(tmp_path_factory.mktemp("v"))
    server.start()
    before = celery_app.conf.broker_url
    celery_app.conf.broker_url = server.url
    forget_connections()
    yield server
    forget_connections()
    celery_app.conf.broker_url = before
    server.kill()


def forget_connections() -> None:
    """Celery keeps its pools for a process's life, and would publish to a broker that is gone."""
    pools.reset()
    celery_app._after_fork()


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A real SMTP server, with the app's mail going to it."""
    server = MailServer()
    server.controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.controller.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": BROWSER_FLAGS}
