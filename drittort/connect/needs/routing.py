"""Finding helpers for a need, or for a question: gathers what the engine needs, lets it choose, and hands over whom to ask.

Heavy: only the worker imports this module, and only inside its jobs, so that web processes hold neither numerics nor encoders.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import TextField
from django.db.models.functions import Cast

from drittort.connect.introductions.rules import busy
from drittort.connect.needs import actions, rules
from drittort.connect.needs.actions import Found
from drittort.connect.needs.models import HelpRequest, Need
from drittort.connect.needs.pool import POOLS, Pool, Said, compared_by
from drittort.connect.needs.words import HELPED, LINE, OFFER, THINGS
from drittort.engine.affinity import Concept
from drittort.engine.routing import REQUESTS_COUNT_FOR, Mask, Readiness, decayed, route
from drittort.members.models import Member, StandingLine
from drittort.members.profiles.queries import matching_texts
from drittort.spaces.models import Space

LOOKED_AT = 24
"""How many the engine names, so that enough are left where the last look takes some away."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: the words, who looks, a number for the seed, and who was asked already."""

    asker: Member
    text: str
    seed: int
    asked: frozenset[int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom the house may ask at all: their line, the languages they speak, and the weekdays on which they are here."""

    line: str
    languages: frozenset[str]
    days: frozenset[int]


def find_helpers(*, need_id: int, up_to: int, at: datetime, pool: Callable[[int], Pool]) -> int:
    """Look for people who can help with a need and ask them until `up_to` were asked in all; returns how many were asked. Computes first, then writes in one short transaction.

    `pool` brings what is kept of a house, by its id, and is asked only where there is somebody to compare with.
    """
    need = Need.objects.select_related("member__space", "space").filter(pk=need_id, member__left_on=None).first()
    if need is None or need.side != Need.Side.SEEK or need.answered_at is not None or not rules.may_still(need, at):
        return 0
    people = people_for(need.member, at)
    said = texts_of(need.space, people, without=need.pk)
    if not said:
        POOLS.let_go(need.space_id)
        return actions.ask_found(need_id=need.pk, text=need.text, found=[], fitting=0, up_to=up_to, at=at)
    asked = HelpRequest.objects.filter(need=need).exclude(asked_at=None).values_list("member_id", flat=True)
    sought = Sought(need.member, need.text, need.pk, frozenset(asked))

    def compare(kept: Pool) -> tuple[int, list[Found]]:
        kept.look(said)
        return chosen(sought, people, said, kept, at)

    fitting, found = compared_by(need.space_id, pool, compare)
    return actions.ask_found(need_id=need.pk, text=need.text, found=found, fitting=fitting, up_to=up_to, at=at)


def people_for(asker: Member, at: datetime) -> dict[int, Candidate]:
    """Whom the house may ask at all for somebody, by id."""
    rows = rules.may_be_asked(asker.space, at).exclude(pk=asker.pk).order_by("pk")
    told = rows.annotate(speaks=Cast("languages", TextField()), here=Cast("days", TextField()))
    return {
        pk: Candidate(line, listed(speaks) or listed(f'["{language}"]'), listed(here))
        for pk, line, speaks, language, here in told.values_list("pk", "line", "speaks", "language", "here")
    }


@lru_cache(maxsize=4096)
def listed(told: str) -> frozenset[Any]:
    """A list as the table holds it: of thousands of people few are different."""
    return frozenset(json.loads(told))


def texts_of(space: Space, people: Mapping[int, Candidate], *, without: int = 0) -> list[Said]:
    """What people say of themselves where every member may read it, and needs of others that they have helped with, but for one."""
    # All of the house: to name thousands of people to the database takes longer than to look them up in what it gives.
    lines = StandingLine.objects.filter(member__space=space, side=StandingLine.Side.OFFER).order_by("member", "position", "pk")
    said = [Said(pk, OFFER, text) for pk, text in lines.values_list("member_id", "text") if pk in people]
    said += [Said(pk, OFFER, text) for pk, text, _language in matching_texts(space) if pk in people]
    said += [Said(pk, LINE, one.line) for pk, one in people.items() if one.line]
    helped = Need.objects.filter(space=space, side=Need.Side.SEEK).exclude(helped_by=None).exclude(pk=without).order_by("pk")
    return said + [Said(who, HELPED, text, pk) for pk, who, text in helped.values_list("pk", "helped_by_id", "text") if who in people]


def chosen(sought: Sought, people: Mapping[int, Candidate], said: Sequence[Said], pool: Pool, at: datetime) -> tuple[int, list[Found]]:
    """How many fit, and the best of those who may be asked, each with the reasons why. `said` is what these people say, as the pool has looked at it."""
    ids = list(people)
    compared = pool.compare(sought.text, said, ids)
    fit = compared.fit
    found = route(fit.score, readiness(sought, people, at), least=compared.least, most=LOOKED_AT, seed=sought.seed)
    best = [int(k) for k in found.order]
    texts = [said[fit.text[k]] for k in best]
    reasons = [[reason(*one)] for one in zip(texts, compared.trades([one.text for one in texts]), strict=True)]
    return found.fitting, [Found(ids[k], float(fit.score[k]), why) for k, why in zip(best, reasons, strict=True)]


def readiness(sought: Sought, people: Mapping[int, Candidate], at: datetime) -> Readiness:
    """Who may be asked now, what they were asked of late, who was helped lately, and who is here in the next two days."""
    asker, ids = sought.asker, list(people)
    space = asker.space
    place = {pk: k for k, pk in enumerate(ids)}
    free = rules.free_to_ask(asker, ids, at) - busy(space, at) - sought.asked
    spoken = set(asker.languages or [asker.language])
    able: Mask = np.array([pk in free and bool(spoken & one.languages) for pk, one in people.items()], dtype=bool)
    asked = [
        (place[pk], (at - moment).total_seconds() / 86_400) for pk, moment in rules.asked_since(space.pk, ids, at - REQUESTS_COUNT_FOR)
    ]
    helped = np.full(len(ids), np.nan)
    for pk, moment in Need.objects.filter(space=space).exclude(helped_at=None).order_by("helped_at").values_list("member_id", "helped_at"):
        if moment is not None and pk in place:
            helped[place[pk]] = (at - moment).total_seconds() / 86_400
    today = space.day(at).weekday()
    near = np.array([bool({today, (today + 1) % 7} & one.days) for one in people.values()], dtype=bool)
    return Readiness(able, decayed([who for who, _ in asked], [days for _, days in asked], len(ids)), helped, near)


def reason(said: Said, trade: Concept | None) -> dict[str, Any]:
    """Why somebody is asked: what of theirs fits, and the trade that both mean. Only from what all members may read."""
    if said.code in THINGS:
        return {"code": said.code, THINGS[said.code]: said.thing}
    told: dict[str, Any] = {"code": said.code, "text": said.text}
    return told | ({"concept_de": trade.label_de, "concept_en": trade.label_en} if trade else {})
