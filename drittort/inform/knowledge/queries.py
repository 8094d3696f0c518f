"""What pages show of the knowledge of a house. Everything begins at `rules.visible_to`; for strangers at `rules.open_in`, and there without a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, CharField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from drittort.core import differences
from drittort.core.addresses import address
from drittort.core.differences import Paragraph
from drittort.core.errors import NotFound
from drittort.core.files.models import StoredFile
from drittort.core.files.queries import address_of
from drittort.core.paging import newest_first
from drittort.core.reports import Shown
from drittort.core.search import index as search_index
from drittort.core.search.find import find as search
from drittort.core.search.index import MEMBERS, NOBODY, PUBLIC, Document, Passage
from drittort.inform.knowledge import rules
from drittort.inform.knowledge.handbook import TEMPLATES
from drittort.inform.knowledge.models import Article, ArticleFeedback, ArticleFile, ArticleQuerySet, ArticleTag, ArticleVersion
from drittort.inform.knowledge.written import TITLES, titles_in, written
from drittort.inform.posts.models import Post
from drittort.inform.posts.queries import Paper, page_of, paper_of
from drittort.members.models import Member
from drittort.members.people.index import ONESELF
from drittort.members.people.queries import Face, faces
from drittort.members.translations.kinds import Original
from drittort.spaces.industries import section_name
from drittort.spaces.models import Space
from drittort.spaces.roles import holds
from drittort.talk.comments.queries import named_paths
from drittort.talk.groups.models import Group
from drittort.web.markdown import plain

PAGE, FOUND, PREVIEW, MOST_ALIKE, MOST_HANDBOOK, MOST_BACK, VERSIONS = 20, 30, 200, 3, 300, 10, 50
LONGEST_PASSAGE, MOST_PASSAGES = 600, 16
KEPT_LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True)
class Card:
    """One article in a list."""

    id: int
    path: str
    title: str
    language: str
    text: str
    when: str
    tags: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the handbook in its tree, with those below it."""

    path: str
    title: str
    language: str
    below: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The knowledge of a house: the handbook as a tree, a page of articles, the words under which they are found, and the cursor of what follows."""

    handbook: tuple[Leaf, ...]
    cards: tuple[Card, ...]
    tags: tuple[tuple[str, str], ...]
    more: str
    has_open: bool
    understood: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """One article in full, as one reader sees it."""

    id: int
    path: str
    title: str
    html: SafeString
    contents: tuple[tuple[str, str], ...]
    language: str
    number: int
    way: tuple[tuple[str, str], ...]
    of_house: bool
    draft: bool
    open_path: str
    others: tuple[tuple[str, str, str], ...]
    missing: tuple[tuple[str, str], ...]
    behind: str
    tags: tuple[tuple[str, str], ...]
    trade: str
    owner: Face | None
    changed: str
    review: str
    is_due: bool
    papers: tuple[Paper, ...]
    below: tuple[tuple[str, str, str], ...]
    back: tuple[tuple[str, str, str], ...]
    question: str
    question_path: str
    credit: str
    helped: bool
    helped_words: str
    doubted: bool
    own_doubt: str | None
    doubts: tuple[tuple[str, str], ...]
    mine: bool
    written_by: int | None
    can_change: bool
    can_arrange: bool
    can_keep: bool
    tends: bool
    can_take_over: bool
    report_path: str


@dataclass(frozen=True, slots=True)
class OpenPage:
    """One article as anybody reads it: no names, and nothing of who reads."""

    title: str
    html: SafeString
    contents: tuple[tuple[str, str], ...]
    language: str
    others: tuple[tuple[str, str, str], ...]
    papers: tuple[Paper, ...]
    as_of: str


def path_of(slug: str, article_id: int) -> str:
    """The address of an article."""
    return address("inform:article", slug, article_id)


def find(member: Member, article_id: int) -> Article:
    """An article that a member may read. Raises NotFound."""
    article = rules.visible_to(member).filter(pk=article_id).first()
    if article is None:
        raise NotFound
    return article


def own_language() -> str:
    """The language in which the reader sees the house."""
    return (get_language() or "de")[:2]


def language_name(code: str) -> str:
    """What a language is called."""
    return {"de": _("German"), "en": _("English")}.get(code, code)


def chosen(versions: Sequence[ArticleVersion], wanted: str = "") -> ArticleVersion:
    """Of the words that stand in several languages those to be shown: the ones asked for, else the reader's, else what there is."""
    by_language = {one.language: one for one in versions}
    return by_language.get(wanted) or by_language.get(own_language()) or versions[0]


