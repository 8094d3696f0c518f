"""What pages show of ideas. Everything begins at `rules.visible_to`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.addresses import address
from drittort.core.care import Item, Rows
from drittort.core.errors import NotFound
from drittort.core.paging import newest_first
from drittort.core.reports import Shown
from drittort.core.search.find import find as search
from drittort.core.search.index import Document, Passage
from drittort.inspire.decisions.rules import READ_BY_ALL
from drittort.inspire.ideas import rules
from drittort.inspire.ideas.models import FINAL, LABELS, OPEN, Idea, IdeaQuerySet, IdeaStep, IdeaSupport
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.safety.rules import folded_for
from drittort.members.translations.kinds import Original
from drittort.talk.comments import queries as comment_queries
from drittort.talk.comments.queries import Comments, Tally
from drittort.talk.conversations import words
from drittort.talk.conversations.about import Subject
from drittort.web.markdown import plain, rendered

DOCUMENT = "idea"
PAGE, PREVIEW, FOUND, MOST_ALIKE = 20, 220, 40, 4
TONES = {OPEN: "", "discussed": "lamp", "planned": "slate", "doing": "plum", "done": "door", "declined": "brick"}
SHOWS: dict[str, tuple[str, ...]] = {"": (OPEN, "discussed"), "coming": ("planned", "doing"), "done": ("done",), "declined": ("declined",)}
"""The views of the list, each with the steps that it holds."""


@dataclass(frozen=True, slots=True)
class Card:
    """An idea in a list."""

    id: int
    path: str
    title: str
    language: str
    text: str
    by: str
    when: str
    state: str
    tone: str
    support: str
    comments: str
    duty: str
    late: bool
    mine: bool
    folded: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of the house."""

    label: str
    tone: str
    text: str
    by: str
    when: str


@dataclass(frozen=True, slots=True)
class Page:
    """One idea as its reader sees it."""

    card: Card
    html: SafeString
    by: Face | None
    changed: str
    folded: bool
    supporters: tuple[Face, ...]
    helpers: tuple[Face, ...]
    support: str
    i_support: bool
    i_help: bool
    can_support: bool
    steps: tuple[Said, ...]
    duty: str
    late: bool
    responsible: Face | None
    mine_to_answer: bool
    can_answer: bool
    can_change: bool
    can_remove: bool
    can_merge: bool
    into: str
    into_path: str
    merged: tuple[tuple[str, str], ...]
    decisions: tuple[tuple[str, str], ...]
    can_decide: bool
    comments: Comments
    report_path: str


def page_of(slug: str, idea_id: int) -> str:
    """The address of an idea."""
    return address("inspire:idea", slug, idea_id)


def with_figures(member: Member, rows: IdeaQuerySet) -> Any:
    """Each with where it stands, how many are for it, and whether the reader is."""
    mine = IdeaSupport.objects.filter(idea=OuterRef("pk"), member=member)
    return rows.with_step().annotate(support=Count("supports"), mine=Exists(mine))


def duty(row: Any, today: date) -> tuple[str, bool]:
    """Until when the house owes a word, and whether it is late; "" where it owes none."""
    if row.word_by is None or row.merged_into_id is not None:
        return "", False
    late = (today - row.word_by).days
    if late > 0:
        return ngettext("The house has owed a word since yesterday.", "The house has owed a word for %(n)s days.", late) % {"n": late}, True
    return _("The house says a word until %(day)s.") % {"day": date_format(row.word_by, "DATE_FORMAT")}, False


def support_words(number: int) -> str:
    """How many are for it, besides whoever had it."""
    return ngettext("%(n)s is for it", "%(n)s are for it", number) % {"n": number} if number else ""


def card(member: Member, row: Any, at: datetime, people: Mapping[int, Face], tally: Tally | None, folded: set[int]) -> Card:
    """One idea of a list."""
    text, today = plain(row.text), member.space.day(at)
    owed, late = duty(row, today)
    return Card(
        row.pk, page_of(member.space.slug, row.pk), row.title, row.language, text if len(text) <= PREVIEW else text[:PREVIEW].rsplit(" ", 1)[0] + " …",
        people[row.member_id].name if row.member_id in people else _("Former member"), words.short(row.at.astimezone(member.space.zone), today),
        str(LABELS[row.now_at]), TONES[row.now_at], support_words(row.support), comment_words(tally.number) if tally else "", owed, late, row.mine, row.member_id in folded,
    )  # fmt: skip


def comment_words(number: int) -> str:
    """How many comments there are."""
    return ngettext("%(n)s comment", "%(n)s comments", number) % {"n": number}


def cards(member: Member, rows: Sequence[Any], at: datetime) -> list[Card]:
    """Some ideas, in three queries whatever their number."""
    people = faces(member.space_id, {row.member_id for row in rows if row.member_id})
    tallies = comment_queries.tallies(member, [rules.about(row.pk) for row in rows])
    folded = folded_for(member)
    return [card(member, row, at, people, tallies.get(rules.about(row.pk)), folded) for row in rows]


