"""How far thanks reach in the house. There is no number of them: neither for a person, nor here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import INSPIRE, NOTHING, SHARE, UP, Calendar, Figure, gives, metric, page, share
from drittort.inspire.thanks.models import Thanks, ThanksTo
from drittort.members.membership.queries import here_in, spans
from drittort.spaces.models import Space


def reach(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of the members of a month, the share who thanked somebody before the house, or were thanked."""
    calendar = Calendar(space, months)
    said = Thanks.objects.in_house().filter(space=space, at__gte=calendar.since, at__lt=calendar.until)
    people: dict[date, set[int]] = defaultdict(set)
    heard = ThanksTo.objects.filter(thanks__in=said, hidden_at=None, withheld=False).values_list("thanks__at", "member_id")
    for rows in (said.values_list("at", "member_id"), heard):
        for month, each in calendar.by_month(rows).items():
            people[month] |= set(each)
    everybody = spans(space)
    told = {}
    for month in months:
        here = here_in(everybody, month)
        told[month] = share(len(people[month] & here), len(here)) if people[month] else NOTHING
    return told


def giving(space_id: int, since: datetime, until: datetime) -> Iterator[tuple[datetime, int | None]]:
    """Who said thanks before the house."""
    return Thanks.objects.in_house().filter(space=space_id, at__gte=since, at__lt=until).values_list("at", "member_id").iterator()


gives("thanks", giving)
metric(
    "thanks", _("Thanks that reach people"), reach, unit=SHARE, better=UP, program=INSPIRE, element="connection", open=True, rows=page("inspire:thanks"),
    definition=_("Of the members of the month, the share who thanked somebody where the house reads it, or were thanked so."),
    formula=_("Members who said or received thanks / all members of the month. Each counts once."),
    source=_("Thanks that are meant for the house; those between two people are theirs."),
    limits=_("Most thanks are said at the coffee machine."),
    helps=_("Begin yourself: a sentence of thanks takes a minute."), helps_at="inspire:thanks",
)  # fmt: skip
