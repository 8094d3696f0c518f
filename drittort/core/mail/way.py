"""How this machine's mail leaves it, and what became of one mail: in words for people who keep no server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from drittort.core.models import Job, Mail

WAITING, REACHED, REFUSED, STAYED = "waiting", "reached", "refused", "stayed"
# What an error's last line begins with, or holds, in the order of asking.
SAID: tuple[tuple[str, Callable[[], str]], ...] = (
    ("SMTPAuthenticationError", lambda: _("The server answers, but does not know this name and password.")),
    ("SMTPRecipientsRefused", lambda: _("The server answers, but does not take mail for this address.")),
    ("SMTPSenderRefused", lambda: _("The server answers, but lets nobody send as this sender.")),
    ("SMTPDataError", lambda: _("The server answers, but refuses this mail.")),
    ("SMTPNotSupportedError", lambda: _("The server answers, but does not offer what the settings ask for.")),
    ("gaierror", lambda: _("Nobody knows a server of this name. Is it spelled right?")),
    ("ConnectionRefusedError", lambda: _("The machine of this name answers, but takes no mail at this port.")),
    ("TimeoutError", lambda: _("The server does not answer. Perhaps a firewall is in between, or the port is another one.")),
    ("SSL", lambda: _("The server answers, but no safe connection comes about. Perhaps the port is another one.")),
    ("SMTP", lambda: _("The server answers, but refuses this mail.")),
)


@dataclass(frozen=True, slots=True)
class Way:
    """How mail leaves. Never with the password."""

    is_set: bool
    server: str
    safe: bool
    user: str
    sender: str


@dataclass(frozen=True, slots=True)
class Handing:
    """What became of a mail. `answer` is said in words, `exact` is the last line that the server or the network gave."""

    state: str
    answer: str
    exact: str


def way() -> Way:
    """How mail leaves this machine as it was started."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return Way(False, "", False, "", settings.DEFAULT_FROM_EMAIL)
    safe = bool(settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL)
    return Way(True, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}", safe, settings.EMAIL_HOST_USER, settings.DEFAULT_FROM_EMAIL)


def handing(mail: Mail) -> Handing:
    """What became of one mail: waiting, reached, refused (and tried again), or kept here because no server is set. One query."""
    if mail.sent_at is not None:
        return Handing(REACHED if way().is_set else STAYED, "", "")
    error = Job.objects.filter(key=f"mail:{mail.pk}").values_list("last_error", flat=True).first() or ""
    if not error:
        return Handing(WAITING, "", "")
    exact = error.strip().splitlines()[-1][:300]
    return Handing(REFUSED, words_of(exact), exact)


def words_of(exact: str) -> str:
    """What an error of mail means, for people."""
    return next((words() for sign, words in SAID if sign in exact), _("The mail could not be handed over."))
