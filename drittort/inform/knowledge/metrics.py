"""How much the house has written down, and who writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import COUNT, INFORM, UP, Calendar, Figure, gives, metric, page
from drittort.inform.knowledge.models import Article, ArticleVersion
from drittort.spaces.models import Space


def articles(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """How many articles were published when a month ended."""
    calendar = Calendar(space, months)
    rows = list(Article.objects.filter(space=space, published_at__lt=calendar.until).values_list("published_at", "removed_at"))
    told = {}
    for month in months:
        end = calendar.end(month)
        out = sum(published is not None and published < end and (gone is None or gone >= end) for published, gone in rows)
        if out:
            told[month] = Figure(float(out), out)
    return told


def giving(space_id: int, since: datetime, until: datetime) -> Iterator[tuple[datetime, int | None]]:
    """Who wrote on an article, from its publication on."""
    rows = ArticleVersion.objects.filter(article__space=space_id, article__removed_at=None, at__gte=since, at__lt=until)
    return rows.filter(at__gte=F("article__published_at")).values_list("at", "member_id").iterator()


gives("knowledge", giving)
metric(
    "articles", _("Articles of the house"), articles, unit=COUNT, better=UP, program=INFORM, element="needs", open=True, rows=page("inform:knowledge"),
    definition=_("How many articles of the house's knowledge could be read on the last day of the month."),
    formula=_("Articles published by then and not in the trash."),
    source=_("The knowledge of the house, handbook included."),
    limits=_("More is not better: what is out of date does harm. Articles ask for their review themselves."),
    helps=_("Make an article of a question that was answered well."), helps_at="inform:questions",
)  # fmt: skip
