"""A letter from its draft until it goes: laid out, put into words, let go, kept back, left out. And when it comes: for a house, and for one person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, in_time, require
from drittort.core.jobs.queue import enqueue
from drittort.core.privacy import Erased, leaves, without
from drittort.inform.letter import making, rules, sending
from drittort.inform.letter.models import Letter, LetterBlock, LetterCopy, LetterItem, LetterPlan, LetterWish, LetterWords
from drittort.inform.letter.writing import Rows
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.members.quiet_hours import quiet_hours
from drittort.spaces.models import Space

DRAFTED, RELEASED, SKIPPED, SENT, PLANNED = "letter.drafted", "letter.released", "letter.skipped", "letter.sent", "letter.planned"
GATHER, CLOSE, PRINT = "inform.letter.gather", "inform.letter.close", "inform.letter.print"
SOON, AT_ITS_HOUR = "now", "hour"
FEW = 200


@dataclass(frozen=True, slots=True)
class Own:
    """What the house says in its own words, in one language."""

    subject: str
    opening: str
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A draft as somebody left it: which of the blocks and items that they saw stand in it, the sentence above each block, and the house's own words by language."""

    seen_blocks: Collection[int]
    seen_items: Collection[int]
    blocks: Collection[int]
    items: Collection[int]
    sentences: Mapping[int, str]
    words: Mapping[str, Own]


# ------------------------------------------------------------------ a draft by itself


def make_due(*, space: Space, at: datetime) -> Letter | None:
    """Lay the next letter ready a day before it is due; None where it is too early, or one lies there already. A draft whose week is over makes room.

    One that somebody began earlier is put together anew on that day, and then those who care for it hear that it lies ready.
    """
    due = rules.next_due(space, rules.plan_for(space, at), at)
    if due is None or at < (ready := rules.ready_at(space, due)):
        return None
    with transaction.atomic():
        locked(Space.objects.filter(pk=space.pk)).first()
        there = lying_there(space, due)
        if there is None:
            return lay_ready(space, due, None, at)
        if there.made_at < ready and there.sent_at is None and there.skipped_at is None:
            enqueue(GATHER, {"letter": there.pk}, at=at, space_id=space.pk, key=f"{GATHER}:{there.pk}:ready")
    return None


def lying_there(space: Space, due: datetime) -> Letter | None:
    """The letter of a house for the week in which one is due, whether it waits, went out or was left out."""
    return Letter.objects.filter(space=space, due_at__gt=due - rules.SAME_WEEK).order_by("-due_at").first()


def lay_ready(space: Space, due: datetime, actor: Member | None, at: datetime) -> Letter:
    """Begin the letter that is due at a moment; inside the transaction that holds the house."""
    rows = Letter.objects.filter(space=space)
    rows.drafts().update(skipped_at=at)
    last = rows.sent().order_by("-sent_at").values_list("sent_at", flat=True).first()
    since = max(last or due - rules.A_WEEK, due - rules.LONGEST_SINCE)
    letter = Letter.objects.create(space=space, since=since, due_at=due, made_at=at)
    record(DRAFTED, letter, actor, at)
    enqueue(GATHER, {"letter": letter.pk}, at=at, space_id=space.pk, key=f"{GATHER}:{letter.pk}")
    return letter


def record(kind: str, letter: Letter, actor: Member | None, at: datetime, *, audience: str = ledger.MANAGERS) -> None:
    """One row in the ledger."""
    ledger.record(space_id=letter.space_id, at=at, kind=kind, actor_id=actor.pk if actor else None, subject_id=letter.pk, audience=audience)


