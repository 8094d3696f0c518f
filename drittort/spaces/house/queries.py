"""What the overview of a house's settings says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from drittort.core.mail.way import way
from drittort.spaces.agreements.models import AgreementVersion
from drittort.spaces.models import Location, Space
from drittort.spaces.settings import ALL, setting


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the settings with how it stands now."""

    title: Any
    url: str
    stands: str
    is_open: bool = False


def overview(space: Space, *, along: bool) -> list[Part]:
    """The pages on which the house is set up, each with its present state; `along` for who may take the house along. Two queries."""
    count = Location.objects.filter(space=space).standing().count()
    agreed = AgreementVersion.objects.filter(space=space).exists()
    changed = sum(setting(space, one.name) != one.default for one in ALL)
    leaves = way()

    def url(name: str) -> str:
        return reverse(name, args=[space.slug])

    return [
        Part(_("Name, language, time zone"), url("spaces:house"), f"{space.name} · {get_language_info(space.language)['name_translated']} · {space.timezone}"),
        Part(_("Locations"), url("spaces:locations"), ngettext("%(n)s location", "%(n)s locations", count) % {"n": count} if count else _("none yet"), not count),
        Part(_("Colours"), url("spaces:colours"), _("the green of the beginning") if space.hue is None else _("a colour of your own")),
        Part(_("Mail"), url("spaces:mail"), leaves.server if leaves.is_set else _("no mail server yet: mail stays on this machine"), not leaves.is_set),
        Part(_("Decisions of the house"), url("spaces:decisions"), ngettext("%(n)s differs from the usual", "%(n)s differ from the usual", changed) % {"n": changed} if changed else _("all as usual")),
        Part(_("Enquiries and applications"), url("joining:applications"), _("the public page is open") if setting(space, "applications_open") else _("closed to strangers")),
        Part(_("Agreements"), url("joining:agreements"), _("published") if agreed else _("none yet"), not agreed),
        *([Part(_("Take the house along"), url("members:house_copy"), _("one file with everything, for another machine"))] if along else []),
    ]  # fmt: skip
