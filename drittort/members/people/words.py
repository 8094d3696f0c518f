"""Words for days and languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.utils.translation import gettext as _

from drittort.core.spoken import spoken


def weekday(day: int) -> str:
    """The whole name of a weekday (0 is Monday)."""
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))[day]


def weekdays(days: Iterable[int]) -> str:
    """Short names of weekdays (0 is Monday), in order."""
    return _weekdays(frozenset(days))


@spoken
def _weekdays(days: frozenset[int]) -> str:
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return ", ".join(names[d] for d in sorted(days) if 0 <= d <= 6)


@spoken
def language_names() -> Mapping[str, str]:
    """Languages by their codes, in the reader's words."""
    return MappingProxyType({
        "de": _("German"), "en": _("English"), "fr": _("French"), "es": _("Spanish"), "it": _("Italian"), "tr": _("Turkish"), "pl": _("Polish"), "nl": _("Dutch"),
        "ar": _("Arabic"), "fa": _("Persian"), "ru": _("Russian"), "uk": _("Ukrainian"), "pt": _("Portuguese"), "da": _("Danish"), "sv": _("Swedish"),
        "el": _("Greek"), "ro": _("Romanian"), "ku": _("Kurdish"), "vi": _("Vietnamese"), "zh": _("Chinese"), "ja": _("Japanese"),
    })  # fmt: skip


def languages(codes: Iterable[str]) -> str:
    """Names of languages in the reader's."""
    names = language_names()
    return ", ".join(names.get(code, code) for code in codes)


def first_name(name: str) -> str:
    """The name among members: the first word that is no title such as “Dr.”; the whole name if there is none."""
    return next((word for word in name.split() if not word.endswith(".")), name)


def initials(name: str) -> str:
    """The first letters of the first and the last part of a name, without titles."""
    parts = [word for word in name.split() if word[:1].isalpha() and not word.endswith(".")] or [name]
    return "".join(word[0] for word in dict.fromkeys((parts[0], parts[-1]))).upper()
