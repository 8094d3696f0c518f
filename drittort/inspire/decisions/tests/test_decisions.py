"""Decisions from the question to what came of it: who may take part, each kind by its rule, what follows, and what everybody is told."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.engine import lots
from drittort.inspire.decisions import actions, jobs, queries, rules, tokens
from drittort.inspire.decisions.actions import Lots, Option, Question
from drittort.inspire.decisions.models import Ballot, Elector, HouseDecision, Lot, Position
from drittort.inspire.events.models import Event
from drittort.members.models import Member, Notice
from drittort.talk.groups.actions import Shape, found_group
from drittort.talk.groups.models import Group, GroupMember
from tests.cast import Cast, person

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
Kind, Method, Who = HouseDecision.Kind, HouseDecision.Method, HouseDecision.Who
SOUP = (Option("Suppe"), Option("Salat"), Option("Brot"))


def asks(cast: Cast, kind: str = Kind.POLL, *, by: Member | None = None, opens: bool = True, **more: Any) -> HouseDecision:
    """A question of Mara's to the house, open for a week."""
    told = {"kind": kind, "title": "Was essen wir?", "text": "Am Montag.", "language": "de", "closes_at": cast.now + 7 * DAY, **more}
    if kind == Kind.POLL:
        told.setdefault("options", SOUP)
    made = actions.draft_decision(actor=by or cast.mara, question=Question(**told), at=cast.now)
    return actions.open_decision(actor=by or cast.mara, decision_id=made.pk, at=cast.now) if opens else made


def days_of(cast: Cast) -> tuple[Option, ...]:
    return tuple(Option(starts_at=cast.now + k * DAY, ends_at=cast.now + k * DAY + 2 * HOUR) for k in (10, 11, 12))


def choose(cast: Cast, row: HouseDecision, *ballots: Any) -> None:
    """Everybody in the order of the cast chooses something."""
    for member, content in zip(cast.everybody(), ballots, strict=False):
        actions.choose(actor=member, decision_id=row.pk, content=content, at=cast.now + HOUR)


def shape(seen_by: str = Group.SeenBy.HOUSE, joining: str = Group.Joining.FREE) -> Shape:
    return Shape("Chor", "Wir singen.", "", "de", seen_by, joining)


def closed(cast: Cast, row: HouseDecision, after: timedelta = 8 * DAY) -> HouseDecision:
    jobs.close({}, cast.now + after)
    row.refresh_from_db()
    return row


def page(cast: Cast, row: HouseDecision, reader: Member | None = None, at: datetime | None = None) -> queries.Page:
    return queries.one(reader or cast.mara, row.pk, at or cast.now + HOUR)


# ------------------------------------------------------------------ each kind


def test_each_way_of_choosing_is_counted_by_its_rule(cast: Cast):
    for method, more, ballots, verdict in (
        (Method.SINGLE, {}, ([0], [0], [1]), "Gewählt ist „Suppe“."),
        (Method.SEVERAL, {"most": 2}, ([0, 1], [1, 2], [2]), "„Salat“ und „Brot“ teilen sich den ersten Platz."),
        (Method.APPROVAL, {}, ([0, 1, 2], [2], [1, 2]), "Gewählt ist „Brot“."),
        (Method.RANKED, {}, ([[0], [1]], [[1], [0]], [[1, 0], [2]]), "„Suppe“ und „Salat“ teilen sich den ersten Platz."),
    ):
        row = asks(cast, method=method, **more)
        choose(cast, row, *ballots)
        assert page(cast, closed(cast, row)).verdict == verdict, method
        assert row.took_part == 3
        with pytest.raises(OutOfDate):
            actions.choose(actor=cast.neo, decision_id=row.pk, content=[0], at=cast.now + 8 * DAY)


def test_a_ballot_that_breaks_the_rule_is_refused_and_one_can_change_it_until_the_end(cast: Cast):
    row = asks(cast)
    for content in ([0, 1], [3], [-1], [0, 0]):
        with pytest.raises(Invalid):
            actions.choose(actor=cast.jonas, decision_id=row.pk, content=content, at=cast.now)
    for content in ([0], [0], [2]):
        actions.choose(actor=cast.jonas, decision_id=row.pk, content=content, at=cast.now)
    assert [b.content for b in Ballot.objects.all()] == [[2]]
    assert LedgerRow.objects.filter(kind=actions.TOOK_PART).count() == 2, "the same once more is no news"
    actions.take_back(actor=cast.jonas, decision_id=row.pk, at=cast.now)
    assert page(cast, closed(cast, row)).verdict == "Niemand hat mitgemacht."


