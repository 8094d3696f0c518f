"""Leaving, staying away, coming back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.joining.leaving import rules
from drittort.joining.leaving.models import Departure, MembershipPause
from drittort.members.membership import actions as membership
from drittort.members.models import Member
from drittort.spaces.models import Space

ANNOUNCED, WITHDRAWN, ENDING, REPLIED = "departure.announced", "departure.withdrawn", "departure.ordered", "departure.replied"
ASKED_BACK = "member.asked_back"
PAUSED, RESUMED = "member.paused", "member.resumed"


def _tell(
    kind: str, member: Member, departure: Departure | None, *, actor: Member | None, audience: str, at: datetime, **facts: int
) -> None:
    told = {"departure": departure.pk, **facts} if departure is not None else dict(facts)
    ledger.record(
        space_id=member.space_id,
        at=at,
        kind=kind,
        actor_id=actor.pk if actor else None,
        subject_id=member.pk,
        audience=audience,
        facts=told,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def announce_departure(
    *, actor: Member, last_on: date, at: datetime, farewell: str = "", language: str = "", why: str = "", missed: str = ""
) -> Departure:
    """Set one's own last day. A second time moves it. Raises NotAllowed for the last founder, OutOfDate where the house has set a day."""
    today = actor.space.day(at)
    if not today <= last_on <= today + rules.LONGEST_AHEAD:
        raise Invalid(_("Choose a day between today and a year from now."))
    with transaction.atomic():
        # All that takes power waits in one line: two founders who go on the same day must not leave the house without a key.
        locked(Space.objects.filter(pk=actor.space_id)).get()
        member = locked(Member.objects.here().filter(pk=actor.pk)).first()
        if member is None:
            raise NotFound
        require(rules.may_leave(member))
        row = Departure.objects.coming().filter(member=member).first()
        if row is not None and row.by_house:
            raise OutOfDate(_("The house has set a day already. You can answer below."))
        new = row is None
        row = row or Departure(space_id=member.space_id, member=member, announced_at=at, announced_by=member)
        moved = not new and row.last_on != last_on
        row.last_on, row.why, row.missed = last_on, why, _one_line(missed)
        row.farewell, row.language = farewell.strip(), language
        row.save()
        if new or moved:
            _tell(ANNOUNCED, member, row, actor=member, audience=ledger.MANAGERS, at=at, day=last_on.toordinal())
    return row


def withdraw_departure(*, actor: Member, at: datetime) -> None:
    """Stay after all. Twice is once; a day that the house has set only the house takes back."""
    with transaction.atomic():
        row = locked(Departure.objects.coming().filter(member=actor)).first()
        if row is None:
            return
        if row.by_house:
            raise OutOfDate(_("The house has set this day. You can answer below."))
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        _tell(WITHDRAWN, actor, row, actor=actor, audience=ledger.MANAGERS, at=at)


def end_membership(*, actor: Member, member_id: int, last_on: date, reason: str, at: datetime) -> Departure:
    """Tell somebody that the house ends the membership: with its reason, a day at least two weeks ahead, and the right to answer."""
    reason = reason.strip()
    with transaction.atomic():
        member = locked(Member.objects.here().filter(space_id=actor.space_id, pk=member_id)).first()
        if member is None:
            raise NotFound
        require(rules.may_end_of(actor, member))
        if not reason:
            raise Invalid(_("Nobody is sent away without being told why."))
        if not rules.NOTICE <= last_on - actor.space.day(at) <= rules.LONGEST_AHEAD:
            raise Invalid(_("The last day lies at least 14 days ahead, so that there is time to talk."))
        if Departure.objects.coming().filter(member=member).exists():
            raise OutOfDate(_("A last day is set already."))
        row = Departure.objects.create(
            space_id=actor.space_id, member=member, by_house=True, announced_by=actor, announced_at=at, last_on=last_on, reason=reason
        )
        _tell(ENDING, member, row, actor=actor, audience=ledger.MANAGERS, at=at, day=last_on.toordinal())
    return row


def reply_to_ending(*, actor: Member, text: str, at: datetime) -> Departure:
    """Answer to the house that ends the membership; a later answer takes the place of the first."""
    text = text.strip()
    if not text:
        raise Invalid(_("Please write what you want to say."))
    with transaction.atomic():
        row = locked(Departure.objects.coming().filter(member=actor, by_house=True)).first()
        if row is None:
            raise NotFound
        row.reply, row.replied_at = text, at
        row.save(update_fields=["reply", "replied_at"])
        _tell(REPLIED, actor, row, actor=actor, audience=ledger.MANAGERS, at=at)
    return row


def _of_house(actor: Member, departure_id: int) -> Departure:
    require(rules.may_end(actor))
    row = locked(rules.of_house(actor).filter(pk=departure_id)).first()
    if row is None:
        raise NotFound
    return row


def take_ending_back(*, actor: Member, departure_id: int, at: datetime) -> None:
    """The house takes its own word back. Twice is once; what is done already is undone by bringing back."""
    with transaction.atomic():
        row = _of_house(actor, departure_id)
        if row.withdrawn_at is not None:
            return
        if row.done_at is not None:
            raise OutOfDate(_("The last day has passed. You can bring them back instead."))
        if not row.by_house:
            raise OutOfDate(_("This was their own decision; only they take it back."))
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        _tell(WITHDRAWN, row.member, row, actor=actor, audience=ledger.MANAGERS, at=at)