def close(*, letter_id: int, at: datetime) -> bool:
    """Let a letter go whose hour has come: put together once more, then closed and queued for its readers. Returns whether it went.

    Nothing happened: it is left out, and the next one tells of these days, too. Twice is once.
    """
    letter = Letter.objects.drafts().select_related("space").filter(pk=letter_id, due_at__lte=at).first()
    if letter is None or not letter.goes(rules.plan_for(letter.space, at)) or making.gather(letter.pk, at) is None:
        return False
    rows = Rows.of(letter)
    with transaction.atomic():
        letter = locked(Letter.objects.drafts().filter(pk=letter_id)).first()
        if letter is None or not letter.goes(rules.plan_for(letter.space, at)):
            return False
        if not rows.is_worth_sending():
            letter.skipped_at = at
            letter.save(update_fields=["skipped_at"])
            record(SKIPPED, letter, None, at)
            return False
        letter.sent_at = at
        letter.save(update_fields=["sent_at"])
        record(SENT, letter, None, at, audience=ledger.EVERYONE)
        waiting = LetterCopy.objects.filter(letter=letter, went_at=None).order_by("pk").values_list("pk", "due_at")
        sending.put_into_queue(letter, [(pk, max(due, at)) for pk, due in waiting], at)
        enqueue(PRINT, {"letter": letter.pk}, at=at, space_id=letter.space_id, key=f"{PRINT}:{letter.pk}")
    return True


# ------------------------------------------------------------------ by hand


def begin_letter(*, actor: Member, at: datetime) -> Letter:
    """Begin with the next letter before its day: what the house has by then stands in it at once, the rest comes by itself. One that lies there already is given.

    Raises NotAllowed, and Invalid in a house that sends none, and where that of this week has gone out early.
    """
    require(rules.may_write(actor))
    due = rules.next_due(actor.space, rules.plan_for(actor.space, at), at)
    if due is None:
        raise Invalid(_("This house sends no letter. Say first on which day it goes out."))
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).first()
        there = lying_there(actor.space, due)
        if there is not None and there.sent_at is not None:
            raise Invalid(_("The letter of this week has gone out already. The next one can be begun after its day."))
        return there or lay_ready(actor.space, due, actor, at)


def visible(actor: Member, letter_id: int) -> Letter:
    """A letter that the actor may change, locked. Raises NotFound, NotAllowed, and OutOfDate where it has gone out."""
    letter = locked(rules.visible_to(actor).filter(pk=letter_id)).first()
    if letter is None:
        raise NotFound
    require(rules.may_write(actor))
    in_time(rules.may_change(actor, letter))
    return letter


def lay_out(*, actor: Member, letter_id: int, layout: Layout, at: datetime) -> Letter:
    """Take a whole draft as somebody left it. Raises Invalid for words that are too long."""
    if any(len(own.text) > rules.LONGEST for own in layout.words.values()):
        raise Invalid(_("That is more than anybody reads in a letter. Make a post of it, and a sentence here."))
    with transaction.atomic():
        letter = visible(actor, letter_id)
        blocks, items = list(LetterBlock.objects.filter(letter=letter)), list(LetterItem.objects.filter(letter=letter))
        for block in blocks:
            if block.pk in layout.seen_blocks:
                block.left_out, block.sentence = block.pk not in layout.blocks, layout.sentences.get(block.pk, "")
        for item in items:
            if item.pk in layout.seen_items:
                item.left_out = item.pk not in layout.items
        LetterBlock.objects.bulk_update(blocks, ["left_out", "sentence"])
        LetterItem.objects.bulk_update(items, ["left_out"])
        for language, own in layout.words.items():
            row, new = LetterWords.objects.get_or_create(letter=letter, language=language)
            if new or (row.subject, row.opening, row.text) != (own.subject, own.opening, own.text):
                row.subject, row.opening, row.text, row.written_by = own.subject, own.opening, own.text, actor
                row.save()
        letter.edited_at = at
        letter.save(update_fields=["edited_at"])
    return letter


def move_block(*, actor: Member, letter_id: int, block_id: int, by: int, at: datetime) -> None:
    """Let a block stand one place further up (-1) or down (1); at the end it stays. Raises NotFound."""
    with transaction.atomic():
        letter = visible(actor, letter_id)
        blocks = list(LetterBlock.objects.filter(letter=letter))
        place = next((k for k, block in enumerate(blocks) if block.pk == block_id), None)
        if place is None:
            raise NotFound
        other = place + by
        if 0 <= other < len(blocks):
            blocks[place], blocks[other] = blocks[other], blocks[place]
        for k, block in enumerate(blocks):
            block.position = k
        LetterBlock.objects.bulk_update(blocks, ["position"])
        letter.edited_at = at
        letter.save(update_fields=["edited_at"])


