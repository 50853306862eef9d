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
class Running:
    """A process at work, and the end of the pipe it writes to."""

    popen: subprocess.Popen[bytes]
    output: int
    started: float
    rest: bytes = b""


@dataclass
class Process:
    """One line of the Procfile, and what runs it now."""

    name: str
    command: list[str]
    running: Running | None = None
    starts: int = 0
    restart_at: float = 0.0


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
            if process.running is None:
                if now >= process.restart_at:
                    self._start(process)
            elif process.running.popen.poll() is not None:
                self._ended(process, process.running, now)

    def _start(self, process: Process) -> None:
        output, theirs = os.pipe()
        popen = subprocess.Popen(
            ["/bin/sh", "-c", TETHER, process.name, *process.command],
            stdin=self.tether,
            stdout=theirs,
            stderr=theirs,
            # A group of its own: Ctrl-C reaches us alone, and a stop reaches its children too.
            start_new_session=True,
        )
        os.close(theirs)
        self.selector.register(output, selectors.EVENT_READ, process)
        process.running = Running(popen, output, time.monotonic())
        process.starts += 1

    def _ended(self, process: Process, running: Running, now: float) -> None:
        code = self._forget(process, running)
        if process.starts == 1 and now - running.started < TOO_SOON:
            self.say(process.name, f"did not start (exit status {code}): stopping everything")
            self.stopping, self.code = True, 1
        else:
            self.say(process.name, f"ended (exit status {code}): starting it again")
            process.restart_at = now + RESTART_AFTER

    def _forget(self, process: Process, running: Running) -> int:
        """Kill what is left of a process and its group, show its last words, tell its status."""
        _kill_group(running.popen.pid)
        code = running.popen.wait()
        # The group is dead, so the pipe ends: nothing that it wrote is lost, nothing blocks.
        while self._relay_one(process, running):
            pass
        self.selector.unregister(running.output)
        os.close(running.output)
        process.running = None
        return code

    def _relay(self, timeout: float) -> None:
        for key, _ in self.selector.select(timeout):
            process: Process = key.data
            if process.running and not self._relay_one(process, process.running):
                time.sleep(0.01)  # an ended pipe stays readable until its process is forgotten

    def _relay_one(self, process: Process, running: Running) -> bool:
        """Show what there is to read; ``False`` at the end of the pipe."""
        chunk = os.read(running.output, 65536)
        *lines, running.rest = (running.rest + chunk).split(b"\n")
        for line in lines:
            self.say(process.name, line.decode(errors="replace"))
        return bool(chunk)

    def _stop_all(self) -> None:
        deadline = time.monotonic() + PATIENCE
        # In the reverse order of starting: the broker and the mailbox outlive who uses them.
        for process in reversed(self.processes):
            if process.running:
                self._stop(process, process.running, deadline)
        os.close(self.leash)
        os.close(self.tether)

    def _stop(self, process: Process, running: Running, deadline: float) -> None:
        running.popen.terminate()
        while running.popen.poll() is None and time.monotonic() < deadline:
            self._relay(timeout=0.05)
        self._forget(process, running)


def read_procfile(path: Path) -> list[Process]:
    """The processes that a Procfile names, in its order."""
    lines = [line.strip() for line in path.read_text().splitlines()]
    pairs = [line.split(":", 1) for line in lines if line and not line.startswith("#")]
    return [Process(name.strip(), shlex.split(command)) for name, command in pairs]


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return  # nobody left in it