def standing(articles: Any) -> dict[int, list[ArticleVersion]]:
    """The words that stand of some articles, by article. One query."""
    found: dict[int, list[ArticleVersion]] = defaultdict(list)
    for row in ArticleVersion.objects.filter(article__in=articles, stands=True).order_by("article", "language"):
        found[row.article_id].append(row)
    return found


# ------------------------------------------------------------------ lists


def shelf(member: Member, *, query: str = "", tag: str = "", after: tuple[str, int] | None = None) -> Shelf:
    """The knowledge of a house: with words the best answers, with a tag what bears it, else the handbook and what members wrote, newest on top."""
    rows = rules.visible_to(member).filter(published_at__isnull=False)
    tags = tuple(
        ArticleTag.objects.filter(article__space=member.space_id, article__removed_at=None, article__published_at__isnull=False)
        .values_list("key", "word").order_by("key").distinct()
    )  # fmt: skip
    known = tuple(dict(tags).items())
    if query:
        cards, understood = found_by(member, rows, query)
        return Shelf((), cards, known, "", False, understood)
    rows = rows.filter(tags__key=tag) if tag else rows.filter(of_house=False)
    found, more = newest_first(rows, "published_at", after, PAGE)
    leaves = () if tag or after is not None else handbook(member)
    return Shelf(leaves, cards_of(member, found), known, more, rules.open_in(member.space).exists())


def found_by(member: Member, rows: ArticleQuerySet, query: str) -> tuple[tuple[Card, ...], bool]:
    """What answers some words, best first: what the index says is no permission."""
    answer = search(member.space_id, rules.DOCUMENT, query)
    by_id = {row.pk: row for row in rows.filter(pk__in=[hit.ref for hit in answer.hits])}
    return cards_of(member, [by_id[hit.ref] for hit in answer.hits if hit.ref in by_id][:FOUND]), answer.understood


def cards_of(member: Member, rows: Sequence[Article]) -> tuple[Card, ...]:
    """Articles as cards, in two queries whatever their number."""
    if not rows:
        return ()
    ids = [row.pk for row in rows]
    words, tags = standing(ids), defaultdict(list)
    for pk, word in ArticleTag.objects.filter(article__in=ids).order_by("key").values_list("article_id", "word"):
        tags[pk].append(word)
    return tuple(card(member, row, chosen(words[row.pk]), tuple(tags[row.pk])) for row in rows if words[row.pk])


def card(member: Member, row: Article, said: ArticleVersion, tags: tuple[str, ...]) -> Card:
    """One article as a card."""
    marks = (
        (row.published_at is None, _("draft")), (row.of_house, _("handbook")), (row.public_at is not None, _("open to everybody")),
        (said.language != own_language(), _("only in %(language)s") % {"language": language_name(said.language)}),
    )  # fmt: skip
    return Card(
        row.pk, path_of(member.space.slug, row.pk), said.title, said.language, preview(said.text),
        date_format(said.at.astimezone(member.space.zone), "DATE_FORMAT"), tags, tuple(label for there, label in marks if there),
    )  # fmt: skip


def preview(text: str) -> str:
    """The first words of a text."""
    bare = plain(text)
    return bare if len(bare) <= PREVIEW else bare[:PREVIEW].rsplit(" ", 1)[0] + " …"


