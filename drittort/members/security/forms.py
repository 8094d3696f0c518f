"""Input of the pages about keys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from drittort.members.models import Account

LONGEST = 200


def _advice() -> str:
    return " ".join(str(t) for t in password_validators_help_texts()[:1])


class NewPasswordForm(forms.Form):
    """A new password, asked once: who mistypes it has the link by mail."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=LONGEST,
        help_text=lazy(_advice, str)(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        """As Django's validators want it."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.account)
        return password


class PasskeyForm(forms.Form):
    """The name of a new passkey, and what the browser answered."""

    name = forms.CharField(
        label=_("Name of the passkey"), max_length=60, help_text=_("So that you recognise it later: my phone, the key on my ring.")
    )
    credential = forms.CharField(widget=forms.HiddenInput, required=False)


class CodeForm(forms.Form):
    """A code of the app or from paper."""

    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class AppCodeForm(forms.Form):
    """The first code of a new app."""

    code = forms.CharField(
        label=_("The code that the app shows now"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class OldPasswordForm(forms.Form):
    """The password, to confirm."""

    password = forms.CharField(
        label=_("Your password"), strip=False, max_length=LONGEST, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class EmailForm(forms.Form):
    """The new address."""

    email = forms.EmailField(label=_("New e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def __init__(self, *args: Any, present: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present = present

    def clean_email(self) -> str:
        """Another one than now."""
        email: str = self.cleaned_data["email"]
        if email.lower() == self.present.lower():
            raise forms.ValidationError(_("This is the address that we have already."))
        return email
