"""A story is asked for once and kindly, told by both, and read by nobody to whom not both agree at this moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from drittort.core.errors import HouseError, Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.ledger import EVERYONE
from drittort.core.models import LedgerRow, Mail, SearchDocument
from drittort.home.today.queries import visit_of
from drittort.inspire.stories import actions, jobs, letter, queries, rules, today, tokens
from drittort.inspire.stories.actions import HOUSE, PUBLIC, Answers
from drittort.inspire.stories.models import Story, StoryQuote, StorySide, StoryVersion
from drittort.inspire.stories.tests.world import DAY, JONAS, MARA, asked, helped, shown, tells, told
from drittort.inspire.stories.words import changes
from drittort.members.models import Notice
from drittort.members.my_data.actions import ask_erasure
from drittort.members.my_data.erasing import erase
from drittort.members.notices.actions import tell
from tests.cast import Cast


def asked_people(story: Story) -> set[str]:
    return set(StorySide.objects.filter(story=story, asked_at__isnull=False).values_list("member__name", flat=True))


# ------------------------------------------------------------------ asking


def test_both_are_asked_once_when_three_weeks_have_gone_by(cast: Cast):
    need = helped(cast, days=20)
    assert actions.find_stories(space=cast.house, at=cast.now) == 0, "too early"
    assert actions.find_stories(space=cast.house, at=cast.now + DAY) == 2
    story = Story.objects.get()
    assert (story.subject, asked_people(story)) == (f"need:{need.pk}", {"Mara Wendt", "Jonas Falk"})
    for later in (2, 9, 30):
        assert actions.find_stories(space=cast.house, at=cast.now + later * DAY) == 0
    for hours in (0, 2):
        run_due(clock=lambda hours=hours: cast.now + 2 * DAY + timedelta(hours=hours))
    (letter,) = Mail.objects.filter(to_member_id=cast.mara.pk)
    assert "Was ist daraus geworden" in letter.text
    assert "Jonas" in letter.text
    assert tokens.link(story.pk, cast.mara.pk).rsplit("/", 2)[0] in letter.text


def test_nobody_is_asked_on_a_day_on_which_the_house_wants_something_else_of_them(cast: Cast):
    helped(cast)
    tell(
        member=cast.mara, category="introduction", thread="x", key="x", at=cast.now, text="introduction.proposed", context={"other": cast.jonas.pk}, path="/",
    )  # fmt: skip
    actions.find_stories(space=cast.house, at=cast.now)
    assert asked_people(Story.objects.get()) == {"Jonas Falk"}
    run_due(clock=lambda: cast.now + DAY)
    actions.find_stories(space=cast.house, at=cast.now + 2 * DAY)
    assert asked_people(Story.objects.get()) == {"Jonas Falk", "Mara Wendt"}


def test_seldom_and_not_again_after_a_no_and_the_other_is_spared(cast: Cast):
    story = asked(cast)
    actions.decline(actor=cast.mara, story_id=story.pk, at=cast.now)
    helped(cast, days=0)
    later = cast.now + 40 * DAY
    assert actions.find_stories(space=cast.house, at=later) == 0, "within two months nobody is asked twice"
    helped(cast, days=-60)
    later = cast.now + 85 * DAY
    assert actions.find_stories(space=cast.house, at=later) == 1
    assert asked_people(Story.objects.get(subject__endswith=f"{Story.objects.latest('pk').subject.partition(':')[2]}")) == {"Jonas Falk"}
    # Whoever is not asked yet is not asked for what the other would rather not tell.
    StorySide.objects.filter(asked_at=None).update(declined_at=later)
    actions.want_stories(actor=cast.jonas, wanted=False, at=later)
    assert not rules.may_be_asked(cast.jonas, later + 400 * DAY)


def test_beside_a_block_nobody_is_asked(cast: Cast):
    from drittort.members.models import Block

    helped(cast)
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    assert actions.find_stories(space=cast.house, at=cast.now) == 0
    assert not Story.objects.exists()


def test_the_job_asks_in_the_afternoon_of_a_weekday(cast: Cast):
    helped(cast)
    jobs.ask({}, cast.now.replace(hour=6))
    assert not Story.objects.exists()
    jobs.ask({}, cast.now.replace(hour=13, minute=30))
    assert Story.objects.count() == 1


def test_the_letter_opens_the_questions_without_sign_in_and_looking_changes_nothing(cast: Cast):
    story, browser = asked(cast), cast.client(None)
    path = reverse("inspire:answer_story", args=[tokens.token(story.pk, cast.mara.pk)])
    assert "Wie fing es an?" in browser.get(path).content.decode()
    assert StorySide.objects.filter(written_at__isnull=False).count() == 0
    given = {"began": "Am Brett.", "language": "de", "says": "send"}
    assert browser.post(path, {**given, "began": ""}).status_code == 422
    assert "Geschickt" in browser.post(path, given).content.decode()
    side = StorySide.objects.get(member=cast.mara)
    assert (side.began, side.sent_at is not None) == ("Am Brett.", True)
    other = reverse("inspire:answer_story", args=[tokens.token(story.pk, cast.neo.pk)])
    assert browser.get(other).status_code == 404, "a link of somebody whose story it is not"


# ------------------------------------------------------------------ telling


def test_each_reads_the_other_only_when_both_have_told(cast: Cast):
    story = asked(cast)
    tells(cast.mara, story, MARA, cast.now)
    page = queries.one(cast.jonas, story.pk)
    assert (page.voices, page.mine.stage) == ((), "asked")
    assert [v.face.first_name for v in queries.one(cast.mara, story.pk).voices] == ["Mara"]
    with pytest.raises(OutOfDate):
        actions.agree(actor=cast.mara, story_id=story.pk, audience=HOUSE, at=cast.now)
    tells(cast.jonas, story, JONAS, cast.now)
    assert [v.face.first_name for v in queries.one(cast.jonas, story.pk).voices] == ["Mara", "Jonas"]
    run_due(clock=lambda: cast.now)
    assert Notice.objects.filter(code="story.opened").count() == 2


def test_the_first_page_says_what_was_asked_until_it_is_told_or_left(cast: Cast):
    story = asked(cast)
    both = (cast.mara, cast.jonas)
    assert [[card.person for card in today.asked(visit_of(one, cast.now)).cards] for one in both] == [[cast.jonas.pk], [cast.mara.pk]]
    assert today.asked(visit_of(cast.mara, cast.now + today.SHOWN_FOR)).cards == ()
    tells(cast.mara, story, MARA, cast.now)
    actions.decline(actor=cast.jonas, story_id=story.pk, at=cast.now)
    assert [today.asked(visit_of(one, cast.now)).cards for one in both] == [(), ()]


def test_what_is_kept_is_nobody_elses_and_no_words_are_no_story(cast: Cast):
    story = asked(cast)
    actions.tell_side(actor=cast.mara, story_id=story.pk, answers=MARA, send=False, at=cast.now)
    tells(cast.jonas, story, JONAS, cast.now)
    assert Story.objects.get().opened_at is None
    assert [v.face.first_name for v in queries.one(cast.jonas, story.pk).voices] == ["Jonas"]
    with pytest.raises(Invalid):
        tells(cast.mara, story, Answers(" ", "", "", "de"), cast.now)
    for stranger in (cast.neo, cast.hanna, cast.sten):
        with pytest.raises(NotFound):
            queries.one(stranger, story.pk)
        with pytest.raises(NotFound):
            tells(stranger, story, MARA, cast.now)


def test_somebody_begins_and_the_others_are_asked_or_tells_alone(cast: Cast):
    story = actions.begin_story(actor=cast.mara, others=[cast.jonas], answers=MARA, at=cast.now)
    assert (story.needs, Story.objects.get().opened_at) == (2, None)
    run_due(clock=lambda: cast.now)
    assert Notice.objects.filter(member=cast.jonas, code="story.asked").count() == 1
    alone = actions.begin_story(actor=cast.neo, others=[], answers=MARA, at=cast.now)
    actions.agree(actor=cast.neo, story_id=alone.pk, audience=HOUSE, at=cast.now)
    assert [card.id for card in queries.stories(cast.ada, None)[0]] == [alone.pk]


# ------------------------------------------------------------------ who reads it


def test_the_house_reads_it_while_both_agree_and_not_a_moment_longer(cast: Cast):
    story = told(cast)
    actions.agree(actor=cast.mara, story_id=story.pk, audience=HOUSE, at=cast.now)
    assert queries.stories(cast.ada, None)[0] == []
    with pytest.raises(NotFound):
        queries.one(cast.ada, story.pk)
    actions.agree(actor=cast.jonas, story_id=story.pk, audience=HOUSE, at=cast.now)
    assert [card.names for card in queries.stories(cast.ada, None)[0]] == ["Mara Wendt und Jonas Falk"]
    run_due(clock=lambda: cast.now)
    assert SearchDocument.objects.filter(kind="story", ref=story.pk, audience="members").count() == 1
    actions.withdraw(actor=cast.jonas, story_id=story.pk, audience=HOUSE, at=cast.now)
    assert queries.stories(cast.ada, None)[0] == []
    assert cast.client(cast.ada).get(reverse("inspire:story", args=[cast.house.slug, story.pk])).status_code == 404
    assert list(letter.told(cast.house, cast.now - DAY, cast.now)) == []
    assert list(queries.documents([story.pk])) == []
    run_due(clock=lambda: cast.now)
    assert not SearchDocument.objects.filter(kind="story").exists()
    assert not LedgerRow.objects.filter(kind=actions.WITHDRAWN, audience=EVERYONE).exists()


def test_everybody_reads_it_only_if_both_want_that_too_without_a_cookie(cast: Cast):
    story, browser = shown(cast), cast.client(None)
    there = reverse("inspire:public_story", args=[cast.house.slug, story.pk])
    actions.agree(actor=cast.mara, story_id=story.pk, audience=PUBLIC, at=cast.now)
    assert browser.get(there).status_code == 404
    actions.agree(actor=cast.jonas, story_id=story.pk, audience=PUBLIC, at=cast.now)
    answer = browser.get(there)
    assert "She came by with tea." in answer.content.decode()
    assert (answer["Cache-Control"], dict(answer.cookies)) == ("no-store", {})
    assert str(story.pk) in browser.get(reverse("inspire:public_stories", args=[cast.house.slug])).content.decode()
    actions.withdraw(actor=cast.mara, story_id=story.pk, audience=PUBLIC, at=cast.now)
    assert browser.get(there).status_code == 404
    assert browser.get(reverse("inspire:public_stories", args=[cast.house.slug])).status_code == 404
    assert queries.one(cast.ada, story.pk).shown, "the house still reads it"


def test_other_words_end_what_was_agreed(cast: Cast):
    story = shown(cast, public=True)
    tells(cast.mara, story, Answers("Ganz anders.", "", "", "de"), cast.now)
    assert not Story.objects.shown().exists()
    assert StorySide.objects.exclude(house_at=None).count() == 0
    run_due(clock=lambda: cast.now)
    assert not SearchDocument.objects.filter(kind="story").exists()


def test_a_no_after_all_takes_the_words_and_the_story_away(cast: Cast):
    story = shown(cast)
    actions.decline(actor=cast.mara, story_id=story.pk, at=cast.now)
    assert not Story.objects.shown().exists()
    assert StorySide.objects.get(member=cast.mara).answers() == ("", "", "")
    assert [v.face.first_name for v in queries.one(cast.jonas, story.pk).voices] == ["Jonas"]


def test_the_team_takes_it_off_and_cannot_read_what_is_not_shown(cast: Cast):
    story = shown(cast)
    with pytest.raises(NotFound):
        actions.take_off(actor=cast.ada, story_id=story.pk, off=True, at=cast.now)
    actions.take_off(actor=cast.hanna, story_id=story.pk, off=True, at=cast.now)
    assert not Story.objects.shown().exists()
    assert queries.one(cast.mara, story.pk).off
    actions.take_off(actor=cast.hanna, story_id=story.pk, off=False, at=cast.now)
    assert Story.objects.shown().exists()


# ------------------------------------------------------------------ the common text


def test_no_wording_shows_that_not_everybody_has_read(cast: Cast):
    story = shown(cast)
    one = {"story_id": story.pk, "title": "Der Schuhkarton", "text": "Es begann mit Belegen.", "seen": 0, "at": cast.now}
    with pytest.raises(NotFound):
        actions.write_text(actor=cast.hanna, **one)
    actions.write_text(actor=cast.mara, **one)
    assert Story.objects.get().title == ""
    run_due(clock=lambda: cast.now)
    assert Notice.objects.filter(code="story.wording").values_list("member", flat=True).get() == cast.jonas.pk
    actions.agree_to_text(actor=cast.jonas, story_id=story.pk, number=1, at=cast.now)
    assert queries.one(cast.ada, story.pk).card.title == "Der Schuhkarton"
    # A hand of the team: asked for, as a proposal, seen by both before anybody reads it.
    actions.ask_for_help(actor=cast.jonas, story_id=story.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert set(Notice.objects.filter(code="story.help").values_list("member__name", flat=True)) == {"Hanna Brandt", "Olga Sommer"}
    assert [card.title for card in queries.helped(cast.hanna)] == ["Der Schuhkarton"]
    better = {**one, "text": "Alles begann mit einem Schuhkarton voller Belege.", "seen": 1}
    with pytest.raises(NotFound):
        actions.write_text(actor=cast.ada, **better)
    actions.write_text(actor=cast.hanna, **better)
    assert queries.one(cast.ada, story.pk).text == "Es begann mit Belegen."
    wording = queries.one(cast.mara, story.pk).mine.wording
    assert ("in", "Alles") in wording.changes
    assert not wording.agreed
    with pytest.raises(OutOfDate):
        actions.agree_to_text(actor=cast.mara, story_id=story.pk, number=1, at=cast.now)
    for member in (cast.mara, cast.jonas):
        actions.agree_to_text(actor=member, story_id=story.pk, number=2, at=cast.now)
    assert queries.one(cast.ada, story.pk).text == "Alles begann mit einem Schuhkarton voller Belege."
    with pytest.raises(OutOfDate):
        actions.write_text(actor=cast.jonas, **{**better, "text": "Anders."})


def test_changes_are_told_word_by_word():
    assert changes("ein alter Schuh", "ein neuer Schuh") == [("same", "ein "), ("out", "alter"), ("in", "neuer"), ("same", " Schuh")]


# ------------------------------------------------------------------ quotes


def test_a_quote_is_word_for_word_and_used_only_where_and_while_its_owner_agrees(cast: Cast):
    story = shown(cast)
    side = StorySide.objects.get(member=cast.mara)
    wanted = {"side_id": side.pk, "text": "Seitdem schlafe ich wieder.", "use": StoryQuote.Use.PLAN, "at": cast.now}
    with pytest.raises(NotFound):
        actions.pick_quote(actor=cast.ada, **wanted)
    with pytest.raises(Invalid):
        actions.pick_quote(actor=cast.hanna, **{**wanted, "text": "Seitdem schlafe ich besser."})
    quote = actions.pick_quote(actor=cast.hanna, **wanted)
    run_due(clock=lambda: cast.now)
    assert Notice.objects.filter(code="story.quote", member=cast.mara).count() == 1
    assert queries.quotes(cast.house.pk, "plan") == []
    with pytest.raises(NotFound):
        actions.answer_quote(actor=cast.jonas, quote_id=quote.pk, yes=True, at=cast.now)
    actions.answer_quote(actor=cast.mara, quote_id=quote.pk, yes=True, at=cast.now)
    assert [q.text for q in queries.quotes(cast.house.pk, "plan")] == ["Seitdem schlafe ich wieder."]
    assert queries.quotes(cast.house.pk, "site") == []
    actions.withdraw(actor=cast.jonas, story_id=story.pk, audience=HOUSE, at=cast.now)
    assert queries.quotes(cast.house.pk, "plan") == []
    actions.agree(actor=cast.jonas, story_id=story.pk, audience=HOUSE, at=cast.now)
    actions.answer_quote(actor=cast.mara, quote_id=quote.pk, yes=False, at=cast.now)
    assert queries.quotes(cast.house.pk, "plan") == []
    assert not queries.to_quote(cast.hanna, None)[0][0].picked[0].yes, "a no looks like an answer that is still out"


# ------------------------------------------------------------------ pages, and somebody goes


def test_the_pages_say_what_is_missing_and_cost_few_queries(cast: Cast, django_assert_max_num_queries):
    story, slug = shown(cast), cast.house.slug
    mara, hanna = cast.client(cast.mara), cast.client(cast.hanna)
    pages = {
        mara: [reverse(f"inspire:{name}", args=[slug]) for name in ("stories", "my_stories", "new_story")] + [reverse("inspire:story", args=[slug, story.pk])],
        hanna: [reverse("inspire:stories_waiting", args=[slug])],
    }  # fmt: skip
    for browser, paths in pages.items():
        for path in paths:
            browser.get(path)
            with django_assert_max_num_queries(15):
                assert browser.get(path).status_code == 200
    for name, data, missing in (
        ("tell_story", {"language": "de", "says": "send"}, "Erzähl erst ein wenig"),
        ("story_text", {"seen": "0", "title": "", "text": ""}, "Ein Titel oder ein paar Worte"),
    ):
        answer = mara.post(reverse(f"inspire:{name}", args=[slug, story.pk]), data)
        assert (answer.status_code, missing in answer.content.decode()) == (422, True), name
    answer = mara.post(reverse("inspire:new_story", args=[slug]), {"others": "Niemand Sonst", "began": "x", "language": "de"})
    assert answer.status_code == 422
    assert mara.post(reverse("inspire:story_step", args=[slug, story.pk]), {"says": "nonsense"}).status_code == 422
    assert mara.get(reverse("inspire:stories_waiting", args=[slug])).status_code == 403


def test_with_somebody_who_is_erased_go_their_words_and_the_text_that_holds_them(cast: Cast):
    story = shown(cast, public=True)
    given = {"story_id": story.pk, "title": "Der Schuhkarton", "text": "Maras Worte.", "seen": 0, "at": cast.now}
    actions.write_text(actor=cast.mara, **given)
    actions.agree_to_text(actor=cast.jonas, story_id=story.pk, number=1, at=cast.now)
    ask_erasure(actor=cast.mara, keeps=True, at=cast.now)
    cast.mara.refresh_from_db()
    erase(cast.mara, at=cast.now + timedelta(days=8))
    left = Story.objects.get()
    assert (left.title, left.text, StoryVersion.objects.count()) == ("", "", 0)
    assert [s.member_id for s in StorySide.objects.all()] == [cast.jonas.pk]
    assert not Story.objects.shown().exists()
    assert not SearchDocument.objects.filter(kind="story").exists()
    with pytest.raises((NotAllowed, HouseError)):
        actions.agree(actor=cast.mara, story_id=story.pk, audience=HOUSE, at=cast.now)
    # With the last one who told it the story goes, too.
    ask_erasure(actor=cast.jonas, keeps=False, at=cast.now)
    cast.jonas.refresh_from_db()
    erase(cast.jonas, at=cast.now + timedelta(days=8))
    assert not Story.objects.exists()
