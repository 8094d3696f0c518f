"""Tell how a community holds together: the social-capital report of a file of interactions."""

import json
import sys
import textwrap
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from drittort.cli.engine.files import Refused, guarded, read_interactions, read_people
from drittort.engine.capital import REASONS, CapitalReport, Measure, capital_report
from drittort.engine.channels import HALF_LIFE, LARGEST_EVENT, THETA
from drittort.engine.graph import build_network
from drittort.engine.tables import People, days_of

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("People and ties", ("people", "active", "ties", "isolates", "thin")),
    ("How it holds together", ("density", "mean_ties", "pieces", "giant_share", "efficiency", "within_three", "mean_steps", "robustness")),
    ("Giving and taking", ("reciprocity", "reciprocity_binary")),
    ("Among friends, and beyond", ("transitivity", "inside_ties", "inside_strength", "ei_index")),
    ("Bridges", ("constraint", "effective_size", "local_bridges", "cut_ties", "weak_strength")),
    ("Core and spread", ("core", "core_people", "degree_gini", "strength_top", "betweenness_top", "received_gini")),
    ("Communities", ("communities", "modularity", "stability")),
    ("Newcomers", ("first_tie_days", "first_tie_30", "third_tie_days", "third_tie_90")),
)

NAMES: dict[str, str] = {
    "people": "people",
    "active": "with a tie",
    "ties": "ties",
    "isolates": "without a tie",
    "thin": "thinly tied",
    "density": "density",
    "mean_ties": "ties a person",
    "pieces": "pieces",
    "giant_share": "largest piece",
    "efficiency": "efficiency",
    "within_three": "within three steps",
    "mean_steps": "mean distance",
    "robustness": "robustness",
    "reciprocity": "reciprocity",
    "reciprocity_binary": "answered ties",
    "transitivity": "transitivity",
    "inside_ties": "ties inside",
    "inside_strength": "strength inside",
    "ei_index": "E-I index",
    "constraint": "constraint",
    "effective_size": "effective size",
    "local_bridges": "local bridges",
    "cut_ties": "only links",
    "weak_strength": "weak ties' share",
    "core": "innermost core",
    "core_people": "people in the core",
    "degree_gini": "Gini of ties",
    "strength_top": "strength of the top 5 %",
    "betweenness_top": "paths through the top 5 %",
    "received_gini": "Gini of introductions",
    "communities": "communities",
    "modularity": "modularity",
    "stability": "stability",
    "first_tie_days": "days to the first tie",
    "first_tie_30": "tied after 30 days",
    "third_tie_days": "days to the third tie",
    "third_tie_90": "three ties after 90 days",
}

SHARES = frozenset(
    {
        "giant_share",
        "within_three",
        "robustness",
        "reciprocity",
        "reciprocity_binary",
        "inside_ties",
        "inside_strength",
        "local_bridges",
        "weak_strength",
        "strength_top",
        "betweenness_top",
        "stability",
        "first_tie_30",
        "third_tie_90",
    }
)
COUNTS = frozenset({"people", "active", "ties", "isolates", "thin", "pieces", "cut_ties", "core", "core_people", "communities"})


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument(
        "interactions", metavar="INTERACTIONS.csv", help="source,target[,at][,kind][,weight]; gzip and - (standard input) work too"
    )
    parser.add_argument("--people", metavar="PEOPLE.csv", help="id and any columns: company, department, industry, since and others")
    parser.add_argument("--json", action="store_true", help="print one JSON object with stable keys")
    parser.add_argument("--at", metavar="TIME", help="look at the community at this moment (default: the last contact)")
    parser.add_argument(
        "--half-life", type=float, default=HALF_LIFE, metavar="DAYS", help="days after which a contact counts half (default: %(default)g)"
    )
    parser.add_argument("--theta", type=float, default=THETA, help="strength from which on two people are tied (default: %(default)g)")
    parser.add_argument("--seed", type=int, default=0, help="for everything drawn at random (default: %(default)s)")


