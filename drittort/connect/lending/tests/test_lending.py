"""Lending: asked, agreed, handed over, back, thanked. A no stays with the lender, and nobody is late."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from drittort.connect.lending import actions, queries, rules
from drittort.connect.lending.jobs import remind
from drittort.connect.lending.models import Loan
from drittort.connect.market.actions import Words, show_listing
from drittort.connect.market.models import Listing
from drittort.core import privacy
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.members.membership.actions import end_membership
from drittort.members.models import Block, Member
from drittort.members.notices.models import Notice
from drittort.network.models import Contact
from tests.cast import Cast

DAY = timedelta(days=1)


@pytest.fixture
def ladder(cast: Cast) -> Listing:
    """Mara's ladder."""
    words = Words("lend", "tools", "Leiter", "Vier Meter.", "ein Kaffee", "de")
    return show_listing(actor=cast.mara, words=words, company_id=None, picture=None, at=cast.now)


def ask(cast: Cast, ladder: Listing, who: Member, *, first: int = 1, last: int = 3) -> Loan:
    today = cast.house.day(cast.now)
    return actions.ask_loan(
        actor=who, listing_id=ladder.pk, from_on=today + first * DAY, until_on=today + last * DAY, text="Für ein Schild.", at=cast.now
    )


def test_the_whole_way_with_notices_and_contacts(cast: Cast, ladder: Listing):
    loan = ask(cast, ladder, cast.jonas)
    assert ask(cast, ladder, cast.jonas) == loan, "the same days are one question"
    for _twice in range(2):
        actions.agree_loan(actor=cast.mara, loan_id=loan.pk, at=cast.now)
    out, back = cast.now + DAY, cast.now + 3 * DAY
    for _twice in range(2):
        actions.hand_over(actor=cast.jonas, loan_id=loan.pk, at=out)
        actions.give_back(actor=cast.jonas, loan_id=loan.pk, at=back)
        actions.say_thanks(actor=cast.jonas, loan_id=loan.pk, text="Das Schild hängt.", at=back)
    run_due(clock=lambda: back)
    run_due(clock=lambda: back + DAY)
    assert list(Notice.objects.filter(member=cast.mara).order_by("pk").values_list("code", flat=True)) == ["loan.0", "loan.5", "loan.6"]
    assert list(Notice.objects.filter(member=cast.jonas).order_by("pk").values_list("code", flat=True)) == ["loan.1", "loan.5"]
    assert sorted(Contact.objects.values_list("kind", "on")) == [("meeting", out.date()), ("thanks", back.date())]
    assert set(LedgerRow.objects.filter(kind__startswith="loan.").values_list("audience", flat=True)) == {"nobody"}
    assert queries.one(cast.mara, loan.pk, back).thanks == "Das Schild hängt."


def test_only_the_two_see_it(cast: Cast, ladder: Listing):
    loan = ask(cast, ladder, cast.jonas)
    for other in (cast.neo, cast.hanna, cast.sten):
        with pytest.raises(NotFound):
            queries.one(other, loan.pk, cast.now)
    actions.agree_loan(actor=cast.mara, loan_id=loan.pk, at=cast.now)
    away = queries.of_listing(cast.neo, ladder, cast.now + 2 * DAY)
    assert away.away
    assert away.pages == ()


def course(cast: Cast, ladder: Listing, *, says_no: bool) -> list[object]:
    """Everything that the borrower and others can read of a question, day by day, until it is over."""
    loan = ask(cast, ladder, cast.jonas, first=2, last=3)
    if says_no:
        actions.rest_loan(actor=cast.mara, loan_id=loan.pk, at=cast.now + timedelta(minutes=5))
    seen: list[object] = []
    for days in range(5):
        at = cast.now + days * DAY
        run_due(clock=lambda at=at: at)
        remind({}, at)
        seen.append(queries.one(cast.jonas, loan.pk, at))
        seen.append(queries.list_for(cast.jonas, at)[0])
        seen.append(queries.of_listing(cast.jonas, ladder, at))
        seen.append(queries.of_listing(cast.neo, ladder, at))
    seen.append(list(Notice.objects.filter(member=cast.jonas).values_list("code", "at")))
    seen.append(list(Mail.objects.exclude(to_member_id=cast.mara.pk).values_list("subject", "created_at")))
    seen.append(list(LedgerRow.objects.values_list("kind", "at", "audience")))
    seen.append(privacy.held_on(cast.jonas.pk).get("connect.Loan"))
    return seen


