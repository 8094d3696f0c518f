"""What pages show of posts. Everything begins at `rules.visible_to`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from drittort.core import asking
from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.files.models import StoredFile
from drittort.core.files.queries import address_of
from drittort.core.paging import newest_first
from drittort.core.reports import Shown
from drittort.core.search.find import find as search
from drittort.inform.links import queries as links
from drittort.inform.links.queries import Preview
from drittort.inform.polls import queries as polls
from drittort.inform.polls.models import Poll, PollOption
from drittort.inform.polls.queries import Ballot
from drittort.inform.posts import rules
from drittort.inform.posts.index import POST
from drittort.inform.posts.models import Post, PostFile, PostQuerySet, PostVersion, Reaction, ReadLine
from drittort.inform.trades.rules import working_in
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.safety.rules import folded_for
from drittort.members.translations.kinds import Original, points
from drittort.spaces.industries import section_name
from drittort.talk.comments import queries as comment_queries
from drittort.talk.comments.queries import Comments, Tally
from drittort.talk.conversations import words
from drittort.talk.conversations.about import Subject
from drittort.talk.groups import rules as groups
from drittort.talk.groups.home import path_of
from drittort.talk.groups.models import Group, GroupMember
from drittort.web.markdown import plain, rendered

PAGE = 20
NEW = 30
PREVIEW = 320
FOUND = 40
MOST_PINNED = 3
NAMED = 3
MOST_ALIKE = 4
MOST_CLOSED = 10


@dataclass(frozen=True, slots=True)
class Paper:
    """A picture or a document that goes with a post."""

    id: int
    path: str
    whole: str
    name: str
    size: str
    width: int
    height: int
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Felt:
    """One word that may be said to a post: who said it, in a sentence, and whether the reader did."""

    kind: str
    label: str
    mine: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Card:
    """One post in a list."""

    id: int
    path: str
    verb: str
    verb_code: str
    verb_noun: str
    title: str
    text: str
    language: str
    person: Face | None
    when: str
    iso: str
    group: str
    group_path: str
    marks: tuple[str, ...]
    picture: Paper | None
    papers: int
    felt: tuple[str, ...]
    comments: str
    new_comments: str
    answer: str
    first: bool
    folded: bool


@dataclass(frozen=True, slots=True)
class Stream:
    """A page of posts: pinned ones, the others, and the cursor of what follows."""

    pinned: tuple[Card, ...]
    cards: tuple[Card, ...]
    more: str
    understood: bool = True


@dataclass(frozen=True, slots=True)
class Accepted:
    """The answer that the asker took: whose it is, its words, where it stands among the comments, and what its translation is asked by, where one is offered."""

    who: str
    html: SafeString
    path: str
    translated: str
    folded: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One post in full, as one reader sees it."""

    card: Card
    html: SafeString
    papers: tuple[Paper, ...]
    previews: tuple[Preview, ...]
    ballot: Ballot | None
    felt: tuple[Felt, ...]
    comments: Comments
    mine: bool
    question: bool
    waits: bool
    changed: str
    history_path: str
    pinned: bool
    archived: bool
    into: str
    into_path: str
    merged: tuple[tuple[str, str], ...]
    accepted: Accepted | None
    candidates: tuple[tuple[int, str, str], ...]
    can_accept: bool
    can_become: bool
    can_edit: bool
    can_keep: bool
    can_remove: bool
    report_path: str
    hint: str


def page_of(slug: str, post_id: int) -> str:
    """The address of a post."""
    return address("inform:post", slug, post_id)


def find(member: Member, post_id: int) -> Post:
    """A post that a member may see. Raises NotFound."""
    post = rules.visible_to(member).select_related("group").filter(pk=post_id).first()
    if post is None:
        raise NotFound
    return post


def shown_rows(rows: PostQuerySet, at: datetime) -> PostQuerySet:
    """Posts with what their cards need besides."""
    return rules.with_first(rows.select_related("group", "answer", "poll"), at)


