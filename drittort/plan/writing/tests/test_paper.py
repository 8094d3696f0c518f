"""The plan on paper is made by the worker, tagged and light, holds nothing that is a command, and quotes nobody who takes it back."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from drittort.core.errors import Invalid, NotAllowed, OutOfDate
from drittort.core.files import storage
from drittort.core.files.models import StoredFile
from drittort.core.jobs.runner import run_due
from drittort.inspire.stories import actions as stories
from drittort.inspire.stories.models import StorySide
from drittort.inspire.stories.tests.world import memory
from drittort.members.models import Notice
from drittort.plan import appendix
from drittort.plan.appendix import Picture, Table
from drittort.plan.writing import actions, drawing, telling
from drittort.plan.writing.actions import Order, Words
from drittort.plan.writing.blocks import blocks
from drittort.plan.writing.guide import EXAMPLES, PARTS
from drittort.plan.writing.models import PlanPaper
from drittort.web.charts import Line, plot
from tests.cast import Cast

ODD = """# Groß

##### Klein

Ein *Wort* mit `#panic()` und <b>HTML</b>, $x^2$, #include "plan.typ", \\u{41}, [Haus](https://haus.example/?a=b&c=d) und ![Bild](https://bild.example/x.png).

> # Zitat
> - mit **Liste**
>   1. darin

| a | b |
|---|--:|
| 1 | `2` |

```
#let x = 1
```

---
"""
MONEY = Table("Vorschau", ("Monat", "Geld"), (("Januar", "-4.000 €"), ("Februar", "2.000 €")), numbers=(1,))
TREND = Picture(
    "Geld <auf> der Bank",
    "Im Februar ist das Haus im Plus.",
    plot(
        [Line("Mitte & Rand", [(0, -4000), (1, 2000)], [(0, -5000, -3000), (1, 0, 4000)]), Line("Vorsicht", [(1, 500)])],
        [(0, "Januar"), (1, "Februar")],
        [(-5000, "-5.000 €"), (0, "0 €"), (5000, "5.000 €")],
    ),
    MONEY,
)


def pdf_of(paper: PlanPaper) -> bytes:
    assert paper.file is not None
    return Path(storage.path_of(paper.file, "file")).read_bytes()


def test_the_whole_is_set_by_the_worker_tagged_and_light(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(appendix.GIVEN, "budget", [lambda space: [TREND, MONEY]])
    for key in PARTS:
        told = EXAMPLES[key, "de"][2]
        text = f"{told.text}\n\n{ODD}" if key in ("purpose", "risks") else told.text
        actions.write_part(actor=cast.olga, key=key, words=Words("de", text, told.rows), base=0, stands=True, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.ask_paper(actor=cast.mara, order=Order("de", ("purpose",)), at=cast.now)
    with pytest.raises(Invalid):
        actions.ask_paper(actor=cast.hanna, order=Order("de", ("poetry",)), at=cast.now)
    german = actions.ask_paper(actor=cast.hanna, order=Order("de", tuple(PARTS), 'Sparkasse "#1"'), at=cast.now)
    english = actions.ask_paper(actor=cast.hanna, order=Order("en", ("budget", "risks"), fills=False), at=cast.now)
    with pytest.raises(OutOfDate):
        actions.ask_paper(actor=cast.hanna, order=Order("en", ("budget",)), at=cast.now)
    began = time.monotonic()
    run_due(clock=lambda: cast.now)
    assert time.monotonic() - began < 20
    for paper, pages in ((german, 9), (english, 3)):
        paper.refresh_from_db()
        content = pdf_of(paper)
        assert content.startswith(b"%PDF-1.7")
        assert (b"/MarkInfo" in content, b"pdfuaid" in content, f"/Lang({paper.language}".encode() in content.replace(b" ", b"")) == (
            True,
            True,
            True,
        )
        assert (len(content) < 3 * 1024 * 1024, paper.pages >= pages) == (True, True)
    assert Notice.objects.filter(member=cast.hanna, code="plan_paper.ready").count() == 2
    browser = cast.client(cast.hanna)
    shelf = browser.get(reverse("plan:plan_papers", args=[cast.house.slug])).content.decode()
    assert ("Für Sparkasse &quot;#1&quot;" in shelf, "2 von 13 Teilen" in shelf) == (True, True)
    assert browser.get(reverse("core:file", args=[cast.house.slug, german.file.token, german.file.name])).status_code == 404
    actions.throw_away(actor=cast.olga, paper_id=german.pk, at=cast.now)
    assert not StoredFile.objects.filter(pk=german.file_id).exists()


def test_a_sentence_that_is_taken_back_leaves_the_papers(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    memory(cast, cast.now)
    side = StorySide.objects.exclude(house_at=None).exclude(became="").order_by("pk").select_related("member__space")[0]
    quote = stories.pick_quote(actor=cast.hanna, side_id=side.pk, text=side.became, use="plan", at=cast.now)
    assert telling.voices(cast.house) == ()
    stories.answer_quote(actor=side.member, quote_id=quote.pk, yes=True, at=cast.now)
    assert [one.text for one in telling.voices(cast.house)] == [quote.text]
    paper = actions.ask_paper(actor=cast.olga, order=Order("de", ("purpose",)), at=cast.now)
    run_due(clock=lambda: cast.now)
    paper.refresh_from_db()
    first, there = paper.file_id, reverse("plan:plan_paper", args=[cast.house.slug, paper.pk])
    later = cast.now + timedelta(minutes=5)
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: later)
    answer = cast.client(cast.hanna).get(there)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/pdf", "no-store")
    # At once, before the worker has looked.
    stories.answer_quote(actor=side.member, quote_id=quote.pk, yes=False, at=later)
    assert cast.client(cast.hanna).get(there).status_code == 409
    run_due(clock=lambda: later)
    paper.refresh_from_db()
    assert (paper.told, StoredFile.objects.filter(pk=first).exists()) == ([], False)
    assert cast.client(cast.hanna).get(there).status_code == 200


def test_a_text_becomes_values_without_a_skipped_heading():
    told = blocks(ODD, 3)
    assert [(one["kind"], one.get("level")) for one in told if one["kind"] == "heading"] == [("heading", 3), ("heading", 4)]
    assert [one["kind"] for one in told] == ["heading", "heading", "paragraph", "quote", "table", "code", "rule"]
    assert {"text": "#panic()", "code": True} in told[2]["spans"]
    assert {"href": "https://haus.example/?a=b&c=d", "text": "Haus"} in told[2]["spans"]
    assert [one["kind"] for one in told[3]["blocks"]] == ["paragraph", "list"]
    assert told[4]["numbers"] == [1]


def test_a_picture_on_paper_stands_alone():
    drawn = drawing.on_paper(TREND.plot)
    root = ElementTree.fromstring(drawn)
    words = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words == ["-5.000 €", "0 €", "5.000 €", "Januar", "Februar", "Mitte & Rand", "Vorsicht"]
    used = {name for one in root.iter() for name in (one.get("class") or "").split()}
    assert {name for name in used if f".{name}" not in drawn} <= {"plot-words"}, "each shape is dressed"