def test_a_no_leaves_the_same_traces_as_silence(cast: Cast, ladder: Listing):
    from django.db import transaction

    courses = []
    for says_no in (False, True):
        point = transaction.savepoint()
        courses.append(course(cast, ladder, says_no=says_no))
        transaction.savepoint_rollback(point)
    plain = [re.sub(r"\b(id|pk)=\d+|'id': \d+", "", repr(one)) for one in courses]
    assert plain[0] == plain[1]


def test_the_lender_may_change_a_no_into_a_yes_until_the_day(cast: Cast, ladder: Listing):
    loan = ask(cast, ladder, cast.jonas)
    actions.rest_loan(actor=cast.mara, loan_id=loan.pk, at=cast.now)
    assert queries.list_for(cast.mara, cast.now)[1] == ()
    assert queries.asked_of(cast.mara, cast.now) == 0
    actions.agree_loan(actor=cast.mara, loan_id=loan.pk, at=cast.now)
    other = ask(cast, ladder, cast.neo, first=9, last=9)
    with pytest.raises(NotAllowed):
        actions.agree_loan(actor=cast.mara, loan_id=other.pk, at=cast.now + 10 * DAY)
    with pytest.raises(NotAllowed):
        actions.agree_loan(actor=cast.neo, loan_id=other.pk, at=cast.now)


def test_a_thing_is_with_one_at_a_time(cast: Cast, ladder: Listing):
    first, second, third = (
        ask(cast, ladder, cast.jonas),
        ask(cast, ladder, cast.neo, first=3, last=5),
        ask(cast, ladder, cast.ada, first=4, last=5),
    )
    actions.agree_loan(actor=cast.mara, loan_id=first.pk, at=cast.now)
    with pytest.raises(OutOfDate):
        actions.agree_loan(actor=cast.mara, loan_id=second.pk, at=cast.now)
    actions.agree_loan(actor=cast.mara, loan_id=third.pk, at=cast.now)
    with pytest.raises(OutOfDate):
        actions.lend_longer(actor=cast.mara, loan_id=first.pk, until_on=third.from_on, at=cast.now)


@pytest.mark.parametrize(("first", "last"), [(-1, 2), (3, 2), (1, 90), (200, 201)])
def test_days_that_make_no_sense_are_refused(cast: Cast, ladder: Listing, first: int, last: int):
    with pytest.raises(Invalid):
        ask(cast, ladder, cast.jonas, first=first, last=last)


def test_nobody_waits_for_more_than_five_answers(cast: Cast, ladder: Listing):
    for day in range(1, 6):
        ask(cast, ladder, cast.jonas, first=day, last=day)
    with pytest.raises(Invalid):
        ask(cast, ladder, cast.jonas, first=9, last=9)


def test_only_things_to_lend_and_never_ones_own(cast: Cast, ladder: Listing):
    with pytest.raises(NotAllowed):
        ask(cast, ladder, cast.mara)
    with pytest.raises(NotFound):
        ask(cast, ladder, cast.sten)
    Listing.objects.filter(pk=ladder.pk).update(kind="service")
    with pytest.raises(NotAllowed):
        ask(cast, ladder, cast.jonas)


def test_the_day_before_is_reminded_of_and_afterwards_asked_once(cast: Cast, ladder: Listing):
    loan = ask(cast, ladder, cast.jonas)
    actions.agree_loan(actor=cast.mara, loan_id=loan.pk, at=cast.now)
    actions.hand_over(actor=cast.mara, loan_id=loan.pk, at=cast.now + DAY)
    codes = []
    for days in range(9):
        for _twice in range(2):
            remind({}, cast.now + days * DAY)
        codes.append(
            list(Notice.objects.filter(member=cast.jonas, code__in=("loan.2", "loan.3")).order_by("pk").values_list("code", flat=True))
        )
    assert codes == [[], [], *[["loan.2"]] * 3, *[["loan.2", "loan.3"]] * 4]
    late = queries.one(cast.jonas, loan.pk, cast.now + 8 * DAY)
    assert [step.says for step in late.steps] == ["give_back"]
    actions.lend_longer(actor=cast.mara, loan_id=loan.pk, until_on=cast.house.day(cast.now + 10 * DAY), at=cast.now + 8 * DAY)
    remind({}, cast.now + 9 * DAY)
    assert Notice.objects.filter(member=cast.jonas, code="loan.2").count() == 2


