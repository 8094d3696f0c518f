"""Whom the house asks: those who fit and may be asked, nobody too often, and nobody learns who it was."""

from datetime import timedelta

import pytest

from drittort.connect.introductions.models import Exclusion
from drittort.connect.needs import actions, queries, routing, rules
from drittort.connect.needs.models import HelpRequest, Need, NeedAnswer
from drittort.connect.needs.pool import Pool
from drittort.connect.rounds.models import NotWith
from drittort.core.database import NAMED
from drittort.core.errors import NotAllowed, NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.members.models import Block, Consent, Member, Notice, StandingLine
from tests.cast import person
from tests.fixtures import letters

DAY = timedelta(days=1)
TEXT = "Wer hilft mir mit der Umsatzsteuer?"


def offer(member, text="Ich helfe mit der Umsatzsteuer."):
    StandingLine.objects.create(member=member, side="offer", text=text, language="de")
    return member


@pytest.fixture
def need(cast):
    return actions.open_need(actor=cast.jonas, text=TEXT, language="de", at=cast.now)


@pytest.fixture
def helpers(cast):
    StandingLine.objects.all().delete()
    return [offer(person(cast.house, f"Helfer{k} Gern")) for k in range(9)]


def search(need, at, *, up_to=rules.FIRST_ASKED, affinity=None):
    return routing.find_helpers(need_id=need.pk, up_to=up_to, at=at, pool=lambda _house: Pool(affinity))


def asked(need):
    return set(HelpRequest.objects.filter(need=need).exclude(asked_at=None).values_list("member_id", flat=True))


def test_five_of_those_who_fit_are_asked_and_three_stand_in_line(cast, need, helpers):
    offer(cast.olga, "Ich spiele Klavier auf Festen.")
    assert search(need, cast.now) == 5
    assert asked(need) <= {m.pk for m in helpers}
    assert HelpRequest.objects.filter(asked_at=None).count() == 3
    need.refresh_from_db()
    assert (need.fitting, need.sought_at) == (9, cast.now)
    assert search(need, cast.now) == 0, "a worker that begins anew asks nobody twice and no more"
    assert search(need, cast.now, up_to=rules.MOST_ASKED) == 3
    assert search(need, cast.now, up_to=rules.MOST_ASKED) == 0


def test_everybody_asked_gets_one_mail_with_the_reason_and_three_answers(cast, need, helpers):
    for _ in range(2):
        run_due(clock=lambda: cast.now)
    assert Mail.objects.count() == 5
    mail = Mail.objects.first()
    assert mail.subject == "Kannst du Jonas Falk helfen?"
    assert "In deinem Profil steht „Ich helfe mit der Umsatzsteuer“" in mail.text
    assert [mail.text.count(f"?a={answer}") for answer in ("help", "know", "pass")] == [1, 1, 1]


def test_mail_waits_for_the_morning(cast, helpers):
    night = cast.now.replace(hour=21)
    actions.open_need(actor=cast.jonas, text=TEXT, language="de", at=night)
    run_due(clock=lambda: night)
    assert Notice.objects.filter(code="need.asked").count() == 5
    assert not Mail.objects.exists()
    run_due(clock=lambda: night.replace(hour=9) + DAY)
    assert Mail.objects.count() == 5