def cards(member: Member, rows: Sequence[Any], at: datetime) -> tuple[Card, ...]:
    """Posts as cards, in the same number of queries whatever their number."""
    if not rows:
        return ()
    ids = [row.pk for row in rows]
    reactions = list(Reaction.objects.filter(post__in=ids).order_by("at", "pk").values_list("post_id", "kind", "member_id"))
    people = faces(member.space_id, {*(row.member_id for row in rows if row.member_id), *(who for _post, _kind, who in reactions)})
    along = papers_of(member.space.slug, ids)
    tallies = comment_queries.tallies(member, [rules.about(pk) for pk in ids])
    folded = folded_for(member)
    return tuple(card(member, row, at, people, along.get(row.pk, ()), reactions, tallies.get(rules.about(row.pk)), folded) for row in rows)


def card(
    member: Member,
    row: Any,
    at: datetime,
    people: Mapping[int, Face],
    papers: Sequence[Paper],
    reactions: Sequence[tuple[int, str, int]],
    tally: Tally | None,
    folded: Collection[int],
) -> Card:
    """One post as a card."""
    moment = (row.posted_at or row.created_at).astimezone(member.space.zone)
    today, slug = member.space.day(at), member.space.slug
    text = plain(row.text)
    short = text if len(text) <= PREVIEW else text[:PREVIEW].rsplit(" ", 1)[0] + " …"
    return Card(
        id=row.pk, path=page_of(slug, row.pk), verb=verb_words(row.verb), verb_code=row.verb, verb_noun=verb_noun(row.verb), title=row.title, text=short, language=row.language,
        person=people.get(row.member_id or 0), when=words.short(moment, today), iso=moment.isoformat(timespec="seconds"),
        group=row.group.name if row.group else "", group_path=path_of(slug, row.group_id) if row.group else "", marks=marks_of(row),
        picture=next((paper for paper in papers if paper.is_picture), None), papers=sum(not paper.is_picture for paper in papers),
        felt=tuple(one.sentence for one in felt(member, row, reactions, people) if one.sentence), comments=comment_words(tally.number) if tally else "",
        new_comments=_("new since you looked") if tally is not None and tally.fresh else "", answer=plain(row.answer.text)[:PREVIEW] if row.answer is not None and row.answer.deleted_at is None else "",
        first=row.is_first and row.member_id != member.pk,
        folded=row.member_id in folded,
    )  # fmt: skip


def verb_words(verb: str) -> str:
    """What somebody does with a post, as the kicker above it."""
    return {"share": _("shares"), "ask": _("asks"), "invite": _("invites"), "propose": _("proposes")}[verb]


def verb_noun(verb: str) -> str:
    """What a post without a title is called."""
    return {"share": _("Something to share"), "ask": _("A question"), "invite": _("An invitation"), "propose": _("A proposal")}[verb]


def marks_of(row: Post) -> tuple[str, ...]:
    """What is to be known of a post at a glance."""
    told = (
        (hasattr(row, "poll"), _("with a poll")),
        (row.pinned_at, _("pinned")),
        (row.archived_at, _("put away")),
        (row.merged_into_id, _("goes on elsewhere")),
        (row.trade, _("for: %(trade)s") % {"trade": section_name(row.trade)} if row.trade else ""),
    )
    return tuple(label for there, label in told if there)


def comment_words(number: int) -> str:
    """How many comments there are."""
    return ngettext("%(n)s comment", "%(n)s comments", number) % {"n": number}


