"""What loading rows of people and companies would change in a house. Reads only; the action makes the same plan again and compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from drittort.members.importing.forms import PersonRow, Rows
from drittort.members.importing.problems import FileProblem
from drittort.members.models import Company, Consent, Employment, Member, StandingLine
from drittort.spaces.models import Space

FAR_PAST = date(1900, 1, 1)
"""Since when everybody in public research data is counted and belongs to the house, where nothing better is known."""

Span = tuple[date, date | None]
"""The days of a consent: from the first on, until before the second (None: it stands)."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the house holds on one person."""

    pk: int
    external_id: str | None
    email: str
    fields: Mapping[str, Any]
    companies: frozenset[str] = frozenset()
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    consents: Mapping[str, tuple[tuple[int, Span], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompanyPlan:
    """A company to write: `pk` None for a new one, `fields` what will be different."""

    pk: int | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ConsentPlan:
    """A consent to write: `pk` None for a new one, else its day moves to the earlier proof."""

    kind: str
    since: date
    pk: int | None


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """A person to write: `pk` None for a new one; `fields`, `email`, `company`, `lines` and `consents` hold only what will be different."""

    id: str
    pk: int | None
    fields: Mapping[str, Any]
    email: str | None
    company: str | None
    lines: Mapping[str, tuple[str, ...]]
    consents: tuple[ConsentPlan, ...]

    @property
    def is_change(self) -> bool:
        """Whether anything would be written."""
        return self.pk is None or bool(self.fields or self.email or self.company or self.lines or self.consents)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that loading would write, and what speaks against it.

    `ids` are the external ids of everybody in the house afterwards, `counted` the spans of their counted consent afterwards.
    """

    companies: tuple[CompanyPlan, ...] = ()
    people: tuple[PersonPlan, ...] = ()
    companies_unchanged: int = 0
    people_unchanged: int = 0
    ids: frozenset[str] = frozenset()
    counted: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    problems: tuple[FileProblem, ...] = ()

    @property
    def is_change(self) -> bool:
        """Whether anything would be written."""
        return bool(self.companies or self.people)


def emails(space: Space) -> dict[str, str | None]:
    """Address in small letters to external id (None: joined without an import), for everybody of a house."""
    rows = Member.objects.filter(space_id=space.pk).exclude(account=None).values_list("account__email", "external_id")
    return {email.lower(): external for email, external in rows}


def ids(space: Space) -> dict[int, str]:
    """External id of everybody of a house who has one."""
    return dict(Member.objects.filter(space_id=space.pk).exclude(external_id=None).values_list("id", "external_id"))  # type: ignore[arg-type]


def people_of(space: Space) -> list[Known]:
    """Everybody of a house as an import sees them, in six queries whatever their number."""
    if space.pk is None:
        return []
    lines: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for member, side, text in StandingLine.objects.filter(member__space=space).values_list("member_id", "side", "text"):
        lines[member][side].append(text)
    consents: dict[int, dict[str, list[tuple[int, Span]]]] = defaultdict(lambda: defaultdict(list))
    rows = Consent.objects.filter(member__space=space).order_by("given_at", "id")
    for pk, member, kind, given, revoked in rows.values_list("id", "member_id", "kind", "given_at", "revoked_at"):
        consents[member][kind].append((pk, (space.day(given), space.day(revoked) if revoked else None)))
    companies: dict[int, set[str]] = defaultdict(set)
    for member, name in Employment.objects.filter(member__space=space, until_on=None).values_list("member_id", "company__name"):
        companies[member].add(name)
    columns = ("external_id", "name", "line", "language", "languages", "days", "joined_on", "left_on", "attributes")
    found = []
    for row in Member.objects.filter(space=space).select_related("account", "location").order_by("id"):
        fields = {column: getattr(row, column) for column in columns} | {"location": row.location.name if row.location else None}
        found.append(
            Known(
                pk=row.pk,
                external_id=row.external_id,
                email=row.account.email.lower() if row.account else "",
                fields=fields,
                companies=frozenset(companies.get(row.pk, ())),
                lines={side: tuple(texts) for side, texts in lines.get(row.pk, {}).items()},
                consents={kind: tuple(spans) for kind, spans in consents.get(row.pk, {}).items()},
            )
        )
    return found


def plan(
    *,
    space: Space,
    rows: Rows,
    unknown: Iterable[str],
    first_seen: Mapping[str, date],
    at: datetime,
    locations: Sequence[str] | None = None,
    known: list[Known] | None = None,
) -> Plan:
    """Compare rows with a house (`space` may be one that is not opened yet).

    `unknown`: ids without a row that shall become people if the house does not know them. `first_seen`: the first day of contact, the first day in the house of people
    whose rows don't name one. `locations`: names that exist or will (None: any). `known`: everybody of the house, where the caller
    has just read them.
    """
    known = people_of(space) if known is None else known
    by_id = {k.external_id: k for k in known if k.external_id is not None}
    told = {row.id for row in rows.people}
    more = sorted({person for person in unknown if person not in told and person not in by_id})
    companies, unchanged_companies, problems, names = _companies(space, rows)
    maker = _People(space, rows, known, by_id, first_seen, space.day(at), names, None if locations is None else frozenset(locations))
    people = [maker.person(row) for row in (*rows.people, *(PersonRow(person) for person in more))]
    writes = tuple(p for p in people if p.is_change)
    counted = {k.external_id: tuple(span for _, span in k.consents.get("counted", ())) for k in known if k.external_id is not None}
    for each in writes:
        for consent in each.consents:
            if consent.kind == "counted":
                kept = [] if each.pk is None else [s for pk, s in maker.by_pk[each.pk].consents.get("counted", ()) if pk != consent.pk]
                counted[each.id] = (*kept, (consent.since, None))
        if each.pk is not None and each.id not in counted:  # joined by themselves, found by their address
            counted[each.id] = tuple(span for _, span in maker.by_pk[each.pk].consents.get("counted", ()))
    return Plan(
        companies=(*companies, *(CompanyPlan(None, {"name": name}) for name in maker.new_companies)),
        people=writes,
        companies_unchanged=unchanged_companies,
        people_unchanged=len(people) - len(writes),
        ids=frozenset(by_id) | {p.id for p in people},
        counted={person: spans for person, spans in counted.items() if spans},
        problems=tuple(sorted(problems + maker.problems, key=lambda p: (p.file, p.line))),
    )


def _companies(space: Space, rows: Rows) -> tuple[list[CompanyPlan], int, list[FileProblem], dict[str, str]]:
    """Plans for the rows, how many are unchanged, problems, and every id and name under which a company can be named, with its name."""
    found = Company.objects.filter(space_id=space.pk).order_by("id")  # none for a house that is not opened yet
    held: list[dict[str, Any]] = [dict(c) for c in found.values("id", "external_id", "name", "line", "industry")]
    by_id = {c["external_id"]: c for c in held if c["external_id"] is not None}
    by_name = {c["name"]: c for c in held}
    plans, problems, unchanged = [], [], 0
    names = {c["name"]: c["name"] for c in held} | {key: c["name"] for key, c in by_id.items()}
    for row in rows.companies:
        company = by_id.get(row.id)
        namesake = by_name.get(row.name)
        if company is None and namesake is not None and namesake["external_id"] is None:
            company = namesake
        elif namesake is not None and namesake is not company:
            parameters = {"value": row.name, "id": namesake["external_id"] or "-"}
            problems.append(FileProblem(rows.companies_file, row.line, "name", "name_taken", parameters))
            continue
        wanted = _told(external_id=row.id, name=row.name, industry=row.industry, line=row.headline)
        fields = {key: value for key, value in wanted.items() if company is None or company[key] != value}
        if company is None or fields:
            plans.append(CompanyPlan(None if company is None else company["id"], fields))
        else:
            unchanged += 1
    names |= {row.name: row.name for row in rows.companies} | {row.id: row.name for row in rows.companies}
    return plans, unchanged, problems, names


def _told(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


class _People:
    """Plans one person after the other, and gathers problems and the companies that only people.csv names."""

    def __init__(
        self,
        space: Space,
        rows: Rows,
        known: list[Known],
        by_id: dict[str, Known],
        first_seen: Mapping[str, date],
        today: date,
        companies: dict[str, str],
        locations: frozenset[str] | None,
    ) -> None:
        self.space, self.rows, self.by_id, self.first_seen, self.today = space, rows, by_id, first_seen, today
        self.by_email = {k.email: k for k in known if k.email}
        self.by_pk = {k.pk: k for k in known}
        self.companies, self.locations = companies, locations
        self.new_companies: dict[str, None] = {}
        self.problems: list[FileProblem] = []

    def complain(self, row: PersonRow, column: str, code: str, **parameters: str) -> None:
        self.problems.append(FileProblem(self.rows.people_file, row.line, column, code, parameters))

    def person(self, row: PersonRow) -> PersonPlan:
        """What has to be written for one row."""
        sample = self.space.is_sample
        email = None if sample or row.email is None else row.email
        known = self.by_id.get(row.id)
        other = self.by_email.get(email.lower()) if email else None
        if known is None and other is not None and other.external_id is None:
            known = other
        elif other is not None and other is not known:
            self.complain(row, "email", "email_taken", value=row.email or "", id=other.external_id or "-")
        if self.locations is not None and row.location is not None and row.location not in self.locations:
            self.complain(row, "location", "location", value=row.location, known=", ".join(sorted(self.locations)) or "-")
        company = self.company(row)
        fields = self.fields(row, known)
        sides = {StandingLine.Side.OFFER.value: row.offers, StandingLine.Side.SEEK.value: row.needs}
        return PersonPlan(
            id=row.id,
            pk=known.pk if known else None,
            fields=fields,
            email=email if email and (known is None or known.email != email.lower()) else None,
            company=None if known and company in known.companies else company,
            lines={
                side: texts for side, texts in sides.items()
                if texts is not None and (known.lines.get(side, ()) if known else ()) != texts
            },
            consents=self.consents(row, known),
        )  # fmt: skip

    def company(self, row: PersonRow) -> str | None:
        """Name of the company that a row names by id or name. Without companies.csv an unknown one is founded."""
        if row.company is None:
            return None
        if row.company not in self.companies:
            if self.rows.companies_file:
                self.complain(row, "company", "company", value=row.company)
                return None
            self.new_companies[row.company] = None
            self.companies[row.company] = row.company
        return self.companies[row.company]

    def fields(self, row: PersonRow, known: Known | None) -> dict[str, Any]:
        """Columns of the member that will be different."""
        wanted = _told(
            external_id=row.id, name=row.name, line=row.headline, language=row.language, joined_on=row.joined_on, left_on=row.left_on,
            location=row.location, languages=None if row.languages is None else list(row.languages), days=None if row.days is None else list(row.days),
        )  # fmt: skip
        if known is not None:
            if row.left_on and not row.joined_on and row.left_on < known.fields["joined_on"]:
                self.complain(row, "left_on", "left_before", value=row.left_on.isoformat(), first=known.fields["joined_on"].isoformat())
            attributes = {**known.fields["attributes"], **row.attributes}
            return {k: v for k, v in {**wanted, "attributes": attributes}.items() if known.fields[k] != v}
        language = row.language or self.space.language
        begin = FAR_PAST if self.space.is_sample else self.today
        joined = min(self.first_seen.get(row.id, begin), row.left_on or date.max)
        defaults = {
            "name": row.id,
            "language": language,
            "languages": [language],
            "joined_on": joined,
            "portrait": portrait(self.space.slug, row.id),
        }
        return {**defaults, **wanted, "attributes": dict(row.attributes)}

    def consents(self, row: PersonRow, known: Known | None) -> tuple[ConsentPlan, ...]:
        """Consents to write. What a person took back stays taken back, unless the proof is younger."""
        told = dict(row.consents)
        if self.space.is_sample:
            told["counted"] = FAR_PAST
        plans = []
        for kind, since in told.items():
            spans = known.consents.get(kind, ()) if known else ()
            over = max((until for _, (_, until) in spans if until is not None), default=None)
            standing = next(((pk, start) for pk, (start, until) in spans if until is None), None)
            if over is not None and since <= over:
                continue
            if standing is None:
                plans.append(ConsentPlan(kind, since, None))
            elif since < standing[1]:
                plans.append(ConsentPlan(kind, since, standing[0]))
        return tuple(plans)


def portrait(slug: str, person: str) -> str:
    """The seed of a person's drawn portrait: the same on every machine, and without their id in it."""
    return blake2b(f"{slug} {person}".encode(), digest_size=10).hexdigest()
