"""Handing in a list, mapping it, bringing it in bit by bit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.core.jobs.queue import enqueue
from drittort.core.moving.registry import Numbers
from drittort.core.privacy import Erased
from drittort.joining.importing import reading as lists
from drittort.joining.importing import rules
from drittort.joining.importing.models import ImportFile, ImportMapping
from drittort.members.importing import actions as loading
from drittort.members.importing import foreign
from drittort.members.importing.queries import people_of, plan
from drittort.members.models import Member
from drittort.members.profiles.models import ProfileField, ProfileValue

STARTED, DONE = "list.started", "list.done"
JOB = "joining.importing.run"
BIT = 200
KEPT = timedelta(days=1)
REMEMBERED = timedelta(days=90)


def head_of(columns: tuple[str, ...]) -> str:
    """What stands for a head: the same columns in any order are the same kind of list."""
    return blake2b("\n".join(sorted(columns)).encode(), digest_size=20).hexdigest()


def hand_in(*, actor: Member, name: str, text: str, at: datetime) -> ImportFile:
    """Keep a list for a day, with what its columns probably mean. Raises Invalid where its head cannot be read."""
    require(rules.may_import(actor))
    columns, problems = foreign.columns_of(text)
    if problems or not columns:
        raise Invalid(problems[0].sentence if problems else _("The list has no columns."))
    system = foreign.recognise(columns)
    kept = ImportMapping.objects.filter(space_id=actor.space_id, head=head_of(columns)).first()
    return ImportFile.objects.create(
        space_id=actor.space_id, by=actor, made_at=at, name=name[:120], text=text, system=system,
        mapping=kept.mapping if kept else foreign.propose(columns, system), day_first=kept.day_first if kept else True,
    )  # fmt: skip


def _open(actor: Member, file_id: int) -> ImportFile:
    require(rules.may_import(actor))
    row = locked(rules.visible_to(actor).filter(pk=file_id)).first()
    if row is None:
        raise NotFound
    if row.confirmed_at is not None:
        raise OutOfDate(_("This list is being brought in already."))
    return row


def map_columns(*, actor: Member, file_id: int, mapping: Mapping[str, str], day_first: bool, at: datetime) -> ImportFile:
    """Say what the columns mean, for this list and for the next of its kind. Raises Invalid for a meaning that stands twice."""
    told = [meaning for meaning in mapping.values() if meaning]
    if len(told) != len(set(told)):
        raise Invalid(_("Two columns mean the same. Leave one of them out."))
    with transaction.atomic():
        row = _open(actor, file_id)
        row.mapping, row.day_first = dict(mapping), day_first
        row.save(update_fields=["mapping", "day_first"])
        columns, _problems = foreign.columns_of(row.text)
        ImportMapping.objects.update_or_create(
            space_id=row.space_id, head=head_of(columns), defaults={"mapping": row.mapping, "day_first": day_first, "kept_at": at}
        )
    return row


def start(*, actor: Member, file_id: int, at: datetime) -> ImportFile:
    """Let the worker bring the list in. Raises Invalid while something in it cannot be read."""
    with transaction.atomic():
        row = _open(actor, file_id)
        reading = lists.read(row, at)
        if any(p.fatal for p in reading.rows.problems):
            raise Invalid(_("The list cannot be read yet. Map the column with the name or the address."))
        row.total, row.confirmed_at = len(reading.rows.people), at
        row.save(update_fields=["total", "confirmed_at"])
        ledger.record(
            space_id=row.space_id, at=at, kind=STARTED, actor_id=actor.pk, subject_id=row.pk, audience=ledger.MANAGERS,
            facts={"people": row.total},
        )  # fmt: skip
        enqueue(JOB, {"file": row.pk}, at=at, space_id=row.space_id, key=f"{JOB}:{row.pk}")
    return row


def bring_in(*, file_id: int, at: datetime) -> None:
    """Bring a confirmed list in, a bit a transaction; after a stop it goes on, and what is here already stays. Nobody is mailed, nobody agrees to anything."""
    reading = None
    while True:
        with transaction.atomic():
            row = locked(ImportFile.objects.filter(pk=file_id, done_at=None).exclude(confirmed_at=None)).first()
            if row is None:
                return
            reading = reading or lists.read(row, row.confirmed_at or at)  # the whole list, so only once
            bit = reading.rows.people[row.done : row.done + BIT]
            known = people_of(row.space)
            made = plan(space=row.space, rows=lists.bit(row, reading, bit, known), unknown=(), first_seen={}, at=at, known=known)
            loading.load(space=row.space, plan=made, at=at)
            _answers(row, reading, [person.id for person in bit], at)
            row.done += len(bit)
            if row.done >= len(reading.rows.people):
                row.done_at, row.text = at, ""
                facts = {"people": row.total}
                ledger.record(
                    space_id=row.space_id, at=at, kind=DONE, actor_id=row.by_id, subject_id=row.pk, audience=ledger.MANAGERS, facts=facts
                )
            row.save(update_fields=["done", "done_at", "text"])


def _answers(row: ImportFile, reading: foreign.Reading, ids: list[str], at: datetime) -> None:
    """Answers to the house's own fields, where nobody has answered yet; as widely read as the field begins with."""
    wanted = set(ids)
    emails = {p.id: p.email.lower() for p in reading.rows.people if p.email and p.id in wanted}
    fields = {f.pk: f for f in ProfileField.objects.filter(space=row.space, retired_at=None)}
    people = {m.external_id: m for m in Member.objects.filter(space=row.space, external_id__in=ids)}
    if reading.fields:
        known = Member.objects.alias(address=Lower("account__email")).filter(space=row.space, address__in=set(emails.values()))
        people |= {m.account.email.lower(): m for m in known.select_related("account") if m.account}
    there = set(ProfileValue.objects.filter(field__in=fields, member__in=people.values()).values_list("field_id", "member_id"))
    rows = []
    for key in ids:
        member = people.get(key) or people.get(emails.get(key, ""))
        for pk, value in reading.fields.get(key, {}).items():
            if member is not None and pk in fields and (pk, member.pk) not in there:
                there.add((pk, member.pk))
                f = fields[pk]
                rows.append(
                    ProfileValue(field=f, member=member, value=value, visibility=f.visibility, language=member.language, changed_at=at)
                )
    ProfileValue.objects.bulk_create(rows)


def moved(row: dict[str, Any], numbers: Numbers) -> None:
    """The questions of a house have other numbers on another machine; so have columns that mean them."""
    row["mapping"] = {column: numbers.thing(meaning) for column, meaning in row["mapping"].items()}


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: lists that nobody brought in yet and that hold them go; whoever still wants one uploads it again."""
    rows = ImportFile.objects.filter(space=erased.space_id, confirmed_at=None)
    for pk, text in rows.values_list("pk", "text").iterator(chunk_size=20):
        if erased.said.within(text):
            rows.filter(pk=pk).delete()


def forget_old(*, at: datetime) -> int:
    """Lists that nobody brought in go after a day, the others after 90; a confirmed one waits for the worker. Returns how many went."""
    ImportFile.objects.filter(confirmed_at=None, made_at__lt=at - KEPT).delete()
    return ImportFile.objects.exclude(done_at=None).filter(done_at__lt=at - REMEMBERED).delete()[0]
