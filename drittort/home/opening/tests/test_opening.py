"""A founder opens a house: by a link, step by step, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drittort.core.errors import Invalid
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.joining.agreements.models import Acceptance
from drittort.members.models import Account, Member
from drittort.spaces.agreements.models import AgreementVersion
from drittort.spaces.house.forms import address_word
from drittort.spaces.models import Location, OpeningLink, Space
from drittort.spaces.opening.actions import link_of, make_link, use_link
from drittort.spaces.settings import ALL, setting
from tests.cast import Cast
from tests.races import at_once

FIRST = {
    "name": "Haus am Kai",
    "slug": "",
    "language": "de",
    "timezone": "Europe/Berlin",
    "person": "Greta Kühn",
    "email": "greta@kai.example",
}


def link() -> str:
    return reverse("home:opening_link", args=[make_link(at=timezone.now())])


@pytest.fixture
def browser(db) -> Client:
    return Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "de"})


def at_step(browser: Client, step: str, **told: str) -> str:
    answer = browser.post(f"/opening/haus-am-kai/{step}/", told)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer["Location"]


def test_ten_minutes_from_the_link_to_the_open_door(browser):
    address = link()
    assert browser.get(address).status_code == 200
    assert not browser.cookies  # looking changes nothing, and leaves nothing
    assert not Space.objects.exists()
    assert browser.post(address, FIRST)["Location"] == "/opening/haus-am-kai/locations/"
    member = Member.objects.select_related("space", "account").get()
    assert (member.name, member.account.email, member.roles) == ("Greta Kühn", "greta@kai.example", ["founder"])
    assert member.space.opening == {"house": "done"}
    assert browser.get("/opening/")["Location"] == "/opening/haus-am-kai/locations/"
    at_step(browser, "locations", name="Speicher", address="Am Kai 3", way_in="Zweite Tür, klingeln bei Kai.", go="more")
    assert at_step(browser, "locations", name="Hof", address="", way_in="", go="on") == "/opening/haus-am-kai/colours/"
    assert list(Location.objects.values_list("name", flat=True)) == ["Speicher", "Hof"]
    tried = browser.get("/opening/haus-am-kai/colours/", {"try": "1", "hue": "own", "free": "#1d4e89"})
    hue = tried.context["worn"]
    assert f"/-/colours/{hue}.css" in tried.content.decode()
    at_step(browser, "colours", hue="own", free="#1d4e89", go="on")
    at_step(browser, "mail", go="test")
    run_due(clock=timezone.now)
    assert "auf diesem Rechner geblieben" in browser.get("/opening/haus-am-kai/mail/").content.decode()
    at_step(browser, "mail", go="later")
    page = browser.get("/opening/haus-am-kai/agreements/").context["form"]
    words = {name: page[name].value() or "" for name in page.fields}
    at_step(
        browser,
        "agreements",
        **{k: str(v) for k, v in words.items()},
        **{"text-6-de": "Hunde sind willkommen.", "why-6-de": "Sie kennen alle."},
        go="on",
    ) if "text-6-de" not in words else at_step(
        browser,
        "agreements",
        **{**{k: str(v) for k, v in words.items()}, "text-6-de": "Hunde sind willkommen.", "why-6-de": "Sie kennen alle."},
        go="on",
    )
    told = {one.name: "on" if one.default is True else str(one.default) for one in ALL if one.default is not False}
    at_step(browser, "decisions", **{**told, "quiet_from": "21"}, go="on")
    assert at_step(browser, "people", go="on") == "/haus-am-kai/"
    space = Space.objects.get()
    assert (space.opening, space.hue, setting(space, "quiet_from")) == (None, hue, 21)
    version = AgreementVersion.objects.get()
    assert (version.number, version.agreements.filter(language="de").count(), version.published_by) == (1, 6, member.pk)
    assert Acceptance.objects.get().member == member
    assert LedgerRow.objects.filter(kind="space.opened").count() == 1
    assert browser.get("/haus-am-kai/").status_code == 200
    assert browser.get("/opening/haus-am-kai/mail/").status_code == 403  # the door is open: from now on this needs duty
    browser.post("/haus-am-kai/duty/begin/")
    assert browser.get("/opening/haus-am-kai/mail/")["Location"] == "/haus-am-kai/settings/"
    assert (
        Client(headers={"Sec-Fetch-Site": "same-origin"}).post(address, {**FIRST, "slug": "zwei", "email": "x@y.example"}).status_code
        == 422
    )


def test_the_last_step_invites_the_first_people(browser):
    browser.post(link(), FIRST)
    path, kai = (
        "/opening/haus-am-kai/people/",
        {"name": "Kai Lund", "email": "kai@lund.example", "sentence": "Ohne dich fehlt der Wind.", "language": "de"},
    )
    bad = browser.post(path, {**kai, "email": "kai", "go": "on"})
    assert (bad.status_code, "Ohne dich fehlt der Wind." in bad.content.decode()) == (422, True)
    assert Space.objects.get().opening is not None
    assert at_step(browser, "people", **kai, go="more") == path
    assert "kai@lund.example" in browser.get(path).content.decode()
    assert browser.post(path, {**kai, "go": "more"}).status_code == 422  # the same person twice
    for address in ("/haus-am-kai/invitations/many/", "/haus-am-kai/people-lists/"):
        assert address in browser.get(path).content.decode()
    assert at_step(browser, "people", **{**kai, "name": "Ute Lund", "email": "ute@lund.example"}, go="on") == "/haus-am-kai/"
    run_due(clock=timezone.now)
    assert Space.objects.get().opening is None
    assert set(Mail.objects.filter(category="invitation").values_list("to_address", flat=True)) == {"kai@lund.example", "ute@lund.example"}


def test_a_link_is_spent_replaced_or_too_old(browser):
    old = make_link(at=timezone.now())
    new = make_link(at=timezone.now())
    assert browser.get(reverse("home:opening_link", args=[old])).status_code == 422
    OpeningLink.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert browser.get(reverse("home:opening_link", args=[new])).status_code == 422
    assert OpeningLink.objects.get().digest != new


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"slug": "opening"}, None),
        ({"slug": "lagerhaus"}, None),
        ({"slug": "Groß"}, "slug"),
        ({"name": ""}, "name"),
        ({"email": "x"}, "email"),
        ({"email": "MARA@lagerhaus.example"}, None),
        ({"name": "!!!"}, "slug"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(cast: Cast, wrong, field):
    browser, address, before = cast.client(None), link(), Space.objects.count()
    answer = browser.post(address, {**FIRST, **wrong})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field or "__all__"]
    assert "Greta Kühn" in answer.content.decode()
    assert Space.objects.count() == before
    assert OpeningLink.objects.get().used_at is None
    assert "sessionid" not in browser.cookies
    assert browser.post(address, FIRST).status_code == 302


def test_names_propose_addresses():
    assert [address_word(n) for n in ("Haus am Kai", "Größer & Öfter", "Opening", "  ")] == [
        "haus-am-kai",
        "groesser-oefter",
        "haus-opening",
        "",
    ]


def test_founders_open_another_house_and_others_do_not(cast: Cast):
    told = {k: v for k, v in FIRST.items() if k != "email"}
    for person in (cast.mara, cast.hanna):
        assert cast.client(person).post("/opening/new/", told).status_code == 403
    assert cast.client(cast.olga).post("/opening/new/", told).status_code == 302
    assert Member.objects.filter(account=cast.olga.account).count() == 2
    cast.elsewhere.is_demo = True
    cast.elsewhere.save()
    Member.objects.filter(pk=cast.sten.pk).update(roles=["founder"])
    assert cast.client(cast.sten).post("/opening/new/", {**told, "name": "Noch eins"}).status_code == 403


def test_somebody_of_the_demo_becomes_themself(cast: Cast):
    Space.objects.filter(pk=cast.elsewhere.pk).update(is_demo=True)
    browser = cast.client(cast.sten)
    assert browser.post(link(), FIRST).status_code == 302
    member = Member.objects.get(space__slug="haus-am-kai")
    assert member.account_id != cast.sten.account_id
    assert browser.session["_auth_user_id"] == str(member.account_id)


def test_going_back_changes_the_address_and_throwing_away_leaves_nothing(browser):
    browser.post(link(), FIRST)
    told = {"name": "Speicher", "slug": "speicher", "language": "en", "timezone": "Europe/Vienna", "go": "on"}
    assert browser.post("/opening/haus-am-kai/house/", told)["Location"] == "/opening/speicher/locations/"
    assert browser.post("/opening/speicher/discard/").status_code == 302
    assert not Space.objects.exists()
    assert not Account.objects.exists()
    assert not AgreementVersion.objects.exists()


def test_an_open_house_is_not_thrown_away(cast: Cast):
    assert cast.client(cast.olga).post("/opening/lagerhaus/discard/").status_code == 422
    assert Space.objects.filter(pk=cast.house.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_link():
    token, at = make_link(at=timezone.now()), timezone.now()
    row = link_of(token=token, at=at)
    said = ["late" if isinstance(c, Invalid) else "used" for c in at_once(*[lambda: use_link(link=row, at=at)] * 2)]
    assert sorted(said) == ["late", "used"]


def test_the_door_of_a_machine_without_a_house_says_how_one_is_opened(browser):
    assert "bin/drittort open" in browser.get("/").content.decode()
    browser.post(link(), FIRST)
    assert "bin/drittort open" not in Client(headers={"Accept-Language": "de"}).get("/").content.decode()
