"""Translations, against a small server that speaks as LibreTranslate does: once for each version, marked, by the writer's leave, and gone with the words."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.urls import reverse

from drittort.connect.needs.models import Need
from drittort.core import outside, privacy
from drittort.core.errors import Invalid, NotAllowed, NotFound
from drittort.core.jobs.runner import run_due
from drittort.inform.announcements import actions as announcements
from drittort.inform.knowledge.actions import Words as ArticleWords
from drittort.inform.knowledge.actions import write_article
from drittort.inform.posts.actions import Words, accept_answer, remove_post, write_post
from drittort.inspire.decisions.actions import Option, Question, draft_decision, open_decision
from drittort.inspire.ideas.actions import Words as IdeaWords
from drittort.inspire.ideas.actions import have_idea
from drittort.inspire.stories.actions import withdraw
from drittort.inspire.stories.models import Story, StorySide, StoryVersion
from drittort.inspire.stories.tests.world import shown
from drittort.members.models import Block, Member
from drittort.members.translations import actions, kinds
from drittort.members.translations.models import Translation, TranslationService
from drittort.talk.comments.actions import comment
from drittort.talk.conversations.actions import begin_conversation
from tests.cast import Cast


class Server:
    """A translator that puts the language before the words, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict] = []
        self.answer: object = None
        self.status = 200
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append({"path": self.path, **told})
                said = server.answer or {"translatedText": [f"[{told['target']}] {one}" for one in told["q"]]}
                body = json.dumps(said).encode()
                self.send_response(server.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.place = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def server(settings) -> Iterator[Server]:
    made = Server()
    settings.TRANSLATORS = (made.place,)
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def served(cast: Cast, server: Server) -> Server:
    actions.set_service(actor=cast.hanna, kind="libretranslate", address=f"http://{server.place}", key="geheim", at=cast.now)
    return server


def english(cast: Cast, text: str = "Who knows a **good** bookbinder?", author=None):
    words = Words("share", "A question", text, "en", None)
    return write_post(actor=author or cast.jonas, words=words, at=cast.now)


def ask(cast: Cast, subject: str, reader=None, seconds: int = 0) -> Translation:
    at = cast.now + timedelta(seconds=seconds)
    row = actions.ask(actor=reader or cast.mara, subject=subject, language="de", at=at)
    actions.make(translation_id=row.pk, reader_id=(reader or cast.mara).pk, at=at)
    return Translation.objects.filter(pk=row.pk).first() or row


def page(cast: Cast, post, reader=None) -> str:
    return cast.client(reader or cast.mara).get(reverse("inform:post", args=[cast.house.slug, post.pk])).content.decode()


def test_a_house_without_a_service_sees_nothing_of_it(cast: Cast):
    post = english(cast)
    assert "translated" not in page(cast, post)
    assert "me/translated" not in cast.client(cast.mara).get(reverse("members:consents", args=[cast.house.slug])).content.decode()
    with pytest.raises(NotFound):
        actions.ask(actor=cast.mara, subject=f"post:{post.pk}", language="de", at=cast.now)


def test_asked_by_a_button_made_once_and_marked_beside_the_original(cast: Cast, served: Server):
    post = english(cast)
    where = reverse("members:translation", args=[cast.house.slug, f"post:{post.pk}"])
    assert f'action="{where}"' in page(cast, post)
    assert f'action="{where}"' not in page(cast, post, cast.jonas)
    browser = cast.client(cast.mara)
    for _twice in range(2):
        assert browser.post(where).status_code == 302
    assert "hx-trigger" in browser.get(where, headers={"HX-Request": "true"}).content.decode()
    run_due()
    ((told),) = served.asked
    assert told == {
        "path": "/translate", "q": ["A question", "Who knows a **good** bookbinder?"], "source": "en", "target": "de", "format": "text", "api_key": "geheim",
    }  # fmt: skip
    shown = browser.get(where).content.decode()
    assert "Übersetzung, automatisch" in shown
    assert '<div class="prose" lang="de"><p>[de] A question</p>' in shown
    assert "<strong>good</strong>" in shown
    assert 'lang="en"' in shown
    # Whoever asks next has it at once, and nobody is asked again.
    ask(cast, f"post:{post.pk}", cast.ada, 90)
    assert len(served.asked) == 1
    assert "geheim" not in TranslationService.objects.get().key_sealed


def test_changed_words_have_no_translation_and_gone_ones_leave_none(cast: Cast, served: Server):
    need = Need.objects.create(space=cast.house, member=cast.jonas, text="Who has a ladder?", language="en", opened_at=cast.now)
    subject = f"need:{need.pk}"
    assert ask(cast, subject).parts == ["[de] Who has a ladder?"]
    Need.objects.update(text="Who has a long ladder?")
    assert ask(cast, subject, seconds=90).parts == ["[de] Who has a long ladder?"]
    assert actions.forget_orphans(at=cast.now) == 1
    post = english(cast)
    ask(cast, f"post:{post.pk}", seconds=180)
    remove_post(actor=cast.jonas, post_id=post.pk, at=cast.now)
    with pytest.raises(NotFound):
        actions.ask(actor=cast.mara, subject=f"post:{post.pk}", language="de", at=cast.now)
    actions.forget_orphans(at=cast.now)
    assert not Translation.objects.filter(subject=f"post:{post.pk}").exists()


def test_whoever_wants_no_machine_is_left_in_peace_at_once(cast: Cast, served: Server):
    post = english(cast)
    ask(cast, f"post:{post.pk}")
    assert privacy.held_on(cast.jonas.pk)["members.Translation"][0]["parts"][0] == "[de] A question"
    assert "members.Translation" not in privacy.held_on(cast.mara.pk)
    cast.client(cast.jonas).post(reverse("members:choose_translation", args=[cast.house.slug]), {})
    assert not Translation.objects.exists()
    assert "translations/" not in page(cast, post)
    with pytest.raises(NotAllowed):
        actions.ask(actor=cast.mara, subject=f"post:{post.pk}", language="de", at=cast.now)
    # A no that comes while the service works is heard, too.
    other = english(cast, author=cast.neo)
    row = actions.ask(actor=cast.mara, subject=f"post:{other.pk}", language="de", at=cast.now)
    actions.choose(actor=cast.neo, translated=False, at=cast.now)
    actions.make(translation_id=row.pk, reader_id=cast.mara.pk, at=cast.now)
    assert not Translation.objects.filter(pk=row.pk).exists()
    assert len(served.asked) == 1


def things(cast: Cast) -> dict[str, tuple[str, str, Member]]:
    """One of everything that the house reads and that somebody wrote in English: its page, what it says, its writer."""
    at, slug = cast.now, cast.house.slug
    post = write_post(actor=cast.jonas, words=Words("ask", "", "Wer kennt einen guten Drucker?", "de", None), at=at)
    said = comment(actor=cast.neo, about=f"post:{post.pk}", text="There is one who prints on all of this paper.", at=at)
    accept_answer(actor=cast.jonas, post_id=post.pk, message_id=said.pk, at=at)
    article = write_article(
        actor=cast.jonas, words=ArticleWords("en", "The printer", "See [[Paper]] in the drawer."), of_house=False, at=at
    )
    told = announcements.announce(
        actor=cast.hanna, words=announcements.Words("", "", "Fire drill", "We meet in the yard.", at.date()), way=announcements.Way(), at=at
    )
    idea = have_idea(actor=cast.jonas, words=IdeaWords("A bench", "Under the tree.", "en"), at=at)
    question = Question("poll", "Which colour?", "", "en", at + timedelta(days=7), options=(Option("Red"), Option("Blue")))
    decision = open_decision(actor=cast.jonas, decision_id=draft_decision(actor=cast.jonas, question=question, at=at).pk, at=at)
    story = shown(cast)
    side = StorySide.objects.get(story=story, member=cast.jonas)
    return {
        f"comment:{said.pk}": (f"/{slug}/posts/{post.pk}/", said.text, cast.neo),
        f"article:{article.pk}": (f"/{slug}/knowledge/{article.pk}/", "See Paper in the drawer.", cast.jonas),
        f"announcement:{told.pk}": (f"/{slug}/announcements/{told.pk}/", "We meet in the yard.", cast.hanna),
        f"idea:{idea.pk}": (f"/{slug}/ideas/{idea.pk}/", "Under the tree.", cast.jonas),
        f"decision:{decision.pk}": (f"/{slug}/decisions/{decision.pk}/", "- Red\n- Blue", cast.jonas),
        f"story_side:{side.pk}": (f"/{slug}/stories/{story.pk}/", "My taxes are done.", cast.jonas),
    }


def test_everything_that_the_house_reads_has_its_translation_on_its_page(cast: Cast, served: Server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    browser = cast.client(cast.mara)
    for subject, (path, words, writer) in things(cast).items():
        where = reverse("members:translation", args=[cast.house.slug, subject])
        assert f'action="{where}"' in browser.get(path).content.decode(), subject
        made = ask(cast, subject)
        assert made.member == writer
        assert words in [part.removeprefix("[de] ") for part in made.parts]
        assert "Übersetzung, automatisch" in browser.get(where).content.decode()
        # Whoever wrote it needs none.
        assert where not in cast.client(writer).get(path).content.decode()
        actions.choose(actor=writer, translated=False, at=cast.now)
        assert where not in browser.get(path).content.decode()
        assert not Translation.objects.filter(subject=subject).exists()
        actions.choose(actor=writer, translated=True, at=cast.now)


def test_what_two_made_together_needs_the_leave_of_both(cast: Cast, served: Server):
    story = shown(cast)
    words = StoryVersion.objects.create(story=story, number=1, title="Tea", text="She came by with tea.", by=cast.jonas, at=cast.now)
    StorySide.objects.filter(story=story).update(agreed=1)
    Story.objects.update(language="en", title=words.title, text=words.text, settled=1, settled_by=2)
    made = ask(cast, f"story:{story.pk}", cast.ada)
    assert made.parts == ["[de] Tea", "[de] She came by with tea."]
    other = cast.jonas if made.member == cast.mara else cast.mara
    actions.choose(actor=other, translated=False, at=cast.now)
    assert not Translation.objects.exists()
    with pytest.raises(NotAllowed):
        actions.ask(actor=cast.ada, subject=f"story:{story.pk}", language="de", at=cast.now)
    actions.choose(actor=other, translated=True, at=cast.now)
    withdraw(actor=other, story_id=story.pk, audience="house", at=cast.now)
    with pytest.raises(NotFound):
        actions.ask(actor=cast.ada, subject=f"story:{story.pk}", language="de", at=cast.now)


def test_words_that_do_not_tell_their_language_are_left_as_they_are(cast: Cast, served: Server):
    post = english(cast)
    said = comment(actor=cast.jonas, about=f"post:{post.pk}", text="Podcast Studio?", at=cast.now)
    assert f"translations/comment:{said.pk}" not in page(cast, post)
    with pytest.raises(NotAllowed):
        actions.ask(actor=cast.mara, subject=f"comment:{said.pk}", language="de", at=cast.now)


def test_letters_are_no_kind_and_strangers_read_nothing(cast: Cast, served: Server):
    said = begin_conversation(actor=cast.jonas, others=[cast.mara], text="Hello", at=cast.now)
    assert set(kinds.KINDS) >= {"post", "need", "listing", "event"}
    assert not {"message", "talk", "conversation"} & set(kinds.KINDS)
    post = english(cast)
    for reader, subject in (
        (cast.mara, f"message:{said.pk}"),
        (cast.mara, f"comment:{said.pk}"),
        (cast.sten, f"post:{post.pk}"),
        (cast.mara, "post:x"),
        (cast.mara, "post"),
    ):
        with pytest.raises(NotFound):
            actions.ask(actor=reader, subject=subject, language="de", at=cast.now)
    # A block hides nothing: the words stand there for everybody, and so does what was made of them.
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    assert ask(cast, f"post:{post.pk}").made_at is not None


@pytest.mark.parametrize("answer", [{"error": "no"}, {"translatedText": "one"}, {"translatedText": [1, 2]}, ["x"]])
def test_what_no_translator_would_say_is_noted_and_asked_anew(cast: Cast, served: Server, answer: object):
    post = english(cast)
    served.answer = answer
    assert ask(cast, f"post:{post.pk}").failed_at is not None
    served.answer, served.status = None, 500
    assert ask(cast, f"post:{post.pk}", seconds=61).failed_at is not None
    served.status = 200
    assert ask(cast, f"post:{post.pk}", seconds=122).made_at is not None


def test_only_addresses_that_the_machine_would_ask(cast: Cast, server: Server, settings):
    for address in (
        "http://translate.example",
        "https://x@translate.example",
        "https://translate.example:8443",
        "file:///etc/passwd",
        "https://127.0.0.1:9/",
        "x",
    ):
        with pytest.raises(Invalid):
            actions.set_service(actor=cast.hanna, kind="libretranslate", address=address, key="", at=cast.now)
    actions.set_service(actor=cast.hanna, kind="libretranslate", address="https://translate.example/", key="k", at=cast.now)
    sealed = TranslationService.objects.get().key_sealed
    actions.set_service(actor=cast.hanna, kind="libretranslate", address="https://translate.example", key="", at=cast.now)
    assert TranslationService.objects.get().key_sealed == sealed
    # A key never follows to another address.
    actions.set_service(actor=cast.hanna, kind="libretranslate", address=f"http://{server.place}", key="", at=cast.now)
    assert TranslationService.objects.get().key_sealed == ""
    # A machine of the own network is asked only while the owner of this machine names it.
    settings.TRANSLATORS = ()
    assert ask(cast, f"post:{english(cast).pk}").failed_at is not None
    assert server.asked == []
    with pytest.raises(OSError, match="public"):
        outside.post("http://localhost/translate", b"{}", mimetype="x/y", wanted="x/y", most_bytes=9, seconds=3)
    actions.drop_service(actor=cast.hanna, at=cast.now)
    assert not Translation.objects.exists()
