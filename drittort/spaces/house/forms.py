"""Input of the pages on which a house is set up."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drittort.spaces.models import RESERVED, SLUG, Space
from drittort.spaces.settings import ALL, setting
from drittort.web import colours

NEAR = ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich")
LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
GOOD_HUES: tuple[tuple[int, Any], ...] = (
    (colours.BASE, _("Door green")),
    (200, _("Lake")),
    (255, _("Harbour blue")),
    (305, _("Lilac")),
    (350, _("Beetroot")),
    (30, _("Brick")),
    (65, _("Ochre")),
    (125, _("Moss")),
)


@lru_cache(maxsize=1)
def zones() -> list[tuple[str, str]]:
    """Time zones of places, the near ones first."""
    rest = sorted(
        z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/")) and z not in NEAR
    )
    return [(zone, zone.replace("_", " ")) for zone in (*NEAR, *rest)]


def address_word(name: str) -> str:
    """The address that a name proposes: small letters and hyphens, and nothing that belongs to the site itself."""
    word = slugify(name.translate(LETTERS))[:50].strip("-")
    return f"haus-{word}" if word in RESERVED else word


class HouseForm(forms.Form):
    """Name, address, language and time zone. An address left empty is proposed from the name."""

    name = forms.CharField(label=_("What is the house called?"), max_length=100)
    slug = forms.CharField(
        label=_("Its word in addresses"),
        max_length=50,
        required=False,
        validators=[SLUG],
        help_text=_("Small letters, digits and hyphens, as in …/lagerhaus/. Left empty, it is made from the name."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the house"),
        choices=settings.LANGUAGES,
        help_text=_("Everybody reads the pages in their own language; this one is for what the house itself says."),
    )
    timezone = forms.ChoiceField(label=_("Time zone"), choices=zones)

    def __init__(self, data: Any = None, *, space: Space | None = None, with_slug: bool = True, **more: Any) -> None:
        first = {"language": "de", "timezone": NEAR[0]} if space is None else {
            "name": space.name, "slug": space.slug, "language": space.language, "timezone": space.timezone,
        }  # fmt: skip
        super().__init__(data, initial={**first, **more.pop("initial", {})}, **more)
        if not with_slug:
            del self.fields["slug"]

    def clean(self) -> dict[str, Any]:
        """Propose an address where none was written."""
        told = super().clean() or {}
        if "slug" in self.fields and "slug" not in self.errors and not told.get("slug"):
            told["slug"] = address_word(told.get("name", ""))
            if not told["slug"] and "name" not in self.errors:
                self.add_error("slug", gettext("No address can be made from this name. Please write one."))
        return told


class ColourForm(forms.Form):
    """One of a few good hues, or one's own colour, of which the hue is taken."""

    hue = forms.ChoiceField(label=_("Colour of the house"), widget=forms.RadioSelect)
    free = forms.CharField(label=_("Your own colour"), required=False, widget=forms.TextInput(attrs={"type": "color"}))

    def __init__(self, data: Any = None, *, hue: int | None = None) -> None:
        held = colours.BASE if hue is None else hue
        known = held in {number for number, _word in GOOD_HUES}
        shown = colours.to_hex(colours.accent(held).light["door"])
        super().__init__(data, initial={"hue": str(held) if known else "own", "free": shown})
        self.fields["hue"].choices = [*((str(number), word) for number, word in GOOD_HUES), ("own", _("Our own"))]  # type: ignore[attr-defined]
        self.taken: colours.Taken | None = None

    def clean(self) -> dict[str, Any]:
        """The hue; a grey has none and is refused."""
        told = super().clean() or {}
        if told.get("hue") == "own":
            try:
                self.taken = colours.take(str(told.get("free", "")).lower())
            except ValueError:
                self.add_error(
                    "free", gettext("This is a grey, and a grey door is no colour to find home by. Choose one with more colour in it.")
                )
            else:
                told["hue"] = self.taken.hue
        elif "hue" in told:
            told["hue"] = int(told["hue"])
        return told

    @property
    def doors(self) -> list[tuple[str, Any, str, str, bool]]:
        """The choices with their colours by day and by evening: value, word, day, evening, chosen."""
        chosen = str(self["hue"].value())
        return [
            (str(number), word, colours.to_hex(colours.accent(number).light["door-fill"]), colours.to_hex(colours.accent(number).dark["door"]), chosen == str(number))
            for number, word in GOOD_HUES
        ]  # fmt: skip


class SettingsForm(forms.Form):
    """The dozen settings."""

    def __init__(self, data: Any = None, *, space: Space) -> None:
        super().__init__(data, initial={one.name: setting(space, one.name) for one in ALL})
        for one in ALL:
            if isinstance(one.default, bool):
                self.fields[one.name] = forms.BooleanField(label=one.label, help_text=one.help, required=False)
            else:
                self.fields[one.name] = forms.IntegerField(label=one.label, help_text=one.help, min_value=one.least, max_value=one.most)
