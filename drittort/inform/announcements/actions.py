"""Announcing, changing what was announced, ending it, and saying that one has read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, in_time, require
from drittort.inform.announcements import rules
from drittort.inform.announcements.models import Acknowledgement, Announcement
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.spaces.models import Location
from drittort.spaces.roles.models import Role

PUBLISHED, CHANGED, ENDED, ACKNOWLEDGED = (
    "announcement.published",
    "announcement.changed",
    "announcement.ended",
    "announcement.acknowledged",
)


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in an announcement, in both languages or in one, until when, and when it happens."""

    title_de: str
    text_de: str
    title_en: str
    text_en: str
    until: date
    happens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """To whom it goes (neither: the whole house), and how."""

    location_id: int | None = None
    role_id: int | None = None
    pressing: bool = False
    acknowledge: bool = False
    tells: bool = True
    on_wall: bool = True


def thread(announcement_id: int) -> str:
    """What notices about it belong together by."""
    return f"announcement:{announcement_id}"


def announce(*, actor: Member, words: Words, way: Way, at: datetime) -> Announcement:
    """Announce something. What asks to be acknowledged always comes into the inbox. Raises NotAllowed, NotFound for a place or role of another house, Invalid."""
    require(rules.may_announce(actor))
    check(actor, words, at)
    if way.location_id is not None and not Location.objects.standing().filter(pk=way.location_id, space=actor.space_id).exists():
        raise NotFound
    if way.role_id is not None and not Role.objects.filter(pk=way.role_id, space=actor.space_id).exists():
        raise NotFound
    with transaction.atomic():
        made = Announcement.objects.create(
            space_id=actor.space_id, member=actor, title_de=words.title_de, text_de=words.text_de, title_en=words.title_en, text_en=words.text_en, until=words.until,
            happens_at=words.happens_at, location_id=way.location_id, role_id=way.role_id, pressing=way.pressing, acknowledge=way.acknowledge,
            tells=way.tells or way.acknowledge, on_wall=way.on_wall, published_at=at,
        )  # fmt: skip
        record(PUBLISHED, made, actor, at)
    return made


def check(actor: Member, words: Words, at: datetime) -> None:
    """Raises Invalid for words without a title, a text without one, or a day that is over."""
    if not (words.title_de or words.title_en):
        raise Invalid(_("Give it a title, in one language at least."))
    if (words.text_de and not words.title_de) or (words.text_en and not words.title_en):
        raise Invalid(_("Each language needs its title."))
    day = actor.space.day(at)
    if not day <= words.until <= day + rules.LONGEST_FOR:
        raise Invalid(_("Say until when it holds: a day from today on, within a year."))
    if words.happens_at is not None and actor.space.day(words.happens_at) > words.until:
        raise Invalid(_("It has to hold until it happens."))


def visible(actor: Member, announcement_id: int) -> Announcement:
    """An announcement that the actor may see, locked. Raises NotFound."""
    found = locked(Announcement.objects.filter(pk__in=rules.visible_to(actor).filter(pk=announcement_id).values("pk"))).first()
    if found is None:
        raise NotFound
    return found


def change_announcement(*, actor: Member, announcement_id: int, words: Words, at: datetime) -> Announcement:
    """Change the words, or until when it holds. Nobody is told again, and who has read it has. Raises NotFound, NotAllowed, OutOfDate, Invalid."""
    require(rules.may_announce(actor))
    check(actor, words, at)
    with transaction.atomic():
        found = visible(actor, announcement_id)
        in_time(rules.may_change(found, at))
        for name in ("title_de", "text_de", "title_en", "text_en", "until", "happens_at"):
            setattr(found, name, getattr(words, name))
        found.changed_at = at
        found.save(update_fields=["title_de", "text_de", "title_en", "text_en", "until", "happens_at", "changed_at"])
        record(CHANGED, found, actor, at)
    return found


def end_announcement(*, actor: Member, announcement_id: int, at: datetime) -> None:
    """Take it down before its day; it stays in the history. Twice is once."""
    require(rules.may_announce(actor))
    with transaction.atomic():
        found = visible(actor, announcement_id)
        if found.ended_at is None and found.stands(at):
            found.ended_at = at
            found.save(update_fields=["ended_at"])
            record(ENDED, found, actor, at)


def acknowledge(*, actor: Member, announcement_id: int, at: datetime) -> Acknowledgement:
    """Say that one has read it. Twice is once. Raises NotFound for what is not meant for the actor, OutOfDate when it is over."""
    with transaction.atomic():
        found = rules.meant_for(actor.pk, actor.space_id).select_related("space").filter(pk=announcement_id).first()
        if found is None:
            raise NotFound
        said = Acknowledgement.objects.filter(announcement=found, member=actor).first()
        if said is not None:
            return said
        in_time(rules.may_acknowledge(found, at))
        said, new = Acknowledgement.objects.get_or_create(announcement=found, member=actor, defaults={"at": at})
        see_thread(member=actor, thread=thread(found.pk), at=at)
        if new:
            record(ACKNOWLEDGED, found, actor, at, audience=ledger.NOBODY)
    return said


def note_reminded(*, announcement_id: int, at: datetime) -> bool:
    """Note that those who were silent were reminded; returns whether it was now."""
    return bool(Announcement.objects.filter(pk=announcement_id, reminded_at=None).update(reminded_at=at))


def forget_read(*, at: datetime) -> int:
    """Forget who has read what was over a year ago; returns how many rows."""
    return Acknowledgement.objects.filter(announcement__until__lt=(at - rules.READ_KEPT).date()).delete()[0]


def record(kind: str, announcement: Announcement, actor: Member, at: datetime, *, audience: str = "") -> None:
    """One row in the ledger: for everybody where everybody may read it."""
    whole = announcement.location_id is None and announcement.role_id is None
    ledger.record(
        space_id=announcement.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=announcement.pk,
        audience=audience or (ledger.EVERYONE if whole else ledger.NOBODY),
    )  # fmt: skip
