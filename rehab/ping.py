"""Asks the broker for a sign of life.

By hand, in twenty lines: the client library would take 40 MB in every web process, and a quarter
of its start, for this one question.
"""

import socket
import ssl
from urllib.parse import SplitResult, unquote, urlsplit


def answers(url: str, *, timeout: float) -> bool:
    """Whether the server at Celery's broker address answers, each step within the timeout."""
    address = urlsplit(url)
    try:
        with connect(address, timeout) as channel, channel.makefile("rb") as replies:
            if address.password:
                channel.sendall(request("AUTH", *credentials(address)))
                replies.readline(64)
            channel.sendall(request("PING"))
            return replies.readline(64) == b"+PONG\r\n"
    except OSError:
        return False


def connect(address: SplitResult, timeout: float) -> socket.socket:
    if address.scheme == "redis+socket":
        return connect_unix(address.path, timeout)
    host = address.hostname or "localhost"
    channel = socket.create_connection((host, address.port or 6379), timeout)
    if address.scheme == "rediss":
        return ssl.create_default_context().wrap_socket(channel, server_hostname=host)
    return channel


def connect_unix(path: str, timeout: float) -> socket.socket:
    channel = socket.socket(socket.AF_UNIX)
    try:
        channel.settimeout(timeout)
        channel.connect(path)
    except OSError:
        channel.close()
        raise
    return channel


def credentials(address: SplitResult) -> list[str]:
    """The password, with the user's name before it where there is one."""
    parts = (address.username, address.password)
    return [unquote(part) for part in parts if part]


def request(*words: str) -> bytes:
    """A command in the server's protocol."""
    encoded = [word.encode() for word in words]
    lengths = (b"$%d\r\n%b\r\n" % (len(word), word) for word in encoded)
    return b"*%d\r\n%b" % (len(encoded), b"".join(lengths))
