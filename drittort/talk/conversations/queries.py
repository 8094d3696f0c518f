"""What pages show of conversations: finished strings, in the same number of questions whatever the number of messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Case, Count, F, Q, When
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.files.queries import address_of
from drittort.core.reports import Shown
from drittort.core.statements import Statement
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.safety.rules import MESSAGES, folded_for, may_use
from drittort.talk.conversations import about, rules, tokens, words
from drittort.talk.conversations.models import Attachment, Message, Participant, ParticipantQuerySet

PAGE = 30
LETTERS = 40
FOUND = 8
PREVIEW = 140
MOST_COUNTED = 99
GROUPED = 10 * 60
OVERLAP = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Card:
    """One conversation in my list."""

    title: str
    portraits: tuple[str, ...]
    more: int
    preview: str
    when: str
    iso: str
    path: str
    unread: bool
    muted: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """The beginning of a message that another one answers."""

    id: int
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What came with a message: a picture in the page, or a document to take."""

    path: str
    whole: str
    name: str
    size: str
    width: int | None
    height: int | None
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as one reader may see it. `translated`: what its translation is asked by, where one is offered; of letters never."""

    id: int
    author: str
    portrait: str
    mine: bool
    first: bool
    day: str
    line: bool
    iso: str
    clock: str
    text: SafeString | str
    edited: bool
    deleted: bool
    folded: bool
    can_edit: bool
    report_path: str
    quote: Quote | None
    papers: tuple[Paper, ...]
    along: str
    can_quote: bool
    translated: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One conversation."""

    id: int
    code: str
    path: str
    title: str
    subject_path: str
    people: tuple[Face, ...]
    letters: tuple[Letter, ...]
    older: int | None
    newest: int
    drawn: int
    seen_up_to: int
    begins: str
    note: str
    can_say: bool
    group: bool
    can_add: bool
    muted: bool
    older_path: str
    add_path: str
    undo_path: str
    deleted: int | None
    quote: Quote | None


def conversation_path(slug: str, code: str) -> str:
    """Where a conversation stands."""
    return address("talk:conversation", slug, code)


UNREAD = Statement(lambda member: Participant.objects.unread().filter(member=member).values_list("conversation")[:MOST_COUNTED], member=int)


def unread_count(member: Member, *, besides: int | None = None) -> int:
    """How many conversations hold something new, for the frame of every page, `besides` the one that is being read; from 99 on it is 99."""
    return sum(conversation != besides for (conversation,) in UNREAD.rows(member=member.pk))


def unread_counts(members: Collection[int]) -> dict[int, int]:
    """The same for many at once, for pages that are open."""
    rows = Participant.objects.unread().filter(member__in=members).values("member").annotate(n=Count("pk"))
    return {row["member"]: min(row["n"], MOST_COUNTED) for row in rows.order_by()}


def list_for(member: Member, at: datetime, *, after: tuple[str, int] | None = None, rest: bool = False) -> tuple[list[Card], str, bool]:
    """My conversations: what is new first, then the others, each newest on top.

    Returns cards, the cursor of the next page (empty at the end) and whether it lies in the `rest`, after what is new.
    """
    rows = rules.visible_to(member).select_related("conversation").order_by("-newest_at", "-id")
    new = Q(newest_id__gt=F("seen_up_to"), muted_at=None)
    found: list[Participant] = []
    if not rest:
        found = list(before(rows.filter(new), after)[: PAGE + 1])
        after = None
    if len(found) > PAGE:
        more, last_in_rest = True, False
        found = found[:PAGE]
    else:
        fresh = len(found)
        found += list(before(rows.exclude(new), after)[: PAGE + 1 - fresh])
        more = len(found) > PAGE
        found = found[:PAGE]
        last_in_rest = len(found) > fresh or rest
        if more and not last_in_rest:
            # Exactly one page of new ones: the rest begins at its top.
            return cards(member, found, at), f"{at.isoformat()}|{2**62}", True
    cursor = f"{found[-1].newest_at.isoformat()}|{found[-1].pk}" if more and found[-1].newest_at else ""
    return cards(member, found, at), cursor, last_in_rest


def before(rows: ParticipantQuerySet, after: tuple[str, int] | None) -> ParticipantQuerySet:
    """What comes after a cursor."""
    if after is None:
        return rows
    moment = datetime.fromisoformat(after[0])
    return rows.filter(Q(newest_at__lt=moment) | Q(newest_at=moment, id__lt=after[1]))


