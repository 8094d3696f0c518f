"""New knowledge in the house letter: articles that were published since the last one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from drittort.core import letter
from drittort.core.letter import MOST_MADE, Item
from drittort.inform.knowledge.actions import REMOVED
from drittort.inform.knowledge.models import Article, ArticleVersion
from drittort.inform.knowledge.queries import path_of
from drittort.members.people.queries import shortened
from drittort.spaces.models import Space
from drittort.web.markdown import plain


def published(space: Space, since: datetime, until: datetime) -> Iterator[Item]:
    """What the house knows now, the newest first; in the reader's language where it was written in it, too."""
    rows = Article.objects.out().filter(space=space, published_at__gt=since, published_at__lte=until)
    articles = list(rows.order_by("-published_at", "-pk")[:MOST_MADE])
    words: dict[int, ArticleVersion] = {}
    for version in ArticleVersion.objects.filter(article__in=articles, stands=True).order_by("pk"):
        if version.article_id not in words or version.language == get_language():
            words[version.article_id] = version
    for article in articles:
        said = words.get(article.pk)
        if said is not None:
            yield Item(article.pk, said.title, shortened(plain(said.text)), "", "", said.language)


letter.block(
    "knowledge", _("New knowledge"), published, kind="article", path=path_of, place=55, most=3, in_order=True, taken_back=(REMOVED,),
    counted=ngettext_lazy("one article", "%(n)s articles", "n"),
)  # fmt: skip
