"""Input of a rule: its conditions and its action, each with the gaps that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from drittort.core.rulebook import ACTIONS, CHOICE, CONDITIONS, TEXT, Field, offered
from drittort.plan.automations.deciding import MOST_A_DAY, Clause, Content

AGAIN = (7, 14, 30, 60, 90, 180, 300)
HOLDS = (("", pgettext_lazy("rule", "holds")), ("not", pgettext_lazy("rule", "does not hold")))
JOINS = (("", pgettext_lazy("rule", "and")), ("or", pgettext_lazy("rule", "or")))


def control(gap: Field, space: Any) -> forms.Field:
    """The form field of a gap. It may stay empty while somebody writes."""
    if gap.is_number:
        return forms.IntegerField(label=gap.label, min_value=gap.least, max_value=gap.most, required=False, help_text=gap.help)
    if gap.kind == CHOICE and gap.choices is not None:
        choices = list(offered(gap, space).items())
        if not any(value == "" for value, _label in choices):
            choices = [("", pgettext("rule", "Please choose")), *choices]
        return forms.ChoiceField(label=gap.label, choices=choices, required=False, help_text=gap.help)
    widget = forms.Textarea(attrs={"rows": 4}) if gap.kind == TEXT else forms.TextInput()
    return forms.CharField(label=gap.label, max_length=gap.longest, required=False, widget=widget, help_text=gap.help)


def given(fields: tuple[Field, ...]) -> dict[str, Any]:
    """The values with which the gaps begin."""
    return {gap.name: gap.default if gap.is_number else str(gap.default) for gap in fields}


class RuleForm(forms.Form):
    """A rule while it is written. Its fields follow from what it says already: `c0_days` is the gap "days" of the first condition."""

    name = forms.CharField(label=gettext_lazy("What is it called?"), max_length=80)
    again = forms.ChoiceField(
        label=gettext_lazy("How often for the same person or thing?"), required=False,
        choices=(("", gettext_lazy("Once")), *((str(n), format_lazy(gettext_lazy("Again after {n} days"), n=n)) for n in AGAIN)),
    )  # fmt: skip
    per_day = forms.IntegerField(label=gettext_lazy("At most how many a day?"), min_value=1, max_value=MOST_A_DAY)
    action = forms.ChoiceField(label=gettext_lazy("What shall happen?"), required=False)

    def __init__(self, data: Any = None, *, name: str, content: Content, space: Any) -> None:
        initial: dict[str, Any] = {
            "name": name, "again": str(content.again_days or ""), "per_day": content.per_day, "action": content.action,
            **{f"a_{key}": value for key, value in content.values.items()},
        }  # fmt: skip
        for place, clause in enumerate(content.clauses):
            initial |= {f"c{place}_{key}": value for key, value in clause.values.items()}
            initial |= {f"c{place}_not": "not" if clause.negated else "", f"c{place}_or": "or" if clause.instead else ""}
        super().__init__(data, initial=initial)
        self.content, self.space = content, space
        for place, clause in enumerate(content.clauses):
            one = CONDITIONS.get(clause.condition)
            if place:
                self.fields[f"c{place}_or"] = forms.ChoiceField(label=_("How does it follow?"), choices=JOINS, required=False)
            self.fields[f"c{place}_not"] = forms.ChoiceField(label=_("Shall it hold?"), choices=HOLDS, required=False)
            for gap in one.fields if one else ():
                self.fields[f"c{place}_{gap.name}"] = control(gap, space)
        choices = [(action.name, str(action.label)) for action in ACTIONS.values() if action.fits(content.subject)]
        self.fields["action"].choices = [("", pgettext("rule", "Please choose")), *choices]  # type: ignore[attr-defined]
        for gap in ACTIONS[content.action].fields if content.action in ACTIONS else ():
            self.fields[f"a_{gap.name}"] = control(gap, space)

        # While somebody writes, gaps may stay empty: what is missing stands under the sentence. None of them is optional.
        self.one_of = tuple(self.fields)

    def said(self) -> Content:
        """What was written, with a condition that is added or taken out by the button that was pressed, and another action if one was chosen."""
        told, old = self.cleaned_data, self.content
        clauses = []
        for place, clause in enumerate(old.clauses):
            one = CONDITIONS.get(clause.condition)
            values = self.filled(f"c{place}", one.fields, clause.values) if one else clause.values
            clauses.append(Clause(clause.condition, values, told[f"c{place}_not"] == "not", told.get(f"c{place}_or") == "or"))
        without = self.data.get("without", "")
        if without.isdecimal() and int(without) < len(clauses):
            del clauses[int(without)]
        more = CONDITIONS.get(self.data.get("more", "")) if "add" in self.data else None
        if more is not None and more.subject == old.subject:
            clauses.append(Clause(more.name, given(more.fields)))
        action = ACTIONS.get(told["action"])
        values = {}
        if action is not None:
            same = action.name == old.action
            values = self.filled("a", action.fields, old.values) if same else given(action.fields)
        again = int(told["again"]) if told["again"] else None
        return replace(
            old, clauses=tuple(clauses), action=action.name if action else "", values=values, again_days=again, per_day=told["per_day"]
        )

    def filled(self, prefix: str, fields: Sequence[Field], before: Mapping[str, Any]) -> dict[str, Any]:
        """The values of some gaps. What the page did not show stays as it was, since an action may be chosen before its gaps are there; an empty number is the usual one."""
        found = {}
        for gap in fields:
            name = f"{prefix}_{gap.name}"
            value = self.cleaned_data[name] if name in self.data else before.get(gap.name, gap.default)
            found[gap.name] = gap.default if gap.is_number and value is None else value
        return found
