"""Input about companies."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.members.companies import industries
from drittort.members.skills.forms import WordsField


class CompanyForm(forms.Form):
    """Name, line and industry."""

    name = forms.CharField(label=_("Name of the company"), max_length=120)
    line = forms.CharField(label=_("What it does, in one line"), max_length=200, required=False)
    industry = WordsField(
        words="members:industries",
        label=_("Industry"),
        max_length=160,
        required=False,
        help_text=_("Begin a word in German or English, or write the number of the class."),
    )

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        """The industry in words."""
        found = super().get_initial_for_field(field, field_name)
        return industries.written(str(found)) if field_name == "industry" and found else found

    def clean_industry(self) -> str:
        """The code of the class that was meant. Several possible ones are named."""
        text = self.cleaned_data["industry"].strip()
        if not text:
            return ""
        code = industries.code_of(text)
        if code:
            return code
        near = industries.propose(text, 5)
        if near:
            raise forms.ValidationError(_("Which one is it? %(names)s"), params={"names": " · ".join(one.written for one in near)})
        raise forms.ValidationError(_("This industry is not in the list. Try another word."))
