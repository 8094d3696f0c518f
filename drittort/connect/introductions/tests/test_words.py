"""Sentences about a round: numbers and days as each language writes them."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from drittort.connect.introductions import words


def test_a_round_speaks_only_of_the_pairs_that_it_shows() -> None:
    figures = {"efficiency": 34.3, "pairs": 60, "shown_efficiency": 2.1, "shown": 5}
    with translation.override("de"):
        assert (
            words.round_change(figures)
            == "Treffen sich die ersten 5 Paare von heute, rückt das ganze Haus im Schnitt um 2,1\N{NO-BREAK SPACE}% näher zusammen."
        )
    with translation.override("en"):
        assert words.round_change({**figures, "shown": 1}).startswith("If today's first pair meets")
        assert "2.1% closer" in words.round_change(figures)


@pytest.mark.parametrize("figures", [{}, {"efficiency": 34.3, "pairs": 60}, {"shown_efficiency": 0.0, "shown": 5}])
def test_a_round_that_changes_nothing_says_nothing(figures: dict[str, float]) -> None:
    assert words.round_change(figures) == ""


@pytest.mark.parametrize(("language", "said"), [("de", "1.\N{NO-BREAK SPACE}Dezember"), ("en", "December\N{NO-BREAK SPACE}1")])
def test_days_are_written_as_in_the_language(language: str, said: str) -> None:
    with translation.override(language):
        assert words.day(date(2026, 12, 1)) == said


def test_names_of_trades_keep_apart() -> None:
    reason = {"code": "different_industries", "first": "71", "second": "25"}
    with translation.override("de"):
        assert words.reasons([reason], reader=None, names={})[0].count("„") == 2