def cards(member: Member, mine: list[Participant], at: datetime) -> list[Card]:
    """Conversations with their people and newest words, in five questions."""
    together: dict[int, list[int]] = {one.conversation_id: [] for one in mine}
    rows = Participant.objects.filter(conversation__in=together).exclude(member=member).order_by("id")
    for conversation_id, member_id, left_at in rows.values_list("conversation_id", "member_id", "left_at"):
        if left_at is None:
            together[conversation_id].append(member_id)
    people = faces(member.space_id, {pk for ids in together.values() for pk in ids})
    newest = {message.pk: message for message in Message.objects.filter(pk__in=[one.newest_id for one in mine])}
    folded = folded_for(member)
    subjects = about.subjects(one.conversation.about for one in mine if one.conversation.about)
    shown = []
    for one in mine:
        others = [people[pk] for pk in together[one.conversation_id] if pk in people]
        message = newest.get(one.newest_id)
        if message is not None and message.pk <= one.begins_after:
            message = None
        subject = subjects.get(one.conversation.about)
        moment = (one.newest_at or one.joined_at).astimezone(member.space.zone)
        shown.append(
            Card(
                title=subject.title if subject else title(others, pair=bool(one.conversation.pair)),
                portraits=tuple(face.portrait for face in others[:3]), more=max(0, len(others) - 3),
                preview=preview(member, message, {} if one.conversation.pair else people, folded), when=words.short(moment, member.space.day(at)), iso=moment.isoformat(timespec="seconds"),
                path=conversation_path(member.space.slug, one.conversation.code),
                unread=one.newest_id > one.seen_up_to and one.muted_at is None, muted=one.muted_at is not None,
            )
        )  # fmt: skip
    return shown


def title(others: Collection[Face], *, pair: bool) -> str:
    """What a conversation is called: by its people."""
    if pair:
        return next((face.name for face in others), _("Somebody who has left"))
    return words.listed([face.first_name for face in others])


def preview(member: Member, message: Message | None, people: dict[int, Face], folded: Collection[int]) -> str:
    """The beginning of the newest words, with who says them."""
    if message is None:
        return _("You were added. You read what is written from now on.")
    if message.author_id in folded:
        return _("A folded message")
    text = _("deleted") if message.deleted_at else shortened(message.text) or _("a file")
    if message.author_id == member.pk:
        return _("You: %(text)s") % {"text": text}
    face = people.get(message.author_id or 0)
    return f"{face.first_name}: {text}" if face else text


def mine_in(member: Member, code: str) -> Participant:
    """A member's own part in the conversation of an address. Raises NotFound."""
    mine = rules.visible_to(member).select_related("conversation").filter(conversation__code=code).first()
    if mine is None:
        raise NotFound
    mine.member = member
    return mine


def page(
    member: Member, code: str, at: datetime, *, older_than: int | None = None, deleted: int | None = None, quoted: int | None = None
) -> Page:
    """The newest letters at the bottom, or those before one."""
    mine = mine_in(member, code)
    conversation = mine.conversation
    parts = list(Participant.objects.filter(conversation=conversation).order_by("id").values_list("member_id", "left_at"))
    people = faces(member.space_id, [pk for pk, _left in parts])
    others = [people[pk] for pk, left in parts if left is None and pk != member.pk and pk in people]
    rows = rules.messages_for(mine).order_by("-pk")
    if older_than is not None:
        rows = rows.filter(pk__lt=older_than)
    found = list(rows[: LETTERS + 1])
    more, found = len(found) > LETTERS, found[:LETTERS][::-1]
    answered = any(message.author_id != member.pk for message in found)
    verdict = rules.may_say(
        mine,
        list(Member.objects.filter(pk__in=[face.id for face in others]).only("id", "left_on"))
        if conversation.pair
        else [Member(pk=f.id) for f in others],
        answered=None if not answered and (more or older_than is not None) else answered,
    )
    if verdict:
        verdict = may_use(member, MESSAGES, at)
    folded = folded_for(member)
    subject = about.subjects([conversation.about]).get(conversation.about) if conversation.about else None
    gone = next((m.pk for m in found if m.pk == deleted and m.deleted_at and rules.may_restore(member, m, at)), None)
    path = conversation_path(member.space.slug, code)
    return Page(
        id=conversation.pk, code=code, path=path, older_path=f"{path}?before={found[0].pk}" if more else "", add_path=f"{path}add/", undo_path=f"{path}{gone}/restore/",
        title=subject.title if subject else title(others, pair=bool(conversation.pair)), subject_path=subject.path if subject else "",
        people=tuple(others), letters=tuple(letters(mine, found, people, folded, at)), older=found[0].pk if more else None,
        newest=found[-1].pk if found else mine.begins_after, drawn=drawn(at), seen_up_to=mine.seen_up_to, begins=begins(mine, at) if not more else "",
        note=str(verdict.reason) or apart(others, folded), can_say=bool(verdict),
        group=not conversation.pair and not conversation.about, can_add=bool(rules.may_add(mine)), muted=mine.muted_at is not None, deleted=gone,
        quote=answered_quote(mine, quoted, people, folded),
    )  # fmt: skip


