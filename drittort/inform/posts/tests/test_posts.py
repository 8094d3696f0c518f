"""Posts: who reads what, what goes out when, what was before, who keeps the place, and where one stopped reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from drittort.core import care, privacy, reports
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.files.models import StoredFile
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, SearchDocument, SearchWord
from drittort.core.paging import newest_first
from drittort.core.privacy import Erased, Said
from drittort.core.search.index import index_everything
from drittort.inform.posts import actions, queries, reactions
from drittort.inform.posts.actions import Words, write_post
from drittort.inform.posts.index import POST
from drittort.inform.posts.jobs import forget, send_due, week
from drittort.inform.posts.models import Post, PostVersion, Reaction, ReadLine
from drittort.members.membership.actions import end_membership
from drittort.members.models import Block, Member, Notice
from drittort.members.my_data.queries import stream
from drittort.talk.comments.actions import comment
from drittort.talk.conversations.models import Conversation, Message
from drittort.talk.groups.actions import Shape, change_group, found_group, join_group, take_out
from drittort.talk.groups.models import Group, GroupMember
from tests.cast import Cast

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def say(cast: Cast, who: Member, text: str = "Wir sind fertig.", **more: Any) -> Post:
    words = Words(more.pop("verb", "share"), more.pop("title", ""), text, "de", more.pop("group", None))
    return write_post(actor=who, words=words, at=more.pop("at", cast.now), **more)


def secret(cast: Cast, who: Member) -> Group:
    return found_group(actor=who, shape=Shape("Rat", "Unter uns.", "", "de", "hidden", "invitation"), at=cast.now)


def seen(cast: Cast, who: Member, **asked: Any) -> set[str]:
    shown = queries.stream(who, asked.pop("at", cast.now), **asked)
    return {card.text for card in (*shown.pinned, *shown.cards)}


def erase(member: Member, *, keeps: bool, at: Any) -> None:
    reactions.forget_erased(Erased(member.pk, member.space_id, Said.of([member.name], []), keeps, at))


def test_the_house_reads_and_nobody_else(cast: Cast):
    post = say(cast, cast.mara)
    assert seen(cast, cast.jonas) == seen(cast, cast.neo) == {"Wir sind fertig."}
    assert seen(cast, cast.sten) == set()
    with pytest.raises(NotFound):
        queries.one(cast.sten, post.pk, cast.now)
    assert [row.kind for row in LedgerRow.objects.filter(subject_id=post.pk)] == ["post.posted"]


def test_what_is_written_in_a_hidden_group_leaks_nowhere(cast: Cast):
    group = secret(cast, cast.mara)
    post = say(cast, cast.mara, "Zwetschgen liegen im Geheimfach. @Hanna Brandt @Jonas Falk", group=group.pk, title="Zwetschgen")
    question = say(cast, cast.mara, "Wer legt Zwetschgen ins Geheimfach?", group=group.pk, verb="ask")
    run_due(clock=lambda: cast.now)
    assert seen(cast, cast.mara, query="Zwetschgen")
    for who in (cast.jonas, cast.hanna, cast.olga):
        browser = cast.client(who)
        for page in (
            "news/",
            "posts/",
            "posts/?q=Zwetschgen",
            "questions/",
            "questions/?q=Zwetschgen",
            "groups/",
            "care/house/",
            "notices/",
            f"people/{cast.mara.pk}/",
        ):
            assert "Geheimfach" not in browser.get(f"/lagerhaus/{page}").content.decode(), page
        for each in (post, question):
            for page in ("", "history/"):
                assert browser.get(f"/lagerhaus/posts/{each.pk}/{page}").status_code == 404
            assert browser.post(f"/lagerhaus/posts/{each.pk}/react/", {"kind": "thanks", "wanted": "yes"}).status_code == 404
            assert browser.post(f"/lagerhaus/posts/{each.pk}/mark/", {"does": "pin"}).status_code == 404
            assert reports.find(who, f"post:{each.pk}", cast.now) is None
        assert not Notice.objects.filter(member=who).exists()
        assert "Geheimfach" not in str(privacy.held_on(who.pk))
        assert not queries.alike(who, "Wer legt Zwetschgen ins Fach?", cast.now)
        assert "Geheimfach" not in str(care.items(who, cast.now + 3 * DAY))
        with pytest.raises(NotFound):
            say(cast, who, group=group.pk)
    assert {row.audience for row in LedgerRow.objects.filter(kind__in=("post.posted", "question.asked"))} == {"nobody"}
    assert queries.names({post.pk})[post.pk].title == "ein Beitrag in einer deiner Gruppen"


def test_a_group_that_only_its_people_read_is_known_but_silent(cast: Cast):
    group = found_group(actor=cast.mara, shape=Shape("Küche", "x", "", "de", "members", "free"), at=cast.now)
    say(cast, cast.mara, "Der Ofen ist neu.", group=group.pk)
    assert seen(cast, cast.jonas) == set()
    page = cast.client(cast.jonas).get(f"/lagerhaus/groups/{group.pk}/")
    assert page.status_code == 200
    assert "Ofen" not in page.content.decode()
    join_group(actor=cast.jonas, group_id=group.pk, at=cast.now)
    assert seen(cast, cast.jonas) == {"Der Ofen ist neu."}
    with pytest.raises(NotAllowed):
        say(cast, cast.ada, group=group.pk)


def test_the_index_knows_only_what_the_whole_house_reads(cast: Cast):
    group = secret(cast, cast.mara)
    closed = say(cast, cast.mara, "Die Zwetschgenkuchenverschwörung", group=group.pk)
    say(cast, cast.jonas, "Quittengelee steht im Keller.")

    def words() -> set[str]:
        run_due(clock=lambda: cast.now)
        return {word[:7] for word in SearchWord.objects.filter(space_id=cast.house.pk).values_list("word", flat=True)}

    assert "quitten" in words()
    assert "zwetsch" not in words()
    assert seen(cast, cast.mara, query="zwetschgenkuchen") == {"Die Zwetschgenkuchenverschwörung"}
    assert "Die Zwetschgenkuchenverschwörung" not in seen(cast, cast.jonas, query="Zwetschgenkuchen")
    shape = Shape("Rat", "Unter uns.", "", "de", "house", "free")
    change_group(actor=cast.mara, group_id=group.pk, shape=shape, at=cast.now)
    assert "zwetsch" in words()
    assert "Die Zwetschgenkuchenverschwörung" in seen(cast, cast.jonas, query="Zwetschgenkuchen")
    change_group(actor=cast.mara, group_id=group.pk, shape=replace(shape, seen_by="hidden", joining="invitation"), at=cast.now)
    assert "zwetsch" not in words()
    actions.move_post(actor=cast.mara, post_id=closed.pk, group_id=found_group(actor=cast.mara, shape=shape, at=cast.now).pk, at=cast.now)
    assert "zwetsch" in words()


def test_a_question_is_found_among_many_posts_with_its_words(cast: Cast):
    Post.objects.bulk_create(
        Post(space=cast.house, member=cast.jonas, verb="share", text="Fahrrad", language="de", created_at=cast.now, posted_at=cast.now)
        for _each in range(130)
    )
    say(cast, cast.mara, "Wer hat ein Fahrrad?", verb="ask")
    index_everything(cast.house.pk, cast.now, [POST])
    assert seen(cast, cast.ada, verb="ask", query="Fahrrad") == {"Wer hat ein Fahrrad?"}


def test_a_draft_is_its_authors_and_goes_out_by_itself_at_its_moment(cast: Cast):
    draft = say(cast, cast.mara, "Noch nicht", goes_out=False)
    later = say(cast, cast.mara, "Morgen früh", due_at=cast.now + DAY)
    assert seen(cast, cast.jonas) == seen(cast, cast.mara) == set()
    for each in (draft, later):
        assert cast.client(cast.jonas).get(f"/lagerhaus/posts/{each.pk}/edit/").status_code == 404
        assert cast.client(cast.mara).get(f"/lagerhaus/posts/{each.pk}/")["Location"].endswith("/edit/")
    assert [one.title for one in queries.drafts(cast.mara)] == ["Morgen früh", "Noch nicht"]
    send_due({}, cast.now + DAY - MINUTE)
    assert seen(cast, cast.jonas) == set()
    for _twice in range(2):
        send_due({}, cast.now + DAY + MINUTE)
    assert seen(cast, cast.jonas) == {"Morgen früh"}
    assert LedgerRow.objects.filter(kind="post.posted").count() == 1
    write_post(actor=cast.mara, words=Words("share", "", "Jetzt doch", "de", None), at=cast.now, post_id=draft.pk)
    assert seen(cast, cast.jonas) == {"Morgen früh", "Jetzt doch"}
    with pytest.raises(OutOfDate):
        write_post(actor=cast.mara, words=Words("share", "", "Und noch einmal", "de", None), at=cast.now, post_id=draft.pk)
    for moment in (cast.now, cast.now - DAY, cast.now + 400 * DAY):
        with pytest.raises(Invalid):
            say(cast, cast.mara, due_at=moment)


def test_what_may_not_go_out_any_more_is_a_draft_again(cast: Cast):
    group = found_group(actor=cast.jonas, shape=Shape("Chor", "x", "", "de", "house", "free"), at=cast.now)
    join_group(actor=cast.mara, group_id=group.pk, at=cast.now)
    post = say(cast, cast.mara, due_at=cast.now + DAY, group=group.pk)
    gone = say(cast, cast.ada, due_at=cast.now + DAY)
    Group.objects.filter(pk=group.pk).update(closed_at=cast.now)
    end_membership(actor=cast.olga, member_id=cast.ada.pk, last_on=cast.house.day(cast.now), at=cast.now)
    send_due({}, cast.now + 2 * DAY)
    for each in (post, gone):
        each.refresh_from_db()
        assert (each.posted_at, each.due_at) == (None, None)


def test_sent_twice_is_once_and_floods_are_slowed(cast: Cast):
    key = "11111111-1111-1111-1111-111111111111"
    assert say(cast, cast.mara, key=key) == say(cast, cast.mara, key=key)
    for k in range(19):
        say(cast, cast.mara, f"Nummer {k}")
    with pytest.raises(NotAllowed):
        say(cast, cast.mara, "zu viel")
    later = say(cast, cast.mara, "später", due_at=cast.now + HOUR)
    send_due({}, cast.now + HOUR)
    later.refresh_from_db()
    assert (later.posted_at, later.due_at) == (None, cast.now + HOUR), "it waits, too"
    send_due({}, cast.now + DAY)
    later.refresh_from_db()
    assert later.posted_at
    later.delete()
    say(cast, cast.mara, "als Entwurf", goes_out=False)
    say(cast, cast.mara, "morgen", at=cast.now + DAY)
    for text in ("", "  \n ", "x" * 10_001):
        with pytest.raises(Invalid):
            say(cast, cast.mara, text)


def test_what_it_was_before_stays_readable(cast: Cast):
    post = say(cast, cast.mara, "Erst so.")
    with pytest.raises(NotAllowed):
        actions.edit_post(actor=cast.hanna, post_id=post.pk, words=Words("share", "", "Fremd", "de", None), at=cast.now)
    for text in ("Dann so.", "Dann so.", "Und nun so."):
        actions.edit_post(actor=cast.mara, post_id=post.pk, words=Words("share", "", text, "de", None), at=cast.now + HOUR)
    assert list(PostVersion.objects.order_by("pk").values_list("text", flat=True)) == ["Erst so.", "Dann so."]
    page = queries.one(cast.jonas, post.pk, cast.now + HOUR)
    assert page.changed
    history = cast.client(cast.jonas).get(page.history_path).content.decode()
    assert history.index("Dann so.") < history.index("Erst so.")


def test_taken_back_undone_and_then_gone_with_all_of_it(cast: Cast):
    upload = SimpleUploadedFile("plan.txt", b"Ein Plan")
    post = say(cast, cast.mara, files=[upload])
    comment(actor=cast.jonas, about=f"post:{post.pk}", text="Aha", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.remove_post(actor=cast.jonas, post_id=post.pk, at=cast.now)
    for _twice in range(2):
        actions.remove_post(actor=cast.mara, post_id=post.pk, at=cast.now)
    assert seen(cast, cast.mara) == set()
    with pytest.raises(NotFound):
        comment(actor=cast.jonas, about=f"post:{post.pk}", text="Hallo?", at=cast.now)
    actions.restore_post(actor=cast.mara, post_id=post.pk, at=cast.now + 14 * MINUTE)
    assert seen(cast, cast.jonas) == {"Wir sind fertig."}
    actions.remove_post(actor=cast.mara, post_id=post.pk, at=cast.now)
    with pytest.raises(NotFound):
        actions.restore_post(actor=cast.mara, post_id=post.pk, at=cast.now + 15 * MINUTE)
    forget({}, cast.now + 15 * MINUTE)
    assert not Post.objects.exists()
    assert not Message.objects.exists()
    assert not StoredFile.objects.filter(purpose="inform.paper").exists()


def test_files_are_seen_by_those_who_read_the_post(cast: Cast):
    group = secret(cast, cast.mara)
    post = say(cast, cast.mara, group=group.pk, files=[SimpleUploadedFile("plan.txt", b"Ein Plan")])
    path = queries.one(cast.mara, post.pk, cast.now).papers[0].path
    assert cast.client(cast.mara).get(path).status_code == 200
    assert cast.client(cast.hanna).get(path).status_code == 404
    with pytest.raises(Invalid):
        say(cast, cast.mara, files=[SimpleUploadedFile("böse.exe", b"MZ")])
    with pytest.raises(Invalid):
        say(cast, cast.mara, files=[SimpleUploadedFile(f"{k}.txt", b"x") for k in range(7)])
    assert StoredFile.objects.filter(purpose="inform.paper").count() == 1


def test_hosts_pin_put_away_move_and_merge(cast: Cast):
    group = found_group(actor=cast.jonas, shape=Shape("Chor", "x", "", "de", "house", "free"), at=cast.now)
    for who in (cast.mara, cast.ada):
        join_group(actor=who, group_id=group.pk, at=cast.now)
    one, other = say(cast, cast.mara, "Eins", group=group.pk), say(cast, cast.ada, "Zwei", group=group.pk)
    house = say(cast, cast.ada, "Haus")
    with pytest.raises(NotAllowed):
        actions.pin_post(actor=cast.mara, post_id=one.pk, pinned=True, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.pin_post(actor=cast.jonas, post_id=house.pk, pinned=True, at=cast.now)
    actions.pin_post(actor=cast.jonas, post_id=one.pk, pinned=True, at=cast.now)
    shown = queries.stream(cast.mara, cast.now, group=group)
    assert ([c.text for c in shown.pinned], [c.text for c in shown.cards]) == (["Eins"], ["Zwei"])
    said = [
        comment(actor=who, about=f"post:{p.pk}", text=f"K{k}", at=cast.now + k * MINUTE)
        for k, (who, p) in enumerate([(cast.mara, one), (cast.ada, other), (cast.mara, one)])
    ]
    with pytest.raises(Invalid):
        actions.merge_posts(actor=cast.hanna, post_id=one.pk, into_id=house.pk, at=cast.now)
    with pytest.raises(Invalid):
        actions.merge_posts(actor=cast.jonas, post_id=one.pk, into_id=one.pk, at=cast.now)
    for _twice in range(2):
        actions.merge_posts(actor=cast.jonas, post_id=one.pk, into_id=other.pk, at=cast.now)
    page = queries.one(cast.mara, other.pk, cast.now)
    assert [letter.id for letter in page.comments.letters] == [m.pk for m in said]
    assert page.merged == (("Eins", queries.page_of("lagerhaus", one.pk)),)
    old = queries.one(cast.mara, one.pk, cast.now)
    assert (old.into, old.comments.can_say, old.comments.letters) == ("Zwei", False, ())
    assert seen(cast, cast.mara) == {"Zwei", "Haus"}
    assert Conversation.objects.count() == 1
    with pytest.raises(NotAllowed):
        comment(actor=cast.mara, about=f"post:{one.pk}", text="x", at=cast.now)
    actions.archive_post(actor=cast.jonas, post_id=other.pk, archived=True, at=cast.now)
    with pytest.raises(NotAllowed):
        comment(actor=cast.mara, about=f"post:{other.pk}", text="x", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.move_post(actor=cast.jonas, post_id=house.pk, group_id=group.pk, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.move_post(actor=cast.jonas, post_id=other.pk, group_id=None, at=cast.now)
    actions.move_post(actor=cast.hanna, post_id=other.pk, group_id=None, at=cast.now)
    assert queries.one(cast.neo, other.pk, cast.now).card.group == ""
    assert queries.one(cast.neo, one.pk, cast.now).into == "", "where it went on is another place now"


def test_what_was_said_in_a_closed_group_stays_there_whoever_hosts_it(cast: Cast):
    group = secret(cast, cast.hanna)
    chat = found_group(actor=cast.hanna, shape=Shape("Runde", "x", "", "de", "house", "free"), at=cast.now)
    GroupMember.objects.create(group=group, member=cast.mara, joined_at=cast.now)
    others, own = say(cast, cast.mara, "Unter uns.", group=group.pk), say(cast, cast.hanna, "Von mir.", group=group.pk)
    for where in (None, chat.pk):
        with pytest.raises(NotAllowed):
            actions.move_post(actor=cast.hanna, post_id=others.pk, group_id=where, at=cast.now)
    for said in (
        lambda: comment(actor=cast.mara, about=f"post:{own.pk}", text="Und von mir.", at=cast.now),
        lambda: actions.react(actor=cast.mara, post_id=own.pk, kind="thanks", wanted=True, at=cast.now),
    ):
        said()
        with pytest.raises(NotAllowed):
            actions.move_post(actor=cast.hanna, post_id=own.pk, group_id=chat.pk, at=cast.now)
        Message.objects.all().delete()
    Reaction.objects.all().delete()
    comment(actor=cast.hanna, about=f"post:{own.pk}", text="Nachtrag", at=cast.now)
    browser = cast.client(cast.hanna)
    assert browser.post(f"/lagerhaus/posts/{others.pk}/move/", {"does": "move", "group": ""}).status_code == 422
    actions.move_post(actor=cast.hanna, post_id=own.pk, group_id=None, at=cast.now)
    assert seen(cast, cast.jonas) == {"Von mir."}


def test_a_host_brings_nothing_into_a_group_of_others(cast: Cast):
    mine, theirs = (
        found_group(actor=who, shape=Shape("Chor", "x", "", "de", "house", "free"), at=cast.now) for who in (cast.jonas, cast.ada)
    )
    join_group(actor=cast.jonas, group_id=theirs.pk, at=cast.now)
    post = say(cast, cast.jonas, group=mine.pk)
    with pytest.raises(NotAllowed):
        actions.move_post(actor=cast.jonas, post_id=post.pk, group_id=theirs.pk, at=cast.now)


def test_whoever_was_put_out_of_a_closed_group_reads_there_no_more(cast: Cast):
    group = secret(cast, cast.jonas)
    GroupMember.objects.create(group=group, member=cast.mara, joined_at=cast.now)
    post = say(cast, cast.mara, "Geheimfach", group=group.pk, files=[SimpleUploadedFile("plan.txt", b"Ein Plan")])
    draft = say(cast, cast.mara, "Noch nicht", group=group.pk, goes_out=False)
    path = queries.one(cast.mara, post.pk, cast.now).papers[0].path
    comment(actor=cast.jonas, about=f"post:{post.pk}", text="Nur unter uns", at=cast.now)
    take_out(actor=cast.jonas, group_id=group.pk, member_id=cast.mara.pk, at=cast.now)
    browser = cast.client(cast.mara)
    for page in (f"posts/{post.pk}/", f"posts/{post.pk}/edit/", f"posts/{post.pk}/history/"):
        assert browser.get(f"/lagerhaus/{page}").status_code == 404, page
    assert browser.get(path).status_code == 404
    assert browser.get(f"/lagerhaus/posts/{draft.pk}/edit/").status_code == 200, "what never went out is one's own"
    with pytest.raises(NotFound):
        actions.edit_post(actor=cast.mara, post_id=post.pk, words=Words("share", "", "x", "de", None), at=cast.now)
    gone = browser.post(f"/lagerhaus/posts/{post.pk}/mark/", {"does": "remove"})
    assert gone["Location"] == f"/lagerhaus/posts/?removed={post.pk}", "one's own words may always be taken back"
    assert Post.objects.get(pk=post.pk).removed_at
    with pytest.raises(NotFound):
        actions.restore_post(actor=cast.mara, post_id=post.pk, at=cast.now)


def test_a_copy_of_ones_data_calls_nothing_by_name_that_one_may_not_read(cast: Cast):
    group = secret(cast, cast.jonas)
    GroupMember.objects.create(group=group, member=cast.mara, joined_at=cast.now)
    other = say(cast, cast.jonas, title="Titel von heute", group=group.pk)
    actions.react(actor=cast.mara, post_id=other.pk, kind="thanks", wanted=True, at=cast.now)
    say(cast, cast.mara, title="Eigenes", group=group.pk)

    def told() -> str:
        return str([list(stream(privacy.REGISTER[each._meta.label], cast.mara)) for each in (Post, Reaction)])

    with translation.override("de"):
        assert "Titel von heute" in told()
        assert "'group': 'Rat'" in told()
        take_out(actor=cast.jonas, group_id=group.pk, member_id=cast.mara.pk, at=cast.now)
        assert "Titel von heute" not in told()
        assert "'post': 'ein Beitrag in einer deiner Gruppen'" in told()
        assert "'group': 'eine Gruppe'" in told()
        assert "Eigenes" in told()


def test_only_whoever_took_it_away_brings_it_back(cast: Cast):
    post = say(cast, cast.mara)
    for one, other in ((cast.hanna, cast.mara), (cast.mara, cast.hanna)):
        actions.remove_post(actor=one, post_id=post.pk, at=cast.now)
        with pytest.raises(NotFound):
            actions.restore_post(actor=other, post_id=post.pk, at=cast.now)
        actions.restore_post(actor=one, post_id=post.pk, at=cast.now)
    draft = say(cast, cast.mara, goes_out=False)
    actions.remove_post(actor=cast.mara, post_id=draft.pk, at=cast.now)
    assert actions.restore_post(actor=cast.mara, post_id=draft.pk, at=cast.now).removed_by is None


def test_new_is_what_came_since_i_was_here_and_then_it_ends(cast: Cast):
    browser = cast.client(cast.jonas)
    assert queries.read_up_to(cast.jonas, cast.now) == cast.now - 14 * DAY
    say(cast, cast.mara, "Uralt", at=cast.now - 20 * DAY)
    say(cast, cast.mara, "Neulich", at=cast.now - DAY)
    say(cast, cast.jonas, "Meins", at=cast.now - DAY)
    line = actions.visit(actor=cast.jonas, at=cast.now)
    assert [card.text for card in queries.news(cast.jonas, line, cast.now).cards] == ["Neulich"]
    assert actions.visit(actor=cast.jonas, at=cast.now + 29 * MINUTE) == line, "the same visit"
    say(cast, cast.mara, "Heute", at=cast.now + HOUR)
    line = actions.visit(actor=cast.jonas, at=cast.now + 2 * HOUR)
    assert [card.text for card in queries.news(cast.jonas, line, cast.now + 2 * HOUR).cards] == ["Heute"]
    line = actions.visit(actor=cast.jonas, at=cast.now + 4 * HOUR)
    assert queries.news(cast.jonas, line, cast.now + 4 * HOUR).cards == ()
    page = browser.get("/lagerhaus/news/").content.decode()
    assert "Alles gelesen." in page
    assert "Read up" not in page
    kept = ReadLine.objects.filter(member=cast.jonas)
    kept.update(line_at=cast.now - 3 * DAY, seen_at=cast.now - 2 * DAY)
    page = browser.get("/lagerhaus/news/?after=" + quote(newest_first(Post.objects.all(), "posted_at", None, 1)[1])).content.decode()
    assert kept.get().seen_at == cast.now - 2 * DAY, "turning the page is no new visit"
    assert "Neulich" in page


def test_reactions_are_words_of_people_not_numbers(cast: Cast):
    post = say(cast, cast.mara)
    for _twice in range(2):
        actions.react(actor=cast.jonas, post_id=post.pk, kind="thanks", wanted=True, at=cast.now)
    assert Reaction.objects.count() == 1
    assert [one.sentence for one in queries.one(cast.ada, post.pk, cast.now).felt if one.sentence] == ["Jonas bedankt sich"]
    actions.react(actor=cast.jonas, post_id=post.pk, kind="thanks", wanted=False, at=cast.now)
    assert not Reaction.objects.exists()
    for who, kind in ((cast.mara, "thanks"), (cast.jonas, "hate")):
        with pytest.raises(Invalid):
            actions.react(actor=who, post_id=post.pk, kind=kind, wanted=True, at=cast.now)
    answer = cast.client(cast.jonas).post(
        f"/lagerhaus/posts/{post.pk}/react/", {"kind": "glad", "wanted": "yes"}, headers={"HX-Request": "true"}
    )
    assert answer.content.decode().lstrip().startswith('<div class="felt"')


@pytest.mark.parametrize(
    ("kind", "alone", "together"),
    [
        ("thanks", "Du bedankst dich", "Du und Ada bedankt euch"), ("helpful", "Du findest es hilfreich", "Du und Ada findet es hilfreich"),
        ("me_too", "Du möchtest es auch wissen", "Du und Ada möchtet es auch wissen"), ("glad", "Du freust dich mit", "Du und Ada freut euch mit"),
    ],
)  # fmt: skip
def test_whoever_said_it_is_spoken_to(cast: Cast, kind: str, alone: str, together: str):
    post = say(cast, cast.mara)

    def told(who: Member) -> list[str]:
        return [one.sentence for one in queries.one(who, post.pk, cast.now).felt if one.sentence]

    actions.react(actor=cast.jonas, post_id=post.pk, kind=kind, wanted=True, at=cast.now)
    assert told(cast.jonas) == [alone]
    actions.react(actor=cast.ada, post_id=post.pk, kind=kind, wanted=True, at=cast.now)
    assert told(cast.jonas) == [together]
    assert told(cast.mara)[0].startswith("Jonas und Ada ")


def test_a_first_post_and_a_question_wait_for_a_word(cast: Cast):
    first = say(cast, cast.neo, "Hallo, ich bin Neo.")
    say(cast, cast.jonas, "Die ersten Worte von jemandem, der lange da ist.")
    old = say(cast, cast.mara, "Wer hat einen Bohrer?", verb="ask", at=cast.now - HOUR)
    say(cast, cast.mara, "Nur so", at=cast.now)
    assert queries.one(cast.jonas, first.pk, cast.now).hint
    assert not queries.one(cast.neo, first.pk, cast.now).hint

    def waits(at: Any) -> set[str]:
        return {item.path for item in care.items(cast.hanna, at) if "/posts/" in item.path}

    assert waits(cast.now) == {queries.page_of("lagerhaus", first.pk)}
    assert waits(cast.now + 23 * HOUR) == {queries.page_of("lagerhaus", p.pk) for p in (first, old)}
    assert not [item for item in care.items(cast.mara, cast.now + DAY) if "/posts/" in item.path]
    comment(actor=cast.neo, about=f"post:{first.pk}", text="Noch etwas", at=cast.now)
    run_due(clock=lambda: cast.now)
    assert len(waits(cast.now + DAY)) == 2, "one's own word is no answer"
    for post in (first, old):
        comment(actor=cast.jonas, about=f"post:{post.pk}", text="Willkommen! Ich hab einen.", at=cast.now)
    run_due(clock=lambda: cast.now)
    assert waits(cast.now + DAY) == set()


def test_the_asker_says_what_answered(cast: Cast):
    post = say(cast, cast.mara, "Wer hat einen Bohrer?", verb="ask")
    assert {row.kind for row in LedgerRow.objects.filter(subject_id=post.pk)} == {"post.posted", "question.asked"}
    right = comment(actor=cast.jonas, about=f"post:{post.pk}", text="Ich, im Keller.", at=cast.now)
    elsewhere = comment(actor=cast.jonas, about=f"post:{say(cast, cast.ada, 'x').pk}", text="y", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.accept_answer(actor=cast.jonas, post_id=post.pk, message_id=right.pk, at=cast.now)
    with pytest.raises(NotFound):
        actions.accept_answer(actor=cast.mara, post_id=post.pk, message_id=elsewhere.pk, at=cast.now)
    browser = cast.client(cast.mara)
    for _twice in range(2):
        assert browser.post(f"/lagerhaus/posts/{post.pk}/answer/", {"answer": right.pk}).status_code == 302
    assert LedgerRow.objects.get(kind="question.answered").facts == {"helper": cast.jonas.pk}
    run_due(clock=lambda: cast.now)
    assert seen(cast, cast.ada, verb="ask", show="solved") == {"Wer hat einen Bohrer?"}
    assert seen(cast, cast.ada, query="Keller") == {"Wer hat einen Bohrer?"}
    assert [one.note for one in queries.alike(cast.ada, "Hat jemand einen Bohrer?", cast.now)] == ["Schon einmal gefragt und beantwortet."]
    actions.accept_answer(actor=cast.mara, post_id=post.pk, message_id=None, at=cast.now)
    assert seen(cast, cast.ada, verb="ask", show="solved") == set()


def test_a_week_without_a_look_is_one_line_and_nothing_new_is_none(cast: Cast):
    week({}, cast.now)
    assert not Notice.objects.exists()
    for k in range(3):
        say(cast, cast.mara, f"Nummer {k}")
    actions.visit(actor=cast.ada, at=cast.now + HOUR)
    for _twice in range(2):
        week({}, cast.now + DAY)
    assert set(Notice.objects.values_list("member__name", "code")) == {
        (who.name, "posts.week") for who in (cast.jonas, cast.neo, cast.hanna, cast.olga)
    }  # fmt: skip
    page = cast.client(cast.jonas).get("/lagerhaus/notices/").content.decode()
    assert "3 neue Beiträge" in page


def test_beside_a_block_posts_stay_and_only_the_blocker_folds(cast: Cast):
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    post = say(cast, cast.jonas, "Hallo @Mara Wendt")
    run_due(clock=lambda: cast.now)
    assert not Notice.objects.filter(member=cast.mara).exists()
    [hers], [others] = (queries.stream(who, cast.now).cards for who in (cast.mara, cast.ada))
    assert (hers.folded, others.folded) == (True, False)
    page = cast.client(cast.mara).get(f"/lagerhaus/posts/{post.pk}/").content.decode()
    assert page.index("<details") < page.index("Hallo")


@pytest.mark.parametrize("keeps", [True, False])
def test_whoever_is_erased_takes_their_words_along_or_leaves_them_without_a_name(cast: Cast, keeps: bool):
    post = say(cast, cast.jonas, "Das Quittenfest wird groß und bunt.")
    draft = say(cast, cast.jonas, "Nur für mich", goes_out=False)
    run_due(clock=lambda: cast.now)
    assert SearchDocument.objects.filter(kind="post").count() == 1
    erase(cast.jonas, keeps=keeps, at=cast.now)
    assert Post.objects.filter(pk=post.pk).exists() == keeps
    assert not Post.objects.filter(pk=draft.pk).exists()
    documents = str(list(SearchDocument.objects.filter(kind="post").values_list("passages", flat=True)))
    assert ("Quittenfest" in documents) == keeps
    assert "Jonas" not in documents
    if keeps:
        assert queries.one(cast.ada, post.pk, cast.now).card.person is None
        assert cast.client(cast.ada).get(f"/lagerhaus/posts/{post.pk}/").status_code == 200


def test_pages_write_keep_change_and_refuse(cast: Cast):
    browser = cast.client(cast.mara)
    fields = {"verb": "share", "group": "", "title": "Neu", "text": "**Fertig** <script>alert(1)</script>", "language": "de", "due_at": ""}
    assert browser.post("/lagerhaus/posts/new/", {**fields, "text": ""}).status_code == 422
    assert browser.post("/lagerhaus/posts/new/", {**fields, "verb": "shout"}).status_code == 422
    assert browser.post("/lagerhaus/posts/new/", {**fields, "group": "99"}).status_code == 422
    assert browser.post("/lagerhaus/posts/new/", {**fields, "due_at": "2020-01-01T10:00"}).status_code == 422
    made = browser.post("/lagerhaus/posts/new/", fields)
    post = Post.objects.get()
    assert made["Location"] == f"/lagerhaus/posts/{post.pk}/"
    page = browser.get(made["Location"]).content.decode()
    assert "<strong>Fertig</strong>" in page
    assert "<script>alert" not in page
    assert browser.post(f"/lagerhaus/posts/{post.pk}/edit/", {"title": "", "text": "Anders", "language": "de"}).status_code == 302
    assert cast.client(cast.jonas).get(f"/lagerhaus/posts/{post.pk}/edit/").status_code == 403
    browser.post("/lagerhaus/posts/new/", {**fields, "draft": "yes", "text": "Später"})
    assert "Neu" in browser.get("/lagerhaus/posts/drafts/").content.decode()
    draft = Post.objects.latest("pk")
    assert browser.get(f"/lagerhaus/posts/{draft.pk}/edit/").status_code == 200
    assert browser.post(f"/lagerhaus/posts/{draft.pk}/edit/", {**fields, "text": "Jetzt"}).status_code == 302
    assert Post.objects.get(pk=draft.pk).posted_at is not None
    gone = browser.post(f"/lagerhaus/posts/{post.pk}/mark/", {"does": "remove"})
    assert f"/posts/{post.pk}/restore/" in browser.get(gone["Location"]).content.decode()
    assert browser.post(f"/lagerhaus/posts/{post.pk}/restore/").status_code == 302
    assert browser.post(f"/lagerhaus/posts/{post.pk}/mark/", {"does": "explode"}).status_code == 422
    keeper = cast.client(cast.hanna)
    assert keeper.post(f"/lagerhaus/posts/{post.pk}/mark/", {"does": "pin"}).status_code == 302
    assert keeper.post(f"/lagerhaus/posts/{post.pk}/move/", {"does": "merge", "into": draft.pk}).status_code == 302
    assert browser.get("/lagerhaus/posts/?q=Anders").status_code == 200
