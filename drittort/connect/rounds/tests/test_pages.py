"""The pages of rounds: for members, for those at a table, and for those who care."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from drittort.connect.introductions.models import Introduction, Round, Side
from drittort.connect.rounds import rules
from drittort.connect.rounds.models import DraftSeat, EmptySeat, Gathering, GroupDraft, NotWith, Seat, Series, SeriesChoice, Unseated
from drittort.connect.rounds.tokens import token
from drittort.core.models import Job
from drittort.members.models import Employment, Member
from drittort.spaces.industries import section
from drittort.spaces.models import Location
from tests.cast import person

WANTED = {"name": "Kaffee", "size": "pairs", "rhythm": "weekly", "audience": "all", "next_on": "2026-05-13", "online": "on"}


@pytest.fixture
def _now(cast, monkeypatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)


@pytest.fixture
def series(cast):
    return Series.objects.create(space=cast.house, name="Mittagstisch", size="tables", opened_at=cast.now, next_on=cast.now.date())


@pytest.fixture
def drafted(cast, series):
    made = Round.objects.create(
        space=cast.house, series=series, made_at=cast.now, seed=1, value=1, bound=1, engine="test", sends_at=cast.now + timedelta(days=1)
    )
    group = GroupDraft.objects.create(round=made, position=0, value=1, reasons=[{"code": "industries", "count": 3}], relaxed=["in_contact"])
    DraftSeat.objects.bulk_create(DraftSeat(group=group, member=m) for m in (cast.mara, cast.jonas, cast.neo, cast.olga))
    Unseated.objects.create(round=made, member=cast.ada, code="nobody_open")
    return made


@pytest.fixture
def table(cast, series):
    made = Gathering.objects.create(space=cast.house, series=series, proposed_at=cast.now, expires_at=cast.now + timedelta(days=7))
    Seat.objects.bulk_create(Seat(gathering=made, member=m) for m in (cast.mara, cast.jonas, cast.neo))
    return made


def text(answer):
    return answer.content.decode()


@pytest.mark.usefixtures("_now")
def test_the_board_says_why_for_every_group_and_everybody_without_a_seat(cast, drafted):
    browser = cast.client(cast.hanna)
    page = "".join(text(browser.get(f"/lagerhaus/rounds/series/{drafted.series_id}/?show={view}")) for view in ("closer", "without"))
    assert "3 Branchen an einem Tisch." in page
    assert "mit Leuten, die sich schon kennen" in page
    assert "niemand mehr da, mit dem es aufgegangen wäre" in page
    for one in (cast.mara, cast.jonas, cast.neo, cast.olga, cast.ada):
        assert one.name in page


@pytest.mark.usefixtures("_now")
def test_a_series_is_begun_changed_and_ended(cast):
    browser = cast.client(cast.hanna)
    assert browser.post("/lagerhaus/rounds/series/", {**WANTED, "audience": "location"}).status_code == 422
    assert browser.post("/lagerhaus/rounds/series/", WANTED).status_code == 302
    made = Series.objects.get()
    assert (made.name, made.online, made.same_company, made.host) == ("Kaffee", True, False, None)
    change = f"/lagerhaus/rounds/series/{made.pk}/change/"
    assert browser.post(change, {**WANTED, "name": ""}).status_code == 422
    browser.post(change, {**WANTED, "name": "Tee", "host": cast.hanna.pk})
    made.refresh_from_db()
    assert (made.name, made.host) == ("Tee", cast.hanna)
    browser.post(f"/lagerhaus/rounds/series/{made.pk}/draw/")
    assert Job.objects.filter(name="connect.rounds.draw").count() == 1
    browser.post(f"/lagerhaus/rounds/series/{made.pk}/close/")
    assert browser.get(f"/lagerhaus/rounds/series/{made.pk}/").status_code == 404


@pytest.mark.usefixtures("_now")
def test_a_draft_is_held_locked_and_swapped_on_the_page(cast, drafted):
    browser = cast.client(cast.hanna)
    browser.post(f"/lagerhaus/rounds/drafts/{drafted.pk}/hold/", {"holds": "yes"})
    drafted.refresh_from_db()
    assert drafted.held_at == cast.now
    group = GroupDraft.objects.get()
    browser.post(f"/lagerhaus/rounds/groups/{group.pk}/lock/", {"locks": "yes"})
    group.refresh_from_db()
    assert group.locked_at == cast.now
    # What does not go is said on the page, with the draft below it. Ada and Mara are colleagues, so Ada can only take Mara's own place.
    for other, said in (("", "Wähle zwei Leute."), (cast.ada.pk, "Wähle zwei Leute."), (cast.neo.pk, "gerade nicht zusammensitzen")):
        answer = browser.post(f"/lagerhaus/rounds/drafts/{drafted.pk}/swap/", {"member": cast.ada.pk, "other": other}, follow=True)
        assert answer.status_code == 200
        assert said in answer.content.decode()
    assert cast.ada.pk not in DraftSeat.objects.values_list("member_id", flat=True)
    assert browser.post(f"/lagerhaus/rounds/drafts/{drafted.pk}/swap/", {"member": cast.ada.pk, "other": cast.mara.pk}).status_code == 302
    assert cast.ada.pk in DraftSeat.objects.values_list("member_id", flat=True)
    assert Unseated.objects.get().member_id == cast.mara.pk


@pytest.mark.usefixtures("_now")
def test_a_member_takes_part_leaves_and_keeps_a_secret_list(cast, series):
    browser = cast.client(cast.mara)
    browser.post(f"/lagerhaus/rounds/{series.pk}/choice/", {"takes_part": "no"})
    assert SeriesChoice.objects.get().takes_part is False
    assert browser.post(f"/lagerhaus/rounds/{series.pk}/choice/", {"takes_part": "perhaps"}).status_code == 422
    assert browser.post(f"/lagerhaus/rounds/not-with/{cast.jonas.pk}/").status_code == 302
    assert NotWith.objects.get().other_id == cast.jonas.pk
    assert f"/not-with/{cast.jonas.pk}/end/" in text(browser.get("/lagerhaus/rounds/"))
    assert "/end/" not in text(cast.client(cast.jonas).get("/lagerhaus/rounds/"))
    assert browser.get(f"/lagerhaus/rounds/not-with/{cast.sten.pk}/").status_code == 404
    assert browser.get(f"/lagerhaus/rounds/not-with/{cast.mara.pk}/").status_code == 404


@pytest.mark.usefixtures("_now")
def test_the_day_of_a_table_stands_beside_what_became_of_it(cast, table):
    page = text(cast.client(cast.mara).get("/lagerhaus/rounds/"))
    assert '<p class="soft">Wartet auf deine Antwort · 12.\xa0Mai</p>' in page


@pytest.mark.usefixtures("_now")
def test_an_answer_after_the_time_leads_back_to_the_table(cast, table):
    Gathering.objects.filter(pk=table.pk).update(expires_at=cast.now)
    for answer in ("yes", "no"):
        late = cast.client(cast.mara).post(f"/lagerhaus/rounds/tables/{table.pk}/answer/", {"answer": answer}, follow=True)
        assert late.redirect_chain == [(f"/lagerhaus/rounds/tables/{table.pk}/", 302)]
        assert "Die Zeit für eine Antwort ist um." in text(late)
        assert "schneller" not in text(late)


@pytest.mark.usefixtures("_now")
def test_one_tap_from_the_mail_answers_for_a_seat(cast, table):
    browser, link = cast.client(None), f"/answer/table/{token(table.pk, cast.mara.pk)}/"
    assert "Ja, ich komme" in text(browser.get(f"{link}?a=yes"))
    assert not Seat.objects.filter(accepted_at__isnull=False).exists()
    browser.post(link, {"answer": "yes"})
    assert Seat.objects.get(member=cast.mara).accepted_at == cast.now
    browser.post(link, {"answer": "pause", "until": "2026-06-30"})
    assert EmptySeat.objects.get().member_id == cast.mara.pk
    cast.mara.refresh_from_db()
    assert cast.mara.paused_until.isoformat() == "2026-06-30"
    assert browser.post(link, {"answer": "maybe"}).status_code == 422
    assert browser.get("/answer/table/no-such-link/").status_code == 422
    assert cast.client(cast.ada).get(f"/lagerhaus/rounds/tables/{table.pk}/").status_code == 404


@pytest.mark.usefixtures("_now")
def test_figures_are_of_five_and_only_when_nothing_is_open(cast, drafted):
    at = cast.now
    Round.objects.filter(pk=drafted.pk).update(sent_at=at)
    group = GroupDraft.objects.get()
    table = Gathering.objects.create(space=cast.house, series=drafted.series, proposed_at=at, expires_at=at + timedelta(days=7))
    Seat.objects.bulk_create(Seat(gathering=table, member=m, accepted_at=at) for m in (cast.mara, cast.jonas, cast.neo, cast.olga))
    low, high = sorted((cast.ada, cast.hanna), key=lambda m: m.pk)
    pair = Introduction.objects.create(space=cast.house, first=low, second=high, proposed_at=at, expires_at=at, expired_at=at)
    Side.objects.bulk_create(Side(introduction=pair, member=m) for m in (low, high))
    GroupDraft.objects.filter(pk=group.pk).update(sent_at=at, gathering=table)
    GroupDraft.objects.create(round=drafted, position=1, value=1, sent_at=at, introduction=pair)

    def cells():
        page = text(cast.client(cast.hanna).get(f"/lagerhaus/rounds/series/{drafted.series_id}/"))
        return re.findall(r"<td data-label=[^>]+>([^<]*)</td>", page)

    assert cells() == ["zu wenige", "noch offen", "noch offen"], "who sat at the table knows of the two others"
    for position in range(2, 5):
        low, high = sorted((person(cast.house, f"P{position} Neu"), person(cast.house, f"Q{position} Neu")), key=lambda m: m.pk)
        pair = Introduction.objects.create(space=cast.house, first=low, second=high, proposed_at=at, expires_at=at, expired_at=at)
        Side.objects.bulk_create(Side(introduction=pair, member=m) for m in (low, high))
        GroupDraft.objects.create(round=drafted, position=position, value=1, sent_at=at, introduction=pair)
    assert cells() == ["12", "noch offen", "noch offen"]
    Gathering.objects.update(introduced_at=at)
    assert cells() == ["12", "zu wenige", "zu wenige"]


@pytest.mark.usefixtures("_now")
def test_whoever_is_not_introduced_reads_why_they_are_in_no_round(cast, series):
    page = cast.client(cast.mara)
    assert "Aussteigen" in text(page.get("/lagerhaus/rounds/"))
    Member.objects.filter(pk=cast.mara.pk).update(paused_until=cast.now.date() + timedelta(days=9))
    assert "Aussteigen" in text(page.get("/lagerhaus/rounds/")), "whoever rests need not end it to leave for good"
    Member.objects.filter(pk=cast.mara.pk).update(paused_until=None)
    cast.mara.consents.update(revoked_at=cast.now)
    shown = text(page.get("/lagerhaus/rounds/"))
    assert "Aussteigen" not in shown
    assert "dein Ja zum Vorgestelltwerden" in shown


@pytest.mark.usefixtures("_now")
def test_rounds_for_another_part_of_the_house_are_not_shown(cast):
    here, there = (Location.objects.create(space=cast.house, name=name) for name in ("Hof", "Dach"))
    Member.objects.filter(pk=cast.mara.pk).update(location=here)
    firm = Employment.objects.filter(member=cast.mara, until_on=None).values_list("company__industry", flat=True).first() or ""
    made = [
        Series.objects.create(space=cast.house, name=name, opened_at=cast.now, **of)
        for name, of in (
            ("Hofrunde", {"audience": "location", "location": here}),
            ("Dachrunde", {"audience": "location", "location": there}),
            ("Fachrunde", {"audience": "industry", "industry": section(firm)}),
            ("Bergrunde", {"audience": "industry", "industry": "B"}),
        )
    ]
    shown = text(cast.client(cast.mara).get("/lagerhaus/rounds/"))
    own = [one.name for one in made if one.name in shown]
    me = Member.objects.filter(pk=cast.mara.pk)
    assert own == [one.name for one in made if rules.in_audience(one, me).exists()] == ["Hofrunde", "Fachrunde"]


@pytest.mark.usefixtures("_now")
def test_the_address_of_a_button_is_no_empty_page(cast, series):
    browser = cast.client(cast.mara)
    answer = browser.get(f"/lagerhaus/rounds/{series.pk}/choice/", HTTP_ACCEPT="text/html")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "nur nach einem Knopfdruck" in text(answer)