def about_to_quote(member: Member, code: str, message_id: int | None) -> Quote | None:
    """The message that a form is about to answer, for the form alone."""
    if not message_id:
        return None
    mine = mine_in(member, code)
    ids = set(rules.messages_for(mine).filter(pk=message_id).values_list("author_id", flat=True)) - {None}
    return answered_quote(mine, message_id, faces(member.space_id, ids), folded_for(member))


def answered_quote(mine: Participant, quoted: int | None, people: Mapping[int, Face], folded: Collection[int]) -> Quote | None:
    """The message that is about to be answered, if the reader may read it."""
    message = rules.messages_for(mine).filter(pk=quoted, deleted_at=None).first() if quoted else None
    return quote(message, people, folded) if message else None


@dataclass(frozen=True, slots=True)
class Thread:
    """The thread of a thing as its page shows it: the newest letters, and where one writes."""

    about: str
    path: str
    full: str
    letters: tuple[Letter, ...]
    can_say: bool
    note: str


SHOWN = 5


def thread(member: Member, key: str, at: datetime) -> Thread | None:
    """What the page of a thing "kind:id" includes; None for whoever does not belong to it. Changes nothing, also not what counts as read."""
    people_in = about.people_of(key)
    if people_in is None or member.pk not in people_in:
        return None
    verdict = may_use(member, MESSAGES, at)
    mine = (
        rules.visible_to(member).select_related("conversation").filter(conversation__about=key, conversation__space=member.space_id).first()
    )
    shown: tuple[Letter, ...] = ()
    if mine is not None:
        mine.member = member
        found = list(rules.messages_for(mine).order_by("-pk")[:SHOWN])[::-1]
        people = faces(member.space_id, {m.author_id for m in found if m.author_id})
        shown = tuple(letters(mine, found, people, folded_for(member), at))
    full = conversation_path(member.space.slug, mine.conversation.code) if mine else ""
    return Thread(key, address("talk:about", member.space.slug), full, shown, bool(verdict), str(verdict.reason))


def begins(mine: Participant, at: datetime) -> str:
    """What stands above the first letter."""
    if not mine.begins_after:
        return ""
    moment = mine.joined_at.astimezone(mine.member.space.zone)
    return _("You came in on %(day)s. What was written before stays with those who were there.") % {
        "day": words.day(moment.date(), mine.member.space.day(at))
    }


def apart(others: Iterable[Face], folded: Collection[int]) -> str:
    """What only the one who blocked reads."""
    names = [face.first_name for face in others if face.id in folded]
    if not names:
        return ""
    return _("You have blocked %(names)s. What you write here does not reach each other.") % {"names": words.listed(names)}


