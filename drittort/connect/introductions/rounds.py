"""A round for a house: gathers what the engine needs, lets it choose, and stores drafts for the people who care.

Heavy: only the worker imports this module, and only inside its jobs, so that web processes hold neither numerics nor encoders.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Count, Max

from drittort import __version__
from drittort.connect.introductions import holding, rules
from drittort.connect.introductions.models import Draft, Introduction, Round, TextVector
from drittort.connect.introductions.queries import SUGGESTED
from drittort.connect.needs.models import Need
from drittort.core.search import borrowed
from drittort.engine.affinity import Affinity, Meaning, help_between
from drittort.engine.introductions import Community, Ints, Proposal, Reason, Worth, efficiencies, propose
from drittort.engine.ties.history import history_of
from drittort.engine.ties.model import TieModel
from drittort.members.models import Employment, HouseValue, Member, StandingLine
from drittort.members.profiles.queries import matching_texts
from drittort.members.values.queries import by_member
from drittort.network.counted import counted, present_day
from drittort.network.ties.days import day_number
from drittort.network.ties.strength import days_of_house
from drittort.spaces.models import Space
from drittort.spaces.settings import setting

RECENT = timedelta(days=30)
SUGGESTED_EACH = 8
ALL_PAIRS = 1_000
"""Up to so many people every pair is looked at."""
CHUNK = 500
SAMPLED = 50_000
THIN = 3
VALUE = "value:"


@dataclass(frozen=True, slots=True)
class Said:
    """One text of a person: what is sought or offered."""

    member: int
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """The people of a round by position, and the codes of their attributes."""

    ids: tuple[int, ...]
    members: dict[int, Member]
    companies: dict[int, int]
    industries: dict[int, str]
    needs: tuple[Said, ...]
    offers: tuple[Said, ...]
    values: dict[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What rounds of a house at one moment are made from; learning it costs most of a round."""

    people: Gathered
    helping: Helping
    community: Community


def ground_of(space: Space, at: datetime, seed: int) -> Ground:
    """Gather the people of a house, what they can do for each other, and what the engine knows of them."""
    people = gather(space, at)
    helping = Helping(people)
    return Ground(people, helping, community_of(space, people, helping, at, seed))


def make_round(*, space: Space, at: datetime, seed: int | None = None, ground: Ground | None = None) -> Round:
    """Choose today's introductions. Computes first, then writes in one short transaction."""
    seed = space.day(at).toordinal() * 1_000 + space.pk % 1_000 if seed is None else seed
    ground = ground or ground_of(space, at, seed)
    people, helping, community = ground.people, ground.helping, ground.community
    found = propose(community, per_person=1, seed=seed)
    lots = holding.draw(space, chosen(found.pairs, people, community), SUGGESTED, seed, at)
    held = {lot.pair for lot in lots if lot.held}
    pairs = [p for p in found.pairs if (people.ids[p.a], people.ids[p.b]) not in held]
    first = np.array([(p.a, p.b) for p in pairs[:SUGGESTED]], dtype=np.int64).reshape(-1, 2)
    change = {
        "efficiency": rise(found.efficiency_before, found.efficiency_after),
        "closer": found.closer,
        "pairs": len(pairs),
        "shown_efficiency": rise(*efficiencies(community.network.adjacency, first, seed)),
        "shown": len(first),
        "inputs": fingerprint(people, community),
    }
    drafts = [(proposal, reasons_of(proposal, people, helping)) for proposal in pairs]
    with transaction.atomic():
        made = Round.objects.create(
            space=space, made_at=at, seed=seed, value=found.objective, bound=found.bound, change=change, engine=__version__
        )
        Draft.objects.bulk_create(draft_of(made, place, proposal, why, people) for place, (proposal, why) in enumerate(drafts))
        holding.keep(space, lots, seed, at)
    return made


