"""Stories as their readers see them: all of the house, one with its sides, one's own, what waits for the team, and what everybody reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.paging import newest_first
from drittort.core.reports import Shown
from drittort.core.search.index import PUBLIC, Document, Passage
from drittort.inspire.pictures import queries as pictures
from drittort.inspire.pictures.queries import InAlbum, Picture
from drittort.inspire.stories import rules, words
from drittort.inspire.stories.models import Story, StoryQuerySet, StoryQuote, StorySide, StoryVersion, StoryWish
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.people.words import first_name
from drittort.members.photos.queries import OpenFace, face_of
from drittort.members.safety.rules import folded_for
from drittort.members.translations.kinds import Original
from drittort.spaces.models import Space

DOCUMENT = "story"
PAGE = 12


@dataclass(frozen=True, slots=True)
class Card:
    """A story in a list."""

    id: int
    title: str
    language: str
    kicker: str
    opening: str
    people: tuple[Face, ...]
    names: str
    picture: Picture | None
    public: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """One side of a story: who tells, and each question with what they said."""

    side: int
    face: Face
    answers: tuple[tuple[str, str], ...]
    language: str
    folded: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """The newest common text beside the one that the reader agreed to last, piece by piece."""

    number: int
    title: str
    text: str
    by: str
    title_changes: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str], ...]
    agreed: bool
    settled: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence of the reader's that the team would like to use, where, and whether they let it."""

    id: int
    text: str
    use: str
    yes: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """How it stands with the reader's own side: "asked", "kept", "sent" (the others have not told yet), "open", or "declined"."""

    stage: str
    answers: tuple[str, str, str]
    language: str
    others: tuple[str, ...]
    house: bool
    public: bool
    wording: Wording | None
    help_asked: bool
    quotes: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One story as its reader sees it."""

    card: Card
    text: str
    writers: tuple[int, ...]
    voices: tuple[Voice, ...]
    pictures: tuple[Picture, ...]
    waiting: tuple[InAlbum, ...]
    shown: bool
    mine: Mine | None
    helps: bool
    cares: bool
    off: bool
    wording: Wording | None
    report_path: str
    subject: str


def sides_of(stories: Iterable[Story]) -> dict[int, list[StorySide]]:
    """The sides of some stories by story, in the order in which they were told; one query."""
    found: dict[int, list[StorySide]] = {}
    for side in StorySide.objects.filter(story__in=[s.pk for s in stories]).order_by("sent_at", "pk"):
        found.setdefault(side.story_id, []).append(side)
    return found


def in_it(sides: Iterable[StorySide]) -> list[StorySide]:
    """Those whose side is part of what the house reads."""
    return [side for side in sides if side.house_at is not None]


def card(story: Story, sides: Sequence[StorySide], people: Mapping[int, Face], shown: Picture | None) -> Card:
    """A story in a list. `sides` are those that are shown there."""
    told = [people[side.member_id] for side in sides if side.member_id in people]
    names = words.listed([face.name for face in told])
    title, text = story.common()
    texts = (text, *(side.became for side in sides), *(side.happened for side in sides), *(side.began for side in sides))
    public = bool(sides) and all(side.public_at is not None for side in sides)
    language = story.language if title or text else next((side.language for side in sides), story.language)
    return Card(
        story.pk, words.called(story, [face.first_name for face in told]), language, words.grew_out_of(story), words.opening(texts), tuple(told), names, shown, public
    )  # fmt: skip


def cards(space_id: int, stories: Sequence[Story], *, public: bool = False) -> list[Card]:
    """Some shown stories, with one query for sides, one for faces, two for pictures."""
    sides = {pk: in_it(all_of) for pk, all_of in sides_of(stories).items()}
    people = faces(space_id, {side.member_id for found in sides.values() for side in found})
    seen = pictures.of(space_id, [subject(s) for s in stories], public=public)
    return [card(s, sides.get(s.pk, []), people, next(iter(seen.get(subject(s), ())), None)) for s in stories]


def subject(story: Story) -> str:
    """A story as a thing."""
    return f"story:{story.pk}"


def newest(rows: StoryQuerySet, after: tuple[str, int] | None) -> tuple[list[Story], str]:
    """A page of stories, what was shown last first."""
    return newest_first(rows.exclude(shown_at=None), "shown_at", after, PAGE)


def stories(reader: Member, after: tuple[str, int] | None) -> tuple[list[Card], str]:
    """The stories of the house."""
    rows, more = newest(rules.visible_to(reader), after)
    return cards(reader.space_id, rows), more


@dataclass(frozen=True, slots=True)
class Line:
    """One of the reader's own stories in a list: its name, how it stands, and where it is told."""

    id: int
    title: str
    state: str
    tone: str


