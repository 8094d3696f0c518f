"""What pages show of the plan: the way through its parts, one part, what it was before, and the papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from drittort.core import differences
from drittort.core.addresses import address
from drittort.core.differences import Paragraph
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.safety.rules import folded_for
from drittort.plan.appendix import Live, Picture, Table, live
from drittort.plan.rules import may_write
from drittort.plan.writing import rules, sheets, telling
from drittort.plan.writing.guide import EXAMPLES, HOUSES, PARTS, SUMMARY, Part
from drittort.plan.writing.models import PlanPaper, PlanPart, PlanVersion
from drittort.talk.comments import queries as comment_queries
from drittort.talk.comments.queries import Comments, named_paths
from drittort.talk.conversations.about import Subject
from drittort.web.charts import Plot
from drittort.web.markdown import rendered

EMPTY, BEGUN, STANDS, AGAIN = "empty", "begun", "stands", "again"
TONES = {EMPTY: "", BEGUN: "lamp", STANDS: "door", AGAIN: "brick"}
VERSIONS = 50


def path_of(slug: str, key: str) -> str:
    """The address of a part."""
    return address("plan:plan_part", slug, key)


def own_language() -> str:
    """The language in which the reader sees the house, as far as a plan is written in it."""
    language = (get_language() or "de")[:2]
    return language if language in rules.LANGUAGES else rules.LANGUAGES[0]


def language_name(code: str) -> str:
    """What a language is called."""
    return {"de": _("German"), "en": _("English")}.get(code, code)


def known(key: str) -> Part:
    """A part that every plan has. Raises NotFound."""
    if key not in PARTS:
        raise NotFound
    return PARTS[key]


def state_of(row: PlanPart | None, written: bool, today: date) -> str:
    """Where a part is: empty, begun, stands, or to be looked at again."""
    if row is None or not written:
        return EMPTY
    if row.review_on is not None and row.review_on <= today:
        return AGAIN
    return STANDS if row.stands_at is not None else BEGUN


def state_label(state: str) -> str:
    """The same in words."""
    return {EMPTY: _("still empty"), BEGUN: _("begun"), STANDS: pgettext("plan", "stands"), AGAIN: _("look at it again")}[state]


# ------------------------------------------------------------------ the way


@dataclass(frozen=True, slots=True)
class Stop:
    """A part on the way through the plan."""

    key: str
    path: str
    title: str
    minutes: str
    state: str
    label: str
    tone: str
    owner: Face | None
    about: str
    talk: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class Way:
    """The afternoon: all parts in the order of writing, how many stand, what is left, and where to go on."""

    stops: tuple[Stop, ...]
    done: int
    left: str
    next: Stop | None
    begun: bool
    can_write: bool


def way(member: Member, at: datetime) -> Way:
    """The way through the plan as its reader sees it."""
    rows = {row.key: row for row in rules.visible_to(member)}
    words: dict[int, dict[str, PlanVersion]] = {}
    for version in PlanVersion.objects.filter(part__in=[row.pk for row in rows.values()], stands=True).defer("text", "rows"):
        words.setdefault(version.part_id, {})[version.language] = version
    people = faces(member.space_id, {row.owner_id for row in rows.values() if row.owner_id})
    tallies = comment_queries.tallies(member, [rules.about(row.pk) for row in rows.values()])
    language, today = own_language(), member.space.day(at)
    stops = []
    for key, part in PARTS.items():
        row = rows.get(key)
        said = words.get(row.pk, {}) if row is not None else {}
        tally = tallies.get(rules.about(row.pk)) if row is not None else None
        state = state_of(row, bool(said), today)
        stops.append(
            Stop(
                key, path_of(member.space.slug, key), part.told(language).title, minutes(part.minutes), state, state_label(state), TONES[state],
                people.get(row.owner_id or 0) if row is not None else None,
                _("only in %(language)s") % {"language": language_name(next(iter(said)))} if said and language not in said else "",
                ngettext("%(n)s comment", "%(n)s comments", tally.number) % {"n": tally.number} if tally else "", tally.fresh if tally else False,
            )
        )  # fmt: skip
    open_ones = [stop for stop in stops if stop.state != STANDS]
    left = sum(PARTS[stop.key].minutes for stop in open_ones)
    return Way(
        tuple(stops), len(stops) - len(open_ones), minutes(left) if left else "", next(iter(open_ones), None), any(stop.state != EMPTY for stop in stops),
        bool(may_write(member)),
    )  # fmt: skip


def minutes(number: int) -> str:
    """A while in words."""
    hours, rest = divmod(number, 60)
    if not hours:
        return _("%(n)s minutes") % {"n": rest}
    if not rest:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


# ------------------------------------------------------------------ one part


@dataclass(frozen=True, slots=True)
class Shown:
    """A table, or a picture with its table."""

    table: Table
    title: str
    sentence: str
    picture: Plot | None = None


def shown(one: Live) -> Shown:
    """What the house shows below a part, ready for a page."""
    if isinstance(one, Picture):
        return Shown(one.table, one.title, one.sentence, one.plot)
    return Shown(one, one.title, one.sentence)


@dataclass(frozen=True, slots=True)
class Sample:
    """How another house wrote a part."""

    house: str
    label: str
    html: SafeString
    table: Table | None


def on_page(text: str, first: int, people: Mapping[str, str] | None = None) -> SafeString:
    """Somebody's words with headings from the step `first` on. Their tables are pushed sideways where they do not fit, by keys as well."""
    return SafeString(rendered(text, people, first=first).replace("<table>", '<table tabindex="0">'))


