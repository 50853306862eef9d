"""`make run`: prepares the database, starts the Procfile's processes, says where to go."""

import fcntl
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rehab import env
from rehab.local.supervisor import Process, Supervisor, read_procfile

# What a run that was killed left behind is gone after a moment.
PATIENCE = 5.0


def main() -> int:
    started = time.monotonic()
    environment = env.load()
    if not environment.debug:
        sys.exit("`run` is for one machine with DEBUG on; to deploy, see the README.")
    with only_one(environment.state_dir):
        require_free(environment.host, ports(environment))
        prepare()
        # The tests run them; here they would load every page into the worker.
        os.environ["CELERY_SKIP_CHECKS"] = "1"
        put_first_on_path(Path(sys.executable).parent)
        supervisor = Supervisor(processes(environment))
        announcer = threading.Thread(
            target=announce, args=(supervisor, environment, started), daemon=True
        )
        announcer.start()
        return supervisor.run()


def processes(environment: env.Environment) -> list[Process]:
    """The Procfile's processes, without those that the environment points to elsewhere."""
    ours = {"broker": environment.own_broker, "mailbox": environment.own_mailbox}
    found = read_procfile(env.ROOT / "Procfile")
    return [process for process in found if ours.get(process.name, True)]


def ports(environment: env.Environment) -> list[int]:
    mail = [environment.port + 1] if environment.own_mailbox else []
    return [environment.port, *mail]


@contextmanager
def only_one(state_dir: Path) -> Iterator[None]:
    """Hold the state directory for this run; two brokers would ruin each other's file."""
    with open(state_dir / "run.lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            sys.exit(f"Already running, as process {lock.read()}: stop it first, or set STATE_DIR.")
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def require_free(host: str, numbers: list[int]) -> None:
    """End with a message where another program holds a port."""
    deadline = time.monotonic() + PATIENCE
    for number in numbers:
        while fault := bind_fault(host, number):
            if time.monotonic() > deadline:
                sys.exit(
                    f"Port {number} of {host} cannot be used ({fault}): stop what holds it, or "
                    "choose another, such as PORT=8100 (mail takes the port after it)."
                )
            time.sleep(0.2)


def bind_fault(host: str, number: int) -> str | None:
    """Why the port cannot be bound; ``None`` when it can."""
    with socket.socket() as probe:
        # Without it a port that a run just gave back counts as taken for a minute.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError as error:
            return error.strerror
    return None


def prepare() -> None:
    # In a process of its own: Django would stay in this one's memory for the whole run.
    result = subprocess.run([sys.executable, "-m", "rehab.local.prepare"], cwd=env.ROOT)
    if result.returncode:
        sys.exit(result.returncode)


def put_first_on_path(directory: Path) -> None:
    """Let the Procfile say `celery` and mean the one of this environment."""
    os.environ["PATH"] = f"{directory}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


def announce(supervisor: Supervisor, environment: env.Environment, started: float) -> None:
    """Once the site answers, say how long it took and where to go."""
    while not answers(environment.host, environment.port):
        time.sleep(0.1)
    took = time.monotonic() - started
    where = subprocess.run(
        [sys.executable, "manage.py", "demo", "--where"],
        cwd=env.ROOT,
        capture_output=True,
        text=True,
    )
    for line in [f"Ready in {took:.1f} s.", *where.stdout.splitlines(), "Ctrl-C stops everything."]:
        supervisor.say("", line)


def answers(host: str, port: int) -> bool:
    reachable = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - asked, not bound
    try:
        urllib.request.urlopen(f"http://{reachable}:{port}/healthz", timeout=2).close()
    except urllib.error.HTTPError:
        return True  # degraded is an answer
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
