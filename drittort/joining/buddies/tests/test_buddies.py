"""Buddies: fair turns, who can be one, ending it, and being told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from drittort.core.errors import NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow
from drittort.joining.buddies import actions, queries, rules
from drittort.joining.buddies.actions import end_buddy, forget_old, give_buddy
from drittort.joining.buddies.models import Buddy
from drittort.members.models import Block, Consent
from drittort.members.notices.models import Notice
from tests.cast import person


def offer(cast, *members):
    for member in members:
        Consent.objects.create(member=member, kind="buddy", given_at=cast.now)


def test_turns_are_fair(cast):
    offer(cast, cast.mara, cast.jonas, cast.hanna)
    new = [person(cast.house, f"N{k} Neu", days_here=0, consents=()) for k in range(7)]
    given = [give_buddy(actor=one, at=cast.now + timedelta(minutes=k)).buddy_id for k, one in enumerate(new)]
    counts = [given.count(one.pk) for one in (cast.mara, cast.jonas, cast.hanna)]
    assert sorted(counts) == [2, 2, 3]
    assert len(set(given[:3])) == 3


def test_only_who_agreed_is_here_for_long_and_stands_beside_no_block(cast):
    assert give_buddy(actor=cast.neo, at=cast.now) is None
    young = person(cast.house, "Yara Jung", days_here=20)
    paused = person(cast.house, "Paul Pause")
    paused.paused_until = cast.now.date() + timedelta(days=5)
    paused.save()
    gone = person(cast.house, "Gerd Weg")
    gone.left_on = cast.now.date()
    gone.save()
    offer(cast, young, paused, gone, cast.sten, cast.neo, cast.mara, cast.jonas)
    Block.objects.create(blocker=cast.neo, blocked=cast.mara, at=cast.now)
    assert set(rules.able(cast.neo, cast.now)) == {cast.jonas}
    Block.objects.create(blocker=cast.jonas, blocked=cast.neo, at=cast.now)
    assert give_buddy(actor=cast.neo, at=cast.now) is None


def test_a_house_that_wants_no_buddies_gives_none_and_leaves_those_there_are(cast):
    offer(cast, cast.mara)
    kept = give_buddy(actor=cast.neo, at=cast.now)
    cast.neo.space.settings = {"buddy": False}
    assert give_buddy(actor=cast.neo, at=cast.now) == kept
    new = person(cast.house, "Nele Neu", days_here=0, consents=())
    new.space.settings = {"buddy": False}
    assert give_buddy(actor=new, at=cast.now) is None
    assert Buddy.objects.count() == 1


def test_twice_is_once_and_the_buddy_is_told(cast):
    offer(cast, cast.mara, cast.jonas)
    first = give_buddy(actor=cast.neo, at=cast.now)
    assert give_buddy(actor=cast.neo, at=cast.now) == first
    assert LedgerRow.objects.filter(kind=actions.GIVEN).count() == 1
    run_due(clock=lambda: cast.now)
    notice = Notice.objects.get(member=first.buddy, category="buddy")
    assert notice.facts == {"who": cast.neo.pk}
    assert queries.buddy_of(cast.neo, cast.now).id == first.buddy_id


def test_it_ends_by_either_and_by_itself_and_another_one_comes(cast):
    offer(cast, cast.mara, cast.jonas)
    first = give_buddy(actor=cast.neo, at=cast.now)
    with pytest.raises(NotFound):
        end_buddy(actor=cast.ada, buddy_id=first.pk, at=cast.now)
    end_buddy(actor=first.buddy, buddy_id=first.pk, at=cast.now)
    end_buddy(actor=cast.neo, buddy_id=first.pk, at=cast.now)
    assert LedgerRow.objects.filter(kind=actions.ENDED).count() == 1
    assert queries.buddy_of(cast.neo, cast.now) is None
    second = give_buddy(actor=cast.neo, at=cast.now)
    assert second.buddy_id != first.buddy_id
    assert queries.buddy_of(cast.neo, cast.now + timedelta(days=91)) is None
    assert forget_old(at=cast.now + timedelta(days=400)) == 2


def test_the_page_shows_both_sides_and_nobody_elses(cast, monkeypatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    offer(cast, cast.mara)
    held = give_buddy(actor=cast.neo, at=cast.now)
    url = reverse("joining:buddies", args=[cast.house.slug])
    assert "Mara Wendt" in cast.client(cast.neo).get(url).content.decode()
    assert "Neo Kaya" in cast.client(cast.mara).get(url).content.decode()
    assert "Neo Kaya" not in cast.client(cast.jonas).get(url).content.decode()
    end = reverse("joining:end_buddy", args=[cast.house.slug, held.pk])
    assert cast.client(cast.jonas).post(end).status_code == 404
    assert cast.client(cast.mara).post(end).status_code == 302
    assert Buddy.objects.get().ended_at == cast.now