def handbook(member: Member) -> tuple[Leaf, ...]:
    """The published handbook as a tree. Two queries."""
    rows = list(
        rules.visible_to(member).handbook().filter(published_at__isnull=False).order_by("position", "created_at", "pk")[:MOST_HANDBOOK]
    )
    words = standing([row.pk for row in rows])
    below: dict[int | None, list[Article]] = defaultdict(list)
    there = {row.pk for row in rows}
    for row in rows:
        below[row.parent_id if row.parent_id in there else None].append(row)

    def leaves(parent: int | None, depth: int) -> tuple[Leaf, ...]:
        if depth > rules.DEEPEST:
            return ()
        return tuple(
            Leaf(path_of(member.space.slug, row.pk), said.title, said.language, leaves(row.pk, depth + 1))
            for row in below[parent] if words[row.pk] for said in [chosen(words[row.pk])]
        )  # fmt: skip

    return leaves(None, 1)


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody looks after: drafts, what waits for a look or was doubted, and the rest."""

    drafts: tuple[Card, ...]
    waiting: tuple[tuple[Card, str], ...]
    others: tuple[Card, ...]


def mine(member: Member, at: datetime) -> Mine:
    """What a member looks after. Four queries."""
    rows = list(rules.visible_to(member).filter(Q(owner=member) | Q(writer=member, published_at=None)).order_by("review_on", "pk")[:100])
    shown = {one.id: one for one in cards_of(member, rows)}
    doubts: dict[int, list[ArticleFeedback]] = defaultdict(list)
    said = list(ArticleFeedback.objects.filter(article__in=[row.pk for row in rows], kind=ArticleFeedback.Kind.OUTDATED))
    for one in rules.heard_by(member, said):
        doubts[one.article_id].append(one)
    day = member.space.day(at)
    drafts = [row for row in rows if row.published_at is None]
    waiting = [row for row in rows if row.published_at is not None and (doubts[row.pk] or (row.review_on and row.review_on <= day))]
    rest = [row for row in rows if row not in drafts and row not in waiting]
    return Mine(
        tuple(shown[row.pk] for row in drafts if row.pk in shown),
        tuple(
            (shown[row.pk], _("Somebody found something out of date.") if doubts[row.pk] else _("Is it still right?"))
            for row in waiting if row.pk in shown
        ),
        tuple(shown[row.pk] for row in rest if row.pk in shown),
    )  # fmt: skip


def trash(member: Member, at: datetime) -> list[tuple[Card, str]]:
    """What a member may bring back, each with until when."""
    rows = list(rules.in_trash(member, at).order_by("-removed_at", "-pk")[:PAGE])
    until = {
        row.pk: date_format((row.removed_at + rules.TRASH).astimezone(member.space.zone), "DATE_FORMAT") for row in rows if row.removed_at
    }
    return [(one, until[one.id]) for one in cards_of(member, rows)]


@dataclass(frozen=True, slots=True)
class Prepared:
    """One prepared page of the handbook, and where it stands if it is there."""

    key: str
    title: str
    text: str
    path: str
    is_draft: bool


def prepared(member: Member) -> list[Prepared]:
    """The prepared pages of a handbook. One query."""
    rows = rules.visible_to(member).exclude(template="").values_list("template", "pk", "published_at")
    there = {key: (path_of(member.space.slug, pk), published is None) for key, pk, published in rows}
    language = own_language() if own_language() in KEPT_LANGUAGES else "de"
    return [
        Prepared(one.key, one.words[language][0], preview(one.words[language][1]), *there.get(one.key, ("", False))) for one in TEMPLATES
    ]


# ------------------------------------------------------------------ one article


def one(member: Member, article_id: int, at: datetime, *, language: str = "") -> Page:
    """One article for one reader. Raises NotFound."""
    related = ("question__group", "question__answer", "parent__parent")
    row = rules.visible_to(member).select_related(*related).filter(pk=article_id).first()
    if row is None:
        raise NotFound
    slug, zone = member.space.slug, member.space.zone
    parents = [each for each in (row.parent and row.parent.parent, row.parent) if each is not None and each.removed_at is None]
    around = Q(pk=row.pk) | Q(pk__in=[each.pk for each in parents]) | Q(parent=row)
    words = standing(rules.visible_to(member).filter(around).values("pk"))
    if not words[row.pk]:
        raise NotFound
    said = chosen(words[row.pk], language)
    feedback = rules.heard_by(member, list(ArticleFeedback.objects.filter(article=row).order_by("at", "pk")))
    doubts = [each for each in feedback if each.kind == ArticleFeedback.Kind.OUTDATED]
    helped = [each for each in feedback if each.kind == ArticleFeedback.Kind.HELPED]
    tends = rules.looks_after(member, row)
    asked = question_of(row)
    answer = asked.answer if asked is not None else None
    ids = {row.owner_id, said.member_id, asked.member_id if asked else None, answer.author_id if answer else None}
    people = faces(member.space_id, {pk for pk in (*ids, *(each.member_id for each in doubts if tends)) if pk is not None})
    led, back = linked(member, row, [each.title for each in words[row.pk]], said.text)
    told = written(said.text, led, named_paths(member, said.text))
    keeps = rules.keeps(member)
    by = people.get(said.member_id or 0)
    moment = date_format(said.at.astimezone(zone), "DATE_FORMAT")
    changed = _("%(name)s, %(day)s") % {"name": by.name, "day": moment} if by else moment
    own = next((each.text for each in doubts if each.member_id == member.pk), None)
    return Page(
        id=row.pk, path=path_of(slug, row.pk), title=said.title, html=told.html, contents=told.contents, language=said.language, number=said.number,
        way=tuple((path_of(slug, each.pk), chosen(words[each.pk]).title) for each in parents if words[each.pk]),
        of_house=row.of_house, draft=row.published_at is None, open_path=address("inform:open_article", slug, row.pk) if row.public_at else "",
        others=tuple(
            (language_name(each.language), each.language, f"{path_of(slug, row.pk)}?language={each.language}") for each in words[row.pk] if each.pk != said.pk
        ),
        missing=tuple((code, language_name(code)) for code in KEPT_LANGUAGES if code not in {each.language for each in words[row.pk]}),
        behind=behind(said, words[row.pk], zone),
        tags=tuple((word, f"{address('inform:knowledge', slug)}?tag={key}") for key, word in row.tags.order_by("key").values_list("key", "word")),
        trade=section_name(row.trade) if row.trade else "", owner=people.get(row.owner_id or 0), changed=changed,
        review=date_format(row.review_on, "F Y") if row.review_on else "", is_due=row.review_on is not None and row.review_on <= member.space.day(at),
        papers=papers_of(slug, row), below=tuple(
            (path_of(slug, pk), chosen(each).title, chosen(each).language) for pk, each in sorted(words.items()) if pk != row.pk and pk not in {p.pk for p in parents} and each
        ),
        back=back, question=(asked.title or plain(asked.text)[:80]) if asked else "", question_path=page_of(slug, asked.pk) if asked else "",
        credit=credit(people.get(asked.member_id or 0) if asked else None, people.get(answer.author_id or 0) if answer else None),
        helped=any(each.member_id == member.pk for each in helped), helped_words=helped_words(len(helped)), doubted=bool(doubts), own_doubt=own,
        doubts=tuple((people[each.member_id].name, each.text) for each in doubts if each.member_id in people) if tends else (),
        mine=row.owner_id == member.pk, written_by=said.member_id or row.owner_id, can_change=bool(rules.may_change(member, row)), can_arrange=bool(rules.may_arrange(member, row)), can_keep=keeps,
        tends=tends, can_take_over=bool(rules.may_take_over(member, row)) and row.published_at is not None,
        report_path="" if row.published_at is None or said.member_id in (None, member.pk) else f"{address('members:report', slug)}?about=article:{row.pk}",
    )  # fmt: skip


def behind(said: ArticleVersion, words: Sequence[ArticleVersion], zone: Any) -> str:
    """That the other language is newer than the words shown; empty where it is not."""
    newer = next((each for each in words if each.language != said.language and each.at > said.at), None)
    if newer is None:
        return ""
    told = {"language": language_name(newer.language), "day": date_format(newer.at.astimezone(zone), "DATE_FORMAT")}
    return _("The words in %(language)s are newer, of %(day)s.") % told


def helped_words(number: int) -> str:
    """How many it helped, from a few people on; below that nothing."""
    if number < rules.LEAST_SHOWN:
        return ""
    return ngettext("It helped %(n)s person.", "It helped %(n)s people.", number) % {"n": number}


def question_of(row: Article) -> Post | None:
    """The question of which an article was made, as long as the whole house reads it."""
    post = row.question
    if post is None or post.removed_at is not None or (post.group is not None and post.group.seen_by != Group.SeenBy.HOUSE):
        return None
    return post


def credit(asker: Face | None, helper: Face | None) -> str:
    """Of whose question and whose answer an article was made."""
    if asker is not None and helper is not None:
        return _("%(asker)s asked, %(helper)s knew.") % {"asker": asker.name, "helper": helper.name}
    if asker is not None:
        return _("%(asker)s asked.") % {"asker": asker.name}
    return _("%(helper)s knew.") % {"helper": helper.name} if helper is not None else ""


def linked(member: Member, row: Article, titles: Sequence[str], text: str) -> tuple[dict[str, str], tuple[tuple[str, str, str], ...]]:
    """Where the titles in a text lead, and which articles lead here. Two queries at most."""
    rows = ArticleVersion.objects.filter(stands=True, article__in=rules.visible_to(member).filter(published_at__isnull=False).values("pk"))
    named = titles_in(text)
    led = (
        {title: path_of(member.space.slug, pk) for title, pk in rows.filter(title__in=named).values_list("title", "article_id")}
        if named
        else {}
    )
    names_me = Q()
    for title in titles:
        names_me |= Q(text__contains=f"[[{title}]]")
    found = rows.filter(names_me).exclude(article=row).order_by("title")[: MOST_BACK * 2]
    first = {each.article_id: each for each in sorted(found, key=lambda each: each.language == own_language())}
    return led, tuple((path_of(member.space.slug, pk), each.title, each.language) for pk, each in list(first.items())[:MOST_BACK])


def papers_of(slug: str, row: Article, *, opened: bool = False) -> tuple[Paper, ...]:
    """What goes along with an article; `opened`: at the addresses at which anybody may fetch it. One query."""

    def at(file: StoredFile, size: str) -> str:
        if not opened:
            return address_of(slug, file, size)
        return address("inform:open_article_file", slug, row.pk, file.token, f"{size}.webp" if file.is_picture else file.name)

    return tuple(paper_of(each.file, at) for each in ArticleFile.objects.filter(article=row).select_related("file").order_by("pk"))


# ------------------------------------------------------------------ what it was before


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
    """What an article was before in one language, and what is different between two of its versions."""

    language: str
    language_name: str
    languages: tuple[tuple[str, str, bool], ...]
    versions: tuple[Version, ...]
    before: Version | None
    after: Version | None
    title: tuple[str, str]
    paragraphs: tuple[Paragraph, ...]


def history(member: Member, row: Article, *, language: str, before: int | None, after: int | None) -> History:
    """The versions of an article, newest first, and two of them side by side: those asked for, else the last change. Raises NotFound."""
    rows = ArticleVersion.objects.filter(article=row).order_by("-number", "-pk")
    codes = sorted(set(rows.order_by().values_list("language", flat=True)))
    if not codes:
        raise NotFound
    language = language if language in codes else own_language() if own_language() in codes else codes[0]
    found = list(rows.filter(language=language)[:VERSIONS])
    by_number = {each.number: each for each in found}
    new = by_number.get(after or 0, found[0])
    old = by_number.get(before or new.number - 1)
    people = faces(member.space_id, {each.member_id for each in found if each.member_id})
    shown = {each.pk: version(each, people, member) for each in found}
    return History(
        language=language, language_name=language_name(language),
        languages=tuple((language_name(code), f"?language={code}", code == language) for code in codes) if len(codes) > 1 else (),
        versions=tuple(shown[each.pk] for each in found), before=shown[old.pk] if old else None, after=shown[new.pk],
        title=(old.title if old else "", new.title), paragraphs=differences.between(old.text, new.text) if old else (),
    )  # fmt: skip


def version(row: ArticleVersion, people: Mapping[int, Face], member: Member) -> Version:
    """One state in words."""
    by = people.get(row.member_id or 0)
    when = date_format(row.at.astimezone(member.space.zone), "SHORT_DATETIME_FORMAT")
    return Version(row.pk, row.number, when, by.name if by else _("Former member"), row.note, row.stands)


# ------------------------------------------------------------------ for strangers


def opened(space: Space, article_id: int, *, language: str = "") -> OpenPage:
    """One article that is open to everybody. Raises NotFound."""
    row = rules.open_in(space).filter(pk=article_id).first()
    words = standing([row.pk])[row.pk] if row is not None else []
    if row is None or not words:
        raise NotFound
    said = chosen(words, language)
    titles = titles_in(said.text)
    there = ArticleVersion.objects.filter(stands=True, title__in=titles, article__in=rules.open_in(space).values("pk"))
    led = (
        {title: address("inform:open_article", space.slug, pk) for title, pk in there.values_list("title", "article_id")} if titles else {}
    )
    told = written(said.text, led)
    here = address("inform:open_article", space.slug, row.pk)
    return OpenPage(
        said.title, told.html, told.contents, said.language,
        tuple((language_name(each.language), each.language, f"{here}?language={each.language}") for each in words if each.pk != said.pk),
        papers_of(space.slug, row, opened=True), date_format(said.at.astimezone(space.zone), "DATE_FORMAT"),
    )  # fmt: skip


def all_opened(space: Space) -> tuple[tuple[str, str, str, str], ...]:
    """What a house lets everybody read: address, title, language and first words. Raises NotFound where there is nothing. Two queries."""
    rows = list(rules.open_in(space).order_by("-of_house", "position", "published_at", "pk")[:MOST_HANDBOOK])
    if not rows:
        raise NotFound
    words = standing([row.pk for row in rows])
    said = [(row, chosen(words[row.pk])) for row in rows if words[row.pk]]
    return tuple((address("inform:open_article", space.slug, row.pk), each.title, each.language, preview(each.text)) for row, each in said)


def open_file(space: Space, article_id: int, token: str) -> StoredFile:
    """A file of an article that is open to everybody. Raises NotFound."""
    there = ArticleFile.objects.filter(article__in=rules.open_in(space).filter(pk=article_id).values("pk"), file__token=token)
    found = there.select_related("file").first()
    if found is None:
        raise NotFound
    return found.file


# ------------------------------------------------------------------ on paper


@dataclass(frozen=True, slots=True)
class Printed:
    """One article on paper."""

    title: str
    language: str
    html: SafeString
    as_of: str


def printed(member: Member, article_id: int | None = None, *, language: str = "") -> list[Printed]:
    """One article for paper, or the whole handbook. Raises NotFound for an article that is not there."""
    rows = rules.visible_to(member).filter(pk=article_id) if article_id else rules.visible_to(member).handbook()
    found = list((rows if article_id else rows.filter(published_at__isnull=False)).order_by("position", "created_at", "pk")[:MOST_HANDBOOK])
    words = standing([row.pk for row in found])
    if article_id and not words.get(article_id):
        raise NotFound
    said = [chosen(words[row.pk], language) for row in found if words[row.pk]]
    day = [date_format(each.at.astimezone(member.space.zone), "DATE_FORMAT") for each in said]
    return [
        Printed(each.title, each.language, written(each.text, {}, level=2 if article_id else 3).html, when)
        for each, when in zip(said, day, strict=True)
    ]


# ------------------------------------------------------------------ for others


@dataclass(frozen=True, slots=True)
class Alike:
    """An article that may answer what somebody is about to ask."""

    path: str
    title: str
    language: str


def alike(member: Member, text: str) -> list[Alike]:
    """What the house knows already, for somebody who writes a question."""
    if len(text.split()) < 3:
        return []
    answer = search(member.space_id, rules.DOCUMENT, text)
    refs = [hit.ref for hit in answer.hits if hit.by_words]
    found = set(rules.visible_to(member).filter(pk__in=refs, published_at__isnull=False).values_list("pk", flat=True))
    best = [ref for ref in refs if ref in found][:MOST_ALIKE]
    words = standing(best)
    said = [(pk, chosen(words[pk])) for pk in best if words[pk]]
    return [Alike(path_of(member.space.slug, pk), each.title, each.language) for pk, each in said]


def made_of(member: Member, post_id: int) -> tuple[str, str] | None:
    """The article that was made of a question, as address and title; None where there is none for this reader. One query."""
    rows = ArticleVersion.objects.filter(stands=True, article__in=rules.visible_to(member).filter(question=post_id).values("pk"))
    found = list(rows.order_by("article", "language"))
    if not found:
        return None
    said = chosen([each for each in found if each.article_id == found[0].article_id])
    return path_of(member.space.slug, said.article_id), said.title


def titles(ids: Iterable[int]) -> dict[int, str]:
    """What some articles are called, in the language of whoever reads it. One query."""
    return {pk: chosen(words).title for pk, words in standing(list(ids)).items()}


def documents(ids: Sequence[int]) -> Iterable[Document]:
    """Articles as documents of the index: every language, in pieces of a few sentences."""
    words = standing(ids)
    tags: dict[int, list[str]] = defaultdict(list)
    for pk, word in ArticleTag.objects.filter(article__in=ids).values_list("article_id", "word"):
        tags[pk].append(word)
    for row in Article.objects.filter(pk__in=ids, removed_at=None):
        if not words[row.pk]:
            continue
        first, *others = words[row.pk]
        passages = [Passage("title", each.language, each.title) for each in others]
        passages += [Passage("text", each.language, piece) for each in words[row.pk] for piece in pieces(each.text)]
        passages += [Passage("tag", "", ", ".join(tags[row.pk]))] if tags[row.pk] else []
        yield Document(
            row.space_id, row.pk, first.title, tuple(passages), audience_of(row), person_id=row.owner_id, at=row.published_at or row.created_at,
            facts={} if row.published_at else {"draft": True},
        )  # fmt: skip


def audience_of(row: Article) -> str:
    """Who finds an article: the house, or everybody; a draft those who write it, and of the handbook those who keep it."""
    if row.published_at is not None:
        return PUBLIC if row.public_at else MEMBERS
    writers = [f"{ONESELF}:{pk}" for pk in sorted({pk for pk in (row.writer_id, row.owner_id) if pk is not None})]
    return " ".join([*writers, *([f"{rules.KEEPER}:{row.space_id}"] if row.of_house else [])]) or NOBODY


def note(facts: dict[str, Any], reader: Member, at: datetime) -> str:
    """Whether an article is a draft."""
    return _("not published yet") if "draft" in facts else ""


@search_index.readers
def keepers(member: Member, at: datetime) -> QuerySet[Any]:
    """Whoever keeps the handbook reads its drafts."""
    rows = Member.objects.filter(pk=member.pk) if holds(member, rules.KEEP) else Member.objects.none()
    return rows.annotate(audience=Value(rules.KEEPER, CharField())).values_list("audience", "space_id")


def pieces(text: str) -> list[str]:
    """A text in pieces of a few sentences: along its paragraphs, the first of them."""
    found: list[str] = []
    for paragraph in text.split("\n\n"):
        words = plain(paragraph)[:LONGEST_PASSAGE]
        if found and len(found[-1]) + len(words) < LONGEST_PASSAGE:
            found[-1] = f"{found[-1]} {words}"
        elif words:
            found.append(words)
    return found[: MOST_PASSAGES // 2]


def all_of(space_id: int) -> Iterable[int]:
    """Ids of a house's articles, for a look at everything."""
    return Article.objects.filter(space=space_id, removed_at=None).values_list("pk", flat=True)


