"""Every measure of the capital report equals networkx, igraph or brute force; and is silent where it would mean nothing."""

import itertools
import json
import math

import igraph as ig
import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp

from drittort.engine import capital
from drittort.engine.capital import REASONS, capital_report, structure, ties_of
from drittort.engine.capital.communities import MANY_PEOPLE
from drittort.engine.capital.groups import encoded
from drittort.engine.capital.structure import rewired
from drittort.engine.graph import build_network, interactions, network_of


def directed(n, p, seed, *, weights=True):
    """A random directed network of strengths, some below theta, and its undirected ties in networkx with weight w_ij + w_ji."""
    rng = np.random.default_rng(seed)
    w = np.where(rng.random((n, n)) < p, rng.random((n, n)) if weights else 1.0, 0.0)
    np.fill_diagonal(w, 0)
    net = network_of([f"p{i}" for i in range(n)], sp.csr_array(w))
    g = nx.Graph()
    g.add_nodes_from(range(n))
    for i, j in itertools.combinations(range(n), 2):
        if max(w[i, j], w[j, i]) >= 0.2:
            g.add_edge(i, j, weight=w[i, j] + w[j, i])
    return net, g, w


def clustered(groups, size, inside, across, seed):
    """Groups of people tied densely inside and thinly across."""
    g = nx.planted_partition_graph(groups, size, inside, across, seed=seed)
    return network_of([f"p{i}" for i in range(groups * size)], nx.to_scipy_sparse_array(g, format="csr")), g


def values(by_node, n):
    return np.array([by_node[i] for i in range(n)], dtype=float)


SHAPES = [directed(40, 0.06, 1), directed(60, 0.03, 2), directed(35, 0.5, 3), directed(50, 0.05, 4, weights=False)]


@pytest.mark.parametrize(("net", "g", "w"), SHAPES)
def test_measures_over_people_equal_networkx(net, g, w):
    n = len(net)
    ties = ties_of(net)
    assert {tuple(p) for p in ties.pairs.tolist()} == {tuple(sorted(e)) for e in g.edges}
    for (i, j), strength in zip(ties.pairs, ties.strength, strict=True):
        assert strength == pytest.approx(g[i][j]["weight"], abs=1e-12)
    np.testing.assert_allclose(capital.constraint(net), values(nx.constraint(g, weight="weight"), n), atol=1e-9)
    np.testing.assert_allclose(capital.effective_size(net), values(nx.effective_size(g), n), atol=1e-9)
    np.testing.assert_allclose(capital.betweenness(net), values(nx.betweenness_centrality(g, normalized=False), n), atol=1e-9)
    np.testing.assert_array_equal(capital.core_number(net), values(nx.core_number(g), n))
    np.testing.assert_array_equal(capital.triangles(net), values(nx.triangles(g), n))
    expected = np.array([math.nan if g.degree(i) < 2 else nx.clustering(g, i) for i in range(n)])
    np.testing.assert_allclose(capital.clustering(net), expected, atol=1e-9)
    assert capital.efficiency(net) == pytest.approx(nx.global_efficiency(g), abs=1e-9)
    assert capital.transitivity(net) == pytest.approx(nx.transitivity(g), abs=1e-9)
    sources = np.array([3, 7, 11])
    expected = values(nx.betweenness_centrality_subset(g, sources.tolist(), list(g), normalized=False), n)
    np.testing.assert_allclose(capital.betweenness(net, sources), expected, atol=1e-9)


