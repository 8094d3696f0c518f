"""The judges of pages judge: a bad page is found, a good one is not, and no look is left out for long."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser

from tests.languages import foreign, mixed
from tests.page_quality import LOOKS, Judged, Look, axe_findings, axe_source, html_findings, listed, looks, wider_than_window
from tests.shapes import Shape, shape

GOOD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A page</title></head>
<body><main><h1>A page</h1><p>With a sentence.</p></main></body></html>"""
BAD = GOOD.replace("<p>", '<img src="data:,"><button></button><p style="color:#bbb;width:60rem">')


def test_four_days_see_every_look():
    day = date(2026, 11, 23)
    seen = [look for ahead in range(4) for together in looks("", day + timedelta(days=ahead)) for look in together]
    assert sorted(seen) == sorted(LOOKS)
    for ahead in range(4):
        [(one, other)] = looks("", day + timedelta(days=ahead))
        assert (one.theme != other.theme, one.width != other.width, one.language != other.language) == (True, True, False)
    assert [[str(look) for look in together] for together in looks("dark-320-en", day)] == [["dark-320-en"]]
    assert sorted(look for together in looks("all", day) for look in together) == sorted(LOOKS)
    with pytest.raises(KeyError):
        looks("purple-320-en", day)


def test_the_markup_checker_finds_what_is_wrong():
    old_table = GOOD.replace("<p>", '<table width="100%"><tr><td>x</td></tr></table><p>')
    pages = {"good": GOOD, "bad": BAD, "mail": old_table, "table": old_table, "htmx": GOOD.replace("<p>", '<p hx-get="/">')}
    found = html_findings(pages, mails={"mail"})
    assert {f.partition(":")[0] for f in found} == {"bad", "table"}
    assert any("alt" in f for f in found)


def test_axe_and_the_ruler_find_what_is_wrong(browser: Browser):
    context = browser.new_context(viewport={"width": 320, "height": 600})
    page = context.new_page()
    page.set_content(GOOD)
    page.evaluate(axe_source())
    assert axe_findings(page) == []
    assert wider_than_window(page) == []
    page.set_content(BAD)
    page.evaluate(axe_source())
    assert {f.split()[0] for f in axe_findings(page)} >= {"image-alt", "button-name", "color-contrast"}
    assert wider_than_window(page)[0].startswith("scrolls sideways")
    context.close()


def test_words_addresses_and_numbers_are_no_shape_and_everything_else_is():
    def of(main: str, head: str = '<header class="head"><a href="/1/">Haus</a></header>') -> Shape:
        return shape(f"<!doctype html><title>x</title>{head}<main>{main}</main>")

    told = '<p class="a" id="p7"><a href="/7/" aria-label="Mara Wendt">Mara</a></p>'
    one = of(told)
    assert of('<p class="a" id="p8"><a href="/8/?q=1" aria-label="Jonas">Jonas Falk</a></p>') == one
    swaps = {'class="a"': 'class="b"', 'href="/7/"': 'href=""', '"Mara Wendt"': '""', "<p": "<p hidden", ">Mara<": ">M<", "Mara<": "<", "</p>": "</p><p></p>"}  # fmt: skip
    others = [of(told.replace(*swap)) for swap in swaps.items()]
    assert len({one.whole, *(other.whole for other in others)}) == 8
    assert {other.frame for other in others} == {one.frame}
    assert of("<p>x</p>", '<header class="head"><a href="/1/" aria-current="page">Haus</a></header>').frame != one.frame
    field = '<label for="a1">x</label><input id="a1" tabindex="0"><nav aria-label="Haus"></nav><nav aria-label="Leute"></nav>'
    assert of(field.replace("a1", "b27").replace("Haus", "Start")) == of(field)
    for swap in (('id="a1"', 'id="a2"'), ('tabindex="0"', 'tabindex="5"'), ("Leute", "Haus"), ("Leute", " ")):
        assert of(field.replace(*swap)) != of(field), swap
    scaled = '<meta name="viewport" content="width=device-width">'
    assert shape(scaled) != shape(scaled.replace("width=", "user-scalable=no, width="))
    assert shape("<style>a{color:red}</style>") != shape("<style>a{color:tan}</style>")


def test_a_shape_is_judged_once_in_each_look_and_so_is_the_frame(browser: Browser):
    page, judged = browser.new_context().new_page(), Judged()
    light, dark = (Look(theme, 1280, "en") for theme in ("light", "dark"))
    framed = GOOD.replace("<body>", '<body><header class="head"><button></button></header>')
    worse = framed.replace("<p>", '<img src="data:,"><p>')

    def found(html: str, look: Look) -> set[str]:
        page.set_content(html)
        page.evaluate(axe_source())
        return {one.split()[0] for one in judged.findings(page, shape(html), look)}

    assert found(framed, light) == {"button-name"}
    assert found(framed.replace("sentence", "word"), light) == set()
    assert found(worse, light) == {"image-alt"}
    assert found(worse, dark) == {"button-name", "image-alt"}
    page.context.close()


def test_findings_are_listed_once_with_their_number():
    assert listed(["a", "b", "a"]) == "2 × a\nb"


def test_a_word_of_the_other_language_is_found_and_what_people_wrote_is_left_alone():
    page = '<html lang="{}"><body><main><h1>{}</h1><div lang="en"><p>Sign out</p><div lang="de"><p>Abmelden</p></div></div>{}</main></body></html>'
    assert mixed(page.format("de", "Meine Karten", ""), "de") == []
    assert mixed(page.format("de", "My tickets", ""), "de") == ["not de: 'My tickets'"]
    assert mixed(page.format("en", "Meine Karten", '<img src="x" alt="Mein Gesicht">'), "en") == [
        "not en: 'Meine Karten'",
        "not en: 'Mein Gesicht'",
    ]
    assert (
        mixed(page.format("en", "", '<button lang="de">Deutsch</button><input aria-label="English"><script>"Meine Karten"</script>'), "en")
        == []
    )
    # Thousands of texts are judged, and none that is the same in both.
    assert all(len(found) > 4000 for found in foreign().values())
    assert not foreign()["de"] & foreign()["en"]
