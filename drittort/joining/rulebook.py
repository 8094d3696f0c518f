"""What rules may know of coming and going, and the buddy that the team can give."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.addresses import address
from drittort.core.rulebook import DAYS, Act, Field, Look, Spell, Values, Way, action, condition
from drittort.joining.buddies.models import LASTS, Buddy
from drittort.joining.leaving.models import Departure, MembershipPause
from drittort.members.models import Member
from drittort.members.rulebook import MEMBER

A_DAY = timedelta(days=1)


def accompanied(look: Look, values: Values) -> Iterable[Spell]:
    """Has a buddy."""
    for pk, since, ended in Buddy.objects.filter(space=look.space).values_list("member_id", "since", "ended_at"):
        over = since + LASTS
        yield pk, since, over if ended is None else min(ended, over)


def going(look: Look, values: Values) -> Iterable[Spell]:
    """Has set a last day, and it is near. Before it was told, nobody knew of it."""
    rows = Departure.objects.filter(space=look.space).values_list("member_id", "announced_at", "last_on", "withdrawn_at")
    for pk, told, last, withdrawn in rows:
        begins, ends = max(told, look.morning(last - timedelta(days=values["days"]))), look.morning(last + A_DAY)
        ends = ends if withdrawn is None else min(ends, withdrawn)
        if begins < ends:
            yield pk, begins, ends


def away(look: Look, values: Values) -> Iterable[Spell]:
    """Takes a break from the house."""
    rows = MembershipPause.objects.filter(member__space=look.space).values_list("member_id", "begun_at", "from_on", "until_on", "ended_at")
    for pk, begun, first, last, ended in rows:
        begins, ends = max(begun, look.morning(first)), look.morning(last + A_DAY)
        ends = ends if ended is None else min(ends, ended)
        if begins < ends:
            yield pk, begins, ends


def give(reader: Member, act: Act, values: Values) -> Way:
    """The button by which the team gives somebody a buddy."""
    return Way(_("Give a buddy"), address("joining:give_buddy", reader.space.slug, act.person_id))


condition(
    "joining.buddy",
    MEMBER,
    gettext_lazy("Has a buddy"),
    gettext_lazy("has a buddy"),
    gettext_lazy("has no buddy"),
    accompanied,
    reads=("joining.Buddy",),
)
condition(
    "joining.leaves",
    MEMBER,
    gettext_lazy("Has set a last day"),
    gettext_lazy("leaves the house within %(days)s"),
    gettext_lazy("does not leave the house within %(days)s"),
    going,
    reads=("joining.Departure",),
    fields=(Field("days", gettext_lazy("Days"), DAYS, 14),),
)
condition(
    "joining.break",
    MEMBER,
    gettext_lazy("Takes a break"),
    gettext_lazy("takes a break from the house"),
    gettext_lazy("takes no break from the house"),
    away,
    reads=("joining.MembershipPause", "members.Member"),
    private=True,
)

action(
    "joining.buddy",
    gettext_lazy("Propose a buddy"),
    gettext_lazy("the team is asked to give them a buddy"),
    subjects=(MEMBER,),
    waits=True,
    undone=True,
    way=give,
)
