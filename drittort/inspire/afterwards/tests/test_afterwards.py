"""After an event: answers only in sums, a contact only of two who both say so, a picture only with everybody's yes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from drittort.core.errors import Invalid, NotAllowed, NotFound
from drittort.core.files.models import StoredFile
from drittort.core.files.tests import hostile
from drittort.core.jobs.runner import run_due
from drittort.inspire.afterwards import actions, jobs, queries
from drittort.inspire.afterwards.models import EventMeeting, EventPhoto
from drittort.inspire.check_in.actions import Mark, mark
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.events.tests.test_events import announced, codes, come
from drittort.members.membership.actions import end_membership
from drittort.members.models import Block, Consent, Member
from drittort.network.models import Contact, Tie
from tests.cast import Cast, person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def soup(cast: Cast) -> Event:
    """Mara's soup, to which Jonas, Neo and Ada came and let the others see it."""
    event = announced(cast)
    for who in (cast.jonas, cast.neo, cast.ada):
        come(event, who, cast.now, shown=True)
    return event


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("suppe.png", hostile.picture(), "image/png")


def test_two_become_a_contact_only_when_both_say_so(cast: Cast, soup: Event):
    at = soup.ends_at + HOUR

    def says(who: Member, *others: Member) -> None:
        actions.say_met(actor=who, event_id=soup.pk, others=[one.pk for one in others], at=at)

    for _twice in range(2):
        says(cast.jonas, cast.neo, cast.mara)
    assert not Contact.objects.exists()
    assert queries.one(cast.neo, soup.pk, at).met == frozenset(), "what one says is nobody else's to read"
    says(cast.neo, cast.jonas, cast.ada)
    assert {(row.first_id, row.second_id) for row in Contact.objects.all()} == {tuple(sorted((cast.jonas.pk, cast.neo.pk)))}
    assert Tie.objects.count() == 1
    # One takes it back: nothing is left of it, and the other's own mark stays.
    says(cast.jonas, cast.mara)
    assert not Contact.objects.exists()
    assert not Tie.objects.exists()
    assert EventMeeting.objects.filter(member=cast.neo, other=cast.jonas).exists()
    # Whoever is not counted is no contact, and neither are two of whom one has blocked the other.
    Consent.objects.filter(member=cast.ada, kind="counted").delete()
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    says(cast.ada, cast.neo)
    says(cast.mara, cast.jonas)
    assert not Contact.objects.exists()


def test_only_who_was_there_and_only_about_those_who_let_themselves_be_seen(cast: Cast, soup: Event):
    at = soup.ends_at + HOUR
    come(soup, cast.olga, cast.now, shown=False)
    assert {face.name for face in queries.one(cast.jonas, soup.pk, at).people} == {"Mara Wendt", "Neo Kaya", "Ada Lenz"}
    actions.say_met(actor=cast.jonas, event_id=soup.pk, others=[cast.olga.pk, cast.hanna.pk, cast.neo.pk], at=at)
    assert list(EventMeeting.objects.values_list("other_id", flat=True)) == [cast.neo.pk]
    for who, moment, error in ((cast.hanna, at, NotAllowed), (cast.jonas, soup.starts_at - HOUR, NotAllowed), (cast.jonas, at + 31 * DAY, NotAllowed), (cast.sten, at, NotFound)):  # fmt: skip
        with pytest.raises(error):
            actions.answer(actor=who, event_id=soup.pk, again="gladly", at=moment)
    with pytest.raises(Invalid):
        actions.answer(actor=cast.jonas, event_id=soup.pk, again="always", at=at)


def test_a_host_reads_sums_and_no_names_and_nothing_of_few(cast: Cast, soup: Event):
    at, crowd = soup.ends_at + HOUR, [person(cast.house, f"P{k} Neu") for k in range(6)]
    for who in crowd:
        come(soup, who, cast.now)
    for who in crowd[:5]:
        actions.answer(actor=who, event_id=soup.pk, again="gladly", text=f"Mehr Suppe, {who.pk}", at=at)
    told = queries.one(cast.mara, soup.pk, at).sum
    assert told is not None
    assert (told.counts, told.texts) == ((), ()), "whoever answered knows their own answer, and four are left"
    actions.answer(actor=crowd[5], event_id=soup.pk, again="no", at=at)
    told = queries.one(cast.mara, soup.pk, at).sum
    assert told is not None
    assert [number for _label, number in told.counts] == [5, 0, 1]
    assert len(told.texts) == 5
    assert queries.one(cast.hanna, soup.pk, at).sum is None
    # Once more is a change and no further answer.
    actions.answer(actor=crowd[5], event_id=soup.pk, again="perhaps", at=at)
    told = queries.one(cast.mara, soup.pk, at).sum
    assert told is not None
    assert [number for _label, number in told.counts] == [5, 1, 0]


