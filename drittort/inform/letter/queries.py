"""What pages show of letters: the list, one letter as everybody may read it, the draft as it is laid out, and what came of those that went."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils import translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.files.queries import address_of
from drittort.core.letter import BLOCKS
from drittort.core.models import LedgerRow
from drittort.core.paging import newest_first
from drittort.core.sums import LEAST, enough, of_people
from drittort.inform.letter import rules, words, writing
from drittort.inform.letter.models import Letter, LetterBlock, LetterCopy, LetterItem, LetterPlan, LetterWish, LetterWords
from drittort.inform.letter.writing import Rows
from drittort.joining.days import moment, weekday_and_day
from drittort.members.models import Member
from drittort.members.people.words import weekday
from drittort.members.safety.rules import folded_for
from drittort.spaces.industries import section, section_name
from drittort.spaces.models import Space
from drittort.web.markdown import rendered

PAGE = 26
MOST_TRADES = 8
FOR_ALL, FOR_ME = "all", "me"


@dataclass(frozen=True, slots=True)
class Line:
    """A letter in the list."""

    id: int
    title: str
    day: str
    iso: str
    path: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The list: the letters that went out, the cursor of the next page, and for who puts them together the draft with how it stands."""

    lines: tuple[Line, ...]
    more: str
    draft: Line | None
    stands: str
    writes: bool
    can_begin: bool
    rhythm: str


@dataclass(frozen=True, slots=True)
class Told:
    """One item as a page shows it."""

    id: int
    title: str
    text: str
    about: str
    badge: str
    spoken: str
    path: str
    stands: bool
    fresh: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A block as a page shows it."""

    id: int
    label: str
    sentence: str
    items: tuple[Told, ...]
    stands: bool
    most: int


@dataclass(frozen=True, slots=True)
class Page:
    """One letter, in the version for everybody."""

    id: int
    title: str
    day: str
    opening: str
    own: Any
    own_language: str
    parts: tuple[Part, ...]
    paper: str
    house_language: str
    answers: tuple[str, ...]
    went_to: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The draft as it is laid out."""

    id: int
    day: str
    due: str
    parts: tuple[Part, ...]
    words: Mapping[str, LetterWords]
    opening: Mapping[str, str]
    subject: Mapping[str, str]
    stands: str
    state: str
    readers: int
    worth: bool
    gathered: str
    house_language: str
    views: tuple[tuple[str, str], ...]


def title_of(own: Iterable[LetterWords], told: words.Told) -> str:
    """How a letter is called in a list: its subject in the reader's language, else what it tells of."""
    language = get_language() or settings.LANGUAGE_CODE
    by_language = {one.language: one.subject for one in own if one.subject}
    return by_language.get(language) or next(iter(by_language.values()), "") or words.contents(told)


def told_in(letters: Sequence[Letter]) -> dict[int, list[tuple[LetterBlock, list[LetterItem]]]]:
    """What some letters tell everybody, block by block. Two queries."""
    items: dict[int, list[LetterItem]] = defaultdict(list)
    for item in LetterItem.objects.filter(letter__in=letters, narrow=False).told().only("letter", "block"):
        items[item.block_id].append(item)
    found: dict[int, list[tuple[LetterBlock, list[LetterItem]]]] = defaultdict(list)
    for block in LetterBlock.objects.filter(letter__in=letters, left_out=False):
        if items[block.pk]:
            found[block.letter_id].append((block, items[block.pk]))
    return found


def shelf(reader: Member, at: datetime, after: tuple[str, int] | None) -> Shelf:
    """The letters of a house, the newest first."""
    rows, more = newest_first(Letter.objects.sent().filter(space_id=reader.space_id), "sent_at", after, PAGE)
    own: dict[int, list[LetterWords]] = defaultdict(list)
    for one in LetterWords.objects.filter(letter__in=rows):
        own[one.letter_id].append(one)
    tells = told_in(rows)
    writes = bool(rules.may_write(reader))
    plan = rules.plan_for(reader.space, at)
    draft = Letter.objects.filter(space_id=reader.space_id, sent_at=None).order_by("-made_at").first() if writes and after is None else None
    draft = draft if draft is not None and bool(rules.may_bring_back(draft)) else None
    return Shelf(
        tuple(line(one, own[one.pk], tells[one.pk], reader.space) for one in rows), more, line(draft, (), (), reader.space, edit=True) if draft else None,
        stands(draft, plan, reader.space) if draft else "", writes,
        writes and after is None and draft is None and plan.weekday is not None, rhythm(plan),
    )  # fmt: skip


