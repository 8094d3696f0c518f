"""Every table has its word in docs/glossary.md, in English and German, and no word outlives its table."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"


def rows() -> dict[str, list[str]]:
    """Name in the code to the other cells of its row in the first table."""
    chapter = GLOSSARY.read_text(encoding="utf-8").split("\n## Tables\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| `(\w+)` \| (.+) \|$", chapter, re.MULTILINE)
    assert len(found) == len({name for name, _ in found}), "a name stands twice"
    return {name: cells.split(" | ") for name, cells in found}


def test_every_table_stands_in_the_glossary_and_nothing_else():
    models = {model.__name__ for config in apps.get_app_configs() if config.name.startswith("drittort.") for model in config.get_models()}
    assert len(models) > 15
    assert set(rows()) == models


def test_every_word_has_both_languages_and_a_meaning():
    for name, cells in rows().items():
        assert len(cells) == 3, name
        assert all(cell.strip() for cell in cells), name
