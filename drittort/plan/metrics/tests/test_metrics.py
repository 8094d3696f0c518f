"""Months of figures: told once, kept, made anew on purpose; and the pages that show them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from drittort.core import metrics as registry
from drittort.core.errors import NotAllowed
from drittort.core.jobs.runner import run_due
from drittort.core.metrics import PRIVATE, SHARE, UP, Figure, Metric, gather, middle, share, split, summed
from drittort.core.sums import of_people
from drittort.plan.metrics import actions, jobs, queries, rules
from drittort.plan.metrics.models import MetricMonth

JAN, FEB, MAR, APR, MAY = (date(2026, month, 1) for month in range(1, 6))


@pytest.fixture
def made(monkeypatch):
    """A registry with metrics of this test alone; `figures` is what each is computed to, `asked` for which months."""
    figures: dict[str, dict[date, Figure]] = {}
    asked: list[tuple[str, list[date]]] = []
    monkeypatch.setattr(registry, "METRICS", {})
    for module in (actions, jobs, queries):
        monkeypatch.setattr(module, "METRICS", registry.METRICS)

    def add(name: str, **more: object) -> Metric:
        def compute(space, months):
            asked.append((name, list(months)))
            return {month: figure for month, figure in figures.get(name, {}).items() if month in months}

        words = {"definition": "D", "formula": "F", "source": "S", "limits": "L", "helps": "H", "helps_at": "plan:overview"}
        private = {"why_private": "P"} if "rows" not in more else {}
        registry.metric(name, name.title(), compute, **{"unit": SHARE, "better": UP, "program": "connect", **words, **private, **more})
        return registry.METRICS[name]

    add.figures, add.asked = figures, asked  # type: ignore[attr-defined]
    return add


def kept(cast, name: str) -> dict[date, tuple[float | None, bool, bool]]:
    return {each.month: (each.figure.value, each.figure.private, each.closed) for each in queries.series(cast.house, name)}


def test_what_is_closed_is_told_once_and_the_running_month_not_at_all(cast, made):
    made("closed")
    made.figures["closed"] = {APR: Figure(0.5, 8), MAY: Figure(0.1, 8)}
    actions.keep_months(space=cast.house, at=cast.now)
    assert kept(cast, "closed") == {APR: (0.5, False, True)}
    made.figures["closed"][APR] = Figure(0.9, 9)
    actions.keep_months(space=cast.house, at=cast.now + timedelta(days=1))
    assert kept(cast, "closed") == {APR: (0.5, False, True)}, "nobody can subtract today from yesterday"


def test_an_open_metric_shows_the_month_so_far_and_closes_it(cast, made):
    made("open", open=True, rows=lambda space, month: "/x/")
    made.figures["open"] = {MAY: Figure(0.1, 8)}
    actions.keep_months(space=cast.house, at=cast.now)
    assert kept(cast, "open") == {MAY: (0.1, False, False)}
    assert queries.latest(cast.house, "open") is None
    made.figures["open"] = {MAY: Figure(0.4, 9)}
    actions.keep_months(space=cast.house, at=datetime(2026, 6, 1, 4, tzinfo=UTC))
    assert kept(cast, "open") == {MAY: (0.4, False, True)}


def test_a_month_that_needs_ripening_waits(cast, made):
    made("late", ripens=11)
    made.figures["late"] = {APR: Figure(0.5, 8)}
    actions.keep_months(space=cast.house, at=datetime(2026, 5, 11, 12, tzinfo=UTC))
    assert kept(cast, "late") == {}
    actions.keep_months(space=cast.house, at=datetime(2026, 5, 12, 12, tzinfo=UTC))
    assert kept(cast, "late") == {APR: (0.5, False, True)}


def test_where_there_was_nothing_the_month_is_asked_again(cast, made):
    made("late")
    actions.keep_months(space=cast.house, at=cast.now)
    assert not MetricMonth.objects.exists()
    made.figures["late"] = {MAR: Figure(0.5, 8)}
    actions.keep_months(space=cast.house, at=cast.now)
    assert kept(cast, "late") == {MAR: (0.5, False, True)}


def test_what_gathers_is_asked_from_the_last_figure_on_and_no_two_figures_share_a_month(cast, made):
    made("few", gathers=True)
    made.figures["few"] = {JAN: Figure(0.5, 8), FEB: PRIVATE}
    actions.keep_months(space=cast.house, at=datetime(2026, 3, 2, 12, tzinfo=UTC))
    made.figures["few"] = {FEB: PRIVATE, MAR: Figure(0.25, 8, since=FEB)}
    actions.keep_months(space=cast.house, at=datetime(2026, 4, 2, 12, tzinfo=UTC))
    assert made.asked[-1] == ("few", [FEB, MAR])
    assert kept(cast, "few") == {JAN: (0.5, False, True), FEB: (None, True, True), MAR: (0.25, False, True)}
    assert queries.latest(cast.house, "few").figure.since == FEB
    actions.keep_months(space=cast.house, at=datetime(2026, 4, 3, 12, tzinfo=UTC))
    assert made.asked[-1] == ("few", [FEB, MAR]), "nothing is due, so nothing is asked"


def test_a_month_that_waits_is_told_with_what_came_to_it_later(cast, made):
    """In March there were too few; in April somebody still answers for March, and now both months have enough. Neither is lost."""
    made("few", gathers=True)
    made.figures["few"] = {MAR: PRIVATE}
    actions.keep_months(space=cast.house, at=datetime(2026, 4, 2, 12, tzinfo=UTC))
    april = date(2026, 4, 1)
    made.figures["few"] = {MAR: Figure(0.5, 9), april: Figure(0.25, 8)}
    actions.keep_months(space=cast.house, at=datetime(2026, 5, 2, 12, tzinfo=UTC))
    assert kept(cast, "few") == {MAR: (0.5, False, True), april: (0.25, False, True)}
    # What was told stays, whatever comes to it.
    made.figures["few"] = {MAR: Figure(0.9, 10), april: Figure(0.9, 10)}
    actions.keep_months(space=cast.house, at=datetime(2026, 6, 2, 12, tzinfo=UTC))
    assert kept(cast, "few")[MAR] == (0.5, False, True)


def test_months_that_gather_are_kept_as_they_are_gathered(cast, made):
    """`gather` and what is kept, together: March waits, an answer comes for it in April, and one figure speaks for both."""
    things: dict[date, list[bool]] = {JAN: [True] * 6, MAR: [True] * 4}
    made("few", gathers=True)
    registry.METRICS["few"] = replace(
        registry.METRICS["few"], compute=lambda space, months: gather(months, things, lambda each: share(sum(each), len(each)))
    )
    actions.keep_months(space=cast.house, at=datetime(2026, 4, 2, 12, tzinfo=UTC))
    assert kept(cast, "few") == {JAN: (1.0, False, True), MAR: (None, True, True)}
    things |= {MAR: [True] * 4 + [False], APR: [False] * 3}
    actions.keep_months(space=cast.house, at=datetime(2026, 5, 2, 12, tzinfo=UTC))
    assert kept(cast, "few") == {JAN: (1.0, False, True), MAR: (0.8, False, True), APR: (None, True, True)}
    things[date(2026, 5, 1)] = [True] * 3
    actions.keep_months(space=cast.house, at=datetime(2026, 6, 2, 12, tzinfo=UTC))
    latest = queries.latest(cast.house, "few")
    assert (latest.figure.value, latest.figure.of, latest.figure.since) == (0.5, 6, APR)


def test_a_running_month_that_has_nothing_to_say_any_more_goes(cast, made):
    made("open", open=True)
    made.figures["open"] = {MAR: Figure(1.0, 1)}
    at = datetime(2026, 3, 9, 12, tzinfo=UTC)
    actions.keep_months(space=cast.house, at=at)
    assert MAR in kept(cast, "open")
    made.figures["open"] = {}
    actions.keep_months(space=cast.house, at=at)
    assert MAR not in kept(cast, "open")


def test_gathering_waits_for_five_and_speaks_for_all_since():
    told = gather([JAN, FEB, MAR, APR], {JAN: [1, 0], FEB: [1, 1], MAR: [0], APR: [1]}, lambda each: share(sum(each), len(each)))
    assert told == {JAN: PRIVATE, FEB: PRIVATE, MAR: Figure(0.6, 5, since=JAN), APR: PRIVATE}


def test_few_people_are_never_told():
    pairs = [of_people((2 * k, 2 * k + 1)) for k in range(6)]
    assert share(1, 4) == PRIVATE == middle([1.0] * 4) == summed(pairs[:5])
    assert split(pairs, pairs[:1]) == PRIVATE, "the others were all but one"
    assert split(pairs, []) == PRIVATE, "all of them: that tells of each"
    assert split(pairs, pairs) == Figure(0.5, 12)


def test_only_an_open_metric_is_made_anew_and_it_says_so(cast, made):
    made("open", open=True, rows=lambda space, month: "/x/")
    made("closed")
    made.figures.update(open={MAR: Figure(0.3, 8), APR: Figure(0.5, 8)}, closed={APR: Figure(0.5, 8)})
    actions.keep_months(space=cast.house, at=cast.now)
    made.figures.update(open={MAR: Figure(0.3, 8), APR: Figure(0.6, 9)}, closed={APR: Figure(0.6, 9)})
    with pytest.raises(NotAllowed):
        actions.ask_to_remake(actor=cast.hanna, name="closed", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.ask_to_remake(actor=cast.mara, name="open", at=cast.now)
    actions.ask_to_remake(actor=cast.hanna, name="open", at=cast.now)
    run_due(clock=lambda: cast.now)
    assert kept(cast, "open")[APR] == (0.6, False, True)
    assert [each.remade for each in queries.series(cast.house, "open")] == [False, True]
    assert kept(cast, "closed")[APR] == (0.5, False, True)


def test_the_night_computes_every_house_once_a_day(cast, made):
    made("closed")
    made.figures["closed"] = {APR: Figure(0.5, 8)}
    for hour in (2, 3, 4):
        jobs.nightly({}, datetime(2026, 5, 12, hour, tzinfo=UTC))
    assert actions.Job.objects.filter(name=rules.KEEP, space_id=cast.house.pk).count() == 1


def test_what_others_ask(cast, made):
    for name in ("one", "two"):
        made(name)
    made.figures.update(one={MAR: Figure(0.3, 8), APR: PRIVATE}, two={APR: Figure(0.5, 8)})
    actions.keep_months(space=cast.house, at=cast.now)
    assert queries.figures(cast.house, ["one", "two"], [APR]) == {"one": {APR: PRIVATE}, "two": {APR: Figure(0.5, 8)}}
    assert queries.latest(cast.house, "one").month == MAR
    assert queries.figures(cast.elsewhere, ["one"], [APR]) == {}


def fill(cast, name: str, months: int = 14) -> None:
    """Months that rise, the last one still running."""
    for k in range(months):
        MetricMonth.objects.create(
            space=cast.house, metric=name, month=rules.back(MAY, months - 1 - k), value=0.2 + k / 40, of=40, made_at=cast.now,
            closed_at=None if k == months - 1 else cast.now,
        )  # fmt: skip


def test_the_list_and_the_page_say_where_it_stands(cast, django_assert_max_num_queries):
    fill(cast, "need_day")
    MetricMonth.objects.create(space=cast.house, metric="introductions_met", month=MAR, private=True, made_at=cast.now, closed_at=cast.now)
    browser = cast.client(cast.hanna)
    with django_assert_max_num_queries(15):
        page = browser.get(reverse("plan:metrics", args=["lagerhaus"]))
    assert "50" in page.content.decode()
    for name in ("need_day", "introductions_met"):
        with django_assert_max_num_queries(15):
            one = browser.get(reverse("plan:metric", args=["lagerhaus", name]))
        assert one.status_code == 200
    rows = queries.one(cast.hanna, "need_day", cast.now).rows
    assert [row.note.split(",")[0] for row in rows[:2]] == ["bis jetzt", "35\u00a0% bis 65\u00a0% allein durch Zufall"]
    assert len(rows) == 14
    assert queries.one(cast.hanna, "need_day", cast.now).shown.verdict == "good"
    quiet = queries.one(cast.hanna, "introductions_met", cast.now)
    assert (quiet.shown.value, quiet.picture, quiet.opens) == ("", None, "")
    assert quiet.why_private


def test_a_file_for_a_spreadsheet(cast):
    fill(cast, "need_day", 2)
    lines = cast.client(cast.hanna).get(reverse("plan:metrics_file", args=["lagerhaus"])).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "metric;label;unit;month;since;value;of;low;high;state"
    assert [line.split(";")[-1] for line in lines[1:]] == ["closed", "so far"]


def test_members_and_unknown_figures(cast):
    assert cast.client(cast.mara).get(reverse("plan:metrics", args=["lagerhaus"])).status_code == 403
    assert cast.client(cast.hanna).get(reverse("plan:metric", args=["lagerhaus", "nothing"])).status_code == 404


def test_computing_by_hand_is_asked_once(cast):
    browser = cast.client(cast.hanna)
    for _ in range(2):
        assert browser.post(reverse("plan:compute_metrics", args=["lagerhaus"])).status_code == 302
    assert actions.Job.objects.filter(name=rules.KEEP).count() == 1
    run_due()
    assert queries.latest(cast.house, "members").figure == Figure(6.0, 6)
