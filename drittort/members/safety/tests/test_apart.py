"""Keeping apart: silent, both ways, and never to be found out by the other."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from drittort.connect.introductions.rules import free_pairs
from drittort.connect.needs.actions import open_need
from drittort.core.errors import Invalid, NotFound
from drittort.core.models import LedgerRow
from drittort.members.models import Block
from drittort.members.safety import actions
from drittort.talk.conversations.actions import begin_conversation
from drittort.talk.conversations.models import Message


def path(cast, name, *parts):
    return reverse(name, args=[cast.house.slug, *parts])


def pages_of(cast, member, other, code):
    """What somebody finds on every page on which another one appears."""
    browser = cast.client(member)
    addresses = [
        path(cast, "members:person", other.pk),
        path(cast, "members:people"),
        path(cast, "members:people") + "?q=umsatzsteuer",
        path(cast, "members:people") + f"?q={other.name.split()[0]}",
        path(cast, "talk:conversations"),
        path(cast, "talk:conversation", code),
        path(cast, "talk:begin") + f"?with={other.pk}",
        path(cast, "connect:introductions"),
        path(cast, "connect:needs"),
        path(cast, "network:ties"),
        path(cast, "members:notices"),
        path(cast, "members:apart"),
        path(cast, "members:keep_apart", other.pk),
        path(cast, "members:report") + f"?about=member:{other.pk}",
        path(cast, "members:measures"),
    ]
    return {address: (answer.status_code, lasting(answer.content.decode())) for address in addresses for answer in [browser.get(address)]}


def lasting(page: str) -> str:
    """A page without what is another at every look: the key of its form, and the moment at which it was drawn."""
    return re.sub(r'(name="(?:key|since)" value=")[^"]*', r"\1", page)


def test_pages_of_the_blocked_are_the_same_byte_for_byte(cast, django_assert_num_queries):
    talk = begin_conversation(actor=cast.mara, others=[cast.jonas], text="Kaffee?", at=cast.now)
    open_need(actor=cast.mara, text="Wer kennt einen guten Tischler?", language="de", at=timezone.now())
    pages_of(cast, cast.jonas, cast.mara, talk.code)  # what was unread is read by now
    before = pages_of(cast, cast.jonas, cast.mara, talk.code)
    own = pages_of(cast, cast.mara, cast.jonas, talk.code)
    actions.keep_apart(actor=cast.mara, other_id=cast.jonas.pk, at=cast.now)
    after = pages_of(cast, cast.jonas, cast.mara, talk.code)
    assert {status for status, _content in before.values()} <= {200, 302}
    assert after == before
    # And the comparison sees a block where there is one to see: on the pages of the one who blocks.
    assert pages_of(cast, cast.mara, cast.jonas, talk.code) != own


def test_it_takes_the_pair_out_of_introductions_and_leaves_no_row_in_the_ledger(cast):
    pair = (min(cast.mara.pk, cast.jonas.pk), max(cast.mara.pk, cast.jonas.pk))
    assert free_pairs(cast.house, [pair], cast.now) == {pair}
    rows = LedgerRow.objects.count()
    for _ in range(2):
        actions.keep_apart(actor=cast.jonas, other_id=cast.mara.pk, at=cast.now)
    assert Block.objects.count() == 1
    assert free_pairs(cast.house, [pair], cast.now) == set()
    actions.meet_again(actor=cast.mara, other_id=cast.jonas.pk)
    assert Block.objects.count() == 1, "only the one who blocked takes it back"
    actions.meet_again(actor=cast.jonas, other_id=cast.mara.pk)
    assert free_pairs(cast.house, [pair], cast.now) == {pair}
    assert LedgerRow.objects.count() == rows


def test_nobody_blocks_themselves_or_a_stranger(cast):
    with pytest.raises(Invalid):
        actions.keep_apart(actor=cast.mara, other_id=cast.mara.pk, at=cast.now)
    for other in (cast.sten.pk, 10**9):
        with pytest.raises(NotFound):
            actions.keep_apart(actor=cast.mara, other_id=other, at=cast.now)
        with pytest.raises(NotFound):
            actions.meet_again(actor=cast.mara, other_id=other)


def test_blocking_and_undoing_by_the_page(cast):
    browser = cast.client(cast.mara)
    there = path(cast, "members:keep_apart", cast.jonas.pk)
    assert there in browser.get(path(cast, "members:person", cast.jonas.pk)).content.decode()
    assert there in browser.get(path(cast, "members:apart") + "?q=falk").content.decode()
    done = browser.post(there)
    page = browser.get(done["Location"]).content.decode()
    undo = path(cast, "members:meet_again", cast.jonas.pk)
    assert "Jonas Falk" in page
    assert page.count(undo) == 2
    back = browser.post(undo)
    page = browser.get(back["Location"]).content.decode()
    assert there in page
    assert undo not in page
    assert not Block.objects.exists()
    # An address that claims what is not so says nothing.
    assert "Jonas Falk" not in browser.get(path(cast, "members:apart") + f"?added={cast.jonas.pk}").content.decode()
    assert browser.get(path(cast, "members:keep_apart", cast.mara.pk)).status_code == 404


def test_who_has_left_can_be_taken_off_the_list(cast):
    actions.keep_apart(actor=cast.mara, other_id=cast.jonas.pk, at=cast.now)
    cast.jonas.left_on = cast.now.date()
    cast.jonas.save(update_fields=["left_on"])
    assert "Jonas Falk" in cast.client(cast.mara).get(path(cast, "members:apart")).content.decode()
    actions.meet_again(actor=cast.mara, other_id=cast.jonas.pk)
    assert not Block.objects.exists()


def test_needs_are_folded_for_the_one_who_blocks_only(cast):
    open_need(actor=cast.jonas, text="Wer kennt einen guten Tischler?", language="de", at=timezone.now())
    actions.keep_apart(actor=cast.mara, other_id=cast.jonas.pk, at=cast.now)
    folded = "Eingeklappt: Jonas Falk"
    assert folded in cast.client(cast.mara).get(path(cast, "connect:needs")).content.decode()
    assert folded not in cast.client(cast.neo).get(path(cast, "connect:needs")).content.decode()
    assert not Message.objects.exists()


def test_the_list_costs_the_same_for_one_and_for_many(cast, django_assert_max_num_queries):
    browser = cast.client(cast.mara)
    for other in (cast.jonas, cast.neo, cast.hanna, cast.olga):
        actions.keep_apart(actor=cast.mara, other_id=other.pk, at=cast.now)
    with django_assert_max_num_queries(10):
        assert browser.get(path(cast, "members:apart") + "?q=a").status_code == 200
