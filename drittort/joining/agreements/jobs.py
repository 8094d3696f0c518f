"""Reminds those who publish agreements to look at them again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from drittort.core.jobs.queue import job
from drittort.core.mail.outbox import post
from drittort.joining.agreements.reactions import CATEGORY
from drittort.members.mail_refusals.actions import unsubscribe_url, wants_mail
from drittort.members.models import Member
from drittort.members.quiet_hours import next_mail_moment
from drittort.spaces.agreements.queries import latest, review_on
from drittort.spaces.agreements.rules import may_publish
from drittort.spaces.models import Space


@job("joining.agreements.remind", every=timedelta(hours=24))
def remind(payload: dict[str, Any], at: datetime) -> None:
    """One mail per review that is due, to each who may publish."""
    for space in Space.objects.filter(is_sample=False, opening__isnull=True):
        version = latest(space.pk)
        if version is None or review_on(space, version.looked_at) > space.day(at):
            continue
        for member in Member.objects.filter(space=space).here().exclude(account=None).select_related("account"):
            if member.account is None or not may_publish(member) or not wants_mail(member, CATEGORY):
                continue
            post(
                key=f"agreements-review:{version.pk}:{version.looked_at.isoformat()}:{member.pk}",
                at=at,
                template="joining/agreements/mail/review",
                context={"house": space.name, "url": f"{settings.ADDRESS}{reverse('joining:agreements', args=[space.slug])}"},
                to=member.account.email,
                to_member_id=member.pk,
                language=member.language,
                category=CATEGORY,
                space_id=space.pk,
                unsubscribe=unsubscribe_url(member, CATEGORY),
                not_before=next_mail_moment(space, at),
            )
