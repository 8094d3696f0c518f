"""Signed links for people without an account: one confirms the address, one opens the conversation. Neither is guessable, both name one application."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid
from drittort.joining.applications.models import Application

CONFIRM, CONVERSATION, REFERRAL = "drittort.application.confirm", "drittort.application", "drittort.referral"
CONFIRM_AGE = timedelta(days=2)


def confirm_token(application: Application) -> str:
    """The signed part of the link that proves that the mail arrived."""
    return signing.dumps([application.pk, application.email], salt=CONFIRM, compress=False)


def confirm_link(application: Application) -> str:
    """The whole address of that link, in the language in which somebody wrote."""
    path = reverse("joining:confirm", args=[application.space.slug, confirm_token(application)])
    return f"{settings.ADDRESS}{path}?language={application.language}"


def token(application: Application) -> str:
    """The signed part of the link to the conversation."""
    return signing.dumps([application.pk, application.email], salt=CONVERSATION, compress=False)


def conversation_path(application: Application) -> str:
    """Where the applicant reads and writes."""
    return f"{reverse('joining:conversation', args=[application.space.slug, token(application)])}?language={application.language}"


def conversation_link(application: Application) -> str:
    """The whole address of the conversation, as it stands in mails."""
    return f"{settings.ADDRESS}{conversation_path(application)}"


def read_confirm(text: str) -> tuple[int, str]:
    """Which application a link confirms, and which address. Raises Invalid."""
    try:
        application_id, email = signing.loads(text, salt=CONFIRM, max_age=CONFIRM_AGE)
        return int(application_id), str(email)
    except signing.SignatureExpired as error:
        raise Invalid(_("This link is older than two days, and what you wrote is gone. Please write once more.")) from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Invalid(_("This link is not complete. Please open it from the mail once more.")) from error


def read(text: str) -> tuple[int, str]:
    """Application and address of a conversation's link. Raises Invalid."""
    try:
        application_id, email = signing.loads(text, salt=CONVERSATION)
        return int(application_id), str(email)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Invalid(_("This link is not complete. Please open it from the mail once more.")) from error


def referral(member_id: int) -> str:
    """What a member's own link to the public page carries."""
    return signing.dumps(member_id, salt=REFERRAL, compress=False)


def read_referral(text: str) -> int | None:
    """Who recommends, or None where the link says nothing."""
    try:
        return int(signing.loads(text, salt=REFERRAL)) if text else None
    except (signing.BadSignature, ValueError, TypeError):
        return None