def shown(reader: Member, article_id: int, at: datetime) -> Shown | None:
    """An article as somebody who reads it reports it: whose words stand."""
    row = rules.visible_to(reader).filter(pk=article_id, published_at__isnull=False).first()
    words = standing([row.pk])[row.pk] if row is not None else []
    if not words:
        return None
    said = chosen(words)
    return Shown(f"{said.title}\n{said.text}", said.member_id, said.at)


def original(reader: Member, article_id: int, at: datetime) -> Original:
    """The words of an article as they stand, to be translated where they are not there in the reader's language. Titles in double brackets are plain words there. Raises NotFound."""
    row = find(reader, article_id)
    words = standing([row.pk])[row.pk]
    if not words:
        raise NotFound
    said = chosen(words)
    return Original(
        said.member_id or row.owner_id, said.language, (said.title, TITLES.sub(r"\1", said.text)), path_of(reader.space.slug, row.pk)
    )


def called(rows: ArticleQuerySet) -> Any:
    """Articles with what each is called for the reader (`called`) and whether nobody looks after it (`without_owner`)."""
    words = ArticleVersion.objects.filter(article=OuterRef("pk"), stands=True)
    first = Case(When(language=own_language(), then=0), default=1)
    return rows.annotate(
        called=Subquery(words.order_by(first, "pk").values("title")[:1]),
        without_owner=ExpressionWrapper(Q(owner=None), BooleanField()),
    )
