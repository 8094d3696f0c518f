"""Input of the market."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.connect.market.actions import Words
from drittort.connect.market.models import Listing

LANGUAGES = [("de", _("German")), ("en", _("English"))]


class ListingForm(forms.Form):
    """One listing. Whether a picture is one, the files say."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Listing.Kind.choices)
    category = forms.ChoiceField(label=_("Where does it belong?"), choices=Listing.Category.choices)
    title = forms.CharField(label=_("Title"), max_length=80, help_text=_("As you would say it at the coffee machine."))
    text = forms.CharField(
        label=_("More about it"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For whom is it good, what is in it, and what not?"),
    )
    price = forms.CharField(
        label=_("Price"), max_length=80, required=False, help_text=_("In your words: “40 € an hour”, “as you like”, “a jar of honey”.")
    )
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)
    picture = forms.FileField(
        label=_("Picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"})
    )

    def words(self) -> Words:
        """What was written, ready for an action."""
        told: dict[str, Any] = self.cleaned_data
        return Words(**{name: told[name].strip() for name in ("kind", "category", "title", "text", "price", "language")})


class NewListingForm(ListingForm):
    """A new listing: also for whom."""

    company = forms.TypedChoiceField(label=_("For whom?"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, companies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if companies:
            self.fields["company"].choices = [("", _("for myself")), *companies]  # type: ignore[attr-defined]
        else:
            del self.fields["company"]


class ChangeForm(ListingForm):
    """Changing a listing: also taking its picture away."""

    drop_picture = forms.BooleanField(label=_("Without the picture"), required=False)

    def __init__(self, *args: Any, pictured: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not pictured:
            del self.fields["drop_picture"]


class LetterForm(forms.Form):
    """A letter to whoever put a listing up."""

    text = forms.CharField(label=_("Your message"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class ReferralForm(forms.Form):
    """Who led one to a listing, and a sentence of thanks."""

    referrer = forms.CharField(label=_("Who told you of it?"), max_length=120, help_text=_("The name, as it stands in the directory."))
    text = forms.CharField(label=_("A sentence of thanks"), max_length=300)