def chosen(pairs: Sequence[Proposal], people: Gathered, community: Community) -> list[tuple[holding.Pair, bool]]:
    """The pairs of a round by their people, with whether one of the two is thin: has fewer than three ties."""
    ties = np.asarray(community.network.adjacency.sum(axis=1)).ravel()
    return [((people.ids[p.a], people.ids[p.b]), bool(min(ties[p.a], ties[p.b]) < THIN)) for p in pairs]


def rise(before: float, after: float) -> float:
    """By how many per cent a figure rises; 0 where there was nothing."""
    return round(100 * (after / before - 1), 1) if before > 0 else 0.0


def draft_of(made: Round, place: int, proposal: Proposal, why: list[dict[str, Any]], people: Gathered) -> Draft:
    """The row of one proposal; ids grow with positions, so the first is the smaller one."""
    parts = proposal.parts
    return Draft(
        round=made,
        first_id=people.ids[proposal.a],
        second_id=people.ids[proposal.b],
        position=place,
        value=round(proposal.value, 6),
        parts={name: round(float(getattr(parts, name)), 6) for name in ("a", "p", "v", "g", "f")},
        reasons=why,
        change={"closer": parts.closer},
        spare=place >= SUGGESTED,
    )


def gather(space: Space, at: datetime) -> Gathered:
    """Everybody who may be introduced, and everybody who is counted, whose ties shape what an introduction changes."""
    day = space.day(at)
    wanted = set(rules.introducible(Member.objects.filter(space=space), day).values_list("pk", flat=True)) | set(
        counted(space).here().values_list("pk", flat=True)
    )
    members = {m.pk: m for m in Member.objects.filter(pk__in=wanted).order_by("pk")}
    work = (
        Employment.objects.filter(member__space=space, until_on=None)
        .order_by("from_on", "id")
        .values_list("member_id", "company_id", "company__industry")
    )
    companies = {member: company for member, company, _ in work if member in members}
    industries = {member: industry[:2] for member, _, industry in work if member in members and industry}
    lines = StandingLine.objects.filter(member__space=space).values_list("member_id", "text", "language", "side")
    asked = Need.objects.filter(space=space).alive(at).seeking().open().values_list("member_id", "text", "language")
    needs = [Said(*row) for row in asked if row[0] in members] + [
        Said(m, text, lang) for m, text, lang, side in lines if side == StandingLine.Side.SEEK and m in members
    ]
    offers = [Said(m, text, lang) for m, text, lang, side in lines if side == StandingLine.Side.OFFER and m in members]
    # What the house asks and wants used for introductions counts as an offer, as far as every member may read it.
    offers += [Said(*row) for row in matching_texts(space) if row[0] in members]
    return Gathered(tuple(members), members, companies, industries, tuple(needs), tuple(offers), by_member(space))


