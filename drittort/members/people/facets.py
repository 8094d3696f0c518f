"""What the directory can be narrowed by. A facet reads one word from the address and narrows a queryset; other modules register their own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Contains
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.spoken import spoken
from drittort.core.statements import Statement
from drittort.members.here_today.models import HereToday
from drittort.members.models import Company, Employment, Member, MemberQuerySet, StandingLine
from drittort.members.people import words
from drittort.members.roles.models import RoleGrant
from drittort.spaces.industries import SECTIONS, section, section_name
from drittort.spaces.models import Location, Space
from drittort.spaces.roles import MEMBER
from drittort.spaces.roles.actions import names_of

PLACES = Statement(lambda space: Location.objects.filter(space_id=space).values_list("pk", "name"), space=int)
CODES = Statement(
    lambda space: Company.objects.filter(space_id=space).exclude(industry="").order_by().values_list("industry").distinct(), space=int
)
NEW_FOR = timedelta(days=30)
REMOTE = "remote"


@dataclass(frozen=True, slots=True)
class Context:
    """What facets need to know: the house, and its day."""

    space: Space
    today: date
    places: tuple[tuple[int, str], ...]


Options = Callable[[Context], Iterable[tuple[str, str]]]
Narrow = Callable[[MemberQuerySet, str, Context], MemberQuerySet]


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow. `options(context)` are values and labels for this reader; `narrow(people, value, context)` the people left."""

    name: str
    label: Any
    options: Options
    narrow: Narrow


FACETS: dict[str, Facet] = {}
OF_HOUSE: list[Callable[[Context], Iterable[Facet]]] = []


def register(name: str, label: Any, options: Options, narrow: Narrow) -> None:
    """Register a facet; its name is the word in the address. `options` may ask one question, `narrow` none of its own."""
    FACETS[name] = Facet(name, label, options, narrow)


def of_house(function: Callable[[Context], Iterable[Facet]]) -> Callable[[Context], Iterable[Facet]]:
    """Register `function(context)`: facets that a house made itself. It may ask one question."""
    OF_HOUSE.append(function)
    return function


def holds(field: str, value: int | str) -> Any:
    """The condition that the JSON list of a column holds a value."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__contains": [value]})
    # SQLite keeps such a list as text. Single digits and quoted codes are found in it as they stand, much faster than by unpacking each list.
    return Contains(Cast(F(field), TextField()), json.dumps(value))


def place_options(context: Context) -> list[tuple[str, str]]:
    places = [(str(pk), name) for pk, name in context.places] if len(context.places) > 1 else []
    return [*places, (REMOTE, _("Remote, without a location"))]


def at_place(people: MemberQuerySet, value: str, context: Context) -> MemberQuerySet:
    if value == REMOTE:
        return people.filter(location=None, meets_online=True)
    return people.filter(location_id=int(value))


def industry_options(context: Context) -> list[tuple[str, str]]:
    return [(letter, section_name(letter)) for letter in sorted({section(code) for (code,) in CODES.rows(space=context.space.pk)} - {""})]


def in_industry(letter: str, path: str = "industry") -> Q:
    """Companies of a section: by the two digits of each of its divisions, or by its letter."""
    low, high = SECTIONS[letter]
    found = Q(**{f"{path}__startswith": letter})
    for division in range(low, high + 1):
        found |= Q(**{f"{path}__startswith": f"{division:02}"})
    return found


def by_industry(people: MemberQuerySet, value: str, context: Context) -> MemberQuerySet:
    # The few companies first, then who works there: the other way round the database would look up a company for every person.
    firms = Company.objects.filter(in_industry(value), space=context.space)
    return people.filter(pk__in=Employment.objects.filter(company__in=firms, until_on=None).values("member_id"))


register("place", gettext_lazy("Location"), place_options, at_place)


@spoken
def day_options() -> tuple[tuple[str, str], ...]:
    return tuple((str(day), words.weekday(day)) for day in range(7))


register(
    "day",
    gettext_lazy("Usually here on"),
    lambda c: day_options(),
    lambda people, value, c: people.filter(holds("days", int(value))),
)
register(
    "language",
    gettext_lazy("Speaks"),
    lambda c: words.language_names().items(),
    lambda people, value, c: people.filter(holds("languages", value)),
)
register("industry", gettext_lazy("Industry"), industry_options, by_industry)
register(
    "lines",
    gettext_lazy("Has written"),
    lambda c: [("offer", _("what they offer")), ("seek", _("what they look for"))],
    lambda people, value, c: people.filter(Exists(StandingLine.objects.filter(member=OuterRef("pk"), side=value))),
)
register(
    "role",
    gettext_lazy("Role"),
    lambda c: [(key, name) for key, name in names_of(c.space).items() if key != MEMBER],
    lambda people, value, c: people.filter(
        pk__in=RoleGrant.objects.filter(role__space=c.space, role__key=value, ended_at=None).values("member_id")
    ),
)
register(
    "is",
    gettext_lazy("Only"),
    lambda c: [("here", _("who says: here today")), ("new", _("new in the house")), ("online", _("who also meets online"))],
    lambda people, value, c: {
        "here": lambda: people.filter(pk__in=HereToday.objects.filter(on=c.today, member__space=c.space).values("member_id")),
        "new": lambda: people.filter(joined_on__gt=c.today - NEW_FOR),
        "online": lambda: people.filter(meets_online=True),
    }[value](),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet on a page: its options, and which is chosen ('' for none)."""

    name: str
    narrow: Narrow = field(compare=False)
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def chosen_label(self) -> str:
        """The chosen option in words."""
        return dict(self.options).get(self.chosen, "")


def context_of(member: Member, today: date) -> Context:
    """What facets need to know of a reader's house."""
    return Context(member.space, today, tuple((pk, name) for pk, name in PLACES.rows(space=member.space_id)))


def choices(told: dict[str, str], context: Context) -> list[Choice]:
    """The facets with what an address chooses. A value that is no option chooses nothing."""
    found = []
    for facet in (*FACETS.values(), *(one for function in OF_HOUSE for one in function(context))):
        options = tuple((str(value), str(label)) for value, label in facet.options(context))
        asked = told.get(facet.name, "")
        if options:
            found.append(Choice(facet.name, facet.narrow, str(facet.label), options, asked if asked and asked in dict(options) else ""))
    return found


def narrow(people: MemberQuerySet, chosen: Iterable[Choice], context: Context) -> MemberQuerySet:
    """The people that all chosen facets leave."""
    for one in chosen:
        if one.chosen:
            people = one.narrow(people, one.chosen, context)
    return people
