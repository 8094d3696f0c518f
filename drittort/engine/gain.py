"""How much closer a community gets by one more tie, without trying it: exact for small networks, by random projection for large ones."""

from dataclasses import dataclass

import numpy as np
import scipy.linalg
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EPS_SHARE = 0.1
"""The regularisation as a share of the mean weighted degree."""

DENSE_PEOPLE = 2_500
"""Up to this size the dense inverse is quicker than the projection (about 2 s at the limit on one core)."""

PROJECTIONS = 1024
"""Random vectors of the projection: a power of two, so that the rows of neighbours are orthogonal."""

_CHUNK = 4_000_000


@dataclass(frozen=True, slots=True)
class Resolvent:
    """What `structural_gain` needs of `M = (L + eps I)^-1`, kept so that many sets of pairs can be asked.

    `inverse` is M itself, (n, n), for a small network. For a large one `square` is (n, k) with
    `|square[i] - square[j]|^2 ~ |M(e_i - e_j)|^2`, and `root` is (n, k) with `|root[i] - root[j]|^2 ~ (e_i - e_j)' M (e_i - e_j)`.
    """

    eps: float
    inverse: Floats | None = None
    square: NDArray[np.float32] | None = None
    root: NDArray[np.float32] | None = None

    @property
    def people(self) -> int:
        """n."""
        points = self.inverse if self.inverse is not None else self.square
        return 0 if points is None else len(points)


def symmetric_weights(strength: sparse.csr_array) -> sparse.csr_array:
    """Return the undirected weights (n, n) of directed strengths: the stronger of both directions, no loops."""
    both = sparse.csr_array(strength.maximum(strength.T), dtype=np.float64)
    both.setdiag(0.0)
    both.eliminate_zeros()
    return both


def regularisation(weights: sparse.csr_array) -> float:
    """Return eps: a tenth of the mean weighted degree; without any tie a tenth of one tie, so that isolates still count."""
    n = weights.shape[0]
    mean = float(weights.sum()) / n if n else 0.0
    return EPS_SHARE * (mean if mean > 0 else 1.0)


def _check_weights(weights: sparse.csr_array) -> sparse.csr_array:
    if weights.shape[0] != weights.shape[1]:
        raise ValueError(f"weights must be square, not {weights.shape}")
    w = sparse.csr_array(weights, dtype=np.float64)
    if w.nnz and (not np.isfinite(w.data).all() or w.data.min() < 0):
        raise ValueError("weights must be finite and not negative")
    if w.nnz and abs(w - w.T).max() > 1e-12 * w.data.max():
        raise ValueError("weights must be symmetric; see symmetric_weights")
    return w


def _check_pairs(pairs: ArrayLike, n: int) -> Ints:
    p: Ints = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    if len(p) and (p.min() < 0 or p.max() >= n):
        raise ValueError(f"pairs must be positions 0 to {n - 1}")
    return p


def resolvent(
    weights: sparse.csr_array, *, eps: float | None = None, method: str = "auto", projections: int = PROJECTIONS, seed: int = 0
) -> Resolvent:
    """Prepare `M = (L + eps I)^-1` for the symmetric weights (n, n) of a network, L its graph Laplacian.

    `method` is "exact" (dense inverse, O(n^3) time and 8 n^2 bytes), "projection" or "auto" (exact up to DENSE_PEOPLE people). The
    projection solves 2 x `projections` systems by block conjugate gradients with the diagonal as preconditioner (Johnson-Lindenstrauss,
    as Spielman & Srivastava 2011, SIAM J. Comput. 40, did for effective resistances). Signs instead of normal numbers: the columns of M are concentrated on
    few people, and for such vectors signs have the smaller variance. Raises ValueError for weights that are not square, symmetric, finite and >= 0.
    """
    w = _check_weights(weights)
    n = w.shape[0]
    eps = regularisation(w) if eps is None else float(eps)
    if not eps > 0:
        raise ValueError("eps must be positive")
    if method not in ("auto", "exact", "projection"):
        raise ValueError(f"method must be auto, exact or projection, not {method!r}")
    degree = np.asarray(w.sum(axis=1)).ravel()
    if method == "exact" or (method == "auto" and n <= DENSE_PEOPLE):
        if n == 0:
            return Resolvent(eps, inverse=np.zeros((0, 0)))
        system = -w.toarray(order="F")
        system[np.diag_indices(n)] += degree + eps
        # Symmetric positive definite: Cholesky and its inverse touch half the numbers that a general inverse does.
        factor, info = scipy.linalg.lapack.dpotrf(system, lower=1, overwrite_a=1)
        inverse, info2 = scipy.linalg.lapack.dpotri(factor, lower=1, overwrite_c=1)
        if info or info2:
            raise ValueError("the network is too badly conditioned for an exact inverse")
        # LAPACK fills one triangle of a column-major array: seen row-major it is the upper one. Mirrored in blocks, a second copy would double the memory.
        full = inverse.T
        for k in range(0, n, 512):
            block = full[k : k + 512, k : k + 512]
            full[k : k + 512, k : k + 512] = np.triu(block) + np.triu(block, 1).T
            full[k + 512 :, k : k + 512] = full[k : k + 512, k + 512 :].T
        return Resolvent(eps, inverse=full)
    rng = np.random.default_rng(seed)
    upper = sparse.coo_array(sparse.triu(w, 1))
    upper = sparse.coo_array(sparse.triu(w, 1))
    place = np.empty(n, dtype=np.int64)
    place[np.asarray(sparse.csgraph.reverse_cuthill_mckee(w, symmetric_mode=True), dtype=np.int64)] = np.arange(n)
    square = _solve(w, degree, eps, _signs(place, projections, rng))
    # M = M (B'WB + eps I) M: a random sign for each tie and each person gives a vector whose solution has covariance M.
    flow = np.sqrt(upper.data).astype(np.float32)
    incidence = sparse.csr_array(
        (np.concatenate([flow, -flow]), (np.concatenate([upper.row, upper.col]), np.tile(np.arange(upper.nnz), 2))), shape=(n, upper.nnz)
    )
    ties = _signs(_ranks(np.minimum(place[upper.row], place[upper.col])), projections, rng)
    root = _solve(w, degree, eps, incidence @ ties + np.float32(np.sqrt(eps)) * _signs(place, projections, rng))
    scale = np.float32(1 / np.sqrt(projections))
    return Resolvent(eps, square=square * scale, root=root * scale)


