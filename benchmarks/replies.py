"""How many answers by mail come out exactly: own words without quotations, signatures and advertisements, over the shapes of tests/data/mail."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import sys
import time

from benchmarks.machine import headline
from drittort.core.mail.incoming.reading import parsed, read
from tests.mail_shapes import FOLDER, shapes

SETS = ("first", "second", "held")


def main() -> int:
    """Print each set's share, and with --show what came out otherwise."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--show", action="store_true", help="print the shapes that came out otherwise")
    arguments.add_argument("--set", choices=SETS, help="one set only")
    told = arguments.parse_args()
    print(headline())
    missed = 0
    for name in [told.set] if told.set else SETS:
        exact = total = 0
        begun = time.perf_counter()
        for each in shapes(name):
            found = read(parsed(each.raw))
            total += 1
            if found.text == each.wanted and tuple(file.name for file in found.enclosed) == each.files:
                exact += 1
            else:
                missed += 1
                if told.show:
                    print(f"--- {name}/{each.name}\n{found.text!r}\n{each.wanted!r} {[file.name for file in found.enclosed]}")
        spent = (time.perf_counter() - begun) * 1000 / max(total, 1)
        print(f"{name:8} {exact:3} of {total:3} exactly  {exact / total:6.1%}   {spent:.1f} ms each")
    print(f"shapes in {FOLDER.relative_to(FOLDER.parents[2])}")
    return 0 if not missed or not told.set else 1


if __name__ == "__main__":
    sys.exit(main())
