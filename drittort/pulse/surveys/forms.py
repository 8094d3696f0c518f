"""The form that everybody answers, one screen for each element, and the form by which a house decides how it asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from drittort.engine.scale import ELEMENTS, ITEMS
from drittort.pulse.surveys import groups, rules, words
from drittort.pulse.surveys.models import SurveyWave
from drittort.pulse.surveys.words import CHOICE, SCALE, TEXT

NONE = ("", pgettext_lazy("answer", "rather not say"))


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands together: a heading, a sentence, and names of fields."""

    title: str
    note: str
    fields: tuple[Any, ...]

    @property
    def amiss(self) -> bool:
        """Whether something on it has to be corrected."""
        return any(bound.errors for bound in self.fields)


class Words(forms.CharField):
    """Free words, as long as the browser counted them: it sends two characters for the end of a line."""

    def to_python(self, value: Any) -> str:
        """The text with line ends of one character."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class SurveyForm(forms.Form):
    """The whole survey. Nothing has to be answered."""

    def __init__(self, data: Any = None, *, wave: SurveyWave, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.wave = wave
        for place, sentence in enumerate(words.ITEMS):
            self.fields[f"item_{place}"] = pick(sentence, [(str(value), said) for value, said in words.ANSWERS])
        for place, question in enumerate(wave.questions):
            if question["kind"] == TEXT:
                self.fields[f"own_{place}"] = Words(
                    label=question["text"], required=False, max_length=rules.LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5}),
                    help_text=_("Please name nobody, and nothing by which one would know who writes. It is read by those who care for the house, without order and without your other answers."),
                )  # fmt: skip
            else:
                options = (
                    [(str(value - 1), said) for value, said in words.ANSWERS]
                    if question["kind"] == SCALE
                    else [(str(k), text) for k, text in enumerate(question["options"])]
                )
                self.fields[f"own_{place}"] = pick(question["text"], options)
        for kept in wave.groups:
            grouping = groups.read(kept)
            self.fields[f"group_{kept['name']}"] = pick(grouping.question, list(grouping.options.items()))
        # Something has to be answered, nothing in particular; so no field is called optional.
        self.one_of = tuple(self.fields)

    @property
    def screens(self) -> list[Screen]:
        """The fields, screen by screen."""
        found = [
            Screen(str(words.ASKED[element]), "", tuple(self[f"item_{place}"] for place, _text in words.items_of(element)))
            for element in ELEMENTS
        ]
        own = tuple(self[f"own_{place}"] for place in range(len(self.wave.questions)))
        if own:
            found.append(Screen(gettext("From our house"), "", own))
        about = tuple(self[f"group_{kept['name']}"] for kept in self.wave.groups)
        if about:
            note = gettext(
                "So that we see whether newcomers, for example, feel otherwise. Groups are told of from eight people on, never fewer."
            )
            found.append(Screen(gettext("A little about you"), note, about))
        return found

    @property
    def content(self) -> dict[str, Any]:
        """The ballot: what was answered, in the shape that is counted."""
        given = self.cleaned_data

        def number(name: str) -> int | None:
            return int(given[name]) if given.get(name) else None

        return {
            "items": [number(f"item_{place}") for place in range(ITEMS)],
            "groups": {kept["name"]: given.get(f"group_{kept['name']}") or None for kept in self.wave.groups},
            "own": [
                " ".join(given.get(f"own_{place}", "").split()) or None if question["kind"] == TEXT else number(f"own_{place}")
                for place, question in enumerate(self.wave.questions)
            ],
        }


def pick(label: Any, options: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    """One of several, or rather not."""
    return forms.ChoiceField(label=label, required=False, choices=[*options, NONE], widget=forms.RadioSelect)


class PlanForm(forms.Form):
    """How the house asks, with its own questions in rows."""

    every = forms.TypedChoiceField(
        label=_("How often?"), coerce=int, widget=forms.RadioSelect,
        choices=[(3, _("every quarter")), (6, _("twice a year")), (12, _("once a year")), (0, _("only when we begin it"))],
    )  # fmt: skip
    days = forms.IntegerField(label=_("For how many days is it open?"), min_value=rules.SHORTEST_DAYS, max_value=rules.LONGEST_DAYS)
    groupings = forms.MultipleChoiceField(
        label=_("Which groups are told apart?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Two at most. It is asked on the form, never taken from profiles; and a group is told of only where nobody can be found by subtracting."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, offered: Sequence[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["groupings"].choices = [(name, groups.LABELS[name]) for name in offered]  # type: ignore[attr-defined]
        for place in range(rules.MOST_QUESTIONS):
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=_("How is it answered?"), required=False, widget=forms.Select,
                choices=[(SCALE, _("from “not true at all” to “fully true”")), (CHOICE, _("by choosing one of several")), (TEXT, _("in own words"))],
            )  # fmt: skip
            self.fields[f"text_{place}"] = forms.CharField(label=_("Question or sentence"), max_length=200, required=False)
            self.fields[f"options_{place}"] = forms.CharField(
                label=_("What there is to choose"), required=False, max_length=800, widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("Only where one chooses: one a line, two to eight."),
            )  # fmt: skip
        # A house may have no question and no grouping of its own; so none is called optional.
        self.one_of = tuple(self.fields)

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each question."""
        return [(self[f"text_{place}"], self[f"kind_{place}"], self[f"options_{place}"]) for place in range(rules.MOST_QUESTIONS)]

    def clean_groupings(self) -> list[str]:
        """Two at most."""
        chosen: list[str] = self.cleaned_data["groupings"]
        if len(chosen) > groups.MOST:
            raise forms.ValidationError(gettext("Two groupings at most: with three, single people could be found by subtracting."))
        return chosen

    def clean(self) -> dict[str, Any]:
        """Each question has what its kind needs."""
        given = super().clean() or {}
        questions = []
        for place in range(rules.MOST_QUESTIONS):
            text = " ".join(given.get(f"text_{place}", "").split())
            if not text:
                continue
            kind = given.get(f"kind_{place}") or SCALE
            options = [line for each in given.get(f"options_{place}", "").splitlines() if (line := " ".join(each.split())[:80])]
            if kind == CHOICE and not 2 <= len(options) <= rules.MOST_OPTIONS:
                self.add_error(f"options_{place}", gettext("Two to eight, one a line."))
            questions.append({"kind": kind, "text": text, "options": options if kind == CHOICE else []})
        return {**given, "questions": questions}

    @staticmethod
    def initial_of(plan: Any) -> dict[str, Any]:
        """What stands in the form at first."""
        found = {"every": plan.every, "days": plan.days, "groupings": plan.groupings}
        for place, question in enumerate(plan.questions):
            found |= {
                f"kind_{place}": question["kind"],
                f"text_{place}": question["text"],
                f"options_{place}": "\n".join(question["options"]),
            }
        return found


class ChangeForm(forms.Form):
    """What is different now."""

    element = forms.ChoiceField(label=_("What was it about?"), required=False)
    text = forms.CharField(
        label=_("What did we change because of it?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody in the house reads it."),
    )  # fmt: skip

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["element"].choices = [("", _("the house as a whole")), *((name, words.LABELS[name]) for name in ELEMENTS)]  # type: ignore[attr-defined]
