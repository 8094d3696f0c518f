"""A letter as mail: every part is written once in each language, and joined for each reader. Joining is replacing a few words, so ten thousand mails cost seconds."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from drittort.core.addresses import address
from drittort.core.letter import BLOCKS, Block
from drittort.inform.letter.models import Letter, LetterBlock, LetterCopy, LetterItem, LetterWords
from drittort.inform.letter.words import automatic_opening, automatic_subject, heading
from drittort.joining.days import weekday_and_day
from drittort.web.markdown import rendered

MAIL = "inform/letter/mail/"
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
LINES = 12
"""So many lines of the day's other news come along."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a mail in both its forms, with marks where a reader's own words go."""

    html: str
    text: str

    def filled(self, words: Mapping[str, str]) -> Piece:
        """With words in the place of marks."""
        html, text = self.html, self.text
        for mark, value in words.items():
            html, text = html.replace(mark, escape(value)), text.replace(mark, value)
        return Piece(html, text)


@dataclass(frozen=True, slots=True)
class Marks:
    """Words that stand nowhere else, in the place of what differs from reader to reader. Drawn anew for each letter, so that nobody can write one."""

    body: str
    preview: str
    why: str
    link: str
    line: str
    unsubscribe: str
    by_mail: str

    @classmethod
    def drawn(cls) -> Marks:
        """Other ones each time."""
        begin = f"x{secrets.token_hex(12)}"
        return cls(*(f"{begin}{k}x" for k in "abcdefg"))


@dataclass(frozen=True, slots=True)
class Part:
    """A block as it is written: its head, its items by row, how many a reader gets, and the sentence of why."""

    block: Block
    head: Piece
    items: dict[int, tuple[Piece, str, int]]
    why: Piece


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter in one language, ready to be joined."""

    language: str
    subject: str
    opening: str
    has_words: bool
    marks: Marks
    frame: Piece
    parts: tuple[Part, ...]
    more: Piece
    line: Piece


@dataclass(frozen=True, slots=True)
class Reader:
    """What a mail needs to know of who reads it."""

    member_id: int
    unsubscribe: str
    by_mail: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A letter as it stands in its tables."""

    letter: Letter
    words: dict[str, LetterWords]
    blocks: tuple[LetterBlock, ...]
    items: dict[int, list[LetterItem]]

    @classmethod
    def of(cls, letter: Letter) -> Rows:
        """Read it; what is left out stays away, and so does what no module speaks for any more. Three questions."""
        blocks = tuple(one for one in LetterBlock.objects.filter(letter=letter, left_out=False) if one.name in BLOCKS)
        items: dict[int, list[LetterItem]] = {one.pk: [] for one in blocks}
        for item in LetterItem.objects.filter(letter=letter).told():
            if item.block_id in items:
                items[item.block_id].append(item)
        return cls(letter, {one.language: one for one in LetterWords.objects.filter(letter=letter)}, blocks, items)

    @property
    def told(self) -> list[tuple[LetterBlock, list[LetterItem]]]:
        """Blocks in which something stands."""
        return [(one, self.items[one.pk]) for one in self.blocks if self.items[one.pk]]

    @property
    def own_words(self) -> bool:
        """Whether somebody wrote something into it."""
        return any(one.text for one in self.words.values())

    def is_worth_sending(self) -> bool:
        """The rule of the house: a letter goes when there is one piece of news in it, or somebody wrote something of their own."""
        return self.own_words or any(item.fresh for _block, items in self.told for item in items)

    def words_in(self, language: str) -> LetterWords:
        """The house's own words for a reader: in their language where there are some, else in the other."""
        own = self.words.get(language)
        if own is not None and (own.text or own.subject or own.opening):
            return own
        return next((one for one in self.words.values() if one.text), own or LetterWords(letter=self.letter, language=language))


def written(rows: Rows, language: str) -> Paper:
    """Write every part of a letter once in a language."""
    space, marks = rows.letter.space, Marks.drawn()
    with translation.override(language):
        own, mine = rows.words_in(language), rows.words.get(language)
        opening = (mine.opening if mine else "") or automatic_opening(rows.told)
        subject = (mine.subject if mine else "") or automatic_subject(space.name, rows.told)
        words: dict[str, Any] = {
            "house": space.name, "address": settings.ADDRESS, "language": language, "heading": heading(), "day": dated(rows.letter), "opening": opening,
            "own": in_mail(rendered(own.text)) if own.text else "", "own_text": own.text, "own_language": own.language,
            "archive": f"{settings.ADDRESS}{address('inform:letter', space.slug, rows.letter.pk)}", "wishes": f"{settings.ADDRESS}{address('inform:letter_wish', space.slug)}",
            "marks": marks, "unsubscribe": marks.unsubscribe, "by_mail": marks.by_mail if settings.REPLY_ADDRESS else "", "subject": subject,
        }  # fmt: skip
        return Paper(
            language, subject, opening, bool(own.text), marks, piece("letter", words),
            tuple(part(block, items, space, marks, language) for block, items in rows.told),
            piece("_more", {"marks": marks}), piece("_line", {"marks": marks}),
        )  # fmt: skip


