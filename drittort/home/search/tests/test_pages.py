"""The page of search: people first and why, narrowing down, going on, one's own searches, and what nobody finds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drittort.core.jobs.runner import run_due
from drittort.core.search.index import index_everything
from drittort.home.search import actions, queries, rules
from drittort.home.search.models import RecentSearch, SearchGap, SearchQuiet
from drittort.home.search.queries import Asked
from drittort.inform.posts.actions import Words, write_post
from drittort.inform.posts.models import Post
from drittort.members.models import Block, Member, StandingLine
from drittort.talk.comments.actions import comment
from drittort.talk.groups.actions import Shape, found_group
from tests.cast import Cast, person

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def _written(_standing: Cast, django_db_blocker: Any) -> None:
    """In the house in which all tests here stand somebody knows about taxes, and some wrote about them."""
    with django_db_blocker.unblock():
        write_of_taxes(_standing)


@pytest.fixture
def house(_written: None, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A house in which somebody knows about taxes, and some wrote about them."""
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    return cast


def write_of_taxes(cast: Cast) -> None:
    """A line of Jonas, a question of Neo, and a comment of Ada, all to be found."""
    StandingLine.objects.create(member=cast.jonas, side="offer", text="Hilfe mit der Umsatzsteuer für Selbstständige", language="de")
    asked = write_post(
        actor=cast.neo,
        words=Words("ask", "Wann ist die Voranmeldung fällig?", "Mir schwirrt der Kopf vor lauter Steuern.", "de", None),
        at=cast.now,
    )
    comment(actor=cast.ada, about=f"post:{asked.pk}", text="Für die Umsatzsteuer ist es der zehnte.", at=cast.now)
    run_due(clock=lambda: cast.now)
    index_everything(cast.house.pk, cast.now)


def look(cast: Cast, who: Member, **asked: Any) -> str:
    query = "&".join(f"{name}={quote(str(value))}" for name, value in asked.items())
    return cast.client(who).get(f"/lagerhaus/search/?{query}").content.decode()


def test_people_stand_first_and_everything_says_why(house: Cast):
    page = look(house, house.mara, q="Steuer")
    assert page.index("Jonas Falk") < page.index("Wann ist die Voranmeldung")
    assert "<mark>Umsatzsteuer</mark> für" in page
    assert "<mark>Steuern</mark>" in page
    assert "Für die <mark>Umsatzsteuer</mark> ist" in page
    # A mistake, an umlaut written out, a name.
    assert "Jonas Falk" in look(house, house.mara, q="Umsatzsteur")
    assert "Jonas Falk" in look(house, house.mara, q="jonas")
    assert "<h1>" not in house.client(house.mara).get("/lagerhaus/search/?q=Steuer", headers={"HX-Request": "true"}).content.decode()


def test_it_is_narrowed_down_by_kind_place_and_age(house: Cast):
    group = found_group(actor=house.mara, shape=Shape("Zahlen", "Alles mit Zahlen.", "", "de", "house", "free"), at=house.now)
    old = write_post(actor=house.mara, words=Words("share", "Steuern im Kreis", "Die Steuer und wir.", "de", group.pk), at=house.now)
    Post.objects.filter(pk=old.pk).update(posted_at=house.now - 40 * DAY)
    run_due(clock=lambda: house.now)
    index_everything(house.house.pk, house.now)

    def titles(**asked: str) -> set[str]:
        return {
            row.path.split("/")[2] + str(row.path.count("#"))
            for row in queries.search(house.mara, Asked("Steuer", **asked), house.now).rows
        }

    assert titles() >= {"posts0", "posts1"}
    assert titles(sort="comment") == {"posts1"}
    assert titles(place=f"group:{group.pk}") == {"posts0"}
    found = queries.search(house.mara, Asked("Steuer", place=f"group:{group.pk}"), house.now)
    assert [row.note for row in found.rows] == ["Zahlen"]
    assert not found.people
    assert not queries.search(house.mara, Asked("Steuer", place=f"group:{group.pk}", age="month"), house.now).rows
    alone = queries.search(house.mara, Asked("Steuer", sort="person"), house.now)
    assert not alone.people
    assert "Jonas Falk" in {row.face.name for row in alone.rows if row.face}


def test_it_goes_on_until_it_ends_and_asks_no_more_than_fifteen_questions(house: Cast):
    Post.objects.bulk_create(
        Post(space=house.house, member=house.ada, verb="share", title=f"Steuer {k}", text="Viele Steuern.", language="de", created_at=house.now, posted_at=house.now)
        for k in range(45)
    )  # fmt: skip
    index_everything(house.house.pk, house.now, ["post"])
    seen, start = [], 0
    while True:
        found = queries.search(house.mara, Asked("Steuer"), house.now, start=start)
        seen += [row.path for row in found.rows]
        assert bool(found.people) == (start == 0)
        if not found.more:
            break
        start = found.more
    assert len(seen) == len(set(seen)) >= 47
    browser = house.client(house.mara)
    browser.get("/lagerhaus/search/?q=Steuer")
    with CaptureQueriesContext(connection) as asked:
        assert "after=%7C20" in browser.get("/lagerhaus/search/?q=Steuer").content.decode()
    assert len(asked) <= 15, [one["sql"][:90] for one in asked]


