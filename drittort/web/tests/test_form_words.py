"""What forms say when something is wrong is the house's German."""

from __future__ import annotations

import pytest
from django import forms
from django.utils import translation

from drittort.web.form_words import SAID

FIELDS = [
    forms.CharField, forms.EmailField, forms.URLField, forms.DateField, forms.TimeField, forms.IntegerField, forms.DecimalField,
    forms.ChoiceField, forms.TypedChoiceField, forms.MultipleChoiceField, forms.FileField, forms.ImageField,
]  # fmt: skip


class OneForm(forms.Form):
    word = forms.CharField(max_length=5)
    mail = forms.EmailField()
    day = forms.ChoiceField(choices=[("mo", "Montag")])


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.__name__)
def test_every_field_in_use_speaks_with_our_words(field: type[forms.Field]) -> None:
    kinds = ("required", "invalid", "invalid_choice", "missing", "empty", "invalid_image")
    with translation.override("en"):
        said = {str(word) for base in field.__mro__ for kind, word in getattr(base, "default_error_messages", {}).items() if kind in kinds}
        assert said - {"Enter a list of values."} <= {str(one) for one in SAID}


def test_they_say_du_and_what_is_wrong() -> None:
    with translation.override("de"):
        form = OneForm({"word": "Zwirnhaus", "mail": "mara@", "day": "so"})
        assert form.errors == {
            "word": ["Höchstens 5 Zeichen; es sind 9."],
            "mail": ["Das sieht nicht nach einer E-Mail-Adresse aus."],
            "day": ["„so“ steht nicht zur Wahl."],
        }
        assert OneForm({}).errors["word"] == ["Hier fehlt noch etwas."]
