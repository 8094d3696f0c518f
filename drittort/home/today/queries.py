"""What Heute shows: what the modules registered (core.today), put in order by role and hour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.composer import VERBS
from drittort.core.statements import Statement
from drittort.core.today import SOURCES, Card, Found, Occasion, Visit
from drittort.core.today import own as sources_own
from drittort.home.first_visit.queries import FirstSteps, first_steps
from drittort.home.first_visit.rules import NAMES, Facts, is_new, told_by
from drittort.home.phone.hint import PUT_AWAY
from drittort.home.today import rules
from drittort.home.today.models import Composition
from drittort.home.today.words import ready_hello
from drittort.joining.agreements.models import Acceptance
from drittort.members.models import Consent, Member
from drittort.members.people.queries import Face, faces
from drittort.members.people.words import first_name
from drittort.spaces.agreements.models import AgreementVersion
from drittort.talk.conversations.models import Message

AGREED = AgreementVersion.objects.filter(space=OuterRef("space")).order_by("-number")

OWN = {
    "newest": Subquery(AGREED.values("pk")[:1]), "change": Subquery(AGREED.values("change")[:1]),
    "accepted": Subquery(Acceptance.objects.filter(member=OuterRef("pk")).order_by("-version__number").values("version_id")[:1]),
    "agreed_to_something": Exists(Consent.objects.filter(member=OuterRef("pk"), revoked_at=None)),
    "verb": Subquery(Composition.objects.filter(member=OuterRef("pk")).values("verb")[:1]),
    "text": Subquery(Composition.objects.filter(member=OuterRef("pk")).values("text")[:1]),
    "hint_put_away": PUT_AWAY,
}  # fmt: skip
"""What the page itself asks with the reader's own row."""
NEW = Statement(
    lambda space, member, since, today: (
        Member.objects.here()
        .filter(space=space, joined_on__gte=since, joined_on__lte=today)
        .exclude(pk=member)
        .annotate(
            greeted=Exists(
                Message.objects.filter(author=member, conversation__pair__isnull=False, conversation__participants__member=OuterRef("pk"))
            )
        )
        .order_by("-joined_on", "-pk")
        .values_list("pk", "greeted")[: rules.MOST_FACES]
    ),
    space=int, member=int, since=date, today=date,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A card with the face of whom it is about."""

    face: Face | None
    text: str
    quote: str
    language: str
    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """The occasions of one day."""

    title: str
    rows: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True)
class NewFace:
    """Somebody new, and whether the reader wrote to them already."""

    face: Face
    greeted: bool


@dataclass(frozen=True, slots=True)
class Greeted:
    """The new faces with the words that one tap sends; a name stands in for each."""

    people: tuple[NewFace, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page, with the template that draws it and what it shows."""

    name: str
    template: str
    block: Any


@dataclass(frozen=True, slots=True)
class Way:
    """A verb of the composer."""

    name: str
    label: str
    hint: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Composer:
    """The field in which somebody begins to write: its verbs, and what they wrote before."""

    verbs: tuple[Way, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Today:
    """Everything of the page, in its order."""

    date: str
    greeting: str
    hour: str
    parts: tuple[Part, ...]
    composer: Composer
    agreements: str | None
    asks_consent: bool
    first_steps: FirstSteps | None
    hint_put_away: bool


@cache
def own_row(new: bool) -> tuple[tuple[str, ...], Statement]:
    """One question about the reader's own row, with what every source wants of it, and the names of its answers. Who is new takes first steps besides."""
    asked = OWN | sources_own() | ({f"step_{name}": one for name, one in told_by(OuterRef("pk")).items()} if new else {})
    names = tuple(asked)
    return names, Statement(lambda member: Member.objects.filter(pk=member).annotate(**asked).values_list(*names), member=int)


def visit_of(member: Member, at: datetime) -> Visit:
    """Somebody opens the page, with what was asked of their own row. One query."""
    names, statement = own_row(is_new(member, at))
    return Visit(member, at, member.space.day(at), dict(zip(names, statement.rows(member=member.pk)[0], strict=True)))


def steps(visit: Visit, *, agreed: bool) -> FirstSteps | None:
    """The first steps of who is new. No query."""
    if not is_new(visit.member, visit.at):
        return None
    facts = Facts(*(visit.own[f"step_{name}"] for name in NAMES))
    return first_steps(visit.member, visit.at, facts=facts, agreed=agreed)


def today(member: Member, at: datetime) -> Today:
    """The day of a member."""
    visit = visit_of(member, at)
    hour, own = rules.hour_of(at, member.space.zone), visit.own
    agreed = own["newest"] is None or own["newest"] == own["accepted"]
    found = {name: source.find(visit) for name, source in SOURCES.items()}
    people = faces(member.space_id, {pk for one in found.values() for pk in one.people})
    blocks = {name: one.block(people) for name, one in found.items() if one.block is not None}
    cards = tuple(card for one in found.values() for card in one.cards if card.person in people)
    occasions = sorted((each for one in found.values() for each in one.occasions), key=lambda each: (each.begins_at, each.path))
    blocks[rules.CARDS] = tuple(shown(card, people) for card in rules.chosen(cards))
    blocks[rules.WEEK] = week(visit, [each for each in occasions if each.mine])
    blocks[rules.HOUSE] = house(visit, hour, occasions, blocks.pop("here", None))
    templates = {name: source.template for name, source in SOURCES.items()} | {
        rules.CARDS: "home/today/_cards.html", rules.WEEK: "home/today/_week.html", rules.HOUSE: "home/today/_house.html",
    }  # fmt: skip
    order = (*rules.FIRST, *rules.ORDER[hour], *(name for name in blocks if name not in known(hour)), *rules.LAST)
    return Today(
        date=f"{date_format(visit.day, 'l')}, {date_format(visit.day, 'MONTH_DAY_FORMAT')}",
        greeting=greeting(hour, first_name(member.name)),
        hour=hour,
        parts=tuple(Part(name, templates[name], blocks[name]) for name in order if blocks.get(name)),
        composer=composer(own["verb"] or "", own["text"] or ""),
        agreements=None if agreed else str(own["change"]),
        asks_consent=not own["agreed_to_something"],
        first_steps=steps(visit, agreed=agreed),
        hint_put_away=bool(own["hint_put_away"]),
    )


def known(hour: str) -> set[str]:
    """The parts whose place is said."""
    return {*rules.FIRST, *rules.ORDER[hour], *rules.LAST}


def greeting(hour: str, name: str) -> str:
    """The first words of the page."""
    return {
        rules.MORNING: _("Good morning, %(name)s."),
        rules.DAY: _("Hello %(name)s."),
        rules.EVENING: _("Good evening, %(name)s."),
        rules.WEEKEND: _("Have a good weekend, %(name)s."),
    }[hour] % {"name": name}


def shown(card: Card, people: Mapping[int, Face]) -> Shown:
    """A card in finished words."""
    face = people[card.person]
    return Shown(face, card.text % {"name": face.first_name}, card.quote, card.language, card.path, card.label)


@dataclass(frozen=True, slots=True)
class House:
    """Today in the house: who is here, what is on, and what is on the day ahead, where the hour asks for it."""

    here: Any
    days: tuple[Agenda, ...]


def house(visit: Visit, hour: str, occasions: Iterable[Occasion], here: Any) -> House:
    """What is on in the house. Circles and booked hours are nobody's business but of those who take part."""
    zone, ahead = visit.member.space.zone, rules.next_day(visit.day, hour)
    rows = [one for one in occasions if one.state or not one.mine or one.tone]
    days = []
    for day, title in ((visit.day, _("Today")), (ahead, _("Tomorrow") if hour == rules.EVENING else _("On Monday"))):
        on = tuple(
            one for one in rows if day is not None and one.begins_at.astimezone(zone).date() <= day <= one.ends_at.astimezone(zone).date()
        )
        if on:
            days.append(Agenda(title, on))
    return House(here, tuple(days))


def week(visit: Visit, rows: Iterable[Occasion]) -> tuple[Agenda, ...]:
    """What the reader takes part in, by days."""
    zone = visit.member.space.zone
    days: dict[date, list[Occasion]] = {}
    for one in rows:
        days.setdefault(max(visit.day, one.begins_at.astimezone(zone).date()), []).append(one)
    return tuple(
        Agenda(_("Today") if day == visit.day else _("Tomorrow") if (day - visit.day).days == 1 else date_format(day, "l"), tuple(on))
        for day, on in days.items()
    )


def new_faces(visit: Visit) -> Found:
    """Who came in the last month, with a hello for each. One query."""
    reader = visit.member
    rows = NEW.rows(space=reader.space_id, member=reader.pk, since=visit.day - rules.NEW_FOR, today=visit.day)

    def block(people: Mapping[int, Face]) -> Greeted:
        return Greeted(
            tuple(NewFace(people[pk], bool(greeted)) for pk, greeted in rows if pk in people), ready_hello(first_name(reader.name), "…")
        )

    return Found(people=frozenset(pk for pk, _greeted in rows), block=block if rows else None)


def composer(verb: str, text: str) -> Composer:
    """The field with its verbs, and with what was begun."""
    names = [*(name for name in rules.VERBS if name in VERBS), *(name for name in VERBS if name not in rules.VERBS)]
    chosen = verb if verb in VERBS else names[0] if names else ""
    return Composer(tuple(Way(name, str(VERBS[name].label), str(VERBS[name].hint), name == chosen) for name in names), text)


def kept(member: Member, verb: str) -> str:
    """What a member carried to the form of a verb. One query."""
    row = Composition.objects.filter(member=member, verb=verb).values_list("text", flat=True).first()
    return row or ""