def release(*, actor: Member, letter_id: int, when: str, at: datetime) -> Letter:
    """Let a letter go: now (or as soon as the house is awake), or at its hour. What was left out comes back by it. Twice is once."""
    with transaction.atomic():
        letter = visible(actor, letter_id)
        if letter.skipped_at is not None:
            in_time(rules.may_bring_back(letter))
        letter.released_at, letter.held_at, letter.skipped_at, letter.skipped_by = at, None, None, None
        if when == SOON or letter.due_at < at:
            letter.due_at = quiet_hours(letter.space).next_open(at)
        save_decision(letter)
        record(RELEASED, letter, actor, at)
        enqueue(
            CLOSE, {"letter": letter.pk}, at=at, space_id=letter.space_id, key=f"{CLOSE}:{letter.pk}:{at.isoformat()}", run_at=letter.due_at
        )
    return letter


def hold(*, actor: Member, letter_id: int, at: datetime) -> Letter:
    """Keep a letter back until somebody lets it go."""
    with transaction.atomic():
        letter = visible(actor, letter_id)
        letter.released_at, letter.held_at = None, at
        save_decision(letter)
    return letter


def skip(*, actor: Member, letter_id: int, at: datetime) -> Letter:
    """No letter this week. Twice is once."""
    with transaction.atomic():
        letter = visible(actor, letter_id)
        if letter.skipped_at is None:
            letter.released_at, letter.skipped_at, letter.skipped_by = None, at, actor
            save_decision(letter)
            record(SKIPPED, letter, actor, at)
    return letter


def bring_back(*, actor: Member, letter_id: int, at: datetime) -> Letter:
    """The letter of this week after all. Raises OutOfDate where the next one lies there already."""
    with transaction.atomic():
        letter = visible(actor, letter_id)
        in_time(rules.may_bring_back(letter))
        letter.skipped_at, letter.skipped_by = None, None
        save_decision(letter)
    return letter


def save_decision(letter: Letter) -> None:
    """Write down what was decided about a letter."""
    letter.save(update_fields=["due_at", "released_at", "held_at", "skipped_at", "skipped_by"])


def refresh(*, actor: Member, letter_id: int, at: datetime) -> None:
    """Have a draft put together anew; what was changed by hand stays."""
    with transaction.atomic():
        letter = visible(actor, letter_id)
        enqueue(GATHER, {"letter": letter.pk}, at=at, space_id=letter.space_id, key=f"{GATHER}:{letter.pk}:{at.isoformat()}")


def decide_plan(*, actor: Member, weekday: int | None, hour: int, by_itself: bool, at: datetime) -> LetterPlan:
    """Say when the letter of the house goes out (no weekday: never), and whether by itself. A draft that lies there follows."""
    require(rules.may_write(actor))
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).first()
        told = {"weekday": weekday, "hour": hour, "by_itself": by_itself, "at": at}
        plan, _new = LetterPlan.objects.update_or_create(space_id=actor.space_id, defaults=told)
        letter = locked(Letter.objects.drafts().filter(space_id=actor.space_id, released_at=None)).first()
        due = rules.next_due(actor.space, plan, at)
        if letter is not None and due is not None:
            letter.due_at = due
            letter.save(update_fields=["due_at"])
        ledger.record(space_id=actor.space_id, at=at, kind=PLANNED, actor_id=actor.pk, subject_id=None, audience=ledger.MANAGERS)
    return plan


def wish(*, actor: Member, every: int, hour: int | None, at: datetime) -> LetterWish:
    """Say how often one wants the letter (every one, two or four weeks) and at which hour. Raises Invalid."""
    if every not in rules.EVERY or (hour is not None and not 0 <= hour <= 23):
        raise Invalid(_("Please choose one of these."))
    row, _new = LetterWish.objects.update_or_create(member=actor, defaults={"every": every, "hour": hour, "at": at})
    return row


