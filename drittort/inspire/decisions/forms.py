"""Input of decisions: the question of each kind, and a ballot as it comes from a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import Invalid
from drittort.core.paging import number
from drittort.inspire.decisions.actions import Lots, Option, Question
from drittort.inspire.decisions.models import HouseDecision, Position
from drittort.inspire.decisions.queries import Page
from drittort.inspire.decisions.rules import LONGEST, MOST_OPTIONS, MOST_POINTS, MOST_RANKED, MOST_SEATS
from drittort.inspire.events.forms import LANGUAGES, on_the_clock

Kind, Method, Who = HouseDecision.Kind, HouseDecision.Method, HouseDecision.Who
QUORUMS = [
    (0, _("however many take part")),
    (25, _("a quarter has to")),
    (33, _("a third has to")),
    (50, _("half has to")),
    (67, _("two thirds have to")),
]
LEAST_ROWS, SPARE_ROWS = 4, 2
DAY = {"type": "date"}


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    """A day to choose."""
    return forms.DateField(label=label, required=required, help_text=help_text, widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY))


def after(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which a day is over in the house."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)


class QuestionForm(forms.Form):
    """A question of one kind: its words, its options in rows, who may take part, and until when."""

    title = forms.CharField(label=_("What is to be decided?"), max_length=120)
    text = forms.CharField(label=_("What should one know?"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 6}))
    method = forms.ChoiceField(label=_("How does one choose?"), choices=Method.choices, initial=Method.SINGLE, widget=forms.RadioSelect)
    most = forms.IntegerField(
        label=_("Up to how many answers?"),
        min_value=2,
        max_value=MOST_OPTIONS,
        required=False,
        help_text=_("Only where each may choose several."),
    )
    budget = forms.IntegerField(label=_("How much is there, in euros?"), min_value=1, max_value=10_000_000)
    points = forms.IntegerField(
        label=_("How many points does each give?"), min_value=1, max_value=MOST_POINTS, initial=10, help_text=_("Ten is easy to divide.")
    )
    seats = forms.IntegerField(label=_("How many names are drawn?"), min_value=1, max_value=MOST_SEATS, initial=1)
    everybody = forms.ChoiceField(
        label=_("Among whom?"), choices=[("own", _("those who put their name in")), ("all", _("everybody who may take part; who would rather not takes their name out"))],
        initial="own", widget=forms.RadioSelect,
    )  # fmt: skip
    source = forms.CharField(
        label=_("From which public number?"), max_length=200,
        help_text=_("One that nobody in the house decides on and everybody can look up: “the six numbers of the Saturday lottery (6aus49), in their order”."),
    )  # fmt: skip
    value_on = day_field(_("On which day does it come?"), _("After the list was closed."))
    who = forms.ChoiceField(label=_("Who may take part?"), choices=Who.choices, initial=Who.HOUSE, widget=forms.RadioSelect)
    group_id = forms.TypedChoiceField(label=_("Which group?"), required=False, coerce=int, empty_value=None)
    location_id = forms.TypedChoiceField(label=_("Which location?"), required=False, coerce=int, empty_value=None)
    role = forms.ChoiceField(label=_("Which role?"), required=False)
    quorum = forms.TypedChoiceField(
        label=_("How many have to take part for it to count?"), choices=QUORUMS, coerce=int, empty_value=None, required=False
    )
    secret = forms.BooleanField(
        label=_("Secret"), required=False,
        help_text=_("Nobody ever finds out who chose what. Figures come at the end, and only if at least five took part."),
    )  # fmt: skip
    last_day = day_field(_("Until which day?"), _("That day counts, whole."))
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)

    ONLY = {
        Kind.POLL: ("method", "most", "secret"),
        Kind.DATE: (),
        Kind.BUDGET: ("budget", "points", "secret"),
        Kind.CONSENT: (),
        Kind.DRAW: ("seats", "everybody", "source", "value_on"),
    }
    TEXTS: Mapping[str, tuple[Any, Any]] = {
        Kind.CONSENT: (_("The proposal"), _("So that one can say yes to it: what will be, from when on, and until when it is tried.")),
        Kind.BUDGET: (_("What should one know?"), _("Where the money comes from, and until when it has to be spent.")),
        Kind.DRAW: (_("What is drawn for?"), _("What those who are drawn do, and for how long.")),
    }

    def __init__(
        self, *args: Any, kind: str, zone: ZoneInfo, today: date, places: Mapping[str, Sequence[tuple[str, str]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.zone, self.today = kind, zone, today
        for name in {name for names in self.ONLY.values() for name in names} - set(self.ONLY[Kind(kind)]):
            del self.fields[name]
        if kind in self.TEXTS:
            self.fields["text"].label, self.fields["text"].help_text = self.TEXTS[kind]
        self.fields["text"].required = kind == Kind.CONSENT
        for name, choices in places.items():
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        if not places["group_id"]:
            del self.fields["group_id"]
            self.fields["who"].choices = [each for each in Who.choices if each[0] != Who.GROUP]  # type: ignore[attr-defined]
        self.count = self.rows_needed() if kind in (Kind.POLL, Kind.DATE, Kind.BUDGET) else 0
        for k in range(self.count):
            self.fields.update(self.row(k))

    def rows_needed(self) -> int:
        """How many rows the form has: all that were filled, and some to fill."""
        told = self.data if self.is_bound else self.initial
        filled = [
            int(name.rpartition("_")[2])
            for name, value in told.items()
            if value and name.rpartition("_")[0] in ("text", "on") and name.rpartition("_")[2].isdecimal()
        ]
        return min(MOST_OPTIONS, max(LEAST_ROWS, max(filled, default=-1) + 1 + SPARE_ROWS))

    def row(self, k: int) -> dict[str, forms.Field]:
        """The fields of one option."""
        n = k + 1
        if self.kind == Kind.DATE:
            clock = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
            return {
                f"on_{k}": day_field(gettext("Day %(n)s") % {"n": n}, required=False),
                f"begins_{k}": forms.TimeField(label=_("from"), required=False, widget=clock),
                f"ends_{k}": forms.TimeField(label=_("until"), required=False, widget=clock),
            }
        label = gettext("Project %(n)s") if self.kind == Kind.BUDGET else gettext("Answer %(n)s")
        made: dict[str, forms.Field] = {f"text_{k}": forms.CharField(label=label % {"n": n}, max_length=120, required=False)}
        if self.kind == Kind.BUDGET:
            made[f"cost_{k}"] = forms.IntegerField(label=_("costs, in euros"), min_value=1, max_value=10_000_000, required=False)
        return made

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The options as they stand on the page."""
        names = ("on", "begins", "ends") if self.kind == Kind.DATE else ("text", "cost") if self.kind == Kind.BUDGET else ("text",)
        return [[self[f"{name}_{k}"] for name in names] for k in range(self.count)]

    @property
    def before_rows(self) -> list[forms.BoundField]:
        """What stands above the options."""
        return [
            self[name]
            for name in ("title", "text", "method", "most", "budget", "points", "seats", "everybody", "source", "value_on")
            if name in self.fields
        ]

    @property
    def which(self) -> list[forms.BoundField]:
        """Which group, location or role, where it is not the whole house."""
        return [self[name] for name in ("group_id", "location_id", "role") if name in self.fields]

    @property
    def is_narrow(self) -> bool:
        """Whether it is not for the whole house."""
        return bool(self["who"].value() != Who.HOUSE)

    @property
    def rest(self) -> list[forms.BoundField]:
        """What has a good default."""
        return [self[name] for name in ("secret", "quorum", "language") if name in self.fields]

    def clean_last_day(self) -> date:
        """A last day that is still to come, within three months."""
        day: date = self.cleaned_data["last_day"]
        if not self.today <= day < self.today + LONGEST:
            raise forms.ValidationError(gettext("It ends on a day that is still to come, within three months."))
        return day

    def clean(self) -> dict[str, Any]:
        """Rows that are filled half are asked for the other half, and hours that the clocks leap over are refused."""
        told = super().clean() or {}
        for k in range(self.count):
            if self.kind == Kind.BUDGET and bool(told.get(f"text_{k}")) != bool(told.get(f"cost_{k}")):
                self.add_error(f"cost_{k}" if told.get(f"text_{k}") else f"text_{k}", gettext("Name and cost belong together."))
            if self.kind == Kind.DATE and told.get(f"on_{k}"):
                for name in ("begins", "ends"):
                    if not told.get(f"{name}_{k}"):
                        self.add_error(f"{name}_{k}", gettext("Which hour?"))
                    elif on_the_clock(told[f"on_{k}"], told[f"{name}_{k}"], self.zone) is None:
                        self.add_error(f"{name}_{k}", gettext("In that night the clocks go forward, and this hour does not exist."))
        if told.get("method") == Method.RANKED and sum(bool(told.get(f"text_{k}")) for k in range(self.count)) > MOST_RANKED:
            self.add_error("method", gettext("Nobody puts more than eight answers in order."))
        return told

    def options(self) -> tuple[Option, ...]:
        """What can be chosen, in the order of the rows."""
        told, made = self.cleaned_data, []
        for k in range(self.count):
            if told.get(f"on_{k}"):
                day, begins, ends = (told[f"{name}_{k}"] for name in ("on", "begins", "ends"))
                last = day + timedelta(days=1) if ends <= begins else day
                made.append(Option(starts_at=on_the_clock(day, begins, self.zone), ends_at=on_the_clock(last, ends, self.zone)))
            elif told.get(f"text_{k}"):
                made.append(Option(told[f"text_{k}"], told.get(f"cost_{k}")))
        return tuple(made)

    def question(self, idea_id: int | None) -> Question:
        """What was asked, ready for an action."""
        told = self.cleaned_data
        drawn = self.kind == Kind.DRAW
        return Question(
            kind=self.kind, title=told["title"], text=told["text"], language=told["language"], closes_at=after(told["last_day"], self.zone), who=told["who"],
            group_id=told.get("group_id"), location_id=told["location_id"], role=told["role"], quorum=told["quorum"] or 0, method=told.get("method", ""), most=told.get("most"),
            secret=bool(told.get("secret")), budget=told.get("budget"), points=told.get("points"), idea_id=idea_id, options=self.options(),
            lots=Lots(told["seats"], told["everybody"] == "all", told["source"], told["value_on"]) if drawn else None,
        )  # fmt: skip


