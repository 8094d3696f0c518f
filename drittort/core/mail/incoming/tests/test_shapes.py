"""What programs make of an answer, and what comes out."""

from __future__ import annotations

import pytest

from drittort.core.mail.incoming.reading import parsed, read
from drittort.core.mail.incoming.replies import own_words
from tests.mail_shapes import Shape, shapes

ALL = list(shapes())


def test_the_corpus_is_large_enough_and_a_third_was_held_back():
    assert len(ALL) >= 120
    assert len(list(shapes("held"))) >= len(ALL) / 3
    assert len({each.name for each in ALL}) == len(ALL)


@pytest.mark.parametrize("each", ALL, ids=lambda shape: shape.name)
def test_own_words_come_out_exactly(each: Shape):
    found = read(parsed(each.raw))
    assert found.text == each.wanted
    assert tuple(file.name for file in found.enclosed) == each.files


def test_nothing_of_ones_own_is_nothing():
    assert own_words("") == ""
    assert own_words("\n\n> nur ein Zitat\n") == ""
    assert own_words("Am 12.05.26 um 09:14 schrieb Lagerhaus <a@b.example>:\n> Kommst du?\n\n-- \nMara\n") == ""
