"""What a worker keeps of a house: as good as computed anew for each need, and gone when nobody says it any more."""

import zlib

import numpy as np
import pytest
from django.utils import timezone

from drittort.connect.introductions.models import TextVector
from drittort.connect.needs import pool as pools
from drittort.connect.needs.pool import Pool, Pools, Said, compared_by
from drittort.connect.needs.reactions import forget_erased
from drittort.core.privacy import Erased
from drittort.core.privacy import Said as Of
from drittort.core.search.stems import stems
from drittort.engine.affinity import Affinity, UseEncoder
from drittort.engine.routing import answered, best_of, joined, least_of, means, rarity

WORDS = ["Umsatzsteuer", "Klavier", "Wohnung", "Logo", "Film", "Vertrag", "Garten", "Brot", "Messe", "Holz", "Daten", "Reise"]


class Invented:
    """Vectors that follow a text's letters, where the first encoder puts its own: what was learnt for that one is used."""

    name, dimensions = UseEncoder.name, UseEncoder.dimensions

    def encode(self, texts):
        return np.array(
            [np.random.default_rng(zlib.crc32(text.encode())).standard_normal(self.dimensions) / 20 for text in texts], dtype=np.float32
        )


@pytest.fixture(scope="module")
def affinity():
    return Affinity(Invented())


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA = tmp_path


def sayings(seed, people):
    draw = np.random.default_rng(seed)
    return [
        Said(int(person), "offer", f"Ich helfe mit {' und '.join(draw.choice(WORDS, 2))} {draw.integers(40)}")
        for person in sorted(people)
        for _ in range(draw.integers(1, 5))
    ]


def computed(affinity, need, said, people):
    """The same without a pool: everything is read for this one need."""
    words = [stems(one.text) for one in said]
    owner = [people.index(one.member) for one in said]
    shared = answered(stems(need), words, rarity(words))
    if affinity is None:
        return best_of(joined(None, shared), owner, len(people)), least_of(None, owner, len(people))
    vectors = affinity.vectors([need, *(one.text for one in said)]).astype("<f2").astype(np.float32)
    one, many = affinity.widened(affinity.read(vectors[:1])), affinity.read(vectors[1:])
    whole = affinity.read(means(vectors[1:], owner, len(people)))
    least = least_of(affinity.similarity(affinity.typical, many), owner, len(people), affinity.similarity(affinity.typical, whole))
    return best_of(joined(affinity.similarity(one, many)[0], shared), owner, len(people), affinity.similarity(one, whole)[0]), least


@pytest.mark.parametrize("meaning", [True, False])
def test_a_pool_compares_as_if_everything_were_read_anew(db, affinity, meaning, monkeypatch):
    monkeypatch.setattr(pools, "PEOPLE_AT_ONCE", 40)
    affinity = affinity if meaning else None
    pool = Pool(affinity)
    said = sayings(1, range(2, 60))
    steps = [
        said,
        [one for one in said if one.member != 7],
        [one._replace(text="Ich backe Brot.") if one.member in (7, 9, 30) else one for one in said],
        [*said, *sayings(2, range(60, 160))],
        sayings(3, range(20, 50)),
    ]
    for step, now in enumerate(steps):
        pool.look(now)
        for people, own in ((range(1, 200), now), (range(20, 41), [one for one in now if 20 <= one.member < 41])):
            need = f"Wer kann mir bei {WORDS[step]} und Brot helfen, oder beim Fliegen?"
            got = pool.compare(need, own, people)
            fit, least = computed(affinity, need, own, list(people))
            assert got.fit.score == pytest.approx(fit.score, abs=1e-4)
            assert got.least == pytest.approx(least, abs=1e-4)
            best = [np.argsort(-each, kind="stable")[:8].tolist() for each in (got.fit.score, fit.score)]
            assert best[0] == best[1]
            assert got.fit.text.tolist() == fit.text.tolist()


