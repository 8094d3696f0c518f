"""Hanging up a screen, taking its address back, and saying what may be shown of oneself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.inform.wall import rules
from drittort.inform.wall.models import Wall, WallChoice, new_key
from drittort.members.models import Member
from drittort.spaces.models import Location, Space

HUNG, TAKEN, RENEWED = "wall.hung", "wall.taken", "wall.renewed"


def hang_wall(*, actor: Member, name: str, language: str, location_id: int | None, at: datetime) -> Wall:
    """A new screen with an address of its own. Raises NotAllowed, NotFound for a place of another house, Invalid for a name that another has."""
    require(rules.may_hang(actor))
    name = " ".join(name.split())
    if location_id is not None and not Location.objects.standing().filter(pk=location_id, space=actor.space_id).exists():
        raise NotFound
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).get()
        rows = Wall.objects.filter(space=actor.space_id)
        if not name or rows.filter(name=name).exists():
            raise Invalid(_("Give it a name of its own, such as “Kitchen”."))
        if rows.count() >= rules.MOST:
            raise Invalid(_("More than %(most)s screens nobody keeps an eye on.") % {"most": rules.MOST})
        wall = Wall.objects.create(
            space_id=actor.space_id, name=name, language=language, location_id=location_id, made_at=at, made_by=actor
        )
        record(HUNG, wall, actor, at)
    return wall


def visible(actor: Member, wall_id: int) -> Wall:
    """A screen of the actor's house, locked. Raises NotAllowed, NotFound."""
    require(rules.may_hang(actor))
    wall = locked(rules.visible_to(actor).filter(pk=wall_id)).first()
    if wall is None:
        raise NotFound
    return wall


def renew_wall(*, actor: Member, wall_id: int, at: datetime) -> Wall:
    """Another address; whoever knows the old one sees nothing any more."""
    with transaction.atomic():
        wall = visible(actor, wall_id)
        wall.key, wall.seen_at = new_key(), None
        wall.save(update_fields=["key", "seen_at"])
        record(RENEWED, wall, actor, at)
    return wall


def take_wall(*, actor: Member, wall_id: int, at: datetime) -> None:
    """The screen is taken down: its address leads nowhere from now on."""
    with transaction.atomic():
        wall = visible(actor, wall_id)
        record(TAKEN, wall, actor, at)
        wall.delete()


def note_seen(*, wall: Wall, at: datetime) -> None:
    """A screen asked, and so it is alive. Written every few minutes only."""
    late = Q(seen_at=None) | Q(seen_at__lte=at - rules.NOTED_EVERY)
    if wall.seen_at is None or wall.seen_at <= at - rules.NOTED_EVERY:
        Wall.objects.filter(late, pk=wall.pk).update(seen_at=at)


def choose(*, actor: Member, face: bool, words: bool, at: datetime) -> WallChoice | None:
    """Say what walls may show of oneself. What was allowed already keeps its day; nothing at all leaves no row (None)."""
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        if not face and not words:
            WallChoice.objects.filter(member=actor).delete()
            return None
        choice, _new = WallChoice.objects.get_or_create(member=actor)
        choice.face_at = (choice.face_at or at) if face else None
        choice.words_at = (choice.words_at or at) if words else None
        choice.save(update_fields=["face_at", "words_at"])
    return choice


def record(kind: str, wall: Wall, actor: Member, at: datetime) -> None:
    """One row in the ledger, for those who care for the house."""
    ledger.record(space_id=wall.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=wall.pk, audience=ledger.MANAGERS)
