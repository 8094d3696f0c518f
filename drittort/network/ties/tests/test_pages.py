"""The page of one's own ties: mine only, in words, finite, and constant in its cost."""

from datetime import timedelta

import pytest
from django.utils import translation

from drittort.core.privacy import held_on
from drittort.members.models import Consent, Member
from drittort.network.models import Contact
from drittort.network.ties.actions import note_contact, rebuild_ties
from drittort.network.ties.queries import DAYS_PAGE, PAGE, cursor_of, own_ties
from drittort.network.ties.words import strength_code
from tests.cast import NOW

TODAY = NOW.date()


def met(cast, a, b, **options):
    return note_contact(space=cast.house, a=a.pk, b=b.pk, **{"at": NOW, "kind": "meeting", "origin": "introduction:1", **options})


@pytest.fixture
def _now(monkeypatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: NOW)


@pytest.mark.django_db
@pytest.mark.usefixtures("_now")
def test_i_see_my_own_ties_and_no_others(cast):
    met(cast, cast.mara, cast.jonas)
    met(cast, cast.jonas, cast.neo)
    page = cast.client(cast.mara).get("/lagerhaus/ties/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Jonas Falk" in text
    assert "Neo Kaya" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/lagerhaus/ties/", "/lagerhaus/ties/1/"])
def test_a_stranger_finds_nothing_and_nobody_changes_anything_here(cast, path):
    assert cast.client(cast.sten).get(path).status_code == 404
    assert cast.client(None).get(path).status_code == 302
    assert cast.client(cast.mara).post(path).status_code == 405


@pytest.mark.django_db
def test_the_tie_of_two_others_is_not_to_be_found(cast):
    met(cast, cast.jonas, cast.neo)
    for member, other in ((cast.mara, cast.jonas), (cast.mara, cast.mara), (cast.hanna, cast.neo)):
        assert cast.client(member).get(f"/lagerhaus/ties/{other.pk}/").status_code == 404


@pytest.mark.django_db
def test_who_is_not_counted_sees_an_explanation_and_nothing_else(cast):
    met(cast, cast.mara, cast.jonas)
    Consent.objects.filter(member=cast.mara, kind="counted").update(revoked_at=NOW)
    text = cast.client(cast.mara).get("/lagerhaus/ties/").content.decode()
    assert "Jonas" not in text
    assert cast.client(cast.mara).get(f"/lagerhaus/ties/{cast.jonas.pk}/").status_code == 404


@pytest.mark.django_db
def test_both_directions_are_told_apart(cast):
    met(cast, cast.mara, cast.jonas, kind="message", origin="a")
    met(cast, cast.mara, cast.jonas, kind="message", origin="b", at=NOW - timedelta(days=2))
    met(cast, cast.jonas, cast.mara, kind="message", origin="c")
    with translation.override("en"):
        mine = own_ties(cast.mara, NOW).ties[0].channels[0].sentence
        theirs = own_ties(cast.jonas, NOW).ties[0].channels[0].sentence
    assert (mine, theirs) == ("from you on 2 days, to you on one day", "from you on one day, to you on 2 days")


@pytest.mark.django_db
def test_pages_are_finite_and_show_everybody_once(cast):
    others = Member.objects.bulk_create(
        Member(space=cast.house, name=f"N{k}", portrait=str(k), joined_on=TODAY - timedelta(days=100)) for k in range(2 * PAGE + 5)
    )
    Consent.objects.bulk_create(Consent(member=m, kind="counted", given_at=NOW - timedelta(days=100)) for m in others)
    # Ties between equal values: all on one day.
    for m in others:
        met(cast, cast.mara, m)
    seen, cursor, pages = [], "", 0
    while True:
        page = own_ties(cast.mara, NOW, cursor)
        seen += [t.name for t in page.ties]
        pages += 1
        if not page.older_url:
            break
        cursor = page.older_url.removeprefix("?before=")
    assert pages == 3
    assert sorted(seen) == sorted(m.name for m in others)


@pytest.mark.django_db
def test_the_days_of_one_tie_are_paged_too(cast):
    for k in range(DAYS_PAGE + 3):
        met(cast, cast.mara, cast.jonas, at=NOW - timedelta(days=k))
    client = cast.client(cast.mara)
    first = client.get(f"/lagerhaus/ties/{cast.jonas.pk}/")
    shown = first.context["tie"]
    assert len(shown.days) == DAYS_PAGE
    rest = client.get(f"/lagerhaus/ties/{cast.jonas.pk}/{shown.older_url}").context["tie"]
    assert len(rest.days) == 3
    assert rest.older_url == ""


def test_a_cursor_that_is_none_leads_to_the_first_page():
    assert cursor_of("") is None
    assert cursor_of("2026-13-01.4") is None
    assert cursor_of("x.y") is None
    assert cursor_of("2026-05-12.17") == (TODAY, 17)


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow(cast, django_assert_max_num_queries):
    for k, other in enumerate((cast.jonas, cast.neo, cast.ada, cast.hanna, cast.olga)):
        for d in range(k + 1):
            met(cast, cast.mara, other, at=NOW - timedelta(days=d), kind=("meeting", "reply", "thanks")[d % 3])
    client = cast.client(cast.mara)
    client.get("/lagerhaus/ties/")
    with django_assert_max_num_queries(9):
        client.get("/lagerhaus/ties/")
    with django_assert_max_num_queries(10):
        client.get(f"/lagerhaus/ties/{cast.jonas.pk}/")


@pytest.mark.django_db
def test_the_export_holds_my_contacts_and_nobody_elses(cast):
    met(cast, cast.mara, cast.jonas)
    met(cast, cast.jonas, cast.neo)
    held = held_on(cast.mara.pk)
    assert len(held["network.Contact"]) == len(held["network.Tie"]) == 1
    assert held["network.Contact"][0]["on"] == TODAY


@pytest.mark.django_db
def test_after_rebuilding_the_page_says_the_same(cast):
    met(cast, cast.mara, cast.jonas)
    before = own_ties(cast.mara, NOW)
    rebuild_ties(space=cast.house, as_of=TODAY)
    assert own_ties(cast.mara, NOW) == before
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("strength", "days", "ago", "word"),
    [
        (0.19, 9, 0, "faded"),
        (0.2, 9, 60, "loose"),
        (1, 1, 0, "fresh"),
        (1, 1, 31, "lively"),
        (1, 3, 5, "lively"),
        (2, 2, 0, "firm"),
        (0.3, 2, 30, "fresh"),
    ],
)
def test_strength_is_a_word(strength, days, ago, word):
    assert strength_code(strength, days, TODAY - timedelta(days=ago), TODAY) == word