def change(cast, member, what):
    match what:
        case "no consent":
            Consent.objects.filter(member=member, kind="introduced").delete()
        case "a pause":
            Member.objects.filter(pk=member.pk).update(paused_until=cast.now.date() + DAY)
        case "left":
            Member.objects.filter(pk=member.pk).update(left_on=cast.now.date())
        case "blocks the asker":
            Block.objects.create(blocker=member, blocked=cast.jonas, at=cast.now)
        case "blocked by the asker":
            Block.objects.create(blocker=cast.jonas, blocked=member, at=cast.now)
        case "kept out with the asker":
            first, second = sorted((member, cast.jonas), key=lambda m: m.pk)
            Exclusion.objects.create(space=cast.house, first=first, second=second, at=cast.now)
        case "on their secret list":
            NotWith.objects.create(member=cast.jonas, other=member, at=cast.now)
        case "has them on a secret list":
            NotWith.objects.create(member=member, other=cast.jonas, at=cast.now)
        case "no common language":
            Member.objects.filter(pk=member.pk).update(languages=["en"], language="en")
            Member.objects.filter(pk=cast.jonas.pk).update(languages=["de"])
        case "asked twice this week":
            for k in range(2):
                other = Need.objects.create(space=cast.house, member=cast.neo, text=f"Gesucht {k}", language="de", opened_at=cast.now)
                HelpRequest.objects.create(
                    need=other, member=member, position=0, fit=1, found_at=cast.now - 6 * DAY, asked_at=cast.now - 6 * DAY
                )


NEVER = (
    "no consent",
    "a pause",
    "left",
    "blocks the asker",
    "blocked by the asker",
    "kept out with the asker",
    "on their secret list",
    "has them on a secret list",
    "no common language",
    "asked twice this week",
)


@pytest.mark.parametrize("named", [NAMED, 0], ids=["few", "many"])
@pytest.mark.parametrize("what", NEVER)
def test_somebody_is_not_asked_with(cast, helpers, what, named, monkeypatch):
    monkeypatch.setattr("drittort.core.database.NAMED", named)
    StandingLine.objects.exclude(member=helpers[0]).delete()
    change(cast, helpers[0], what)
    need = actions.open_need(actor=cast.jonas, text=TEXT, language="de", at=cast.now)
    assert search(need, cast.now) == 0
    assert not HelpRequest.objects.filter(need=need).exists()


def test_beside_thousands_nobody_else_is_taken_for_somebody_to_keep_apart(cast, helpers, monkeypatch):
    """Where the database is told no numbers it gives everybody's: only those who were asked about come back."""
    monkeypatch.setattr("drittort.core.database.NAMED", 0)
    for what in NEVER[3:8]:
        change(cast, helpers[0], what)
    assert rules.never_asked(cast.jonas, [helpers[1].pk], cast.now) == set()
    assert rules.never_asked(cast.jonas, [one.pk for one in helpers], cast.now) == {helpers[0].pk}
    assert rules.free_to_ask(cast.jonas, [helpers[1].pk, cast.jonas.pk], cast.now) == {helpers[1].pk}


@pytest.mark.parametrize("what", ["blocks the asker", "no consent", "left", "asked twice this week"])
def test_the_last_look_sees_what_changed_since_the_search(cast, need, helpers, what):
    found = [actions.Found(helpers[0].pk, 9.0, [])]
    change(cast, helpers[0], what)
    assert actions.ask_found(need_id=need.pk, text=need.text, found=found, fitting=1, up_to=5, at=cast.now) == 0


def test_a_search_for_words_that_were_changed_asks_nobody(cast, need, helpers):
    found = [actions.Found(helpers[0].pk, 9.0, [])]
    assert actions.ask_found(need_id=need.pk, text="Etwas anderes", found=found, fitting=1, up_to=5, at=cast.now) == 0


@pytest.mark.parametrize("people", [0, 1, 2])
def test_small_houses_are_told_honestly(cast, people):
    StandingLine.objects.all().delete()
    Member.objects.update(line="")
    for k in range(people):
        offer(person(cast.house, f"Helfer{k} Gern"))
    need = actions.open_need(actor=cast.jonas, text=TEXT, language="de", at=cast.now)
    assert search(need, cast.now) == people
    rows, _more = queries.unheard(cast.hanna, cast.now)
    assert rows == [need], "hardly anybody fits: those who care see it at once"