def listed(
    member: Member, at: datetime, *, show: str = "", query: str = "", after: tuple[str, int] | None = None
) -> tuple[list[Card], str]:
    """A page of ideas, newest first, of one view; with words the best answers of all."""
    rows = with_figures(member, rules.visible_to(member).standing())
    if query:
        refs = [hit.ref for hit in search(member.space_id, DOCUMENT, query).hits][:FOUND]
        by_id = {row.pk: row for row in rows.filter(pk__in=refs)}
        return cards(member, [by_id[ref] for ref in refs if ref in by_id], at), ""
    found, more = newest_first(rows.filter(now_at__in=SHOWS.get(show, SHOWS[""])), "at", after, PAGE)
    return cards(member, found, at), more


def counts(member: Member) -> dict[str, int]:
    """How many ideas each view holds. One query."""
    rows = rules.visible_to(member).standing().with_step().values_list("now_at", flat=True)
    steps = list(rows)
    return {show: sum(step in held for step in steps) for show, held in SHOWS.items()}


def late_ones(member: Member, at: datetime) -> list[tuple[str, str]]:
    """The ideas to which the house owes a word and is late, the longest waiting first: title and address."""
    rows = rules.visible_to(member).owed().filter(word_by__lt=member.space.day(at)).order_by("word_by", "pk")[:5]
    return [(row.title, page_of(member.space.slug, row.pk)) for row in rows]


def title_of(member: Member, idea_id: int) -> str:
    """What an idea is called, "" where there is none for the reader."""
    return rules.visible_to(member).filter(pk=idea_id).values_list("title", flat=True).first() or ""


def find(member: Member, idea_id: int) -> Idea:
    """An idea that a member sees. Raises NotFound."""
    row = rules.visible_to(member).filter(pk=idea_id).first()
    if row is None:
        raise NotFound
    return row


def one(
    member: Member, idea_id: int, at: datetime, *, before: int | None = None, quoted: int | None = None, deleted: int | None = None
) -> Page:
    """One idea with what is said under it. Raises NotFound."""
    row: Any = with_figures(member, rules.visible_to(member).select_related("merged_into")).filter(pk=idea_id).first()
    if row is None:
        raise NotFound
    slug, space, key = member.space.slug, member.space, rules.about(row.pk)
    supports = list(IdeaSupport.objects.filter(idea=row).order_by("at", "pk"))
    steps = list(IdeaStep.objects.filter(idea=row).order_by("at", "pk"))
    found = comment_queries.found_under(member, key, before=before)
    ids = {row.member_id, row.responsible_id, *(s.member_id for s in supports), *(s.by_id for s in steps), *found.people} - {None}
    people, folded = faces(member.space_id, ids), folded_for(member)
    own = next((s for s in supports if s.member_id == member.pk), None)
    verdict, owed = rules.stands(row), duty(row, space.day(at))
    taken = bool(steps) or any(s.member_id != member.pk for s in supports)
    into = row.merged_into if row.merged_into is not None and row.merged_into.removed_at is None else None
    names = [people[s.member_id].first_name for s in supports if s.member_id in people and s.member_id != member.pk]
    return Page(
        card=card(member, row, at, people, None, folded), html=rendered(row.text, comment_queries.named_paths(member, row.text)), by=people.get(row.member_id or 0),
        changed=_("changed on %(day)s") % {"day": date_format(row.edited_at.astimezone(space.zone), "MONTH_DAY_FORMAT")} if row.edited_at else "",
        folded=row.member_id in folded, supporters=tuple(people[s.member_id] for s in supports if s.member_id in people),
        helpers=tuple(people[s.member_id] for s in supports if s.helps and s.member_id in people), support=sentence(names, own is not None),
        i_support=own is not None, i_help=own is not None and own.helps, can_support=bool(verdict) and row.now_at not in FINAL,
        steps=tuple(
            Said(str(LABELS[s.status]), TONES[s.status], s.text, people[s.by_id].name if s.by_id in people else "", date_format(s.at.astimezone(space.zone), "DATE_FORMAT"))
            for s in reversed(steps)
        ),
        duty=owed[0], late=owed[1], responsible=people.get(row.responsible_id or 0), mine_to_answer=row.responsible_id == member.pk,
        can_answer=bool(rules.may_answer(member, row)), can_change=bool(rules.may_change(member, row, taken=taken)), can_remove=bool(rules.may_remove(member, row, taken=taken)), can_merge=bool(rules.may_merge(member, row)),
        into=into.title if into else "", into_path=page_of(slug, into.pk) if into else "",
        merged=tuple((title, page_of(slug, pk)) for pk, title in Idea.objects.filter(merged_into=row, removed_at=None).order_by("at").values_list("pk", "title")),
        decisions=decided(member, row), can_decide=bool(verdict) and row.now_at not in FINAL,
        comments=comment_queries.comments(
            member, found, at, people=people, folded=folded, verdict=verdict, told=member.pk in (row.member_id, row.responsible_id), quoted=quoted, deleted=deleted
        ),
        report_path="" if row.member_id in (member.pk, None) else f"{address('members:report', slug)}?about=idea:{row.pk}",
    )  # fmt: skip


