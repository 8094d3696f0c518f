"""Input of profiles. The answers' form is made from the house's fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from drittort.members.people import words
from drittort.members.profiles.actions import MOST_LINES, Given
from drittort.members.profiles.models import About, Kind, ProfileField, ProfileValue, Visibility
from drittort.members.profiles.queries import in_language, label_of, options_of
from drittort.members.profiles.rules import choices
from drittort.members.skills.forms import WordsField
from drittort.members.skills.vocabulary import folded, tag_of
from drittort.members.skills.vocabulary import label as skill_label
from drittort.spaces.models import Location, Space

WRITTEN = [("de", _("German")), ("en", _("English"))]
SPOKEN = (
    "de", "en", "fr", "es", "it", "tr", "pl", "nl", "ar", "fa", "ru", "uk", "pt", "da", "sv", "el", "ro", "ku", "vi", "zh", "ja",
)  # fmt: skip
RHYTHMS = [(7, _("every week")), (14, _("every two weeks")), (28, _("once a month")), (84, _("every three months"))]


def rhythms(present: int | None) -> list[tuple[int, Any]]:
    """The rhythms to choose from; the present one is among them, also where the house or a list set another number of days."""
    if present is None or present in dict(RHYTHMS):
        return RHYTHMS
    return sorted([*RHYTHMS, (present, ngettext("every day", "every %(n)s days", present) % {"n": present})])


WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class AboutForm(forms.Form):
    """Name and one line."""

    name = forms.CharField(label=_("Name"), max_length=120)
    line = forms.CharField(
        label=_("One line about you"), max_length=200, required=False, help_text=_("What do you do, in a sentence a neighbour understands?")
    )


class LinesForm(forms.Form):
    """What somebody offers and seeks: one a line."""

    offers = WordsField(
        words="members:skills",
        part="line",
        side="offer",
        label=_("I offer"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One thing a line, three are plenty."),
    )
    seeks = WordsField(
        words="members:skills",
        part="line",
        side="seek",
        label=_("I look for"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One thing a line. A whole sentence finds more than a word."),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=WRITTEN)

    def clean_offers(self) -> list[str]:
        """The lines."""
        return self.lines("offers")

    def clean_seeks(self) -> list[str]:
        """The lines."""
        return self.lines("seeks")

    def lines(self, name: str) -> list[str]:
        """The lines of a field; too many or too long are said."""
        found = [" ".join(line.split()) for line in self.cleaned_data[name].splitlines() if line.strip()]
        if len(found) > MOST_LINES:
            raise forms.ValidationError(_("At most %(n)s lines, please."), params={"n": MOST_LINES})
        if any(len(line) > 300 for line in found):
            raise forms.ValidationError(_("At most 300 letters a line, please."))
        return found


class DaysForm(forms.Form):
    """When and where somebody is here."""

    days = forms.TypedMultipleChoiceField(
        label=_("Usually here on"), choices=WEEKDAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    location = forms.TypedChoiceField(label=_("Where"), coerce=int, required=False, empty_value=None)
    meets_online = forms.BooleanField(label=_("I also meet online."), required=False)
    languages = forms.MultipleChoiceField(label=_("I speak"), widget=forms.CheckboxSelectMultiple)
    rhythm = forms.TypedChoiceField(label=_("Introductions at most"), choices=RHYTHMS, coerce=int)

    def __init__(self, space: Space, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].choices = [  # type: ignore[attr-defined]
            ("", _("nowhere in particular")),
            *((p.pk, p.name) for p in Location.objects.filter(space=space).standing()),
        ]
        self.fields["languages"].choices = [(code, words.languages([code])) for code in SPOKEN]  # type: ignore[attr-defined]
        self.fields["rhythm"].choices = rhythms(self.initial.get("rhythm"))  # type: ignore[attr-defined]


class AnswersForm(forms.Form):
    """The house's questions, each with who may read the answer."""

    def __init__(self, space: Space, asked: Iterable[ProfileField], held: Mapping[int, ProfileValue], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {f"f{field.pk}": field for field in asked}
        self.kept: object = ""  # documents that are there: no control holds them
        self.held = held
        names = dict(Visibility.choices)
        for name, field in self.asked.items():
            row = held.get(field.pk)
            self.fields[name] = control(field)
            self.fields[name].initial = None if row is None else written(field, row.value)
            allowed = choices(field, space)
            seen = row.visibility if row is not None and row.visibility in allowed else field.visibility
            self.fields[f"v{field.pk}"] = forms.ChoiceField(
                label=_("Who reads it"),
                choices=[(one, names[one]) for one in allowed],
                initial=seen if seen in allowed else allowed[-1],
                required=False,
            )
        self.fields["language"] = forms.ChoiceField(label=_("Written in"), choices=WRITTEN, required=False)

    def rows(self) -> list[tuple[Any, Any, str]]:
        """Question, who reads it, and the name of a document that is there."""
        return [
            (
                self[name],
                self[f"v{field.pk}"],
                self.held[field.pk].value["name"] if field.kind == Kind.FILE and field.pk in self.held else "",
            )
            for name, field in self.asked.items()
        ]

    def given(self) -> dict[int, Given]:
        """The answers by field; documents come by their own way."""
        found = {}
        for name, field in self.asked.items():
            if field.kind == Kind.FILE:
                continue
            value = self.cleaned_data.get(name)
            found[field.pk] = Given(
                value.isoformat() if isinstance(value, date) else value, self.cleaned_data.get(f"v{field.pk}") or field.visibility
            )
        return found


def control(field: ProfileField) -> forms.Field:
    """The control of one question."""
    common: dict[str, Any] = {"label": label_of(field), "help_text": in_language(field.help_de, field.help_en), "required": field.required}
    if field.kind == Kind.LONG:
        return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), **common)
    if field.kind == Kind.CHOICE:
        return forms.ChoiceField(choices=[("", "–"), *options_of(field)], **common)
    if field.kind == Kind.TAGS:
        return TagsField(vocabulary=field.skills, **common)
    if field.kind == Kind.LINK:
        return forms.URLField(max_length=300, assume_scheme="https", **common)
    if field.kind == Kind.DATE:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)
    if field.kind == Kind.FILE:
        return forms.FileField(**{**common, "required": False})
    return forms.CharField(max_length=200, **common)


