"""Goals: how they stand, when they are alarms, who hears of it, and what is done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from drittort.core import care, notices
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.metrics import Figure
from drittort.members.models import Notice
from drittort.plan.goals import actions, jobs, queries, rules
from drittort.plan.goals.models import Goal, GoalAlarm
from drittort.plan.metrics.models import MetricMonth
from drittort.plan.metrics.queries import Kept
from drittort.plan.metrics.rules import back
from drittort.plan.overview import queries as overviews
from drittort.plan.programs.models import Program

MAY = date(2026, 5, 1)
BY = date(2026, 12, 31)


def wanted(cast, figure: str = "need_day", **more: object) -> Goal:
    values = {
        "actor": cast.olga,
        "figure": figure,
        "target": 0.7,
        "low": 0.5,
        "by_on": BY,
        "owner_id": cast.hanna.pk,
        "at": cast.now,
        **more,
    }
    return actions.set_goal(**values)  # type: ignore[arg-type]


def tell(cast, *values: float, figure: str = "need_day", last: date = MAY) -> None:
    """The last months up to one, closed, with these values."""
    for k, value in enumerate(values):
        month = back(last, len(values) - 1 - k)
        MetricMonth.objects.update_or_create(
            space=cast.house, metric=figure, month=month, defaults={"value": value, "of": 20, "made_at": cast.now, "closed_at": cast.now}
        )


def months(*values: float, last: date = MAY) -> list[Kept]:
    return [Kept(back(last, len(values) - 1 - k), Figure(value, 20), True) for k, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ((), "new"),
        ((0.72,), "reached"),
        ((0.6,), "open"),
        ((0.45,), "open"),
        ((0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6), "behind"),
        ((0.40, 0.43, 0.47, 0.51, 0.54, 0.58, 0.61, 0.65), "on_way"),
        ((0.55, 0.69, 0.52, 0.68, 0.56, 0.66, 0.53, 0.67), "open"),
        ((0.6, 0.4, 0.45), "astray"),
    ],
)
def test_how_a_goal_stands_follows_from_the_months(cast, values, state):
    goal = wanted(cast, at=datetime(2025, 6, 1, tzinfo=UTC))
    assert rules.standing(goal, months(*values), date(2026, 6, 2)).state == state


def test_after_its_day_it_is_late_and_where_less_is_better_it_is_turned_round(cast):
    goal = wanted(cast, at=datetime(2025, 6, 1, tzinfo=UTC))
    day = BY + timedelta(days=1)
    assert rules.standing(goal, months(0.6), day).state == "open", "the figure of its month is still to come"
    assert rules.standing(goal, months(0.6, last=BY.replace(day=1)), day).state == "late"
    assert rules.standing(goal, months(0.6), BY + timedelta(days=63)).state == "late"
    fewer = wanted(cast, "isolates", target=0.05, low=None, high=0.1, at=datetime(2025, 6, 1, tzinfo=UTC))
    assert rules.standing(fewer, months(0.04), date(2026, 6, 2)).state == "reached"
    assert rules.standing(fewer, months(0.08), date(2026, 6, 2)).state == "open"
    assert rules.standing(fewer, months(0.2, 0.3), date(2026, 6, 2)).state == "astray"


def test_what_was_before_the_goal_is_no_alarm(cast):
    goal = wanted(cast)
    assert rules.strays(goal, months(0.1, 0.1, last=date(2026, 4, 1))) is None, "that is why it was set"
    assert rules.strays(goal, months(0.1, 0.1, 0.1, last=date(2026, 6, 1))).month == date(2026, 6, 1)
    # Set at half past midnight by the clock of the house, when it was still May elsewhere: May is before it.
    early = wanted(cast, target=0.71, at=datetime(2026, 5, 31, 22, 30, tzinfo=UTC))
    assert rules.strays(early, months(0.1, 0.1, last=date(2026, 6, 1))) is None
    assert rules.strays(early, months(0.1, 0.1, last=date(2026, 7, 1))) is not None
    so_far = [*months(0.1), Kept(date(2026, 6, 1), Figure(0.1, 20), False)]
    assert rules.strays(goal, so_far) is None, "a month that is not over tells nothing"


def test_an_alarm_rings_once_tells_the_owner_what_helps_and_ends_by_itself(cast):
    goal = wanted(cast)
    tell(cast, 0.3, 0.3, last=date(2026, 6, 1))
    at = datetime(2026, 7, 2, 8, tzinfo=UTC)
    jobs.nightly({}, at)
    run_due(clock=lambda: at)
    assert actions.look(space=cast.house, at=at) == 0, "it rings already"
    alarm = GoalAlarm.objects.get(goal=goal)
    told = list(Notice.objects.filter(code="goal.alarm"))
    assert [notice.member_id for notice in told] == [cast.hanna.pk]
    words = notices.WORDINGS["goal.alarm"].words([told[0].facts])[0]
    assert all(words[name] for name in ("figure", "helps"))
    assert [item.path for item in care.items(cast.hanna, at) if "goals" in item.path] == [reverse("plan:goal", args=["lagerhaus", goal.pk])]
    assert not [item for item in care.items(cast.olga, at) if "goals" in item.path], "it is Hanna's"
    assert not [item for item in care.items(cast.mara, at) if "goals" in item.path]

    actions.hear_alarm(actor=cast.hanna, goal_id=goal.pk, measure="Wir fragen früher.", at=at)
    assert not [item for item in care.items(cast.hanna, at) if "goals" in item.path]
    tell(cast, 0.3, 0.3, 0.6, last=date(2026, 7, 1))
    actions.look(space=cast.house, at=at + timedelta(days=30))
    alarm.refresh_from_db()
    assert alarm.over_at is not None
    with pytest.raises(OutOfDate):
        actions.hear_alarm(actor=cast.hanna, goal_id=goal.pk, measure="Noch etwas.", at=at + timedelta(days=31))
    tell(cast, 0.2, 0.1, last=date(2026, 9, 1))
    assert actions.look(space=cast.house, at=at + timedelta(days=95)) == 1


def test_without_an_owner_everybody_who_runs_the_plan_hears_of_it(cast):
    wanted(cast, owner_id=None)
    tell(cast, 0.3, 0.3, last=date(2026, 6, 1))
    actions.look(space=cast.house, at=cast.now + timedelta(days=60))
    run_due(clock=lambda: cast.now + timedelta(days=60))
    assert {notice.member_id for notice in Notice.objects.filter(code="goal.alarm")} == {cast.hanna.pk, cast.olga.pk}


def test_the_goal_of_somebody_who_left_is_everybodys(cast):
    goal = wanted(cast)
    actions.end_of(member_id=cast.hanna.pk)
    tell(cast, 0.4, 0.4, last=MAY)
    goal.refresh_from_db()
    assert goal.owner is None
    with pytest.raises(Invalid, match="vorbei"):
        wanted(cast, by_on=cast.house.day(cast.now))
    form = {"figure": "need_day", "target": "70", "by_on": "2020-01-01"}
    assert cast.client(cast.olga).post("/lagerhaus/plan/goals/new/", form).status_code == 422


def test_a_changed_goal_is_another_one(cast):
    first = wanted(cast)
    assert wanted(cast).pk == first.pk, "the same once more changes nothing"
    second = wanted(cast, target=0.8)
    first.refresh_from_db()
    assert (first.ended_at, Goal.objects.standing().get().pk) == (cast.now, second.pk)
    actions.end_goal(actor=cast.hanna, goal_id=second.pk, words="Erreicht.", at=cast.now)
    actions.end_goal(actor=cast.hanna, goal_id=second.pk, words="Noch einmal.", at=cast.now)
    second.refresh_from_db()
    assert second.ended_with == "Erreicht."


def test_who_sets_goals_and_what_is_refused(cast):
    with pytest.raises(NotAllowed):
        wanted(cast, actor=cast.mara)
    with pytest.raises(NotFound):
        wanted(cast, "no_such_figure")
    with pytest.raises(Invalid):
        wanted(cast, by_on=date(2026, 5, 12))
    assert wanted(cast, owner_id=cast.mara.pk).owner is None, "members own no goals of the house"
    with pytest.raises(NotFound):
        actions.end_goal(actor=cast.hanna, goal_id=10**6, words="", at=cast.now)


def test_the_form_takes_shares_in_per_cent(cast):
    browser = cast.client(cast.olga)
    address = reverse("plan:new_goal", args=["lagerhaus"])
    assert b'value="70' in browser.get(f"{address}?figure=need_day").content
    data = {"figure": "need_day", "target": "70", "low": "50", "by_on": "2027-01-31", "owner": cast.hanna.pk, "why": ""}
    assert browser.post(address, data).status_code == 302
    goal = Goal.objects.get()
    assert (goal.target, goal.low, goal.high, goal.owner_id) == (0.7, 0.5, None, cast.hanna.pk)
    assert browser.post(address, {**data, "target": "700"}).status_code == 422
    assert browser.post(address, {**data, "low": "60", "high": "50"}).status_code == 422
    assert browser.post(reverse("plan:hear_alarm", args=["lagerhaus", goal.pk]), {"measure": ""}).status_code == 422


def test_the_pages_show_how_it_stands(cast, django_assert_max_num_queries):
    goal = wanted(cast, at=datetime(2026, 4, 1, tzinfo=UTC), why="Niemand soll warten.")
    tell(cast, *[0.3 + k / 100 for k in range(12)])
    wanted(cast, "isolates", target=0.05, low=None, high=0.1)
    actions.look(space=cast.house, at=cast.now)
    browser = cast.client(cast.hanna)
    for address in ("plan:goals", "plan:overview", "plan:metrics"):
        with django_assert_max_num_queries(15):
            page = browser.get(reverse(address, args=["lagerhaus"]))
        assert reverse("plan:goal", args=["lagerhaus", goal.pk]) in page.content.decode()
    with django_assert_max_num_queries(15):
        text = browser.get(reverse("plan:goal", args=["lagerhaus", goal.pk])).content.decode()
    assert "Niemand soll warten." in text
    assert reverse("plan:hear_alarm", args=["lagerhaus", goal.pk]) in text
    assert cast.client(cast.mara).get(reverse("plan:goals", args=["lagerhaus"])).status_code == 403


def test_the_first_page_of_the_plan(cast):
    goal = wanted(cast, at=datetime(2026, 3, 1, tzinfo=UTC), by_on=cast.now.date() + timedelta(days=20))
    tell(cast, 0.3, 0.35)
    page = overviews.overview(cast.hanna, cast.now)
    assert [card.id for card in page.astray] == [goal.pk]
    assert [item.path for item in page.due if "goals" in item.path] == [reverse("plan:goal", args=["lagerhaus", goal.pk])]
    assert [figure.name for figure in page.programs[0].figures] == ["need_day"]
    assert page.programs[0].figures[0].said is not None
    assert {part.url for part in page.parts} >= {reverse("plan:metrics", args=["lagerhaus"]), reverse("plan:goals", args=["lagerhaus"])}
    ways = [part.url for part in page.parts]
    wanted_first = [reverse(f"plan:{name}", args=["lagerhaus"]) for name in ("writing", "programs", "goals", "reviews")]
    assert ways[:4] == wanted_first, "in the order of the work"
    later = overviews.overview(cast.olga, cast.now + timedelta(days=90))
    assert not [item for item in later.due if "goals" in item.path], "what is long over is due no more"


def test_what_is_due_stands_on_the_first_page(cast):
    """A program whose day has come to be looked at; what is later, or has ended, is not due."""
    day = cast.now.date()
    for name, ahead, ended in (("Später", 1, None), ("Tafelrunde", 0, None), ("Vorbei", 0, cast.now)):
        Program.objects.create(
            space=cast.house, kind="connect", name=name, purpose="x", language="de", made_at=cast.now, started_at=cast.now, starts_on=day,
            review_on=day + timedelta(days=ahead), ended_at=ended,
        )  # fmt: skip
    page = overviews.overview(cast.hanna, cast.now)
    assert [item.title for item in page.due if "programs" in item.path] == ["Tafelrunde"]


def test_goals_that_are_suggested_are_figures_of_the_house():
    assert {one.figure for one in queries.STARTS} <= set(overviews.METRICS)
