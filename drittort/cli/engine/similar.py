"""Rank candidate texts by how well each answers a query: needs against offers, German and English. One text a line."""

import argparse
import json
import re
import sys
from typing import Any

import numpy as np

from drittort.cli.engine.files import guarded, read_text

SHOWN = 5  # candidates of a query in the table for people; --json has all
EXPLAINED = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--queries", required=True, metavar="Q.txt", help="what is needed, one text a line")
    parser.add_argument("--candidates", required=True, metavar="C.txt", help="what is offered, one text a line")
    parser.add_argument(
        "--json",
        action="store_true",
        help="a list with one object a query: index, query, short, candidates [index, score, reason], best first",
    )


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
    needs, offers = affinity.widened(affinity.read(affinity.vectors(queries))), affinity.read(affinity.vectors(candidates))
    score = affinity.similarity(needs, offers)
    # Equal scores stand in the order of their texts, so that nobody wins by a low line.
    by_text = np.argsort(np.array(candidates, dtype=str), kind="stable")
    order = [by_text[np.argsort(-row[by_text], kind="stable")].tolist() for row in score.round(4)]

    def proposed(q: int, place: int, c: int) -> dict[str, Any]:
        # A reason belongs to what is proposed; in the tail of a long list it would be noise and cost most of the time.
        reason = explain(affinity, needs, q, offers, c, queries[q], candidates[c]) if place < EXPLAINED else ""
        return {"index": c, "score": round(float(score[q, c]), 4), "reason": reason}

    if args.json:
        found = [
            {
                "index": q,
                "query": query,
                "short": too_short(query),
                "candidates": [proposed(q, place, c) for place, c in enumerate(order[q])],
            }
            for q, query in enumerate(queries)
        ]
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for q, query in enumerate(queries):
        print(f"{query}{'   (three words or fewer: a sentence would say more)' if too_short(query) else ''}")
        for place, c in enumerate(order[q][:SHOWN]):
            entry = proposed(q, place, c)
            print(f"  {entry['score']:6.2f}  {candidates[c]}{'   ' + entry['reason'] if entry['reason'] else ''}")
    return 0
