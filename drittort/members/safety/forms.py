"""Input of the pages of safety."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.core.strangers import GuardedForm
from drittort.members.safety.models import INSIDE, OUTSIDE, Category, Measure
from drittort.members.safety.rules import LONGEST, LONGEST_PLACE


def words(label: Any, help_text: Any = "", *, rows: int = 5, required: bool = True) -> forms.CharField:
    """A field for some sentences."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class ReportForm(forms.Form):
    """What is not right."""

    category = forms.ChoiceField(label=_("What is it?"), choices=[(one.value, one.label) for one in INSIDE], widget=forms.RadioSelect)
    text = words(_("What happened?"), _("In your own words: what, when, where. Whoever looks into it reads this, and nobody else."))


class NoteForm(forms.Form):
    """A note in a case."""

    text = words(_("Note"), _("For those who look into this."), rows=3)


class CloseForm(forms.Form):
    """The end of a case."""

    text = words(_("What came of it"), _("For those who look into this. Who reported learns only that you did."), rows=3, required=False)
    answer = words(
        _("Your answer to whoever reported from outside"),
        _("They get these words by mail: what you decided, why, and on what ground. Nothing about measures against somebody."),
    )

    def __init__(self, *args: Any, answers: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not answers:
            del self.fields["answer"]


class OutsideForm(GuardedForm):
    """A report by anybody, as the law asks for it: where, what, why, who, and that it is meant honestly."""

    place = forms.CharField(
        label=_("Where did you see it?"),
        help_text=_("The address of the page is best. If you have none, describe the place so that we find it."),
        max_length=LONGEST_PLACE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    category = forms.ChoiceField(label=_("What is it?"), choices=[(one.value, one.label) for one in OUTSIDE], widget=forms.RadioSelect)
    text = words(_("Why is it not right?"), _("What exactly is it, and which law or which rule does it break, as far as you know?"))
    name = forms.CharField(label=_("Your name"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "There we confirm that your report is here, and tell you what was decided. If children were hurt, you may leave name and address out."
        ),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    honest = forms.BooleanField(
        label=_("To the best of my knowledge, what I say is right and complete."),
        error_messages={"required": _("Please confirm that you mean it honestly.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, sentence in (("name", _("We need your name.")), ("email", _("We need an address to answer you."))):
            self.fields[name].required = self.data.get("category") != Category.MINORS
            self.fields[name].error_messages["required"] = sentence


class WhereForm(forms.Form):
    """On a machine with several houses: in which one?"""

    where = forms.CharField(label=_("Address of the page"), max_length=LONGEST_PLACE, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class MeasureForm(forms.Form):
    """A measure with its reasons."""

    kind = forms.ChoiceField(label=_("What follows"), choices=Measure.Kind.choices, widget=forms.RadioSelect)
    facts = words(_("What happened"), _("The person reads this. Say what was seen, not what somebody is like, and not who told you."))
    ground = words(_("On what ground"), _("Which agreement of the house, in its own words, or which law."), rows=2)
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("A pause needs one, at most a year ahead; the end of a membership one at least 14 days ahead. A hint has none."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class LiftForm(forms.Form):
    """Why a measure ends early."""

    because = words(_("Why it ends earlier"), _("The person reads this."), rows=2)


class ReplyForm(forms.Form):
    """An answer to a measure."""

    text = words(_("Your answer"), _("Read by those who decided, and by whoever looks at it again."), rows=5)
