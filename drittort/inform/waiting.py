"""What of inform waits for a human, in one question to the database for posts and articles together: the page of what needs care asks every module."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import CharField, F, TextField, Value
from django.utils.translation import gettext as _

from drittort.core.care import Item
from drittort.inform.knowledge import queries as knowledge
from drittort.inform.knowledge import rules as knowledge_rules
from drittort.inform.posts import queries as posts
from drittort.inform.posts import rules as posts_rules
from drittort.members.models import Member

MOST = 10
POST, ARTICLE = "post", "article"


def waiting(member: Member, at: datetime) -> list[Item]:
    """First posts that nobody answered, questions after a day, articles that nobody looks after or that have waited for a look for long."""
    text = {"none": Value("", CharField()), "nothing": Value("", TextField())}
    told = posts_rules.unheard(member, at).annotate(sort=Value(POST, CharField()), moment=F("posted_at"))
    kept = knowledge.called(knowledge_rules.unkept(member, at)).annotate(sort=Value(ARTICLE, CharField()), moment=F("published_at"), **text)
    rows: Any = (
        told.order_by()
        .values_list("pk", "sort", "member__name", "title", "text", "group__seen_by", "is_first", "moment")
        .union(kept.order_by().values_list("pk", "sort", "none", "called", "nothing", "none", "without_owner", "moment"), all=True)
        .order_by("moment")[:MOST]
    )
    return [item(member, *row) for row in rows]


def item(member: Member, pk: int, kind: str, name: str, title: str, text: str, seen_by: str | None, flag: bool, moment: datetime) -> Item:
    """One row in words. `flag`: of a post that it is somebody's first, of an article that nobody looks after it."""
    if kind == ARTICLE:
        why = _("Nobody looks after this article.") if flag else _("This article waits for somebody to look whether it is still right.")
        return Item(title, why, knowledge.path_of(member.space.slug, pk), moment)
    sentence = (
        _("writes here for the first time, and nobody has answered: “%(title)s”")
        if flag
        else _("asks, and nobody has answered: “%(title)s”")
    )
    return Item(name, sentence % {"title": posts.title_for_all(title, text, seen_by)}, posts.page_of(member.space.slug, pk), moment)
