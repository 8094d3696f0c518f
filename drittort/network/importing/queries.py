"""What an import would change in a house. Reads only; the action computes the same again before it writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import numpy as np
from django.db.models import Max
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid
from drittort.engine.graph import Ints
from drittort.members.importing import queries as members
from drittort.members.importing.forms import EPOCH, PersonRow, Rows, is_address
from drittort.members.importing.problems import FileProblem
from drittort.members.importing.queries import Plan, Span
from drittort.network.importing.forms import Daily, Told, daily, first_days, last_day, unknown_people
from drittort.network.importing.slack import Export
from drittort.network.models import Contact
from drittort.network.ties.days import kept_since
from drittort.spaces.actions import check_space
from drittort.spaces.models import Location, Space

Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What somebody hands over: files that were read, and how to take them. `on` is the day of contacts without a time (None: see `snapshot_day`)."""

    slug: str
    name: str = ""
    language: str = "de"
    sample: bool = False
    add_people: bool = False
    founder: str = ""
    rows: Rows = field(default_factory=Rows)
    told: tuple[Told, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many contacts (pair, day, kind) an import brings, and how many it leaves out because not both had agreed, or because of their age."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    not_agreed: int = 0
    too_old: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged,
            self.not_agreed + other.not_agreed, self.too_old + other.too_old,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be written: `plan` for people and companies, `staged` the new and changed contacts by origin."""

    delivery: Delivery
    space: Space
    plan: Plan
    staged: tuple[tuple[str, Daily], ...]
    contacts: Counts
    problems: tuple[FileProblem, ...]

    @property
    def fatal(self) -> tuple[FileProblem, ...]:
        """The problems for which nothing may be written."""
        return tuple(p for p in self.problems if p.fatal)

    @property
    def is_change(self) -> bool:
        """Whether anything would be written."""
        return self.space.pk is None or self.plan.is_change or any(len(rows) for _, rows in self.staged)


def house(delivery: Delivery, at: datetime) -> Space:
    """The space of a delivery, or one that is not saved yet. Raises Invalid where it cannot be opened, or is no sample but should be."""
    found = Space.objects.filter(slug=delivery.slug).first()
    if found is not None:
        if delivery.sample and not found.is_sample:
            raise Invalid(_("The house %(slug)s exists and is no sample: its people must agree by themselves.") % {"slug": found.slug})
        return found
    name = delivery.name or delivery.slug.replace("-", " ").title()
    space = Space(slug=delivery.slug, name=name, language=delivery.language, is_sample=delivery.sample, created_at=at)
    check_space(space)
    return space


def plan_of(delivery: Delivery, space: Space, at: datetime) -> Plan:
    """The plan for people and companies of a delivery."""
    unknown = {person for told in delivery.told for person in told.ids} if space.is_sample or delivery.add_people else set()
    places = None if space.pk is None else list(Location.objects.filter(space=space).values_list("name", flat=True))
    return members.plan(
        space=space, rows=delivery.rows, unknown=unknown, first_seen=first_days(delivery.told), at=at, locations=places
    )  # fmt: skip


def places_of(delivery: Delivery) -> tuple[str, ...]:
    """Locations that the files name, in order of appearance: those of a house that is opened with the import."""
    return tuple(dict.fromkeys(row.location for row in delivery.rows.people if row.location is not None))


def with_slack(rows: Rows, export: Export, space: Space) -> tuple[Rows, Mapping[str, str]]:
    """People of a workspace as rows, and the id in the house of each user: whoever has the same address is the same person."""
    known = members.emails(space) if space.pk is not None else {}
    told = {row.email.lower(): row.id for row in rows.people if row.email}
    present = {row.id for row in rows.people} | (set(members.ids(space).values()) if space.pk is not None else set())
    names, more = {}, []
    for user in sorted(export.users.values(), key=lambda u: u.id):
        email = user.email.lower() if is_address(user.email) else ""
        same = told.get(email) or known.get(email) if email else None
        names[user.id] = same or user.id
        if names[user.id] not in present:
            more.append(PersonRow(user.id, name=user.name[:120] or None, email=user.email if email else None))
            present.add(user.id)
            if email:
                told[email] = user.id
    return replace(rows, people=(*rows.people, *more)), names


def snapshot_day(delivery: Delivery, told: Told, space: Space, at: datetime) -> date:
    """The day of contacts without a time: as asked for, the day the same source had before, a sample's last event, or today."""
    if delivery.on is not None:
        return delivery.on
    if space.pk is not None:
        before: date | None = Contact.objects.filter(space=space, origin=told.undated).aggregate(day=Max("on"))["day"]
        if before is not None:
            return before
    return (last_day(delivery.told) if space.is_sample else None) or space.day(at)


def preview(delivery: Delivery, at: datetime) -> Preview:
    """Compare a delivery with its house. Raises Invalid, see `house`."""
    space = house(delivery, at)
    plan = plan_of(delivery, space, at)
    problems = [*delivery.rows.problems, *plan.problems]
    staged, counts = [], Counts()
    for told in delivery.told:
        problems += told.problems
        if not (space.is_sample or delivery.add_people):
            problems += unknown_people(told, plan.ids)
    if not any(p.fatal for p in problems):
        oldest = kept_since(_present(delivery, space, at))
        for told in delivery.told:
            dated = ~np.isnan(told.contacts.at)
            snapshot = snapshot_day(delivery, told, space, at) if not dated.all() else None
            for origin, rows, day in ((told.origin, dated, None), (told.undated, ~dated, snapshot)):
                if rows.any():
                    summed = daily(told.contacts.select(rows), snapshot=day)
                    kept, found = _compare(summed, origin, space, plan, oldest)
                    counts += found
                    staged.append((origin, kept))
    files = list(dict.fromkeys(p.file for p in problems))
    problems.sort(key=lambda p: (files.index(p.file), p.line))
    return Preview(delivery, space, plan, tuple(staged), counts, tuple(problems))


def _present(delivery: Delivery, space: Space, at: datetime) -> date:
    """Today in the house; a sample stands still on the day of its last contact, here or in the files."""
    if not space.is_sample:
        return space.day(at)
    held: date | None = None if space.pk is None else Contact.objects.filter(space=space).aggregate(day=Max("on"))["day"]
    days = [day for day in (held, last_day(delivery.told)) if day is not None]
    return max(days, default=space.day(at))


def _compare(rows: Daily, origin: str, space: Space, plan: Plan, oldest: date) -> tuple[Daily, Counts]:
    """The rows that are new or different from what the origin said before, and the counts."""
    young = rows.on >= (oldest - EPOCH).days  # older ones would be let go when the ties are rebuilt
    both = agreed(rows, plan.counted)
    storable = rows.select(young & both)
    held = _held(storable, origin, space)
    status = np.zeros(len(storable), dtype=np.int8)  # 0 new, 1 changed, 2 unchanged
    if held:
        keys = zip(storable.a.tolist(), storable.b.tolist(), storable.on.tolist(), storable.kind.tolist(), strict=True)
        values = zip(storable.forth.tolist(), storable.back.tolist(), strict=True)
        for i, (key, value) in enumerate(zip(keys, values, strict=True)):
            before = held.get(key)
            if before is not None:
                status[i] = 2 if before == value else 1
    counts = Counts(
        new=int((status == 0).sum()), changed=int((status == 1).sum()), unchanged=int((status == 2).sum()),
        not_agreed=int((young & ~both).sum()), too_old=int((~young).sum()),
    )  # fmt: skip
    return storable.select(status < 2), counts


def agreed(rows: Daily, counted: Mapping[str, Sequence[Span]]) -> Bools:
    """For each row whether both had agreed to be counted on its day."""
    n = len(rows.ids)
    depth = max((len(spans) for spans in counted.values()), default=0)
    begin = np.full((depth, n), np.iinfo(np.int64).max, dtype=np.int64)
    end = np.full((depth, n), np.iinfo(np.int64).max, dtype=np.int64)
    for i, person in enumerate(rows.ids):
        for k, (since, until) in enumerate(counted.get(person, ())):
            begin[k, i] = (since - EPOCH).days
            if until is not None:
                end[k, i] = (until - EPOCH).days

    def covered(people: Ints) -> Bools:
        found = np.zeros(len(rows), dtype=bool)
        for k in range(depth):
            found |= (begin[k, people] <= rows.on) & (rows.on < end[k, people])
        return found

    return covered(rows.a) & covered(rows.b)


def _held(rows: Daily, origin: str, space: Space) -> dict[tuple[int, int, int, int], tuple[float, float]]:
    """What the origin said before about the days of the rows, keyed like them."""
    if space.pk is None or not len(rows):
        return {}
    place = {person: i for i, person in enumerate(rows.ids)}
    code = {kind: i for i, kind in enumerate(rows.kinds)}
    span = (EPOCH + timedelta(days=int(rows.on.min())), EPOCH + timedelta(days=int(rows.on.max())))
    people = members.ids(space)
    held = {}
    known = Contact.objects.filter(space=space, origin=origin, on__range=span).values_list(
        "first_id", "second_id", "on", "kind", "forth", "back"
    )
    for first, second, on, kind, forth, back in known.iterator(chunk_size=5000):
        a, b, k = place.get(people.get(first, "")), place.get(people.get(second, "")), code.get(kind)
        if a is None or b is None or k is None:
            continue
        day = (on - EPOCH).days
        held[(a, b, day, k) if a < b else (b, a, day, k)] = (forth, back) if a < b else (back, forth)
    return held
