"""What a demo world consists of: frozen records with small integer ids, and its three files for `drittort import`."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

Kind = Literal["meeting", "message", "reply", "thanks", "event", "neighbour"]
SYMMETRIC = frozenset({"meeting", "event", "neighbour"})
"""Kinds without a direction: a `Contact` of these stands once, with source < target, and twice in the interactions file."""
EVENT_LIMIT = 20
"""Evenings of more people make no ties."""


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence and the language it is written in ("de" or "en")."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Location:
    id: int
    key: str
    name: str
    street: str
    postcode: str
    town: str
    note: Text


@dataclass(frozen=True, slots=True)
class House:
    name: str
    town: str
    line: Text
    founded_on: date
    quiet_from: time
    quiet_until: time
    time_zone: str
    agreements: tuple[Text, ...]
    locations: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """`industry` is a WZ 2008 class such as "69.20"; `field` the milieu that the model's homophily works on; `size` the whole payroll."""

    id: int
    key: str
    name: str
    line: Text
    industry: str
    field: str
    location: int
    size: int
    since: date


@dataclass(frozen=True, slots=True)
class Consents:
    """The day each consent was given; None: not given."""

    introduced: date | None
    counted: date | None
    map: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """`days` are the usual weekdays (0 = Monday); `rhythm` is how often an introduction is welcome."""

    id: int
    key: str
    name: str
    email: str
    portrait: str
    role: Literal["member", "manager", "founder"]
    company: int
    location: int
    joined_on: date
    left_on: date | None
    days: tuple[int, ...]
    languages: tuple[str, ...]
    language: str
    line: Text
    offers: tuple[Text, ...]
    needs: tuple[Text, ...]
    rhythm: Literal["weekly", "fortnightly", "monthly"]
    consents: Consents


@dataclass(frozen=True, slots=True)
class Need:
    """`answered_at` without `closed_at`: answered, not yet said to be settled. Neither: open, or run out if it is old."""

    id: int
    person: int
    text: Text
    opened_at: datetime
    answered_at: datetime | None
    answered_by: int | None
    closed_at: datetime | None
    answer: Text | None = None
    outcome: Text | None = None


@dataclass(frozen=True, slots=True)
class Event:
    id: int
    title: Text
    note: Text
    at: datetime
    location: int
    host: int
    participants: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """`k`: people who were there, for kind "event"; else 0."""

    at: datetime
    source: int
    target: int
    kind: Kind
    k: int


@dataclass(frozen=True, slots=True)
class Answer:
    says: Literal["yes", "no"]
    at: datetime


@dataclass(frozen=True, slots=True)
class PastIntroduction:
    """One introduction. `why` and `outcome` are None where nobody wrote any; `expired_at` is set where it ended without two yeses."""

    id: int
    a: int
    b: int
    by: Literal["engine", "manager"]
    why: Text | None
    proposed_at: datetime
    expires_at: datetime
    answer_a: Answer | None
    answer_b: Answer | None
    met_on: date | None
    again: bool | None
    outcome: Text | None
    expired_at: datetime | None

    @property
    def agreed(self) -> bool:
        """Whether both sides said yes."""
        return all(x is not None and x.says == "yes" for x in (self.answer_a, self.answer_b))


@dataclass(frozen=True, slots=True)
class Block:
    source: int
    target: int
    at: datetime


@dataclass(frozen=True, slots=True)
class World:
    """A house and its year from `since` to `until`, both days included. `manager`, `founder` and `member` are the ids of the demo accounts."""

    seed: int
    since: date
    until: date
    house: House
    companies: tuple[Company, ...]
    people: tuple[Person, ...]
    needs: tuple[Need, ...]
    events: tuple[Event, ...]
    contacts: tuple[Contact, ...]
    introductions: tuple[PastIntroduction, ...]
    blocks: tuple[Block, ...]
    manager: int
    founder: int
    member: int

    def people_rows(self) -> list[tuple[str, ...]]:
        """Rows of `people.csv`, the head first. Lists inside a field are joined by " | ", languages and days by a space."""
        names = ("mon", "tue", "wed", "thu", "fri")
        rows: list[tuple[str, ...]] = [
            (
                "id",
                "name",
                "email",
                "company",
                "joined_on",
                "left_on",
                "languages",
                "days",
                "location",
                "line",
                "offers",
                "needs",
                "counted_since",
                "introduced_since",
                "map_since",
            )
        ]
        for p in self.people:
            rows.append(
                (
                    str(p.id), p.name, p.email, str(p.company), _day(p.joined_on), _day(p.left_on),
                    " ".join(p.languages), " ".join(names[d] for d in p.days), self.house.locations[p.location].name, p.line.text,
                    " | ".join(t.text for t in p.offers), " | ".join(t.text for t in p.needs),
                    _day(p.consents.counted), _day(p.consents.introduced), _day(p.consents.map),
                )
            )  # fmt: skip
        return rows

    def companies_rows(self) -> list[tuple[str, ...]]:
        """Rows of `companies.csv`, the head first."""
        return [("id", "name", "industry", "line"), *((str(c.id), c.name, c.industry, c.line.text) for c in self.companies)]

    def interactions_rows(self) -> list[tuple[str, ...]]:
        """Rows of `interactions.csv`, the head first: symmetric kinds in both directions, `weight` a factor on the kind's own weight.

        An event of k people gives each pair 1 / (k - 1); evenings above `EVENT_LIMIT` people are left out.
        """
        rows: list[tuple[str, ...]] = [("source", "target", "at", "kind", "weight")]
        for c in self.contacts:
            if c.k > EVENT_LIMIT:
                continue
            rest = (c.at.isoformat(), c.kind, f"{1 / (c.k - 1):.6g}" if c.kind == "event" else "1")
            rows.append((str(c.source), str(c.target), *rest))
            if c.kind in SYMMETRIC:
                rows.append((str(c.target), str(c.source), *rest))
        return rows


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
