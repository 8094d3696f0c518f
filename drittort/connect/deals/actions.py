"""Telling of a deal, confirming it, refusing it quietly, taking it back; and publishing sums."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.connect.deals import rules, sums
from drittort.connect.deals.models import OPEN_FOR, Deal, DealSum
from drittort.connect.market.actions import company_of
from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.members.models import Company, Member
from drittort.members.safety.rules import MESSAGES, may_use, reach_each_other
from drittort.network.ties.actions import note_contact, take_back_contacts
from drittort.spaces.models import Space

RECORDED, CONFIRMED, WITHDRAWN = "deal.recorded", "deal.confirmed", "deal.withdrawn"
KEPT = timedelta(days=731)
CHANNEL = "deal"


@dataclass(frozen=True, slots=True)
class Business:
    """What was done: in words, on which day, in which band and from which source (both may be left open)."""

    text: str
    done_on: date
    band: str = ""
    source: str = ""


def record_deal(
    *, actor: Member, business: Business, company_id: int | None, partner_id: int | None, partner_company_id: int | None, at: datetime
) -> Deal:
    """Tell of business with a person (`partner_id`) or a company (`partner_company_id`), for oneself or for a company. The same again is told once.

    Beside a block it looks sent and is never delivered. Raises Invalid for days that are not in the last year, for oneself, and where ten wait already.
    """
    today = actor.space.day(at)
    text = " ".join(business.text.split())
    if not text:
        raise Invalid(_("Write a few words first."))
    if not today - rules.LONGEST_AGO <= business.done_on <= today:
        raise Invalid(_("Which day was it? It lies in the last twelve months."))
    require(may_use(actor, MESSAGES, at))
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        company = company_of(actor, company_id)
        partner = Member.objects.here().filter(space_id=actor.space_id, pk=partner_id).first() if partner_id else None
        partner_company = Company.objects.filter(space_id=actor.space_id, pk=partner_company_id).first() if partner_company_id else None
        if partner is None and partner_company is None:
            raise NotFound
        if partner == actor or (partner_company is not None and partner_company == company):
            raise Invalid(_("A deal has two sides. Who was the other?"))
        waiting = Deal.objects.filter(member=actor).waiting(at)
        same = waiting.filter(
            partner=partner, partner_company=partner_company, company=company, text=text, done_on=business.done_on
        ).first()
        if same is not None:
            return same
        if waiting.count() >= rules.MOST_WAITING:
            raise Invalid(_("Ten of yours wait to be confirmed. Let the others answer first."))
        deal = Deal.objects.create(
            space_id=actor.space_id, member=actor, company=company, partner=partner, partner_company=partner_company, text=text,
            done_on=business.done_on, band=business.band, source=business.source, recorded_at=at,
            withheld=partner is not None and not reach_each_other(actor.pk, partner.pk),
        )  # fmt: skip
        record(RECORDED, actor, deal, at)
    return deal


def record(kind: str, actor: Member, deal: Deal, at: datetime) -> None:
    """One row in the ledger, for nobody else to read."""
    ledger.record(space_id=deal.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=deal.pk, audience=ledger.NOBODY)


def visible(actor: Member, deal_id: int) -> Deal:
    """A deal of the actor's side or asked of it, locked. Raises NotFound."""
    deal = locked(rules.visible_to(actor).filter(pk=deal_id)).first()
    if deal is None:
        raise NotFound
    return rules.as_read_by(actor, deal)


def confirm_deal(*, actor: Member, deal_id: int, at: datetime) -> Deal:
    """Say that it is so: now it counts, as a contact of the two people of that day, too, if both had agreed to be counted. Twice is once.

    Where a block was set after the question, the yes looks done and is never delivered: to who told of it it waits, and runs out. No ledger row.
    """
    with transaction.atomic():
        deal = visible(actor, deal_id)
        if deal.confirmed_at is not None and rules.is_asked(actor, deal, rules.speaks_for(actor)):
            return deal
        require(rules.may_confirm(actor, deal, rules.speaks_for(actor), at))
        if deal.partner is not None and not reach_each_other(actor.pk, deal.member_id):
            Deal.objects.filter(pk=deal.pk).update(unheard_at=at, refused_at=None)
            return deal
        deal.confirmed_at, deal.refused_at, deal.partner = at, None, deal.partner or actor
        deal.save(update_fields=["confirmed_at", "refused_at", "partner"])
        record(CONFIRMED, actor, deal, at)
        note_contact(
            space=deal.space,
            a=deal.member_id,
            b=deal.partner_id or actor.pk,
            at=datetime.combine(deal.done_on, time(12), tzinfo=deal.space.zone),
            kind=CHANNEL,
            origin=f"deal:{deal.pk}",
        )
    return deal


