"""From files on disk to a delivery."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from drittort.core.errors import Invalid
from drittort.members.importing import foreign
from drittort.members.importing.forms import Rows, read_companies, read_people
from drittort.members.importing.problems import FileProblem
from drittort.members.importing.queries import people_of
from drittort.members.models import Company
from drittort.network.importing.forms import Told, Unreadable, read_interactions, read_text, told_by_rows
from drittort.network.importing.queries import Delivery, house, with_slack
from drittort.network.importing.slack import Export, Refused, read_export
from drittort.spaces.models import Location, Space


@dataclass(frozen=True, slots=True)
class Files:
    """The files that somebody names; None for those they don't."""

    people: Path | None = None
    companies: Path | None = None
    interactions: Path | None = None
    slack: Path | None = None
    with_direct: bool = False
    foreign: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return any((self.people, self.companies, self.interactions, self.slack, self.foreign))


def read_delivery(
    files: Files,
    *,
    slug: str,
    at: datetime,
    name: str = "",
    language: str = "de",
    sample: bool = False,
    add_people: bool = False,
    founder: str = "",
    source: str = "",
    on: date | None = None,
) -> tuple[Delivery, Export | None]:
    """Read all files; what is wrong with them stands in the delivery. Also returns the Slack export that was read.

    Raises Invalid (see `queries.house`), Unreadable, `slack.Refused`, and OSError for files that cannot be opened.
    """
    delivery = Delivery(slug=slug, name=name, language=language, sample=sample, add_people=add_people, founder=founder, on=on)
    space = house(delivery, at)
    sample, today = space.is_sample, space.day(at)
    rows = Rows()
    if files.companies:
        rows = read_companies(files.companies.name, read_text(files.companies))
    if files.people:
        people = read_people(files.people.name, read_text(files.people), today=today, names_needed=not (sample or add_people))
        problems = (*rows.problems, *people.problems)
        rows = replace(rows, people=people.people, people_file=people.people_file, problems=problems)
    if files.foreign:
        rows = foreign_rows(files.foreign[0], Path(files.foreign[1]), space, today)
    told: list[Told] = []
    if files.interactions:
        text = read_text(files.interactions)
        told.append(read_interactions(files.interactions.name, text, source=source or "interactions", today=today, sample=sample))
    export = None
    if files.slack:
        export = read_export(files.slack, with_direct=files.with_direct)
        rows, ids = with_slack(rows, export, space)
        # Two accounts of one person are one person here, so what they said to each other is no contact.
        renamed = ((ids[a], ids[b], at_, kind, weight) for a, b, at_, kind, weight in export.rows if ids[a] != ids[b])
        told.append(told_by_rows(files.slack.name, source or "workspace", "slack", renamed))
    return replace(delivery, rows=rows, told=tuple(told)), export


def problem_of(error: Unreadable | Refused, file: Path | None) -> str:
    """The sentence for a file that could not be read at all."""
    if isinstance(error, Unreadable):
        found: FileProblem = error.problem
        return str(found)
    return f"{file.name if file else ''}: {error}"


def foreign_rows(system: str, path: Path, space: Space, today: date) -> Rows:
    """A member list of another software, as this house may take it: what stands here already stays. Raises Invalid for a software that nobody knows."""
    if system not in foreign.SYSTEMS and system != "other":
        raise Invalid(_("%(name)s is none of %(known)s.") % {"name": system, "known": ", ".join([*foreign.SYSTEMS, "other"])})
    text = read_text(path)
    columns, _problems = foreign.columns_of(text)
    kind = foreign.recognise(columns) if system == "other" else system
    places = [] if space.pk is None else list(Location.objects.filter(space=space).standing().values_list("name", flat=True))
    reading = foreign.read(path.name, text, foreign.propose(columns, kind), system=kind, today=today, locations=places)
    names = [] if space.pk is None else list(Company.objects.filter(space=space).values_list("name", flat=True))
    rows = foreign.gently(reading, people_of(space), names)
    return replace(rows, problems=(*rows.problems, *reading.notes))
