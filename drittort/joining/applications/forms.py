"""Input of the public page and of those who answer. What keeps machines out of strangers' forms stands in core.strangers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.strangers import GuardedForm
from drittort.joining.applications.actions import Told
from drittort.joining.applications.models import Application, ApplicationQuestion, Decision
from drittort.joining.applications.tokens import read_referral
from drittort.joining.applications.tours import Opening
from drittort.spaces.models import Location

UNANSWERED = ("", gettext_lazy("No answer"))


class StrangerForm(GuardedForm):
    """What every form of the public page asks: who, and where the answer goes."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We send you a link there. Only when you have opened it does somebody read this."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def told(self) -> Told:
        """What was written, for the action."""
        return Told(**{key: self.cleaned_data[key] for key in ("name", "email", "language", "text", "slot") if key in self.cleaned_data})


class AskForm(StrangerForm):
    """A question to the house."""

    text = forms.CharField(label=gettext_lazy("Your question"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    field_order = ["text", "name", "email"]


class SlotField(forms.ChoiceField):
    """The hours that can be booked."""

    widget = forms.RadioSelect

    def offer(self, openings: Sequence[Opening]) -> None:
        """Set what can be chosen."""
        self.choices = [(one.value, one.words) for one in openings]
        self.error_messages["invalid_choice"] = _("This hour was taken in the meantime. Please choose another one.")


class TourForm(StrangerForm):
    """A tour at one of the offered moments."""

    slot = SlotField(label=gettext_lazy("When would you like to come?"))
    text = forms.CharField(
        label=gettext_lazy("Is there something we should know?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ["slot", "name", "email", "text"]

    def __init__(self, *args: Any, openings: Sequence[Opening], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["slot"]
        assert isinstance(field, SlotField)
        field.offer(openings)


class BookForm(forms.Form):
    """A tour for somebody whose address is known."""

    slot = SlotField(label=gettext_lazy("When would you like to come?"))

    def __init__(self, *args: Any, openings: Sequence[Opening], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["slot"]
        assert isinstance(field, SlotField)
        field.offer(openings)


class ApplyForm(StrangerForm):
    """An application, with the house's own questions."""

    text = forms.CharField(label=gettext_lazy("What brings you here?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    source = forms.ChoiceField(label=gettext_lazy("How did you hear of us?"), required=False)
    source_text = forms.CharField(label=gettext_lazy("More about that"), required=False, max_length=200)
    referrer_text = forms.CharField(
        label=gettext_lazy("Who recommended us to you?"),
        help_text=gettext_lazy("First and last name. If you join us, we thank them and say that you are here."),
        required=False,
        max_length=120,
    )
    by = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, questions: Sequence[ApplicationQuestion], by: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        self.initial["by"] = by
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = [UNANSWERED, *Application.Source.choices]
        for question in questions:
            self.fields[f"question_{question.pk}"] = field_of(question)
        if read_referral(by or str(self.data.get("by", ""))) is not None:
            del self.fields["referrer_text"]
        self.order_fields(["name", "email", "text", *(f"question_{q.pk}" for q in questions), "source", "source_text", "referrer_text"])

    def answers(self) -> dict[int, str]:
        """Answers that were given, by question."""
        told = {q.pk: str(self.cleaned_data.get(f"question_{q.pk}") or "").strip() for q in self.questions}
        return {pk: text for pk, text in told.items() if text}

    def told(self) -> Told:
        """What was written, for the action."""
        c = self.cleaned_data
        return Told(
            name=c["name"], email=c["email"], language=c["language"], text=c["text"], applies=True, answers=self.answers(), source=c["source"],
            source_text=c["source_text"], referrer_text=c.get("referrer_text", ""), referrer_id=read_referral(c["by"]),
        )  # fmt: skip


def field_of(question: ApplicationQuestion) -> forms.Field:
    """The form field for one question."""
    common: dict[str, Any] = {"label": question.text, "required": question.required}
    if question.kind == ApplicationQuestion.Kind.LONG:
        return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **common)
    if question.kind == ApplicationQuestion.Kind.CHOICE:
        return forms.ChoiceField(choices=[(c, c) for c in question.choices], widget=forms.RadioSelect, **common)
    if question.kind == ApplicationQuestion.Kind.YES_NO:
        return forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, **common)
    return forms.CharField(max_length=300, **common)


class WriteForm(forms.Form):
    """One message of the conversation."""

    text = forms.CharField(label=gettext_lazy("Your message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class DecideForm(forms.Form):
    """One kind of decision, with its words to the applicant."""

    kind = forms.ChoiceField(choices=Decision.Kind.choices, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Your words to them"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    until = forms.DateField(
        label=gettext_lazy("Last day of the trial"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ["until", "text"]

    def __init__(self, data: Any = None, *, kind: str, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={**(initial or {}), "kind": kind}, auto_id=f"{kind}_%s")
        if kind in (Decision.Kind.CLOSED, Decision.Kind.REOPENED):
            self.fields["text"].label = _("A note for the history")
            self.fields["text"].help_text = _("The applicant is not told.")
            self.fields["text"].widget.attrs["rows"] = 2
        elif kind in (Decision.Kind.DECLINED, Decision.Kind.ENDED):
            self.fields["text"].required = True
            self.fields["text"].error_messages["required"] = _("A refusal needs a reason that the person can do something with.")
        if kind != Decision.Kind.TRIAL:
            del self.fields["until"]
        else:
            self.fields["until"].required = True
            self.fields["until"].error_messages["required"] = _("Until when is the trial? Choose a day.")


class QuestionForm(forms.Form):
    """One question of the house."""

    text = forms.CharField(label=gettext_lazy("Question"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of answer"), choices=ApplicationQuestion.Kind.choices)
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        help_text=gettext_lazy("One a line; only for a choice."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    position = forms.IntegerField(label=gettext_lazy("Place in the list"), min_value=0, max_value=99, initial=10)

    def clean(self) -> dict[str, Any]:
        """A choice has at least two, each once."""
        told = super().clean() or {}
        lines = list(dict.fromkeys(line.strip()[:200] for line in told.get("choices", "").splitlines() if line.strip()))
        told["choices"] = lines if told.get("kind") == ApplicationQuestion.Kind.CHOICE else []
        if told.get("kind") == ApplicationQuestion.Kind.CHOICE and len(lines) < 2:
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
        place.queryset = Location.objects.filter(space_id=space_id).standing()
        weekday = self.fields["weekday"]
        assert isinstance(weekday, forms.TypedChoiceField)
        weekday.choices = list(enumerate(weekdays()))


def weekdays() -> tuple[str, ...]:
    """The days of a week, Monday first."""
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


class WelcomeForm(forms.Form):
    """What the house says of itself."""

    de = forms.CharField(
        label=gettext_lazy("German"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5, "lang": "de"})
    )
    en = forms.CharField(
        label=gettext_lazy("English"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5, "lang": "en"})
    )
