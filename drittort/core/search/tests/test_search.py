"""The index, its words, and the encoder process."""

import threading
import time

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from threadpoolctl import threadpool_info  # type: ignore[import-untyped]

from drittort.core.models import Job, SearchDocument
from drittort.core.search import find, index, meaning, vectors, words
from drittort.core.search.asking import offers
from drittort.core.search.borrowed import BorrowedEncoder, affinity
from drittort.core.search.encoder import Encoder
from drittort.core.search.jobs import encode
from drittort.core.search.stems import asked, fold, stem
from drittort.core.search.vectors import CONTEXT, HAS, LEAST_WHOLE, NAMED, ONE_KIND, WANTS, Packing, Shelf
from drittort.engine.affinity import Affinity, UseEncoder
from drittort.engine.spelling import Speller, distance

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


def test_the_rarest_word_is_found_among_many_who_hold_a_part_of_it(db, thing, monkeypatch):
    for number in range(10, 40):
        thing[number] = (f"Nr. {number}", "Quasten, Quasten und noch einmal Quasten")
    thing[99] = ("Zuletzt", "Ein Quastenflosser im Aquarium")
    index.index_everything(7, timezone.now(), ["thing"])
    for name in ("CANDIDATES", "OF_EACH"):
        monkeypatch.setattr(words, name, 5)
    found, _asks = words.find(7, "thing", "Quastenflosser", limit=5)
    assert found[0].ref == 99
    assert {one.ref for one in found[1:]} < set(thing) - {99}


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
        shelf.put(ref, b"".join(packing.pack([f"Nobody {ref}", text, text])), [NAMED, HAS, CONTEXT])
    query = packing.read(["carpenter who builds"])
    scores = packing.affinity.similarity(query, packing.read(texts))[0]
    names = packing.affinity.similarity(query, packing.read([f"Nobody {ref}" for ref in range(len(texts))]))[0]
    wanted = np.maximum(names, scores) + ONE_KIND.whole * np.maximum(scores, LEAST_WHOLE)
    got = {ref: score for ref, score, _ in shelf.near(query, 99)}
    assert [got[ref] for ref in range(len(texts))] == pytest.approx(wanted.tolist(), abs=0.05 * (1 + ONE_KIND.whole))
    shelf.take(2)
    shelf.take(2)
    assert 2 not in {ref for ref, _, _ in shelf.near(query, 99)}
    assert list(tmp_path.iterdir()) == []


def test_the_encoder_computes_in_one_thread(monkeypatch):
    seen = []
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr("drittort.core.search.encoder.Encoder.__init__", lambda self: None)
    monkeypatch.setattr("drittort.core.search.encoder.Encoder.serve", lambda self, stop: seen.extend(threadpool_info()))
    call_command("encoder")
    assert {each["num_threads"] for each in seen} == {1}


def test_what_every_query_reads_lies_side_by_side(tmp_path):
    # Between other columns the same comparison takes four times as long.
    packing = Packing(Affinity(Plain()))
    shelf = Shelf(packing, tmp_path)
    for ref in range(300):
        shelf.put(ref, b"".join(packing.pack(["", "piano", "piano"])), [NAMED, HAS, CONTEXT])
    first = shelf.columns["dense_0"]
    assert type(first) is np.ndarray
    assert first.strides == (first.shape[1], 1)


def test_an_offer_is_answered_by_those_who_want_it_alone(tmp_path):
    packing = Packing(Affinity(Plain()))
    shelf = Shelf(packing, tmp_path)
    own, wish = "carpenter who builds", "looking for a carpenter who builds"
    for ref, roles in ((1, [HAS, WANTS]), (2, [HAS, HAS])):
        shelf.put(ref, b"".join(packing.pack([own, wish, own])), [*roles, CONTEXT])
    query = packing.read([own])
    ((ref, score, place),) = shelf.near(query, 9, wants=True)
    assert (ref, place) == (1, 1)
    assert score == pytest.approx(float(packing.affinity.similarity(packing.read([wish]), query)[0, 0]), abs=0.05)
    assert {ref for ref, _score, _place in shelf.near(query, 9)} == {1, 2}


def test_who_offers_finds_those_who_want(tmp_path):
    packing = Packing(Affinity(Plain()))
    shelf = Shelf(packing, tmp_path)
    roles = [NAMED, WANTS, HAS, CONTEXT]
    shelf.put(1, b"".join(packing.pack(["Ben", "piano lessons", "tax returns", "tax returns"])), roles)
    shelf.put(2, b"".join(packing.pack(["Lea", "tax returns", "piano lessons", "piano lessons"])), roles)
    query = packing.read(["piano lessons"])
    assert shelf.near(query, 9)[0][::2] == (2, 2)
    assert shelf.near(query, 9, turned=True)[0][::2] == (1, 1)


def test_more_documents_than_are_scored_in_full(tmp_path, monkeypatch):
    packing = Packing(Affinity(Plain()))
    monkeypatch.setattr(vectors, "CHOSEN", 5)
    shelf = Shelf(packing, tmp_path)
    texts = [f"{'abcdefghijklmnopqrst'[k]}{'tsrqponmlkjihgfedcba'[k]} words number {k}" for k in range(20)]
    for ref, text in enumerate(texts):
        shelf.put(ref, b"".join(packing.pack(["", text, text])), [NAMED, HAS, CONTEXT])
    shelf.take(3)
    found = shelf.near(packing.read([texts[8]]), 12)
    assert found[0][:1] == (8,)
    assert len(found) == len({ref for ref, _, _ in found}) == 12
    assert 3 not in {ref for ref, _, _ in found}
    assert [score for _, score, _ in found] == sorted((score for _, score, _ in found), reverse=True)
    assert shelf.near(packing.read([""]), 12) == []


