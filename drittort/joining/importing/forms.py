"""Input of the pages of an import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.engine.tables import decode
from drittort.members.importing.problems import FileProblem

MOST_BYTES = 5_000_000


class ListForm(forms.Form):
    """A file as another software exports it."""

    file = forms.FileField(
        label=gettext_lazy("File"), widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        help_text=gettext_lazy("CSV or TSV, up to 5 MB. Cobot, Nexudus and OfficeRnD are recognised; of any other list you say what its columns mean."),
    )  # fmt: skip

    def clean_file(self) -> tuple[str, str]:
        """The name of the file and its text, whatever its encoding."""
        file: Any = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. Split it into several."))
        try:
            return file.name or "list.csv", decode(file.read())
        except ValueError as error:
            raise forms.ValidationError(FileProblem(file.name or "", 0, "", str(error), {"limit": 5}).sentence) from error


def mapping_of(data: Any, columns: list[Any], allowed: list[str]) -> dict[str, str]:
    """What was chosen for each column; anything that is not offered counts as left out."""
    chosen = {column.name: data.get(f"column-{column.number}", "") for column in columns}
    return {name: meaning if meaning in allowed else "" for name, meaning in chosen.items()}
