"""Input about events. Hours are those on the clock of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.inspire.events.actions import Words
from drittort.inspire.events.models import Event
from drittort.inspire.events.repeating import Rhythm
from drittort.inspire.events.rules import MOST_GUESTS, MOST_SEATS

LANGUAGES = [("de", _("German")), ("en", _("English"))]


def on_the_clock(day: date, hour: time, zone: ZoneInfo) -> datetime | None:
    """The moment of an hour of a day; the earlier one where the clocks go back, None where they leap over it."""
    moment = datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, hour) else None


MOST_LINES, LONGEST_LINE = 20, 80
FIRST = ("scope", "title", "on", "begins", "ends", "repeats", "until_on", "way", "location_id", "place", "link", "text", "language")
"""What everybody fills in who writes an event; the rest stands folded below it."""
GROUPS = (
    (_("Seats, and who may come"), ("capacity", "guests", "by_host", "question", "is_public")),
    (_("Price, contact, what helps to take part"), ("price", "more", "contact", "access")),
    (_("What people can take on, and what is to be done"), ("roles", "checklist")),
)

NOTHING: tuple[Any, ...] = (None, "", "0", 0, [], False)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand folded under a name; open where something is written or wrong in them."""

    label: str
    fields: tuple[forms.BoundField, ...]
    opened: bool


def lines(label: Any, help_text: Any) -> forms.CharField:
    """Some lines of text."""
    return forms.CharField(label=label, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=help_text)


def lines_of(text: str) -> tuple[str, ...]:
    """Lines without blanks and doubles."""
    found = (" ".join(line.split())[:LONGEST_LINE] for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in found if line))[:MOST_LINES]


