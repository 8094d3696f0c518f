"""Mail when somebody else changed a profile."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from drittort.core.ledger import reaction
from drittort.core.mail.outbox import post
from drittort.core.models import LedgerRow
from drittort.members.models import Member, ProfileField
from drittort.members.profiles.actions import CHANGED
from drittort.members.profiles.queries import label_of

CATEGORY = "profile"


def own_words() -> dict[str, str]:
    """The parts of a profile that are no field of the house."""
    return {
        "name": _("name"), "line": _("the line about you"), "offer": _("what you offer"), "seek": _("what you look for"), "days": _("your days"),
        "location": _("your place"), "languages": _("your languages"), "meets_online": _("meeting online"), "rhythm": _("how often you are introduced"),
        "values": _("what counts for you"),
    }  # fmt: skip


@reaction(CHANGED, name="members.profiles.tell_owner")
def tell_owner(row: LedgerRow, at: datetime) -> None:
    """Tell a person what somebody else changed in their profile; at once, whatever the hour: it is about them."""
    member = Member.objects.select_related("space", "account").filter(pk=row.subject_id or 0, left_on=None).first()
    actor = Member.objects.filter(pk=row.actor_id or 0).first()
    if member is None or member.account is None or actor is None or actor.pk == member.pk:
        return
    with translation.override(member.language):
        known = own_words()
        asked = {
            field.pk: label_of(field)
            for field in ProfileField.objects.filter(pk__in=[f for f in row.facts["fields"] if isinstance(f, int)])
        }
        changed = [asked.get(one) or known.get(one) or str(one) for one in row.facts["fields"]]
    post(
        key=f"profile:{row.pk}",
        at=at,
        template="members/profiles/mail/changed",
        context={
            "actor": actor.name,
            "house": member.space.name,
            "changed": changed,
            "url": f"{settings.ADDRESS}{reverse('members:edit_profile', args=[member.space.slug])}",
        },
        to=member.account.email,
        to_member_id=member.pk,
        language=member.language,
        category=CATEGORY,
        space_id=member.space_id,
    )
