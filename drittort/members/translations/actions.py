"""Setting up a service, asking for a translation, making it, and forgetting it."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from drittort.core import outside
from drittort.core.errors import Invalid, NotFound, require
from drittort.core.jobs.queue import enqueue
from drittort.core.sealed import Unreadable, seal, unseal
from drittort.members.models import Member
from drittort.members.translations import rules
from drittort.members.translations.kinds import TOGETHER, original
from drittort.members.translations.models import Translation, TranslationService, Untranslated
from drittort.members.translations.translators import SERVICES, Asked
from drittort.spaces.house.actions import note_change
from drittort.spaces.house.rules import may_change

TRANSLATE, PURPOSE = "members.translations.translate", "translation service"
CHUNK = 200


def set_service(*, actor: Member, kind: str, address: str, key: str, at: datetime) -> TranslationService:
    """Let the house ask a service; an empty key keeps the one before, as long as the address stays. Raises Invalid for an address that we would not ask."""
    require(may_change(actor))
    address = checked(address)
    if kind not in SERVICES:
        raise Invalid
    with transaction.atomic():
        before = rules.service_of(actor.space_id)
        sealed = seal(key, purpose=PURPOSE) if key else before.key_sealed if before is not None and before.address == address else ""
        made, _new = TranslationService.objects.update_or_create(
            space_id=actor.space_id, defaults={"kind": kind, "address": address, "key_sealed": sealed, "set_at": at}
        )
        note_change(actor, "translation", at)
    return made


def checked(address: str) -> str:
    """An address of a service: https, or a machine of the own network that whoever runs this one named. Raises Invalid."""
    address = address.strip().rstrip("/")
    wrong = Invalid(
        _(
            "Please give an address that begins with https://. A machine of your own network must stand in “translators” in the settings of this machine."
        )
    )
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise wrong from error
    if f"{parts.hostname}:{port or outside.PORTS.get(parts.scheme, 0)}" in settings.TRANSLATORS:
        return address
    try:
        scheme, _host, _path = outside.parts_of(address)
    except OSError as error:
        raise wrong from error
    if scheme != "https" or len(address) > 200 or parts.query or parts.fragment:
        raise wrong
    return address


def drop_service(*, actor: Member, at: datetime) -> None:
    """Ask nobody any more; what was translated goes, too."""
    require(may_change(actor))
    with transaction.atomic():
        if TranslationService.objects.filter(space=actor.space_id).delete()[0]:
            Translation.objects.filter(space=actor.space_id).delete()
            note_change(actor, "translation", at)


def choose(*, actor: Member, translated: bool, at: datetime) -> None:
    """Say whether one's own words may be translated. With a no, what was made of them goes at once."""
    with transaction.atomic():
        if translated:
            Untranslated.objects.filter(member=actor).delete()
        else:
            Untranslated.objects.get_or_create(member=actor, defaults={"at": at})
            Translation.objects.filter(member=actor).delete()
            made_with = reduce(or_, (Q(subject__startswith=f"{kind}:") for kind in sorted(TOGETHER)), Q(pk__in=()))
            forget(Translation.objects.filter(made_with, space=actor.space_id), at)


def ask(*, actor: Member, subject: str, language: str, at: datetime) -> Translation:
    """Have something translated that the actor reads: once for each version and language, whoever asks. What failed is tried anew. Raises NotFound, also in a house without a service, and NotAllowed."""
    found = original(actor, subject, at)
    if rules.service_of(actor.space_id) is None:
        raise NotFound
    require(rules.may_translate(found, language))
    assert found.author_id is not None
    with transaction.atomic():
        row, new = Translation.objects.get_or_create(
            subject=subject,
            digest=found.digest,
            language=language,
            defaults={"space_id": actor.space_id, "member_id": found.author_id, "asked_at": at},
        )
        if new or row.failed_at is not None:
            Translation.objects.filter(pk=row.pk).update(asked_at=at, failed_at=None)
            row.failed_at = None
            payload = {"translation": row.pk, "reader": actor.pk}
            enqueue(TRANSLATE, payload, at=at, space_id=actor.space_id, key=f"{TRANSLATE}:{row.pk}:{int(at.timestamp() // 60)}")
    return row


def make(*, translation_id: int, reader_id: int, at: datetime) -> None:
    """The job: ask the service, and keep what it says. Nothing is asked for words that changed, went, or may not be translated any more.

    Where the service is away, that is noted, and the next reader who asks tries again: nobody waits for words behind a page that is closed.
    """
    row = Translation.objects.select_related("space").filter(pk=translation_id, made_at=None).first()
    reader = Member.objects.select_related("space").filter(pk=reader_id).first()
    if row is None or reader is None:
        return
    try:
        found = original(reader, row.subject, at)
    except NotFound:
        row.delete()
        return
    service = rules.service_of(row.space_id)
    if found.digest != row.digest or service is None or not rules.allowed(found.writers):
        row.delete()
        return
    try:
        _label, translate = SERVICES[service.kind]
        asked = tuple(part for part in found.parts if part.strip())
        parts = translate(Asked(service.address, key_of(service), asked, found.language, row.language))
    except OSError:
        Translation.objects.filter(pk=row.pk).update(failed_at=at)
        return
    host = urlsplit(service.address).hostname or ""
    with transaction.atomic():
        # Whoever said no meanwhile, or changed house, is heard: the row is gone then.
        Translation.objects.filter(pk=row.pk, made_at=None).update(parts=list(parts), service=host, made_at=at, failed_at=None)


def key_of(service: TranslationService) -> str:
    """The key of a service; none where another machine sealed it."""
    try:
        return unseal(service.key_sealed, purpose=PURPOSE) if service.key_sealed else ""
    except Unreadable:
        return ""


def forget_orphans(*, at: datetime) -> int:
    """Remove translations of what is gone, changed, or not readable for its own writer any more; returns how many."""
    return forget(Translation.objects.all(), at)


def forget(made: QuerySet[Translation], at: datetime) -> int:
    """The same among some."""
    gone, last = 0, 0
    while rows := list(made.select_related("member__space").filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = rows[-1].pk
        ids = [row.pk for row in rows if not stands(row, at)]
        gone += Translation.objects.filter(pk__in=ids).delete()[0]
    return gone


def stands(row: Translation, at: datetime) -> bool:
    """Whether the words that a translation was made of are still there, and nobody who wrote them objects."""
    try:
        found = original(row.member, row.subject, at)
    except NotFound:
        return False
    return row.member.left_on is None and found.digest == row.digest and rules.allowed(found.writers)