def ballot(page: Page, post: Any) -> Any:
    """A ballot as its page sends it, in the shape of its kind; whether it keeps the rule is asked by the action.

    Raises Invalid for what is no number, and for a ballot on which nothing was chosen: a thumb was too fast. That nothing would be fine, or that one can't on any day, is an answer.
    """
    if page.kind == Kind.POLL and page.method != Method.RANKED:
        named = [counted(each) for each in post.getlist("option")]
        if not named and page.method != Method.APPROVAL:
            raise Invalid(gettext("Choose something first."))
        return named
    told = [counted(post.get(f"place_{one.place}", "") or "0") for one in page.choices]
    if page.kind != Kind.DATE and not any(told):
        raise Invalid(gettext("Choose something first."))
    if page.kind == Kind.POLL:
        return [[k for k, place in enumerate(told) if place == each] for each in sorted(set(told) - {0})]
    return told


def as_sent(page: Page, post: Any) -> Page:
    """The page with a ballot as it was sent, to be put right: nothing that somebody chose has to be chosen anew."""
    named = set(post.getlist("option"))
    sent = (post.get(f"place_{one.place}", "") for one in page.choices)
    return replace(
        page,
        choices=tuple(
            replace(one, mine=number(text) or 0 if text else int(str(one.place) in named))
            for one, text in zip(page.choices, sent, strict=True)
        ),
    )


