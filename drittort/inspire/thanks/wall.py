"""Thanks on walls: of those who let walls show their words, to people who let it, too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from drittort.core.screen import Screen
from drittort.inspire.stories.words import listed
from drittort.inspire.thanks.models import Thanks, ThanksTo
from drittort.inspire.thanks.queries import said_to
from drittort.members.people.words import first_name

MOST, SHOWN_FOR = 3, timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of thanks on a wall: first names, the words, their language."""

    who: str
    text: str
    language: str


def thanks(screen: Screen) -> tuple[Row, ...]:
    """The latest of two weeks. Two queries."""
    named = ThanksTo.objects.filter(thanks=OuterRef("pk"), hidden_at=None).exclude(member__in=screen.words)
    rows = Thanks.objects.in_house().filter(
        ~Exists(named), space=screen.space.pk, at__gt=screen.at - SHOWN_FOR, at__lte=screen.at, member__in=screen.words
    )
    found = list(rows.select_related("member", "company").order_by("-at", "-pk")[:MOST])
    to = said_to(found)
    return tuple(
        Row(
            _("%(who)s to %(whom)s")
            % {
                "who": first_name(row.member.name),
                "whom": listed(
                    [
                        *(first_name(one.member.name) for one in to.get(row.pk, ()) if one.hidden_at is None),
                        *([row.company.name] if row.company is not None else []),
                    ]
                ),
            },
            row.text,
            row.language,
        )
        for row in found
    )
