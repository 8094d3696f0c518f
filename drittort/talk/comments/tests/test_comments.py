"""What is said under a thing: by whom, who is told how often, and what a block does to it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from drittort.core.errors import Invalid, NotAllowed, NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.models import Mail
from drittort.inform.posts import actions as posts
from drittort.inform.posts.actions import Words, write_post
from drittort.inform.posts.models import Post
from drittort.inform.posts.queries import one
from drittort.members.models import Block, Member, Notice
from drittort.talk.comments import actions, rules
from drittort.talk.comments.actions import comment
from drittort.talk.comments.models import Following
from drittort.talk.conversations import about
from drittort.talk.conversations.actions import forget_deleted, forget_empty_rooms
from drittort.talk.conversations.models import Message, Participant
from drittort.talk.groups.actions import Shape, found_group, join_group
from tests.cast import Cast

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
MINUTE = timedelta(minutes=1)


def told(cast: Cast, who: Member) -> list[tuple[str, str]]:
    run_due(clock=lambda: cast.now)
    return list(Notice.objects.filter(member=who).order_by("pk").values_list("category", "code"))


@pytest.fixture
def post(cast: Cast) -> Post:
    return write_post(actor=cast.mara, words=Words("share", "Neu", "Wir sind fertig.", "de", None), at=cast.now)


def key(post: Post) -> str:
    return f"post:{post.pk}"


def test_whoever_sees_it_writes_and_nobody_gets_it_among_their_letters(cast: Cast, post: Post):
    said = comment(actor=cast.jonas, about=key(post), text="Schön!", at=cast.now)
    assert not Participant.objects.exists()
    assert [letter.text for letter in one(cast.ada, post.pk, cast.now).comments.letters] == ["Schön!"]
    assert Mail.objects.count() == 0
    with pytest.raises(NotFound):
        comment(actor=cast.sten, about=key(post), text="x", at=cast.now)
    with pytest.raises(Invalid):
        comment(actor=cast.jonas, about=key(post), text="  ", at=cast.now)
    for there in ("post:999999", "post:x", "person:1", ""):
        with pytest.raises(NotFound):
            comment(actor=cast.jonas, about=there, text="x", at=cast.now)
    for number in (f"00{post.pk}", f"+{post.pk}", f" {post.pk}", str(post.pk).translate(ARABIC), "0", "9" * 19, "²"):
        with pytest.raises(NotFound):
            comment(actor=cast.jonas, about=f"post:{number}", text="x", at=cast.now)
        assert about.subjects([f"post:{number}"]) == {}
        assert about.people_of(f"circle:{number}") is None
    again = "11111111-1111-1111-1111-111111111111"
    twice = {comment(actor=cast.jonas, about=key(post), text="Und?", at=cast.now, key=again).pk for _twice in range(2)}
    assert len(twice) == 1
    assert forget_empty_rooms() == 0, "what stands under a thing lives as long as the thing"
    assert Message.objects.filter(pk=said.pk).exists()


def test_fifty_reactions_and_twenty_comments_make_one_notice_and_one_mail(cast: Cast, post: Post):
    kinds = ["thanks", "glad", "helpful", "me_too"]
    others = [cast.jonas, cast.ada, cast.hanna, cast.olga, cast.neo]
    for k in range(50):
        posts.react(actor=others[k % 5], post_id=post.pk, kind=kinds[k % 4], wanted=k % 3 != 2, at=cast.now)
    for k in range(20):
        comment(actor=others[k % 5], about=key(post), text=f"Wort {k}", at=cast.now + k * MINUTE)
    for hours in (2, 3):
        run_due(clock=lambda hours=hours: cast.now + timedelta(hours=hours))
    assert Notice.objects.filter(member=cast.mara).count() == 1
    assert Mail.objects.filter(to_member_id=cast.mara.pk).count() == 1
    # Those who wrote along: one each as well; whoever wrote last has read the others' words.
    assert [Notice.objects.filter(member=who).count() for who in others] == [1, 1, 1, 1, 0]
    cast.client(cast.mara).get(f"/lagerhaus/posts/{post.pk}/")
    comment(actor=cast.jonas, about=key(post), text="Noch eins", at=cast.now + timedelta(hours=3))
    run_due(clock=lambda: cast.now + timedelta(hours=3))
    assert Notice.objects.filter(member=cast.mara).count() == 2, "after a look the next word tells again"


def test_being_named_always_tells_and_silence_is_kept(cast: Cast, post: Post):
    comment(actor=cast.jonas, about=key(post), text="Frag @Ada Lenz!", at=cast.now)
    assert told(cast, cast.ada) == [("mention", "comment.names")]
    assert told(cast, cast.mara) == [("answers", "comment.new")]
    comment(actor=cast.jonas, about=key(post), text="Und du, @Mara Wendt?", at=cast.now)
    assert told(cast, cast.mara)[-1] == ("mention", "comment.names")
    actions.follow(actor=cast.mara, about=key(post), wanted=False, at=cast.now)
    comment(actor=cast.jonas, about=key(post), text="@Mara Wendt @Neo Kaya", at=cast.now)
    assert len(told(cast, cast.mara)) == 2
    assert told(cast, cast.neo) == [("mention", "comment.names")]
    assert not one(cast.mara, post.pk, cast.now).comments.follows
    actions.follow(actor=cast.hanna, about=key(post), wanted=True, at=cast.now)
    comment(actor=cast.ada, about=key(post), text="Hm.", at=cast.now)
    assert told(cast, cast.hanna) == [("answers", "comment.new")]


def test_beside_a_block_all_see_it_nobody_is_told_and_only_the_blocker_folds(cast: Cast, post: Post):
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    comment(actor=cast.jonas, about=key(post), text="Hallo @Mara Wendt", at=cast.now)
    posts.react(actor=cast.jonas, post_id=post.pk, kind="thanks", wanted=True, at=cast.now)
    assert told(cast, cast.mara) == []
    [hers], [his], [others] = (one(who, post.pk, cast.now).comments.letters for who in (cast.mara, cast.jonas, cast.ada))
    assert (hers.folded, his.folded, others.folded) == (True, False, False)
    assert "Hallo" in hers.text


def test_in_a_closed_circle_only_its_people_read_and_are_told(cast: Cast):
    group = found_group(actor=cast.mara, shape=Shape("Rat", "x", "", "de", "hidden", "invitation"), at=cast.now)
    post = write_post(actor=cast.mara, words=Words("share", "", "Geheim", "de", group.pk), at=cast.now)
    comment(actor=cast.mara, about=key(post), text="@Jonas Falk weiß nichts davon.", at=cast.now)
    assert told(cast, cast.jonas) == []
    for who in (cast.jonas, cast.hanna):
        with pytest.raises(NotFound):
            comment(actor=who, about=key(post), text="x", at=cast.now)
        with pytest.raises(NotFound):
            actions.follow(actor=who, about=key(post), wanted=True, at=cast.now)
    assert cast.client(cast.hanna).post("/lagerhaus/comments/", {"about": key(post), "text": "x"}).status_code == 404
    open_group = found_group(actor=cast.mara, shape=Shape("Chor", "x", "", "de", "house", "free"), at=cast.now)
    open_post = write_post(actor=cast.mara, words=Words("share", "", "Wir singen.", "de", open_group.pk), at=cast.now)
    with pytest.raises(NotAllowed):
        comment(actor=cast.jonas, about=key(open_post), text="Ich auch", at=cast.now)
    join_group(actor=cast.jonas, group_id=open_group.pk, at=cast.now)
    comment(actor=cast.jonas, about=key(open_post), text="Ich auch", at=cast.now)


def test_one_changes_for_a_quarter_and_takes_back_with_undo(cast: Cast, post: Post):
    said = comment(actor=cast.jonas, about=key(post), text="Schön", at=cast.now)
    actions.edit_comment(actor=cast.jonas, comment_id=said.pk, text="Sehr schön", at=cast.now + 14 * MINUTE)
    with pytest.raises(NotAllowed):
        actions.edit_comment(actor=cast.jonas, comment_id=said.pk, text="Doch nicht", at=cast.now + 15 * MINUTE)
    with pytest.raises(NotAllowed):
        actions.delete_comment(actor=cast.mara, comment_id=said.pk, at=cast.now)
    for _twice in range(2):
        actions.delete_comment(actor=cast.jonas, comment_id=said.pk, at=cast.now + 20 * MINUTE)
    actions.restore_comment(actor=cast.jonas, comment_id=said.pk, at=cast.now + 30 * MINUTE)
    actions.delete_comment(actor=cast.jonas, comment_id=said.pk, at=cast.now + 40 * MINUTE)
    forget_deleted(at=cast.now + 56 * MINUTE)
    said.refresh_from_db()
    assert said.text == ""
    with pytest.raises(NotFound):
        actions.delete_comment(actor=cast.sten, comment_id=said.pk, at=cast.now)


def test_the_page_writes_quotes_and_goes_on_where_one_stopped(cast: Cast, post: Post):
    browser, other = cast.client(cast.jonas), cast.client(cast.mara)
    page = f"/lagerhaus/posts/{post.pk}/"
    assert browser.post("/lagerhaus/comments/", {"about": key(post), "text": ""}).status_code == 422
    made = browser.post("/lagerhaus/comments/", {"about": key(post), "text": "Erstes Wort"})
    first = Message.objects.get()
    assert made["Location"] == f"{page}#letter-{first.pk}"
    assert other.get(f"/lagerhaus/comments/?quote={first.pk}")["Location"] == f"{page}?quote={first.pk}#write"
    assert "Erstes Wort" in other.get(f"{page}?quote={first.pk}").content.decode()
    other.post("/lagerhaus/comments/", {"about": key(post), "text": "Zweites", "quote": first.pk})
    assert Message.objects.latest("pk").quotes_id == first.pk
    assert 'id="new"' in browser.get(page).content.decode()
    assert 'id="new"' not in browser.get(page).content.decode()
    assert Following.objects.get(member=cast.jonas).seen_up_to == Message.objects.latest("pk").pk
    gone = browser.post(f"/lagerhaus/comments/{first.pk}/delete/")
    assert f"/comments/{first.pk}/restore/" in browser.get(gone["Location"]).content.decode()
    assert browser.post(f"/lagerhaus/comments/{first.pk}/restore/").status_code == 302
    assert browser.get(f"/lagerhaus/comments/{first.pk}/edit/").status_code == 200


def test_open_pages_hear_of_it_only_where_one_may_read(cast: Cast, post: Post):
    from drittort.core.models import LedgerRow

    comment(actor=cast.jonas, about=key(post), text="Schön!", at=cast.now)
    rows = list(LedgerRow.objects.filter(kind=actions.WRITTEN))
    woken = rules.woken(rows, [cast.ada.pk, cast.sten.pk])
    assert woken == [(cast.ada.pk, f"comments:{key(post)}")]


def test_what_was_merged_while_one_wrote_is_written_under_no_more(cast: Cast, post: Post, monkeypatch: pytest.MonkeyPatch):
    into = write_post(actor=cast.mara, words=Words("share", "", "Und das", "de", None), at=cast.now)
    begin = actions.create

    def slowly(*args: Any) -> Any:
        monkeypatch.setattr(actions, "create", begin)
        posts.merge_posts(actor=cast.hanna, post_id=post.pk, into_id=into.pk, at=cast.now)
        return begin(*args)

    monkeypatch.setattr(actions, "create", slowly)
    with pytest.raises(NotAllowed):
        comment(actor=cast.jonas, about=key(post), text="Schön!", at=cast.now)
    assert not Message.objects.exists()


def test_one_changes_the_words_as_they_are(cast: Cast, post: Post, monkeypatch: pytest.MonkeyPatch):
    said = comment(actor=cast.jonas, about=key(post), text="Schön!", at=cast.now)
    asks = rules.may_read

    def slowly(*args: Any) -> bool:
        Message.objects.filter(pk=said.pk).update(deleted_at=cast.now)
        return bool(asks(*args))

    monkeypatch.setattr(rules, "may_read", slowly)
    with pytest.raises(NotAllowed):
        actions.edit_comment(actor=cast.jonas, comment_id=said.pk, text="Anders", at=cast.now)


def test_the_process_of_event_streams_knows_who_reads_what_is_written_under(tmp_path: Path):
    code = (
        "import django; django.setup(); from drittort.talk.conversations.about import comments_on; print(comments_on('post:1') is not None)"
    )
    given = {"DJANGO_SETTINGS_MODULE": "drittort.config.streams", "DRITTORT_SECRET_KEY": "x", "DRITTORT_DATA": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, **given}, capture_output=True, text=True, timeout=60)
    assert done.stdout == "True\n", done.stderr
