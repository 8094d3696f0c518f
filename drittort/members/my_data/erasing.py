"""Erasing a person: everything that the register says is theirs, everything that quotes them, and what is left in the folds of the database.

The work is many short transactions. Each looks for what is still there, so it may be stopped at any point and begun again; the membership itself goes
last. From the first step on the person is gone for everybody: signed out, and nobody of the house any more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from drittort.core import erased, ledger, privacy
from drittort.core.database import wipe
from drittort.core.files.actions import drop_files
from drittort.core.files.models import StoredFile
from drittort.core.models import Job, LedgerRow, Mail
from drittort.core.privacy import Erased, Said
from drittort.members.leaving import forget_addresses
from drittort.members.membership.actions import end_membership
from drittort.members.models import Company, Member
from drittort.members.my_data import rules

CHUNK = 200
PERSON = "members.Member"
FORMER = "former"


def erase(member: Member, *, at: datetime) -> int:
    """Erase a person for good; returns how many rows went. May be stopped and called again until the membership is gone."""
    keeps = member.erase_keeps
    if is_former(member):
        return close(member)
    begin(member, at)
    erased.note(fingerprint(member), keeps=keeps, at=at)
    word = said(member)
    gone = forget_mails(member, word) + forget_jobs(member, word)
    forget_sessions(member, word)
    gone += chunks(StoredFile.objects.filter(owner_id=member.pk), lambda ids: drop_files(ids=ids))
    what = Erased(member.pk, member.space_id, word, keeps, at)
    # Twice: what is drawn from the rows is looked at while they are there, and made anew when they are gone.
    for follow in privacy.FOLLOWS:
        follow(what)
    forget_companies(member)
    tables, rows, kept = forget_rows(member, keeps)
    gone += rows + forget_ledger(member)
    finish(member, kept=kept, tables=tables, at=at)
    for follow in privacy.FOLLOWS:
        follow(what)
    # What other work wrote meanwhile.
    gone += forget_mails(member, word) + forget_jobs(member, word) + forget_ledger(member)
    return gone + close(member)


def is_former(member: Member) -> bool:
    """Whether only the shell without words is left, which stands beside contributions."""
    return member.portrait == FORMER and member.account_id is None


def close(member: Member) -> int:
    """The last step: nothing is to be done any more, and what the database only marked as free is written over."""
    Member.objects.filter(pk=member.pk).update(erase_at=None, erase_keeps=False)
    wipe()
    return 0


def forget_companies(member: Member) -> None:
    """A company that is theirs alone goes with them."""
    with transaction.atomic():
        Company.objects.filter(pk__in=[company.pk for company in alone_in(member)]).delete()


def begin(member: Member, at: datetime) -> None:
    """From here on they are nobody's neighbour: not in the house, on no list, signed in nowhere."""
    end_membership(actor=None, member_id=member.pk, last_on=member.space.day(at), at=at)


def fingerprint(member: Member) -> tuple[object, ...]:
    """What makes this membership this one, also in a backup of earlier."""
    return (member.pk, member.space.created_at, member.joined_on if member.account is None else member.account.created_at)


def said(member: Member) -> Said:
    """Names and words of a person, before they are gone: of their rows, of their account if it goes with them, of a company that is theirs alone."""
    names: list[str] = [member.name]
    texts: list[str] = []
    for entry in privacy.REGISTER.values():
        for field in privacy.OWN_WORDS.get(entry.model._meta.label, ()):
            rows = entry.model._base_manager.filter(entry.of(member.pk)).values_list(field, flat=True).distinct()
            for value in rows.iterator(chunk_size=1000):
                texts += privacy.leaves(value)
    if member.account is not None and not elsewhere(member):
        names.append(member.account.email)
    for company in alone_in(member):
        names.append(company.name)
        texts.append(company.line)
    return Said.of(names, texts)


def elsewhere(member: Member) -> bool:
    """Whether the account belongs to another house too, and stays."""
    return Member.objects.filter(account=member.account_id).exclude(pk=member.pk).exclude(account=None).exists()


def alone_in(member: Member) -> list[Company]:
    """Companies in which nobody else ever worked."""
    return list(
        Company.objects.filter(employments__member=member)
        .exclude(pk__in=Company.objects.filter(employments__member__in=Member.objects.exclude(pk=member.pk).filter(space=member.space_id)))
        .distinct()
    )


def chunks(rows: models.QuerySet[Any], act: Callable[[list[int]], object]) -> int:
    """Do something with all rows of a question, a few at a time, each few in a transaction of their own."""
    done = 0
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        with transaction.atomic():
            act(ids)
        done += len(ids)
    return done


def delete(model: type[models.Model], condition: models.Q) -> int:
    """Delete rows in chunks."""
    rows = model._base_manager.filter(condition)
    return chunks(rows, lambda ids: model._base_manager.filter(pk__in=ids).delete())


def forget_mails(member: Member, word: Said) -> int:
    """Mail to them goes, and mail to others that names or quotes them."""
    mine = models.Q(to_member_id=member.pk)
    if member.account is not None and not elsewhere(member):
        mine |= models.Q(to_address__iexact=member.account.email)
    gone = delete(Mail, mine & (models.Q(space_id=member.space_id) | models.Q(space_id=None)))
    others = Mail.objects.filter(models.Q(space_id=member.space_id) | models.Q(space_id=None))
    quoting = [
        mail.pk
        for mail in others.defer("attachments").iterator(chunk_size=200)
        if word.within(mail.subject, mail.text, mail.html, mail.to_address, *privacy.leaves(mail.headers))
    ]
    for start in range(0, len(quoting), CHUNK):
        part = quoting[start : start + CHUNK]
        with transaction.atomic():
            Job.objects.filter(key__in=[f"mail:{pk}" for pk in part], leased_until=None).delete()
            gone += Mail.objects.filter(pk__in=part).delete()[0]
    return gone


