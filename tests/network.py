"""Holds the tests to this machine: a connection to anywhere else fails at once."""

import ipaddress
import socket
from typing import Any

import pytest


class ForeignAddress(RuntimeError):
    """A test reached for another machine."""


def confine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections and look-ups beyond loopback and unix sockets."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def local_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            refuse_unless_local(address[0])
        connect(self, address)

    def local_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        refuse_unless_local(host)
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket.socket, "connect", local_connect)
    monkeypatch.setattr(socket, "getaddrinfo", local_look_up)


def refuse_unless_local(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    # Our own name is asked for by mail clients that greet with it.
    if name in (None, "", "localhost", socket.gethostname(), socket.getfqdn()):
        return
    try:
        local = ipaddress.ip_address(name).is_loopback
    except ValueError:
        local = False
    if not local:
        raise ForeignAddress(f"A test reached for {name}; tests stay on this machine.")
