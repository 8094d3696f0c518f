"""Input of mentoring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.connect.lending.forms import day
from drittort.connect.mentoring import rules, words
from drittort.connect.mentoring.actions import Frame, Wanted
from drittort.connect.mentoring.models import MentoringApplication, MentoringSide
from drittort.connect.mentoring.queries import Choice
from drittort.connect.office_hours.models import Theme
from drittort.members.people.words import language_names, weekday

RHYTHMS = (1, 2, 3, 4)


class SeasonForm(forms.Form):
    """A season as the people who care think of it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    text = forms.CharField(label=_("What it is for"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    apply_until = day(
        _("Apply until"),
        help_text=_("Then everybody who looks for somebody gets five names, and five days to say whom they would like best."),
    )
    starts_on = day(_("First day"), help_text=_("At least 17 days later: time for the draft, and a week to answer."))
    ends_on = day(_("Last day"), help_text=_("Four months are a good length."))
    every_weeks = forms.TypedChoiceField(label=_("The two meet"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["every_weeks"].choices = [(n, words.rhythm(n)) for n in RHYTHMS]  # type: ignore[attr-defined]

    def frame(self) -> Frame:
        """What was written, ready for an action."""
        told = self.cleaned_data
        return Frame(
            told["name"].strip(), told["text"].strip(), told["apply_until"], told["starts_on"], told["ends_on"], told["every_weeks"]
        )


class ApplicationForm(forms.Form):
    """What somebody gives, or would like to reach."""

    text = forms.CharField(max_length=600, widget=forms.Textarea(attrs={"rows": 5}))
    topics = forms.MultipleChoiceField(label=_("Themes"), choices=Theme.choices, widget=forms.CheckboxSelectMultiple)
    languages = forms.MultipleChoiceField(label=_("In which languages?"), widget=forms.CheckboxSelectMultiple)
    days = forms.TypedMultipleChoiceField(label=_("On which days?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    mentees = forms.TypedChoiceField(
        label=_("How many people would you accompany?"), coerce=int, choices=[(n, str(n)) for n in range(1, rules.MOST_MENTEES + 1)]
    )

    def __init__(self, *args: Any, side: str, languages: Sequence[str], **kwargs: Any) -> None:
        """`side`: of which of the two it speaks; `languages`: what the person speaks, so that the list is short."""
        super().__init__(*args, **kwargs)
        names = language_names()
        mentor = side == MentoringApplication.Side.MENTOR
        text = self.fields["text"]
        text.label = _("What can you give?") if mentor else _("What would you like to reach?")
        text.help_text = (
            _(
                "What you have been through yourself, and gladly speak about. Those for whom you come into question read it, and those who care."
            )
            if mentor
            else _(
                "Where do you stand, and where would you like to be in four months? Whoever accompanies you reads it, and those who care."
            )
        )
        codes = dict.fromkeys([*languages, "de", "en"])
        self.fields["languages"].choices = [(code, names.get(code, code)) for code in codes]  # type: ignore[attr-defined]
        self.fields["days"].choices = [(n, weekday(n)) for n in range(7)]  # type: ignore[attr-defined]
        if not mentor:
            del self.fields["mentees"]

    def wanted(self) -> Wanted:
        """What was written, ready for an action."""
        told = self.cleaned_data
        return Wanted(told["text"].strip(), tuple(told["topics"]), tuple(told["languages"]), tuple(told["days"]), told.get("mentees", 1))


class WishForm(forms.Form):
    """Whom of her five a mentee would like best: one place for each, as a list to choose from."""

    def __init__(self, *args: Any, five: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [("", _("no wish")), *((str(one.face.id), one.face.name) for one in five)]
        now = {one.place: str(one.face.id) for one in five if one.place}
        labels = (_("Best of all"), _("Then"), _("And then"))
        for place, label in enumerate(labels[: len(five)]):
            self.fields[f"place_{place}"] = forms.ChoiceField(
                label=label, choices=names, required=False, initial=now.get(str(place + 1), "")
            )

    def mentors(self) -> list[int]:
        """The chosen, in order."""
        return [int(self.cleaned_data[name]) for name in self.fields if self.cleaned_data.get(name)]


class GoalForm(forms.Form):
    """What the two want to reach."""

    text = forms.CharField(
        label=_("What do you want to reach together?"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class MeetingForm(forms.Form):
    """A day on which the two have met."""

    on = day(_("On which day?"))


class AnswerForm(forms.Form):
    """An answer to one of the four questions."""

    question = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("Your answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    shared = forms.BooleanField(label=_("The other side may read this"), required=False)


class ThanksForm(forms.Form):
    """Thanks, and what came of it."""

    text = forms.CharField(label=_("A sentence of thanks"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    came = forms.ChoiceField(
        label=_("What came of it?"), required=False, choices=MentoringSide.Came.choices, widget=forms.RadioSelect,
        help_text=_("Counted in groups of five and more, and read by nobody else."),
    )  # fmt: skip
    one_of = ("text", "came")
