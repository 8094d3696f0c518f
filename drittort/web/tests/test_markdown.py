"""Text of people as HTML: nothing that runs, nothing that loads, no link but to the web and to mail."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import nh3
import pytest
from markdown_it import MarkdownIt

from drittort.web.markdown import ATTRIBUTES, SCHEMES, TAGS, WRITER, plain, rendered

VECTORS = json.loads((Path(__file__).parents[3] / "tests" / "data" / "injection.json").read_text())
PEOPLE = {"Mara Wendt": "/lagerhaus/people/1/"}


class Judge(HTMLParser):
    """Reads HTML and notes what stands in it that nobody allowed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.found.append(tag)
        for name, value in attrs:
            if name not in {*ATTRIBUTES.get(tag, set()), "rel", "title"}:
                self.found.append(f"{tag} {name}")
            if name == "href":
                self.links.append(value or "")

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.found.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.found.append("instruction")


def judged(html: str) -> Judge:
    judge = Judge()
    judge.feed(html)
    judge.close()
    judge.found += [link for link in judge.links if urlsplit(link).scheme.lower() not in SCHEMES and link not in PEOPLE.values()]
    return judge


def test_there_are_more_than_two_hundred_ways_in():
    assert len(set(VECTORS)) >= 200


@pytest.mark.parametrize("number", range(len(VECTORS)))
def test_no_way_in(number: int):
    assert judged(rendered(VECTORS[number], PEOPLE)).found == []


def test_the_writer_alone_and_the_cleaner_alone_would_let_nothing_run():
    for vector in VECTORS:
        written = judged(WRITER.render(vector, {}))
        assert [one for one in written.found if one != "code class" and one not in written.links] == [], vector
        assert all(urlsplit(link).scheme.lower() in SCHEMES for link in written.links), vector
        cleaned = judged(
            nh3.clean(MarkdownIt("commonmark", {"html": True}).render(vector), tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES)
        )
        # The cleaner alone leaves links within the house; they run nothing.
        assert [one for one in cleaned.found if one not in cleaned.links or urlsplit(one).scheme] == [], vector


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Ja**, *gern*", "<p><strong>Ja</strong>, <em>gern</em></p>\n"),
        ("# Titel", "<h3>Titel</h3>\n"),
        ("eins\nzwei", "<p>eins<br>\nzwei</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        (
            "Siehe https://a.example/x?y=1.",
            '<p>Siehe <a href="https://a.example/x?y=1" rel="nofollow ugc noopener noreferrer">https://a.example/x?y=1</a>.</p>\n',
        ),
        ("@Mara Wendt!", '<p><a href="/lagerhaus/people/1/" rel="nofollow ugc noopener noreferrer">@Mara Wendt</a>!</p>\n'),
        ("![Haus](https://a.example/h.png)", '<p><a href="https://a.example/h.png" rel="nofollow ugc noopener noreferrer">Haus</a></p>\n'),
        ("`@Mara Wendt https://a.example`", "<p><code>@Mara Wendt https://a.example</code></p>\n"),
        ("[x](mailto:a@b.example)", '<p><a href="mailto:a@b.example" rel="nofollow ugc noopener noreferrer">x</a></p>\n'),
    ],
)
def test_what_people_mean_comes_out(text: str, html: str):
    assert rendered(text, PEOPLE) == html


def test_headings_follow_the_one_under_which_the_text_stands():
    assert rendered("## A\n\n### B", first=2) == "<h2>A</h2>\n<h3>B</h3>\n"
    assert rendered("# A\n\n## B", first=4) == "<h4>A</h4>\n<h5>B</h5>\n"
    assert rendered("none", first=2) == "<p>none</p>\n"


def test_the_words_alone():
    assert plain("# Titel\n\n**Ja**,\n*gern* [hier](https://a.example)\n\n```\ncode\n```") == "Titel Ja, gern hier code"


def test_deep_nesting_and_length_end_soon():
    assert "boo" in rendered("> " * 5000 + "boo") + "boo"
    assert judged(rendered("[" * 5000 + "x" + "](https://a.example)" * 5000)).found == []


@pytest.mark.parametrize(
    ("written", "linked"),
    [
        ("@Jim Groß", True), ("@jim groß", True), ("@JIM GROẞ", True), ("@Jım Groß", False), ("@Niſa Roſſi", True), ("@Mıka Kind", False), ("@Mİka Kind", False),
    ],
)  # fmt: skip
def test_letters_that_look_alike_break_no_page(written: str, linked: bool):
    people = dict.fromkeys(("Jim Groß", "Nisa Rossi", "Mika Kind"), "/lagerhaus/people/2/")
    html = rendered(f"Danke, {written}, bis bald", people)
    assert (f">{written}</a>" in html) == linked
    assert written in html
