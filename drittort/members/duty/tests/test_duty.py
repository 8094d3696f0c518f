"""Power over others lasts an hour, in one browser, and everybody on the team can see it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from drittort.core.errors import NotAllowed
from drittort.core.models import LedgerRow
from drittort.members.duty import actions, rules
from drittort.members.duty.models import StaffSession
from drittort.spaces.models import Role


@pytest.fixture
def path(cast):
    return reverse("members:person_roles", args=["lagerhaus", cast.jonas.pk])


def test_power_sleeps_until_the_session_and_after_it(cast, path):
    browser = cast.client(cast.hanna, duty=False)
    refused = browser.get(path)
    assert refused.status_code == 403
    assert reverse("members:begin_duty", args=["lagerhaus"]) in refused.content.decode()
    assert browser.get(reverse("home:care", args=["lagerhaus"])).status_code == 200
    begun = browser.post(reverse("members:begin_duty", args=["lagerhaus"]), {"next": path})
    assert begun["Location"] == path
    page = browser.get(path)
    assert page.status_code == 200
    assert "60" in page.content.decode().split('class="duty"')[1][:400]
    browser.post(reverse("members:end_duty", args=["lagerhaus"]))
    assert browser.get(path).status_code == 403
    assert list(LedgerRow.objects.filter(kind__startswith="duty.").order_by("id").values_list("kind", "audience")) == [
        ("duty.opened", "managers"),
        ("duty.ended", "managers"),
    ]


def test_the_session_belongs_to_one_browser(cast, path):
    here, elsewhere = cast.client(cast.hanna), cast.client(cast.hanna, duty=False)
    assert here.get(path).status_code == 200
    assert elsewhere.get(path).status_code == 403


def test_somebody_elses_session_opens_nothing(cast, path):
    browser = cast.client(cast.hanna, duty=False)
    session = browser.session
    session[rules.KEY] = StaffSession.objects.create(member=cast.olga, opened_at=cast.now, until=cast.now + timedelta(days=4000)).pk
    session.save()
    assert browser.get(path).status_code == 403


def test_an_hour_later_it_is_over_by_itself(cast, path):
    browser = cast.client(cast.hanna)
    StaffSession.objects.update(until=StaffSession.objects.get().opened_at)
    assert browser.get(path).status_code == 403
    at = StaffSession.objects.get().until + timedelta(minutes=10)
    assert actions.run_out(at=at) == 1
    assert actions.run_out(at=at) == 0
    assert StaffSession.objects.get().ended_at == StaffSession.objects.get().until


def test_beginning_again_prolongs(cast):
    first = actions.begin_duty(actor=cast.hanna, running=None, at=cast.now)
    later = cast.now + timedelta(minutes=50)
    assert actions.begin_duty(actor=cast.hanna, running=first.pk, at=later).pk == first.pk
    assert StaffSession.objects.get().until == later + rules.LASTS
    assert LedgerRow.objects.filter(kind="duty.opened").count() == 1
    for _twice in range(2):
        actions.end_duty(actor=cast.hanna, running=first.pk, at=later)
    assert LedgerRow.objects.get(kind="duty.ended").facts == {"minutes": 50}


def test_a_member_has_no_duty(cast):
    with pytest.raises(NotAllowed):
        actions.begin_duty(actor=cast.mara, running=None, at=cast.now)
    assert "Dienst" not in cast.client(cast.mara).get(reverse("members:me", args=["lagerhaus"])).content.decode()


def test_who_has_not_proved_lately_is_asked_first(cast):
    browser = cast.client(cast.hanna, duty=False)
    session = browser.session
    session["proved"] = 0
    session.save()
    answer = browser.post(reverse("members:begin_duty", args=["lagerhaus"]))
    assert answer["Location"].startswith(reverse("members:confirm"))
    assert StaffSession.objects.count() == 0


def test_what_was_written_when_duty_ran_out_is_sent_afterwards(cast, path):
    role = Role.objects.get(space=cast.house, key="host")
    browser = cast.client(cast.hanna, duty=False)
    refused = browser.post(path, {"role": role.pk, "until": "", "reason": "Schließt auf & „zu“", "more": ["a", "b"]})
    assert refused.status_code == 403
    told = dict(re.findall(r'name="(to|kept)" value="([^"]*)"', refused.content.decode()))
    begun = browser.post(reverse("members:begin_duty", args=["lagerhaus"]), {name: unescape(value) for name, value in told.items()})
    page = begun.content.decode().split(f'action="{path}"')[1].split("</form>")[0]
    fields = [(name, unescape(value)) for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page)]
    assert fields == [("role", str(role.pk)), ("until", ""), ("reason", "Schließt auf & „zu“"), ("more", "a"), ("more", "b")]
    assert browser.post(path, dict(fields)).status_code == 302
    assert "Schließt auf &amp; „zu“" in browser.get(path).content.decode()


def test_what_was_written_is_never_sent_to_another_house(cast):
    browser = cast.client(cast.hanna, duty=False)
    away = browser.post(reverse("members:begin_duty", args=["lagerhaus"]), {"to": "https://evil.example/", "kept": "text=a"})
    assert away["Location"] == reverse("members:duty", args=["lagerhaus"])


def test_the_book_is_read_by_the_team_and_the_way_back_stays_in_the_house(cast):
    browser = cast.client(cast.hanna, duty=False)
    away = browser.post(reverse("members:begin_duty", args=["lagerhaus"]), {"next": "https://evil.example/"})
    assert away["Location"] == reverse("members:duty", args=["lagerhaus"])
    assert "Hanna Brandt" in cast.client(cast.olga, duty=False).get(away["Location"]).content.decode()


def test_duty_costs_no_query_more(cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for duty in (False, True):
        browser, page = cast.client(cast.hanna, duty=duty), reverse("members:roles", args=["lagerhaus"])
        browser.get(page)
        with CaptureQueriesContext(connection) as asked:
            browser.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]