def test_who_has_not_chosen_yet_does_not_see_what_the_others_chose(cast: Cast):
    row = asks(cast)
    choose(cast, row, [0], [0])
    before = page(cast, row, cast.jonas)
    assert (before.shows_figures, {one.names for one in before.choices}) == (False, {""})
    actions.choose(actor=cast.jonas, decision_id=row.pk, content=[1], at=cast.now)
    after = page(cast, row, cast.jonas)
    assert [one.figure for one in after.choices] == ["2 Stimmen", "1 Stimme", "0 Stimmen"]
    assert after.choices[0].names == "Hanna Brandt, Olga Sommer"


def test_a_day_that_was_found_becomes_an_event_with_one_click(cast: Cast):
    row = asks(cast, Kind.DATE, options=days_of(cast))
    choose(cast, row, [2, 1, 0], [0, 2, 0], [0, 1, 2])
    shown = page(cast, row)
    assert [one.figure for one in shown.choices] == ["1 kann, 1 davon gern", "3 können, 1 davon gern", "1 kann, 1 davon gern"]
    best = next(one for one in shown.choices if one.best)
    event = actions.make_event(actor=cast.mara, decision_id=row.pk, option_id=best.id, at=cast.now + HOUR)
    assert (event.title, event.starts_at, event.proposed_at) == ("Was essen wir?", cast.now + 11 * DAY, cast.now + HOUR)
    again = actions.make_event(actor=cast.mara, decision_id=row.pk, option_id=shown.choices[0].id, at=cast.now + HOUR)
    assert (again.pk, Event.objects.count()) == (event.pk, 1)
    with pytest.raises(NotAllowed):
        actions.make_event(actor=cast.jonas, decision_id=asks(cast, Kind.DATE, options=days_of(cast)).pk, option_id=best.id, at=cast.now)


def test_points_divide_a_budget_and_a_majority_does_not_take_all(cast: Cast):
    options = (Option("Beamer", 500), Option("Sessel", 500), Option("Beet", 400))
    with pytest.raises(NotAllowed, match="Haus"):
        asks(cast, Kind.BUDGET, options=options, budget=1000, points=10)
    row = asks(cast, Kind.BUDGET, by=cast.hanna, options=options, budget=1000, points=10)
    with pytest.raises(Invalid):
        actions.choose(actor=cast.jonas, decision_id=row.pk, content=[5, 5, 1], at=cast.now)
    choose(cast, row, [5, 5, 0], [5, 5, 0], [5, 5, 0], [0, 0, 10], [0, 0, 10])
    shown = page(cast, closed(cast, row))
    assert shown.verdict == "Bezahlt werden: „Beamer“ und „Beet“. Zusammen sind das 900\xa0€ von 1.000\xa0€."
    assert [one.won for one in shown.choices] == [True, False, True]
    assert "gleichen Anteile" in " ".join(shown.rule)


