"""A mail to oneself, by the same way as all others."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid, require
from drittort.core.mail.outbox import post, sent_lately
from drittort.core.models import Mail
from drittort.spaces.house.rules import Actor, may_change
from drittort.spaces.mailing.rules import BRAKE, CATEGORY, MOST
from drittort.spaces.models import Space


def send_test(*, actor: Actor, to: str, language: str, at: datetime) -> Mail:
    """Put a mail to oneself into the outbox. Raises Invalid when it was asked for too often."""
    require(may_change(actor))
    with transaction.atomic():
        space = Space.objects.get(pk=actor.space_id)
        if sent_lately(to, CATEGORY, since=at - BRAKE) >= MOST:
            raise Invalid(_("That were five in ten minutes. Wait a little, so that the other server does not take you for a nuisance."))
        mail = post(
            key=f"mail-test:{actor.pk}:{at.isoformat()}",
            at=at,
            template="spaces/mailing/mail/test",
            context={"house": space.name},
            to=to,
            to_member_id=actor.pk,
            language=language,
            category=CATEGORY,
            space_id=space.pk,
        )
    if mail is None:
        raise Invalid(_("From this house no mail may leave: it holds public research data."))
    return mail
