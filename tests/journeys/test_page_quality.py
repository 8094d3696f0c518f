"""Every page of the house, looked at by axe-core, by the Nu HTML checker and for its width: 0 findings.

Two looks a day, opposite in theme and width, in a language that changes; `DRITTORT_PAGE_QUALITY=dark-320-en` repeats one, `all` takes all eight.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page
from sesame.utils import get_token

from drittort.connect.between.models import CompanyTie
from drittort.connect.by_mail.needs import token as draft_token
from drittort.connect.circles import words as circle_words
from drittort.connect.circles.models import Circle, CircleSeason, CircleSeat
from drittort.connect.circles.reactions import write as write_of_circle
from drittort.connect.introductions.actions import accept_introduction, exclude_draft, propose_introduction, tell_outcome
from drittort.connect.introductions.models import Draft, Introduction, Round
from drittort.connect.introductions.tokens import token
from drittort.connect.introductions.warm import introduce_two
from drittort.connect.needs.actions import answer_need, open_need
from drittort.connect.needs.models import Need
from drittort.connect.needs.tokens import token as need_token
from drittort.connect.rounds.models import Seat
from drittort.core.jobs.runner import run_due
from drittort.core.models import Mail
from drittort.inform.posts.models import Post
from drittort.members.models import Account, Member
from drittort.members.sign_in.actions import SCOPE
from drittort.network.jobs import make_snapshots
from drittort.network.models import Tie
from drittort.network.tests.community import build_community
from drittort.network.ties.actions import rebuild_ties
from drittort.web.views import ERRORS, SPECIMENS
from tests.architecture.test_permissions import CARING, FOUNDING, MATRIX, OPEN, STAFF, STAFF_FOUNDER
from tests.cast import Cast
from tests.journeys.conftest import Visitor
from tests.languages import mixed
from tests.open_house import House
from tests.page_quality import Judged, Look, axe_source, html_findings, listed, looks, undressed
from tests.shapes import shape

# Answers that are no pages: drawings and files. The mail of the matrix holds no mail; real ones are looked at below.
NO_PAGES = {
    "web:portrait",
    "web:plate",
    "members:fetch_copy",
    "members:fetch_house_copy",
    "home:mail_html",
    "home:mail",
    "home:service_worker",
    "home:manifest",
    "home:phone_icon",
    "web:sign",
    "members:face",
    "core:file",
    "web:colours",
    "pulse:capital_frames",
    "pulse:capital_picture",
    "pulse:capital_numbers",
    "talk:news",
    "talk:people",
    "connect:alike_needs",
    "inform:alike_questions",
    "home:search_typing",
    "inform:wall_now",
    "inform:wall_face",
    "inform:open_article_file",
    "inform:preview_mail",
    "inspire:event_file",
    "inspire:public_picture",
    "inspire:year_book",
    "inspire:year_book_progress",
    "inspire:series_file",
    "inspire:open_event_file",
    "inspire:calendar_feed",
    "inspire:alike_ideas",
    "inspire:event_clashes",
    "inspire:draw_file",
    "inspire:lots_program",
    "plan:forecast_spreadsheet",
    "plan:metrics_file",
    "pulse:given_quarter",
    "plan:plan_text",
    "plan:plan_paper",
    "plan:plan_paper_progress",
}
# Names of events and of a season in the cast, and an answer of a decision: words of the house, but people gave them.
WRITTEN = {"Heute", "Gestern", "Staffel", "Nein", "Umsatzsteuer", "Regel"}
# The style guide is German whatever the reader's language, with the names of its icons; a file that is brought in shows its own columns.
# Mails in the mailbox of the demo keep the language of whom they were written to.
BOTH_LANGUAGES = {
    "web:style",
    "web:specimen",
    "web:mail",
    "joining:import_list",
    "joining:import_progress",
    "home:mailbox",
    "plan:actual_file",
}
REFUSED = {"too little power", "home:opening", "home:opening_new", "demo:remove"}
"""Pages that say no: to whoever has no power, with an opened house, in a house that is no demo. Everything else must be seen itself."""
LOOKS = looks(os.environ.get("DRITTORT_PAGE_QUALITY", ""), timezone.localdate())


@dataclass(frozen=True)
class Seen:
    """One page to look at: by whom, where, and what to do there first."""

    name: str
    path: str
    member: Member | None = None
    act: Callable[[Page], Any] | None = None
    is_mail: bool = False


def of_the_matrix(cast: Cast, addresses: dict[str, str]) -> list[Seen]:
    """Every address that answers a GET with a page, by somebody who may see it."""
    readers = {OPEN: None, CARING: cast.hanna, STAFF: cast.hanna, STAFF_FOUNDER: cast.olga, FOUNDING: cast.olga}
    return [
        Seen(name, addresses[name], readers.get(rule.who, cast.mara), is_mail=name == "web:mail")
        for name, rule in MATRIX.items()
        if "GET" in rule.methods and name not in NO_PAGES
    ]


def in_other_states(cast: Cast, addresses: dict[str, str]) -> list[Seen]:
    """What the same addresses show at other times: filled, answered, empty, wrong, not there."""
    at, slug = timezone.now(), cast.house.slug
    first = Introduction.objects.get(space=cast.house)
    # Two may wait for somebody at once; Mara comes to her table when the introductions of the last days are through.
    seat = Seat.objects.get(member=cast.mara)
    Seat.objects.filter(pk=seat.pk).delete()
    met = propose_introduction(
        actor=cast.hanna, first=cast.mara, second=cast.olga, text="Liebe Mara,\nliebe Olga", at=at - timedelta(days=2)
    )
    for one in (cast.mara, cast.olga):
        accept_introduction(actor=one, introduction_id=met.pk, at=at - timedelta(days=1))
    tell_outcome(actor=cast.olga, introduction_id=met.pk, said="met", outcome="Ein gemeinsames Angebot.", shared=True, again=True, at=at)
    made = Round.objects.get(series=None)
    pairs = [(cast.jonas, cast.neo), (cast.neo, cast.ada), (cast.jonas, cast.ada)]
    for place, pair in enumerate(pairs, start=2):
        low, high = sorted(pair, key=lambda m: m.pk)
        Draft.objects.create(round=made, first=low, second=high, position=place, value=1, parts={}, reasons=[], spare=place == 4)
    dropped = Draft.objects.get(round=made, position=3)
    exclude_draft(actor=cast.hanna, draft_id=dropped.pk, at=at)
    open_need(actor=cast.jonas, text="Who knows a good bookbinder?", language="en", at=at - timedelta(days=3))
    run_due(clock=lambda: at)
    many = build_community(120, companies=12, circles=3, now=at)
    rebuild_ties(space=many, as_of=many.day(at))
    make_snapshots(space=many, at=at)
    reader = Member.objects.filter(space=many).order_by("pk")[7]
    reader.account = Account.objects.create(email="leserin@example.org", created_at=at)
    reader.roles = ["manager"]
    reader.save()
    link = token(first.pk, cast.jonas.pk)
    through = propose_introduction(
        actor=cast.ada,
        first=cast.mara,
        second=cast.hanna,
        text="Ihr zwei",
        at=at - timedelta(days=2),
        form=Introduction.Form.WARM,
        words={cast.mara.pk: "x"},
    )
    for one in (cast.mara, cast.hanna):
        accept_introduction(actor=one, introduction_id=through.pk, at=at - timedelta(days=1))
    seat.save(force_insert=True)
    introduce_two(actor=cast.mara, first=cast.jonas, second=cast.neo, text="Ihr zwei", to_first="x", at=at)
    tax, games = cast.mara.employments.get().company, cast.jonas.employments.get().company
    low, high = sorted((tax, games), key=lambda firm: firm.pk)
    CompanyTie.objects.create(
        space=cast.house,
        first=low,
        second=high,
        position=0,
        value=1,
        made_at=at,
        reasons=[{"code": "trade", "buyer": low.pk, "seller": high.pk}],
    )
    by_hand = CircleSeason.objects.get(closed_at__isnull=False)
    CircleSeason.objects.filter(pk=by_hand.pk).update(closed_at=None)
    waits = Circle.objects.create(space=cast.house, season=by_hand, asked_at=at, expires_at=at + timedelta(days=7))
    # Two only: whoever was asked into one circle is suggested to nobody of it, and the other pages want suggestions.
    CircleSeat.objects.bulk_create(CircleSeat(circle=waits, member=m) for m in (cast.mara, cast.ada))
    write_of_circle(waits, cast.mara, circle_words.ASKED, "asked", at)
    write_of_circle(Circle.objects.get(begun_at__isnull=False), cast.mara, circle_words.BEGUN, "begun", at)
    run_due(clock=lambda: at)
    pages = [
        Seen("between companies, for those who care", addresses["connect:between"], cast.hanna),
        Seen(
            "between companies, opened", addresses["connect:between"], cast.hanna, lambda page: page.locator("main summary").first.click()
        ),
        Seen("between companies, for members", addresses["connect:between"], cast.jonas),
        Seen("introduction, through somebody", reverse("connect:introduction", args=[slug, through.pk]), cast.mara),
        Seen("introduce, found", f"{addresses['connect:introduce']}?q=Neo", cast.mara),
        Seen("introduce, nothing written", f"{addresses['connect:introduce']}?with={cast.ada.pk}", cast.mara, press("main form button")),
        Seen("a series, nothing written", addresses["connect:series"], cast.hanna, press("main form button")),
        Seen("rather not, kept", addresses["connect:not_with"], cast.mara, press("main form button")),
        *(Seen(f"table, {preset}", addresses["connect:answer_table"] + f"?a={preset}") for preset in ("yes", "no", "pause")),
        *(Seen(f"circle by mail, {preset}", f"{addresses['connect:answer_circle']}?a={preset}") for preset in ("check", "tell")),
        Seen("circle, for somebody who was asked", reverse("connect:circle", args=[slug, waits.pk]), cast.mara),
        Seen("season by hand", reverse("connect:circle_season", args=[slug, by_hand.pk]), cast.hanna),
        Seen("a season, nothing written", addresses["connect:circle_seasons"], cast.hanna, press("main form button")),
        Seen("a call by mail", f"{addresses['connect:answer_call']}?a=1"),
        Seen("through me", addresses["connect:warm_introductions"], cast.mara),
        Seen("introduction, both said yes", reverse("connect:introduction", args=[slug, met.pk]), cast.mara),
        Seen("care, a pair excluded", f"{addresses['home:care']}?excluded={dropped.pk}", cast.hanna),
        Seen("care, a text opened", addresses["home:care"], cast.hanna, lambda page: page.locator("summary").first.click()),
        Seen("people, found nobody", f"{addresses['members:people']}?q=xyzzy", cast.mara),
        Seen("sign-in, link", reverse("members:use_link", args=[get_token(cast.olga.account, scope=SCOPE)])),
        Seen("sign-in, wrong address", addresses["members:sign_in"], None, wrong_address),
        Seen("sign-in, next", f"{addresses['members:sign_in']}?next={quote(addresses['home:today'])}"),
        Seen("question from outside, empty", addresses["joining:ask"], None, press("main form button")),
        Seen("application, nothing in it", addresses["joining:application"], cast.hanna, press("#write button")),
        Seen("a tour to choose", addresses["joining:conversation"], None, lambda page: page.locator("summary").last.click()),
        Seen("nobody at this stage", f"{addresses['joining:applications']}?stage=member", cast.hanna),
        Seen("market, found nothing", f"{addresses['connect:market']}?q=xyzzy&kind=job", cast.mara),
        Seen("listing, asked for", addresses["connect:listing"], cast.mara, press("form[action*=ask] button")),
        Seen("listing to be taken", f"{addresses['connect:answer_listing']}?says=taken"),
        Seen("a forecast, careful", f"{addresses['plan:forecast']}?scenario=careful", cast.olga),
        Seen("a tariff, nothing written", addresses["plan:forecast_new_line"], cast.olga, press("main form button")),
        Seen("a code that nobody has", f"{addresses['inspire:check_in']}?code=17:x", cast.hanna),
        Seen("at the door, by name", f"{addresses['inspire:check_in']}?q=Jonas", cast.hanna),
        Seen("co-hosts, by name", f"{addresses['inspire:hosting']}?q=Jonas", cast.hanna),
        Seen("a guest, nothing written", addresses["inspire:open_event"], None, press("main form button")),
        Seen("after an event, for who hosts it", addresses["inspire:afterwards"], cast.hanna),
        Seen("a new event, nothing written", addresses["inspire:new_event"], cast.mara, press("main form button")),
        Seen("a new idea, nothing written", addresses["inspire:new_idea"], cast.mara, press("main form button")),
        Seen("ideas, found nothing", f"{addresses['inspire:ideas']}?q=xyzzy", cast.mara),
        Seen("an idea to answer", addresses["inspire:idea"], cast.hanna, lambda page: page.locator("main summary").first.click()),
        *(
            Seen(f"a new decision, {kind}", f"{addresses['inspire:new_decision']}?kind={kind}", cast.hanna, press("main form button"))
            for kind in ("poll", "date", "budget", "consent", "draw")
        ),
        Seen("a draft of a decision", addresses["inspire:edit_decision"].removesuffix("edit/"), cast.mara),
        Seen("a consent decision", addresses["inspire:say_position"].removesuffix("position/"), cast.jonas),
        Seen(
            "a draw",
            addresses["inspire:draw_file"].removesuffix("draw.json"),
            cast.jonas,
            lambda page: page.locator("main summary").first.click(),
        ),
        Seen("a decision by mail", f"{addresses['inspire:answer_decision']}?says=o1"),
        Seen("event, for who comes", addresses["inspire:event"], cast.jonas),
        Seen(
            "event, called off without a word",
            addresses["inspire:event"],
            cast.mara,
            lambda page: page.locator("main summary").last.click(),
        ),
        Seen("event by mail, not", f"{addresses['inspire:answer_event']}?says=not"),
        Seen("calendar with an address", addresses["inspire:subscribe_calendar"], cast.jonas, press("main form button")),
        Seen("posts, found nothing", f"{addresses['inform:posts']}?q=xyzzy", cast.mara),
        Seen("questions that wait", f"{addresses['inform:questions']}?show=open", cast.mara),
        Seen("a question of mine", addresses["inform:edit_post"].removesuffix("edit/"), cast.mara),
        Seen("post, nothing written", addresses["inform:new_post"], cast.mara, press("main form button")),
        Seen("questions for me", f"{addresses['inform:questions']}?show=wanted", cast.mara),
        Seen("a question for me", addresses["connect:let_question_be"].replace("questions", "posts").removesuffix("not-now/"), cast.mara),
        Seen("a question, whom I know", addresses["connect:name_somebody"] + "?q=Neo", cast.mara),
        *(Seen(f"question by mail, {preset}", f"{addresses['connect:question_by_mail']}?a={preset}") for preset in ("answer", "pass")),
        Seen(
            "an answered question",
            reverse("inform:post", args=[slug, Post.objects.filter(answer__isnull=False).latest("pk").pk]),
            cast.mara,
        ),
        Seen("knowledge, found nothing", f"{addresses['inform:knowledge']}?q=xyzzy", cast.mara),
        Seen("knowledge under a word", f"{addresses['inform:knowledge']}?tag=xyzzy", cast.mara),
        Seen("article of another", addresses["inform:article"], cast.jonas, lambda page: page.locator("#feedback summary").click()),
        Seen("article, nothing written", addresses["inform:new_article"], cast.mara, press("main form button")),
        Seen("article in the other language", f"{addresses['inform:edit_article']}?language=en", cast.mara),
        Seen("house letters, for those who write them", addresses["inform:letters"], cast.hanna),
        Seen("preview of a letter, as a mail", addresses["inform:preview_mail"], cast.hanna, is_mail=True),
        Seen("preview of a letter, as mine", f"{addresses['inform:preview_letter']}?as=me&in=en", cast.hanna),
        Seen("people of a group, found", f"{addresses['talk:group_people']}?q=Neo", cast.mara),
        Seen("need, empty", addresses["connect:new_need"], cast.mara, empty_need),
        Seen("need, taken down", addresses["connect:needs"], cast.mara, press("form[action*=close] button")),
        Seen("consent given back", addresses["members:consents"], cast.ada, press("form[action*=map] button")),
        Seen("not there", f"/{slug}/nothing/here/", cast.mara),
        Seen("another house", addresses["home:today"], cast.sten),
        Seen("too little power", addresses["home:care"], cast.mara),
    ]
    pages += [Seen(f"board, {show}", f"{addresses['connect:needs']}?show={show}", cast.mara) for show in ("help", "mine", "answered")]
    asked = Need.objects.filter(requests__member=cast.mara).order_by("pk")[0]
    help_link = reverse("connect:need_by_mail", args=[need_token(asked.pk, cast.mara.pk)])
    pages += [Seen(f"need by mail, {preset}", f"{help_link}?a={preset}") for preset in ("help", "pass")]
    pages += [Seen("need, whom I know", reverse("connect:know_somebody", args=[slug, asked.pk]) + "?q=Neo", cast.mara)]
    helped = open_need(actor=cast.mara, text="Wer kennt eine gute Buchbinderin?", language="de", at=at - timedelta(days=9))
    answer_need(actor=cast.jonas, need_id=helped.pk, text="In der Weserstraße.", at=at - timedelta(days=8))
    pages += [Seen("need, what came of it?", reverse("connect:need", args=[slug, helped.pk]), cast.mara)]
    pages += [Seen("need by mail, helped", reverse("connect:need_by_mail", args=[need_token(helped.pk, cast.mara.pk)]) + "?a=helped")]
    pages += [Seen(f"answer {preset}", reverse("connect:answer", args=[link]) + f"?a={preset}") for preset in ("yes", "no", "pause")]
    pages += [Seen("answer given", reverse("connect:answer", args=[link]) + "?a=yes", None, press("main form button"))]
    asked = reverse("connect:ask_by_mail", args=[draft_token(cast.jonas.pk, "Who has a long ladder?")])
    pages += [Seen("need from a mail", asked), Seen("need from a mail, hung up", asked, None, press("main form button"))]
    pages += [Seen("answer outcome", reverse("connect:answer", args=[token(met.pk, cast.mara.pk)]) + "?a=met")]
    pages += [
        Seen(f"in an empty house: {name}", reverse(name, args=[cast.elsewhere.slug]), cast.sten)
        for name in (
            "home:today",
            "connect:introductions",
            "connect:market",
            "connect:my_listings",
            "connect:bookmarks",
            "connect:deals",
            "connect:outcomes",
            "connect:loans",
            "connect:office_hours",
            "connect:mentoring",
            "connect:bookings",
            "connect:warm_introductions",
            "connect:between",
            "connect:needs",
            "connect:rounds",
            "connect:circles",
            "inspire:ideas",
            "inspire:decisions",
            "inspire:influence",
            "inform:news",
            "inform:posts",
            "inform:questions",
            "inform:drafts",
            "inform:knowledge",
            "inform:my_articles",
            "inform:article_trash",
            "inform:print_handbook",
            "inform:letters",
            "talk:groups",
            "members:people",
            "members:consents",
            "network:ties",
            "network:map",
            "pulse:surveys",
        )
    ]
    pages += [
        Seen(f"in a house of 120: {name}", reverse(name, args=[many.slug]), reader)
        for name in (
            "home:today",
            "home:care",
            "members:people",
            "network:ties",
            "network:map",
            "network:report",
            "plan:overview",
            "plan:rules",
            "plan:rules_and_me",
            "pulse:capital",
            "pulse:capital_months",
            "members:me",
        )
    ]
    pages += [
        Seen("plan, a part that nobody began", reverse("plan:plan_part", args=[slug, "risks"]), cast.olga),
        Seen("plan, a comparison", reverse("plan:write_plan_part", args=[slug, "position"]) + "?example=urban", cast.olga),
        Seen("plan, risks", reverse("plan:write_plan_part", args=[slug, "risks"]) + "?example=trade", cast.olga),
    ]
    tie = Tie.objects.filter(Q(first=reader) | Q(second=reader)).first()
    assert tie is not None
    other = tie.second_id if tie.first_id == reader.pk else tie.first_id
    pages += [Seen("a tie", reverse("network:tie", args=[many.slug, other]), reader)]
    pages += [Seen(f"specimen {name}", reverse("web:specimen", args=[name])) for name in [*SPECIMENS, *sorted(ERRORS)]]
    kinds: set[str] = set()
    for mail in Mail.objects.exclude(html="x").order_by("pk"):
        # Each mail is looked at alone; the page of the mailbox that frames it, once for each kind.
        if mail.category not in kinds:
            kinds.add(mail.category)
            pages.append(Seen(f"mail {mail.category}: {mail.subject}", reverse("home:mail", args=[mail.pk])))
        pages.append(Seen(f"mail alone {mail.category}: {mail.subject}", reverse("home:mail_html", args=[mail.pk]), is_mail=True))
    return pages


def press(selector: str) -> Callable[[Page], None]:
    """Press the first such button, and wait for what comes: a page, or a changed part of this one."""

    def act(page: Page) -> None:
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator(selector).first.click()
        page.wait_for_timeout(300)
        page.wait_for_load_state()

    return act


def wrong_address(page: Page) -> None:
    """Send a form with something that is no address."""
    page.locator("input[type=email]").fill("keine-adresse")
    press("main form button")(page)


def empty_need(page: Page) -> None:
    """Hang up nothing."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("main form.composer").evaluate("form => { form.noValidate = true; form.requestSubmit() }")
    page.wait_for_timeout(300)
    page.wait_for_load_state()


