"""Input of the pages of rounds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from drittort.connect.introductions.forms import OutcomeForm
from drittort.connect.rounds.drafts import Look
from drittort.connect.rounds.models import Series
from drittort.connect.rounds.rules import EVERY
from drittort.core.paging import number
from drittort.members.models import Member
from drittort.spaces.industries import SECTIONS, section_name
from drittort.spaces.models import Location, Space


class SeriesForm(forms.Form):
    """A series as the people who care think of it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    text = forms.CharField(
        label=_("A sentence on what it is for"), max_length=300, required=False, help_text=_("It stands in every mail of the series.")
    )
    size = forms.ChoiceField(label=_("How many sit together"), choices=Series.Size.choices, widget=forms.RadioSelect)
    rhythm = forms.ChoiceField(label=_("How often"), choices=Series.Rhythm.choices, widget=forms.RadioSelect)
    next_on = forms.DateField(
        label=_("Next draft on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("It goes out by itself a day later, unless somebody holds it."),
    )
    audience = forms.ChoiceField(
        label=_("For whom"),
        choices=Series.Audience.choices,
        widget=forms.RadioSelect,
        help_text=_("For a part of the house a round needs at least five people."),
    )
    location = forms.ModelChoiceField(label=_("Which location"), queryset=Location.objects.none(), required=False, empty_label="–")
    industry = forms.ChoiceField(label=_("Which trade"), required=False)
    host = forms.ModelChoiceField(
        label=_("Standing host"),
        queryset=Member.objects.none(),
        required=False,
        empty_label="–",
        help_text=_("Takes the odd seat, so that nobody is left over."),
    )
    same_company = forms.BooleanField(label=_("People of one company may sit together"), required=False)
    online = forms.BooleanField(label=_("Meeting online is fine"), required=False)

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        """`space`: whose locations and people can be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = Location.objects.filter(space=space).standing()  # type: ignore[attr-defined]
        self.fields["host"].queryset = Member.objects.here().filter(space=space).order_by("sort_name")  # type: ignore[attr-defined]
        trades = sorted(((letter, section_name(letter)) for letter in SECTIONS), key=lambda one: one[1])
        self.fields["industry"].choices = [("", "–"), *trades]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A location or a trade where the audience needs one."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("audience") == Series.Audience.LOCATION and not data.get("location"):
            self.add_error("location", _("Which location?"))
        if data.get("audience") == Series.Audience.INDUSTRY and not data.get("industry"):
            self.add_error("industry", _("Which trade?"))
        return data


class ChoiceForm(forms.Form):
    """What a member wants of a series."""

    takes_part = forms.TypedChoiceField(choices=[("yes", _("Take part")), ("no", _("Don't take part"))], coerce=lambda v: v == "yes")
    every_days = forms.TypedChoiceField(
        choices=[("", "–"), *((str(days), str(days)) for days in EVERY.values())], coerce=int, empty_value=None, required=False
    )


class TableOutcomeForm(OutcomeForm):
    """What came of a table: the others are several."""

    shared = forms.BooleanField(label=_("The others may read this"), required=False)


class SwapForm(forms.Form):
    """Two people who change places."""

    member = forms.IntegerField()
    other = forms.IntegerField()


def look_of(asked: QueryDict) -> Look:
    """Which part of a draft an address names; what makes no sense is the beginning."""
    after, opened, swaps = (number(asked.get(name, "")) or 0 for name in ("after", "opened", "swaps"))
    return Look(asked.get("show", ""), after, opened, swaps)


def kept_look(posted: QueryDict) -> str:
    """What is added to the address of a draft so that whoever changed something finds it as it was left."""
    kept = {name: value for name in ("show", "after", "opened") if (value := posted.get(name, ""))}
    mark = f"#group-{kept['opened']}" if "opened" in kept else "#draft"
    return f"?{urlencode(kept)}{mark}" if kept else ""