def test_what_one_looked_for_is_theirs_alone(house: Cast):
    look(house, house.mara, q="Steuer")
    look(house, house.mara, q="Nashorn")
    look(house, house.mara, q="Steuer")
    house.client(house.mara).get("/lagerhaus/search/typing/?q=Nasho")
    assert [one.text for one in queries.recent(house.mara)] == ["Nashorn", "Steuer"] or {
        one.text for one in queries.recent(house.mara)
    } == {"Nashorn", "Steuer"}
    assert "Nashorn" in look(house, house.mara)
    assert "Nashorn" not in look(house, house.hanna)
    browser = house.client(house.mara)
    browser.post("/lagerhaus/search/recent/", {"says": "forget", "search": RecentSearch.objects.get(text="Nashorn").pk})
    theirs = RecentSearch.objects.get(text="Steuer").pk
    house.client(house.jonas).post("/lagerhaus/search/recent/", {"says": "forget", "search": theirs})
    assert [one.text for one in queries.recent(house.mara)] == ["Steuer"]
    SearchGap.objects.all().delete()
    browser.post("/lagerhaus/search/recent/", {"says": "keep_none"})
    look(house, house.mara, q="Steuer")
    look(house, house.mara, q="Nashorn")
    assert not RecentSearch.objects.exists()
    assert not SearchGap.objects.exists()
    browser.post("/lagerhaus/search/recent/", {"says": "keep"})
    look(house, house.mara, q="Steuer")
    assert (RecentSearch.objects.count(), SearchQuiet.objects.count()) == (1, 0)
    actions.forget_old(at=house.now + rules.KEPT + DAY)
    assert not RecentSearch.objects.exists()


def test_a_gap_is_told_from_the_fifth_person_on_and_nobody_learns_who(house: Cast):
    people = [person(house.house, f"P{k} Neu") for k in range(40)]
    many: list[str] = []
    for one in people:
        for words in ("Kräutergarten", "Kräutergärten"):
            actions.note_gap(actor=one, text=words, at=house.now)
        gap = SearchGap.objects.get()
        if gap.text:
            break
        many.append(one.name)
        assert queries.gaps(house.house.pk) == []
        assert "räuter" not in str(SearchGap.objects.values())
    assert len(many) >= rules.ASKED_BY - 1
    assert (gap.marks, gap.reached_on) == (0, house.now.date().replace(day=1))
    page = house.client(house.hanna).get("/lagerhaus/search/gaps/").content.decode()
    assert "Kräutergarten" in page
    assert not any(one.name in page for one in people)
    assert house.client(house.mara).get("/lagerhaus/search/gaps/").status_code == 403
    actions.settle_gap(actor=house.hanna, gap_id=gap.pk, at=house.now)
    assert queries.gaps(house.house.pk) == []
    for one in people:
        actions.note_gap(actor=one, text="Kräutergarten", at=house.now + DAY)
    assert queries.gaps(house.house.pk) == []


def test_few_marks_are_forgotten_and_a_narrow_search_is_no_gap(house: Cast):
    look(house, house.mara, q="Nashornzüchterei", kind="group")
    assert not SearchGap.objects.exists()
    page = look(house, house.mara, q="Nashornzüchterei")
    assert "/lagerhaus/posts/new/?verb=ask&amp;title=Nashornz%C3%BCchterei" in page
    assert SearchGap.objects.get().text == ""
    assert (
        'value="Nashornzüchterei"'
        in house.client(house.mara).get("/lagerhaus/posts/new/?verb=ask&title=Nashornz%C3%BCchterei").content.decode()
    )
    actions.forget_old(at=house.now + 15 * DAY)
    assert SearchGap.objects.exists()
    actions.forget_old(at=house.now + 62 * DAY)
    assert not SearchGap.objects.exists()


def test_only_the_blocker_folds(house: Cast):
    Block.objects.create(blocker=house.mara, blocked=house.jonas, at=house.now)

    def jonas(reader: Member) -> Any:
        return next(one for one in queries.search(reader, Asked("Umsatzsteuer"), house.now).people if one.face.id == house.jonas.pk)

    assert jonas(house.mara).folded
    assert not jonas(house.ada).folded
    assert "Zugeklappt, weil du Abstand hältst." in look(house, house.mara, q="Umsatzsteuer")
    assert "Mara Wendt" in look(house, house.jonas, q="Mara")
    assert not any(one.label == "Jonas Falk" for one in queries.while_typing(house.mara, "Jonas", house.now))
