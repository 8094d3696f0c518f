"""The words of a hello by one tap."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from drittort.members.models import Member
from drittort.members.people.words import first_name


def hello_to(actor: Member, other: Member) -> str:
    """The few words that one tap sends to somebody new, in a language that both read."""
    with translation.override(other.language if other.language == actor.language or other.language in actor.languages else actor.language):
        return ready_hello(first_name(actor.name), first_name(other.name))


def ready_hello(name: str, other: str) -> str:
    """The same in the active language; it is shown before anybody taps."""
    return _("Hello %(other)s, good to have you here. I am %(name)s. Shall we have a coffee one of these days?") % {
        "other": other,
        "name": name,
    }
