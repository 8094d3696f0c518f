"""What pages of people show beside a person."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from drittort.core.spoken import spoken
from drittort.members.people.ways import WAYS
from drittort.web.templatetags.ui import link_button

register = template.Library()
WHERE, WHO = "\x02where\x03", "\x02who\x03"
"""Stand where address and name come: letters that no text holds."""


@register.simple_tag(takes_context=True)
def ways_to(context: Any, person_id: int, name: str = "", kind: str = "quiet") -> SafeString:
    """Buttons for what the reader can do with somebody else; none for oneself. Costs no query. `name` tells screen readers with whom."""
    request = context["request"]
    if person_id == request.member.pk or not WAYS:
        return mark_safe("")
    said, buttons = conditional_escape(name), []
    for way, pieces in zip(WAYS.values(), _buttons(tuple(WAYS), kind, bool(name)), strict=True):
        where = conditional_escape(way.address(request.space.slug, person_id))
        buttons.append(said.join(piece.replace(WHERE, where) for piece in pieces))
    return mark_safe(f'<p class="actions ways">{"".join(buttons)}</p>')


@spoken
def _buttons(ways: tuple[str, ...], kind: str, named: bool) -> tuple[list[str], ...]:
    # A page of people shows the same buttons dozens of times; only the address and the name differ.
    return tuple(
        str(link_button(way.label, WHERE, kind, way.icon, aria_label=f"{way.label}: {WHO}" if named else None)).split(WHO)
        for way in (WAYS[name] for name in ways)
    )
