"""Input of office hours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.connect.lending.forms import day
from drittort.connect.office_hours import words
from drittort.connect.office_hours.actions import Words
from drittort.connect.office_hours.models import Theme
from drittort.connect.office_hours.times import Times
from drittort.members.people.words import language_names, weekday

LENGTHS = (15, 20, 30, 45, 60)
NOTICES = (2, 12, 24, 48, 168)
MOST = (1, 2, 3, 5)


def hour(label: Any) -> forms.TimeField:
    """An hour of the day, chosen in the browser's own clock."""
    return forms.TimeField(label=label, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))


class WordsForm(forms.Form):
    """What an office hour is about, and where it is held."""

    title = forms.CharField(
        label=_("Title"), max_length=80, help_text=_("What do people leave with? “Your first tax return, without fear”.")
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
    text = forms.CharField(
        label=_("What may one ask you?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("And what not. Nobody has to bring anything but a question."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Spoken"))
    place = forms.CharField(
        label=_("Place"), max_length=160, required=False, help_text=_("Place and link are read by those alone who come.")
    )
    link = forms.URLField(label=_("Link, if you meet online"), max_length=300, required=False, assume_scheme="https")
    notice_hours = forms.TypedChoiceField(label=_("May be booked"), coerce=int)
    most = forms.TypedChoiceField(
        label=_("Times at once for one person"),
        coerce=int,
        choices=[(n, str(n)) for n in MOST],
        help_text=_("So that there is room for others."),
    )
    one_of = ("place", "link")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(language_names().items())  # type: ignore[attr-defined]
        self.fields["notice_hours"].choices = [(hours, words.notice(hours)) for hours in NOTICES]  # type: ignore[attr-defined]

    def words(self, *, minutes: int) -> Words:
        """What was written, ready for an action."""
        told = self.cleaned_data
        return Words(
            told["theme"], told["title"].strip(), told["text"].strip(), told["language"], told["place"].strip(), told["link"], minutes,
            told["notice_hours"], told["most"],
        )  # fmt: skip


class TimesForm(forms.Form):
    """When somebody is there."""

    from_on = day(_("From"))
    until_on = day(_("Until"), required=False, help_text=_("For a series; at most half a year."))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Every week on"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: on the first day alone."),
    )
    first = hour(_("From (hour)"))
    last = hour(_("Until (hour)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weekdays"].choices = [(day, weekday(day)) for day in range(7)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last hour is later than the first, the last day is not before the first."""
        told = super().clean() or {}
        if told.get("first") and told.get("last") and told["first"] >= told["last"]:
            self.add_error("last", _("Later than the first hour, please."))
        if told.get("weekdays") and not told.get("until_on"):
            self.add_error("until_on", _("Until when does the series run?"))
        return told

    def times(self) -> Times:
        """What was chosen, ready for an action."""
        told = self.cleaned_data
        weekdays = frozenset(told["weekdays"])
        return Times(told["from_on"], told["until_on"] if weekdays else told["from_on"], weekdays, told["first"], told["last"])


class OfficeHourForm(WordsForm, TimesForm):
    """A new office hour: words, length, and the first times."""

    minutes = forms.TypedChoiceField(label=_("How long is one time?"), coerce=int)
    field_order = ("title", "theme", "text", "language", "place", "link", "minutes", "from_on", "until_on", "weekdays", "first", "last")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].choices = [(n, words.length(n)) for n in LENGTHS]  # type: ignore[attr-defined]


class BookForm(forms.Form):
    """Which time, and what it is about."""

    slot = forms.IntegerField(error_messages={"required": _("Which time suits you?")})
    text = forms.CharField(
        label=_("What is it about?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("One sentence. Only the two of you read it.")
    )  # fmt: skip


class MoveForm(forms.Form):
    """Another time."""

    slot = forms.IntegerField(error_messages={"required": _("Which time suits you?")})


class ThanksForm(forms.Form):
    """A sentence of thanks."""

    text = forms.CharField(label=_("A sentence of thanks"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