def line(letter: Letter, own: Iterable[LetterWords], told: words.Told, space: Space, *, edit: bool = False) -> Line:
    """One letter of the list."""
    moment_of = letter.sent_at or letter.due_at
    return Line(
        letter.pk, title_of(own, told), weekday_and_day(space.day(moment_of)), moment_of.isoformat(timespec="minutes"),
        address("inform:edit_letter" if edit else "inform:letter", space.slug, letter.pk),
    )  # fmt: skip


def rhythm(plan: LetterPlan) -> str:
    """When the letter comes, in a sentence."""
    if plan.weekday is None:
        return _("This house sends no letter.")
    return _("%(day)s at %(hour)s, if something happened.") % {"day": weekday(plan.weekday), "hour": f"{plan.hour}:00"}


def stands(letter: Letter, plan: LetterPlan, space: Space) -> str:
    """How a draft stands, in a sentence."""
    if letter.skipped_at is not None:
        return _("No letter this week.") if letter.skipped_by_id else _("Nothing had happened, so no letter went out.")
    due = moment(letter.due_at, space.zone)
    if letter.goes(plan):
        return _("It goes out %(moment)s.") % {"moment": due}
    if letter.held_at is not None:
        return _("It waits until somebody lets it go.")
    return _("It would be due %(moment)s, and waits for somebody who lets it go.") % {"moment": due}


def state_of(letter: Letter, plan: LetterPlan) -> str:
    """The same in a word, for buttons."""
    return "skipped" if letter.skipped_at is not None else "goes" if letter.goes(plan) else "waits"


def found(reader: Member, letter_id: int) -> Letter:
    """A letter that the reader may see. Raises NotFound."""
    letter = rules.visible_to(reader).select_related("space", "paper").filter(pk=letter_id).first()
    if letter is None:
        raise NotFound
    return letter


def told(item: LetterItem, slug: str, language: str) -> Told:
    """One item for a page."""
    title, text, about, badge, spoken = item.words[language]
    path = BLOCKS[item.block.name].path(slug, item.thing)
    return Told(item.pk, title, text, about, badge, spoken, path, not item.left_out, item.fresh)


def language_of(space: Space) -> str:
    """The language in which the reader sees the house's words."""
    language = get_language() or space.language
    return language if language in dict(settings.LANGUAGES) else space.language


def one(reader: Member, letter_id: int, at: datetime) -> Page:
    """A letter that went out, in the version for everybody. The reader's own view leaves out those whom they block themself. Raises NotFound."""
    letter = found(reader, letter_id)
    if letter.sent_at is None:
        raise NotFound
    rows, language, folded = Rows.of(letter), language_of(reader.space), folded_for(reader)
    own = rows.words_in(language)
    parts = []
    for block, items in rows.told:
        shown = tuple(
            told(with_block(i, block), reader.space.slug, language) for i in items if not i.narrow and folded.isdisjoint(i.people)
        )
        if shown:
            parts.append(Part(block.pk, str(BLOCKS[block.name].label), block.sentence, shown, True, BLOCKS[block.name].most))
    writes = bool(rules.may_write(reader))
    return Page(
        id=letter.pk, title=title_of(rows.words.values(), rows.told), day=weekday_and_day(reader.space.day(letter.sent_at)),
        opening=(rows.words[language].opening if language in rows.words else "") or words.automatic_opening(rows.told),
        own=rendered(own.text) if own.text else "", own_language=own.language, parts=tuple(parts),
        paper=address_of(reader.space.slug, letter.paper) if letter.paper else "", house_language=reader.space.language,
        answers=answers(letter) if writes else (), went_to=went_to(letter) if writes else "",
    )  # fmt: skip