def see(*, actor: Member, letter_id: int, at: datetime) -> None:
    """Somebody reads a letter in the house: its line in their inbox is read."""
    see_thread(member=actor, thread=f"{sending.CATEGORY}:{letter_id}", at=at)


# ------------------------------------------------------------------ what goes


def forget_old(*, at: datetime) -> int:
    """What was kept as long as the register promises goes, in short transactions; returns how many rows."""
    gone = 0
    for rows in (LetterCopy.objects.filter(made_at__lt=at - rules.COPIES_KEPT), Letter.objects.filter(due_at__lt=at - rules.LETTERS_KEPT)):
        ids = list(rows.values_list("pk", flat=True))
        for start in range(0, len(ids), FEW):
            gone += rows.model._default_manager.filter(pk__in=ids[start : start + FEW]).delete()[0]
    return gone


def forget_thing(space_id: int, key: str, at: datetime) -> None:
    """A thing was taken back: it stands in no letter any more, and those that went out are printed anew."""
    rows = LetterItem.objects.filter(letter__space=space_id, key=key)
    touched = set(rows.values_list("letter_id", flat=True))
    rows.delete()
    print_anew(space_id, touched, at)


def forget_member(space_id: int, member_id: int, at: datetime) -> None:
    """Somebody has left: letters tell nothing of them any more."""
    rows = LetterItem.objects.filter(letter__space=space_id).values_list("pk", "letter_id", "people")
    gone = [(pk, letter) for pk, letter, people in rows.iterator(chunk_size=500) if member_id in people]
    for start in range(0, len(gone), FEW):
        LetterItem.objects.filter(pk__in=[pk for pk, _letter in gone[start : start + FEW]]).delete()
    print_anew(space_id, {letter for _pk, letter in gone}, at)


def print_anew(space_id: int, letters: Collection[int], at: datetime) -> None:
    """Letters tell something else than they did: their paper goes, and is made anew for those that went out."""
    for letter in sorted(letters):
        Letter.objects.filter(pk=letter).update(paper=None)
        if Letter.objects.sent().filter(pk=letter).exists():
            enqueue(PRINT, {"letter": letter}, at=at, space_id=space_id, key=f"{PRINT}:{letter}:{at.isoformat()}")


def forget_person(erased: Erased) -> None:
    """Somebody is erased: what letters tell of them goes, what the house wrote loses their name, and the paper is made anew."""
    touched: set[int] = set()
    rows = LetterItem.objects.filter(letter__space=erased.space_id).values_list("pk", "letter_id", "people", "words")
    gone = [
        (pk, letter)
        for pk, letter, people, words in rows.iterator(chunk_size=500)
        if erased.person_id in people or erased.said.within(*leaves(words))
    ]
    for start in range(0, len(gone), FEW):
        LetterItem.objects.filter(pk__in=[pk for pk, _letter in gone[start : start + FEW]]).delete()
    touched |= {letter for _pk, letter in gone}
    for own in LetterWords.objects.filter(letter__space=erased.space_id).iterator(chunk_size=200):
        told = {name: getattr(own, name) for name in ("subject", "opening", "text")}
        if erased.said.within(*told.values()):
            LetterWords.objects.filter(pk=own.pk).update(**{name: without(erased.said, text) for name, text in told.items()})
            touched.add(own.letter_id)
    for block in LetterBlock.objects.filter(letter__space=erased.space_id).exclude(sentence="").iterator(chunk_size=200):
        if erased.said.within(block.sentence):
            LetterBlock.objects.filter(pk=block.pk).update(sentence=without(erased.said, block.sentence))
            touched.add(block.letter_id)
    chosen = LetterCopy.objects.filter(letter__space=erased.space_id).exclude(member=erased.person_id).values_list("pk", "chosen")
    quoting = [pk for pk, picked in chosen.iterator(chunk_size=500) if erased.said.within(*leaves(picked))]
    for start in range(0, len(quoting), FEW):
        LetterCopy.objects.filter(pk__in=quoting[start : start + FEW]).update(chosen=[])
    print_anew(erased.space_id, touched, erased.at)