@pytest.mark.parametrize("who", ["jonas", "mara"])
def test_beside_a_block_a_question_looks_sent_and_is_nowhere_else(cast: Cast, ladder: Listing, who: str):
    blocker, blocked = (cast.jonas, cast.mara) if who == "jonas" else (cast.mara, cast.jonas)
    Block.objects.create(blocker=blocker, blocked=blocked, at=cast.now)
    loan = ask(cast, ladder, cast.jonas)
    run_due(clock=lambda: cast.now)
    assert queries.one(cast.jonas, loan.pk, cast.now).standing
    assert queries.list_for(cast.mara, cast.now) == ((), ())
    assert queries.asked_of(cast.mara, cast.now) == 0
    with pytest.raises(NotFound):
        queries.one(cast.mara, loan.pk, cast.now)
    assert not Notice.objects.filter(member=cast.mara).exists()


@pytest.mark.parametrize("who", ["jonas", "mara"])
def test_a_yes_beside_a_block_set_after_the_question_looks_done_and_is_never_delivered(cast: Cast, ladder: Listing, who: str):
    loan = ask(cast, ladder, cast.jonas)
    run_due(clock=lambda: cast.now)
    blocker, blocked = (cast.jonas, cast.mara) if who == "jonas" else (cast.mara, cast.jonas)
    waits, held = queries.one(cast.jonas, loan.pk, cast.now), privacy.held_on(cast.jonas.pk)["connect.Loan"]
    Block.objects.create(blocker=blocker, blocked=blocked, at=cast.now)
    for _twice in range(2):
        actions.agree_loan(actor=cast.mara, loan_id=loan.pk, at=cast.now)
    other = ask(cast, ladder, cast.neo)
    with pytest.raises(OutOfDate):
        actions.agree_loan(actor=cast.mara, loan_id=other.pk, at=cast.now)
    done = queries.one(cast.mara, loan.pk, cast.now)
    assert ([step.says for step in done.steps], done.can_lend_longer) == (["hand_over"], True)
    assert queries.asked_of(cast.mara, cast.now) == 1, "the other question"
    actions.hand_over(actor=cast.mara, loan_id=loan.pk, at=cast.now)
    actions.lend_longer(actor=cast.mara, loan_id=loan.pk, until_on=loan.until_on + DAY, at=cast.now)
    run_due(clock=lambda: cast.now + DAY)
    # Who asked reads what they would read beside silence.
    assert queries.one(cast.jonas, loan.pk, cast.now) == waits
    assert privacy.held_on(cast.jonas.pk)["connect.Loan"] == held
    assert not Notice.objects.filter(member=cast.jonas).exists()
    assert not Contact.objects.exists()
    with pytest.raises(NotAllowed):
        actions.hand_over(actor=cast.jonas, loan_id=loan.pk, at=cast.now)
    assert ask(cast, ladder, cast.jonas) == loan
    assert actions.withdraw_loan(actor=cast.jonas, loan_id=loan.pk, at=cast.now) == loan


@pytest.mark.parametrize("before", [True, False], ids=["owner blocked", "heir blocks"])
def test_a_question_to_a_company_goes_on_to_the_next_who_cares_as_things_stand_between_those_two(cast: Cast, before: bool):
    """Mara leaves; Ada goes on for the company. What stood between Mara and Jonas is nothing to Ada, and what stands between Ada and Jonas holds."""
    words = Words("lend", "tools", "Leiter", "", "", "de")
    ladder = show_listing(actor=cast.mara, words=words, company_id=cast.mara.employments.get().company_id, picture=None, at=cast.now)
    rested, own = ask(cast, ladder, cast.jonas, first=5, last=6), ask(cast, ladder, cast.ada, first=8, last=8)
    actions.rest_loan(actor=cast.mara, loan_id=rested.pk, at=cast.now)
    Block.objects.create(blocker=cast.mara if before else cast.ada, blocked=cast.jonas, at=cast.now)
    if before:
        actions.agree_loan(actor=cast.mara, loan_id=rested.pk, at=cast.now)
    later = ask(cast, ladder, cast.jonas)
    assert later.withheld is before
    end_membership(actor=None, member_id=cast.mara.pk, last_on=cast.house.day(cast.now), at=cast.now)
    run_due(clock=lambda: cast.now)
    waits = [page.id for page in queries.list_for(cast.ada, cast.now)[1]]
    assert set(waits) == ({later.pk, rested.pk} if before else set())
    assert queries.asked_of(cast.ada, cast.now) == len(waits)
    assert {page.id for page in queries.list_for(cast.jonas, cast.now)[0]} == {later.pk, rested.pk}, "Jonas reads the same"
    own.refresh_from_db()
    assert own.withdrawn_at == cast.now
    if before:
        actions.agree_loan(actor=cast.ada, loan_id=later.pk, at=cast.now)
        assert Loan.objects.get(pk=later.pk).agreed_at == cast.now


