"""Rank candidate texts by how well each answers a query: needs against offers, German and English. One text a line."""

import argparse
import json
import re
import sys

from drittort.cli.engine.files import guarded, read_text

SHOWN = 5  # candidates of a query in the table for people; --json has all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--queries", required=True, metavar="Q.txt", help="what is needed, one text a line")
    parser.add_argument("--candidates", required=True, metavar="C.txt", help="what is offered, one text a line")
    parser.add_argument("--json", action="store_true", help="a list with one object a query: index, query, short, candidates [index, score, reason], best first")


def lines(path: str) -> list[str]:
    """Read one text a line; empty lines at the end are no texts, one in the middle keeps its place so that an index is a line."""
    texts = [t.strip() for t in re.split(r"\r\n|\n|\r", read_text(path))]
    while texts and not texts[-1]:
        texts.pop()
    return texts


@guarded
def run(args: argparse.Namespace) -> int:
    """Compare and print; indexes count from 0. Returns the exit code."""
    queries, candidates = lines(args.queries), lines(args.candidates)
    from drittort.engine.affinity import Affinity, explain, too_short

    affinity = Affinity()
    if affinity.fallback:
        print(affinity.fallback, file=sys.stderr)
    needs, offers = affinity.read(affinity.vectors(queries)), affinity.read(affinity.vectors(candidates))
    score = affinity.similarity(needs, offers)
    found = []
    for q, query in enumerate(queries):
        order = sorted(range(len(candidates)), key=lambda c: (-score[q, c], candidates[c], c))
        # A reason belongs to what is proposed; for the tail of a long list it would be noise and cost most of the time.
        ranked = [
            {"index": c, "score": round(float(score[q, c]), 4), "reason": explain(affinity, needs, q, offers, c, query, candidates[c]) if place < 10 else ""}
            for place, c in enumerate(order if args.json else order[:SHOWN])
        ]
        found.append({"index": q, "query": query, "short": too_short(query), "candidates": ranked})
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for entry in found:
        print(f"{entry['query']}{'   (three words or fewer: a sentence would say more)' if entry['short'] else ''}")
        for c in entry["candidates"]:
            print(f"  {c['score']:6.2f}  {candidates[c['index']]}{'   ' + c['reason'] if c['reason'] else ''}")
    return 0
