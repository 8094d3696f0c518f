"""Who brings people in from a list."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.errors import Verdict
from drittort.joining.importing.models import ImportFile
from drittort.members.models import Member
from drittort.spaces.roles import permission, power

IMPORT = permission("joining.import_people", gettext_lazy("Bring people in from the list of another software"), on_duty=True)


def may_import(actor: Member) -> Verdict:
    """Whether somebody brings people in."""
    return power(actor, IMPORT, _("Only the team brings people in from a list."))


def visible_to(actor: Member) -> QuerySet[ImportFile]:
    """The lists of the house, for those who bring people in."""
    rows = ImportFile.objects.filter(space_id=actor.space_id)
    return rows if may_import(actor) else rows.none()