def own(reader: Member) -> list[Line]:
    """The reader's own stories, what waits for them first."""
    rows = list(rules.own_of(reader).counted().order_by("-begun_at", "-pk")[:60])
    sides = sides_of(rows)
    people = faces(reader.space_id, {side.member_id for found in sides.values() for side in found})
    lines = []
    for story in rows:
        found = sides.get(story.pk, [])
        mine = next(side for side in found if side.member_id == reader.pk)
        others = [people[side.member_id].first_name for side in found if side.member_id != reader.pk and side.member_id in people]
        state, tone = standing(story, mine)
        names = words.listed(others)
        lines.append(
            Line(
                story.pk, story.common()[0] or (_("With %(names)s") % {"names": names} if names else words.grew_out_of(story)), state, tone
            )
        )
    waits = {_("Would you tell?"): 0, _("Kept for yourself"): 1}
    return sorted(lines, key=lambda line: waits.get(line.state, 2))


def standing(story: Story, mine: StorySide) -> tuple[str, str]:
    """How a story stands for one of its tellers, in a word, and its tone. What the other side did or did not do is not to be read from it."""
    if story.off_at is not None:
        return _("Taken off by the team"), "slate"
    if mine.declined_at is not None:
        return _("Left untold"), "empty"
    if mine.sent_at is None:
        return (_("Kept for yourself"), "slate") if mine.written_at is not None else (_("Would you tell?"), "lamp")
    if story.opened_at is None:
        return _("Told, the other side not yet"), "slate"
    if story.in_house >= story.needs and not story.taken_back:  # type: ignore[attr-defined]
        return (_("Everybody reads it"), "door") if story.in_public == story.in_house else (_("The house reads it"), "door")  # type: ignore[attr-defined]
    return _("Only you who told it read it"), "slate"


def wants(reader: Member) -> bool:
    """Whether the reader may be asked for stories."""
    return not StoryWish.objects.filter(member=reader).exists()


def stage(story: Story, mine: StorySide) -> str:
    """How far somebody is with their own side."""
    if mine.sent_at is not None:
        return "sent" if story.opened_at is None else "open"
    if mine.declined_at is not None:
        return "declined"
    return "asked" if mine.written_at is None else "kept"


