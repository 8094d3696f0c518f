"""Giving a consent and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid
from drittort.members.models import Consent, Member

GIVEN, REVOKED = "consent.given", "consent.revoked"


def give_consent(*, actor: Member, kind: str, at: datetime) -> None:
    """Say yes from now on. Nothing that lies before counts."""
    if kind not in Consent.Kind.values:
        raise Invalid
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        _row, new = Consent.objects.get_or_create(member=actor, kind=kind, revoked_at=None, defaults={"given_at": at})
        if new:
            ledger.record(
                space_id=actor.space_id,
                at=at,
                kind=GIVEN,
                actor_id=actor.pk,
                subject_id=actor.pk,
                audience=ledger.only(actor.pk),
                facts={"consent": kind},
            )


def revoke_consent(*, actor: Member, kind: str, at: datetime) -> None:
    """Take it back; the modules that hold something because of it delete it."""
    with transaction.atomic():
        if Consent.objects.filter(member=actor, kind=kind, revoked_at=None).update(revoked_at=at):
            ledger.record(
                space_id=actor.space_id,
                at=at,
                kind=REVOKED,
                actor_id=actor.pk,
                subject_id=actor.pk,
                audience=ledger.only(actor.pk),
                facts={"consent": kind},
            )


def standing(member: Member) -> set[str]:
    """The kinds to which a member's yes stands."""
    return set(Consent.objects.filter(member=member, revoked_at=None).values_list("kind", flat=True))
