"""What people are told of the agreements: an answer to their proposal, a new version, a look that is due."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from drittort.core.addresses import address
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told, composer
from drittort.joining.agreements.actions import ADOPTED, DECLINED
from drittort.joining.agreements.models import AgreementProposal
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.spaces.agreements.actions import PUBLISHED
from drittort.spaces.agreements.models import AgreementVersion
from drittort.spaces.agreements.queries import latest

CATEGORY, NEWS = "agreements", "agreements_news"
ANSWERED, REVIEW = "joining/agreements/mail/answered", "joining/agreements/mail/review"


def thread(version_id: int) -> str:
    """The thread of notices about one version."""
    return f"agreements:{version_id}"


@reaction(ADOPTED, DECLINED, name="joining.agreements.tell_proposer")
def tell_proposer(row: LedgerRow, at: datetime) -> None:
    """Tell what became of the proposal, with the reason; not whoever answered their own."""
    found = AgreementProposal.objects.select_related("space", "member__space").filter(pk=row.subject_id or 0).first()
    if found is None or found.answered_by_id == found.member_id:
        return
    tell(
        member=found.member,
        category=CATEGORY,
        thread=f"agreement-proposal:{found.pk}",
        key=f"agreement-proposal:{found.pk}:answered",
        at=at,
        text="proposal.adopted" if found.adopted_at is not None else "proposal.declined",
        context={"proposal": found.pk},
        path=f"{address('joining:agreements', found.space.slug)}#proposal-{found.pk}",
        mail=ANSWERED,
    )


@composer(ANSWERED)
def answer_letter(told: Told) -> Letter | None:
    """The proposal in its own words, and the reason."""
    found = AgreementProposal.objects.select_related("space").filter(pk=told.facts[-1]["proposal"]).first()
    if found is None:
        return None
    return Letter({"text": found.text, "adopted": found.adopted_at is not None, "answer": found.answer, "url": _url(found.space.slug)})


@reaction(PUBLISHED, name="joining.agreements.tell_of_version")
def tell_of_version(row: LedgerRow, at: datetime) -> None:
    """Everybody learns of a new version, with what else the day brings. Not of the first one, which people read when they come in."""
    version = AgreementVersion.objects.select_related("space").filter(pk=row.subject_id or 0).first()
    if version is None or version.number == 1 or latest(version.space_id) != version:
        return
    people = Member.objects.here().filter(space=version.space).exclude(account=None).exclude(pk=row.actor_id or 0)
    for member in people.order_by("pk"):
        member.space = version.space
        tell(
            member=member, category=NEWS, thread=thread(version.pk), key=f"{thread(version.pk)}:published", at=at, text="agreements.published",
            path=address("joining:agreements", version.space.slug),
        )  # fmt: skip


@composer(REVIEW)
def review_letter(told: Told) -> Letter | None:
    """A while has passed; not where somebody has looked meanwhile."""
    version = AgreementVersion.objects.select_related("space").filter(pk=told.facts[-1]["version"]).first()
    if version is None or latest(version.space_id) != version or version.looked_at.isoformat() != told.facts[-1]["looked_at"]:
        return None
    return Letter({"url": _url(version.space.slug)})


def _url(slug: str) -> str:
    return f"{settings.ADDRESS}{address('joining:agreements', slug)}"
