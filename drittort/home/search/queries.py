"""What the page of search shows: people first, then everything else that answers, as far as its reader may open it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Value
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.search import find, showing
from drittort.core.search.find import Answer, Hit
from drittort.core.search.index import KINDS
from drittort.core.search.showing import Bit, Excerpt, Held
from drittort.core.search.words import Narrowed
from drittort.core.sorting import folded
from drittort.home.search import rules
from drittort.home.search.models import RecentSearch, SearchGap
from drittort.members.models import Member
from drittort.members.people import rules as people_rules
from drittort.members.people.index import PERSON
from drittort.members.people.queries import Face, faces
from drittort.members.safety.rules import folded_for
from drittort.spaces.models import Location
from drittort.talk.conversations import words
from drittort.talk.groups import rules as group_rules

PAGE = 20
IN_ROW = 6
MOST = 140
"""So many of the best answers are looked at; who looks further asks in other words."""
WHILE_TYPING = 7
NAMED = "named"
MOST_NAMES = 6
"""So many words may the name of somebody have; what has more is a sentence."""
AGES = {"week": timedelta(days=7), "month": timedelta(days=31), "year": timedelta(days=366)}
NEAR, NEAR_PERSON = 4.0, 9.0
"""Scores from which something is shown for its meaning alone, on the scale of `Affinity.similarity`, and from which a person stands in the row at the top."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for, and what they narrowed it down by."""

    query: str
    sort: str = ""
    place: str = ""
    age: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything but words was said."""
        return bool(self.sort or self.place or self.age)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the row at the top, and why."""

    face: Face
    path: str
    why: Excerpt
    folded: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One answer. `why` says in a sentence that it is near in meaning, where no word of it was asked for."""

    path: str
    sort: str
    icon: str
    title: tuple[Bit, ...]
    language: str
    face: Face | None
    when: str
    iso: str
    note: str
    excerpt: Excerpt | None
    why: str
    folded: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A page of answers; `more` is where the next one begins, 0 at the end."""

    people: tuple[Person, ...]
    rows: tuple[Row, ...]
    more: int
    understood: bool

    @property
    def nothing(self) -> bool:
        """Whether nothing answers."""
        return not self.people and not self.rows


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to narrow down by: its name in the address, its label, and its options."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


def search(member: Member, asked: Asked, at: datetime, *, start: int = 0) -> Found:
    """What answers a query, best first, from `start` on. People stand in a row of their own on the first page, unless they alone were asked for."""
    answer, hits, documents, named = found(member, asked, at)
    alone, weak = asked.sort == PERSON, set[int]()
    if not alone:
        weak = {hit.ref for hit in hits if hit.kind == PERSON and not hit.by_words and hit.score < NEAR_PERSON}
    in_row = [] if alone else [hit for hit in hits if hit.kind == PERSON and hit.ref not in weak][:IN_ROW]
    rest = hits if alone else [hit for hit in hits if hit.kind != PERSON]
    page = rest[start : start + PAGE]
    shown = [*(in_row if not start else ()), *page]
    by_id = faces(member.space_id, people_in([documents[hit.kind, hit.ref] for hit in shown]))
    hidden = folded_for(member)
    return Found(
        people=tuple(person(member, documents[PERSON, hit.ref], by_id[hit.ref], answer, hit, hidden, hit.ref in named) for hit in in_row if hit.ref in by_id) if not start else (),
        rows=tuple(row(member, documents[hit.kind, hit.ref], by_id, answer, hit, hidden, at) for hit in page),
        more=start + PAGE if len(rest) > start + PAGE else 0,
        understood=answer.understood,
    )  # fmt: skip


