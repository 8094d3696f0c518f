"""What can be wrong with a file, in the reader's language, with file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.engine import tables

SENTENCES: dict[str, Any] = {
    # The engine's own problems, word for word: its sentences are the msgids.
    "empty": gettext_lazy("The file is empty; the first line must name the columns ({expected})."),
    "column_missing": gettext_lazy("The column {name} is missing; found are: {found}."),
    "column_twice": gettext_lazy("The column {name} stands twice in the first line."),
    "csv": gettext_lazy("The line cannot be read: {reason}."),
    "fields": gettext_lazy("The line has {got} fields, the first line has {expected}."),
    "value_missing": gettext_lazy("{name} is empty."),
    "id_too_long": gettext_lazy("{name} has {got} characters; at most {limit} are allowed."),
    "self_contact": gettext_lazy("{value} is in contact with themselves; the line is left out."),
    "duplicate": gettext_lazy("The line repeats line {first}; it is left out."),
    "id_twice": gettext_lazy("The id {value} stands already in line {first}."),
    "pair_twice": gettext_lazy("The pair {value} stands already in line {first}; the line is left out."),
    "time": gettext_lazy("{value} is not a time: write it like 2026-03-31T14:05:00+02:00, or as seconds since 1970."),
    "time_range": gettext_lazy("{value} lies outside of the years 1900 to 2200 (milliseconds instead of seconds?)."),
    "date": gettext_lazy("{value} is not a date: write it like 2026-03-31."),
    "number": gettext_lazy("{value} is not a number."),
    "negative": gettext_lazy("The weight {value} is below zero."),
    "id_unknown": gettext_lazy("{value} is not among the known people."),
    "encoding": gettext_lazy("The file is neither UTF-8 nor Windows-1252 text."),
    "gzip": gettext_lazy("The file is damaged: it cannot be unpacked."),
    "too_large": gettext_lazy("The file is larger than {limit} MB when unpacked."),
    # What only a house can see.
    "self_contact_refused": gettext_lazy("{value} is in contact with themselves."),
    "too_long": gettext_lazy("{name} has {got} characters; at most {limit} are allowed."),
    "email": gettext_lazy("{value} is not an e-mail address."),
    "email_twice": gettext_lazy("The address {value} stands already in line {first}."),
    "email_taken": gettext_lazy("The address {value} belongs to {id} in this house already."),
    "name_twice": gettext_lazy("The name {value} stands already in line {first}."),
    "name_taken": gettext_lazy("The name {value} belongs to the company {id} in this house already."),
    "left_before": gettext_lazy("The last day {value} lies before the first, {first}."),
    "future": gettext_lazy("{value} lies in the future."),
    "language": gettext_lazy("{value} is not a language code such as de or en."),
    "day": gettext_lazy("{value} is not a day of the week such as Mon or Mo."),
    "location": gettext_lazy("{value} is not a location of this house; there are: {known}."),
    "already_here": gettext_lazy("{value} belongs to somebody who is here already."),
    "already_invited": gettext_lazy("{value} has an open invitation."),
    "language_house": gettext_lazy("{value} is not a language of the house; there are: {known}."),
    "too_many": gettext_lazy("The file has {got} lines; at most {limit} at once."),
    "dates_mixed": gettext_lazy("Some days here can only be day/month, others only month/day; please look at them."),
    "date_left_out": gettext_lazy("{value} is not a day that can be used; it is left out."),
    "email_left_out": gettext_lazy("{value} is not an e-mail address; the person comes without one."),
    "email_shared": gettext_lazy("The address {value} belongs to another person in line {first}; this one comes without an address."),
    "line_left_out": gettext_lazy("Neither name nor address; the line is left out."),
    "name_from_email": gettext_lazy("No name here; {value} is taken from the address."),
    "is_company": gettext_lazy("{value} is a company and becomes one here, not a person."),
    "merged": gettext_lazy("Another membership of {value}, with line {first} one person here."),
    "leaves_later": gettext_lazy("The last day is {value}; until then the person is here."),
    "location_left_out": gettext_lazy("{value} is not a location of this house; it is left out."),
    "cut": gettext_lazy("Longer than {limit} characters; the rest is left out."),
    "company": gettext_lazy("{value} is neither among the companies of the file nor in the house."),
}


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One problem: `file` as the person named it (empty where they pasted lines), `line` as an editor counts it (0: the whole file), `column` or empty."""

    file: str
    line: int
    column: str
    code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)
    fatal: bool = True

    @property
    def sentence(self) -> str:
        """What is wrong, in the language at hand, without its place."""
        return str(SENTENCES[self.code]).format(**self.parameters)

    def __str__(self) -> str:
        if not self.line:
            return f"{self.file}: {self.sentence}" if self.file else self.sentence
        told = {"file": self.file, "line": self.line, "column": self.column}
        if self.file:
            place = _("%(file)s, line %(line)s, column %(column)s") if self.column else _("%(file)s, line %(line)s")
        else:
            place = _("Line %(line)s, column %(column)s") if self.column else _("Line %(line)s")
        return f"{place % told}: {self.sentence}"


def of_engine(file: str, problems: Iterable[tables.Problem]) -> list[FileProblem]:
    """The engine's problems with a file, with its name."""
    return [FileProblem(file, p.line, p.column, p.code, p.parameters, p.fatal) for p in problems]
