"""Advice on the plan: every rule speaks in a case and is silent in another, what is promised has its source, and what came is laid beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.metrics import METRICS, SHARE
from drittort.plan.advice import actions, judging, queries, words
from drittort.plan.advice.actions import advise
from drittort.plan.advice.catalogue import Effect, When, rules, studies
from drittort.plan.advice.jobs import nightly
from drittort.plan.advice.judging import Month
from drittort.plan.advice.models import PlanAdvice
from drittort.plan.metrics.models import MetricMonth
from drittort.plan.review.models import PlanMeasure
from tests.cast import Cast

TODAY = date(2026, 5, 12)
APRIL = date(2026, 4, 1)

# For each rule the figures of April in a house where it speaks, and in one where it is silent; a list is the months up to April.
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "first-tie": ({"first_tie": 0.7}, {"first_tie": 0.95}),
    "buddies": ({"buddies": 0.5}, {"buddies": 0.9}),
    "first-visit": ({"first_visit": 0.4}, {"first_visit": 0.8}),
    "activation": ({"activation": 0.3}, {"activation": 0.6}),
    "isolates": ({"isolates": 0.12}, {"isolates": 0.02}),
    "thin": ({"thin": 0.4, "isolates": 0.05}, {"thin": 0.4, "isolates": 0.2}),
    "across": ({"across_companies": 0.3}, {"across_companies": 0.6}),
    "inward": ({"across_companies": [0.7, 0.7, 0.7, 0.55]}, {"across_companies": [0.7, 0.7, 0.7, 0.68]}),
    "met": ({"introductions_met": 0.4}, {"introductions_met": 0.7}),
    "again": ({"introductions_again": 0.6, "introductions_met": 0.6}, {"introductions_again": 0.6, "introductions_met": 0.2}),
    "accepted": ({"introductions_accepted": 0.3}, {"introductions_accepted": 0.6}),
    "few-introductions": (
        {"introductions": 5, "members": 100, "consent_introduced": 0.7},
        {"introductions": 20, "members": 100, "consent_introduced": 0.7},
    ),
    "consent": ({"consent_introduced": 0.4}, {"consent_introduced": 0.8}),
    "counted": ({"consent_counted": 0.3}, {"consent_counted": 0.7}),
    "need-hours": ({"need_hours": 20}, {"need_hours": 3}),
    "need-day": ({"need_day": 0.4}, {"need_day": 0.8}),
    "need-met": ({"need_met": 0.2, "need_day": 0.8}, {"need_met": 0.2, "need_day": 0.3}),
    "staff": ({"staff_answers": 0.6}, {"staff_answers": 0.2}),
    "circles": ({"circle_attendance": 0.5}, {"circle_attendance": 0.9}),
    "market": ({"listings": 10, "members": 100}, {"listings": 30, "members": 100}),
    "ways": ({"efficiency": [0.4, 0.4, 0.4, 0.36]}, {"efficiency": [0.4, 0.4, 0.4, 0.42]}),
    "reciprocity": ({"reciprocity": 0.1}, {"reciprocity": 0.5}),
    "questions": ({"questions_answered": 0.5}, {"questions_answered": 0.9}),
    "articles": (
        {"articles": 5, "members": 100, "questions_answered": 0.9},
        {"articles": 5, "members": 100, "questions_answered": 0.3},
    ),
    "letter": ({"letter_answers": [10, 10, 10, 5]}, {"letter_answers": [10, 10, 10, 9]}),
    "breadth": ({"breadth": 0.2}, {"breadth": 0.5}),
    "hosts": ({"member_hosted": 0.3}, {"member_hosted": 0.7}),
    "show-up": ({"show_up": 0.5}, {"show_up": 0.9}),
    "event-again": ({"event_again": 0.6}, {"event_again": 0.9}),
    "event-breadth": ({"event_breadth": 0.1}, {"event_breadth": 0.4}),
    "waiting": ({"event_waiting": 9}, {"event_waiting": 2}),
    "ideas": ({"ideas_in_time": 0.7}, {"ideas_in_time": 1.0}),
    "outcomes": ({"decisions_outcome": 0.5}, {"decisions_outcome": 1.0}),
    "part": ({"decisions_part": 0.1}, {"decisions_part": 0.5}),
    "thanks": ({"thanks": 0.05}, {"thanks": 0.3}),
    "churn": ({"churn": 0.06}, {"churn": 0.01}),
    "retention": ({"retention": 0.4}, {"retention": 0.8}),
    "applications": ({"application_days": 12}, {"application_days": 3}),
    "invitations": ({"invitations_accepted": 0.3}, {"invitations_accepted": 0.7}),
    "shrinking": ({"members": [100, 100, 100, 90]}, {"members": [100, 100, 100, 99]}),
}


def told(figures: Mapping[str, Any]) -> dict[str, list[Month]]:
    """Figures of April, or of the months up to it."""
    found = {}
    for name, values in figures.items():
        each = values if isinstance(values, list) else [values]
        found[name] = [Month(date(2026, 4 - len(each) + k + 1, 1), float(value), 100) for k, value in enumerate(each)]
    return found


def test_every_rule_has_a_case():
    assert len(rules()) >= 25
    assert list(CASES) == list(rules())


@pytest.mark.parametrize("key", CASES)
def test_a_rule_speaks_in_one_case_and_is_silent_in_another(key: str):
    speaking, silent = CASES[key]
    rule = rules()[key]
    assert judging.speaks(judging.grounds(rule, told(speaking), TODAY))
    assert not judging.speaks(judging.grounds(rule, told(silent), TODAY))
    assert judging.grounds(rule, {}, TODAY) is None, "without its figures it knows nothing"


def test_every_rule_reads_figures_that_exist_and_says_the_same_in_both_languages():
    for rule in rules().values():
        for when in rule.when:
            assert when.figure in METRICS, rule.key
            assert not when.per or when.per in METRICS, rule.key
            # A share has its mark between nothing and one.
            assert METRICS[when.figure].unit != SHARE or when.kind in ("falls", "rises") or 0 < when.mark < 1, rule.key
        assert METRICS[rule.metric].better, f"{rule.key}: nobody could say whether it helped"
        assert all(said.title and said.do for said in rule.said.values()), rule.key
        assert rule.effect is None or rule.effect.study in studies(), rule.key
        assert not rule.at or reverse(rule.at, args=["lagerhaus"])
        for language in ("de", "en"):
            with translation.override(language):
                assert words.conditions(rule)
    assert len({rule.words.title for rule in rules().values()}) == len(rules())


def test_an_old_figure_says_nothing_and_chance_is_named():
    when = When("isolates", "over", 0.05)
    old = {"isolates": [Month(date(2025, 11, 1), 0.3, 100)]}
    assert judging.ground(when, old, TODAY) is None
    few = judging.ground(when, {"isolates": [Month(APRIL, 0.1, 20)]}, TODAY, is_share=True)
    many = judging.ground(when, {"isolates": [Month(APRIL, 0.1, 900)]}, TODAY, is_share=True)
    assert few is not None
    assert many is not None
    assert (few.by_chance, many.by_chance) == (True, False)
    rule = rules()["isolates"]
    assert judging.worth(rule, [many]) == pytest.approx(2 * judging.worth(rule, [few]))


def test_what_is_promised_comes_from_a_study_until_the_house_knows_it_itself():
    rule = rules()["isolates"]
    assert rule.effect == Effect("sessions", -0.32, -0.12, "value")
    change = judging.expected(rule, 0.1, ())
    assert change is not None
    assert (change.low, change.high, change.source) == (pytest.approx(-0.032), pytest.approx(-0.012), "study:sessions")
    own = judging.expected(rule, 0.1, (-0.02, -0.03, -0.04))
    assert own is not None
    # Mean -0.03, deviation 0.01, t(2) = 4.303: one more case lies within -0.03 -+ 4.303 * 0.01 * sqrt(1 + 1/3).
    assert (own.low, own.high, own.source) == (pytest.approx(-0.07969, abs=1e-4), pytest.approx(0.01969, abs=1e-4), "house:3")
    assert judging.expected(rules()["staff"], 0.6, (-0.1, -0.2)) is None, "two tries are no knowledge, and no study speaks of it"


def test_what_happens_by_itself_is_told_from_the_past_of_the_figure():
    rule = rules()["staff"]
    values = [0.6, 0.3, 0.3, 0.6, 0.3, 0.3, 0.6, 0.3, 0.3, 0.6]
    months = [Month(date(2025 + (6 + k) // 12, (6 + k) % 12 + 1, 1), value, 50) for k, value in enumerate(values)]
    assert judging.drift(rule, {"staff_answers": months}) == (pytest.approx(-0.3), pytest.approx(-0.3)), (
        "bad months are followed by better ones anyway"
    )
    assert judging.drift(rule, {"staff_answers": months[:4]}) is None
    # Where moves differ, one more may be anything between them and beyond: moves of -0.2, -0.3 and -0.4.
    for place, value in ((1, 0.4), (2, 0.4), (7, 0.2), (8, 0.2)):
        months[place] = Month(months[place].month, value, 50)
    low, high = judging.drift(rule, {"staff_answers": months[:9]})
    assert (low, high) == (pytest.approx(-0.3 - 0.4969, abs=1e-3), pytest.approx(-0.3 + 0.4969, abs=1e-3))


def test_what_never_moved_is_told_without_a_span():
    still, moving = PlanAdvice(metric="churn", drift_low=0.0, drift_high=0.0), PlanAdvice(metric="churn", drift_low=-0.01, drift_high=0.02)
    with translation.override("de"):
        assert " bis " not in words.drift(still)
        assert " bis " in words.drift(moving)


def test_advice_is_scored_by_the_first_two_months_that_began_after_it_was_taken():
    months = [Month(date(2026, n, 1), n / 10) for n in range(1, 6)]
    assert judging.after(months, date(2026, 2, 1)) == (pytest.approx(0.35), date(2026, 4, 1))
    assert judging.after(months, date(2026, 4, 1)) is None
    # A figure that speaks for January to March is no figure after February.
    months[2] = Month(months[2].month, 0.3, since=months[0].month)
    assert judging.after(months, date(2026, 2, 1)) == (pytest.approx(0.45), date(2026, 5, 1))


def keep(cast: Cast, name: str, values: Sequence[float], last: date = APRIL, of: int = 100) -> None:
    """Closed months of a figure, the last one named."""
    for k, value in enumerate(values):
        number = last.year * 12 + last.month - 1 - (len(values) - 1 - k)
        month = date(number // 12, number % 12 + 1, 1)
        MetricMonth.objects.create(space=cast.house, metric=name, month=month, value=value, of=of, made_at=cast.now, closed_at=cast.now)


def test_the_night_ranks_keeps_and_lets_go(cast: Cast):
    keep(cast, "isolates", [0.2], of=400)
    keep(cast, "churn", [0.035])
    advise(space=cast.house, at=cast.now)
    first = {one.rule: one for one in PlanAdvice.objects.all()}
    assert [one.rule for one in PlanAdvice.objects.order_by("rank")] == ["isolates", "churn"]
    assert (first["isolates"].before, first["isolates"].source) == (0.2, "study:sessions")
    assert (first["churn"].low, first["churn"].source) == (None, "")
    advise(space=cast.house, at=cast.now + timedelta(days=1))
    assert {one.rule: one.pk for one in PlanAdvice.objects.all()} == {name: one.pk for name, one in first.items()}, (
        "the same advice is the same row"
    )
    keep(cast, "churn", [0.01], date(2026, 5, 1))
    advise(space=cast.house, at=cast.now + timedelta(days=30))
    assert list(PlanAdvice.objects.speaking().values_list("rule", flat=True)) == ["isolates"]


def test_advice_becomes_a_measure_and_is_scored_by_what_came(cast: Cast):
    keep(cast, "isolates", [0.2], of=400)
    advise(space=cast.house, at=cast.now)
    told = PlanAdvice.objects.get()
    given: dict[str, Any] = {"advice_id": told.pk, "text": "Eine Runde im Juni", "until_on": date(2026, 6, 30), "at": cast.now}
    with pytest.raises(NotFound):
        actions.visible(cast.sten, told.pk)
    with pytest.raises(NotAllowed):
        actions.take_advice(actor=cast.mara, **given)
    with pytest.raises(Invalid):
        actions.take_advice(actor=cast.hanna, **{**given, "until_on": date(2026, 5, 1)})
    actions.take_advice(actor=cast.hanna, **given)
    measure = PlanMeasure.objects.get()
    assert (measure.text, measure.metric, measure.source, measure.until_on) == (
        "Eine Runde im Juni",
        "isolates",
        f"plan_advice:{told.pk}",
        date(2026, 6, 30),
    )
    with pytest.raises(OutOfDate):
        actions.take_advice(actor=cast.olga, **given)
    advise(space=cast.house, at=cast.now + timedelta(days=1))
    assert PlanAdvice.objects.count() == 1, "what runs is not advised again"
    keep(cast, "isolates", [0.16, 0.18], date(2026, 7, 1), of=400)
    advise(space=cast.house, at=datetime(2026, 8, 2, tzinfo=UTC))
    told.refresh_from_db()
    assert (told.after, told.after_on) == (pytest.approx(0.17), date(2026, 7, 1))
    # Expected were -0.064 to -0.024; it moved by -0.03.
    with translation.override("en"):
        scores = queries.scores(cast.hanna, datetime(2026, 8, 2, tzinfo=UTC))
    assert [(one.change, one.verdict) for one in scores.rows] == [("−3.0 points", "as expected")]
    assert scores.summary == "One piece of advice that was taken is over: the figure went the wished way. What was expected came."


def test_declined_advice_rests_with_its_reason_and_comes_back(cast: Cast):
    keep(cast, "isolates", [0.2], of=400)
    advise(space=cast.house, at=cast.now)
    told = PlanAdvice.objects.get()
    with pytest.raises(NotAllowed):
        actions.decline_advice(actor=cast.mara, advice_id=told.pk, text="Nein.", at=cast.now)
    with pytest.raises(Invalid):
        actions.decline_advice(actor=cast.hanna, advice_id=told.pk, text=" ", at=cast.now)
    actions.decline_advice(actor=cast.hanna, advice_id=told.pk, text="Erst im Herbst.", at=cast.now)
    advise(space=cast.house, at=cast.now + timedelta(days=1))
    page = queries.page(cast.hanna, cast.now + timedelta(days=1))
    assert (page.cards, [one.reason for one in page.resting]) == ((), ["Erst im Herbst."])
    # For a night its figure is on the right side of its mark; then it is not. The rest goes on.
    actions.renew_advice(space_id=cast.house.pk, given=[], at=cast.now + timedelta(days=30))
    advise(space=cast.house, at=cast.now + timedelta(days=31))
    page = queries.page(cast.hanna, cast.now + timedelta(days=31))
    assert (page.cards, [one.reason for one in page.resting]) == ((), ["Erst im Herbst."])
    assert len(queries.page(cast.hanna, cast.now + timedelta(days=93)).cards) == 1
    actions.wake_advice(actor=cast.hanna, advice_id=told.pk, at=cast.now)
    assert len(queries.page(cast.hanna, cast.now).cards) == 1


def test_the_job_asks_each_house_once_for_each_telling(cast: Cast):
    from drittort.core.models import Job

    keep(cast, "isolates", [0.2])
    for hour in range(3):
        nightly({}, cast.now + timedelta(hours=hour))
    assert Job.objects.filter(name="plan.advice.house").count() == 1


def test_pages(cast: Cast):
    keep(cast, "isolates", [0.2], of=400)
    advise(space=cast.house, at=cast.now)
    told, slug = PlanAdvice.objects.get(), cast.house.slug
    hanna, mara = cast.client(cast.hanna), cast.client(cast.mara)
    assert mara.get(reverse("plan:advice", args=[slug])).status_code == 403
    page = hanna.get(reverse("plan:advice", args=[slug])).content.decode()
    assert "Eine Runde für die, die niemanden kennen" in page
    assert "Boudreau" in page
    everything = hanna.get(reverse("plan:advice_rules", args=[slug])).content.decode()
    assert everything.count('class="advice-rule"') == len(rules())
    assert "Diese wissen nichts" in everything, "half a year later the figure is too old"
    states = [one.state for one in queries.all_rules(cast.hanna, cast.now)]
    assert (states[0], states[-1]) == ("speaks", "nothing")
    assert states == sorted(states, key=["speaks", "silent", "nothing"].index), "each state is one chapter of the page"
    take = reverse("plan:take_advice", args=[slug, told.pk])
    assert hanna.post(take, {"text": "", "until_on": ""}).status_code == 422
    assert hanna.post(take, {"text": "Los", "until_on": "2020-01-01"}).status_code == 422
    assert hanna.post(reverse("plan:decline_advice", args=[slug, told.pk]), {"text": ""}).status_code == 422
    assert hanna.post(take, {"text": "Los", "until_on": "2099-01-01"}).status_code == 302
    assert hanna.get(take).status_code == 404
    assert "Los" not in hanna.get(reverse("plan:advice_scores", args=[slug])).content.decode()
