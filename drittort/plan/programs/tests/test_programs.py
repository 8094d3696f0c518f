"""Programs: who runs them, where they stand, whom they reach, what they bring, and what is too much."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from drittort.connect.introductions.actions import propose_introduction
from drittort.connect.introductions.models import Round
from drittort.connect.rounds.models import GroupDraft, Series
from drittort.core import metrics, running
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.metrics import Figure
from drittort.core.models import LedgerRow
from drittort.core.rulebook import HINTS
from drittort.inspire.rituals.catalogue import rituals
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.notices.letters import gather
from drittort.members.notices.models import Notice
from drittort.plan import appendix
from drittort.plan.automations.deciding import Content
from drittort.plan.automations.models import Rule
from drittort.plan.automations.tests.making import acted, made_rule
from drittort.plan.programs import actions, attention, load, queries, rules
from drittort.plan.programs.actions import Shape
from drittort.plan.programs.calendar import calendar
from drittort.plan.programs.catalogue import templates
from drittort.plan.programs.models import COMING, DRAFT, ENDED, PAUSES, RUNS, Program, ProgramPart, ProgramPause, ProgramWeek, stage
from tests.cast import Cast, person

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def shape(cast: Cast, **more: object) -> Shape:
    """A program as somebody thinks of it."""
    return Shape(
        **{"kind": "connect", "name": "Trios", "purpose": "Drei Leute, ein Kaffee.", "language": "de", "owner_id": cast.hanna.pk, **more}
    )  # type: ignore[arg-type]


def planned(cast: Cast, **more: object) -> Program:
    """A draft."""
    return actions.plan_program(actor=cast.hanna, shape=shape(cast, **more), at=cast.now)


def begun(cast: Cast, **more: object) -> Program:
    """A program that was started."""
    return actions.start_program(actor=cast.hanna, program_id=planned(cast, **more).pk, at=cast.now)


def stands(program: Program, day: date) -> str:
    """Where it stands on a day."""
    return stage(program, list(ProgramPause.objects.filter(program=program)), day)


def test_members_do_not_run_programs_and_do_not_see_them(cast):
    program = begun(cast)
    with pytest.raises(NotAllowed):
        actions.plan_program(actor=cast.mara, shape=shape(cast), at=cast.now)
    with pytest.raises(NotAllowed):
        queries.one(cast.mara, program.pk, cast.now)
    with pytest.raises(NotAllowed):
        actions.end_program(actor=cast.mara, program_id=program.pk, text="Weg.", at=cast.now)
    cast.sten.roles = ["manager"]
    with pytest.raises(NotFound):
        queries.one(cast.sten, program.pk, cast.now)


def test_where_it_stands_follows_from_what_happened(cast):
    today = cast.house.day(cast.now)
    program = planned(cast, starts_on=today + DAY, ends_on=today + 30 * DAY)
    assert stands(program, today) == DRAFT
    program = actions.start_program(actor=cast.hanna, program_id=program.pk, at=cast.now)
    assert [stands(program, today + days * DAY) for days in (0, 1, 30, 31)] == [COMING, RUNS, RUNS, ENDED]
    actions.pause_program(actor=cast.hanna, program_id=program.pk, at=cast.now + 5 * DAY)
    with pytest.raises(OutOfDate):
        actions.pause_program(actor=cast.hanna, program_id=program.pk, at=cast.now + 6 * DAY)
    assert stands(program, today + 6 * DAY) == PAUSES
    actions.go_on(actor=cast.hanna, program_id=program.pk, at=cast.now + 8 * DAY)
    assert [stands(program, today + days * DAY) for days in (4, 5, 7, 8)] == [RUNS, PAUSES, PAUSES, RUNS]
    actions.pause_program(actor=cast.hanna, program_id=program.pk, at=cast.now + 9 * DAY)
    actions.go_on(actor=cast.hanna, program_id=program.pk, at=cast.now + 9 * DAY)
    assert stands(program, today + 9 * DAY) == RUNS
    ended = actions.end_program(actor=cast.hanna, program_id=program.pk, text="Es kamen zu wenige.", at=cast.now + 10 * DAY)
    assert (
        actions.end_program(actor=cast.hanna, program_id=program.pk, text="Doch anders.", at=cast.now + 11 * DAY).ended_with
        == "Es kamen zu wenige."
    )
    assert stands(ended, today + 10 * DAY) == ENDED
    kinds = LedgerRow.objects.filter(subject_id=program.pk, kind__startswith="program.").order_by("pk").values_list("kind", flat=True)
    assert [kind.removeprefix("program.") for kind in kinds] == ["planned", "started", "paused", "went_on", "paused", "went_on", "ended"]


def test_one_that_will_begin_rests_once_until_somebody_lets_it_go_on(cast):
    program = begun(cast, starts_on=cast.house.day(cast.now) + 7 * DAY)
    actions.pause_program(actor=cast.hanna, program_id=program.pk, at=cast.now)
    with pytest.raises(OutOfDate):
        actions.pause_program(actor=cast.hanna, program_id=program.pk, at=cast.now + DAY)
    page = queries.one(cast.hanna, program.pk, cast.now + DAY)
    assert (page.line.stage, page.can_pause, page.can_go_on) == (COMING, False, True)


def test_a_program_without_anybody_is_not_started_and_only_drafts_are_thrown_away(cast):
    alone = planned(cast, owner_id=None)
    with pytest.raises(OutOfDate):
        actions.start_program(actor=cast.hanna, program_id=alone.pk, at=cast.now)
    actions.drop_program(actor=cast.hanna, program_id=alone.pk, at=cast.now)
    assert not Program.objects.exists()
    program = begun(cast)
    with pytest.raises(OutOfDate):
        actions.drop_program(actor=cast.hanna, program_id=program.pk, at=cast.now)
    with pytest.raises(Invalid):
        actions.end_program(actor=cast.hanna, program_id=program.pk, text=" ", at=cast.now)
    with pytest.raises(Invalid):
        actions.change_program(actor=cast.hanna, program_id=program.pk, shape=shape(cast), at=cast.now)
    actions.end_of(member_id=cast.hanna.pk)
    program.refresh_from_db()
    assert program.owner is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": " "}, {"kind": "sell"}, {"audience": "location"}, {"audience": "role", "role": "nobody"}, {"audience": "industry", "industry": "7"},
        {"metric": "nothing"}, {"target": 3.0}, {"mails": Decimal(-1)}, {"starts_on": date(2026, 6, 2), "ends_on": date(2026, 6, 1)}, {"owner_id": 0},
    ],
)  # fmt: skip
def test_what_the_house_does_not_have_is_refused(cast, wrong):
    if wrong == {"owner_id": 0}:
        wrong = {"owner_id": cast.sten.pk}
    with pytest.raises(Invalid):
        planned(cast, **wrong)
    assert not Program.objects.exists()


def test_whom_it_reaches(cast):
    today = cast.house.day(cast.now)
    Member.objects.filter(pk__in=[cast.mara.pk, cast.ada.pk]).update(location=cast.upstairs)
    reach = {
        "all": set(cast.everybody()), "new": {cast.neo}, "location": {cast.mara, cast.ada}, "role": {cast.hanna}, "industry": {cast.mara, cast.ada},
    }  # fmt: skip
    chosen = {"location": {"location_id": cast.upstairs.pk}, "role": {"role": "manager"}, "industry": {"industry": "M"}}
    for audience, people in reach.items():
        program = planned(cast, audience=audience, **chosen.get(audience, {}))
        assert set(rules.people_in(program, today)) == people, audience
    agreed = planned(cast, audience="introduced")
    assert rules.people_in(agreed, today).count() == rules.people_in(agreed, today).agreed("introduced").count() > 0
    assert rules.told(4, "all") is None
    assert (rules.told(7, "all"), rules.told(7, "introduced")) == (7, 5)


def test_a_goal_is_said_in_the_unit_of_its_figure(cast, monkeypatch):
    monkeypatch.setattr(metrics, "METRICS", {})
    told = {"program": "connect", "definition": "", "formula": "", "source": "", "limits": "", "why_private": "x"}
    metrics.metric("met", "Treffen", lambda space, months: {months[0]: Figure(0.5)}, unit=metrics.SHARE, better=metrics.UP, **told)
    metrics.metric("wait", "Antwort", lambda space, months: {}, unit=metrics.HOURS, better=metrics.DOWN, **told)
    assert queries.words.goal(planned(cast, metric="met", target=0.6)) == "Treffen: mindestens 60\u00a0%"
    assert queries.words.goal(planned(cast, metric="wait", target=6.0)) == "Antwort: höchstens 6 h"
    page = cast.client(cast.hanna).post(
        reverse("plan:new_program", args=["lagerhaus"]),
        {"kind": "connect", "name": "Runde", "purpose": "Für alle.", "language": "de", "owner_id": cast.hanna.pk, "audience": "all", "cadence": "weekly", "metric": "met", "target": "62,5", "mails": "0,5"},
    )  # fmt: skip
    assert page.status_code == 302
    made = Program.objects.get(name="Runde")
    assert (made.target, made.mails) == (0.625, Decimal("0.5"))
    assert b'value="62,5"' in cast.client(cast.hanna).get(reverse("plan:edit_program", args=["lagerhaus", made.pk])).content


def test_templates_are_whole_in_both_languages_and_name_parts_that_there_are():
    keys = {one.key for one in rituals()}
    assert len(templates()) >= 12
    assert {one.kind for one in templates()} == set(Program.Kind.values)
    for one in templates():
        assert len({len(said.steps) for said in one.said.values()} | {len(one.days)}) == 1, one.key
        assert all(part.kind in running.KINDS for part in one.parts), one.key
        assert (one.metric in metrics.METRICS) is (one.target is not None), one.key
        assert {part.preset["ritual"] for part in one.parts if "ritual" in part.preset} <= keys
        assert one.audience in Program.Audience.values
        assert one.cadence in Program.Cadence.values
        assert one.first_on(date(2026, 5, 12)).weekday() == 0


def test_a_template_is_chosen_made_ones_own_and_started(cast):
    browser, house = cast.client(cast.hanna), "lagerhaus"
    page = browser.get(reverse("plan:program_template", args=[house, "trios"]))
    assert reverse("connect:series", args=[house]) + "?name=Trios&amp;size=trios&amp;rhythm=fortnightly" in page.content.decode()
    form = browser.get(reverse("plan:new_program", args=[house]) + "?template=trios").context["form"]
    sent = {name: form.initial[name] for name in form.fields if form.initial.get(name) is not None}
    answer = browser.post(reverse("plan:new_program", args=[house]) + "?template=trios", {**sent, "name": "Kaffee zu dritt"})
    program = Program.objects.get(name="Kaffee zu dritt")
    assert answer.url == reverse("plan:program", args=[house, program.pk])
    assert program.template == "trios"
    browser.post(reverse("plan:program_step", args=[house, program.pk]), {"says": "start"})
    assert queries.board(cast.hanna, cast.now).shelves[0].lines[0].name == "Kaffee zu dritt"
    assert next(card for card in queries.cards(cast.hanna) if card.key == "trios").lives
    series = browser.get(reverse("connect:series", args=[house]) + "?size=trios&rhythm=fortnightly")
    assert series.context["form"].initial["size"] == "trios"


def test_a_running_part_hangs_on_one_program_and_knows_nothing_of_it(cast):
    first, second = begun(cast), begun(cast, name="Tische")
    series = Series.objects.create(space=cast.house, name="Runde", opened_at=cast.now)
    for program in (first, first, second):
        actions.hang_part(actor=cast.hanna, program_id=program.pk, part=f"series:{series.pk}", at=cast.now)
    assert [row.program for row in ProgramPart.objects.all()] == [second]
    assert [one.name for one in queries.one(cast.hanna, second.pk, cast.now).hangs] == ["Runde"]
    assert all(series.name not in [one.name for one in some] for _kind, some in queries.free(cast.hanna, first, cast.now))
    for wrong in ("series:0", "nothing:1", "series", f"circles:{series.pk}"):
        with pytest.raises(Invalid):
            actions.hang_part(actor=cast.hanna, program_id=first.pk, part=wrong, at=cast.now)
    actions.take_off(actor=cast.hanna, program_id=second.pk, part=f"series:{series.pk}", at=cast.now)
    assert not ProgramPart.objects.exists()


def test_what_a_part_brought_stays_with_the_program_on_which_it_hung(cast):
    first, second, part = begun(cast), begun(cast, name="Danach"), "idea:0"
    people, moved = crowd(cast), cast.now - 4 * WEEK
    ProgramPart.objects.create(space=cast.house, program=first, part=part, at=cast.now - 20 * WEEK)
    actions.hang_part(actor=cast.hanna, program_id=second.pk, part=part, at=moved)
    for reader in people:
        told(reader, "idea:1", moved - WEEK, moved - WEEK)
        told(reader, "idea:2", moved + WEEK, moved + WEEK)
    hung = LedgerRow.objects.filter(kind=actions.HUNG).values_list("subject_id", flat=True)
    assert list(hung) == [second.pk]

    def brought() -> dict[str, list[date]]:
        load.count_weeks(cast.house, cast.now, load.BACK)
        found: dict[str, list[date]] = {}
        for row in ProgramWeek.objects.filter(part=part, mails=6).select_related("program").order_by("week"):
            found.setdefault(row.program.name, []).append(row.week)
        return found

    assert brought() == {first.name: [date(2026, 4, 6)], "Danach": [date(2026, 4, 20)]}
    # A slip of the hand takes nothing along.
    third = begun(cast, name="Aus Versehen")
    actions.hang_part(actor=cast.hanna, program_id=third.pk, part=part, at=cast.now)
    actions.hang_part(actor=cast.hanna, program_id=second.pk, part=part, at=cast.now + DAY)
    assert brought() == {first.name: [date(2026, 4, 6)], "Danach": [date(2026, 4, 20)]}
    actions.take_off(actor=cast.hanna, program_id=second.pk, part=part, at=cast.now + 3 * WEEK)
    assert brought()["Danach"] == [date(2026, 4, 20)]
    assert not ProgramPart.objects.hanging().exists()


def told(member: Member, thread: str, at: object, mailed: object = None) -> None:
    """A notice."""
    Notice.objects.create(
        member=member, category="x", thread=thread, key=f"{thread}:{at}:{mailed}", at=at, code="x", path="/", mailed_at=mailed
    )


def crowd(cast: Cast) -> list[Member]:
    """Six people."""
    return [person(cast.house, f"Leserin{k} Neu") for k in range(6)]


def test_what_a_program_brought_is_counted_by_week_and_mail(cast):
    ideas, thanks = begun(cast), begun(cast, name="Dank")
    actions.hang_part(actor=cast.hanna, program_id=ideas.pk, part="idea:0", at=cast.now)
    actions.hang_part(actor=cast.hanna, program_id=ideas.pk, part="thanks:0", at=cast.now)
    people, then = crowd(cast), cast.now - WEEK
    for reader in people:
        told(reader, "idea:1", then, then)
        told(reader, "thanks", then, then)
        told(reader, "idea:2", then + DAY, then + DAY)
        told(reader, "elsewhere", then, then)
    told(cast.mara, "idea:1", cast.now - 40 * WEEK)
    load.count_weeks(cast.house, cast.now, load.BACK)
    rows = {row.part: row for row in ProgramWeek.objects.all()}
    assert {part: (row.notices, row.mails, row.readers) for part, row in rows.items()} == {
        "": (18, 12, 6),
        "idea:0": (12, 12, 6),
        "thanks:0": (6, 6, 6),
    }
    assert rows[""].week == date(2026, 5, 4)
    page = queries.one(cast.hanna, ideas.pk, cast.now)
    assert page.brought.startswith("0,5 Mails")
    assert queries.one(cast.hanna, thanks.pk, cast.now).brought == ""


def test_the_calendar_says_what_is_too_much(cast):
    people, today = crowd(cast), cast.house.day(cast.now)
    loud = begun(cast, name="Laut", mails=Decimal("0.5"), hours=Decimal(13), starts_on=today - 4 * WEEK, ends_on=today + WEEK)
    for k in range(3):
        begun(cast, name=f"Viel {k}", kind="inspire", mails=Decimal(2), starts_on=today + 4 * WEEK)
    actions.hang_part(actor=cast.hanna, program_id=loud.pk, part="idea:0", at=cast.now)
    for reader in people:
        for days in (7, 8, 9):
            told(reader, f"idea:{days}", cast.now - days * DAY, cast.now - days * DAY)
    load.count_weeks(cast.house, cast.now, load.LATELY)
    load.count_overlaps(cast.house, cast.now)
    page = calendar(cast.hanna, cast.now)
    cells = next(row for row in page.rows if row.line.name == "Laut").cells
    # Tuesday, 12 May: three mails to each between Sunday the third and Tuesday the fifth; one of them in the week before.
    assert [(one.mails, one.over) for one in cells[2:5]] == [(1.0, False), (2.0, True), (0.5, False)]
    assert [one.runs for one in cells[4:7]] == [True, True, False]
    weeks = {week.on: week for week in page.weeks}
    assert (weeks[date(2026, 5, 11)].mails, round(weeks[date(2026, 5, 11)].hours, 1)) == (0.5, 3.0)
    assert [weeks[date(2026, 6, 8)].mails, weeks[date(2026, 6, 8)].over] == [6.0, True]
    assert len(page.warnings) == 2
    assert page.picture is not None
    assert page.picture.shapes.count("load-over") >= 2
    answer = cast.client(cast.hanna).get(reverse("plan:program_calendar", args=["lagerhaus"]), {"from": "-8"})
    assert answer.status_code == 200


def test_four_readers_are_too_few_to_say_what_they_got(cast):
    program, then = begun(cast, starts_on=cast.house.day(cast.now) - 4 * WEEK), cast.now - WEEK
    actions.hang_part(actor=cast.hanna, program_id=program.pk, part="idea:0", at=cast.now)
    for reader in crowd(cast)[:4]:
        told(reader, "idea:1", then, then)
    load.count_weeks(cast.house, cast.now, load.LATELY)
    assert calendar(cast.hanna, cast.now).rows[0].cells[3].mails is None
    assert queries.one(cast.hanna, program.pk, cast.now).brought == ""


def test_a_program_that_rests_brings_nothing_and_costs_nothing(cast):
    program = begun(cast, hours=Decimal(13), mails=Decimal(1), starts_on=cast.house.day(cast.now) - 4 * WEEK)
    ProgramPause.objects.create(program=program, from_on=cast.house.day(cast.now) - DAY, until_on=cast.house.day(cast.now) + 2 * WEEK)
    page = calendar(cast.hanna, cast.now)
    assert [one.rests for one in page.rows[0].cells[3:7]] == [False, True, True, False]
    assert page.weeks[4].hours == 0


def test_the_form_says_what_is_missing(cast):
    browser = cast.client(cast.hanna)
    answer = browser.post(reverse("plan:new_program", args=["lagerhaus"]), {"kind": "connect", "name": "Runde"})
    assert answer.status_code == 422
    program = begun(cast)
    assert browser.post(reverse("plan:program_step", args=["lagerhaus", program.pk]), {"says": "end", "text": ""}).status_code == 422
    assert browser.post(reverse("plan:program_step", args=["lagerhaus", program.pk]), {"says": "sing"}).status_code == 422


def test_what_a_round_told_is_not_counted_as_an_introduction_of_every_day(cast):
    people, then = crowd(cast), cast.now - WEEK
    series = Series.objects.create(space=cast.house, name="Runde", opened_at=then, next_on=cast.now.date() + DAY)
    made = Round.objects.create(space=cast.house, series=series, made_at=then, seed=1, value=1, bound=1, engine="x", sent_at=then)
    pair = propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=then)
    GroupDraft.objects.create(round=made, position=0, value=1, sent_at=then, introduction=pair)
    daily, rounds = begun(cast, name="Täglich"), begun(cast, name="Runden")
    actions.hang_part(actor=cast.hanna, program_id=daily.pk, part="introduction:0", at=cast.now)
    for reader in people:
        told(reader, f"introduction:{pair.pk}", then, then)
        told(reader, "introduction:0", then, then)
        told(reader, f"round:{made.pk}", then + DAY, then + DAY)
    for hangs in (False, True):
        if hangs:
            actions.hang_part(actor=cast.hanna, program_id=rounds.pk, part=f"series:{series.pk}", at=cast.now)
        load.count_weeks(cast.house, cast.now, load.LATELY)
        mails = {row.program.name: row.mails for row in ProgramWeek.objects.filter(part="", mails__gt=0).select_related("program")}
        assert mails == {"Täglich": 6, **({"Runden": 12} if hangs else {})}
    dates = [one.at.date() for one in running.KINDS["series"].meetings(cast.house, then, cast.now + 3 * WEEK)]
    assert dates == [then.date(), *(cast.now.date() + DAY + k * WEEK for k in range(3))]


def said(cast: Cast, rule: Rule, at: datetime) -> Notice:
    """A rule says something to Mara."""
    act = acted(rule, cast.mara, at)
    facts = {"rule_version": act.version_id, "member": cast.mara.pk}
    found = tell(
        member=cast.mara, category=HINTS, thread=f"rule:{act.pk}", key=f"rule:{act.pk}", at=at, text="rule.says", context=facts, path="/"
    )  # fmt: skip
    assert found is not None
    return found


def gathered(notice: Notice) -> bool:
    """Whether the mail of the morning holds a notice that is due; the worker looks at its moment."""
    notice.refresh_from_db()
    gather({"member": notice.member_id, "thread": ""}, notice.due_at)
    notice.refresh_from_db()
    return notice.mailed_at is not None


def test_what_exceeds_the_attention_of_a_program_waits_for_room(cast):
    content = Content("member", action="house.says", values={"text": "Schön, dass du da bist.", "page": "today"})
    hung, free = made_rule(cast, content, on=True), made_rule(cast, content, name="Frei", on=True)
    program = begun(cast, mails=Decimal(1))
    actions.hang_part(actor=cast.hanna, program_id=program.pk, part=f"house_rule:{hung.pk}", at=cast.now)
    first = said(cast, hung, cast.now)
    assert gathered(first)
    second, other = said(cast, hung, cast.now + DAY), said(cast, free, cast.now + DAY)
    assert gathered(other)
    second.refresh_from_db()
    assert second.mailed_at is None
    # It stands in the inbox, and comes once a week has passed since the last mail of the program.
    assert second.in_inbox
    assert second.due_at is not None
    assert WEEK - DAY < second.due_at - first.mailed_at < WEEK + 3 * DAY
    assert gathered(second)
    Program.objects.filter(pk=program.pk).update(mails=0)
    third = said(cast, hung, cast.now + 21 * DAY)
    assert not gathered(third)
    # What waits belongs to its program as long as it waits, however long ago the rule spoke.
    Notice.objects.filter(pk=third.pk).update(due_at=cast.now + 120 * DAY)
    assert not gathered(third)
    actions.end_program(actor=cast.hanna, program_id=program.pk, text="Genug.", at=cast.now)
    assert gathered(third)


@pytest.mark.parametrize(
    ("mails", "came", "waits"), [("1", [2], 4.5), ("1", [7], None), ("2", [2], None), ("2", [2, 5], 1.5), ("0.5", [7], 6.5), ("0", [], 7)]
)
def test_how_long_a_program_waits(cast, mails, came, waits):
    found = attention.room(Program(mails=Decimal(mails)), [cast.now - days * DAY for days in came], cast.now)
    assert found == (cast.now + waits * DAY if waits is not None else None)


def test_the_plan_shows_what_runs(cast):
    planned(cast, name="Entwurf")
    begun(cast, name="Suppe")
    with translation.override("en"):
        (table,) = appendix.live("programs", cast.house)
    assert (table.title, [row[0] for row in table.rows]) == ("Connect", ["Suppe"])