def one(reader: Member, story_id: int) -> Page:
    """One story: as the house reads it, with the reader's own side where they have one. Raises NotFound for who may not read it."""
    story = Story.objects.counted().filter(space_id=reader.space_id, pk=story_id).first()
    if story is None:
        raise NotFound
    sides = sides_of([story]).get(story.pk, [])
    mine = next((s for s in sides if s.member_id == reader.pk and (s.asked_at or s.written_at)), None)
    shown = story.in_house >= story.needs and not story.taken_back and story.off_at is None  # type: ignore[attr-defined]
    helps = mine is None and rules.cares(reader) and story.help_asked_at is not None and story.opened_at is not None
    if not shown and mine is None and not (rules.cares(reader) and (helps or story.off_at is not None)):
        raise NotFound
    # Tellers and their helper read all that was sent; everybody else what is shown.
    inside = (mine is not None and mine.sent_at is not None and story.opened_at is not None) or helps
    if inside:
        seen = [s for s in sides if s.sent_at is not None]
    elif shown or mine is None:
        seen = in_it(sides)
    else:
        seen = [mine] if mine.sent_at is not None else []
    people = faces(reader.space_id, {s.member_id for s in sides})
    folded = folded_for(reader)
    voices = tuple(voice(s, people[s.member_id], s.member_id in folded) for s in seen if s.member_id in people)
    versions = list(StoryVersion.objects.filter(story=story).select_related("by").order_by("-number")) if inside else []
    page_card = card(story, in_it(sides) if shown else seen, people, None)
    if not page_card.people and mine is not None:
        others = [people[s.member_id].first_name for s in sides if s.member_id != reader.pk and s.member_id in people]
        page_card = replace(page_card, title=_("With %(names)s") % {"names": words.listed(others)} if others else page_card.title)
    about = subject(story)
    album = pictures.album(reader, about, answers_for=True) if mine is not None and inside else ()
    seen_pictures = (
        tuple(one.picture for one in album if not one.waits) if album else tuple(pictures.of(reader.space_id, [about]).get(about, ()))
    )
    return Page(
        card=page_card, text=story.common()[1], writers=tuple(s.member_id for s in in_it(sides)), voices=voices, pictures=seen_pictures,
        shown=shown, mine=my_side(reader, story, mine, sides, people, versions) if mine is not None else None,
        waiting=tuple(one for one in album if one.waits), helps=helps, cares=rules.cares(reader), off=story.off_at is not None,
        wording=wording(versions, 0, story.settled) if helps else None,
        report_path=f"{address('members:report', reader.space.slug)}?about=story:{story.pk}" if shown and mine is None else "", subject=about,
    )  # fmt: skip


def voice(side: StorySide, face: Face, folded: bool) -> Voice:
    """One side with its answers; a question that was left out is not asked."""
    answers = tuple((q, a) for q, a in zip(words.questions(), side.answers(), strict=True) if a)
    return Voice(side.pk, face, answers, side.language, folded)


def my_side(
    reader: Member, story: Story, mine: StorySide, sides: Sequence[StorySide], people: Mapping[int, Face], versions: Sequence[StoryVersion]
) -> Mine:
    """How it stands with the reader's own side. Of the others it says who they are, and nothing of what they did with the question."""
    quotes = StoryQuote.objects.filter(side=mine, declined_at=None).order_by("pk")
    others = tuple(people[s.member_id].first_name for s in sides if s.member_id != reader.pk and s.member_id in people)
    return Mine(
        stage(story, mine), mine.answers(), mine.language, others, mine.house_at is not None, mine.public_at is not None,
        wording(versions, mine.agreed, story.settled), story.help_asked_at is not None,
        tuple(Asked(q.pk, q.text, str(StoryQuote.Use(q.use).label), q.agreed_at is not None) for q in quotes),
    )  # fmt: skip


def wording(versions: Sequence[StoryVersion], agreed: int, settled: int) -> Wording | None:
    """The newest wording beside the one that was agreed to last (else the one before it)."""
    if not versions:
        return None
    newest = versions[0]
    before = next((v for v in versions if v.number == agreed), None) or next((v for v in versions[1:]), None)
    titles = words.changes(before.title if before else "", newest.title) if before else [("same", newest.title)]
    texts = words.changes(before.text, newest.text) if before else [("same", newest.text)]
    return Wording(
        newest.number, newest.title, newest.text, first_name(newest.by.name) if newest.by is not None else "", tuple(titles), tuple(texts),
        agreed == newest.number, settled == newest.number,
    )  # fmt: skip


def may_write(reader: Member, story_id: int) -> tuple[str, int, str, str]:
    """What the form of the common text begins with: name of the story, newest version, title and text. Raises NotFound where the reader has no part in it."""
    page = one(reader, story_id)
    if not page.helps and (page.mine is None or page.mine.stage != "open"):
        raise NotFound
    told = page.mine.wording if page.mine is not None else page.wording
    return page.card.title, told.number if told else 0, told.title if told else "", told.text if told else ""


# ------------------------------------------------------------------ for translation


def original(reader: Member, story_id: int, at: datetime) -> Original:
    """The common text of a story that the house reads, to be translated where everybody who told it lets it. Raises NotFound."""
    story = rules.visible_to(reader).filter(pk=story_id).first()
    title, text = story.common() if story is not None else ("", "")
    if story is None or not (title or text):
        raise NotFound
    first, *others = (side.member_id for side in in_it(sides_of([story])[story.pk]))
    return Original(first, story.language, (title, text), address("inspire:story", reader.space.slug, story.pk), tuple(others))


