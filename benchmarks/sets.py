"""Published communities in the project's own formats: the capital report of each, or its files (needs --data)."""

import argparse
import csv
import gzip
import io
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path

from benchmarks.machine import headline

LARGEST_EVENT = 20

Rows = Iterable[tuple[object, ...]]
Written = tuple[str, str | None]


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a csv file, packed or not, by column."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    yield from csv.DictReader(io.StringIO(text, newline=""))


def written(head: str, lines: Rows) -> str:
    """Return a csv text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head.split(","))
    writer.writerows(lines)
    return text.getvalue()


def office(data: Path) -> Written:
    """92 people of an office building who wore badges for eleven days: face-to-face contacts, a row for each 20 seconds."""
    folder = data / "sociopatterns_invs13"
    contacts = written("source,target,at,kind", ((r["i"], r["j"], r["t"], "meeting") for r in rows(folder / "contacts.csv.gz")))
    return contacts, (folder / "people.csv").read_text(encoding="utf-8")


def lawyers(data: Path) -> Written:
    """71 lawyers: who asks whom for advice, without a time."""
    folder = data / "lazega_lawyers"
    advice = written("source,target,kind", ((r["from"], r["to"], "advice") for r in rows(folder / "ties.csv") if r["relation"] == "advice"))
    return advice, (folder / "people.csv").read_text(encoding="utf-8")


def researchers(data: Path) -> Written:
    """32 researchers: how many messages each sent to each, without a time."""
    folder = data / "eies"
    sent = ((r["from"], r["to"], "message", r["messages"]) for r in rows(folder / "messages.csv") if r["from"] != r["to"])
    return written("source,target,kind,weight", sent), (folder / "people.csv").read_text(encoding="utf-8")


def meetup(data: Path) -> Written:
    """Two years of meetup evenings of at most 20 people in one city; everybody's most frequent category as attribute."""
    folder = data / "nashville_meetup"
    category = {r["group"]: r["category"] for r in rows(folder / "groups.csv")}
    events = {r["event"]: (r["time"], category.get(r["group"], "")) for r in rows(folder / "events.csv.gz")}
    came: dict[str, list[str]] = defaultdict(list)
    for r in rows(folder / "rsvps.csv.gz"):
        came[r["event"]].append(r["member"])
    taste: dict[str, Counter[str]] = defaultdict(Counter)
    pairs = []
    for event, members in came.items():
        at, kind = events[event]
        members = sorted(set(members))
        for member in members:
            taste[member][kind] += 1
        if 2 <= len(members) <= LARGEST_EVENT:
            share = round(1 / (len(members) - 1), 6)
            pairs += [(a, b, at.replace(" ", "T"), "event", share) for a, b in combinations(members, 2)]
    met = {x for p in pairs for x in p[:2]}
    people = written("id,category", ((m, taste[m].most_common(1)[0][0]) for m in sorted(met)))
    # Two evenings of one pair at the same hour under other names would read as a repeated line: they are one evening.
    return written("source,target,at,kind,weight", dict.fromkeys(pairs)), people


def students(data: Path) -> Written:
    """Text messages and answered calls of 600 students over four weeks."""
    folder = data / "copenhagen"
    lines = [(r["from"], r["to"], r["timestamp"], "message") for r in rows(folder / "sms.csv.gz")]
    lines += [(r["from"], r["to"], r["timestamp"], "call") for r in rows(folder / "calls.csv.gz") if r["duration"] != "-1"]
    return written("source,target,at,kind", lines), None


SETS: dict[str, Callable[[Path], Written]] = {
    "office": office,
    "lawyers": lawyers,
    "researchers": researchers,
    "meetup": meetup,
    "students": students,
}


def main() -> int:
    """Write the files of the chosen sets, or print their reports."""
    parser = argparse.ArgumentParser(prog="bin/bench sets", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with the published sets")
    parser.add_argument("--only", nargs="*", choices=sorted(SETS), default=sorted(SETS))
    parser.add_argument("--write", type=Path, metavar="DIR", help="write NAME.interactions.csv and NAME.people.csv there and stop")
    args = parser.parse_args()
    from drittort.cli.engine import report
    from drittort.engine.capital import capital_report
    from drittort.engine.formats import parse_interactions
    from drittort.engine.graph import build_network
    from drittort.engine.tables import parse_people

    if not args.write:
        print(headline("numpy", "scipy", "igraph"))
    for name in args.only:
        contacts_text, people_text = SETS[name](args.data)
        if args.write:
            args.write.mkdir(parents=True, exist_ok=True)
            (args.write / f"{name}.interactions.csv").write_text(contacts_text, encoding="utf-8")
            if people_text is not None:
                (args.write / f"{name}.people.csv").write_text(people_text, encoding="utf-8")
            continue
        start = time.perf_counter()
        contacts, people = parse_interactions(contacts_text), parse_people(people_text or "id\n")
        read = time.perf_counter()
        network = build_network(contacts.value, people=people.value.ids)
        row = {person: i for i, person in enumerate(people.value.ids)}
        groups = {k: [v[row[p]] if p in row else None for p in network.ids] for k, v in people.value.groupings().items()}
        built = time.perf_counter()
        found = capital_report(network, groups=groups, contacts=contacts.value)
        done = time.perf_counter()
        print(f"\n\n######## {name}: {SETS[name].__doc__}")
        print(
            f"{contacts.rows:,} rows; read {read - start:.2f} s, network {built - read:.2f} s, report {done - built:.2f} s; {len(contacts.problems)} lines left out\n"
        )
        print("\n".join(report.lines(found, dated=name not in ("lawyers", "researchers"))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
