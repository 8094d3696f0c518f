"""Input of the photo page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from drittort.core.files.pictures import Crop

SLIDER = forms.NumberInput(attrs={"type": "range"})


class CropForm(forms.Form):
    """Which part is shown, in per cent, and how near."""

    x = forms.IntegerField(label=_("Left to right"), min_value=0, max_value=100, initial=50, required=False, widget=SLIDER)
    y = forms.IntegerField(label=_("Top to bottom"), min_value=0, max_value=100, initial=42, required=False, widget=SLIDER)
    zoom = forms.IntegerField(label=_("Nearer, in per cent"), min_value=100, max_value=400, initial=100, required=False, widget=SLIDER)

    def crop(self) -> Crop:
        """The part that was wished for; what was left out is as at the beginning."""
        x, y, zoom = (
            self.cleaned_data[name] if self.cleaned_data.get(name) is not None else self.fields[name].initial for name in ("x", "y", "zoom")
        )
        return Crop(x / 100, y / 100, zoom / 100)


class PhotoForm(CropForm):
    """A photo. Whether it is one, the files say."""

    photo = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        help_text=_("JPEG, PNG or WebP, up to 12 MB. Place and camera are removed."),
    )
