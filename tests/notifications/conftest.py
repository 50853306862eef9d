"""A mail server with moods, and kinds of message that belong to no app."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from notifications import kinds
from notifications.kinds import Kind
from notifications.models import Lane
from tests.fakes import MoodyMailServer

MakeKind = Callable[..., Kind]


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MoodyMailServer]:
    server = MoodyMailServer()
    server.controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 2
    yield server
    server.controller.stop()


@pytest.fixture
def make_kind(monkeypatch: pytest.MonkeyPatch) -> MakeKind:
    """Make a kind known for the length of a test."""

    def make(name: str = "note", **fields: Any) -> Kind:
        plain = {
            "subject": "A note",
            "body": "Hello {name}, {clinic} has a note for you: {url}",
            "lane": Lane.REMINDER,
            "link": lambda message, now: "https://clinic.test/",
        }
        kind = Kind(name=name, **plain | fields)
        monkeypatch.setitem(kinds._kinds, name, kind)
        return kind

    return make