def test_more_are_asked_by_those_who_care_and_nobody_sees_whom(cast, need, helpers):
    search(need, cast.now)
    with pytest.raises(NotAllowed):
        actions.ask_more(actor=cast.mara, need_id=need.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert actions.ask_more(actor=cast.hanna, need_id=need.pk, at=cast.now + DAY) == 3
    assert len(asked(need)) == 8
    run_due(clock=lambda: cast.now + DAY)
    assert Mail.objects.count() == 8
    browser = cast.client(cast.hanna)
    for page in (f"/lagerhaus/needs/{need.pk}/", "/lagerhaus/care/", "/lagerhaus/needs/"):
        assert "Helfer" not in browser.get(page).content.decode()


def test_a_need_for_which_more_can_be_asked_stands_above_older_ones_for_which_nobody_is_left(cast, need, helpers):
    old = [
        actions.open_need(actor=cast.mara, text=f"Wer bringt mir bis Mai Knoten Nummer {k} bei?", language="de", at=cast.now - DAY)
        for k in range(queries.SHOWN)
    ]
    search(need, cast.now)
    rows, more = queries.unheard(cast.hanna, cast.now + DAY)
    assert rows == [need, *old[:-1]]
    assert more == 1


def test_what_was_left_standing_hides_no_need_of_yesterday(cast, need, helpers, monkeypatch):
    old = [
        actions.open_need(actor=cast.mara, text=f"Wer bringt mir bis Mai Knoten Nummer {k} bei?", language="de", at=cast.now - 2 * DAY)
        for k in range(queries.SHOWN)
    ]
    search(need, cast.now)
    first = HelpRequest.objects.filter(need=need, asked_at__isnull=False).values_list("member_id", flat=True)
    for one in old:
        HelpRequest.objects.bulk_create(
            HelpRequest(need=one, member_id=pk, position=k, fit=9, found_at=cast.now, asked_at=cast.now) for k, pk in enumerate(first)
        )
        HelpRequest.objects.create(need=one, member=cast.neo, position=9, fit=9, found_at=cast.now)
    at = cast.now + DAY
    rows, more = queries.unheard(cast.hanna, at)
    assert (rows, more) == ([need, *old[:-1]], 1)
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: at)
    page = cast.client(cast.hanna).get("/lagerhaus/care/").content.decode()
    assert '<a href="/lagerhaus/needs/?side=seek">und 1 weitere Suche am Brett</a>' in page
    # For whom more were asked makes room for who has had less.
    actions.ask_more(actor=cast.hanna, need_id=need.pk, at=at)
    assert queries.unheard(cast.hanna, at)[0] == old


def test_in_line_is_skipped_who_may_not_be_asked_any_more(cast, need, helpers):
    search(need, cast.now)
    line = HelpRequest.objects.filter(asked_at=None).order_by("position")
    change(cast, line[0].member, "blocks the asker")
    assert actions.ask_more(actor=cast.hanna, need_id=need.pk, at=cast.now) == 2


def seen_by_others(cast, need):
    """Everything that others than the helper can read: pages, the ledger, mail."""
    pages = [
        cast.client(reader).get(path).content
        for reader in (cast.jonas, cast.hanna, cast.mara)
        for path in (f"/lagerhaus/needs/{need.pk}/", "/lagerhaus/needs/", "/lagerhaus/needs/?show=mine", "/lagerhaus/")
    ]
    pages.append(cast.client(cast.hanna).get("/lagerhaus/care/").content)
    return pages, list(LedgerRow.objects.values_list("kind", "actor_id", "facts")), list(Mail.objects.values_list("to_address", "subject"))


@pytest.fixture
def _now(monkeypatch, cast):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now + DAY)


@pytest.mark.usefixtures("_now")
def test_a_not_now_leaves_the_same_traces_as_silence(cast, need, helpers):
    run_due(clock=lambda: cast.now)
    later = cast.now + DAY
    seen_by_others(cast, need)
    silent = seen_by_others(cast, need)
    helper = Member.objects.get(pk=min(asked(need)))
    for _ in range(2):
        actions.decline_request(actor=helper, need_id=need.pk, at=later)
    assert seen_by_others(cast, need) == silent
    assert queries.one(helper, need.pk, later).passed
    assert queries.fitting_for(helper, later) == []
    with pytest.raises(NotFound):
        actions.decline_request(actor=cast.mara, need_id=need.pk, at=later)
    # It counts as asked all the same, and a yes is still welcome.
    assert [pk for pk, _at in rules.asked_since(helper.space_id, [helper.pk], later - rules.A_WEEK)] == [helper.pk]
    actions.answer_need(actor=helper, need_id=need.pk, at=later)
    assert NeedAnswer.objects.get().member == helper


