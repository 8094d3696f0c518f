"""People of the house by their names, as somebody writes them into a form."""

from __future__ import annotations

from django.utils.translation import gettext as _

from drittort.core.errors import Invalid
from drittort.core.sorting import folded
from drittort.members.models import Company, Member
from drittort.members.people.rules import visible_to

MOST = 12


def people_named(reader: Member, text: str) -> list[Member]:
    """The people whose names stand in a text, with commas or line ends between them. Raises Invalid with the names that it may be, or that nobody bears."""
    wanted = [" ".join(part.split()) for part in text.replace("\n", ",").split(",")]
    wanted = list(dict.fromkeys(part for part in wanted if part))
    if len(wanted) > MOST:
        raise Invalid(_("At most %(n)s people, please.") % {"n": MOST})
    found: list[Member] = []
    for name in wanted:
        rows = list(
            visible_to(reader)
            .filter(sort_name__contains=folded(name))
            .exclude(pk=reader.pk)
            .select_related("space")
            .order_by("sort_name", "pk")[:6]
        )
        exact = [one for one in rows if one.name.casefold() == name.casefold()]
        if len(exact) == 1:
            rows = exact
        if len(rows) > 1:
            raise Invalid(_("Which one is it? %(names)s") % {"names": " · ".join(one.name for one in rows)})
        if not rows:
            raise Invalid(_("Nobody called “%(name)s” is here.") % {"name": name})
        found += rows
    return list({one.pk: one for one in found}.values())


def people_or_company(reader: Member, text: str) -> tuple[list[Member], Company | None]:
    """The people whose names stand in a text, or the one company. Raises Invalid as `people_named` does."""
    name = " ".join(text.split())
    company = Company.objects.filter(space=reader.space_id, sort_name=folded(name)).first()
    if company is not None and not visible_to(reader).filter(sort_name=folded(name)).exists():
        return [], company
    return people_named(reader, text), None
