"""Whom of a house texts fit: who has what they ask for, or wants what they offer. For many texts and everybody at once; the index knows what people say."""

from __future__ import annotations

from collections.abc import Mapping

from drittort.core.letter import Fit
from drittort.core.search import meaning, words
from drittort.core.search.find import BY_WORDS
from drittort.core.search.models import SearchDocument
from drittort.members.people.index import FIELD, LINE, OFFER, PERSON, SEEK
from drittort.members.people.queries import shortened

FITS = 9.0
"""Nearness in meaning from which something fits somebody, on the scale of `Affinity.similarity`; the one of needs that are shown to who could help."""
SPOKEN = 0.5
"""Share of the words of a text from which it fits somebody who says them."""
MOST, PATIENCE, CHUNK = 400, 5.0, 500


def who_has(space_id: int, texts: Mapping[int, str]) -> dict[int, dict[int, Fit]]:
    """For each text (by the number of its thing) the members who offer what it asks for, with what they say of it themselves."""
    found: dict[int, dict[int, tuple[float, int]]] = {}
    for thing, text in texts.items():
        near = meaning.near(space_id, PERSON, text, limit=MOST, patience=PATIENCE) or []
        said, _asks = words.find(space_id, PERSON, text, limit=MOST)
        scores = {one.ref: (one.score, one.passage) for one in near if one.score >= FITS}
        for one in said:
            if one.score >= SPOKEN or one.ref in scores:
                score, passage = scores.get(one.ref, (0.0, -1))
                scores[one.ref] = score + BY_WORDS * one.score**2, passage
        found[thing] = scores
    return with_reasons(space_id, found, (OFFER, LINE, FIELD))


def who_wants(space_id: int, texts: Mapping[int, str]) -> dict[int, dict[int, Fit]]:
    """For each text the members who look for what it offers, with what they say they look for. By meaning; while the encoder is silent, nobody."""
    found = {
        thing: {
            one.ref: (one.score, one.passage)
            for one in meaning.near(space_id, PERSON, text, limit=MOST, wants=True, patience=PATIENCE) or []
            if one.score >= FITS
        }
        for thing, text in texts.items()
    }
    return with_reasons(space_id, found, (SEEK,))


def with_reasons(space_id: int, found: Mapping[int, Mapping[int, tuple[float, int]]], roles: tuple[str, ...]) -> dict[int, dict[int, Fit]]:
    """The same with the passage that came nearest, where it is one of these kinds; else without a reason."""
    people = sorted({pk for scores in found.values() for pk in scores})
    passages: dict[int, list[tuple[str, str, str]]] = {}
    for start in range(0, len(people), CHUNK):
        rows = SearchDocument.objects.filter(space_id=space_id, kind=PERSON, ref__in=people[start : start + CHUNK])
        passages.update(rows.values_list("ref", "passages"))

    def why(pk: int, place: int) -> str:
        # Place 0 is the name.
        told = passages.get(pk, [])
        role, _language, text = told[place - 1] if 0 < place <= len(told) else ("", "", "")
        return shortened(text) if role in roles else ""

    return {thing: {pk: Fit(score, why(pk, place)) for pk, (score, place) in scores.items()} for thing, scores in found.items()}
