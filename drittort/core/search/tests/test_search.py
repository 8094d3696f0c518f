"""The index, its words, and the encoder process."""

import threading
import time

import numpy as np
import pytest
from django.utils import timezone

from drittort.core.models import Job, SearchDocument
from drittort.core.search import find, index, meaning, words
from drittort.core.search.encoder import Encoder
from drittort.core.search.jobs import encode
from drittort.core.search.stems import asked, distance, fold, stem
from drittort.core.search.vectors import Packing, Shelf
from drittort.engine.affinity import Affinity

TEXTS = {
    1: ("Ben", "tax adviser for freelancers and small companies"),
    2: ("Lea", "Ich fotografiere Hochzeiten und Porträts"),
    3: ("Kim", "carpenter who builds tables from old doors"),
    4: ("Uwe", "Ich repariere Fahrräder"),
}


class Plain:
    """An encoder of letters: no meaning, but fast, and the same for the same text."""

    name = "plain"
    dimensions = 32

    def encode(self, texts):
        out = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(out, texts, strict=True):
            for pair in zip(text.casefold(), text.casefold()[1:], strict=False):
                row[(ord(pair[0]) * 31 + ord(pair[1])) % self.dimensions] += 1.0
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)


@pytest.fixture
def thing(monkeypatch):
    """A kind of document of a module that does not exist."""
    held = dict(TEXTS)

    def documents(refs):
        for ref in refs:
            if ref in held:
                yield index.Document(7, ref, held[ref][0], (index.Passage("line", "", held[ref][1]),))

    monkeypatch.setitem(index.KINDS, "thing", index.Kind("thing", documents, lambda space_id: list(held) if space_id == 7 else []))
    return held


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Steuern", "Steuer"), ("Fotografin", "Fotografie"), ("Fotografin", "photographer"), ("Beraterinnen", "Beratung"), ("Übersetzerin", "Uebersetzung"), ("designs", "designer"),
        ("Häuser", "Haus"), ("Straße", "Strassen"), ("taxes", "tax"),
    ],
)  # fmt: skip
def test_forms_of_a_word_share_their_stem(one, other):
    assert stem(one) == stem(other)


def test_words_that_only_look_alike_do_not():
    for one, other in (("Steuer", "Stern"), ("Recht", "Rechner"), ("Bau", "Baum"), ("Web", "Weber")):
        assert stem(one) != stem(other)
    assert fold("ÄÖÜßé") == "aoussße".replace("ß", "")
    assert asked("jemand, der mir hilft") == asked("jemand der mir hilft") != []
    assert distance("steuer", "stuer", 1) == 1
    assert distance("steuer", "tseuer", 1) == 1
    assert distance("steuer", "haus", 2) == 3


def test_the_index_follows_and_forgets(db, thing):
    at = timezone.now()
    assert index.index_everything(7, at, ["thing"]) == 4
    assert [one.ref for one in words.find(7, "thing", "Hochzeit")[0]] == [2]
    assert [one.ref for one in words.find(7, "thing", "Fahrrad")[0]] == [4]
    assert words.find(8, "thing", "Hochzeit")[0] == []
    thing[2] = ("Lea", "Ich backe Brot")
    del thing[4]
    assert index.index(space_id=7, kind="thing", refs=[2, 4], at=at) == 2
    assert words.find(7, "thing", "Hochzeit")[0] == []
    assert words.find(7, "thing", "Fahrrad")[0] == []
    assert [one.ref for one in words.find(7, "thing", "Brot")[0]] == [2]
    index.forget(7)
    assert words.find(7, "thing", "Brot")[0] == []


def test_public_is_a_narrower_question(db, thing):
    index.index_everything(7, timezone.now(), ["thing"])
    SearchDocument.objects.filter(ref=1).update(audience="public")
    assert [one.ref for one in words.find(7, "thing", "tax carpenter", public=True)[0]] == [1]


