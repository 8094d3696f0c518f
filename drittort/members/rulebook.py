"""What rules may know of members: since when they are here, where they work, what their profile says. And their consents, which stay with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from drittort.core.addresses import address
from drittort.core.rulebook import CHOICE, DAYS, Field, Look, Shown, Spell, Values, condition, lasting, now, subject
from drittort.members.models import Consent, Employment, Member, MembershipPeriod, RoleGrant, StandingLine
from drittort.members.people.queries import faces
from drittort.members.photos.rules import PHOTO
from drittort.spaces.industries import SECTIONS, section, section_name
from drittort.spaces.models import Location
from drittort.spaces.roles.models import Role

MEMBER = "member"
PERIOD, PEOPLE = "members.MembershipPeriod", "members.Member"
HERE = (PEOPLE, PERIOD)
A_DAY = timedelta(days=1)


def here(look: Look) -> list[Spell]:
    """From when until when everybody belongs to the house. Who asked to be erased is left alone."""
    rows = list(Member.objects.filter(space=look.space, erase_at=None).values_list("pk", "joined_on", "left_on"))
    earlier: dict[int, list[tuple[date, date | None]]] = {}
    for pk, begun, ended in MembershipPeriod.objects.filter(member__space=look.space).values_list("member_id", "from_on", "until_on"):
        earlier.setdefault(pk, []).append((begun, ended))
    return [
        (pk, look.morning(begun), look.morning(ended) if ended else None)
        for pk, joined, left in rows
        for begun, ended in earlier.get(pk, [(joined, left)])
    ]


def shown(reader: Member, ids: Sequence[int]) -> Mapping[int, Shown]:
    """Names and faces of members."""
    found = faces(reader.space_id, ids)
    return {pk: Shown(face.name, address("members:person", reader.space.slug, pk)) for pk, face in found.items()}


def here_for(look: Look, values: Values) -> Iterable[Spell]:
    """Here for a number of days at least."""
    wait = timedelta(days=values["days"])
    for pk, begins, ends in look.once(here):
        spell = lasting(begins, ends, wait)
        if spell is not None:
            yield pk, *spell


def anniversary(look: Look, values: Values) -> Iterable[Spell]:
    """On the day on which somebody has been here for some years, and no shorter."""
    for pk, begins, ends in look.once(here):
        first = look.space.day(begins)
        for year in range(first.year + 1, look.until.year + 1):
            day = date(year, 3, 1) if (first.month, first.day) == (2, 29) else first.replace(year=year)
            if ends is None or look.morning(day) < ends:
                yield pk, look.morning(day), look.morning(day + A_DAY)


def at_place(look: Look, values: Values) -> Iterable[int]:
    """Whose usual location is this one."""
    return Member.objects.filter(space=look.space, location=int(values["place"] or 0)).values_list("pk", flat=True)


def places(space: Any) -> list[tuple[str, str]]:
    """The locations of a house."""
    return [(str(pk), name) for pk, name in Location.objects.filter(space=space).standing().values_list("pk", "name")]


def speaking(look: Look, values: Values) -> Iterable[int]:
    """Who speaks a language."""
    rows = Member.objects.filter(space=look.space).values_list("pk", "languages")
    return (pk for pk, languages in rows if values["language"] in languages)


def languages(space: Any) -> list[tuple[str, str]]:
    """The languages that rules ask for."""
    return [("de", _("German")), ("en", _("English"))]


def working(look: Look) -> list[tuple[int, str, Any, Any]]:
    """Who worked in which section of trades, from when until when."""
    rows = Employment.objects.filter(company__space=look.space).values_list("member_id", "company__industry", "from_on", "until_on")
    return [(pk, section(code), look.morning(begun), look.morning(ended + A_DAY) if ended else None) for pk, code, begun, ended in rows]


def works_in(look: Look, values: Values) -> Iterable[Spell]:
    """Works in a company of a section of trades."""
    return ((pk, begins, ends) for pk, letter, begins, ends in look.once(working) if letter == values["trade"])


def trades(space: Any) -> list[tuple[str, str]]:
    """The sections of trades."""
    return [(letter, section_name(letter)) for letter in SECTIONS]


def pictured(look: Look, values: Values) -> Iterable[int]:
    """Who shows a photo."""
    return Member.objects.filter(space=look.space, portrait__startswith=PHOTO).values_list("pk", flat=True)


def with_line(side: str) -> Any:
    """Who offers something as a rule, or seeks it."""

    def load(look: Look, values: Values) -> Iterable[int]:
        told = StandingLine.objects.filter(member=OuterRef("pk"), side=side)
        return Member.objects.filter(Exists(told), space=look.space).values_list("pk", flat=True)

    return load


def in_role(look: Look, values: Values) -> Iterable[Spell]:
    """Has a role of the house."""
    return RoleGrant.objects.filter(role__space=look.space, role__key=values["role"]).values_list("member_id", "at", "ended_at")


def roles(space: Any) -> list[tuple[str, str]]:
    """The roles that somebody can have."""
    return [(role.key, role.name) for role in Role.objects.filter(space=space).exclude(key="member").order_by("pk")]


def agreed(look: Look, values: Values) -> Iterable[Spell]:
    """Whose consent stands."""
    rows = Consent.objects.filter(member__space=look.space, kind=values["consent"])
    return rows.values_list("member_id", "given_at", "revoked_at")


def consents(space: Any) -> list[tuple[str, str]]:
    """What one can agree to."""
    return [(kind.value, str(kind.label)) for kind in (Consent.Kind.INTRODUCED, Consent.Kind.COUNTED, Consent.Kind.BUDDY)]


subject(MEMBER, gettext_lazy("A member"), pgettext_lazy("rule", "a member"), here, shown=shown, reads=HERE)

condition(
    "members.here_for",
    MEMBER,
    gettext_lazy("Has been here for some time"),
    gettext_lazy("has been here for at least %(days)s"),
    gettext_lazy("has been here for less than %(days)s"),
    here_for,
    reads=HERE,
    fields=(Field("days", gettext_lazy("Days"), DAYS, 21, most=3650),),
)
condition(
    "members.anniversary",
    MEMBER,
    gettext_lazy("Came on this day, years ago"),
    gettext_lazy("came to the house on this day of an earlier year"),
    gettext_lazy("has no anniversary in the house today"),
    anniversary,
    reads=HERE,
)
condition(
    "members.place",
    MEMBER,
    gettext_lazy("Is usually at a location"),
    gettext_lazy("is usually at %(place)s"),
    gettext_lazy("is not usually at %(place)s"),
    now(at_place),
    reads=(PEOPLE,),
    fields=(Field("place", gettext_lazy("Location"), CHOICE, choices=places, table="spaces.Location"),),
    remembers=False,
)
condition(
    "members.language",
    MEMBER,
    gettext_lazy("Speaks a language"),
    gettext_lazy("speaks %(language)s"),
    gettext_lazy("does not speak %(language)s"),
    now(speaking),
    reads=(PEOPLE,),
    fields=(Field("language", gettext_lazy("Language"), CHOICE, "en", choices=languages),),
    remembers=False,
)
condition(
    "members.trade",
    MEMBER,
    gettext_lazy("Works in a trade"),
    gettext_lazy("works in the trade “%(trade)s”"),
    gettext_lazy("does not work in the trade “%(trade)s”"),
    works_in,
    reads=("members.Employment", "members.Company"),
    fields=(Field("trade", gettext_lazy("Trade"), CHOICE, "J", choices=trades),),
)
condition(
    "members.photo",
    MEMBER,
    gettext_lazy("Shows a photo"),
    gettext_lazy("shows a photo"),
    gettext_lazy("shows no photo yet"),
    now(pictured),
    reads=(PEOPLE,),
    remembers=False,
)
condition(
    "members.offers",
    MEMBER,
    gettext_lazy("Offers something in the profile"),
    gettext_lazy("offers something in the profile"),
    gettext_lazy("offers nothing in the profile yet"),
    now(with_line("offer")),
    reads=(PEOPLE, "members.StandingLine"),
    remembers=False,
)
condition(
    "members.seeks",
    MEMBER,
    gettext_lazy("Looks for something in the profile"),
    gettext_lazy("looks for something in the profile"),
    gettext_lazy("looks for nothing in the profile yet"),
    now(with_line("seek")),
    reads=(PEOPLE, "members.StandingLine"),
    remembers=False,
)
condition(
    "members.role",
    MEMBER,
    gettext_lazy("Has a role in the house"),
    gettext_lazy("has the role “%(role)s”"),
    gettext_lazy("does not have the role “%(role)s”"),
    in_role,
    reads=("members.RoleGrant", "spaces.Role"),
    fields=(Field("role", gettext_lazy("Role"), CHOICE, "host", choices=roles),),
)
condition(
    "members.agreed",
    MEMBER,
    gettext_lazy("Agreed to something"),
    gettext_lazy("has agreed to “%(consent)s”"),
    gettext_lazy("has not agreed to “%(consent)s”"),
    agreed,
    reads=("members.Consent", PEOPLE),
    fields=(Field("consent", gettext_lazy("What for"), CHOICE, "introduced", choices=consents),),
    private=True,
)
