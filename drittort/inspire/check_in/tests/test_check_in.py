"""At the door: who is there is noted once, in whatever order it arrives; who is not noted is nothing at all."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from drittort.core.errors import NotAllowed, NotFound
from drittort.core.models import LedgerRow
from drittort.core.pocket import HEADER
from drittort.inspire.check_in import actions, queries, tokens
from drittort.inspire.check_in.actions import Mark
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.events.tests.test_events import announced, come
from drittort.inspire.guests import actions as guests
from tests.cast import Cast

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def soup(cast: Cast) -> Event:
    """Mara's soup for two, both seats taken, Ada in line and a guest who comes."""
    event = announced(cast, capacity=3, is_public=True)
    come(event, cast.jonas, cast.now)
    come(event, cast.neo, cast.now)
    rosa = guests.ask_seat(
        space=cast.house, event_id=event.pk, name="Rosa", email="rosa@draussen.example", language="de", seats=1, answer="", at=cast.now
    )
    assert rosa is not None
    guests.come(guest_id=rosa.pk, email=rosa.email, at=cast.now)
    come(event, cast.ada, cast.now)
    return event


def row(who: object) -> Registration:
    return Registration.objects.get(member=who)


def there(event: Event) -> set[str]:
    rows = Registration.objects.filter(event=event, came_at__isnull=False).select_related("member", "guest")
    return {one.member.name if one.member else one.guest.name for one in rows}


def test_what_was_said_last_counts_in_whatever_order_it_arrives(cast: Cast, soup: Event):
    at = soup.starts_at
    jonas = row(cast.jonas).pk
    early, late = Mark(jonas, True, at), Mark(jonas, False, at + MINUTE)
    for marks in ([early, late], [late], [early], [early, early]):
        actions.mark(actor=cast.mara, event_id=soup.pk, marks=marks, at=at + HOUR)
        assert there(soup) == set()
    again = [Mark(jonas, True, at + 2 * MINUTE)]
    assert [actions.mark(actor=cast.mara, event_id=soup.pk, marks=again, at=at + HOUR) for _twice in range(2)] == [1, 0]
    assert LedgerRow.objects.filter(kind=actions.CAME).count() == 3, "came, not after all, came: no row for what came twice"
    # A telephone whose clock runs ahead does not decide for ever.
    actions.mark(actor=cast.mara, event_id=soup.pk, marks=[Mark(jonas, True, at + 9 * HOUR)], at=at + HOUR)
    assert actions.mark(actor=cast.mara, event_id=soup.pk, marks=[Mark(jonas, False, at + 2 * HOUR)], at=at + 2 * HOUR) == 1


def test_only_at_the_door_and_only_who_has_a_seat(cast: Cast, soup: Event):
    at, marks = soup.starts_at, [Mark(row(cast.ada).pk, True, soup.starts_at)]
    assert actions.mark(actor=cast.mara, event_id=soup.pk, marks=marks, at=at) == 0, "whoever waits in line has no seat"
    for who, moment, error in ((cast.jonas, at, NotAllowed), (cast.mara, at - 4 * HOUR, NotAllowed), (cast.mara, at + 60 * HOUR, NotAllowed), (cast.sten, at, NotFound)):  # fmt: skip
        with pytest.raises(error):
            actions.mark(actor=who, event_id=soup.pk, marks=marks, at=moment)


def test_whoever_walks_in_takes_no_seat_from_anybody(cast: Cast, soup: Event):
    at = soup.starts_at + MINUTE
    for _twice in range(2):
        for who in (cast.ada, cast.olga, cast.jonas):
            actions.walk_in(actor=cast.mara, event_id=soup.pk, member_id=who.pk, at=at)
    actions.count_others(actor=cast.mara, event_id=soup.pk, others=4, at=at)
    soup.refresh_from_db()
    assert (soup.taken, there(soup)) == (3, {"Ada Lenz", "Olga Sommer", "Jonas Falk"})
    door = queries.door(cast.mara, soup.pk, at)
    assert (door.people, door.there) == (3, 7)
    with pytest.raises(NotFound):
        actions.walk_in(actor=cast.mara, event_id=soup.pk, member_id=cast.sten.pk, at=at)


def test_a_code_is_ones_own_and_opens_the_list_at_the_door(cast: Cast, soup: Event, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: soup.starts_at)
    slug, code = cast.house.slug, tokens.code(row(cast.neo))
    here = reverse("inspire:check_in", args=[slug, soup.pk])
    assert "<svg" in cast.client(cast.neo).get(reverse("inspire:own_code", args=[slug, soup.pk])).content.decode()
    assert cast.client(cast.olga).get(reverse("inspire:own_code", args=[slug, soup.pk])).status_code == 404
    mara = cast.client(cast.mara)
    assert HEADER in mara.get(here), "the list is along when the telephone finds no net, also after the page was closed"
    scanned = mara.get(f"{here}?code={code}").content.decode()
    button = re.search(r'button-primary" type="submit" name="mark" value="([^"]+)"', scanned)
    assert button
    assert "button-primary" not in mara.get(f"{here}?code={code}x").content.decode()
    mara.post(here, {"mark": button[1]})
    assert there(soup) == {"Neo Kaya"}
    # A telephone that was without a network: many at once, a sealed code among them and a forged one, the same again.
    late = int((soup.starts_at + MINUTE).timestamp() * 1000)
    kept = {"mark": [f"{tokens.code(row(cast.jonas))}|1|{late}", f"{row(cast.ada).pk}:forged|1|{late}", f"{row(cast.neo).pk}|0|{late}"]}
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: soup.starts_at + HOUR)
    for _twice in range(2):
        told = mara.post(here, kept, headers={"Accept": "application/json"}).json()
        assert told == {"there": [row(cast.jonas).pk], "number": 1}
    assert mara.post(here, {"mark": "17|x"}).status_code == 422
    assert mara.post(here, {"mark": f"17|1|{10**30}"}).status_code == 422
    found = mara.get(f"{here}?q=ada").content.decode()
    assert 'value="walk_in"' in found
    assert cast.client(cast.jonas).get(here).status_code == 403