def dress(page: Page, look: Look, worn: dict[Page, Look]) -> None:
    """Let a page stand in a look, as somebody's window and wish for light or dark would have it; `worn` remembers in which each stands."""
    if worn.get(page) != look:
        page.set_viewport_size(look.options["viewport"])
        page.emulate_media(color_scheme=look.theme, reduced_motion="reduce")
        worn[page] = look


@pytest.mark.parametrize("together", LOOKS, ids=lambda together: ",".join(map(str, together)))
def test_every_page_in(together: list[Look], browser: Browser, house: House, cast: Cast, addresses: dict[str, str]) -> None:
    pages = of_the_matrix(cast, addresses) + in_other_states(cast, addresses)
    visitors: dict[int | None, Visitor] = {}
    worn: dict[Page, Look] = {}
    source, findings, markup, judged = axe_source(), [], {}, Judged()
    language = together[0].language
    for seen in pages:
        key = seen.member.pk if seen.member else None
        if key not in visitors:
            context = browser.new_context(reduced_motion="reduce", **together[0].options)
            context.add_init_script(source)
            visitors[key] = Visitor(context, house)
            if seen.member:
                visitors[key].sign_in(seen.member, on_duty=True)
        visitor = visitors[key]
        # Each page of somebody is opened in the look of their last one, so that the looks take turns at the opening.
        in_turn = sorted(together, key=lambda look: look != worn.get(visitor.page))
        dress(visitor.page, in_turn[0], worn)
        answer = visitor.open(seen.path)
        assert answer.status < 500, seen
        assert answer.status != 403 or seen.name in REFUSED, seen
        assert "text/html" in answer.headers["content-type"], seen
        if seen.act:
            seen.act(visitor.page)
        markup[seen.name] = visitor.page.content() if seen.act else answer.text()
        built = shape(markup[seen.name])
        for look in in_turn:
            dress(visitor.page, look, worn)
            findings += [f"{seen.name} ({look}): {one}" for one in judged.findings(visitor.page, built, look, is_page=not seen.is_mail)]
        # Mails bring their own styles along.
        findings += [f"{seen.name}: {one}" for one in (() if seen.is_mail else undressed(visitor.page))]
    findings += [
        f"{name}: {found}"
        for name, html in markup.items()
        if name not in BOTH_LANGUAGES and not name.startswith("mail ")
        for found in mixed(html, language, WRITTEN)
    ]
    findings += html_findings(markup, mails={seen.name for seen in pages if seen.is_mail})
    findings += [f"asked elsewhere: {url}" for v in visitors.values() for url in v.elsewhere]
    # The browser itself writes a line for an answer of 4xx; everything else (a script, the content policy) is a finding.
    findings += [
        c for v in visitors.values() for c in v.complaints if "Failed to load resource: the server responded with a status of 4" not in c
    ]
    for visitor in visitors.values():
        visitor.context.close()
    assert len(markup) >= 40
    assert not findings, (
        f"{len(findings)} findings on {len(pages)} pages; repeat with DRITTORT_PAGE_QUALITY={','.join(map(str, together))}\n{listed(findings)}"
    )
