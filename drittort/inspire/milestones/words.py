"""Days to celebrate in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core import firsts
from drittort.inspire.milestones.models import BIRTHDAY, COMPANY, YEARS, Milestone


def sentence(row: Milestone, name: str) -> str:
    """What is celebrated, with the name; "" for a first time that nobody tells any more."""
    if row.kind in (YEARS, COMPANY):
        return ngettext("%(name)s: one year in the house", "%(name)s: %(n)s years in the house", row.number) % {
            "name": name,
            "n": row.number,
        }
    if row.kind == BIRTHDAY:
        return _("%(name)s has a birthday") % {"name": name}
    kind = firsts.KINDS.get(row.kind.partition(":")[2])
    return str(kind.sentence) % {"name": name} if kind else ""
