"""Who reads an idea, who is for it, who answers, and who is told. The house owes a word within the days that it set itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.inspire.ideas.models import Idea, IdeaQuerySet, IdeaStep, IdeaSupport
from drittort.members.models import Member
from drittort.spaces.models import Space
from drittort.spaces.roles import allows, permission
from drittort.spaces.settings import setting

ANSWER = permission("inspire.answer_ideas", _("Answer ideas in the name of the house"))
MOST_A_DAY, A_DAY = 10, timedelta(days=1)
UNDO_FOR = timedelta(minutes=15)
REMIND_BEFORE = timedelta(days=3)


def about(idea_id: int) -> str:
    """An idea as what comments stand under, and what notices are about."""
    return f"idea:{idea_id}"


def visible_to(member: Member) -> IdeaQuerySet:
    """Every idea of the house that was not taken back."""
    return Idea.objects.filter(space=member.space_id, removed_at=None)


def answers(member: Member) -> bool:
    """Whether somebody answers ideas in the name of the house."""
    return allows(member, ANSWER)


def word_until(space: Space, at: datetime) -> date:
    """Until which day the house owes a first word on an idea of this moment."""
    return space.day(at) + timedelta(days=int(setting(space, "answer_ideas")))


def in_time(member: Member, at: datetime) -> Verdict:
    """A brake on floods."""
    if Idea.objects.filter(member=member, at__gt=at - A_DAY).count() >= MOST_A_DAY:
        return no(_("Ten ideas are a lot for one day. The others can wait until tomorrow."))
    return YES


def stands(idea: Idea) -> Verdict:
    """Whether an idea still goes on under its own name."""
    return YES if idea.merged_into_id is None else no(_("It goes on together with another one."))


def taken_up(member: Member, idea: Idea) -> bool:
    """Whether somebody else is for an idea, or the house has answered it."""
    return IdeaSupport.objects.filter(idea=idea).exclude(member=member).exists() or IdeaStep.objects.filter(idea=idea).exists()


def may_change(member: Member, idea: Idea, *, taken: bool | None = None) -> Verdict:
    """Whether somebody may change the words: who had the idea, as long as nobody else is for it. Whoever is for it is for these words.

    `taken`: whether it was `taken_up`, where that is known.
    """
    if idea.member_id != member.pk:
        return no(_("Only whoever wrote it can do that."))
    if taken_up(member, idea) if taken is None else taken:
        return no(_("Others are for these words, or the house has answered them. Add what is new as a comment."))
    return stands(idea)


def may_remove(member: Member, idea: Idea, *, taken: bool | None = None) -> Verdict:
    """Whether somebody may take an idea back: who had it, as long as nobody else is for it; whoever answers may at any time."""
    return YES if answers(member) else may_change(member, idea, taken=taken)


def may_answer(member: Member, idea: Idea) -> Verdict:
    """Whether somebody may say where an idea stands: who answers in the name of the house, and whoever took it on."""
    if not answers(member) and idea.responsible_id != member.pk:
        return no(_("Somebody answers that in the name of the house."))
    return stands(idea)


def may_merge(member: Member, idea: Idea) -> Verdict:
    """Whether somebody may let two ideas go on as one: whoever answers, and who had the one that goes."""
    return stands(idea) if answers(member) or idea.member_id == member.pk else no(_("Somebody answers that in the name of the house."))


def may_say(member: Member, idea_id: int, at: datetime) -> Verdict:
    """Whether a member may write under an idea that they see."""
    idea = visible_to(member).filter(pk=idea_id).first()
    return stands(idea) if idea is not None else no(_("It was taken back."))


def readers(idea_id: int, members: Collection[int]) -> set[int]:
    """Which of some members see an idea: everybody in its house."""
    idea = Idea.objects.filter(pk=idea_id, removed_at=None).first()
    return set(Member.objects.filter(pk__in=members, space=idea.space_id).values_list("pk", flat=True)) if idea is not None else set()


def told_of(idea_id: int) -> set[int]:
    """Who is told of what is written under an idea: who had it, and who took it on."""
    rows = Idea.objects.filter(pk=idea_id).values_list("member_id", "responsible_id")
    return {pk for pair in rows for pk in pair if pk is not None}
