"""Asking for the file of the house, making it, and letting go of it."""

from __future__ import annotations

import shutil
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import translation

from drittort.core import ledger
from drittort.core.addresses import address
from drittort.core.database import locked
from drittort.core.errors import require
from drittort.core.files import storage
from drittort.core.files.actions import drop_files, keep_made
from drittort.core.jobs.queue import enqueue
from drittort.core.moving import export
from drittort.core.privacy import Erased
from drittort.members.house_copy import rules
from drittort.members.house_copy.models import HouseCopy
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.spaces.models import Space

MAKE = "members.house_copy.make"


def ask_house_copy(*, actor: Member, at: datetime) -> HouseCopy:
    """Ask for the file of the whole house; the worker makes it. One at a time; everybody in the house can read that it was asked for. Raises NotAllowed."""
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).get()
        require(rules.may_ask(actor))
        row = HouseCopy.objects.create(space_id=actor.space_id, by=actor, asked_at=at)
        ledger.record(
            space_id=actor.space_id, at=at, kind=rules.ASKED, actor_id=actor.pk, subject_id=row.pk, audience=ledger.EVERYONE
        )  # fmt: skip
        enqueue(MAKE, {"copy": row.pk}, at=at, space_id=actor.space_id, key=f"{MAKE}:{row.pk}")
    return row


def folder_of(copy_id: int) -> Path:
    """Where a file is written before it is whole."""
    return storage.root() / "making" / f"house-{copy_id}"


def finish_house_copy(*, copy_id: int, at: datetime) -> HouseCopy | None:
    """Make the file, keep it for a day, and tell who asked. Once; None when it is done, or who asked is gone or has no power any more."""
    row = HouseCopy.objects.select_related("space", "by__space").filter(pk=copy_id, done_at=None).first()
    if row is None:
        return None
    HouseCopy.objects.filter(pk=row.pk).update(tables=export.parts(), tables_done=0, rows=0)
    folder = folder_of(row.pk)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        path = folder / "house.zip"
        # The file is one look at all tables; how far it is must be written beside it, on a connection of its own.
        with ThreadPoolExecutor(1) as beside:
            export.export_house(row.space_id, path, at=at, tell=partial(told, beside, copy_id))
            beside.submit(connection.close)
        with transaction.atomic():
            asker = locked(Member.objects.select_related("space").filter(pk=row.by_id)).first()
            if asker is None or not HouseCopy.objects.filter(pk=row.pk, done_at=None).exists():
                return None
            row.file = keep_made(
                space_id=row.space_id, owner_id=asker.pk, file=path, name=f"{row.space.slug}-{row.space.day(at)}.drittort.zip",
                mimetype="application/zip", purpose=rules.COPY, at=at,
            )  # fmt: skip
            row.done_at = at
            row.save(update_fields=["file", "done_at"])
            older = HouseCopy.objects.filter(space=row.space_id).exclude(pk=row.pk).exclude(file=None)
            drop_files(ids=list(older.values_list("file_id", flat=True)))
            with translation.override(asker.language):
                tell(
                    member=asker, category=rules.CATEGORY, thread="house_copy", key=f"house_copy:{row.pk}", at=at, text="house_copy.ready",
                    path=address("members:house_copy", row.space.slug),
                )  # fmt: skip
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return row


def told(beside: Executor, copy_id: int, tables: int, rows: int) -> None:
    """Let another thread write down how far it is."""
    beside.submit(note, copy_id, tables, rows)


def note(copy_id: int, tables: int, rows: int) -> None:
    """Tell the page how far it is."""
    HouseCopy.objects.filter(pk=copy_id).update(tables_done=tables, rows=rows)


def forget_old(*, at: datetime) -> int:
    """Remove files after their day; returns how many."""
    return drop(HouseCopy.objects.filter(asked_at__lte=at - rules.KEPT).filter(~Q(done_at=None) | Q(asked_at__lte=at - 2 * rules.KEPT)))


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: files of the house in which they stand go at once."""
    drop(HouseCopy.objects.filter(space=erased.space_id).exclude(done_at=None))


def drop(rows: models.QuerySet[HouseCopy]) -> int:
    """Remove files of houses with their bytes."""
    ids = list(rows.values_list("pk", "file_id"))
    drop_files(ids=[file for _pk, file in ids if file is not None])
    return HouseCopy.objects.filter(pk__in=[pk for pk, _file in ids]).delete()[0]
