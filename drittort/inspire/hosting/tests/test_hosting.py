"""Hosting together: asked and never pressed, each role taken once, and words that reach all who have a seat."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.files.models import StoredFile
from drittort.core.files.storage import path_of
from drittort.core.jobs.runner import run_due
from drittort.core.models import Mail
from drittort.inspire.events import actions as events
from drittort.inspire.events import queries as event_pages
from drittort.inspire.events import rules as event_rules
from drittort.inspire.events.models import CoHost, Event
from drittort.inspire.events.tests.test_events import announced, codes, come, words
from drittort.inspire.guests.tests.test_guests import asks, comes
from drittort.inspire.hosting import actions, jobs, queries, rules
from drittort.inspire.hosting.models import EventMessage, EventPart
from drittort.inspire.hosting.printing import told
from drittort.members.models import Block
from tests.cast import Cast

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def soup(cast: Cast) -> Event:
    """Mara's soup with things to take on."""
    return announced(cast, is_public=True, roles=("Kochen", "Abwaschen"), checklist=("Einkaufen",))


def test_whoever_says_yes_hosts_along_and_a_no_is_told_to_nobody(cast: Cast, soup: Event):
    given = {"event_id": soup.pk, "at": cast.now}
    for who in (cast.jonas, cast.neo):
        for _twice in range(2):
            actions.ask_along(actor=cast.mara, member_id=who.pk, role="Tür", **given)
    run_due(clock=lambda: cast.now)
    assert (codes(cast.jonas), codes(cast.neo)) == (["event.along"], ["event.along"])
    assert not event_rules.sees_names(cast.jonas, Event.objects.get()), "nobody hosts by being asked"
    actions.answer_along(actor=cast.jonas, yes=True, **given)
    actions.answer_along(actor=cast.neo, yes=False, **given)
    assert [(one.face.name, one.accepted) for one in queries.hosting(cast.mara, soup.pk, cast.now).along] == [
        ("Jonas Falk", True),
        ("Neo Kaya", False),
    ]
    with pytest.raises(NotFound):
        actions.answer_along(actor=cast.neo, yes=True, **given)
    # Jonas may do what Mara may, but for giving it further.
    events.change_event(actor=cast.jonas, words=words(cast, title="Eintopf", is_public=True), **given)
    assert [one.name for one in event_pages.one(cast.ada, soup.pk, cast.now).co_hosts] == ["Jonas Falk"]
    for act in (lambda: actions.ask_along(actor=cast.jonas, member_id=cast.ada.pk, **given), lambda: actions.ask_along(actor=cast.hanna, member_id=cast.ada.pk, **given)):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
    actions.answer_along(actor=cast.jonas, yes=False, **given)
    with pytest.raises(NotAllowed):
        events.change_event(actor=cast.jonas, words=words(cast), **given)


def test_a_draft_is_read_by_who_hosts_it_along(cast: Cast):
    draft = events.draft_event(actor=cast.mara, words=words(cast), at=cast.now)
    actions.ask_along(actor=cast.mara, event_id=draft.pk, member_id=cast.jonas.pk, at=cast.now)
    assert not event_rules.visible_to(cast.jonas).exists()
    CoHost.objects.update(accepted_at=cast.now)
    assert event_rules.visible_to(cast.jonas).exists()


