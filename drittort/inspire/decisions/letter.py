"""What the house decides, in the house letter: what is open and waits for a reader, and what was decided since the last one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from drittort.core import letter
from drittort.core.letter import MOST_MADE, Item
from drittort.inspire.decisions import queries, reactions, words
from drittort.inspire.decisions.models import Elector, HouseDecision
from drittort.inspire.decisions.rules import READ_BY_ALL
from drittort.spaces.models import Space


def deciding(space: Space, since: datetime, until: datetime) -> Iterator[Item]:
    """What is open for a while still, what ends first on top: told to those who may take part and, as far as that is no secret, have not; then what was decided."""
    rows = HouseDecision.objects.filter(READ_BY_ALL, space=space).select_related("group", "location", "space")
    running = list(rows.running().filter(closes_at__gt=until).order_by("closes_at", "pk")[:MOST_MADE])
    roll: dict[int, set[int]] = {}
    for decision, member in Elector.objects.filter(decision__in=running).values_list("decision_id", "member_id"):
        roll.setdefault(decision, set()).add(member)
    for row in running:
        last = gettext("until %(day)s") % {"day": words.last_day(row, space)}
        yield Item(
            row.pk, row.title, row.text[:200], f"{row.get_kind_display()} · {last}", "", row.language, only=frozenset(roll.get(row.pk, ())),
            not_for=frozenset() if row.secret else frozenset(reactions.spoke(row)), fresh=row.opened_at is not None and row.opened_at > since,
        )  # fmt: skip
    for row in rows.filter(closed_at__gt=since, closed_at__lte=until, result__isnull=False).order_by("-closed_at", "-pk")[:MOST_MADE]:
        yield Item(row.pk, row.title, reactions.verdict(row), row.get_kind_display(), "", row.language)


letter.block(
    "decisions", _("What we decide"), deciding, kind="decision", path=queries.page_of, place=25, most=4, in_order=True,
    counted=ngettext_lazy("one decision", "%(n)s decisions", "n"),
)  # fmt: skip