def _ranks(keys: Ints) -> Ints:
    out = np.empty(len(keys), dtype=np.int64)
    out[np.argsort(keys, kind="stable")] = np.arange(len(keys))
    return out


def _signs(place: Ints, columns: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Random signs (len(place), columns) whose rows are exactly orthogonal for neighbours in the order `place`.

    The error of a projection comes from the products of rows; M is large near the diagonal of a good order, so orthogonal neighbours take most of it away
    (probing: Tang & Saad 2012, Numer. Linear Algebra Appl. 19). Hadamard rows, with fresh signs of the columns for each run of rows.
    """
    size = 1 << max(0, (columns - 1).bit_length())
    hadamard = scipy.linalg.hadamard(size, dtype=np.int8)[:, rng.permutation(size)[:columns]]
    run, row = np.divmod(place, size)
    flips = rng.integers(0, 2, size=(int(run.max(initial=0)) + 1, columns), dtype=np.int8) * 2 - 1
    return np.asarray(hadamard[row] * flips[run], dtype=np.float32)


def _solve(weights: sparse.csr_array, degree: Floats, eps: float, right: NDArray[np.float32], tol: float = 1e-2) -> NDArray[np.float32]:
    """Solve `(L + eps I) X = right` for all columns at once; every column has its own step, so one sparse product serves them all. A hundredth is far under the noise of the projection."""
    w = sparse.csr_array(weights, dtype=np.float32)
    diagonal = (degree + eps).astype(np.float32)[:, None]
    x = right / diagonal
    r = right - (diagonal * x - w @ x)
    start = np.einsum("ij,ij->j", right, right / diagonal)
    z = r / diagonal
    p = z.copy()
    rz = np.einsum("ij,ij->j", r, z)
    for _ in range(500):
        if np.all(rz <= tol * tol * start):
            break
        ap = diagonal * p
        ap -= w @ p
        step = rz / np.maximum(np.einsum("ij,ij->j", p, ap), np.float32(1e-30))
        x += step * p
        r -= step * ap
        np.divide(r, diagonal, out=z)
        after = np.einsum("ij,ij->j", r, z)
        p *= after / np.maximum(rz, np.float32(1e-30))
        p += z
        rz = after
    return np.asarray(x, dtype=np.float32)


def structural_gain(prepared: Resolvent, pairs: ArrayLike, *, weight: float = 1.0) -> Floats:
    """Return for each pair (m, 2) of positions the fall of `trace((L + eps I)^-1)` if the pair got a tie of `weight`: float64 (m,).

    By the rank-one update of Sherman & Morrison (1950): `w |M d|^2 / (1 + w d' M d)` with `d = e_i - e_j`. The trace is the regularised
    Kirchhoff index up to a factor (Klein & Randic 1993): it counts isolates and pieces, where distances are infinite. A pair of one person with itself gains 0.
    """
    n = prepared.people
    p = _check_pairs(pairs, n)
    if weight < 0:
        raise ValueError("weight must not be negative")
    i, j = p[:, 0], p[:, 1]
    if prepared.inverse is not None:
        m = prepared.inverse
        diagonal = m.diagonal()
        resistance = diagonal[i] + diagonal[j] - 2 * m[i, j]
        if 40 * len(p) > n * n:
            # One product of M with itself is cheaper than a subtraction of two rows for every pair.
            m2 = m @ m
            d2 = m2.diagonal()
            squared = d2[i] + d2[j] - 2 * m2[i, j]
        else:
            squared = _distances(m, i, j)
    else:
        assert prepared.square is not None
        assert prepared.root is not None
        squared, resistance = _distances(prepared.square, i, j), _distances(prepared.root, i, j)
    return np.asarray(weight * np.maximum(squared, 0) / (1 + weight * np.maximum(resistance, 0)), dtype=np.float64)


def _distances(points: NDArray[np.floating], i: Ints, j: Ints) -> Floats:
    """Squared distances of rows i and j, in pieces that stay in memory."""
    out = np.empty(len(i))
    step = max(1, _CHUNK // max(1, points.shape[1]))
    for k in range(0, len(i), step):
        d = points[i[k : k + step]] - points[j[k : k + step]]
        out[k : k + step] = np.einsum("ij,ij->i", d, d)
    return out


def three_steps(adjacency: sparse.csr_array, pairs: ArrayLike) -> Ints:
    """Return for each pair (m, 2) how many pairs of people come within three steps of each other by it: int64 (m,).

    `|{(x, y): x in N[i], y in N[j], d(x, y) > 3}|` with closed neighbourhoods N[.] of the 0/1 `adjacency` (n, n). Cheap, blind to anything farther away.
    """
    n = adjacency.shape[0]
    p = _check_pairs(pairs, n)
    out = np.zeros(len(p), dtype=np.int64)
    if not len(p):
        return out
    closed = sparse.csr_array(adjacency != 0, dtype=np.float32) + sparse.eye_array(n, dtype=np.float32, format="csr")
    size = np.diff(closed.indptr)
    order = np.argsort(p[:, 0], kind="stable")
    firsts = np.unique(p[:, 0])
    step = max(1, _CHUNK // max(1, n))
    for k in range(0, len(firsts), step):
        block = firsts[k : k + step]
        mine = order[np.searchsorted(p[order, 0], block[0]) : np.searchsorted(p[order, 0], block[-1], side="right")]
        near = np.zeros((n, len(block)), dtype=np.float32)
        # For each x the people within three steps, summed over x in N[i]: only rows of the neighbours of this block are ever dense.
        around = closed[block]
        members, where = np.unique(around.indices, return_inverse=True)
        for q in range(0, len(members), step):
            part = members[q : q + step]
            reach = (closed @ (closed @ (closed @ _columns(part, n)))) > 0
            pick = (where >= q) & (where < q + len(part))
            rows = np.repeat(np.arange(len(block)), np.diff(around.indptr))[pick]
            select = sparse.csr_array((np.ones(pick.sum(), dtype=np.float32), (where[pick] - q, rows)), shape=(len(part), len(block)))
            near += (select.T @ reach.T.astype(np.float32)).T
        counted = closed @ near
        row = np.searchsorted(block, p[mine, 0])
        out[mine] = size[p[mine, 0]] * size[p[mine, 1]] - np.rint(counted[p[mine, 1], row]).astype(np.int64)
    return out


def _columns(people: Ints, n: int) -> NDArray[np.float32]:
    out = np.zeros((n, len(people)), dtype=np.float32)
    out[people, np.arange(len(people))] = 1
    return out


def efficiency(adjacency: sparse.csr_array, *, sources: int | None = None, seed: int = 0) -> float:
    """Return the global efficiency, mean of 1 / distance over ordered pairs (Latora & Marchiori 2001); pieces count as 0, under two people it is 0.

    With `sources` the mean is over that many people drawn without replacement by `seed`, everybody as target.
    """
    n = adjacency.shape[0]
    if n < 2:
        return 0.0
    start: Ints = np.arange(n)
    if sources is not None and sources < n:
        start = np.sort(np.random.default_rng(seed).choice(n, size=sources, replace=False))
    total = 0.0
    step = max(1, _CHUNK // n)
    graph = sparse.csr_array(adjacency, dtype=np.float64)
    for k in range(0, len(start), step):
        d = np.asarray(sparse.csgraph.dijkstra(graph, unweighted=True, indices=start[k : k + step]))
        total += float((1 / d[d > 0]).sum())
    return float(total / (len(start) * (n - 1)))


def efficiency_gain(adjacency: sparse.csr_array, pairs: ArrayLike) -> Floats:
    """Return for each pair (m, 2) the rise of the global efficiency if it were tied: float64 (m,); exact, O(n^2) a pair, for evaluation.

    A new tie i-j shortens x-y to `min(d(x, i) + 1 + d(j, y), d(x, j) + 1 + d(i, y))` where that is less.
    """
    n = adjacency.shape[0]
    p = _check_pairs(pairs, n)
    if n < 2:
        return np.zeros(len(p))
    d = np.asarray(sparse.csgraph.dijkstra(sparse.csr_array(adjacency, dtype=np.float64), unweighted=True), dtype=np.float32)
    near = np.zeros_like(d)
    np.divide(1, d, out=near, where=d > 0)
    out = np.empty(len(p))
    for k, (i, j) in enumerate(p):
        new = np.minimum(np.minimum(d[:, [i]] + 1 + d[[j], :], d[:, [j]] + 1 + d[[i], :]), d)
        closer = new < d
        out[k] = float((1 / new[closer].astype(np.float64)).sum() - near[closer].astype(np.float64).sum())
    return np.asarray(out / (n * (n - 1)))