@guarded
def run(args: Namespace) -> int:
    """Print the report; return the exit code."""
    if not 0 < args.half_life < float("inf") or not 0 < args.theta < float("inf"):
        raise Refused("--half-life and --theta must be above zero.")
    if args.seed < 0:
        raise Refused("--seed must not be below zero.")
    try:
        now = None if args.at is None else days_of(args.at)
    except ValueError:
        raise Refused(f"--at {args.at}: This is not a time; write it like 2026-03-31.") from None
    contacts = read_interactions(args.interactions)
    people = read_people(args.people) if args.people else People((), {})
    network = build_network(contacts, half_life=args.half_life, theta=args.theta, now=now, people=people.ids)
    row = {person: i for i, person in enumerate(people.ids)}
    groups = {
        name: [values[row[person]] if person in row else None for person in network.ids] for name, values in people.groupings().items()
    }
    since = None
    if "since" in people.columns:
        came = people.days("since")
        since = [came[row[person]] if person in row else None for person in network.ids]
    report = capital_report(network, groups=groups, contacts=contacts, since=since, seed=args.seed)
    dated = bool((contacts.at == contacts.at).any())
    crowded = int(((contacts.weight == 0) & (contacts.kind == contacts.kinds.index("event"))).sum()) if "event" in contacts.kinds else 0
    if args.json:
        found = report.as_json()
        found["at"] = _moment(report.now) if dated else None
        found["rows_without_weight"] = crowded
        json.dump(found, sys.stdout, indent=2, ensure_ascii=False, allow_nan=False)
        print()
        return 0
    unlisted = sum(person not in row for person in network.ids) if args.people else 0
    print("\n".join(lines(report, dated=dated, unlisted=unlisted, crowded=crowded)))
    return 0


def _moment(days: float) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=days)).isoformat(timespec="seconds")


def lines(report: CapitalReport, *, dated: bool = True, unlisted: int = 0, crowded: int = 0) -> list[str]:
    """Return the report as text: each measure with its value, one sentence of what it means, and how it was computed where that is not plain."""
    head = f"Social capital on {_moment(report.now)[:10]}" if dated else "Social capital (contacts without dates: one snapshot)"
    tie = f"Two people are tied while the strength of their contact is at least {report.theta:g}; a contact counts half after {report.half_life:g} days."
    result = [head, "=" * len(head), "", *textwrap.wrap(tie, 110)]
    if unlisted:
        result += textwrap.wrap(
            f"{_people(unlisted)} of the interactions {'is' if unlisted == 1 else 'are'} not in the file of people.", 110
        )
    if crowded:
        note = f"Events of more than {LARGEST_EVENT} people tie nobody: {crowded:,} {'row does' if crowded == 1 else 'rows do'} not count."
        result += textwrap.wrap(note, 110)
    silent = {m.key for m in report.measures if m.reason == "few_people"}
    for title, keys in SECTIONS:
        told = [m for key in keys for m in report.measures if m.key == key and m.key not in silent and m.reason != "not_given"]
        if told and not all(m.reason in ("no_since", "no_dates") for m in told):
            result += ["", title, "-" * len(title)]
            for measure in told:
                result += _entry(measure, report)
    if silent:
        result += ["", *textwrap.wrap(f"No network measure is shown: {REASONS['few_people']}.", 110)]
    return result


def _entry(m: Measure, report: CapitalReport) -> list[str]:
    name = NAMES[m.key] + (f", {m.attribute}" if m.attribute else "")
    extra = []
    if m.low is not None and m.high is not None:
        extra.append(f"95 %: {shown(m, m.low)} to {shown(m, m.high)}")
    elif m.low is not None:
        extra.append(f"95 %: at least {shown(m, m.low)}")
    if m.chance_low is not None and m.chance_high is not None:
        extra.append(f"by chance {shown(m, m.chance_low)} to {shown(m, m.chance_high)}")
    if m.method not in ("exact", "counted") and m.reason is None:
        extra.append(m.computed)
    text = sentence(m, report) + (f" [{'; '.join(extra)}]" if extra else "")
    first = f"  {name:<28} {shown(m, m.value):>8}  "
    return textwrap.wrap(text, 118, initial_indent=first, subsequent_indent=" " * 41)


def shown(m: Measure, value: float | None) -> str:
    """Return a value as a reader writes it: shares in per cent, counts whole, the rest with three digits."""
    if value is None:
        return "-"
    if m.key in SHARES:
        return _share(value)
    if m.key in COUNTS:
        return f"{value:,.0f}"
    if m.key.endswith("_days"):
        return f"{value:.0f}"
    if m.key in ("mean_ties", "mean_steps", "effective_size"):
        return f"{value:.1f}"
    return f"{value:.4f}" if 0 < abs(value) < 0.01 else f"{value:.3f}"


