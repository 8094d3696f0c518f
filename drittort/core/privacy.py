"""The privacy register: every field of every table says what it is for, on what basis, how long, and how it is exported and erased.

Export, erasure and the record of processing are generated from it; a field without a mark fails the build.
"""

from __future__ import annotations

import html
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import translation

from drittort.core.statements import Statement

DELETE, KEEP_OR_DELETE, TAKE_OUT, EXPIRES, WITH_HOUSE = ERASURES = (
    "delete",
    "anonymise or delete",
    "take the person out",
    "expires",
    "with the house",
)
"""What becomes of a field when somebody is erased: its row goes; the person chooses whether it stays without them; the row stays and the person is
taken out of it; its time is short anyway; it tells nothing of a person."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a field is for, in words that stand in the record of processing and on everybody's own page (translatable). `erasure` is one of ERASURES."""

    purpose: Any
    basis: Any
    retention: Any
    export: bool
    erasure: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A table's marks, and the columns by which its rows belong to a person."""

    model: type[models.Model]
    marks: dict[str, Mark]
    person: tuple[str, ...]

    @property
    def title(self) -> Any:
        """What the rows are called for the person whose they are (translatable)."""
        return TITLES.get(self.model._meta.label, ("", ""))[0]

    @property
    def change(self) -> str:
        """The name of the address of the page where they can be changed, "" for none."""
        return TITLES.get(self.model._meta.label, ("", ""))[1]

    @property
    def mark(self) -> Mark:
        """What most of the table is for: the mark of the first field that is exported, else of the first."""
        return next((mark for mark in self.marks.values() if mark.export), next(iter(self.marks.values())))

    @property
    def contribution(self) -> bool:
        """Whether a person chooses if the rows stay without their name."""
        return any(mark.erasure == KEEP_OR_DELETE for mark in self.marks.values())

    def exported(self) -> list[Any]:
        """The fields that belong into an export, in the order of the table."""
        return [f for f in self.model._meta.concrete_fields if (self.marks.get(f.name) or self.marks[f.attname]).export]

    def held_by(self, person_id: int) -> models.QuerySet[Any]:
        """The rows of a person, as this person may see them."""
        shown = SHOWN.get(self.model._meta.label)
        rows = self.model._default_manager.filter(self.of(person_id))
        return rows if shown is None else rows.filter(shown(person_id))

    def of(self, person_id: int) -> models.Q:
        """The condition by which rows belong to a person."""
        mine = models.Q()
        for column in self.person:
            mine |= models.Q(**{column: person_id})
        return mine


@dataclass(frozen=True, slots=True)
class Named:
    """By which field rows of a table are called where others name them, whose names a person may know, and what the others are called."""

    field: str
    known: Callable[[Any], models.QuerySet[Any]] | None
    else_: Any


Reading = Callable[[list[dict[str, Any]], Any], list[str]]
REGISTER: dict[str, Registered] = {}
SHOWN: dict[str, Callable[[int], models.Q]] = {}
TITLES: dict[str, tuple[Any, str]] = {}
WORDS: dict[tuple[str, str], Any] = {}
CHAPTERS: dict[str, Any] = {}
NAMED: dict[str, Named] = {}
READS: dict[tuple[str, str], Reading] = {}
OWN_WORDS: dict[str, tuple[str, ...]] = {}
REFERS: dict[str, dict[str, str]] = {}
FOLLOWS: list[Callable[[Erased], None]] = []


def register(model: type[models.Model], mark: Mark, fields: str, *, person: str = "") -> None:
    """Mark the named `fields` (names separated by spaces). May be called several times for one table."""
    label = model._meta.label
    known = REGISTER.get(label)
    marks = {**(known.marks if known else {}), **dict.fromkeys(fields.split(), mark)}
    REGISTER[label] = Registered(model, marks, tuple(person.split()) or (known.person if known else ()))


def shown(model: type[models.Model], condition: Callable[[int], models.Q]) -> None:
    """Say which of the rows that name a person they may know of: what was never delivered to them is not in their copy either."""
    SHOWN[model._meta.label] = condition


