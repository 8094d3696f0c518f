"""On which field of topics an event is."""

from __future__ import annotations

from drittort.inspire.events.models import Event
from drittort.members.skills.topics import field_of, fields_of, topics_of


def field_in(event: Event) -> str:
    """The field that its title names; else the one of which its text speaks, if it speaks of one alone and more than once. "" for none."""
    named = next((field_of()[topic] for topic in topics_of(event.title, event.language) if topic in field_of()), "")
    if named:
        return named
    topics = topics_of(event.text, event.language)
    held = fields_of(topics)
    return held.pop() if len(topics) > 1 and len(held) == 1 else ""
