"""Mail about keys, which waits for no morning; and what is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import translation

from drittort.core.jobs.queue import job
from drittort.core.mail import outbox
from drittort.members.models import Account, Member
from drittort.members.notices import actions as told
from drittort.members.security import actions, attempts, words
from drittort.members.security.models import KeyEvent, SignIn

KEPT = timedelta(days=366)
BRAKE = timedelta(hours=1)
LINKS = 5


@job("members.security.tell")
def tell(payload: dict[str, Any], at: datetime) -> None:
    """Write to the owner that a key changed. No quiet hours: if it was somebody else, every hour counts."""
    event = KeyEvent.objects.select_related("account").filter(pk=payload["event"]).first()
    if event is None:
        return
    language = event.account.language or settings.LANGUAGE_CODE
    with translation.override(language):
        outbox.post(
            key=f"security:{event.pk}:{payload['to']}",
            at=at,
            template="members/security/mail/notice",
            context={
                "sentence": words.sentence(event.kind),
                "detail": event.detail,
                "when": words.moment(event.at),
                "url": f"{settings.ADDRESS}{reverse('members:security')}",
            },
            to=payload["to"],
            language=language,
            category="security",
        )


@job("members.security.new_browser")
def new_browser(payload: dict[str, Any], at: datetime) -> None:
    """Tell the owner, in each of their houses, that somebody came in from a browser not seen before."""
    event = KeyEvent.objects.filter(pk=payload["event"]).first()
    if event is None:
        return
    for member in Member.objects.here().select_related("space").filter(account=event.account_id):
        told.tell(
            member=member,
            category="security",
            thread="security",
            key=f"security:{event.pk}",
            at=at,
            text="security.signed_in",
            path=reverse("members:security"),
        )


@job("members.security.ask_email", attempts=3)
def ask_email(payload: dict[str, Any], at: datetime) -> None:
    """Send the link to the new address; to one that has an account already, say so there and nowhere else."""
    account = Account.objects.filter(pk=payload["account"], is_active=True).first()
    if account is None or outbox.sent_lately(payload["email"], "new-address", since=at - BRAKE) >= LINKS:
        return
    taken = Account.objects.with_address(payload["email"]).exclude(pk=account.pk).exists()
    outbox.post(
        key=f"new-address:{account.pk}:{payload['email']}:{at.isoformat()}",
        at=at,
        template="members/security/mail/taken" if taken else "members/security/mail/new_address",
        context={"url": "" if taken else actions.email_link(account, payload["email"]), "old": account.email},
        to=payload["email"],
        language=account.language or payload["language"],
        category="new-address",
    )


@job("members.security.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Tries after a day, events after a year, browsers whose session ended."""
    attempts.forget(at=at)
    KeyEvent.objects.filter(at__lt=at - KEPT).delete()
    SignIn.objects.exclude(session_key__in=Session.objects.filter(expire_date__gt=at).values("session_key")).delete()
