"""Bringing a picture, agreeing to it, and taking it away: with the consent goes the picture."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.core.files.actions import Decoded, drop_files, keep_picture
from drittort.core.privacy import Erased
from drittort.inspire.pictures import rules
from drittort.inspire.pictures.models import Picture, PictureConsent, PictureWish
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, kept_from, may_use

ADDED, SHOWN, GONE = "picture.added", "picture.shown", "picture.gone"
HOUSE, PUBLIC = "house", "public"


def record(kind: str, picture: Picture, actor_id: int | None, at: datetime) -> None:
    """One row in the ledger, which nobody reads: a picture is seen, not told of."""
    ledger.record(space_id=picture.space_id, at=at, kind=kind, actor_id=actor_id, subject_id=picture.pk, audience=ledger.NOBODY)


def add_picture(*, actor: Member, subject: str, upload: Decoded, alt: str, people: Collection[int], at: datetime) -> Picture:
    """Put a picture to a thing. Everybody who can be seen (`people`, the actor among them or not), and whose thing it is, is asked; it shows when all agree.

    Beside a block nobody is asked, and it never shows; so it is with whoever would rather be in no picture. Raises NotFound where the actor does not see the thing, NotAllowed where they may not, Invalid with a
    sentence for what is no picture, says nothing in words, or shows whom it can't.
    """
    alt = " ".join(alt.split())
    if not alt:
        raise Invalid(_("Say in a few words what can be seen, for those who don't see it."))
    require(may_use(actor, POSTS, at))
    kind, number = rules.subject_of(actor, subject, at)
    seen = set(Member.objects.here().filter(space=actor.space_id, pk__in=people).values_list("pk", flat=True))
    if len(seen) > rules.MOST_SHOWN or seen != set(people) or (kind.people is not None and seen - kind.people(actor, number)):
        raise Invalid(_("Please choose those who are in the picture from those who were there."))
    asked = seen | (kind.owners(number) if kind.owners is not None else set())
    apart = kept_from(actor.pk, asked) | rules.in_none(seen - {actor.pk})
    with transaction.atomic():
        if Picture.objects.filter(space=actor.space_id, subject=subject).count() >= kind.most:
            raise Invalid(_("More than %(n)s pictures nobody looks at. Take one away first.") % {"n": kind.most})
        file = keep_picture(space_id=actor.space_id, owner_id=actor.pk, upload=upload, purpose=rules.PHOTO, at=at)
        picture = Picture.objects.create(space_id=actor.space_id, subject=subject, file=file, alt=alt, by=actor, asked=len(asked), at=at)
        PictureConsent.objects.bulk_create(
            PictureConsent(picture=picture, member_id=pk, asked_at=at, house_at=at if pk == actor.pk else None, withheld=pk in apart)
            for pk in sorted(asked)
        )
        record(ADDED, picture, actor.pk, at)
        if asked <= {actor.pk}:
            record(SHOWN, picture, None, at)
    return picture


def held(actor: Member, picture_id: int) -> tuple[Picture, PictureConsent]:
    """A picture for which the actor was asked, locked. Raises NotFound."""
    picture = locked(Picture.objects.filter(pk=picture_id, space=actor.space_id)).first()
    consent = rules.asked_of(actor).filter(picture=picture).first() if picture is not None else None
    if picture is None or consent is None:
        raise NotFound
    return picture, consent


def agree_to_picture(*, actor: Member, picture_id: int, audience: str, at: datetime) -> None:
    """Let the house, or everybody, see a picture, as far as oneself goes. Twice is once. Raises NotFound, Invalid where it never leaves the house."""
    if audience not in (HOUSE, PUBLIC):
        raise Invalid
    with transaction.atomic():
        picture, consent = held(actor, picture_id)
        if audience == PUBLIC and not rules.can_be_public(picture):
            raise Invalid
        consent.house_at, consent.declined_at = consent.house_at or at, None
        if audience == PUBLIC:
            consent.public_at = consent.public_at or at
        consent.save(update_fields=["house_at", "public_at", "declined_at"])
        if Picture.objects.agreed().filter(pk=picture.pk).exists():
            record(SHOWN, picture, None, at)


def take_back(*, actor: Member, picture_id: int, audience: str, at: datetime) -> None:
    """Take back what one agreed to: outside the house it is seen no more; for the house it goes altogether. A no before any yes looks like silence."""
    if audience not in (HOUSE, PUBLIC):
        raise Invalid
    with transaction.atomic():
        picture, consent = held(actor, picture_id)
        if audience == PUBLIC:
            consent.public_at = None
            consent.save(update_fields=["public_at"])
        elif consent.house_at is not None:
            remove([picture], actor.pk, at)
        else:
            consent.declined_at = consent.declined_at or at
            consent.save(update_fields=["declined_at"])


def remove_picture(*, actor: Member, picture_id: int, at: datetime) -> None:
    """Take a picture away that one brought, or that stands with what one answers for. Raises NotFound for everybody else."""
    with transaction.atomic():
        picture = locked(Picture.objects.filter(pk=picture_id, space=actor.space_id)).first()
        if picture is None or not rules.may_remove(actor, picture):
            raise NotFound
        remove([picture], actor.pk, at)


def remove(pictures: Collection[Picture], actor_id: int | None, at: datetime) -> None:
    """Pictures go with their bytes. Inside the caller's transaction."""
    for picture in pictures:
        record(GONE, picture, actor_id, at)
    drop_files(ids=[picture.file_id for picture in pictures])


def want_pictures(*, actor: Member, wanted: bool, at: datetime) -> None:
    """Be asked for pictures again, or be in none any more: what waits for one's yes waits in vain, which nobody learns. What shows stays until it is taken back. Twice is once."""
    with transaction.atomic():
        if wanted:
            PictureWish.objects.filter(member=actor).delete()
            return
        PictureWish.objects.get_or_create(member=actor, defaults={"at": at})
        rules.asked_of(actor).filter(house_at=None).update(withheld=True, declined_at=None)


def forget_unanswered(*, at: datetime) -> int:
    """What not everybody agreed to within its time goes; returns how many."""
    late = Picture.objects.filter(at__lte=at - rules.OPEN_FOR).exclude(pk__in=Picture.objects.agreed().values("pk"))
    gone = 0
    for picture in list(late):
        with transaction.atomic():
            remove([picture], None, at)
            gone += 1
    return gone


def forget_things(subject: str, at: datetime) -> None:
    """A thing is gone: its pictures go with it. Inside the caller's transaction."""
    remove(list(Picture.objects.filter(subject=subject)), None, at)


def forget_who_left(*, member_id: int, kind: str, at: datetime) -> None:
    """Somebody left the house: of a kind of thing, the pictures that show them and those they brought go."""
    with transaction.atomic():
        of_them = Picture.objects.filter(Q(consents__member=member_id) | Q(by=member_id), subject__startswith=f"{kind}:")
        remove(list(of_them.distinct()), None, at)


def forget_person(erased: Erased) -> None:
    """Somebody is erased: pictures that show them go with them, whoever brought them."""
    with transaction.atomic():
        remove(list(Picture.objects.filter(consents__member=erased.person_id).distinct()), None, erased.at)