class TagsField(WordsField):
    """Words with commas between them; with a vocabulary known ones are kept as concepts, and proposed."""

    def __init__(self, *, vocabulary: bool, **kwargs: Any) -> None:
        super().__init__(words="members:skills" if vocabulary else "", part="comma", max_length=600, **kwargs)
        self.vocabulary = vocabulary

    def clean(self, value: Any) -> Any:
        """A list of tags, each once."""
        text = super().clean(value)
        found = list(
            dict.fromkeys(tag_of(word) if self.vocabulary else " ".join(word.split())[:60] for word in text.split(",") if word.strip())
        )
        if len(found) > 12:
            raise forms.ValidationError(_("At most twelve words, please."))
        return found


def written(field: ProfileField, value: Any) -> Any:
    """An answer as it stands in its control."""
    if field.kind == Kind.TAGS:
        return ", ".join(skill_label(tag) for tag in value)
    return None if field.kind == Kind.FILE else value


class FieldForm(forms.Form):
    """One question of the house."""

    label_de = forms.CharField(label=_("Question in German"), max_length=80)
    label_en = forms.CharField(label=_("Question in English"), max_length=80)
    help_de = forms.CharField(label=_("Hint in German"), max_length=200, required=False)
    help_en = forms.CharField(label=_("Hint in English"), max_length=200, required=False)
    about = forms.ChoiceField(label=_("Asks"), choices=About.choices)
    kind = forms.ChoiceField(label=_("Answer"), choices=Kind.choices)
    options = forms.CharField(
        label=_("Choices"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only for “one of a list”: one a line, German = English."),
    )
    visibility = forms.ChoiceField(label=_("At first read by"), choices=Visibility.choices, initial=Visibility.MEMBERS)
    widest = forms.ChoiceField(label=_("At most read by"), choices=Visibility.choices, initial=Visibility.PUBLIC)
    searchable = forms.BooleanField(label=_("Search finds it."), required=False, initial=True)
    facet = forms.BooleanField(label=_("People can be sorted by it."), required=False)
    first_visit = forms.BooleanField(label=_("Asked on the first visit."), required=False)
    required = forms.BooleanField(label=_("An answer is needed."), required=False)
    matching = forms.BooleanField(label=_("Used to find introductions."), required=False)

    def clean_options(self) -> list[dict[str, str]]:
        """Choices with their keys."""
        found = []
        for line in (line for line in self.cleaned_data["options"].splitlines() if line.strip()):
            german, _sign, english = line.partition("=")
            # The key comes from the German word, so that answers stay with their choice when the list is put in another order.
            found.append({"key": folded(german)[:60], "de": german.strip()[:80], "en": (english.strip() or german.strip())[:80]})
        return found

    def clean(self) -> dict[str, Any]:
        """A list needs at least two choices."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Kind.CHOICE and len(cleaned.get("options") or []) < 2:
            self.add_error("options", _("A list has at least two choices."))
        return cleaned
