"""Every address x method x person x shape against canaries of another house: how many answers, and that none leaks. The tests ask a part of them a day."""

from __future__ import annotations

import os
import sys

import pytest


def main() -> int:
    """Ask everything; the count and the answers are printed."""
    from benchmarks.machine import headline

    print(headline("django"))
    os.environ["DRITTORT_CANARY"] = "whole"
    return int(
        pytest.main(["tests/test_canaries.py", "tests/architecture/test_profile_canary.py", "-q", "-s", "--durations", "2", *sys.argv[1:]])
    )


if __name__ == "__main__":
    raise SystemExit(main())
