"""Four real communities brought in as sample houses: times of import, rebuild and report, and what the report says of them."""

import argparse
import csv
import gzip
import itertools
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import headline

Rows = Iterable[tuple[object, ...]]
LARGEST_EVENING = 20
DISCIPLINES = {"1": "Sociology", "2": "Anthropology", "3": "Mathematics and statistics", "4": "Other"}
OFFICES = {"1": "Boston", "2": "Hartford", "3": "Providence"}
SHOWN = (
    "people", "ties", "isolates", "thin", "mean_ties", "giant_share", "efficiency", "mean_steps", "reciprocity", "transitivity", "constraint",
    "communities", "modularity", "degree_gini",
)  # fmt: skip


@dataclass(frozen=True)
class Community:
    """One community: folder of its data, name of its house, what stands for companies, and how its files are written."""

    slug: str
    folder: str
    name: str
    groups: str
    write: Callable[[Path, Path], None]


def table(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV file, packed or not."""
    raw = path.read_bytes()
    yield from csv.DictReader((gzip.decompress(raw) if path.suffix == ".gz" else raw).decode().splitlines())


def write(path: Path, head: str, rows: Rows) -> None:
    """Write one CSV file."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(head.split(","))
        writer.writerows(rows)


def office(data: Path, to: Path) -> None:
    """Contacts of twenty seconds face to face; the clock starts in 1970, for only its differences are known."""
    write(to / "people.csv", "id,company", ((row["id"], row["department"]) for row in table(data / "people.csv")))
    rows = ((row["i"], row["j"], row["t"], "meeting") for row in table(data / "contacts.csv.gz"))
    write(to / "interactions.csv", "source,target,at,kind", rows)


def lawyers(data: Path, to: Path) -> None:
    """Who asks whom for advice; no times. Offices stand for companies."""
    people = ((p["id"], OFFICES[p["office"]], "partner" if p["status"] == "1" else "associate") for p in table(data / "people.csv"))
    write(to / "people.csv", "id,company,status", people)
    rows = ((row["from"], row["to"], "advice") for row in table(data / "ties.csv") if row["relation"] == "advice")
    write(to / "interactions.csv", "source,target,kind", rows)


def researchers(data: Path, to: Path) -> None:
    """Messages of a computer conference, their number as weight; no times. Messages to oneself stand in the data and are left out."""
    write(to / "people.csv", "id,company", ((row["id"], DISCIPLINES[row["discipline"]]) for row in table(data / "people.csv")))
    rows = ((row["from"], row["to"], "message", row["messages"]) for row in table(data / "messages.csv"))
    write(to / "interactions.csv", "source,target,kind,weight", rows)


def evenings(data: Path, to: Path) -> None:
    """Everybody who said yes to the same evening of at most twenty people. The group of most of somebody's evenings stands for the company."""
    events = {row["event"]: row for row in table(data / "events.csv.gz")}
    guests: dict[str, set[str]] = defaultdict(set)
    for row in table(data / "rsvps.csv.gz"):
        guests[row["event"]].add(row["member"])
    home: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for event, who in guests.items():
        for person in who:
            home[person][events[event]["group"]] += 1
    people = ((person, "Group " + min(groups, key=lambda g, n=groups: (-n[g], int(g)))) for person, groups in sorted(home.items()))
    write(to / "people.csv", "id,company", people)
    # Many evenings begin at the same minute: the weight is given, as the engine could not tell them apart.
    rows = (
        (a, b, events[event]["time"].replace(" ", "T"), "event", f"{1 / (len(who) - 1):.6f}")
        for event, who in sorted(guests.items(), key=lambda item: int(item[0]))
        if 2 <= len(who) <= LARGEST_EVENING
        for a, b in itertools.combinations(sorted(who), 2)
    )
    write(to / "interactions.csv", "source,target,at,kind,weight", rows)


COMMUNITIES = (
    Community("office", "sociopatterns_invs13", "Office building, face to face", "departments", office),
    Community("lawyers", "lazega_lawyers", "Law firm, advice", "offices", lawyers),
    Community("researchers", "eies", "Researchers, messages", "disciplines", researchers),
    Community("evenings", "nashville_meetup", "Meetup evenings, a whole city", "groups", evenings),
)


def bring_in(community: Community, data: Path, folder: Path) -> None:
    """Convert, import, rebuild and report one community, and print what came of it."""
    from django.core.management import call_command
    from django.utils import timezone

    from drittort.core.jobs.runner import run_due
    from drittort.network.importing.actions import run_import
    from drittort.network.importing.queries import preview
    from drittort.network.importing.reading import Files, read_delivery
    from drittort.network.snapshots import REPORT, newest

    files = folder / community.slug
    files.mkdir()
    community.write(data / community.folder, files)
    begin, at = time.perf_counter(), timezone.now()
    given = Files(people=files / "people.csv", interactions=files / "interactions.csv")
    delivery, _ = read_delivery(given, slug=community.slug, at=at, name=community.name, sample=True, source="research", language="en")
    found = preview(delivery, at)
    if found.fatal:
        raise SystemExit("\n".join(map(str, found.fatal[:20])))
    outcome = run_import(preview=found, at=at)
    imported = time.perf_counter()
    run_due(clock=timezone.now)
    rebuilt = time.perf_counter()
    again, _ = read_delivery(given, slug=community.slug, at=at, source="research")
    if preview(again, at).is_change:
        raise SystemExit(f"{community.name}: the same files again are a change")
    rows = delivery.told[0].rows
    print(f"\n{community.name}: {rows} lines, {found.contacts.new} contacts stored, {found.contacts.too_old} older than 24 months")
    out = {p.code for p in found.problems}
    if found.problems:
        print(f"  {len(found.problems)} lines left out ({', '.join(sorted(out))})")
    print(
        f"  import {imported - begin:.1f} s (switch {outcome.switch:.2f} s), ties, report and map {rebuilt - imported:.1f} s; "
        "once more: nothing to do"
    )
    stored = newest(outcome.space.pk, REPORT)
    if stored is None:
        raise SystemExit("the worker made no report")
    measures = stored.content["capital"]["measures"]
    words = []
    for key in SHOWN:
        value = measures[key]["value"]
        words.append(f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}")
    print("  " + ", ".join(words))
    grouped = stored.content["capital"]["groups"]["company"]
    index = grouped["ei_index"]
    band = index["chance"]
    if index["value"] is not None:
        chance = f", by chance {band['low']:.2f} to {band['high']:.2f}" if band else ""
        print(f"  outward or inward among {community.groups} (E-I index): {index['value']:.2f}{chance}")
    call_command("report", community.slug, html=True, output=files / "report.html")
    print(f"  report as a page: {(files / 'report.html').stat().st_size / 1024:.0f} KB")


def main() -> None:
    """Bring in all communities found under --data, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the folders " + ", ".join(c.folder for c in COMMUNITIES))
    parser.add_argument("--only", nargs="*", choices=[c.slug for c in COMMUNITIES], default=[c.slug for c in COMMUNITIES])
    args = parser.parse_args()
    print(headline("django", "numpy", "igraph"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DRITTORT_SECRET_KEY": "bench", "DRITTORT_DATA": folder, "DRITTORT_DATABASE": "", "LC_ALL": "C"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "drittort.config.settings"
        import drittort.core.sqlite  # noqa: F401  isort: skip
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        for community in COMMUNITIES:
            if community.slug in args.only:
                bring_in(community, args.data, Path(folder))


if __name__ == "__main__":
    main()
