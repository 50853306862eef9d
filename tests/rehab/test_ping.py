"""A sign of life from real brokers: over a socket and TCP, with and without a password."""

import subprocess

import pytest

from rehab import ping
from rehab.local import broker
from tests.servers import free_port, wait_until


@pytest.fixture
def guarded():
    """A broker on TCP that wants a password; its port."""
    port = free_port()
    binary = broker.server_binary()
    assert binary
    call = [
        binary,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--loglevel",
        "warning",
    ]
    process = subprocess.Popen([*call, "--requirepass", "p@ss"])
    wait_until(lambda: ping.answers(url(port, ":p%40ss@"), timeout=1), "the broker")
    yield port
    process.terminate()
    process.wait()


def url(port: int, credentials: str = "") -> str:
    return f"redis://{credentials}127.0.0.1:{port}/0"


def test_socket_is_asked(valkey):
    assert ping.answers(valkey.url, timeout=1)


def test_nobody_there_is_no(valkey):
    valkey.kill()

    assert not ping.answers(valkey.url, timeout=1)
    assert not ping.answers(url(free_port()), timeout=1)


@pytest.mark.parametrize("credentials", [":p%40ss@", "default:p%40ss@"])
def test_password_opens(guarded, credentials):
    assert ping.answers(url(guarded, credentials), timeout=1)


@pytest.mark.parametrize("credentials", ["", ":wrong@"])
def test_broker_that_does_not_let_us_in_is_no_broker(guarded, credentials):
    assert not ping.answers(url(guarded, credentials), timeout=1)


def test_server_that_speaks_no_tls_is_no_broker(guarded):
    assert not ping.answers(f"rediss://:p%40ss@127.0.0.1:{guarded}/0", timeout=1)
