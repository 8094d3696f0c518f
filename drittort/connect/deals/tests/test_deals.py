"""Told by one side, confirmed by the other, taken back by either; a no is quiet."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from drittort.connect.deals import actions, queries
from drittort.connect.deals.actions import Business, record_deal
from drittort.connect.deals.jobs import publish
from drittort.connect.deals.models import Deal, DealSum
from drittort.core import privacy
from drittort.core.errors import Invalid, NotAllowed, NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.members.models import Block, Company, Consent, Employment, Member
from drittort.members.notices.models import Notice
from drittort.network.models import Contact, Tie
from tests.cast import Cast, person

DAY = timedelta(days=1)


def tell(cast: Cast, who: Member, other: Member | Company, text: str = "Eine Webseite", **more: Any) -> Deal:
    at = more.pop("at", cast.now)
    return record_deal(
        actor=who, business=Business(text, cast.house.day(at), more.pop("band", ""), more.pop("source", "")), company_id=more.pop("company", None),
        partner_id=other.pk if isinstance(other, Member) else None, partner_company_id=other.pk if isinstance(other, Company) else None, at=at,
    )  # fmt: skip


def test_it_counts_once_both_say_so_and_the_tie_with_it(cast: Cast):
    deal = tell(cast, cast.mara, cast.jonas)
    assert tell(cast, cast.mara, cast.jonas) == deal, "the same again is told once"
    run_due(clock=lambda: cast.now)
    assert Notice.objects.get(member=cast.jonas).code == "deal.asked"
    assert not Deal.objects.confirmed().exists()
    assert not Contact.objects.exists()
    with pytest.raises(NotAllowed):
        actions.confirm_deal(actor=cast.mara, deal_id=deal.pk, at=cast.now)
    for _twice in range(2):
        actions.confirm_deal(actor=cast.jonas, deal_id=deal.pk, at=cast.now + DAY)
    run_due(clock=lambda: cast.now + DAY)
    contact = Contact.objects.get()
    assert (contact.kind, contact.forth, contact.back, contact.on) == ("deal", 1, 1, cast.now.date())
    assert Notice.objects.get(member=cast.mara).code == "deal.confirmed"
    assert list(LedgerRow.objects.filter(kind__startswith="deal").values_list("kind", "audience")) == [
        ("deal.recorded", "nobody"),
        ("deal.confirmed", "nobody"),
    ]


def test_without_consent_it_counts_as_a_deal_and_not_as_a_tie(cast: Cast):
    Consent.objects.filter(member=cast.jonas, kind="counted").delete()
    deal = tell(cast, cast.mara, cast.jonas)
    actions.confirm_deal(actor=cast.jonas, deal_id=deal.pk, at=cast.now)
    assert Deal.objects.confirmed().exists()
    assert not Contact.objects.exists()


@pytest.mark.parametrize("who", ["mara", "jonas"])
def test_either_takes_it_back_and_the_tie_goes(cast: Cast, who: str):
    deal = tell(cast, cast.mara, cast.jonas)
    if who == "jonas":
        with pytest.raises(NotAllowed):
            actions.withdraw_deal(actor=cast.jonas, deal_id=deal.pk, at=cast.now)
    actions.confirm_deal(actor=cast.jonas, deal_id=deal.pk, at=cast.now)
    assert Tie.objects.exists()
    for _twice in range(2):
        actions.withdraw_deal(actor=getattr(cast, who), deal_id=deal.pk, at=cast.now)
    assert not Contact.objects.exists()
    assert not Tie.objects.exists()
    assert not Deal.objects.confirmed().exists()


def test_for_a_company_any_who_speaks_for_it_confirms_and_nobody_else(cast: Cast):
    tax = cast.mara.employments.get().company
    Employment.objects.filter(member=cast.mara).update(is_admin=True)
    deal = tell(cast, cast.jonas, tax, company=cast.jonas.employments.get().company_id)
    run_due(clock=lambda: cast.now)
    assert set(Notice.objects.values_list("member_id", flat=True)) == {cast.mara.pk}
    for other in (cast.ada, cast.neo, cast.hanna, cast.sten):
        with pytest.raises(NotFound):
            actions.confirm_deal(actor=other, deal_id=deal.pk, at=cast.now)
    actions.confirm_deal(actor=cast.mara, deal_id=deal.pk, at=cast.now)
    deal.refresh_from_db()
    assert deal.partner == cast.mara
    assert [card.other for card in queries.page(cast.mara, cast.now).own] == ["Pixelküche"]
    with pytest.raises(NotAllowed):
        tell(cast, cast.ada, cast.jonas, company=tax.pk)


def test_nonsense_is_refused(cast: Cast):
    for other in (cast.mara, cast.sten):
        with pytest.raises((Invalid, NotFound)):
            tell(cast, cast.mara, other)
    for days in (-1, 400):
        with pytest.raises(Invalid):
            record_deal(
                actor=cast.mara, business=Business("x", cast.house.day(cast.now) - days * DAY), company_id=None, partner_id=cast.jonas.pk,
                partner_company_id=None, at=cast.now,
            )  # fmt: skip
    for number in range(10):
        tell(cast, cast.mara, cast.jonas, f"Nummer {number}")
    with pytest.raises(Invalid):
        tell(cast, cast.mara, cast.jonas, "Nummer elf")


def course(cast: Cast, *, says_no: bool) -> list[object]:
    """Everything that the side that told can read until the question is over."""
    deal = tell(cast, cast.mara, cast.jonas)
    if says_no:
        actions.refuse_deal(actor=cast.jonas, deal_id=deal.pk, at=cast.now)
    seen: list[object] = []
    for days in (0, 1, 29, 30, 31, 80, 95):
        at = cast.now + days * DAY
        run_due(clock=lambda at=at: at)
        publish({}, at)
        seen += [queries.page(cast.mara, at), queries.page(cast.neo, at)]
        actions.forget_old(at=at)
    seen += [list(LedgerRow.objects.values_list("kind", "at", "audience")), privacy.held_on(cast.mara.pk).get("connect.Deal")]
    seen += [list(Notice.objects.filter(member=cast.mara).values_list("code", flat=True)), list(DealSum.objects.all())]
    return seen


def test_a_no_leaves_the_same_traces_as_silence(cast: Cast):
    courses = []
    for says_no in (False, True):
        point = transaction.savepoint()
        courses.append(re.sub(r"\bid=\d+|'id': \d+", "", repr(course(cast, says_no=says_no))))
        transaction.savepoint_rollback(point)
    assert courses[0] == courses[1]


def test_a_no_may_become_a_yes(cast: Cast):
    deal = tell(cast, cast.mara, cast.jonas)
    actions.refuse_deal(actor=cast.jonas, deal_id=deal.pk, at=cast.now)
    page = queries.page(cast.jonas, cast.now)
    assert page.asked == ()
    assert page.own[0].can_confirm
    actions.confirm_deal(actor=cast.jonas, deal_id=deal.pk, at=cast.now)
    late = tell(cast, cast.mara, cast.jonas, "Noch eine")
    with pytest.raises(NotAllowed):
        actions.confirm_deal(actor=cast.jonas, deal_id=late.pk, at=cast.now + 31 * DAY)


@pytest.mark.parametrize("who", ["mara", "jonas"])
def test_beside_a_block_it_looks_sent_and_is_nowhere_else(cast: Cast, who: str):
    blocker, blocked = (cast.mara, cast.jonas) if who == "mara" else (cast.jonas, cast.mara)
    Block.objects.create(blocker=blocker, blocked=blocked, at=cast.now)
    deal = tell(cast, cast.mara, cast.jonas)
    firm = tell(cast, cast.mara, cast.jonas.employments.get().company)
    run_due(clock=lambda: cast.now)
    assert len(queries.page(cast.mara, cast.now).own) == 2
    assert queries.page(cast.jonas, cast.now).asked == ()
    assert not Notice.objects.filter(member=cast.jonas).exists()
    assert "connect.Deal" not in privacy.held_on(cast.jonas.pk)
    assert len(privacy.held_on(cast.mara.pk)["connect.Deal"]) == 2
    for each in (deal, firm):
        with pytest.raises(NotFound):
            actions.confirm_deal(actor=cast.jonas, deal_id=each.pk, at=cast.now)


@pytest.mark.parametrize("who", ["mara", "jonas"])
def test_a_yes_beside_a_block_set_after_the_question_looks_done_and_is_never_delivered(cast: Cast, who: str):
    deal = tell(cast, cast.mara, cast.jonas)
    run_due(clock=lambda: cast.now)
    waits, held = queries.one(cast.mara, deal.pk, cast.now), privacy.held_on(cast.mara.pk)["connect.Deal"]
    blocker, blocked = (cast.mara, cast.jonas) if who == "mara" else (cast.jonas, cast.mara)
    Block.objects.create(blocker=blocker, blocked=blocked, at=cast.now)

    def nothing_came() -> None:
        run_due(clock=lambda: cast.now)
        assert queries.one(cast.mara, deal.pk, cast.now) == waits
        assert privacy.held_on(cast.mara.pk)["connect.Deal"] == held
        assert not Notice.objects.filter(member=cast.mara).exists()
        assert not Deal.objects.confirmed().exists()
        assert not Contact.objects.exists()

    for _twice in range(2):
        actions.confirm_deal(actor=cast.jonas, deal_id=deal.pk, at=cast.now)
    done = queries.page(cast.jonas, cast.now)
    assert (done.asked, [card.state for card in done.own]) == ((), ["von beiden bestätigt"])
    nothing_came()
    actions.withdraw_deal(actor=cast.jonas, deal_id=deal.pk, at=cast.now)
    assert queries.page(cast.jonas, cast.now).asked == ()
    nothing_came()


def test_by_mail_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    deal = tell(cast, cast.mara, cast.jonas)
    run_due(clock=lambda: cast.now)
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    link = re.search(r"(/answer/deal/[^?\s]+/)\?says=confirm", Mail.objects.get(to_member_id=cast.jonas.pk).text)
    assert link
    browser = cast.client(None)
    assert browser.get(f"{link[1]}?says=confirm").status_code == 200
    deal.refresh_from_db()
    assert deal.confirmed_at is None, "opening changes nothing"
    assert browser.post(link[1], {"says": "confirm"}).status_code == 200
    deal.refresh_from_db()
    assert deal.confirmed_at is not None


def test_sums_wait_until_they_are_enough_and_stay_as_they_were_told(cast: Cast):
    people = [person(cast.house, f"P{k} Neu", at=cast.now) for k in range(8)]

    def ring(at: Any, count: int) -> list[Deal]:
        made = []
        for k in range(count):
            deal = tell(cast, people[k], people[(k + 1) % 8], f"{at:%m} {k}", at=at, band="2000", source="listing")
            made.append(actions.confirm_deal(actor=people[(k + 1) % 8], deal_id=deal.pk, at=at))
        return made

    may, june, july, august = (cast.now.replace(month=month, day=20) for month in (5, 6, 7, 8))
    ring(may, 3)
    publish({}, june)
    assert not DealSum.objects.exists(), "three deals are told of together with those of the next months"
    made = ring(june, 8)
    publish({}, june + 5 * DAY)
    assert not DealSum.objects.exists(), "the month is not over"
    for _twice in range(2):
        publish({}, july)
    row = DealSum.objects.get()
    assert (row.from_on.month, row.until_on.month, row.deals, row.sides, row.sources) == (5, 6, 11, 8, {"listing": 11})
    assert (row.low, row.high) == (11 * 500, 11 * 2000)
    actions.withdraw_deal(actor=made[0].member, deal_id=made[0].pk, at=july)
    ring(july, 8)
    publish({}, august)
    assert list(DealSum.objects.order_by("from_on").values_list("deals", flat=True)) == [11, 8]
    with translation.override("de"):
        shown = queries.page(cast.mara, august).sums
    assert [one.deals for one in shown] == ["8 Geschäfte", "11 Geschäfte"]
    assert queries.published(cast.house.pk, row.from_on, row.until_on) == {"listing": 11}


def test_the_form_finds_people_and_companies_by_name(cast: Cast):
    browser, there = cast.client(cast.mara), reverse("connect:new_deal", args=[cast.house.slug])
    assert browser.get(reverse("connect:new_deal_with", args=[cast.house.slug, cast.jonas.pk])).content.decode().count("Jonas Falk") == 1
    day = cast.client(cast.mara).get(there).wsgi_request.now.date().isoformat()
    told = {"text": "Beratung", "done_on": day, "band": "", "source": ""}
    assert "Hanna Brandt" in browser.post(there, {**told, "other": "a"}).content.decode()
    assert browser.post(there, {**told, "other": "Niemand"}).status_code == 422
    assert browser.post(there, {**told, "other": "Pixelküche"}).status_code == 302
    assert Deal.objects.get().partner_company == cast.jonas.employments.get().company
    assert browser.post(reverse("connect:mark_deal", args=[cast.house.slug, Deal.objects.get().pk]), {"says": "burn"}).status_code == 422