def entitle(model: type[models.Model], title: Any, change: str = "") -> None:
    """Say what the rows of a table are called for the person whose they are, and the address where they can be changed."""
    TITLES[model._meta.label] = (title, change)


def chapter(module: str, title: Any) -> None:
    """Say what the tables of a module are about, as the heading over them."""
    CHAPTERS[module] = title


def called(model: type[models.Model], field: str, *, known: Callable[[Any], models.QuerySet[Any]] | None = None, else_: Any = "") -> None:
    """Say by which field a row is called where another row names it; `{language}` in it stands for the reader's language.

    With `known`, the rule that gives the rows whose name a person may know, the others are called `else_` (translatable).
    """
    NAMED[model._meta.label] = Named(field, known, else_)


def reads(model: type[models.Model], field: str, reading: Reading) -> None:
    """Register how a field is read by people: `reading(rows, person)` gives a sentence for each row, many rows at once."""
    READS[model._meta.label, field] = reading


def words(model: type[models.Model] | None = None, /, **named: Any) -> None:
    """Say what fields are called in a readable export: of one table, or (without a table) wherever the name stands."""
    label = model._meta.label if model is not None else ""
    WORDS.update({(label, name): word for name, word in named.items()})


def word(model: type[models.Model], name: str) -> str:
    """What a field is called, in the reader's language; "" where nobody said."""
    return str(WORDS.get((model._meta.label, name)) or WORDS.get(("", name), ""))


def own_words(model: type[models.Model], fields: str) -> None:
    """Name the fields that hold what a person wrote or is called: by them mails, jobs and indexes of others are looked through when they are erased."""
    OWN_WORDS[model._meta.label] = tuple(fields.split())


def refers(model: type[models.Model], **columns: str) -> None:
    """Say which rows a plain number names (column="module.Model"): for erasing people, and for bringing a house to another machine."""
    REFERS.setdefault(model._meta.label, {}).update(columns)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a person, to find what quotes them. Names count everywhere; of texts the beginning is enough, and short ones say nothing."""

    names: tuple[str, ...]
    texts: tuple[str, ...]

    LEAST, BEGINNING = 12, 40

    @classmethod
    def of(cls, names: Iterable[str], texts: Iterable[str]) -> Said:
        """Ready to be looked for."""
        begun = {plain(text)[: cls.BEGINNING].strip() for text in texts}
        return cls(
            tuple(sorted({plain(name) for name in names if plain(name)})), tuple(sorted(text for text in begun if len(text) >= cls.LEAST))
        )

    def within(self, *texts: str) -> bool:
        """Whether any of some texts holds a name or the beginning of a text of theirs."""
        for text in texts:
            found = plain(text)
            if any(name in found for name in self.names) or any(words in found for words in self.texts):
                return True
        return False


def without(said: Said, text: str) -> str:
    """A text of somebody else in which a person's names are left out; "" where it quotes their words besides."""
    for name in said.names:
        text = re.sub(r"\s+".join(map(re.escape, name.split())), "…", text, flags=re.IGNORECASE)
    return "" if said.within(text) else text


def plain(text: str) -> str:
    """Text as it is compared: small letters, one blank between words, no HTML escapes."""
    return " ".join(html.unescape(text).split()).casefold()


@dataclass(frozen=True, slots=True)
class Erased:
    """Who is erased: the person's number in a house, their words, and whether contributions stay without their name."""

    person_id: int
    space_id: int
    said: Said
    keeps: bool
    at: datetime


def on_erased(handler: Callable[[Erased], None]) -> Callable[[Erased], None]:
    """Register what a module does beyond the rows that the register names: indexes, drawings, quotations.

    Called in the worker, outside any transaction, while the rows of the person are still there; it may be called several times.
    """
    FOLLOWS.append(handler)
    return handler


