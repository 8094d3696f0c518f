"""What is found is what opens: every kind of thing in each of its states, read by everybody who stands to it in another way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from drittort.connect.circles.tests.world import season
from drittort.connect.market.actions import Words as ListingWords
from drittort.connect.market.actions import close_listing, show_listing
from drittort.connect.market.models import Listing
from drittort.connect.needs.actions import answer_need, close_need, open_need, tell_outcome
from drittort.core.jobs.runner import run_due
from drittort.core.models import SearchDocument, SearchWord
from drittort.core.search.index import KINDS, index_everything
from drittort.home.search import queries
from drittort.home.search.queries import Asked
from drittort.inform.knowledge.actions import Words as ArticleWords
from drittort.inform.knowledge.actions import write_article
from drittort.inform.posts import actions as posts
from drittort.inform.posts.actions import Words as PostWords
from drittort.inspire.decisions import actions as decisions
from drittort.inspire.decisions.actions import Option, Question
from drittort.inspire.events import actions as events
from drittort.inspire.ideas import actions as ideas
from drittort.inspire.ideas.models import Idea
from drittort.inspire.stories import actions as stories
from drittort.members.membership.actions import end_membership
from drittort.members.models import Block, Company, Employment, Member
from drittort.talk.comments.actions import comment, delete_comment
from drittort.talk.groups import actions as groups
from drittort.talk.groups.actions import Shape
from drittort.talk.groups.models import Group
from tests.cast import Cast, person

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Thing:
    """One thing in one state, found by a word that nothing else in the house holds."""

    state: str
    word: str
    path: str


def rare() -> Iterator[str]:
    """Words that no others look like."""
    yield from [
        "Nashorn",
        "Giraffe",
        "Pinguin",
        "Eichhorn",
        "Krokodil",
        "Schildkröte",
        "Flamingo",
        "Känguru",
        "Zebra",
        "Tintenfisch",
        "Murmeltier",
        "Wildschwein",
        "Nilpferd",
        "Kolibri",
        "Leguan",
        "Orang",
        "Papagei",
        "Qualle",
        "Ratte",
        "Skorpion",
        "Tapir",
        "Uhu",
        "Vielfraß",
        "Wombat",
        "Yak",
        "Zikade",
        "Antilope",
        "Biber",
        "Chamäleon",
        "Dachs",
        "Erdferkel",
        "Fasan",
        "Gazelle",
        "Hummel",
        "Iltis",
        "Jaguar",
        "Kranich",
        "Luchs",
        "Mauersegler",
        "Natter",
        "Okapi",
        "Pottwal",
        "Rebhuhn",
        "Salamander",
        "Termite",
        "Nachtigall",
        "Walross",
        "Xenops",
        "Ziesel",
        "Blauhäher",
    ]


@pytest.fixture(scope="module")
def things(_standing: Cast, django_db_blocker: Any) -> list[Thing]:
    """Everything there is, in the house in which all tests here stand."""
    with django_db_blocker.unblock():
        return everything(_standing)


@pytest.fixture
def world(things: list[Thing], cast: Cast) -> tuple[Cast, list[Thing]]:
    """A house with everything in it."""
    return cast, things


def everything(cast: Cast) -> list[Thing]:
    """Things of every kind in each of their states."""
    at, slug, left = cast.now, cast.house.slug, person(cast.house, "Vera Fort")
    word, things = rare(), list[Thing]()

    def there(state: str, path: str, one: str) -> None:
        things.append(Thing(state, one, f"/{slug}/{path}"))

    def group(state: str, seen_by: str, joining: str) -> Group:
        one = next(word)
        made = groups.found_group(actor=cast.mara, shape=Shape(one, "Unter uns.", "", "de", seen_by, joining), at=at)
        groups.join_group(actor=cast.ada, group_id=made.pk, at=at) if joining == "free" else groups.invite_to_group(
            actor=cast.mara, group_id=made.pk, people=[cast.ada], text="", at=at
        )
        there(f"group {state}", f"groups/{made.pk}/", one)
        return made

    def post(state: str, *, group_id: int | None = None, verb: str = "share", said: bool = True, **more: Any) -> Any:
        one = next(word)
        made = posts.write_post(actor=cast.mara, words=PostWords(verb, "", f"Wir sahen {one} im Hof.", "de", group_id), at=at, **more)
        there(f"post {state}", f"posts/{made.pk}/", one)
        if said and made.posted_at is not None:
            one = next(word)
            answer = comment(actor=cast.mara, about=f"post:{made.pk}", text=f"Auch {one}?", at=at)
            there(f"comment under {state}", f"posts/{made.pk}/#letter-{answer.pk}", one)
        return made

    house, closed, hidden = (group(name, name, how) for name, how in (("house", "free"), ("members", "request"), ("hidden", "invitation")))
    post("of the house", verb="ask")
    post("of an open group", group_id=house.pk)
    post("of a closed group", group_id=closed.pk)
    post("of a hidden group", group_id=hidden.pk)
    post("as a draft", goes_out=False)
    posts.remove_post(actor=cast.mara, post_id=post("taken back").pk, at=at)
    posts.archive_post(actor=cast.mara, post_id=post("put away", group_id=house.pk, said=False).pk, archived=True, at=at)
    one, under = next(word), post("with a comment taken back", said=False)
    withdrawn = comment(actor=cast.mara, about=f"post:{under.pk}", text=f"Doch kein {one}", at=at)
    run_due(clock=lambda: at)
    delete_comment(actor=cast.mara, comment_id=withdrawn.pk, at=at)
    there("comment taken back", f"posts/{under.pk}/#letter-{withdrawn.pk}", one)

    for state in ("open", "taken down", "met", "of somebody who left"):
        one = next(word)
        need = open_need(actor=left if "left" in state else cast.mara, text=f"Wer kennt sich mit {one} aus?", language="de", at=at)
        if state == "met":
            answer_need(actor=cast.jonas, need_id=need.pk, at=at)
            tell_outcome(actor=cast.mara, need_id=need.pk, said="helped", helper_id=cast.jonas.pk, outcome="", shared=False, at=at)
        elif state == "taken down":
            close_need(actor=cast.mara, need_id=need.pk, at=at)
        there(f"need {state}", f"needs/{need.pk}/", one)

    for state in ("published", "draft", "of the handbook, draft"):
        one, writer = next(word), cast.olga if "handbook" in state else cast.mara
        article = write_article(
            actor=writer, words=ArticleWords("de", f"Wie {one} geht", f"So geht {one} bei uns.", ""), of_house="handbook" in state, goes_out="draft" not in state, at=at
        )  # fmt: skip
        there(f"article {state}", f"knowledge/{article.pk}/", one)

    for state in ("announced", "draft", "proposed", "called off"):
        one, begins = next(word), at + 4 * DAY
        told = events.Words(
            title=f"Abend mit {one}",
            text="",
            language="de",
            starts_at=begins,
            ends_at=begins + DAY / 8,
            way="here",
            location_id=cast.upstairs.pk,
        )
        event = events.draft_event(actor=cast.mara, words=told, at=at)
        if state != "draft":
            events.propose_event(actor=cast.mara, event_id=event.pk, at=at)
        if state in ("announced", "called off"):
            events.publish_event(actor=cast.hanna, event_id=event.pk, at=at)
        if state == "called off":
            events.cancel_event(actor=cast.mara, event_id=event.pk, text="", at=at)
        there(f"event {state}", f"events/{event.pk}/", one)

    firm = cast.mara.employments.get().company_id
    for state in ("open", "run out", "taken down", "taken down for a company"):
        one = next(word)
        listing = show_listing(
            actor=cast.jonas if "company" not in state else cast.mara, words=ListingWords("service", "words", f"{one} malen", "", "", "de"),
            company_id=firm if "company" in state else None, picture=None, at=at,
        )  # fmt: skip
        if "down" in state:
            close_listing(actor=listing.member, listing_id=listing.pk, at=at)
        if state == "run out":
            Listing.objects.filter(pk=listing.pk).update(shown_at=at - 99 * DAY, expires_at=at - DAY)
        there(f"listing {state}", f"market/{listing.pk}/", one)

    def idea(state: str) -> Idea:
        one = next(word)
        made = ideas.have_idea(actor=cast.mara, words=ideas.Words(f"Ein Gehege für {one}", "Neben dem Tor.", "de"), at=at)
        there(f"idea {state}", f"ideas/{made.pk}/", one)
        return made

    answered = idea("answered")
    ideas.answer_idea(
        actor=cast.hanna, idea_id=answered.pk, status="planned", text=f"Gern, neben {(one := next(word))}.", word_by=None, at=at
    )
    there("answer to an idea", f"ideas/{answered.pk}/", one)
    ideas.remove_idea(actor=cast.mara, idea_id=idea("taken back").pk, at=at)
    ideas.merge_ideas(actor=cast.mara, idea_id=idea("that goes on elsewhere").pk, into_id=answered.pk, at=at)
    under = comment(actor=cast.jonas, about=f"idea:{answered.pk}", text=f"Auch für {(one := next(word))}?", at=at)
    there("comment under an idea", f"ideas/{answered.pk}/#letter-{under.pk}", one)

    for state, where in (
        ("open", None),
        ("called off", None),
        ("draft", None),
        ("draft of a closed group", closed),
        ("in a closed group", closed),
    ):
        one = next(word)
        asked = Question(
            "poll", f"Wohin mit {one}?", "", "de", at + 7 * DAY, options=(Option("Hier"), Option("Dort")), who="group" if where else "house", group_id=where.pk if where else None
        )  # fmt: skip
        decision = decisions.draft_decision(actor=cast.mara, question=asked, at=at)
        if "draft" not in state:
            decisions.open_decision(actor=cast.mara, decision_id=decision.pk, at=at)
        if state == "called off":
            decisions.drop_decision(actor=cast.mara, decision_id=decision.pk, text="Doch nicht.", at=at)
        there(f"decision {state}", f"decisions/{decision.pk}/", one)
    one = next(word)
    consent = decisions.draft_decision(
        actor=cast.mara, question=Question("consent", "Ruhe im Hof", f"Kein {one} nach acht.", "de", at + 7 * DAY), at=at
    )
    decisions.open_decision(actor=cast.mara, decision_id=consent.pk, at=at)
    there("proposal of a consent decision", f"decisions/{consent.pk}/", one)

    for state in ("that the house reads", "of which one took back"):
        one = next(word)
        tale = stories.begin_story(actor=cast.mara, others=[cast.ada], answers=stories.Answers("", f"Wir fanden {one}.", "", "de"), at=at)
        stories.tell_side(actor=cast.ada, story_id=tale.pk, answers=stories.Answers("", "Im Hof.", "", "de"), send=True, at=at)
        for teller in (cast.mara, cast.ada):
            stories.agree(actor=teller, story_id=tale.pk, audience="house", at=at)
        if "back" in state:
            stories.withdraw(actor=cast.ada, story_id=tale.pk, audience="house", at=at)
        there(f"story {state}", f"stories/{tale.pk}/", one)

    for state, until in (("open", at.date() + 9 * DAY), ("over", at.date() - DAY)):
        one = next(word)
        call = season(cast, words=f"{one} halten", theme="words", open_until=until)
        there(f"call {state}", f"circles/#call-{call.pk}", one)

    one = next(word)
    Member.objects.filter(pk=left.pk).update(line=f"Ich züchte {one}.")
    there("person who left", f"people/{left.pk}/", one)
    one = next(word)
    Member.objects.filter(pk=cast.neo.pk).update(line=f"Ich züchte {one}.")
    there("person", f"people/{cast.neo.pk}/", one)
    one = next(word)
    made = Company.objects.create(space=cast.house, name=f"{one} GmbH")
    Employment.objects.create(member=cast.neo, company=made, from_on=at.date())
    there("company", f"companies/{made.pk}/", one)
    end_membership(actor=cast.hanna, member_id=left.pk, last_on=at.date(), at=at)
    run_due(clock=lambda: at)
    index_everything(cast.house.pk, at)
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=at)
    return things


TELLERS_ONLY = {"story of which one took back"}
"""What opens for those who tell it and is found by nobody: each of them sees another part of it."""


def found_by(reader: Member, word: str, at: Any) -> set[str]:
    """Where everything leads that a word brings up for a reader: on the page and while they type."""
    found = queries.search(reader, Asked(word), at)
    shown = {one.path for one in (*found.people, *found.rows)}
    assert {one.path for one in queries.while_typing(reader, word, at)} <= shown
    return shown


def test_what_is_found_is_what_opens(world: tuple[Cast, list[Thing]], monkeypatch: pytest.MonkeyPatch):
    cast, things = world
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    there = set(SearchDocument.objects.values_list("kind", flat=True))
    assert not {kind for kind, known in KINDS.items() if known.findable} - there, "a kind without a thing in this world"
    wrong = []
    for reader in (cast.mara, cast.ada, cast.jonas, cast.hanna, cast.sten):
        # What stands on one page is looked for on the same answer.
        opened = cache(cast.client(reader).get)
        for thing in things:
            path, _, anchor = thing.path.partition("#")
            answer = opened(path)
            page = answer.content.decode()
            opens = answer.status_code == 200 and thing.word in page and (not anchor or f'id="{anchor}"' in page)
            found = found_by(reader, thing.word, cast.now)
            if thing.state in TELLERS_ONLY:
                opens = False
            if (thing.path in found) != opens:
                wrong.append(f"{reader.name}: {thing.state} {'opens and is not found' if opens else 'is found and does not open'}")
            # A word that one may not read brings up nothing else either.
            if not opens and found:
                wrong.append(f"{reader.name}: {thing.state} hints at {found}")
    assert not wrong, "\n".join(wrong)


def test_what_only_some_read_lends_the_house_no_word(world: tuple[Cast, list[Thing]]):
    cast, things = world
    shared = set(SearchWord.objects.filter(space_id=cast.house.pk).values_list("form", flat=True))
    closed = {
        one.word
        for one in things
        if any(told in one.state for told in ("hidden", "closed group", "draft", "proposed", "taken down", "left", "back"))
    }
    closed -= {one.word for one in things if one.state.startswith(("need", "post with"))}
    assert not shared & closed
    assert {"Nashorn"} <= shared