class EventForm(forms.Form):
    """One event."""

    title = forms.CharField(label=_("What is it called?"), max_length=100)
    text = forms.CharField(
        label=_("What happens there?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("For whom is it good, what does one take home, what should one bring along?"),
    )
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    begins = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    ends = forms.TimeField(
        label=_("Ends at"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("An hour before the beginning means the next morning."),
    )
    way = forms.ChoiceField(label=_("In the house, outside, online?"), choices=Event.Way.choices)
    location_id = forms.TypedChoiceField(label=_("At which location?"), required=False, coerce=int, empty_value=None)
    place = forms.CharField(
        label=_("Room or address"),
        max_length=200,
        required=False,
        help_text=_("“Kitchen, first floor”, or the whole address where it is outside the house."),
    )
    link = forms.URLField(
        label=_("Link for taking part online"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Only those who registered see it."),
    )
    capacity = forms.IntegerField(
        label=_("How many seats?"),
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
        help_text=_("Empty: as many as come. When all are taken, the next ones wait in line and move up in order."),
    )
    guests = forms.IntegerField(label=_("How many people may each bring along?"), min_value=0, max_value=MOST_GUESTS, required=False)
    price = forms.CharField(
        label=_("Price"),
        max_length=80,
        required=False,
        help_text=_("In your words: “free”, “12 €, pay at the door”. The house takes no money here."),
    )
    more = forms.URLField(label=_("Page with more, or for tickets"), max_length=500, required=False, assume_scheme="https")
    access = forms.MultipleChoiceField(
        label=_("What helps to take part"), choices=Event.Access.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    question = forms.CharField(
        label=_("A question to those who come"),
        max_length=200,
        required=False,
        help_text=_("“Is there anything you don't eat?” Only who hosts it reads the answers."),
    )
    contact = forms.CharField(
        label=_("Whom may people ask?"),
        max_length=200,
        required=False,
        help_text=_("If it is somebody else than you: a name, with phone or e-mail. Everybody who reads the event reads this."),
    )
    roles = lines(
        _("What can people take on?"),
        _("One line each: “Make coffee”, “Open the door”, “Take the minutes”. Whoever likes takes one with a tap."),
    )
    checklist = lines(_("What is to be done before?"), _("One line each. Only those who host it see the list."))
    by_host = forms.BooleanField(
        label=_("I say yes to each person"), required=False, help_text=_("Otherwise it is first come, first served.")
    )
    is_public = forms.BooleanField(
        label=_("People from outside may come, too"),
        required=False,
        help_text=_("It gets a page that anybody can read, without the names of those who come. Guests need no account."),
    )
    language = forms.ChoiceField(label=_("Which language is spoken?"), choices=LANGUAGES)

    def __init__(self, *args: Any, zone: ZoneInfo, locations: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["location_id"].choices = [("", _("nowhere in the house")), *locations]  # type: ignore[attr-defined]

    def first(self) -> list[forms.BoundField]:
        """What everybody fills in, in its order."""
        return [self[name] for name in FIRST if name in self.fields]

    def groups(self) -> list[Group]:
        """The rest, folded."""
        found = ((label, tuple(self[name] for name in names)) for label, names in GROUPS)
        return [Group(str(label), fields, any(one.errors or one.value() not in NOTHING for one in fields)) for label, fields in found]

    def clean(self) -> dict[str, Any]:
        """Hours that exist, and a place where one can go."""
        told = super().clean() or {}
        if "way" in told:
            if told["way"] in (Event.Way.HERE, Event.Way.HYBRID) and not told.get("location_id"):
                self.add_error("location_id", _("Where in the house?"))
            if told["way"] == Event.Way.OUT and not told.get("place"):
                self.add_error("place", _("Where do people go?"))
        if not {"on", "begins", "ends"} <= told.keys():
            return told
        last = told["on"] + timedelta(days=1) if told["ends"] <= told["begins"] else told["on"]
        for name, day in (("begins", told["on"]), ("ends", last)):
            if on_the_clock(day, told[name], self.zone) is None:
                self.add_error(name, _("In that night the clocks go forward, and this hour does not exist."))
        told["last"] = last
        return told

    def words(self) -> Words:
        """What was written, ready for an action."""
        told = self.cleaned_data
        starts, ends = (on_the_clock(told[day], told[hour], self.zone) for day, hour in (("on", "begins"), ("last", "ends")))
        assert starts is not None
        assert ends is not None
        in_house, online = told["way"] in (Event.Way.HERE, Event.Way.HYBRID), told["way"] in (Event.Way.ONLINE, Event.Way.HYBRID)
        return Words(
            title=" ".join(told["title"].split()), text=told["text"].strip(), language=told["language"], starts_at=starts, ends_at=ends, way=told["way"],
            location_id=told["location_id"] if in_house else None, place="" if told["way"] == Event.Way.ONLINE else told["place"].strip(),
            link=told["link"] if online else "", capacity=told["capacity"], guests=told["guests"] or 0, price=told["price"].strip(), more=told["more"],
            access=tuple(told["access"]), question=" ".join(told["question"].split()), contact=" ".join(told["contact"].split()), is_public=told["is_public"],
            by_host=told["by_host"], roles=lines_of(told["roles"]), checklist=lines_of(told["checklist"]),
        )  # fmt: skip


ONE, FOLLOWING = "one", "following"


def last_day() -> forms.DateField:
    """The last day of a series."""
    return forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Empty: until somebody ends it."),
    )


class NewEventForm(EventForm):
    """A new event: also whether it comes again."""

    repeats = forms.ChoiceField(label=_("Does it come again?"), required=False, choices=[("", _("no, once")), *Rhythm.choices])
    until_on = last_day()


class SeriesForm(EventForm):
    """Changing one of a series: only this one, or all that follow."""

    scope = forms.ChoiceField(
        label=_("What do you change?"),
        choices=[(ONE, _("only this one")), (FOLLOWING, _("this one and all that follow"))],
        widget=forms.RadioSelect,
    )
    repeats = forms.ChoiceField(label=_("How often does it come?"), choices=Rhythm.choices, help_text=_("Counts for all that follow."))
    until_on = last_day()


class RegisterForm(forms.Form):
    """Coming: with how many, and whether the others see it."""

    guests = forms.TypedChoiceField(label=_("How many come along?"), coerce=int, required=False, empty_value=None)
    answer = forms.CharField(
        max_length=500, required=False, help_text=_("Only who hosts it reads this."), widget=forms.Textarea(attrs={"rows": 2})
    )
    shown = forms.BooleanField(label=_("The others may see that I come"), required=False)

    def __init__(self, *args: Any, most: int, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if question:
            self.fields["answer"].label = question
        else:
            del self.fields["answer"]
        if most:
            self.fields["guests"].choices = [(0, _("just me")), *((n, f"+ {n}") for n in range(1, most + 1))]  # type: ignore[attr-defined]
        else:
            del self.fields["guests"]


class ReturnForm(forms.Form):
    """Handing a proposal back."""

    text = forms.CharField(label=_("What is missing?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class CancelForm(forms.Form):
    """Calling off: of a series only this one, or all that follow."""

    scope = forms.ChoiceField(
        label=_("What is off?"), choices=[(ONE, _("only this one")), (FOLLOWING, _("this one and all that follow"))], initial=ONE,
        widget=forms.RadioSelect,
    )  # fmt: skip

    text = forms.CharField(
        label=_("A sentence to those who wanted to come"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, in_series: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not in_series:
            del self.fields["scope"]