def leaves(value: object) -> Iterator[str]:
    """All strings inside a stored value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from leaves(each)


def unmarked(tables: Iterable[type[models.Model]]) -> list[str]:
    """Fields that no module has marked, as `app.Model.field`; the build fails on any."""
    missing = []
    for model in tables:
        marks = REGISTER[model._meta.label].marks if model._meta.label in REGISTER else {}
        missing += [f"{model._meta.label}.{f.name}" for f in model._meta.concrete_fields if f.name not in marks and f.attname not in marks]
    return missing


def of_people() -> list[Registered]:
    """The tables of which something belongs into a person's export, module by module in the order of the floors."""
    order = [config.label for config in apps.get_app_configs()]
    found = [entry for entry in REGISTER.values() if entry.person and entry.exported()]
    return sorted(found, key=lambda entry: (order.index(entry.model._meta.app_label), list(REGISTER).index(entry.model._meta.label)))


def held_on(person_id: int) -> dict[str, list[dict[str, object]]]:
    """Everything that is marked for export and belongs to one member, by table: rows of field to value, oldest first. For a few rows; an export streams."""
    held: dict[str, list[dict[str, object]]] = {}
    for entry in of_people():
        names = tuple(f.attname for f in entry.exported())
        rows = [dict(zip(names, row, strict=True)) for row in question(entry.model._meta.label, names).rows(person=person_id)]
        if rows:
            held[entry.model._meta.label] = rows
    return dict(sorted(held.items()))


@cache
def question(label: str, names: tuple[str, ...]) -> Statement:
    """The rows of a person in one table. Asked of some seventy tables at once, most of which hold nothing: what costs is making the question."""
    return Statement(lambda person: REGISTER[label].held_by(person).order_by("pk").values_list(*names), person=int)


RECORD = """\
# Record of processing

What this software stores, field by field, written by `bin/drittort privacy` from the marks in the code (`registrations.py` of each
module). A test compares the two, and a field without a mark fails the build, so this page is complete.

It is the technical half of a record of processing activities (Art. 30 GDPR). Who runs a house adds the other half: name and contact of
the controller, the processors (hosting, mail), and the measures of security of their machine.

Besides the pages that members open, personal data leave the machine by mail only, and only to members of the house and to those
whom somebody invites. The address of one
member reaches another when both said yes to an introduction. No page loads anything from elsewhere.

*Kept* is what a house promises. The worker removes what is older, every day; a house that is a sample of public research data keeps its
people and their contacts, and former members who agreed to stay on the list of former members stay as long as they agree. What a member or a house takes along goes when they are deleted. *In the export* says whether a field belongs to what a person is
given of their own data.
"""


def record_of_processing() -> str:
    """The register as a page of markdown, in English: a chapter for each module, a table for each model, fields of the same mark in one row."""
    with translation.override("en"):
        return _record()


def _record() -> str:
    parts = [RECORD]
    chapter = ""
    for label, entry in sorted(REGISTER.items()):
        module, _, name = label.partition(".")
        if module != chapter:
            chapter = module
            parts.append(f"\n## {module}\n")
        about = (inspect.getdoc(entry.model) or "").partition("\n\n")[0]
        parts.append(f"\n### {name}\n\n{' '.join(about.split())}\n")
        if entry.person:
            parts.append(f"\nA row belongs to the person in {_listed(entry.person)}.\n")
        parts.append("\n| fields | purpose | legal basis | kept | in the export | erasure |\n|---|---|---|---|---|---|\n")
        for mark, fields in _by_mark(entry).items():
            cells = (_listed(fields), str(mark.purpose), str(mark.basis), str(mark.retention), "yes" if mark.export else "no", mark.erasure)
            parts.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n")
    return "".join(parts)


def _by_mark(entry: Registered) -> dict[Mark, list[str]]:
    """Fields in the order of the table, gathered under their marks."""
    found: dict[Mark, list[str]] = {}
    for field in entry.model._meta.concrete_fields:
        mark = entry.marks.get(field.name) or entry.marks.get(field.attname)
        if mark is not None:
            found.setdefault(mark, []).append(field.name)
    return found


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
