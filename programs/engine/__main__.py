"""The engine as a command: histories in, decisions out, one JSON object a line."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, NoReturn, TextIO

from programs.engine.decide import decide
from programs.engine.parse import parse
from programs.engine.reading import HistoryError
from programs.engine.rule_fields import RuleError
from programs.engine.rules import DEFAULT, RuleSet, fields

DESCRIPTION = """\
Decide histories: one JSON object a line on standard input, one decision a line on standard output,
in order. A history may carry "rules", the fields of a rule set that differ from the defaults.
A malformed line gives {"error": ...} in its place and the exit status 1; the rest is still decided.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m programs.engine",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--rules",
        action="store_true",
        help="list the fields of a rule set with default, bounds, unit and source, and exit",
    )
    parser.add_argument(
        "--why",
        action="store_true",
        help="give each reason with what was seen, what was needed and the entries behind it",
    )
    chosen = parser.parse_args(arguments)
    try:
        if chosen.rules:
            return _list_rules(sys.stdout)
        return run(sys.stdin.buffer, sys.stdout, why=chosen.why)
    except BrokenPipeError:
        # The reader has gone, as with "| head". What Python would still flush goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def run(lines: Iterable[bytes], out: TextIO, *, why: bool = False) -> int:
    """Decide every line as it comes, and return the exit status: 1 if any was malformed."""
    status = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            answer = _decided(line, why)
        except HistoryError as error:
            answer = {"error": f"line {number}: {error}"}
            status = 1
        print(json.dumps(answer), file=out, flush=True)
    return status


def _decided(line: bytes, why: bool) -> dict[str, Any]:
    value = _read(line)
    rules = _rules(value.pop("rules", {})) if isinstance(value, dict) else DEFAULT
    decision = decide(parse(value), rules)
    return decision.to_record() if why else decision.to_json()


def _rules(differences: object) -> RuleSet:
    if not isinstance(differences, dict):
        raise HistoryError("is not an object", "rules")
    try:
        return RuleSet.from_json(differences) if differences else DEFAULT
    except RuleError as error:
        raise HistoryError(error.message, f"rules.{error.field}") from None


def _read(line: bytes) -> Any:
    try:
        return json.loads(
            line.rstrip().decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_number
        )
    except UnicodeDecodeError as error:
        raise HistoryError(f"not UTF-8 at byte {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise HistoryError(f"not JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise HistoryError("not a history: nested too deeply") from None
    except HistoryError:
        raise
    except ValueError:
        # Python refuses to read thousands of digits: quadratic time.
        raise HistoryError("not a history: a number of thousands of digits") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        # The last would win without a word, and nobody could say which pain was decided on.
        raise HistoryError("stands twice", next(name for name in names if names.count(name) > 1))
    return made


def _no_number(literal: str) -> NoReturn:
    raise HistoryError(f"not JSON: {literal} is not a number")


def _list_rules(out: TextIO) -> int:
    for field in fields():
        print(json.dumps(asdict(field), ensure_ascii=False), file=out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
