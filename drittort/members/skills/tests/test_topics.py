"""What a text is about: concepts and no words, in both languages, rather too few than wrong ones."""

from __future__ import annotations

import pytest

from drittort.members.skills.topics import OFFERS, SEEKS, TRADE, facts_of, field_of, fields, fields_of, topics_of
from drittort.members.skills.vocabulary import skills


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Ich suche jemanden für die Buchhaltung und die Steuererklärung.", "de", ("bookkeeping", "tax-return")),
        ("Wer kennt eine gute Buchhaltungssoftware?", "de", ("bookkeeping",)),
        ("I need somebody who can explain German VAT on invoices.", "en", ("vat", "invoicing")),
        ("Ich prüfe dein Spiel, und wir laufen durch den Wald.", "de", ("forestry",)),
        ("Ich suche Hilfe.", "de", ()),
        ("", "de", ()),
    ],
)
def test_a_text_speaks_of_concepts(text: str, language: str, found: tuple[str, ...]):
    assert topics_of(text, language) == found


def test_a_german_noun_counts_with_its_capital_only():
    assert topics_of("Wer mag Laufen?", "de") == ("running",)
    assert topics_of("Wir laufen dorthin.", "de") == ()


def test_every_concept_has_one_field_and_every_field_both_names():
    held = [skill for field in fields().values() for skill in field.skills]
    assert sorted(held) == sorted(skills())
    assert all(field.de and field.en for field in fields().values())
    assert field_of()["bookkeeping"] == "money"


def test_what_is_looked_for_and_what_is_offered_are_told_apart():
    assert facts_of(SEEKS, "Ich brauche Buchhaltung.", "de", "M") == {SEEKS: ["bookkeeping"], TRADE: "M"}
    assert facts_of(OFFERS, "I teach bookkeeping.", "en") == {OFFERS: ["bookkeeping"]}
    assert facts_of(SEEKS, "Ich suche Hilfe.", "de") == {}
    assert facts_of(SEEKS, "Ich suche Hilfe.", "de", "J") == {SEEKS: [], TRADE: "J"}


def test_a_concept_that_is_gone_belongs_nowhere():
    assert fields_of(["bookkeeping", "long-gone"]) == {"money"}
