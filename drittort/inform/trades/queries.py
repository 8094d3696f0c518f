"""What pages show of the trades of a house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, ExpressionWrapper, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.addresses import address
from drittort.inform.knowledge import queries as knowledge
from drittort.inform.knowledge.rules import visible_to as articles_for
from drittort.inform.posts.models import Post
from drittort.inform.posts.queries import comment_words, page_of, verb_noun, verb_words
from drittort.inform.posts.rules import about, stream_of
from drittort.inform.trades import rules
from drittort.inform.trades.models import TradeMember
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.safety.rules import folded_for
from drittort.spaces import trades
from drittort.spaces.industries import SECTIONS, section_name
from drittort.spaces.trades import Beside, Trade
from drittort.talk.comments.queries import tallies
from drittort.talk.conversations import words
from drittort.web.markdown import plain

SHOWN_PEOPLE, SHOWN_POSTS, SHOWN_ARTICLES, IN_CARD = 24, 20, 8, 6


@dataclass(frozen=True, slots=True)
class Card:
    """One trade in the list."""

    path: str
    name: str
    people: str
    faces: tuple[str, ...]
    more: int
    mine: bool
    takes_part: bool
    open: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something told in a trade."""

    path: str
    title: str
    language: str
    who: str
    verb: str
    when: str
    comments: str
    waits: bool
    folded: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One trade with its people, questions, knowledge and circles, as one reader sees it."""

    key: str
    name: str
    people: tuple[Face, ...]
    more: int
    people_path: str
    mine: bool
    rhythm: str
    own_letter: str
    questions: tuple[Line, ...]
    posts: tuple[Line, ...]
    articles: tuple[tuple[str, str, str], ...]
    beside: tuple[Beside, ...]


def path_of(slug: str, letter: str) -> str:
    """The address of a trade."""
    return address("inform:trade", slug, letter)


def shelf(member: Member) -> tuple[Card, ...]:
    """The trades of the house: one's own first, then by size. Four queries."""
    working = rules.working_in(member.space_id)
    own = working.own(member.pk)
    parts = set(TradeMember.objects.filter(member=member).values_list("letter", flat=True))
    shown = {one.key: working.of(one)[:IN_CARD] for one in working.trades}
    people = faces(member.space_id, {pk for each in shown.values() for pk in each})
    asked = stream_of(member).filter(verb=Post.Verb.ASK, answered_at=None, archived_at=None).exclude(trade="").order_by()
    open_questions = dict(asked.values_list("trade").annotate(n=Count("pk")))
    cards = [
        Card(
            path_of(member.space.slug, one.key), one.name, people_words(one.size), tuple(people[pk].portrait for pk in shown[one.key] if pk in people),
            max(0, one.size - IN_CARD), bool(set(own) & set(one.letters)), bool(parts & set(one.letters)),
            question_words(sum(open_questions.get(letter, 0) for letter in one.letters)),
        )
        for one in working.trades
    ]  # fmt: skip
    return tuple(sorted(cards, key=lambda one: (not one.mine, not one.takes_part)))


def people_words(n: int) -> str:
    """How many people work in a trade; there are always enough to say it."""
    return ngettext("%(n)s person", "%(n)s people", n) % {"n": n}


def question_words(n: int) -> str:
    """How many questions wait; empty for none."""
    return ngettext("%(n)s open question", "%(n)s open questions", n) % {"n": n} if n else ""


def one(member: Member, letter: str, at: datetime) -> Page:
    """One trade. Raises NotFound where the house has none of this letter."""
    working = rules.working_in(member.space_id)
    trade = rules.find(working, letter)
    slug, ids, part = member.space.slug, working.of(trade), rules.taking_part(member, trade)
    people = faces(member.space_id, ids[:SHOWN_PEOPLE])
    lines = told(member, trade, at)
    return Page(
        key=trade.key, name=trade.name, people=tuple(people[pk] for pk in ids[:SHOWN_PEOPLE] if pk in people), more=max(0, len(ids) - SHOWN_PEOPLE),
        people_path=f"{address('members:people', slug)}?industry={trade.key}", mine=member.pk in ids, rhythm=part.rhythm if part is not None else "", own_letter=part.letter if part is not None else "",
        questions=tuple(line for line in lines if line.waits), posts=tuple(line for line in lines if not line.waits), articles=articles(member, trade),
        beside=tuple(trades.beside(member, trade.letters, at)),
    )  # fmt: skip


