"""Draws the pairs of a season: the engine looks at the whole cohort at once, under the capacity of mentors and all hard rules.

Heavy: only the worker imports this module, and only inside its jobs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drittort.connect.mentoring import actions, drafting, rules
from drittort.connect.mentoring.drafting import Drawn
from drittort.connect.mentoring.models import MentoringApplication, MentoringCandidate, MentoringSeason, MentoringWish
from drittort.connect.needs.pool import Pool, Said
from drittort.connect.needs.words import OFFER
from drittort.engine.affinity import Affinity
from drittort.engine.matching import Matching, match
from drittort.members.models import StandingLine

Scores = NDArray[np.float64]
FIT, TOPICS, DAYS, WISH = 0.6, 0.25, 0.15, 0.5
"""What counts: what is meant, topics and days in common; and what it adds to be wished for first. Each wish after it adds as much less."""
ENOUGH = 4
"""So many shared topics or days are as good as any."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A season at one moment: mentees, mentors, what each pair is worth (-1: never together), and why."""

    mentees: tuple[MentoringApplication, ...]
    mentors: tuple[MentoringApplication, ...]
    worth: Scores
    reasons: dict[tuple[int, int], tuple[dict[str, Any], ...]]


def ground_of(season: MentoringSeason, at: datetime, affinity: Callable[[], Affinity | None]) -> Ground:
    """Gather who applied and is here, and compare what is wanted with what is given."""
    able = rules.able(season, at)
    rows = season.applications.standing().filter(member__in=able).select_related("member").order_by("pk")
    mentees = tuple(row for row in rows if row.side == MentoringApplication.Side.MENTEE)
    mentors = tuple(row for row in rows if row.side == MentoringApplication.Side.MENTOR)
    apart = rules.may_not_meet(season, able, at)
    fit, best = compared(mentees, mentors, affinity)
    worth, reasons = np.full((len(mentees), len(mentors)), -1.0), {}
    for i, mentee in enumerate(mentees):
        for j, mentor in enumerate(mentors):
            pair = (min(mentee.member_id, mentor.member_id), max(mentee.member_id, mentor.member_id))
            languages = [code for code in mentee.languages if code in mentor.languages]
            if pair[0] == pair[1] or pair in apart or not languages:
                continue
            topics, days = in_common(mentee.topics, mentor.topics), in_common(mentee.days, mentor.days)
            # Somebody is proposed for what they give, or at least for a theme; a day in common alone is no reason.
            if fit[i, j] > 0 or topics:
                worth[i, j] = FIT * fit[i, j] + TOPICS * share(topics) + DAYS * share(days)
                reasons[i, j] = why(topics, days, languages, best[i, j])
    return Ground(mentees, mentors, worth, reasons)


def in_common(one: Sequence[Any], other: Sequence[Any]) -> list[Any]:
    """What stands in both, in the order of the first."""
    return [value for value in one if value in other]


def share(common: Sequence[Any]) -> float:
    """How much is in common, from 0 to 1; the second counts less than the first."""
    return float(np.sqrt(min(len(common), ENOUGH) / ENOUGH))


def why(topics: list[Any], days: list[Any], languages: list[Any], said: str) -> tuple[dict[str, Any], ...]:
    """The reasons of a pair: codes and what the two wrote for each other to read."""
    found: list[dict[str, Any]] = [{"code": "said", "text": said}] if said else []
    found += [{"code": "topics", "topics": topics}] if topics else []
    found += [{"code": "day", "day": days[0]}] if days else []
    return (*found, {"code": "language", "language": languages[0]})


def compared(
    mentees: Sequence[MentoringApplication], mentors: Sequence[MentoringApplication], affinity: Callable[[], Affinity | None]
) -> tuple[Scores, NDArray[np.object_]]:
    """How well each mentor fits each mentee, 0 to 1 (0: not more than chance), and the sentence that fits best, where it is one of the application or the profile."""
    lines = StandingLine.objects.filter(member__in=[m.member_id for m in mentors], side=StandingLine.Side.OFFER).order_by(
        "member", "position", "pk"
    )
    place = {mentor.member_id: k for k, mentor in enumerate(mentors)}
    said = [Said(k, OFFER, mentor.text) for k, mentor in enumerate(mentors)]
    said += [Said(place[pk], OFFER, text) for pk, text in lines.values_list("member_id", "text")]
    fit, best = np.zeros((len(mentees), len(mentors))), np.full((len(mentees), len(mentors)), "", dtype=object)
    if not mentees or not said:
        return fit, best
    pool = Pool(affinity())
    pool.look(said)
    for i, mentee in enumerate(mentees):
        beside = pool.compare(mentee.text, said, range(len(mentors)))
        found = beside.fit
        over = found.score >= beside.least
        top = float(found.score.max(initial=0.0))
        fit[i, over] = np.clip(found.score[over] / top, 0.0, 1.0) if top > 0 else 0.0
        for j in np.flatnonzero(over):
            best[i, j] = said[found.text[j]].text
    return fit, best


def shortlists(ground: Ground) -> list[Drawn]:
    """The best mentors of each mentee, by worth; equal worths in the order of who applied first."""
    found = []
    for i, mentee in enumerate(ground.mentees):
        order = np.argsort(-ground.worth[i], kind="stable")
        for j in [int(j) for j in order if ground.worth[i, j] >= 0][: rules.SHORTLIST]:
            found.append(Drawn(mentee.pk, ground.mentors[j].pk, float(ground.worth[i, j]), ground.reasons[i, j]))
    return found