def community_of(space: Space, people: Gathered, helping: Helping, at: datetime, seed: int) -> Community:
    """The engine's view of a house: arrays over the gathered people."""
    ids, n = people.ids, len(people.ids)
    place = {pk: k for k, pk in enumerate(ids)}
    as_of = present_day(space, at)
    days = days_of_house(space.pk, as_of)
    network = days.network(ids, as_of)
    contacts = days.interactions(ids, as_of)
    model = TieModel(seed=seed % 2**31).fit(history_of(n, contacts.source, contacts.target, contacts.at, contacts.weight))
    today = space.day(at)
    able = set(rules.introducible(Member.objects.filter(space=space), today).filter(pk__in=ids).values_list("pk", flat=True)) - rules.busy(
        space, at
    )
    last, recent = latest(space, at)
    resting = {
        pk for pk, moment in last.items() if pk in place and (today - moment.astimezone(space.zone).date()).days < people.members[pk].rhythm
    }
    counted_ids = set(counted(space).filter(pk__in=ids).values_list("pk", flat=True))
    resting_pairs = rules.kept_apart(space, at) | holding.resting(space, at)
    apart = [(place[a], place[b]) for a, b in sorted(resting_pairs) if a in place and b in place]
    members = [people.members[pk] for pk in ids]
    return Community(
        network=network,
        consent=np.array([pk in able for pk in ids], dtype=bool),
        counted=np.array([pk in counted_ids for pk in ids], dtype=bool),
        capacity=np.array([0 if pk in resting else 1 for pk in ids], dtype=np.int64),
        languages=tuple(frozenset(m.languages) for m in members),
        days=np.array([[day in m.days for day in range(7)] for m in members], dtype=bool).reshape(n, 7),
        online=np.array([m.meets_online for m in members], dtype=bool),
        mix_companies=not setting(space, "same_company"),
        company=codes([people.companies.get(pk) for pk in ids]),
        industry=codes([people.industries.get(pk) for pk in ids]),
        location=codes([m.location_id for m in members]),
        frozen=np.array(apart, dtype=np.int64).reshape(-1, 2),
        accept=np.array([0.7 + 0.1 * bool(m.line) + 0.1 * (m.pk in helping.offering) + 0.1 * (m.pk in helping.seeking) for m in members]),
        waiting=np.array([(at - last[pk]).days if pk in last else np.nan for pk in ids], dtype=np.float64),
        recent=np.array([recent.get(pk, 0) for pk in ids], dtype=np.int64),
        since=np.array([day_number(m.joined_on) for m in members], dtype=np.float64),
        probability=lambda pairs: model.probability(pairs[:, 0], pairs[:, 1]),
        worth=helping,
        suggested=helping.suggested() if len(people.ids) > ALL_PAIRS else None,
        shared=shared_values(people),
    )


def fingerprint(people: Gathered, community: Community) -> str:
    """A digest of everything that a round is drawn from, but its seed: with the same digest, seed and engine the same round comes out.

    It keeps nothing of the people; it says whether a round that is drawn again was drawn from the same. What stands in functions is made from the ties
    and the texts, which are in it.
    """
    told = hashlib.blake2b(digest_size=16)
    network = community.network
    told.update(repr((people.ids, people.needs, people.offers, network.ids, network.now, network.half_life, network.theta)).encode())
    for matrix in (network.strength, network.adjacency):
        told.update(matrix.indptr.tobytes() + matrix.indices.tobytes() + matrix.data.tobytes())
    for name in (one.name for one in fields(community) if one.name != "network"):
        value = getattr(community, name)
        if name == "languages":
            value = [sorted(spoken) for spoken in value or ()]
        for key, part in sorted(value.items()) if isinstance(value, Mapping) else [("", value)]:
            if not callable(part):
                told.update(f"{name}:{key}:".encode())
                told.update(part.tobytes() if isinstance(part, np.ndarray) else repr(part).encode())
    return told.hexdigest()


def shared_values(people: Gathered) -> dict[str, Ints]:
    """The values of the house as attributes that two may have in common: one for each value, since everybody may choose three."""
    named = sorted({value for chosen in people.values.values() for value in chosen})
    return {
        f"{VALUE}{value}": np.array([0 if value in people.values.get(pk, frozenset()) else -1 for pk in people.ids], dtype=np.int64)
        for value in named
    }


def codes(values: Sequence[object]) -> Ints:
    """Number distinct values; -1 for None."""
    known: dict[object, int] = {}
    return np.array([-1 if v is None else known.setdefault(v, len(known)) for v in values], dtype=np.int64)


def latest(space: Space, at: datetime) -> tuple[dict[int, datetime], dict[int, int]]:
    """When each member was last proposed an introduction, and how many in the last month. A quiet no counts as what it looks like."""
    last: dict[int, datetime] = {}
    recent: dict[int, int] = {}
    rows = Introduction.objects.filter(space=space).order_by()
    for side in ("first_id", "second_id"):
        for pk, moment in rows.values(side).annotate(last=Max("proposed_at")).values_list(side, "last"):
            last[pk] = max(moment, last.get(pk, moment))
        for pk, count in rows.filter(proposed_at__gt=at - RECENT).values(side).annotate(count=Count("pk")).values_list(side, "count"):
            recent[pk] = recent.get(pk, 0) + count
    return last, recent


