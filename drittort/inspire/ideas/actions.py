"""Having an idea, being for one, answering it, letting two become one. Ids only go into the ledger, never words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.core.privacy import Erased
from drittort.inspire.ideas import rules
from drittort.inspire.ideas.models import FINAL, Idea, IdeaStep, IdeaSupport
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, may_use
from drittort.talk.comments.actions import drop_comments, move_comments

HAD, CHANGED, REMOVED = "idea.had", "idea.changed", "idea.removed"
SUPPORTED, ANSWERED, MERGED, TAKEN_ON = "idea.supported", "idea.answered", "idea.merged", "idea.taken_on"
FEW = 200


@dataclass(frozen=True, slots=True)
class Words:
    """What an idea says."""

    title: str
    text: str
    language: str


def fitting(words: Words) -> Words:
    """The same as it is kept. Raises Invalid where there is nothing."""
    title, text = " ".join(words.title.split()), words.text.replace("\r\n", "\n").strip()
    if not title or not text:
        raise Invalid(_("Give it a name, and a few words: what would be different, and for whom?"))
    return Words(title, text, words.language)


def visible(actor: Member, idea_id: int) -> Idea:
    """An idea that the actor sees, locked. Raises NotFound."""
    idea = locked(Idea.objects.filter(pk__in=rules.visible_to(actor).filter(pk=idea_id).values("pk"))).first()
    if idea is None:
        raise NotFound
    return idea


def have_idea(*, actor: Member, words: Words, at: datetime) -> Idea:
    """Tell the house an idea. From now on the house owes a word within the days that it set itself. Raises Invalid, NotAllowed."""
    words = fitting(words)
    require(may_use(actor, POSTS, at))
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        require(rules.in_time(actor, at))
        idea = Idea.objects.create(
            space_id=actor.space_id,
            member=actor,
            title=words.title,
            text=words.text,
            language=words.language,
            at=at,
            word_by=rules.word_until(actor.space, at),
        )
        record(HAD, idea, actor.pk, at)
    return idea


def change_idea(*, actor: Member, idea_id: int, words: Words, at: datetime) -> Idea:
    """Say it in other words, as long as nobody else is for it. Raises Invalid, NotAllowed."""
    words = fitting(words)
    require(may_use(actor, POSTS, at))
    with transaction.atomic():
        idea = visible(actor, idea_id)
        require(rules.may_change(actor, idea))
        idea.title, idea.text, idea.language, idea.edited_at = words.title, words.text, words.language, at
        idea.save(update_fields=["title", "text", "language", "edited_at"])
        record(CHANGED, idea, actor.pk, at)
    return idea


def remove_idea(*, actor: Member, idea_id: int, at: datetime) -> Idea:
    """Take an idea back; for a quarter of an hour it can be brought back. Twice is once."""
    with transaction.atomic():
        idea = visible(actor, idea_id)
        require(rules.may_remove(actor, idea))
        idea.removed_at = at
        idea.save(update_fields=["removed_at"])
        record(REMOVED, idea, actor.pk, at)
    return idea


def restore_idea(*, actor: Member, idea_id: int, at: datetime) -> Idea:
    """Undo taking back, for a quarter of an hour. Raises NotFound."""
    with transaction.atomic():
        idea = locked(Idea.objects.filter(pk=idea_id, space=actor.space_id, removed_at__gt=at - rules.UNDO_FOR)).first()
        if idea is None or not rules.may_remove(actor, idea):
            raise NotFound
        idea.removed_at = None
        idea.save(update_fields=["removed_at"])
        record(CHANGED, idea, actor.pk, at)
    return idea


def support_idea(*, actor: Member, idea_id: int, helps: bool = False, at: datetime) -> IdeaSupport:
    """Be for an idea, perhaps with a hand to lend. Twice is once; nobody is told."""
    require(may_use(actor, POSTS, at))
    with transaction.atomic():
        idea = visible(actor, idea_id)
        require(rules.stands(idea))
        mine, new = IdeaSupport.objects.get_or_create(idea=idea, member=actor, defaults={"at": at, "helps": helps})
        if not new and mine.helps != helps:
            mine.helps = helps
            mine.save(update_fields=["helps"])
        if new:
            record(SUPPORTED, idea, actor.pk, at)
    return mine


def leave_idea(*, actor: Member, idea_id: int, at: datetime) -> None:
    """Not be for it any more. It is as if one had never been: no row stays, and nobody is told."""
    with transaction.atomic():
        idea = visible(actor, idea_id)
        IdeaSupport.objects.filter(idea=idea, member=actor).delete()


def answer_idea(*, actor: Member, idea_id: int, status: str, text: str, word_by: date | None, at: datetime) -> IdeaStep:
    """Say in the name of the house where an idea stands, and until when there is another word. A no, and what was done, has its reasons.

    Raises Invalid without them, for a day that is over, and for a status that nobody knows.
    """
    text = " ".join(text.split())
    if status not in IdeaStep.Status.values:
        raise Invalid
    if status in FINAL and not text:
        raise Invalid(_("Write a sentence to it: why not, or what is there now?"))
    if word_by is not None and word_by <= actor.space.day(at):
        raise Invalid(_("This day is over already."))
    with transaction.atomic():
        idea = visible(actor, idea_id)
        require(rules.may_answer(actor, idea))
        step = IdeaStep.objects.create(idea=idea, by=actor, at=at, status=status, text=text)
        idea.word_by, idea.asked_at, idea.late_at = None if status in FINAL else word_by, None, None
        idea.save(update_fields=["word_by", "asked_at", "late_at"])
        record(ANSWERED, idea, actor.pk, at, step=step.pk)
    return step


def take_on(*, actor: Member, idea_id: int, wanted: bool, at: datetime) -> Idea:
    """Take it on to answer an idea, or leave it to the others again. Somebody else's is not taken from them."""
    with transaction.atomic():
        idea = visible(actor, idea_id)
        require(rules.may_answer(actor, idea))
        if wanted and idea.responsible_id is None:
            idea.responsible = actor
            idea.save(update_fields=["responsible_id"])
            record(TAKEN_ON, idea, actor.pk, at)
        elif not wanted and idea.responsible_id == actor.pk:
            idea.responsible = None
            idea.save(update_fields=["responsible_id"])
    return idea


