"""What rules may know of circles: that somebody sits in one, and not in which."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from drittort.connect.circles.models import CircleSeat
from drittort.core.rulebook import Look, Spell, Values, condition
from drittort.members.rulebook import MEMBER


def sitting(look: Look, values: Values) -> Iterable[Spell]:
    """Sits in a circle that has begun."""
    rows = CircleSeat.objects.filter(circle__space=look.space).exclude(accepted_at=None).exclude(circle__begun_at=None)
    for pk, said, begun, left, ended in rows.values_list("member_id", "accepted_at", "circle__begun_at", "left_at", "circle__ended_at"):
        if said is not None and begun is not None:
            yield pk, max(said, begun), min((end for end in (left, ended) if end is not None), default=None)


condition(
    "circles.sits",
    MEMBER,
    gettext_lazy("Sits in a circle"),
    gettext_lazy("sits in a peer circle"),
    gettext_lazy("sits in no peer circle"),
    sitting,
    reads=("connect.CircleSeat", "connect.Circle"),
    private=True,
)
