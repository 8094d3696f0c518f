"""Asking for a copy, asking to be erased, and changing one's mind."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import OutOfDate, require
from drittort.core.files import storage
from drittort.core.files.actions import drop_files
from drittort.core.jobs.queue import enqueue
from drittort.members.models import Member
from drittort.members.my_data import rules
from drittort.members.my_data.models import DataExport

MAKE, ERASE = "members.my_data.make", "members.my_data.erase"


def ask_copy(*, actor: Member, at: datetime) -> DataExport:
    """Ask for a copy of everything; the worker makes it. At most once an hour. Raises NotAllowed."""
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        require(rules.may_ask_copy(DataExport.objects.filter(member=actor).order_by("-asked_at", "-pk").first(), at))
        row = DataExport.objects.create(member=actor, language=(get_language() or actor.language)[:10], asked_at=at)
        ledger.record(
            space_id=actor.space_id, at=at, kind=rules.COPY_ASKED, actor_id=actor.pk, subject_id=row.pk, audience=ledger.only(actor.pk)
        )
        enqueue(MAKE, {"copy": row.pk}, at=at, space_id=actor.space_id, key=f"{MAKE}:{row.pk}")
    return row


def making() -> Path:
    """Where copies are written before they are whole."""
    return storage.root() / "making"


def forget_copies(*, at: datetime) -> int:
    """Remove copies after a week with their bytes, and what a killed worker left; returns how many."""
    old = DataExport.objects.filter(asked_at__lte=at - rules.KEPT)
    drop_files(ids=list(old.exclude(file=None).values_list("file_id", flat=True)))
    gone, _tables = old.delete()
    for folder in making().glob("*"):
        if folder.stat().st_mtime < (at - timedelta(days=1)).timestamp():
            shutil.rmtree(folder, ignore_errors=True)
    return gone


def ask_erasure(*, actor: Member, keeps: bool, at: datetime) -> datetime:
    """Ask to be erased in seven days; returns when. Who asked already only changes what becomes of their contributions.

    Those who left may ask, too. Raises NotAllowed, OutOfDate.
    """
    with transaction.atomic():
        member = locked(Member.objects.filter(pk=actor.pk)).get()
        if rules.is_going(member, at):
            raise OutOfDate(_("The seven days are over: your data is being erased."))
        require(rules.may_be_erased(member))
        if member.erase_at is None:
            member.erase_at = actor.erase_at = at + rules.TIME_TO_THINK
            enqueue(
                ERASE, {"member": member.pk}, at=at, space_id=member.space_id, key=f"{ERASE}:{member.pk}:{member.erase_at.isoformat()}",
                run_at=member.erase_at,
            )  # fmt: skip
            ledger.record(
                space_id=member.space_id, at=at, kind=rules.ASKED, actor_id=member.pk, subject_id=member.pk,
                audience=ledger.only(member.pk),
            )  # fmt: skip
        member.erase_keeps = actor.erase_keeps = keeps
        member.save(update_fields=["erase_at", "erase_keeps"])
    return member.erase_at


def stay(*, actor: Member, at: datetime) -> bool:
    """Take it back; returns whether there was something to take back. Raises OutOfDate when it is too late."""
    with transaction.atomic():
        member = locked(Member.objects.filter(pk=actor.pk)).first()
        if member is not None and member.erase_at is None:
            return False
        if member is None or not rules.time_left(member, at):
            raise OutOfDate(_("The seven days are over: your data is being erased."))
        Member.objects.filter(pk=member.pk).update(erase_at=None, erase_keeps=False)
        actor.erase_at = None
        ledger.record(
            space_id=member.space_id, at=at, kind=rules.TAKEN_BACK, actor_id=member.pk, subject_id=member.pk,
            audience=ledger.only(member.pk),
        )  # fmt: skip
    return True
