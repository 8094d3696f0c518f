"""What pages of people show beside a person."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from drittort.members.people.ways import WAYS
from drittort.web.templatetags.ui import link_button

register = template.Library()


@register.simple_tag(takes_context=True)
def ways_to(context: Any, person_id: int, name: str = "", kind: str = "quiet") -> SafeString:
    """Buttons for what the reader can do with somebody else; none for oneself. Costs no query. `name` tells screen readers with whom."""
    request = context["request"]
    if person_id == request.member.pk or not WAYS:
        return mark_safe("")
    buttons = []
    for way in WAYS.values():
        said = f"{way.label}: {name}" if name else None
        buttons.append((link_button(way.label, way.address(request.space.slug, person_id), kind, way.icon, aria_label=said),))
    return format_html('<p class="actions ways">{}</p>', format_html_join("", "{}", buttons))