def refuse_deal(*, actor: Member, deal_id: int, at: datetime) -> Deal:
    """Lay it aside. Nobody learns of it: for the other side it waits, and runs out. May become a yes until then. No ledger row."""
    with transaction.atomic():
        deal = visible(actor, deal_id)
        require(rules.may_confirm(actor, deal, rules.speaks_for(actor), at))
        Deal.objects.filter(pk=deal.pk).update(refused_at=at)
    return deal


def withdraw_deal(*, actor: Member, deal_id: int, at: datetime) -> Deal:
    """Take it back: it counts no more from now on, and the contact goes. Sums that were published stay as they are. Twice is once."""
    with transaction.atomic():
        deal = visible(actor, deal_id)
        if deal.withdrawn_at is not None:
            return deal
        require(rules.may_withdraw(actor, deal, rules.speaks_for(actor)))
        if deal.unheard_at is not None and deal.partner_id == actor.pk:
            # What was never delivered is taken back as quietly.
            Deal.objects.filter(pk=deal.pk).update(unheard_at=None, refused_at=at)
            return deal
        deal.withdrawn_at = at
        deal.save(update_fields=["withdrawn_at"])
        if deal.confirmed_at is not None:
            record(WITHDRAWN, actor, deal, at)
            take_back_contacts(space=deal.space, origin=f"deal:{deal.pk}")
    return deal


def month_ends(first: date, today: date) -> list[date]:
    """The last days of the months from that of `first` that are over by `today`."""
    found, year, month = [], first.year, first.month
    while (last := date(year, month, monthrange(year, month)[1])) < today:
        found.append(last)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def publish_sums(*, space: Space, at: datetime) -> int:
    """Publish the sums of months that are over; months with too few deals wait for the next and are told of together. Returns how many were published.

    What was published stays; a deal belongs to the month in which it was confirmed, so nothing comes into a month afterwards.
    """
    last = DealSum.objects.filter(space=space).order_by("-until_on").values_list("until_on", flat=True).first()
    rows = Deal.objects.confirmed().filter(space=space).order_by("confirmed_at")
    told = [(space.day(deal.confirmed_at), as_told(deal)) for deal in rows if deal.confirmed_at is not None]
    told = [(day, deal) for day, deal in told if last is None or day > last]
    if not told:
        return 0
    start = last + timedelta(days=1) if last is not None else told[0][0].replace(day=1)
    published = 0
    for end in month_ends(start, space.day(at)):
        found = sums.summed([deal for day, deal in told if start <= day <= end])
        if found is None:
            continue
        DealSum.objects.get_or_create(
            space=space,
            from_on=start,
            defaults={
                "until_on": end, "deals": found.deals, "sides": found.sides, "low": found.low, "high": found.high, "sources": found.sources, "made_at": at,
            },
        )  # fmt: skip
        published += 1
        start = end + timedelta(days=1)
    return published


def as_told(deal: Deal) -> sums.Told:
    """A deal as a sum sees it: companies where one was named, else people; and the two people who told and confirmed it."""
    people = (f"member:{deal.member_id}", f"member:{deal.partner_id}")
    one = f"company:{deal.company_id}" if deal.company_id else people[0]
    other = f"company:{deal.partner_company_id}" if deal.partner_company_id else people[1]
    return sums.Told((one, other), deal.band, deal.source, people)


def forget_old(*, at: datetime) -> int:
    """Remove deals after the 24 months that the register promises, and those that were never confirmed two months after their time; return how many."""
    Deal.objects.filter(confirmed_at=None, recorded_at__lt=at - OPEN_FOR - timedelta(days=60)).delete()
    return Deal.objects.filter(recorded_at__lt=at - KEPT).delete()[0]
