#!/usr/bin/env python3
"""Build the package resource of drittort.engine.affinity from ESCO. For developers, after a change of encoder or of ESCO.

    .venv/bin/python bin/build_esco.py --data DIR [--cache DIR]

DIR/esco holds occupations_de.csv.gz (uri, label_de, alt_labels_de, description_de), occupations_en_text.csv.gz and
skills_en_text.csv.gz (uri, text_en: preferred label, other labels and description joined by blanks). Written are
drittort/engine/data/esco_occupations.csv (uri, label_de, label_en) and drittort/engine/data/meaning.npz.

Three things are learnt, none of them on a pair of a need and its offer:

- a linear map of each encoder's space, so that texts of one ESCO concept (German and English, label and
  definition) come to lie together: InfoNCE with a ridge towards the identity (see learning.py); of the first
  encoder's the leading principal axes are kept;
- where the concepts lie in the first encoder's space (int8), centred view by view, because the language and the kind of
  text shift a whole cloud: by them the reason is told;
- the vectors of typical needs (the development set of the benchmarks), against which popular offers are damped.

About two minutes with the first encoder alone; the second one takes some ten minutes more on one core (--cache keeps them).
"""

import argparse
import csv
import gzip
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from learning import Floats, PackagedE5, drawn_together, int8, remembering, unit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drittort.engine.affinity import UseEncoder, prepare  # noqa: E402

AXES = 384  # kept of 512: loses nothing measurable on the development set, a quarter smaller
E5_SKILLS = 4000  # drawn of 13,939: the second encoder takes 15 ms a text
TARGET = ROOT / "drittort" / "engine" / "data"


def rows(path: Path) -> list[dict[str, str]]:
    """Read a gzipped csv file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def halves(text: str) -> tuple[str, str]:
    """Split 'label other label Definition with a capital.' where the definition starts; both are the text when it can't be seen."""
    for match in re.finditer(r"(?<=[a-z0-9)\]] )[A-Z][a-z']* (?=[a-z])", text):
        if match.start() > 3:
            return text[: match.start()].strip(), text[match.start() :].strip()
    return text, text


def singular(word: str) -> str:
    """Bring an English noun to a form that equals its plural's."""
    word = word.lower().strip(",.;:()")
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("men", "man"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead
    return word


def english_label(text: str) -> str:
    """Cut the preferred label off: definitions of occupations begin with its plural ('baker bakery worker Bakers make ...')."""
    words = text.split()
    best = 0
    for start in range(1, len(words) - 6):
        if words[start][0].isupper():
            k = 0
            while k < min(8, start) and singular(words[k]) == singular(words[start + k]):
                k += 1
            best = max(best, k)
    return " ".join(words[: best or 3])


def learn_map(sets: Sequence[Floats], mean: Floats, *, steps: int = 400) -> Floats:
    """Learn a square map under which two views of a concept find each other among a batch. Sets have shape (concepts, views, d)."""
    size = 256
    share = np.array([len(s) for s in sets], float) ** 0.5
    share /= share.sum()

    def batch(rng: np.random.Generator) -> tuple[Floats, Floats]:
        x = sets[rng.choice(len(sets), p=share)]
        chosen = rng.choice(len(x), size, replace=False)
        one = rng.integers(0, x.shape[1], size)
        other = (one + rng.integers(1, x.shape[1], size)) % x.shape[1]
        return x[chosen, one] - mean, x[chosen, other] - mean

    return drawn_together(np.eye(sets[0].shape[-1], dtype=np.float32), batch, steps=steps, ridge=0.01)


def main() -> None:
    """Read ESCO, encode, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path)
    args = parser.parse_args()
    german = {r["uri"]: r for r in rows(args.data / "esco" / "occupations_de.csv.gz")}
    english = {r["uri"]: r["text_en"] for r in rows(args.data / "esco" / "occupations_en_text.csv.gz")}
    skills = [halves(r["text_en"]) for r in rows(args.data / "esco" / "skills_en_text.csv.gz")]
    uris = sorted(set(german) & set(english))
    en = [halves(english[u]) for u in uris]
    labels = [german[u]["label_de"] for u in uris]
    de_label = [label.split("/")[0] for label in labels]
    de_others = [german[u]["alt_labels_de"].replace("|", ", ")[:120] or german[u]["label_de"] for u in uris]
    de_text = [german[u]["description_de"][:250] or german[u]["label_de"] for u in uris]

    use = remembering(UseEncoder(), args.cache)
    occupations = np.stack([use(t) for t in (de_label, de_others, de_text, [e[0][:120] for e in en], [e[1][:250] for e in en])], axis=1)
    abilities = np.stack([use([s[0][:100] for s in skills]), use([s[1][:160] for s in skills])], axis=1)
    mean = np.concatenate([occupations.reshape(-1, occupations.shape[-1]), abilities.reshape(-1, occupations.shape[-1])]).mean(0)
    w = learn_map((occupations, abilities), mean)
    concepts = np.vstack([unit(unit((views - mean) @ w).sum(1)) for views in (occupations, abilities)])
    _, axes = np.linalg.eigh(concepts.T @ concepts)
    axes = axes[:, ::-1][:, :AXES]

    e5 = remembering(PackagedE5(), args.cache)
    views = np.stack([e5(t) for t in (de_label, [e[0][:60] for e in en], [t[:120] for t in de_text], [e[1][:120] for e in en])], axis=1)
    drawn = np.sort(np.random.default_rng(0).choice(len(skills), E5_SKILLS, replace=False))
    some = np.stack([e5([skills[i][0][:60] for i in drawn]), e5([skills[i][1][:110] for i in drawn])], axis=1)
    centred = views - views.mean(0), some - some.mean(0)
    turn = learn_map(centred, np.zeros(views.shape[-1], dtype=np.float32), steps=300)

    with (ROOT / "benchmarks" / "needs_development.csv").open(encoding="utf-8", newline="") as file:
        typical = [(number, row[column]) for number, row in enumerate(csv.DictReader(file)) for column in ("need_de", "need_en")]
    needs = [prepare(text) for _, text in typical]
    np.savez(
        TARGET / "meaning.npz",
        use_mean=mean.astype(np.float16),
        use_map=(w @ axes).astype(np.float16),
        use_concepts=int8(unit(concepts @ axes)),
        e5_mean=views.mean((0, 1)).astype(np.float16),
        e5_map=turn.astype(np.float16),
        needs_use=use(needs).astype(np.float16),
        needs_e5=e5(needs).astype(np.float16),
        needs_topic=np.array([number for number, _ in typical], dtype=np.int16),
    )
    with (TARGET / "esco_occupations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("uri", "label_de", "label_en"))
        writer.writerows((u, label, english_label(english[u])) for u, label in zip(uris, labels, strict=True))
    print(f"{len(uris)} occupations, {len(skills)} skills; {sum(p.stat().st_size for p in TARGET.iterdir()) / 1e6:.1f} MB written")


if __name__ == "__main__":
    main()
