"""Input of conversations."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.core.files.documents import ENDINGS
from drittort.talk.conversations.rules import LONGEST

KEY = re.compile(r"[0-9a-f-]{36}")


class SeveralFiles(forms.FileInput):
    """An input for more than one file."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files that come along, none or some. What they are is judged when they are kept."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """All of them."""
        return [super(FilesField, self).clean(each, initial) for each in data or ()]


def new_key() -> str:
    """A key for a form that is drawn: sent twice, it is said once."""
    return str(uuid.uuid4())


class MessageForm(forms.Form):
    """Words to somebody. How long they may be is said by the rules, so that nothing that was written is cut off."""

    use_required_attribute = False

    key = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput, initial=new_key)
    quote = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    along = FilesField(
        label=_("Pictures or documents"),
        required=False,
        help_text=_("At most four: pictures, PDF, text or office files."),
        widget=SeveralFiles(attrs={"accept": f"image/jpeg,image/png,image/webp,image/gif,{','.join('.' + e for e in ENDINGS)}"}),
    )
    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        error_messages={
            "required": _("Write a few words first."),
            "max_length": _("Your message is longer than 5,000 characters. Please make two of it."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A picture may come without a word.
        self.fields["text"].required = not self.files

    def clean_key(self) -> str:
        """The key, if it is one of ours."""
        key = str(self.cleaned_data["key"])
        return key if KEY.fullmatch(key) else ""