def with_block(item: LetterItem, block: Any) -> LetterItem:
    """An item that knows its block without asking."""
    item.block = block
    return item


def went_to(letter: Letter) -> str:
    """How many it went to, and how many still wait for their turn."""
    rows = LetterCopy.objects.filter(letter=letter).aggregate(
        mailed=Count("pk", filter=Q(mailed=True)), waits=Count("pk", filter=Q(went_at=None))
    )
    sentence = ngettext("It went to one person.", "It went to %(n)s people.", rows["mailed"]) % {"n": rows["mailed"]}
    if rows["waits"]:
        sentence += " " + ngettext("One more gets it at another hour.", "%(n)s more get it at another hour.", rows["waits"]) % {
            "n": rows["waits"]
        }
    return sentence if rows["mailed"] or rows["waits"] else ""


def answers(letter: Letter) -> tuple[str, ...]:
    """What readers answered, in sums as far as they may be told."""
    if letter.counted_at is None:
        return (_("What readers answer stands here a week after the letter."),)
    if not letter.answers:
        return (_("Too few have answered what the letter showed them to tell how many."),)
    return tuple(f"{BLOCKS[name].label}: {count}" for name, count in letter.answers.items() if name in BLOCKS)


def counted(letter: Letter, until: datetime) -> dict[str, int]:
    """How many readers answered something that the letter showed them, by block, as far as the rule for sums lets it be told. Only what was answered counts, never what was opened."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for block in BLOCKS.values():
        if block.answered:
            kinds[block.answered].append(block.name)
    items = {item.pk: item for item in LetterItem.objects.filter(letter=letter).told().select_related("block")}
    shown: dict[int, set[tuple[str, int]]] = {}
    for member, picked in LetterCopy.objects.filter(letter=letter, mailed=True).values_list("member_id", "chosen"):
        shown[member] = {(items[pk].block.name, items[pk].thing) for pk in read(picked, items)}
    people: dict[str, set[int]] = defaultdict(set)
    rows = LedgerRow.objects.filter(space_id=letter.space_id, kind__in=kinds, at__gt=letter.sent_at, at__lte=until)
    for kind, actor, thing in rows.values_list("kind", "actor_id", "subject_id"):
        for name in kinds[kind]:
            if actor is not None and (name, thing) in shown.get(actor, ()):
                people[name].add(actor)
    return {name: len(who) for name, who in people.items() if enough([of_people([pk]) for pk in who])}


def read(picked: Iterable[Sequence[Any]], items: Mapping[int, LetterItem]) -> list[int]:
    """What a reader read of what was chosen for them: of each block as many as it gives, the rest was to spare."""
    often: Counter[str] = Counter()
    found = []
    for pk, _why in picked:
        name = items[pk].block.name if pk in items else ""
        often[name] += 1
        if name in BLOCKS and often[name] <= BLOCKS[name].most:
            found.append(pk)
    return found


def desk(reader: Member, letter_id: int, at: datetime) -> Desk:
    """A draft as it is laid out. Raises NotFound for one that went out."""
    letter = found(reader, letter_id)
    if letter.sent_at is not None:
        raise NotFound
    plan, language = rules.plan_for(reader.space, at), language_of(reader.space)
    items: dict[int, list[LetterItem]] = defaultdict(list)
    for item in LetterItem.objects.filter(letter=letter):
        items[item.block_id].append(item)
    parts = tuple(
        Part(
            block.pk, str(BLOCKS[block.name].label), block.sentence, tuple(told(with_block(i, block), reader.space.slug, language) for i in items[block.pk]),
            not block.left_out, BLOCKS[block.name].most,
        )
        for block in letter.blocks.all()
        if block.name in BLOCKS
    )  # fmt: skip
    rows = Rows.of(letter)
    automatic = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            automatic[code] = (words.automatic_subject(reader.space.name, rows.told), words.automatic_opening(rows.told))
    return Desk(
        id=letter.pk, day=weekday_and_day(reader.space.day(letter.due_at)), due=moment(letter.due_at, reader.space.zone), parts=parts, words=rows.words,
        opening={code: told[1] for code, told in automatic.items()}, subject={code: told[0] for code, told in automatic.items()},
        stands=stands(letter, plan, reader.space), state=state_of(letter, plan), readers=LetterCopy.objects.filter(letter=letter).count(),
        worth=rows.is_worth_sending(), gathered=moment(letter.gathered_at, reader.space.zone) if letter.gathered_at else "", house_language=reader.space.language,
        views=views(reader),
    )  # fmt: skip


# ------------------------------------------------------------------ previews


def views(reader: Member) -> tuple[tuple[str, str], ...]:
    """As which reader a draft can be looked at: everybody, oneself, and the trades in which five people and more work. Nobody looks over somebody's shoulder."""
    return (
        (FOR_ALL, _("for everybody")),
        (FOR_ME, _("as it comes to me")),
        *((f"trade:{letter}", section_name(letter)) for letter in trades(reader.space)),
    )