@pytest.mark.parametrize(("net", "g", "w"), SHAPES)
def test_report_equals_networkx(net, g, w):
    n, m = len(net), g.number_of_edges()
    labels = ["red" if i % 3 == 0 else "blue" for i in range(n)]
    labels[4] = None
    report = capital_report(net, groups={"colour": labels}, seed=3)

    def value(key, attribute=None):
        return report.get(key, attribute).value

    degree = np.array([d for _, d in sorted(g.degree)])
    assert value("people") == n
    assert value("ties") == m
    assert value("isolates") == nx.number_of_isolates(g)
    assert value("active") == n - nx.number_of_isolates(g)
    assert value("thin") == (degree < 3).sum()
    assert value("density") == pytest.approx(nx.density(g), abs=1e-9)
    assert value("mean_ties") == pytest.approx(degree.mean(), abs=1e-9)
    pieces = [c for c in nx.connected_components(g) if len(c) > 1]
    assert value("pieces") == len(pieces)
    assert value("giant_share") == pytest.approx(max(map(len, pieces)) / n, abs=1e-9)
    assert value("efficiency") == pytest.approx(nx.global_efficiency(g), abs=1e-9)
    d = [x for s, row in nx.all_pairs_shortest_path_length(g) for t, x in row.items() if s != t]
    assert value("within_three") == pytest.approx(sum(x <= 3 for x in d) / (n * (n - 1)), abs=1e-9)
    assert value("mean_steps") == pytest.approx(np.mean(d), abs=1e-9)
    strong = nx.from_numpy_array((w >= 0.2).astype(int), create_using=nx.DiGraph)
    assert value("reciprocity_binary") == pytest.approx(nx.overall_reciprocity(strong), abs=1e-9)
    assert value("reciprocity") == pytest.approx(np.minimum(w, w.T).sum() / w.sum(), abs=1e-9)
    assert value("transitivity") == pytest.approx(nx.transitivity(g), abs=1e-9)
    assert value("constraint") == pytest.approx(np.nanmean(values(nx.constraint(g, weight="weight"), n)), abs=1e-9)
    assert value("effective_size") == pytest.approx(np.nanmean(values(nx.effective_size(g), n)), abs=1e-9)
    assert value("local_bridges") == pytest.approx(len(list(nx.local_bridges(g, with_span=False))) / m, abs=1e-9)
    assert value("cut_ties") == len(list(nx.bridges(g)))
    weights = np.array([x for *_, x in g.edges(data="weight")])
    assert value("weak_strength") == pytest.approx(weights[weights < np.median(weights)].sum() / weights.sum(), abs=1e-9)
    assert value("core") == max(nx.core_number(g).values())
    assert value("core_people") == len(nx.k_core(g))
    assert value("degree_gini") == pytest.approx(np.abs(degree[:, None] - degree[None, :]).sum() / (2 * n * n * degree.mean()), abs=1e-9)
    pull = np.sort([x for _, x in g.degree(weight="weight")])[::-1]
    top = math.ceil(0.05 * n)
    assert value("strength_top") == pytest.approx(pull[:top].sum() / pull.sum(), abs=1e-9)
    through = np.sort(list(nx.betweenness_centrality(g).values()))[::-1]
    assert value("betweenness_top") == pytest.approx(through[:top].sum() / through.sum(), abs=1e-9)
    inside = [labels[i] == labels[j] for i, j in g.edges if labels[i] and labels[j]]
    e, i = inside.count(False), inside.count(True)
    assert value("ei_index", "colour") == pytest.approx((e - i) / (e + i), abs=1e-9)
    assert value("inside_ties", "colour") == pytest.approx(i / (e + i), abs=1e-9)
    assert report.get("ei_index", "colour").n == e + i
    both = [x for a, b, x in g.edges(data="weight") if labels[a] and labels[a] == labels[b]]
    known = [x for a, b, x in g.edges(data="weight") if labels[a] and labels[b]]
    assert value("inside_strength", "colour") == pytest.approx(sum(both) / sum(known), abs=1e-9)
    found = report.communities
    assert found is not None
    sides = [set(np.flatnonzero(found.membership == c)) for c in np.unique(found.membership)]
    assert value("modularity") == pytest.approx(nx.community.modularity(g, sides, weight="weight"), abs=1e-9)
    assert value("communities") == sum(len(s) > 1 for s in sides)


def test_robustness_takes_the_busiest_and_shares_out_equal_ones_by_seed():
    star = nx.star_graph(30)
    net = network_of([str(i) for i in range(31)], nx.to_scipy_sparse_array(star, format="csr"))
    assert capital_report(net).get("robustness").value == pytest.approx(1 / 29)
    ring = network_of([str(i) for i in range(40)], nx.to_scipy_sparse_array(nx.cycle_graph(40), format="csr"))
    seen = {capital_report(ring, seed=s).get("robustness").value for s in range(4)}
    assert len(seen) > 1


@pytest.mark.parametrize("chunk", [1, 50, 4_000_000])
def test_common_contacts_equal_the_matrix_product_also_in_small_chunks(chunk, monkeypatch):
    monkeypatch.setattr(structure, "STEPS_AT_ONCE", chunk)
    net, _, _ = directed(80, 0.2, 9)
    ties = ties_of(net)
    product = (net.adjacency @ net.adjacency).toarray()
    np.testing.assert_array_equal(capital.common_contacts(ties), product[ties.pairs[:, 0], ties.pairs[:, 1]])
    star = ties_of(network_of([str(i) for i in range(9)], nx.to_scipy_sparse_array(nx.star_graph(8), format="csr")))
    assert capital.common_contacts(star).sum() == 0


