"""What talk brings to the first page: who wrote to the reader, and who answered where they had written."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drittort.core.statements import Statement
from drittort.core.today import REPLIED, Card, Found, Visit
from drittort.members.models import Notice
from drittort.talk.comments.reactions import ANSWERS
from drittort.talk.conversations.models import Message, Participant
from drittort.talk.conversations.queries import conversation_path
from drittort.talk.conversations.rules import hidden_from

MOST = 3
QUOTED = 120

# The newest of each conversation that holds something new, as long as it was not taken back.
LETTERS = Statement(
    lambda member: (
        Message.objects.filter(
            pk__in=Participant.objects.unread().filter(member=member).values("newest_id"), deleted_at=None, author__left_on=None
        )
        .filter(~Exists(hidden_from(member).filter(message=OuterRef("pk"))))
        .exclude(author=member)
        .exclude(author=None)
        .order_by("-pk")
        .values_list("author_id", "at", "text", "conversation__code")[:MOST]
    ),
    member=int,
)
# The newest answer under something that the reader follows.
ANSWERED = Notice.objects.filter(member=OuterRef("pk"), category=ANSWERS).unseen().order_by("-at", "-pk")
OWN = {name: Subquery(ANSWERED.values(name)[:1]) for name in ("facts", "at", "path")}


def replies(visit: Visit) -> Found:
    """Letters that were not read yet, and the newest answer under something that the reader follows. One query."""
    slug = visit.member.space.slug
    cards = [
        Card(REPLIED, at, author, _("%(name)s writes to you."), conversation_path(slug, code), pgettext("verb", "Read"), excerpt(text))
        for author, at, text, code in LETTERS.rows(member=visit.member.pk)
    ]
    # What the thing is called would be a question more; it stands on the page that the card opens.
    facts, at, path = (visit.own[f"replies_{name}"] for name in OWN)
    if at is not None:
        cards.append(
            Card(REPLIED, at, int(facts.get("who") or 0), _("%(name)s answers where you read along."), path, pgettext("verb", "Read"))
        )
    return Found(cards=tuple(cards), people=frozenset(card.person for card in cards))


def excerpt(text: str) -> str:
    """The beginning of a letter, in whole words."""
    line = " ".join(text[: 3 * QUOTED].split())
    return line if len(line) <= QUOTED else f"{line[:QUOTED].rsplit(' ', 1)[0]} …"
