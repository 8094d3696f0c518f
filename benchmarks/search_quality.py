"""Recall of the search for people by words, by meaning and by both, on labelled queries in German and English.

Recall@5 of both together, as it was measured:

| | dev | test | held | test2 | held2 | test3 | held3 |
|---|---|---|---|---|---|---|---|
| maps drawn on by 722 written topics | .940 | .874 | .953 | .880 | .888 | .952 | |
| by 4,329, as it stands | .956 | .899 | | .898 | | .952 | .937 |

The whole first set was used for choosing, and the second was looked at twice. The third was written blind and committed before it was measured, with nothing chosen
on it: it says what a new house may expect. Words alone find .43 to .67.
"""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import csv
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import headline, house_in

HERE = Path(__file__).parent
AT = 5
GOAL = 0.9
SPACE = 1


@dataclass(frozen=True)
class Person:
    """A person of the set, as the directory knows them."""

    id: str
    name: str
    language: str
    line: str
    offers: tuple[str, ...]
    seeks: tuple[str, ...]
    company: str
    industry: str


@dataclass(frozen=True)
class Query:
    """What somebody asked, and who answers it."""

    language: str
    text: str
    relevant: frozenset[str]
    split: str


def several(text: str) -> tuple[str, ...]:
    """The parts of a cell."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


def labelled(splits: Sequence[str], number: str = "") -> tuple[list[Person], list[Query]]:
    """A published set: `search/people.csv` and `search/queries.csv`, or with its number another; only the queries of some splits."""
    with (HERE / f"search/people{number}.csv").open(encoding="utf-8") as file:
        people = [
            Person(r["id"], r["name"], r["language"], r["line"], several(r["offers"]), several(r["seeks"]), r["company"], r["industry"])
            for r in csv.DictReader(file)
        ]
    with (HERE / f"search/queries{number}.csv").open(encoding="utf-8") as file:
        queries = [Query(r["language"], r["query"], frozenset(several(r["relevant"])), r["split"]) for r in csv.DictReader(file)]
    return people, [q for q in queries if q.split in splits]


def development() -> tuple[list[Person], list[Query]]:
    """The set on which weights were chosen: a person for each topic of `needs_development.csv`, who offers it in one language and seeks something else in the other;
    as queries the needs of both languages, and what people type (`search/development.csv`)."""
    with (HERE / "needs_development.csv").open(encoding="utf-8") as file:
        topics = list(csv.DictReader(file))
    people, queries = [], []
    for k, row in enumerate(topics):
        language, other = ("de", "en") if k % 2 else ("en", "de")
        sought = topics[(k + 17) % len(topics)]
        people.append(Person(row["topic"], f"Person {k}", language, "", (row[f"offer_{language}"],), (sought[f"need_{other}"],), "", ""))
        queries += [Query(lang, row[f"need_{lang}"], frozenset({row["topic"]}), "needs") for lang in ("de", "en")]
    with (HERE / "search/development.csv").open(encoding="utf-8") as file:
        queries += [Query(r["language"], r["query"], frozenset(several(r["relevant"])), "typed") for r in csv.DictReader(file)]
    return people, queries


def index_people(people: Sequence[Person]) -> None:
    """Write them into the index by the code of the directory: as members with lines and companies."""
    from datetime import date

    from django.utils import timezone

    from drittort.core.search import index
    from drittort.members.models import Company, Employment, Member, StandingLine
    from drittort.members.people import index as directory
    from drittort.spaces.models import Space

    now = timezone.now()
    space = Space.objects.create(pk=SPACE, slug="bench", name="Bench", created_at=now)
    for k, one in enumerate(people, 1):
        member = Member.objects.create(
            pk=k, space=space, name=one.name, line=one.line, language=one.language, portrait="x", joined_on=date(2026, 1, 1)
        )
        for side, texts in (("offer", one.offers), ("seek", one.seeks)):
            for place, text in enumerate(texts):
                StandingLine.objects.create(member=member, side=side, text=text, language=one.language, position=place)
        if one.company:
            firm, _ = Company.objects.get_or_create(space=space, name=one.company, defaults={"industry": one.industry})
            Employment.objects.create(member=member, company=firm, from_on=date(2026, 1, 1))
    index.index_everything(space.pk, now, [directory.PERSON])


def ways() -> dict[str, Callable[[str], list[int]]]:
    """The three ways to find: each gives ids, best first. The meaning is ranked by the encoder itself, without its socket."""
    from django.utils import timezone

    from drittort.core.models import SearchDocument
    from drittort.core.search import find, jobs, words
    from drittort.core.search.encoder import Encoder
    from drittort.core.search.meaning import Near
    from drittort.members.people.index import PERSON

    encoder = Encoder()
    jobs.own_packing = lambda: encoder.packing  # one model is enough in one process
    keys = list(SearchDocument.objects.values_list("pk", flat=True))
    jobs.encode({"documents": keys}, timezone.now())
    encoder.look()

    def near(text: str) -> list[Near]:
        return [Near(*row) for row in encoder.near(SPACE, PERSON, text, find.LIMIT)]

    def by_words(text: str) -> list[words.Found]:
        return words.find(SPACE, PERSON, text, limit=find.LIMIT)[0]

    return {
        "words": lambda text: [one.ref for one in by_words(text)],
        "meaning": lambda text: [one.ref for one in near(text)],
        "both": lambda text: [one.ref for one in find.merged(by_words(text), near(text))],
    }


def recall(found: Sequence[int], relevant: frozenset[int]) -> float:
    """The share of those who answer a query, up to five of them, that stand among the first five."""
    return len(set(found[:AT]) & relevant) / min(len(relevant), AT)


def measure(people: Sequence[Person], queries: Sequence[Query], show: bool) -> float:
    """Print recall for each way, language and split; returns that of both together over all queries."""
    number = {one.id: k for k, one in enumerate(people, 1)}
    unknown = {ref for q in queries for ref in q.relevant} - number.keys()
    if unknown:
        raise SystemExit(f"queries name people who are not in the set: {sorted(unknown)}")
    asks = ways()
    got: dict[tuple[str, str], list[float]] = defaultdict(list)
    for query in queries:
        relevant = frozenset(number[ref] for ref in query.relevant)
        for way, ask in asks.items():
            found = ask(query.text)
            value = recall(found, relevant)
            for group in ("all", query.language, query.split):
                got[way, group].append(value)
            if show and way == "both" and value < 1:
                missed = [people[pk - 1].id for pk in sorted(relevant - set(found[:AT]))]
                places = {
                    w: [a(query.text).index(number[m]) + 1 if number[m] in a(query.text) else 0 for m in missed] for w, a in asks.items()
                }
                print(
                    f"  missed: {query.text!r} wants {', '.join(missed)}; places {places}; first {[people[pk - 1].id for pk in found[:3]]}"
                )
    groups = list(dict.fromkeys(["all", *sorted({q.language for q in queries}), *sorted({q.split for q in queries})]))
    print(f"\nrecall@{AT}      " + "".join(f"{g:>12}" for g in groups))
    for way in asks:
        print(f"{way:<12}" + "".join(f"{sum(got[way, g]) / len(got[way, g]):>12.3f}" for g in groups))
    print(f"{'queries':<12}" + "".join(f"{len(got['both', g]):>12}" for g in groups))
    return sum(got["both", "all"]) / len(got["both", "all"])


def main() -> int:
    """Measure; exit code 1 when the goal is missed on the labelled set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--development", action="store_true", help="the set on which weights were chosen, instead of the labelled one")
    parser.add_argument("--held", action="store_true", help="the held-back queries, looked at once in the end")
    parser.add_argument("--split", choices=["dev", "test"], help="one split of the labelled set instead of both")
    parser.add_argument(
        "--set", choices=["1", "2", "3"], default="1", help="which published set: 2 has test2 and held2, 3 has test3 and held3"
    )
    parser.add_argument("--missed", action="store_true", help="print what was not found")
    args = parser.parse_args()
    print(headline("Django", "numpy"))
    if args.development:
        people, queries = development()
    elif args.set != "1":
        people, queries = labelled([f"{'held' if args.held else 'test'}{args.set}"], args.set)
    else:
        people, queries = labelled(["held"] if args.held else [args.split] if args.split else ["dev", "test"])
    print(f"{len(people)} people, {len(queries)} queries")
    with tempfile.TemporaryDirectory() as folder:
        house_in(folder)
        index_people(people)
        value = measure(people, queries, args.missed)
    if args.development:
        return 0
    print(f"goal: {GOAL} by both; {'reached' if value >= GOAL else 'missed'}")
    return 0 if value >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
