"""A secret ballot is nobody's: whoever has the whole database and the key of the machine can't tell which ballot is whose, then or later."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from drittort.core import privacy
from drittort.core.errors import Invalid, NotAllowed
from drittort.core.models import LedgerRow
from drittort.core.moving.registry import LEFT_OUT
from drittort.inspire.decisions import actions, jobs, queries
from drittort.inspire.decisions.actions import Option
from drittort.inspire.decisions.models import HouseDecision, SecretBallot, TakenPaper
from drittort.inspire.decisions.tests.test_decisions import DAY, HOUR, asks, page
from tests.cast import Cast
from tests.quiet import number_alike

CHANCE = {"inspire.SecretBallot": {"id", "lock"}}
"""Columns that were drawn by chance: they are left out where two courses are compared."""


def everything() -> dict[str, list[str]]:
    """Every row of every table as the database holds it, those of each table in an order of its own."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            kept = [k for k, column in enumerate(cursor.description) if column[0] not in CHANCE.get(model._meta.label, ())]
            found[model._meta.label] = sorted(str([row[k] for k in kept]) for row in cursor.fetchall())
    return found


def course(cast: Cast, steps: Iterable[tuple[int, Any]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Open a secret decision and let people of the cast put ballots in and change them, in this order; the database before and after it is counted."""
    with transaction.atomic():
        number_alike()
        row = asks(cast, secret=True)
        codes: dict[int, str] = {}
        for who, content in steps:
            codes[who] = actions.choose(
                actor=cast.everybody()[who], decision_id=row.pk, content=content, code=codes.get(who, ""), at=cast.now + HOUR
            )
        # Jobs and reactions stand there as rows, as well.
        open_ = everything()
        actions.close_decision(decision_id=row.pk, at=cast.now + 8 * DAY)
        over = everything()
        transaction.set_rollback(True)
    return open_, over


@settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([[0], [1], [2], []]), min_size=5, max_size=6), st.data())
def test_two_courses_in_which_ballots_change_hands_leave_the_same_database(cast: Cast, ballots: list[Any], data: st.DataObject) -> None:
    """The same people give the same ballots, but another ballot each, in another order, some after having changed their mind."""
    people = list(range(len(ballots)))
    first = list(zip(people, ballots, strict=True))
    hands = data.draw(st.permutations(ballots))
    second = data.draw(st.permutations(list(zip(people, hands, strict=True))))
    wavering = [(who, [0]) for who, _content in second[: data.draw(st.integers(0, 2))]]
    for one, other in zip(course(cast, first), course(cast, [*wavering, *second]), strict=True):
        assert one == other


def test_what_is_stored_has_no_order_and_changes_its_names_with_every_ballot(cast: Cast):
    row = asks(cast, secret=True)
    codes = {m.pk: actions.choose(actor=m, decision_id=row.pk, content=[0], at=cast.now) for m in cast.everybody()}
    places, seen = [], set()
    for turn in range(24):
        actions.choose(actor=cast.neo, decision_id=row.pk, content=[1 + turn % 2], code=codes[cast.neo.pk], at=cast.now)
        # As they lie in the table, without any order of ours.
        lying = list(SecretBallot.objects.values_list("content", flat=True))
        places.append(lying.index([1 + turn % 2]))
        ids = frozenset(SecretBallot.objects.values_list("pk", flat=True))
        assert not ids & seen, "every ballot is under a new name, whoever's changed"
        seen |= ids
    assert len(set(places)) > 2, "the last ballot is not the last row"
    assert {f.name for f in SecretBallot._meta.fields} == {"id", "decision", "lock", "content"}
    assert {f.name for f in TakenPaper._meta.fields} == {"word", "decision"}


def test_nothing_tells_of_a_secret_ballot_and_counting_leaves_only_figures(cast: Cast):
    row = asks(cast, secret=True, text="Etwas Heikles.")
    for member, content in zip(cast.everybody(), ([2], [0], [0], [0], [1]), strict=False):
        actions.choose(actor=member, decision_id=row.pk, content=content, at=cast.now)
    assert set(LedgerRow.objects.filter(subject_id=row.pk, kind__startswith="decision.").values_list("kind", flat=True)) == {actions.OPENED}
    before = page(cast, row, cast.jonas)
    assert (before.shows_figures, before.turnout, {c.figure for c in before.choices}) == (False, "", {""})
    held = json.dumps(privacy.held_on(cast.hanna.pk), default=str)
    assert "SecretBallot" not in held
    assert "TakenPaper" not in held
    assert {"inspire.SecretBallot", "inspire.TakenPaper"} <= set(LEFT_OUT), "a copy of the house holds no urn"
    jobs.remind({}, cast.now + 6 * DAY)
    jobs.close({}, cast.now + 8 * DAY)
    assert not SecretBallot.objects.exists()
    assert not TakenPaper.objects.exists()
    shown = page(cast, HouseDecision.objects.get(), cast.olga, cast.now + 8 * DAY)
    assert [c.figure for c in shown.choices] == ["3 Stimmen", "1 Stimme", "1 Stimme"]
    assert {c.names for c in shown.choices} == {""}
    assert shown.verdict == "Gewählt ist „Suppe“."
    assert LedgerRow.objects.get(kind=actions.CLOSED).actor_id is None


def test_fewer_than_five_are_not_told_and_that_is_said_before(cast: Cast):
    draft = asks(cast, opens=False, secret=True)
    assert "mindestens fünf" in " ".join(queries.one(cast.mara, draft.pk, cast.now).promises)
    row = actions.open_decision(actor=cast.mara, decision_id=draft.pk, at=cast.now)
    for member in cast.everybody()[:4]:
        actions.choose(actor=member, decision_id=row.pk, content=[0], at=cast.now)
    jobs.close({}, cast.now + 8 * DAY)
    row.refresh_from_db()
    assert (row.took_part, row.result) == (None, None)
    assert page(cast, row).verdict.startswith("Weniger als fünf")
    assert not SecretBallot.objects.exists()
    few = asks(cast, opens=False, secret=True, who=HouseDecision.Who.ROLE, role="manager")
    with pytest.raises(Invalid, match="fünf"):
        actions.open_decision(actor=cast.mara, decision_id=few.pk, at=cast.now)


def test_everybody_has_one_paper_and_changes_it_only_with_its_code(cast: Cast, settings: Any):
    row = asks(cast, secret=True)
    code = actions.choose(actor=cast.jonas, decision_id=row.pk, content=[0], at=cast.now)
    other = actions.choose(actor=cast.neo, decision_id=row.pk, content=[0], at=cast.now)
    assert code != other
    for wrong, error in (("", NotAllowed), ("aaaa-bbbb-cccc-dddd-eeee", Invalid)):
        with pytest.raises(error):
            actions.choose(actor=cast.jonas, decision_id=row.pk, content=[1], code=wrong, at=cast.now)
    with pytest.raises(Invalid):
        # Whoever has had no paper changes nobody's.
        actions.choose(actor=cast.ada, decision_id=row.pk, content=[1], code=code, at=cast.now)
    assert actions.choose(actor=cast.jonas, decision_id=row.pk, content=[1], code=f" {code.upper()} ".replace("-", ""), at=cast.now)
    assert sorted(SecretBallot.objects.values_list("content", flat=True)) == [[0], [1]]
    # Another key of the machine, and the paper is still known.
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    with pytest.raises(NotAllowed):
        actions.choose(actor=cast.jonas, decision_id=row.pk, content=[2], at=cast.now)


def test_the_code_lives_in_the_browser_of_its_voter_and_nowhere_else(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    row = asks(cast, secret=True)
    path = f"/lagerhaus/decisions/{row.pk}/"
    browser = cast.client(cast.jonas)
    answer = browser.post(f"{path}ballot/", {"option": "1"})
    (cookie,) = [morsel for name, morsel in answer.cookies.items() if name.startswith("ballot-")]
    assert (cookie["path"], cookie["samesite"], bool(cookie["httponly"])) == (path, "Strict", True)
    code = answer.context["code"]
    assert {answer["Cache-Control"], browser.get(path)["Cache-Control"]} == {"no-store"}, "nor does the browser keep the page that shows it"
    assert code in answer.content.decode()
    assert all(code not in json.dumps(session.get_decoded()) for session in Session.objects.all())
    assert 'value="1" checked' in browser.get(path).content.decode(), "one's own browser shows one's own choice"
    assert browser.post(f"{path}ballot/", {"option": "2"}).status_code == 200
    assert SecretBallot.objects.get().content == [2]
    # Somebody else at the same machine, and oneself at another one.
    neighbour, elsewhere = cast.client(cast.neo), cast.client(cast.jonas)
    neighbour.cookies[cookie.key] = cookie.value
    neighbour.cookies[cookie.key.replace(str(cast.jonas.pk), str(cast.neo.pk))] = cookie.value
    assert "checked" not in neighbour.get(path).content.decode().split("<form")[1]
    assert elsewhere.post(f"{path}ballot/", {"option": "0"}).status_code == 403
    assert elsewhere.post(f"{path}ballot/", {"option": "0", "code": code}).status_code == 200
    assert SecretBallot.objects.get().content == [0]


def test_a_secret_budget_is_counted_from_the_urn(cast: Cast):
    options = (Option("Beamer", 500), Option("Sessel", 500), Option("Beet", 400))
    row = asks(cast, HouseDecision.Kind.BUDGET, by=cast.hanna, options=options, budget=1000, points=10, secret=True)
    for member, content in zip(cast.everybody(), ([5, 5, 0], [5, 5, 0], [5, 5, 0], [0, 0, 10], [0, 0, 10]), strict=False):
        actions.choose(actor=member, decision_id=row.pk, content=content, at=cast.now)
    jobs.close({}, cast.now + 8 * DAY)
    row.refresh_from_db()
    assert row.result["winners"] == [0, 2]
