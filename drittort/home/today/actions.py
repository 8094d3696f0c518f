"""Keeping what somebody begins to write."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core.composer import VERBS
from drittort.core.database import locked
from drittort.core.errors import Invalid
from drittort.home.today import rules
from drittort.home.today.models import Composition
from drittort.members.models import Member


def keep_composition(*, actor: Member, verb: str, text: str, at: datetime) -> Composition | None:
    """Keep the words of the field with their verb, instead of those before; without words nothing is kept (None). Raises Invalid for a verb that nobody knows, and for too much."""
    if verb not in VERBS:
        raise Invalid(_("Choose first what you would like to do."))
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if len(text) > rules.LONGEST:
        raise Invalid(_("That is longer than 10,000 characters. Send the long part along as a document."))
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        if not text:
            Composition.objects.filter(member=actor).delete()
            return None
        kept, _new = Composition.objects.update_or_create(member=actor, defaults={"verb": verb, "text": text, "at": at})
    return kept


def forget_composition(*, actor: Member, verb: str) -> None:
    """The words of a verb stand somewhere now, and need not be kept. What was begun for another verb stays."""
    Composition.objects.filter(member=actor, verb=verb).delete()


def forget_old(*, at: datetime) -> int:
    """Forget what nobody went on with for a month; returns how many."""
    return Composition.objects.filter(at__lte=at - rules.KEPT_FOR).delete()[0]
