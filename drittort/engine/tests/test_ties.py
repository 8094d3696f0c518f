"""Tie probability: scores against brute force, hiding, calibration, small and broken communities, and the command line."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest

import drittort.engine.ties.features as features
from drittort.cli.engine import main
from drittort.engine.formats import parse_interactions, parse_pairs
from drittort.engine.tables import parse_people
from drittort.engine.ties import TieModel, attribute_of, attributes_of, estimate_ties, history_of, layer_of
from drittort.engine.ties.examples import by_tie, by_time, labelled, open_pairs
from drittort.engine.ties.features import Snapshot, block_rates, pair_scores, values_at
from drittort.engine.ties.history import Floats, History
from drittort.engine.ties.learners import calibrate, logistic
from drittort.engine.ties.ranks import ranks_of, surprise


def clustered(n: int, size: int, contacts: int, seed: int, timed: bool = True) -> tuple[History, np.ndarray]:
    """Return contacts of which seven in ten stay inside groups, and the groups."""
    rng = np.random.default_rng(seed)
    group = rng.permutation(n) // size
    a = rng.integers(0, n, contacts)
    inside = [rng.choice(np.flatnonzero(group == group[x])) for x in a]
    b = np.where(rng.random(contacts) < 0.7, inside, rng.integers(0, n, contacts))
    return history_of(n, a, b, np.sort(rng.random(contacts)) * 100 if timed else None), group


def snapshot(history: History, **known: tuple) -> Snapshot:
    end = float(history.at.max()) if history.timed else 0.0
    return Snapshot(history, known.get("layers", ()), known.get("attributes", ()), history, end, 1)


def scores(snap: Snapshot) -> dict[str, Floats]:
    i, j = np.triu_indices(snap.n, 1)
    return dict(pair_scores(snap, i, j))


# ---------------------------------------------------------------- scores
def test_scores_equal_brute_force() -> None:
    history, _ = clustered(14, 5, 40, 3)
    snap = snapshot(history)
    found = scores(snap)
    near = [set(np.flatnonzero(row)) for row in snap.ties.toarray()]
    k = [len(x) for x in near]
    for p, (i, j) in enumerate(zip(*np.triu_indices(14, 1), strict=True)):
        common = near[i] & near[j]
        assert found["cn"][p] == len(common)
        assert found["ra"][p] == pytest.approx(sum(1 / k[c] for c in common))
        assert found["aa"][p] == pytest.approx(sum(1 / np.log(k[c]) for c in common))
        assert found["jaccard"][p] == pytest.approx(len(common) / max(len(near[i] | near[j]), 1))
        walks = sum(1 / np.sqrt(k[u] * k[v]) for u in near[i] for v in near[j] if v in near[u])
        assert found["l3"][p] == pytest.approx(walks)
        assert (found["kmin"][p], found["kmax"][p]) == (min(k[i], k[j]), max(k[i], k[j]))


def test_pagerank_equals_its_series() -> None:
    history, _ = clustered(12, 4, 30, 5)
    snap = snapshot(history)
    a = snap.ties.toarray()
    step = a / np.maximum(a.sum(1, keepdims=True), 1)
    total, power = np.zeros_like(a), np.eye(12)
    for k in range(400):
        total += 0.15 * 0.85**k * power
        power = power @ step
    i, j = np.triu_indices(12, 1)
    np.testing.assert_allclose(scores(snap)["ppr"], (total + total.T)[i, j], atol=1e-9)


def test_sparse_scores_equal_dense_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    history, group = clustered(60, 12, 500, 4)
    layer = layer_of(60, np.arange(0, 50), np.arange(5, 55), np.arange(1.0, 51.0))
    known = {"layers": (layer,), "attributes": attributes_of({"team": [f"t{g}" for g in group], "age": [str(20 + g % 7) for g in group]})}
    dense = scores(snapshot(history, **known))
    monkeypatch.setattr(features, "DENSE", 1)
    sparse = scores(snapshot(history, **known))
    # Leiden is asked more often in small networks; long walks are approximated in large ones.
    other = {name for name in dense if name.startswith(("together_", "block_")) or name.endswith("ppr")} | {"lowrank", "lowcos"}
    assert set(dense) - set(sparse) <= other
    for name in set(dense) - other:
        np.testing.assert_allclose(sparse[name], dense[name], rtol=1e-9, atol=1e-12, err_msg=name)
    order = [np.argsort(np.argsort(x["ppr"])) for x in (dense, sparse)]
    assert np.corrcoef(*order)[0, 1] > 0.99


def test_scores_do_not_depend_on_the_order_of_people() -> None:
    history, _ = clustered(30, 6, 120, 8)
    turn = np.random.default_rng(0).permutation(30)
    turned = history_of(30, turn[history.high], turn[history.low], history.at, history.weight)
    i, j = np.triu_indices(30, 1)
    low, high = np.minimum(turn[i], turn[j]), np.maximum(turn[i], turn[j])
    here, there = dict(pair_scores(snapshot(history), i, j)), dict(pair_scores(snapshot(turned), low, high))
    for name in ("ra", "cn", "ppr", "l3", "repeat_ra", "slow_ra", "fast_cosine", "third_hour", "active_day", "last_min", "lowcos"):
        np.testing.assert_allclose(here[name], there[name], atol=1e-9, err_msg=name)


def test_recent_contacts_count_more() -> None:
    # 0 and 1 share 4, met by both lately; 2 and 3 share 5, met long ago.
    history = history_of(6, np.array([2, 3, 0, 1]), np.array([5, 5, 4, 4]), np.array([0.0, 1.0, 98.0, 100.0]))
    found = dict(pair_scores(snapshot(history), np.array([0, 2]), np.array([1, 3])))
    assert found["ra"][0] == found["ra"][1]
    assert found["slow_ra"][0] > found["slow_ra"][1]
    assert found["last_min"][0] > found["last_min"][1]


def test_block_rates_by_hand() -> None:
    # Two groups of three; inside the first all are tied, one tie goes across; person 6 is of no known group.
    history = history_of(7, np.array([0, 0, 1, 2]), np.array([1, 2, 2, 3]))
    labels = np.array([0, 0, 0, 1, 1, 1, -1])
    ties = snapshot(history).ties
    got = block_rates(ties, labels, np.array([0, 0, 3, 0]), np.array([1, 4, 5, 6]))
    # Degrees: group 0 has 7 ends, group 1 one, of 8.
    want = [np.log((6 + 2) / (49 / 8 + 2)), np.log((1 + 2) / (7 / 8 + 2)), np.log((0 + 2) / (1 / 8 + 2)), 0.0]
    np.testing.assert_allclose(got, want)


def test_values_at_reads_what_is_stored() -> None:
    layer = layer_of(5, np.array([3, 0, 1, 2]), np.array([0, 3, 2, 2]), np.array([2.0, 5.0, 1.0, 9.0]))
    np.testing.assert_array_equal(values_at(layer, np.array([0, 3, 1, 2, 4]), np.array([3, 0, 2, 2, 4])), [5, 5, 1, 0, 0])


# ---------------------------------------------------------------- columns of people
def test_columns_become_what_they_are() -> None:
    text = attribute_of("team", ["Red", "red ", "blue", "", "n/a"])
    assert text is not None
    assert text.numbers is None
    assert text.codes is not None
    assert text.codes.tolist() == [1, 1, 0, -1, -1]
    code = attribute_of("office", ["1", "2", "2", "3"])
    assert code is not None
    assert code.codes is not None
    assert code.numbers is not None
    years = attribute_of("age", ["30.5", "41", "", "29"])
    assert years is not None
    assert years.codes is None
    day = attribute_of("since", ["2026-01-01", "2026-01-11", ""])
    assert day is not None
    assert day.numbers is not None
    assert day.numbers[1] - day.numbers[0] == 10
    for useless in (["Ada", "Bob", "Cy"], ["x", "x", "x"], ["", "a", ""], [], ["7", "7"]):
        assert attribute_of("c", useless) is None


# ---------------------------------------------------------------- ranks
def test_ranks_average_ties_and_keep_order() -> None:
    ranks = ranks_of(np.array([1.0, 1.0, 2.0, 5.0]), np.array([1.0, 1.0, 1.0, 1.0]))
    np.testing.assert_allclose(ranks.of(np.array([1.0, 2.0, 5.0])), [0.25, 0.625, 0.875])
    assert 0 < ranks.of(np.array([-9.0]))[0] < 0.25
    assert 0.875 < ranks.of(np.array([9.0]))[0] < 1
    heavy = ranks_of(np.array([1.0, 2.0]), np.array([99.0, 1.0]))
    np.testing.assert_allclose(surprise(heavy.of(np.array([2.0])), heavy.total), [-np.log(0.005 + 0.5 / 101)])


# ---------------------------------------------------------------- learning
def test_logistic_finds_the_penalised_optimum() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(400, 3))
    y = (rng.random(400) < 1 / (1 + np.exp(1 - x @ [1.0, -0.5, 0.0]))).astype(float)
    weight = rng.random(400) + 0.5
    ridge = np.array([5.0, 1.0, 20.0])
    beta = logistic(x, y, weight, ridge)
    p = 1 / (1 + np.exp(-(beta[0] + x @ beta[1:])))
    np.testing.assert_allclose(x.T @ (weight * (p - y)) + ridge * beta[1:], 0, atol=1e-3)
    assert abs((weight * (p - y)).sum()) < 1e-3


def test_calibration_repairs_level_and_slope_and_keeps_order() -> None:
    rng = np.random.default_rng(1)
    truth = rng.normal(-2, 1.5, 20_000)
    y = (rng.random(20_000) < 1 / (1 + np.exp(-truth))).astype(float)
    found = calibrate(3 * truth + 5, y, np.ones(len(y))).of(3 * truth + 5)
    np.testing.assert_allclose(found, 1 / (1 + np.exp(-truth)), atol=0.03)
    # Logits that are against the truth must not turn the order round.
    assert np.all(np.diff(calibrate(-truth, y, np.ones(len(y))).of(np.array([0.0, 1.0, 2.0]))) > 0)


def test_folds_by_time_show_nothing_of_later() -> None:
    history, _ = clustered(20, 5, 200, 1)
    for fold in by_time(history, (0.5, 0.7)):
        assert fold.seen.at.max() <= fold.end
        later = history.only(history.at > fold.end)
        assert set(fold.hidden) == set(later.keys()) - set(fold.seen.keys())


def test_folds_by_tie_hide_every_tie_once_in_turn() -> None:
    history, _ = clustered(20, 5, 200, 1, timed=False)
    ties = set(history.keys())
    folds = by_tie(history, 0.1, 10, np.random.default_rng(0), 0.0)
    for fold in folds:
        assert set(fold.seen.keys()) | set(fold.hidden) == ties
        assert not set(fold.seen.keys()) & set(fold.hidden)
    assert len(set(np.concatenate([f.hidden for f in folds]))) >= 0.9 * len(ties)
    pairs, tied = labelled(folds[0], np.random.default_rng(0))
    assert set((pairs.i * 20 + pairs.j)[tied]) <= set(folds[0].hidden)


def test_a_sample_of_open_pairs_stands_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    history, _ = clustered(150, 15, 900, 2)
    everything = open_pairs(history, np.random.default_rng(0))
    monkeypatch.setattr("drittort.engine.ties.examples.ALL_PAIRS", 100)
    monkeypatch.setattr("drittort.engine.ties.examples.SAMPLE", 4000)
    sample = open_pairs(history, np.random.default_rng(0))
    assert len(sample.i) < len(everything.i)
    assert sample.weight.sum() == pytest.approx(len(everything.i), rel=0.02)
    snap = snapshot(history)
    means = [np.average(dict(pair_scores(snap, s.i, s.j))["ra"], weights=s.weight) for s in (everything, sample)]
    assert means[1] == pytest.approx(means[0], rel=0.05)
    assert not np.isin(sample.i * 150 + sample.j, history.keys()).any()


def test_learns_and_is_calibrated_and_reproducible() -> None:
    history, group = clustered(60, 10, 450, 6)
    cut = history.at <= np.quantile(history.at, 0.7)
    seen, later = history.only(cut), set(history.only(~cut).keys()) - set(history.only(cut).keys())
    i, j = np.triu_indices(60, 1)
    free = ~np.isin(i * 60 + j, seen.keys())
    i, j = i[free], j[free]
    tied = np.isin(i * 60 + j, list(later))
    team = attributes_of({"team": [f"t{g}" for g in group]})
    model = TieModel(seed=3).fit(seen, attributes=team)
    p = model.probability(i, j)
    assert "Learned from the latest contacts" in model.basis
    assert np.isfinite(p).all()
    assert p.min() > 0
    assert p.max() < 1
    assert p[tied].mean() > 2 * p[~tied].mean()
    assert tied.sum() / 2 < p.sum() < tied.sum() * 2
    # Neither the other candidates nor the direction of a pair matters.
    np.testing.assert_allclose(model.probability(j[:7], i[:7]), p[:7], rtol=1e-6)


def test_a_layer_made_of_the_ties_is_left_out() -> None:
    history, _ = clustered(30, 6, 120, 9)
    made = layer_of(30, history.low, history.high)
    part = layer_of(30, history.low[::9], history.high[::9])
    model = TieModel().fit(history, layers=(made, part))
    assert "1 of 2 layers left out" in model.basis
    assert "layer 1_direct" in model.names
    assert "layer 2_direct" not in model.names


# ---------------------------------------------------------------- few, none, broken
@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_the_fewest_people(n: int) -> None:
    i, j = np.triu_indices(n, 1)
    nobody = np.zeros(0, dtype=np.int64)
    model = TieModel().fit(history_of(n, nobody, nobody))
    p = model.probability(i, j)
    assert len(p) == len(i)
    assert ((p > 0) & (p < 1)).all()
    assert "no tie yet" in model.basis
    if n > 1:
        model = TieModel().fit(history_of(n, np.array([0]), np.array([1]), np.array([3.0])))
        assert "too few to learn" in model.basis
        p = model.probability(i, j)
        assert p[0] == 1.0
        assert ((p[1:] > 0) & (p[1:] < 1)).all()


def test_floor_ranks_by_common_contacts() -> None:
    # Pieces: a square without diagonals, a pair, an isolate.
    history = history_of(7, np.array([0, 1, 2, 3, 4]), np.array([1, 2, 3, 0, 5]))
    model = TieModel().fit(history)
    p = model.probability(np.array([0, 0, 0, 6, 2, 0]), np.array([2, 4, 6, 4, 2, 1]))
    assert "too few" in model.basis
    assert p[0] > p[1] == p[2]
    assert 0 < p[3] <= p[1]
    assert (p[4], p[5]) == (0.0, 1.0)


def test_nothing_new_ever_ties() -> None:
    # The same ring of twelve pairs meets on every day: hiding the latest days hides no new pair; hiding ties does.
    ring = np.arange(12)
    history = history_of(12, np.tile(ring, 5), np.tile((ring + 1) % 12, 5), np.repeat(np.arange(5.0), 12))
    model = TieModel().fit(history)
    p = model.probability(np.array([0, 0]), np.array([2, 6]))
    assert "a tenth of the ties" in model.basis
    assert ((p > 0) & (p < 1)).all()


def test_everybody_tied_and_everybody_alike() -> None:
    i, j = np.triu_indices(12, 1)
    history = history_of(12, i, j)
    same = attributes_of({"company": ["one"] * 12})
    assert same == ()
    np.testing.assert_array_equal(TieModel().fit(history, attributes=same).probability(i, j), 1.0)


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        history_of(2, np.array([0]), np.array([2]))
    with pytest.raises(RuntimeError, match="Fit"):
        TieModel().probability(np.array([0]), np.array([1]))
    history = history_of(3, np.array([0]), np.array([1]))
    with pytest.raises(ValueError, match="outside"):
        TieModel().fit(history).probability(np.array([0]), np.array([3]))
    with pytest.raises(ValueError, match="layer"):
        TieModel().fit(history, layers=(layer_of(2, np.array([0]), np.array([1])),))
    with pytest.raises(ValueError, match="age"):
        TieModel().fit(history, attributes=attributes_of({"age": ["1", "2"]}))


# ---------------------------------------------------------------- from files
def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_command_line_prints_the_estimate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    history, group = clustered(30, 6, 150, 5)
    contacts = "source,target,at\n" + "".join(
        f"p{a},p{b},{t * 86400:.0f}\n" for a, b, t in zip(history.low, history.high, history.at, strict=True)
    )
    people = "id;team;nickname\n" + "".join(f"p{x};t{g};n{x}\n" for x, g in enumerate(group)) + "stranger;t0;s\n"
    pairs = "a,b\np0,p1\np7,stranger\np3,nobody knows\n"
    files = [written(tmp_path, "i.csv", contacts), "--people", written(tmp_path, "p.csv", people)]
    assert main(["ties", *files, "--candidates", written(tmp_path, "c.csv", pairs)]) == 0
    out, err = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(r["a"], r["b"]) for r in rows] == [("p0", "p1"), ("p7", "stranger"), ("p3", "nobody knows")]
    assert "Learned from" in err
    again = estimate_ties(parse_interactions(contacts).value, parse_pairs(pairs).value, parse_people(people).value, [])
    np.testing.assert_allclose([float(r["probability"]) for r in rows], again.probability, rtol=1e-6)


def test_command_line_with_layers_and_left_out_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contacts = written(tmp_path, "i.csv", "source,target\na,b\nb,c\n")
    people = ["--people", written(tmp_path, "p.csv", "id,team\na,x\nb,x\nc,y\nd,y\n"), "--without", "team"]
    layers = ["--layer", written(tmp_path, "l.csv", "a,b,weight\na,d,2\n"), "--layer", written(tmp_path, "k.csv", "a,b\nc,d\n")]
    assert main(["ties", contacts, *people, *layers, "--candidates", written(tmp_path, "c.csv", "a,b\na,c\na,d\nb,a\n")]) == 0
    out, err = capsys.readouterr()
    told = [float(r["probability"]) for r in csv.DictReader(io.StringIO(out))]
    assert told[0] > told[1] > 0
    assert told[2] == 1
    assert "too few to learn" in err
    assert main(["ties", contacts, "--candidates", str(tmp_path / "missing.csv")]) == 2
    assert "missing.csv" in capsys.readouterr().err
