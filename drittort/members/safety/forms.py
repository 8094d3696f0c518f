"""Input of the pages of safety."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.members.safety.models import Category, Measure
from drittort.members.safety.rules import LONGEST


def words(label: Any, help_text: Any = "", *, rows: int = 5, required: bool = True) -> forms.CharField:
    """A field for some sentences."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class ReportForm(forms.Form):
    """What is not right."""

    category = forms.ChoiceField(label=_("What is it?"), choices=Category.choices, widget=forms.RadioSelect)
    text = words(_("What happened?"), _("In your own words: what, when, where. Whoever looks into it reads this, and nobody else."))


class NoteForm(forms.Form):
    """A note in a case."""

    text = words(_("Note"), _("For those who look into this."), rows=3)


class CloseForm(forms.Form):
    """The end of a case."""

    text = words(_("What came of it"), _("For those who look into this. Who reported learns only that you did."), rows=3, required=False)


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
