"""When somebody counts as silent, and who is pointed to it.

A sign of life is a fact, never a content: something of one's own in the ledger, a message sent, a browser that was seen. Who never gave one has not
arrived yet and is not asked after; who takes a break or has set a last day has said enough.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.core.models import LedgerRow
from drittort.joining.lapsing.models import Lapse, LapseQuerySet
from drittort.joining.leaving.models import Departure, MembershipPause
from drittort.members.models import Member
from drittort.spaces.models import Space
from drittort.spaces.roles import allows, permission
from drittort.spaces.settings import setting
from drittort.talk.conversations.models import Message

SEE = permission("joining.see_lapsing", _("Be told who has not been heard of for a while"))
BEFORE_HINT = timedelta(days=30)
AGAIN_AFTER = timedelta(days=90)
"""After an answer nobody is asked again for this long."""


def may_see(actor: Member) -> Verdict:
    """Whether somebody is pointed to people of whom nothing was heard."""
    return YES if allows(actor, SEE) else no(_("Only the people who care for the community see this."))


def visible_to(actor: Member) -> LapseQuerySet:
    """The silences that somebody is pointed to: those that a mail did not end."""
    rows = Lapse.objects.open().filter(member__space_id=actor.space_id, member__left_on=None).exclude(hinted_at=None)
    return rows if may_see(actor) else rows.none()


def signs_of_life(space: Space) -> dict[int, datetime]:
    """The last sign of life of everybody of a house who ever gave one. Three queries."""
    found: dict[int, datetime] = {}
    people = Member.objects.here().filter(space=space)
    sources = (
        LedgerRow.objects.filter(space_id=space.pk, actor_id__isnull=False).values("actor_id").annotate(last=Max("at")).values_list("actor_id", "last"),
        Message.objects.filter(author__in=people).values("author_id").annotate(last=Max("at")).values_list("author_id", "last"),
        people.annotate(last=Max("account__sign_ins__seen_at")).exclude(last=None).values_list("pk", "last"),
    )  # fmt: skip
    for rows in sources:
        for pk, last in rows:
            if pk is not None:
                found[pk] = max(found.get(pk, last), last)
    return found


def silent(space: Space, at: datetime) -> list[int]:
    """Who is to be asked after now: ids of members, in order."""
    signs = signs_of_life(space)
    before = at - timedelta(days=setting(space, "lapse_after"))
    today = space.day(at)
    people = (
        Member.objects.here()
        .filter(space=space, account__isnull=False)
        .exclude(pk__in=Lapse.objects.open().values("member_id"))
        .exclude(pk__in=Lapse.objects.filter(closed_at__gt=at - AGAIN_AFTER).exclude(answer="").values("member_id"))
        .exclude(pk__in=MembershipPause.objects.filter(ended_at=None, until_on__gte=today).values("member_id"))
        .exclude(pk__in=Departure.objects.coming().values("member_id"))
        .order_by("pk")
    )
    return [pk for pk in people.values_list("pk", flat=True) if pk in signs and signs[pk] < before]