def test_a_sieve_of_signs_keeps_the_nearest(tmp_path, monkeypatch):
    packing = Packing(Affinity(Plain()))
    shelf = Shelf(packing, tmp_path)
    texts = [f"{'abcdefghijklmnopqrst'[k % 20]}{'tsrqponmlkjihgfedcba'[k // 20]} words number {k}" for k in range(200)]
    for ref, text in enumerate(texts):
        shelf.put(ref, b"".join(packing.pack(["", text, text])), [NAMED, HAS, CONTEXT])
    shelf.take(3)
    queries = [packing.read([texts[k]]) for k in (8, 77, 150)]
    whole = [shelf.near(query, 5, weights=vectors.ALL_KINDS) for query in queries]
    monkeypatch.setattr(vectors, "SIEVED_FROM", 100)
    monkeypatch.setattr(vectors, "SIEVED_TO", 40)
    sieved = [shelf.near(query, 5, weights=vectors.ALL_KINDS) for query in queries]
    assert [found[0] for found in sieved] == [found[0] for found in whole]
    assert len(shelf.sieved(queries[:1], np.flatnonzero(shelf.place[: shelf.used] == 0), shelf.used)) == 40
    assert 3 not in {ref for found in sieved for ref, _, _ in found}


@pytest.mark.parametrize(
    ("query", "yes"),
    [
        ("Wer sucht einen Proberaum?", True), ("Wer kann alte Bürostühle gebrauchen?", True), ("I write tunes, who could use one?", True), ("Ich biete Klavierstunden", True),
        ("Wer hilft mir bei der Steuer?", False), ("who can repair a laptop", False), ("Ich suche eine Fotografin", False), ("photographer", False),
    ],
)  # fmt: skip
def test_asking_and_offering(query, yes):
    assert offers(query) is yes


def test_mistakes_are_mended_and_nothing_else():
    class Known:
        def knows(self, word):
            return word in ("Schlichten", "tunes")

    speller = Speller(["Catering", "Hebamme", "Suchmaschinenoptimierung", "schlachten", "customs clearance", "Tischler"], Known())
    assert speller.mended("catring") == "catering"
    assert speller.mended("Heebamme gesucht") == "hebamme gesucht"
    assert speller.mended("custums clearance") == "customs clearance"
    assert speller.mended("Suchmaschinenoptimirung") == "suchmaschinenoptimierung"
    assert speller.mended("Streit schlichten") == "Streit schlichten"
    assert speller.mended("Tischlerin") == "Tischlerin"
    assert speller.mended("a catring for eighty guests") == "a catring for eighty guests"


def test_while_nothing_is_encoded_nothing_is_read_again(db, thing, settings, tmp_path):
    """What was encoded at once lies in the time that is looked over again and again; only a change makes the encoder read it."""
    settings.DATA = tmp_path
    index.index_everything(7, timezone.now(), ["thing"])
    encoder = Encoder(Affinity(Plain()))
    rows = SearchDocument.objects.all()
    rows.update(model=encoder.packing.name, vectors=b"".join(encoder.packing.pack(["a", "b", "c"])), encoded_at=timezone.now())
    many = rows.count()
    assert [encoder.look() for _ in range(3)] == [many, 0, 0]
    with CaptureQueriesContext(connection) as asked:
        assert encoder.look() == 0
    assert [query["sql"].startswith("SELECT COUNT(") for query in asked] == [True]
    rows.filter(pk=rows.first().pk).update(encoded_at=timezone.now())
    assert [encoder.look() for _ in range(2)] == [1, 0]


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


@pytest.mark.django_db(transaction=True)
def test_a_worker_borrows_the_model_of_the_encoder(settings, tmp_path, monkeypatch):
    class First(Plain):
        """Something else under the name of the first encoder, for which maps were learnt."""

        name, dimensions = UseEncoder.name, UseEncoder.dimensions

        def encode(self, texts):
            return np.array([np.random.default_rng(len(text)).random(self.dimensions) for text in texts], dtype=np.float32)

    settings.DATA = tmp_path
    loaded = []
    monkeypatch.setattr("drittort.core.search.borrowed.default_encoder", lambda: (loaded.append("own") or First(), ""))
    monkeypatch.setattr("drittort.core.search.borrowed.Affinity", lambda *borrowed: Affinity(*borrowed or (First(),)))
    texts = ["Umsatzsteuer", "a carpenter", "x"]
    assert not isinstance(affinity().encoder, BorrowedEncoder), "where nobody answers, this process has a model of its own"

    def serve(model):
        encoder, stop = Encoder(Affinity(model)), threading.Event()
        server = threading.Thread(target=encoder.serve, args=(stop,))
        server.start()
        until = time.monotonic() + 10
        while meaning.near(7, "thing", "x", limit=1) is None and time.monotonic() < until:
            time.sleep(0.02)
        return stop, server

    stop, server = serve(First())
    try:
        borrowed = affinity()
        assert isinstance(borrowed.encoder, BorrowedEncoder)
        assert (borrowed.vectors(texts) == Affinity(First()).vectors(texts)).all()
        assert loaded == []
    finally:
        stop.set()
        server.join(10)
    assert (borrowed.vectors(texts) == Affinity(First()).vectors(texts)).all(), "it ended meanwhile: the work is done all the same"
    assert loaded == ["own"]
    monkeypatch.setattr("drittort.core.search.borrowed.default_encoder", lambda: (Plain(), ""))
    with pytest.raises(RuntimeError, match="had the model"):
        borrowed.vectors(texts)
    stop, server = serve(Plain())
    try:
        assert not isinstance(affinity().encoder, BorrowedEncoder), "nothing was learnt for a model of another version"
    finally:
        stop.set()
        server.join(10)