def test_a_block_after_asking_shows_nothing_to_the_asked(cast, need, helpers):
    search(need, cast.now)
    helper = Member.objects.get(pk=min(asked(need)))
    before = [one.card for one in queries.fitting_for(helper, cast.now)]
    change(cast, helper, "blocked by the asker")
    assert [one.card for one in queries.fitting_for(helper, cast.now)] == before
    run_due(clock=lambda: cast.now)
    Mail.objects.all().delete()
    actions.answer_need(actor=helper, need_id=need.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert not Mail.objects.filter(to_address="jonas@lagerhaus.example").exists()


def test_who_was_asked_of_late_comes_later_and_who_was_helped_sooner(cast, helpers):
    ready = routing.readiness
    need = actions.open_need(actor=cast.jonas, text=TEXT, language="de", at=cast.now)
    other = actions.open_need(actor=cast.neo, text="Ich suche einen Stuhl.", language="de", at=cast.now)
    HelpRequest.objects.create(need=other, member=helpers[0], position=0, fit=1, found_at=cast.now - 8 * DAY, asked_at=cast.now - 8 * DAY)
    Need.objects.create(
        space=cast.house,
        member=helpers[1],
        text="Geholfen",
        language="de",
        opened_at=cast.now - 9 * DAY,
        told_at=cast.now - DAY,
        helped_at=cast.now - DAY,
    )
    people = routing.people_for(cast.jonas, cast.now)
    found = ready(routing.Sought(cast.jonas, TEXT, need.pk, frozenset()), people, cast.now)
    place = list(people).index
    assert 0.5 < found.load[place(helpers[0].pk)] < 1
    assert found.helped[place(helpers[1].pk)] == 1
    search(need, cast.now)
    order = list(HelpRequest.objects.filter(need=need).order_by("position").values_list("member_id", flat=True))
    assert order[0] == helpers[1].pk
    assert helpers[0].pk not in order


def test_who_helped_with_the_like_is_found_by_that(cast):
    StandingLine.objects.all().delete()
    done = Need.objects.create(
        space=cast.house,
        member=cast.neo,
        text="Umsatzsteuer: wer hilft mir?",
        language="de",
        opened_at=cast.now - 40 * DAY,
        told_at=cast.now - 30 * DAY,
        helped_at=cast.now - 30 * DAY,
        helped_by=cast.ada,
    )
    need = actions.open_need(actor=cast.jonas, text=TEXT, language="de", at=cast.now)
    assert search(need, cast.now) == 1
    assert HelpRequest.objects.get().reasons == [{"code": "helped", "need": done.pk}]
    assert queries.one(cast.ada, need.pk, cast.now).why == "Du hast einmal bei „Umsatzsteuer: wer hilft mir?“ geholfen."


def test_texts_are_compared_by_meaning_where_there_is_an_encoder(cast, need, helpers):
    assert search(need, cast.now, affinity=letters()) > 0
    assert {one.reasons[0]["code"] for one in HelpRequest.objects.all()} == {"offer"}


def test_nothing_is_looked_for_where_nothing_is_needed(cast, helpers):
    gone = actions.open_need(actor=cast.jonas, text=TEXT, language="de", at=cast.now)
    actions.close_need(actor=cast.jonas, need_id=gone.pk, at=cast.now)
    given = actions.open_need(actor=cast.jonas, side="offer", text=TEXT, language="de", at=cast.now)
    for need in (gone, given):
        assert search(need, cast.now) == 0
    assert routing.find_helpers(need_id=10**9, up_to=5, at=cast.now, pool=lambda _house: Pool(None)) == 0
