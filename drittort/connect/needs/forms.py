"""Input of the pages of needs and offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.connect.needs.models import Need


class NeedForm(forms.Form):
    """What somebody looks for or has to give, in a sentence."""

    side = forms.ChoiceField(label=_("I …"), choices=[(Need.Side.SEEK, _("am looking for something")), (Need.Side.OFFER, _("am offering something"))], widget=forms.RadioSelect)  # fmt: skip
    text = forms.CharField(
        label=_("In a sentence"),
        max_length=500,
        help_text=_("A whole sentence finds more than three words: what is it about, what for, until when?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=[("de", _("German")), ("en", _("English"))])


class EditForm(NeedForm):
    """The same words, later: what was a need stays one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["side"]


class HelpForm(forms.Form):
    """Words that go with an answer."""

    text = forms.CharField(
        label=_("A sentence to it"),
        required=False,
        max_length=1000,
        help_text=_("It stands on the page, so that others learn from it, and begins a conversation of the two of you."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class KnowForm(forms.Form):
    """A few words for the two whom somebody brings together."""

    text = forms.CharField(label=_("A few words for both"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class OutcomeForm(forms.Form):
    """What came of it."""

    said = forms.ChoiceField(
        label=_("Did somebody help?"),
        choices=[("helped", _("Yes")), ("looking", _("Not yet, I am still looking")), ("settled", _("No, but it is settled"))],
        widget=forms.RadioSelect,
    )
    helper = forms.TypedChoiceField(label=_("Who?"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect)
    outcome = forms.CharField(label=_("What came of it?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    shared = forms.BooleanField(label=_("Everybody in the house may read this"), required=False)

    def __init__(self, *args: Any, helpers: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["helper"].choices = [*helpers, ("", _("Somebody else"))]  # type: ignore[attr-defined]