def complete_due(*, at: datetime) -> int:
    """Let go whose last day has passed, each in a transaction of its own; returns how many went. The last founder stays until there is another."""
    due = Departure.objects.coming().filter(last_on__lt=at.date()).select_related("space").order_by("last_on", "pk")
    return sum(_complete(row.pk, at) for row in due if row.last_on < row.space.day(at))


def _complete(departure_id: int, at: datetime) -> bool:
    with transaction.atomic():
        space_id = Departure.objects.values_list("space_id", flat=True).get(pk=departure_id)
        locked(Space.objects.filter(pk=space_id)).get()
        row = locked(Departure.objects.coming().filter(pk=departure_id)).first()
        if row is None:
            return False
        return membership.end_membership(actor=None, member_id=row.member_id, last_on=row.last_on, at=at)


def close_departure(member: Member, at: datetime) -> dict[str, int]:
    """A membership has ended, by its departure or by something else: what was announced is done, and a break is over. The id of the departure."""
    MembershipPause.objects.filter(member=member, ended_at=None).update(ended_at=at)
    row = locked(Departure.objects.coming().filter(member=member)).first()
    if row is None:
        return {}
    row.done_at = at
    row.save(update_fields=["done_at"])
    return {"departure": row.pk}


def end_departure(member: Member, at: datetime) -> dict[str, int]:
    """Somebody belongs again, whoever let them in: their departure is over. Its id."""
    row = locked(Departure.objects.standing().filter(member=member).exclude(done_at=None)).first()
    if row is None:
        return {}
    row.returned_at = at
    row.save(update_fields=["returned_at"])
    return {"departure": row.pk}


def ask_back(*, actor: Member, at: datetime) -> bool:
    """Somebody who left knocks again. Within two weeks of their own going they are simply back (True); else the team is asked (False). Twice is once."""
    with transaction.atomic():
        member = locked(Member.objects.select_related("space").filter(pk=actor.pk), whole=False).get()
        if member.left_on is None:
            return True
        row = locked(Departure.objects.standing().filter(member=member)).first()
        if rules.may_come_back_now(row, at) and row is not None:
            _bring_back(row, member, actor=member, at=at)
            return True
        if row is None:  # left before this house kept departures, or as a file said
            row = Departure(space_id=member.space_id, member=member, announced_at=at, last_on=member.left_on, done_at=at)
        if row.asked_back_at is None:
            row.asked_back_at = at
            row.save()
            _tell(ASKED_BACK, member, row, actor=member, audience=ledger.MANAGERS, at=at)
    return False


def bring_back(*, actor: Member, departure_id: int, at: datetime) -> Member:
    """The team opens the door again: the same membership with everything in it. Twice is once."""
    with transaction.atomic():
        row = _of_house(actor, departure_id)
        member = locked(Member.objects.filter(pk=row.member_id)).get()
        if row.returned_at is not None:
            return member
        if row.done_at is None:
            raise OutOfDate(_("They are still here."))
        _bring_back(row, member, actor=actor, at=at)
    return member


def _bring_back(row: Departure, member: Member, *, actor: Member, at: datetime) -> None:
    # Gone and back on the same day: that was no absence.
    same_day = row.done_at is not None and row.done_at.astimezone(member.space.zone).date() == member.space.day(at)
    membership.resume_membership(actor=actor, member_id=member.pk, at=at, was_away=row.by_house or not same_day)
    member.refresh_from_db(fields=["left_on"])


def pause_membership(*, actor: Member, until: date, at: datetime) -> MembershipPause:
    """Stay away until a day: nobody asks after one, and no introductions come. A second time moves the day."""
    today = actor.space.day(at)
    if not today < until <= today + rules.LONGEST_PAUSE:
        raise Invalid(_("Choose a day between tomorrow and a year from now."))
    with transaction.atomic():
        member = locked(Member.objects.here().filter(pk=actor.pk)).first()
        if member is None:
            raise NotFound
        row = MembershipPause.objects.filter(member=member, ended_at=None).first()
        if row is not None and row.until_on == until:
            return row
        if row is None:
            row = MembershipPause(member=member, from_on=today, begun_at=at)
        row.until_on = until
        row.save()
        # No introductions either, unless somebody wants none for even longer.
        if member.paused_until is None or member.paused_until < until:
            Member.objects.filter(pk=member.pk).update(paused_until=until)
        _tell(PAUSED, member, None, actor=member, audience=ledger.only(member.pk), at=at, until=until.toordinal())
    return row


def end_pause(*, actor: Member, at: datetime) -> None:
    """Be here again. Twice is once."""
    with transaction.atomic():
        row = locked(MembershipPause.objects.filter(member=actor, ended_at=None)).first()
        if row is None:
            return
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        Member.objects.filter(pk=actor.pk, paused_until=row.until_on).update(paused_until=None)
        _tell(RESUMED, actor, None, actor=actor, audience=ledger.only(actor.pk), at=at)


def end_pauses_due(*, at: datetime) -> int:
    """Close the pauses whose day has passed; returns how many."""
    due = MembershipPause.objects.filter(ended_at=None, until_on__lt=at.date()).select_related("member__space")
    over = [row.pk for row in due if row.until_on < row.member.space.day(at)]
    return MembershipPause.objects.filter(pk__in=over, ended_at=None).update(ended_at=at)
