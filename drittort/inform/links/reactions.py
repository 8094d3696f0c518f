"""A post came or changed: its links are looked behind."""

from __future__ import annotations

from datetime import datetime

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.inform.links import actions
from drittort.inform.posts.actions import EDITED, POSTED
from drittort.inform.posts.models import Post


@reaction(POSTED, EDITED, name="inform.links.note")
def note(row: LedgerRow, at: datetime) -> None:
    """Note the links of a post."""
    post = Post.objects.select_related("space").filter(pk=row.subject_id or 0).first()
    if post is not None:
        actions.note_links(post=post, at=at)