def samples(part: Part, language: str) -> tuple[Sample, ...]:
    """How four kinds of houses wrote a part, in a language."""
    return tuple(
        Sample(one.house, str(HOUSES[one.house]), on_page(one.text, 3), sheets.table(part, one.rows, _("We")))
        for one in EXAMPLES[part.key, language]
    )


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The part before or after, as a link names it."""

    path: str
    title: str
    minutes: str


@dataclass(frozen=True, slots=True)
class Page:
    """One part as its reader sees it."""

    key: str
    path: str
    title: str
    why: str
    language: str
    number: int
    html: SafeString
    table: Table | None
    live: tuple[Shown, ...]
    state: str
    label: str
    tone: str
    changed: str
    others: tuple[tuple[str, str, str], ...]
    missing: tuple[tuple[str, str], ...]
    owner: Face | None
    review: str
    can_write: bool
    before: Neighbour | None
    after: Neighbour | None
    place: str
    previous_version: int
    comments: Comments | None
    card: Subject
    samples: tuple[Sample, ...]
    questions: tuple[str, ...]


def words_of(row: PlanPart | None) -> dict[str, PlanVersion]:
    """What stands of a part, by language."""
    return {one.language: one for one in PlanVersion.objects.filter(part=row, stands=True).order_by("language")} if row else {}


def one(
    member: Member,
    key: str,
    at: datetime,
    *,
    language: str = "",
    before: int | None = None,
    quoted: int | None = None,
    deleted: int | None = None,
) -> Page:
    """One part, whether somebody has begun it or not, with what is said under it. Raises NotFound for a part that no plan has."""
    part, slug, own = known(key), member.space.slug, own_language()
    row = rules.visible_to(member).filter(key=key).first()
    words = words_of(row)
    said = words.get(language) or words.get(own) or next(iter(words.values()), None)
    found = comment_queries.found_under(member, rules.about(row.pk), before=before) if row is not None else None
    ids = {row.owner_id if row else None, said.member_id if said else None, *(found.people if found else ())} - {None}
    people = faces(member.space_id, ids)
    state, told = state_of(row, bool(words), member.space.day(at)), part.told(own)
    by = people.get(said.member_id or 0) if said else None
    moment = date_format(member.space.day(said.at), "DATE_FORMAT") if said else ""
    earlier = (
        PlanVersion.objects.filter(part=row, language=said.language, number=said.number - 1).first()
        if said and row and said.number > 1
        else None
    )
    keys, place = list(PARTS), list(PARTS).index(key)
    with translation.override(said.language if said else own):
        table = sheets.table(part, said.rows, member.space.name) if said else None
    return Page(
        key=key, path=path_of(slug, key), title=told.title, why=told.why, language=said.language if said else own, number=said.number if said else 0,
        html=on_page(said.text, 2, named_paths(member, said.text)) if said else SafeString(""), table=table,
        live=tuple(shown(each) for each in live(key, member.space)), state=state, label=state_label(state), tone=TONES[state],
        changed=(_("%(name)s, %(day)s") % {"name": by.name, "day": moment} if by else moment),
        others=tuple((language_name(code), code, f"{path_of(slug, key)}?language={code}") for code in words if said and code != said.language),
        missing=tuple((code, language_name(code)) for code in rules.LANGUAGES if words and code not in words),
        owner=people.get(row.owner_id or 0) if row else None,
        review=date_format(row.review_on, "DATE_FORMAT") if row and row.review_on else "", can_write=bool(may_write(member)),
        before=neighbour(slug, keys[place - 1]) if place else None, after=neighbour(slug, keys[place + 1]) if place + 1 < len(keys) else None,
        place="" if key == SUMMARY else _("Part %(n)s of %(all)s") % {"n": place + 1, "all": len(keys) - 1}, previous_version=earlier.pk if earlier else 0,
        comments=comment_queries.comments(
            member, found, at, people=people, folded=folded_for(member), verdict=rules.may_say(member, row.pk, at), told=row.owner_id == member.pk,
            quoted=quoted, deleted=deleted,
        ) if found is not None and row is not None else None,
        card=Subject(told.title, path_of(slug, key)), samples=() if words else samples(part, own), questions=told.questions,
    )  # fmt: skip


def neighbour(slug: str, key: str) -> Neighbour:
    """The part before or after."""
    part = PARTS[key]
    return Neighbour(path_of(slug, key), part.told(own_language()).title, minutes(part.minutes))


def example(key: str, language: str, house: str) -> tuple[str, list[list[str]]]:
    """The text and the rows of an example, to begin with; nothing where there is none of that name."""
    found = next((each for each in EXAMPLES[key, language] if each.house == house), None)
    return (found.text, [list(row) for row in found.rows]) if found else ("", [])


# ------------------------------------------------------------------ before


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the words, in a list."""

    id: int
    number: int
    when: str
    who: str
    note: str
    stands: bool


