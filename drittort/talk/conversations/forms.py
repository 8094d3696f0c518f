"""Input of conversations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.talk.conversations.rules import LONGEST


class MessageForm(forms.Form):
    """Words to somebody. How long they may be is said by the rules, so that nothing that was written is cut off."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        error_messages={
            "required": _("Write a few words first."),
            "max_length": _("Your message is longer than 5,000 characters. Please make two of it."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )
