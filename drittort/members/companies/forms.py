"""Input about companies."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.members.companies import industries

# The answer goes into the list of words beside the field; without a script the page of industries does the same.
TYPE_AHEAD = {"hx-trigger": "input changed delay:250ms", "hx-swap": "innerHTML", "hx-push-url": "false"}


class CompanyForm(forms.Form):
    """Name, line and industry."""

    name = forms.CharField(label=_("Name of the company"), max_length=120)
    line = forms.CharField(label=_("What it does, in one line"), max_length=200, required=False)
    industry = forms.CharField(
        label=_("Industry"), max_length=120, required=False, help_text=_("Begin a word in German or English, or write the number of the class."),
        widget=forms.TextInput(attrs={"list": "industries", "autocomplete": "off", **TYPE_AHEAD, "hx-get": "../../../industries/", "hx-target": "#industries"}),
    )  # fmt: skip

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


class ShowcaseForm(forms.Form):
    """One piece of work."""

    title = forms.CharField(label=_("Title"), max_length=80)
    text = forms.CharField(label=_("What it is"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    link = forms.URLField(label=_("Link"), max_length=300, required=False, assume_scheme="https")
    picture = forms.FileField(
        label=_("Picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"})
    )
