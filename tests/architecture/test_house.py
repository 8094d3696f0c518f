"""What the code must hold to, beyond what the import contracts say."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from drittort.core import ledger, privacy
from drittort.core.jobs import queue

ROOT = Path(__file__).resolve().parents[2]
OURS = [config for config in apps.get_app_configs() if config.name.startswith("drittort.")]
TEMPLATES = sorted(ROOT.glob("drittort/*/templates/**/*.html"))
CATALOGUE = ROOT / "drittort/locale/de/LC_MESSAGES/django.po"


def test_every_field_says_what_it_is_for():
    models = [model for config in OURS for model in config.get_models()]
    assert len(models) > 15
    assert privacy.unmarked(models) == []


def test_marks_name_only_fields_that_exist():
    for entry in privacy.REGISTER.values():
        fields = {f.name for f in entry.model._meta.concrete_fields} | {f.attname for f in entry.model._meta.concrete_fields}
        assert set(entry.marks) <= fields, entry.model
        related = {f.name for f in entry.model._meta.get_fields()}
        assert {path.partition("__")[0] for path in entry.person} <= fields | related, entry.model


def test_every_kind_of_ledger_row_has_a_sentence_in_both_languages():
    assert len(ledger.KINDS) >= 10
    for kind in ledger.KINDS.values():
        with translation.override("en"):
            english = str(kind.sentence)
        with translation.override("de"):
            german = str(kind.sentence)
        assert english
        assert german != english, kind.name


def test_reactions_and_schedules_name_what_is_registered():
    assert {name for names in ledger.REACTIONS.values() for name in names} == set(ledger.FUNCTIONS)
    assert set(ledger.REACTIONS) <= set(ledger.KINDS)
    assert set(queue.SCHEDULES) <= set(queue.JOBS)


def test_german_is_complete():
    catalogue = polib.pofile(str(CATALOGUE))
    assert len(catalogue) > 200
    assert [entry.msgid for entry in catalogue if not entry.translated() or "fuzzy" in entry.flags] == []


def test_words_are_asked_for_by_a_name_that_the_catalogue_knows():
    """Under another name they are never read out of the source, and nobody misses their German: it is not even empty."""
    alias = re.compile(r"gettext\w* as (?!_\b)")
    found = [str(path.relative_to(ROOT)) for path in (ROOT / "drittort").rglob("*.py") if alias.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_placeholders_survive_translation():
    shape = re.compile(r"%\((\w+)\)[sd]")
    for entry in polib.pofile(str(CATALOGUE)):
        texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        wanted = set(shape.findall(entry.msgid_plural or entry.msgid))
        for text in texts:
            assert set(shape.findall(text)) <= wanted, entry.msgid
            if not entry.msgid_plural:
                assert set(shape.findall(text)) == wanted, entry.msgid


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "drittort")))
def test_no_inline_script_or_style(template: Path):
    # Mail programs read inline styles only, and the report as a file stands alone.
    if "/mail" in str(template) or template.name == "file.html":
        return
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:", text)
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", text)


def test_settings_answer_to_the_decisions():
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["default-src"] == ["'self'"]
    assert "django.middleware.csrf.CsrfViewMiddleware" not in settings.MIDDLEWARE
    assert "drittort.core.middleware.SameOrigin" in settings.MIDDLEWARE
    assert not getattr(settings, "ATOMIC_REQUESTS", False)


def test_code_leaves_no_loose_ends():
    words = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|raise NotImplemented" + r"Error|mark\.(?:ski" + r"p|xfai" + r"l)")
    for path in [*ROOT.glob("drittort/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("islands/*.ts"), *ROOT.glob("benchmarks/*.py")]:
        assert not words.search(path.read_text(encoding="utf-8")), path


def test_names_say_what_they_are():
    forbidden = {"utils.py", "helpers.py", "manager.py", "managers.py", "service.py", "services.py"}
    assert [p for p in ROOT.glob("drittort/**/*.py") if p.name in forbidden] == []


def test_the_only_lock_is_locked():
    for path in ROOT.glob("drittort/**/*.py"):
        if path.name != "database.py":
            assert "select_for_update" not in path.read_text(encoding="utf-8"), path


def test_no_job_writes_beside_an_open_question():
    """A cursor left open by `iterator()` makes the first write after one of another process fail at once on SQLite: `core.database.in_steps` reads in steps."""
    for path in ROOT.glob("drittort/**/jobs.py"):
        assert ".iterator(" not in path.read_text(encoding="utf-8"), path
