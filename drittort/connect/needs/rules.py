"""Who may see a need, who may do what with it, and whom the house may ask. Who was asked, and what they did with it, stays with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.connect.introductions.models import Exclusion
from drittort.connect.introductions.rules import CARE, introduced_pairs, introducible, unwanted_beside
from drittort.connect.needs.models import HelpRequest, Need, NeedAnswer, NeedQuerySet
from drittort.connect.questions.models import QuestionRequest
from drittort.core.database import one_of
from drittort.core.errors import YES, Verdict, no
from drittort.core.moving.registry import Numbers
from drittort.members.models import Member, MemberQuerySet
from drittort.members.safety.rules import kept_from, reach_each_other
from drittort.spaces.models import Space
from drittort.spaces.roles import allows, holds, permission

CLOSE = permission("connect.close_needs", _("Close other people's needs"))
LEAST_FITTING, FIRST_ASKED, MOST_ASKED, ASKED_MORE = 3, 5, 8, 3
"""How many are a good round of helpers, how many the house asks by itself, how many in all, and how many more by one button."""
MOST_A_WEEK, A_WEEK = 2, timedelta(days=7)
ASK_OUTCOME_AFTER = timedelta(days=7)
OUTCOME_OPEN_FOR = timedelta(days=90)
RENEWAL_ASKED_BEFORE = timedelta(days=7)
RENEWAL_OPEN_FOR = timedelta(days=30)


def visible_to(member: Member) -> NeedQuerySet:
    """All needs of the house whose askers are still here."""
    return of_house(member.space_id)


def of_house(space_id: int) -> NeedQuerySet:
    """What every member of a house sees."""
    return Need.objects.filter(space_id=space_id, member__left_on=None)


def requests_for(member: Member, at: datetime) -> NeedQuerySet:
    """Needs that the house brought to a member and that still wait for a word of theirs. For their own eyes only."""
    answered = NeedAnswer.objects.filter(member=member)
    return (
        visible_to(member).alive(at).filter(pk__in=waiting_requests(member.pk).values("need_id")).exclude(pk__in=answered.values("need_id"))
    )


def waiting_requests(member_id: int) -> QuerySet[HelpRequest]:
    """What the house asked a member and they have said nothing to. For their own eyes only."""
    return HelpRequest.objects.filter(member=member_id, knows_at=None, passed_at=None).exclude(asked_at=None)


def own_request(need: Need, member: Member) -> HelpRequest | None:
    """What the house asked a member about a need. There is no way to ask for somebody else's."""
    return HelpRequest.objects.filter(need=need, member=member).exclude(asked_at=None).first()


def may_answer(member: Member, need: Need, at: datetime) -> Verdict:
    """Whether a member may offer help, or take what is offered, now."""
    if need.member_id == member.pk:
        return no(_("This is your own; others answer it."))
    return may_still(need, at)


def may_still(need: Need, at: datetime) -> Verdict:
    """Whether a need still takes answers."""
    state = need.state(at)
    if state == "met":
        return no(_("This is settled already: somebody helped."))
    if state == "closed":
        return no(_("It was taken down meanwhile. Thank you all the same."))
    if state == "expired":
        return no(_("It has run out meanwhile. Thank you all the same."))
    return YES


def may_close(member: Member, need: Need) -> Verdict:
    """Whether a member may close or reopen it: its owner, and those who care for the community."""
    return YES if need.member_id == member.pk or allows(member, CLOSE) else no(_("Only its owner closes a need."))


def may_own(member: Member, need: Need) -> Verdict:
    """Whether a member may change it, renew it, and tell what came of it: its owner."""
    return YES if need.member_id == member.pk else no(_("Only whoever wrote it can do that."))


def may_renew(member: Member, need: Need, at: datetime) -> Verdict:
    """Whether it may run for another while: its owner, as it nears its end and for a month after it."""
    verdict = may_own(member, need)
    if not verdict:
        return verdict
    if need.closed_at is not None or need.helped_at is not None:
        return no(_("This is settled. Write a new one if you look for something again."))
    if need.runs_out_at + RENEWAL_OPEN_FOR <= at:
        return no(_("This ran out long ago. Write it anew, as it is today."))
    return YES


