"""Polls: choosing, choosing anew, counting; and that nobody learns of a secret vote, neither then nor later."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from drittort.core import privacy
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.models import LedgerRow
from drittort.inform.polls.actions import Layout, vote
from drittort.inform.polls.jobs import close
from drittort.inform.polls.models import Poll, PollOption, PollVote
from drittort.inform.posts.actions import Words, write_post
from drittort.inform.posts.jobs import send_due
from drittort.inform.posts.models import Post
from drittort.inform.posts.queries import one
from drittort.talk.groups.actions import Shape, found_group
from tests.cast import Cast
from tests.cast import person as somebody

DAY = timedelta(days=1)


def ask(cast: Cast, *, several: bool = False, secret: bool = False, **more: Any) -> tuple[Post, list[int]]:
    layout = Layout(more.pop("options", ("Suppe", "Salat", "Brot")), several, secret, more.pop("until", cast.now + 7 * DAY))
    words = Words("ask", "Was gibt es?", "Am Freitag", "de", more.pop("group", None))
    post = write_post(actor=cast.mara, words=words, at=cast.now, poll=layout, **more)
    return post, list(PollOption.objects.filter(poll__post=post).order_by("position").values_list("pk", flat=True))


def result(cast: Cast, who: Any, post: Post, at: Any = None) -> list[tuple[str, str]]:
    ballot = one(who, post.pk, at or cast.now).ballot
    assert ballot is not None
    return [(choice.votes, choice.names) for choice in ballot.choices] if ballot.result else []


def seen(cast: Cast, post: Post) -> str:
    """The page as somebody sees it who did not choose; the key of its form is another each time."""
    page = cast.client(cast.neo).get(f"/lagerhaus/posts/{post.pk}/").content.decode()
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", page)


def test_one_chooses_chooses_anew_and_takes_it_back(cast: Cast):
    post, (soup, salad, _bread) = ask(cast)
    for _twice in range(2):
        vote(actor=cast.jonas, post_id=post.pk, options=[soup], at=cast.now)
    vote(actor=cast.ada, post_id=post.pk, options=[soup], at=cast.now)
    assert result(cast, cast.mara, post) == [("2 Stimmen", "Jonas Falk, Ada Lenz"), ("0 Stimmen", ""), ("0 Stimmen", "")]
    vote(actor=cast.jonas, post_id=post.pk, options=[salad], at=cast.now)
    vote(actor=cast.ada, post_id=post.pk, options=[], at=cast.now)
    assert result(cast, cast.mara, post) == [("0 Stimmen", ""), ("1 Stimme", "Jonas Falk"), ("0 Stimmen", "")]
    assert LedgerRow.objects.filter(kind="poll.voted").count() == 4, "twice is once"


def test_what_may_be_chosen(cast: Cast):
    post, (soup, salad, _bread) = ask(cast)
    other, [elsewhere, *_rest] = ask(cast)
    for options in ([soup, salad], [elsewhere], [soup, elsewhere], [0]):
        with pytest.raises(Invalid):
            vote(actor=cast.jonas, post_id=post.pk, options=options, at=cast.now)
    with pytest.raises(NotFound):
        vote(actor=cast.sten, post_id=post.pk, options=[soup], at=cast.now)
    with pytest.raises(OutOfDate):
        vote(actor=cast.jonas, post_id=post.pk, options=[soup], at=cast.now + 7 * DAY)
    many, options = ask(cast, several=True)
    vote(actor=cast.jonas, post_id=many.pk, options=options[:2], at=cast.now)
    assert [votes for votes, _names in result(cast, cast.mara, many)] == ["1 Stimme", "1 Stimme", "0 Stimmen"]
    group = found_group(actor=cast.mara, shape=Shape("Chor", "x", "", "de", "house", "free"), at=cast.now)
    inner, [first, *_more] = ask(cast, group=group.pk)
    with pytest.raises(NotAllowed):
        vote(actor=cast.jonas, post_id=inner.pk, options=[first], at=cast.now)
    assert other.pk != post.pk


@pytest.mark.parametrize("options", [(), ("eins",), ("eins", " eins "), tuple(f"{k}" for k in range(11)), ("x" * 121, "y")])
def test_a_poll_has_two_to_ten_different_answers(cast: Cast, options: tuple[str, ...]):
    with pytest.raises(Invalid):
        ask(cast, options=options)
    assert not Post.objects.exists()


def test_a_poll_ends_on_a_day_to_come(cast: Cast):
    for until in (cast.now, cast.now - DAY, cast.now + 93 * DAY):
        with pytest.raises(Invalid):
            ask(cast, until=until)


def test_of_a_secret_vote_nobody_learns_anything_before_the_end_nor_who_after_it(cast: Cast):
    post, (soup, salad, _bread) = ask(cast, secret=True)
    voters = [cast.jonas, cast.ada, cast.hanna, cast.olga, somebody(cast.house, "Vera Fünf")]
    empty = seen(cast, post)
    for k, who in enumerate(voters):
        vote(actor=who, post_id=post.pk, options=[soup if k < 4 else salad], at=cast.now)
        assert seen(cast, post) == empty, "not a byte tells of it"
    assert result(cast, cast.mara, post) == []
    assert [choice.mine for choice in one(cast.jonas, post.pk, cast.now).ballot.choices] == [True, False, False]
    assert not LedgerRow.objects.filter(kind="poll.voted").exclude(actor_id=None).exists()
    assert "inform.PollVote" in privacy.held_on(cast.jonas.pk)
    close({}, cast.now + 7 * DAY - timedelta(minutes=1))
    assert PollVote.objects.count() == 5
    for _twice in range(2):
        close({}, cast.now + 7 * DAY)
    assert not PollVote.objects.exists()
    assert "inform.PollVote" not in privacy.held_on(cast.jonas.pk)
    assert result(cast, cast.neo, post, cast.now + 8 * DAY) == [("4 Stimmen", ""), ("1 Stimme", ""), ("0 Stimmen", "")]
    assert LedgerRow.objects.filter(kind="poll.closed").count() == 1


def test_a_secret_vote_of_four_is_never_told(cast: Cast):
    post, [soup, *_rest] = ask(cast, secret=True)
    for who in (cast.jonas, cast.ada, cast.hanna, cast.olga):
        vote(actor=who, post_id=post.pk, options=[soup], at=cast.now)
    close({}, cast.now + 7 * DAY)
    assert result(cast, cast.mara, post, cast.now + 8 * DAY) == []
    page = one(cast.mara, post.pk, cast.now + 8 * DAY)
    assert page.ballot.words == "Weniger als fünf haben mitgemacht, darum zeigen wir das Ergebnis nicht."
    assert Poll.objects.get().voters is None
    assert set(PollOption.objects.values_list("votes", flat=True)) == {None}
    assert not PollVote.objects.exists()


def test_an_open_poll_is_counted_and_keeps_its_names(cast: Cast):
    post, [soup, *_rest] = ask(cast)
    vote(actor=cast.jonas, post_id=post.pk, options=[soup], at=cast.now)
    close({}, cast.now + 7 * DAY)
    assert Poll.objects.get().voters == 1
    assert result(cast, cast.mara, post, cast.now + 8 * DAY)[0] == ("1 Stimme", "Jonas Falk")


def test_a_draft_keeps_its_poll_and_does_not_go_out_when_it_is_over(cast: Cast):
    post, _options = ask(cast, due_at=cast.now + 10 * DAY)
    page = cast.client(cast.mara).get(f"/lagerhaus/posts/{post.pk}/edit/").content.decode()
    assert "Salat" in page
    with pytest.raises(NotFound):
        vote(actor=cast.mara, post_id=post.pk, options=[], at=cast.now)
    send_due({}, cast.now + 11 * DAY)
    post.refresh_from_db()
    assert (post.posted_at, post.due_at) == (None, None)


def test_the_page_asks_counts_and_refuses(cast: Cast):
    browser = cast.client(cast.mara)
    fields = {
        "verb": "ask",
        "group": "",
        "title": "Essen?",
        "text": "Was?",
        "language": "de",
        "due_at": "",
        "poll_options": "Suppe\nSalat",
        "poll_until": "",
    }
    assert browser.post("/lagerhaus/posts/new/", fields).status_code == 422
    today = cast.house.day(timezone.now())
    for day in ("9999-12-31", str(today - DAY), str(today + 92 * DAY)):
        answer = browser.post("/lagerhaus/posts/new/", {**fields, "poll_until": day})
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"poll_until"}), day
    assert browser.post("/lagerhaus/posts/new/", {**fields, "poll_until": str(today + 91 * DAY)}).status_code == 302
    assert browser.post("/lagerhaus/posts/new/", {**fields, "poll_options": "", "poll_until": "9999-12-31"}).status_code == 302
    post, [soup, *_rest] = ask(cast, until=cast.now + 7 * DAY)
    Poll.objects.update(until="2099-01-01T00:00Z")
    other = cast.client(cast.jonas)
    assert other.post(f"/lagerhaus/posts/{post.pk}/vote/", {"option": soup}).status_code == 302
    page = other.get(f"/lagerhaus/posts/{post.pk}/").content.decode()
    assert "Deine Wahl zählt." in page
    assert "Jonas Falk" in page
    assert other.post(f"/lagerhaus/posts/{post.pk}/vote/", {"option": 0}).status_code == 422
    assert other.post(f"/lagerhaus/posts/{post.pk}/vote/").status_code == 302
    assert not PollVote.objects.exists()


def test_the_last_day_is_told_not_the_one_after(cast: Cast):
    last = cast.house.day(cast.now) + 6 * DAY
    post, _options = ask(cast, until=datetime.combine(last + DAY, time(), tzinfo=cast.house.zone))
    ballot = one(cast.jonas, post.pk, cast.now).ballot
    assert ballot is not None
    assert ballot.until == date_format(last, "DATE_FORMAT")