def side_original(reader: Member, side_id: int, at: datetime) -> Original:
    """What one side tells of a story that the house reads. Raises NotFound."""
    side = StorySide.objects.filter(pk=side_id, house_at__isnull=False, story__in=rules.visible_to(reader).values("pk")).first()
    if side is None:
        raise NotFound
    return Original(side.member_id, side.language, side.answers(), address("inspire:story", reader.space.slug, side.story_id))


# ------------------------------------------------------------------ for the team


@dataclass(frozen=True, slots=True)
class Sentence:
    """A side of a story that the house reads, from which the team may pick a sentence; and what was picked."""

    card: Card
    voices: tuple[Voice, ...]
    picked: tuple[Picked, ...]


@dataclass(frozen=True, slots=True)
class Picked:
    """A sentence that was picked: where it would be used, and whether it may. A no looks like an answer that is still out."""

    text: str
    name: str
    use: str
    yes: bool


def helped(reader: Member) -> list[Card]:
    """The stories with which the team may help."""
    rows = list(rules.helped_by(reader).counted().order_by("help_asked_at")[:PAGE])
    sides = {pk: [s for s in found if s.sent_at is not None] for pk, found in sides_of(rows).items()}
    people = faces(reader.space_id, {s.member_id for found in sides.values() for s in found})
    return [card(s, sides.get(s.pk, []), people, None) for s in rows]


def to_quote(reader: Member, after: tuple[str, int] | None) -> tuple[list[Sentence], str]:
    """What the house reads, side by side with what was picked of it."""
    rows, more = newest(rules.visible_to(reader), after)
    sides = {pk: in_it(found) for pk, found in sides_of(rows).items()}
    people = faces(reader.space_id, {s.member_id for found in sides.values() for s in found})
    picked: dict[int, list[Picked]] = {}
    quotes = StoryQuote.objects.filter(side__story__in=[s.pk for s in rows]).select_related("side").order_by("pk")
    for q in quotes:
        name = people[q.side.member_id].first_name if q.side.member_id in people else ""
        picked.setdefault(q.side.story_id, []).append(Picked(q.text, name, str(StoryQuote.Use(q.use).label), q.agreed_at is not None))
    return [
        Sentence(
            card(s, sides.get(s.pk, []), people, None),
            tuple(voice(side, people[side.member_id], False) for side in sides.get(s.pk, []) if side.member_id in people),
            tuple(picked.get(s.pk, ())),
        )
        for s in rows
    ], more


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that may be used, with the name of who said it."""

    text: str
    language: str
    name: str
    company: str


def quotes(space_id: int, *uses: str) -> list[Quote]:
    """The sentences that may be used in some places at this moment, the newest first. For the plan and the public page. Two questions."""
    shown = {StoryQuote.Use.PLAN: Story.objects.shown(), StoryQuote.Use.SITE: Story.objects.public()}
    places = [Q(use=use, side__story__in=shown[StoryQuote.Use(use)].filter(space=space_id).values("pk")) for use in uses]
    rows = StoryQuote.objects.filter(reduce(or_, places), agreed_at__isnull=False, side__house_at__isnull=False).select_related("side")
    found = list(rows.order_by("-agreed_at", "-pk")[:40])
    people = faces(space_id, {q.side.member_id for q in found})
    return [
        Quote(q.text, q.side.language, people[q.side.member_id].name, people[q.side.member_id].company)
        for q in found
        if q.side.member_id in people
    ]


# ------------------------------------------------------------------ for everybody


@dataclass(frozen=True, slots=True)
class OpenVoice:
    """One side at the door: a name, the face if its owner opened it, and the answers."""

    name: str
    company: str
    face: OpenFace | None
    answers: tuple[tuple[str, str], ...]
    language: str


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A story as everybody reads it."""

    house: Space
    card: Card
    text: str
    voices: tuple[OpenVoice, ...]
    pictures: tuple[Picture, ...]
    day: str


