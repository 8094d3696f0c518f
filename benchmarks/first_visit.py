"""How long a first visit takes on a phone, at human pace, in both languages."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.machine import headline
from tests.journeys.human import LETTERS, TAP, WORDS


def main() -> int:
    """Drive the journey in the real browser and print what it counts."""
    print(headline("Django", "playwright"))
    print(
        f"A tap or a field costs {TAP:g} s, {LETTERS:g} letters take a second, {WORDS:g} words on the screen a minute. Each line is read once.\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:warnings", "tests/journeys/test_first_visit.py", "-k", "ninety"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line for line in ran.stdout.splitlines() if "interactions" in line]
    print("\n".join(lines) if ran.returncode == 0 else ran.stdout[-3000:])
    return ran.returncode


if __name__ == "__main__":
    raise SystemExit(main())
