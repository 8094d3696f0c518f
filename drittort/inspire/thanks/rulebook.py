"""What rules may know of thanks: those that the whole house reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy

from drittort.core.rulebook import DAYS, Field, Look, condition, lately
from drittort.inspire.thanks.models import Thanks, ThanksTo
from drittort.members.rulebook import MEMBER


def thanked(look: Look) -> Iterable[tuple[int, datetime]]:
    """When somebody was thanked so that the house reads it."""
    said = ThanksTo.objects.filter(thanks__space=look.space, thanks__audience=Thanks.Audience.HOUSE, thanks__off_at=None)
    return said.filter(hidden_at=None, withheld=False).values_list("member_id", "thanks__at")


condition(
    "thanks.got",
    MEMBER,
    gettext_lazy("Was thanked lately"),
    gettext_lazy("was thanked before the house in the last %(days)s"),
    gettext_lazy("was not thanked before the house in the last %(days)s"),
    lately(thanked),
    reads=("inspire.ThanksTo", "inspire.Thanks"),
    fields=(Field("days", gettext_lazy("Days"), DAYS, 30, least=2),),
)