def found(
    member: Member, asked: Asked, at: datetime, *, with_meaning: bool = True
) -> tuple[Answer, list[Hit], Mapping[tuple[str, int], Held], list[int]]:
    """The answer, those hits of it that the reader may open, what the index holds of them, and who is called so; they come first."""
    readers = showing.audiences(member, at)
    since = at - AGES[asked.age] if asked.age else None
    kinds = dict.fromkeys(showing.kinds_of(asked.sort), readers)
    answer = find.everywhere(member.space_id, asked.query, kinds, Narrowed(asked.sort, asked.place, since), with_meaning=with_meaning)
    hits = [hit for hit in answer.hits if hit.by_words or hit.score >= NEAR][:MOST]
    also = called(member, asked) if PERSON in kinds else None
    documents = showing.documents(member.space_id, {(hit.kind, hit.ref) for hit in hits})
    there = showing.opened(member, at, list(documents.values()), also=also)
    named = sorted(ref for kind, ref in there if kind == NAMED)
    missing = {(PERSON, ref) for ref in named} - documents.keys()
    if missing:
        documents |= showing.documents(member.space_id, missing)
        named = [ref for ref in named if (PERSON, ref) in documents]
    first = [Hit(ref, 0.0, -1, True, PERSON) for ref in named]
    rest = [
        hit
        for hit in hits
        if (key := (hit.kind, hit.ref)) in there
        and key in documents
        and fits(documents[key], asked, since)
        and not (hit.kind == PERSON and hit.ref in named)
    ]
    return answer, [*first, *rest], documents, named


def called(member: Member, asked: Asked) -> Any:
    """The people whose names hold the words, the first by the alphabet: found by a new name at once, while the index follows a change a second later."""
    name = folded(asked.query)
    if not name or asked.place or asked.age or len(name.split()) > MOST_NAMES:
        return None
    # In the order of the index by names, which holds all that is asked: so a database reads it, and not ten thousand people.
    those = people_rules.visible_to(member).filter(sort_name__contains=name).order_by("sort_name", "pk").values("pk")[:MOST]
    return (
        people_rules.visible_to(member)
        .filter(pk__in=those)
        .order_by()
        .annotate(found_as=Value(NAMED, CharField()))
        .values_list("found_as", "pk")
    )


def fits(one: Held, asked: Asked, since: datetime | None) -> bool:
    """Whether a document lies within what was narrowed down to."""
    return (
        (not asked.sort or one.sort == asked.sort)
        and (not asked.place or one.place == asked.place)
        and (since is None or (one.at is not None and one.at >= since))
    )


def people_in(documents: Collection[Held]) -> set[int]:
    """Whose these things are, and who they are."""
    return {one.ref if one.kind == PERSON else one.person_id for one in documents if one.kind == PERSON or one.person_id} - {None}  # type: ignore[return-value]


def person(member: Member, one: Held, face: Face, answer: Answer, hit: Hit, hidden: Collection[int], named: bool) -> Person:
    """Somebody in the row at the top."""
    why = Excerpt("", "", (), True) if named else showing.excerpt(one, answer.asks, hit.passage)
    return Person(face, address("members:person", member.space.slug, one.ref), why, one.ref in hidden)


def row(member: Member, one: Held, by_id: Mapping[int, Face], answer: Answer, hit: Hit, hidden: Collection[int], at: datetime) -> Row:
    """One answer in words."""
    kind = KINDS[one.kind].findable
    assert kind is not None
    whose = one.ref if one.kind == PERSON else one.person_id
    excerpt: Excerpt | None = showing.excerpt(one, answer.asks, hit.passage)
    assert excerpt is not None
    language = one.passages[0][1] if one.passages else ""
    title, worded = showing.marked(one.title, answer.asks), excerpt.by_words
    if not kind.titled and one.passages:
        # What it says is its title: shown once, unless something else of it answers.
        title = showing.marked(one.passages[0][2], answer.asks)
        excerpt = excerpt if excerpt.role else None
    elif excerpt.text.rstrip(" …") == one.title.rstrip(" …") or not excerpt.bits:
        excerpt = None
    sort = kind.sorts[one.sort]
    local = one.at.astimezone(member.space.zone) if one.at else None
    return Row(
        path=path(member.space.slug, one), sort=str(sort.label), icon=sort.icon, title=title, language=language if one.kind != PERSON else "",
        face=by_id.get(whose or 0), when=words.short(local, member.space.day(at)) if local and one.kind != "event" else "",
        iso=local.isoformat(timespec="seconds") if local else "", note=kind.note(one.facts, member, at) if kind.note else "", excerpt=excerpt,
        why="" if worded else _("Close to what you mean."), folded=whose in hidden,
    )  # fmt: skip


