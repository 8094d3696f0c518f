"""The hand-written texts beside this file, read and checked once."""

import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from drittort.demo.world import Text

FOLDER = Path(__file__).parent / "texts"
Record = dict[str, Any]


@cache
def read(name: str) -> Record:
    """Return one file of the folder as it stands. Callers must not change it."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def people() -> tuple[Record, ...]:
    """Return all people's records, files in order of their names."""
    return tuple(p for f in sorted(FOLDER.glob("people_*.toml")) for p in tomllib.loads(f.read_text(encoding="utf-8"))["person"])


def marked(value: str | dict[str, str], language: str) -> Text:
    """Return a text with its language: the writer's, unless the record says otherwise as `{ en = "..." }`."""
    if isinstance(value, str):
        return Text(value, language)
    ((own, text),) = value.items()
    return Text(text, own)


def key(name: str) -> str:
    """Return a name as the first part of an address: "Çetinkaya" gives "cetinkaya", "Grüne" gives "gruene"."""
    table = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "ł": "l", "ı": "i", "đ": "d", "'": "", " ": ".", "’": ""})
    plain = unicodedata.normalize("NFKD", name.replace("Dr. ", "").lower().replace("i̇", "i").translate(table))
    return "".join(c for c in plain if c.isascii() and (c.isalnum() or c in ".-"))
