"""The worked cases of the specification: every field of every decision."""

import json
from pathlib import Path

import pytest

from programs.engine import Decision, canonical, decide, parse, to_json

LINES = Path(__file__).with_name("cases.jsonl").read_bytes().splitlines()
CASES = [json.loads(line) for line in LINES]
NAMES = [case["name"] for case in CASES]


def test_no_case_is_lost():
    assert len(CASES) == 131


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_worked_case_is_decided_as_written(case):
    assert decide(parse(case["history"])).to_json() == case["decision"]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_history_survives_its_json_form(case):
    history = parse(case["history"])

    assert to_json(history) == case["history"]
    assert parse(to_json(history)) == history


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_decision_survives_its_record(case):
    decision = decide(parse(case["history"]))
    stored = json.loads(canonical(decision.to_record()))

    assert Decision.from_record(stored) == decision
