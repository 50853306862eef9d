"""The local broker: private, durable, and never two on the same files."""

import stat

import pytest
import redis

from rehab.local import broker


def test_only_its_user_can_reach_it(valkey):
    assert stat.S_IMODE(valkey.socket.stat().st_mode) == 0o700


def test_what_was_published_survives_a_kill(valkey):
    redis.Redis.from_url(valkey.client_url).rpush("reviews", "task")
    # Written through within a second; a test waits for nothing, and asks.
    redis.Redis.from_url(valkey.client_url).execute_command("WAITAOF", 1, 0, 5000)

    valkey.kill()
    valkey.start()

    assert redis.Redis.from_url(valkey.client_url).lrange("reviews", 0, -1) == [b"task"]


def test_socket_of_a_dead_broker_is_no_obstacle(valkey):
    valkey.kill()
    assert valkey.socket.exists()

    broker.prepare(valkey.socket)


def test_second_broker_on_the_same_files_is_refused(valkey):
    valkey.socket.parent.chmod(0o700)

    with pytest.raises(SystemExit, match="already listens"):
        broker.prepare(valkey.socket)


def test_directory_open_to_others_is_refused(tmp_path):
    tmp_path.chmod(0o777)

    with pytest.raises(SystemExit, match="open to other users"):
        broker.prepare(tmp_path / "valkey.sock")


def test_without_a_server_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setattr(broker, "server_binary", lambda: None)

    with pytest.raises(SystemExit, match=r"set REDIS_URL .* apt install redis-server"):
        broker.main()


def test_installed_server_serves_where_the_wheel_does_not(monkeypatch):
    monkeypatch.setattr(broker.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(broker.shutil, "which", lambda name: f"/usr/bin/{name}")

    assert broker.server_binary() == "/usr/bin/valkey-server"


@pytest.mark.parametrize(
    ("system", "machine", "expected"),
    [
        ("Linux", "x86_64", "x86_64"),
        ("Linux", "amd64", "x86_64"),
        ("Linux", "arm64", "aarch64"),
        ("Darwin", "arm64", "arm64"),
    ],
)
def test_machines_are_named_as_the_wheel_names_them(monkeypatch, system, machine, expected):
    uname = broker.os.uname_result((system, "host", "1", "1", machine))
    monkeypatch.setattr(broker.os, "uname", lambda: uname)

    assert broker._machine() == expected
