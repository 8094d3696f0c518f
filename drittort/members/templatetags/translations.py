"""The button under what somebody wrote in another language."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import template

from drittort.members.translations.queries import offered

register = template.Library()


@register.inclusion_tag("members/translations/_offer.html", takes_context=True)
def translation(context: Any, kind: str, number: int, language: str, writers: int | Collection[int] | None) -> dict[str, Any]:
    """Offers "kind:number" in the reader's language, where it is in another one, the house has a service and its writers allow it. Costs two queries then, else none."""
    request = context["request"]
    whose: Collection[int | None] = writers if isinstance(writers, Collection) else (writers,)
    if not offered(request.member, language, whose):
        return {"subject": ""}
    return {"subject": f"{kind}:{number}", "request": request}