def letters(mine: Participant, found: list[Message], people: dict[int, Face], folded: Collection[int], at: datetime, *, after: Message | None = None, outside: bool = False, named: Mapping[str, str] | None = None, bare: bool = False) -> list[Letter]:  # fmt: skip
    """Messages in their order, with the heads of days, the line “read up to here”, and one face for several in a row.

    `outside` the house, in mail and without sign-in, names lead nowhere. `named`: the addresses of whom a text may name, where that is not those who take part. `bare`: nothing comes along with them.
    """
    member, zone = mine.member, mine.member.space.zone
    today, shown, last = member.space.day(at), [], after
    quotes, papers = quotes_in(mine, found, people, folded), {} if bare else papers_of(mine, found)
    if named is None:
        named = {} if outside else mentionable(mine, found, people)
    report = address("members:report", member.space.slug)
    drawn = False
    for message in found:
        moment = message.at.astimezone(zone)
        new_day = last is None or last.at.astimezone(zone).date() != moment.date()
        line = not drawn and message.pk > mine.seen_up_to and message.author_id != member.pk and last is not None
        drawn = drawn or message.pk > mine.seen_up_to
        face = people.get(message.author_id or 0)
        shown.append(
            Letter(
                id=message.pk, author=face.name if face else _("Former member"), portrait=face.portrait if face else "", mine=message.author_id == member.pk,
                first=new_day or line or last is None or last.author_id != message.author_id or (message.at - last.at).total_seconds() > GROUPED,
                day=words.day(moment.date(), today) if new_day else "", line=line, iso=moment.isoformat(timespec="seconds"), clock=words.clock(moment),
                text="" if message.deleted_at else words.linked(message.text, named), edited=message.edited_at is not None, deleted=message.deleted_at is not None,
                folded=message.author_id in folded, can_edit=bool(rules.may_edit(member, message, at)),
                report_path="" if message.author_id in (member.pk, None) or message.deleted_at else f"{report}?about=message:{message.pk}",
                quote=quotes.get(message.quotes_id or 0), papers=papers.get(message.pk, ()), along=along(papers.get(message.pk, ())), can_quote=message.deleted_at is None,
            )
        )  # fmt: skip
        last = message
    return shown


def along(papers: Sequence[Paper]) -> str:
    """That something came with a message, where it can't be shown: in mail, and without sign-in."""
    n = len(papers)
    return ngettext("A file came along.", "%(n)s files came along.", n) % {"n": n} if n else ""


def quotes_in(mine: Participant, found: list[Message], people: dict[int, Face], folded: Collection[int]) -> dict[int, Quote]:
    """The quoted ones of some messages, as far as this reader may read them; where they may not, the answer looks like any message."""
    ids = {message.quotes_id for message in found if message.quotes_id and not message.deleted_at}
    if not ids:
        return {}
    quoted = list(rules.messages_for(mine).filter(pk__in=ids, deleted_at=None))
    missing = {message.author_id for message in quoted if message.author_id} - set(people)
    known = {**people, **faces(mine.member.space_id, missing)} if missing else people
    return {message.pk: quote(message, known, folded) for message in quoted}


def quote(message: Message, people: Mapping[int, Face], folded: Collection[int]) -> Quote:
    """The beginning of a message, with who said it."""
    face = people.get(message.author_id or 0)
    text = _("A folded message") if message.author_id in folded else shortened(message.text) or _("a file")
    return Quote(message.pk, face.name if face else _("Former member"), text)


def shortened(text: str) -> str:
    """One line of a text."""
    text = " ".join(text.split())
    return text if len(text) <= PREVIEW else text[:PREVIEW].rsplit(" ", 1)[0] + " …"


def papers_of(mine: Participant, found: list[Message]) -> dict[int, tuple[Paper, ...]]:
    """What came with some messages."""
    papers: dict[int, tuple[Paper, ...]] = {}
    rows = Attachment.objects.filter(message__in=[m.pk for m in found if m.deleted_at is None]).select_related("file").order_by("pk")
    slug = mine.member.space.slug
    for row in rows:
        width, height = row.file.sizes.get("m", (None, None))
        paper = Paper(
            path=address_of(slug, row.file), whole=address_of(slug, row.file, "l"), name=row.file.name, size=filesizeformat(row.file.size),
            width=width, height=height, is_picture=row.file.is_picture,
        )  # fmt: skip
        papers[row.message_id] = (*papers.get(row.message_id, ()), paper)
    return papers


def mentionable(mine: Participant, found: list[Message], people: Mapping[int, Face]) -> dict[str, str]:
    """The addresses of those who take part by their names, where a text may name one."""
    if not any("@" in message.text for message in found):
        return {}
    ids = set(Participant.objects.filter(conversation=mine.conversation_id).values_list("member_id", flat=True))
    known = {**people, **faces(mine.member.space_id, ids - set(people))} if ids - set(people) else people
    return {known[pk].name: address("members:person", mine.member.space.slug, pk) for pk in ids if pk in known}


@dataclass(frozen=True, slots=True)
class Tail:
    """What came after the newest letter that a page holds, and which of those before were changed since it was drawn."""

    id: int
    code: str
    path: str
    letters: tuple[Letter, ...]
    changed: tuple[Letter, ...]
    newest: int
    drawn: int


def drawn(at: datetime) -> int:
    """The moment of a page, in milliseconds, as it comes back with the question what is new."""
    return int(at.timestamp() * 1000)