def test_only_what_is_new_is_read(db, affinity, monkeypatch):
    read, said = [], sayings(1, range(30))
    monkeypatch.setattr(pools, "vectors_of", lambda texts, of: read.extend(texts) or of.vectors(texts))
    pool = Pool(affinity)
    assert pool.look(said) == 30
    assert sorted(read) == sorted(one.text for one in said)
    rows = pool.texts.used
    read.clear()
    assert pool.look(said) == 0
    changed = [one._replace(text="Ich backe Brot.") if one.member == 4 else one for one in said if one.member != 5]
    assert pool.look(changed) == 1
    assert set(read) == {"Ich backe Brot."}
    gone = sum(one.member == 5 for one in said)
    assert pool.texts.blank[:rows].sum() == gone, "what nobody says any more is blank"
    assert not pool.texts.dense[:rows][pool.texts.blank[:rows]].any()
    assert 5 not in pool.said
    assert pool.words.numbers.keys() == {word for one in changed for word in stems(one.text)}, "and no word of it is kept"
    pool.look(said)
    assert pool.texts.used == rows, "and its place is taken by the next"


def test_an_encoder_that_fails_takes_its_pool_along_and_words_decide(db, affinity, monkeypatch):
    held = Pools()
    monkeypatch.setattr(pools, "POOLS", held)
    said = sayings(1, range(9))

    def work(kept: Pool) -> bool:
        kept.look(said)
        return kept.affinity is None

    assert compared_by(1, lambda space_id: held.of(space_id, lambda: affinity), work) is False
    monkeypatch.setattr(pools, "vectors_of", fails)
    said.append(said[0]._replace(text="Ich repariere Uhren."))
    assert compared_by(1, lambda space_id: held.of(space_id, lambda: affinity), work) is True
    assert 1 not in held.held


def fails(*_args):
    raise RuntimeError("the encoder had another model")


def test_nothing_of_a_pool_lies_in_a_file_that_has_a_name(db, affinity, tmp_path):
    pool = Pool(affinity)
    pool.look(sayings(1, range(9)))
    assert pool.texts.used
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_the_trade_of_several_texts_is_that_of_each(db, affinity):
    texts = [one.text for one in sayings(4, range(9))]
    pool = Pool(affinity)
    pool.look([Said(1, "offer", texts[0])])
    got = pool.compare("Wer baut mir ein Logo?", [Said(1, "offer", texts[0])], [1]).trades([*texts, ""])
    need, offers = affinity.read(affinity.vectors(["Wer baut mir ein Logo?"])), affinity.read(affinity.vectors([*texts, ""]))
    assert got == [affinity.reason(need, 0, offers, k) for k in range(len(texts) + 1)]
    assert got[-1] is None


def test_a_worker_keeps_a_few_houses_for_an_hour(db, affinity, monkeypatch):
    monkeypatch.setattr(pools, "MOST_HOUSES", 2)
    kept, asked = Pools(), []

    def bring(known=affinity):
        asked.append(known)
        return known

    first = kept.of(1, bring)
    assert kept.of(1, bring) is first
    assert len(asked) == 1
    timer = kept.held[1][1]
    assert (timer.interval, timer.daemon, timer.is_alive()) == (3600, True, True)
    kept.of(2, bring)
    kept.of(3, bring)
    assert list(kept.held) == [2, 3]
    timer.join(5)
    assert not timer.is_alive(), "the clock of what was let go of is stopped"
    timer = kept.held[2][1]
    timer.function(*timer.args)
    assert list(kept.held) == [3]
    kept.let_go(3)
    assert not kept.held
    nobody = kept.of(4, lambda: bring(None))
    assert nobody.affinity is None
    assert not kept.held, "an encoder may be there for the next need"


def test_vectors_are_kept_in_the_table_as_before(db, affinity):
    said = sayings(1, range(3))
    Pool(affinity).look(said)
    assert TextVector.objects.count() == len({one.text for one in said})


def test_with_an_erasure_the_pool_of_the_house_goes(db, affinity):
    pools.POOLS.of(7, lambda: affinity)
    pools.POOLS.of(8, lambda: affinity)
    forget_erased(Erased(1, 7, Of.of([], []), False, timezone.now()))
    assert list(pools.POOLS.held) == [8]
    pools.POOLS.let_go(8)
