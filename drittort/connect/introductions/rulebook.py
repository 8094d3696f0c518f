"""What rules may know of introductions: that the house proposed one, which those who care do by hand, and never what came back.

That somebody has met is known to those who said it. A rule may thank them; nobody of the team learns whom.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy

from drittort.connect.introductions import actions
from drittort.connect.introductions.models import Introduction, Side
from drittort.core.rulebook import DAYS, Act, Field, Look, Spell, Values, action, condition, grouped, lately
from drittort.members.rulebook import MEMBER
from drittort.spaces.models import Space


def proposals(look: Look) -> list[tuple[int, datetime]]:
    """When the house proposed an introduction to whom. A warm one is the affair of three people."""
    rows = Introduction.objects.filter(space=look.space).of_the_house().values_list("first_id", "second_id", "proposed_at")
    return [(pk, at) for first, second, at in rows for pk in (first, second)]


def ever(look: Look, values: Values) -> Iterable[Spell]:
    """Was proposed an introduction at some time."""
    return ((pk, min(moments), None) for pk, moments in grouped(look.once(proposals)).items())


def meetings(look: Look) -> Iterable[tuple[int, datetime]]:
    """When somebody told that an introduction became a meeting."""
    told = Side.objects.filter(introduction__space=look.space).exclude(met_at=None).values_list("member_id", "met_at")
    return ((pk, at) for pk, at in told if at is not None)


def prefer(space: Space, acts: Sequence[Act], values: Values, at: datetime) -> Collection[int]:
    """Bring what the engine has for them to the top of the suggestions. For whom it had something, nothing tells."""
    actions.prefer(space=space, members=[act.person_id for act in acts], at=at)
    return ()


READS = ("connect.Introduction",)
IN_DAYS = (Field("days", gettext_lazy("Days"), DAYS, 30, least=2),)

condition(
    "connect.proposed",
    MEMBER,
    gettext_lazy("Was proposed an introduction lately"),
    gettext_lazy("was proposed an introduction in the last %(days)s"),
    gettext_lazy("was proposed no introduction in the last %(days)s"),
    lately(lambda look: look.once(proposals)),
    reads=READS,
    fields=IN_DAYS,
)
condition(
    "connect.ever_proposed",
    MEMBER,
    gettext_lazy("Was ever proposed an introduction"),
    gettext_lazy("was proposed an introduction before"),
    gettext_lazy("was not proposed an introduction yet"),
    ever,
    reads=READS,
)
condition(
    "connect.met",
    MEMBER,
    gettext_lazy("Met somebody lately"),
    gettext_lazy("said in the last %(days)s that an introduction became a meeting"),
    gettext_lazy("said nothing of a meeting in the last %(days)s"),
    lately(meetings),
    reads=("connect.Side", "connect.Introduction"),
    fields=IN_DAYS,
    private=True,
)

action(
    "connect.introduce",
    gettext_lazy("Put first in the suggestions"),
    gettext_lazy("the suggestions of the day begin with them, where somebody fits"),
    do=prefer,
    writes=("connect.Draft",),
    subjects=(MEMBER,),
)
