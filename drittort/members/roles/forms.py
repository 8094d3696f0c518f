"""Input of the pages of roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.spaces.roles import PERMISSIONS


class GrantForm(forms.Form):
    """A role for somebody."""

    role = forms.TypedChoiceField(label=_("Role"), coerce=int)
    until = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("The last day. Empty: until it is ended."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(label=_("Why"), required=False, max_length=300, help_text=_("Read by the person and by those who give roles."))

    def __init__(self, *args: Any, roles: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """What a role is called and what it allows."""

    name_de = forms.CharField(label=_("Name in German"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=60)
    may = forms.MultipleChoiceField(label=_("What the role may do"), required=False, widget=forms.CheckboxSelectMultiple)
    by_trust = forms.BooleanField(label=_("Members may give it by their trust"), required=False)

    def __init__(self, *args: Any, fresh: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["may"].choices = [(name, one.label) for name, one in sorted(PERMISSIONS.items())]  # type: ignore[attr-defined]
        if fresh:
            del self.fields["may"], self.fields["by_trust"]
