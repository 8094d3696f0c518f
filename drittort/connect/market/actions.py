"""Putting something on the market, keeping it there, taking it down; bookmarks, and who led whom to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from drittort.connect.market import rules
from drittort.connect.market.models import Bookmark, Listing, MarketTurn, Referral
from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.core.files.actions import Upload, drop_files, keep_picture
from drittort.core.files.models import StoredFile
from drittort.members.models import Company, Member
from drittort.members.safety.rules import MESSAGES, POSTS, may_use, reach_each_other

SHOWN, CHANGED, RENEWED = "listing.shown", "listing.changed", "listing.renewed"
TAKEN, CLOSED, REOPENED, REFERRED = "listing.taken", "listing.closed", "listing.reopened", "listing.referred"
KEPT = timedelta(days=366)
HANDED_ON: list[Callable[[Listing, datetime], None]] = []


def on_handed_on(function: Callable[[Listing, datetime], None]) -> Callable[[Listing, datetime], None]:
    """Register what else changes when a listing gets another owner: `function(listing, at)`, inside that transaction."""
    HANDED_ON.append(function)
    return function


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in a listing."""

    kind: str
    category: str
    title: str
    text: str
    price: str
    language: str


def visible(actor: Member, listing_id: int, at: datetime) -> Listing:
    """A listing that the actor may see, locked. Raises NotFound."""
    listing = locked(rules.visible_to(actor, at).filter(pk=listing_id)).first()
    if listing is None:
        raise NotFound
    return listing


def kept_picture(actor: Member, picture: Upload | None, at: datetime) -> StoredFile | None:
    """The picture of a form in the sizes of the market. Raises Invalid with a sentence."""
    if picture is None:
        return None
    return keep_picture(space_id=actor.space_id, owner_id=actor.pk, upload=picture, purpose=rules.PICTURE, at=at)


def require_room(actor: Member, company: Company | None, at: datetime, *, besides: int = 0) -> None:
    """Raise Invalid where a person or a company shows as much as one may. Their row is locked, so that two at once do not slip past."""
    if company is None:
        locked(Member.objects.filter(pk=actor.pk)).get()
        there, most = Listing.objects.open(at).filter(member=actor, company=None), rules.MOST_OF_PERSON
        full = _("You show five things already. Take one down first, so that everybody has room.")
    else:
        locked(Company.objects.filter(pk=company.pk)).get()
        there, most = Listing.objects.open(at).filter(company=company), rules.MOST_OF_COMPANY
        full = _("Your company shows ten things already. Take one down first, so that everybody has room.")
    if there.exclude(pk=besides).count() >= most:
        raise Invalid(full)


def company_of(actor: Member, company_id: int | None) -> Company | None:
    """The company for which the actor speaks. Raises NotFound or NotAllowed."""
    if company_id is None:
        return None
    company = Company.objects.filter(space_id=actor.space_id, pk=company_id).first()
    if company is None:
        raise NotFound
    require(rules.may_speak_for(actor, company))
    return company


def show_listing(*, actor: Member, words: Words, company_id: int | None, picture: Upload | None, at: datetime) -> Listing:
    """Put something on the market for 90 days, for oneself or for a company. At most five of a person and ten of a company stand at once (Invalid)."""
    require(may_use(actor, POSTS, at))
    company = company_of(actor, company_id)
    kept = kept_picture(actor, picture, at)
    try:
        with transaction.atomic():
            require_room(actor, company, at)
            listing = Listing.objects.create(
                space_id=actor.space_id, member=actor, company=company, picture=kept, shown_at=at, expires_at=at + rules.SHOWN_FOR,
                kind=words.kind, category=words.category, title=words.title, text=words.text, price=words.price, language=words.language,
            )  # fmt: skip
            record(SHOWN, actor, listing, at)
    except Invalid:
        if kept is not None:
            drop_files(ids=[kept.pk])
        raise
    return listing


def change_listing(*, actor: Member, listing_id: int, words: Words, picture: Upload | None, drop_picture: bool, at: datetime) -> Listing:
    """Say it in other words or with another picture. It stays where it is in the rotation, and as long as before."""
    with transaction.atomic():
        require(rules.may_edit(actor, visible(actor, listing_id, at)))
    require(may_use(actor, POSTS, at))
    kept = kept_picture(actor, picture, at)
    with transaction.atomic():
        listing = visible(actor, listing_id, at)
        # Writing the picture took a while.
        require(rules.may_edit(actor, listing))
        before = listing.picture_id
        for name in ("kind", "category", "title", "text", "price", "language"):
            setattr(listing, name, getattr(words, name))
        if kept is not None or drop_picture:
            listing.picture = kept
        listing.save()
        if before is not None and before != listing.picture_id:
            drop_files(ids=[before])
        record(CHANGED, actor, listing, at)
    return listing


def renew_listing(*, actor: Member, listing_id: int, at: datetime) -> Listing:
    """Show it for another 90 days from now on; what had run out or was taken stands again. Twice is once. Raises Invalid where there is no room."""
    with transaction.atomic():
        listing = visible(actor, listing_id, at)
        require(rules.may_edit(actor, listing))
        require(may_use(actor, POSTS, at))
        if (listing.expires_at, listing.asked_at, listing.taken_at, listing.closed_at) != (at + rules.SHOWN_FOR, None, None, None):
            require_room(listing.member, listing.company, at, besides=listing.pk)
            listing.expires_at, listing.asked_at, listing.taken_at, listing.closed_at = at + rules.SHOWN_FOR, None, None, None
            listing.save(update_fields=["expires_at", "asked_at", "taken_at", "closed_at"])
            record(RENEWED, actor, listing, at)
    return listing


