"""A sentence of thanks reaches whom it is for, is nobody's score, and goes when one of the two wants it gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from drittort.connect.introductions.models import Introduction
from drittort.connect.lending.models import Loan
from drittort.connect.market.actions import Words, show_listing
from drittort.core.errors import Invalid, NotAllowed, NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.screen import Screen
from drittort.inspire.stories.tests.world import helped
from drittort.inspire.thanks import actions, letter, queries, wall
from drittort.inspire.thanks.models import Thanks, ThanksTo
from drittort.members.models import Block, Member, Notice
from drittort.members.my_data.actions import ask_erasure
from drittort.members.my_data.erasing import erase
from drittort.network.models import Contact
from tests.cast import Cast

DAY = timedelta(days=1)


def said(cast: Cast, *, to=None, audience="house", **more) -> Thanks:
    return actions.say_thanks(
        actor=cast.jonas, people=to or [cast.mara], text="Danke für den Abend mit den Belegen.", language="de", audience=audience, at=cast.now, **more
    )  # fmt: skip


def seen(reader, part="house", at=None) -> list[str]:
    return [card.text for card in queries.thanks(reader, part, None, at or reader_now(reader)).cards]


def reader_now(reader):
    return Thanks.objects.order_by("-at").values_list("at", flat=True).first()


def test_it_reaches_whom_it_is_for_and_counts_between_the_two(cast: Cast):
    said(cast, to=[cast.mara, cast.neo])
    run_due(clock=lambda: cast.now)
    assert set(Notice.objects.filter(code="thanks.said").values_list("member__name", flat=True)) == {"Mara Wendt", "Neo Kaya"}
    assert set(Contact.objects.filter(kind="thanks").values_list("first_id", "second_id")) == {
        tuple(sorted((cast.jonas.pk, one.pk))) for one in (cast.mara, cast.neo)
    }
    (card,) = queries.thanks(cast.ada, "house", None, cast.now).cards
    assert card.names == "Mara Wendt und Neo Kaya"
    for words, people, error in (("", [cast.mara], Invalid), ("x" * 301, [cast.mara], Invalid), ("Danke", [cast.jonas], Invalid)):
        with pytest.raises(error):
            actions.say_thanks(actor=cast.jonas, people=people, text=words, language="de", audience="house", at=cast.now)


def test_only_for_the_person_is_read_by_the_two_alone(cast: Cast):
    said(cast, audience="person")
    assert (seen(cast.ada), seen(cast.hanna), seen(cast.mara)) == ([], [], [])
    assert seen(cast.mara, "received") == seen(cast.jonas, "said") == ["Danke für den Abend mit den Belegen."]
    assert queries.shown(cast.ada, Thanks.objects.get().pk, cast.now) is None
    assert list(letter.said(cast.house, cast.now - DAY, cast.now)) == []


def test_taken_back_nothing_stays_and_put_away_only_the_two_see_it(cast: Cast):
    thanks = said(cast)
    with pytest.raises(NotFound):
        actions.hide_thanks(actor=cast.ada, thanks_id=thanks.pk, hidden=True, at=cast.now)
    actions.hide_thanks(actor=cast.mara, thanks_id=thanks.pk, hidden=True, at=cast.now)
    assert seen(cast.ada) == []
    assert list(letter.said(cast.house, cast.now - DAY, cast.now)) == []
    before = queries.thanks(cast.jonas, "said", None, cast.now)
    assert before.cards[0].names == "Mara Wendt", "who said it reads no difference"
    actions.take_back(actor=cast.ada, thanks_id=thanks.pk, at=cast.now)
    assert Thanks.objects.count() == 1
    actions.take_back(actor=cast.jonas, thanks_id=thanks.pk, at=cast.now)
    assert (Thanks.objects.count(), ThanksTo.objects.count()) == (0, 0)


def test_beside_a_block_it_looks_said_and_reaches_nobody(cast: Cast):
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    said(cast, audience="person")
    run_due(clock=lambda: cast.now)
    assert not Notice.objects.filter(code="thanks.said").exists()
    assert seen(cast.mara, "received") == []
    assert seen(cast.jonas, "said") == ["Danke für den Abend mit den Belegen."]
    Block.objects.all().delete()
    assert seen(cast.mara, "received") == [], "not when the block is taken back either"


def test_a_company_is_thanked_before_the_house_and_its_people_hear_of_it(cast: Cast):
    company = cast.mara.employments.get().company
    actions.say_thanks(
        actor=cast.jonas, people=[], company=company, text="Danke für den Drucker.", language="de", audience="person", at=cast.now
    )
    run_due(clock=lambda: cast.now)
    assert set(Notice.objects.filter(code="thanks.said").values_list("member__name", flat=True)) == {"Mara Wendt", "Ada Lenz"}
    assert queries.thanks(cast.neo, "house", None, cast.now).cards[0].names == "Steuerbüro Wendt"


def test_a_wall_shows_only_words_of_those_who_said_yes_to_it_to_those_who_did(cast: Cast):
    said(cast)
    for agreed, shown in (({cast.jonas.pk}, 0), ({cast.mara.pk}, 0), ({cast.jonas.pk, cast.mara.pk}, 1)):
        people = Member.objects.filter(pk__in=agreed).values("pk")
        on_it = Screen(cast.house, None, cast.now, cast.house.day(cast.now), people, people, lambda pk: "")
        assert [row.who for row in wall.thanks(on_it)] == ["Jonas an Mara"] * shown


def test_ten_a_day_are_enough_and_the_team_takes_off_what_hurts(cast: Cast):
    for _ in range(10):
        thanks = said(cast)
    with pytest.raises(NotAllowed):
        said(cast)
    with pytest.raises(NotFound):
        actions.take_off(actor=cast.ada, thanks_id=thanks.pk, off=True, at=cast.now)
    actions.take_off(actor=cast.hanna, thanks_id=thanks.pk, off=True, at=cast.now)
    assert len(seen(cast.ada)) == 9


def test_the_pages(cast: Cast, django_assert_max_num_queries):
    slug, browser = cast.house.slug, cast.client(cast.jonas)
    new, wall = reverse("inspire:new_thanks", args=[slug]), reverse("inspire:thanks", args=[slug])
    assert "Mara Wendt" in browser.get(f"{reverse('inspire:new_thanks_to', args=[slug, cast.mara.pk])}?about=event:5").content.decode()
    given = {"to": "mara wendt", "text": "Danke!", "audience": "house", "language": "de", "about": "nonsense:x"}
    assert browser.post(new, {**given, "to": "Wer Auch"}).status_code == 422
    assert browser.post(new, given).status_code == 302
    assert Thanks.objects.get().subject == ""
    assert browser.post(new, {**given, "to": "Steuerbüro Wendt"}).status_code == 302
    assert Thanks.objects.latest("pk").company is not None
    for part in ("house", "received", "said", "x"):
        with django_assert_max_num_queries(15):
            assert browser.get(f"{wall}?part={part}").status_code == 200
    step = reverse("inspire:thanks_step", args=[slug, Thanks.objects.latest("pk").pk])
    assert browser.post(step, {"says": "x"}).status_code == 422
    assert browser.post(step, {"says": "back", "part": "said"}).status_code == 302
    assert Thanks.objects.count() == 1


def test_with_whom_it_was_for_it_goes(cast: Cast):
    said(cast)
    said(cast, to=[cast.mara, cast.neo])
    ask_erasure(actor=cast.mara, keeps=False, at=cast.now)
    cast.mara.refresh_from_db()
    erase(cast.mara, at=cast.now)
    assert list(ThanksTo.objects.values_list("member__name", flat=True)) == ["Neo Kaya"]
    assert Thanks.objects.count() == 1


def test_from_what_helped_one_tap_leads_to_thanks_with_the_person_and_the_reason(cast: Cast):
    need, slug, day = helped(cast), cast.house.slug, cast.house.day(cast.now)
    words = Words("lend", "tools", "Leiter", "Vier Meter.", "", "de")
    ladder = show_listing(actor=cast.mara, words=words, company_id=None, picture=None, at=cast.now)
    loan = Loan.objects.create(
        space=cast.house,
        listing=ladder,
        borrower=cast.jonas,
        from_on=day,
        until_on=day,
        asked_at=cast.now,
        agreed_at=cast.now,
        handed_over_at=cast.now,
        returned_at=cast.now,
    )
    low, high = sorted((cast.jonas, cast.mara), key=lambda one: one.pk)
    met = Introduction.objects.create(
        space=cast.house,
        first=low,
        second=high,
        form="instant",
        proposed_at=cast.now,
        expires_at=cast.now + DAY,
        introduced_at=cast.now,
        met_on=day,
    )
    jonas, mara, neo = cast.client(cast.jonas), cast.client(cast.mara), cast.client(cast.neo)
    for page, about, said in (
        (reverse("connect:need", args=[slug, need.pk]), f"need:{need.pk}", "Umsatzsteuer"),
        (reverse("connect:loan", args=[slug, loan.pk]), f"loan:{loan.pk}", "Leiter"),
        (reverse("connect:introduction", args=[slug, met.pk]), f"introduction:{met.pk}", "Danke"),
    ):
        thanking = f"{reverse('inspire:new_thanks_to', args=[slug, cast.mara.pk])}?about={about}"
        assert thanking in jonas.get(page).content.decode(), about
        form = jonas.get(thanking).context["form"]
        assert (form["to"].value(), form["about"].value(), said in form["text"].value()) == ("Mara Wendt", about, True)
        assert neo.get(thanking).context["form"]["text"].value() == "", "somebody else learns nothing of it"
    there = reverse("inspire:new_thanks_to", args=[slug, cast.jonas.pk])
    assert f"{there}?about=need" not in mara.get(reverse("connect:need", args=[slug, need.pk])).content.decode()
    given = {"to": "Mara Wendt", "text": "Danke für die Leiter.", "audience": "person", "language": "de", "about": f"loan:{loan.pk}"}
    assert jonas.post(thanking, given).status_code == 302
    assert Thanks.objects.get().subject == f"loan:{loan.pk}"
