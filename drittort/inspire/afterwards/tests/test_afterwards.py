"""After an event: answers only in sums, a contact only of two who both say so, a picture only with everybody's yes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from drittort.core.errors import Invalid, NotAllowed, NotFound
from drittort.core.files.actions import Bytes, decode
from drittort.core.files.models import StoredFile
from drittort.core.files.tests import hostile
from drittort.core.jobs.runner import run_due
from drittort.inspire.afterwards import actions, jobs, queries, rules
from drittort.inspire.afterwards.models import EventMaterial, EventMeeting
from drittort.inspire.check_in.actions import Mark, mark
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.events.tests.test_events import announced, codes, come
from drittort.inspire.pictures import actions as pictures
from drittort.inspire.pictures.models import Picture
from drittort.inspire.pictures.queries import asked
from drittort.inspire.pictures.rules import PHOTO, may_see
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


def brought(by: Member, event: Event, people: list[Member], at: datetime) -> Picture:
    """A picture of an event with some people in it."""
    upload = decode(Bytes("suppe.png", hostile.picture()), PHOTO)
    return pictures.add_picture(
        actor=by, subject=f"event:{event.pk}", upload=upload, alt="Am Topf", people=[one.pk for one in people], at=at
    )


def test_a_picture_is_shown_with_the_yes_of_everybody_and_goes_with_one(cast: Cast, soup: Event):
    at = soup.ends_at + HOUR
    photo = brought(cast.jonas, soup, [cast.jonas, cast.neo, cast.ada], at)
    file = photo.file

    def seen() -> list[str]:
        return [m.name.split()[0] for m in (cast.jonas, cast.neo, cast.mara, cast.hanna) if queries.one(m, soup.pk, at).pictures]

    def agrees(who: Member) -> None:
        pictures.agree_to_picture(actor=who, picture_id=photo.pk, audience=pictures.HOUSE, at=at)

    run_due(clock=lambda: at)
    assert codes(cast.neo)[-1] == codes(cast.ada)[-1] == "picture.asked"
    assert "picture.asked" not in codes(cast.jonas)
    assert (seen(), may_see(cast.hanna, file), may_see(cast.neo, file)) == (["Jonas", "Neo"], False, True)
    (waits,) = queries.one(cast.neo, soup.pk, at).pictures
    assert (waits.names, waits.asks_me) == ("Neo Kaya", True), "who else is in one that waits is not theirs to read"
    for _twice in range(2):
        agrees(cast.neo)
    assert seen() == ["Jonas"], "what they agreed to stands on their own page until all have"
    with pytest.raises(NotFound):
        agrees(cast.mara)
    agrees(cast.ada)
    assert (seen(), may_see(cast.hanna, file), may_see(cast.sten, file)) == (["Jonas", "Neo", "Mara", "Hanna"], True, False)
    assert queries.one(cast.hanna, soup.pk, at).pictures[0].names == "Ada Lenz, Jonas Falk, Neo Kaya"
    with pytest.raises(Invalid):
        pictures.agree_to_picture(actor=cast.ada, picture_id=photo.pk, audience=pictures.PUBLIC, at=at)
    pictures.take_back(actor=cast.ada, picture_id=photo.pk, audience=pictures.HOUSE, at=at)
    assert (seen(), StoredFile.objects.count()) == ([], 0)


def test_a_no_a_block_and_silence_are_one_and_the_same_to_who_brought_it(cast: Cast, soup: Event):
    at = soup.ends_at + HOUR
    block = Block.objects.create(blocker=cast.ada, blocked=cast.jonas, at=cast.now)
    neos, _maras, adas = (brought(cast.jonas, soup, [who], at) for who in (cast.neo, cast.mara, cast.ada))
    pictures.take_back(actor=cast.neo, picture_id=neos.pk, audience=pictures.HOUSE, at=at)
    run_due(clock=lambda: at)
    assert "picture.asked" not in codes(cast.ada), "beside a block nobody is asked"
    assert [(p.waits, p.can_remove) for p in queries.one(cast.jonas, soup.pk, at).pictures] == [(True, True)] * 3
    assert (queries.one(cast.ada, soup.pk, at).pictures, queries.one(cast.neo, soup.pk, at).pictures, asked(cast.ada)) == ((), (), [])
    block.delete()
    with pytest.raises(NotFound):
        pictures.agree_to_picture(actor=cast.ada, picture_id=adas.pk, audience=pictures.HOUSE, at=at)


def test_only_who_was_there_brings_one_of_those_who_let_themselves_be_seen(cast: Cast, soup: Event):
    at = soup.ends_at + HOUR
    come(soup, cast.olga, cast.now, shown=False)
    for who, people, moment, error in (
        (cast.hanna, [], at, NotAllowed), (cast.jonas, [], at + 31 * DAY, NotAllowed), (cast.sten, [], at, NotFound), (cast.jonas, [cast.olga], at, Invalid), (cast.jonas, [cast.sten], at, Invalid),
    ):  # fmt: skip
        with pytest.raises(error):
            brought(who, soup, people, moment)
    bare = brought(cast.jonas, soup, [], at)
    with pytest.raises(NotFound):
        pictures.remove_picture(actor=cast.neo, picture_id=bare.pk, at=at)
    pictures.remove_picture(actor=cast.mara, picture_id=bare.pk, at=at)
    waits = brought(cast.jonas, soup, [cast.neo], at)
    with pytest.raises(NotFound):
        pictures.remove_picture(actor=cast.hanna, picture_id=waits.pk, at=at)


def test_pictures_of_whoever_leaves_go(cast: Cast, soup: Event):
    at = soup.ends_at + HOUR
    brought(cast.jonas, soup, [], at)
    brought(cast.neo, soup, [cast.jonas], at)
    kept = brought(cast.neo, soup, [], at)
    end_membership(actor=None, member_id=cast.jonas.pk, last_on=cast.house.day(at), at=at)
    run_due(clock=lambda: at)
    assert list(Picture.objects.all()) == [kept]


def test_a_document_stays_until_who_hosts_it_takes_it_away(cast: Cast, soup: Event):
    at = soup.ends_at + HOUR

    def put(by: Member, name: str = "rezept.txt") -> EventMaterial:
        return actions.add_material(actor=by, event_id=soup.pk, upload=Bytes(name, b"Linsen"), at=at)

    kept = put(cast.mara)
    for who, name, error in ((cast.jonas, "a.txt", NotAllowed), (cast.sten, "a.txt", NotFound), (cast.mara, "a.exe", Invalid)):
        with pytest.raises(error):
            put(who, name)
    assert [one.name for one in queries.one(cast.hanna, soup.pk, at).materials] == ["rezept.txt"]
    assert [rules.may_see_material(who, kept.file) for who in (cast.hanna, cast.sten)] == [True, False]
    with pytest.raises(NotAllowed):
        actions.remove_material(actor=cast.jonas, event_id=soup.pk, material_id=kept.pk, at=at)
    for _twice in range(2):
        actions.remove_material(actor=cast.mara, event_id=soup.pk, material_id=kept.pk, at=at)
    assert not StoredFile.objects.exists()
    for _n in range(rules.MOST_MATERIALS):
        put(cast.mara)
    with pytest.raises(Invalid):
        put(cast.mara)


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
        ({"says": "minutes", "text": "x"}, 403), ({"says": "material"}, 422), ({"says": "dance"}, 422),
    ):  # fmt: skip
        assert jonas.post(say, sent).status_code == status, sent
    add = reverse("inspire:add_picture", args=[slug, "event", soup.pk])
    assert add in jonas.get(here).content.decode()
    given = {"alt": "Am Topf", "people": [cast.neo.pk]}
    for sent, status in ((given, 422), ({**given, "picture": picture()}, 422), ({**given, "picture": picture(), "nobody": "on"}, 302)):
        answer = jonas.post(add, sent)
        assert answer.status_code == status, sent
    assert answer["Location"] == here
    photo = Picture.objects.get()
    step = reverse("inspire:picture_step", args=[slug, photo.pk])
    assert cast.client(cast.neo).post(step, {"says": "house", "there": "yes"})["Location"] == here
    mara.post(say, {"says": "minutes", "text": "Rezept: https://suppe.example/"})
    assert mara.post(say, {"says": "material", "file": SimpleUploadedFile("rezept.txt", b"Linsen")}).status_code == 302
    page = cast.client(cast.hanna).get(here).content.decode()
    assert "rezept.txt" in page
    assert ("suppe.example" in page, photo.file.token in page, "Mehr Salz" in page) == (True, True, False)
    assert mara.post(step, {"says": "remove", "there": "yes"})["Location"] == here
    assert not Picture.objects.exists()