SENTENCES = {
    "thanks": lambda names, n: ngettext("%(names)s says thanks", "%(names)s say thanks", n) % {"names": names},
    "helpful": lambda names, n: ngettext("%(names)s finds it helpful", "%(names)s find it helpful", n) % {"names": names},
    "me_too": lambda names, n: ngettext("%(names)s would like to know, too", "%(names)s would like to know, too", n) % {"names": names},
    "glad": lambda names, n: ngettext("%(names)s is glad about it", "%(names)s are glad about it", n) % {"names": names},
}
YOURS = {
    "thanks": lambda names: pgettext("with the reader", "%(names)s say thanks") % {"names": names} if names else _("You say thanks"),
    "helpful": lambda names: pgettext("with the reader", "%(names)s find it helpful") % {"names": names} if names else _("You find it helpful"),
    "me_too": lambda names: pgettext("with the reader", "%(names)s would like to know, too") % {"names": names} if names else _("You would like to know, too"),
    "glad": lambda names: pgettext("with the reader", "%(names)s are glad about it") % {"names": names} if names else _("You are glad about it"),
}  # fmt: skip
"""The same where the reader is among them, who is spoken to; names begin with “You”."""
OFFERED = {
    Post.Verb.ASK: ("me_too", "helpful"),
    Post.Verb.SHARE: ("thanks", "glad", "helpful"),
    Post.Verb.INVITE: ("glad", "thanks"),
    Post.Verb.PROPOSE: ("helpful", "thanks"),
}


def felt(member: Member, row: Post, reactions: Iterable[tuple[int, str, int]], people: Mapping[int, Face]) -> tuple[Felt, ...]:
    """What may be said to a post with one tap, and who did: names, never a score."""
    by_kind: dict[str, list[int]] = {}
    for post_id, kind, who in reactions:
        if post_id == row.pk:
            by_kind.setdefault(kind, []).append(who)
    kinds = dict.fromkeys((*OFFERED[Post.Verb(row.verb)], *by_kind))
    labels = dict(Reaction.Kind.choices)
    told = []
    for kind in kinds:
        ids = by_kind.get(kind, [])
        names = [people[pk].first_name for pk in ids if pk in people and pk != member.pk]
        mine = member.pk in ids
        if mine:
            sentence = YOURS[kind](words.listed([pgettext("begins a row of names", "You"), *names], NAMED) if names else "")
        else:
            sentence = SENTENCES[kind](words.listed(names, NAMED), len(names)) if names else ""
        told.append(Felt(kind, str(labels[kind]), mine, sentence))
    return tuple(told)


def papers_of(slug: str, ids: Sequence[int]) -> dict[int, tuple[Paper, ...]]:
    """What goes along with some posts. One query."""
    found: dict[int, tuple[Paper, ...]] = {}
    for row in PostFile.objects.filter(post__in=ids).select_related("file").order_by("pk"):
        found[row.post_id] = (*found.get(row.post_id, ()), paper_of(row.file, lambda file, size: address_of(slug, file, size)))
    return found


def paper_of(file: StoredFile, at: Callable[[StoredFile, str], str]) -> Paper:
    """A file as it stands beside words; `at` gives its address in a size."""
    width, height = file.sizes.get("m", (0, 0))
    return Paper(file.pk, at(file, "m"), at(file, "l"), file.name, filesizeformat(file.size), width, height, file.is_picture)


# ------------------------------------------------------------------ lists


def news(member: Member, line: datetime, at: datetime, *, after: tuple[str, int] | None = None) -> Stream:
    """What came since somebody stopped reading, of others; it ends."""
    rows = shown_rows(rules.stream_of(member).filter(posted_at__gt=line, archived_at=None).exclude(member=member), at)
    found, more = newest_first(rows, "posted_at", after, NEW)
    return Stream((), cards(member, found, at), more)


def read_up_to(member: Member, at: datetime) -> datetime:
    """Where somebody stopped reading."""
    line = ReadLine.objects.filter(member=member).first()
    return line.line_at if line is not None else at - rules.FIRST_LOOK


def stream(
    member: Member, at: datetime, *, group: Group | None = None, verb: str = "", show: str = "", query: str = "", after: tuple[str, int] | None = None
) -> Stream:  # fmt: skip
    """A page of everything that a member may read, newest on top and pinned ones before; with words the best answers.

    `show` narrows questions: those that nobody has answered, those with an accepted answer, the reader's own, those that the house brought to them.
    """
    rows = shown_rows(rules.stream_of(member, group), at)
    if verb in Post.Verb.values:
        rows = rows.filter(verb=verb)
    if show in SHOWS:
        rows = rows.filter(SHOWS[show](member))
    if query:
        return found_by(member, rows, query, at)
    pinned: list[Any] = []
    if after is None and not verb:
        here = rows.filter(group=None) if group is None else rows
        pinned = list(here.exclude(pinned_at=None).filter(archived_at=None).order_by("-pinned_at", "-pk")[:MOST_PINNED])
    found, more = newest_first(rows.exclude(pk__in=[row.pk for row in pinned]), "posted_at", after, PAGE)
    shown = cards(member, [*pinned, *found], at)
    return Stream(shown[: len(pinned)], shown[len(pinned) :], more)


