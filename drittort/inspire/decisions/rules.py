"""Who sees a decision, who opens it, who takes part, and who does what about it. Who takes part is written down when it opens and stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.inspire.decisions.models import ConsentRound, Draw, Elector, HouseDecision, HouseDecisionQuerySet
from drittort.members.models import Member
from drittort.members.roles.models import RoleGrant
from drittort.spaces.roles import CARING, MEMBER, VISITOR, allows, permission
from drittort.talk.groups import rules as groups
from drittort.talk.groups.models import Group, GroupMember

OPEN = permission("inspire.open_decisions", _("Let the house decide something together"), given_to=(MEMBER, *CARING))
MONEY = permission("inspire.open_budget_votes", _("Let the house decide on money"))
KEEP = permission("inspire.keep_decisions", _("Care for decisions of others: what follows from them, and calling them off"))
DOCUMENT = "decision"
LEAST_OPTIONS, MOST_OPTIONS = 2, 20
MOST_RANKED = 8
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=92)
LEAST_SECRET = 5
"""A secret decision in which fewer took part is not told: its figures would tell who."""
MOST_POINTS, MOST_SEATS = 100, 50
DEAREST = 10_000_000
MOST_A_WEEK, A_WEEK = 5, timedelta(days=7)
FARTHEST = timedelta(days=120)
"""So far ahead a public value may lie from which a draw is made."""
READ_BY_ALL = Q(group=None) | Q(group__seen_by=Group.SeenBy.HOUSE)
"""The condition that the whole house reads a decision."""


def about(decision_id: int) -> str:
    """A decision as what comments stand under, and what notices are about."""
    return f"decision:{decision_id}"


def readable_in(member: Member) -> Q:
    """Where a member reads, as a condition on decisions: in the house, in groups that are open to it, and in their own."""
    return READ_BY_ALL | Q(groups.belongs(member, "group"))


def visible_to(member: Member) -> HouseDecisionQuerySet:
    """What was opened where a member reads, and their own drafts."""
    mine = Q(member=member, opened_at=None)
    return HouseDecision.objects.filter(mine | (Q(opened_at__isnull=False) & readable_in(member)), space=member.space_id)


def titled_for(member: Member) -> HouseDecisionQuerySet:
    """The decisions whose titles stand in a member's copy of their data: what they may read, and what they asked themselves."""
    return HouseDecision.objects.filter(Q(pk__in=visible_to(member).values("pk")) | Q(member=member), space=member.space_id)


def may_write(member: Member, kind: str, group: Group | None) -> Verdict:
    """Whether somebody may lay a question before the house or a group."""
    if not allows(member, OPEN):
        return no(_("In this house others lay questions before it. Tell them what you would like to ask."))
    if kind == HouseDecision.Kind.BUDGET and group is None and not allows(member, MONEY):
        return no(
            _(
                "On the money of the house people decide whom the house trusts with it. Write an idea instead: it says what the money would be good for."
            )
        )
    return YES if group is None else groups.may_write(member, group)


def in_time(member: Member, at: datetime) -> Verdict:
    """A brake: each question asks something of many. Whoever cares for decisions knows how many a week bears."""
    if keeps(member) or HouseDecision.objects.filter(member=member, opened_at__gt=at - A_WEEK).count() < MOST_A_WEEK:
        return YES
    return no(_("Five questions in a week are a lot to answer. The others can wait for the next one."))


def may_change(member: Member, decision: HouseDecision) -> Verdict:
    """Whether somebody may change a question: who asks it, until it opens."""
    if decision.member_id != member.pk:
        return no(_("Whoever asks it decides that."))
    return YES if decision.opened_at is None else no(_("It is open: who takes part relies on its words."))


def people_for(decision: HouseDecision, at: datetime) -> set[int]:
    """Who may take part if it opened now: people of the house but those who only visit, of a group, with a role, or of a location."""
    people = Member.objects.here().filter(space=decision.space_id)
    if decision.who == HouseDecision.Who.GROUP:
        people = people.filter(Exists(GroupMember.objects.filter(group=decision.group_id, member=OuterRef("pk"))))
    elif decision.who == HouseDecision.Who.LOCATION:
        people = people.filter(location=decision.location_id)
    elif decision.who == HouseDecision.Who.ROLE and decision.role != MEMBER:
        grants = RoleGrant.objects.filter(member=OuterRef("pk"), role__key=decision.role, role__space=decision.space_id, ended_at=None)
        people = people.filter(Exists(grants))
    return {pk for pk, roles in people.values_list("pk", "roles") if VISITOR not in roles or decision.role == VISITOR}


def on_roll(member: Member, decision: HouseDecision) -> bool:
    """Whether somebody may take part, as it was written down when it opened."""
    return Elector.objects.filter(decision=decision, member=member).exists()