def at_the_door(slug: str, after: tuple[str, int] | None) -> tuple[Space, list[Card], str, list[Quote]]:
    """The stories of a house that everybody reads, and the sentences that may stand there. Raises NotFound, the same whatever the reason."""
    rows, more = newest(rules.open_to_all(slug), after)
    space = rows[0].space if rows else Space.objects.filter(slug=slug).first()
    if space is None or (not rows and after is None):
        raise NotFound
    return space, cards(space.pk, rows, public=True), more, quotes(space.pk, StoryQuote.Use.SITE)[:3] if after is None else []


def open_voice(side: StorySide, face: Face, member: Member) -> OpenVoice:
    """One side at the door. A drawing of somebody else beside a name would be worse than none."""
    told = voice(side, face, False)
    return OpenVoice(face.name, face.company, face_of(member) if member.public_face else None, told.answers, side.language)


def open_story(slug: str, story_id: int) -> OpenPage:
    """One story as everybody reads it. Raises NotFound, the same whatever the reason."""
    story = rules.open_to_all(slug).select_related("space").filter(pk=story_id).first()
    if story is None:
        raise NotFound
    sides = in_it(sides_of([story]).get(story.pk, []))
    members = {m.pk: m for m in Member.objects.select_related("space").filter(pk__in=[s.member_id for s in sides])}
    people = faces(story.space_id, members)
    seen = pictures.of(story.space_id, [subject(story)], public=True).get(subject(story), ())
    told = tuple(open_voice(side, people[side.member_id], members[side.member_id]) for side in sides if side.member_id in people)
    shown_on = date_format(story.space.day(story.shown_at), "DATE_FORMAT") if story.shown_at else ""
    return OpenPage(story.space, card(story, sides, people, None), story.common()[1], told, tuple(seen), shown_on)


# ------------------------------------------------------------------ for the search, reports and notices


def documents(ids: Sequence[int]) -> Iterable[Document]:
    """Stories as documents of the index: what the house reads at this moment, for everybody where everybody reads it."""
    rows = list(Story.objects.shown().filter(pk__in=ids))
    sides = sides_of(rows)
    names = dict(Member.objects.filter(pk__in=[s.member_id for found in sides.values() for s in found]).values_list("pk", "name"))
    for story in rows:
        told = in_it(sides.get(story.pk, []))
        passages = [Passage("text", story.language, story.common()[1][:2000])]
        passages += [Passage("text", s.language, answer[:1000]) for s in told for answer in s.answers()]
        passages += [Passage("by", "", names[s.member_id]) for s in told if s.member_id in names]
        title = words.called(story, [first_name(names[s.member_id]) for s in told if s.member_id in names])
        public = bool(told) and all(s.public_at is not None for s in told)
        kept = tuple(p for p in passages if p.text)
        yield Document(story.space_id, story.pk, title, kept, PUBLIC) if public else Document(story.space_id, story.pk, title, kept)


def everything(space_id: int) -> Iterable[int]:
    """Ids of the stories of a house, for a look at everything."""
    return Story.objects.shown().filter(space=space_id).values_list("pk", flat=True)


def shown(reader: Member, story_id: int, at: datetime) -> Shown | None:
    """A story as it is reported: the words of the whole; whose they are is more than one."""
    story = rules.visible_to(reader).filter(pk=story_id).first()
    if story is None:
        return None
    told = in_it(sides_of([story]).get(story.pk, []))
    text = "\n\n".join(part for part in (*story.common(), *(a for s in told for a in s.answers())) if part)
    return Shown(text, told[0].member_id if len(told) == 1 else None, story.shown_at)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """With whom the stories are that notices speak of: the others of each, as their reader knows them."""
    sides: dict[int, list[tuple[int, str]]] = {}
    found = StorySide.objects.filter(story__in={row["story"] for row in rows}).values_list("story_id", "member_id", "member__name")
    for story_id, member_id, name in found:
        sides.setdefault(story_id, []).append((member_id, first_name(name)))
    return [
        {"others": words.listed([name for pk, name in sides.get(row["story"], []) if pk != row.get("reader")]) or _("the house")}
        for row in rows
    ]  # fmt: skip