def news(member: Member, code: str, after: int, at: datetime, *, since: int | None = None) -> Tail | None:
    """What is newer than a letter, and what changed `since` a page was drawn; None when nothing did."""
    mine = mine_in(member, code)
    changed: list[Message] = []
    if since is not None:
        # Whoever changed something may have begun before and ended after; drawing a letter twice does no harm.
        moment = datetime.fromtimestamp(min(since, drawn(at)) / 1000, UTC) - OVERLAP
        changed = list(rules.messages_for(mine).filter(pk__lte=after, changed_at__gt=moment).order_by("-pk")[:LETTERS])
    if mine.newest_id <= after and not changed:
        return None
    # The letter before comes along, so that the page knows whether its author or the day goes on.
    found = list(rules.messages_for(mine).filter(pk__gte=after).order_by("pk")[: LETTERS + 1])
    before_them = found.pop(0) if found and found[0].pk == after else None
    people = faces(member.space_id, {m.author_id for m in (*found, *changed) if m.author_id})
    folded = folded_for(member)
    # Whoever looks has seen what stands above: no line is drawn between letters that come in while one reads.
    mine.seen_up_to = max(mine.seen_up_to, found[-1].pk if found else 0)
    shown = letters(mine, found, people, folded, at, after=before_them)
    anew = letters(mine, changed, people, folded, at)
    path = conversation_path(member.space.slug, code)
    return Tail(mine.conversation_id, code, path, tuple(shown), tuple(anew), found[-1].pk if found else after, drawn(at))


