"""The pages of rules: written without a script, tried, switched on, read by name on duty only."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from drittort.core.jobs.runner import run_due
from drittort.plan.automations import actions
from drittort.plan.automations.deciding import Clause, Content, content_of
from drittort.plan.automations.models import Rule, RuleAct, RuleStop
from drittort.plan.automations.tests.making import acted, made_rule
from tests.cast import Cast

RULES = "/lagerhaus/plan/rules/"
NEW = Content("member", (Clause("members.here_for", {"days": 21}, negated=True),), "house.task", {"text": "Sag {name} hallo"})


@pytest.fixture
def hanna(cast: Cast) -> Client:
    return cast.client(cast.hanna)


def test_a_rule_is_written_step_by_step_without_a_script(cast: Cast, hanna: Client):
    edit = hanna.post(f"{RULES}new/", {"subject": "member"}).url
    said = {"name": "Neue begrüßen", "per_day": "5", "again": "", "action": ""}
    assert hanna.post(edit, {**said, "more": "members.here_for", "add": "1"}).url.startswith(edit)
    said |= {"c0_days": "30", "c0_not": "not"}
    hanna.post(edit, {**said, "more": "members.trade", "add": "1"})
    said |= {"c1_trade": "M", "c1_not": "", "c1_or": "or", "action": "house.task"}
    hanna.post(edit, {**said, "choose": "1"})
    page = hanna.get(edit).content.decode()
    assert "entweder seit weniger als 30 Tagen da ist oder in der Branche „Beratung, Forschung, Gestaltung“ arbeitet" in page
    said |= {"a_text": "Sag {name} hallo"}
    rule = Rule.objects.get()
    assert hanna.post(edit, {**said, "without": "1", "done": ""}).url == f"{RULES}{rule.pk}/"
    rule.refresh_from_db()
    assert content_of(rule) == Content(
        "member", (Clause("members.here_for", {"days": 30}, negated=True),), "house.task", {"text": "Sag {name} hallo"}, per_day=5
    )


def test_the_sentence_is_shown_while_it_is_written(cast: Cast, hanna: Client):
    rule = made_rule(cast, NEW)
    answer = hanna.post(
        f"{RULES}{rule.pk}/edit/",
        {
            "name": "x",
            "per_day": "5",
            "again": "14",
            "action": "house.task",
            "c0_days": "7",
            "c0_not": "not",
            "a_text": "Kaffee mit {name}",
        },
        headers={"HX-Request": "true"},
    ).content.decode()
    assert answer.lstrip().startswith('<div class="rule-said"')
    assert "Wenn ein Mitglied seit weniger als 7 Tagen da ist, dann findet das Team die Aufgabe „Kaffee mit (Name)“." in answer
    assert "Frühestens nach 14 Tagen wieder." in answer


def test_an_action_that_was_chosen_by_the_script_keeps_its_first_words(cast: Cast, hanna: Client):
    rule = made_rule(cast, NEW)
    said = {"name": "x", "per_day": "5", "again": "", "c0_days": "", "c0_not": "not", "a_text": "Sag {name} hallo"}
    hanna.post(f"{RULES}{rule.pk}/edit/", {**said, "action": "house.later"}, headers={"HX-Request": "true"})
    hanna.post(f"{RULES}{rule.pk}/edit/", {**said, "action": "house.later", "a_text": "Frag {name}", "choose": "1"})
    rule.refresh_from_db()
    assert content_of(rule).values == {"later": 30, "text": "Frag {name}"}
    assert content_of(rule).clauses[0].values == {"days": 21}


def test_bad_input_changes_nothing(cast: Cast, hanna: Client):
    rule = made_rule(cast, NEW)
    answer = hanna.post(f"{RULES}{rule.pk}/edit/", {"name": "x", "per_day": "500", "c0_days": "0", "action": "house.task", "a_text": "y"})
    assert answer.status_code == 422
    rule.refresh_from_db()
    assert content_of(rule) == NEW
    assert hanna.post(f"{RULES}new/", {"subject": "nobody"}).status_code == 422
    assert hanna.post(f"{RULES}{rule.pk}/switch/", {"says": "sideways"}).status_code == 422


def test_ready_made_tried_and_switched_on(cast: Cast, hanna: Client):
    assert "Niemand bleibt allein" in hanna.get(RULES).content.decode()
    page = hanna.post(f"{RULES}new/", {"ready": "anniversary"}).url
    assert hanna.post(f"{page}try/").status_code == 302
    assert "schaut auf 90 Morgen zurück" in hanna.get(page).content.decode()
    run_due()
    assert "hätte sie" in hanna.get(page).content.decode()
    hanna.post(f"{page}switch/", {"says": "on"})
    shown = hanna.get(RULES).content.decode()
    assert "Diese ruhen" not in shown
    assert hanna.get(f"{page}edit/").status_code == 403
    hanna.post(f"{RULES}stop/", {"says": "stop"})
    assert RuleStop.objects.get().by == cast.hanna
    assert "Alle Regeln ruhen" in hanna.get(RULES).content.decode()


def test_an_unfinished_rule_cannot_be_switched_on(cast: Cast, hanna: Client):
    rule = actions.make_rule(actor=cast.hanna, name="Leer", content=Content("member"), at=cast.now)
    assert hanna.post(f"{RULES}{rule.pk}/switch/", {"says": "on"}).status_code == 409
    assert "Ihr fehlt eine Bedingung" in hanna.get(f"{RULES}{rule.pk}/").content.decode()


def test_names_are_read_on_duty_only(cast: Cast, hanna: Client):
    rule = made_rule(cast, NEW, on=True)
    acted(rule, cast.neo, cast.now)
    assert "Neo Kaya" in hanna.get(f"{RULES}{rule.pk}/").content.decode()
    off_duty = cast.client(cast.hanna, duty=False).get(f"{RULES}{rule.pk}/").content.decode()
    assert "Neo Kaya" not in off_duty
    assert "Dienst" in off_duty


def test_what_waits_stands_on_the_page_of_care_and_is_done_there(cast: Cast, hanna: Client):
    act = acted(made_rule(cast, NEW, on=True), cast.neo, cast.now)
    assert "Sag Neo hallo" in hanna.get("/lagerhaus/care/house/").content.decode()
    page = f"{RULES}did/{act.pk}/"
    assert "seit weniger als 21 Tagen da ist" in hanna.get(page).content.decode()
    hanna.post(f"{page}step/", {"says": "done"})
    assert RuleAct.objects.get().done_by == cast.hanna
    assert "Sag Neo hallo" not in hanna.get("/lagerhaus/care/house/").content.decode()


def test_every_member_reads_the_rules_and_their_own_part(cast: Cast):
    act = acted(
        made_rule(cast, Content("member", NEW.clauses, "house.mark", {"text": "neu hier", "lasts": 900}), on=True), cast.neo, cast.now
    )
    neo, mara = cast.client(cast.neo), cast.client(cast.mara)
    mine, hers = neo.get(f"{RULES}me/").content.decode(), mara.get(f"{RULES}me/").content.decode()
    assert "Wenn ein Mitglied" in mine
    assert "Wenn ein Mitglied" in hers
    assert f"me/{act.pk}/off/" in mine
    assert f"me/{act.pk}/off/" not in hers
    assert mara.post(f"{RULES}me/{act.pk}/off/").status_code == 404
    assert neo.post(f"{RULES}me/{act.pk}/off/").status_code == 302
    assert RuleAct.objects.get().undone_by == cast.neo


def test_a_prepared_message_is_changed_and_sent(cast: Cast, hanna: Client):
    act = acted(made_rule(cast, Content("member", NEW.clauses, "house.draft", {"text": "Hallo {name}, wie ist es?"})), cast.neo, cast.now)
    page = f"{RULES}did/{act.pk}/"
    assert "Hallo Neo, wie ist es?" in hanna.get(page).content.decode()
    assert hanna.post(f"{page}send/", {"text": ""}).status_code == 422
    assert hanna.post(f"{page}send/", {"text": "Kaffee?"}).url == page
    assert RuleAct.objects.get().done_by == cast.hanna


def test_the_team_gives_a_buddy(cast: Cast, hanna: Client):
    from drittort.joining.buddies.models import Buddy
    from drittort.members.models import Consent

    act = acted(made_rule(cast, Content("member", NEW.clauses, "joining.buddy", {})), cast.neo, cast.now)
    address = f"/lagerhaus/buddies/for/{cast.neo.pk}/"
    assert address in hanna.get(f"{RULES}did/{act.pk}/").content.decode()
    assert cast.client(cast.mara).post(address).status_code == 403
    Consent.objects.create(member=cast.ada, kind="buddy", given_at=cast.now)
    hanna.post(address)
    assert Buddy.objects.get().buddy == cast.ada


def test_ten_rules_that_name_something_of_the_house_cost_no_more_than_one(cast: Cast, hanna: Client):
    content = Content(
        "member",
        (Clause("members.role", {"role": "host"}), Clause("members.place", {"place": str(cast.house.pk)})),
        "house.task",
        {"text": "x"},
    )
    counts = []
    for many in (1, 9):
        for number in range(many):
            made_rule(cast, content, name=f"Regel {many} {number}", on=True)
        for address in ("/lagerhaus/plan/rules/", "/lagerhaus/plan/rules/me/"):
            with CaptureQueriesContext(connection) as asked:
                assert hanna.get(address).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