def trades(space: Space) -> dict[str, list[int]]:
    """The sections of the classification in which five people and more work, the largest first, with who works there."""
    people: dict[str, list[int]] = defaultdict(list)
    rows = Member.objects.here().filter(space=space, employments__until_on=None, employments__company__industry__gt="")
    for pk, industry in rows.values_list("pk", "employments__company__industry"):
        if letter := section(industry):
            people[letter].append(pk)
    large = sorted((letter for letter, who in people.items() if len(set(who)) >= LEAST), key=lambda letter: -len(people[letter]))
    return {letter: people[letter] for letter in large[:MOST_TRADES]}


def preview(reader: Member, letter_id: int, view: str, language: str, at: datetime) -> writing.Joined:
    """A letter as it would come to a kind of reader. Raises NotFound."""
    letter = found(reader, letter_id)
    rows = Rows.of(letter)
    paper = writing.written(rows, language)
    return writing.joined(paper, picked_for(reader, letter, rows, view), writing.Reader(reader.pk, "#", ""))


def picked_for(reader: Member, letter: Letter, rows: Rows, view: str) -> list[list[Any]]:
    """What is chosen for a kind of reader: for a trade, what most of its people get."""
    if view == FOR_ME:
        return writing.own_choice(reader.pk, letter) or writing.for_all(rows)
    kind, _colon, code = view.partition(":")
    people = trades(reader.space).get(code, []) if kind == "trade" else []
    copies = list(LetterCopy.objects.filter(letter=letter, member__in=people).values_list("chosen", flat=True))
    if len(copies) < LEAST:
        return writing.for_all(rows)
    often = Counter(pk for chosen in copies for pk in {item for item, _why in chosen})
    return [[item.pk, ""] for _block, items in rows.told for item in items if not item.narrow and often[item.pk] * 2 > len(copies)]


# ------------------------------------------------------------------ elsewhere


@dataclass(frozen=True, slots=True)
class Sheet:
    """The letter as it may hang where visitors pass: the house's own words and what names nobody."""

    day: str
    opening: str
    parts: tuple[Part, ...]


def on_wall(space: Space, at: datetime, besides: Container[str] = ()) -> Sheet | None:
    """The newest letter for a wall; None where the last is older than a week, or nothing in it may hang there. In the active language; no reader is asked.

    Blocks that are called like one of `besides` are left out.
    """
    letter = Letter.objects.sent().select_related("space").filter(space=space, sent_at__gt=at - rules.A_WEEK).order_by("-sent_at").first()
    if letter is None or letter.sent_at is None:
        return None
    rows, language = Rows.of(letter), language_of(space)
    parts = []
    for block, items in rows.told:
        hangs = [i for i in items if i.on_wall and not i.narrow and block.name not in besides]
        shown = tuple(told(with_block(i, block), space.slug, language) for i in hangs)
        if shown:
            parts.append(Part(block.pk, str(BLOCKS[block.name].label), "", shown, True, BLOCKS[block.name].most))
    return Sheet(weekday_and_day(space.day(letter.sent_at)), words.automatic_opening(rows.told), tuple(parts)) if parts else None


def wish_of(member: Member) -> LetterWish:
    """How often somebody wants the letter, and when."""
    return LetterWish.objects.filter(member=member).first() or LetterWish(member=member)
