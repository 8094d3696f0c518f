"""Input of posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core.files.documents import ENDINGS
from drittort.inform.polls.actions import Layout
from drittort.inform.polls.rules import LONGEST as LONGEST_POLL
from drittort.inform.posts.actions import Words
from drittort.inform.posts.models import Post
from drittort.inform.posts.rules import LONGEST
from drittort.talk.conversations.forms import KEY, FilesField, SeveralFiles, new_key

LANGUAGES = [("de", _("German")), ("en", _("English"))]


class WordsForm(forms.Form):
    """The words of a post and what goes along. How long they may be is said by the action, so that nothing that was written is cut off."""

    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, help_text=_("Not needed. Good for what others look for later.")
    )
    text = forms.CharField(
        label=_("What would you like to say?"), max_length=LONGEST * 2, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("**bold**, *slanted*, lists with - and headings with # work. @name tells somebody."),
    )  # fmt: skip
    along = FilesField(
        label=_("Pictures or documents"), required=False, help_text=_("At most six: pictures, PDF, text or office files."),
        widget=SeveralFiles(attrs={"accept": f"image/jpeg,image/png,image/webp,image/gif,{','.join('.' + e for e in ENDINGS)}"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)


class PostForm(WordsForm):
    """A new post or a draft: also what it does, and for whom."""

    verb = forms.ChoiceField(label=pgettext_lazy("post", "What would you like to do?"), choices=Post.Verb.choices, widget=forms.RadioSelect)
    group = forms.TypedChoiceField(label=_("For whom?"), required=False, coerce=int, empty_value=None)
    trade = forms.ChoiceField(
        label=_("Above all for a trade?"),
        required=False,
        help_text=_("The whole house reads it; the people of the trade hear of it first."),
    )
    due_at = forms.DateTimeField(
        label=_("Send it later"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], help_text=_("Empty: at once."),
    )  # fmt: skip
    poll_options = forms.CharField(
        label=_("Answers to choose from"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("One a line, two to ten. Empty: no poll."),
    )  # fmt: skip
    poll_until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"], help_text=_("The last day, whole.")
    )  # fmt: skip
    poll_several = forms.BooleanField(label=_("More than one answer"), required=False)
    poll_secret = forms.BooleanField(
        label=_("Secret"), required=False, help_text=_("Nobody ever sees who chose what. Figures come at the end, from five people on.")
    )
    key = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput, initial=new_key)
    # The house is an answer, too.
    one_of: tuple[str, ...] = ("group",)
    field_order = ("verb", "group", "trade", "title", "text", "along", "due_at", "language", "key")

    def __init__(
        self, *args: Any, places: Sequence[tuple[str, str]], trades: Sequence[tuple[str, str]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = places  # type: ignore[attr-defined]
        self.fields["trade"].choices = [("", _("no, for all alike")), *trades]  # type: ignore[attr-defined]
        self.today = today

    def clean_poll_until(self) -> date | None:
        """The last day of a poll, where there is one: from today on, and within three months."""
        day: date | None = self.cleaned_data["poll_until"]
        if day is not None and self.cleaned_data.get("poll_options") and not self.today <= day < self.today + LONGEST_POLL:
            raise forms.ValidationError(_("A poll ends on a day that is still to come, within three months."))
        return day

    def clean_key(self) -> str:
        """The key, if it is one of ours."""
        key = str(self.cleaned_data["key"])
        return key if KEY.fullmatch(key) else ""

    def poll(self, zone: ZoneInfo) -> Layout | None:
        """The poll that was laid out; None where there are no answers to choose from."""
        told = self.cleaned_data
        if not told["poll_options"].strip():
            return None
        day = told["poll_until"]
        until = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone) if day else datetime.min.replace(tzinfo=zone)
        return Layout(tuple(told["poll_options"].splitlines()), told["poll_several"], told["poll_secret"], until)

    def words(self) -> Words:
        """What was written, ready for an action."""
        told = self.cleaned_data
        return Words(told["verb"], told["title"], told["text"], told["language"], told["group"], told["trade"])


class ChangeForm(WordsForm):
    """Changing what is out: also which files go."""

    drop = forms.TypedMultipleChoiceField(label=_("Without"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple)
    field_order = ("title", "text", "along", "drop", "language")

    def __init__(self, *args: Any, files: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if files:
            self.fields["drop"].choices = files  # type: ignore[attr-defined]
        else:
            del self.fields["drop"]


class MoveForm(forms.Form):
    """Where a post is to stand, or into which other one it goes on."""

    group = forms.TypedChoiceField(label=_("Where shall it stand?"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = places  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """Into which other post of the same place one goes on."""

    into = forms.TypedChoiceField(label=_("With which one?"), coerce=int)

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = others  # type: ignore[attr-defined]