def may_tell_outcome(member: Member, need: Need, at: datetime) -> Verdict:
    """Whether its owner may say what came of it: once there was an answer, and as long as one remembers."""
    verdict = may_own(member, need)
    if not verdict:
        return verdict
    if need.answered_at is None:
        return no(_("Nobody has answered yet."))
    if need.answered_at + OUTCOME_OPEN_FOR <= at:
        return no(_("This was a while ago; it is closed now."))
    return YES


def may_have_asked(member: Member, need: Need, at: datetime) -> Verdict:
    """Whether a member may have more people asked: whoever cares for the community, for a need without an answer."""
    if not allows(member, CARE):
        return no(_("Only the people who care for the community see this page."))
    if need.side != Need.Side.SEEK or need.answered_at is not None:
        return no(_("Somebody has answered already."))
    return may_still(need, at)


def speaks_for_house(member: Member) -> bool:
    """Whether an answer of a member counts as the house's own, not as a member's: of those who care for the community."""
    return holds(member, CARE)


def reaches(helper: Member, asker: Member) -> bool:
    """Whether an offer of help is delivered. Beside a block of either it looks sent and is not."""
    return reach_each_other(helper.pk, asker.pk)


def never_asked(asker: Member, others: Collection[int], at: datetime) -> set[int]:
    """Those of some people whom the house does not bring a need of this asker: blocked by either, on a secret list, or kept out of introductions."""
    day = asker.space.day(at)
    excluded = Exclusion.objects.filter(Q(first=asker) & one_of("second", others) | Q(second=asker) & one_of("first", others))
    standing = excluded.filter(Q(until=None) | Q(until__gte=day)).values_list("first_id", "second_id")
    hidden = kept_from(asker.pk, others) | unwanted_beside(asker.pk, others)
    return hidden | ({pk for pair in standing for pk in pair} & set(others) - {asker.pk})


def may_be_asked(space: Space, at: datetime) -> MemberQuerySet:
    """Whom a house may ask for help at all: here, agreed to be introduced, no pause of their own or of the house's."""
    return introducible(Member.objects.filter(space=space), space.day(at))


def asked_since(space_id: int, people: Collection[int], moment: datetime) -> list[tuple[int, datetime]]:
    """Who of some people was asked since a moment, about needs and about questions, and when. What they did with it makes no difference."""
    needs = HelpRequest.objects.filter(one_of("member", people), member__space=space_id, asked_at__gt=moment).values_list(
        "member_id", "asked_at"
    )
    questions = QuestionRequest.objects.filter(one_of("member", people), member__space=space_id, asked_at__gt=moment).values_list(
        "member_id", "asked_at"
    )
    among = set(people)
    return [(pk, at) for rows in (needs, questions) for pk, at in rows if at is not None and pk in among]


def free_to_ask(asker: Member, people: Collection[int], at: datetime) -> set[int]:
    """Those of some people whom the house may ask for somebody at this moment. One place for all reasons, so that none can be told from another."""
    able = set(may_be_asked(asker.space, at).filter(one_of("pk", people)).values_list("pk", flat=True)) & set(people) - {asker.pk}
    full = {pk for pk, count in Counter(pk for pk, _at in asked_since(asker.space_id, people, at - A_WEEK)).items() if count >= MOST_A_WEEK}
    return able - never_asked(asker, people, at) - full


def known_to(member_id: int, others: Collection[int]) -> set[int]:
    """Those of some others who were introduced to a member, who answered a need of theirs, or whose need they answered: whoever asked wants to hear from
    those who answer. One question."""
    answers = NeedAnswer.objects.filter(Q(member=member_id, need__member__in=others) | Q(need__member=member_id, member__in=others))
    pairs = introduced_pairs(member_id, others).order_by().values_list("first_id", "second_id")
    found = pairs.union(answers.order_by().values_list("member_id", "need__member_id"))
    return {pk for pair in found for pk in pair} & set(others) - {member_id}


def moved(row: dict[str, Any], numbers: Numbers) -> None:
    """A house stands at other numbers: the needs in stored reasons."""
    for told in row["reasons"]:
        if isinstance(told.get("need"), int):
            told["need"] = numbers.new("connect.Need", told["need"])
