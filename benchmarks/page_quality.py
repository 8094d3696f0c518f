"""Findings of axe-core, the Nu HTML checker and sideways scrolling on every page, in all eight combinations of theme, width and language."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Run the page tests with every look and print how many findings there are."""
    from benchmarks.machine import headline
    from tests.page_quality import LOOKS

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--look", choices=["all", *map(str, LOOKS)], default="all")
    args = parser.parse_args()
    print(headline("Django", "playwright"))
    failed = 0
    for look in LOOKS if args.look == "all" else [args.look]:
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "tests/journeys/test_page_quality.py", "--tb=short"],
            cwd=ROOT, env={**os.environ, "DRITTORT_PAGE_QUALITY": str(look)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        lines = [line[1:].strip() for line in done.stdout.splitlines() if line.startswith("E  ")]
        told = next(
            (line for line in lines if "findings on" in line), "0 findings" if done.returncode == 0 else "it did not run to its end"
        )
        print(f"  {look!s:16} {told.removeprefix('AssertionError: ').partition(';')[0]} ({time.monotonic() - began:.0f} s)", flush=True)
        for line in lines[1:]:
            print(f"      {line}")
        failed += done.returncode != 0
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