def may_take_part(decision: HouseDecision, at: datetime, *, listed: bool) -> Verdict:
    """Whether somebody may choose, choose anew or take it back now; `listed`: they stand on the list."""
    if decision.opened_at is None:
        return no(_("It is not open yet."))
    if decision.dropped_at is not None:
        return no(_("It was called off."))
    if decision.closed_at is not None or decision.closes_at <= at:
        return no(_("The time is up."))
    return (
        YES
        if listed
        else no(_("Who takes part was written down when it opened, and you are not on that list. You can read along and comment."))
    )


def keeps(member: Member) -> bool:
    """Whether somebody cares for decisions of others."""
    return allows(member, KEEP)


def cares(member: Member, decision: HouseDecision) -> bool:
    """Whether somebody asked it, or cares for decisions of others."""
    return decision.member_id == member.pk or keeps(member)


def may_drop(member: Member, decision: HouseDecision) -> Verdict:
    """Whether somebody may call a decision off: who asked it, and those who care, until it is counted."""
    if not cares(member, decision):
        return no(_("Whoever asks it decides that."))
    return YES if decision.stage == "open" else no(_("It is over already."))


def may_go_on(member: Member, decision: HouseDecision, last: ConsentRound | None) -> Verdict:
    """Whether somebody may lay a changed proposal before everybody: whose proposal it is, once a round is over and did not pass."""
    if decision.kind != HouseDecision.Kind.CONSENT or decision.stage != "open" or last is None:
        return no(_("It is over already."))
    if not cares(member, decision):
        return no(_("Whoever asks it decides that."))
    return YES if last.closed_at is not None and not last.passed else no(_("This round is not over yet."))


def may_name_value(member: Member, decision: HouseDecision, draw: Draw | None, today: date) -> Verdict:
    """Whether somebody may write down the public value from which lots are drawn: once the list is closed and its day has come."""
    if draw is None or draw.frozen_at is None or decision.stage != "open":
        return no(_("The list is not closed yet."))
    if today < draw.value_on:
        return no(_("The public value is not known yet."))
    return YES if cares(member, decision) else no(_("Whoever asks it decides that."))


def may_say_outcome(member: Member, decision: HouseDecision) -> Verdict:
    """Whether somebody may write down what follows: who asked, and those who care, until it is done."""
    if not cares(member, decision):
        return no(_("Whoever asked writes down what follows."))
    if decision.closed_at is None:
        return no(_("It is not decided yet."))
    return YES if decision.done_at is None else no(_("It is done already."))


def may_take_on(decision: HouseDecision) -> Verdict:
    """Whether somebody may take on what follows: whoever likes, as long as nobody has."""
    if decision.outcome_at is None or decision.done_at is not None:
        return no(_("There is nothing to take on."))
    return YES if decision.responsible_id is None else no(_("Somebody else was faster and takes care of it."))


def may_say_done(member: Member, decision: HouseDecision) -> Verdict:
    """Whether somebody may say that it is done, or needs longer: who takes care of it, and those who care for all."""
    if decision.outcome_at is None or decision.done_at is not None:
        return no(_("It is done already."))
    if member.pk != decision.responsible_id and not cares(member, decision):
        return no(_("Whoever takes care of it says that."))
    return YES


def may_make_event(member: Member, decision: HouseDecision) -> Verdict:
    """Whether somebody may make an event of a day that was found: who asked, and those who care; once."""
    if decision.kind != HouseDecision.Kind.DATE or decision.opened_at is None or decision.dropped_at is not None:
        return no(_("There is no day to be found here."))
    if decision.event_id is not None:
        return no(_("There is an event already."))
    return YES if cares(member, decision) else no(_("Whoever asks it decides that."))


def may_say(member: Member, decision_id: int, at: datetime) -> Verdict:
    """Whether a member may write under a decision that they see."""
    decision = HouseDecision.objects.select_related("group").filter(pk=decision_id).first()
    if decision is None or decision.opened_at is None:
        return no(_("It is not open yet."))
    return YES if decision.group is None or groups.is_in(member, decision.group) else no(_("Join the group first, then write along."))


def readers(decision_id: int, members: Collection[int]) -> set[int]:
    """Which of some members see a decision that was opened."""
    decision = HouseDecision.objects.out().select_related("group").filter(pk=decision_id).first()
    if decision is None:
        return set()
    rows = Member.objects.filter(pk__in=members, space=decision.space_id)
    if decision.group is not None and decision.group.seen_by != Group.SeenBy.HOUSE:
        rows = rows.filter(Exists(GroupMember.objects.filter(group=decision.group_id, member=OuterRef("pk"))))
    return set(rows.values_list("pk", flat=True))


def told_of(decision_id: int) -> set[int]:
    """Who is told of what is written under a decision: whoever asked it."""
    return {pk for pk in HouseDecision.objects.filter(pk=decision_id).values_list("member_id", flat=True) if pk is not None}
