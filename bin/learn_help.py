#!/usr/bin/env python3
"""Learn where a need lies beside the offer that answers it, and write it into drittort/engine/data/meaning.npz. For developers, after bin/build_esco.py.

    .venv/bin/python bin/learn_help.py [--cache DIR]

The maps of ESCO (see bin/build_esco.py) bring texts of one trade together. Who writes a need describes a situation ("Das Finanzamt will plötzlich 9.000 Euro
nachhaben"), and no text of ESCO does. So the first encoder's map is drawn on by written needs and offers in German and English (benchmarks/needs_training.csv,
needs_training_more.csv, needs_training_blind.csv and needs_development.csv, four to six texts a topic): InfoNCE with a ridge towards the map as it was. The concepts stay where they lie; texts vote for them by
the old map, and are compared with each other by the new one. The written needs and offers themselves are kept beside the map,
as it has them. For the second encoder bin/learn_e5.py does the same, and learns its last layers too.

Some three minutes on one core (--cache keeps the encoded texts).
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from learning import WRITTEN, Encode, Floats, drawn_on, known_by, remembering, topics, unit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drittort.engine.affinity import UseEncoder, prepare  # noqa: E402

FILE = ROOT / "drittort" / "engine" / "data" / "meaning.npz"


def views(encode: Encode, rows: Sequence[tuple[str, ...]]) -> Floats:
    """The vectors of all texts, shape (topics, 6, d)."""
    prepared = [[prepare(text) for text in row] for row in rows]
    distinct = {text: number for number, text in enumerate(dict.fromkeys(text for row in prepared for text in row))}
    return encode(list(distinct))[np.array([[distinct[text] for text in row] for row in prepared])]


def main() -> None:
    """Encode, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    written, typical = topics(*WRITTEN), topics("needs_development.csv")
    with np.load(FILE) as held:
        known = {name: held[name] for name in held.files}
    mean = known["use_mean"].astype(np.float32)
    x = views(remembering(UseEncoder(), options.cache), written + typical)
    drawn = drawn_on(known["use_map"].astype(np.float32), x, mean)
    known["use_help"] = drawn.astype(np.float16)
    # The typical needs of the development set are not among them: benchmarks measure on those.
    known["use_known"] = known_by(unit((x[: len(written)] - mean) @ drawn))
    np.savez(FILE, **known)
    print(len(written), "topics")


if __name__ == "__main__":
    main()
