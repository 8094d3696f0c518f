"""The meanings of the demo's sentences, encoded ahead, so that a first start need not wait for the encoder. `python -m drittort.demo.vectors` makes them anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np

FILE = Path(__file__).parent / "texts" / "vectors.npz"


def load_vectors() -> int:
    """Put the shipped vectors into the table; returns how many. Those of another model are never asked for, since the model is part of their key."""
    from drittort.connect.introductions.models import TextVector

    with np.load(FILE) as held:
        model = str(held["model"])
        rows = [
            TextVector(key=str(key), model=model, data=vector.tobytes()) for key, vector in zip(held["keys"], held["vectors"], strict=True)
        ]
    TextVector.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def make() -> int:
    """Encode all needs, offers and answers of the demo and write the file."""
    import django

    import drittort.core.sqlite  # noqa: F401

    django.setup()
    from drittort.connect.introductions.rounds import key_of
    from drittort.demo.model import demo_world
    from drittort.demo.texts import read
    from drittort.engine.affinity import Affinity

    world = demo_world()
    said = {text.text for person in world.people for text in (*person.offers, *person.needs)} | {need.text.text for need in world.needs}
    # Which answers count for introductions is a setting of each question.
    said |= {answer["text"] for question in read("profiles")["question"] for answer in question["answers"]}
    texts = sorted(said)
    affinity = Affinity()
    vectors = affinity.vectors(texts).astype("<f2")
    name = affinity.encoder.name
    np.savez_compressed(FILE, model=name, keys=np.array([key_of(text, name) for text in texts]), vectors=vectors)
    return len(texts)


if __name__ == "__main__":
    print(make(), "texts")
