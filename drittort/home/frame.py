"""The frame around every page: name of the house, navigation, who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drittort.spaces.roles import cares


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page. Only counts that the page has anyway: no query of its own."""
    space, member = getattr(request, "space", None), getattr(request, "member", None)
    if space is None or member is None:
        return {"frame": {"house": "", "home": "/", "items": [], "person": None}}
    path = request.path

    def item(name: str, label: str) -> dict[str, Any]:
        url = reverse(name, args=[space.slug])
        return {"url": url, "label": label, "current": path.startswith(url) if name != "home:today" else path == url}

    items = [item("home:today", pgettext("navigation", "Today"))]
    if cares(member.role):
        items.append(item("home:care", _("Needs care")))
    items += [
        item("connect:introductions", _("Introductions")),
        item("connect:needs", _("Wanted")),
        item("members:people", _("People")),
        item("network:map", _("Map")),
    ]
    if cares(member.role):
        items.append(item("network:report", _("Report")))
    return {"frame": {"house": space.name, "home": items[0]["url"], "items": items, "person": member}}
