"""Between companies: what is missing, who sees it, and what may be begun."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from drittort.connect.between import actions, missing, queries, rules, trade, words
from drittort.connect.between.missing import find_missing, groups
from drittort.connect.between.models import CompanyAcquaintance, CompanyIntroduction, CompanyTie, CompanyWish
from drittort.connect.between.picture import draw
from drittort.connect.between.rules import can_meet
from drittort.connect.introductions.actions import decline_introduction, expire_due, propose_introduction
from drittort.connect.introductions.models import Introduction
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.members.consents.actions import revoke_consent
from drittort.members.models import Block, ChosenValue, Company, Consent, Employment, HouseValue, StandingLine
from drittort.members.notices.models import Notice
from drittort.network.snapshots import MAP, store
from tests.cast import person

DAY = timedelta(days=1)


@pytest.fixture
def firms(cast):
    """Mara's tax office and Jonas' games, which should know each other; and a bindery where Neo works."""
    bindery = Company.objects.create(space=cast.house, name="Buchbinderei", industry="18.14")
    Employment.objects.create(member=cast.neo, company=bindery, from_on=cast.now.date())
    tax, games = (Company.objects.get(space=cast.house, name=name) for name in ("Steuerbüro Wendt", "Pixelküche"))
    return tax, games, bindery


@pytest.fixture
def tie(cast, firms):
    """The missing tie of the first two, as the worker would store it."""
    tax, games, _bindery = firms
    return CompanyTie.objects.create(
        space=cast.house, first=tax, second=games, position=0, value=1.0, made_at=cast.now,
        reasons=[{"code": "trade", "buyer": games.pk, "seller": tax.pk}],
    )  # fmt: skip


class ByWord:
    """Stands for the meaning of texts: two that share a long word can help."""

    def __init__(self, said):
        self.said = said

    def suggested(self):
        import numpy as np

        place = {pk: k for k, pk in enumerate(self.said.ids)}
        return np.array([(place[n.member], place[o.member]) for n in self.said.needs for o in self.said.offers]).reshape(-1, 2)

    def __call__(self, pairs):
        import numpy as np

        from drittort.engine.introductions import Worth

        value, need, offer = np.zeros(len(pairs)), np.full(len(pairs), -1), np.full(len(pairs), -1)
        for k, pair in enumerate(pairs.tolist()):
            ids = {self.said.ids[p] for p in pair}
            for i, n in enumerate(self.said.needs):
                for j, o in enumerate(self.said.offers):
                    common = {w.strip("?.,") for w in n.text.split()} & {w.strip("?.,") for w in o.text.split()}
                    if n.member != o.member and {n.member, o.member} == ids and any(len(w) > 8 for w in common):
                        value[k], need[k], offer[k] = 0.8, i, j
        return Worth(value, need, offer)


@pytest.fixture
def _by_word(monkeypatch):
    monkeypatch.setattr("drittort.connect.between.missing.Helping", ByWord)


@pytest.mark.usefixtures("_by_word")
def test_the_worker_finds_help_trade_and_says_why(cast, firms):
    tax, games, _bindery = firms
    assert find_missing(space=cast.house, at=cast.now) >= 1
    best = CompanyTie.objects.order_by("position").first()
    assert (best.first, best.second) == (tax, games)
    page = queries.page(cast.hanna, cast.now)
    assert page.ties[0].reasons[0] == (
        "Pixelküche sucht: „Wer versteht etwas von Umsatzsteuer für digitale Spiele?“ "
        "Steuerbüro Wendt schreibt: „Ich helfe dir durch die Umsatzsteuer, auch im Ausland.“"
    )
    assert page.ties[0].reasons[1] == "Firmen wie Steuerbüro Wendt kaufen oft bei Firmen wie Pixelküche."
    assert [face.name for face in page.ties[0].people] == ["Mara Wendt", "Ada Lenz"]
    first = list(CompanyTie.objects.values_list("first", "second", "value", "reasons"))
    find_missing(space=cast.house, at=cast.now + DAY)
    assert list(CompanyTie.objects.values_list("first", "second", "value", "reasons")) == first


@pytest.mark.usefixtures("_by_word")
def test_a_large_house_looks_at_few_pairs_and_misses_none_that_counts(cast, firms, monkeypatch):
    values = [HouseValue.objects.create(space=cast.house, name_de=word, name_en=word, position=k) for k, word in enumerate("abc")]
    for number in range(30):
        firm = Company.objects.create(
            space=cast.house, name=f"Firma {number}", industry=("69.20", "62.01", "74.10", "01.11", "96.04")[number % 5]
        )
        Employment.objects.create(member=person(cast.house, f"Person{number} Neu"), company=firm, from_on=cast.now.date())
        for value in values[: number % 4]:
            ChosenValue.objects.create(company=firm, value=value, language="de")
    find_missing(space=cast.house, at=cast.now)
    every = list(CompanyTie.objects.order_by("position").values_list("first", "second", "value", "reasons"))
    monkeypatch.setattr(missing, "ALL_PAIRS", 0)
    looked_at = []
    monkeypatch.setattr(rules, "can_meet", lambda space, pairs, people, at: looked_at.extend(pairs) or can_meet(space, pairs, people, at))
    find_missing(space=cast.house, at=cast.now)
    assert list(CompanyTie.objects.order_by("position").values_list("first", "second", "value", "reasons")) == every
    assert len(looked_at) == len(set(looked_at)) < 33 * 32 / 2
    assert all(a < b for a, b in looked_at)


@pytest.mark.usefixtures("_by_word")
@pytest.mark.parametrize("why", ["consent", "block", "left"])
def test_nobody_to_ask_no_tie(cast, firms, why):
    find_missing(space=cast.house, at=cast.now)
    stood = {(row.first_id, row.second_id) for row in CompanyTie.objects.all()}
    assert (firms[0].pk, firms[1].pk) in stood
    if why == "consent":
        revoke_consent(actor=cast.jonas, kind="introduced", at=cast.now)
    elif why == "block":
        for other in (cast.mara, cast.ada):
            Block.objects.create(blocker=other, blocked=cast.jonas, at=cast.now)
    else:
        Employment.objects.filter(member=cast.jonas).update(until_on=cast.now.date())
    find_missing(space=cast.house, at=cast.now + DAY)
    assert not CompanyTie.objects.filter(first=firms[0], second=firms[1]).exists()


def test_the_groups_are_those_of_the_published_map(cast, firms):
    """Small companies stand with their industry; of two people nothing is known here."""
    content = {
        "groups": [{"kind": "company", "key": str(firms[0].pk)}, {"kind": "industry", "key": "J"}, {"kind": "other", "key": ""}],
        "bands": [{"a": 0, "b": 1, "step": 2}],
    }
    store(space_id=cast.house.pk, name=MAP, as_of=cast.now.date(), content=content, at=cast.now)
    group, weights = groups(cast.house, list(firms))
    assert group.tolist() == [0, 1, 2]
    assert weights.toarray().tolist() == [[0, 4, 0], [4, 0, 0], [0, 0, 0]]


@pytest.mark.usefixtures("_by_word")
def test_what_is_found_does_not_depend_on_who_is_tied_to_whom(cast, firms):
    from drittort.network.models import Contact, Tie

    find_missing(space=cast.house, at=cast.now)
    before = list(CompanyTie.objects.order_by("position").values_list("first", "second", "value", "reasons"))
    Contact.objects.create(
        space=cast.house, first=cast.mara, second=cast.jonas, on=cast.now.date(), kind="meeting", origin="x", forth=1, back=1
    )
    Tie.objects.create(
        space=cast.house, first=cast.mara, second=cast.jonas, forth=9, back=9, days=9, last_on=cast.now.date(), as_of=cast.now.date()
    )
    find_missing(space=cast.house, at=cast.now)
    assert list(CompanyTie.objects.order_by("position").values_list("first", "second", "value", "reasons")) == before


def test_a_member_sees_the_own_companies_and_no_person(cast, firms, tie):
    page = queries.page(cast.jonas, cast.now)
    assert [(one.first.name, one.second.name) for one in page.ties] == [("Pixelküche", "Steuerbüro Wendt")]
    assert (page.ties[0].people, page.ties[0].others, page.picture, page.earlier) == ((), (), None, ())
    assert queries.page(cast.neo, cast.now).ties == ()
    Employment.objects.filter(member=cast.neo).delete()
    assert not queries.page(cast.neo, cast.now).own
    body = cast.client(cast.jonas).get(reverse("connect:between", args=[cast.house.slug])).content.decode()
    assert "Mara" not in body
    assert "Stellt uns bitte vor" in body


def test_a_wish_reaches_those_who_care_once_and_ends_with_the_introduction(cast, firms, tie):
    tax, games, bindery = firms
    wish = actions.wish_for_company(actor=cast.jonas, company_id=games.pk, other_id=tax.pk, at=cast.now)
    with pytest.raises(OutOfDate):
        actions.wish_for_company(actor=cast.jonas, company_id=games.pk, other_id=tax.pk, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.wish_for_company(actor=cast.jonas, company_id=bindery.pk, other_id=tax.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert sorted(Notice.objects.filter(code="between.wished").values_list("member", flat=True)) == sorted([cast.hanna.pk, cast.olga.pk])
    assert [one.text for one in queries.page(cast.hanna, cast.now).wishes] == ["Pixelküche möchte Steuerbüro Wendt kennenlernen."]
    assert queries.page(cast.mara, cast.now).wishes == ()
    assert queries.page(cast.jonas, cast.now).ties[0].wish == wish.pk
    actions.introduce_companies(
        actor=cast.hanna,
        company_id=games.pk,
        other_id=tax.pk,
        member_id=cast.jonas.pk,
        other_member_id=cast.ada.pk,
        text="Ihr zwei",
        at=cast.now,
    )
    made = Introduction.objects.get()
    assert (made.form, made.proposed_by, made.text) == ("manager", cast.hanna, "Ihr zwei")
    wish.refresh_from_db()
    assert wish.closed_at == cast.now
    page = queries.page(cast.hanna, cast.now)
    assert (page.ties, page.wishes) == ((), ())
    assert [one.said for one in page.earlier] == ["gefragt, noch offen"]


def test_a_company_has_three_wishes_open(cast, firms):
    tax, games, _bindery = firms
    others = [Company.objects.create(space=cast.house, name=f"Firma {k}") for k in range(3)]
    for other in others:
        actions.wish_for_company(actor=cast.jonas, company_id=games.pk, other_id=other.pk, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.wish_for_company(actor=cast.jonas, company_id=games.pk, other_id=tax.pk, at=cast.now)
    actions.take_wish_back(actor=cast.jonas, wish_id=CompanyWish.objects.filter(other=others[0]).get().pk, at=cast.now)
    assert actions.wish_for_company(actor=cast.jonas, company_id=games.pk, other_id=tax.pk, at=cast.now)
    with pytest.raises(NotFound):
        actions.take_wish_back(actor=cast.neo, wish_id=CompanyWish.objects.latest("pk").pk, at=cast.now)


@pytest.mark.parametrize("no", [False, True])
def test_a_no_looks_like_silence_to_those_who_care(cast, firms, tie, no):
    tax, games, _bindery = firms
    made = actions.introduce_companies(
        actor=cast.hanna, company_id=tax.pk, other_id=games.pk, member_id=cast.mara.pk, other_member_id=cast.jonas.pk, text="", at=cast.now
    )
    if no:
        decline_introduction(actor=cast.mara, introduction_id=made.pk, at=cast.now)
    seen = []
    for at in (cast.now + DAY, cast.now + 8 * DAY, cast.now + 30 * DAY):
        expire_due(at=at)
        seen.append([one.said for one in queries.page(cast.hanna, at).earlier])
    assert seen == [["gefragt, noch offen"], ["diesmal kam es nicht dazu"], ["diesmal kam es nicht dazu"]]


def test_only_people_of_the_companies_who_may_meet_are_introduced(cast, firms, tie):
    tax, games, _bindery = firms
    told = {"company_id": tax.pk, "other_id": games.pk, "other_member_id": cast.jonas.pk, "text": "", "at": cast.now}
    with pytest.raises(Invalid):
        actions.introduce_companies(actor=cast.hanna, member_id=cast.neo.pk, **told)
    with pytest.raises(NotAllowed):
        actions.introduce_companies(actor=cast.mara, member_id=cast.mara.pk, **told)
    Consent.objects.filter(member=cast.mara, kind="introduced").delete()
    with pytest.raises(NotAllowed):
        actions.introduce_companies(actor=cast.hanna, member_id=cast.mara.pk, **told)
    assert not CompanyIntroduction.objects.exists()


def test_who_knows_each_other_is_not_suggested(cast, firms, tie):
    tax, games, _bindery = firms
    with pytest.raises(NotAllowed):
        actions.say_acquainted(actor=cast.neo, company_id=games.pk, other_id=tax.pk, at=cast.now)
    for _ in range(2):
        actions.say_acquainted(actor=cast.jonas, company_id=games.pk, other_id=tax.pk, at=cast.now)
    assert CompanyAcquaintance.objects.count() == 1
    assert queries.page(cast.hanna, cast.now).ties == queries.page(cast.mara, cast.now).ties == ()
    actions.take_acquaintance_back(actor=cast.mara, company_id=tax.pk, other_id=games.pk, at=cast.now)
    assert len(queries.page(cast.mara, cast.now).ties) == 1


def test_outcomes_are_told_roughly_and_only_when_anybody_may_be_left_out(cast):
    assert words.outcome(9, 6, 3) == words.outcome(9, 6, 5)
    assert "3 bis 5" in words.outcome(9, 6, 4)
    first, second = (Company.objects.create(space=cast.house, name=name) for name in ("Eins", "Zwei"))
    for number in range(6):
        assert queries.page(cast.hanna, cast.now).outcome == "", "of fewer than six pairs one who knows their own reads too much"
        pair = sorted((person(cast.house, f"P{number} Neu"), person(cast.house, f"Q{number} Neu")), key=lambda one: one.pk)
        at = cast.now - timedelta(days=30)
        made = Introduction.objects.create(
            space=cast.house, first=pair[0], second=pair[1], proposed_at=at, expires_at=cast.now, introduced_at=at, met_on=at.date()
        )
        CompanyIntroduction.objects.create(introduction=made, first=first, second=second)
    assert "6 bis 10" in queries.page(cast.hanna, cast.now).outcome


def test_trades():
    assert trade.buys("58.11", "18.12") == trade.STRONG
    assert trade.buys("01.11", "62.01") == 0
    assert trade.buys("28.11", "62.01") == trade.LOOSE
    assert trade.buys("", "62.01") == trade.buys("62.01", "") == trade.buys("62.01", "62.01") == 0
    assert all(code.isdigit() or code.isalpha() for code in trade.BUYS)


def test_the_picture_and_the_list_say_the_same():
    names = {k: f"Firma {k:02}" for k in range(1, 80)}
    found = draw(names, {(1, 2): 1.0, (2, 3): 0.2}, {(1, 3)}, {(3, 4)})
    assert str(found.shapes).count("matrix-missing") == 4
    assert str(found.shapes).count("matrix-begun") == str(found.shapes).count("matrix-known") == 2
    assert [(row.name, row.missing) for row in found.rows][:2] == [("Firma 03", ("Firma 02",)), ("Firma 01", ("Firma 02",))]
    many = draw(names, {(k, k + 1): 1.0 for k in range(1, 79)}, (), ())
    assert (len(many.rows), many.left_out) == (60, 19)
    assert draw(names, {}, (), ()) is None


def test_words_of_somebody_erased_go(cast, firms, tie):
    from drittort.connect.between.reactions import forget_erased
    from drittort.core.privacy import Erased, Said

    line = StandingLine.objects.get(member=cast.mara)
    tie.reasons = [{"code": "need_offer", "seeker": 1, "need": "x", "helper": 2, "offer": line.text}]
    tie.save()
    forget_erased(Erased(cast.jonas.pk, cast.house.pk, Said.of(["Jonas Falk"], []), False, cast.now))
    assert CompanyTie.objects.exists()
    forget_erased(Erased(cast.mara.pk, cast.house.pk, Said.of([], [line.text]), False, cast.now))
    assert not CompanyTie.objects.exists()


def test_the_page_of_those_who_care(cast, firms, tie):
    browser = cast.client(cast.hanna)
    tax, games, _bindery = firms
    address = reverse("connect:between", args=[cast.house.slug])
    assert "Mara Wendt" in browser.get(address).content.decode()
    sent = reverse("connect:introduce_companies", args=[cast.house.slug, tax.pk, games.pk])
    assert browser.post(sent, {"member": "x"}).status_code == 422
    assert rules.begun_in(cast.hanna).count() == 0


def test_nobody_is_offered_who_has_enough_introductions_open(cast, firms, tie):
    for other in (cast.ada, cast.neo):
        assert [face.name for face in queries.page(cast.hanna, cast.now).ties[0].others] == ["Jonas Falk"]
        propose_introduction(actor=cast.hanna, first=cast.jonas, second=other, text="", at=cast.now)
    assert queries.page(cast.hanna, cast.now).ties == ()


@pytest.mark.parametrize("others_left", [True, False])
def test_two_who_do_not_fit_bring_the_page_back_with_what_was_written(cast, firms, tie, others_left):
    tax, games, _bindery = firms
    if others_left:
        Employment.objects.create(member=person(cast.house, "Ruth Adler"), company=games, from_on=cast.now.date())
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    if not others_left:
        Consent.objects.filter(member=cast.ada).delete()
    sent = reverse("connect:introduce_companies", args=[cast.house.slug, tax.pk, games.pk])
    told = {"member": cast.mara.pk, "other_member": cast.jonas.pk, "text": "Ihr zwei, ein Kaffee?"}
    answer = cast.client(cast.hanna).post(sent, told)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert (page.count("Diese beiden passen gerade nicht."), page.count("Ihr zwei, ein Kaffee?")) == (1, 1)
    assert (f'<option value="{cast.mara.pk}" selected>' in page) == ('<details class="disclosure" open>' in page) == others_left
    assert not CompanyIntroduction.objects.exists()


def test_a_choice_that_is_none_keeps_the_words(cast, firms, tie):
    tax, games, _bindery = firms
    sent = reverse("connect:introduce_companies", args=[cast.house.slug, tax.pk, games.pk])
    answer = cast.client(cast.hanna).post(sent, {"member": "x", "text": "Ihr zwei, ein Kaffee?"})
    assert answer.status_code == 422
    assert "Ihr zwei, ein Kaffee?</textarea>" in answer.content.decode()
