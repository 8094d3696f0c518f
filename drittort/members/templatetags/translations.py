"""The button under what somebody wrote in another language."""

from __future__ import annotations

from typing import Any

from django import template

from drittort.members.translations.queries import named, offered

register = template.Library()


@register.inclusion_tag("members/translations/_offer.html", takes_context=True)
def translation(context: Any, kind: str, number: int, language: str, author_id: int | None) -> dict[str, Any]:
    """Offers "kind:number" in the reader's language, where it is in another one, the house has a service and its writer allows it. Costs two queries then, else none."""
    request = context["request"]
    if not offered(request.member, language, author_id):
        return {"subject": ""}
    return {"subject": f"{kind}:{number}", "request": request, "source": named(language)}
