"""The house names its values; people and companies choose up to three."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.members.models import ChosenValue, HouseValue, Member
from drittort.members.profiles import rules
from drittort.members.profiles.actions import lock_owner, record_change
from drittort.members.profiles.rules import Owner
from drittort.spaces.models import Space

MOST, CHOSEN = 12, 3


def name_value(*, actor: Member, at: datetime, **words: str) -> HouseValue:
    """One more value of the house; at most twelve. Raises Invalid."""
    require(rules.may_shape(actor))
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).get()
        there = HouseValue.objects.filter(space_id=actor.space_id)
        if there.filter(retired_at=None).count() >= MOST:
            raise Invalid(_("More than %(n)s values nobody remembers. Let one go first.") % {"n": MOST})
        return HouseValue.objects.create(space_id=actor.space_id, position=there.count(), **words)


def retire_value(*, actor: Member, value_id: int, at: datetime | None) -> HouseValue:
    """Let a value go (`at` a moment) or take it back (None); what people chose is kept and comes back with it. Raises Invalid beyond twelve."""
    require(rules.may_shape(actor))
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).get()
        value = HouseValue.objects.filter(space_id=actor.space_id, pk=value_id).first()
        if value is None:
            raise NotFound
        if at is None and value.retired_at and HouseValue.objects.filter(space_id=actor.space_id, retired_at=None).count() >= MOST:
            raise Invalid(_("More than %(n)s values nobody remembers. Let one go first.") % {"n": MOST})
        value.retired_at = at
        value.save(update_fields=["retired_at"])
        return value


def choose_values(*, actor: Member, owner: Owner, chosen: Mapping[int, str], language: str, at: datetime) -> bool:
    """Choose up to three values of the house with what is meant by each; returns whether anything changed."""
    require(rules.may_edit(actor, owner))
    if len(chosen) > CHOSEN:
        raise Invalid(_("Choose three at most: what is everybody's is nobody's."))
    with transaction.atomic():
        lock_owner(owner)
        known = set(HouseValue.objects.filter(space_id=actor.space_id, retired_at=None, pk__in=chosen).values_list("pk", flat=True))
        if known != set(chosen):
            raise NotFound
        held = {row.value_id: row for row in ChosenValue.objects.filter(value__retired_at=None, **owner.keys())}
        meanings = {pk: " ".join(text.split())[:300] for pk, text in chosen.items()}
        if {pk: row.meaning for pk, row in held.items()} == meanings:
            return False
        for pk in held.keys() - meanings.keys():
            held[pk].delete()
        for pk, meaning in meanings.items():
            if pk not in held:
                ChosenValue.objects.create(value_id=pk, meaning=meaning, language=language, **owner.keys())
            elif held[pk].meaning != meaning:
                ChosenValue.objects.filter(pk=held[pk].pk).update(meaning=meaning, language=language)
        record_change(actor, owner, ["values"], at)
    return True
