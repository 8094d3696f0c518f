"""What was posted in the house since the last letter: questions that wait first, then the newest. What a group says stays in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from drittort.core import letter
from drittort.core.letter import MOST_MADE, Item
from drittort.inform.posts.actions import REMOVED
from drittort.inform.posts.models import Post
from drittort.inform.posts.queries import page_of, verb_noun
from drittort.inform.posts.rules import OPEN
from drittort.members.people.queries import faces, shortened
from drittort.members.people.words import initials
from drittort.spaces.models import Space
from drittort.web.markdown import plain


def posted(space: Space, since: datetime, until: datetime) -> Iterator[Item]:
    """What went out to the whole house."""
    waits = Case(When(verb=Post.Verb.ASK, answered_at=None, then=Value(0)), default=Value(1))
    rows = Post.objects.out().filter(OPEN, space=space, posted_at__gt=since, posted_at__lte=until, archived_at=None, member__left_on=None)
    found = list(rows.exclude(member=None).order_by(waits, "-posted_at", "-pk")[:MOST_MADE])
    people = faces(space.pk, {post.member_id for post in found if post.member_id})
    for post in found:
        assert post.member_id is not None
        face, text = people[post.member_id], plain(post.text)
        title, rest = (post.title, shortened(text)) if post.title else (shortened(text), "")
        kind = _("open question") if post.verb == Post.Verb.ASK and post.answered_at is None else verb_noun(post.verb)
        about = face.name if post.verb == Post.Verb.SHARE else f"{face.name} · {kind}"
        yield Item(
            post.pk, title, rest, about, initials(face.name), post.language, people=(post.member_id,), not_for=frozenset((post.member_id,))
        )


letter.block(
    "posts", _("Told and asked"), posted, kind="post", path=page_of, place=50, most=4, in_order=True, taken_back=(REMOVED,),
    counted=ngettext_lazy("one post", "%(n)s posts", "n"),
)  # fmt: skip
