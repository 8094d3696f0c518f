"""Days to celebrate are found once, shown to nobody who would rather not, and congratulated with one tap that nobody counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from drittort.core.errors import Invalid, NotAllowed, NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.screen import Screen
from drittort.inspire.events.tests.test_events import announced
from drittort.inspire.milestones import actions, letter, queries, rules, wall
from drittort.inspire.milestones.models import Congratulation, Milestone
from drittort.inspire.stories.tests.world import shown
from drittort.members.models import Block, Employment, Member, Notice
from tests.cast import Cast

DAY = timedelta(days=1)


@pytest.fixture
def year(cast: Cast) -> Milestone:
    """Mara has been here for two years today."""
    Member.objects.all().update(joined_on=cast.now.date() - 10 * DAY)
    Employment.objects.all().update(from_on=cast.now.date() - 10 * DAY)
    Member.objects.filter(pk=cast.mara.pk).update(joined_on=cast.now.date().replace(year=cast.now.year - 2))
    actions.find_milestones(space=cast.house, at=cast.now)
    return Milestone.objects.get()


def sentences(reader: Member, at) -> list[str]:
    return [card.sentence for part in queries.milestones(reader, at) for card in part.cards]


def today(cast: Cast, at) -> list[str]:
    """What the house letter tells of one day."""
    return [item.title for item in letter.celebrated(cast.house, at - DAY, at)][::-1]


def test_years_are_found_once_for_people_and_companies(cast: Cast, year: Milestone):
    assert sentences(cast.ada, cast.now) == ["Mara Wendt: 2 Jahre im Haus"]
    assert actions.find_milestones(space=cast.house, at=cast.now + DAY) == 0
    Employment.objects.filter(company=cast.mara.employments.get().company).update(from_on=date(2021, 5, 13))
    assert actions.find_milestones(space=cast.house, at=cast.now + DAY) == 1
    assert today(cast, cast.now + DAY) == ["Steuerbüro Wendt: 5 Jahre im Haus"]


def test_the_29th_of_february_comes_back_every_year():
    assert [rules.comes_back_on(date(2024, 2, 29), y) for y in (2026, 2028)] == [date(2026, 2, 28), date(2028, 2, 29)]


def test_a_birthday_is_the_persons_own_wish_and_has_no_year(cast: Cast, year: Milestone):
    for day, month in ((31, 2), (12, None), (None, 5)):
        with pytest.raises(Invalid):
            actions.choose_celebration(actor=cast.jonas, day=day, month=month, quiet=False, at=cast.now)
    actions.choose_celebration(actor=cast.jonas, day=12, month=5, quiet=False, at=cast.now)
    actions.find_milestones(space=cast.house, at=cast.now)
    assert today(cast, cast.now) == ["Mara Wendt: 2 Jahre im Haus", "Jonas Falk hat Geburtstag"]
    actions.choose_celebration(actor=cast.jonas, day=None, month=None, quiet=False, at=cast.now)
    assert today(cast, cast.now) == ["Mara Wendt: 2 Jahre im Haus"]
    actions.choose_celebration(actor=cast.mara, day=None, month=None, quiet=True, at=cast.now)
    assert (today(cast, cast.now), sentences(cast.ada, cast.now)) == ([], [])
    with pytest.raises(NotFound):
        actions.congratulate(actor=cast.ada, milestone_id=year.pk, at=cast.now)


def test_first_times_of_events_and_stories(cast: Cast):
    Member.objects.all().update(joined_on=cast.now.date() - 10 * DAY)
    event = announced(cast)
    type(event).objects.update(starts_at=cast.now - DAY, ends_at=cast.now - DAY + timedelta(hours=1))
    shown(cast)
    actions.find_milestones(space=cast.house, at=cast.now + DAY)
    found = sentences(cast.ada, cast.now + DAY)
    assert f"{event.host.name} hat zum ersten Mal zu einer Veranstaltung eingeladen" in found
    assert {"Mara Wendt erzählt zum ersten Mal eine Geschichte", "Jonas Falk erzählt zum ersten Mal eine Geschichte"} <= set(found)


def test_one_tap_reaches_whose_day_it_is_and_nobody_else_learns_who(cast: Cast, year: Milestone):
    everybody, nobody = Member.objects.values("pk"), Member.objects.none().values("pk")
    for faces, told in ((everybody, ["Mara: 2 Jahre im Haus"]), (nobody, [])):
        assert list(wall.days(Screen(cast.house, None, cast.now, year.on, faces, nobody, lambda pk: ""))) == told
    for _ in range(2):
        actions.congratulate(actor=cast.jonas, milestone_id=year.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert Notice.objects.filter(member=cast.mara, code="milestone.congratulated").count() == 1
    cards = {reader.name: queries.milestones(reader, cast.now)[0].cards[0] for reader in (cast.mara, cast.jonas, cast.ada)}
    assert [(c.from_whom, c.done, c.can) for c in cards.values()] == [("Jonas Falk", False, False), ("", True, True), ("", False, True)]
    with pytest.raises(NotAllowed):
        actions.congratulate(actor=cast.mara, milestone_id=year.pk, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.congratulate(actor=cast.ada, milestone_id=year.pk, at=cast.now + 30 * DAY)
    actions.congratulate(actor=cast.jonas, milestone_id=year.pk, wanted=False, at=cast.now)
    assert not Congratulation.objects.exists()


def test_beside_a_block_it_looks_done(cast: Cast, year: Milestone):
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    actions.congratulate(actor=cast.jonas, milestone_id=year.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert not Notice.objects.filter(code="milestone.congratulated").exists()
    assert queries.milestones(cast.mara, cast.now)[0].cards[0].from_whom == ""
    assert queries.milestones(cast.jonas, cast.now)[0].cards[0].done


def test_the_pages_and_the_end(cast: Cast, year: Milestone, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    slug, browser = cast.house.slug, cast.client(cast.ada)
    with django_assert_max_num_queries(15):
        assert "2 Jahre im Haus" in browser.get(reverse("inspire:milestones", args=[slug])).content.decode()
    assert browser.post(reverse("inspire:congratulate", args=[slug, year.pk]), {"says": "yes"}).status_code == 302
    mine = reverse("inspire:my_celebration", args=[slug])
    assert browser.post(mine, {"day": "31", "month": "2"}).status_code == 422
    assert browser.post(mine, {"day": "3", "month": "2"}).status_code == 302
    actions.forget_old(at=cast.now + rules.KEPT)
    assert Milestone.objects.count() == 1
    actions.forget_old(at=cast.now + rules.KEPT + 2 * DAY)
    assert not Milestone.objects.exists()