def test_by_mail_alone_from_the_question_to_the_thanks(cast: Cast, ladder: Listing, monkeypatch: pytest.MonkeyPatch):
    loan = ask(cast, ladder, cast.jonas)
    browser = cast.client(None)

    def tap(at: object, to: Member, says: str, **more: str) -> None:
        run_due(clock=lambda: at)
        monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: at)
        mail = Mail.objects.filter(to_member_id=to.pk, category="loan").latest("pk")
        link = re.search(rf"(/answer/loan/[^?\s]+/)\?says={says}", mail.text)
        assert link, mail.text
        before = Loan.objects.values().get(pk=loan.pk)
        assert browser.get(f"{link[1]}?says={says}").status_code == 200
        assert Loan.objects.values().get(pk=loan.pk) == before, "opening changes nothing"
        assert browser.post(link[1], {"says": says, **more}).status_code == 200
        run_due(clock=lambda: at)

    tap(cast.now, cast.mara, "agree")
    actions.hand_over(actor=cast.mara, loan_id=loan.pk, at=cast.now + DAY)
    remind({}, cast.now + 2 * DAY)
    tap(cast.now + 2 * DAY, cast.jonas, "give_back")
    tap(cast.now + 5 * DAY, cast.jonas, "thank", text="Danke!")
    loan.refresh_from_db()
    assert loan.thanks == "Danke!"


def test_let_be_until_it_changed_hands(cast: Cast, ladder: Listing):
    loan = ask(cast, ladder, cast.jonas)
    actions.agree_loan(actor=cast.mara, loan_id=loan.pk, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.withdraw_loan(actor=cast.mara, loan_id=loan.pk, at=cast.now)
    actions.withdraw_loan(actor=cast.jonas, loan_id=loan.pk, at=cast.now)
    assert queries.list_for(cast.mara, cast.now) == ((), ())
    second = ask(cast, ladder, cast.jonas)
    actions.agree_loan(actor=cast.mara, loan_id=second.pk, at=cast.now)
    actions.hand_over(actor=cast.mara, loan_id=second.pk, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.withdraw_loan(actor=cast.jonas, loan_id=second.pk, at=cast.now)
    assert not rules.may_thank(cast.jonas, second)


def test_the_page_refuses_what_it_does_not_know(cast: Cast, ladder: Listing):
    Listing.objects.update(expires_at=cast.now + 2000 * DAY)
    loan = ask(cast, ladder, cast.jonas)
    browser = cast.client(cast.mara)
    there = reverse("connect:loan", args=[cast.house.slug, loan.pk])
    assert browser.post(there, {"says": "burn"}).status_code == 422
    assert browser.post(reverse("connect:ask_loan", args=[cast.house.slug, ladder.pk]), {}).status_code == 422
    assert cast.client(cast.neo).get(there).status_code == 404


def test_who_leaves_lends_and_borrows_nothing_more(cast: Cast, ladder: Listing):
    asked, agreed = ask(cast, ladder, cast.jonas), ask(cast, ladder, cast.neo, first=5, last=6)
    actions.agree_loan(actor=cast.mara, loan_id=agreed.pk, at=cast.now)
    end_membership(actor=None, member_id=cast.mara.pk, last_on=cast.house.day(cast.now), at=cast.now)
    run_due(clock=lambda: cast.now)
    for loan, borrower in ((asked, cast.jonas), (agreed, cast.neo)):
        assert queries.list_for(borrower, cast.now) == ((), ())
        assert queries.one(borrower, loan.pk, cast.now).standing == "Diesmal hat es nicht geklappt."


def test_thanks_say_whose_they_are(cast: Cast, ladder: Listing):
    loan = ask(cast, ladder, cast.jonas)
    for done, who in ((actions.agree_loan, cast.mara), (actions.hand_over, cast.mara), (actions.give_back, cast.jonas)):
        done(actor=who, loan_id=loan.pk, at=cast.now)
    actions.say_thanks(actor=cast.jonas, loan_id=loan.pk, text="Danke für die Leiter!", at=cast.now)
    there = reverse("connect:loan", args=[cast.house.slug, loan.pk])
    assert "<h2>Jonas bedankt sich bei dir</h2>" in cast.client(cast.mara).get(there).content.decode()
    assert "<h2>Dein Dank</h2>" in cast.client(cast.jonas).get(there).content.decode()
