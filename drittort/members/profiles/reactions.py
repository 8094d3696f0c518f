"""Who is told when somebody else changed a profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.members.models import Company, Member
from drittort.members.notices.actions import tell
from drittort.members.profiles import queries, rules
from drittort.members.profiles.actions import CHANGED
from drittort.members.profiles.rules import Owner

CATEGORY, PERSON, COMPANY = "profile", "profile.changed", "profile.company_changed"


def own_words() -> dict[str, str]:
    """The parts of a profile that are no field of the house."""
    return {
        "name": _("name"), "line": _("the line about you"), "offer": _("what you offer"), "seek": _("what you look for"), "days": _("your days"),
        "location": _("your place"), "languages": _("your languages"), "meets_online": _("meeting online"), "rhythm": _("how often you are introduced"),
        "values": _("what counts for you"), "industry": _("industry"), "showcase": _("pieces of work"), "people": _("who belongs to it"),
    }  # fmt: skip


def words(many: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What was changed and of which company, in the reader's words. At most two queries for any number of notices."""
    known: dict[Any, str] = {**own_words(), **queries.labels({f for one in many for f in one["fields"] if isinstance(f, int)})}
    names = queries.company_names({one["company"] for one in many if one.get("company")})
    return [
        {
            "what": ", ".join(known.get(f) or _("a question that is asked no more") for f in one["fields"]),
            "company": names.get(one.get("company", 0), ""),
        }
        for one in many
    ]


@reaction(CHANGED, name="members.profiles.tell_owner")
def tell_owner(row: LedgerRow, at: datetime) -> None:
    """Tell a person what somebody else changed in their profile, and those who care for a company's page what was changed there."""
    actor = Member.objects.filter(pk=row.actor_id or 0).first()
    company = Company.objects.filter(pk=row.facts.get("company", 0), space_id=row.space_id).select_related("space").first()
    if actor is None:
        return
    told = (
        rules.people_in(Owner(company=company))
        if company is not None
        else Member.objects.select_related("space").filter(pk=row.subject_id or 0, left_on=None)
    )
    facts = {"who": actor.pk, "fields": row.facts["fields"], **({"company": company.pk} if company else {})}
    for member in told:
        if member.pk == actor.pk:
            continue
        slug = member.space.slug
        tell(
            member=member,
            category=CATEGORY,
            thread=f"profile:company:{company.pk}" if company else f"profile:{member.pk}",
            key=f"profile:{row.pk}:{member.pk}",
            at=at,
            text=COMPANY if company else PERSON,
            path=address("members:company", slug, company.pk) if company else address("members:edit_profile", slug),
            context=facts,
        )