def test_a_proposal_holds_when_nobody_objects_any_more(cast: Cast):
    row = asks(cast, Kind.CONSENT, text="Hunde dürfen ins Haus.", quorum=33)
    for who, says, text in (
        (cast.jonas, "consent", ""),
        (cast.neo, "objection", "Ich bekomme kein Auge zu."),
        (cast.ada, "worry", "Haare."),
    ):
        actions.say_position(actor=who, decision_id=row.pk, says=says, text=text, at=cast.now)
    with pytest.raises(Invalid, match="Satz"):
        actions.say_position(actor=cast.olga, decision_id=row.pk, says="objection", text=" ", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.go_on(actor=cast.mara, decision_id=row.pk, text="x", changed="y", until=cast.now + 9 * DAY, at=cast.now)
    closed(cast, row)
    assert (row.stage, row.rounds.get().passed) == ("open", False)
    again = {
        "decision_id": row.pk,
        "text": "Hunde dürfen in die Spulerei.",
        "changed": "Neo: nicht im Kesselhaus.",
        "until": cast.now + 15 * DAY,
    }
    actions.go_on(actor=cast.mara, at=cast.now + 9 * DAY, **again)
    assert [turn.number for turn in page(cast, row).turns] == [2, 1]
    assert not page(cast, row, cast.neo).taken, "in the next round all speak anew"
    actions.say_position(actor=cast.neo, decision_id=row.pk, says="consent", text="", at=cast.now + 10 * DAY)
    actions.say_position(actor=cast.ada, decision_id=row.pk, says="consent", text="", at=cast.now + 10 * DAY)
    assert page(cast, closed(cast, row, 16 * DAY)).verdict == "In Runde 2 angenommen: Niemand hat mehr einen Einwand."
    with pytest.raises(OutOfDate):
        actions.say_position(actor=cast.neo, decision_id=row.pk, says="objection", text="Doch!", at=cast.now + 16 * DAY)


def test_too_few_voices_decide_nothing(cast: Cast):
    poll, consent = asks(cast, quorum=50), asks(cast, Kind.CONSENT, quorum=50)
    assert poll.needed == 3
    choose(cast, poll, [0], [0])
    actions.say_position(actor=cast.jonas, decision_id=consent.pk, says="consent", text="", at=cast.now)
    closed(cast, poll)
    assert page(cast, poll).verdict == "2 haben mitgemacht, 3 hätten es sein müssen. Darum ist nichts entschieden."
    assert not consent.rounds.get().passed


# ------------------------------------------------------------------ draw


def test_lots_are_drawn_from_a_public_number_and_the_file_of_the_page_proves_it(cast: Cast, tmp_path):
    told = Lots(seats=2, everybody=False, source="Lotto am Samstag", value_on=cast.house.day(cast.now) + 9 * DAY)
    with pytest.raises(Invalid, match="Tag"):
        asks(cast, Kind.DRAW, lots=Lots(2, False, "Lotto", cast.house.day(cast.now) + 3 * DAY))
    row = asks(cast, Kind.DRAW, lots=told)
    for member in (cast.mara, cast.jonas, cast.neo, cast.ada):
        actions.put_name_in(actor=member, decision_id=row.pk, at=cast.now)
    actions.take_back(actor=cast.ada, decision_id=row.pk, at=cast.now)
    names = ["Jonas Falk", "Mara Wendt", "Neo Kaya"]
    promised = queries.draw_file(cast.jonas, row.pk)
    assert (promised["lines"], promised["secret"], len(promised["promise"])) == ([], None, 64)
    closed(cast, row)
    earlier = queries.draw_file(cast.jonas, row.pk)
    assert sorted(line["name"] for line in earlier["lines"]) == names
    with pytest.raises(NotAllowed):
        actions.name_value(actor=cast.mara, decision_id=row.pk, value="1 2 3", at=cast.now + 8 * DAY)
    with pytest.raises(OutOfDate):
        actions.put_name_in(actor=cast.ada, decision_id=row.pk, at=cast.now + 8 * DAY)
    actions.name_value(actor=cast.mara, decision_id=row.pk, value=" 4 8 15  16 23 42", at=cast.now + 9 * DAY)
    later = queries.draw_file(cast.jonas, row.pk)
    assert lots.problems(json.loads(json.dumps(later)), earlier) == []
    drawn = [later["lines"][number - 1]["name"] for number in later["order"][:2]]
    row.refresh_from_db()
    assert page(cast, row).verdict == f"Gezogen: {drawn[0]} und {drawn[1]}."
    with pytest.raises(OutOfDate, match="gezogen"):
        actions.name_value(actor=cast.mara, decision_id=row.pk, value="5", at=cast.now + 9 * DAY)
    # Somebody is erased: the name goes, and the draw can still be checked.
    actions.forget_person(Lot.objects.get(name="Neo Kaya").member_id or 0)
    without = queries.draw_file(cast.jonas, row.pk)
    assert "Neo Kaya" not in json.dumps(without)
    assert lots.problems(without, earlier) == []
    program = cast.client(cast.jonas).get(reverse("inspire:lots_program", args=["lagerhaus"]))
    assert b"".join(program.streaming_content).startswith(b'"""Drawing lots')


# ------------------------------------------------------------------ who


def test_who_may_take_part_is_written_down_when_it_opens(cast: Cast):
    draft = asks(cast, opens=False)
    with pytest.raises(NotFound):
        queries.find(cast.jonas, draft.pk)
    late = person(cast.house, "Lea Neu")
    row = actions.open_decision(actor=cast.mara, decision_id=draft.pk, at=cast.now)
    assert row.electors == 7
    later = person(cast.house, "Lou Später")
    actions.choose(actor=late, decision_id=row.pk, content=[0], at=cast.now)
    with pytest.raises(NotAllowed, match="Liste"):
        actions.choose(actor=later, decision_id=row.pk, content=[0], at=cast.now)
    with pytest.raises(NotAllowed):
        actions.change_decision(
            actor=cast.mara, decision_id=row.pk, question=Question(Kind.POLL, "x", "", "de", cast.now + 3 * DAY, options=SOUP), at=cast.now
        )
    with pytest.raises(NotFound):
        queries.find(cast.sten, row.pk)


def test_a_group_a_role_or_a_location_decides_for_itself(cast: Cast):
    group = found_group(actor=cast.mara, shape=shape(Group.SeenBy.HIDDEN, Group.Joining.INVITATION), at=cast.now)
    GroupMember.objects.create(group=group, member=cast.jonas, joined_at=cast.now)
    Member.objects.filter(pk=cast.neo.pk).update(location=cast.upstairs)
    for more, people in (
        ({"who": Who.GROUP, "group_id": group.pk}, {cast.mara.pk, cast.jonas.pk}),
        ({"who": Who.ROLE, "role": "manager"}, {cast.hanna.pk}),
        ({"who": Who.LOCATION, "location_id": cast.upstairs.pk}, {cast.neo.pk}),
    ):
        row = asks(cast, **more)
        assert set(Elector.objects.filter(decision=row).values_list("member_id", flat=True)) == people
    hidden = HouseDecision.objects.get(group=group)
    for outsider in (cast.ada, cast.olga):
        with pytest.raises(NotFound):
            queries.find(outsider, hidden.pk)
    assert queries.names({hidden.pk})[hidden.pk].title == "eine Entscheidung in einer deiner Gruppen"
    assert not LedgerRow.objects.filter(subject_id=hidden.pk, audience="members", kind__startswith="decision.").exists()
    assert [one.audience for one in queries.documents([hidden.pk])] == [f"group:{group.pk}"]
    with pytest.raises(NotAllowed):
        asks(cast, by=cast.ada, who=Who.GROUP, group_id=found_group(actor=cast.jonas, shape=shape(), at=cast.now).pk)


def test_nobody_asks_more_than_a_week_bears_but_who_cares_for_it(cast: Cast):
    for _turn in range(rules.MOST_A_WEEK):
        asks(cast)
        asks(cast, by=cast.hanna)
    with pytest.raises(NotAllowed, match="Woche"):
        asks(cast)
    assert asks(cast, by=cast.hanna).opened_at
    assert asks(cast, closes_at=cast.now + 12 * DAY, opens=False).opened_at is None


def test_calling_off_needs_a_reason_and_nothing_is_counted(cast: Cast):
    row = asks(cast)
    choose(cast, row, [0])
    with pytest.raises(Invalid):
        actions.drop_decision(actor=cast.mara, decision_id=row.pk, text=" ", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.drop_decision(actor=cast.jonas, decision_id=row.pk, text="Nein", at=cast.now)
    actions.drop_decision(actor=cast.mara, decision_id=row.pk, text="Wir kochen doch nicht.", at=cast.now)
    assert page(cast, closed(cast, row)).verdict == "Abgesagt: Wir kochen doch nicht."
    assert row.result is None


# ------------------------------------------------------------------ what follows, and who is told


def test_what_follows_is_written_down_taken_on_asked_after_and_done(cast: Cast):
    row = asks(cast)
    choose(cast, row, [0])
    closed(cast, row)
    today = cast.house.day(cast.now)
    with pytest.raises(NotAllowed):
        actions.say_outcome(actor=cast.jonas, decision_id=row.pk, text="x", takes_on=False, due_on=None, at=cast.now + 8 * DAY)
    told = {"text": "Es gibt Suppe.", "takes_on": False, "due_on": today + 20 * DAY}
    actions.say_outcome(actor=cast.mara, decision_id=row.pk, at=cast.now + 8 * DAY, **told)
    actions.take_on(actor=cast.jonas, decision_id=row.pk, at=cast.now + 8 * DAY)
    with pytest.raises(OutOfDate, match="schneller"):
        actions.take_on(actor=cast.neo, decision_id=row.pk, at=cast.now + 8 * DAY)
    jobs.ask({}, cast.now + 19 * DAY)
    assert not Notice.objects.filter(code="decision.9").exists()
    for _twice in range(2):
        jobs.ask({}, cast.now + 20 * DAY)
    assert [n.member_id for n in Notice.objects.filter(code="decision.9")] == [cast.jonas.pk]
    actions.take_longer(actor=cast.jonas, decision_id=row.pk, due_on=today + 30 * DAY, at=cast.now + 20 * DAY)
    jobs.ask({}, cast.now + 30 * DAY)
    assert Notice.objects.filter(code="decision.9").count() == 2
    # One tap from the letter, without sign-in: opening it changes nothing.
    path, browser = reverse("inspire:answer_decision", args=[tokens.token(row.pk, cast.jonas.pk)]), cast.client(None)
    assert browser.get(f"{path}?says=done").status_code == 200
    row.refresh_from_db()
    assert row.done_at is None
    assert browser.post(path, {"says": "done", "text": "Sie war gut."}).status_code == 200
    row.refresh_from_db()
    assert (row.done_at is not None, row.done_with) == (True, "Sie war gut.")


def test_who_may_decide_is_told_once_within_the_caps_and_reminded_once(cast: Cast):
    row = asks(cast)
    run_due(clock=lambda: cast.now)
    told = {n.member_id: n for n in Notice.objects.filter(thread=f"decision:{row.pk}")}
    assert set(told) == {m.pk for m in cast.everybody()} - {cast.mara.pk}
    assert {n.category for n in told.values()} == {"decisions"}
    assert not Mail.objects.filter(category="decisions").exists(), "the whole house is not mailed at once"
    actions.choose(actor=cast.jonas, decision_id=row.pk, content=[0], at=cast.now)
    for _twice in range(2):
        jobs.remind({}, cast.now + 6 * DAY)
    reminded = {n.member_id for n in Notice.objects.filter(code="decision.1")}
    assert reminded == {m.pk for m in cast.everybody()} - {cast.jonas.pk}
    jobs.close({}, cast.now + 8 * DAY)
    run_due(clock=lambda: cast.now + 8 * DAY)
    assert Notice.objects.filter(code="decision.8", member=cast.mara).count() == 1, "who asked is asked what follows"


def test_a_few_get_a_letter_with_buttons_and_one_tap_is_enough(cast: Cast):
    group = found_group(actor=cast.mara, shape=shape(), at=cast.now)
    GroupMember.objects.create(group=group, member=cast.jonas, joined_at=cast.now)
    row = asks(cast, who=Who.GROUP, group_id=group.pk)
    consent = asks(cast, Kind.CONSENT, who=Who.GROUP, group_id=group.pk)
    run_due(clock=lambda: cast.now)
    run_due(clock=lambda: cast.now + 2 * DAY)
    mails = Mail.objects.filter(to_member_id=cast.jonas.pk, category="decision_asked")
    assert sorted(mail.subject for mail in mails) == ["Du entscheidest mit: „Was essen wir?“"] * 2
    assert any("Salat" in mail.text for mail in mails)
    browser = cast.client(None)
    for held, says in ((row, "o1"), (consent, "consent")):
        path = reverse("inspire:answer_decision", args=[tokens.token(held.pk, cast.jonas.pk)])
        assert browser.get(f"{path}?says={says}").status_code == 200
        HouseDecision.objects.update(closes_at="2099-01-01T00:00Z")
        assert browser.post(path, {"says": says}).status_code == 200
        assert browser.post(path, {"says": "o9"}).status_code == 422
    assert Ballot.objects.get().content == [1]
    assert Position.objects.get().says == "consent"


# ------------------------------------------------------------------ pages


def test_the_page_asks_counts_and_refuses(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    mara, jonas = cast.client(cast.mara), cast.client(cast.jonas)
    new, today = "/lagerhaus/decisions/new/", cast.house.day(cast.now)
    told = {
        "title": "Wann?", "who": "house", "language": "de", "last_day": str(today + 3 * DAY), "on_0": str(today + 5 * DAY), "begins_0": "18:00",
        "ends_0": "20:00", "on_1": str(today + 6 * DAY), "begins_1": "18:00", "ends_1": "01:00",
    }  # fmt: skip
    assert mara.get(new).status_code == 200
    for wrong in ({"title": ""}, {"last_day": str(today + 400 * DAY)}, {"ends_1": ""}, {"on_1": ""}, {"who": "group"}):
        assert mara.post(f"{new}?kind=date", {**told, **wrong}).status_code == 422, wrong
    assert mara.post(f"{new}?kind=date", told).status_code == 302
    row = HouseDecision.objects.get()
    second = row.options.latest("position")
    assert (second.ends_at or cast.now) - (second.starts_at or cast.now) == 7 * HOUR, "an hour before the beginning is the next morning"
    path = f"/lagerhaus/decisions/{row.pk}/"
    assert jonas.get(path).status_code == 404
    assert mara.get(f"{path}edit/").context["form"]["begins_0"].value().strftime("%H:%M") == "18:00"
    assert mara.post(f"{path}edit/", {**told, "title": "Wann singen wir?"}).status_code == 302
    first = row.options.earliest("position")
    assert mara.post(f"{path}step/", {"says": "open"}).status_code == 302
    assert jonas.post(f"{path}ballot/", {"place_0": "2", "place_1": "x"}).status_code == 422
    assert jonas.post(f"{path}ballot/", {"place_0": "2", "place_1": "1"}).status_code == 302
    assert Ballot.objects.get().content == [2, 1]
    assert jonas.post(f"{path}step/", {"says": "event", "option": first.pk}).status_code == 403
    assert mara.post(f"{path}step/", {"says": "drop", "text": ""}).status_code == 422
    assert mara.post(f"{path}step/", {"says": "event", "option": first.pk}).status_code == 302
    assert Event.objects.get().title == "Wann singen wir?"
    assert "Jonas Falk" in jonas.get(path).content.decode()


def test_every_kind_shows_its_rule_its_ballot_and_its_result(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    clock = [cast.now]
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: clock[0])
    lots_ = Lots(1, True, "Lotto", cast.house.day(cast.now) + 9 * DAY)
    made = [
        (asks(cast, method=Method.RANKED), {"place_0": "1", "place_1": "1", "place_2": "2"}, "Schulze"),
        (asks(cast, Kind.BUDGET, by=cast.hanna, options=(Option("Beet", 400), Option("Bank", 300)), budget=500, points=10), {"place_0": "4", "place_1": "6"}, "gleichen Anteile"),
        (asks(cast, Kind.CONSENT), {"says": "consent"}, "Einwand"),
        (asks(cast, Kind.DRAW, lots=lots_), {"says": "back"}, "Lotto"),
    ]  # fmt: skip
    browser = cast.client(cast.jonas)
    for row, ballot, word in made:
        path = f"/lagerhaus/decisions/{row.pk}/"
        assert word in browser.get(path).content.decode(), row.kind
        assert browser.post(f"{path}{'position' if row.kind == Kind.CONSENT else 'ballot'}/", ballot).status_code == 302
        assert browser.get(path).status_code == 200
    assert Ballot.objects.get(decision=made[0][0]).content == [[0, 1], [2]]
    assert Elector.objects.filter(decision=made[3][0]).exclude(in_at=None).count() == 5
    jobs.close({}, cast.now + 8 * DAY)
    clock[0] = cast.now + 9 * DAY
    assert (
        cast.client(cast.mara).post(f"/lagerhaus/decisions/{made[3][0].pk}/step/", {"says": "value", "value": "1 2 3"}).status_code == 302
    )
    texts = [browser.get(f"/lagerhaus/decisions/{row.pk}/").content.decode() for row, *_rest in made]
    for text, word in zip(texts, ("teilen sich den ersten Platz", "Bezahlt", "Angenommen", "Gezogen"), strict=True):
        assert word in text
    board = queries.board(cast.jonas, clock[0])
    assert (len(board.waiting), len(board.running), len(board.over)) == (0, 0, 4)


def test_a_ballot_that_breaks_the_rule_comes_back_as_it_was_sent(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    money = asks(cast, Kind.BUDGET, by=cast.hanna, options=(Option("Beet", 400), Option("Bank", 300)), budget=500, points=10)
    one, fine, ranked = asks(cast), asks(cast, method=Method.APPROVAL), asks(cast, method=Method.RANKED)
    jonas = cast.client(cast.jonas)

    def sent(row: HouseDecision, ballot: dict[str, str]) -> tuple[int, list[int]]:
        answer = jonas.post(f"/lagerhaus/decisions/{row.pk}/ballot/", ballot)
        return answer.status_code, [choice.mine for choice in answer.context["page"].choices] if answer.context else []

    assert sent(money, {"place_0": "8", "place_1": "6"}) == (422, [8, 6])
    for row in (money, one, ranked):
        assert sent(row, {"place_0": "0"})[0] == 422, "a button pressed too early is no ballot"
    assert not Ballot.objects.exists()
    assert sent(fine, {}) == (302, []), "that nothing would be fine is an answer"
    assert sent(one, {"option": "1"}) == (302, [])