def test_a_change_is_a_job_of_the_transaction(db, thing):
    index.changed(space_id=7, kind="thing", refs=range(450), at=timezone.now())
    assert [len(job.payload["refs"]) for job in Job.objects.filter(name="core.search.index")] == [200, 200, 50]


def test_packed_rows_score_as_the_engine_does(tmp_path):
    packing = Packing(Affinity(Plain()))
    texts = [text for _, text in TEXTS.values()] * 3
    shelf = Shelf(packing, tmp_path)
    for ref, text in enumerate(texts):
        shelf.put(ref, b"".join(packing.pack([text])), [0.0])
    query = packing.read(["carpenter who builds"])
    wanted = packing.affinity.similarity(query, packing.read(texts))[0]
    got = {ref: score for ref, score, _ in shelf.near(query, 99)}
    assert [got[ref] for ref in range(len(texts))] == pytest.approx(wanted.tolist(), abs=0.05)
    shelf.take(2)
    shelf.take(2)
    assert 2 not in {ref for ref, _, _ in shelf.near(query, 99)}
    assert list(tmp_path.iterdir()) == []


def test_an_offer_is_answered_by_those_who_want_it_alone(tmp_path):
    packing = Packing(Affinity(Plain()))
    shelf = Shelf(packing, tmp_path)
    own, wish = "carpenter who builds", "looking for a carpenter who builds"
    for ref, discounts in ((1, [0.0, 10.0]), (2, [0.0, 0.0])):
        shelf.put(ref, b"".join(packing.pack([own, wish])), discounts)
    query = packing.read([own])
    ((ref, score, place),) = shelf.near(query, 9, wants=True)
    assert (ref, place) == (1, 1)
    assert score == pytest.approx(float(packing.affinity.similarity(packing.read([wish]), query)[0, 0]), abs=0.05)
    assert {ref for ref, _score, _place in shelf.near(query, 9)} == {1, 2}


@pytest.mark.django_db(transaction=True)
def test_the_encoder_answers_over_its_socket_and_its_silence_leaves_the_words(thing, settings, tmp_path):
    settings.DATA = tmp_path / ("a" * 120)
    settings.DATA.mkdir()
    index.index_everything(7, timezone.now(), ["thing"])
    assert find.find(7, "thing", "Hochzeit").understood is False
    encoder, stop = Encoder(Affinity(Plain())), threading.Event()
    server = threading.Thread(target=encoder.serve, args=(stop,))
    server.start()
    try:
        until = time.monotonic() + 10
        while meaning.near(7, "thing", "x y", limit=3) is None and time.monotonic() < until:
            time.sleep(0.02)
        encode({"documents": list(SearchDocument.objects.values_list("pk", flat=True))}, timezone.now())
        assert set(SearchDocument.objects.values_list("model", flat=True)) == {encoder.packing.name}
        while not meaning.near(7, "thing", "carpenter builds tables", limit=3) and time.monotonic() < until:
            time.sleep(0.05)
        answer = find.find(7, "thing", "a carpenter who builds tables")
        assert answer.understood
        assert answer.hits[0].ref == 3
        assert answer.hits[0].passage == 1
        # Changed within the second, and found by what it means now.
        thing[4] = ("Uwe", "zzz qqq xxx")
        index.index(space_id=7, kind="thing", refs=[4], at=timezone.now())
        encode({"documents": list(SearchDocument.objects.values_list("pk", flat=True))}, timezone.now())
        while meaning.near(7, "thing", "zzz qqq xxx", limit=1)[0].ref != 4 and time.monotonic() < until:
            time.sleep(0.05)
        assert meaning.near(7, "thing", "zzz qqq xxx", limit=1)[0].ref == 4
        # Slow: the page does not wait.
        with encoder.model:
            began = time.monotonic()
            assert meaning.near(7, "thing", "something else", limit=3) is None
            assert time.monotonic() - began < 0.3
    finally:
        stop.set()
        server.join(10)
    assert meaning.near(7, "thing", "carpenter", limit=3) is None
    with pytest.raises(meaning.Silent):
        meaning.encode(["x"], patience=0.2)
