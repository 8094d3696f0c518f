"""Previews of links: what a page says of itself, its picture written anew, and nothing where the house does not want it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from drittort.core import outside
from drittort.core.files.models import StoredFile
from drittort.core.jobs.runner import run_due
from drittort.core.outside import Answer
from drittort.inform.links import actions, rules
from drittort.inform.links.models import LinkPreview, PostLink
from drittort.inform.links.reading import introduction
from drittort.inform.posts.actions import Words, edit_post, remove_post, write_post
from drittort.inform.posts.jobs import forget
from drittort.inform.posts.models import Post
from drittort.inform.posts.queries import one
from drittort.members.models import Member
from drittort.talk.groups.actions import Shape, found_group
from tests.cast import Cast

PAGE = """<html><head><meta charset="utf-8"><title>Anderer Titel</title><meta property="og:title" content="K&auml;fer &amp; Co"><meta name="description"
content="Alles   &lt;b&gt;über&lt;/b&gt; Käfer"><meta property="og:image" content="/k.png"></head><body><meta property="og:site_name" content="x"></body>"""


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (800, 400), "green").save(stream, "PNG", pnginfo=None)
    return stream.getvalue()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The web as a dictionary; what is not in it is not there."""
    urls: list[str] = []

    def get(url: str, *, types: tuple[str, ...], **more: Any) -> Answer:
        urls.append(url)
        if url == "https://a.example/kaefer":
            return Answer("https://www.a.example/kaefer", "text/html", PAGE.encode())
        if url == "https://www.a.example/k.png":
            return Answer(url, "image/png", picture())
        raise OSError("not there")

    monkeypatch.setattr(outside, "get", get)
    return urls


def say(cast: Cast, text: str, who: Member | None = None, group: int | None = None) -> Post:
    post = write_post(actor=who or cast.mara, words=Words("share", "", text, "de", group), at=cast.now)
    run_due(clock=lambda: cast.now)
    return post


def test_a_page_introduces_itself_and_its_picture_is_ours(cast: Cast, asked: list[str]):
    post = say(cast, "Schaut: https://a.example/kaefer, und `https://b.example`")
    [preview] = one(cast.jonas, post.pk, cast.now).previews
    assert (preview.title, preview.text, preview.host) == ("Käfer & Co", "Alles <b>über</b> Käfer", "a.example")
    assert asked == ["https://a.example/kaefer", "https://www.a.example/k.png"]
    page = cast.client(cast.jonas).get(f"/lagerhaus/posts/{post.pk}/").content.decode()
    assert "Alles &lt;b&gt;über&lt;/b&gt; Käfer" in page
    assert 'src="https://' not in page
    kept = StoredFile.objects.get(purpose="inform.preview")
    assert (kept.mimetype, kept.owner_id) == ("image/webp", None)
    assert cast.client(cast.jonas).get(preview.picture).status_code == 200
    assert cast.client(cast.sten).get(preview.picture).status_code == 404
    say(cast, "Noch einmal https://a.example/kaefer", cast.jonas)
    assert len(asked) == 2, "a house asks once"


def test_what_is_not_there_is_asked_once_and_shows_nothing(cast: Cast, asked: list[str]):
    post = say(cast, "https://weg.example/x und http://127.0.0.1/ und http://a.example:8080/ und mailto:x@a.example")
    assert asked == ["https://weg.example/x", "http://127.0.0.1/"], "the port is refused before anybody is asked"
    assert one(cast.jonas, post.pk, cast.now).previews == ()


def test_off_when_the_house_says_so_and_in_the_demo(cast: Cast, asked: list[str]):
    cast.house.settings["link_previews"] = False
    cast.house.save()
    say(cast, "https://a.example/kaefer")
    assert not rules.fetches(cast.house)
    assert asked == []
    assert not LinkPreview.objects.exists()
    cast.house.settings.clear()
    cast.house.is_demo = True
    assert not rules.fetches(cast.house)


def test_a_picture_behind_a_hidden_group_stays_there(cast: Cast, asked: list[str]):
    group = found_group(actor=cast.mara, shape=Shape("Rat", "x", "", "de", "hidden", "invitation"), at=cast.now)
    post = say(cast, "https://a.example/kaefer", group=group.pk)
    path = one(cast.mara, post.pk, cast.now).previews[0].picture
    assert cast.client(cast.mara).get(path).status_code == 200
    assert cast.client(cast.hanna).get(path).status_code == 404


def test_links_follow_the_words_and_go_with_them(cast: Cast, asked: list[str]):
    post = say(cast, "https://a.example/kaefer")
    edit_post(actor=cast.mara, post_id=post.pk, words=Words("share", "", "Doch keiner", "de", None), at=cast.now)
    run_due(clock=lambda: cast.now)
    assert not PostLink.objects.exists()
    assert actions.forget_unlinked(at=cast.now + rules.FRESH) == 0
    say(cast, "https://a.example/kaefer")
    remove_post(actor=cast.mara, post_id=Post.objects.latest("pk").pk, at=cast.now)
    forget({}, cast.now + rules.FRESH)
    assert actions.forget_unlinked(at=cast.now + 2 * rules.FRESH) == 1
    assert not StoredFile.objects.filter(purpose="inform.preview").exists()


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (b"", ""),
        (b"\xff\xfe\x00", ""),
        (b"<title>Eins</title><title>Zwei</title>", "Eins"),
        ("<meta charset=latin-1><title>Käse</title>".encode("latin-1"), "Käse"),
        (b"<meta charset=nonsense><title>x</title>", "x"),
        (b"<meta charset=idna><title>x\xc3\xa4</title>", "xä"),
        (b"<meta charset=punycode><title>x\xff-a</title>", "x\ufffd-a"),
        (b"<meta charset=unicode_escape><title>a\\u0062\\x</title>", "a\\u0062\\x"),
        ("<meta charset=windows-1252><title>„Käse“</title>".encode("cp1252"), "„Käse“"),
        ("<meta charset=ISO-8859-15><title>5 €</title>".encode("iso-8859-15"), "5 €"),
        ("<title>a\u202eb\u0000c\n d</title>".encode(), "abc d"),
        (b"<body><title>zu spaet</title>", ""),
        (b"<title>" + b"x" * 5000, "x" * 200),
        (b"<meta property=og:title content='<script>alert(1)</script>'>", "<script>alert(1)</script>"),
        (b"<![if><!DOCTYPE <meta <<<" * 500, ""),
    ],
)
def test_whatever_a_page_sends_only_words_come_out(content: bytes, title: str):
    assert introduction(content).title == title
