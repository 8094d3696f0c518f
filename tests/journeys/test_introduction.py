"""An introduction from the manager's suggestion to a meeting, through real pages, a real worker and real mail."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from drittort.connect.introductions.actions import accept_introduction, propose_introduction
from drittort.connect.introductions.models import Draft, Exclusion, Introduction, QuietNo, Round, Side
from drittort.connect.needs.actions import open_need
from drittort.core.models import Mail
from drittort.members.models import Member
from drittort.members.notices.models import NoticeChoice
from drittort.network.models import Contact
from tests.cast import Cast
from tests.journeys.conftest import Arrive, Visitor
from tests.page_quality import wider_than_window

NARROW = {"width": 320, "height": 640}
YES = "form:has(input[name=answer][value=yes]) button"


def wait_for(happened: Callable[[], Any], seconds: float = 20) -> Any:
    """What `happened` gives as soon as it gives something: other processes are at work."""
    for _ in range(int(seconds * 20)):
        found = happened()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("It did not happen in time.")


def mail_to(member: Member, name: str) -> Mail:
    """The mail that the worker writes to somebody; `name` is a word of its first link."""
    return wait_for(lambda: next((m for m in Mail.objects.filter(to_member_id=member.pk).order_by("-pk") if name in m.text), None))


def link_in(mail: Mail, preset: str) -> str:
    """The path behind a button of a mail."""
    found = re.search(rf"https?://\S+/answer/[^\s?]+/\?a={preset}", mail.text)
    assert found, mail.text
    parts = urlsplit(found[0])
    return f"{parts.path}?{parts.query}"


def press(page: Page, selector: str) -> None:
    """Press a button that sends a form, and wait for what comes: a page, or with scripts a changed part of this one."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator(selector).first.click()
    page.wait_for_timeout(300)
    page.wait_for_load_state()
    assert wider_than_window(page) == []


def suggest(cast: Cast, *pairs: tuple[Member, Member], spare: int = 0) -> list[Draft]:
    """A round with these pairs; the last `spare` of them are in reserve."""
    made = Round.objects.create(space=cast.house, made_at=timezone.now(), seed=1, value=1, bound=1, engine="test")
    drafts = []
    for place, pair in enumerate(pairs):
        low, high = sorted(pair, key=lambda m: m.pk)
        drafts.append(
            Draft.objects.create(
                round=made, first=low, second=high, position=place, value=1, parts={}, reasons=[], spare=place >= len(pairs) - spare
            )
        )
    return drafts


@pytest.mark.parametrize(
    "options",
    [{}, {"java_script_enabled": False, "viewport": NARROW}],
    ids=["with scripts", "without scripts, 320 px wide"],
)
def test_from_a_suggestion_to_a_meeting(options: dict[str, Any], arrive: Arrive, cast: Cast) -> None:
    suggest(cast, (cast.mara, cast.jonas))
    hanna = arrive(cast.hanna, **options)
    care = reverse("home:care", args=[cast.house.slug])
    hanna.open(care)
    press(hanna.page, "button[form^=send]")
    expect(hanna.page.locator("main")).to_contain_text("Mara")

    introduction = Introduction.objects.get()
    for member, other in ((cast.mara, cast.jonas), (cast.jonas, cast.mara)):
        mail = mail_to(member, "a=yes")
        assert other.name in mail.subject
        visitor = arrive(**options)
        answer = visitor.open(link_in(mail, "yes"))
        assert answer.status == 200
        expect(visitor.page.locator("main form button")).to_have_count(1)
        press(visitor.page, "main form button")
        expect(visitor.page.locator("[role=status]").first).to_be_visible()
        assert visitor.context.cookies() == []
    introduction.refresh_from_db()
    assert introduction.introduced_at is not None

    for member, other in ((cast.mara, cast.jonas), (cast.jonas, cast.mara)):
        mail = mail_to(member, other.account.email)
        assert other.account.email in mail.headers["Reply-To"]
        assert [a["mimetype"].partition(";")[0] for a in mail.attachments if not a.get("cid")] == ["text/calendar"]

    mara = arrive(cast.mara, **options)
    page = mara.page
    mara.open(reverse("connect:introduction", args=[cast.house.slug, introduction.pk]))
    expect(page.locator(f"a[href='mailto:{cast.jonas.account.email}']")).to_be_visible()
    page.locator("#outcome input[value=met], main input[name=said][value=met]").first.check()
    press(page, "#outcome form button")
    introduction.refresh_from_db()
    assert introduction.met_on == cast.house.day(timezone.now())
    assert Contact.objects.filter(first=cast.mara, second=cast.jonas, kind="meeting").count() == 1
    mara.open(reverse("network:ties", args=[cast.house.slug]))
    expect(page.locator("main .ties")).to_contain_text(cast.jonas.name)
    page.goto(page.url)
    mara.open(reverse("network:tie", args=[cast.house.slug, cast.jonas.pk]))
    expect(page.locator("main table")).to_be_visible()


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Go on with the Tab key until the focus stands on an element, as somebody without a mouse does; it must be seen to stand there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            seen = page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"
            )
            assert seen, f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"the Tab key does not lead to {selector}")


