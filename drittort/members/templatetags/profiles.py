"""Controls of profiles."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from drittort.web.templatetags.ui import field

register = template.Library()


@register.simple_tag(takes_context=True)
def asked(context: Any, bound: BoundField) -> SafeString:
    """A form field; where there are words to take (skills.forms.WordsField) with proposals, and a link to them where no script runs."""
    words = getattr(bound.field, "words", "")
    if not words:
        return field(bound)
    page = reverse(words, args=[context["request"].space.slug])
    side = getattr(bound.field, "side", "")
    return format_html(
        '<type-ahead data-url="{}" data-part="{}" data-label="{}" data-many="{}">{}<a class="field-help" href="{}">{}</a></type-ahead>',
        f"{page}?side={side}" if side else page,
        getattr(bound.field, "part", ""),
        _("Proposals"),
        # The number is put in by the island, one word for each comes from the list itself.
        _("Proposals: %n"),
        field(bound, autocomplete="off"),
        page,
        _("Look up words"),
    )
