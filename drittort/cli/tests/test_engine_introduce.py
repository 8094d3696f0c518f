"""`drittort engine introduce` on files as people have them."""

import json
import random
from pathlib import Path

import pytest

from drittort.cli.__main__ import main


@pytest.fixture
def house(tmp_path: Path) -> tuple[str, str]:
    """Twenty people in four companies over two months, and one whom nobody has met."""
    rng = random.Random(3)
    rows = ["source,target,at,kind"]
    for _ in range(120):
        group = rng.randrange(4)
        i, j = rng.sample([k for k in range(20) if k % 4 == group], 2)
        rows.append(f"p{i},p{j},2026-0{rng.randint(1, 2)}-{rng.randint(1, 28):02},meeting")
    people = [
        "id,company,industry,gender,sport,since,days",
        *(f"p{k},c{k % 4},i{k % 3},g{k % 2},s{k % 5},2025-01-01,Mo Di" for k in range(20)),
    ]
    people.append("alone,c9,i1,g1,s2,2026-02-20,Di")
    (tmp_path / "contacts.csv").write_text("\n".join(rows))
    (tmp_path / "people.csv").write_text("\n".join(people))
    return str(tmp_path / "contacts.csv"), str(tmp_path / "people.csv")


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, object]:
    assert main(["engine", "introduce", *argv, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_json_has_pairs_parts_reasons_bound_and_change(house: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    contacts, people = house
    found = run(capsys, contacts, "--people", people)
    met = {frozenset(line.split(",")[:2]) for line in Path(contacts).read_text().splitlines()[1:]}
    company = {line.split(",")[0]: line.split(",")[1] for line in Path(people).read_text().splitlines()[1:]}
    pairs = found["pairs"]
    assert isinstance(pairs, list)
    assert pairs
    for q in pairs:
        assert frozenset((q["a"], q["b"])) not in met
        assert company[q["a"]] != company[q["b"]]
        assert set(q["parts"]) == {"a", "p", "v", "g", "f", "closer"}
        assert 1 <= len(q["reasons"]) <= 3
        assert "gender" not in json.dumps(q["reasons"])
    assert any("alone" in (q["a"], q["b"]) for q in pairs)
    assert found["total"] == pytest.approx(sum(q["value"] for q in pairs))
    assert found["objective"] <= found["bound"]
    assert found["efficiency"]["after"] > found["efficiency"]["before"]  # type: ignore[index]
    assert found == run(capsys, contacts, "--people", people)
    assert found != run(capsys, contacts, "--people", people, "--objective", "random")


def test_lines_and_seats(house: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    contacts, people = house
    assert main(["engine", "introduce", contacts, "--people", people, "--seats", "4", "--per-person", "2"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[2].startswith("2 introductions, total value")
    assert "efficiency" in out[3]
    assert "constraint" in out[4]


def test_tiny_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.csv"
    path.write_text("source,target\n")
    assert run(capsys, str(path))["pairs"] == []
    path.write_text("source,target\na,b\n")
    assert run(capsys, str(path))["unmatched"] == [{"id": "a", "reason": "knows_everyone"}, {"id": "b", "reason": "knows_everyone"}]


def test_needs_and_offers_become_a_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contacts, people = tmp_path / "c.csv", tmp_path / "p.csv"
    contacts.write_text("source,target\na,b\nc,d\n")
    people.write_text(
        "id,needs,offers\na,I need help with my tax return,\nb,,I repair bicycles\nc,,I am a tax adviser for small companies\nd,,I teach yoga in the morning\n"
    )
    found = run(capsys, str(contacts), "--people", str(people))
    best = next(q for q in found["pairs"] if "a" in (q["a"], q["b"]))  # type: ignore[attr-defined]
    assert (best["a"], best["b"]) == ("a", "c")
    assert best["reasons"][0]["code"] == "need_offer"
    assert "tax adviser" in best["reasons"][0]["text"]


@pytest.mark.parametrize("argv", [["missing.csv"], ["CONTACTS", "--per-person", "0"], ["CONTACTS", "--seats", "-2"]])
def test_refusals_are_one_sentence(argv: list[str], house: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["engine", "introduce", *(house[0] if x == "CONTACTS" else x for x in argv)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_groups_of_a_size(house: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    contacts, people = house
    found = run(capsys, contacts, "--people", people, "--size", "4-6")
    sat = found["groups"]
    assert isinstance(sat, list)
    assert sat
    company = {line.split(",")[0]: line.split(",")[1] for line in Path(people).read_text().splitlines()[1:]}
    for group in sat:
        assert 4 <= len(group["people"]) <= 6
        assert len({company[k] for k in group["people"]}) == len(group["people"])
        assert group["reasons"]
    seated = sum(len(group["people"]) for group in sat)
    assert isinstance(found["unmatched"], list)
    assert seated + len(found["unmatched"]) == 21
    assert main(["engine", "introduce", contacts, "--people", people, "--size", "3"]) == 0
    assert "groups of" in capsys.readouterr().out
    assert main(["engine", "introduce", contacts, "--size", "1"]) != 0
