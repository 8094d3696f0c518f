"""The engine against networkx on 10,000 people and 100,000 ties: time of each measure, and that both say the same."""

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.capital import community
from benchmarks.machine import headline

PEOPLE, TIES, SOURCES, WANTED = 10_000, 100_000, 200, 30.0


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what the work gives and the seconds it took."""
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def best(work: Callable[[], Any], rounds: int = 3) -> tuple[Any, float]:
    """Return what the work gives and the median of its times."""
    found = [timed(work) for _ in range(rounds)]
    return found[0][0], float(np.median([seconds for _, seconds in found]))


def main() -> int:
    """Print each ratio; exit code 1 where the sum is less than 30 times faster or a value differs."""
    import networkx as nx

    from drittort.engine import capital
    from drittort.engine.graph import build_network

    print(headline("networkx", "numpy", "scipy", "igraph"))
    contacts, _, _ = community(PEOPLE, TIES)
    network = build_network(contacts)
    ties, own_build = best(lambda: capital.ties_of(network))

    def graph() -> Any:
        g = nx.Graph()
        g.add_nodes_from(range(PEOPLE))
        g.add_weighted_edges_from((i, j, w) for (i, j), w in zip(ties.pairs.tolist(), ties.strength.tolist(), strict=True))
        return g

    g, their_build = timed(graph)
    sources = np.sort(np.random.default_rng(1).choice(PEOPLE, SOURCES, replace=False))

    def values(by_node: dict[int, float]) -> np.ndarray:
        return np.array([by_node[i] for i in range(PEOPLE)], dtype=float)

    rows: list[tuple[str, Callable[[], Any], Callable[[], Any], Callable[[Any, Any], float]]] = [
        ("components", lambda: capital.components(ties), lambda: list(nx.connected_components(g)), lambda a, b: abs(a.max() + 1 - len(b))),
        ("k-core", lambda: capital.core_number(ties), lambda: nx.core_number(g), lambda a, b: np.abs(a - values(b)).max()),
        ("clustering", lambda: capital.clustering(ties), lambda: nx.clustering(g), lambda a, b: np.abs(np.nan_to_num(a) - values(b)).max()),
        (
            "constraint",
            lambda: capital.constraint(ties),
            lambda: nx.constraint(g, weight="weight"),
            lambda a, b: np.nanmax(np.abs(a - values(b))),
        ),
        (
            f"betweenness, {SOURCES} sources",
            lambda: capital.betweenness(ties, sources),
            lambda: nx.betweenness_centrality_subset(g, sources.tolist(), list(g), normalized=False),
            lambda a, b: np.max(np.abs(a - values(b)) / np.maximum(1, a)),
        ),
    ]
    print(f"{PEOPLE:,} people, {len(ties.pairs):,} ties   engine (median of 3)   networkx (once)   ratio   largest difference")
    ours = theirs = worst = 0.0
    for name, own, their, difference in rows:
        a, seconds = best(own)
        b, their_seconds = timed(their)
        off = float(difference(a, b))
        ours, theirs, worst = ours + seconds, theirs + their_seconds, max(worst, off)
        print(f"{name:<30}{seconds:>16.3f} s{their_seconds:>16.2f} s{their_seconds / seconds:>9.0f} x{off:>16.1e}")
    print(f"{'sum':<30}{ours:>16.3f} s{theirs:>16.2f} s{theirs / ours:>9.0f} x   (wanted: {WANTED:.0f} x)")
    print(f"{'building the graph':<30}{own_build:>16.3f} s{their_build:>16.2f} s{their_build / own_build:>9.0f} x   (not in the sum)")
    found, seconds = best(lambda: capital.communities(ties), 1)
    other, their_seconds = timed(lambda: nx.community.louvain_communities(g, weight="weight", seed=1))
    label = np.empty(PEOPLE, dtype=np.int64)
    for k, members in enumerate(other):
        label[list(members)] = k
    print(
        f"{'communities (apart)':<30}{seconds:>16.3f} s{their_seconds:>16.2f} s{their_seconds / seconds:>9.0f} x   "
        f"modularity {found.modularity:.4f} (Leiden) against {capital.modularity(ties, label):.4f} (Louvain)"
    )
    return int(theirs / ours < WANTED or worst > 1e-9)


if __name__ == "__main__":
    sys.exit(main())
