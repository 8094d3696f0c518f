"""Print for each candidate pair the probability that the two tie without anybody's doing."""

import argparse
import csv
import sys

from drittort.cli.engine.files import guarded, read_interactions, read_layer, read_pairs, read_people


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `drittort engine ties`."""
    parser.add_argument("interactions", metavar="INTERACTIONS.csv", help="what was seen: source,target[,at][,kind][,weight]")
    parser.add_argument(
        "--people", metavar="PEOPLE.csv", help="id and any columns: numbers and dates count as distances, texts as same or other"
    )
    parser.add_argument(
        "--without", metavar="COLUMN", action="append", default=[], help="a column of people not to be used; may be repeated"
    )
    parser.add_argument(
        "--layer", metavar="LAYER.csv", action="append", default=[], help="another kind of tie: a,b[,weight]; may be repeated"
    )
    parser.add_argument("--candidates", metavar="PAIRS.csv", required=True, help="the pairs asked for: a,b")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same result (default 1)")


@guarded
def run(args: argparse.Namespace) -> int:
    """Print a,b,probability in the order of the candidates; what the numbers rest on goes to stderr."""
    from drittort.engine.tables import People
    from drittort.engine.ties import estimate_ties

    contacts = read_interactions(args.interactions)
    people = read_people(args.people) if args.people else None
    if people is not None and args.without:
        kept = {name: values for name, values in people.columns.items() if name not in args.without}
        people = People(people.ids, kept, people.lines)
    layers = [read_layer(path) for path in args.layer]
    pairs = read_pairs(args.candidates)
    found = estimate_ties(contacts, pairs, people, layers, seed=args.seed)
    print(found.basis, file=sys.stderr)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["a", "b", "probability"])
    out.writerows([a, b, f"{p:.9g}"] for a, b, p in zip(pairs.a, pairs.b, found.probability.tolist(), strict=True))
    return 0
