"""Publishing what a house agreed on, and looking at it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, OutOfDate, require
from drittort.spaces.agreements.models import Agreement, AgreementVersion
from drittort.spaces.agreements.ready import READY
from drittort.spaces.agreements.rules import may_publish
from drittort.spaces.house.rules import Actor
from drittort.spaces.models import Space

PUBLISHED, LOOKED = "agreements.published", "agreements.looked_at"
MOST = 12


@dataclass(frozen=True, slots=True)
class Sentence:
    """One agreement as it is written: by language, the sentence and its why."""

    words: dict[str, tuple[str, str]]


def propose_the_first(*, space: Space, at: datetime) -> AgreementVersion:
    """Give a new house the ready-made agreements as its first version; inside the transaction that makes the house."""
    version = AgreementVersion.objects.create(space=space, number=1, published_at=at, looked_at=at)
    write(version, [Sentence(words) for words in READY])
    return version


def write(version: AgreementVersion, sentences: Sequence[Sentence]) -> None:
    """The rows of a version."""
    Agreement.objects.bulk_create(
        Agreement(version=version, position=position, language=language, text=text, why=why)
        for position, sentence in enumerate(sentences, start=1)
        for language, (text, why) in sentence.words.items()
    )


def check(sentences: Sequence[Sentence], language: str) -> None:
    """Raise Invalid unless each sentence stands in the house's language and has its why in every language it is written in."""
    if not 1 <= len(sentences) <= MOST:
        raise Invalid(_("Between one and twelve sentences: more is read by nobody."))
    for sentence in sentences:
        if not sentence.words.get(language, ("", ""))[0]:
            raise Invalid(_("Every sentence stands in the language of the house, too."))
        if any(not text or not why for text, why in sentence.words.values()):
            raise Invalid(_("Every sentence has its why: without it, it is only a rule."))
        if not set(sentence.words) <= set(dict(settings.LANGUAGES)):
            raise Invalid(_("This language is not known here."))


def publish_agreements(*, actor: Actor, sentences: Sequence[Sentence], change: str, seen: int, at: datetime) -> AgreementVersion:
    """Publish a new version and say what changed. `seen` is the number that the writer had before them: if somebody published meanwhile, OutOfDate.

    While the house is being opened nobody has read the first version, so it is written anew and stays the first.
    """
    require(may_publish(actor))
    change = " ".join(change.split())
    with transaction.atomic():
        space = locked(Space.objects.filter(pk=actor.space_id)).get()
        check(sentences, space.language)
        last = AgreementVersion.objects.filter(space=space).order_by("-number").first()
        if (last.number if last else 0) != seen:
            raise OutOfDate(_("Somebody published a version meanwhile. Look at it first; your words are still below."))
        if space.opening is not None and last is not None:
            last.published_at, last.published_by, last.looked_at = at, actor.pk, at
            last.save(update_fields=["published_at", "published_by", "looked_at"])
            last.agreements.all().delete()
            version = last
        else:
            if last is not None and not change:
                raise Invalid(_("Say in a sentence what changed: everybody is asked to read it."))
            version = AgreementVersion.objects.create(
                space=space, number=seen + 1, change=change, published_at=at, published_by=actor.pk, looked_at=at
            )
        write(version, sentences)
        ledger.record(
            space_id=space.pk, at=at, kind=PUBLISHED, actor_id=actor.pk, subject_id=version.pk, audience=ledger.EVERYONE,
            facts={"number": version.number},
        )  # fmt: skip
    return version


def look_again(*, actor: Actor, at: datetime) -> None:
    """Say that the agreements were looked at and still fit: the next review counts from now. Raises Invalid where there are none."""
    require(may_publish(actor))
    with transaction.atomic():
        version = locked(AgreementVersion.objects.filter(space_id=actor.space_id)).order_by("-number").first()
        if version is None:
            raise Invalid(_("This house has not agreed on anything yet."))
        version.looked_at = at
        version.save(update_fields=["looked_at"])
        ledger.record(space_id=actor.space_id, at=at, kind=LOOKED, actor_id=actor.pk, subject_id=version.pk, audience=ledger.MANAGERS)
