"""What rules may know of posts that the whole house reads. Those of groups they leave alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy

from drittort.core.rulebook import DAYS, HOURS, Field, Look, Spell, Values, condition, grouped, lasting, lately
from drittort.inform.posts.models import Post
from drittort.members.rulebook import MEMBER

POSTS = ("inform.Post",)


def posted(look: Look) -> list[tuple[int, datetime]]:
    """When somebody wrote something that the house reads."""
    told = Post.objects.out().filter(space=look.space, group=None, posted_at__lte=look.until).exclude(member=None)
    return [(pk, at) for pk, at in told.values_list("member_id", "posted_at") if pk is not None and at is not None]


def first(look: Look, values: Values) -> Iterable[Spell]:
    """Wrote for the first time, and lately."""
    for pk, moments in grouped(look.once(posted)).items():
        yield pk, min(moments), min(moments) + timedelta(days=values["days"])


def unanswered(look: Look, values: Values) -> Iterable[Spell]:
    """Asked something to which nobody has said anything for a while."""
    asked = Post.objects.asking().filter(space=look.space, group=None, merged_into=None, posted_at__lte=look.until).exclude(member=None)
    columns = ("member_id", "posted_at", "answered_at", "removed_at", "archived_at")
    for pk, at, *ends in asked.values_list(*columns):
        spell = lasting(at, min((end for end in ends if end is not None), default=None), timedelta(hours=values["hours"]))
        if spell is not None:
            yield pk, *spell


condition(
    "posts.wrote",
    MEMBER,
    gettext_lazy("Wrote something to the house lately"),
    gettext_lazy("wrote something to the house in the last %(days)s"),
    gettext_lazy("wrote nothing to the house in the last %(days)s"),
    lately(lambda look: look.once(posted)),
    reads=POSTS,
    fields=(Field("days", gettext_lazy("Days"), DAYS, 60, least=2),),
)
condition(
    "posts.first",
    MEMBER,
    gettext_lazy("Wrote to the house for the first time"),
    gettext_lazy("wrote to the house for the first time in the last %(days)s"),
    gettext_lazy("did not write to the house for the first time in the last %(days)s"),
    first,
    reads=POSTS,
    fields=(Field("days", gettext_lazy("Days"), DAYS, 3, least=2),),
)
condition(
    "posts.unanswered",
    MEMBER,
    gettext_lazy("Has a question without an answer"),
    gettext_lazy("has a question to which nobody has said anything for %(hours)s"),
    gettext_lazy("has no question to which nobody has said anything for %(hours)s"),
    unanswered,
    reads=POSTS,
    fields=(Field("hours", gettext_lazy("Hours"), HOURS, 24, most=1440),),
)
