"""Roles as tables, dated grants, trust, and who can never lose power."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse

from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.models import LedgerRow
from drittort.members.models import Member, RoleGrant, TrustVote
from drittort.members.roles import actions, queries
from drittort.spaces.models import Role, Space
from drittort.spaces.roles import PERMISSIONS, allows, granted
from drittort.spaces.roles import actions as role_actions
from tests.cast import build, person
from tests.races import at_once


def role(cast, key):
    return Role.objects.get(space=cast.house, key=key)


def give(cast, actor, member, key, until=None):
    return actions.grant_role(actor=actor, member_id=member.pk, role_id=role(cast, key).pk, until=until, reason="Kann das gut", at=cast.now)


def change(cast, actor, key, wanted, by_trust=False):
    own = role(cast, key)
    return role_actions.change_role(
        actor=actor, role_id=own.pk, name_de=own.name_de, name_en=own.name_en, wanted=wanted, by_trust=by_trust, at=cast.now
    )


def again(member):
    found = Member.objects.select_related("space").get(pk=member.pk)
    found.on_duty_until = member.on_duty_until
    return found


def test_a_house_opens_with_nine_roles_in_both_languages(cast):
    roles = list(Role.objects.filter(space=cast.house))
    assert [r.key for r in roles] == [
        "member",
        "host",
        "mentor",
        "circle-host",
        "finance",
        "manager",
        "founder",
        "company-admin",
        "visitor",
    ]
    assert [(r.name_de, r.name_en) for r in roles[1:3]] == [("Empfang", "Host"), ("Mentoring", "Mentor")]
    assert [r.key for r in roles if r.by_trust] == ["host", "mentor", "circle-host"]


def test_a_role_opens_what_it_allows_and_its_end_closes_it(cast):
    assert not allows(cast.jonas, "connect.care")
    grant = give(cast, cast.hanna, cast.jonas, "manager")
    assert again(cast.jonas).roles == ["manager"]
    assert allows(again(cast.jonas), "connect.care")
    assert give(cast, cast.hanna, cast.jonas, "manager").pk == grant.pk
    actions.end_grant(actor=cast.hanna, grant_id=grant.pk, at=cast.now + timedelta(hours=1))
    actions.end_grant(actor=cast.hanna, grant_id=grant.pk, at=cast.now + timedelta(hours=2))
    assert not allows(again(cast.jonas), "connect.care")
    assert [row.kind for row in LedgerRow.objects.filter(subject_id=cast.jonas.pk).order_by("id")] == ["role.granted", "role.ended"]


def test_asking_costs_no_query(cast, django_assert_num_queries):
    reader = again(cast.hanna)
    with django_assert_num_queries(0):
        assert allows(reader, "connect.care")
        assert not allows(reader, "spaces.change_roles")


def test_what_a_house_changes_holds_at_once_and_without_a_query(cast):
    give(cast, cast.hanna, cast.jonas, "host")
    assert not allows(again(cast.jonas), "network.report")
    change(cast, cast.olga, "host", ["network.report"])
    assert allows(again(cast.jonas), "network.report")
    change(cast, cast.olga, "host", [])
    assert not allows(again(cast.jonas), "network.report")
    assert Space.objects.get(pk=cast.house.pk).role_changes == {}


def test_a_permission_of_a_new_version_reaches_a_changed_role(cast, monkeypatch):
    change(cast, cast.olga, "manager", granted(cast.house, "manager") - {"network.report"})
    monkeypatch.setitem(PERMISSIONS, "later.thing", type(PERMISSIONS["connect.care"])("later.thing", "x", ("manager",)))
    assert allows(again(cast.hanna), "later.thing")
    assert not allows(again(cast.hanna), "network.report")


def test_nobody_gives_what_they_do_not_hold(cast):
    with pytest.raises(NotAllowed):
        give(cast, cast.hanna, cast.jonas, "founder")
    change(cast, cast.olga, "finance", ["spaces.change_roles"])
    hanna = again(cast.hanna)
    with pytest.raises(NotAllowed):
        give(cast, hanna, cast.jonas, "finance")
    with pytest.raises(NotAllowed):
        give(cast, cast.mara, cast.jonas, "host")
    with pytest.raises(NotAllowed):
        change(cast, hanna, "host", ["connect.care"])
    with pytest.raises(NotFound):
        actions.grant_role(actor=cast.hanna, member_id=cast.sten.pk, role_id=role(cast, "host").pk, until=None, reason="", at=cast.now)
    assert RoleGrant.objects.filter(ended_at=None).count() == 2


def test_founders_keep_everything_and_the_last_one_stays(cast):
    with pytest.raises(NotAllowed):
        change(cast, cast.olga, "founder", [])
    own = RoleGrant.objects.get(member=cast.olga)
    with pytest.raises(NotAllowed):
        actions.end_grant(actor=cast.olga, grant_id=own.pk, at=cast.now)
    with pytest.raises(Invalid):
        give(cast, cast.olga, cast.olga, "founder", until=cast.now.date())
    give(cast, cast.olga, cast.jonas, "founder", until=cast.now.date())
    with pytest.raises(NotAllowed):
        actions.end_grant(actor=cast.olga, grant_id=own.pk, at=cast.now)
    give(cast, cast.olga, cast.mara, "founder")
    actions.end_grant(actor=cast.olga, grant_id=own.pk, at=cast.now)
    assert again(cast.olga).roles == []


@pytest.mark.django_db(transaction=True)
def test_two_founders_cannot_end_each_other_at_once():
    cast = build()
    other = give(cast, cast.olga, cast.mara, "founder")
    mine = RoleGrant.objects.get(member=cast.olga)
    mara = again(cast.mara)
    mara.on_duty_until = cast.olga.on_duty_until
    at_once(*(partial(actions.end_grant, actor=a, grant_id=g.pk, at=cast.now) for a, g in ((cast.olga, other), (mara, mine))))
    assert RoleGrant.objects.filter(role__key="founder", ended_at=None).count() == 1


def test_a_grant_runs_out_after_its_last_day(cast):
    give(cast, cast.hanna, cast.jonas, "host", until=cast.now.date())
    assert actions.run_out(at=cast.now) == 0
    assert actions.run_out(at=cast.now + timedelta(days=1)) == 1
    assert actions.run_out(at=cast.now + timedelta(days=1)) == 0
    assert again(cast.jonas).roles == []
    with pytest.raises(Invalid):
        give(cast, cast.hanna, cast.jonas, "host", until=cast.now.date() - timedelta(days=1))


def test_trust_gives_a_role_once_and_nobody_sees_whose(cast):
    cast.house.settings = {"trust": 2}
    cast.house.save()
    host = role(cast, "host")
    voters = [again(m) for m in (cast.mara, cast.ada, cast.neo)]
    with pytest.raises(NotAllowed):
        actions.trust(actor=again(cast.jonas), member_id=cast.jonas.pk, role_id=host.pk, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.trust(actor=voters[0], member_id=cast.jonas.pk, role_id=role(cast, "manager").pk, at=cast.now)
    for _twice in range(2):
        actions.trust(actor=voters[0], member_id=cast.jonas.pk, role_id=host.pk, at=cast.now)
    assert again(cast.jonas).roles == []
    assert [t.given for t in queries.trusts(voters[0], cast.jonas)] == [True, False, False]
    assert [t.given for t in queries.trusts(voters[1], cast.jonas)] == [False, False, False]
    actions.take_trust_back(actor=voters[0], member_id=cast.jonas.pk, role_id=host.pk)
    actions.trust(actor=voters[1], member_id=cast.jonas.pk, role_id=host.pk, at=cast.now)
    assert again(cast.jonas).roles == []
    actions.trust(actor=voters[2], member_id=cast.jonas.pk, role_id=host.pk, at=cast.now)
    actions.trust(actor=voters[0], member_id=cast.jonas.pk, role_id=host.pk, at=cast.now)
    grant = RoleGrant.objects.get(member=cast.jonas)
    assert (again(cast.jonas).roles, grant.by_trust, grant.granted_by_id) == (["host"], True, None)
    row = LedgerRow.objects.get(kind="role.granted", subject_id=cast.jonas.pk)
    assert row.actor_id is None
    actions.end_grant(actor=cast.hanna, grant_id=grant.pk, at=cast.now)
    assert not TrustVote.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_voices_at_once_give_the_role_once():
    cast = build()
    cast.house.settings = {"trust": 2}
    cast.house.save()
    host = role(cast, "host")
    voters = [again(m) for m in (cast.mara, cast.ada, cast.neo)]
    at_once(*(partial(actions.trust, actor=voter, member_id=cast.jonas.pk, role_id=host.pk, at=cast.now) for voter in voters))
    assert TrustVote.objects.count() == 3
    assert RoleGrant.objects.filter(member=cast.jonas).count() == 1
    assert LedgerRow.objects.filter(kind="role.granted", subject_id=cast.jonas.pk).count() == 1


def test_a_role_that_members_give_opens_nothing_of_the_staff(cast):
    with pytest.raises(NotAllowed):
        change(cast, cast.olga, "host", ["members.grant_roles"], by_trust=True)
    with pytest.raises(NotAllowed):
        change(cast, cast.olga, "member", granted(cast.house, "member"), by_trust=True)


def test_a_role_of_the_house_is_made_given_and_dropped(cast):
    made = role_actions.make_role(actor=cast.olga, name_de="Küchenfee", name_en="Kitchen fairy", at=cast.now)
    with pytest.raises(Invalid):
        role_actions.make_role(actor=cast.olga, name_de="Anders", name_en="Kitchen fairy", at=cast.now)
    give(cast, cast.hanna, cast.jonas, made.key)
    with pytest.raises(OutOfDate):
        role_actions.drop_role(actor=cast.olga, role_id=made.pk, held=queries.is_held(made.pk), at=cast.now)
    with pytest.raises(Invalid):
        role_actions.drop_role(actor=cast.olga, role_id=role(cast, "host").pk, held=False, at=cast.now)
    actions.end_grant(actor=cast.hanna, grant_id=RoleGrant.objects.get(member=cast.jonas).pk, at=cast.now)
    role_actions.drop_role(actor=cast.olga, role_id=made.pk, held=queries.is_held(made.pk), at=cast.now)
    assert not Role.objects.filter(pk=made.pk).exists()


def test_the_page_of_roles_asks_as_often_for_many_as_for_one(cast, django_assert_max_num_queries):
    for number in range(12):
        give(cast, cast.hanna, person(cast.house, f"P{number} Gast"), "host")
    browser = cast.client(cast.mara)
    with django_assert_max_num_queries(12):
        page = browser.get(reverse("members:roles", args=["lagerhaus"])).content.decode()
    assert "Empfang" in page
    assert "P11 Gast" in page


def test_the_page_gives_a_role_and_keeps_bad_input(cast):
    browser, path = cast.client(cast.hanna), reverse("members:person_roles", args=["lagerhaus", cast.jonas.pk])
    bad = browser.post(path, {"role": role(cast, "host").pk, "until": "gestern", "reason": "Weil sie grüßt"})
    assert bad.status_code == 422
    assert "Weil sie grüßt" in bad.content.decode()
    assert browser.post(path, {"role": role(cast, "host").pk, "reason": "Weil sie grüßt"}).status_code == 302
    assert "Empfang" in cast.client(cast.mara).get(reverse("members:person", args=["lagerhaus", cast.jonas.pk])).content.decode()
    assert "Weil sie grüßt" in cast.client(cast.jonas).get(path).content.decode()
    assert cast.client(cast.mara).get(path).status_code == 403


def test_what_the_house_refuses_is_said_at_the_form(cast):
    olga, new = cast.client(cast.olga), reverse("members:new_role", args=["lagerhaus"])
    long = "The person who waters the plants of the inner yard"
    assert olga.post(new, {"name_de": "Grün", "name_en": f"{long} by day"}).status_code == 302
    for name in (f"{long} by night", "Host"):
        answer = olga.post(new, {"name_de": "Eigener Name", "name_en": name})
        assert (answer.status_code, "Eigener Name" in answer.content.decode()) == (422, True)
    path = reverse("members:person_roles", args=["lagerhaus", cast.jonas.pk])
    past = olga.post(path, {"role": role(cast, "host").pk, "until": "2020-01-01", "reason": "Weil sie grüßt"})
    assert (past.status_code, "Weil sie grüßt" in past.content.decode()) == (422, True)
    one = reverse("members:role", args=["lagerhaus", role(cast, "founder").pk])
    kept = olga.post(one, {"name_de": "Anderer Name", "name_en": "Founder", "may": []})
    assert (kept.status_code, "Anderer Name" in kept.content.decode()) == (403, True)


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 5000])
def test_a_role_that_is_no_number_is_not_there(cast, number):
    Space.objects.filter(pk=cast.house.pk).update(settings={"trust": 1})
    answer = cast.client(cast.mara).post(reverse("members:trust", args=["lagerhaus", cast.jonas.pk]), {"role": number})
    assert answer.status_code == 404


def test_people_with_a_permission_are_found(cast):
    assert set(queries.people_with(cast.house, "connect.care")) == {cast.hanna, cast.olga}
    assert set(queries.people_with(cast.house, "spaces.change_roles")) == {cast.olga}


def test_names_of_the_house_stand_beside_people_without_a_query(cast, django_assert_num_queries):
    made = role_actions.make_role(actor=cast.olga, name_de="Küchenfee", name_en="Kitchen fairy", at=cast.now)
    give(cast, cast.hanna, cast.jonas, made.key)
    jonas = again(cast.jonas)
    with django_assert_num_queries(0):
        assert queries.names(jonas.space, jonas.roles) == ["Küchenfee"]
    role_actions.change_role(
        actor=cast.olga, role_id=role(cast, "host").pk, name_de="Wirtin", name_en="Innkeeper", wanted=[], by_trust=True, at=cast.now
    )
    assert queries.names(Space.objects.get(pk=cast.house.pk), ["host"]) == ["Wirtin"]
