"""Keeps a handful of processes running, shows their output, and leaves none behind."""

import os
import selectors
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TextIO

# A shell stands before each process: it starts a watcher that reads a pipe only we can write to,
# and becomes the process. However we end, the pipe ends, and the watcher takes its group along:
# after a kill -9 of the supervisor nothing else could.
TETHER = """
exec 3<&0
(
    read -r _ <&3
    trap '' TERM
    kill -TERM 0
    for _ in 1 2 3 4 5 6 7 8; do kill -0 $$ 2>/dev/null || break; sleep 1; done
    kill -KILL 0
) &
exec "$@" </dev/null 3<&-
"""

RESTART_AFTER = 1.0
# A process that ends this soon after the first start was set up wrongly: say so, don't retry.
TOO_SOON = 3.0
PATIENCE = 8.0


@dataclass
class Process:
    """One line of the Procfile, and the process that runs it now."""

    name: str
    command: list[str]
    running: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    starts: int = 0
    restart_at: float | None = None
    rest: bytes = b""


@dataclass
class Supervisor:
    """Starts processes, restarts what dies, and stops all of them when told to."""

    processes: list[Process]
    out: TextIO = field(default_factory=lambda: sys.stdout)
    stopping: bool = False
    code: int = 0

    def __post_init__(self) -> None:
        self.selector = selectors.DefaultSelector()
        self.width = max(len(process.name) for process in self.processes)
        self.tether, self.leash = os.pipe()

    def run(self) -> int:
        """Run until a signal or a failed start, and return the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        try:
            for process in self.processes:
                self._start(process)
            while not self.stopping:
                self._turn()
        finally:
            self._stop_all()
        return self.code

    def say(self, name: str, line: str) -> None:
        self.out.write(f"{name:<{self.width}} | {line}\n")
        self.out.flush()

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _turn(self) -> None:
        self._relay(timeout=0.2)
        now = time.monotonic()
        for process in self.processes:
            if process.running and process.running.poll() is not None:
                self._ended(process, now)
            elif process.restart_at and now >= process.restart_at:
                self._start(process)

    def _start(self, process: Process) -> None:
        process.running = subprocess.Popen(
            ["/bin/sh", "-c", TETHER, process.name, *process.command],
            stdin=self.tether,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # A group of its own: Ctrl-C reaches us alone, and a stop reaches its children too.
            start_new_session=True,
        )
        assert process.running.stdout is not None
        os.set_blocking(process.running.stdout.fileno(), False)
        self.selector.register(process.running.stdout, selectors.EVENT_READ, process)
        process.started, process.restart_at = time.monotonic(), None
        process.starts += 1

    def _ended(self, process: Process, now: float) -> None:
        code = self._forget(process)
        if process.starts == 1 and now - process.started < TOO_SOON:
            self.say(process.name, f"did not start (exit status {code}): stopping everything")
            self.stopping, self.code = True, 1
        else:
            self.say(process.name, f"ended with exit status {code}; starting it again")
            process.restart_at = now + RESTART_AFTER

    def _forget(self, process: Process) -> int:
        """Show a dead process's last words, end what it left in its group, return its status."""
        running = process.running
        assert running is not None and running.stdout is not None
        _signal_group(running.pid, signal.SIGKILL)
        self._relay(timeout=0)
        self.selector.unregister(running.stdout)
        running.stdout.close()
        process.running, process.rest = None, b""
        return running.wait()

    def _relay(self, timeout: float) -> None:
        for key, _ in self.selector.select(timeout):
            process: Process = key.data
            try:
                chunk = os.read(key.fd, 65536)
            except BlockingIOError:
                continue
            *lines, process.rest = (process.rest + chunk).split(b"\n")
            for line in lines:
                self.say(process.name, line.decode(errors="replace"))
            if not chunk:
                time.sleep(0.01)  # an ended pipe is always readable: wait for the exit status

    def _stop_all(self) -> None:
        deadline = time.monotonic() + PATIENCE
        # In the reverse order of starting: the broker and the mailbox outlive who uses them.
        for process in reversed(self.processes):
            self._stop(process, deadline)
        os.close(self.leash)
        os.close(self.tether)

    def _stop(self, process: Process, deadline: float) -> None:
        if process.running is None:
            return
        os.kill(process.running.pid, signal.SIGTERM)
        while process.running.poll() is None and time.monotonic() < deadline:
            self._relay(timeout=0.05)
        self._forget(process)


def read_procfile(path: Path) -> list[Process]:
    """The processes that a Procfile names, in its order."""
    lines = [line.strip() for line in path.read_text().splitlines()]
    pairs = [line.split(":", 1) for line in lines if line and not line.startswith("#")]
    return [Process(name.strip(), shlex.split(command)) for name, command in pairs]


def _signal_group(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return  # nobody left in it
