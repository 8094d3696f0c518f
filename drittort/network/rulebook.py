"""What rules may know of ties: whether somebody who agreed to be counted has one at all. Never with whom, never how strong.

That somebody has none yet is what care knows by name. That somebody has one is private: with both by name, whoever stands on neither list would not be counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext_lazy

from drittort.core.rulebook import Look, Spell, Values, condition
from drittort.members.models import Consent
from drittort.members.rulebook import MEMBER, here
from drittort.network.models import FirstTie
from drittort.network.queries import FIRST_TIE_DAYS

A_DAY = timedelta(days=1)


def counted(look: Look) -> Iterable[Spell]:
    """The times in which somebody agreed to be counted: of others nothing is known, and nothing is guessed.

    It begins two weeks after they came, as on the page of care: before, nearly everybody is without a tie, and whoever is not named would not be counted.
    """
    came = {pk: begins for pk, begins, _ends in look.once(here)}
    rows = Consent.objects.filter(member__space=look.space, kind=Consent.Kind.COUNTED)
    for pk, given, revoked in rows.values_list("member_id", "given_at", "revoked_at"):
        if pk in came:
            begins = max(given, came[pk] + timedelta(days=FIRST_TIE_DAYS))
            if revoked is None or begins < revoked:
                yield pk, begins, revoked


def tied(look: Look, values: Values) -> Iterable[Spell]:
    """Has had a tie. It is known from the night after its day."""
    return ((pk, look.morning(day + A_DAY), None) for pk, day in FirstTie.objects.filter(space=look.space).values_list("member_id", "on"))


condition(
    "network.tie",
    MEMBER,
    gettext_lazy("Has a tie in the house"),
    gettext_lazy("has a tie in the house (among those who are counted)"),
    gettext_lazy("has no tie in the house yet (among those who are counted)"),
    tied,
    reads=("network.FirstTie", "members.Consent", "members.Member", "members.MembershipPeriod"),
    among=counted,
    care=True,
)
