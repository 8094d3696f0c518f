"""Groups: who sees them, who comes in, who is told, and what a refusal looks like."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from drittort.core import privacy, reports
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow
from drittort.members.membership.actions import end_membership
from drittort.members.models import Block, Member, Notice
from drittort.talk.groups import actions, queries, rules
from drittort.talk.groups.actions import Shape, found_group
from drittort.talk.groups.models import CALLS_FOR, Group, GroupCall, GroupMember
from tests.cast import Cast

DAY = timedelta(days=1)


def group(cast: Cast, who: Member, seen_by: str = "house", joining: str = "free", name: str = "Garten") -> Group:
    return found_group(actor=who, shape=Shape(name, "Beete im Hof.", "Willkommen.", "de", seen_by, joining), at=cast.now)


def told(cast: Cast, who: Member) -> list[str]:
    run_due(clock=lambda: cast.now)
    return list(Notice.objects.filter(member=who, category="group").order_by("pk").values_list("code", flat=True))


def known(cast: Cast, who: Member, at: Any = None) -> set[str]:
    shown = queries.groups(who, at or cast.now)
    return {card.name for card in (*shown.invited, *shown.mine, *shown.others, *shown.closed)}


def test_a_hidden_group_is_not_there_for_others_whatever_their_role(cast: Cast):
    secret = group(cast, cast.mara, "hidden", "invitation", "Betriebsrat")
    assert known(cast, cast.mara) == {"Betriebsrat"}
    for other in (cast.jonas, cast.hanna, cast.olga, cast.sten):
        assert known(cast, other) == set()
        with pytest.raises(NotFound):
            queries.find(other, secret.pk, cast.now)
        with pytest.raises(NotFound):
            actions.join_group(actor=other, group_id=secret.pk, at=cast.now)
        assert reports.find(other, f"group:{secret.pk}", cast.now) is None
    for page in ("talk:group_people", "inform:group"):
        assert cast.client(cast.hanna).get(reverse(page, args=["lagerhaus", secret.pk])).status_code == 404
    # A name is never refused: that would tell that somebody has it.
    assert group(cast, cast.jonas, "house", "free", "Betriebsrat").pk != secret.pk
    assert {row.audience for row in LedgerRow.objects.filter(kind__startswith="group.")} == {"nobody"}


def test_hidden_goes_with_invitation_only(cast: Cast):
    for joining in ("free", "request"):
        with pytest.raises(Invalid):
            group(cast, cast.mara, "hidden", joining)


def test_free_by_request_and_by_invitation(cast: Cast):
    free, asked, closed = (group(cast, cast.mara, "members", joining, joining) for joining in ("free", "request", "invitation"))
    for _twice in range(2):
        actions.join_group(actor=cast.jonas, group_id=free.pk, at=cast.now)
    assert rules.people_in(free.pk) == {cast.mara.pk, cast.jonas.pk}
    for one in (asked, closed):
        with pytest.raises(NotAllowed):
            actions.join_group(actor=cast.jonas, group_id=one.pk, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.ask_to_join(actor=cast.jonas, group_id=closed.pk, text="", at=cast.now)
    for text in ("Darf ich?", "Darf ich bitte?"):
        actions.ask_to_join(actor=cast.jonas, group_id=asked.pk, text=text, at=cast.now)
    assert told(cast, cast.mara) == ["group.asked"]
    assert GroupCall.objects.get().text == "Darf ich bitte?"
    with pytest.raises(NotAllowed):
        actions.let_in(actor=cast.jonas, group_id=asked.pk, member_id=cast.jonas.pk, at=cast.now)
    actions.let_in(actor=cast.mara, group_id=asked.pk, member_id=cast.jonas.pk, at=cast.now)
    assert cast.jonas.pk in rules.people_in(asked.pk)
    assert not GroupCall.objects.exists()
    with pytest.raises(OutOfDate):
        actions.let_in(actor=cast.mara, group_id=asked.pk, member_id=cast.jonas.pk, at=cast.now)


def test_what_rests_looks_for_whoever_asked_like_what_nobody_saw(cast: Cast):
    one, other = (group(cast, cast.mara, "members", "request") for _each in range(2))
    for each in (one, other):
        actions.ask_to_join(actor=cast.jonas, group_id=each.pk, text="Gern.", at=cast.now)
    actions.let_rest(actor=cast.mara, group_id=one.pk, member_id=cast.jonas.pk, at=cast.now)
    assert [call.face.id for call in queries.people(cast.mara, other, cast.now).asking] == [cast.jonas.pk]
    assert queries.people(cast.mara, one, cast.now).asking == ()
    # Its hosts see on its page that somebody waits; nobody else does.
    assert [queries.head(who, other, cast.now).asking for who in (cast.mara, cast.jonas)] == ["1 Person möchte herein.", ""]
    assert queries.head(cast.mara, one, cast.now).asking == ""
    later = cast.now + CALLS_FOR - timedelta(minutes=1)
    for at in (cast.now, later):
        heads = [queries.head(cast.jonas, each, at) for each in (one, other)]
        assert heads[0].asked == heads[1].asked != ""
        assert (heads[0].can_ask, heads[0].can_join) == (heads[1].can_ask, heads[1].can_join)
    browser = cast.client(cast.jonas)
    pages = [browser.get(reverse("inform:group", args=["lagerhaus", each.pk])).content.decode() for each in (one, other)]
    assert pages[0].replace(f"/{one.pk}/", "/X/").replace(f"group:{one.pk}", "X") == pages[1].replace(f"/{other.pk}/", "/X/").replace(
        f"group:{other.pk}", "X"
    )
    actions.forget_calls(at=cast.now + CALLS_FOR)
    assert not GroupCall.objects.exists()
    held = privacy.held_on(cast.jonas.pk)
    assert "talk.GroupCall" not in held


def test_an_invitation_opens_the_door_and_a_no_is_quiet(cast: Cast):
    secret = group(cast, cast.mara, "hidden", "invitation")
    with pytest.raises(NotFound):
        actions.invite_to_group(actor=cast.jonas, group_id=secret.pk, people=[cast.ada], text="", at=cast.now)
    actions.invite_to_group(actor=cast.mara, group_id=secret.pk, people=[cast.jonas, cast.ada], text="Komm dazu.", at=cast.now)
    assert told(cast, cast.jonas) == ["group.invited"]
    assert known(cast, cast.jonas) == {"Garten"}
    head = queries.head(cast.jonas, secret, cast.now)
    assert (head.invited_by, head.invited_text, head.reads, head.can_join) == ("Mara Wendt", "Komm dazu.", False, True)
    before = queries.people(cast.mara, secret, cast.now).invited
    actions.decline_invitation(actor=cast.ada, group_id=secret.pk, at=cast.now)
    assert known(cast, cast.ada) == set()
    assert queries.people(cast.mara, secret, cast.now).invited == before, "whoever asked sees no difference"
    actions.invite_to_group(actor=cast.mara, group_id=secret.pk, people=[cast.ada], text="Bitte!", at=cast.now)
    assert known(cast, cast.ada) == set(), "who let it rest is not asked again for thirty days"
    assert known(cast, cast.jonas, cast.now + CALLS_FOR) == set()
    actions.join_group(actor=cast.jonas, group_id=secret.pk, at=cast.now)
    assert known(cast, cast.jonas) == {"Garten"}


def test_invitations_are_slowed_and_rest_with_what_one_may_post(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rules, "MOST_A_DAY", 3)
    first, second = group(cast, cast.mara, "hidden", "invitation"), group(cast, cast.mara, "house", "request", "Hof")
    for _twice in range(2):
        actions.invite_to_group(actor=cast.mara, group_id=first.pk, people=[cast.jonas, cast.ada], text="", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.invite_to_group(actor=cast.mara, group_id=second.pk, people=[cast.jonas, cast.ada], text="", at=cast.now)
    assert GroupCall.objects.count() == 2, "all of them or none"
    actions.invite_to_group(actor=cast.mara, group_id=second.pk, people=[cast.jonas, cast.ada], text="", at=cast.now + DAY)
    until = {"posts": str(cast.house.day(cast.now) + rules.A_DAY)}
    Member.objects.filter(pk__in=(cast.mara.pk, cast.neo.pk)).update(measures=until)
    mara, neo = Member.objects.get(pk=cast.mara.pk), Member.objects.get(pk=cast.neo.pk)
    with pytest.raises(NotAllowed):
        actions.invite_to_group(actor=mara, group_id=first.pk, people=[cast.hanna], text="", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.ask_to_join(actor=neo, group_id=second.pk, text="", at=cast.now)


def test_beside_a_block_an_invitation_looks_sent_and_never_arrives(cast: Cast):
    Block.objects.create(blocker=cast.ada, blocked=cast.mara, at=cast.now)
    secret = group(cast, cast.mara, "hidden", "invitation")
    actions.invite_to_group(actor=cast.mara, group_id=secret.pk, people=[cast.ada, cast.jonas], text="", at=cast.now)
    assert {call.face.id for call in queries.people(cast.mara, secret, cast.now).invited} == {cast.ada.pk, cast.jonas.pk}
    assert told(cast, cast.ada) == []
    assert known(cast, cast.ada) == set()
    assert "talk.GroupCall" not in privacy.held_on(cast.ada.pk)
    asked = group(cast, cast.mara, "house", "request", "Hof")
    actions.name_host(
        actor=cast.mara,
        group_id=actions.join_group(actor=cast.mara, group_id=asked.pk, at=cast.now).pk,
        member_id=cast.mara.pk,
        hosts=True,
        at=cast.now,
    )
    actions.ask_to_join(actor=cast.ada, group_id=asked.pk, text="", at=cast.now)
    assert told(cast, cast.mara) == []


def test_the_last_host_names_another_and_whoever_leaves_the_house_leaves_an_heir(cast: Cast):
    one = group(cast, cast.mara)
    for who in (cast.jonas, cast.ada):
        actions.join_group(actor=who, group_id=one.pk, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.leave_group(actor=cast.mara, group_id=one.pk, at=cast.now)
    with pytest.raises(Invalid):
        actions.name_host(actor=cast.mara, group_id=one.pk, member_id=cast.mara.pk, hosts=False, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.name_host(actor=cast.jonas, group_id=one.pk, member_id=cast.jonas.pk, hosts=True, at=cast.now)
    end_membership(actor=cast.olga, member_id=cast.mara.pk, last_on=cast.house.day(cast.now), at=cast.now)
    run_due(clock=lambda: cast.now)
    assert rules.hosts_in(one.pk) == {cast.jonas.pk}
    actions.take_out(actor=cast.jonas, group_id=one.pk, member_id=cast.ada.pk, at=cast.now)
    with pytest.raises(Invalid):
        actions.take_out(actor=cast.jonas, group_id=one.pk, member_id=cast.jonas.pk, at=cast.now)
    actions.leave_group(actor=cast.jonas, group_id=one.pk, at=cast.now)
    one.refresh_from_db()
    assert one.closed_at == cast.now
    assert not GroupMember.objects.filter(group=one).exists()


def test_who_cares_for_the_house_cares_only_for_what_they_may_read(cast: Cast):
    open_one, inner = group(cast, cast.mara), group(cast, cast.mara, "members", "request", "Innen")
    assert rules.may_keep(cast.hanna, open_one)
    assert not rules.may_keep(cast.hanna, inner)
    assert not rules.may_keep(cast.jonas, open_one)


def test_pages_found_change_join_and_invite(cast: Cast):
    browser = cast.client(cast.mara)
    fields = {"name": "Chor", "line": "Wir singen.", "welcome": "", "seen_by": "house", "joining": "free", "language": "de"}
    assert browser.post("/lagerhaus/groups/new/", {**fields, "line": ""}).status_code == 422
    assert browser.post("/lagerhaus/groups/new/", {**fields, "seen_by": "hidden"}).status_code == 422
    browser.post("/lagerhaus/groups/new/", fields)
    made = Group.objects.get(name="Chor")
    people = f"/lagerhaus/groups/{made.pk}/people/"
    assert "Jonas Falk" in browser.get(people, {"q": "jonas"}).content.decode()
    assert browser.post(f"/lagerhaus/groups/{made.pk}/invite/", {"with": "", "text": ""}).status_code == 422
    assert browser.post(f"/lagerhaus/groups/{made.pk}/invite/", {"with": cast.jonas.pk, "text": "Sing mit"}).status_code == 302
    assert "Sing mit" in cast.client(cast.jonas).get(f"/lagerhaus/groups/{made.pk}/").content.decode()
    assert cast.client(cast.jonas).post(f"/lagerhaus/groups/{made.pk}/join/").status_code == 302
    assert browser.post(f"/lagerhaus/groups/{made.pk}/keep/", {"does": "nonsense"}).status_code == 422
    assert browser.post(f"/lagerhaus/groups/{made.pk}/edit/", {**fields, "name": "Großer Chor"}).status_code == 302
    assert cast.client(cast.jonas).get(f"/lagerhaus/groups/{made.pk}/edit/").status_code == 403
    assert "Großer Chor" in cast.client(cast.ada).get("/lagerhaus/groups/").content.decode()
