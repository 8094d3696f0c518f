"""The letter that follows when somebody asked to be erased: with the day, and a link that takes it back."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from drittort.core import ledger, notices
from drittort.core.addresses import address
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told
from drittort.members.models import Member
from drittort.members.my_data import rules, words
from drittort.members.notices.actions import tell

LETTER = "members/my_data/mail/erasure"


@ledger.reaction(rules.ASKED, name="members.my_data.tell")
def tell_asked(row: LedgerRow, at: datetime) -> None:
    """Tell the person, who may be somebody else than the one who asked."""
    member = Member.objects.select_related("space").filter(pk=row.subject_id or 0).exclude(erase_at=None).first()
    if member is not None:
        tell(
            member=member, category=rules.CATEGORY, thread="my_data", key=f"erasure:{row.pk}", at=at, text="my_data.erasure",
            path=address("members:my_data", member.space.slug), mail=LETTER,
        )  # fmt: skip


@notices.composer(LETTER)
def compose(told: Told) -> Letter | None:
    """The letter, unless it was taken back meanwhile."""
    member = Member.objects.select_related("space").filter(pk=told.reader).exclude(erase_at=None).first()
    if member is None or member.erase_at is None:
        return None
    return Letter(
        {
            "name": member.name,
            "when": words.moment(member.erase_at, member.space.zone),
            "keeps": member.erase_keeps,
            "url": f"{settings.ADDRESS}{reverse('members:stay_by_link', args=[rules.token(member)])}",
            "backups": rules.backups_kept(),
        }
    )
