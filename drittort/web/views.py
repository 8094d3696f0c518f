"""Drawn faces and signs, and the living style guide."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from drittort.web.charts import Line, plot, ticks
from drittort.web.colours import HUES, accent
from drittort.web.icons import SIZES, drawn
from drittort.web.navigation import Room
from drittort.web.portraits import mark_svg, portrait_svg

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
A_YEAR = "public, max-age=31536000, immutable"
SPECIMENS = {
    "care": "Jetzt kümmern",
    "introduction": "Eine Vorstellung",
    "people": "Menschen",
    "report": "Bericht",
    "sign-in": "Anmelden",
    "landing": "Haustür",
    "map": "Karte",
}
# Pages of people who are not signed in: no navigation.
BLANK = {"sign-in", "landing"}
ERRORS = {"400", "403", "404", "500"}


def _open(view: View) -> View:
    """Reachable without sign-in: nothing here belongs to anybody. The scope reads this mark; its own decorator lies on a higher floor."""
    view.is_open = True  # type: ignore[attr-defined]
    return view


@_open
@require_safe
def portrait(request: HttpRequest, seed: str) -> HttpResponse:
    """The face for a seed, for ever the same, so kept for a year."""
    return _drawing(request, portrait_svg, seed)


@_open
@require_safe
def plate(request: HttpRequest, seed: str) -> HttpResponse:
    """The sign for a seed."""
    return _drawing(request, mark_svg, seed)


@_open
@require_safe
def colours(request: HttpRequest, hue: int) -> HttpResponse:
    """The stylesheet of a hue, for ever the same, so kept for a year."""
    if hue not in HUES:
        raise Http404(hue)
    return HttpResponse(accent(hue).css, content_type="text/css", headers={"Cache-Control": A_YEAR})


@_open
@require_safe
def sign(request: HttpRequest, hue: int, purpose: str, size: int) -> HttpResponse:
    """The drawn sign of a hue for start screens, for ever the same, so kept for a year."""
    if hue not in HUES or size not in SIZES or purpose not in ("any", "maskable"):
        raise Http404(hue)
    return HttpResponse(drawn(hue, size, cut=purpose == "maskable"), content_type="image/png", headers={"Cache-Control": A_YEAR})


def _drawing(request: HttpRequest, draw: Callable[[str], str], seed: str) -> HttpResponse:
    """A drawing, packed where the browser takes it so: a page of people asks for many at once."""
    headers = {"Cache-Control": A_YEAR, "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(draw(seed), content_type="image/svg+xml", headers=headers)
    return HttpResponse(_packed(draw, seed), content_type="image/svg+xml", headers={**headers, "Content-Encoding": "gzip"})


@lru_cache(maxsize=1024)
def _packed(draw: Callable[[str], str], seed: str) -> bytes:
    return gzip.compress(draw(seed).encode(), 6, mtime=0)


class SampleForm(forms.Form):
    """Every kind of control, for the style guide."""

    name = forms.CharField(label="Name", max_length=80)
    line = forms.CharField(label="Ein Satz über dich", help_text="So liest man dich im Haus: „Ich mache …“", required=False)
    email = forms.EmailField(label="E-Mail", help_text="Nur das Haus sieht sie.")
    about = forms.CharField(label="Frag mich nach …", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    place = forms.ChoiceField(label="Wo bist du meistens?", choices=[("hof", "Hinterhaus"), ("kai", "Haus am Kai")])
    rhythm = forms.ChoiceField(
        label="Wie oft dürfen wir dich vorstellen?",
        choices=[("2w", "Alle zwei Wochen"), ("m", "Einmal im Monat"), ("n", "Zurzeit nicht")],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label="An welchen Tagen bist du hier?",
        choices=[("mo", "Montag"), ("di", "Dienstag"), ("mi", "Mittwoch")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(
        label="Ich möchte anderen vorgestellt werden.", help_text="Aus, bis du es erlaubst. Jederzeit widerrufbar.", required=False
    )


SAMPLE_ANSWERS = {
    "filled-name": "",
    "filled-line": "Ich baue Möbel aus Abbruchholz.",
    "filled-email": "mira@",
    "filled-place": "kai",
    "filled-rhythm": "m",
    "filled-agreed": "on",
}


def _frame(current: str) -> dict[str, Any]:
    items = [
        ("care", "Kümmern", "care"),
        ("introduction", "Vorstellungen", "talk"),
        ("people", "Menschen", "people"),
        ("map", "Karte", "map"),
        ("report", "Bericht", "report"),
    ]
    return {
        "house": "Hafenwerk",
        "home": "/-/style/",
        "items": tuple(Room(f"/-/style/{u}/", label, i, u == current, counts=u if u == "care" else "") for u, label, i in items),
        "waiting": 3,
        "person": {"name": "Mira Okonkwo", "portrait": "mira-o"},
    }


SAMPLE = {
    "tabs": [
        {"url": "#tabs", "label": "Offen", "current": True, "number": 5},
        {"url": "#tabs", "label": "Vorgestellt", "number": 12},
        {"url": "#tabs", "label": "Getroffen", "number": 31},
    ],
    "people_tabs": [
        {"url": "#", "label": "Alle", "current": True, "number": 138},
        {"url": "#", "label": "Heute da", "number": 31},
        {"url": "#", "label": "Neu", "number": 6},
        {"url": "#", "label": "Firmen", "number": 61},
    ],
    "arcade": [
        "amira-haddad",
        "p3",
        "jonas-brandt",
        "p20",
        "p12",
        "p18",
        "lena-vogt",
        "p16",
        "p7",
        "p10",
        "p26",
        "p14",
        "tarek-y",
        "grace-m",
        "p34",
    ],
    "crumbs": [("/-/style/", "Hafenwerk"), ("/-/style/people/", "Menschen")],
    "seeds": ["ada", "ben", "cem", "dilan", "ewa", "femi"],
    "faces": [f"p{n}" for n in range(24)],
    "plates": [f"m{n}" for n in range(12)],
    "rising": [3.1, 3.3, 3.2, 3.6, 3.9, 3.8, 4.2, 4.6, 4.7, 5.2, 5.4, 5.8],
    "falling": [21, 20, 20.5, 19, 16, 15.5, 15, 13, 12, 11, 9, 8],
    "level": [0.41, 0.4, 0.42, 0.41, 0.43, 0.42, 0.41, 0.42, 0.43, 0.42, 0.42, 0.43],
    "broken": [None, None, 61, 63, 60, None, 66, 68, 71, 70, 74, 76],
    "plot": plot(
        [
            Line(
                "Über Firmen hinweg",
                [(0, 0.3), (1, 0.33), (2, 0.38), (3, 0.36), (4, 0.44), (5, 0.48)],
                [(0, 0.26, 0.4), (1, 0.27, 0.4), (2, 0.28, 0.41), (3, 0.28, 0.4), (4, 0.29, 0.41), (5, 0.29, 0.4)],
            ),
            Line("Über Branchen hinweg", [(0, 0.2), (1, 0.21), (2, 0.19), (3, 0.2), (4, 0.22), (5, 0.2)]),
        ],
        [(0, "Juni"), (2, "Aug."), (5, "Nov.")],
        [(value, f"{value * 100:.0f}\u00a0%") for value in ticks(0, 0.5)],
    ),
    "bars": [
        {"label": "Gleiche Firma", "value": 118, "text": "118"},
        {"label": "Gleiche Branche", "value": 74, "text": "74", "kind": "second"},
        {"label": "Über Branchen hinweg", "value": 203, "text": "203"},
        {"label": "Zwischen den Häusern", "value": 31, "text": "31", "kind": "band"},
    ],
    "swatches": [
        "paper",
        "paper-raised",
        "paper-sunken",
        "line",
        "edge",
        "chip",
        "ink",
        "ink-soft",
        "door",
        "door-soft",
        "door-fill",
        "lamp",
        "lamp-soft",
        "brick",
        "slate",
        "plum",
    ],
    "icons": [
        "add",
        "bell",
        "calendar",
        "care",
        "check",
        "close",
        "coffee",
        "company",
        "copy",
        "door",
        "down",
        "download",
        "edit",
        "error",
        "go",
        "help",
        "here",
        "house",
        "idea",
        "info",
        "keep",
        "key",
        "language",
        "later",
        "leave",
        "mail",
        "map",
        "market",
        "more",
        "new",
        "next",
        "people",
        "person",
        "place",
        "previous",
        "print",
        "private",
        "question",
        "plan",
        "report",
        "search",
        "see",
        "send",
        "settings",
        "steady",
        "success",
        "swap",
        "talk",
        "theme",
        "undo",
        "up",
        "warn",
    ],
}


@_open
@require_safe
@csp_update({"style-src": [SELF, UNSAFE_INLINE]})
def mail(request: HttpRequest) -> HttpResponse:
    """The mail template: programs that read mail know only inline styles, so this one page allows them."""
    context = {"address": "", "unsubscribe": "/-/style/mail/", "language": "de", "house": "Hafenwerk"}
    return render(request, "web/specimens/mail.html", context)


FIGURES = (("Monat", "Menschen", "Verbindungen"), (("November", "118", "402"), ("Oktober", "114", "377")))


@_open
@require_safe
@override("de")
def style(request: HttpRequest, name: str = "") -> HttpResponse:
    """The style guide, or one of its pages made from sample data. Its words are German, whatever the reader's language."""
    context: dict[str, Any] = {"frame": _frame(name), "specimens": SPECIMENS, "sample": SAMPLE}
    if name in ERRORS:
        return render(request, f"{name}.html", {**context, "status": int(name), "reason": ""})
    if not name:
        filled = SampleForm(SAMPLE_ANSWERS, prefix="filled")
        context |= {"form": SampleForm(), "wrong": filled, "title": _("Style guide"), "figures": FIGURES}
        return render(request, "web/styleguide.html", context)
    if name not in SPECIMENS:
        raise Http404(name)
    if name in BLANK:
        context["frame"] = {"house": "", "home": "/-/style/", "items": (), "person": None}
    return render(request, f"web/specimens/{name.replace('-', '_')}.html", context)
