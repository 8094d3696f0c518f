"""Input of stories."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.inspire.stories.actions import Answers
from drittort.inspire.stories.models import LONGEST_ANSWER, LONGEST_TEXT, StoryQuote

LANGUAGES = [("de", _("German")), ("en", _("English"))]
AREA = {"rows": 4}


class TellForm(forms.Form):
    """The three questions. One answer is enough."""

    began = forms.CharField(label=_("How did it begin?"), max_length=LONGEST_ANSWER, required=False, widget=forms.Textarea(attrs=AREA))
    happened = forms.CharField(label=_("And then?"), max_length=LONGEST_ANSWER, required=False, widget=forms.Textarea(attrs=AREA))
    became = forms.CharField(
        label=_("What became of it?"), max_length=LONGEST_ANSWER, required=False, widget=forms.Textarea(attrs=AREA),
        help_text=_("A few sentences are enough, as you would tell it in the kitchen."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)
    one_of = ("began", "happened", "became")

    def answers(self) -> Answers:
        """What was told, ready for an action."""
        return Answers(**self.cleaned_data)


class BeginForm(TellForm):
    """A story that nobody asked for: also with whom it is."""

    others = forms.CharField(
        label=_("Whose story is it, too?"), required=False, max_length=600,
        help_text=_("Names, with commas between them. They are asked for their side, and nobody reads yours before they agree. Nobody: it is yours alone, and names nobody."),
    )  # fmt: skip
    field_order = ("others", "began", "happened", "became", "language")

    def answers(self) -> Answers:
        """What was told, ready for an action."""
        told = self.cleaned_data
        return Answers(told["began"], told["happened"], told["became"], told["language"])


class TextForm(forms.Form):
    """The common text."""

    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    text = forms.CharField(label=_("Text"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 14}))
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    one_of = ("title", "text")


class QuoteForm(forms.Form):
    """A sentence, word for word, and where it would be used."""

    side = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Sentence"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Word for word, as it stands above.")
    )
    use = forms.ChoiceField(label=_("For what?"), choices=StoryQuote.Use.choices)