SHOWS: dict[str, Callable[[Member], Q]] = {
    "open": lambda member: Q(answered_at=None, archived_at=None),
    "solved": lambda member: Q(answer__isnull=False),
    "mine": lambda member: Q(member=member),
    "wanted": lambda member: Q(pk__in=asking.waiting_for(member), answer=None, archived_at=None) & ~rules.written_under(member),
}


def found_by(member: Member, rows: PostQuerySet, query: str, at: datetime) -> Stream:
    """The posts that answer some words, best first: what the index says is no permission.

    The index holds what the whole house reads. In closed groups of the reader's own the very words are looked for; they come first.
    """
    answer = search(member.space_id, POST, query)
    refs = [hit.ref for hit in answer.hits]
    by_id = {row.pk: row for row in rows.filter(pk__in=refs)}
    own = rows.exclude(rules.OPEN)
    for word in query.split():
        own = own.filter(Q(title__icontains=word) | Q(text__icontains=word))
    closed = list(own.order_by("-posted_at", "-pk")[:MOST_CLOSED])
    found = [*closed, *(by_id[ref] for ref in refs if ref in by_id)][:FOUND]
    return Stream((), cards(member, found, at), "", answer.understood)


@dataclass(frozen=True, slots=True)
class Draft:
    """Something that is not out yet."""

    path: str
    title: str
    language: str
    where: str
    when: str


