"""`{% url %}` as Django has it, but remembered: see drittort.core.addresses."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as djangos
from django.utils.html import conditional_escape

from drittort.core.addresses import address

register = template.Library()


class RememberedURL(URLNode):
    """Looks the address up once for each name and parts."""

    def render(self, context: Context) -> Any:
        """The address, or nothing where it is kept under a name."""
        if self.kwargs:
            return super().render(context)
        path = address(self.view_name.resolve(context), *(part.resolve(context) for part in self.args))
        if self.asvar:
            context[self.asvar] = path
            return ""
        return conditional_escape(path) if context.autoescape else path


@register.tag
def url(parser: Parser, token: Token) -> RememberedURL:
    """The same words as Django's own tag."""
    node = djangos(parser, token)
    return RememberedURL(node.view_name, node.args, node.kwargs, node.asvar)