class Helping:
    """What the people of a round can do for each other, by the meaning of their texts."""

    def __init__(self, people: Gathered) -> None:
        self.people = people
        self.place = {pk: k for k, pk in enumerate(people.ids)}
        self.seeking = {said.member for said in people.needs}
        self.offering = {said.member for said in people.offers}
        self.affinity: Affinity | None = None
        self._read: tuple[Meaning, Meaning] | None = None
        self._chance: float | None = None

    @property
    def any(self) -> bool:
        """Whether somebody seeks and somebody offers."""
        return bool(self.people.needs and self.people.offers)

    def read(self) -> tuple[Affinity, Meaning, Meaning]:
        """Needs and offers as the engine compares them; the encoder is asked only for texts that it has not seen."""
        if self.affinity is None or self._read is None:
            self.affinity = borrowed.affinity()
            vectors = vectors_of([said.text for said in (*self.people.needs, *self.people.offers)], self.affinity)
            cut = len(self.people.needs)
            self._read = self.affinity.widened(self.affinity.read(vectors[:cut])), self.affinity.read(vectors[cut:])
        return self.affinity, *self._read

    def __call__(self, pairs: Ints) -> Worth:
        """Value of pairs of positions, with the need and the offer that fit best."""
        if not self.any:
            return Worth(np.zeros(len(pairs)), np.full(len(pairs), -1), np.full(len(pairs), -1))
        affinity, needs, offers = self.read()
        need_of = [self.place[said.member] for said in self.people.needs]
        offer_of = [self.place[said.member] for said in self.people.offers]
        found = help_between(affinity, len(self.people.ids), needs, need_of, offers, offer_of, pairs)
        # Ranks say who comes first for a person, not whether anybody fits: the best of nothing is still nothing. So the value is damped by how the
        # texts stand against chance in this house.
        fits = np.clip(np.nan_to_num(found.score, nan=0.0) / self.chance(), 0.0, 1.0)
        value = np.asarray(found.value * fits, dtype=np.float64)
        return Worth(value, np.asarray(found.need, dtype=np.int64), np.asarray(found.offer, dtype=np.int64))

    def chance(self) -> float:
        """The score that one in a thousand needs and offers taken at random reaches here, at least 1: from this on two texts count as fitting."""
        if self._chance is None:
            self._chance = self._drawn_chance()
        return self._chance

    def _drawn_chance(self) -> float:
        affinity, needs, offers = self.read()
        rng = np.random.default_rng(len(self.people.needs))
        need, offer = rng.integers(len(self.people.needs), size=SAMPLED), rng.integers(len(self.people.offers), size=SAMPLED)
        owners = (
            np.array([said.member for said in self.people.needs])[need] != np.array([said.member for said in self.people.offers])[offer]
        )
        scores = affinity.similarity_of(needs, offers, need[owners], offer[owners])
        return max(1.0, float(np.quantile(scores, 0.999))) if len(scores) else 1.0

    def suggested(self) -> Ints:
        """Whose offers fit each need best, as pairs of positions, seeker first: where not all pairs can be looked at, these must not be missed."""
        if not self.any:
            return np.zeros((0, 2), dtype=np.int64)
        affinity, needs, offers = self.read()
        owners = np.array([self.place[said.member] for said in self.people.offers])
        found = [
            (mine, int(owners[best]))
            for mine, near in zip(
                (self.place[said.member] for said in self.people.needs), affinity.nearest(needs, offers, SUGGESTED_EACH), strict=True
            )
            for best in near
            if owners[best] != mine
        ]
        return np.array(found, dtype=np.int64).reshape(-1, 2)


