"""Somebody introduces two others: the introducer proposes, the worker asks the two, and both say yes or nothing happens.

Proposing looks at nobody but the introducer, so it is the same whoever the two are. Whether they may be brought together is decided later, by the worker,
and kept where nobody reads it (decision 015).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.connect.introductions import rules
from drittort.connect.introductions.actions import mine, propose_introduction, record_course, refuse_long
from drittort.connect.introductions.models import Introduction, WarmIntroduction
from drittort.connect.needs.models import Need
from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, in_time, require
from drittort.members.models import Member
from drittort.network.ties.actions import note_contact

WANTED, THANKED = "introduction.wanted", "introduction.thanked"


def introduce_two(
    *,
    actor: Member,
    first: Member,
    second: Member,
    text: str,
    at: datetime,
    need: Need | None = None,
    to_first: str = "",
    to_second: str = "",
) -> WarmIntroduction:
    """Propose to introduce two others; `text` is for both, `to_first` and `to_second` for one alone, `need` what the one of them looks for.

    Looks the same whoever the two are: it is told to nobody whether they are asked. Raises NotFound where one of them is not in the house, Invalid for
    oneself or the same person twice, OutOfDate where one's own proposal for the two still waits, NotAllowed with the actor's own limit.
    """
    if any(person.space_id != actor.space_id or person.left_on is not None for person in (first, second)):
        raise NotFound
    if len({actor.pk, first.pk, second.pk}) < 3:
        raise Invalid(_("An introduction needs two others. To meet somebody yourself, just say hello."))
    refuse_long(text, to_first, to_second)
    low, high = sorted(((first, to_first), (second, to_second)), key=lambda one: one[0].pk)
    with transaction.atomic():
        # The introducer's row is locked, so that two proposals at once cannot both pass the limit.
        locked(Member.objects.filter(pk=actor.pk)).get()
        require(rules.may_introduce(actor, at))
        if rules.introduced_by(actor).waiting(at).filter(first=low[0], second=high[0]).exists():
            raise OutOfDate(_("You have proposed these two already. Give them a few days."))
        warm = WarmIntroduction.objects.create(
            space_id=actor.space_id,
            introducer=actor,
            first=low[0],
            second=high[0],
            text=text.strip(),
            to_first=low[1].strip(),
            to_second=high[1].strip(),
            need=need,
            proposed_at=at,
            expires_at=at + rules.WARM_OPEN_FOR,
        )
        ledger.record(
            space_id=actor.space_id, at=at, kind=WANTED, actor_id=actor.pk, subject_id=warm.pk, audience=ledger.only(actor.pk), facts={}
        )
    return warm


def ask_the_two(*, warm_id: int, at: datetime) -> Introduction | None:
    """Ask the two of a warm introduction, if they may be brought together now; else None, and it may be tried again. May be run again."""
    with transaction.atomic():
        warm = locked(WarmIntroduction.objects.filter(pk=warm_id, introduction=None)).first()
        if warm is None or warm.proposed_at + rules.WARM_TRIED_FOR <= at or not rules.two_may_be_asked(warm, at):
            return None
        warm.introduction = propose_introduction(
            actor=warm.introducer,
            first=warm.first,
            second=warm.second,
            text=warm.text,
            at=at,
            reasons=reasons_of(warm),
            form=Introduction.Form.WARM,
            words={warm.first_id: warm.to_first, warm.second_id: warm.to_second},
        )
        warm.save(update_fields=["introduction"])
    return warm.introduction


def reasons_of(warm: WarmIntroduction) -> list[dict[str, Any]]:
    """Why the two: the need from which it came, as long as it stands on the board and is one of theirs."""
    need = warm.need
    if need is None or need.closed_at is not None or need.member_id not in (warm.first_id, warm.second_id):
        return []
    return [{"code": "need", "seeker": need.member_id, "need": need.text}]


def ask_due(*, at: datetime) -> int:
    """Try again for those whose two could not be asked yet; return how many were asked."""
    due = WarmIntroduction.objects.filter(introduction=None, proposed_at__gt=at - rules.WARM_TRIED_FOR).order_by("proposed_at", "pk")
    return sum(ask_the_two(warm_id=pk, at=at) is not None for pk in due.values_list("pk", flat=True)[:500])


def thank_introducer(*, actor: Member, introduction_id: int, at: datetime) -> Introduction:
    """Thank whoever introduced the two. Once each; saying it again changes nothing. Raises NotFound, and OutOfDate before both said yes."""
    with transaction.atomic():
        introduction, sides = mine(actor, introduction_id)
        in_time(rules.may_thank(introduction))
        side = sides[actor.pk]
        if side.thanked_at is None and introduction.proposed_by_id is not None:
            side.thanked_at = at
            side.save(update_fields=["thanked_at"])
            note_contact(
                space=introduction.space,
                a=actor.pk,
                b=introduction.proposed_by_id,
                at=at,
                kind="thanks",
                origin=f"introduction:{introduction.pk}",
            )
            record_course(THANKED, introduction, at=at, actor=actor)
    return introduction
