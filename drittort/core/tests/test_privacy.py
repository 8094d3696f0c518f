"""The record of processing: made from the marks, complete, and the same as the page in docs/."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.utils import translation

from drittort.core import privacy
from drittort.core.models import Mail
from drittort.core.privacy import Mark, Registered, record_of_processing

PAGE = Path(__file__).resolve().parents[3] / "docs" / "privacy.md"


def test_the_page_in_docs_is_what_the_command_prints():
    printed = StringIO()
    call_command("privacy", stdout=printed)
    assert PAGE.read_text(encoding="utf-8") == printed.getvalue(), "run: bin/drittort privacy > docs/privacy.md"


def test_every_field_of_every_table_stands_in_the_record():
    page = record_of_processing()
    for label, entry in privacy.REGISTER.items():
        module, _, name = label.partition(".")
        part = page.split(f"\n## {module}\n")[1].split(f"\n### {name}\n")[1].split("\n### ")[0]
        for field in entry.model._meta.concrete_fields:
            assert f"`{field.name}`" in part, f"{label}.{field.name}"
        for mark in entry.marks.values():
            with translation.override("en"):
                assert str(mark.purpose) in part
                assert str(mark.retention) in part


def test_fields_of_one_mark_share_a_row_and_bars_are_escaped(monkeypatch):
    one = Mark(purpose="this | that", basis="contract", retention="a day", export=True, erasure="delete")
    two = Mark(purpose="prove it", basis="legal duty", retention="a year", export=False, erasure="expires")
    names = [f.name for f in Mail._meta.concrete_fields]
    marks = {**dict.fromkeys(names, one), "message_id": two}
    monkeypatch.setattr(privacy, "REGISTER", {"core.Mail": Registered(Mail, marks, ("to_member_id",))})
    rows = [line for line in record_of_processing().splitlines() if line.startswith("| `")]
    assert len(rows) == 2
    assert rows[0].startswith("| `id`, `space_id`, ")
    assert rows[0].endswith("| this \\| that | contract | a day | yes | delete |")
    assert rows[1] == "| `message_id` | prove it | legal duty | a year | no | expires |"
    assert "A row belongs to the person in `to_member_id`." in record_of_processing()
