"""The first visit: its steps, what each saves, going on where one stopped, and who is let in."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from drittort.core import coming
from drittort.core.coming import Coming
from drittort.home.first_visit.models import FirstVisit
from drittort.joining import arrival
from drittort.joining.agreements.models import Acceptance
from drittort.joining.buddies.models import Buddy
from drittort.members.models import Block, Consent, StandingLine
from drittort.spaces.agreements.actions import propose_the_first
from drittort.talk.conversations.models import Message
from tests.cast import person


@pytest.fixture(autouse=True)
def _now(monkeypatch, cast):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)


@pytest.fixture
def newcomer(cast):
    """Somebody who has just come in, and said nothing yet."""
    propose_the_first(space=cast.house, at=cast.now)
    return person(cast.house, "Ines Ortega", days_here=0, consents=())


def at(cast, step):
    return reverse("home:first_visit_step", args=[cast.house.slug, step])


def photo():
    out = io.BytesIO()
    Image.new("RGB", (600, 700), "#886655").save(out, "JPEG")
    out.seek(0)
    out.name = "ich.jpg"
    return out


def test_the_whole_way_and_what_it_saves(cast, newcomer):
    Consent.objects.create(member=cast.hanna, kind="buddy", given_at=cast.now)
    browser = cast.client(newcomer)
    assert arrival.path(newcomer) == reverse("home:first_visit", args=[cast.house.slug])
    answer = browser.get(arrival.path(newcomer))
    assert answer.url == at(cast, "face")
    answer = browser.post(at(cast, "face"), {"name": "Ines  Ortega Ruiz", "drawn": "5"})
    assert answer.url == at(cast, "words")
    answer = browser.post(at(cast, "words"), {"line": "Karten aus Holz", "offers": "Lasern\nLöten\nNähen", "seeks": "Umsatzsteuer für digitale Spiele"})  # fmt: skip
    assert answer.url == at(cast, "days")
    answer = browser.post(at(cast, "days"), {"days": ["1", "3"], "languages": ["de", "es"], "rhythm": "14", "introduced": "on"})
    assert answer.url == at(cast, "agreements")
    assert not FirstVisit.objects.get(member=newcomer).done_at
    assert not Buddy.objects.exists()
    number = browser.get(answer.url).context["version"].number
    answer = browser.post(answer.url, {"go": "on", "number": str(number)})
    assert answer.url == reverse("home:first_people", args=[cast.house.slug])
    newcomer.refresh_from_db()
    assert (newcomer.name, newcomer.portrait, newcomer.line) == ("Ines Ortega Ruiz", f"m{newcomer.pk}-5", "Ich mache Karten aus Holz")
    assert (newcomer.days, newcomer.languages, newcomer.rhythm) == ([1, 3], ["de", "es"], 14)
    assert list(newcomer.consents.values_list("kind", flat=True)) == ["introduced"]
    assert [line.text for line in newcomer.lines.filter(side="offer")] == ["Lasern", "Löten", "Nähen"]
    assert Acceptance.objects.filter(member=newcomer).count() == 1
    assert FirstVisit.objects.get(member=newcomer).done_at == cast.now
    assert Buddy.objects.get(member=newcomer).buddy == cast.hanna
    assert arrival.path(newcomer) == reverse("home:today", args=[cast.house.slug])
    text = browser.get(answer.url).content.decode()
    assert "Hanna Brandt" in text
    assert text.count('class="hello-text"') == 4


def test_nothing_but_the_name_is_asked_for(cast, newcomer):
    browser = cast.client(newcomer)
    answer = browser.post(at(cast, "face"), {"name": "  ", "drawn": "3"})
    assert answer.status_code == 422
    assert "Verrat uns bitte einen Namen" in answer.content.decode()
    newcomer.refresh_from_db()
    assert newcomer.portrait == "ines ortega"
    assert browser.post(at(cast, "face"), {"name": "Ines", "go": "on"}).url == at(cast, "words")
    for step, onward in (("words", at(cast, "days")), ("days", at(cast, "agreements")), ("agreements", reverse("home:first_people", args=[cast.house.slug]))):  # fmt: skip
        assert browser.post(at(cast, step), {"go": "later"}).url == onward
    visit = FirstVisit.objects.get(member=newcomer)
    assert set(visit.steps.values()) == {"later"}
    assert visit.done_at is not None
    assert not newcomer.consents.exists()
    assert not Acceptance.objects.filter(member=newcomer).exists()


def test_leaving_and_coming_back_goes_on_and_back_loses_nothing(cast, newcomer):
    browser = cast.client(newcomer)
    browser.post(at(cast, "face"), {"name": "Ines Ortega", "drawn": "5"})
    browser.post(at(cast, "words"), {"line": "Karten", "offers": "Lasern", "seeks": "", "go": "on"})
    assert cast.client(newcomer).get(reverse("home:first_visit", args=[cast.house.slug])).url == at(cast, "days")
    page = browser.get(at(cast, "words")).content.decode()
    assert 'value="Karten"' in page
    assert ">Lasern</textarea>" in page
    browser.post(at(cast, "words"), {"go": "later"})
    assert FirstVisit.objects.get(member=newcomer).steps["words"] == "done"
    assert newcomer.lines.count() == 1


def test_bad_input_is_said_and_kept(cast, newcomer):
    browser = cast.client(newcomer)
    lines = "\n".join(f"Zeile {k}" for k in range(9))
    answer = browser.post(at(cast, "words"), {"line": "Karten", "offers": lines, "seeks": "", "go": "on"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Zeile 8" in page
    assert 'aria-invalid="true"' in page
    assert not StandingLine.objects.filter(member=newcomer).exists()
    assert browser.post(at(cast, "days"), {"days": ["1"], "languages": []}).status_code == 422
    assert browser.post(at(cast, "days"), {"days": ["9"], "languages": ["de"]}).status_code == 422
    assert browser.post(at(cast, "agreements"), {"number": "0", "go": "on"}).status_code == 409
    assert browser.post(at(cast, "face"), {"name": "Ines", "go": "photo"}).status_code == 422
    assert browser.post(at(cast, "face"), {"name": "Ines", "go": "photo", "photo": io.BytesIO(b"<svg onload=alert(1)>")}).status_code == 422
    assert browser.get(at(cast, "elsewhere")).status_code == 404


def test_a_photo_comes_back_to_be_looked_at_and_cut(cast, newcomer, settings, tmp_path):
    browser = cast.client(newcomer)
    assert browser.post(at(cast, "face"), {"name": "Ines Ortega", "go": "photo", "photo": photo()}).url == at(cast, "face")
    newcomer.refresh_from_db()
    assert newcomer.portrait.startswith("photo:")
    before = newcomer.portrait
    page = browser.get(at(cast, "face")).content.decode()
    assert 'type="range"' in page
    assert browser.post(at(cast, "face"), {"name": "Ines Ortega", "go": "crop", "x": "20", "y": "30", "zoom": "200"}).url == at(
        cast, "face"
    )
    newcomer.refresh_from_db()
    assert newcomer.portrait != before
    assert browser.post(at(cast, "face"), {"name": "Ines Ortega", "go": "on"}).url == at(cast, "words")
    assert FirstVisit.objects.get(member=newcomer).steps == {"face": "done"}


def test_without_published_agreements_there_are_three_steps(cast):
    ines = person(cast.house, "Ines Ortega", days_here=0, consents=())
    browser = cast.client(ines)
    assert "Schritt 1 von 3" in browser.get(at(cast, "face")).content.decode()
    assert browser.get(at(cast, "agreements")).status_code == 404
    for step in ("words", "days"):
        browser.post(at(cast, step), {"go": "later"})
    assert FirstVisit.objects.get(member=ines).done_at is None
    browser.post(at(cast, "face"), {"name": "Ines", "go": "on"})
    assert FirstVisit.objects.get(member=ines).done_at is not None


def test_a_hello_is_really_sent_and_only_once(cast, newcomer):
    browser = cast.client(newcomer)
    url = reverse("home:first_hello", args=[cast.house.slug, cast.mara.pk])
    refused = browser.post(url, {"text": "   "})
    assert refused.status_code == 422
    assert browser.post(url, {"text": "Hallo Mara, ich bin neu."}).status_code == 302
    assert Message.objects.get().text == "Hallo Mara, ich bin neu."
    assert Message.objects.get().conversation.pair == f"{min(cast.mara.pk, newcomer.pk)}:{max(cast.mara.pk, newcomer.pk)}"
    browser.post(url, {"text": "Noch einmal."})
    assert Message.objects.count() == 1
    answer = browser.post(reverse("home:first_hello", args=[cast.house.slug, cast.jonas.pk]), {"text": "Hallo Jonas."}, headers={"HX-Request": "true"})  # fmt: skip
    assert "<html" not in answer.content.decode()
    assert "Abgeschickt" in answer.content.decode()
    assert browser.post(reverse("home:first_hello", args=[cast.house.slug, cast.sten.pk]), {"text": "Hallo."}).status_code == 404
    assert browser.post(reverse("home:first_hello", args=[cast.house.slug, newcomer.pk]), {"text": "Hallo."}).status_code == 404


def test_a_refused_hello_keeps_its_words(cast, newcomer):
    shown = cast.client(newcomer).get(reverse("home:first_people", args=[cast.house.slug])).context["reward"].people
    other = shown[0].face.id
    page = cast.client(newcomer).post(reverse("home:first_hello", args=[cast.house.slug, other]), {"text": " " * 3}).content.decode()
    assert f'id="problem-{other}"' in page


def test_a_long_hello_is_neither_cut_nor_called_empty(cast, newcomer):
    browser = cast.client(newcomer)
    url = reverse("home:first_hello", args=[cast.house.slug, cast.mara.pk])
    answer = browser.post(url, {"text": "Moin " * 1100 + "Ende"})
    page = answer.content.decode()
    assert (answer.status_code, "Moin Ende</textarea>" in page) == (422, True)
    assert "länger als 5.000 Zeichen" in page
    assert browser.post(url, {"text": "Moin " * 400}).status_code == 302


def test_words_to_somebody_who_fits_no_more_stand_there_all_the_same(cast, newcomer):
    for one in (cast.mara, cast.jonas, cast.hanna, cast.olga, cast.ada, cast.neo):
        Consent.objects.filter(member=one).update(revoked_at=cast.now)
    page = cast.client(newcomer).post(reverse("home:first_hello", args=[cast.house.slug, cast.mara.pk]), {"text": " "}).content.decode()
    assert f'id="problem-{cast.mara.pk}"' in page


def test_the_rhythm_of_the_house_stays_what_it_is(cast, newcomer):
    type(newcomer).objects.filter(pk=newcomer.pk).update(rhythm=45)
    browser = cast.client(newcomer)
    page = browser.get(at(cast, "days")).content.decode()
    assert "alle 45 Tage" in page
    assert browser.post(at(cast, "days"), {"languages": ["de"], "rhythm": "45"}).status_code == 302
    assert browser.post(at(cast, "days"), {"languages": ["de"], "rhythm": "46"}).status_code == 422
    newcomer.refresh_from_db()
    assert newcomer.rhythm == 45


def test_a_block_shows_nowhere(cast, newcomer):
    def people():
        answer = cast.client(newcomer).get(reverse("home:first_people", args=[cast.house.slug]))
        return {one.face.id for one in answer.context["reward"].people}

    first = people()
    Block.objects.create(blocker_id=min(first), blocked=newcomer, at=cast.now)
    assert min(first) not in people()
    url = reverse("home:first_hello", args=[cast.house.slug, min(first)])
    assert cast.client(newcomer).post(url, {"text": "Hallo."}).status_code == 302


def test_what_comes_next_shows_as_soon_as_somebody_has_dates(cast, newcomer, monkeypatch):
    url = reverse("home:first_people", args=[cast.house.slug])
    assert "Was als Nächstes kommt" not in cast.client(newcomer).get(url).content.decode()
    later, sooner = (Coming(cast.now.replace(day=day), "bald", title, "", "/x/") for day, title in ((30, "Sommerfest"), (20, "Frühstück")))
    monkeypatch.setattr(coming, "SOURCES", {"a": lambda who, when: later, "b": lambda who, when: sooner, "c": lambda who, when: None})
    page = cast.client(newcomer).get(url).content.decode()
    assert "Frühstück" in page
    assert "Sommerfest" not in page


def test_no_page_asks_more_the_more_people_there_are(cast, newcomer):
    StandingLine.objects.create(member=newcomer, side="seek", text="Umsatzsteuer", language="de")

    def asked(path):
        browser = cast.client(newcomer)
        browser.get(path)
        with CaptureQueriesContext(
            connection,
        ) as held:
            assert browser.get(path).status_code == 200
        return len(held)

    paths = [at(cast, step) for step in ("face", "words", "days", "agreements")] + [reverse("home:first_people", args=[cast.house.slug])]
    few = [asked(path) for path in paths]
    for k in range(30):
        one = person(cast.house, f"Person{k} Viele", days_here=100)
        StandingLine.objects.create(member=one, side="offer", text=f"Ich helfe bei der Umsatzsteuer, Teil {k}.", language="de")
    many = [asked(path) for path in paths]
    assert max(many) <= 15, many
    assert many[:4] == few[:4]
