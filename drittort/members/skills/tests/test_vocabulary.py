"""The vocabulary itself: enough of it, each word once, links that lead somewhere."""

from __future__ import annotations

import csv
import importlib.resources
import re

from drittort.members.companies import industries
from drittort.members.skills.vocabulary import CONCEPT, folded, propose, skills, tag_of


def test_words_in_both_languages_lead_to_their_own_concept():
    known = skills()
    assert len(known) >= 500
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) for key in known)
    for key, one in known.items():
        for word in (one.de, one.en):
            assert tag_of(word) == f"{CONCEPT}{key}", word
            assert propose(word, 1)[0].key == key, word
        assert not {folded(o) for o in one.others} & {""}
    assert tag_of("Flüsterkisten") == "Flüsterkisten"


def test_at_least_a_third_is_linked_to_esco_each_concept_once():
    links = [one.uri for one in skills().values() if one.uri]
    assert len(links) == len(set(links))
    assert 3 * len(links) >= len(skills())
    text = importlib.resources.files("drittort.engine").joinpath("data/esco_occupations.csv").read_text(encoding="utf-8")
    occupations = {row[0] for row in csv.reader(text.splitlines()[1:])}
    for link in links:
        assert re.fullmatch(r"http://data\.europa\.eu/esco/(skill|occupation)/[0-9a-f-]{36}", link)
        assert "/skill/" in link or link in occupations, link


def test_english_names_of_industries_are_those_of_the_same_content():
    named = industries.classes()
    # These numbers mean something else in the newer classification that the English names come from.
    for code in ("25.4", "14.3", "47.91", "62.01", "58.29"):
        assert named[code].de
    assert named["25.4"].en == "Manufacture of weapons and ammunition"
    assert named["14.2"].en == ""
    assert named["69.20"].en.startswith("Accounting")
    assert sum(bool(one.en) for one in named.values()) >= 750
