"""Input of invitations: one by hand, or many from a file.

Columns of the file: name and email (needed), language (de or en), company, location, sentence. Others are passed over.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.engine.tables import decode, parse_records
from drittort.members.importing.forms import is_address
from drittort.members.importing.problems import FileProblem, of_engine

LONGEST = {"name": 120, "company": 120, "location": 80, "sentence": 1000}
MOST_ROWS = 2000
MOST_BYTES = 2_000_000


class InviteForm(forms.Form):
    """One person, and a sentence from the inviter."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    sentence = forms.CharField(
        label=gettext_lazy("Your sentence"),
        help_text=gettext_lazy("Why you would like to have just this person here. It stands in the mail."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the mail"), choices=settings.LANGUAGES)


class ManyForm(forms.Form):
    """A file, or its lines pasted."""

    file = forms.FileField(label=gettext_lazy("File"), required=False, widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}))
    text = forms.CharField(
        label=gettext_lazy("Or paste the lines here"),
        help_text=gettext_lazy("With the first line that names the columns. Copied from a spreadsheet works too."),
        required=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """The text of the file or of the field, and the file's name, empty for pasted lines."""
        told = super().clean() or {}
        file: UploadedFile[Any] | None = told.get("file")
        told["name"] = (file.name or "") if file is not None else ""
        if file is not None:
            if (file.size or 0) > MOST_BYTES:
                raise forms.ValidationError(_("The file is larger than 2 MB. Split it into several."))
            try:
                told["text"] = decode(file.read())
            except ValueError as error:
                raise forms.ValidationError(FileProblem(told["name"], 0, "", str(error), {"limit": 2}).sentence) from error
        if not told.get("text", "").strip() and not self.errors:
            raise forms.ValidationError(_("Choose a file, or paste its lines."))
        return told


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a file."""

    line: int
    name: str
    email: str
    language: str
    company: str = ""
    location: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: the people who can be invited, and what is wrong with the other lines."""

    rows: tuple[Row, ...] = ()
    problems: tuple[FileProblem, ...] = field(default=())

    def as_lists(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Rows and problems as they are kept until somebody confirms."""
        return [asdict(row) for row in self.rows], [asdict(problem) | {"parameters": dict(problem.parameters)} for problem in self.problems]


def read_many(
    text: str, *, file: str = "", language: str, locations: Collection[str], here: Collection[str], invited: Collection[str]
) -> Reading:
    """Read people to invite. A line with something wrong is left out, and the problem names line and column, and the file where it has a name.

    `here` and `invited` are addresses in small letters: who belongs to the house, and who has an open invitation.
    """
    parsed = parse_records(text, required=("name", "email"))
    problems = of_engine(file, parsed.problems)
    columns, lines = parsed.value.columns, parsed.value.lines
    if len(lines) > MOST_ROWS:
        return Reading((), (FileProblem(file, 0, "", "too_many", {"got": len(lines), "limit": MOST_ROWS}),))
    first: dict[str, int] = {}
    rows = []
    for place, line in enumerate(lines if not any(p.line <= 1 for p in problems) else ()):
        cells = {name: values[place] or "" for name, values in columns.items()}
        found = _problem(cells, locations, here, invited, first)
        if found is not None:
            problems.append(FileProblem(file, line, *found))
            continue
        first[cells["email"].lower()] = line
        wanted = cells.get("language", "").lower()[:2] or language
        rows.append(
            Row(line, cells["name"], cells["email"], wanted, cells.get("company", ""), cells.get("location", ""), cells.get("sentence", ""))
        )
    return Reading(tuple(rows), tuple(sorted(problems, key=lambda p: p.line)))


def _problem(
    cells: dict[str, str], locations: Collection[str], here: Collection[str], invited: Collection[str], first: dict[str, int]
) -> tuple[str, str, dict[str, str | int]] | None:
    """Column, code and parameters of the first thing wrong with a line."""
    for column in ("name", "email"):
        if not cells[column]:
            return column, "value_missing", {"name": column}
    for column, limit in LONGEST.items():
        if len(cells.get(column, "")) > limit:
            return column, "too_long", {"name": column, "got": len(cells[column]), "limit": limit}
    email = cells["email"].lower()
    if not is_address(email):
        return "email", "email", {"value": cells["email"]}
    if email in first:
        return "email", "email_twice", {"value": cells["email"], "first": first[email]}
    if email in here:
        return "email", "already_here", {"value": cells["email"]}
    if email in invited:
        return "email", "already_invited", {"value": cells["email"]}
    language = cells.get("language", "").lower()[:2]
    if language and language not in dict(settings.LANGUAGES):
        return "language", "language_house", {"value": cells["language"], "known": ", ".join(dict(settings.LANGUAGES))}
    if cells.get("location") and cells["location"] not in locations:
        return "location", "location", {"value": cells["location"], "known": ", ".join(sorted(locations)) or "-"}
    return None
