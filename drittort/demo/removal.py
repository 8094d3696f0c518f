"""Takes the demo off this machine: house, accounts, sessions, mails, jobs, the meaning of its texts, and the switch."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from drittort.core.database import wipe
from drittort.core.machine import change_setting
from drittort.spaces.actions import delete_space
from drittort.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Removed:
    """What was done: how many houses went, whether the settings file says so, and whether freed pages were wiped."""

    houses: int
    switched_off: bool
    wiped: bool


def remove_demo() -> Removed:
    """Remove every demo house with all that hangs on it, and turn the demo off for the next start. Doing it twice changes nothing."""
    houses = list(Space.objects.filter(is_demo=True))
    for house in houses:
        delete_space(space=house)
    if houses:
        # The engine is heavy, and pages load this module.

        from drittort.connect.introductions.rounds import forget_vectors

        forget_vectors()
    return Removed(len(houses), change_setting("demo", False), wipe() if houses else True)


def mail_is_set() -> bool:
    """Whether mail leaves this machine; without, sign-in links can be read nowhere once the demo is gone."""
    return bool(settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"))
