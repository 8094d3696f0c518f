"""The three rooms of influence as the head of their pages shows them: ideas, decisions, and what came of both."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from drittort.core.addresses import address


def rooms(slug: str, current: str) -> list[dict[str, Any]]:
    """The ways between them."""
    names = (("inspire:ideas", _("Ideas")), ("inspire:decisions", _("Decisions")), ("inspire:influence", _("What we changed")))
    return [{"url": address(name, slug), "label": label, "current": name == current} for name, label in names]