def merge_ideas(*, actor: Member, idea_id: int, into_id: int, at: datetime) -> Idea:
    """Let one idea go on together with another: whoever is for it is for the other now, and its comments stand there. Returns the other. Raises Invalid."""
    with transaction.atomic():
        found = {one.pk: one for one in (visible(actor, pk) for pk in sorted({idea_id, into_id}))}
        if len(found) < 2:
            raise Invalid(_("Choose another idea."))
        idea, into = found[idea_id], found[into_id]
        require(rules.may_merge(actor, idea))
        require(rules.stands(into))
        there = set(IdeaSupport.objects.filter(idea=into).values_list("member_id", flat=True))
        IdeaSupport.objects.filter(idea=idea, member__in=there).delete()
        IdeaSupport.objects.filter(idea=idea).update(idea=into)
        if idea.member_id is not None and idea.member_id not in (*there, into.member_id):
            IdeaSupport.objects.get_or_create(idea=into, member_id=idea.member_id, defaults={"at": at})
        Idea.objects.filter(merged_into=idea).update(merged_into=into)
        idea.merged_into, idea.word_by = into, None
        idea.save(update_fields=["merged_into", "word_by"])
        move_comments(source=rules.about(idea.pk), target=rules.about(into.pk), actor=actor, at=at)
        record(MERGED, idea, actor.pk, at, into=into.pk)
    return into


def note_asked(*, idea_id: int, late: bool, at: datetime) -> None:
    """Who is to answer was reminded, before the day or after it."""
    name = "late_at" if late else "asked_at"
    Idea.objects.filter(pk=idea_id, **{name: None}).update(**{name: at})


def forget_removed(*, at: datetime) -> int:
    """Remove ideas that were taken back for longer than one may undo; returns how many."""
    gone = list(Idea.objects.filter(removed_at__lte=at - rules.UNDO_FOR).values_list("pk", "space_id")[:FEW])
    for pk, space_id in gone:
        drop(pk, space_id)
    return len(gone)


def drop(idea_id: int, space_id: int) -> None:
    """An idea goes, and what was written under it."""
    with transaction.atomic():
        drop_comments(space_id=space_id, about=rules.about(idea_id))
        Idea.objects.filter(pk=idea_id).delete()


def forget_person(erased: Erased) -> None:
    """Somebody is erased: their ideas stay without a name, or go with what was said under them."""
    if not erased.keeps:
        for pk in list(Idea.objects.filter(member=erased.person_id).values_list("pk", flat=True)):
            drop(pk, erased.space_id)


def end_of(*, member_id: int) -> None:
    """Somebody leaves the house: what they took on to answer waits for the others."""
    Idea.objects.filter(responsible=member_id).update(responsible=None, asked_at=None)


def record(kind: str, idea: Idea, actor_id: int | None, at: datetime, **facts: int) -> None:
    """One row in the ledger: for everybody, but who is for what is read on the page only."""
    ledger.record(
        space_id=idea.space_id, at=at, kind=kind, actor_id=actor_id, subject_id=idea.pk,
        audience=ledger.NOBODY if kind == SUPPORTED else ledger.EVERYONE, facts=facts,
    )  # fmt: skip
