"""The second encoder's file as it is used here: the package's, with the layers that were learnt anew in their place.

Needs and offers are told apart better when the last layers of an encoder have seen some (bin/learn_e5.py; docs/decisions/044-whom-a-need-reaches.md). What was learnt
stands in data/e5.npz as bytes with their places, and belongs to one file only, which it names by its digest.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import tempfile
from pathlib import Path
from typing import IO

import numpy as np

PIECE = 1 << 20


@functools.cache
def with_learnt_layers(package: Path) -> IO[bytes]:
    """Return the file of weights `package` as it was learnt anew, open and without a name: the operating system pages it, and nothing is left when the process ends.

    It is written once a process, for an encoder may be loaded often. RuntimeError when what was learnt belongs to another file; OSError when there is no room for it.
    """
    with importlib.resources.as_file(importlib.resources.files("drittort.engine").joinpath("data/e5.npz")) as path, np.load(path) as held:
        digest, places, lengths, data = str(held["digest"]), held["places"].tolist(), held["lengths"].tolist(), held["data"].tobytes()
    file = tempfile.TemporaryFile()  # noqa: SIM115  it stays open
    try:
        seen = hashlib.sha256()
        with package.open("rb") as source:
            while piece := source.read(PIECE):
                seen.update(piece)
                file.write(piece)
        if seen.hexdigest() != digest:
            raise RuntimeError(f"{package.name} is not the file that its layers were learnt on")
        start = 0
        for place, length in zip(places, lengths, strict=True):
            file.seek(place)
            file.write(data[start : start + length])
            start += length
        file.flush()
    except BaseException:
        file.close()
        raise
    return file
