"""The worked cases of the specification: every field of every decision."""

import json
from pathlib import Path

import pytest

from programs.engine import decide, parse

CASES = [
    json.loads(line) for line in Path(__file__).with_name("cases.jsonl").read_bytes().splitlines()
]


def test_no_case_is_lost():
    assert len(CASES) == 131


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_worked_case_is_decided_as_written(case):
    assert decide(parse(case["history"])).to_json() == case["decision"]
