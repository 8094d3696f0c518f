"""Reports, and who looks into them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from drittort.connect.needs.actions import open_need
from drittort.core import care
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.members.models import Notice
from drittort.members.safety import actions, queries, rules
from drittort.members.safety.models import Case, Report
from drittort.talk.conversations.actions import begin_conversation, delete_message, say
from drittort.talk.conversations.models import Message
from tests.cast import build, person
from tests.races import at_once


def path(cast, name, *parts):
    return reverse(name, args=[cast.house.slug, *parts])


def told(cast, member):
    run_due(clock=timezone.now)
    return sorted(Notice.objects.filter(member=member).values_list("code", flat=True))


def report(cast, actor, about, text="Er hört nicht auf, mir zu schreiben.", category="harassment"):
    subject = about if isinstance(about, str) else f"member:{about.pk}"
    return actions.report(actor=actor, subject=subject, category=category, text=text, at=cast.now)


def test_everything_about_one_person_is_one_case(cast):
    talk = begin_conversation(actor=cast.jonas, others=[cast.mara], text="Du schon wieder.", at=cast.now)
    message = Message.objects.get(conversation=talk)
    need = open_need(actor=cast.jonas, text="Jetzt alle hier kaufen!", language="de", at=cast.now)
    first = report(cast, cast.mara, cast.jonas)
    made = [first, report(cast, cast.mara, f"message:{message.pk}"), report(cast, cast.neo, f"need:{need.pk}", category="spam")]
    assert Case.objects.count() == 1
    assert [r.shown_text for r in made] == ["Jonas Falk\nIch bin Jonas Falk.", "Du schon wieder.", "Jetzt alle hier kaufen!"]
    assert report(cast, cast.mara, cast.jonas).pk == first.pk, "a double click is one report"
    report(cast, cast.mara, cast.neo)
    assert Case.objects.count() == 2
    actions.close_case(actor=cast.hanna, code=first.case.code, text="", at=cast.now)
    assert report(cast, cast.mara, cast.jonas, "Und wieder.").case_id != first.case_id


def test_words_that_were_reported_stay_when_their_author_deletes_them(cast):
    talk = begin_conversation(actor=cast.jonas, others=[cast.mara], text="Du schon wieder.", at=cast.now)
    message = Message.objects.get(conversation=talk)
    made = report(cast, cast.mara, f"message:{message.pk}")
    delete_message(actor=cast.jonas, conversation_id=talk.pk, message_id=message.pk, at=cast.now)
    page = cast.client(cast.hanna).get(path(cast, "members:case", made.case.code)).content.decode()
    assert "Du schon wieder." in page


def test_only_what_somebody_can_see_can_be_reported(cast):
    talk = begin_conversation(actor=cast.jonas, others=[cast.mara], text="Du schon wieder.", at=cast.now)
    message = Message.objects.get(conversation=talk)
    for actor, subject in (
        (cast.neo, f"message:{message.pk}"),
        (cast.sten, f"member:{cast.jonas.pk}"),
        (cast.mara, "member:0"),
        (cast.mara, "house:1"),
        (cast.mara, ""),
    ):
        with pytest.raises(NotFound):
            report(cast, actor, subject)
    with pytest.raises(Invalid):
        report(cast, cast.jonas, cast.jonas)
    # Beside a block the message never arrived, so there is nothing to report: not even an error of another kind.
    actions.keep_apart(actor=cast.jonas, other_id=cast.mara.pk, at=cast.now)
    withheld = say(actor=cast.mara, conversation_id=talk.pk, text="Hallo?", at=cast.now)
    with pytest.raises(NotFound):
        report(cast, cast.jonas, f"message:{withheld.pk}")


def test_the_reporter_has_a_receipt_at_once_and_learns_that_it_was_looked_into(cast):
    browser = cast.client(cast.mara)
    form = path(cast, "members:report")
    page = browser.get(f"{form}?about=member:{cast.jonas.pk}").content.decode()
    assert "Jonas Falk" in page
    wrong = browser.post(form, {"about": f"member:{cast.jonas.pk}", "text": "Er schreit."})
    assert wrong.status_code == 422
    assert "Er schreit." in wrong.content.decode()
    sent = browser.post(form, {"about": f"member:{cast.jonas.pk}", "category": "unsafe", "text": "Er schreit."})
    made = Report.objects.get()
    assert sent["Location"] == path(cast, "members:report_sent", made.code)
    assert "Er schreit." in browser.get(sent["Location"]).content.decode()
    assert cast.client(cast.neo).get(sent["Location"]).status_code == 404
    assert told(cast, cast.mara) == ["report.received"]
    assert told(cast, cast.hanna) == told(cast, cast.olga) == ["case.reported"]
    assert told(cast, cast.jonas) == []
    measure = actions.impose(
        actor=cast.hanna, code=made.case.code, kind="hint", facts="Lautes Streiten.", ground="Wir reden ruhig.", until=None, at=made.at
    )
    actions.close_case(actor=cast.hanna, code=made.case.code, text="Mit beiden geredet.", at=made.at)
    assert told(cast, cast.mara) == ["report.looked_at", "report.received"]
    for address in (sent["Location"], path(cast, "members:measures")):
        seen = browser.get(address).content.decode()
        assert "Lautes Streiten" not in seen
        assert "Mit beiden geredet" not in seen
        assert str(measure.get_kind_display()) not in seen
    assert cast.client(cast.mara).get(path(cast, "members:measure", measure.pk)).status_code == 404


def test_who_is_part_of_a_case_never_sees_it(cast):
    about_hanna = report(cast, cast.mara, cast.hanna)
    by_hanna = report(cast, cast.hanna, cast.jonas)
    assert told(cast, cast.hanna) == ["report.received"]
    browser = cast.client(cast.hanna)
    assert "Jonas Falk" not in browser.get(path(cast, "members:cases")).content.decode()
    before = browser.get(path(cast, "members:cases")).content
    for code in (about_hanna.case.code, by_hanna.case.code):
        assert browser.get(path(cast, "members:case", code)).status_code == 404
        assert code.encode() not in before
        for name in ("members:assign_case", "members:close_case", "members:reopen_case"):
            assert browser.post(path(cast, name, code)).status_code == 404
        with pytest.raises(NotFound):
            actions.note(actor=cast.hanna, code=code, text="Nanu?", at=cast.now)
        with pytest.raises(NotFound):
            actions.impose(actor=cast.hanna, code=code, kind="hint", facts="x", ground="x", until=None, at=cast.now)
        with pytest.raises(NotFound):
            actions.assign_case(actor=cast.olga, code=code, to_id=cast.hanna.pk, at=cast.now)
        assert cast.client(cast.olga).get(path(cast, "members:case", code)).status_code == 200
    assert [i for i in care.items(cast.hanna, cast.now) if "/cases/" in i.path] == []
    assert [i for i in care.items(cast.olga, cast.now) if "/cases/" in i.path]


def test_when_everybody_who_looks_into_reports_is_part_of_it_the_reporter_learns_whom_to_ask(cast, settings):
    settings.DEFAULT_FROM_EMAIL = "Drittort <betrieb@example.org>"
    made = report(cast, cast.hanna, cast.olga)
    receipt = cast.client(cast.hanna).get(path(cast, "members:report_sent", made.code)).content.decode()
    assert "betrieb@example.org" in receipt
    assert told(cast, cast.olga) == []
    other = report(cast, cast.mara, cast.hanna)
    assert "betrieb@example.org" not in cast.client(cast.mara).get(path(cast, "members:report_sent", other.code)).content.decode()


def test_who_took_it_on_and_reports_too_has_it_no_more(cast):
    made = report(cast, cast.mara, cast.jonas)
    actions.assign_case(actor=cast.hanna, code=made.case.code, to_id=cast.hanna.pk, at=cast.now)
    report(cast, cast.hanna, cast.jonas, "Jetzt auch mir.")
    case = Case.objects.get()
    assert case.assigned_to is None
    assert cast.client(cast.hanna).get(path(cast, "members:case", case.code)).status_code == 404


def test_looking_into_it(cast):
    made = report(cast, cast.mara, cast.jonas)
    code = made.case.code
    browser = cast.client(cast.hanna)
    assert "Jonas Falk" in browser.get(path(cast, "members:cases")).content.decode()
    assert browser.post(path(cast, "members:case", code), {"text": ""}).status_code == 422
    for name, sent in (
        ("members:assign_case", {"to": str(cast.hanna.pk)}),
        ("members:case", {"text": "Mit Jonas geredet."}),
        ("members:close_case", {"close-text": "Er entschuldigt sich."}),
        ("members:reopen_case", {}),
    ):
        assert browser.post(path(cast, name, code), sent)["Location"] == path(cast, "members:case", code)
    assert list(made.case.entries.order_by("id").values_list("kind", "by_id")) == [
        (kind, cast.hanna.pk) for kind in ("taken", "note", "closed", "reopened")
    ]
    page = browser.get(path(cast, "members:case", code)).content.decode()
    assert "Mit Jonas geredet." in page
    assert "Er entschuldigt sich." in page
    assert "Mara Wendt" in page
    for member in (cast.mara, cast.jonas):
        assert cast.client(member).get(path(cast, "members:case", code)).status_code == 403
    with pytest.raises(NotAllowed):
        actions.note(actor=cast.mara, code=code, text="Und?", at=cast.now)
    with pytest.raises(NotFound):
        actions.assign_case(actor=cast.hanna, code=code, to_id=cast.neo.pk, at=cast.now)
    with pytest.raises(NotFound):
        actions.assign_case(actor=cast.hanna, code=code, to_id=cast.sten.pk, at=cast.now)


def test_a_closed_case_stays_closed_beside_a_newer_one(cast):
    old = report(cast, cast.mara, cast.jonas).case
    actions.close_case(actor=cast.hanna, code=old.code, text="", at=cast.now)
    report(cast, cast.mara, cast.jonas, "Wieder.")
    with pytest.raises(OutOfDate):
        actions.reopen_case(actor=cast.hanna, code=old.code, at=cast.now)


def test_nobody_floods_the_house_with_reports(cast):
    for k in range(rules.MOST_REPORTS):
        report(cast, cast.mara, cast.jonas, f"Nummer {k}")
    with pytest.raises(Invalid):
        report(cast, cast.mara, cast.jonas, "Noch eine")


def test_closed_cases_are_forgotten_after_twelve_months(cast):
    made = report(cast, cast.mara, cast.jonas)
    report(cast, cast.mara, cast.neo)
    actions.close_case(actor=cast.hanna, code=made.case.code, text="", at=cast.now)
    actions.forget_old(at=cast.now + timedelta(days=360))
    assert Case.objects.count() == 2
    assert actions.forget_old(at=cast.now + timedelta(days=370)) == 1
    assert list(Case.objects.values_list("about_id", flat=True)) == [cast.neo.pk]
    assert Report.objects.count() == 1


def test_pages_cost_the_same_for_one_case_and_for_many(cast, django_assert_max_num_queries):
    for k, other in enumerate((cast.jonas, cast.neo, cast.ada, cast.hanna)):
        for n in range(3):
            made = report(cast, cast.mara, other, f"Nummer {k}.{n}")
    browser = cast.client(cast.olga)
    with django_assert_max_num_queries(12):
        assert browser.get(path(cast, "members:cases")).status_code == 200
    with django_assert_max_num_queries(15):
        assert browser.get(path(cast, "members:case", made.case.code)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_reports_at_once_meet_in_one_case():
    cast = build()
    done = [each.case_id for each in at_once(*(partial(report, cast, actor, cast.jonas) for actor in (cast.mara, cast.neo)))]
    assert len(done) == 2
    assert len(set(done)) == 1
    assert Case.objects.count() == 1


def test_another_house_has_its_own_cases(cast):
    neighbour = person(cast.elsewhere, "Nils Ost")
    actions.report(actor=cast.sten, subject=f"member:{neighbour.pk}", category="other", text="Hm.", at=cast.now)
    assert queries.cases(cast.hanna) == ([], [], "")
