"""What the documents show is run: the examples of docs/engine.md, the tutorial notebook; and no link leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("drittort/**/*.md")})


def blocks(text: str) -> list[tuple[int, str]]:
    """The python blocks of a page with the line on which each begins."""
    return [(text.count("\n", 0, found.start(1)) + 1, found.group(1)) for found in re.finditer(r"^```python\n(.*?)^```$", text, re.S | re.M)]


def test_the_examples_of_the_engine_run():
    page = ROOT / "docs" / "engine.md"
    found = blocks(page.read_text(encoding="utf-8"))
    assert len(found) > 10
    assert sum("assert " in block for _, block in found) > 10, "an example that checks nothing proves nothing"
    names: dict[str, object] = {}
    for line, block in found:
        # Lines of the page, so that an error points at them.
        exec(compile("\n" * (line - 1) + block, str(page), "exec"), names)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_link_leads_nowhere(document: Path):
    text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.S | re.M)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (document.parent / target).exists(), target
