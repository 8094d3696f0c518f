"""Input of the pages of circles."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from drittort.connect.circles.models import CircleSeason, Commitment
from drittort.connect.circles.rules import EVERY, FARTHEST
from drittort.connect.rounds.words import every
from drittort.spaces.industries import SECTIONS, section_name
from drittort.spaces.models import Location, Space

DAY = {"type": "date"}
LENGTHS = (60, 90, 120)
CONFIDENCE = _(
    "What is said here stays here. We tell nobody outside what others told us, not even well meant; of ourselves we may tell whatever we like."
)


class SeasonForm(forms.Form):
    """A season as those who host think of it."""

    theme = forms.ChoiceField(label=_("What brings them together"), choices=CircleSeason.Theme.choices, widget=forms.RadioSelect)
    industry = forms.ChoiceField(label=_("Which trade"), required=False)
    words = forms.CharField(
        label=_("Which role, or what else"),
        max_length=80,
        required=False,
        help_text=_("For example: people who lead others for the first time."),
    )
    text = forms.CharField(
        label=_("A sentence on what it is for"), max_length=300, required=False, help_text=_("It stands in the call and in the mail.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("de", "Deutsch"), ("en", "English")])
    every_days = forms.TypedChoiceField(label=_("How often"), choices=(), coerce=int, widget=forms.RadioSelect)
    first_on = forms.DateField(
        label=_("First meeting on"),
        widget=forms.DateInput(attrs=DAY),
        help_text=_("If answers take longer, it begins one or more meetings later, at the same hour."),
    )
    first_time = forms.TimeField(label=_("At"), widget=forms.TimeInput(attrs={"type": "time"}))
    minutes = forms.TypedChoiceField(label=_("How long"), choices=(), coerce=int)
    location = forms.ModelChoiceField(label=_("Location"), queryset=Location.objects.none(), required=False)
    place = forms.CharField(label=_("Room, or address on the net"), max_length=200, required=False)
    online = forms.BooleanField(label=_("It meets online"), required=False)
    confidence = forms.CharField(label=_("What is agreed on confidentiality"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    open_until = forms.DateField(
        label=_("Call open until"),
        required=False,
        widget=forms.DateInput(attrs=DAY),
        help_text=_("On the day after, the house drafts circles for you to look at. Leave it empty to choose the people by hand."),
    )

    def __init__(self, *args: Any, space: Space, at: datetime, **kwargs: Any) -> None:
        """`space`: whose locations can be chosen; `at`: what counts as ahead."""
        super().__init__(*args, **kwargs)
        self.space, self.at = space, at
        self.fields["location"].queryset = Location.objects.filter(space=space).standing()  # type: ignore[attr-defined]
        self.fields["every_days"].choices = [(days, every(days)) for days in EVERY]  # type: ignore[attr-defined]
        self.fields["minutes"].choices = [(n, ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}) for n in LENGTHS]  # type: ignore[attr-defined]
        trades = sorted(((letter, section_name(letter)) for letter in SECTIONS), key=lambda one: one[1])
        self.fields["industry"].choices = [("", "–"), *trades]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A trade or words, as the theme needs; days that lie ahead, in their order."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("theme") == CircleSeason.Theme.INDUSTRY:
            data["words"] = ""
            if not data.get("industry"):
                self.add_error("industry", _("Which trade?"))
        elif data.get("theme"):
            data["industry"] = ""
            if not data.get("words"):
                self.add_error("words", _("Say it in a few words."))
        day, last = data.pop("first_on", None), data.get("open_until")
        hour = data.pop("first_time", None)
        if day is not None and day > self.space.day(self.at) + FARTHEST:
            self.add_error("first_on", _("Choose a moment within two years."))
        elif day is not None and hour is not None:
            data["first_at"] = datetime.combine(day, time(hour.hour, hour.minute), tzinfo=self.space.zone)
            if data["first_at"] <= self.at:
                self.add_error("first_on", _("Choose a day that lies ahead."))
        if last is not None and last < self.space.day(self.at):
            self.add_error("open_until", _("Choose a day that lies ahead."))
        elif last is not None and day is not None and last >= day:
            self.add_error("open_until", _("The call ends before the first meeting."))
        return data


class PeopleForm(forms.Form):
    """People who are chosen by hand."""

    members = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, choices: Any = (), **kwargs: Any) -> None:
        """`choices`: (id, name) of those who can be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = choices  # type: ignore[attr-defined]


class WishForm(forms.Form):
    """Whether somebody would like to be in, and where they stand."""

    stage = forms.TypedChoiceField(choices=[(0, "0"), (1, "1"), (2, "2"), ("", "")], coerce=int, empty_value=None, required=False)


class AnswerForm(forms.Form):
    """Yes or no."""

    answer = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])


class MoveForm(forms.Form):
    """Another moment for a meeting."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=DAY))
    time = forms.TimeField(label=_("At"), widget=forms.TimeInput(attrs={"type": "time"}))

    def moment(self, space: Space) -> datetime:
        """The moment in the house's time."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["time"], tzinfo=space.zone)


class CommitmentForm(forms.Form):
    """What somebody takes on."""

    text = forms.CharField(
        label=_("Until next time I …"),
        max_length=Commitment._meta.get_field("text").max_length,
        help_text=_("Small enough to be done. Only your circle reads it."),
    )


class CheckForm(forms.Form):
    """What became of it."""

    said = forms.ChoiceField(choices=[("", "–"), *Commitment.Said.choices], required=False)


class OutcomeForm(forms.Form):
    """What came of a circle for somebody."""

    came = forms.ChoiceField(
        label=_("What came of it for you?"),
        choices=[
            ("", _("We met, and that was good")),
            ("help", _("Somebody helped")),
            ("project", _("A project")),
            ("business", _("Business")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    outcome = forms.CharField(
        label=_("In a sentence, if you like"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    shared = forms.BooleanField(label=_("The others of the circle may read it"), required=False)
