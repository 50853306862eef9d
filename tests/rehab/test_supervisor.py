"""The supervisor: nothing dies unnoticed, nothing stays behind. Real processes and signals."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rehab.env import ROOT
from rehab.local.supervisor import read_procfile
from tests.servers import wait_until

# Writes its id and waits; the children too, so that a test sees whether they are gone.
SLEEPER = """
import os, pathlib, subprocess, sys, time
me = pathlib.Path(sys.argv[1])
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
me.write_text(f"{os.getpid()} {child.pid}")
print("sleeping", flush=True)
time.sleep(60)
"""

SUPERVISE = """
import sys
from rehab.local.supervisor import Process, Supervisor
commands = [line.split("|") for line in sys.argv[1:]]
sys.exit(Supervisor([Process(name, [sys.executable, *words]) for name, *words in commands]).run())
"""


@pytest.fixture
def supervise(tmp_path):
    """Start a supervisor over processes given as ``name|argument|…``."""
    started: list[subprocess.Popen[str]] = []
    (tmp_path / "sleeper.py").write_text(SLEEPER)

    def start(*processes: str) -> subprocess.Popen[str]:
        popen = subprocess.Popen(
            [sys.executable, "-c", SUPERVISE, *processes],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        started.append(popen)
        return popen

    yield start
    for popen in started:
        popen.kill()
        popen.communicate()


@pytest.fixture
def sleeper(tmp_path):
    """A process that lasts, with a child; and how to learn their ids."""
    pids = tmp_path / "pids"
    return f"web|{tmp_path / 'sleeper.py'}|{pids}", pids


def read_pids(path: Path) -> list[int]:
    wait_until(lambda: path.exists() and path.read_text() != "", "sleeper")
    return [int(word) for word in path.read_text().split()]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    # A zombie is dead: where nobody reaps orphans, it only waits for its entry to go.
    return state != "Z"


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(supervise, sleeper, number):
    command, pids = sleeper
    supervisor = supervise(command)
    running = read_pids(pids)

    supervisor.send_signal(number)
    output, _ = supervisor.communicate(timeout=20)

    assert supervisor.returncode == 0
    assert "web | sleeping" in output
    assert [pid for pid in running if is_running(pid)] == []


@needs_proc
def test_a_killed_supervisor_leaves_nothing_behind(supervise, sleeper):
    command, pids = sleeper
    supervisor = supervise(command)
    process, _child = read_pids(pids)

    os.kill(supervisor.pid, signal.SIGKILL)

    wait_until(lambda: not any(is_running(pid) for pid in members(process)), "the group's end")


def members(group: int) -> list[int]:
    """Every process of a group."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) == group:
            found.append(int(stat.parent.name))
    return found


@needs_proc
def test_a_killed_process_is_started_again_and_its_children_do_not_stay(supervise, sleeper):
    command, pids = sleeper
    supervise(command)
    process, child = read_pids(pids)
    # One that ends at once after its start counts as set up wrongly.
    wait_until(lambda: age(process) > 3.5, "a settled process")
    pids.unlink()

    os.kill(process, signal.SIGKILL)

    assert read_pids(pids)[0] != process
    assert not is_running(process)
    assert not is_running(child)


def age(pid: int) -> float:
    """Seconds since a process started."""
    started = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19])
    uptime = float(Path("/proc/uptime").read_text().split()[0])
    return uptime - started / os.sysconf("SC_CLK_TCK")


@needs_proc
def test_a_failed_start_stops_the_others_and_says_which(supervise, sleeper):
    command, pids = sleeper
    supervisor = supervise(command, "worker|-c|print('no such queue'); raise SystemExit(3)")

    output, _ = supervisor.communicate(timeout=20)

    assert supervisor.returncode == 1
    assert "worker | no such queue" in output
    assert "worker | did not start (exit status 3): stopping everything" in output
    if pids.exists():
        assert not any(is_running(pid) for pid in read_pids(pids))


def test_the_procfile_names_what_a_run_needs():
    names = [process.name for process in read_procfile(ROOT / "Procfile")]

    assert names == ["broker", "mailbox", "web", "worker", "beat"]
