"""The form of the code: lint, types, who may import whom, templates, containers."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from rehab.env import ROOT

BIN = Path(sys.executable).parent
ENGINE = sorted((ROOT / "programs" / "engine").rglob("*.py"))


def tracked(*patterns: str) -> list[str]:
    """The repository's files that match, new ones included, ignored ones not."""
    call = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    found = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in found.stdout.splitlines() if (ROOT / name).exists()]


@pytest.mark.slow
@pytest.mark.parametrize(
    "call",
    [
        ["ruff", "check"],
        ["ruff", "format", "--check"],
        ["mypy"],
        ["lint-imports"],
        ["djade", "--check", *tracked("*.html")],
        [
            "check-jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            "docker-compose.yml",
        ],
        ["hadolint", "Dockerfile"],
    ],
    ids=lambda call: " ".join(call[:2]),
)
def test_checker_finds_nothing(call):
    result = subprocess.run([BIN / call[0], *call[1:]], cwd=ROOT, capture_output=True, text=True)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.name)
def test_engine_needs_nothing_but_python(path):
    imported = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            imported.add(node.module or "")

    ours = {name for name in imported if name.startswith("programs.engine")}
    assert {name.split(".")[0] for name in imported - ours} <= sys.stdlib_module_names


def test_engine_runs_without_django():
    program = "import programs.engine, sys; print([m for m in sys.modules if 'django' in m])"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert result.stdout == "[]\n"
