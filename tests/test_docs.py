"""What the documents show is run: the examples of docs/engine.md, the tutorial notebook; and no link leads nowhere."""

from __future__ import annotations

import io
import json
import re
import tomllib
from contextlib import redirect_stdout
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("drittort/**/*.md")})


def blocks(text: str) -> list[tuple[int, str]]:
    """The python blocks of a page with the line on which each begins."""
    return [
        (text.count("\n", 0, found.start(1)) + 1, found.group(1)) for found in re.finditer(r"^```python\n(.*?)^```$", text, re.S | re.M)
    ]


def test_the_examples_of_the_engine_run():
    page = ROOT / "docs" / "engine.md"
    found = blocks(page.read_text(encoding="utf-8"))
    assert len(found) > 10
    assert sum("assert " in block for _, block in found) > 10, "an example that checks nothing proves nothing"
    names: dict[str, object] = {}
    for line, block in found:
        # Lines of the page, so that an error points at them.
        exec(compile("\n" * (line - 1) + block, str(page), "exec"), names)


def words_and_numbers(text: str) -> tuple[str, list[float]]:
    """What was printed with every number taken out, and the numbers: another processor may round another last digit."""
    number = re.compile(r"(?<![\w.])[+-]?\d+(?:\.\d+)?")
    return " ".join(number.sub("#", text).split()), [float(n) for n in number.findall(text)]


def test_the_tutorial_runs_and_prints_what_it_shows():
    notebook = json.loads((ROOT / "docs" / "tutorial.ipynb").read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    cells = notebook["cells"]
    assert len({cell["id"] for cell in cells}) == len(cells)
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert len(code) >= 10
    names: dict[str, object] = {}
    for count, cell in enumerate(code, 1):
        assert cell["execution_count"] == count
        said = io.StringIO()
        with redirect_stdout(said):
            exec(compile("".join(cell["source"]), f"tutorial.ipynb, cell {count}", "exec"), names)
        shown = "".join(line for output in cell["outputs"] for line in output["text"])
        words, numbers = words_and_numbers(said.getvalue())
        assert words == words_and_numbers(shown)[0], f"cell {count}"
        assert numbers == pytest.approx(words_and_numbers(shown)[1], rel=0.05, abs=0.05), f"cell {count}"
    made, random_rounds = names["made"], names["propose"]
    assert made.objective <= made.bound * (1 + 1e-9)
    assert made.objective >= 0.995 * made.bound
    assert made.efficiency_after > made.efficiency_before
    assert made.thin_served > random_rounds(names["house"], objective="random", seats=16, seed=0).thin_served


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_link_leads_nowhere(document: Path):
    text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.S | re.M)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (document.parent / target).exists(), target


def test_every_dependency_has_its_line():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = told["dependency-groups"]
    wanted = {re.split(r"[\[<>=!~; ]", line)[0] for line in [*told["project"]["dependencies"], *groups["front"], *groups["dev"]]}
    package = json.loads((ROOT / "front" / "package.json").read_text(encoding="utf-8"))
    wanted |= {*package["dependencies"], *package["devDependencies"]}
    page = (ROOT / "docs" / "decisions" / "008-dependencies.md").read_text(encoding="utf-8")
    named = {name for row in re.findall(r"^\| (`.*?) \|", page, re.M) for name in re.findall(r"`([^`]+)`", row)}
    assert named == wanted


def test_the_readme_lists_every_bench():
    readme = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## Figures\n")[1].split("\n## ")[0]
    benches = {path.stem for path in ROOT.glob("benchmarks/*.py") if '__name__ == "__main__"' in path.read_text(encoding="utf-8")}
    benches -= {"bare"}  # started by `pages`
    assert "capital" in benches
    assert set(re.findall(r"^\| `(\w+)` \|", readme, re.M)) == benches


def test_pictures_are_there_and_light():
    pictures = list((ROOT / "docs" / "pictures").glob("*.png"))
    shown = set(re.findall(r"\]\(docs/pictures/([\w-]+\.png)\)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert {picture.name for picture in pictures} == shown
    assert all(picture.stat().st_size < 200_000 for picture in pictures)
