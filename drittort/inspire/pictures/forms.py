"""Input of pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PictureForm(forms.Form):
    """A picture, what can be seen on it, and who."""

    picture = forms.FileField(
        label=_("Picture"), widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        help_text=_("JPEG, PNG or WebP, up to 12 MB. Place and camera are removed."),
    )  # fmt: skip
    alt = forms.CharField(label=_("What can be seen?"), max_length=200, help_text=_("In a sentence, for those who don't see it."))
    people = forms.CharField(
        label=_("Who can be recognised?"), required=False, max_length=600,
        help_text=_("Names, with commas between them. Each of them is asked, and it shows when all agree."),
    )  # fmt: skip
    mine = forms.BooleanField(label=_("I can be recognised myself"), required=False)
    nobody = forms.BooleanField(label=_("Nobody can be recognised who is not named here"), required=True)

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]] | None = None, **kwargs: Any) -> None:
        """`choices`: whom it can show, oneself among them, where that is known; else names are written."""
        kwargs.setdefault("auto_id", "picture_%s")
        super().__init__(*args, **kwargs)
        if choices is not None:
            named = self.fields["people"]
            self.fields["people"] = forms.TypedMultipleChoiceField(
                label=named.label, coerce=int, required=False, choices=choices, widget=forms.CheckboxSelectMultiple,
                help_text=_("Each of them is asked, and it shows when all agree."),
            )  # fmt: skip
            del self.fields["mine"]
