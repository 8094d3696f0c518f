"""Wall screens: who may be seen there and who not, addresses that can be taken back, and what a screen is told when nothing is new."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from drittort.connect.needs.actions import open_need
from drittort.connect.needs.models import Need
from drittort.core.errors import Invalid, NotAllowed, NotFound
from drittort.inform.announcements.actions import Way, Words, announce
from drittort.inform.wall import queries, rules, tokens
from drittort.inform.wall.actions import choose, hang_wall, renew_wall, take_wall
from drittort.inform.wall.models import Wall, WallChoice
from drittort.inspire.events.models import Event
from drittort.members.here_today.actions import say_here
from drittort.members.models import Member
from tests.cast import Cast


@pytest.fixture
def wall(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Wall:
    """A screen in the kitchen; it asks at the moment for which rows are made."""
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    return hang_wall(actor=cast.hanna, name="Küche", language="de", location_id=None, at=cast.now)


def asked(cast: Cast, wall: Wall, name: str = "wall_now", tag: str = "") -> Any:
    """What the screen gets, without sign-in and without a cookie."""
    path = reverse(f"inform:{name}", args=[cast.house.slug, tokens.token(wall)])
    answer = Client(headers={"Accept-Language": "en", **({"If-None-Match": tag} if tag else {})}).get(path)
    assert not answer.cookies
    return answer


def shows(cast: Cast, wall: Wall) -> str:
    """The words on the screen."""
    return str(asked(cast, wall).content.decode())


def event(cast: Cast, title: str, hours: int) -> Event:
    """Something announced, so many hours from now."""
    starts = cast.now + timedelta(hours=hours)
    return Event.objects.create(
        space=cast.house, host=cast.jonas, title=title, link="https://online.example", starts_at=starts, ends_at=starts + timedelta(hours=1), made_at=cast.now,
        published_at=cast.now, changed_at=cast.now,
    )  # fmt: skip


def test_nobody_stands_on_a_wall_who_has_not_said_yes(cast: Cast, wall: Wall):
    say_here(actor=cast.mara, at=cast.now)
    open_need(actor=cast.mara, text="Wer leiht mir einen Anhänger?", language="de", at=cast.now)
    assert "Mara" not in shows(cast, wall)
    assert "Anhänger" not in shows(cast, wall)
    choose(actor=cast.mara, face=True, words=False, at=cast.now)
    face_only = shows(cast, wall)
    assert "Mara" in face_only
    assert "Anhänger" not in face_only
    choose(actor=cast.mara, face=False, words=True, at=cast.now)
    words_only = shows(cast, wall)
    assert "Anhänger" in words_only
    assert "/-/portrait/" not in words_only
    for html in (face_only, words_only):
        assert "Wendt" not in html, "the first name and no more"
        assert f"/people/{cast.mara.pk}" not in html
    choose(actor=cast.mara, face=False, words=False, at=cast.now)
    assert "Mara" not in shows(cast, wall)
    assert not WallChoice.objects.exists()


def test_a_face_needs_its_day_and_goes_with_the_person(cast: Cast, wall: Wall):
    choose(actor=cast.mara, face=True, words=True, at=cast.now)
    open_need(actor=cast.mara, text="Wer leiht mir einen Anhänger?", language="de", at=cast.now)
    assert "Mara sucht" in shows(cast, wall).replace("\n", " ")
    assert "screen-people" not in shows(cast, wall)
    say_here(actor=cast.mara, at=cast.now)
    assert "screen-people" in shows(cast, wall)
    Need.objects.update(helped_at=cast.now, told_at=cast.now)
    assert "Anhänger" not in shows(cast, wall)
    Member.objects.filter(pk=cast.mara.pk).update(left_on=cast.now.date())
    assert "Mara" not in shows(cast, wall)


def test_a_photo_is_served_to_the_wall_alone_and_only_while_it_may(cast: Cast, wall: Wall):
    path = reverse("inform:wall_face", args=[cast.house.slug, tokens.token(wall), cast.mara.pk])
    assert Client().get(path).status_code == 404, "she has not said yes"
    choose(actor=cast.mara, face=True, words=False, at=cast.now)
    assert queries.face_shown(wall, cast.mara.pk) == cast.mara
    assert queries.face_shown(wall, cast.jonas.pk) is None
    assert queries.face_shown(wall, cast.sten.pk) is None
    assert Client().get(path).status_code == 404, "a drawn face is no file"


def test_what_the_house_has_to_say_stands_there_without_names_and_links(cast: Cast, wall: Wall):
    event(cast, "Suppe", 2)
    event(cast, "Chor", 26)
    event(cast, "Fern", 24 * 9)
    until = cast.house.day(cast.now) + timedelta(days=2)
    announce(actor=cast.hanna, words=Words("Alarm", "Um zehn.", "Alarm test", "At ten.", until), way=Way(), at=cast.now)
    announce(actor=cast.hanna, words=Words("Nur im Haus", "", "", "", until), way=Way(on_wall=False), at=cast.now)
    announce(actor=cast.hanna, words=Words("Nur oben", "", "", "", until), way=Way(location_id=cast.upstairs.pk), at=cast.now)
    html = shows(cast, wall)
    assert [word in html for word in ("Suppe", "Chor", "Alarm test", "Um zehn.")] == [True] * 4
    assert [word in html for word in ("Fern", "Nur im Haus", "Nur oben", "Jonas", "online.example")] == [False] * 5
    upstairs = hang_wall(actor=cast.hanna, name="Oben", language="en", location_id=cast.upstairs.pk, at=cast.now)
    assert "Nur oben" in shows(cast, upstairs)
    assert "What is on" in shows(cast, upstairs), "a wall speaks its own language, whatever the browser prefers"


def test_nothing_new_is_told_in_nothing(cast: Cast, wall: Wall):
    first = asked(cast, wall)
    assert first["Drittort-Stand"] == "11:30"
    again = asked(cast, wall, tag=first["ETag"])
    assert (again.status_code, again.content, again["ETag"], again["Drittort-Stand"]) == (304, b"", first["ETag"], "11:30")
    event(cast, "Suppe", 2)
    changed = asked(cast, wall, tag=first["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    page = asked(cast, wall, "wall_screen")
    assert page["Referrer-Policy"] == "no-referrer"
    assert changed["ETag"].replace('"', "&quot;") in page.content.decode(), "the page begins with what it would be told next"
    assert f'http-equiv="refresh" content="{rules.EVERY}"' in page.content.decode()


def test_an_address_can_be_renewed_and_taken_back(cast: Cast, wall: Wall):
    old = tokens.token(wall)
    for text in (old[:-1] + ("A" if old[-1] != "A" else "B"), "x"):
        with pytest.raises(NotFound):
            tokens.read(text, cast.house.slug)
    with pytest.raises(NotFound):
        tokens.read(old, cast.elsewhere.slug)
    new = renew_wall(actor=cast.hanna, wall_id=wall.pk, at=cast.now)
    with pytest.raises(NotFound):
        tokens.read(old, cast.house.slug)
    assert tokens.read(tokens.token(new), cast.house.slug).pk == wall.pk
    take_wall(actor=cast.hanna, wall_id=wall.pk, at=cast.now)
    with pytest.raises(NotFound):
        tokens.read(tokens.token(new), cast.house.slug)
    with pytest.raises(NotFound):
        take_wall(actor=cast.hanna, wall_id=wall.pk, at=cast.now)


def test_who_hangs_them_up_and_how(cast: Cast, wall: Wall):
    with pytest.raises(NotAllowed):
        hang_wall(actor=cast.mara, name="Flur", language="de", location_id=None, at=cast.now)
    with pytest.raises(NotAllowed):
        renew_wall(actor=cast.mara, wall_id=wall.pk, at=cast.now)
    with pytest.raises(Invalid):
        hang_wall(actor=cast.hanna, name=" Küche ", language="de", location_id=None, at=cast.now)
    assert [card.seen for card in queries.walls(cast.hanna, cast.now)] == ["hat sich noch nicht gemeldet"]
    asked(cast, wall)
    assert [card.seen for card in queries.walls(cast.hanna, cast.now)] == ["läuft"]
    assert "11:30" in queries.walls(cast.hanna, cast.now + timedelta(hours=3))[0].seen


def test_pages_make_renew_and_choose(cast: Cast, wall: Wall):
    hanna, mara, slug = cast.client(cast.hanna), cast.client(cast.mara), cast.house.slug
    walls, choice = reverse("inform:walls", args=[slug]), reverse("inform:wall_choice", args=[slug])
    assert hanna.post(walls, {"name": "Küche", "language": "de"}).status_code == 422
    assert hanna.post(walls, {"name": "Eingang", "language": "en"}).status_code == 302
    assert tokens.link(Wall.objects.get(name="Eingang"), slug) in hanna.get(walls).content.decode()
    mark = reverse("inform:mark_wall", args=[slug, wall.pk])
    assert hanna.post(mark, {"does": "burn"}).status_code == 422
    assert hanna.post(mark, {"does": "renew"}).status_code == 302
    assert Wall.objects.get(pk=wall.pk).key != wall.key
    assert hanna.post(mark, {"does": "take"}).status_code == 302
    assert mara.post(choice, {"face": "on"}).status_code == 302
    first = WallChoice.objects.get().face_at
    mara.post(choice, {"face": "on", "words": "on"})
    assert (WallChoice.objects.get().face_at, WallChoice.objects.get().words_at is None) == (first, False)


def test_the_week_on_paper_shows_what_a_wall_may_and_no_faces(cast: Cast, wall: Wall):
    event(cast, "Suppe", 2)
    say_here(actor=cast.ada, at=cast.now)
    choose(actor=cast.ada, face=True, words=True, at=cast.now)
    open_need(actor=cast.ada, text="Wer leiht mir einen Anhänger?", language="de", at=cast.now)
    open_need(actor=cast.jonas, text="Wer schenkt mir ein Fahrrad?", language="de", at=cast.now)
    paper = reverse("inform:wall_paper", args=[cast.house.slug])
    html = cast.client(cast.mara).get(paper, {"size": "a3"}).content.decode()
    assert [word in html for word in ("Suppe", "Anhänger", "paper-a3")] == [True] * 3
    assert [word in html for word in ("Fahrrad", "screen-people", "Lenz")] == [False] * 3
    assert cast.client(cast.mara).get(paper, {"size": "a9"}).status_code == 404