def wished(season: MentoringSeason, ground: Ground) -> Scores:
    """What wishes add to each pair."""
    more = np.zeros_like(ground.worth)
    row = {mentee.member_id: i for i, mentee in enumerate(ground.mentees)}
    column = {mentor.member_id: j for j, mentor in enumerate(ground.mentors)}
    for member, mentor, position in MentoringWish.objects.filter(season=season).values_list("member_id", "mentor_id", "position"):
        if member in row and mentor in column:
            more[row[member], column[mentor]] = WISH * (1 - position / rules.SHORTLIST)
    return more


def matched(
    ground: Ground,
    more: Scores,
    seats: Sequence[int],
    *,
    seed: int,
    locked: Sequence[tuple[int, int]] = (),
    out: Sequence[tuple[int, int]] = (),
    free: Sequence[bool] | None = None,
) -> tuple[dict[int, int], Matching]:
    """The pairs (mentor by mentee, as positions) of most worth under the seats of mentors, as many as can be: one pair more counts more than any change of partners.

    `locked` pairs are in it, `out` are not; `free` says which mentees look for somebody.
    """
    n = len(ground.mentees)
    allowed = ground.worth >= 0
    for i, j in out:
        allowed[i, j] = False
    if free is not None:
        allowed[~np.array(free, dtype=bool)] = False
    for i, j in locked:
        allowed[i, j] = True
    pairs = np.argwhere(allowed)
    value = np.maximum(ground.worth, 0.0)[allowed] + more[allowed]
    whole = (n + 1) * float(value.max(initial=0.0)) + 1.0
    capacity = np.array([1] * n + list(seats), dtype=np.int64)
    known = {(int(i), int(j)): k for k, (i, j) in enumerate(pairs)}
    found = match(
        n + len(ground.mentors),
        pairs + np.array([0, n]),
        value + whole,
        capacity=capacity,
        locked=[known[pair] for pair in locked],
        seed=seed,
    )
    return {int(pairs[k][0]): int(pairs[k][1]) for k in found.chosen}, found


def draw_shortlists(*, season: MentoringSeason, at: datetime, affinity: Callable[[], Affinity | None]) -> bool:
    """Find for each mentee five who could accompany her."""
    return drafting.store_shortlists(season_id=season.pk, drawn=shortlists(ground_of(season, at, affinity)), at=at)


def draw_draft(*, season: MentoringSeason, at: datetime, affinity: Callable[[], Affinity | None]) -> bool:
    """Draw the pairs of the whole cohort, around what the people who care have kept or left out. Computes first, then writes in one short transaction."""
    ground = ground_of(season, at, affinity)
    row = {mentee.pk: i for i, mentee in enumerate(ground.mentees)}
    column = {mentor.pk: j for j, mentor in enumerate(ground.mentors)}
    decided = list(
        MentoringCandidate.objects.filter(mentee__season=season).values_list("mentee_id", "mentor_id", "locked_at", "excluded_at")
    )
    known = [(row[a], column[b], locked, out) for a, b, locked, out in decided if a in row and b in column]
    chosen, found = matched(
        ground,
        wished(season, ground),
        [mentor.mentees for mentor in ground.mentors],
        seed=season.seed,
        locked=[(i, j) for i, j, locked, _out in known if locked is not None and ground.worth[i, j] >= 0],
        out=[(i, j) for i, j, _locked, out in known if out is not None],
    )
    lists = shortlists(ground)
    listed = {(one.mentee, one.mentor) for one in lists}
    # A mentor whom the whole makes best for somebody, and who is not among her five, joins the list.
    lists += [
        Drawn(ground.mentees[i].pk, ground.mentors[j].pk, float(ground.worth[i, j]), ground.reasons[i, j])
        for i, j in chosen.items()
        if (ground.mentees[i].pk, ground.mentors[j].pk) not in listed
    ]
    return drafting.store_draft(
        season_id=season.pk, shortlists=lists, chosen={ground.mentees[i].pk: ground.mentors[j].pk for i, j in chosen.items()},
        objective=found.objective, bound=found.bound, at=at,
    )  # fmt: skip


def draw_next(*, season: MentoringSeason, at: datetime, affinity: Callable[[], Affinity | None]) -> int:
    """Ask the next best for whom the first did not come about; returns how many pairs were asked."""
    if season.pairs.waiting(at).exists():
        return 0
    ground = ground_of(season, at, affinity)
    held = season.pairs.holding()
    taken: dict[int, int] = {}
    for mentor in held.values_list("mentor_id", flat=True):
        taken[mentor] = taken.get(mentor, 0) + 1
    accompanied, tired = set(season.pairs.filter(expired_at=None).values_list("mentee_id", flat=True)), rules.resting(season)
    out = MentoringCandidate.objects.filter(mentee__season=season, excluded_at__isnull=False).values_list("mentee_id", "mentor_id")
    row = {mentee.pk: i for i, mentee in enumerate(ground.mentees)}
    column = {mentor.pk: j for j, mentor in enumerate(ground.mentors)}
    chosen, _found = matched(
        ground,
        wished(season, ground),
        [0 if mentor.member_id in tired else max(0, mentor.mentees - taken.get(mentor.member_id, 0)) for mentor in ground.mentors],
        seed=season.seed + season.pairs.count(),
        out=[(row[a], column[b]) for a, b in out if a in row and b in column],
        free=[mentee.member_id not in accompanied | tired for mentee in ground.mentees],
    )
    pairs = [(ground.mentors[j].member_id, ground.mentees[i].member_id, list(ground.reasons[i, j])) for i, j in chosen.items()]
    return actions.propose_next(season_id=season.pk, pairs=pairs, at=at) if pairs else 0
