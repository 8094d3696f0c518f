"""What a page says of a translation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drittort.core.errors import NotFound, Verdict
from drittort.members.models import Member
from drittort.members.translations import rules
from drittort.members.translations.kinds import original
from drittort.members.translations.models import Translation, Untranslated
from drittort.web.markdown import rendered


@dataclass(frozen=True, slots=True)
class Shown:
    """A translation as it stands: made, on its way, failed, or not there; and the original beside it."""

    subject: str
    path: str
    language: str
    source: str
    state: str
    parts: tuple[SafeString, ...]
    original: tuple[SafeString, ...]
    service: str
    reason: str


def shown(reader: Member, subject: str, at: datetime) -> Shown:
    """How a translation into the reader's language stands. Raises NotFound where they can't read the original, and in a house without a service."""
    found = original(reader, subject, at)
    if rules.service_of(reader.space_id) is None:
        raise NotFound
    language = get_language() or "de"
    verdict: Verdict = rules.may_translate(found, language)
    row = Translation.objects.filter(subject=subject, digest=found.digest, language=language).first() if verdict else None
    return Shown(
        subject=subject, path=found.path, language=language, source=named(found.language), state=state_of(row, verdict),
        parts=tuple(rendered(part) for part in row.parts if part.strip()) if row is not None and row.made_at is not None else (),
        original=tuple(rendered(part) for part in found.parts if part.strip()), service=row.service if row is not None else "", reason=str(verdict.reason or ""),
    )  # fmt: skip


def state_of(row: Translation | None, verdict: Verdict) -> str:
    """made, waits, failed, open, or no."""
    if not verdict:
        return "no"
    if row is None:
        return "open"
    if row.made_at is not None:
        return "made"
    return "failed" if row.failed_at is not None else "waits"


def named(language: str) -> str:
    """From which language, in words."""
    return {"de": _("from German"), "en": _("from English")}.get(language, "")


def foreign(reader: Member, language: str, writers: Collection[int | None]) -> bool:
    """Whether some words are in another language than the reader's, and not their own. No query."""
    mine = get_language()
    return language in rules.LANGUAGES and mine in rules.LANGUAGES and language != mine and not {None, reader.pk} & {*writers}


def offered(reader: Member, language: str, writers: Collection[int | None]) -> bool:
    """Whether a page offers a translation of some words. Most are in the reader's language, and that costs nothing."""
    if not writers or not foreign(reader, language, writers):
        return False
    return rules.offers(reader.space_id, [pk for pk in writers if pk is not None])


def offered_among(reader: Member, written: Mapping[int, tuple[str, int | None]]) -> set[int]:
    """Of some words, by number their language and writer, those of which a page offers a translation. Two queries, where some are in another language."""
    by = {pk: writer for pk, (language, writer) in written.items() if foreign(reader, language, [writer])}
    if not by or rules.service_of(reader.space_id) is None:
        return set()
    refused = set(Untranslated.objects.filter(member__in=set(by.values())).values_list("member_id", flat=True))
    return {pk for pk, writer in by.items() if writer not in refused}
