"""Input of the public page and of those who answer.

Strangers' forms carry no cookie and no puzzle: a field that only machines fill, a signed moment at which the form was opened, and
brakes per address and connection keep machines out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.joining.applications.models import Application, Decision, Question
from drittort.joining.applications.tokens import OPENED
from drittort.joining.applications.tours import Opening
from drittort.spaces.models import Location

QUICKEST = timedelta(seconds=3)
SLOWEST = timedelta(hours=24)


def opened(at: datetime) -> str:
    """The signed moment at which a form was opened."""
    return signing.dumps(round(at.timestamp(), 3), salt=OPENED, compress=False)


class StrangerForm(forms.Form):
    """What every form of the public page asks: who, and where the answer goes."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label=gettext_lazy("Your e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    website = forms.CharField(required=False)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.fields["opened"].initial = opened(at)

    @property
    def is_machine(self) -> bool:
        """Whether the field was filled that no human sees."""
        return bool(self.data.get("website"))

    def clean(self) -> dict[str, Any]:
        """Refuse what came quicker than a human writes, or from a page that lay open since yesterday."""
        told = super().clean() or {}
        told.pop("website", None)
        try:
            since = self.at - datetime.fromtimestamp(float(signing.loads(told.pop("opened", ""), salt=OPENED)), tz=self.at.tzinfo)
        except (signing.BadSignature, ValueError, TypeError):
            since = SLOWEST
        if since < QUICKEST:
            raise forms.ValidationError(_("That was quick. Please press the button once more."))
        if since >= SLOWEST:
            self.data = self.data.copy()
            self.data["opened"] = opened(self.at)
            raise forms.ValidationError(_("This page was open for very long. Please press the button once more."))
        return told


class AskForm(StrangerForm):
    """A question to the house."""

    text = forms.CharField(label=gettext_lazy("Your question"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    field_order = ["text", "name", "email"]


class TourForm(StrangerForm):
    """A tour at one of the offered moments."""

    slot = forms.ChoiceField(label=gettext_lazy("When would you like to come?"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Is there something we should know?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ["slot", "name", "email", "text"]

    def __init__(self, *args: Any, openings: Sequence[Opening], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["slot"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(o.value, o.words) for o in openings]
        field.error_messages["invalid_choice"] = _("This hour was taken in the meantime. Please choose another one.")


class ApplyForm(StrangerForm):
    """An application, with the house's own questions."""

    text = forms.CharField(
        label=gettext_lazy("What brings you here?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    source = forms.ChoiceField(label=gettext_lazy("How did you hear of us?"), required=False)
    source_text = forms.CharField(label=gettext_lazy("More about that"), required=False, max_length=200)
    referrer_text = forms.CharField(
        label=gettext_lazy("Who recommended us to you?"),
        help_text=gettext_lazy("First and last name. We thank them, and say that it was you."),
        required=False,
        max_length=120,
    )
    by = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, questions: Sequence[Question], recommended: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = [("", _("No answer")), *Application.Source.choices]
        for question in questions:
            self.fields[f"question_{question.pk}"] = field_of(question)
        if recommended:
            del self.fields["referrer_text"]
        self.order_fields(["name", "email", "text", *(f"question_{q.pk}" for q in questions), "source", "source_text", "referrer_text"])

    def answers(self) -> dict[int, str]:
        """Answers that were given, by question."""
        told = {q.pk: str(self.cleaned_data.get(f"question_{q.pk}") or "").strip() for q in self.questions}
        return {pk: text for pk, text in told.items() if text}


def field_of(question: Question) -> forms.Field:
    """The form field for one question."""
    common: dict[str, Any] = {"label": question.text, "required": question.required}
    if question.kind == Question.Kind.LONG:
        return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **common)
    if question.kind == Question.Kind.CHOICE:
        return forms.ChoiceField(choices=[(c, c) for c in question.choices], widget=forms.RadioSelect, **common)
    if question.kind == Question.Kind.YES_NO:
        return forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, **common)
    return forms.CharField(max_length=300, **common)


class WriteForm(forms.Form):
    """One message of the conversation."""

    text = forms.CharField(label=gettext_lazy("Your message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class DecideForm(forms.Form):
    """A decision with its words to the applicant."""

    kind = forms.ChoiceField(choices=Decision.Kind.choices, widget=forms.HiddenInput)
    text = forms.CharField(required=False, max_length=2000)
    until = forms.DateField(required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """A trial needs its last day, a refusal its reason."""
        told = super().clean() or {}
        if told.get("kind") == Decision.Kind.TRIAL:
            if told.get("until") is None and "until" not in self.errors:
                self.add_error("until", _("Until when is the trial? Choose a day."))
        else:
            told["until"] = None
        if told.get("kind") == Decision.Kind.DECLINED and not told.get("text"):
            self.add_error("text", _("A refusal needs a reason that the person can do something with."))
        return told


class QuestionForm(forms.Form):
    """One question of the house."""

    text = forms.CharField(label=gettext_lazy("Question"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of answer"), choices=Question.Kind.choices)
    choices = forms.CharField(
        label=gettext_lazy("Choices"), help_text=gettext_lazy("One a line; only for a choice."), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    position = forms.IntegerField(label=gettext_lazy("Place in the list"), min_value=0, max_value=99, initial=10)

    def clean(self) -> dict[str, Any]:
        """A choice has at least two, each once."""
        told = super().clean() or {}
        lines = list(dict.fromkeys(line.strip()[:200] for line in told.get("choices", "").splitlines() if line.strip()))
        told["choices"] = lines if told.get("kind") == Question.Kind.CHOICE else []
        if told.get("kind") == Question.Kind.CHOICE and len(lines) < 2:
            self.add_error("choices", _("A choice has at least two lines."))
        return told


class SlotForm(forms.Form):
    """A weekly hour for tours."""

    location = forms.ModelChoiceField(label=gettext_lazy("Location"), queryset=Location.objects.none(), empty_label=None)
    weekday = forms.TypedChoiceField(label=gettext_lazy("Day"), coerce=int)
    starts = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=10, max_value=240, initial=30)
    capacity = forms.IntegerField(label=gettext_lazy("At most so many people"), min_value=1, max_value=50, initial=3)

    def __init__(self, *args: Any, space_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["location"]
        assert isinstance(place, forms.ModelChoiceField)
        place.queryset = Location.objects.filter(space_id=space_id)
        weekday = self.fields["weekday"]
        assert isinstance(weekday, forms.TypedChoiceField)
        weekday.choices = list(enumerate((_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))))