def counted(text: str) -> int:
    """A number of a ballot. Raises Invalid."""
    found = number(text)
    if found is None or found > 10_000:
        raise Invalid(gettext("Numbers, please: 0, 1, 2 and so on."))
    return found


class PositionForm(forms.Form):
    """Where one stands."""

    says = forms.ChoiceField(label=_("Where do you stand?"), choices=Position.Says.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Why?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever objects or worries says what would have to be different. Everybody reads it."),
    )  # fmt: skip


class RoundForm(forms.Form):
    """A changed proposal."""

    text = forms.CharField(label=_("The proposal as it is now"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    changed = forms.CharField(
        label=_("What is different, and whose objection is taken up?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    last_day = day_field(_("Until which day?"), _("That day counts, whole."))


class OutcomeForm(forms.Form):
    """What follows from a decision."""

    text = forms.CharField(label=_("What follows from it?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    takes_on = forms.BooleanField(label=_("I take care of it"), required=False, help_text=_("Else whoever likes can take it on here."))
    due_on = day_field(_("Until when?"), _("Then the house asks whether it is done."), required=False)


class DoneForm(forms.Form):
    """It is done."""

    text = forms.CharField(label=_("What came of it?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class LongerForm(forms.Form):
    """It needs longer."""

    due_on = day_field(_("Until when?"))


class DropForm(forms.Form):
    """Calling off."""

    text = forms.CharField(
        label=_("Why is it off?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Everybody reads it.")
    )


class ValueForm(forms.Form):
    """The public value of a draw."""

    value = forms.CharField(
        label=_("The public number, as it was announced"),
        max_length=200,
        help_text=_("The lots are drawn at once, and what you write stays."),
    )
