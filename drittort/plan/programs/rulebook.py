"""What rules may know of programs. When one ends and when it is looked at again is known as it stands today: a changed day leaves no trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from drittort.core.addresses import address
from drittort.core.rulebook import CHOICE, DAYS, Field, Look, Shown, Spell, Values, condition, now, subject
from drittort.members.models import Member
from drittort.plan.programs import rules
from drittort.plan.programs.models import Program, ProgramPause

PROGRAM, TABLE = "program", "plan.Program"
A_DAY = timedelta(days=1)
SPOKEN_OF = timedelta(days=90)
"""So long after its last day a rule may still speak of a program: it waits to be looked back at."""


def standing(look: Look) -> Iterable[Spell]:
    """From the start until some weeks after the last day."""
    for program in Program.objects.filter(space=look.space).begun():
        last = program.last_day(look.space.zone)
        if program.started_at is not None:
            ends = look.morning(last + A_DAY) + SPOKEN_OF if last is not None else None
            if ends is None or program.started_at < ends:
                yield program.pk, program.started_at, ends


def owners(look: Look) -> Mapping[int, int]:
    """Who runs each."""
    owned = Program.objects.filter(space=look.space).exclude(owner=None)
    return {pk: owner for pk, owner in owned.values_list("pk", "owner_id") if owner is not None}


def shown(reader: Member, ids: Sequence[int]) -> Mapping[int, Shown]:
    """The names of programs that a reader sees."""
    told = rules.visible_to(reader).filter(pk__in=ids).values_list("pk", "name", "language")
    return {pk: Shown(name, address("plan:program", reader.space.slug, pk), language) for pk, name, language in told}


def before(column: str) -> Any:
    """Spells of the days before a day of programs, that day included."""

    def spells(look: Look, values: Values) -> Iterable[Spell]:
        rows: Iterable[tuple[int, date]] = Program.objects.filter(space=look.space).exclude(**{column: None}).values_list("pk", column)
        return ((pk, look.morning(day - timedelta(days=values["days"])), look.morning(day + A_DAY)) for pk, day in rows)

    return spells


def resting(look: Look, values: Values) -> Iterable[Spell]:
    """Rests."""
    rows = ProgramPause.objects.filter(program__space=look.space).values_list("program_id", "from_on", "until_on")
    return ((pk, look.morning(first), look.morning(last + A_DAY) if last else None) for pk, first, last in rows)


def of_kind(look: Look, values: Values) -> Iterable[int]:
    """Connects, informs or inspires."""
    return Program.objects.filter(space=look.space, kind=values["kind"]).values_list("pk", flat=True)


def kinds(space: Any) -> list[tuple[str, str]]:
    """What programs are for."""
    return [(kind.value, str(kind.label)) for kind in Program.Kind]


subject(
    PROGRAM,
    gettext_lazy("A program"),
    pgettext_lazy("rule", "a program"),
    standing,
    shown=shown,
    reads=(TABLE,),
    people=owners,
    titled=True,
)

condition(
    "programs.review",
    PROGRAM,
    gettext_lazy("Is to be looked at"),
    gettext_lazy("is to be looked at within %(days)s"),
    gettext_lazy("is not to be looked at within %(days)s"),
    before("review_on"),
    reads=(TABLE,),
    fields=(Field("days", gettext_lazy("Days"), DAYS, 7),),
    remembers=False,
)
condition(
    "programs.ends",
    PROGRAM,
    gettext_lazy("Ends soon"),
    gettext_lazy("ends within %(days)s"),
    gettext_lazy("does not end within %(days)s"),
    before("ends_on"),
    reads=(TABLE,),
    fields=(Field("days", gettext_lazy("Days"), DAYS, 14),),
    remembers=False,
)
condition(
    "programs.rests",
    PROGRAM,
    gettext_lazy("Pauses"),
    gettext_lazy("pauses"),
    gettext_lazy("does not pause"),
    resting,
    reads=("plan.ProgramPause", TABLE),
    remembers=False,
)
condition(
    "programs.kind",
    PROGRAM,
    gettext_lazy("Is for connecting, informing or inspiring"),
    gettext_lazy("belongs to “%(kind)s”"),
    gettext_lazy("does not belong to “%(kind)s”"),
    now(of_kind),
    reads=(TABLE,),
    fields=(Field("kind", gettext_lazy("What for"), CHOICE, "connect", choices=kinds),),
    remembers=False,
)