def take_listing(*, actor: Member, listing_id: int, at: datetime) -> Listing:
    """It found somebody: no longer offered, and its page says so until it would have run out. Twice is once."""
    with transaction.atomic():
        listing = visible(actor, listing_id, at)
        require(rules.may_edit(actor, listing))
        if listing.taken_at is None:
            listing.taken_at = at
            listing.save(update_fields=["taken_at"])
            record(TAKEN, actor, listing, at)
    return listing


def close_listing(*, actor: Member, listing_id: int, at: datetime) -> Listing:
    """Take it down. Twice is once."""
    with transaction.atomic():
        listing = visible(actor, listing_id, at)
        require(rules.may_close(actor, listing))
        if listing.closed_at is None:
            listing.closed_at = at
            listing.save(update_fields=["closed_at"])
            record(CLOSED, actor, listing, at)
    return listing


def reopen_listing(*, actor: Member, listing_id: int, at: datetime) -> Listing:
    """Undo taking and closing, for as long as it would have been shown. Raises Invalid where there is no room any more."""
    with transaction.atomic():
        listing = visible(actor, listing_id, at)
        require(rules.may_edit(actor, listing))
        if listing.taken_at is not None or listing.closed_at is not None:
            require_room(listing.member, listing.company, at, besides=listing.pk)
            listing.taken_at = listing.closed_at = None
            listing.save(update_fields=["taken_at", "closed_at"])
            record(REOPENED, actor, listing, at)
    return listing


def record(kind: str, actor: Member | None, listing: Listing, at: datetime) -> None:
    """One row in the ledger, for all members."""
    ledger.record(
        space_id=listing.space_id,
        at=at,
        kind=kind,
        actor_id=actor.pk if actor is not None else None,
        subject_id=listing.pk,
        audience=ledger.EVERYONE,
    )


def deal_turn(*, actor: Member, among: str) -> int:
    """The next turn of a part of the market, from 0 on, for a reader who opens it the first time today. It is counted that an order was dealt, not to whom: no ledger row."""
    rows = MarketTurn.objects.filter(space=actor.space_id, among=among)
    with transaction.atomic():
        if not rows.update(dealt=F("dealt") + 1):
            MarketTurn.objects.get_or_create(space_id=actor.space_id, among=among)
            rows.update(dealt=F("dealt") + 1)
        return rows.values_list("dealt", flat=True).get() - 1


def bookmark(*, actor: Member, listing_id: int, wanted: bool, at: datetime) -> None:
    """Keep a listing in mind, or let it go. Private, so there is no ledger row. Twice is once."""
    with transaction.atomic():
        if not wanted:
            Bookmark.objects.filter(member=actor, listing=listing_id).delete()
            return
        listing = visible(actor, listing_id, at)
        Bookmark.objects.get_or_create(member=actor, listing=listing, defaults={"at": at})


def name_referrer(*, actor: Member, listing_id: int, referrer_id: int, text: str, at: datetime) -> Referral:
    """Say who led one to a listing, with a sentence of thanks, once for each listing; a second time changes nothing.

    Beside a block it looks sent, and is never delivered. Raises Invalid for oneself, for whoever put it up, and for empty words.
    """
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("Write a few words first."))
    require(may_use(actor, MESSAGES, at))
    with transaction.atomic():
        listing = visible(actor, listing_id, at)
        referrer = Member.objects.here().filter(space_id=actor.space_id, pk=referrer_id).first()
        if referrer is None:
            raise NotFound
        if referrer.pk in (actor.pk, listing.member_id):
            raise Invalid(_("Name somebody else: who told you of it?"))
        referral, new = Referral.objects.get_or_create(
            member=actor,
            listing=listing,
            defaults={
                "space_id": actor.space_id,
                "referrer": referrer,
                "text": text,
                "at": at,
                "withheld": not reach_each_other(actor.pk, referrer.pk),
            },
        )
        if new:
            ledger.record(
                space_id=actor.space_id,
                at=at,
                kind=REFERRED,
                actor_id=actor.pk,
                subject_id=listing.pk,
                audience=ledger.NOBODY,
                facts={"referral": referral.pk},
            )
    return referral


def hand_over(*, member_id: int, at: datetime) -> None:
    """Somebody leaves: what they put up for a company goes to the next who cares for it, all else comes down. May run again."""
    for pk in Listing.objects.filter(member=member_id, closed_at=None).values_list("pk", flat=True):
        with transaction.atomic():
            listing = locked(Listing.objects.filter(pk=pk)).get()
            heirs = Member.objects.here().filter(pk__in=rules.carers_in(listing)).exclude(pk=member_id)
            heir = heirs.order_by("joined_on", "pk").first() if listing.company_id is not None else None
            if heir is not None:
                listing.member = heir
            else:
                listing.closed_at = at
            listing.save(update_fields=["member", "closed_at"])
            for function in HANDED_ON if heir is not None else ():
                function(listing, at)


def note_asked(*, listing_id: int, at: datetime) -> bool:
    """Note that it was asked whether a listing should stay, once; returns whether it was now."""
    return Listing.objects.filter(pk=listing_id, asked_at=None).update(asked_at=at) == 1


def forget_old(*, at: datetime) -> int:
    """Remove listings with their pictures a year after they ran out; return how many."""
    old = list(Listing.objects.filter(expires_at__lt=at - KEPT).values_list("pk", "picture_id"))
    Listing.objects.filter(pk__in=[pk for pk, _picture in old]).delete()
    drop_files(ids=[picture for _pk, picture in old if picture is not None])
    return len(old)
