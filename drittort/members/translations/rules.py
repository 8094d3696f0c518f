"""Who may have what translated."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.members.translations.kinds import Original
from drittort.members.translations.models import TranslationService, Untranslated

LONGEST = 12_000
LANGUAGES = ("de", "en")


def service_of(space_id: int) -> TranslationService | None:
    """The service of a house; None where none is set up, and then nobody hears of translations."""
    return TranslationService.objects.filter(space=space_id).first()


def allowed(writers: Collection[int]) -> bool:
    """Whether everybody whose words these are lets them be translated. Where a writer is gone, nobody can be asked: then there are none."""
    return bool(writers) and not Untranslated.objects.filter(member__in=writers).exists()


def offers(space_id: int, writers: Collection[int]) -> bool:
    """Whether a house has a service, and everybody whose words these are lets them be translated. One query."""
    refused = Untranslated.objects.filter(member__in=writers)
    return bool(writers) and TranslationService.objects.filter(~Exists(refused), space=space_id).exists()


def may_translate(found: Original, language: str) -> Verdict:
    """Whether somebody who reads it may have it in a language, in a house that has a service. Costs one query."""
    if language not in LANGUAGES or found.language not in LANGUAGES or language == found.language:
        return no(_("There is nothing to translate here."))
    if not allowed(found.writers):
        return no(_("Whoever wrote this does not want it translated by a machine."))
    if sum(map(len, found.parts)) > LONGEST:
        return no(_("This is too long to be translated by a machine."))
    return YES
