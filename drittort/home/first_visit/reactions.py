"""The letter about the one next step."""

from __future__ import annotations

from django.conf import settings

from drittort.core.notices import Letter, Told, composer
from drittort.home.first_visit import queries, rules
from drittort.members.models import Member
from drittort.members.people.words import first_name

CATEGORY = "first_steps"
LETTER = "home/first_visit/mail/step"


@composer(LETTER)
def step_letter(told: Told) -> Letter | None:
    """The step that is open now, which may be another one than this morning; no letter when none is."""
    member = Member.objects.here().select_related("space").filter(pk=told.reader).first()
    if member is None:
        return None
    held = queries.first_steps(member, told.at)
    if held is None or held.open is None:
        return None
    step = held.open
    return Letter(
        {
            "first_name": first_name(member.name),
            "title": str(step.title),
            "text": str(step.why),
            "label": str(step.label),
            "url": f"{settings.ADDRESS}{step.path}",
            "last": told.facts[-1]["day"] == rules.NUDGES[-1],
        }
    )