@dataclass(frozen=True, slots=True)
class History:
    """What a part was before in one language, and what is different between two of its versions."""

    language: str
    languages: tuple[tuple[str, str, bool], ...]
    versions: tuple[Version, ...]
    before: Version | None
    after: Version
    paragraphs: tuple[Paragraph, ...]


def history(member: Member, key: str, *, language: str, before: int | None, after: int | None) -> History:
    """The versions of a part, newest first, and two of them side by side: those asked for, else the last change. Raises NotFound."""
    part = known(key)
    rows = PlanVersion.objects.filter(part__in=rules.visible_to(member).filter(key=key).values("pk")).order_by("-number", "-pk")
    codes = sorted(set(rows.order_by().values_list("language", flat=True)))
    if not codes:
        raise NotFound
    language = language if language in codes else own_language() if own_language() in codes else codes[0]
    found = list(rows.filter(language=language)[:VERSIONS])
    by_number = {each.number: each for each in found}
    new = by_number.get(after or 0, found[0])
    old = by_number.get(before or new.number - 1)
    people = faces(member.space_id, {each.member_id for each in found if each.member_id})
    listed = {each.pk: version(each, people, member) for each in found}
    with translation.override(language):
        texts = [sheets.whole(each.text, sheets.table(part, each.rows, member.space.name)) if each else "" for each in (old, new)]
    return History(
        language=language, languages=tuple((language_name(code), f"?language={code}", code == language) for code in codes) if len(codes) > 1 else (),
        versions=tuple(listed[each.pk] for each in found), before=listed[old.pk] if old else None, after=listed[new.pk],
        paragraphs=differences.between(*texts) if old else (),
    )  # fmt: skip


