"""A survey from its plan to what changed because of it: letters by a real mail server, the form on a phone without script, results in a browser.

Hanna decides how the house asks, looks at the form and begins. Every link comes by mail. Mara answers on a phone that is signed in nowhere, once, and a second time in vain; others answer
from their own letters. When the last day is over the box is opened: everybody reads the whole, Hanna also that a group is too small to tell, and what she writes of it comes back to Mara.
"""

from __future__ import annotations

import email.policy
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from email.parser import BytesParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from drittort.members.models import Notice
from drittort.pulse.surveys.jobs import count
from drittort.pulse.surveys.models import SurveyBallot, SurveyPlan, SurveyToken, SurveyWave
from drittort.pulse.surveys.tests.world import crowd
from tests.cast import Cast
from tests.journeys.conftest import Arrive, Street
from tests.mail_servers import free_port
from tests.open_house import House

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "java_script_enabled": False}
LINK = re.compile(r"https?://\S+/-/survey/[\w-]+/")
ANSWERED = 14


class Letters:
    """A mail server that keeps for each address what arrived."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = BytesParser(policy=email.policy.default).parsebytes(envelope.content)
        self.of[envelope.rcpt_tos[0]] = str(mail.get_body(("plain",)).get_content())
        return "250 OK"


@pytest.fixture(scope="module")
def letters() -> Iterator[tuple[Letters, int]]:
    """The mail server and its port."""
    kept, port = Letters(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, port
    controller.stop()


@pytest.fixture(scope="module")
def house(street: Street, django_db_blocker: Any, letters: tuple[Letters, int]) -> House:
    """The open house, whose mail leaves."""
    with django_db_blocker.unblock():
        return street.house(mail=f"smtp://127.0.0.1:{letters[1]}?plain")


def until(there: Any, seconds: float = 20) -> None:
    """Wait for what the worker does."""
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end
        time.sleep(0.1)


def answers(page: Page) -> None:
    """Touch the second answer to every question, screen by screen, and send it."""
    for number in range(page.locator(".survey-screen").count()):
        screen = page.locator(f"#s{number}")
        for question in screen.locator("fieldset").all():
            question.locator("label").nth(1).tap()
        if screen.locator("a.button").count():
            screen.locator("a.button").tap()
            assert page.url.endswith(f"#s{number + 1}")
    page.locator(".survey-screen button").tap()


def test_from_the_plan_to_what_changed(cast: Cast, arrive: Arrive, house: House, letters: tuple[Letters, int], settings: Any):
    crowd(cast.house, 16, timezone.now())
    desk = arrive().sign_in(cast.hanna, on_duty=True)
    page = desk.page
    desk.open("/lagerhaus/pulse/")
    page.click("a[href='/lagerhaus/pulse/plan/']")
    page.get_by_label("Zeit im Haus").check()
    page.fill("[name=text_0]", "Was fehlt am meisten?")
    page.select_option("[name=kind_0]", "choice")
    page.fill("[name=options_0]", "Ruhe\nPflanzen")
    page.click("form.form .actions button")
    page.wait_for_url("**/pulse/")
    assert SurveyPlan.objects.get().questions[0]["options"] == ["Ruhe", "Pflanzen"]
    page.click("a[href='/lagerhaus/pulse/preview/']")
    expect(page.get_by_text("Was fehlt am meisten?")).to_have_count(1)
    page.go_back()
    expect(page.get_by_text("22 Leute bekommen")).to_be_visible()
    page.click("form[action='/lagerhaus/pulse/open/'] button")
    expect(page.get_by_text("Eine Umfrage ist offen")).to_be_visible()

    until(lambda: len(letters[0].of) == 22)
    links = {address: LINK.findall(text)[0] for address, text in letters[0].of.items()}
    assert len(set(links.values())) == SurveyToken.objects.count() == 22
    until(lambda: SurveyWave.objects.get().sent_at)

    mine = links.pop(cast.mara.account.email)
    phone = arrive(**PHONE)
    assert phone.open(mine).status == 200
    answers(phone.page)
    expect(phone.page.locator("h1")).to_contain_text("Danke")
    assert phone.context.cookies() == []
    assert phone.open(mine).status == 404
    given = {f"item_{k}": str(2 + k % 3) for k in range(8)} | {"own_0": "0"}
    for k, link in enumerate(list(links.values())[: ANSWERED - 1]):
        browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
        said = given | {"item_0": str(1 + k % 5), "group_time": "new" if k < 9 else "long"}
        assert browser.post(urlsplit(link).path, said).status_code == 200
    assert SurveyBallot.objects.count() == ANSWERED

    # The key of the box lies in the folder of the open house.
    settings.DATA = house.folder
    count({}, SurveyWave.objects.get().closes_at + timedelta(hours=1))
    assert SurveyBallot.objects.count() == SurveyToken.objects.count() == 0
    assert not list((house.folder / "not-in-backups").glob("survey-*"))
    desk.open("/lagerhaus/pulse/")
    expect(page.get_by_text("14 von 22 haben geantwortet")).to_be_visible()
    page.click("summary:has-text('Dasselbe in Zahlen')")
    expect(page.get_by_role("table", name="Dasselbe in Zahlen").locator("tbody tr")).to_have_count(5)
    expect(page.get_by_role("heading", name="Zeit im Haus").locator("xpath=ancestor::section").get_by_text("Zu wenige")).to_be_visible()
    page.click("summary:has-text('Sagen, was sich geändert hat')")
    page.fill("[name=text]", "Der hintere Raum ist jetzt ein stiller Raum.")
    page.click("form[action$='/change/'] button")
    expect(page.locator(".survey-changes")).to_contain_text("stiller Raum")

    until(lambda: Notice.objects.filter(member=cast.mara, code="survey.changed").exists())
    hers = arrive(cast.mara, **{**PHONE, "java_script_enabled": True})
    hers.open("/lagerhaus/notices/")
    hers.page.get_by_text("stiller Raum").first.tap()
    hers.page.wait_for_url("**/pulse/?wave=1")
    expect(hers.page.locator(".survey-changes")).to_contain_text("stiller Raum")
    expect(hers.page.get_by_role("heading", name="Zeit im Haus")).to_have_count(0)
