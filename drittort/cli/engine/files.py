"""How `drittort engine` reads files: encodings, gzip, and problems told in sentences."""

import functools
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from drittort.engine.formats import Layer, Pairs, parse_interactions, parse_layer, parse_pairs
from drittort.engine.graph import Interactions
from drittort.engine.tables import LARGEST_FILE, Parsed, People, Problem, decode, parse_people

T = TypeVar("T")
SHOWN = 10


class Refused(Exception):
    """A file or an option that cannot be used; the text is what the user reads."""


def guarded(run: Callable[[Namespace], int]) -> Callable[[Namespace], int]:
    """Wrap a command's `run`: a `Refused` goes to stderr and becomes exit code 2; a closed pipe (`| head`) ends quietly."""

    @functools.wraps(run)
    def wrapped(args: Namespace) -> int:
        try:
            return run(args)
        except Refused as refused:
            print(refused, file=sys.stderr)
            return 2
        except BrokenPipeError:
            # Python would complain once more when it flushes stdout at exit.
            sys.stdout = None
            return 0

    return wrapped


def read_text(path: str | Path) -> str:
    """Return the text of a file, or of stdin for "-": UTF-8, UTF-16 with a mark, or Windows-1252, plain or gzip. Raises Refused."""
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
    except FileNotFoundError:
        raise Refused(f"{path}: There is no such file.") from None
    except IsADirectoryError:
        raise Refused(f"{path}: This is a folder, not a file.") from None
    except OSError as error:
        raise Refused(f"{path}: The file cannot be read ({error.strerror}).") from None
    try:
        return decode(raw)
    except ValueError as error:
        raise Refused(f"{path}: {Problem(0, '', str(error), {'limit': LARGEST_FILE >> 20}).sentence}") from None


def read_interactions(path: str | Path) -> Interactions:
    """Read interactions. Lines left out are told on stderr. Raises Refused with every fatal problem's place (the first ten spelled out)."""
    return _accept(path, parse_interactions(read_text(path)))


def read_people(path: str | Path) -> People:
    """Read people. Raises Refused."""
    return _accept(path, parse_people(read_text(path)))


def read_layer(path: str | Path, *, known: Iterable[str] | None = None) -> Layer:
    """Read a layer; with `known` other ids are refused. Raises Refused."""
    return _accept(path, parse_layer(read_text(path), known=known))


def read_pairs(path: str | Path, *, known: Iterable[str] | None = None) -> Pairs:
    """Read candidate pairs; with `known` other ids are refused. Raises Refused."""
    return _accept(path, parse_pairs(read_text(path), known=known))


def _accept(path: str | Path, parsed: Parsed[T]) -> T:
    fatal = [p for p in parsed.problems if p.fatal]
    if fatal:
        raise Refused(_told(path, fatal))
    if parsed.problems:
        print(_told(path, list(parsed.problems)), file=sys.stderr)
    return parsed.value


def _told(path: str | Path, problems: list[Problem]) -> str:
    lines = [f"{path}: {problem}" for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(f"{path}: and {len(problems) - SHOWN:,} more lines with problems.")
    return "\n".join(lines)
