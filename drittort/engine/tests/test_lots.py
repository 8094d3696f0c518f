"""A draw can be checked by whoever has its file and nothing else; whatever is changed in it shows."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drittort.cli.__main__ import main
from drittort.engine import lots

SCRIPT = Path(lots.__file__)


WORDS = st.text("aZ ß東é\n", min_size=1, max_size=12)


def file_of(names: list[str], *, seats: int = 2, secret: str = "ab" * 32, value: str = "4 8 15 16 23 42") -> dict:
    lines = [{"number": k, "salt": f"{k:016x}", "name": name, "mark": lots.mark(f"{k:016x}", name)} for k, name in enumerate(names, 1)]
    marks = [line["mark"] for line in lines]
    seed = lots.seed_of(secret, lots.list_of(marks), value)
    return {
        "format": lots.FORMAT, "title": "Wer gießt?", "seats": seats, "source": "Lotto, 2026-12-05", "promise": lots.digest(secret), "list": lots.list_of(marks),
        "lines": lines, "secret": secret, "value": value, "seed": seed, "order": [place + 1 for place in lots.drawn(marks, seed)],
    }  # fmt: skip


def before(told: dict) -> dict:
    """The same draw on the day on which its list was closed."""
    return {**told, "secret": None, "value": None, "seed": None, "order": None}


NAMES = ["Ada Lenz", "Jonas Falk", "Mara Wendt", "Neo Kaya"]


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=9), WORDS)
def test_every_name_is_drawn_once_and_the_file_holds(names, value):
    told = file_of(names, value=value)
    assert sorted(told["order"]) == list(range(1, len(names) + 1))
    assert lots.problems(json.loads(json.dumps(told)), before(told)) == []


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_whatever_is_changed_shows(data):
    told = file_of(NAMES)
    name = data.draw(st.sampled_from(["secret", "value", "seed", "order", "list", "promise", "name", "mark", "left out", "added"]))
    changed = json.loads(json.dumps(told))
    if name == "order":
        changed["order"] = changed["order"][::-1]
    elif name in ("name", "mark"):
        changed["lines"][0][name] = "0" * 64 if name == "mark" else "Somebody Else"
    elif name == "left out":
        changed["lines"].pop()
    elif name == "added":
        changed["lines"].append({"number": 5, "salt": "00", "name": "Late Comer", "mark": lots.mark("00", "Late Comer")})
    else:
        changed[name] = hashlib.sha256(data.draw(st.binary(max_size=4))).hexdigest()
    assert lots.problems(changed), name


@pytest.mark.parametrize("name", ["seats", "source", "promise", "list"])
def test_what_was_published_first_stays(name):
    told = file_of(NAMES)
    earlier = {**before(told), name: "another"}
    assert lots.problems(told, earlier) == [f"Changed since the earlier file: {name}."]


def test_a_name_that_was_taken_out_leaves_the_draw_to_be_checked():
    told = file_of(NAMES)
    told["lines"][1].update(name=None, salt="")
    assert lots.problems(told) == []


def test_by_hand_with_nothing_but_sha256():
    """As docs/draws.md shows it: the smallest of the lots is drawn first."""
    told = file_of(NAMES)
    by_hand = sorted((hashlib.sha256(f"{told['seed']}\n{line['mark']}".encode()).hexdigest(), line["number"]) for line in told["lines"])
    assert [number for _lot, number in by_hand] == told["order"]


def test_each_has_the_same_chance():
    """A thousand public values: nobody of four is drawn first more than 300 times (250 are due; 300 is beyond 3.6 standard deviations)."""
    marks = [line["mark"] for line in file_of(NAMES)["lines"]]
    first = [lots.drawn(marks, lots.seed_of("ab" * 32, lots.list_of(marks), str(k)))[0] for k in range(1000)]
    assert max(first.count(place) for place in range(4)) <= 300


def test_an_outsider_checks_with_one_file_and_plain_python(tmp_path: Path):
    told = file_of(NAMES)
    for name, held in (("earlier", before(told)), ("later", told), ("forged", {**told, "order": told["order"][::-1]})):
        (tmp_path / f"{name}.json").write_text(json.dumps(held), encoding="utf-8")

    def run(*names: str) -> subprocess.CompletedProcess[str]:
        # Isolated: not the house's packages, only what Python brings along.
        return subprocess.run([sys.executable, "-I", "-S", SCRIPT, *names], cwd=tmp_path, capture_output=True, text=True, check=False)

    good = run("earlier.json", "later.json")
    assert (good.returncode, good.stdout.splitlines()[-1]) == (0, "Everything holds.")
    assert f"  1. {NAMES[told['order'][0] - 1]}" in good.stdout
    forged = run("forged.json")
    assert (forged.returncode, forged.stdout.splitlines()[-2:]) == (1, ["The order of the lots is another one.", "Not right."])
    assert run("nowhere.json").returncode == 2
    assert main(["draw", "verify", str(tmp_path / "earlier.json"), str(tmp_path / "later.json")]) == 0
    assert main(["draw"]) == 2
