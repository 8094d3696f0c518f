"""Input of groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.talk.groups.actions import Shape
from drittort.talk.groups.models import Group

LANGUAGES = [("de", _("German")), ("en", _("English"))]


class GroupForm(forms.Form):
    """What a group is, who sees it and how one comes in."""

    name = forms.CharField(label=_("Name"), max_length=60)
    line = forms.CharField(
        label=_("What is it for?"), max_length=160, help_text=_("One sentence, so that whoever reads it knows if it is theirs.")
    )
    welcome = forms.CharField(
        label=_("Words for whoever comes in"), max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How you do things here, when you meet, whom to ask."),
    )  # fmt: skip
    seen_by = forms.ChoiceField(label=_("Who reads?"), choices=Group.SeenBy.choices, initial=Group.SeenBy.HOUSE)
    joining = forms.ChoiceField(label=_("Who comes in?"), choices=Group.Joining.choices, initial=Group.Joining.FREE)
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)

    def shape(self) -> Shape:
        """What was written, ready for an action."""
        told: dict[str, Any] = self.cleaned_data
        return Shape(**{name: told[name] for name in ("name", "line", "welcome", "language", "seen_by", "joining")})


class AskForm(forms.Form):
    """A word to the hosts."""

    text = forms.CharField(label=_("A word to the hosts"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class InviteForm(forms.Form):
    """A word to whoever is asked in."""

    text = forms.CharField(label=_("A word to them"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
