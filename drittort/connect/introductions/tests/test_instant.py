"""People who fit somebody, at once: why they are shown, in words and by meaning, and who never is."""

from __future__ import annotations

import pytest
from django.utils import translation

from drittort.connect.introductions import instant
from drittort.connect.introductions.instant import people_who_fit
from drittort.connect.introductions.models import Exclusion
from drittort.core.search import index as search
from drittort.core.search import meaning
from drittort.core.search.meaning import Near
from drittort.members.models import Block, Consent, Employment, StandingLine
from drittort.members.people import index
from tests.cast import person


@pytest.fixture
def ines(cast):
    """New, with a wish and an offer, and no consent of her own."""
    new = person(cast.house, "Ines Ortega", days_here=0, consents=())
    StandingLine.objects.create(member=new, side="seek", text="Hilfe bei der Umsatzsteuer", language="de")
    StandingLine.objects.create(member=new, side="offer", text="Spiele testen", language="de")
    StandingLine.objects.create(member=cast.jonas, side="seek", text="Wer möchte unsere Spiele testen?", language="de", position=1)
    return new


def written(cast):
    """What is found by words is what the worker wrote down."""
    search.index(space_id=cast.house.pk, kind=index.PERSON, refs=list(index.people_of(cast.house.pk)), at=cast.now)


def shown(member, cast):
    with translation.override("de"):
        return people_who_fit(member, cast.now)


def test_by_words_both_ways_each_with_its_reason_and_a_hello(cast, ines):
    written(cast)
    found = {one.face.id: one for one in shown(ines, cast)}
    assert {cast.mara.pk, cast.jonas.pk} <= found.keys()
    assert found[cast.mara.pk].reasons == ("Zu „Hilfe bei der Umsatzsteuer“: „Ich helfe dir durch die Umsatzsteuer, auch im Ausland.“",)
    assert found[cast.jonas.pk].reasons == ("Sucht vielleicht dich: „Wer möchte unsere Spiele testen?“",)
    assert found[cast.jonas.pk].hello.startswith("Hallo Jonas, ich bin Ines und neu hier.")
    assert "Spiele testen" in found[cast.jonas.pk].hello
    assert len(found) == 3


def test_by_meaning_where_the_encoder_answers(cast, ines, monkeypatch):
    written(cast)
    asked = []

    def near(space_id, kind, text, *, limit, wants=False, patience):
        asked.append((text, wants))
        place = next(k for k, (role, _l, _t) in enumerate(passages[cast.ada.pk], start=1) if role == index.LINE)
        return [] if wants else [Near(cast.ada.pk, instant.FITS + 5, place), Near(cast.mara.pk, instant.FITS - 1, 1)]

    passages = instant.passages_of(ines, [cast.ada.pk])
    monkeypatch.setattr(meaning, "near", near)
    first = shown(ines, cast)[0]
    assert (first.face.id, first.reasons) == (cast.ada.pk, ("Zu „Hilfe bei der Umsatzsteuer“: „Ich bin Ada Lenz.“",))
    assert asked == [("Hilfe bei der Umsatzsteuer", False), ("Spiele testen", True)]


def test_nobody_who_did_not_agree_is_blocked_excluded_or_a_colleague(cast, ines):
    written(cast)
    Consent.objects.filter(member=cast.mara, kind="introduced").update(revoked_at=cast.now)
    Block.objects.create(blocker=cast.jonas, blocked=ines, at=cast.now)
    low, high = sorted((cast.hanna, ines), key=lambda m: m.pk)
    Exclusion.objects.create(space=cast.house, first=low, second=high, at=cast.now)
    Employment.objects.create(member=ines, company=Employment.objects.get(member=cast.ada).company, from_on=cast.now.date())
    assert {one.face.id for one in shown(ines, cast)} == {cast.olga.pk, cast.neo.pk}


def test_a_shared_language_is_needed_and_a_shared_day_where_both_said_theirs(cast, ines):
    ines.languages = ["pl"]
    ines.save()
    assert shown(ines, cast) == []
    ines.languages, ines.days = ["de"], [6]
    ines.save()
    assert shown(ines, cast) == []
    ines.meets_online = True
    ines.save()
    cast.neo.meets_online = True
    cast.neo.save()
    assert [one.face.id for one in shown(ines, cast)] == [cast.neo.pk]


def test_without_any_words_there_are_still_three_with_a_reason_in_the_same_order(cast):
    new = person(cast.house, "Ines Ortega", days_here=0, consents=())
    first, again = shown(new, cast), shown(new, cast)
    assert first == again
    assert len(first) == 3
    assert all(one.reasons and one.hello for one in first)
    assert len({one.face.company_id for one in first if one.face.company_id}) == len([one for one in first if one.face.company_id])


def test_nothing_is_kept_and_nobody_is_told(cast, ines, django_assert_max_num_queries):
    written(cast)
    with django_assert_max_num_queries(14) as held:
        shown(ines, cast)
    assert not [q["sql"] for q in held.captured_queries if not q["sql"].lstrip().upper().startswith(("SELECT", "WITH"))]


def test_an_empty_house_has_nobody(cast):
    assert shown(cast.sten, cast) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Ich suche einen kleinen Verlag.", "Ich suche einen kleinen Verlag."),
        ("We need a room for forty", "We need a room for forty."),
        ("Eine Schrift, die man im Vorbeilaufen liest.", "Gesucht: Eine Schrift, die man im Vorbeilaufen liest."),
    ],
)
def test_a_line_that_is_a_sentence_already_stands_alone_in_the_letter(line: str, said: str) -> None:
    assert instant.as_sentence("Gesucht: %(mine)s.", line) == said


def test_the_same_words_are_not_quoted_twice() -> None:
    with translation.override("de"):
        assert instant.why(instant.Match(1, 0.9, "Umsatzsteuer", "umsatzsteuer.", False)) == "Kann, was du suchst: „umsatzsteuer.“"
        assert instant.why(instant.Match(1, 0.9, "Umsatzsteuer", "Steuern", False)) == "Zu „Umsatzsteuer“: „Steuern“"