def _people(count: float) -> str:
    return "one person" if count == 1 else f"{count:,.0f} people"


def sentence(m: Measure, report: CapitalReport) -> str:
    """Return one English sentence that says what a measure means here."""
    if m.value is None:
        return f"Not shown: {REASONS[m.reason or 'not_given']}."
    return _SENTENCES[m.key](m, m.value, report)


def _against_chance(m: Measure, above: str, below: str, between: str) -> str:
    if m.value is None or m.chance_low is None or m.chance_high is None:
        return ""
    return above if m.value > m.chance_high else below if m.value < m.chance_low else between


def _share(value: float) -> str:
    if value == 0 or value >= 0.1:
        return f"{100 * value:.0f} %"
    return f"{100 * value:.1f} %" if value >= 0.001 else f"{100 * value:.2g} %"


def _reciprocity(m: Measure, value: float, report: CapitalReport) -> str:
    if value == 0:
        return "No pair has contacts in both directions; if the file names each pair once, this says nothing."
    if value > 1 - 1e-9:
        return "Everything is returned in full; contacts without a direction (meetings, events) always are."
    return f"{_share(value)} of what one side gives comes back from the other, in strength."


def _ei(m: Measure, value: float, report: CapitalReport) -> str:
    told = (
        "all ties lie inside"
        if value == -1
        else "all ties lie between"
        if value == 1
        else "more ties between than inside"
        if value > 0
        else "more ties inside than between"
        if value < 0
        else "as many ties inside as between"
    )
    chance = _against_chance(m, "more open than chance would make it", "more closed than chance would make it", "no different from chance")
    return f"{told[0].upper()}{told[1:]} groups of the same {m.attribute}" + (f"; {chance}." if chance else ".")


def _transitivity(m: Measure, value: float, report: CapitalReport) -> str:
    chance = _against_chance(
        m, "more than chance: people form circles", "less than chance: contacts rarely know each other", "no more than chance"
    )
    return f"Of two people who share a contact, {_share(value)} are tied themselves" + (f"; {chance}." if chance else ".")


def _robustness(m: Measure, value: float, report: CapitalReport) -> str:
    held = "still holds" if value >= 0.8 else "holds in part" if value >= 0.5 else "falls apart"
    return f"Without the 5 % with the most ties the community {held}: {_share(value)} of the rest remain in one piece."


def _modularity(m: Measure, value: float, report: CapitalReport) -> str:
    plain = "weakly" if value < 0.3 else "clearly" if value < 0.6 else "sharply"
    chance = _against_chance(
        m,
        "more than chance would make them look",
        "less than in a random network",
        "but no more than chance makes a network look: don't read much into them",
    )
    return f"The communities are {plain} set apart" + (f", {chance}." if chance else ".")


def _stability(m: Measure, value: float, report: CapitalReport) -> str:
    told = (
        "the division can be relied on"
        if value >= 0.8
        else "its cores can be relied on, its edges not"
        if value >= 0.4
        else "the division is one of many: don't name it"
    )
    return f"{_share(value)} of the pairs in one community are together in at least 80 % of the runs: {told}."


def _weak(m: Measure, value: float, report: CapitalReport) -> str:
    if value == 0:
        return "At least half of the ties are equally weak, so that none lies below the median."
    return f"The weaker half of the ties carries {_share(value)} of all strength; much that is new comes over weak ties."


def _inside(m: Measure, value: float, report: CapitalReport) -> str:
    chance = _against_chance(m, "more than chance", "less than chance", "about what chance gives")
    return f"{_share(value)} of the ties join two people of the same {m.attribute}" + (f", {chance}." if chance else ".")


def _gini(m: Measure, value: float, report: CapitalReport) -> str:
    told = "spread evenly" if value < 0.25 else "spread unevenly" if value < 0.5 else "in few hands"
    return f"Ties are {told} (0: all have as many, 1: one has them all)."


