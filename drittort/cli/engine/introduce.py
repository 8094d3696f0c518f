"""Propose a round of introductions between people who are not in contact yet, with value, parts and reasons, the proven bound, and what the round would change."""

import argparse
import json
import math
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np

from drittort.cli.engine.files import Refused, guarded, read_interactions, read_people
from drittort.engine.graph import Interactions, build_network
from drittort.engine.groups import CIRCLES, PAIRS, TABLES, TRIOS, Grouping, Size, form_groups
from drittort.engine.introductions import OBJECTIVES, Community, Ints, Reason, Round, Worth, propose
from drittort.engine.tables import People

PROTECTED = frozenset(
    [
        "gender",
        "sex",
        "age",
        "birthday",
        "born",
        "nationality",
        "religion",
        "ethnicity",
        "disability",
        "geschlecht",
        "alter",
        "geburtstag",
        "nationalität",
        "religion",
        "herkunft",
    ]
)
"""Columns that decide nothing here: whom one gets to know must not follow from them."""

RECOGNISED = frozenset(
    {"company", "industry", "location", "since", "counted_since", "languages", "days", "needs", "offers", "name", "email"}
)
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_GERMAN_DAYS = {"di": "tu", "mi": "we", "do": "th", "so": "su"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `drittort engine introduce`."""
    parser.add_argument("interactions", metavar="INTERACTIONS.csv", help="what was seen: source,target[,at][,kind][,weight]")
    parser.add_argument(
        "--people",
        metavar="PEOPLE.csv",
        help="id and any columns; company, industry, location, since, languages, days, needs, offers are understood, others are things in common",
    )
    parser.add_argument("--per-person", type=int, default=1, metavar="K", help="at most so many introductions each (default 1)")
    parser.add_argument("--seats", type=int, metavar="S", help="seats in all, two an introduction (default: enough)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="same seed, same round (default 0)")
    parser.add_argument("--size", metavar="K", help="groups of 2, of 3, or of a range such as 4-6, instead of introductions of two")
    parser.add_argument("--objective", choices=OBJECTIVES, default="uplift", help="uplift (default), or a baseline to compare with")
    parser.add_argument("--json", action="store_true", help="everything as JSON")


def community_of(contacts: Interactions, people: People | None = None, *, seed: int = 0) -> tuple[Community, list[str], str]:
    """Return the community of parsed files, its texts (needs and offers, as reasons count them), and on what the tie probabilities rest."""
    # Learning costs seconds to import: a refused file need not wait for it.
    from drittort.engine.ties.history import attributes_of, history_of
    from drittort.engine.ties.model import TieModel

    network = build_network(contacts, people=people.ids if people else ())
    n = len(network)
    place = {x: k for k, x in enumerate(network.ids)}
    columns: dict[str, list[str]] = {}
    if people:
        for name, values in people.columns.items():
            column = columns[name.casefold()] = [""] * n
            for x, value in zip(people.ids, values, strict=True):
                column[place[x]] = (value or "").strip()
    history = history_of(n, contacts.source, contacts.target, contacts.at, contacts.weight)
    telling = {
        k: v for k, v in columns.items() if k not in PROTECTED | {"needs", "offers", "name", "email", "languages", "days", "counted_since"}
    }
    model = TieModel(seed=seed + 1).fit(history, (), attributes_of(telling))
    texts: list[str] = []
    since = None
    if people and "since" in people.columns:
        since = np.full(n, np.nan)
        for x, day in zip(people.ids, people.days("since"), strict=True):
            since[place[x]] = np.nan if day is None else day
    shared = {}
    for name in sorted(set(telling) - RECOGNISED):
        codes = _codes(columns[name])
        common = np.bincount(codes[codes >= 0]) if (codes >= 0).any() else np.zeros(0)
        # What nobody shares, or nearly everybody, is no reason for two people.
        if len(common) and 1 < common.max() <= 0.5 * n:
            shared[name] = codes
    worth = _Helping(n, columns, texts) if columns.get("needs") and columns.get("offers") else None
    languages = columns.get("languages")
    days = columns.get("days")
    found = Community(
        network,
        company=_codes(columns["company"]) if "company" in columns else None,
        industry=_codes(columns["industry"]) if "industry" in columns else None,
        location=_codes(columns["location"]) if "location" in columns else None,
        languages=tuple(frozenset(x.casefold() for x in re.split(r"[\s,;|/]+", t) if x) for t in languages) if languages else None,
        days=np.array([_days(t) for t in days], dtype=bool).reshape(n, 7) if days else None,
        since=since,
        probability=lambda pairs: model.probability(pairs[:, 0], pairs[:, 1]),
        worth=worth,
        shared=shared,
    )
    return found, texts, model.basis


def _codes(values: Sequence[str]) -> Ints:
    """Number the distinct texts in their order; -1 for none."""
    distinct = {x: k for k, x in enumerate(sorted({v.casefold() for v in values if v}))}
    return np.array([distinct[v.casefold()] if v else -1 for v in values], dtype=np.int64)


def _days(text: str) -> list[bool]:
    named = {_GERMAN_DAYS.get(x[:2], x[:2]) for x in re.split(r"[\s,;|/]+", text.casefold()) if x}
    return [d in named for d in DAYS]


class _Helping:
    """What people can do for each other, by meaning; the encoder is loaded with the first question."""

    def __init__(self, n: int, columns: dict[str, list[str]], texts: list[str]) -> None:
        self.n = n
        self.owner: dict[str, list[int]] = {"needs": [], "offers": []}
        self.text: dict[str, list[str]] = {"needs": [], "offers": []}
        for kind in ("needs", "offers"):
            for k, cell in enumerate(columns[kind]):
                for text in filter(None, (x.strip() for x in re.split(r"[;|\n]", cell))):
                    self.owner[kind].append(k)
                    self.text[kind].append(text)
        texts += self.text["needs"] + self.text["offers"]

    def __call__(self, pairs: Ints) -> Worth:
        from drittort.engine.affinity import Affinity, help_between

        if not self.text["needs"] or not self.text["offers"]:
            return Worth(np.zeros(len(pairs)), np.full(len(pairs), -1), np.full(len(pairs), -1))
        affinity = Affinity()
        needs, offers = (affinity.read(affinity.vectors(self.text[kind])) for kind in ("needs", "offers"))
        found = help_between(affinity, self.n, affinity.widened(needs), self.owner["needs"], offers, self.owner["offers"], pairs)
        offer = np.where(found.offer >= 0, found.offer + len(self.text["needs"]), -1)
        return Worth(np.asarray(found.value, dtype=np.float64), np.asarray(found.need, dtype=np.int64), np.asarray(offer, dtype=np.int64))


def _sentence(reason: Reason, community: Community, texts: list[str]) -> str:
    p = reason.parameters
    if reason.code == "need_offer":
        return f"{texts[int(p['offer'])]!r} may answer {texts[int(p['need'])]!r}"
    return {
        "different_industries": "from different industries",
        "different_companies": "from different companies",
        "new_here": f"{community.network.ids[int(p.get('person', 0))]} is new",
        "shared": f"same {p.get('attribute', '')}",
        "same_industry": "same industry",
        "farther_circle": "brings circles together",
        "common_day": f"all here on {DAYS[int(p.get('day', 0))]}",
        "industries": f"{p.get('count', 0)} industries",
        "companies": f"{p.get('count', 0)} companies",
    }[reason.code]


def as_json(found: Round, community: Community, texts: list[str], basis: str) -> dict[str, object]:
    """Return the round as what `--json` prints: ids instead of positions, nan as null."""
    ids = community.network.ids

    def number(x: float) -> float | None:
        return round(x, 9) if math.isfinite(x) else None

    return {
        "pairs": [
            {
                "a": ids[q.a],
                "b": ids[q.b],
                "value": number(q.value),
                "parts": {k: v if isinstance(v, int) else number(v) for k, v in asdict(q.parts).items()},
                "reasons": [{"code": r.code, "text": _sentence(r, community, texts), **r.parameters} for r in q.reasons],
            }
            for q in found.pairs
        ],
        "total": number(found.total),
        "objective": number(found.objective),
        "bound": number(found.bound),
        "efficiency": {"before": number(found.efficiency_before), "after": number(found.efficiency_after)},
        "constraint": {"before": number(found.constraint_before), "after": number(found.constraint_after)},
        "closer": found.closer,
        "thin_served": found.thin_served,
        "candidates": found.candidates,
        "sampled": found.sampled,
        "unmatched": [{"id": ids[k], "reason": code} for k, code in found.unmatched],
        "ties": basis,
    }


NAMED = {"2": PAIRS, "3": TRIOS, "4-6": TABLES, "5-8": CIRCLES}
LARGEST = 12


def size_of(text: str) -> Size:
    """Read `3` or `4-6`. Raises Refused."""
    found = re.fullmatch(r"(\d{1,2})(?:-(\d{1,2}))?", text)
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 2 <= low <= high <= LARGEST:
        raise Refused(f"--size is a number such as 3 or a range such as 4-6, from 2 to {LARGEST}.")
    return NAMED.get(text, Size(low, high, (low + high) // 2))


def groups_as_json(found: Grouping, community: Community, texts: list[str], basis: str) -> dict[str, object]:
    """Return the groups as what `--json` prints: ids instead of positions, no bound where none is proven."""
    ids = community.network.ids
    return {
        "groups": [
            {
                "people": [ids[k] for k in group.people],
                "value": round(group.value, 9),
                "relaxed": list(group.relaxed),
                "reasons": [{"code": r.code, "text": _sentence(r, community, texts), **r.parameters} for r in group.reasons],
            }
            for group in found.groups
        ],
        "value": round(found.value, 9),
        "objective": round(found.objective, 9),
        "bound": round(found.bound, 9) if math.isfinite(found.bound) else None,
        "exact": found.exact,
        "fewest_unmatched": found.fewest,
        "efficiency": {"before": round(found.efficiency_before, 9), "after": round(found.efficiency_after, 9)},
        "unmatched": [{"id": ids[k], "reason": code} for k, code in found.unmatched],
        "ties": basis,
    }


def print_groups(found: Grouping, community: Community, texts: list[str]) -> None:
    """Print one line a group, and what all of them come to."""
    ids = community.network.ids
    for group in found.groups:
        why = "; ".join(_sentence(r, community, texts) for r in group.reasons)
        print(f"{' - '.join(ids[k] for k in group.people)}  {group.value:.3f}  {why}")
    seated = sum(len(group.people) for group in found.groups)
    print(
        f"{len(found.groups)} groups of {seated} people, value {found.value:.3f}; {len(found.unmatched)} people without a seat, at least {found.fewest} must be"
    )
    change = _change(found.efficiency_before, found.efficiency_after)
    print(f"efficiency {found.efficiency_before:.4f} -> {found.efficiency_after:.4f}{change}")


@guarded
def run(args: argparse.Namespace) -> int:
    """Print the round, one line an introduction, or JSON."""
    if args.per_person < 1 or (args.seats is not None and args.seats < 0) or args.seed < 0:
        raise Refused("--per-person must be at least 1, --seats and --seed not negative.")
    contacts = read_interactions(args.interactions)
    people = read_people(args.people) if args.people else None
    size = size_of(args.size) if args.size else None
    community, texts, basis = community_of(contacts, people, seed=args.seed)
    if size is not None:
        formed = form_groups(community, size, seed=args.seed)
        if args.json:
            json.dump(groups_as_json(formed, community, texts, basis), sys.stdout, ensure_ascii=False, indent=1)
            print()
        else:
            print_groups(formed, community, texts)
            print(basis, file=sys.stderr)
        return 0
    found = propose(community, objective=args.objective, per_person=args.per_person, seed=args.seed, seats=args.seats)
    if args.json:
        json.dump(as_json(found, community, texts, basis), sys.stdout, ensure_ascii=False, indent=1)
        print()
        return 0
    ids = community.network.ids
    for q in found.pairs:
        parts = f"a {q.parts.a:.2f}  p {q.parts.p:.3f}  v {q.parts.v:.2f}  g {q.parts.g:.2f}  f {q.parts.f:.2f}"
        print(f"{ids[q.a]} - {ids[q.b]}  {q.value:.3f}  {parts}  {'; '.join(_sentence(r, community, texts) for r in q.reasons)}")
    share = f" ({100 * found.objective / found.bound:.2f} %)" if found.bound > 0 else ""
    print(
        f"{len(found.pairs)} introductions, total value {found.total:.3f}; with fairness {found.objective:.3f} of at most {found.bound:.3f}{share}"
    )
    print(
        f"efficiency {found.efficiency_before:.4f} -> {found.efficiency_after:.4f}{_change(found.efficiency_before, found.efficiency_after)}"
    )
    print(
        f"constraint {found.constraint_before:.4f} -> {found.constraint_after:.4f}{_change(found.constraint_before, found.constraint_after)}"
    )
    print(f"{found.closer} more pairs of people within three steps; {len(found.unmatched)} people without an introduction")
    print(basis, file=sys.stderr)
    return 0


def _change(before: float, after: float) -> str:
    return f" ({100 * (after / before - 1):+.1f} %)" if before > 0 else ""
