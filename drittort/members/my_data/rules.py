"""Who may ask for what of their data, and when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from drittort.core.errors import YES, NotFound, Verdict, no
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.members.models import Member
from drittort.members.my_data.models import DataExport
from drittort.spaces.roles import has_power

CATEGORY = "my_data"
COPY_ASKED, ASKED, TAKEN_BACK, ERASED = "my_data.copy_asked", "erasure.asked", "erasure.taken_back", "erasure.done"
ONCE_IN = timedelta(hours=1)
KEPT = timedelta(days=7)
TIME_TO_THINK = timedelta(days=7)
SALT = "drittort.members.my_data.stay"


def nobody(member: Member, file: StoredFile) -> bool:
    """A copy is handed out by its own address only, to who proved who they are a moment ago."""
    return False


def lasting(ids: Collection[int]) -> set[int]:
    """Which of some files are copies that somebody may still fetch."""
    return set(DataExport.objects.filter(file__in=ids).values_list("file_id", flat=True))


COPY = purpose("members.data_copy", may_see=nobody, used=lasting, made=True)


def copies(member: Member, at: datetime) -> list[DataExport]:
    """A member's own copies that are being made or kept, newest first."""
    return list(DataExport.objects.filter(member=member, asked_at__gt=at - KEPT).select_related("file").order_by("-asked_at", "-pk"))


def may_ask_copy(newest: DataExport | None, at: datetime) -> Verdict:
    """Once an hour; not while one is being made."""
    if newest is None or newest.asked_at <= at - ONCE_IN:
        return YES
    if newest.done_at is None:
        return no(_("Your copy is being made."))
    return no(_("You asked for a copy less than an hour ago. Later you can ask for a new one."))


def may_be_erased(member: Member) -> Verdict:
    """Everybody, at any time; only whoever alone holds the keys of a house in which others live hands them on first."""
    if member.left_on is None and has_power(member):
        others = Member.objects.filter(space=member.space_id).here().exclude(pk=member.pk)
        if others.exists() and not any(
            map(has_power, others.filter(erase_at=None).exclude(account=None).exclude(roles=[]).select_related("space"))
        ):
            return no(_("You are the only one who cares for this house. Give somebody else the keys first, then we erase everything."))
    return YES


def is_going(member: Member, at: datetime) -> bool:
    """Whether the seven days are over: whoever is being erased is told nothing any more, and decides nothing."""
    return member.erase_at is not None and member.erase_at <= at


def time_left(member: Member, at: datetime) -> bool:
    """Whether an erasure that was asked for can still be taken back."""
    return member.erase_at is not None and at < member.erase_at


def token(member: Member) -> str:
    """The signed link in the mail that takes an erasure back: it holds for this one asking."""
    assert member.erase_at is not None
    return signing.dumps([member.pk, int(member.erase_at.timestamp())], salt=SALT)


def member_of(token: str) -> Member:
    """Whose erasure a link takes back. Raises NotFound for a link that is none, and for one of an earlier asking."""
    try:
        person, moment = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise NotFound from error
    member = Member.objects.select_related("space").filter(pk=person).first()
    if member is None or (member.erase_at is not None and int(member.erase_at.timestamp()) != moment):
        raise NotFound
    return member


def backups_kept() -> int:
    """For how many days the owner of this machine keeps backups."""
    return int(settings.BACKUPS_KEPT)
