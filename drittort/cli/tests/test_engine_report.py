"""`drittort engine report` on files as people have them."""

import gzip
import io
import json
import random
import sys

import pytest

from drittort.cli.__main__ import main
from drittort.cli.engine.report import _SENTENCES, NAMES, SECTIONS
from drittort.engine.capital.report import COUNT_KEYS, GROUP_KEYS, NETWORK_KEYS, NEWCOMER_KEYS


@pytest.fixture
def house(tmp_path):
    """Thirty people in three companies over two months; one of them alone."""
    rng = random.Random(1)
    people = [
        "id;Company;since",
        *(f"p{i};Größe {i % 3};{'01.01.2026' if i % 2 else '2026-02-10'}" for i in range(30)),
        "alone;Größe 1;2026-02-20",
    ]
    rows = ["source;target;at;kind"]
    for _ in range(200):
        i = rng.randrange(30)
        j = rng.choice([k for k in range(30) if k != i and (k % 3 == i % 3 or rng.random() < 0.2)])
        rows.append(
            f"p{i};p{j};2026-0{rng.randint(1, 2)}-{rng.randint(1, 28):02}T10:{rng.randint(10, 59)};{rng.choice(['meeting', 'message', 'reply'])}"
        )
    (tmp_path / "people.csv").write_bytes("\r\n".join(people).encode("cp1252"))
    (tmp_path / "interactions.csv.gz").write_bytes(gzip.compress("\n".join(rows).encode("utf-8-sig")))
    return tmp_path


def run(capsys, *argv):
    code = main(["engine", "report", *map(str, argv)])
    out, err = capsys.readouterr()
    return code, out, err


def test_text_says_one_sentence_for_every_measure(house, capsys):
    code, out, _ = run(capsys, house / "interactions.csv.gz", "--people", house / "people.csv")
    assert code == 0
    for title, keys in SECTIONS:
        assert title in out
        for key in keys:
            assert key == "received_gini" or NAMES[key] in out, key
    assert "by chance" in out
    assert "999 shuffles" in out
    assert max(map(len, out.splitlines())) <= 120


def test_json_has_stable_keys_and_says_how(house, capsys):
    code, out, _ = run(capsys, house / "interactions.csv.gz", "--people", house / "people.csv", "--json")
    assert code == 0
    found = json.loads(out)
    assert set(found) == {"at", "rows_without_weight", "now", "half_life", "theta", "seed", "measures", "groups"}
    assert set(found["measures"]) == {*COUNT_KEYS, *(k for k, _ in NETWORK_KEYS), *(k for k, _ in NEWCOMER_KEYS)}
    assert set(found["groups"]["company"]) == {k for k, _ in GROUP_KEYS}
    assert found["measures"]["people"]["value"] == 31
    assert found["measures"]["isolates"]["value"] == 1
    assert found["groups"]["company"]["ei_index"]["chance"]["low"] < found["groups"]["company"]["ei_index"]["chance"]["high"]
    assert found["measures"]["first_tie_days"]["n"] >= 5
    again = run(capsys, house / "interactions.csv.gz", "--people", house / "people.csv", "--json")
    assert again[1] == out


def test_a_moment_in_the_past_sees_less(house, capsys):
    early = json.loads(run(capsys, house / "interactions.csv.gz", "--at", "2026-01-05", "--json")[1])
    late = json.loads(run(capsys, house / "interactions.csv.gz", "--json")[1])
    assert early["measures"]["ties"]["value"] < late["measures"]["ties"]["value"]
    assert early["at"].startswith("2026-01-05")


def test_people_who_are_not_listed_are_told(house, capsys):
    (house / "few.csv").write_text("id\np1\n")
    _, out, _ = run(capsys, house / "interactions.csv.gz", "--people", house / "few.csv")
    assert "29 people of the interactions are not in the file of people." in out


def test_an_evening_of_too_many_is_told(tmp_path, capsys):
    pairs = [f"p{i},p{j},2026-03-01T19:00,event" for i in range(22) for j in range(i)]
    (tmp_path / "i.csv").write_text("source,target,at,kind\n" + "\n".join(pairs))
    code, out, _ = run(capsys, tmp_path / "i.csv")
    assert code == 0
    assert "Events of more than 20 people tie nobody: 231 rows do not count." in out
    assert "22 people (100 %) stand alone" in " ".join(out.split())


def test_a_small_community_gets_counts_and_the_reason(tmp_path, capsys):
    for n, rows in [(0, ""), (2, "a,b\n"), (3, "a,b\nb,c\n")]:
        (tmp_path / "i.csv").write_text("source,target\n" + rows)
        code, out, _ = run(capsys, tmp_path / "i.csv")
        assert code == 0
        assert "No network measure is shown" in out
        assert ("one person" if n == 1 else f"{n} people").capitalize() in out
        assert "Modularity" not in out


def test_left_out_lines_are_told_and_the_report_goes_on(tmp_path, capsys):
    (tmp_path / "i.csv").write_text("source,target\na,b\na,b\nb,b\n")
    code, out, err = run(capsys, tmp_path / "i.csv")
    assert code == 0
    assert "line 3: The line repeats line 2; it is left out." in err
    assert "line 4, column target" in err
    assert "2 people are known" in out.replace("  ", " ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"from,to\na,b\n", "The column source is missing; found are: from, to."),
        (b"", "The file is empty"),
        (b"source,target,at\na,b,gestern\n", "line 2, column at: gestern is not a time"),
        (b"\x00\x01\x02\x00", "neither UTF-8 nor Windows-1252"),
        (b"\x1f\x8b\x08\x00nonsense", "cannot be unpacked"),
    ],
)
def test_what_cannot_be_used_ends_with_2_and_a_sentence(tmp_path, capsys, content, said):
    (tmp_path / "i.csv").write_bytes(content)
    code, out, err = run(capsys, tmp_path / "i.csv")
    assert code == 2
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_many_problems_are_counted(tmp_path, capsys):
    (tmp_path / "i.csv").write_text("source,target,weight\n" + "a,b,-1\n" * 1500)
    code, _, err = run(capsys, tmp_path / "i.csv")
    assert code == 2
    assert len(err.splitlines()) == 11
    assert "and 1,490 more" in err


@pytest.mark.parametrize(
    "argv", [["nowhere.csv"], ["."], ["-", "--theta", "0"], ["-", "--half-life", "nan"], ["-", "--seed", "-1"], ["-", "--at", "noon"]]
)
def test_wrong_options_end_with_2(argv, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, *argv)
    assert code == 2
    assert len(err.strip().splitlines()) == 1


def test_standard_input(capsys, monkeypatch):
    stdin = io.TextIOWrapper(io.BytesIO(b"source\ttarget\na\tb\n"))
    monkeypatch.setattr(sys, "stdin", stdin)
    code, out, _ = run(capsys, "-")
    assert code == 0
    assert "one snapshot" in out


def test_every_measure_has_a_name_a_place_and_a_sentence():
    keys = {*COUNT_KEYS, *(k for part in (NETWORK_KEYS, GROUP_KEYS, NEWCOMER_KEYS) for k, _ in part)}
    assert set(NAMES) == set(_SENTENCES) == keys == {k for _, part in SECTIONS for k in part}
