"""The house on a phone: what a phone is told, what a browser may keep, whose it is, and that it goes with them."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from drittort.core.files.models import StoredFile
from drittort.core.pocket import HEADER
from drittort.home.phone import queries
from drittort.home.phone.actions import set_icon
from drittort.home.phone.models import PhoneHint, PhoneIcon
from drittort.home.today.models import Composition
from drittort.inspire.events.actions import Words, draft_event, propose_event, publish_event, register
from tests.cast import Cast

IPHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1"}


def at(cast: Cast, name: str, *parts: object) -> str:
    return reverse(f"home:{name}", args=[cast.house.slug, *parts])


def picture(colour: str = "#a02030", size: int = 600) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(out, "PNG")
    return SimpleUploadedFile("haus.png", out.getvalue(), "image/png")


def read(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGBA")


def test_each_house_has_its_own_manifest_in_the_readers_language(cast: Cast):
    cast.house.hue = 30
    cast.house.save(update_fields=["hue"])
    browser = cast.client(cast.mara)
    told = browser.get(at(cast, "manifest"))
    assert told["Content-Type"] == "application/manifest+json"
    said = told.json()
    assert (said["name"], said["start_url"], said["id"]) == ("Lagerhaus", at(cast, "today"), at(cast, "today"))
    assert said["theme_color"] != cast.client(cast.sten).get(reverse("home:manifest", args=[cast.elsewhere.slug])).json()["theme_color"]
    assert {one["purpose"] for one in said["icons"]} == {"any", "maskable"}
    for icon in said["icons"]:
        drawn = Client().get(icon["src"])
        assert read(drawn.content).size == tuple(int(n) for n in icon["sizes"].split("x"))
        # What a phone cuts reaches to the edges; what it doesn't has round corners of its own.
        assert read(drawn.content).getpixel((0, 0))[3] == (255 if icon["purpose"] == "maskable" else 0)
    for shortcut in said["shortcuts"]:
        assert browser.get(shortcut["url"]).status_code == 200
    cast.mara.account.language = "en"
    cast.mara.account.save(update_fields=["language"])
    assert browser.get(at(cast, "manifest")).json()["shortcuts"] != said["shortcuts"]


def test_a_house_takes_a_picture_of_its_own_and_gives_it_back(cast: Cast):
    browser = cast.client(cast.hanna)
    assert browser.post(at(cast, "sign"), {"picture": SimpleUploadedFile("x.png", b"no picture", "image/png")}).status_code == 422
    assert browser.post(at(cast, "sign"), {"picture": picture("#105010")}).status_code == 302
    set_icon(actor=cast.hanna, upload=picture(), at=cast.now)
    row = PhoneIcon.objects.get(space=cast.house)
    assert StoredFile.objects.filter(purpose="home.phone_icon").count() == 1
    paths = {(size, purpose): path for path, size, purpose in queries.icon_paths(cast.house)}
    whole, cut = (read(Client().get(paths["192x192", purpose]).content) for purpose in ("any", "maskable"))
    assert whole.getpixel((2, 2))[0] > 120
    assert cut.getpixel((2, 2)) != whole.getpixel((2, 2))
    assert cut.getpixel((96, 96))[0] > 120
    assert Client().get(at(cast, "phone_icon", row.file.token, "any", 100)).status_code == 404
    assert Client().get(reverse("home:phone_icon", args=[cast.elsewhere.slug, row.file.token, "any", 192])).status_code == 404
    browser.post(at(cast, "sign"), {"drawn": "yes"})
    assert not PhoneIcon.objects.exists()
    assert not StoredFile.objects.filter(purpose="home.phone_icon").exists()
    assert cast.client(cast.mara).get(at(cast, "sign")).status_code == 403


def test_the_hint_stands_on_phones_and_goes_for_ever(cast: Cast):
    browser = cast.client(cast.mara)
    sign = "phone-hint"
    assert sign in browser.get(at(cast, "today"), **IPHONE).content.decode()
    assert sign not in browser.get(at(cast, "today")).content.decode()
    for _twice in range(2):
        browser.post(at(cast, "dismiss_phone_hint"))
    assert PhoneHint.objects.count() == 1
    assert sign not in cast.client(cast.mara).get(at(cast, "today"), **IPHONE).content.decode()
    assert sign in cast.client(cast.jonas).get(at(cast, "today"), **IPHONE).content.decode()


def test_a_browser_keeps_few_pages_each_with_whose_it_is(cast: Cast):
    mara, jonas = cast.client(cast.mara), cast.client(cast.jonas)
    kept = [at(cast, "today"), at(cast, "tickets"), reverse("inspire:calendar_week", args=[cast.house.slug])]
    for path in kept:
        marks = {browser.get(path)[HEADER] for browser in (mara, jonas)}
        assert len(marks) == 2
        assert all(mark.endswith(f":{cast.house.slug}") and str(cast.mara.account_id) != mark.split(":")[0] for mark in marks)
        assert HEADER not in mara.get(path, headers={"HX-Request": "true"})
        assert HEADER not in Client().get(path)
    for path in (reverse("talk:conversations", args=[cast.house.slug]), at(cast, "phone"), at(cast, "manifest")):
        assert HEADER not in mara.get(path)


def test_tickets_are_ones_own_seats_and_nobody_elses(cast: Cast):
    now = timezone.now()
    soon = now + timedelta(days=3)
    for title, goes in (("Suppe", cast.mara), ("Brot", cast.jonas)):
        event = draft_event(actor=cast.neo, words=Words(title, "", "de", soon, soon + timedelta(hours=1), "here", cast.upstairs.pk), at=now)
        publish_event(actor=cast.hanna, event_id=propose_event(actor=cast.neo, event_id=event.pk, at=now).pk, at=now)
        register(actor=goes, event_id=event.pk, at=now)
    page = cast.client(cast.mara).get(at(cast, "tickets")).content.decode()
    assert "Suppe" in page
    assert page.count('class="qr"') == 1
    assert "Brot" not in page
    assert "Suppe" not in cast.client(cast.ada).get(at(cast, "tickets")).content.decode()


def test_signing_out_empties_the_browser(cast: Cast):
    answer = cast.client(cast.mara).post(reverse("members:sign_out"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_without_a_net_belongs_to_nobody(db: None, language: str):
    answer = Client().get(f"{reverse('home:offline')}?language={language}")
    assert answer["Content-Language"] == language
    assert not answer.cookies
    assert b"data-along" in answer.content


def test_the_service_worker_stands_at_the_root_and_knows_what_it_needs(db: None):
    answer = Client().get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Service-Worker-Allowed"] == "/"
    assert not answer.cookies
    code = answer.content.decode()
    for word in ("showNotification", "/HOUSE/tickets/", "/HOUSE/calendar/week/", "Stand {moment}, offline", "As of {moment}, offline"):
        assert word in code


def test_what_is_shared_lands_in_the_composer_also_after_signing_in(cast: Cast):
    told = {"title": "Werkzeug", "text": "Werkzeug zu verschenken", "url": "https://example.org/leiter"}
    # From another app, by a browser that is not signed in: nothing is refused, nothing is kept, and the words go along to the sign-in.
    answer = Client(headers={"Sec-Fetch-Site": "none"}).post(at(cast, "take_share"), told)
    assert answer.status_code == 302
    asked = Client().get(answer["Location"])
    assert asked.status_code == 302
    assert "example.org" in asked["Location"]
    browser = cast.client(cast.mara)
    Composition.objects.create(member=cast.mara, verb="ask", text="Wer kennt", at=cast.now)
    page = browser.get(answer["Location"]).content.decode()
    assert ">Wer kennt\n\nWerkzeug\n\nWerkzeug zu verschenken\n\nhttps://example.org/leiter</textarea>" in page
    assert 'value="share" checked' in page
    assert Composition.objects.get().text == "Wer kennt"
    assert queries.manifest(cast.mara)["share_target"]["action"] == at(cast, "take_share")