def told(member: Member, trade: Trade, at: datetime) -> list[Line]:
    """What was told for a trade, questions that wait before all else. Three queries."""
    waits = ExpressionWrapper(Q(verb=Post.Verb.ASK, answered_at=None), BooleanField())
    rows: Sequence[Any] = list(
        stream_of(member).filter(trade__in=list(trade.letters), archived_at=None).select_related("member")
        .annotate(waits=waits, first=Case(When(verb=Post.Verb.ASK, answered_at=None, then=Value(0)), default=Value(1)))
        .order_by("first", "-posted_at", "-pk")[:SHOWN_POSTS]
    )  # fmt: skip
    said, folded = tallies(member, [about(row.pk) for row in rows]), folded_for(member)
    return [line(member, row, said, folded, at) for row in rows]


def line(member: Member, row: Any, said: Mapping[str, Any], folded: set[int], at: datetime) -> Line:
    """One line."""
    tally = said.get(about(row.pk))
    return Line(
        page_of(member.space.slug, row.pk), row.title or plain(row.text)[:100] or verb_noun(row.verb), row.language,
        row.member.name if row.member is not None else _("Former member"), verb_words(row.verb),
        words.short(row.posted_at.astimezone(member.space.zone), member.space.day(at)), comment_words(tally.number) if tally is not None else "", row.waits,
        row.member_id in folded,
    )  # fmt: skip


def articles(member: Member, trade: Trade) -> tuple[tuple[str, str, str], ...]:
    """What is known in a trade: address, title and language. Two queries."""
    rows = (
        articles_for(member)
        .filter(trade__in=list(trade.letters), published_at__isnull=False)
        .order_by("-published_at", "-pk")[:SHOWN_ARTICLES]
    )
    ids = [row.pk for row in rows]
    said = knowledge.standing(ids) if ids else {}
    return tuple(
        (knowledge.path_of(member.space.slug, pk), knowledge.chosen(said[pk]).title, knowledge.chosen(said[pk]).language)
        for pk in ids
        if said.get(pk)
    )


@dataclass(frozen=True, slots=True)
class News:
    """What came in a trade since somebody looked: so many questions, posts and articles of others."""

    questions: int
    posts: int
    articles: int

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.questions or self.posts or self.articles)


def news(member: Member, trade: Trade, since: datetime) -> News:
    """What is new for somebody in a trade. Two queries."""
    rows = stream_of(member).filter(trade__in=list(trade.letters), archived_at=None, posted_at__gt=since).exclude(member=member)
    counts = dict(rows.order_by().values_list("verb").annotate(n=Count("pk")))
    written = articles_for(member).filter(trade__in=list(trade.letters), published_at__gt=since).exclude(writer=member).count()
    asked = counts.pop(Post.Verb.ASK.value, 0)
    return News(asked, sum(counts.values()), written)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What notices say of a trade: its name, and what is new, in words."""
    return [{"trade": section_name(row["section"]) if row["section"] in SECTIONS else "…", "news": news_words(row)} for row in rows]


def news_words(row: Mapping[str, Any]) -> str:
    """What is new, in words."""
    told = (
        ngettext("%(n)s question", "%(n)s questions", row["questions"]) % {"n": row["questions"]} if row["questions"] else "",
        ngettext("%(n)s post", "%(n)s posts", row["posts"]) % {"n": row["posts"]} if row["posts"] else "",
        ngettext("%(n)s article", "%(n)s articles", row["articles"]) % {"n": row["articles"]} if row["articles"] else "",
    )
    return words.listed([part for part in told if part])
