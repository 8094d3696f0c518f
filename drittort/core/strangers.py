"""Forms that anybody may send. They carry no cookie and no puzzle: a field that only machines fill, and a signed moment at which the form was opened.

Brakes by address and connection are kept by whoever receives what was written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

QUICKEST = timedelta(seconds=3)
SLOWEST = timedelta(hours=24)
OPENED = "drittort.form"


def speaking(request: Any, language: str, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of a page for strangers in the language that its form or link names, whatever the browser prefers."""
    with translation.override(language):
        request.LANGUAGE_CODE = language
        response = answer()
        response["Content-Language"] = language
        return response


def opened(at: datetime) -> str:
    """The signed moment at which a form was opened."""
    return signing.dumps(round(at.timestamp(), 3), salt=OPENED, compress=False)


class GuardedForm(forms.Form):
    """A form for strangers. Its template has the field `website`, which no human sees; its answer keeps the language in which it was opened."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, at: datetime, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, initial={**(initial or {}), "opened": opened(at), "language": get_language() or "de"}, **kwargs)
        self.at = at
        if self.is_bound and self.data.get("language") not in dict(settings.LANGUAGES):
            self._put("language", get_language() or "de")

    def _put(self, name: str, value: str) -> None:
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[name] = value  # type: ignore[index]

    @property
    def is_machine(self) -> bool:
        """Whether the field was filled that no human sees."""
        return bool(self.data.get("website"))

    def clean(self) -> dict[str, Any]:
        """Refuse what came quicker than a human writes, or from a page that lay open since yesterday."""
        told = super().clean() or {}
        try:
            since = self.at - datetime.fromtimestamp(float(signing.loads(told.pop("opened", ""), salt=OPENED)), tz=self.at.tzinfo)
        except (signing.BadSignature, ValueError, TypeError):
            since = SLOWEST
        if since < QUICKEST:
            raise forms.ValidationError(_("That was quick. Please press the button once more."))
        if since >= SLOWEST:
            self._put("opened", opened(self.at))
            raise forms.ValidationError(_("This page was open for very long. Please press the button once more."))
        return told