_SENTENCES: dict[str, Callable[[Measure, float, CapitalReport], str]] = {
    "people": lambda m, v, r: f"{_people(v).capitalize()} {'is' if v == 1 else 'are'} known.",
    "active": lambda m, v, r: f"{_people(v).capitalize()} {'has' if v == 1 else 'have'} at least one tie now.",
    "ties": lambda m, v, r: "Pairs of people whose contact is strong enough now.",
    "isolates": lambda m, v, r: (
        "Nobody stands alone."
        if v == 0
        else f"{_people(v).capitalize()} ({_share(v / m.n)}) {'stands' if v == 1 else 'stand'} alone: start here."
    ),
    "thin": lambda m, v, r: (
        "Everybody has three ties or more."
        if v == 0
        else f"{_people(v).capitalize()} ({_share(v / m.n)}) {'has' if v == 1 else 'have'} fewer than three ties, those without any included."
    ),
    "density": lambda m, v, r: (
        f"{_share(v)} of all possible pairs are tied."
        if v >= 0.001
        else "Of all possible pairs very few are tied, as is usual where there are many people."
    ),
    "mean_ties": lambda m, v, r: f"A person has {v:.1f} ties in the mean, those without any included.",
    "pieces": lambda m, v, r: (
        "Everybody with a tie is in one piece." if v == 1 else f"The community falls into {v:,.0f} pieces of two people or more."
    ),
    "giant_share": lambda m, v, r: f"{_share(v)} of the people can reach each other over others.",
    "efficiency": lambda m, v, r: (
        "How close people are over all pairs: 1 if everybody knew everybody, 0 if nobody did; pairs out of reach count 0."
    ),
    "within_three": lambda m, v, r: f"{_share(v)} of the pairs are at most three steps apart: a contact's contact can introduce them.",
    "mean_steps": lambda m, v, r: f"Who can reach each other at all is {v:.1f} steps apart in the mean.",
    "robustness": _robustness,
    "reciprocity": _reciprocity,
    "reciprocity_binary": lambda m, v, r: f"{_share(v)} of the ties counted by direction also run the other way.",
    "transitivity": _transitivity,
    "inside_ties": _inside,
    "inside_strength": lambda m, v, r: f"Weighed by strength {_share(v)} of the contact stays with the same {m.attribute}.",
    "ei_index": _ei,
    "constraint": lambda m, v, r: (
        "How much a person's contacts are each other's contacts, in the mean of those with a tie: lower means more openings to others."
    ),
    "effective_size": lambda m, v, r: f"In the mean a person's contacts lead to {v:.1f} different corners.",
    "local_bridges": lambda m, v, r: f"{_share(v)} of the ties join two people without a common contact: news travels over them.",
    "cut_ties": lambda m, v, r: (
        "No tie is the only link between two parts."
        if v == 0
        else f"{v:,.0f} {'tie is' if v == 1 else 'ties are'} the only link between two parts."
    ),
    "weak_strength": _weak,
    "core": lambda m, v, r: f"At the centre is a circle in which everybody has at least {v:,.0f} ties with the others of it.",
    "core_people": lambda m, v, r: f"{_people(v).capitalize()} ({_share(v / m.n)}) belong to this circle.",
    "degree_gini": _gini,
    "strength_top": lambda m, v, r: f"The 5 % with the most contact have {_share(v)} of all strength.",
    "betweenness_top": lambda m, v, r: (
        f"{_share(v)} of what goes over others goes over 5 % of the people"
        + (": they carry much, and would be missed." if v > 0.4 else ".")
    ),
    "received_gini": lambda m, v, r: "How evenly introductions reach people (0: evenly, 1: one person gets them all).",
    "communities": lambda m, v, r: f"The ties fall most naturally into {v:,.0f} communities of two people or more.",
    "modularity": _modularity,
    "stability": _stability,
    "first_tie_days": lambda m, v, r: f"Half of the newcomers ({m.n} seen) have a first tie after {v:.0f} days.",
    "first_tie_30": lambda m, v, r: f"{_share(v)} of the newcomers have a tie after 30 days; the others are the ones to look after.",
    "third_tie_days": lambda m, v, r: f"Half of the newcomers have three ties after {v:.0f} days.",
    "third_tie_90": lambda m, v, r: f"{_share(v)} of the newcomers have three ties after 90 days.",
}