def path(slug: str, one: Held) -> str:
    """Where a thing stands: its own page, or its place on the page of what it stands under."""
    kind = KINDS[one.kind].findable
    if kind is not None and kind.path is not None:
        return kind.path(slug, one.ref)
    above = showing.stands_under(one)
    under = KINDS[above[0]].findable if above else None
    if kind is None or above is None or under is None or under.path is None:
        return ""
    return under.path(slug, above[1]) + (kind.anchor % one.ref if kind.anchor else "")


# ------------------------------------------------------------------ while one types


@dataclass(frozen=True, slots=True)
class Near:
    """What comes up while somebody types: its words, what it is, where it leads, and a face."""

    label: str
    sort: str
    icon: str
    path: str
    portrait: str


def while_typing(member: Member, query: str, at: datetime) -> list[Near]:
    """The best few, people first, by their words alone; nothing of whom the reader folds."""
    if len(query) < 2:
        return []
    _answer, hits, documents, _named = found(member, Asked(query), at, with_meaning=False)
    hidden = folded_for(member)
    ones = sorted((documents[hit.kind, hit.ref] for hit in hits[: 2 * WHILE_TYPING]), key=lambda one: one.kind != PERSON)
    shown = [one for one in ones if (one.ref if one.kind == PERSON else one.person_id) not in hidden][:WHILE_TYPING]
    by_id = faces(member.space_id, people_in(shown))
    return [near(member, one, by_id) for one in shown]


def near(member: Member, one: Held, by_id: Mapping[int, Face]) -> Near:
    """One of them in a line."""
    kind = KINDS[one.kind].findable
    assert kind is not None
    face = by_id.get(one.ref) if one.kind == PERSON else None
    label = face.name if face else one.title if kind.titled or not one.passages else one.passages[0][2]
    sort = kind.sorts[one.sort]
    return Near(shortened(label), str(sort.label), sort.icon, path(member.space.slug, one), face.portrait if face else "")


def shortened(text: str, most: int = 70) -> str:
    """A line: whole words, at most so many letters."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


# ------------------------------------------------------------------ the form, and what one looked for


def choices(member: Member, asked: Asked) -> tuple[Choice, ...]:
    """What a search may be narrowed down by. One query."""
    places = Location.objects.standing().filter(space=member.space_id).order_by()
    groups = group_rules.readable_to(member).filter(closed_at=None).order_by()
    named = places.annotate(found_as=Value("location", CharField())).values_list("found_as", "pk", "name")
    rows = sorted(
        named.union(groups.annotate(found_as=Value("group", CharField())).values_list("found_as", "pk", "name"), all=True),
        key=lambda r: (r[0] == "group", r[2]),
    )
    several = sum(kind == "location" for kind, _pk, _name in rows) > 1
    where = tuple(
        (f"{kind}:{pk}", name if kind == "location" else _("Group: %(name)s") % {"name": name})
        for kind, pk, name in rows
        if several or kind == "group"
    )
    what = tuple((name, str(sort.label)) for name, sort in showing.sorts().items())
    when = (("week", _("in the last seven days")), ("month", _("in the last month")), ("year", _("in the last year")))
    made = (
        Choice("kind", _("What"), what, asked.sort),
        Choice("place", _("Where"), where, asked.place),
        Choice("age", _("When"), when, asked.age),
    )
    return tuple(one for one in made if one.options)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recent:
    """One search of the reader's own."""

    id: int
    text: str


def recent(member: Member) -> list[Recent]:
    """What a member looked for lately, the newest first. For their own eyes."""
    rows = RecentSearch.objects.filter(member=member).order_by("-at", "-pk").values_list("pk", "text")
    return [Recent(pk, text) for pk, text in rows[: rules.MOST_KEPT]]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that several people looked for in vain, and since which month."""

    id: int
    text: str
    since: str


def gaps(space_id: int) -> list[Gap]:
    """What at least five people looked for in vain, the latest first; how many it were is not told."""
    rows = SearchGap.objects.filter(space=space_id, reached_on__isnull=False).order_by("-reached_on", "text")[:100]
    return [Gap(gap.pk, gap.text, date_format(gap.reached_on, "F Y")) for gap in rows if gap.reached_on is not None]