def enter(page: Page) -> None:
    """Press Enter and wait for the answer to the form."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    page.wait_for_load_state()


def test_by_keyboard_only(arrive: Arrive, cast: Cast) -> None:
    suggest(cast, (cast.mara, cast.jonas))
    hanna = arrive(cast.hanna)
    hanna.open(reverse("home:care", args=[cast.house.slug]))
    hanna.page.keyboard.press("Tab")
    assert hanna.page.evaluate("document.activeElement.className") == "skip"
    hanna.page.keyboard.press("Enter")
    assert hanna.page.evaluate("document.activeElement.id") == "main"
    tab_to(hanna.page, "button[form^=send]")
    enter(hanna.page)
    for member in (cast.mara, cast.jonas):
        visitor = arrive()
        visitor.open(link_in(mail_to(member, "a=yes"), "yes"))
        tab_to(visitor.page, YES)
        enter(visitor.page)
    introduction = Introduction.objects.get()
    assert introduction.introduced_at is not None
    jonas = arrive(cast.jonas)
    jonas.open(reverse("connect:introduction", args=[cast.house.slug, introduction.pk]))
    tab_to(jonas.page, "#outcome input[type=radio]")
    jonas.page.keyboard.press("Space")
    tab_to(jonas.page, "#outcome form button")
    enter(jonas.page)
    introduction.refresh_from_db()
    assert introduction.met_on is not None


def rows_that_count() -> list[list[Any]]:
    """Everything that an answer would change."""
    return [list(model.objects.order_by("pk").values()) for model in (Introduction, Side, QuietNo)] + [
        list(Member.objects.order_by("pk").values("pk", "paused_until"))
    ]


def test_a_scanner_that_opens_every_link_changes_nothing(arrive: Arrive, cast: Cast) -> None:
    propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=timezone.now())
    mail = mail_to(cast.mara, "a=yes")
    links = {urlsplit(url) for url in re.findall(r"https?://[^\s<>\"]+", mail.text + " " + mail.headers["List-Unsubscribe"])}
    assert len(links) >= 4
    before = rows_that_count()
    scanner = arrive()
    for link in links:
        path = f"{link.path}?{link.query}" if link.query else link.path
        assert scanner.open(path).status == 200
        assert scanner.context.request.head(scanner.house.url(path)).status == 200
    assert rows_that_count() == before
    assert not NoticeChoice.objects.exists()
    assert scanner.context.cookies() == []


def test_a_link_is_opened_twice_and_two_windows_answer(arrive: Arrive, cast: Cast) -> None:
    propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=timezone.now())
    path = link_in(mail_to(cast.mara, "a=yes"), "yes")
    first, second = arrive(), arrive()
    first.open(path)
    second.open(path)
    press(first.page, YES)
    press(second.page, YES)
    expect(second.page.locator("[role=status]").first).to_be_visible()
    assert Side.objects.exclude(accepted_at=None).count() == 1
    assert first.open(path).status == 200
    # The other one's yes opens contact, once; a yes after that is told so in a sentence.
    accept_introduction(actor=cast.jonas, introduction_id=Introduction.objects.get().pk, at=timezone.now())
    wait_for(lambda: Mail.objects.filter(text__contains=cast.mara.account.email).exists())
    assert first.open(path).status == 200
    expect(first.page.locator(YES)).to_have_count(0)


def test_a_quiet_no_and_a_pause_without_scripts(arrive: Arrive, cast: Cast) -> None:
    introduction = propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=timezone.now())
    visitor = arrive(java_script_enabled=False)
    visitor.open(link_in(mail_to(cast.mara, "a=no"), "no"))
    press(visitor.page, "main form button")
    assert QuietNo.objects.filter(introduction=introduction, member=cast.mara).exists()
    hanna = arrive(cast.hanna, java_script_enabled=False)
    hanna.open(reverse("home:care", args=[cast.house.slug]))
    expect(hanna.page.locator("main")).to_contain_text(f"{cast.mara.name} · {cast.jonas.name}")
    other = arrive(java_script_enabled=False)
    other.open(link_in(mail_to(cast.jonas, "a=pause"), "pause"))
    other.page.locator("select[name=until]").select_option(index=0)
    press(other.page, "main form button")
    cast.jonas.refresh_from_db()
    assert cast.jonas.paused_until is not None


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_manager_swaps_excludes_and_takes_it_back(scripts: bool, arrive: Arrive, cast: Cast) -> None:
    shown, spare = suggest(cast, (cast.mara, cast.jonas), (cast.jonas, cast.neo), spare=1)
    hanna = arrive(cast.hanna, java_script_enabled=scripts)
    page = hanna.page
    hanna.open(reverse("home:care", args=[cast.house.slug]))
    expect(page.locator(f"#draft-{shown.pk}")).to_be_visible()
    press(page, "form[action*=swap] button")
    expect(page.locator(f"#draft-{spare.pk}")).to_be_visible()
    expect(page.locator(f"#draft-{shown.pk}")).to_have_count(0)
    press(page, f"#draft-{spare.pk} form[action*=exclude] button")
    expect(page.locator(f"#draft-{spare.pk}")).to_have_count(0)
    expect(page.locator(f"#draft-{shown.pk}")).to_be_visible()
    assert Exclusion.objects.count() == 1
    press(page, "form[action*=include] button")
    expect(page.locator(f"#draft-{spare.pk}")).to_be_visible()
    assert not Exclusion.objects.exists()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_sign_in_by_mail(scripts: bool, arrive: Arrive, cast: Cast) -> None:
    visitor: Visitor = arrive(java_script_enabled=scripts, viewport=NARROW)
    page = visitor.page
    visitor.open(reverse("home:today", args=[cast.house.slug]))
    assert "/sign-in/" in page.url
    page.locator("input[type=email]").fill(cast.mara.account.email)
    press(page, "main form button")
    assert visitor.context.cookies() == []
    mail = wait_for(lambda: Mail.objects.filter(category="sign-in", to_address=cast.mara.account.email).first())
    link = re.search(r"https?://\S+/sign-in/\S+", mail.text)
    assert link
    # A scanner opens it first; it still works for the person, once.
    arrive().open(link[0])
    visitor.open(link[0])
    assert visitor.context.cookies() == []
    press(page, "main form button")
    assert page.url == visitor.house.url(reverse("home:today", args=[cast.house.slug]))
    assert [(c["name"], c["httpOnly"], c["sameSite"]) for c in visitor.context.cookies()] == [("drittort", True, "Lax")]
    late = arrive()
    assert late.open(link[0]).status == 422


def test_whoever_knows_somebody_brings_two_together_by_clicks(arrive: Arrive, cast: Cast) -> None:
    """From the need to each other's address; whoever introduced reads that it came about, and of a no before it nothing."""
    need = open_need(actor=cast.jonas, text="Wer kennt eine Druckerei, die kleine Auflagen macht?", language="de", at=timezone.now())
    mara = arrive(cast.mara, viewport=NARROW)
    mara.open(reverse("connect:need", args=[cast.house.slug, need.pk]))
    mara.page.click("main a[href$='/know/']")
    mara.page.fill("#q", "Neo")
    mara.page.keyboard.press("Enter")
    mara.page.locator("main .board a.button").click()
    mara.page.fill("main textarea[name=text]", "Neo hat neulich ein Heft drucken lassen.")
    press(mara.page, "main form.form button")
    expect(mara.page.locator("main")).to_contain_text("Beide werden gefragt")
    introduction = wait_for(Introduction.objects.first)
    through_me = reverse("connect:warm_introductions", args=[cast.house.slug])
    mara.open(through_me)
    asked = mara.page.inner_text("main")

    page = reverse("connect:introduction", args=[cast.house.slug, introduction.pk])
    jonas, neo = arrive(cast.jonas), arrive(cast.neo)
    jonas.open(page)
    expect(jonas.page.locator("main")).to_contain_text("Neo hat neulich ein Heft drucken lassen.")
    press(jonas.page, "form:has(input[name=answer][value=no]) button")
    mara.open(through_me)
    assert mara.page.inner_text("main") == asked
    press(jonas.page, YES)
    neo.open(page)
    press(neo.page, YES)
    expect(neo.page.locator("main")).to_contain_text("jonas@lagerhaus.example")
    jonas.open(page)
    expect(jonas.page.locator("main")).to_contain_text("neo@lagerhaus.example")
    mara.open(through_me)
    assert mara.page.inner_text("main") != asked
