"""Days to celebrate as the house sees them, and who congratulated for whose day it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from drittort.core.addresses import address
from drittort.inspire.milestones import rules, words
from drittort.inspire.milestones.models import Celebration, Congratulation, Milestone
from drittort.inspire.stories.words import listed
from drittort.joining.days import since
from drittort.members.models import Company, Member
from drittort.members.people.queries import Face, faces

MOST = 60


@dataclass(frozen=True, slots=True)
class Card:
    """One day: whose, what is celebrated, since when, and what the reader said to it."""

    id: int
    face: Face | None
    company: str
    path: str
    sentence: str
    what_path: str
    day: str
    can: bool
    done: bool
    mine: bool
    from_whom: str


@dataclass(frozen=True, slots=True)
class Part:
    """Days under a heading: today, this week, before."""

    key: str
    cards: tuple[Card, ...]


def cards(reader: Member, rows: Sequence[Milestone], at: datetime) -> list[tuple[date, Card]]:
    """Some days in the same few questions."""
    people = faces(reader.space_id, {row.member_id for row in rows if row.member_id})
    firms = dict(Company.objects.filter(pk__in=[row.company_id for row in rows if row.company_id]).values_list("pk", "name"))
    done = set(Congratulation.objects.filter(member=reader, milestone__in=[row.pk for row in rows]).values_list("milestone_id", flat=True))
    firm = reader.employments.filter(until_on=None).values_list("company_id", flat=True)
    own = set(firm)
    ours = [row.pk for row in rows if row.member_id == reader.pk or row.company_id in own]
    told: dict[int, list[str]] = {}
    if ours:
        for pk, name in (
            Congratulation.objects.filter(milestone__in=ours, withheld=False, member__left_on=None)
            .order_by("at", "pk")
            .values_list("milestone_id", "member__name")
        ):
            told.setdefault(pk, []).append(name)
    today, slug, found = reader.space.day(at), reader.space.slug, []
    for row in rows:
        face = people.get(row.member_id or 0)
        company = firms.get(row.company_id or 0, "")
        sentence = words.sentence(row, face.name if face else company)
        if not sentence or not (face or company):
            continue
        path = address("members:person", slug, row.member_id) if face else address("members:company", slug, row.company_id)
        kind, _mark, number = row.subject.partition(":")
        what = address("inspire:event", slug, int(number)) if kind == "event" and number.isdigit() else ""
        mine = row.pk in ours
        can = not mine and row.on > today - rules.CONGRATULATE_FOR
        card = Card(
            row.pk, face, company, path, sentence, what, since(row.on, today), can, row.pk in done, mine, listed(told.get(row.pk, []))
        )
        found.append((row.on, card))
    return found


def milestones(reader: Member, at: datetime) -> list[Part]:
    """The days of the last weeks: today's, this week's, and before."""
    rows = list(rules.visible_to(reader, at).order_by("-on", "-pk")[:MOST])
    today = reader.space.day(at)
    parts: dict[str, list[Card]] = {"today": [], "week": [], "before": []}
    for day, card in cards(reader, rows, at):
        parts["today" if day == today else "week" if (today - day).days < 7 else "before"].append(card)
    return [Part(key, tuple(found)) for key, found in parts.items() if found]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody lets the house celebrate."""

    day: int | None
    month: int | None
    quiet: bool
    book: bool


def chosen(reader: Member) -> Chosen:
    """The reader's own choice."""
    row = Celebration.objects.filter(member=reader).first()
    return Chosen(row.day, row.month, row.quiet, row.book) if row is not None else Chosen(None, None, False, False)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What is celebrated of which notices speak, as the one reads it whose day it is."""
    found = {m.pk: m for m in Milestone.objects.filter(pk__in={row["milestone"] for row in rows}).select_related("member", "company")}
    told = []
    for row in rows:
        one = found.get(row["milestone"])
        name = (one.member.name if one.member else one.company.name if one.company else "") if one is not None else ""
        told.append({"what": words.sentence(one, name) if one is not None else "…"})
    return told