def drafts(member: Member) -> list[Draft]:
    """What a member has not sent out, what goes out next first. One query."""
    rows = (
        Post.objects.waiting()
        .filter(member=member)
        .select_related("group")
        .order_by(F("due_at").asc(nulls_last=True), "-created_at", "-pk")[:PAGE]
    )
    zone, slug = member.space.zone, member.space.slug
    return [
        Draft(
            address("inform:edit_post", slug, row.pk), row.title or plain(row.text)[:80], row.language, row.group.name if row.group else _("the house"),
            _("goes out on %(moment)s") % {"moment": date_format(row.due_at.astimezone(zone), "SHORT_DATETIME_FORMAT")} if row.due_at else "",
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alike:
    """A question that was asked before, and what came of it."""

    path: str
    title: str
    language: str
    note: str


def alike(member: Member, text: str, at: datetime) -> list[Alike]:
    """What the house was asked before, for somebody who writes a question; those with an answer first."""
    if len(text.split()) < 3:
        return []
    answer = search(member.space_id, POST, text)
    refs = [hit.ref for hit in answer.hits if hit.by_words]
    rows = rules.stream_of(member).asking().filter(pk__in=refs).exclude(member_id__in=folded_for(member))
    found = sorted(rows, key=lambda row: (row.answer_id is None, row.answered_at is None, refs.index(row.pk)))[:MOST_ALIKE]
    return [Alike(page_of(member.space.slug, row.pk), str(row), row.language, note_on(row)) for row in found]


def note_on(row: Post) -> str:
    """How far a question has come."""
    if row.answer_id is not None:
        return _("Asked before, and answered.")
    return _("There are answers already.") if row.answered_at is not None else _("Asks the like, too.")


# ------------------------------------------------------------------ one post


def one(
    member: Member, post_id: int, at: datetime, *, before: int | None = None, quoted: int | None = None, deleted: int | None = None
) -> Page:
    """One post with what is said under it. Raises NotFound, also for a draft: that has its own page."""
    rows = rules.opens_for(member).select_related("group", "answer", "merged_into", "poll")
    rows = rows.annotate(has_merged=Exists(Post.objects.filter(merged_into=OuterRef("pk"))))
    row: Any = rules.with_first(rows, at).filter(pk=post_id).first()
    if row is None:
        raise NotFound
    slug, mine, key = member.space.slug, row.member_id == member.pk, rules.about(row.pk)
    belongs = GroupMember.objects.filter(group=row.group_id, member=member).first() if row.group_id else None
    found = comment_queries.found_under(member, key, before=before)
    reactions = list(Reaction.objects.filter(post=row).order_by("at", "pk").values_list("post_id", "kind", "member_id"))
    folded = folded_for(member)
    poll = polls.found_in(member, row.poll) if hasattr(row, "poll") else None
    helper = {row.answer.author_id} - {None} if row.answer is not None else set()
    named = {*found.people, *helper, *(who for _p, _k, who in reactions), *(poll.people if poll else ())}
    people = faces(member.space_id, {*([row.member_id] if row.member_id else ()), *named})
    papers = papers_of(slug, [row.pk]).get(row.pk, ())
    keeps = (belongs is not None and belongs.is_host) or bool(rules.may_keep(member, row))
    verdict = rules.may_say_under(row, belongs is not None)
    shown = card(member, row, at, people, papers, reactions, None, folded)
    # What was moved away since is another place's matter: nothing of it is told here.
    into = row.merged_into if row.merged_into and row.merged_into.removed_at is None and row.merged_into.group_id == row.group_id else None
    merged: Iterable[Post] = (
        () if not row.has_merged else Post.objects.filter(merged_into=row, removed_at=None, group=row.group_id).order_by("posted_at")
    )
    said = comment_queries.comments(
        member, found, at, people=people, folded=folded, verdict=verdict, told=mine, quoted=quoted, deleted=deleted
    )
    return Page(
        card=shown, html=rendered(row.text, comment_queries.named_paths(member, row.text)), papers=papers, felt=felt(member, row, reactions, people),
        previews=links.previews(slug, row.pk), ballot=polls.ballot(member, poll, at, people=people, writes=bool(verdict)) if poll else None,
        comments=said, mine=mine, question=row.verb == Post.Verb.ASK, waits=row.verb == Post.Verb.ASK and not mine and row.answer_id is None and row.archived_at is None,
        changed=_("changed on %(day)s") % {"day": date_format(row.edited_at.astimezone(member.space.zone), "MONTH_DAY_FORMAT")} if row.edited_at else "",
        history_path=address("inform:post_history", slug, row.pk) if row.edited_at else "", pinned=row.pinned_at is not None, archived=row.archived_at is not None,
        into=str(into) if into else "", into_path=page_of(slug, into.pk) if into else "",
        merged=tuple((str(other), page_of(slug, other.pk)) for other in merged),
        accepted=accepted(row, said, people, folded),
        candidates=tuple(
            (m.pk, people[m.author_id].name, m.text[:PREVIEW])
            for m in found.messages if m.author_id in people and m.author_id != member.pk and m.deleted_at is None
        ) if rules.may_answer(member, row) else (),
        can_accept=bool(rules.may_answer(member, row)), can_become=rules.is_known(row), can_edit=mine, can_keep=keeps, can_remove=mine or keeps,
        report_path="" if mine or row.member_id is None else f"{address('members:report', slug)}?about=post:{row.pk}",
        hint=_("It is the first word of %(name)s here. Be the one who answers.") % {"name": shown.person.first_name} if shown.first and shown.person else "",
    )  # fmt: skip


def accepted(row: Post, said: Comments, people: Mapping[int, Face], folded: Collection[int]) -> Accepted | None:
    """The answer that the asker took, as long as its writer lets it stand."""
    if row.answer is None or row.answer.deleted_at is not None:
        return None
    by, shown = people.get(row.answer.author_id or 0), next((each for each in said.letters if each.id == row.answer_id), None)
    return Accepted(
        by.name if by else _("Former member"),
        words.linked(row.answer.text),
        f"#letter-{row.answer_id}" if shown else "",
        shown.translated if shown else "",
        row.answer.author_id in folded,
    )


@dataclass(frozen=True, slots=True)
class Version:
    """The words of a post as they were until a moment."""

    title: str
    html: SafeString
    until: str


def history(member: Member, post: Post) -> tuple[Version, ...]:
    """What a post was before, newest first. One query."""
    zone = member.space.zone
    return tuple(
        Version(row.title, rendered(row.text), date_format(row.until.astimezone(zone), "SHORT_DATETIME_FORMAT"))
        for row in PostVersion.objects.filter(post=post).order_by("-until", "-pk")[:PAGE]
    )


def places(member: Member) -> list[tuple[str, str]]:
    """Where a member may write: the house, and their groups."""
    rows = Group.objects.filter(groups.belongs(member), space=member.space_id, closed_at=None).order_by("name", "pk")
    return [("", _("The whole house")), *((str(pk), name) for pk, name in rows.values_list("pk", "name"))]


def trades(member: Member) -> list[tuple[str, str]]:
    """For which trades of the house something may be meant above all. One query."""
    return sorted(((one.key, one.name) for one in working_in(member.space_id).trades), key=lambda one: one[1])


def laid_out(post: Post) -> dict[str, Any]:
    """The poll of a draft as its form shows it. Two queries."""
    poll = Poll.objects.filter(post=post).first()
    if poll is None:
        return {}
    options = "\n".join(poll.options.order_by("position").values_list("text", flat=True))
    last = poll.until.astimezone(post.space.zone).date() - timedelta(days=1)
    return {"poll_options": options, "poll_until": last, "poll_several": poll.several, "poll_secret": poll.secret}


def mergeable(member: Member, post: Post) -> list[tuple[str, str]]:
    """The newest other posts of the same place into which one may be merged."""
    rows = rules.stream_of(member).filter(group=post.group_id).exclude(pk=post.pk).order_by("-posted_at", "-pk")[:PAGE]
    return [(str(row.pk), str(row)) for row in rows]


# ------------------------------------------------------------------ for others


def names(ids: set[int]) -> dict[int, Subject]:
    """What posts are called at the head of what is said under them, and in notices: only what the whole house may read tells its words."""
    rows = Post.objects.filter(pk__in=ids).select_related("space", "group")
    return {row.pk: Subject(open_title(row), page_of(row.space.slug, row.pk)) for row in rows}


def open_title(row: Post) -> str:
    """What a post is called to whoever may know nothing of its group."""
    return title_for_all(row.title, row.text, row.group.seen_by if row.group is not None else None)


def title_for_all(title: str, text: str, seen_by: str | None) -> str:
    """The same of its parts; `seen_by`: who reads in its group, if it stands in one."""
    if seen_by not in (None, "", Group.SeenBy.HOUSE):
        return _("a post in one of your groups")
    title = title or plain(text)
    return title if len(title) <= 80 else title[:80].rsplit(" ", 1)[0] + " …"


def post_shown(reader: Member, post_id: int, at: datetime) -> Shown | None:
    """A post as somebody who reads it reports it."""
    post = rules.visible_to(reader).filter(pk=post_id, posted_at__isnull=False).first()
    return Shown("\n".join(part for part in (post.title, post.text) if part), post.member_id, post.posted_at) if post else None


def unread(member: Member, line: datetime) -> int:
    """How many posts of others came since a moment, up to a hundred."""
    rows = rules.stream_of(member).filter(posted_at__gt=line, archived_at=None).exclude(member=member)
    return len(rows.values_list("pk", flat=True)[:100])


def original(reader: Member, post_id: int, at: datetime) -> Original:
    """The words of a post that is out, to be translated. Raises NotFound."""
    post = find(reader, post_id)
    if post.posted_at is None or post.removed_at is not None:
        raise NotFound
    poll = PollOption.objects.filter(poll__post=post).order_by("position").values_list("text", flat=True)
    return Original(post.member_id, post.language, (post.title, post.text, points(poll)), page_of(reader.space.slug, post.pk))
