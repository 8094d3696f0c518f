"""The monthly review: who holds it, when it is due, what is decided and what follows, what members read, and measures."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from drittort.core import care, letter, metrics
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.metrics import Figure
from drittort.core.models import LedgerRow
from drittort.members.models import Member
from drittort.members.notices.models import Notice
from drittort.plan.metrics.models import MetricMonth
from drittort.plan.overview.due import items
from drittort.plan.programs.actions import Shape, plan_program, start_program
from drittort.plan.programs.models import Program
from drittort.plan.review import actions, jobs, queries, reactions, rules, words
from drittort.plan.review.models import MonthReview, PlanMeasure, ProgramVerdict
from drittort.plan.review.rules import Decision
from tests.cast import Cast

APRIL = date(2026, 4, 1)
DAY = timedelta(days=1)


def program(cast: Cast, name: str = "Trios", *, since: int = 60, review_on: date | None = None, **more: object) -> Program:
    """A program that runs."""
    shape = Shape(
        "connect",
        name,
        "Drei Leute.",
        "de",
        owner_id=cast.hanna.pk,
        starts_on=cast.house.day(cast.now) - since * DAY,
        review_on=review_on,
        **more,
    )  # type: ignore[arg-type]
    row = plan_program(actor=cast.hanna, shape=shape, at=cast.now)
    return start_program(actor=cast.hanna, program_id=row.pk, at=cast.now)


def begun(cast: Cast) -> MonthReview:
    """A review of April that is being held."""
    return actions.begin_review(actor=cast.hanna, month=APRIL, at=cast.now)


def measure(cast: Cast, **more: object) -> PlanMeasure:
    """Something that Hanna does within a week."""
    usual = {"actor": cast.hanna, "text": "Vier Leute fragen.", "until_on": cast.house.day(cast.now) + 7 * DAY, "at": cast.now}
    return actions.add_measure(**{**usual, **more})  # type: ignore[arg-type]


def followed(cast: Cast) -> None:
    """Let the worker do what is due."""
    run_due(clock=lambda: cast.now)


def told(member: Member) -> list[str]:
    """The codes of what somebody was told."""
    return list(Notice.objects.filter(member=member).order_by("pk").values_list("code", flat=True))


def test_members_hold_no_review_and_read_none_that_is_not_for_them(cast):
    review = begun(cast)
    for who in (cast.mara, cast.neo):
        with pytest.raises(NotAllowed):
            actions.begin_review(actor=who, month=APRIL, at=cast.now)
        with pytest.raises(NotAllowed):
            queries.one(who, review.pk, cast.now)
        with pytest.raises(NotFound):
            queries.told(who, review.pk)
    cast.sten.roles = ["manager"]
    with pytest.raises(NotFound):
        queries.one(cast.sten, review.pk, cast.now)
    with pytest.raises(NotFound):
        queries.told(cast.sten, review.pk)


def test_a_review_is_of_a_month_that_is_over_and_there_is_one_of_each(cast):
    assert begun(cast) == actions.begin_review(actor=cast.olga, month=APRIL, at=cast.now + DAY)
    for month in (date(2026, 5, 1), date(2026, 4, 2), date(2025, 3, 1)):
        with pytest.raises(NotAllowed):
            actions.begin_review(actor=cast.hanna, month=month, at=cast.now)
    assert actions.begin_review(actor=cast.hanna, month=date(2025, 5, 1), at=cast.now).pk


def test_it_is_due_where_programs_stood_until_it_is_closed(cast):
    assert rules.due(cast.house, cast.now) is None
    program(cast)
    assert rules.due(cast.house, cast.now) == APRIL
    review = begun(cast)
    assert rules.due(cast.house, cast.now) == APRIL
    assert [item.path for item in care.items(cast.hanna, cast.now) if "reviews" in item.path] == [
        reverse("plan:reviews", args=["lagerhaus"])
    ]
    assert not [item for item in care.items(cast.mara, cast.now) if "plan" in item.path]
    actions.close_review(actor=cast.hanna, review_id=review.pk, tells=False, at=cast.now)
    assert rules.due(cast.house, cast.now) is None
    assert rules.due(cast.house, datetime.fromisoformat("2026-06-01T09:00:00+00:00")) == date(2026, 5, 1)


def test_a_program_that_began_later_makes_no_review_due(cast):
    program(cast, since=3)
    assert rules.due(cast.house, cast.now) is None


def test_the_team_is_reminded_once_and_once_more_in_the_middle_of_the_month(cast):
    program(cast)
    for moment in ("05-02T08:00", "05-04T05:00", "05-04T08:00", "05-05T08:00", "05-15T08:00", "05-18T08:00"):
        jobs.remind({}, datetime.fromisoformat(f"2026-{moment}:00+00:00"))
    assert told(cast.hanna) == told(cast.olga) == ["review.due", "review.late"]
    assert told(cast.mara) == []
    said = Notice.objects.filter(member=cast.hanna).order_by("pk").first()
    assert said.at == datetime.fromisoformat("2026-05-04T08:00:00+00:00")
    assert reactions.months([said.facts, {"month_review": 0}]) == [{"month": "April 2026"}, {"month": "…"}]


def test_what_is_decided_needs_its_reason_and_follows_when_the_review_is_closed(cast):
    today = cast.house.day(cast.now)
    kept, changed, stopped, left = (program(cast, name, review_on=today - DAY) for name in ("Bleibt", "Anders", "Endet", "Später"))
    far = program(cast, "Fern", review_on=today + 200 * DAY)
    review = begun(cast)
    with pytest.raises(Invalid):
        actions.decide(actor=cast.hanna, review_id=review.pk, decisions=[Decision(kept.pk, "keep", " ")], at=cast.now)
    with pytest.raises(Invalid):
        actions.decide(actor=cast.hanna, review_id=review.pk, decisions=[Decision(0, "keep", "Gut.")], at=cast.now)
    said = [
        Decision(kept.pk, "stop", "Doch."),
        Decision(changed.pk, "change", "Seltener."),
        Decision(stopped.pk, "stop", "Niemand kam."),
        Decision(far.pk, "keep", "Läuft."),
    ]
    actions.decide(actor=cast.hanna, review_id=review.pk, decisions=said, at=cast.now)
    actions.decide(actor=cast.olga, review_id=review.pk, decisions=[Decision(kept.pk, "keep", "Alle mögen es.")], at=cast.now)
    assert LedgerRow.objects.filter(kind=actions.DECIDED).count() == 4
    assert not Program.objects.exclude(ended_at=None).exists()
    actions.close_review(actor=cast.hanna, review_id=review.pk, tells=False, at=cast.now)
    days = {row.name: row.review_on for row in Program.objects.all()}
    assert (days["Bleibt"], days["Anders"], days["Später"], days["Fern"]) == (
        today + timedelta(weeks=13),
        today + timedelta(weeks=5),
        today - DAY,
        far.review_on,
    )
    assert [(row.name, row.ended_with) for row in Program.objects.exclude(ended_at=None)] == [("Endet", "Niemand kam.")]
    for late in (
        lambda: actions.decide(actor=cast.hanna, review_id=review.pk, decisions=[Decision(left.pk, "keep", "Gut.")], at=cast.now),
        lambda: actions.close_review(actor=cast.hanna, review_id=review.pk, tells=False, at=cast.now),
        lambda: actions.write_review(actor=cast.hanna, review_id=review.pk, happened="Viel.", at=cast.now),
        lambda: measure(cast, review_id=review.pk),
    ):
        with pytest.raises(OutOfDate):
            late()


def test_members_read_what_is_for_them_and_no_reason_and_no_name(cast):
    trios, quiet = program(cast), program(cast, "Für Leute ohne Vorstellung")
    review = begun(cast)
    actions.write_review(
        actor=cast.hanna,
        review_id=review.pk,
        happened="Jonas hat gekündigt.",
        worked="Die Suppe.",
        said="Es gibt jetzt Suppe.",
        at=cast.now,
    )
    actions.decide(
        actor=cast.hanna,
        review_id=review.pk,
        decisions=[Decision(trios.pk, "keep", "Weil Mara."), Decision(quiet.pk, "change", "Heikel.", told=False)],
        at=cast.now,
    )
    measure(cast, review_id=review.pk, responsible_id=cast.jonas.pk, told=True, text="Töpfe kaufen.")
    measure(cast, review_id=review.pk, text="Mit Jonas sprechen.")
    with pytest.raises(NotFound):
        queries.told(cast.mara, review.pk)
    actions.close_review(actor=cast.hanna, review_id=review.pk, tells=True, at=cast.now)
    followed(cast)
    assert (told(cast.hanna), told(cast.olga), told(cast.mara), told(cast.sten)) == ([], ["review.closed"], ["review.told"], [])
    page = cast.client(cast.mara).get(reverse("plan:told_review", args=["lagerhaus", review.pk])).content.decode()
    assert all(text in page for text in ("Es gibt jetzt Suppe.", "Trios", "Töpfe kaufen."))
    assert not any(text in page for text in ("Jonas", "Weil Mara", "Leute ohne Vorstellung", "Die Suppe", "Hanna"))
    block = letter.BLOCKS["review"]
    assert [item.thing for item in block.make(cast.house, cast.now - DAY, cast.now)] == [review.pk]
    assert list(block.make(cast.house, cast.now, cast.now + DAY)) == []


def test_a_review_without_a_word_for_members_is_not_told(cast):
    review = begun(cast)
    with pytest.raises(Invalid):
        actions.close_review(actor=cast.hanna, review_id=review.pk, tells=True, at=cast.now)
    actions.close_review(actor=cast.hanna, review_id=review.pk, tells=False, at=cast.now)
    followed(cast)
    assert told(cast.mara) == []


def test_a_measure_is_somebodys_until_a_day_and_ends_done_or_dropped_with_why(cast):
    one = measure(cast, responsible_id=cast.mara.pk)
    followed(cast)
    assert told(cast.mara) == ["plan_measure.yours"]
    assert reactions.texts([{"plan_measure": one.pk}]) == [{"text": "Vier Leute fragen."}]
    with pytest.raises(NotFound):
        actions.settle_measure(actor=cast.jonas, measure_id=one.pk, done=True, text="", at=cast.now)
    with pytest.raises(Invalid):
        actions.settle_measure(actor=cast.mara, measure_id=one.pk, done=False, text=" ", at=cast.now)
    assert actions.settle_measure(actor=cast.mara, measure_id=one.pk, done=True, text="", at=cast.now).done_at == cast.now
    with pytest.raises(OutOfDate):
        actions.settle_measure(actor=cast.hanna, measure_id=one.pk, done=False, text="Nein.", at=cast.now)
    mine = measure(cast, responsible_id=cast.hanna.pk)
    followed(cast)
    assert told(cast.hanna) == []
    assert actions.settle_measure(actor=cast.olga, measure_id=mine.pk, done=False, text="Keine Zeit.", at=cast.now).dropped_at == cast.now
    browser = cast.client(cast.mara)
    assert browser.get(reverse("plan:measure", args=["lagerhaus", one.pk])).status_code == 200
    assert browser.get(reverse("plan:measure", args=["lagerhaus", mine.pk])).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"until_on": date(2026, 5, 11)}, {"responsible_id": 0}, {"program_id": 0}, {"metric": "nothing"}]
)
def test_what_cannot_be_a_measure_is_refused(cast, wrong):
    with pytest.raises(Invalid):
        measure(cast, **wrong)


def test_what_comes_from_elsewhere_is_a_measure_once(cast):
    first = measure(cast, source="month_review:7")
    assert measure(cast, source="month_review:7", text="Noch einmal.") == first
    assert measure(cast) != measure(cast)
    # The database holds it too, whoever writes past the action.
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanMeasure.objects.create(space=cast.house, text="Doch.", until_on=first.until_on, source="month_review:7", made_at=cast.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanMeasure.objects.filter(pk=measure(cast).pk).update(source="month_review:7")
    with pytest.raises(NotAllowed):
        measure(cast, actor=cast.mara)


def test_a_measure_whose_day_is_over_is_asked_after_once(cast):
    hers, nobodys = measure(cast, responsible_id=cast.mara.pk), measure(cast)
    for days in (7, 8, 9):
        jobs.remind({}, cast.now + days * DAY)
    assert told(cast.mara) == ["plan_measure.late"]
    assert told(cast.hanna) == told(cast.olga) == ["plan_measure.late"]
    assert [item.title for item in care.items(cast.hanna, cast.now + 8 * DAY) if "measures" in item.path] == [nobodys.text]
    actions.end_of(member_id=cast.mara.pk)
    hers.refresh_from_db()
    assert hers.responsible is None


def test_whether_a_goal_was_reached_minds_what_chance_does(cast):
    up, down = metrics.METRICS["introductions_met"], metrics.METRICS["need_hours"]
    assert [
        words.reached(up, 0.6, figure)[1] or words.reached(up, 0.6, figure)[0]
        for figure in (Figure(0.8, 50, 0.67, 0.9), Figure(0.4, 50, 0.27, 0.55), Figure(0.65, 9, 0.3, 0.9), Figure(0.5, 9, 0.2, 0.8))
    ] == ["good", "bad", "erreicht, vielleicht durch Zufall", "verfehlt, vielleicht durch Zufall"]
    assert [words.reached(down, 6.0, Figure(value, 9))[1] for value in (5.0, 6.0, 7.0)] == ["good", "good", "bad"]
    # A share as figures really come, without an interval of their own: chance does to it what it does to coins.
    told = metrics.open_share(5, 8)
    assert (words.reached(up, 0.6, told), words.interval(up, told)) == (
        ("erreicht, vielleicht durch Zufall", ""),
        "31\u00a0% bis 86\u00a0%",
    )
    assert words.interval(metrics.METRICS["occupancy"], Figure(0.7, 1)) == ""
    assert words.reached(up, 0.6, metrics.PRIVATE) == ("zu wenige Leute, um es zu sagen", "")
    assert words.reached(up, None, Figure(0.5, 9)) == ("", "")


def test_the_page_shows_the_month_and_what_programs_reached(cast):
    aimed = program(cast, metric="introductions_met", target=0.6)
    program(cast, "Neu im April", since=20)
    for month, value in ((date(2026, 3, 1), 0.5), (APRIL, 0.8), (date(2026, 5, 1), 0.1)):
        MetricMonth.objects.create(
            space=cast.house,
            metric="introductions_met",
            month=month,
            value=value,
            of=50,
            low=value - 0.1,
            high=value + 0.1,
            made_at=cast.now,
            closed_at=cast.now,
        )
    page = queries.one(cast.hanna, begun(cast).pk, cast.now)
    assert [(row.value, row.before, row.interval) for row in page.figures] == [("80\u00a0%", "50\u00a0%", "70\u00a0% bis 90\u00a0%")]
    assert [one.text for one in page.events] == ["„Neu im April“ hat begonnen."]
    assert {one.name: one.tone for one in page.programs} == {aimed.name: "good", "Neu im April": ""}


def test_half_an_hour_from_the_list_to_the_minutes(cast):
    trios = program(cast)
    browser, house = cast.client(cast.hanna), "lagerhaus"
    MonthReview.objects.all().delete()
    today = cast.house.day(datetime.now(tz=cast.now.tzinfo))
    month = rules.last_month(today)
    answer = browser.post(reverse("plan:begin_review", args=[house]), {"month": month.isoformat()})
    review = MonthReview.objects.get()
    assert answer.url == reverse("plan:review", args=[house, review.pk])
    step = reverse("plan:review_step", args=[house, review.pk])
    browser.post(step, {"says": "happened", "happened": "Der Herd ging kaputt."})
    browser.post(step, {"says": "worked", "worked": "Die Trios."})
    browser.post(step, {"says": "decide", f"says-{trios.pk}": "keep", f"reason-{trios.pk}": "Alle mögen sie.", f"told-{trios.pk}": "on"})
    browser.post(
        step,
        {"says": "measure", "text": "Neuer Herd", "until_on": (today + 9 * DAY).isoformat(), "responsible_id": cast.olga.pk, "told": "on"},
    )
    assert browser.post(step, {"says": "measure", "text": "Nichts"}).status_code == 422
    assert browser.post(step, {"says": "decide", f"says-{trios.pk}": "stop", f"reason-{trios.pk}": ""}).status_code == 422
    assert browser.post(step, {"says": "sing"}).status_code == 422
    assert browser.post(step, {"says": "close", "said": "Es gibt einen Herd.", "tells": "on"}).status_code == 302
    review.refresh_from_db()
    assert (review.happened, review.worked, review.said) == ("Der Herd ging kaputt.", "Die Trios.", "Es gibt einen Herd.")
    assert ProgramVerdict.objects.get().told
    assert PlanMeasure.objects.get().responsible == cast.olga
    minutes = browser.get(answer.url).content.decode()
    assert all(text in minutes for text in ("Der Herd ging kaputt.", "Alle mögen sie.", "Neuer Herd"))


def test_one_button_keeps_all_that_stands_on_the_page_and_a_refusal_loses_nothing(cast):
    trios, browser, row = program(cast), cast.client(cast.hanna), begun(cast)
    step = reverse("plan:review_step", args=["lagerhaus", row.pk])
    until = (datetime.now(tz=cast.now.tzinfo).date() + 9 * DAY).isoformat()
    sent = {
        "says": "close", "tells": "on", "happened": "Der Herd ging kaputt.", "worked": "Die Trios.", "said": "Es gibt einen Herd.", "text": "Neuer Herd",
        "until_on": until, f"says-{trios.pk}": "keep", f"told-{trios.pk}": "on", f"reason-{trios.pk}": "",
    }  # fmt: skip
    refused = browser.post(step, sent)
    page = refused.content.decode()
    assert (refused.status_code, MonthReview.objects.get().closed_at) == (422, None)
    assert f'id="says-{trios.pk}-keep" name="says-{trios.pk}" value="keep" checked' in page
    assert all(text in page for text in ("Der Herd ging kaputt.", "Es gibt einen Herd.", 'value="Neuer Herd"'))
    # A reason without a choice is no decision either.
    assert browser.post(step, {**sent, f"says-{trios.pk}": "", f"reason-{trios.pk}": "Alle mögen sie."}).status_code == 422
    assert browser.post(step, {**sent, f"reason-{trios.pk}": "Alle mögen sie."}).status_code == 302
    row.refresh_from_db()
    assert (row.happened, row.worked, row.said) == ("Der Herd ging kaputt.", "Die Trios.", "Es gibt einen Herd.")
    assert (row.closed_at is not None, ProgramVerdict.objects.get().reason, PlanMeasure.objects.get().text) == (
        True,
        "Alle mögen sie.",
        "Neuer Herd",
    )


def test_two_who_hold_it_together_do_not_write_over_each_other(cast):
    trios, row = program(cast), begun(cast)
    hanna, olga = cast.client(cast.hanna), cast.client(cast.olga)
    step = reverse("plan:review_step", args=["lagerhaus", row.pk])
    found = {"was-happened": "", "was-worked": "", f"was-{trios.pk}": ":1:", f"told-{trios.pk}": "on", f"reason-{trios.pk}": ""}
    hanna.post(
        step, {**found, "says": "decide", "happened": "Der Herd.", "worked": "", f"says-{trios.pk}": "keep", f"reason-{trios.pk}": "Gut."}
    )
    # Olga opened the page before, and saves it later.
    olga.post(step, {**found, "says": "worked", "happened": "Die Tür.", "worked": "Die Trios."})
    row.refresh_from_db()
    assert (row.happened, row.worked) == ("Der Herd.\n\nDie Tür.", "Die Trios.")
    assert ProgramVerdict.objects.get().reason == "Gut."
    # Who changed nothing of it takes nothing away.
    hanna.post(step, {"says": "happened", "was-happened": "Der Herd.", "happened": "Der Herd."})
    row.refresh_from_db()
    assert row.happened == "Der Herd.\n\nDie Tür."
    with pytest.raises(Invalid):
        actions.write_review(actor=cast.olga, review_id=row.pk, happened="x" * 1999, before={"happened": ""}, at=cast.now)


def test_first_steps_become_measures_once_with_their_days(cast):
    today = cast.house.day(cast.now)
    shape = Shape("connect", "Trios", "Drei Leute.", "de", owner_id=cast.olga.pk, starts_on=today + 3 * DAY)
    row = plan_program(actor=cast.hanna, shape=shape, template="trios", at=cast.now)
    step = reverse("plan:program_step", args=["lagerhaus", row.pk])
    for _again in range(2):
        cast.client(cast.hanna).post(step, {"says": "steps"})
    now = datetime.now(tz=cast.now.tzinfo).astimezone(cast.house.zone).date()
    days = [max(today + 3 * DAY + k * DAY, now) for k in (-7, 1, 42)]
    assert list(PlanMeasure.objects.order_by("pk").values_list("until_on", "responsible", "program")) == [
        (day, cast.olga.pk, row.pk) for day in days
    ]
    assert next(one.text for one in queries.of_program(cast.hanna, row.pk, cast.now)) == "Die Runde mit Trios anlegen"
    with pytest.raises(Invalid):
        actions.plan_first_steps(actor=cast.hanna, program_id=program(cast, "Ohne").pk, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.plan_first_steps(actor=cast.mara, program_id=row.pk, at=cast.now)


def test_the_first_page_of_the_plan_says_what_is_due(cast):
    today = cast.house.day(cast.now)
    program(cast, "Trios", review_on=today)
    program(cast, "Später", review_on=today + DAY)
    measure(cast, text="Bald.")
    measure(cast, text="Irgendwann.", until_on=today + 30 * DAY)
    assert [item.title for item in items(cast.hanna, cast.now) if "/goals/" not in item.path] == [
        "Monatsrunde April 2026",
        "Trios",
        "Bald.",
    ]
