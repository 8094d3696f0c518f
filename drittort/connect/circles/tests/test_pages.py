"""The pages of circles: for members, from inside, behind the links of mails, and for those who host."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from drittort.connect.circles import actions, meetings, queries, tokens
from drittort.connect.circles.drawing import draw
from drittort.connect.circles.models import Circle, CircleMeeting, CirclePresence, CircleSeason, CircleSeat, CircleWish, Commitment
from drittort.connect.circles.tests.world import DAY, asked, running, season, without_encoder
from drittort.core.jobs.runner import run_due
from drittort.core.models import Job, Mail
from drittort.members.models import Member

WANTED = {
    "theme": "role", "words": "Gründen", "language": "de", "every_days": "14", "first_on": "2026-06-01", "first_time": "17:30", "minutes": "90",
    "confidence": "Was hier gesagt wird, bleibt hier.", "open_until": "2026-05-20",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _now(cast, monkeypatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    without_encoder(cast)


@pytest.fixture
def circle(cast):
    return running(cast, cast.everybody())


def page_of(name, cast, *args):
    return reverse(f"connect:{name}", args=[cast.house.slug, *args])


def text(answer):
    return answer.content.decode()


def path_of(link):
    """The path of a link of a mail."""
    return "/" + link.split("/", 3)[3]


def does(browser, cast, circle, what, **more):
    return browser.post(page_of("in_circle", cast, circle.pk), {"does": what, **more}, follow=True)


def test_a_season_is_begun_changed_and_called_off(cast):
    browser = cast.client(cast.hanna)
    seasons = page_of("circle_seasons", cast)
    for wrong in (
        {"words": ""},
        {"theme": "industry"},
        {"first_on": "2026-05-01"},
        {"open_until": "2026-06-02"},
        {"open_until": "2026-05-01"},
    ):
        assert browser.post(seasons, {**WANTED, **wrong}).status_code == 422, wrong
    assert browser.post(seasons, WANTED).status_code == 302
    made = CircleSeason.objects.get()
    assert made.first_at.astimezone(cast.house.zone).strftime("%H:%M") == "17:30"
    assert (made.words, made.industry, made.host) == ("Gründen", "", cast.hanna)
    change = page_of("change_circle_season", cast, made.pk)
    assert 'value="17:30"' in text(browser.get(change))
    browser.post(change, {**WANTED, "theme": "industry", "industry": "J"})
    made.refresh_from_db()
    assert (made.words, made.industry) == ("", "J")
    browser.post(page_of("draw_circles", cast, made.pk))
    assert Job.objects.filter(name=actions.DRAW).count() == 1
    browser.post(page_of("close_circle_season", cast, made.pk))
    assert browser.get(change).status_code == 404


def test_people_are_chosen_by_hand(cast):
    browser, made = cast.client(cast.hanna), season(cast)
    page = page_of("circle_season", cast, made.pk)
    assert "Mara Wendt" in text(browser.get(page))
    few = browser.post(page_of("ask_circle", cast, made.pk), {"members": [cast.mara.pk, cast.jonas.pk]}, follow=True)
    assert "zu klein oder zu groß" in text(few)
    others = [m.pk for m in cast.everybody() if m != cast.hanna]
    browser.post(page_of("ask_circle", cast, made.pk), {"members": [*others, cast.hanna.pk]})
    assert not CircleSeat.objects.exists(), "nobody chooses themself: a refusal would tell them of a block"
    browser.post(page_of("ask_circle", cast, made.pk), {"members": others})
    assert CircleSeat.objects.count() == 5
    assert "Antworten bis" in text(browser.get(page))


def test_a_member_answers_a_call_on_the_page_and_with_one_tap(cast):
    made = season(cast, open_until=(cast.now + 5 * DAY).date())
    browser = cast.client(cast.mara)
    assert "Gründen" in text(browser.get(page_of("circles", cast)))
    browser.post(page_of("want_circle", cast, made.pk), {"stage": "2"})
    assert CircleWish.objects.get().stage == 2
    browser.post(page_of("want_circle", cast, made.pk), {"stage": ""})
    assert not CircleWish.objects.exists()
    link = path_of(tokens.link_of_call(made.pk, cast.jonas.pk))
    outside = cast.client(None)
    assert "mittendrin" in text(outside.get(f"{link}?a=1"))
    assert not CircleWish.objects.exists(), "opening changes nothing"
    outside.post(link, {"stage": "1"})
    assert CircleWish.objects.get().member == cast.jonas
    assert outside.post(link, {"stage": "7"}).status_code == 422
    assert outside.get(link[:-3] + "x/").status_code == 422
    cast.neo.consents.update(revoked_at=cast.now)
    refused = cast.client(cast.neo).post(page_of("want_circle", cast, made.pk), {"stage": "1"})
    assert refused.status_code == 403


def test_numbers_and_days_beyond_all_measure_are_refused(cast, circle):
    browser, meeting = cast.client(cast.mara), CircleMeeting.objects.filter(circle=circle)[0]
    for what in ({"does": "swap", "meeting": "9" * 5000, "other": "1"}, {"does": "there", "meeting": meeting.pk, "members": ["9" * 5000]}):
        assert browser.post(page_of("in_circle", cast, circle.pk), what).status_code == 302
    for day in ("9999-12-31", "0001-01-01"):
        moved = {"does": "move", "meeting": meeting.pk, "on": day, "time": "23:59"}
        assert browser.post(page_of("in_circle", cast, circle.pk), moved).status_code == 302
    assert CircleMeeting.objects.get(pk=meeting.pk).starts_at == meeting.starts_at
    season = {
        "theme": "words", "words": "Einfach so", "language": "de", "every_days": "14", "minutes": "90", "first_time": "23:59",
        "confidence": "Unter uns.",
    }  # fmt: skip
    for day in ("9999-12-31", "0001-01-01"):
        answer = cast.client(cast.hanna).post(page_of("circle_seasons", cast), {**season, "first_on": day})
        assert answer.status_code == 422


def test_everything_is_done_by_the_links_of_mails(cast):
    """Somebody who never signs in: yes, who was there, what I take on and what became of it, going on, what came of it."""
    circle = asked(cast, cast.everybody())
    run_due(clock=lambda: cast.now)
    mail = Mail.objects.get(to_member_id=cast.mara.pk, text__contains="?a=yes")
    link = path_of(next(word for word in mail.text.split() if word.endswith("?a=yes"))).removesuffix("?a=yes")
    outside = cast.client(None)
    assert "Ja, ich bin dabei" in text(outside.get(f"{link}?a=yes"))
    assert not CircleSeat.objects.filter(accepted_at__isnull=False).exists()
    outside.post(link, {"does": "answer", "answer": "yes"})
    for one in cast.everybody()[:5]:
        actions.say_yes(actor=one, circle_id=circle.pk, at=cast.now)
    assert actions.say_yes(actor=cast.ada, circle_id=circle.pk, at=cast.now).begun_at
    meeting = CircleMeeting.objects.filter(circle=circle).order_by("number")[0]
    CircleMeeting.objects.filter(pk=meeting.pk).update(starts_at=cast.now - timedelta(hours=3))
    outside.post(link, {"does": "there", "meeting": meeting.pk, "members": [cast.mara.pk, cast.jonas.pk]})
    assert CirclePresence.objects.count() == 2
    outside.post(link, {"does": "commit", "meeting": meeting.pk, "text": "Ich rufe an."})
    taken = Commitment.objects.get()
    assert "Ich rufe an." in text(outside.get(f"{link}?a=check"))
    meetings.commit(actor=cast.jonas, meeting_id=meeting.pk, text="Ich kündige.", at=cast.now)
    assert "Ich kündige." not in text(outside.get(link)), "what others say is read after sign-in"
    for does in ("leave", "move", "swap", "take_back"):
        assert outside.post(link, {"does": does, "meeting": meeting.pk, "commitment": taken.pk}).status_code == 422
    assert CircleSeat.objects.get(member=cast.mara).left_at is None
    assert Commitment.objects.filter(pk=taken.pk).exists()
    outside.post(link, {"does": "check", "commitment": taken.pk, "said": "partly"})
    assert Commitment.objects.get(member=cast.mara).said == "partly"
    CircleMeeting.objects.update(starts_at=cast.now - DAY)
    actions.ask_on_due(at=cast.now)
    assert "Ja, noch sechs" in text(outside.get(f"{link}?a=go"))
    outside.post(link, {"does": "go_on", "answer": "yes"})
    assert CircleSeat.objects.get(member=cast.mara).goes_on_at == cast.now
    outside.post(link, {"does": "tell", "came": "help", "outcome": "", "shared": ""})
    assert CircleSeat.objects.get(member=cast.mara).came == "help"
    assert outside.post(link, {"does": "dance"}).status_code == 422
    Member.objects.filter(pk=cast.mara.pk).update(left_on=cast.now.date() - DAY)
    assert outside.get(link).status_code == 404


def test_inside_the_circle(cast, circle):
    browser = cast.client(cast.mara)
    assert "Treffen 1 von 6" in text(browser.get(page_of("circle", cast, circle.pk)))
    first, second = CircleMeeting.objects.filter(circle=circle).order_by("number")[:2]
    empty = browser.post(page_of("in_circle", cast, circle.pk), {"does": "commit", "meeting": first.pk, "text": ""})
    assert empty.status_code == 422
    assert "Ich sage ab." in text(does(browser, cast, circle, "commit", meeting=first.pk, text="Ich sage ab."))
    moved = does(browser, cast, circle, "move", meeting=first.pk, on="2026-05-30", time="18:00")
    assert "Verschoben" in text(moved)
    early = does(browser, cast, circle, "there", meeting=first.pk, members=cast.mara.pk)
    assert "kommt erst noch" in text(early)
    others = [m for m in (first, second) if m.hot_seat_id != cast.mara.pk]
    assert "Getauscht" not in text(does(browser, cast, circle, "swap", meeting=others[0].pk, other=others[0].pk))
    assert "verlassen" in text(does(browser, cast, circle, "leave"))
    assert does(browser, cast, circle, "commit", meeting=first.pk, text="x").status_code == 404
    assert "nicht mehr in diesem Kreis" in text(browser.get(page_of("circle", cast, circle.pk)))


def test_whether_it_goes_on_is_asked_once_on_a_page(cast, circle):
    CircleMeeting.objects.update(starts_at=cast.now - DAY)
    actions.ask_on_due(at=cast.now)
    page = text(cast.client(cast.mara).get(page_of("circle", cast, circle.pk)))
    assert (page.count("sechs weitere"), page.count("Eure sechs Treffen sind vorbei.")) == (1, 1)


def test_a_circle_that_has_ended_shows_no_date_ahead_and_offers_to_move_none(cast, circle):
    first = CircleMeeting.objects.filter(circle=circle).order_by("number")[0]
    CircleMeeting.objects.filter(pk=first.pk).update(starts_at=cast.now - DAY)
    Circle.objects.update(ended_at=cast.now)
    assert [meeting.id for meeting in queries.circle_page(cast.mara, circle.pk, cast.now).meetings] == [first.pk]
    page = text(cast.client(cast.mara).get(page_of("circle", cast, circle.pk)))
    assert "Die sechs Treffen" in page
    assert "verschieben" not in page


def test_who_hosts_sees_days_and_figures_of_five(cast, circle):
    first = CircleMeeting.objects.filter(circle=circle).order_by("number")[0]
    CircleMeeting.objects.filter(pk=first.pk).update(starts_at=cast.now - DAY)
    for count, shown in ((5, "da waren: 5"), (4, "da waren: unter 5")):
        CirclePresence.objects.all().delete()
        CirclePresence.objects.bulk_create(CirclePresence(meeting=first, member=m, at=cast.now) for m in cast.everybody()[:count])
        assert shown in text(cast.client(cast.hanna).get(page_of("circle_season", cast, circle.season_id)))
    second = CircleMeeting.objects.get(circle=circle, number=2)
    move = page_of("move_circle_meeting", cast, second.pk)
    actions.leave_circle(actor=cast.hanna, circle_id=circle.pk, at=cast.now)
    assert cast.client(cast.hanna).post(move, {"on": "2026-05-01", "time": "10:00"}).status_code == 422
    assert cast.client(cast.hanna).post(move, {"on": "2026-06-09", "time": "10:00"}).status_code == 302
    second.refresh_from_db()
    assert second.sequence == 1


def test_the_draft_stands_on_the_page_of_its_season(cast):
    made = season(cast, open_until=(cast.now + 5 * DAY).date())
    for one in cast.everybody():
        actions.want_circle(actor=one, season_id=made.pk, stage=1, at=cast.now)
    draft = draw(season=made, at=cast.now)
    browser = cast.client(cast.hanna)
    page = text(browser.get(page_of("circle_season", cast, made.pk)))
    assert "Mara" in page
    assert "mittendrin" not in page, "where somebody stands is shown to nobody by name"
    held = browser.post(reverse("connect:hold_round", args=[cast.house.slug, draft.pk]), {"holds": "yes"})
    assert held["Location"] == page_of("circle_season", cast, made.pk)
    assert cast.client(cast.mara).post(reverse("connect:send_round", args=[cast.house.slug, draft.pk])).status_code == 403
    browser.post(reverse("connect:send_round", args=[cast.house.slug, draft.pk]))
    run_due(clock=lambda: cast.now)
    assert Circle.objects.count() == 1
    assert queries.circle_page(cast.mara, Circle.objects.get().pk, cast.now).can_answer
