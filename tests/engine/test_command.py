"""The engine as a command: JSON lines in and out, with nothing but Python."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from programs.engine import decide, fields, to_json
from programs.engine.__main__ import main, run
from tests.engine.patients import patient

ROOT = Path(__file__).parents[2]
HISTORY = json.dumps(to_json(patient()))
DECISION = decide(patient()).to_json()
WORSE = HISTORY.replace('"pain_peak": 3', '"pain_peak": 11', 1)


def answers(*lines: str | bytes, **options: bool) -> tuple[int, list[dict]]:
    out = io.StringIO()
    raw = [line.encode() if isinstance(line, str) else line for line in lines]
    status = run((line + b"\n" for line in raw), out, **options)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def command(arguments: list[str], given: bytes) -> subprocess.CompletedProcess[bytes]:
    # -S and -I: no site-packages, so that Django could not even be found.
    start = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
    start += "sys.argv[0] = 'engine'; runpy.run_module('programs.engine', run_name='__main__')"
    call = [sys.executable, "-I", "-S", "-W", "error", "-c", start, str(ROOT), *arguments]
    return subprocess.run(call, input=given, capture_output=True, timeout=60, check=False)


def test_the_command_decides_lines_without_anything_installed():
    done = command([], f"{HISTORY}\n\n{{}}\n{HISTORY}\n".encode())

    decided = [json.loads(line) for line in done.stdout.splitlines()]
    assert decided == [DECISION, {"error": "line 3: now: is missing"}, DECISION]
    assert done.returncode == 1
    assert done.stderr == b""


def test_the_command_ends_well_when_every_line_is_a_history():
    done = command([], HISTORY.encode())

    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, DECISION, b"")


def test_the_command_ends_quietly_when_nobody_reads_on():
    start = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
    start += "runpy.run_module('programs.engine', run_name='__main__')"
    call = [sys.executable, "-I", "-S", "-c", start, str(ROOT), "--rules"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        complaint = process.stderr.read()

    assert complaint == b""
    assert process.returncode == 1


def test_a_closed_pipe_is_no_error_of_ours(monkeypatch):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as closed:
        monkeypatch.setattr(sys, "stdout", closed)

        assert main(["--rules"]) == 1


def test_blank_lines_are_skipped_but_counted():
    status, decided = answers("", "   ", HISTORY, "\t\r", "{}")

    assert decided == [DECISION, {"error": "line 5: now: is missing"}]
    assert status == 1


def test_every_answer_is_given_before_the_next_line_is_read():
    out = io.StringIO()

    def lines():
        for count in range(3):
            assert len(out.getvalue().splitlines()) == count
            yield HISTORY.encode()

    assert run(lines(), out) == 0


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("{", "not JSON: Expecting property name enclosed in double quotes at column 2"),
        ("nonsense", "not JSON: Expecting value at column 1"),
        (HISTORY + "x", "not JSON: Extra data"),
        (HISTORY[:-1], "not JSON: Expecting ',' delimiter"),
        (b"\xff", "not UTF-8 at byte 1"),
        (b'{"now": "\xc3\x28"}', "not UTF-8 at byte 10"),
        ("NaN", "not JSON: NaN is not a number"),
        ('{"now": -Infinity}', "not JSON: -Infinity is not a number"),
        ('{"now": 1, "now": 2}', "now: stands twice"),
        ("[" * 200_000, "not a history: nested too deeply"),
        ('{"now": ' + "9" * 5000 + "}", "not a history: a number of thousands of digits"),
        ("[]", "a list is not an object"),
        ("5", "5 is not an object"),
        ("1e999", "Infinity is not an object"),
        ('"\\ud800"', '"\\ud800" is not an object'),
        ('{"rules": 5}', "rules: is not an object"),
        ('{"rules": {"pain": 5}}', "rules.pain: is not a field of a rule set"),
        ('{"rules": {"low.window": 99}}', "rules.low.window: 99 is not in 1..14"),
        ('{"rules": {"low.window": true}}', "rules.low.window: true is not an integer"),
        ('{"rules": {"low.window": 1, "low.window": 2}}', "low.window: stands twice"),
        (WORSE, "sessions[0].pain_peak: 11 is not in 0..10"),
    ],
)
def test_a_malformed_line_is_answered_in_its_place(line, error):
    status, decided = answers(HISTORY, line, HISTORY)

    assert decided[0] == decided[2] == DECISION
    assert decided[1]["error"].startswith(f"line 2: {error}")
    assert status == 1


def test_a_line_may_carry_rules():
    strict = json.loads(HISTORY) | {"rules": {"moderate.greens_needed": 4, "moderate.min_days": 9}}

    assert answers(json.dumps(strict))[1][0]["reasons"] == ["MIN_DAYS"]
    assert answers(json.dumps(strict | {"rules": {}})) == (0, [DECISION])


def test_a_decision_can_say_why():
    status, decided = answers(HISTORY, why=True)

    assert status == 0
    assert decided == [decide(patient()).to_record()]


def test_the_rules_are_listed_one_a_line(capsys):
    assert main(["--rules"]) == 0

    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["name"] for each in listed] == [field.name for field in fields()]
    assert listed[0].keys() == {"name", "default", "low", "high", "unit", "source", "help"}


def test_the_command_reads_standard_input(monkeypatch, capsys):
    given = io.TextIOWrapper(io.BytesIO(HISTORY.encode()))
    monkeypatch.setattr(sys, "stdin", given)

    assert main(["--why"]) == 0
    assert json.loads(capsys.readouterr().out) == decide(patient()).to_record()


def test_help_says_what_the_command_does(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    assert ended.value.code == 0
    assert "one decision a line" in capsys.readouterr().out