def forget_jobs(member: Member, word: Said) -> int:
    """Jobs whose papers quote them go; of a failure that does, the words go."""
    rows = Job.objects.filter(models.Q(space_id=member.space_id) | models.Q(space_id=None))
    named = rows.exclude(last_error="").iterator(chunk_size=200)
    failed = [job.pk for job in named if word.within(job.last_error)]
    told = [pk for pk, payload in rows.values_list("pk", "payload").iterator(chunk_size=500) if quotes(word, payload)]
    for start in range(0, len(failed), CHUNK):
        Job.objects.filter(pk__in=failed[start : start + CHUNK]).update(last_error="")
    return sum(
        Job.objects.filter(pk__in=told[start : start + CHUNK], leased_until=None).delete()[0] for start in range(0, len(told), CHUNK)
    )


def quotes(word: Said, value: object) -> bool:
    """Whether a stored value holds words of a person, whatever its shape."""
    return word.within(*privacy.leaves(value), json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else "")


def forget_sessions(member: Member, word: Said) -> None:
    """They are signed out everywhere; what somebody else was just told about them goes from that one's session."""
    account = str(member.account_id) if member.account_id and not elsewhere(member) else None
    for session in Session.objects.iterator(chunk_size=500):
        data = session.get_decoded()
        if account is not None and data.get("_auth_user_id") == account:
            session.delete()
        elif quotes(word, data):
            kept = {name: value for name, value in data.items() if not quotes(word, {"": value})}
            Session.objects.filter(pk=session.pk).update(session_data=Session.objects.encode(kept))


def forget_rows(member: Member, keeps: bool) -> tuple[int, int, bool]:
    """Everything that hangs on the membership; returns from how many tables rows went, how many, and whether contributions stay that need somebody."""
    tables: set[str] = set()
    rows, kept = 0, False

    def went(label: str, count: int) -> None:
        nonlocal rows
        rows += count
        if count:
            tables.add(label)

    for relation in relations():
        model: Any = relation.related_model
        name = relation.field.name
        mine = models.Q(**{name: member.pk})
        entry = privacy.REGISTER.get(model._meta.label)
        owner = entry is not None and {name, f"{name}_id"} & set(entry.person)
        taken_out = entry is not None and (entry.marks.get(name) or entry.marks[f"{name}_id"]).erasure == privacy.TAKE_OUT
        if taken_out and relation.field.null:
            pass
        elif keeps and owner and entry is not None and entry.contribution:
            if not relation.field.null:
                kept = kept or model._base_manager.filter(mine).exists()
                continue
        elif relation.on_delete is models.CASCADE or owner:
            went(model._meta.label, delete(model, mine))
            continue
        went(model._meta.label, chunks(model._base_manager.filter(mine), nulled(model, name)))
    for label, columns in privacy.REFERS.items():
        for column, table in columns.items():
            model = privacy.REGISTER[label].model
            if table == PERSON and model not in (LedgerRow, Mail, StoredFile):
                chunks(model._base_manager.filter(**{column: member.pk}), nulled(model, column))
    return len(tables), rows, kept


def relations() -> list[Any]:
    """Every foreign key to a membership, of whatever module, those without a way back too."""
    found = [f for f in Member._meta.get_fields(include_hidden=True) if f.auto_created and (f.one_to_many or f.one_to_one)]
    return sorted(found, key=lambda relation: (str(relation.related_model._meta.label), str(relation.field.name)))


def nulled(model: Any, name: str) -> Callable[[list[int]], object]:
    """Takes the person out of some rows."""
    return lambda ids: model._base_manager.filter(pk__in=ids).update(**{name: None})


def forget_ledger(member: Member) -> int:
    """Rows of what happened that name them: as who did it, as whom it was about, or among the facts."""
    gone = delete(LedgerRow, models.Q(space_id=member.space_id, actor_id=member.pk))
    return gone + delete(LedgerRow, models.Q(space_id=member.space_id) & ledger.naming(PERSON, member.pk))


def finish(member: Member, *, kept: bool, tables: int, at: datetime) -> None:
    """The membership goes, with an account that belongs to no other house; where contributions stay, somebody without any words stays with them."""
    account = member.account
    goes = account is not None and not elsewhere(member)
    with transaction.atomic():
        if kept:
            with translation.override(member.space.language):
                name = _("Former member")
            Member.objects.filter(pk=member.pk).update(
                account=None, external_id=None, name=name, line="", roles=[], language=member.space.language, languages=[], days=[],
                location=None, meets_online=False, paused_until=None, portrait=FORMER, joined_on=models.F("left_on"), attributes={},
            )  # fmt: skip
        else:
            Member.objects.filter(pk=member.pk).delete()
        if goes and account is not None:
            forget_addresses({account.pk: account.email})
        ledger.record(
            space_id=member.space_id, at=at, kind=rules.ERASED, actor_id=None, subject_id=None, audience=ledger.MANAGERS,
            facts={"tables": tables},
        )  # fmt: skip


def replay(*, at: datetime) -> int:
    """After a backup was brought back: erase again who had been erased since. Returns how many."""
    listed = erased.listed()
    found = 0
    if not listed:
        return 0
    people: Iterable[Member] = Member.objects.select_related("space", "account").iterator(chunk_size=500)
    for member in [one for one in people if erased.digest(fingerprint(one)) in listed]:
        Member.objects.filter(pk=member.pk).update(erase_at=at)
        member.erase_keeps = listed[erased.digest(fingerprint(member))]
        erase(member, at=at)
        found += 1
    return found
