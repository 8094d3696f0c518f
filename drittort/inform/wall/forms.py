"""Input of the pages of screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class WallForm(forms.Form):
    """A new screen."""

    name = forms.CharField(
        label=_("Where does it hang?"), max_length=60, help_text=_("“Kitchen”, “Entrance”: so that you know which is which.")
    )
    location = forms.TypedChoiceField(label=_("At which location?"), required=False, coerce=int, empty_value=None)
    language = forms.ChoiceField(label=_("In which language does it speak?"), choices=settings.LANGUAGES)
    # The whole house is an answer, too.
    one_of = ("location",)

    def __init__(self, *args: Any, places: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(places) > 1:
            self.fields["location"].choices = [("", _("the whole house")), *places]  # type: ignore[attr-defined]
        else:
            del self.fields["location"]


class ChoiceForm(forms.Form):
    """What walls may show of oneself."""

    face = forms.BooleanField(
        label=_("My face and first name, on days on which I say that I am here"),
        required=False,
        help_text=_("Nothing else: no company, no link to your profile."),
    )
    words = forms.BooleanField(
        label=_("My needs and offers, with my first name"),
        required=False,
        help_text=_("As long as they hang on the board. Whoever scans the code beside one has to sign in."),
    )
