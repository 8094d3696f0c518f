"""`drittort report`: the stored report or a fresh one, as text, JSON and a page that stands alone."""

import json
import re
from html.parser import HTMLParser
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from drittort.network import jobs
from drittort.network.importing.tests.test_meetup import FILE
from drittort.network.models import Contact, Snapshot
from drittort.network.report.figures import compute_report
from drittort.spaces.models import Space
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")


@pytest.fixture
def writers():
    call_command("import", "writers", "--interactions", str(FILE), "--sample", "--name", "Writers & Co", "--yes", stdout=StringIO())
    return Space.objects.get()


def report(*words, space="writers"):
    out = StringIO()
    call_command("report", space, *words, stdout=out)
    return out.getvalue()


def test_json_is_the_computed_report_of_the_last_day_of_a_sample(writers):
    told = json.loads(report("--json"))
    assert (told.pop("space"), told.pop("name")) == ("writers", "Writers & Co")
    last = Contact.objects.order_by("-on").values_list("on", flat=True)[0]
    assert told == json.loads(json.dumps(compute_report(writers, last)))
    assert (told["as_of"], told["people"]) == (last.isoformat(), 290)
    assert told["capital"]["measures"]["ties"]["value"] > 0
    assert not Snapshot.objects.exists()


def test_the_newest_stored_report_is_shown_unless_a_fresh_one_is_asked_for(writers):
    jobs.make_snapshots(space=writers, at=timezone.now())
    Contact.objects.all().delete()
    stored = json.loads(report("--json"))
    assert stored["active"] > 0
    assert json.loads(report("--json", "--fresh"))["active"] == 0


def test_the_text_says_every_figure_in_a_sentence_in_the_language_of_the_terminal(writers, monkeypatch):
    text = report()
    assert text.startswith("Writers & Co\nReport of ")
    assert "about 290 of 292 people are counted" in text
    assert max(map(len, text.splitlines())) <= 120
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert "292" in report()


class Outline(HTMLParser):
    """Gathers what a page would fetch, and how often something is folded."""

    def __init__(self):
        super().__init__()
        self.fetched, self.folded, self.unfolded, self.titles = [], 0, 0, []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.fetched += [v for k, v in attrs if k in ("src", "href", "srcset", "data") and not (v or "").startswith("#")]
        if tag == "details":
            self.unfolded += "open" in told
            self.folded += "open" not in told


def test_the_page_stands_alone_and_hides_nothing(writers):
    page = report("--html")
    outline = Outline()
    outline.feed(page)
    assert outline.fetched == []
    assert (outline.folded, outline.unfolded > 5) == (0, True)
    assert "<title>Writers &amp; Co:" in page
    assert "<script" not in page
    assert not re.search(r"url\(|@import", page)


def test_a_file_is_written_and_one_that_cannot_be_is_wrong_usage(writers, tmp_path):
    assert report("--html", "--output", str(tmp_path / "r.html")) == ""
    assert (tmp_path / "r.html").read_text() == report("--html")
    with pytest.raises(CommandError) as caught:
        report("--output", str(tmp_path / "no" / "r.html"))
    assert caught.value.returncode == 2


def test_a_house_that_is_not_there(cast):
    with pytest.raises(CommandError, match="lagerhaus") as caught:
        report(space="nowhere")
    assert caught.value.returncode == 2


def test_houses_of_nobody_and_of_one(cast):
    Space.objects.create(slug="leer", name="Leer", created_at=NOW)
    for slug in ("leer", "anderswo"):
        assert json.loads(report("--json", space=slug))["enough"] is False
        assert report(space=slug)
        assert "<h1>" in report("--html", space=slug)
