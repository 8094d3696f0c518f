"""Finding helpers for a need, or for a question: gathers what the engine needs, lets it choose, and hands over whom to ask.

Heavy: only the worker imports this module, and only inside its jobs, so that web processes hold neither numerics nor encoders.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from drittort.connect.introductions.rounds import vectors_of
from drittort.connect.introductions.rules import busy
from drittort.connect.needs import actions, rules
from drittort.connect.needs.actions import Found
from drittort.connect.needs.models import HelpRequest, Need
from drittort.connect.needs.words import HELPED, LINE, OFFER, THINGS
from drittort.core.search.stems import stems
from drittort.engine.affinity import Affinity, Meaning
from drittort.engine.routing import (
    REQUESTS_COUNT_FOR,
    Mask,
    Readiness,
    Scores,
    answered,
    best_of,
    decayed,
    joined,
    least_of,
    means,
    rarity,
    route,
)
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
class Said:
    """One text by which somebody may be found: whose, what kind of text, and the number of the need or the question with which they helped."""

    member: int
    code: str
    text: str
    thing: int = 0


def find_helpers(*, need_id: int, up_to: int, at: datetime, affinity: Callable[[], Affinity | None]) -> int:
    """Look for people who can help with a need and ask them until `up_to` were asked in all; returns how many were asked. Computes first, then writes in one short transaction.

    `affinity` brings the encoder, and is asked only where there is somebody to compare with.
    """
    need = Need.objects.select_related("member__space", "space").filter(pk=need_id, member__left_on=None).first()
    if need is None or need.side != Need.Side.SEEK or need.answered_at is not None or not rules.may_still(need, at):
        return 0
    people = people_for(need.member, at)
    said = texts_of(need.space, people, without=need.pk)
    if not said:
        return actions.ask_found(need_id=need.pk, text=need.text, found=[], fitting=0, up_to=up_to, at=at)
    asked = HelpRequest.objects.filter(need=need).exclude(asked_at=None).values_list("member_id", flat=True)
    fitting, found = chosen(Sought(need.member, need.text, need.pk, frozenset(asked)), people, said, affinity(), at)
    return actions.ask_found(need_id=need.pk, text=need.text, found=found, fitting=fitting, up_to=up_to, at=at)


def people_for(asker: Member, at: datetime) -> dict[int, Member]:
    """Whom the house may ask at all for somebody, by id."""
    return {m.pk: m for m in rules.may_be_asked(asker.space, at).exclude(pk=asker.pk).order_by("pk")}


def texts_of(space: Space, people: dict[int, Member], *, without: int = 0) -> list[Said]:
    """What people say of themselves where every member may read it, and needs of others that they have helped with, but for one."""
    lines = StandingLine.objects.filter(member__in=people, side=StandingLine.Side.OFFER).order_by("member", "position", "pk")
    said = [Said(pk, OFFER, text) for pk, text in lines.values_list("member_id", "text")]
    said += [Said(pk, OFFER, text) for pk, text, _language in matching_texts(space) if pk in people]
    said += [Said(m.pk, LINE, m.line) for m in people.values() if m.line]
    helped = Need.objects.filter(space=space, helped_by__in=people, side=Need.Side.SEEK).exclude(pk=without).order_by("pk")
    return said + [Said(who, HELPED, text, pk) for pk, who, text in helped.values_list("pk", "helped_by_id", "text") if who is not None]


def chosen(
    sought: Sought, people: dict[int, Member], said: Sequence[Said], affinity: Affinity | None, at: datetime
) -> tuple[int, list[Found]]:
    """How many fit, and the best of those who may be asked, each with the reasons why."""
    ids = list(people)
    place = {pk: k for k, pk in enumerate(ids)}
    words = [stems(one.text) for one in said]
    shared = answered(stems(sought.text), words, rarity(words))
    owner = [place[one.member] for one in said]
    meant = Meant.of(sought.text, [one.text for one in said], owner, len(ids), affinity) if affinity is not None else None
    fit = best_of(joined(meant.scores if meant else None, shared), owner, len(ids), meant.whole if meant else None)
    found = route(
        fit.score,
        readiness(sought, people, at),
        least=meant.least if meant else least_of(None, owner, len(ids)),
        most=LOOKED_AT,
        seed=sought.seed,
    )
    best = [int(k) for k in found.order]
    reasons = [[reason(said[fit.text[k]], int(fit.text[k]), meant)] for k in best]
    return found.fitting, [Found(ids[k], float(fit.score[k]), why) for k, why in zip(best, reasons, strict=True)]


@dataclass(frozen=True, slots=True)
class Meant:
    """A need beside the texts of a house (t,) and all that each person says (people,), by meaning; and the fit from which it is more than chance."""

    scores: Scores
    whole: Scores
    least: float
    affinity: Affinity
    need: Meaning
    texts: Meaning

    @classmethod
    def of(cls, need: str, texts: Sequence[str], owner: Sequence[int], people: int, affinity: Affinity) -> Meant:
        """Compare; texts that were compared before are not encoded again."""
        vectors = vectors_of([need, *texts], affinity)
        one, many = affinity.widened(affinity.read(vectors[:1])), affinity.read(vectors[1:])
        whole = affinity.read(means(vectors[1:], owner, people))
        usual = affinity.typical
        least = (
            least_of(affinity.similarity(usual, many), owner, people, affinity.similarity(usual, whole))
            if usual is not None
            else least_of(np.zeros((0, len(texts))), owner, people)
        )
        return cls(affinity.similarity(one, many)[0], affinity.similarity(one, whole)[0], least, affinity, one, many)


def readiness(sought: Sought, people: dict[int, Member], at: datetime) -> Readiness:
    """Who may be asked now, what they were asked of late, who was helped lately, and who is here in the next two days."""
    asker, ids = sought.asker, list(people)
    space = asker.space
    place = {pk: k for k, pk in enumerate(ids)}
    free = rules.free_to_ask(asker, ids, at) - busy(space, at) - sought.asked
    spoken = set(asker.languages or [asker.language])
    able: Mask = np.array([pk in free and bool(spoken & set(m.languages or [m.language])) for pk, m in people.items()], dtype=bool)
    asked = [(place[pk], (at - moment).total_seconds() / 86_400) for pk, moment in rules.asked_since(ids, at - REQUESTS_COUNT_FOR)]
    helped = np.full(len(ids), np.nan)
    for pk, moment in (
        Need.objects.filter(space=space, member__in=ids).exclude(helped_at=None).order_by("helped_at").values_list("member_id", "helped_at")
    ):
        if moment is not None:
            helped[place[pk]] = (at - moment).total_seconds() / 86_400
    today = space.day(at).weekday()
    near = np.array([bool({today, (today + 1) % 7} & set(m.days)) for m in people.values()], dtype=bool)
    return Readiness(able, decayed([who for who, _ in asked], [days for _, days in asked], len(ids)), helped, near)


def reason(said: Said, text: int, meant: Meant | None) -> dict[str, Any]:
    """Why somebody is asked: what of theirs fits, and the trade that both mean. Only from what all members may read."""
    if said.code in THINGS:
        return {"code": said.code, THINGS[said.code]: said.thing}
    told: dict[str, Any] = {"code": said.code, "text": said.text}
    concept = meant.affinity.reason(meant.need, 0, meant.texts, text) if meant else None
    return told | ({"concept_de": concept.label_de, "concept_en": concept.label_en} if concept else {})
