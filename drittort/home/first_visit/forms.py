"""Input of the first visit: few fields, most of them free to leave out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from drittort.members.models import Member
from drittort.members.people.words import language_names, weekday
from drittort.members.photos.forms import CropForm, PhotoForm
from drittort.members.profiles.forms import SPOKEN, LinesForm, rhythms
from drittort.spaces.models import Location


class NameForm(forms.Form):
    """The name."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please tell us a name. Everything else can wait.")},
    )  # fmt: skip

    def clean_name(self) -> str:
        """Single spaces."""
        return " ".join(self.cleaned_data["name"].split())


class FacePhotoForm(PhotoForm):
    """A photo alone: which part is shown comes after."""

    x = y = zoom = None  # type: ignore[assignment]


class FaceCropForm(CropForm):
    """Which part is shown, by three sliders."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (low, high) in {"x": (0, 100), "y": (0, 100), "zoom": (100, 400)}.items():
            self.fields[name].widget = forms.NumberInput(attrs={"type": "range", "min": low, "max": high, "step": 2})


def begins() -> str:
    """How a line begins that somebody says of themselves."""
    return pgettext("how the line of a person begins", "I work on")


class WordsForm(LinesForm):
    """One line, what somebody offers, what they seek."""

    line = forms.CharField(max_length=180, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    field_order = ("line", "offers", "seeks")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["language"]
        self.fields["line"].label = f"{begins()} …"
        self.fields["offers"].label = _("Three things I can give")
        self.fields["seeks"].label = _("Three things I look for")
        for name in ("offers", "seeks"):
            self.fields[name].help_text = ""
            self.fields[name].widget = forms.Textarea(attrs={"rows": 3, "maxlength": 2000})

    @staticmethod
    def shown(line: str) -> str:
        """A line as it stands behind its beginning."""
        return line.removeprefix(begins()).strip().rstrip(".")

    def clean_line(self) -> str:
        """The whole sentence; whoever began it in their own way keeps theirs."""
        line = " ".join(self.cleaned_data["line"].split())
        if not line or line.split()[0].lower() in ("ich", "i", "i'm", "i’m", "wir", "we"):
            return line
        return f"{begins()} {line}"


class DaysForm(forms.Form):
    """Days, languages, rhythm, home location, and two consents, off."""

    days = forms.TypedMultipleChoiceField(label=_("Usually here on"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    location = forms.TypedChoiceField(label=_("At home in"), coerce=int, required=False, empty_value=None)
    languages = forms.MultipleChoiceField(label=_("I speak"), widget=forms.CheckboxSelectMultiple)
    rhythm = forms.TypedChoiceField(label=_("A new person"), coerce=int, required=False, empty_value=None)
    introduced = forms.BooleanField(required=False)
    counted = forms.BooleanField(required=False)

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = list(Location.objects.filter(space_id=member.space_id, removed_at=None).values_list("pk", "name"))
        self.fields["days"].choices = [(day, weekday(day)) for day in range(7)]  # type: ignore[attr-defined]
        self.fields["location"].choices = [("", "–"), *places]  # type: ignore[attr-defined]
        if len(places) < 2:
            del self.fields["location"]
        self.fields["rhythm"].choices = rhythms(member.rhythm)  # type: ignore[attr-defined]
        names = language_names()
        first = list(dict.fromkeys([*member.languages, "de", "en"]))
        self.near = len([code for code in first if code in names])
        ordered = [code for code in first if code in names] + [code for code in SPOKEN if code not in first]
        self.fields["languages"].choices = [(code, names[code]) for code in ordered]  # type: ignore[attr-defined]

    def consents(self) -> list[str]:
        """The consents that were given now."""
        return [kind for kind in ("introduced", "counted") if self.cleaned_data.get(kind)]

    def near_languages(self) -> list[Any]:
        """The boxes of the languages that are likely here."""
        return list(self["languages"])[: self.near]

    def far_languages(self) -> list[Any]:
        """The boxes of all others."""
        return list(self["languages"])[self.near :]
