"""Ideas: being for one quietly, the duty to answer, two that become one, and what everybody sees and is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from drittort.core.care import items
from drittort.core.errors import Invalid, NotAllowed, NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, SearchDocument
from drittort.inspire.ideas import actions, jobs, queries, rules
from drittort.inspire.ideas.actions import Words
from drittort.inspire.ideas.models import Idea, IdeaStep, IdeaSupport
from drittort.members.models import Member, Notice
from drittort.talk.comments.actions import comment
from drittort.talk.conversations.models import Message
from tests.cast import Cast

DAY = timedelta(days=1)


def has(cast: Cast, title: str = "Eine Bank im Hof", *, by: Member | None = None, text: str = "Zum Sitzen in der Sonne.") -> Idea:
    return actions.have_idea(actor=by or cast.mara, words=Words(title, text, "de"), at=cast.now)


def answers(cast: Cast, idea: Idea, status: str, text: str = "", *, by: Member | None = None, **more: Any) -> IdeaStep:
    told = {"word_by": None, "at": cast.now + DAY, **more}
    return actions.answer_idea(actor=by or cast.hanna, idea_id=idea.pk, status=status, text=text, **told)


def test_being_for_it_is_told_to_nobody_and_taken_back_leaves_nothing(cast: Cast):
    idea = has(cast)
    before = LedgerRow.objects.count()
    for _twice in range(2):
        actions.support_idea(actor=cast.jonas, idea_id=idea.pk, at=cast.now)
    actions.support_idea(actor=cast.ada, idea_id=idea.pk, helps=True, at=cast.now)
    page = queries.one(cast.neo, idea.pk, cast.now)
    assert (page.support, [f.name for f in page.helpers]) == ("Jonas und Ada sind dafür.", ["Ada Lenz"])
    assert queries.one(cast.jonas, idea.pk, cast.now).support == "Du und Ada seid dafür."
    run_due(clock=lambda: cast.now)
    assert not Notice.objects.filter(thread=f"idea:{idea.pk}").exists()
    actions.leave_idea(actor=cast.jonas, idea_id=idea.pk, at=cast.now)
    actions.leave_idea(actor=cast.jonas, idea_id=idea.pk, at=cast.now)
    assert IdeaSupport.objects.get().member == cast.ada
    assert {row.audience for row in LedgerRow.objects.filter(kind=actions.SUPPORTED)} == {"nobody"}
    assert LedgerRow.objects.count() == before + 2


def test_the_words_stay_as_soon_as_somebody_else_is_for_them(cast: Cast):
    idea = has(cast)
    actions.support_idea(actor=cast.mara, idea_id=idea.pk, at=cast.now)
    actions.change_idea(actor=cast.mara, idea_id=idea.pk, words=Words("Zwei Bänke", "Im Hof.", "de"), at=cast.now)
    with pytest.raises(NotAllowed):
        actions.change_idea(actor=cast.jonas, idea_id=idea.pk, words=Words("x", "y", "de"), at=cast.now)
    actions.support_idea(actor=cast.jonas, idea_id=idea.pk, at=cast.now)
    for act in (
        lambda: actions.change_idea(actor=cast.mara, idea_id=idea.pk, words=Words("x", "y", "de"), at=cast.now),
        lambda: actions.remove_idea(actor=cast.mara, idea_id=idea.pk, at=cast.now),
    ):
        with pytest.raises(NotAllowed, match="Andere sind"):
            act()
    with pytest.raises(NotFound):
        queries.find(cast.sten, idea.pk)


def test_the_house_owes_a_word_within_its_own_days_and_everybody_sees_when_it_is_late(cast: Cast):
    cast.house.settings = {"answer_ideas": 10}
    cast.house.save()
    cast.mara.refresh_from_db()
    idea = has(cast)
    assert idea.word_by == cast.house.day(cast.now) + 10 * DAY
    due = lambda: sorted(Notice.objects.filter(code__in=("idea.due", "idea.late")).values_list("code", "member__name"))  # noqa: E731
    jobs.remind({}, cast.now + 6 * DAY)
    assert due() == []
    for _twice in range(2):
        jobs.remind({}, cast.now + 7 * DAY)
    assert due() == [("idea.due", "Hanna Brandt"), ("idea.due", "Olga Sommer")]
    assert [item.title for item in items(cast.hanna, cast.now + 8 * DAY) if item.path.endswith(f"/ideas/{idea.pk}/")] == [
        "Eine Bank im Hof"
    ]
    late = cast.now + 12 * DAY
    assert queries.late_ones(cast.neo, late)[0][0] == "Eine Bank im Hof"
    page = queries.one(cast.neo, idea.pk, late)
    assert (page.late, page.duty) == (True, "Das Haus ist seit 2 Tagen ein Wort schuldig.")
    # Who took it on is asked, and nobody else.
    actions.take_on(actor=cast.olga, idea_id=idea.pk, wanted=True, at=late)
    for _twice in range(2):
        jobs.remind({}, late)
    assert [name for code, name in due() if code == "idea.late"] == ["Olga Sommer"]
    answers(cast, idea, "planned", "Im Frühjahr.", at=late, word_by=cast.house.day(late) + 30 * DAY)
    assert queries.late_ones(cast.neo, late) == []
    jobs.remind({}, late + 28 * DAY)
    assert len(due()) == 4, "the next word was promised for a day, too"
    answers(cast, idea, "done", "Sie steht.", at=late + 29 * DAY)
    idea.refresh_from_db()
    assert idea.word_by is None


def test_a_no_has_a_reason_and_whoever_is_for_it_hears_every_answer(cast: Cast):
    idea = has(cast)
    actions.support_idea(actor=cast.jonas, idea_id=idea.pk, at=cast.now)
    for status in ("declined", "done"):
        with pytest.raises(Invalid):
            answers(cast, idea, status)
    with pytest.raises(Invalid):
        answers(cast, idea, "planned", word_by=cast.house.day(cast.now))
    with pytest.raises(NotAllowed):
        answers(cast, idea, "planned", by=cast.jonas)
    answers(cast, idea, "declined", "Der Hof gehört uns nicht.")
    run_due(clock=lambda: cast.now + DAY)
    told = {n.member_id: (n.category, n.code) for n in Notice.objects.filter(thread=f"idea:{idea.pk}")}
    assert told == {cast.mara.pk: ("idea_mine", "idea.declined"), cast.jonas.pk: ("idea_for_it", "idea.declined")}
    page = queries.one(cast.neo, idea.pk, cast.now + DAY)
    assert (page.card.state, page.steps[0].text, page.can_support) == ("abgelehnt", "Der Hof gehört uns nicht.", False)
    shows = {show: [c.title for c in queries.listed(cast.neo, cast.now, show=show)[0]] for show in queries.SHOWS}
    assert shows == {"": [], "coming": [], "done": [], "declined": ["Eine Bank im Hof"]}
    assert queries.counts(cast.neo) == {"": 0, "coming": 0, "done": 0, "declined": 1}


def test_two_become_one_with_everybody_who_is_for_either(cast: Cast):
    bank, chairs = has(cast), has(cast, "Stühle nach draußen", by=cast.jonas)
    actions.support_idea(actor=cast.neo, idea_id=chairs.pk, at=cast.now)
    for idea in (bank, chairs):
        actions.support_idea(actor=cast.ada, idea_id=idea.pk, at=cast.now)
    comment(actor=cast.neo, about=rules.about(chairs.pk), text="Ich bringe zwei mit.", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.merge_ideas(actor=cast.mara, idea_id=chairs.pk, into_id=bank.pk, at=cast.now)
    with pytest.raises(Invalid):
        actions.merge_ideas(actor=cast.hanna, idea_id=bank.pk, into_id=bank.pk, at=cast.now)
    actions.merge_ideas(actor=cast.hanna, idea_id=chairs.pk, into_id=bank.pk, at=cast.now)
    assert {s.member for s in IdeaSupport.objects.filter(idea=bank)} == {cast.neo, cast.ada, cast.jonas}
    assert Message.objects.get().conversation.about == rules.about(bank.pk)
    with pytest.raises(NotAllowed):
        actions.support_idea(actor=cast.neo, idea_id=chairs.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert Notice.objects.get(code="idea.merged").member == cast.jonas
    assert dict(SearchDocument.objects.filter(kind="idea").values_list("title", "facts")) == {
        "Eine Bank im Hof": {},
        "Stühle nach draußen": {"merged": True},
    }
    assert queries.one(cast.neo, bank.pk, cast.now).merged[0][0] == "Stühle nach draußen"


def test_what_was_taken_back_can_be_brought_back_and_goes_with_its_comments(cast: Cast):
    idea = has(cast)
    comment(actor=cast.jonas, about=rules.about(idea.pk), text="Ja!", at=cast.now)
    actions.remove_idea(actor=cast.mara, idea_id=idea.pk, at=cast.now)
    with pytest.raises(NotFound):
        queries.one(cast.jonas, idea.pk, cast.now)
    actions.restore_idea(actor=cast.mara, idea_id=idea.pk, at=cast.now + timedelta(minutes=5))
    actions.remove_idea(actor=cast.mara, idea_id=idea.pk, at=cast.now)
    jobs.forget({}, cast.now + timedelta(minutes=14))
    assert Idea.objects.exists()
    jobs.forget({}, cast.now + timedelta(minutes=15))
    assert not Idea.objects.exists()
    assert not Message.objects.exists()


def test_the_pages_ask_find_the_like_and_refuse(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    has(cast, by=cast.jonas)
    run_due(clock=lambda: cast.now)
    mara, hanna = cast.client(cast.mara), cast.client(cast.hanna)
    assert "Eine Bank im Hof" in mara.get("/lagerhaus/ideas/alike/?title=Bank+im+Hof&text=sitzen").content.decode()
    assert "Eine Bank im Hof" in mara.get("/lagerhaus/ideas/?q=Bank").content.decode()
    assert mara.post("/lagerhaus/ideas/new/", {"title": "", "text": "x", "language": "de"}).status_code == 422
    assert mara.post("/lagerhaus/ideas/new/", {"title": "Licht", "text": "Über dem **Kopierer**.", "language": "de"}).status_code == 302
    light = Idea.objects.get(title="Licht")
    path = f"/lagerhaus/ideas/{light.pk}/"
    assert "<strong>Kopierer</strong>" in mara.get(path).content.decode()
    assert mara.post(f"{path}support/", {"says": "shout"}).status_code == 422
    assert mara.post(f"{path}support/", {"says": "help"}).status_code == 302
    assert mara.post(f"{path}step/", {"says": "answer", "status": "planned", "text": "", "word_by": ""}).status_code == 403
    assert hanna.post(f"{path}step/", {"says": "answer", "status": "done", "text": "", "word_by": ""}).status_code == 422
    assert hanna.post(f"{path}step/", {"says": "answer", "status": "done", "text": "Sie hängt.", "word_by": ""}).status_code == 302
    history = mara.get("/lagerhaus/influence/").content.decode()
    assert "Licht" in history
    assert "Sie hängt." in history
    other = Idea.objects.exclude(pk=light.pk).get()
    assert hanna.post(f"/lagerhaus/ideas/{other.pk}/merge/", {"into": light.pk}).status_code == 302
