"""What is due of posts by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.database import in_steps
from drittort.core.jobs.queue import job
from drittort.inform.posts import actions, queries, reactions, rules
from drittort.inform.posts.models import Post, ReadLine
from drittort.members.models import Member


@job("inform.posts.send_due", every=timedelta(minutes=5))
def send_due(payload: dict[str, Any], at: datetime) -> None:
    """What was to go out by now goes out."""
    for pk in Post.objects.waiting().filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True)[: actions.FEW]:
        actions.send_due(post_id=pk, at=at)


@job("inform.posts.forget", every=timedelta(minutes=15))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What was taken back goes as soon as there is no undo."""
    actions.forget_removed(at=at)


@job("inform.posts.week", every=timedelta(days=7))
def week(payload: dict[str, Any], at: datetime) -> None:
    """Whoever has not looked for a week hears once that there is something. Not in samples; nothing is said when nothing happened."""
    lines = dict(ReadLine.objects.values_list("member_id", "seen_at"))
    for member in in_steps(Member.objects.here().select_related("space").filter(space__is_sample=False)):
        since = max(lines.get(member.pk, at - rules.FIRST_LOOK), at - rules.FIRST_LOOK)
        if since <= at - timedelta(days=6) and (count := queries.unread(member, since)):
            reactions.tell_week(member, count, at)
