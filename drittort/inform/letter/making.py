"""Putting a letter together: its blocks are asked once in each language, scores come for all readers at once, and what each reader gets is written down.

Long: only the worker does it. May be repeated at any time until the letter goes; what somebody changed by hand stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation

from drittort.core import letter as registry
from drittort.core.database import locked
from drittort.core.letter import MOST_MADE, Block, Item
from drittort.inform.letter import rules
from drittort.inform.letter.choosing import NONE_APART, Offered, chosen
from drittort.inform.letter.models import Letter, LetterBlock, LetterCopy, LetterItem, LetterWish
from drittort.inform.letter.writing import LANGUAGES
from drittort.members.quiet_hours import quiet_hours
from drittort.spaces.models import Space

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Made:
    """A block with what it tells: its items, and the words of each in every language."""

    block: Block
    items: list[Item]
    words: dict[int, dict[str, list[str]]]


def gather(letter_id: int, at: datetime) -> Letter | None:
    """Put a letter together anew, for everybody; None where it is no draft any more.

    Rows of items are kept by what they are about, so that what was left out by hand stays left out.
    """
    letter = Letter.objects.drafts().select_related("space").filter(pk=letter_id).first()
    if letter is None:
        return None
    made = [one for block in registry.in_order() if (one := make(block, letter.space, letter.since, letter.due_at)).items]
    fits = {one.block.name: one.block.fits(letter.space_id, one.items) if one.block.fits else {} for one in made}
    with transaction.atomic():
        if locked(Letter.objects.drafts().filter(pk=letter.pk)).first() is None:
            return None
        rows = keep(letter, made)
        Letter.objects.filter(pk=letter.pk).update(gathered_at=at)
    offered = {
        one.block.name: [
            Offered(
                rows[one.block.name, item.thing], frozenset(item.people), item.not_for, item.only, fits[one.block.name].get(item.thing, {})
            )
            for item in one.items
        ]
        for one in made
    }
    written = copies(letter, made, offered, at)
    while some := list(islice(written, CHUNK)):
        with transaction.atomic():
            if locked(Letter.objects.drafts().filter(pk=letter.pk)).first() is None:
                return None
            LetterCopy.objects.bulk_create(
                some, update_conflicts=True, unique_fields=["letter", "member"], update_fields=["language", "chosen", "made_at", "due_at"]
            )
    LetterCopy.objects.filter(letter=letter, made_at__lt=at).delete()
    return letter


def make(block: Block, space: Space, since: datetime, until: datetime) -> Made:
    """Ask a block in each language. What one language does not know is left out of all."""
    told: dict[str, dict[int, Item]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            told[language] = {item.thing: item for item in list(block.make(space, since, until))[:MOST_MADE]}
    first = told[LANGUAGES[0]]
    items = [item for thing, item in first.items() if all(thing in known for known in told.values())]
    words = {item.thing: {language: as_words(known[item.thing]) for language, known in told.items()} for item in items}
    return Made(block, items, words)


def as_words(item: Item) -> list[str]:
    """What a row keeps of an item in one language, the language of people's own words last."""
    return [item.title, item.text, item.about, item.badge, item.language]


def keep(letter: Letter, made: list[Made]) -> dict[tuple[str, int], int]:
    """Write blocks and items down in the places of what was there; returns the rows of items by block and thing. Inside a transaction."""
    blocks = {one.name: one for one in LetterBlock.objects.filter(letter=letter)}
    LetterBlock.objects.filter(letter=letter).exclude(name__in=[one.block.name for one in made]).delete()
    last = max((one.position for one in blocks.values()), default=-1)
    fresh = [one.block.name for one in made if one.block.name not in blocks]
    # From the beginning blocks stand as modules say; what comes into a letter that somebody has ordered stands at its end.
    LetterBlock.objects.bulk_create(LetterBlock(letter=letter, name=name, position=last + 1 + k) for k, name in enumerate(fresh))
    blocks = {one.name: one for one in LetterBlock.objects.filter(letter=letter)}
    known = {(item.block_id, item.key): item for item in LetterItem.objects.filter(letter=letter)}
    there, rows = set(), []
    for one in made:
        for place, item in enumerate(one.items):
            key = f"{one.block.kind}:{item.thing}"
            there.add((blocks[one.block.name].pk, key))
            old = known.get((blocks[one.block.name].pk, key))
            rows.append(
                LetterItem(
                    letter=letter, block=blocks[one.block.name], key=key, position=place, left_out=old is not None and old.left_out, fresh=item.fresh,
                    narrow=item.only is not None, on_wall=item.on_wall, people=sorted(item.people), words=one.words[item.thing],
                )
            )  # fmt: skip
    LetterItem.objects.filter(pk__in=[item.pk for at, item in known.items() if at not in there]).delete()
    LetterItem.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["letter", "block", "key"], update_fields=["position", "fresh", "narrow", "on_wall", "people", "words"]
    )  # fmt: skip
    names = {block.pk: name for name, block in blocks.items()}
    return {(names[item.block_id], item.thing): item.pk for item in LetterItem.objects.filter(letter=letter)}


def copies(letter: Letter, made: list[Made], offered: Mapping[str, list[Offered]], at: datetime) -> Iterator[LetterCopy]:
    """What each reader gets whose turn it is; in a handful of questions whatever their number."""
    space, quiet = letter.space, quiet_hours(letter.space)
    wishes = {wish.member_id: wish for wish in LetterWish.objects.filter(member__space=space)}
    last = last_ones(letter, [pk for pk, wish in wishes.items() if wish.every > 1])
    apart = rules.kept_apart(space)
    for pk, language in rules.readers(space, at).order_by("pk").values_list("pk", "language"):
        wish = wishes.get(pk)
        if not rules.is_turn(wish, last.get(pk), letter.due_at):
            continue
        picked: list[list[Any]] = []
        for one in made:
            picked += [
                [item, why]
                for item, why in chosen(one.block, offered[one.block.name], letter=letter.pk, reader=pk, apart=apart.get(pk, NONE_APART))
            ]
        yield LetterCopy(
            letter=letter, member_id=pk, language=language if language in LANGUAGES else LANGUAGES[0], chosen=picked, made_at=at,
            due_at=rules.turn_of(letter.due_at, wish, quiet),
        )  # fmt: skip


def last_ones(letter: Letter, people: list[int]) -> dict[int, datetime]:
    """When the last letter came to those who want it more seldom."""
    rows = LetterCopy.objects.filter(member__in=people, mailed=True).exclude(letter=letter).values("member_id").order_by()
    return dict(rows.annotate(last=Max("letter__due_at")).values_list("member_id", "last"))