def part(row: LetterBlock, items: Iterable[LetterItem], space: Any, marks: Marks, language: str) -> Part:
    """Write a block and its items."""
    block = BLOCKS[row.name]
    head = piece("_block", {"label": block.label, "sentence": row.sentence, "house_language": space.language})
    pieces = {}
    for item in items:
        title, text, about, badge, spoken = item.words[language]
        told = {
            "title": title, "text": text, "about": about, "badge": badge, "spoken": spoken, "url": f"{settings.ADDRESS}{block.path(space.slug, item.thing)}",
            "button": block.button if block.link else "", "marks": marks,
        }  # fmt: skip
        pieces[item.pk] = piece("_item", told), title, item.thing
    why = piece("_why", {"sentence": str(block.why) % {"why": marks.why}})
    return Part(block, head, pieces, why)


def piece(name: str, words: dict[str, Any]) -> Piece:
    """Both forms of a part."""
    return Piece(render_to_string(f"{MAIL}{name}.html", words), render_to_string(f"{MAIL}{name}.txt", words))


def in_mail(html: str) -> SafeString:
    """Written words with the colours that mail programs want beside each link."""
    return mark_safe(html.replace("<a ", '<a style="color:#1f4d3d;" ').replace("<p>", '<p style="margin:0 0 14px;">'))


def dated(letter: Letter) -> str:
    """The day of a letter, in words."""
    return weekday_and_day(letter.space.day(letter.due_at))


@dataclass(frozen=True, slots=True)
class Joined:
    """A mail as it goes out, and whether there is anything in it for its reader."""

    subject: str
    text: str
    html: str
    full: bool


def joined(paper: Paper, picked: Sequence[Sequence[Any]], reader: Reader, lines: Sequence[tuple[str, str]] = ()) -> Joined:
    """The mail of one reader: of what was chosen for them the first of each block, and the other news of their day."""
    marks, own = paper.marks, {pk: why for pk, why in picked if why}
    html: list[str] = []
    text: list[str] = []
    first = ""
    for one in paper.parts:
        mine = [pk for pk, _why in picked if pk in one.items][: one.block.most]
        if not mine:
            continue
        html.append(one.head.html)
        text.append(one.head.text)
        for pk in mine:
            item, title, thing = one.items[pk]
            first = first or title
            why = one.why.filled({marks.why: own[pk]}) if pk in own else Piece("", "")
            link = one.block.link(thing, reader.member_id) if one.block.link else ""
            html.append(item.html.replace(marks.why, why.html).replace(marks.link, escape(link)))
            text.append(item.text.replace(marks.why, why.text).replace(marks.link, link))
    if lines:
        shown = [paper.line.filled({marks.line: said, marks.link: url}) for said, url in lines[:LINES]]
        html.append(paper.more.html.replace(marks.line, "".join(one.html for one in shown)))
        text.append(paper.more.text.replace(marks.line, "\n".join(one.text.strip() for one in shown)))
    frame = paper.frame
    return Joined(
        paper.subject,
        frame.text.replace(marks.body, "\n".join(part.strip("\n") + "\n" for part in text)).replace(marks.unsubscribe, reader.unsubscribe).replace(marks.by_mail, reader.by_mail).strip() + "\n",
        frame.html.replace(marks.preview, escape(first)).replace(marks.body, "".join(html)).replace(marks.unsubscribe, escape(reader.unsubscribe))
        .replace(marks.by_mail, escape(quote(reader.by_mail, safe="@"))),
        bool(first) or paper.has_words,
    )  # fmt: skip


def for_all(rows: Rows) -> list[list[Any]]:
    """The version for everybody: what the whole house may read, in its order."""
    return [[item.pk, ""] for _block, items in rows.told for item in items if not item.narrow]


def own_choice(member_id: int, letter: Letter) -> list[list[Any]]:
    """What was chosen for one reader; empty while nothing was."""
    return LetterCopy.objects.filter(letter=letter, member=member_id).values_list("chosen", flat=True).first() or []