def test_each_role_is_taken_by_one(cast: Cast, soup: Event):
    given = {"event_id": soup.pk, "text": "Kochen", "at": cast.now}
    for _twice in range(2):
        actions.take_on(actor=cast.jonas, **given)
    with pytest.raises(OutOfDate):
        actions.take_on(actor=cast.neo, **given)
    actions.give_back(actor=cast.neo, **given)
    assert queries.parts(cast.ada, soup.pk, cast.now).roles[0].face.name == "Jonas Falk"
    for _twice in range(2):
        actions.give_back(actor=cast.jonas, **given)
    actions.take_on(actor=cast.neo, **given)
    with pytest.raises(NotFound):
        actions.take_on(actor=cast.neo, **{**given, "text": "Tanzen"})
    with pytest.raises(NotFound):
        actions.tick(actor=cast.mara, event_id=soup.pk, text="Kochen", done=True, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.tick(actor=cast.jonas, event_id=soup.pk, text="Einkaufen", done=True, at=cast.now)
    for done, left in ((True, 0), (True, 0), (False, 1)):
        actions.tick(actor=cast.mara, event_id=soup.pk, text="Einkaufen", done=done, at=cast.now)
        assert queries.hosting(cast.mara, soup.pk, cast.now).left == left


def test_words_reach_all_who_have_a_seat_and_nobody_beside_a_block(cast: Cast, soup: Event):
    for who in (cast.jonas, cast.neo):
        come(soup, who, cast.now)
    comes(asks(cast, soup, "Rosa", cast.now), cast.now)
    run_due(clock=lambda: cast.now)
    Block.objects.create(blocker=cast.neo, blocked=cast.mara, at=cast.now)
    before = Mail.objects.count()
    actions.write_to_all(actor=cast.mara, event_id=soup.pk, text="Bringt Löffel mit.", at=cast.now + HOUR)
    run_due(clock=lambda: cast.now + HOUR)
    new = Mail.objects.order_by("pk")[before:]
    assert {mail.to_address for mail in new} == {cast.jonas.account.email, "rosa@draussen.example"}
    assert all("Bringt Löffel mit." in mail.text for mail in new)
    assert "event.message" not in codes(cast.ada)
    with pytest.raises(NotAllowed):
        actions.write_to_all(actor=cast.hanna, event_id=soup.pk, text="x", at=cast.now)
    for _more in range(2):
        actions.write_to_all(actor=cast.mara, event_id=soup.pk, text="x", at=cast.now + HOUR)
    with pytest.raises(Invalid):
        actions.write_to_all(actor=cast.mara, event_id=soup.pk, text="x", at=cast.now + 2 * HOUR)
    assert (EventMessage.objects.count(), EventPart.objects.count()) == (3, 0)
    jobs.forget({}, soup.ends_at + 367 * DAY)
    assert not EventMessage.objects.exists()


def test_pages_of_those_who_host(cast: Cast, soup: Event, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    slug = cast.house.slug
    here, parts = (reverse(f"inspire:{name}", args=[slug, soup.pk]) for name in ("hosting", "event_parts"))
    mara, jonas = cast.client(cast.mara), cast.client(cast.jonas)
    assert "Jonas Falk" in mara.get(f"{here}?q=jonas").content.decode()
    for sent, status in (
        ({"says": "ask", "who": cast.jonas.pk, "role": "Tür"}, 302), ({"says": "tick", "text": "Einkaufen"}, 302), ({"says": "cost", "budget": "80", "spent": "71,50"}, 302),
        ({"says": "cost", "budget": "-1"}, 422), ({"says": "write", "text": ""}, 422), ({"says": "write", "text": "Bis gleich"}, 302), ({"says": "sing"}, 422),
    ):  # fmt: skip
        assert mara.post(here, sent).status_code == status, sent
    soup.refresh_from_db()
    assert (soup.budget, soup.spent) == (Decimal(80), Decimal("71.50"))
    assert jonas.get(here).status_code == 403
    assert 'value="yes"' in jonas.get(parts).content.decode()
    for sent, status in (({"says": "yes"}, 302), ({"says": "take", "text": "Kochen"}, 302), ({"says": "dance"}, 422)):
        assert jonas.post(parts, sent).status_code == status, sent
    assert jonas.get(here).status_code == 200
    assert "Jonas Falk" in cast.client(cast.ada).get(parts).content.decode()
    assert mara.post(here, {"says": "unask", "who": CoHost.objects.get().pk}).status_code == 302
    assert not CoHost.objects.exists()


def test_name_badges_for_all_who_have_a_seat(cast: Cast, soup: Event):
    come(soup, cast.jonas, cast.now)
    comes(asks(cast, soup, "Rosa #set page()", cast.now), cast.now)
    assert [one["name"] for one in told(soup)["people"]] == ["Jonas Falk", "Mara Wendt", "Rosa #set page()"]
    for turn in range(2):
        actions.ask_badges(actor=cast.mara, event_id=soup.pk, at=cast.now + turn * HOUR)
        run_due(clock=lambda turn=turn: cast.now + turn * HOUR)
    file = StoredFile.objects.get(purpose=rules.BADGES)
    assert path_of(file, "file").read_bytes().startswith(b"%PDF-")
    assert [rules.may_see(who, file) for who in (cast.mara, cast.hanna, cast.jonas, cast.sten)] == [True, True, False, False]
    with pytest.raises(NotAllowed):
        actions.ask_badges(actor=cast.jonas, event_id=soup.pk, at=cast.now)
    assert str(queries.hosting(cast.mara, soup.pk, cast.now).badges).endswith(".pdf")
    jobs.forget({}, soup.ends_at + 8 * DAY)
    assert not StoredFile.objects.exists()