def answer_path(reader_id: int, author_id: int) -> str:
    """The signed address at which somebody answers, without sign-in, what another last wrote to them alone; empty where nothing came to them."""
    mine = (
        Participant.objects.here()
        .filter(conversation__pair=rules.pair_key(reader_id, author_id), member=reader_id, newest_id__gt=0)
        .first()
    )
    said = rules.messages_for(mine).filter(author=author_id).order_by("-pk").first() if mine is not None else None
    return reverse("talk:answer", args=[tokens.token(mine.pk, said.pk, said.pk)]) if mine is not None and said is not None else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody to write to, and the address of the same page with them chosen or taken away."""

    face: Face
    path: str


def choose(member: Member, ids: Iterable[int]) -> list[Member]:
    """People of the house by id, without oneself, in the order chosen. Raises NotFound if one is not there."""
    found, all_here = still_here(member, ids)
    if not all_here:
        raise NotFound
    return found


def still_here(member: Member, ids: Iterable[int]) -> tuple[list[Member], bool]:
    """Those of some people by id who are still in the house, without oneself, in the order chosen; and whether that is all of them.

    Raises NotFound if one never was.
    """
    wanted = [pk for pk in dict.fromkeys(ids) if pk != member.pk]
    known = {person.pk: person for person in Member.objects.filter(space_id=member.space_id, pk__in=wanted)}
    if len(known) != len(wanted):
        raise NotFound
    found = [known[pk] for pk in wanted if known[pk].left_on is None]
    return found, len(found) == len(wanted)


def find_people(member: Member, query: str, without: Collection[int]) -> list[Face]:
    """People of the house whose name or company holds the words, a handful: first those whose name begins with them, then whose last name does."""
    if not query:
        return []
    rows = Member.objects.here().filter(space_id=member.space_id).exclude(pk__in=[*without, member.pk])
    rows = rows.filter(Q(name__icontains=query) | Q(employments__company__name__icontains=query, employments__until_on=None))
    near = Case(When(name__istartswith=query, then=0), When(name__icontains=f" {query}", then=1), default=2)
    ids = list(rows.annotate(near=near).order_by("near", "name", "id").values_list("pk", flat=True).distinct()[:FOUND])
    by_id = faces(member.space_id, ids)
    return [by_id[pk] for pk in ids]


def to_mention(member: Member, code: str, query: str) -> list[str]:
    """Names of those who take part with somebody, for what they are writing."""
    mine = mine_in(member, code)
    rows = Member.objects.here().filter(pk__in=Participant.objects.here().filter(conversation=mine.conversation_id).values("member"))
    rows = rows.exclude(pk=member.pk).order_by("name", "pk")
    return [name for name in rows.values_list("name", flat=True) if query.casefold() in name.casefold()][:FOUND]


@dataclass(frozen=True, slots=True)
class Find:
    """A message that holds the words, and where it stands."""

    author: str
    portrait: str
    title: str
    text: str
    when: str
    iso: str
    path: str


def find(member: Member, query: str, at: datetime) -> list[Find]:
    """Messages that a member may read and that hold all the words, the newest first: by letters only, and for the reader alone."""
    rows = rules.readable(member)
    for word in query.split()[:6]:
        # SQLite knows capitals of plain letters only.
        forms = {word, word.lower(), word.upper(), word.capitalize()}
        rows = rows.filter(reduce(or_, (Q(text__icontains=form) for form in sorted(forms))))
    found = list(rows.select_related("conversation").order_by("-pk")[:PAGE])
    folded = folded_for(member)
    found = [message for message in found if message.author_id not in folded]
    together: dict[int, list[int]] = {message.conversation_id: [] for message in found}
    parts = Participant.objects.here().filter(conversation__in=together).exclude(member=member).order_by("id")
    for conversation_id, member_id in parts.values_list("conversation_id", "member_id"):
        together[conversation_id].append(member_id)
    people = faces(member.space_id, {*(pk for ids in together.values() for pk in ids), *(m.author_id for m in found if m.author_id)})
    subjects = about.subjects(message.conversation.about for message in found if message.conversation.about)
    shown = []
    for message in found:
        others = [people[pk] for pk in together[message.conversation_id] if pk in people]
        subject, face, moment = (
            subjects.get(message.conversation.about),
            people.get(message.author_id or 0),
            message.at.astimezone(member.space.zone),
        )
        path = conversation_path(member.space.slug, message.conversation.code)
        shown.append(
            Find(
                author=_("You") if message.author_id == member.pk else face.name if face else _("Former member"),
                portrait=face.portrait if face else "", title=subject.title if subject else title(others, pair=bool(message.conversation.pair)),
                text=around(message.text, query), when=words.short(moment, member.space.day(at)), iso=moment.isoformat(timespec="seconds"),
                path=f"{path}?before={message.pk + 1}#letter-{message.pk}",
            )
        )  # fmt: skip
    return shown


def around(text: str, query: str) -> str:
    """The part of a text where the first word stands."""
    line = " ".join(text.split())
    place = max(0, line.casefold().find(query.split()[0].casefold()) - PREVIEW // 3)
    begin = line.rfind(" ", 0, place) + 1 if place else 0
    return ("… " if begin else "") + shortened(line[begin:])


def written_to(member: Member, others: Collection[int]) -> set[int]:
    """Those of some others to whom a member has written, in the conversation of the two. One query."""
    pairs = {rules.pair_key(member.pk, other): other for other in others}
    rows = Message.objects.filter(author=member, conversation__pair__in=pairs).values_list("conversation__pair", flat=True)
    return {pairs[pair] for pair in rows if pair}


def with_one(member: Member, other_id: int) -> str:
    """The address of the conversation of two, if the reader has one; else empty."""
    key = rules.pair_key(member.pk, other_id)
    code = rules.visible_to(member).filter(conversation__pair=key).values_list("conversation__code", flat=True).first()
    return conversation_path(member.space.slug, code) if code else ""


def own_message(member: Member, code: str, message_id: int) -> Message:
    """One's own message, to change it. Raises NotFound."""
    message = rules.messages_for(mine_in(member, code)).filter(pk=message_id, author=member).first()
    if message is None:
        raise NotFound
    return message


def told(mine: Participant, first: int, last: int, at: datetime) -> tuple[Letter, ...]:
    """The letters of others between two ids, as a mail holds them: what was deleted is not among them, nor whom the reader folds."""
    rows = rules.messages_for(mine).filter(pk__gte=first, pk__lte=last, deleted_at=None).exclude(author=mine.member_id).order_by("pk")
    found = list(rows[:LETTERS])
    folded = folded_for(mine.member)
    found = [message for message in found if message.author_id not in folded]
    people = faces(mine.member.space_id, {m.author_id for m in found if m.author_id})
    return tuple(letters(mine, found, people, (), at, outside=True))


def message_shown(reader: Member, message_id: int, at: datetime) -> Shown | None:
    """A message as somebody who reads it reports it: only what was delivered to them, and not what is deleted."""
    message = Message.objects.filter(pk=message_id, deleted_at=None).first()
    mine = rules.visible_to(reader).filter(conversation=message.conversation_id).first() if message else None
    if message is None or mine is None or not rules.messages_for(mine).filter(pk=message.pk).exists():
        return None
    return Shown(message.text, message.author_id, message.at)
