"""`make test`: every test on SQLite, and those that touch the database on PostgreSQL as well."""

import os
import subprocess
import sys
from contextlib import nullcontext

from tests.servers import chromium, postgresql, postgresql_tools

NO_TESTS = 5


def main(arguments: list[str]) -> int:
    given = os.environ.pop("DATABASE_URL", "")
    given = given if given.startswith("postgres") else ""
    testable = bool(given or postgresql_tools())
    announce_what_is_skipped(postgresql=testable)
    failed = run_pytest("SQLite", arguments)
    if testable:
        with nullcontext(given) if given else postgresql() as address:
            os.environ["DATABASE_URL"] = address
            failed |= run_pytest("PostgreSQL", ["--database-only", *arguments])
    return int(failed)


def announce_what_is_skipped(*, postgresql: bool) -> None:
    if not postgresql:
        say("SKIPPED: the tests on PostgreSQL. Install a server (Debian: apt install postgresql)")
        say("         or set DATABASE_URL to one that may make and drop databases.")
    if not chromium():
        say("SKIPPED: the browser tests. Install a browser (Debian: apt install chromium).")


def run_pytest(database: str, arguments: list[str]) -> bool:
    """Run one pass, and say whether it failed."""
    say(f"Tests on {database}")
    spread = [] if "-n" in arguments else ["-n", "auto", "--dist", "worksteal"]
    code = subprocess.run([sys.executable, "-m", "pytest", *spread, *arguments]).returncode
    # A selection may hold nothing for a database; the whole suite may not.
    return code != 0 and not (code == NO_TESTS and arguments != [])


def say(line: str) -> None:
    print(f"*** {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
