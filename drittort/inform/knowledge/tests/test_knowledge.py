"""Articles: who reads and writes them, versions and what is different, languages, care, the trash, what is open to everybody, and where they come from."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from drittort.core import differences
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.privacy import Erased, Said
from drittort.core.search.models import SearchDocument
from drittort.inform.knowledge import actions, jobs, queries, reactions, rules
from drittort.inform.knowledge.actions import Place, Words
from drittort.inform.knowledge.models import Article, ArticleFeedback, ArticleVersion
from drittort.inform.knowledge.written import written
from drittort.inform.posts.actions import Words as PostWords
from drittort.inform.posts.actions import accept_answer, write_post
from drittort.inform.waiting import waiting
from drittort.members.membership.actions import end_membership
from drittort.members.models import Member, Notice
from drittort.talk.comments.actions import comment
from drittort.talk.groups.actions import Shape, found_group
from tests.cast import Cast

DAY = timedelta(days=1)
GARDEN = Words("de", "Der Garten", "Gegossen wird montags.\n\nDie Kannen stehen hinter der Feuerstelle.")


def write(cast: Cast, who: Member | None = None, words: Words = GARDEN, **more: Any) -> Article:
    return actions.write_article(actor=who or cast.mara, words=words, at=cast.now, **more)


def change(
    cast: Cast, who: Member, article: Article, text: str, *, base: int = 1, title: str = "Der Garten", language: str = "de"
) -> Article:
    words = Words(language, title, text, "Tag geändert")
    return actions.change_article(actor=who, article_id=article.pk, words=words, base=base, at=cast.now + timedelta(hours=base))


def page(cast: Cast, who: Member, article: Article, **more: Any) -> queries.Page:
    with translation.override(more.pop("reads", "de")):
        return queries.one(who, article.pk, more.pop("at", cast.now), **more)


def told(member: Member, code: str) -> int:
    return Notice.objects.filter(member=member, code=code).count()


def test_who_reads_and_who_writes(cast: Cast):
    shared, own = write(cast), write(cast, place=Place(shared=False))
    draft = write(cast, goes_out=False)
    handbook = write(cast, cast.hanna, of_house=True)
    started = write(cast, cast.hanna, of_house=True, goes_out=False)
    assert set(rules.visible_to(cast.jonas)) == {shared, own, handbook}
    assert draft in rules.visible_to(cast.mara)
    assert started in rules.visible_to(cast.olga)
    assert started not in rules.visible_to(cast.mara)
    assert not rules.visible_to(cast.sten).exists()
    assert rules.may_change(cast.jonas, shared)
    assert not rules.may_change(cast.jonas, own)
    assert rules.may_change(cast.hanna, own)
    assert rules.may_change(cast.olga, handbook)
    assert not rules.may_change(cast.mara, handbook)
    assert rules.may_arrange(cast.mara, shared)
    assert not rules.may_arrange(cast.jonas, shared)
    with pytest.raises(NotAllowed):
        write(cast, of_house=True)
    with pytest.raises(NotAllowed):
        actions.open_article(actor=cast.mara, article_id=shared.pk, wanted=True, at=cast.now)
    with pytest.raises(NotFound):
        change(cast, cast.jonas, draft, "x")
    for words in (Words("de", "", "x"), Words("de", "x", " "), Words("de", "x", "x" * 40_001)):
        with pytest.raises(Invalid):
            write(cast, words=words)


def test_every_state_is_kept_and_stands_again(cast: Cast):
    article = write(cast)
    change(cast, cast.jonas, article, "Gegossen wird dienstags.\n\nDie Kannen stehen hinter der Feuerstelle.")
    change(cast, cast.jonas, article, "Gegossen wird dienstags.\n\nDie Kannen stehen hinter der Feuerstelle.", base=2)
    assert ArticleVersion.objects.count() == 2, "the same words again change nothing"
    with pytest.raises(OutOfDate):
        change(cast, cast.ada, article, "Gegossen wird nie.")
    shown = queries.history(cast.mara, article, language="de", before=None, after=None)
    assert [(v.number, v.who, v.stands) for v in shown.versions] == [(2, "Jonas Falk", True), (1, "Mara Wendt", False)]
    first = ArticleVersion.objects.get(number=1)
    for _twice in range(2):
        actions.restore_version(actor=cast.ada, article_id=article.pk, version_id=first.pk, at=cast.now + DAY)
    newest = ArticleVersion.objects.get(stands=True)
    assert (newest.number, newest.text, newest.member, newest.note) == (4, GARDEN.text, cast.ada, "Wie in Fassung 1"), (
        "each time as a new one"
    )
    actions.restore_version(actor=cast.ada, article_id=article.pk, version_id=newest.pk, at=cast.now + DAY)
    assert ArticleVersion.objects.count() == 4, "what stands stays"


def test_what_was_written_meanwhile_is_not_lost(cast: Cast):
    article = write(cast)
    browser = cast.client(cast.ada)
    path = f"/lagerhaus/knowledge/{article.pk}/edit/"
    assert 'name="base" value="1"' in browser.get(path).content.decode()
    change(cast, cast.jonas, article, "Jonas gießt.")
    form = {"title": "Der Garten", "text": "Ada gießt.", "language": "de", "base": "1"}
    answer = browser.post(path, form)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Ada gießt." in shown
    assert f"{article.pk}/history/?language=de" in shown
    assert 'name="base" value="2"' in shown
    assert browser.post(path, {**form, "base": "2"}).status_code == 302
    assert page(cast, cast.mara, article).html.strip() == "<p>Ada gießt.</p>"


def test_what_is_different_reads_word_by_word(cast: Cast):
    old = "Eins\n\nGegossen wird montags um neun.\n\nDrei\n\nVier\n\nFünf\n\nSechs"
    new = "Eins\n\nGegossen wird dienstags um neun.\n\nDrei\n\nVier\n\nFünf\n\nSechs\n\nGanz neu"
    found = differences.between(old, new)
    changed = next(p for p in found if len(p.pieces) > 1)
    assert [(p.kind, p.text) for p in changed.pieces] == [
        ("same", "Gegossen wird "), ("taken", "montags"), ("added", "dienstags"), ("same", " um neun."),
    ]  # fmt: skip
    assert [p.skipped for p in found if p.skipped] == [2]
    assert found[-1].pieces == (differences.Piece("added", "Ganz neu"),)
    for before, after in (
        ("", "x"),
        ("a b c", "x y z"),
        ("Ein Satz.", "Ein Wort."),
        ("w " * 2000, "v " * 2000),
        ("x\n" * 9000, "y\n" * 9000),
    ):
        pieces = [piece for paragraph in differences.between(before, after) for piece in paragraph.pieces]
        for kind, whole in ((differences.TAKEN, before), (differences.ADDED, after)):
            left = "".join(piece.text for piece in pieces if piece.kind in (differences.SAME, kind))
            assert left == "".join(line.rstrip() for line in whole.splitlines())


def test_a_missing_language_is_said_and_a_newer_one_too(cast: Cast):
    article = write(cast)
    english = page(cast, cast.mara, article, reads="en")
    assert (english.language, english.missing) == ("de", (("en", "English"),))
    change(cast, cast.jonas, article, "Watered on Mondays.", base=0, title="The garden", language="en")
    english = page(cast, cast.mara, article, reads="en")
    assert (english.language, english.title, english.missing, english.behind) == ("en", "The garden", (), "")
    assert [code for _label, code, _url in english.others] == ["de"]
    actions.change_article(
        actor=cast.mara, article_id=article.pk, words=Words("de", "Der Garten", "Dienstags."), base=1, at=cast.now + 2 * DAY
    )
    assert "newer" in page(cast, cast.mara, article, reads="en").behind
    assert page(cast, cast.mara, article).behind == ""


def test_headings_and_titles_lead_somewhere_and_nothing_gets_through(cast: Cast):
    told = written(
        "## Eins & zwei\n\n### Eins\n\n## Eins\n\n[[Küche & Kaffee]] `[[Code]]` [[Fort]]", {"Küche & Kaffee": "/k/1/", "Code": "/k/2/"}
    )
    assert [anchor for anchor, _words in told.contents] == ["s-eins-zwei", "s-eins", "s-eins-2"]
    assert re.findall(r"<(h\d)", told.html) == ["h2", "h3", "h2"]
    assert '<a href="/k/1/">Küche &amp; Kaffee</a> <code>[[Code]]</code> Fort' in told.html
    for wicked in ("## <img src=x onerror=alert(1)>", '[["><script>]]', "[[<b>x</b>]]", '## "onmouseover="x'):
        html = written(f"{wicked}\n\n## b\n\n## c", {'"><script>': "/x/", "x": "/x/"}).html
        assert "<script" not in html
        assert "<img" not in html
        assert "<b>" not in html
        assert not re.search(r"<[^>]*onmouseover", html.replace("s-onmouseover", ""))
    first, second = write(cast), write(cast, words=Words("de", "Die Kannen", "Siehe [[Der Garten]]."))
    assert page(cast, cast.jonas, first).back == ((f"/lagerhaus/knowledge/{second.pk}/", "Die Kannen", "de"),)
    assert f'href="/lagerhaus/knowledge/{first.pk}/"' in page(cast, cast.jonas, second).html


def test_the_handbook_is_a_tree_in_which_nothing_stands_below_itself(cast: Cast):
    top = write(cast, cast.hanna, of_house=True)
    below = write(cast, cast.hanna, words=Words("de", "Kannen", "x"), of_house=True, place=Place(parent_id=top.pk))
    last = write(cast, cast.hanna, words=Words("de", "Rot", "x"), of_house=True, place=Place(parent_id=below.pk))
    for wrong in (top, below, last):
        with pytest.raises(NotFound):
            actions.arrange_article(actor=cast.hanna, article_id=top.pk, place=Place(parent_id=wrong.pk), at=cast.now)
    with pytest.raises(NotFound):
        write(cast, cast.hanna, words=Words("de", "Zu tief", "x"), of_house=True, place=Place(parent_id=last.pk))
    with pytest.raises(NotFound):
        write(cast, place=Place(parent_id=top.pk))
    other = write(cast, cast.hanna, words=Words("de", "Der Hof", "x"), of_house=True)
    for moved, wanted in ((top, other), (below, last)):
        with pytest.raises(NotFound):
            actions.arrange_article(actor=cast.hanna, article_id=moved.pk, place=Place(parent_id=wanted.pk), at=cast.now)
    actions.arrange_article(actor=cast.hanna, article_id=below.pk, place=Place(parent_id=other.pk), at=cast.now)
    actions.arrange_article(actor=cast.hanna, article_id=below.pk, place=Place(parent_id=top.pk), at=cast.now)
    actions.remove_article(actor=cast.hanna, article_id=other.pk, at=cast.now)
    (leaf,) = queries.handbook(cast.mara)
    assert (leaf.title, leaf.below[0].title, leaf.below[0].below[0].title) == ("Der Garten", "Kannen", "Rot")
    actions.remove_article(actor=cast.hanna, article_id=below.pk, at=cast.now)
    (leaf,) = queries.handbook(cast.mara)
    assert [each.title for each in leaf.below] == ["Rot"], "what stood below moves up"


def test_prepared_pages_come_once_in_both_languages(cast: Cast):
    assert actions.lay_handbook(actor=cast.hanna, chosen=["wifi", "fire", "nothing"], at=cast.now) == 2
    assert actions.lay_handbook(actor=cast.olga, chosen=["wifi", "waste"], at=cast.now) == 1
    assert ArticleVersion.objects.filter(article__template="wifi").count() == 2
    assert not rules.visible_to(cast.mara).exists(), "with gaps, they are nobody's reading"
    with pytest.raises(NotAllowed):
        actions.lay_handbook(actor=cast.mara, chosen=["post"], at=cast.now)
    wifi = Article.objects.get(template="wifi")
    actions.publish_article(actor=cast.hanna, article_id=wifi.pk, at=cast.now)
    assert list(rules.visible_to(cast.mara)) == [wifi]


def test_its_owner_is_asked_once_and_then_it_waits_for_the_house(cast: Cast):
    article = write(cast, place=Place(review=3))
    due = cast.now + timedelta(days=93)
    jobs.review({}, due - timedelta(days=3))
    assert not told(cast.mara, reactions.DUE)
    for later in (due, due + DAY, due + timedelta(days=20)):
        jobs.review({}, later)
    assert told(cast.mara, reactions.DUE) == 1
    assert queries.mine(cast.mara, due).waiting[0][0].title == "Der Garten"
    assert not waiting(cast.hanna, due)
    assert not waiting(cast.mara, due + timedelta(days=20))
    assert [item.title for item in waiting(cast.hanna, due + timedelta(days=20))] == ["Der Garten"]
    actions.review_article(actor=cast.mara, article_id=article.pk, months=6, at=due)
    assert not waiting(cast.hanna, due + timedelta(days=20))
    jobs.review({}, due + timedelta(days=190))
    assert told(cast.mara, reactions.DUE) == 2, "the next time has come"
    with pytest.raises(NotAllowed):
        actions.review_article(actor=cast.jonas, article_id=article.pk, months=6, at=due)


def test_who_leaves_hands_over(cast: Cast):
    article = write(cast)
    write(cast, goes_out=False)
    change(cast, cast.jonas, article, "Dienstags.")
    end_membership(actor=None, member_id=cast.mara.pk, last_on=cast.house.day(cast.now), at=cast.now)
    run_due(clock=lambda: cast.now)
    article.refresh_from_db()
    assert article.owner_id is None
    assert Article.objects.count() == 1, "a draft that nobody sees goes along"
    assert told(cast.jonas, reactions.FREE) == 1
    assert not told(cast.ada, reactions.FREE)
    assert [item.text for item in waiting(cast.hanna, cast.now)] == ["Um diesen Artikel kümmert sich niemand."]
    assert page(cast, cast.jonas, article).can_take_over
    for _twice in range(2):
        actions.take_over(actor=cast.jonas, article_id=article.pk, at=cast.now)
    with pytest.raises(OutOfDate):
        actions.take_over(actor=cast.ada, article_id=article.pk, at=cast.now)
    actions.hand_over(actor=cast.jonas, article_id=article.pk, member_id=cast.ada.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert told(cast.ada, reactions.YOURS) == 1
    with pytest.raises(NotAllowed):
        actions.hand_over(actor=cast.jonas, article_id=article.pk, member_id=cast.neo.pk, at=cast.now)


def test_what_readers_say_goes_to_whoever_looks_after_it(cast: Cast):
    article = write(cast)
    with pytest.raises(Invalid):
        actions.tell_helped(actor=cast.mara, article_id=article.pk, wanted=True, at=cast.now)
    readers = [cast.jonas, cast.ada, cast.neo, cast.hanna]
    for _twice in range(2):
        for one in readers:
            actions.tell_helped(actor=one, article_id=article.pk, wanted=True, at=cast.now)
    assert page(cast, cast.jonas, article).helped_words == "", "four are too few for a number"
    actions.tell_helped(actor=cast.olga, article_id=article.pk, wanted=True, at=cast.now)
    assert "5" in page(cast, cast.jonas, article).helped_words
    for text in ("Dienstags.", "Mittwochs."):
        actions.tell_outdated(actor=cast.jonas, article_id=article.pk, text=text, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert told(cast.mara, reactions.DOUBTED) == 1
    assert page(cast, cast.mara, article).doubts == (("Jonas Falk", "Mittwochs."),)
    others = page(cast, cast.ada, article)
    assert others.doubted
    assert others.doubts == (), "that, and not by whom"
    actions.settle_article(actor=cast.mara, article_id=article.pk, at=cast.now)
    assert not page(cast, cast.ada, article).doubted
    assert ArticleFeedback.objects.filter(kind="helped").count() == 5


def test_the_trash_gives_back_for_thirty_days(cast: Cast):
    article = write(cast)
    with pytest.raises(NotAllowed):
        actions.remove_article(actor=cast.jonas, article_id=article.pk, at=cast.now)
    for _twice in range(2):
        actions.remove_article(actor=cast.mara, article_id=article.pk, at=cast.now)
    assert cast.client(cast.jonas).get(f"/lagerhaus/knowledge/{article.pk}/").status_code == 404
    with pytest.raises(NotFound):
        actions.restore_article(actor=cast.jonas, article_id=article.pk, at=cast.now)
    actions.restore_article(actor=cast.hanna, article_id=article.pk, at=cast.now + 29 * DAY)
    assert page(cast, cast.jonas, article).title == "Der Garten"
    actions.remove_article(actor=cast.mara, article_id=article.pk, at=cast.now)
    jobs.forget({}, cast.now + 29 * DAY)
    assert Article.objects.exists()
    with pytest.raises(NotFound):
        actions.restore_article(actor=cast.mara, article_id=article.pk, at=cast.now + 30 * DAY)
    jobs.forget({}, cast.now + 30 * DAY)
    assert not Article.objects.exists()
    assert not ArticleVersion.objects.exists()


def test_anybody_reads_what_is_open_without_a_name_or_a_cookie(cast: Cast):
    paper = SimpleUploadedFile("Plan.txt", b"Linde", content_type="text/plain")
    article = write(cast, cast.hanna, of_house=True, files=[paper])
    closed = write(cast, words=Words("de", "Die Kannen", "Siehe [[Der Garten]]."))
    browser, path = Client(), f"/lagerhaus/knowledge/open/{article.pk}/"
    assert browser.get(path).status_code == browser.get("/lagerhaus/knowledge/open/").status_code == 404
    actions.open_article(actor=cast.hanna, article_id=article.pk, wanted=True, at=cast.now)
    for address in (path, "/lagerhaus/knowledge/open/"):
        answer = browser.get(address)
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "Der Garten" in shown
        assert not answer.cookies
        assert not [one.name for one in cast.everybody() if one.name in shown]
    file = article.files.get().file
    fetched = browser.get(f"{path}{file.token}/{file.name}")
    assert b"".join(fetched) == b"Linde"
    assert fetched["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert browser.get(f"/lagerhaus/knowledge/open/{closed.pk}/").status_code == 404
    assert browser.get(f"/lagerhaus/knowledge/open/{closed.pk}/{file.token}/{file.name}").status_code == 404
    assert browser.get(f"/lagerhaus/knowledge/{article.pk}/").status_code == 302
    run_due(clock=lambda: cast.now)
    assert dict(SearchDocument.objects.filter(kind="article").values_list("ref", "audience")) == {
        article.pk: "public",
        closed.pk: "members",
    }
    actions.open_article(actor=cast.hanna, article_id=article.pk, wanted=False, at=cast.now)
    assert browser.get(path).status_code == browser.get(f"{path}{file.token}/{file.name}").status_code == 404


def asked(cast: Cast, group: int | None = None) -> int:
    words = PostWords("ask", "Wann wird gegossen?", "Weiß das jemand?", "de", group)
    post = write_post(actor=cast.jonas, words=words, at=cast.now)
    answer = comment(actor=cast.mara, about=f"post:{post.pk}", text="Montags, vor neun.", at=cast.now)
    accept_answer(actor=cast.jonas, post_id=post.pk, message_id=answer.pk, at=cast.now)
    return post.pk


def test_an_answered_question_becomes_an_article_with_one_click(cast: Cast):
    post_id = asked(cast)
    browser, path = cast.client(cast.ada), f"/lagerhaus/posts/{post_id}/"
    assert f"{path}article/" in browser.get(path).content.decode()
    for _twice in range(2):
        answer = browser.post(f"{path}article/")
    article = Article.objects.get()
    assert answer.headers["Location"] == f"/lagerhaus/knowledge/{article.pk}/edit/"
    text = ArticleVersion.objects.get().text
    assert text.startswith("Montags, vor neun.")
    assert "Weiß das jemand?" in text
    actions.publish_article(actor=cast.ada, article_id=article.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert [told(one, reactions.BECAME) for one in (cast.jonas, cast.mara, cast.ada, cast.neo)] == [1, 1, 0, 0]
    shown = page(cast, cast.neo, article)
    assert (shown.question, shown.question_path, shown.credit) == (
        "Wann wird gegossen?",
        path,
        "Jonas Falk hat gefragt, Mara Wendt wusste es.",
    )
    assert f'href="/lagerhaus/knowledge/{article.pk}/"' in cast.client(cast.neo).get(path).content.decode()


def test_what_a_closed_group_knows_stays_there(cast: Cast):
    group = found_group(actor=cast.jonas, shape=Shape("Garten", "Beete", "", "de", "members", "free"), at=cast.now)
    group.people.create(member=cast.mara, joined_at=cast.now)
    post_id = asked(cast, group.pk)
    with pytest.raises(NotAllowed):
        actions.article_of_question(actor=cast.mara, post_id=post_id, at=cast.now)
    with pytest.raises(NotFound):
        actions.article_of_question(actor=cast.ada, post_id=post_id, at=cast.now)


def test_who_asks_hears_first_what_the_house_knows(cast: Cast):
    write(cast)
    run_due(clock=lambda: cast.now)
    browser = cast.client(cast.ada)
    live = browser.get("/lagerhaus/questions/alike/", {"text": "Wann wird der Garten gegossen?"}).content.decode()
    assert "Der Garten" in live
    form = {"verb": "ask", "title": "Garten", "text": "Wann wird der Garten gegossen?", "language": "de", "group": ""}
    answer = browser.post("/lagerhaus/posts/new/", form)
    assert answer.status_code == 200
    assert "Der Garten" in answer.content.decode()
    assert browser.post("/lagerhaus/posts/new/", {**form, "seen": "yes"}).status_code == 302


@pytest.mark.parametrize("keeps", [True, False])
def test_erased_people_leave_their_words_without_a_name_or_take_them_along(cast: Cast, keeps: bool):
    both, alone = write(cast), write(cast, words=Words("de", "Nur von ihr", "x"))
    change(cast, cast.jonas, both, "Dienstags.")
    change(cast, cast.mara, both, "Mittwochs.", base=2)
    reactions.forget_erased(Erased(cast.mara.pk, cast.house.pk, Said.of([], []), keeps, cast.now))
    assert not ArticleVersion.objects.filter(member=cast.mara).exists()
    standing = dict(ArticleVersion.objects.filter(stands=True).values_list("article_id", "text"))
    assert standing == ({both.pk: "Mittwochs.", alone.pk: "x"} if keeps else {both.pk: "Dienstags."})
    assert Article.objects.filter(pk=alone.pk).exists() is keeps
