"""The first visit by a script at a phone: how many interactions, how long at human pace, axe, both languages, with scripts and without, by keyboard alone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from drittort.home.first_visit.models import FirstVisit
from drittort.joining.buddies.models import Buddy
from drittort.members.models import Account, Consent, Member, StandingLine
from drittort.spaces.agreements.actions import propose_the_first
from drittort.talk.conversations.models import Message
from tests.cast import Cast, person
from tests.journeys.conftest import Arrive
from tests.journeys.human import ENGLISH, GERMAN, Human, walk
from tests.journeys.test_introduction import enter, tab_to
from tests.page_quality import axe_findings, axe_source, wider_than_window

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
MOST_INTERACTIONS = 14
MOST_SECONDS = 90


def newcomer(cast: Cast) -> Member:
    """Somebody who has just come in, in a house that has agreements and a buddy."""
    propose_the_first(space=cast.house, at=timezone.now())
    Consent.objects.create(member=cast.hanna, kind="buddy", given_at=timezone.now())
    StandingLine.objects.create(member=cast.ada, side="offer", text="Ich drucke kleine Auflagen auf rauem Papier.", language="de")
    member = person(cast.house, "Ines Ortega", days_here=0, consents=(), at=timezone.now())
    member.days = []
    member.save(update_fields=["days"])
    return member


@pytest.mark.parametrize("language", ["de", "en"])
def test_within_ninety_seconds_and_fourteen_interactions(language: str, arrive: Arrive, cast: Cast) -> None:
    member = newcomer(cast)
    Account.objects.filter(pk=member.account_id).update(language=language)
    Member.objects.filter(pk=member.pk).update(language=language)
    visitor = arrive(member, **PHONE, locale={"de": "de-DE", "en": "en-GB"}[language])
    visitor.context.add_init_script(axe_source())
    visitor.open(reverse("home:first_visit", args=[cast.house.slug]))
    expect(visitor.page.locator("html")).to_have_attribute("lang", language)
    human, findings = Human(visitor.page), []

    def seen(name: str) -> None:
        findings.extend(f"{name}: {found}" for found in (*axe_findings(visitor.page), *wider_than_window(visitor.page)))

    walk(human, GERMAN if language == "de" else ENGLISH, seen=seen)
    assert findings == []
    until = human.seconds(without="people")
    print(
        f"\n{language}: {human.interactions} interactions ({human.taps} taps, {human.fields} fields), {human.typed} letters, words {human.words};"
        f" {until:.0f} s until the people are there and a hello is sent, {human.seconds():.0f} s with reading all of their screen"
    )
    assert human.interactions <= MOST_INTERACTIONS
    assert until < MOST_SECONDS
    member.refresh_from_db()
    assert member.portrait.startswith(f"m{member.pk}-")
    assert member.lines.count() == 6
    assert member.days == [1, 3]
    assert member.consents.count() == 2
    assert Message.objects.filter(author=member).count() == 1
    assert Buddy.objects.get(member=member).buddy == cast.hanna


def test_without_scripts_everything_works(arrive: Arrive, cast: Cast) -> None:
    member = newcomer(cast)
    visitor = arrive(member, **PHONE, java_script_enabled=False)
    page = visitor.page
    visitor.open(reverse("home:first_visit", args=[cast.house.slug]))
    expect(page.get_by_role("button", name="Dieses Foto nehmen")).to_be_visible()
    page.locator("main button[name=drawn]").nth(2).click()
    page.locator("main [name=line]").fill(GERMAN.line)
    page.locator("main [name=offers]").fill("\n".join(GERMAN.offers))
    page.locator("main [name=seeks]").fill("\n".join(GERMAN.seeks))
    page.locator("main button[value=on]").click()
    page.locator("main input[name=days][value='2']").check()
    page.locator("main input[name=introduced]").check()
    page.locator("main button[value=on]").click()
    page.locator("main summary").first.click()
    page.locator("main button[value=on]").click()
    form = page.locator("main .hello form").first
    form.locator("textarea").fill("Hallo, ich bin Ines.")
    form.locator("button").click()
    expect(page.locator("main .hello-sent").first).to_be_visible()
    assert Message.objects.get(author=member).text == "Hallo, ich bin Ines."
    assert FirstVisit.objects.get(member=member).done_at is not None
    assert set(member.consents.values_list("kind", flat=True)) == {"introduced"}


def press(page: Page, selector: str) -> None:
    """Go to something with the Tab key and press it."""
    tab_to(page, selector)
    enter(page)


def test_by_keyboard_alone_with_words_proposed(arrive: Arrive, cast: Cast) -> None:
    member = newcomer(cast)
    visitor = arrive(member, **PHONE)
    page = visitor.page
    visitor.open(reverse("home:first_visit", args=[cast.house.slug]))
    press(page, "button[name=drawn][value='1']")
    tab_to(page, "[name=offers]")
    page.keyboard.type("Steuerber")
    expect(page.locator("word-helper .tag").first).to_be_visible()
    proposed = page.locator("word-helper .tag").first.inner_text()
    tab_to(page, "word-helper .tag")
    page.keyboard.press("Enter")
    expect(page.locator("[name=offers]")).to_have_value(proposed)
    expect(page.locator("[name=offers]")).to_be_focused()
    press(page, "button[value=on]")
    tab_to(page, "input[name=days][value='0']")
    page.keyboard.press("Space")
    tab_to(page, "input[name=introduced]")
    page.keyboard.press("Space")
    expect(page.locator("[name=rhythm]")).to_be_visible()
    press(page, "button[value=on]")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    press(page, "button[value=on]")
    tab_to(page, ".hello form button")
    page.keyboard.press("Enter")
    expect(page.locator(".hello-sent").first).to_be_visible()
    assert [line.text for line in member.lines.all()] == [proposed]
    assert Message.objects.filter(author=member).count() == 1
