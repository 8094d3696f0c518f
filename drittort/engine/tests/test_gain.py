import networkx as nx
import numpy as np
import pytest
from scipy import sparse, stats

from drittort.engine import gain


def weighted(n: int, share: float, seed: int) -> sparse.csr_array:
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.random((n, n)) < share, 1) * rng.gamma(1.0, 1.0, (n, n))
    return sparse.csr_array(upper + upper.T)


def every_pair(n: int) -> np.ndarray:
    return np.argwhere(np.triu(np.ones((n, n)), 1) > 0)


def trace(w: np.ndarray, eps: float) -> float:
    return float(np.trace(np.linalg.inv(np.diag(w.sum(1)) - w + eps * np.eye(len(w)))))


@pytest.mark.parametrize(("n", "share"), [(2, 0.0), (3, 1.0), (12, 0.15), (25, 0.08), (25, 0.5)])
@pytest.mark.parametrize("few", [False, True])
def test_gain_is_what_the_trace_really_falls(n: int, share: float, few: bool) -> None:
    w = weighted(n, share, seed=n)
    prepared = gain.resolvent(w)
    before = trace(w.toarray(), prepared.eps)
    pairs = every_pair(n)[: 3 if few else None]
    brute = []
    for i, j in pairs:
        more = w.toarray()
        more[i, j] += 0.7
        more[j, i] += 0.7
        brute.append(before - trace(more, prepared.eps))
    assert np.abs(gain.structural_gain(prepared, pairs, weight=0.7) - brute).max() < 1e-8 * max(1.0, before)


def test_eps_is_a_tenth_of_the_mean_degree_and_never_zero() -> None:
    assert gain.regularisation(sparse.csr_array(np.array([[0.0, 2.0], [2.0, 0.0]]))) == pytest.approx(0.2)
    assert gain.regularisation(sparse.csr_array((4, 4))) == pytest.approx(0.1)
    assert gain.regularisation(sparse.csr_array((0, 0))) == pytest.approx(0.1)


def test_no_people_and_one_person() -> None:
    assert len(gain.structural_gain(gain.resolvent(sparse.csr_array((0, 0))), [])) == 0
    assert gain.structural_gain(gain.resolvent(sparse.csr_array((1, 1))), [[0, 0]]).tolist() == [0.0]
    assert gain.efficiency(sparse.csr_array((1, 1))) == 0.0


def test_joining_two_pieces_gains_more_than_closing_a_triangle() -> None:
    w = sparse.csr_array(nx.to_numpy_array(nx.disjoint_union(nx.path_graph(5), nx.cycle_graph(5))))
    inside, across = gain.structural_gain(gain.resolvent(w), [[0, 2], [2, 7]])
    assert across > 2 * inside


@pytest.mark.parametrize("n", [500])
def test_projection_orders_pairs_as_the_exact_inverse_does(n: int) -> None:
    w = weighted(n, 8 / n, seed=3)
    pairs = np.random.default_rng(1).integers(0, n, (4000, 2))
    exact = gain.structural_gain(gain.resolvent(w, method="exact"), pairs)
    near = gain.structural_gain(gain.resolvent(w, method="projection"), pairs)
    assert stats.spearmanr(exact, near)[0] > 0.98
    some = exact > 0
    assert abs(np.mean(near[some] / exact[some]) - 1) < 0.03


def test_projection_is_the_same_for_the_same_seed() -> None:
    w = weighted(120, 0.05, seed=3)
    pairs = every_pair(120)[:50]

    def one(seed: int) -> list[float]:
        return gain.structural_gain(gain.resolvent(w, method="projection", projections=40, seed=seed), pairs).tolist()

    assert one(5) == one(5)
    assert one(5) != one(6)


def test_projection_of_a_network_without_ties() -> None:
    out = gain.structural_gain(gain.resolvent(sparse.csr_array((30, 30)), method="projection"), [[0, 1], [4, 4]])
    assert out[0] == pytest.approx(2 / 0.1**2 / (1 + 2 / 0.1), rel=0.2)
    assert out[1] == 0


@pytest.mark.parametrize("share", [0.0, 0.04, 0.1, 0.3])
def test_three_steps_counts_what_the_definition_says(share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    n = 30
    a = sparse.csr_array((weighted(n, share, seed=9) > 0).astype(float))
    monkeypatch.setattr(gain, "_CHUNK", 4 * n)
    d = sparse.csgraph.shortest_path(a, unweighted=True)
    closed = a.toarray() + np.eye(n)
    brute = closed @ (d > 3) @ closed.T
    pairs = every_pair(n)[::-1]
    assert gain.three_steps(a, pairs).tolist() == brute[pairs[:, 0], pairs[:, 1]].tolist()


def test_efficiency_is_that_of_networkx_and_its_gain_that_of_trying() -> None:
    graph = nx.gnp_random_graph(22, 0.09, seed=4)
    a = sparse.csr_array(nx.to_numpy_array(graph))
    before = nx.global_efficiency(graph)
    assert gain.efficiency(a) == pytest.approx(before, abs=1e-12)
    pairs = every_pair(22)[::7]
    tried = []
    for i, j in pairs:
        more = graph.copy()
        more.add_edge(i, j)
        tried.append(nx.global_efficiency(more) - before)
    assert gain.efficiency_gain(a, pairs) == pytest.approx(tried, abs=1e-7)
    assert gain.efficiency(a, sources=15, seed=1) == pytest.approx(before, rel=0.3)


def test_bad_input_is_named() -> None:
    w = weighted(5, 0.5, 1)
    with pytest.raises(ValueError, match="symmetric"):
        gain.resolvent(sparse.csr_array(np.triu(w.toarray())))
    with pytest.raises(ValueError, match="not negative"):
        gain.resolvent(-w)
    with pytest.raises(ValueError, match="square"):
        gain.resolvent(sparse.csr_array((2, 3)))
    with pytest.raises(ValueError, match="positions 0 to 4"):
        gain.structural_gain(gain.resolvent(w), [[0, 5]])
    with pytest.raises(ValueError, match="method"):
        gain.resolvent(w, method="guess")
    with pytest.raises(ValueError, match="eps"):
        gain.resolvent(w, eps=0.0)


def test_directed_strengths_become_the_stronger_of_both() -> None:
    s = sparse.csr_array(np.array([[9.0, 1.0, 0.0], [3.0, 0.0, 0.5], [0.0, 0.0, 0.0]]))
    assert gain.symmetric_weights(s).toarray().tolist() == [[0, 3, 0], [3, 0, 0.5], [0, 0.5, 0]]
