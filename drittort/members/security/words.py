"""What happened to the keys of an account, in sentences; and which of it is worth a mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SENTENCES: dict[str, Any] = {
    "in_by_link": gettext_lazy("Signed in with a link by mail"),
    "in_by_password": gettext_lazy("Signed in with the password"),
    "in_by_passkey": gettext_lazy("Signed in with a passkey"),
    "in_by_invitation": gettext_lazy("Signed in with an invitation"),
    "in_by_demo": gettext_lazy("Stepped into the demo"),
    "recovery_used": gettext_lazy("A recovery code was used"),
    "password_set": gettext_lazy("The password was set"),
    "password_removed": gettext_lazy("The password was removed"),
    "passkey_made": gettext_lazy("A passkey was added"),
    "passkey_removed": gettext_lazy("A passkey was removed"),
    "code_app_added": gettext_lazy("The code app was set up"),
    "code_app_removed": gettext_lazy("The code app was removed"),
    "codes_made": gettext_lazy("New recovery codes were made"),
    "ended": gettext_lazy("Signed out a browser"),
    "ended_others": gettext_lazy("Signed out all other browsers"),
    "email_changed": gettext_lazy("The e-mail address was changed"),
    "keys_reset": gettext_lazy("Who runs this machine took all keys away"),
}
# Something that its owner must hear of even at night, in case it was somebody else.
MAILED = {
    "recovery_used",
    "password_set",
    "password_removed",
    "passkey_made",
    "passkey_removed",
    "code_app_added",
    "code_app_removed",
    "codes_made",
    "email_changed",
    "keys_reset",
}


def sentence(kind: str) -> str:
    """What happened."""
    return str(SENTENCES[kind])


def moment(at: datetime) -> str:
    """Day and minute."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'DATE_FORMAT')}, {date_format(local, 'H:i')}"


def day(at: datetime) -> str:
    """The day alone."""
    return date_format(timezone.localtime(at), "DATE_FORMAT")


def lately(at: datetime, now: datetime) -> str:
    """The hour if it was today, else the day."""
    local = timezone.localtime(at)
    if local.date() == timezone.localtime(now).date():
        return _("today around %(hour)s:00") % {"hour": local.hour}
    return day(at)
