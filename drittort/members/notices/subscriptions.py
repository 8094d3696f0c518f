"""Browsers that show notices: switched on, switched off, and reached by the worker."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.addresses import address as path_to
from drittort.core.errors import Invalid
from drittort.core.jobs.queue import enqueue
from drittort.members.models import Member
from drittort.members.notices import push, queries
from drittort.members.notices.models import Notice, PushSubscription

MOST = 10
TRY = "members.notices.try_push"


def switch_on(*, actor: Member, endpoint: str, p256dh: str, auth: str, browser: str, at: datetime) -> PushSubscription:
    """Let a browser show notices; twice is once, with the newest keys. Raises Invalid for an address or keys that are none, and for an eleventh browser."""
    push.endpoint_of(endpoint)
    push.check_keys(p256dh, auth)
    mine = PushSubscription.objects.filter(member=actor)
    if mine.exclude(endpoint=endpoint).count() >= MOST:
        raise Invalid(_("That would be the eleventh browser. Please switch one of them off first."))
    # A browser belongs to whoever switched it on last, in each house.
    PushSubscription.objects.filter(endpoint=endpoint, member__space_id=actor.space_id).exclude(member=actor).delete()
    row, _new = PushSubscription.objects.update_or_create(
        member=actor, endpoint=endpoint, defaults={"p256dh": p256dh, "auth": auth, "browser": browser[:80], "created_at": at}
    )
    return row


def switch_off(*, actor: Member, subscription_id: int) -> None:
    """Forget a browser of the actor; of nobody else's."""
    PushSubscription.objects.filter(member=actor, pk=subscription_id).delete()


def send(payload: dict[str, Any], at: datetime) -> None:
    """The job: show one notice in one browser, unless it was read meanwhile. A browser that is gone is forgotten; a service that is away is asked again."""
    row = PushSubscription.objects.select_related("member__space").filter(pk=payload["subscription"], member__left_on=None).first()
    notice = Notice.objects.filter(pk=payload["notice"], seen_at=None).first()
    if row is None or notice is None or notice.member_id != row.member_id:
        return
    member, many = row.member, int(payload["many"])
    with translation.override(member.language):
        text = queries.sentences([notice], member.space_id)[notice.pk].text
        more = ngettext("and %(n)s more thing", "and %(n)s more things", many - 1) % {"n": many - 1} if many > 1 else ""
    path = path_to("members:open_notice", member.space.slug, notice.pk) if many == 1 else path_to("members:notices", member.space.slug)
    message = {"title": member.space.name, "body": f"{text[:400]} {more}".strip(), "path": path, "tag": notice.thread}
    show(row, message, topic=f"{member.pk}:{notice.thread}", at=at)


def ask_try(*, actor: Member, subscription_id: int, at: datetime) -> bool:
    """Let one of the actor's browsers show something, to see whether it gets through; once a minute. Returns whether there is such a browser."""
    if not PushSubscription.objects.filter(member=actor, pk=subscription_id).exists():
        return False
    key = f"push-try:{subscription_id}:{int(at.timestamp() // 60)}"
    enqueue(TRY, {"subscription": subscription_id}, at=at, space_id=actor.space_id, key=key)
    return True


def send_try(payload: dict[str, Any], at: datetime) -> None:
    """The job: show that push works. It was asked for a moment ago, so it knows no quiet hours."""
    row = PushSubscription.objects.select_related("member__space").filter(pk=payload["subscription"], member__left_on=None).first()
    if row is None:
        return
    with translation.override(row.member.language):
        body = _("It works. This is how the house tells you something.")
    path = path_to("members:notice_wishes", row.member.space.slug)
    show(row, {"title": row.member.space.name, "body": body, "path": path, "tag": "try"}, topic=f"{row.member_id}:try", at=at)


def show(row: PushSubscription, message: dict[str, Any], *, topic: str, at: datetime) -> None:
    """Hand a message to one browser. One that is gone is forgotten. Raises OSError where its service is away."""
    try:
        status = push.deliver(
            address=row.endpoint,
            p256dh=row.p256dh,
            auth=row.auth,
            message=message,
            topic=hashlib.sha256(topic.encode()).hexdigest()[:32],
            at=at,
        )
    except Invalid:
        status = push.GONE[0]
    if status in push.GONE:
        row.delete()
        return
    if not 200 <= status < 300:
        raise OSError(f"the push service answers {status}")
    PushSubscription.objects.filter(pk=row.pk).update(used_at=at)
