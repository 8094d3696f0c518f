"""Putting things on the market, finding them, keeping them there, taking them down."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from drittort.connect.market import actions, queries, rules
from drittort.connect.market.actions import Words, show_listing
from drittort.connect.market.jobs import ask
from drittort.connect.market.models import Bookmark, Listing, MarketTurn, Referral
from drittort.core.errors import Invalid, NotAllowed, NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.core.search.index import index_everything
from drittort.members.membership.actions import end_membership
from drittort.members.models import Block, Employment, Member
from drittort.members.notices.models import Notice
from drittort.members.profiles.rules import Owner
from drittort.network.models import Contact
from tests.cast import Cast, person

DAY = timedelta(days=1)


def put_up(cast: Cast, who: Member, title: str = "Korrektur lesen", **more: Any) -> Listing:
    words = Words(
        more.get("kind", "service"), more.get("category", "words"), title, more.get("text", "Gründlich und bis morgen."), "40 €", "de"
    )
    return show_listing(actor=who, words=words, company_id=more.get("company"), picture=None, at=more.get("at", cast.now))


def titles(cast: Cast, reader: Member, **asked: Any) -> set[str]:
    return {card.title for card in queries.market(reader, asked.pop("at", cast.now), **asked).cards}


def test_it_stands_for_ninety_days_and_then_goes_quietly(cast: Cast):
    listing = put_up(cast, cast.mara)
    assert titles(cast, cast.jonas) == {"Korrektur lesen"}
    assert titles(cast, cast.sten) == set()
    assert titles(cast, cast.jonas, at=cast.now + 90 * DAY - timedelta(minutes=1))
    assert titles(cast, cast.jonas, at=cast.now + 90 * DAY) == set()
    with pytest.raises(NotFound):
        queries.found(cast.jonas, listing.pk, cast.now + 91 * DAY)
    assert queries.found(cast.mara, listing.pk, cast.now + 91 * DAY) == listing


def test_five_of_a_person_ten_of_a_company(cast: Cast):
    firm = cast.mara.employments.get().company_id
    for number in range(5):
        put_up(cast, cast.mara, f"Nummer {number}")
    with pytest.raises(Invalid):
        put_up(cast, cast.mara)
    for number in range(10):
        put_up(cast, cast.mara if number % 2 else cast.ada, f"Firma {number}", company=firm)
    with pytest.raises(Invalid):
        put_up(cast, cast.ada, company=firm)
    put_up(cast, cast.ada, "Für mich selbst")
    assert Listing.objects.count() == 16


def test_for_a_company_speaks_only_who_cares_for_its_page(cast: Cast):
    works = cast.mara.employments.get()
    with pytest.raises(NotAllowed):
        put_up(cast, cast.jonas, company=works.company_id)
    Employment.objects.filter(pk=works.pk).update(is_admin=True)
    with pytest.raises(NotAllowed):
        put_up(cast, cast.ada, company=works.company_id)
    listing = put_up(cast, cast.mara, company=works.company_id)
    assert rules.may_edit(cast.mara, listing)
    assert not rules.may_edit(cast.ada, listing)
    assert not rules.may_edit(cast.hanna, listing)
    assert rules.may_close(cast.hanna, listing)


def test_taken_closed_reopened_and_renewed(cast: Cast):
    listing = put_up(cast, cast.mara)
    for _twice in range(2):
        actions.take_listing(actor=cast.mara, listing_id=listing.pk, at=cast.now)
    assert titles(cast, cast.jonas) == set()
    assert queries.one(cast.jonas, queries.found(cast.jonas, listing.pk, cast.now), cast.now).taken
    actions.reopen_listing(actor=cast.mara, listing_id=listing.pk, at=cast.now)
    assert titles(cast, cast.jonas) == {"Korrektur lesen"}
    actions.close_listing(actor=cast.mara, listing_id=listing.pk, at=cast.now)
    with pytest.raises(NotFound):
        queries.found(cast.jonas, listing.pk, cast.now)
    with pytest.raises(NotAllowed):
        actions.renew_listing(actor=cast.jonas, listing_id=put_up(cast, cast.ada, "Anderes").pk, at=cast.now)
    later = cast.now + 100 * DAY
    for _twice in range(2):
        actions.renew_listing(actor=cast.mara, listing_id=listing.pk, at=later)
    listing.refresh_from_db()
    assert (listing.expires_at, listing.closed_at) == (later + 90 * DAY, None)
    kinds = list(LedgerRow.objects.filter(subject_id=listing.pk, kind__startswith="listing.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["listing.shown", "listing.taken", "listing.reopened", "listing.closed", "listing.renewed"]


def test_its_owner_reads_once_that_it_is_taken(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    listing = put_up(cast, cast.mara)
    actions.take_listing(actor=cast.mara, listing_id=listing.pk, at=cast.now)
    page = cast.client(cast.mara).get(reverse("connect:listing", args=[cast.house.slug, listing.pk])).content.decode()
    assert page.count("vergeben") == 1


def test_what_is_full_is_not_renewed_either(cast: Cast):
    first = put_up(cast, cast.mara)
    actions.close_listing(actor=cast.mara, listing_id=first.pk, at=cast.now)
    for number in range(5):
        put_up(cast, cast.mara, f"Nummer {number}")
    for verb in (actions.renew_listing, actions.reopen_listing):
        with pytest.raises(Invalid):
            verb(actor=cast.mara, listing_id=first.pk, at=cast.now)


def test_a_week_before_one_letter_asks_and_one_tap_without_sign_in_keeps_it(cast: Cast):
    listing = put_up(cast, cast.mara)
    soon = cast.now + 83 * DAY
    ask({}, soon - timedelta(hours=1))
    assert not Notice.objects.filter(category="listing").exists()
    for _twice in range(2):
        ask({}, soon)
    run_due(clock=lambda: soon + DAY)
    mail = Mail.objects.get(category="listing")
    assert "Korrektur lesen" in mail.subject
    link = re.search(r"https?://[^/]+(/answer/listing/[^?]+/)\?says=renew", mail.text)
    assert link
    browser = cast.client(None)
    page = browser.get(f"{link[1]}?says=renew")
    assert page.status_code == 200
    listing.refresh_from_db()
    assert listing.expires_at == cast.now + 90 * DAY, "opening changes nothing"
    assert page.content.decode().count("<button") <= 3
    assert browser.post(link[1], {"says": "renew"}).status_code == 200
    listing.refresh_from_db()
    assert listing.expires_at > cast.now + 90 * DAY
    assert listing.asked_at is None


def test_a_link_of_somebody_who_no_longer_cares_for_it_opens_nothing(cast: Cast):
    from drittort.connect.market.tokens import token

    listing = put_up(cast, cast.mara)
    browser = cast.client(None)
    assert browser.get(reverse("connect:answer_listing", args=[token(listing.pk, cast.jonas.pk)])).status_code == 404
    assert browser.get(reverse("connect:answer_listing", args=["altered"])).status_code == 422


def test_bookmarks_are_for_their_owner_alone(cast: Cast):
    listing = put_up(cast, cast.mara)
    before = cast.client(cast.mara).get(reverse("connect:listing", args=[cast.house.slug, listing.pk])).content
    for _twice in range(2):
        actions.bookmark(actor=cast.jonas, listing_id=listing.pk, wanted=True, at=cast.now)
    assert [card.id for card in queries.kept_by(cast.jonas, cast.now)] == [listing.pk]
    assert queries.kept_by(cast.mara, cast.now) == ()
    assert cast.client(cast.mara).get(reverse("connect:listing", args=[cast.house.slug, listing.pk])).content == before
    assert not LedgerRow.objects.filter(actor_id=cast.jonas.pk, kind__startswith="listing.").exists()
    actions.bookmark(actor=cast.jonas, listing_id=listing.pk, wanted=False, at=cast.now)
    assert not Bookmark.objects.exists()


def test_kind_and_category_narrow_and_words_find(cast: Cast):
    put_up(cast, cast.mara)
    put_up(cast, cast.jonas, "Leiter zu leihen", kind="lend", category="tools", text="Vier Meter, aus Aluminium.")
    assert titles(cast, cast.neo, kind="lend") == {"Leiter zu leihen"}
    assert titles(cast, cast.neo, category="words") == {"Korrektur lesen"}
    assert titles(cast, cast.neo, kind="lend", category="words") == set()
    index_everything(cast.house.pk, cast.now, ["listing"])
    assert titles(cast, cast.neo, query="Aluminium") == {"Leiter zu leihen"}
    assert titles(cast, cast.sten, query="Aluminium") == set()
    leiter = Listing.objects.get(title="Leiter zu leihen")
    actions.take_listing(actor=cast.jonas, listing_id=leiter.pk, at=cast.now)
    assert titles(cast, cast.neo, query="Aluminium") == set(), "whoever asks looks at the row, whatever the index says"


def test_pages_follow_each_other_without_gap_or_double(cast: Cast):
    Listing.objects.bulk_create(
        Listing(
            space=cast.house, member=cast.mara, kind="service", category="words", title=f"N{number}", language="de", shown_at=cast.now,
            expires_at=cast.now + 90 * DAY,
        )
        for number in range(60)
    )  # fmt: skip
    seen, after = [], None
    while True:
        page = queries.market(cast.jonas, cast.now + timedelta(hours=14) if after else cast.now, after=after)
        seen += [card.id for card in page.cards]
        if not page.more:
            break
        turn, _mark, start = page.more.partition("|")
        after = (turn, int(start))
    assert len(seen) == len(set(seen)) == 60


def test_an_order_is_dealt_once_a_day_and_holds_until_midnight(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    for number in range(9):
        put_up(cast, person(cast.house, f"P{number} Neu"), f"N{number}")
    page = reverse("connect:market", args=[cast.house.slug])
    jonas, neo = cast.client(cast.jonas), cast.client(cast.neo)

    def order(browser: Any, query: str = "", days: int = 0) -> list[str]:
        monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now + days * DAY)
        return re.findall(r"N\d(?=<)", browser.get(page + query).content.decode())

    def dealt() -> dict[str, int]:
        return dict(MarketTurn.objects.values_list("among", "dealt"))

    first = order(jonas)
    assert len(set(first)) == 9
    assert order(jonas) == first
    assert order(neo) != first
    assert dealt() == {":": 2}
    assert order(jonas, "?kind=service")
    assert order(jonas, "?kind=service") == order(jonas, "?kind=service")
    assert order(jonas, "?q=N1") is not None
    assert dealt() == {":": 2, "service:": 1}
    assert order(jonas, days=1) != first
    assert dealt() == {":": 3, "service:": 1}


def test_thanks_to_who_led_the_way(cast: Cast):
    listing = put_up(cast, cast.mara)
    for _twice in range(2):
        actions.name_referrer(actor=cast.jonas, listing_id=listing.pk, referrer_id=cast.ada.pk, text="Danke, Ada!", at=cast.now)
    run_due(clock=lambda: cast.now)
    assert Notice.objects.filter(member=cast.ada, code="listing.referred").count() == 1
    assert queries.thanked(cast.ada)[0][:3] == ("Jonas Falk", "Danke, Ada!", "Korrektur lesen")
    assert Contact.objects.get(kind="thanks").origin == f"referral:{Referral.objects.get().pk}"
    for nobody in (cast.jonas, cast.mara):
        with pytest.raises(Invalid):
            actions.name_referrer(actor=cast.jonas, listing_id=listing.pk, referrer_id=nobody.pk, text="Danke!", at=cast.now)
    with pytest.raises(NotFound):
        actions.name_referrer(actor=cast.jonas, listing_id=listing.pk, referrer_id=cast.sten.pk, text="Danke!", at=cast.now)


@pytest.mark.parametrize("who", ["jonas", "ada"])
def test_beside_a_block_thanks_look_sent_and_are_nowhere_else(cast: Cast, who: str):
    listing = put_up(cast, cast.mara)
    blocker, blocked = (cast.jonas, cast.ada) if who == "jonas" else (cast.ada, cast.jonas)
    Block.objects.create(blocker=blocker, blocked=blocked, at=cast.now)
    actions.name_referrer(actor=cast.jonas, listing_id=listing.pk, referrer_id=cast.ada.pk, text="Danke, Ada!", at=cast.now)
    run_due(clock=lambda: cast.now)
    assert queries.one(cast.jonas, listing, cast.now).referral == "Ada"
    assert queries.thanked(cast.ada) == []
    assert not Notice.objects.filter(member=cast.ada).exists()
    assert Contact.objects.get().kind == "thanks", "it counts as without a block: who thanked would miss it on their ties"


def test_a_block_hides_no_listing_and_folds_only_the_blockers_view(cast: Cast):
    listing = put_up(cast, cast.mara)
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    assert queries.one(cast.jonas, listing, cast.now).card.folded
    assert not queries.one(cast.neo, listing, cast.now).card.folded
    mine = put_up(cast, cast.jonas, "Spieleabend")
    assert not queries.one(cast.mara, mine, cast.now).card.folded


def test_what_is_reported_is_what_its_reporter_sees(cast: Cast):
    listing = put_up(cast, cast.mara)
    shown = queries.listing_shown(cast.jonas, listing.pk, cast.now)
    assert shown
    assert shown.author_id == cast.mara.pk
    assert queries.listing_shown(cast.sten, listing.pk, cast.now) is None
    assert queries.listing_shown(cast.jonas, listing.pk, listing.expires_at) is None, "it ran out: for others it is not there"
    assert queries.listing_shown(cast.mara, listing.pk, listing.expires_at)


def test_profile_and_company_show_what_is_theirs(cast: Cast):
    firm = cast.mara.employments.get().company
    put_up(cast, cast.mara, "Von mir")
    put_up(cast, cast.mara, "Von uns", company=firm.pk)
    person, company = (queries.shelf(cast.jonas, owner, cast.now) for owner in (Owner(member=cast.mara), Owner(company=firm)))
    assert person
    assert company
    assert [one.title for one in person.items] == ["Von mir"]
    assert [one.title for one in company.items] == ["Von uns"]
    page = cast.client(cast.jonas).get(reverse("members:company", args=[cast.house.slug, firm.pk]))
    assert Listing.objects.filter(expires_at__lte=page.wsgi_request.now).count() == 2 or b"Von uns" in page.content


def test_who_leaves_hands_the_companys_over_and_takes_their_own_down(cast: Cast):
    firm = cast.mara.employments.get().company_id
    own, ours = put_up(cast, cast.mara), put_up(cast, cast.mara, "Von uns", company=firm)
    end_membership(actor=None, member_id=cast.mara.pk, last_on=cast.house.day(cast.now), at=cast.now)
    run_due(clock=lambda: cast.now)
    own.refresh_from_db()
    ours.refresh_from_db()
    assert own.closed_at is not None
    assert (ours.member_id, ours.closed_at) == (cast.ada.pk, None)


def test_whoever_stops_caring_for_a_company_while_a_picture_is_written_changes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    firm = cast.mara.employments.get().company_id
    ours = put_up(cast, cast.ada, "Von uns", company=firm)

    def away(*_about: Any) -> None:
        Employment.objects.filter(member=cast.mara).update(until_on=cast.house.day(cast.now) - DAY)

    monkeypatch.setattr(actions, "kept_picture", away)
    words = Words("service", "words", "Anders", "", "", "de")
    with pytest.raises(NotAllowed):
        actions.change_listing(actor=cast.mara, listing_id=ours.pk, words=words, picture=None, drop_picture=False, at=cast.now)


def test_writing_opens_the_conversation_of_the_two(cast: Cast):
    listing = put_up(cast, cast.mara, at=cast.now + 2000 * DAY)
    browser = cast.client(cast.jonas)
    there = reverse("connect:write_owner", args=[cast.house.slug, listing.pk])
    assert browser.post(there, {"text": ""}).status_code == 422
    answer = browser.post(there, {"text": "Hast du morgen Zeit?"})
    assert answer.status_code == 302
    assert "Hast du morgen Zeit?" in browser.get(answer["Location"]).content.decode()


def test_a_form_with_nothing_in_it_says_so_and_keeps_nothing(cast: Cast):
    browser = cast.client(cast.jonas)
    assert browser.post(reverse("connect:new_listing", args=[cast.house.slug]), {"kind": "gold"}).status_code == 422
    assert not Listing.objects.exists()
    good = {"kind": "lend", "category": "tools", "title": "Säge", "text": "", "price": "", "language": "de"}
    answer = browser.post(reverse("connect:new_listing", args=[cast.house.slug]), good)
    assert answer.status_code == 302
    listing = Listing.objects.get()
    assert (
        browser.post(reverse("connect:edit_listing", args=[cast.house.slug, listing.pk]), {**good, "title": "Japansäge"}).status_code == 302
    )
    listing.refresh_from_db()
    assert listing.title == "Japansäge"
    stranger = cast.client(cast.neo)
    assert stranger.post(reverse("connect:edit_listing", args=[cast.house.slug, listing.pk]), good).status_code == 403
    assert stranger.post(reverse("connect:mark_listing", args=[cast.house.slug, listing.pk]), {"says": "close"}).status_code == 403
    assert browser.post(reverse("connect:mark_listing", args=[cast.house.slug, listing.pk]), {"says": "burn"}).status_code == 422


def test_whoever_named_several_is_asked_which(cast: Cast):
    listing = put_up(cast, cast.mara, at=cast.now + 2000 * DAY)
    there = reverse("connect:refer", args=[cast.house.slug, listing.pk])
    browser = cast.client(cast.jonas)
    assert "Hanna Brandt" in browser.post(there, {"referrer": "a", "text": "Danke!"}).content.decode()
    assert browser.post(there, {"referrer": "Hanna Brandt", "text": "Danke!"}).status_code == 302
    assert Referral.objects.get().referrer == cast.hanna


def test_whoever_shows_five_things_reads_so_before_they_write(cast: Cast):
    browser, there = cast.client(cast.mara), reverse("connect:new_listing", args=[cast.house.slug])
    for number in range(5):
        assert "Du zeigst schon fünf Dinge." not in browser.get(there).content.decode()
        put_up(cast, cast.mara, f"Nummer {number}", at=cast.now + 2000 * DAY)
    assert "Du zeigst schon fünf Dinge." in browser.get(there).content.decode()


@pytest.mark.parametrize("name", ["market", "loans", "deals"])
def test_its_ways_lie_in_the_room_of_the_market(cast: Cast, name: str):
    page = cast.client(cast.mara).get(reverse(f"connect:{name}", args=[cast.house.slug]))
    assert [item.label for item in page.context["frame"]["items"] if item.current] == ["Markt"]