def version(row: PlanVersion, people: Mapping[int, Face], member: Member) -> Version:
    """One state in words."""
    by = people.get(row.member_id or 0)
    when = date_format(row.at.astimezone(member.space.zone), "SHORT_DATETIME_FORMAT")
    return Version(row.pk, row.number, when, by.name if by else _("Former member"), row.note, row.stands)


# ------------------------------------------------------------------ the whole


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part of the plan as a whole."""

    title: str
    path: str
    language: str
    html: SafeString
    table: Table | None
    live: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The plan from its first chapter to its last."""

    language: str
    languages: tuple[tuple[str, str, bool], ...]
    chapters: tuple[tuple[str, str, tuple[Leaf, ...]], ...]
    voices: tuple[telling.Voice, ...]
    missing: tuple[str, ...]
    as_of: str


def book(member: Member, language: str) -> Book:
    """The plan as a whole in a language; what stands only in the other one comes in that."""
    language = language if language in rules.LANGUAGES else own_language()
    plan = telling.whole(member.space, language)
    with translation.override(language):
        chapters = tuple(
            (
                f"{chapter.number}", chapter.title,
                tuple(
                    Leaf(
                        part.title if part.title != chapter.title else "", path_of(member.space.slug, part.key), part.language, on_page(part.text, 4 if part.title != chapter.title else 3), part.table,
                        tuple(shown(each) for each in part.live),
                    )
                    for part in chapter.parts
                ),
            )
            for chapter in plan.chapters
        )  # fmt: skip
    languages = tuple((language_name(code), f"?language={code}", code == language) for code in rules.LANGUAGES)
    return Book(language, languages, chapters, plan.voices, plan.missing, plan.as_of)


@dataclass(frozen=True, slots=True)
class Paper:
    """A plan on paper, in a list."""

    id: int
    title: str
    about: str
    making: bool
    ready: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """All papers, and whether one is being made."""

    papers: tuple[Paper, ...]
    making: bool


def shelf(member: Member) -> Shelf:
    """The papers of the house, the latest first."""
    rows = rules.papers_for(member).select_related("file").order_by("-asked_at", "-pk")[: rules.MOST_PAPERS]
    papers = tuple(paper(row, member) for row in rows)
    return Shelf(papers, any(each.making for each in papers))


def paper(row: PlanPaper, member: Member) -> Paper:
    """One paper in words."""
    ready = row.file is not None
    told = [language_name(row.language)]
    if len(row.parts) < len(PARTS):
        told.append(_("%(n)s of %(all)s parts") % {"n": len(row.parts), "all": len(PARTS)})
    if row.file is not None:
        told += [ngettext("%(n)s page", "%(n)s pages", row.pages) % {"n": row.pages}, filesizeformat(row.file.size)]
    day = date_format(member.space.day(row.asked_at), "DATE_FORMAT")
    title = _("For %(whom)s, %(day)s") % {"whom": row.recipient, "day": day} if row.recipient else _("Plan of %(day)s") % {"day": day}
    return Paper(row.pk, title, " · ".join(told), row.done_at is None, ready)


def to_hand_out(member: Member, paper_id: int) -> tuple[PlanPaper, bool]:
    """A finished paper, and whether everything that members say in it may still be told at this moment. Raises NotFound."""
    row = rules.papers_for(member).select_related("file", "space").filter(pk=paper_id).exclude(file=None).first()
    if row is None or row.file is None:
        raise NotFound
    return row, set(row.told) <= set(telling.signs(telling.voices(row.space)))


# ------------------------------------------------------------------ for others


def names(ids: set[int]) -> dict[int, Subject]:
    """Parts as the heads of what is said under them, and for notices."""
    language = own_language()
    return {
        row.pk: Subject(PARTS[row.key].told(language).title, path_of(row.space.slug, row.key))
        for row in PlanPart.objects.select_related("space").filter(pk__in=ids)
        if row.key in PARTS
    }


def titles(keys: Sequence[str]) -> tuple[str, ...]:
    """What some parts are called."""
    language = own_language()
    return tuple(PARTS[key].told(language).title for key in keys if key in PARTS)
