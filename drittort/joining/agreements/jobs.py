"""Reminds those who publish agreements to look at them again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.addresses import address
from drittort.core.jobs.queue import job
from drittort.joining.agreements.reactions import CATEGORY, REVIEW
from drittort.members.notices.actions import tell
from drittort.members.roles.queries import people_with
from drittort.spaces.agreements.queries import latest, review_on
from drittort.spaces.agreements.rules import PUBLISH
from drittort.spaces.models import Space


@job("joining.agreements.remind", every=timedelta(hours=24))
def remind(payload: dict[str, Any], at: datetime) -> None:
    """One word per review that is due, to each who may publish."""
    for space in Space.objects.filter(is_sample=False, opening__isnull=True):
        version = latest(space.pk)
        if version is None or review_on(space, version.looked_at) > space.day(at):
            continue
        for member in people_with(space, PUBLISH).exclude(account=None).select_related("space"):
            looked = version.looked_at.isoformat()
            tell(
                member=member, category=CATEGORY, thread=f"agreements-review:{version.pk}", key=f"agreements-review:{version.pk}:{looked}", at=at,
                text="agreements.review", context={"version": version.pk, "looked_at": looked}, path=address("joining:agreements", space.slug),
                mail=REVIEW,
            )  # fmt: skip
