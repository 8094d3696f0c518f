"""What is due in needs by the clock, and the search for helpers."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from drittort.connect.needs import actions, reactions, rules
from drittort.connect.needs.models import LIVES, Need
from drittort.core.database import in_steps
from drittort.core.jobs.queue import job

if TYPE_CHECKING:
    from drittort.connect.needs.pool import Pool
    from drittort.engine.affinity import Affinity

log = logging.getLogger("drittort.needs")

LOOK_BACK = timedelta(days=3)
"""So far back the clock looks for what it did not ask in time; notices have keys, so each is asked once."""


@job(reactions.ROUTE, attempts=4)
def route(payload: dict[str, Any], at: datetime) -> None:
    """Look for people who can help with one need."""
    # Numerics are loaded here and not with the module, which web processes import too.
    from drittort.connect.needs import routing

    routing.find_helpers(need_id=payload["need"], up_to=payload["up_to"], at=at, pool=pool_of)


def pool_of(space_id: int) -> Pool:
    """What a worker keeps of a house, ready to be compared with a need."""
    from drittort.connect.needs.pool import POOLS

    return POOLS.of(space_id, meaning)


def meaning() -> Affinity | None:
    """What compares texts on this machine; None where nothing does, so that words alone decide."""
    from drittort.core.search.borrowed import NO_ENCODER, affinity

    try:
        return affinity()
    except NO_ENCODER:
        log.warning("no encoder: needs are brought to people by words alone", exc_info=True)
        return None


@job("connect.needs.ask_owners", every=timedelta(hours=6))
def ask_owners(payload: dict[str, Any], at: datetime) -> None:
    """Ask whoever waits for an answer whether it is still wanted, a week before it runs out; and whoever got one what came of it, a week after."""
    here = Need.objects.filter(member__left_on=None, closed_at=None, helped_at=None).select_related("space", "member__space")
    begun = at - LIVES + rules.RENEWAL_ASKED_BEFORE
    span = (begun - LOOK_BACK, begun)
    ends_soon = Q(renewed_at=None, opened_at__range=span) | Q(renewed_at__range=span)
    for need in in_steps(here.filter(ends_soon, answered_at=None)):
        reactions.ask_renewal(need, at)
    ago = at - rules.ASK_OUTCOME_AFTER
    for need in in_steps(here.filter(told_at=None, answered_at__range=(ago - LOOK_BACK, ago))):
        reactions.ask_outcome(need, at)


@job("connect.needs.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Old needs go, and whom the house asked."""
    actions.forget_old(at=at)