def decided(member: Member, row: Idea) -> tuple[tuple[str, str], ...]:
    """The decisions that come from an idea and are read by everybody: title and address."""
    rows = row.decisions.exclude(opened_at=None).filter(READ_BY_ALL).order_by("opened_at")
    return tuple((title, address("inspire:decision", member.space.slug, pk)) for pk, title in rows.values_list("pk", "title"))


def sentence(names: Sequence[str], mine: bool) -> str:
    """Who is for it, the reader first."""
    if mine:
        return _("You and %(names)s are for it.") % {"names": words.listed(names, 4)} if names else _("You are for it.")
    return ngettext("%(names)s is for it.", "%(names)s are for it.", len(names)) % {"names": words.listed(names, 4)} if names else ""


@dataclass(frozen=True, slots=True)
class Alike:
    """An idea that is like the one that somebody writes."""

    path: str
    title: str
    language: str
    note: str


def alike(member: Member, text: str) -> list[Alike]:
    """What the house was told before, for somebody who writes an idea."""
    if len(text.split()) < 2:
        return []
    refs = [hit.ref for hit in search(member.space_id, DOCUMENT, text).hits if hit.by_words]
    rows = with_figures(member, rules.visible_to(member).standing().filter(pk__in=refs).exclude(member_id__in=folded_for(member)))
    found = sorted(rows, key=lambda row: refs.index(row.pk))[:MOST_ALIKE]
    return [
        Alike(
            page_of(member.space.slug, row.pk),
            row.title,
            row.language,
            ", ".join(filter(None, (str(LABELS[row.now_at]), support_words(row.support)))),
        )
        for row in found
    ]


def mergeable(member: Member, idea: Idea) -> list[tuple[str, str]]:
    """The other ideas together with which one may go on, those that are like it first."""
    rows = {row.pk: row for row in rules.visible_to(member).standing().exclude(pk=idea.pk).order_by("-at", "-pk")[:100]}
    near = [hit.ref for hit in search(member.space_id, DOCUMENT, f"{idea.title} {plain(idea.text)[:300]}").hits if hit.ref in rows]
    return [(str(pk), rows[pk].title) for pk in dict.fromkeys([*near, *rows])]


# ------------------------------------------------------------------ for others


def names(ids: set[int]) -> dict[int, Subject]:
    """What ideas are called at the head of what is said under them, and in notices."""
    rows = Idea.objects.filter(pk__in=ids).select_related("space")
    return {row.pk: Subject(row.title, page_of(row.space.slug, row.pk)) for row in rows}


def documents(ids: Sequence[int]) -> Iterable[Document]:
    """Ideas as documents of the index. One that goes on under another is still found: whoever had it looks for their own words."""
    for row in Idea.objects.filter(pk__in=ids, removed_at=None).prefetch_related("steps"):
        told = [Passage("text", row.language, plain(row.text)[:2000]), *(Passage("answer", "", step.text) for step in row.steps.all())]
        facts = {"merged": True} if row.merged_into_id is not None else {}
        yield Document(row.space_id, row.pk, row.title, tuple(one for one in told if one.text), facts=facts)


def all_of(space_id: int) -> Iterable[int]:
    """Ids of a house's ideas, for a look at everything."""
    return Idea.objects.filter(space=space_id, removed_at=None).values_list("pk", flat=True)


def note(facts: dict[str, Any], reader: Member, at: datetime) -> str:
    """Whether an idea goes on under another."""
    return _("goes on elsewhere") if "merged" in facts else ""


def original(reader: Member, idea_id: int, at: datetime) -> Original:
    """The words of an idea, to be translated. Raises NotFound."""
    row = find(reader, idea_id)
    return Original(row.member_id, row.language, (row.title, row.text), page_of(reader.space.slug, row.pk))


def shown(reader: Member, idea_id: int, at: datetime) -> Shown | None:
    """An idea as it is reported."""
    row = rules.visible_to(reader).filter(pk=idea_id).first()
    return Shown(f"{row.title}\n\n{row.text}", row.member_id, row.at) if row else None


def waiting(member: Member, at: datetime) -> list[Rows]:
    """For the page of what needs care: ideas for which a word is due in the next days, or late."""
    if not rules.answers(member):
        return []
    soon = member.space.day(at) + rules.REMIND_BEFORE
    rows = rules.visible_to(member).owed().filter(Q(responsible=None) | Q(responsible=member), word_by__lte=soon).order_by("word_by", "pk")

    def item(pk: int, title: str, word_by: date | None, since: datetime) -> Item:
        said = _("waits for a word of the house until %(day)s") % {"day": date_format(word_by, "DATE_FORMAT") if word_by else ""}
        return Item(title, said, page_of(member.space.slug, pk), since)

    return [Rows(rows, item, at="at", words="title", on="word_by")]
