#!/usr/bin/env python3
"""The two commands: `python3 dev.py run` and `python3 dev.py test`. Needs nothing but Python.

Any Python 3.8 can read this file: it looks for one that is new enough and hands over.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
NEWER_PYTHONS = ["python3.14", "python3.13", "python3.12", "python3.11"]

USAGE = """usage: python3 dev.py COMMAND

  run    start everything on this machine, with demo data on the first run
  test   run all tests; what follows goes to pytest, e.g. dev.py test -k reviews
  lint   only the checks of the code's form
  bench  run the benchmarks and print their figures
  lock   resolve requirements*.in into the locked requirements*.txt (needs uv)
  audit  look up known faults in what is locked (needs the network)
"""


def main(arguments):
    command = arguments[0] if arguments else ""
    commands = {
        "run": run, "test": test, "lint": lint, "bench": bench, "lock": lock, "audit": audit
    }  # fmt: skip
    if command not in commands:
        sys.exit(USAGE)
    hand_over_to_a_newer_python()
    os.chdir(ROOT)
    commands[command](arguments[1:])


def run(arguments):
    become("requirements-local.txt", "-m", "rehab.local.run", *arguments)


def test(arguments):
    become("requirements-dev.txt", "-m", "tests.run", *arguments)


def lint(arguments):
    become("requirements-dev.txt", "-m", "pytest", "tests/repo", *arguments)


def bench(arguments):
    become("requirements-dev.txt", "-m", "tests.bench", *arguments)


def audit(arguments):
    locks = ["-r", "requirements.txt", "-r", "requirements-local.txt"]
    become("requirements-dev.txt", "-m", "pip_audit", "--require-hashes", *locks, *arguments)


def lock(arguments):
    """Each lock is held to the one below it, so that all three name the same versions."""
    uv = shutil.which("uv") or sys.exit("dev.py lock needs uv: https://docs.astral.sh/uv/")
    below = []
    for name in ["requirements", "requirements-local", "requirements-dev"]:
        call = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
        call += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"]
        call += ["--no-emit-find-links", *arguments, *below, name + ".in", "-o", name + ".txt"]
        subprocess.run(call, check=True)
        below = ["-c", name + ".txt"]


def hand_over_to_a_newer_python():
    """Go on under a Python that is new enough, or end with a message."""
    if sys.version_info[:2] >= OLDEST:
        return
    for name in NEWER_PYTHONS:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, str(ROOT / "dev.py"), *sys.argv[1:]])
    sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ".")


def become(locked, *arguments):
    """Install what is locked, and replace this process with the environment's Python."""
    install(ROOT / locked)
    os.execv(PYTHON, [str(PYTHON), *arguments])


def install(locked):
    """Make the environment and install a lock into it, unless that was done before."""
    make_environment()
    digest = hashlib.sha256(locked.read_bytes()).hexdigest()
    stamp = VENV / (locked.name + ".installed")
    if stamp.exists() and stamp.read_text() == digest:
        return
    print(f"Installing {locked.name} …", flush=True)
    result = subprocess.run([*installer(), "--require-hashes", "-r", str(locked)])
    if result.returncode:
        sys.exit("The installation failed; its own words stand above.")
    stamp.write_text(digest)


def make_environment():
    """Make .venv, also where Python came without ensurepip; make it anew when it is broken."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""]).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    call = [sys.executable, "-m", "venv", str(VENV)]
    if shutil.which("uv") or pip_can_reach_over():
        call.append("--without-pip")
    elif not importlib.util.find_spec("ensurepip"):
        sys.exit(
            "This Python has neither ensurepip nor pip, and there is no uv: install one of them "
            "(Debian: apt install python3-venv), then try again."
        )
    subprocess.run(call, check=True)


def installer():
    """The quickest installer at hand, told to install into .venv."""
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    pip = [str(PYTHON), "-m", "pip"]
    if pip_can_reach_over():
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    # The lock is complete: resolving it again would only cost time. So would compiling all of it,
    # half of the installation: the first start compiles what it needs.
    return [*pip, "install", "--quiet", "--no-deps", "--no-compile", "--disable-pip-version-check"]


def pip_can_reach_over():
    """Whether this Python's own pip can install into .venv; copying pip there takes seconds."""
    try:
        version = importlib.metadata.version("pip")
    except importlib.metadata.PackageNotFoundError:
        return False
    return int(version.split(".")[0]) >= 23


if __name__ == "__main__":
    main(sys.argv[1:])
