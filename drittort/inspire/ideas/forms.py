"""Input of ideas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.inspire.events.forms import LANGUAGES
from drittort.inspire.ideas.actions import Words
from drittort.inspire.ideas.models import IdeaStep


class IdeaForm(forms.Form):
    """An idea."""

    title = forms.CharField(label=_("In one line"), max_length=100)
    text = forms.CharField(
        label=_("What would be different, and for whom?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("What is missing today, what you would do, and what you could give to it. **bold** and lists with - work."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)

    def words(self) -> Words:
        """What was written, ready for an action."""
        told = self.cleaned_data
        return Words(told["title"], told["text"], told["language"])


class AnswerForm(forms.Form):
    """Where an idea stands, in the name of the house."""

    status = forms.ChoiceField(label=_("Where does it stand?"), choices=IdeaStep.Status.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What does the house say?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A no needs its reason, and what is done its sentence. Whoever is for it hears of it."),
    )  # fmt: skip
    word_by = forms.DateField(
        label=_("Until when does the house say more?"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Then you are reminded, and everybody can see the day."),
    )  # fmt: skip


class MergeIdeasForm(forms.Form):
    """Together with which other idea one goes on."""

    into = forms.TypedChoiceField(label=_("Together with which one?"), coerce=int)

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = others  # type: ignore[attr-defined]