def key_of(text: str, model: str) -> str:
    """What a stored vector is found by: the text's hash with the model's name, never the text."""
    return hashlib.sha256(f"{model}\0{text}".encode()).hexdigest()


def vectors_of(texts: Sequence[str], affinity: Affinity) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Vectors of texts (n, d) from the table; new texts are encoded and stored, some hundred at a time."""
    model, width = affinity.encoder.name, affinity.encoder.dimensions
    keys = [key_of(text, model) for text in texts]
    distinct = list(dict.fromkeys(keys))
    held: dict[str, bytes] = {}
    for start in range(0, len(distinct), CHUNK):
        held.update(
            (key, bytes(data))
            for key, data in TextVector.objects.filter(key__in=distinct[start : start + CHUNK]).values_list("key", "data")
        )
    fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in held}
    order = list(fresh)
    for start in range(0, len(order), CHUNK):
        part = order[start : start + CHUNK]
        made = affinity.vectors([fresh[key] for key in part]).astype("<f2")
        rows = [TextVector(key=key, model=model, data=row.tobytes()) for key, row in zip(part, made, strict=True)]
        TextVector.objects.bulk_create(rows, ignore_conflicts=True)
        held.update((row.key, bytes(row.data)) for row in rows)
    return np.frombuffer(b"".join(held[key] for key in keys), dtype="<f2").reshape(len(keys), width).astype(np.float32)


def forget_vectors() -> int:
    """Remove the vectors of texts that nobody offers or seeks any more; return how many."""
    texts = set(StandingLine.objects.values_list("text", flat=True)) | set(
        Need.objects.filter(closed_at=None).values_list("text", flat=True)
    )
    texts |= set(Member.objects.here().exclude(line="").values_list("line", flat=True))
    texts |= {
        text for space in Space.objects.filter(profile_fields__matching=True).distinct() for _pk, text, _language in matching_texts(space)
    }
    models = set(TextVector.objects.values_list("model", flat=True))
    wanted = {key_of(text, model) for model in models for text in texts}
    gone = [key for key in TextVector.objects.values_list("key", flat=True).iterator() if key not in wanted]
    return sum(TextVector.objects.filter(key__in=gone[start : start + CHUNK]).delete()[0] for start in range(0, len(gone), CHUNK))


def reasons_of(proposal: Proposal, people: Gathered, helping: Helping) -> list[dict[str, Any]]:
    """The engine's reasons with members and texts in the place of positions; all of it stands on the two profiles."""
    return [reason_of(reason, proposal, people, helping) for reason in proposal.reasons]


def reason_of(reason: Reason, proposal: Proposal, people: Gathered, helping: Helping) -> dict[str, Any]:
    """One reason as it is stored."""
    told: dict[str, Any] = {"code": reason.code}
    a, b = people.ids[proposal.a], people.ids[proposal.b]
    if reason.code == "need_offer":
        need, offer = people.needs[int(reason.parameters["need"])], people.offers[int(reason.parameters["offer"])]
        affinity, needs, offers = helping.read()
        concept = affinity.reason(needs, int(reason.parameters["need"]), offers, int(reason.parameters["offer"]))
        told |= {"seeker": need.member, "need": need.text, "helper": offer.member, "offer": offer.text}
        if concept is not None:
            told |= {"concept_de": concept.label_de, "concept_en": concept.label_en}
    elif reason.code in {"different_industries", "same_industry"}:
        told |= {"first": people.industries.get(a, ""), "second": people.industries.get(b, "")}
    elif reason.code == "new_here":
        told["member"] = people.ids[int(reason.parameters["person"])]
    elif reason.code == "shared":
        value = HouseValue.objects.get(pk=int(str(reason.parameters["attribute"]).removeprefix(VALUE)))
        told |= {"value_de": value.name_de, "value_en": value.name_en}
    elif reason.code == "common_day":
        told["day"] = int(reason.parameters["day"])
    return told