def test_bridges_are_the_local_ones_and_those_that_cut():
    barbell = nx.barbell_graph(5, 1)
    net = network_of([str(i) for i in range(11)], nx.to_scipy_sparse_array(barbell, format="csr"))
    found = capital.bridges(net)
    assert found.pairs.tolist() == [[4, 10], [5, 10]]
    assert found.cut.all()
    ring = network_of([str(i) for i in range(6)], nx.to_scipy_sparse_array(nx.cycle_graph(6), format="csr"))
    assert len(capital.bridges(ring).pairs) == 6
    assert not capital.bridges(ring).cut.any()


def test_distances_of_more_sources_than_fit_a_word_and_along_a_chain():
    for g in (nx.path_graph(150), nx.disjoint_union(nx.gnm_random_graph(140, 200, seed=3), nx.empty_graph(5))):
        n = len(g)
        net = network_of([str(i) for i in range(n)], nx.to_scipy_sparse_array(g, format="csr"))
        met = capital.distances(net, np.arange(n))
        lengths = dict(nx.all_pairs_shortest_path_length(g))
        np.testing.assert_allclose(met.closeness, [sum(1 / d for t, d in lengths[s].items() if t != s) for s in range(n)], atol=1e-9)
        np.testing.assert_array_equal(met.near, [sum(0 < d <= 3 for d in lengths[s].values()) for s in range(n)])
        np.testing.assert_array_equal(met.steps, [sum(lengths[s].values()) for s in range(n)])
        np.testing.assert_array_equal(met.reached, [len(lengths[s]) - 1 for s in range(n)])


def test_constraint_of_isolates_is_undefined_never_zero():
    net = network_of(list("abc"), sp.csr_array(np.array([[0, 1.0, 0], [1, 0, 0], [0, 0, 0]])))
    np.testing.assert_array_equal(capital.constraint(net), [1, 1, math.nan])
    np.testing.assert_array_equal(capital.effective_size(net), [1, 1, math.nan])


@pytest.mark.parametrize("n", [0, 1, 2, 3, 19])
def test_few_people_get_counts_and_a_reason(n):
    ids = [str(i) for i in range(n)]
    net = build_network(interactions(ids[:-1], ids[1:]), people=ids)
    report = capital_report(net, groups={"company": ["x"] * n})
    assert report.get("people").value == n
    assert report.get("ties").value == max(n - 1, 0)
    assert report.get("isolates").value == (1 if n == 1 else 0)
    others = [m for m in report.measures if m.key not in ("people", "active", "ties", "isolates", "thin", "received_gini")]
    assert others
    assert all(m.value is None and m.reason == "few_people" for m in others)
    json.dumps(report.as_json(), allow_nan=False)


def test_the_same_keys_whatever_the_size():
    few = capital_report(build_network(interactions(["a"], ["b"])), groups={"company": [None, None]})
    net, _ = clustered(3, 10, 0.5, 0.05, 1)
    many = capital_report(net, groups={"company": ["x"] * 30})
    assert [(m.key, m.attribute) for m in few.measures] == [(m.key, m.attribute) for m in many.measures]


def test_twenty_with_a_tie_are_enough_and_isolates_do_not_count():
    ring = nx.cycle_graph(19)
    ring.add_nodes_from(range(19, 60))
    net = network_of([str(i) for i in range(60)], nx.to_scipy_sparse_array(ring, nodelist=range(60), format="csr"))
    assert capital_report(net).get("density").reason == "few_people"
    ring.add_edge(0, 19)
    net = network_of([str(i) for i in range(60)], nx.to_scipy_sparse_array(ring, nodelist=range(60), format="csr"))
    report = capital_report(net)
    assert report.get("density").value == pytest.approx(nx.density(ring))
    assert report.get("isolates").value == 40
    assert report.get("communities").n == 60
    assert report.communities is not None
    assert len(set(report.communities.membership[20:])) == 40


def test_everybody_in_one_company_and_everybody_in_their_own():
    net, _ = clustered(3, 10, 0.5, 0.05, 1)
    one = capital_report(net, groups={"company": ["x"] * 30}).get("ei_index", "company")
    own = capital_report(net, groups={"company": [str(i) for i in range(30)]}).get("ei_index", "company")
    nobody = capital_report(net, groups={"company": [None] * 30}).get("ei_index", "company")
    assert (one.value, own.value, nobody.value) == (-1.0, 1.0, None)
    assert one.chance is own.chance is nobody.chance is None
    assert nobody.reason == "no_labelled_ties"


