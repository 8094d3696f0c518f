"""Input of announcements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.inform.announcements.actions import Way, Words
from drittort.inform.announcements.rules import LONGEST

LOCATION, ROLE = "location", "role"


class WordsForm(forms.Form):
    """The words of an announcement, and how long it holds."""

    title_de = forms.CharField(label=_("Title in German"), max_length=120, required=False)
    text_de = forms.CharField(label=_("In German"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    title_en = forms.CharField(
        label=_("Title in English"), max_length=120, required=False, help_text=_("Without it, readers of English get the German and are told so; and the other way round.")
    )  # fmt: skip
    text_en = forms.CharField(label=_("In English"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    happens_at = forms.DateTimeField(
        label=_("When does it happen?"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], help_text=_("Only where it has an hour, such as the test of the fire alarm."),
    )  # fmt: skip
    until = forms.DateField(
        label=_("Until when does it hold?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"],
        help_text=_("The last day, whole. Then it goes from the first page and from the wall, and stays in the history."),
    )  # fmt: skip
    # In one language or in both.
    one_of: tuple[str, ...] = ("title_de", "text_de", "title_en", "text_en")

    def words(self, zone: ZoneInfo) -> Words:
        """What was written, ready for an action."""
        told = self.cleaned_data
        happens: datetime | None = told["happens_at"].replace(tzinfo=zone) if told["happens_at"] else None
        plain = {name: told[name].replace("\r\n", "\n").strip() for name in ("title_de", "text_de", "title_en", "text_en")}
        return Words(**plain, until=told["until"], happens_at=happens)


class AnnouncementForm(WordsForm):
    """A new announcement: also to whom it goes, and how."""

    to = forms.ChoiceField(label=_("For whom?"), required=False)
    acknowledge = forms.BooleanField(
        label=_("Everybody says that they have read it"),
        required=False,
        help_text=_("One tap, also from the mail. You see who is still missing; they are reminded once."),
    )
    pressing = forms.BooleanField(
        label=_("It presses"),
        required=False,
        help_text=_("It comes at once and not with the gathered mail. Quiet hours are kept, unless it happens within twelve hours."),
    )
    tells = forms.BooleanField(label=_("Also into inboxes, by mail and push as each has chosen"), required=False)
    on_wall = forms.BooleanField(label=_("Also on the wall screens"), required=False)

    # The whole house is an answer, too.
    one_of = (*WordsForm.one_of, "to")

    def __init__(self, *args: Any, audiences: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = audiences  # type: ignore[attr-defined]

    def way(self) -> Way:
        """To whom and how, ready for an action."""
        told = self.cleaned_data
        kind, _colon, number = told["to"].partition(":")
        return Way(
            location_id=int(number) if kind == LOCATION else None, role_id=int(number) if kind == ROLE else None, pressing=told["pressing"], acknowledge=told["acknowledge"],
            tells=told["tells"], on_wall=told["on_wall"],
        )  # fmt: skip