def test_a_picture_is_shown_with_the_yes_of_everybody_and_goes_with_one(cast: Cast, soup: Event):
    at = soup.ends_at + HOUR
    people = [cast.jonas.pk, cast.neo.pk, cast.ada.pk]
    photo = actions.add_photo(actor=cast.jonas, event_id=soup.pk, upload=picture(), text="Am Topf", people=people, at=at)

    def seen() -> list[str]:
        return [m.name.split()[0] for m in (cast.jonas, cast.neo, cast.mara, cast.hanna) if queries.one(m, soup.pk, at).photos]

    def fetched(who: Member) -> bool:
        return queries.may_see_photo(who, StoredFile.objects.get(pk=photo.file_id))

    run_due(clock=lambda: at)
    assert codes(cast.neo)[-1] == codes(cast.ada)[-1] == "event.in_picture"
    assert "event.in_picture" not in codes(cast.jonas)
    assert (seen(), fetched(cast.hanna), fetched(cast.neo)) == (["Jonas", "Neo"], False, True)
    for _twice in range(2):
        actions.agree(actor=cast.neo, photo_id=photo.pk, at=at)
    assert seen() == ["Jonas", "Neo"]
    with pytest.raises(NotFound):
        actions.agree(actor=cast.mara, photo_id=photo.pk, at=at)
    actions.agree(actor=cast.ada, photo_id=photo.pk, at=at)
    assert (seen(), fetched(cast.hanna), fetched(cast.sten)) == (["Jonas", "Neo", "Mara", "Hanna"], True, False)
    actions.decline(actor=cast.ada, photo_id=photo.pk, at=at)
    assert (seen(), StoredFile.objects.count()) == ([], 0)


def test_a_no_looks_like_silence_and_both_end_after_two_weeks(cast: Cast, soup: Event):
    at = soup.ends_at + HOUR
    given: dict[str, Any] = {"actor": cast.jonas, "event_id": soup.pk, "text": "", "at": at}
    Block.objects.create(blocker=cast.ada, blocked=cast.jonas, at=cast.now)
    photos = [actions.add_photo(upload=picture(), people=[who.pk], **given) for who in (cast.neo, cast.mara, cast.ada)]
    actions.decline(actor=cast.neo, photo_id=photos[0].pk, at=at)
    run_due(clock=lambda: at)
    assert "event.in_picture" not in codes(cast.ada), "beside a block nobody is asked"
    views = [(p.waits, p.mine) for p in queries.one(cast.jonas, soup.pk, at).photos]
    assert views == [(True, True)] * 3, "a no, silence and a block are one and the same"
    assert queries.one(cast.ada, soup.pk, at).photos == ()
    jobs.forget({}, at + 13 * DAY)
    assert EventPhoto.objects.count() == 3
    jobs.forget({}, at + 15 * DAY)
    assert not EventPhoto.objects.exists()
    assert not StoredFile.objects.exists()


def test_pictures_of_whoever_leaves_go(cast: Cast, soup: Event):
    at = soup.ends_at + HOUR
    actions.add_photo(actor=cast.jonas, event_id=soup.pk, upload=picture(), text="", people=[cast.jonas.pk], at=at)
    kept = actions.add_photo(actor=cast.neo, event_id=soup.pk, upload=picture(), text="", people=[], at=at)
    end_membership(actor=None, member_id=cast.jonas.pk, last_on=cast.house.day(at), at=at)
    run_due(clock=lambda: at)
    assert list(EventPhoto.objects.all()) == [kept]


def test_the_morning_after_those_who_were_there_are_asked_once(cast: Cast, soup: Event):
    morning = (soup.ends_at + DAY).replace(hour=9)
    mark(
        actor=cast.mara,
        event_id=soup.pk,
        marks=[Mark(Registration.objects.get(member=cast.jonas).pk, True, soup.starts_at)],
        at=soup.starts_at,
    )
    for moment in (soup.ends_at + HOUR, morning, morning + HOUR, morning + DAY):
        jobs.ask({}, moment)
    assert [codes(who).count("event.after") for who in (cast.jonas, cast.neo, cast.mara)] == [1, 0, 0]
    other = announced(cast, title="Chor")
    come(other, cast.neo, cast.now)
    jobs.ask({}, morning)
    assert codes(cast.neo).count("event.after") == 1, "where nobody stood at the door, all who had a seat"


def test_one_page_for_all_of_it(cast: Cast, soup: Event, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: soup.ends_at + HOUR)
    slug = cast.house.slug
    here, say = (reverse(f"inspire:{name}", args=[slug, soup.pk]) for name in ("afterwards", "look_back"))
    jonas, mara = cast.client(cast.jonas), cast.client(cast.mara)
    assert here in jonas.get(reverse("inspire:event", args=[slug, soup.pk])).content.decode()
    for sent, status in (
        ({"says": "answer", "again": "always"}, 422), ({"says": "answer", "again": "gladly", "text": "Mehr Salz"}, 302), ({"says": "met", "others": [cast.neo.pk]}, 302),
        ({"says": "photo", "nobody_else": "on"}, 422), ({"says": "photo", "picture": picture(), "people": [cast.neo.pk]}, 422),
        ({"says": "photo", "picture": picture(), "people": [cast.neo.pk], "nobody_else": "on"}, 302), ({"says": "minutes", "text": "x"}, 403), ({"says": "dance"}, 422),
    ):  # fmt: skip
        assert jonas.post(say, sent).status_code == status, sent
    photo = EventPhoto.objects.get()
    cast.client(cast.neo).post(say, {"says": "yes", "photo": photo.pk})
    mara.post(say, {"says": "minutes", "text": "Rezept: https://suppe.example/"})
    page = cast.client(cast.hanna).get(here).content.decode()
    assert ("suppe.example" in page, photo.file.token in page, "Mehr Salz" in page) == (True, True, False)
    assert mara.post(say, {"says": "away", "photo": photo.pk}).status_code == 302
    assert not EventPhoto.objects.exists()