def test_permutation_band_has_the_mean_that_theory_gives():
    net, _ = clustered(2, 30, 0.2, 0.1, 2)
    labels = ["x"] * 20 + ["y"] * 40
    found = capital.mixing(net, labels, seed=1)
    inside = (20 * 19 + 40 * 39) / (60 * 59)
    assert found.permutations == 999
    assert found.expected == pytest.approx(1 - 2 * inside, abs=0.02)
    assert found.low < found.expected < found.high
    assert 1 / 1000 <= found.p <= 1
    assert found == capital.mixing(net, labels, seed=1)
    assert found.expected != capital.mixing(net, labels, seed=2).expected


def test_homophily_lies_outside_of_the_band_and_random_labels_inside():
    net, _ = clustered(4, 15, 0.5, 0.03, 3)
    by_group = capital_report(net, groups={"g": [str(i // 15) for i in range(60)]}).get("ei_index", "g")
    assert by_group.value < by_group.chance_low
    assert by_group.p == pytest.approx(0.001)
    mixed = np.random.default_rng(0).permutation([str(i // 15) for i in range(60)]).tolist()
    by_chance = capital_report(net, groups={"g": mixed}).get("ei_index", "g")
    assert by_chance.p > 0.02


def test_ties_between_groups_of_five():
    net, g = clustered(3, 10, 0.5, 0.1, 1)
    labels = ["b"] * 10 + ["a"] * 10 + ["c"] * 4 + [None] * 6
    found = capital.between(net, labels)
    assert found.names == ("a", "b")
    assert found.people.tolist() == [10, 10]
    count = {(x, y): 0 for x in "ab" for y in "ab"}
    for i, j in g.edges:
        x, y = labels[i], labels[j]
        if x in ("a", "b") and y in ("a", "b"):
            count[x, y] += 1
            if x != y:
                count[y, x] += 1
    assert found.ties.tolist() == [[count["a", "a"], count["a", "b"]], [count["b", "a"], count["b", "b"]]]


def test_labels_must_fit():
    net, _ = clustered(2, 10, 0.5, 0.1, 1)
    with pytest.raises(ValueError, match="20 people"):
        capital_report(net, groups={"company": ["x"]})
    with pytest.raises(ValueError, match="3 people"):
        encoded(["x"], 3)


def test_communities_find_planted_groups_and_say_how_sure_they_are():
    net, _ = clustered(5, 12, 0.8, 0.01, 4)
    found = capital.communities(net, seed=2)
    assert found.count == 5
    assert found.stability == 1.0
    assert found.runs == 20
    assert all(len(set(found.membership[k * 12 : k * 12 + 12])) == 1 for k in range(5))
    again = capital.communities(net, seed=2)
    np.testing.assert_array_equal(found.membership, again.membership)
    noise = network_of([str(i) for i in range(60)], nx.to_scipy_sparse_array(nx.gnm_random_graph(60, 240, seed=1), format="csr"))
    assert capital.communities(noise, seed=2).stability < 0.9


def test_stability_equals_counting_pairs():
    noise = nx.gnm_random_graph(40, 100, seed=5)
    net = network_of([str(i) for i in range(40)], nx.to_scipy_sparse_array(noise, format="csr"))
    from drittort.engine.capital.communities import _stability

    rng = np.random.default_rng(0)
    runs = np.where(rng.random((20, 40)) < 0.85, np.arange(40) // 10, rng.integers(0, 4, (20, 40)))
    membership = np.arange(40) // 10
    share, steady = _stability(membership, runs)
    pairs = [(i, j) for i in range(40) for j in range(40) if i != j and membership[i] == membership[j]]
    kept = [(i, j) for i, j in pairs if (runs[:, i] == runs[:, j]).sum() >= 16]
    assert share == pytest.approx(len(kept) / len(pairs))
    assert steady[7] == pytest.approx(sum(i == 7 for i, _ in kept) / 9)
    assert len(net) == 40


def test_communities_leave_the_shared_generator_alone():
    import random

    net, _ = clustered(2, 15, 0.5, 0.1, 1)
    random.seed(4)
    expected = random.random()
    random.seed(4)
    capital.communities(net, seed=1)
    assert random.random() == expected
    random.seed(9)
    one = ig.Graph.Erdos_Renyi(n=20, m=30).get_edgelist()
    random.seed(9)
    assert ig.Graph.Erdos_Renyi(n=20, m=30).get_edgelist() == one


def test_chance_bands_tell_circles_from_noise():
    circles = capital_report(clustered(6, 10, 0.7, 0.02, 3)[0])
    assert circles.get("transitivity").value > circles.get("transitivity").chance_high
    assert circles.get("modularity").value > circles.get("modularity").chance_high
    noise = network_of([str(i) for i in range(60)], nx.to_scipy_sparse_array(nx.gnm_random_graph(60, 180, seed=8), format="csr"))
    band = capital_report(noise).get("transitivity")
    assert band.p > 0.04


def test_rewiring_keeps_degrees_and_makes_no_loop_or_double_tie():
    net, _ = clustered(4, 15, 0.5, 0.05, 3)
    ties = ties_of(net)
    drawn = rewired(ties, 10, np.random.default_rng(1))
    assert len({tuple(p) for p in drawn.tolist()}) == len(ties.pairs)
    assert (drawn[:, 0] < drawn[:, 1]).all()
    np.testing.assert_array_equal(np.bincount(drawn.ravel(), minlength=60), ties.degree)
    before = {tuple(p) for p in ties.pairs.tolist()}
    assert len(before & {tuple(p) for p in drawn.tolist()}) < 0.5 * len(before)


def test_large_networks_are_sampled_and_say_so():
    g = nx.gnm_random_graph(MANY_PEOPLE + 200, 12_000, seed=1)
    net = network_of([str(i) for i in range(len(g))], nx.to_scipy_sparse_array(g, format="csr"))
    report = capital_report(net, seed=1)
    for key in ("efficiency", "within_three", "mean_steps"):
        m = report.get(key)
        assert (m.method, m.samples) == ("sources", 50)
        assert m.low < m.value < m.high
        assert "50" in m.computed
    exact = capital.efficiency(net)
    assert report.get("efficiency").low < exact < report.get("efficiency").high
    assert report.get("betweenness_top").samples == 50
    assert report.get("modularity").method == "one_run"
    assert report.get("stability").reason == "one_run"
    assert report.as_json() == capital_report(net, seed=1).as_json()


def test_gini():
    assert capital.gini(np.array([1.0, 1, 1, 1])) == pytest.approx(0)
    assert capital.gini(np.array([0.0, 0, 0, 4])) == pytest.approx(0.75)
    assert math.isnan(capital.gini(np.array([])))
    assert math.isnan(capital.gini(np.zeros(3)))


def test_introductions_received():
    net, _ = clustered(2, 15, 0.5, 0.1, 1)
    given = capital_report(net, received=[0] * 29 + [5])
    assert given.get("received_gini").value == pytest.approx(29 / 30)
    assert capital_report(net).get("received_gini").reason == "not_given"
    with pytest.raises(ValueError, match="received"):
        capital_report(net, received=[1])


def test_every_reason_has_words():
    net, _ = clustered(2, 15, 0.5, 0.1, 1)
    for report in (capital_report(net), capital_report(build_network(interactions([], [])))):
        for m in report.measures:
            assert (m.value is None) == (m.reason is not None), m
            assert m.reason is None or REASONS[m.reason]
            assert m.computed
    with pytest.raises(KeyError):
        capital_report(net).get("happiness")


def test_all_ties_of_one_strength_and_no_paths_of_two():
    pairs = nx.disjoint_union_all([nx.path_graph(2) for _ in range(12)])
    net = network_of([str(i) for i in range(24)], nx.to_scipy_sparse_array(pairs, format="csr"))
    report = capital_report(net)
    assert report.get("transitivity").reason == "no_paths"
    assert report.get("betweenness_top").reason == "no_paths"
    assert report.get("weak_strength").value == 0
    assert report.get("pieces").value == 12
    assert report.get("cut_ties").value == 12


def test_thousands_without_a_tie_change_nothing_for_the_others():
    net, _ = clustered(4, 12, 0.5, 0.03, 3)
    crowd = build_network(interactions([], []), people=[*net.ids, *(f"q{i}" for i in range(MANY_PEOPLE))])
    wide = sp.csr_array((net.strength.data, net.strength.nonzero()), shape=(len(crowd),) * 2)
    few, many = capital_report(net, seed=2), capital_report(network_of(crowd.ids, wide), seed=2)
    for key in (
        "constraint",
        "effective_size",
        "transitivity",
        "modularity",
        "stability",
        "communities",
        "mean_steps",
        "core",
        "local_bridges",
    ):
        assert many.get(key).value == pytest.approx(few.get(key).value), key
        assert many.get(key).method == few.get(key).method
    assert few.communities is not None
    assert many.communities is not None
    np.testing.assert_array_equal(many.communities.membership[: len(net)], few.communities.membership)
    assert many.get("efficiency").value == pytest.approx(few.get("efficiency").value * 48 * 47 / (len(crowd) * (len(crowd) - 1)))
