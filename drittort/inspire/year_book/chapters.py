"""What inspire itself tells in the book of a year: new faces, events, stories, thanks, the history; and sums of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drittort.core.files import storage
from drittort.core.files.models import StoredFile
from drittort.core.year_book import Entry, Image, Part
from drittort.inspire.events.models import Event
from drittort.inspire.events.words import where
from drittort.inspire.history import words as history_words
from drittort.inspire.history.queries import of_year, subject
from drittort.inspire.influence.queries import over, steps
from drittort.inspire.milestones.models import Celebration
from drittort.inspire.pictures.queries import MIDDLE, files_of
from drittort.inspire.stories import words
from drittort.inspire.stories.models import Story
from drittort.inspire.stories.queries import in_it, sides_of
from drittort.inspire.thanks.models import Thanks
from drittort.inspire.thanks.queries import said_to
from drittort.members.models import Member
from drittort.members.people.queries import faces as faces_of
from drittort.members.photos.pictures import face_png
from drittort.spaces.agreements.models import Agreement, AgreementVersion
from drittort.spaces.models import Space

FACE = 180
MOST_THANKS, MOST_EVENTS, MOST_PICTURES = 60, 80, 2


def images(found: list[tuple[int, StoredFile, str]]) -> tuple[Image, ...]:
    """Pictures of a thing, from where they lie."""
    return tuple(Image(storage.path_of(file, MIDDLE), alt) for _pk, file, alt in found)


def month_of(day: date) -> str:
    """The month, which is enough in a book."""
    return date_format(day, "F")


def new_faces(space: Space, first: date, last: date) -> Iterator[Entry]:
    """Who came in this year and would like to stand in the book."""
    wanted = Celebration.objects.filter(book=True, quiet=False).values("member_id")
    people = list(
        Member.objects.here().filter(space=space, pk__in=wanted, joined_on__gte=first, joined_on__lte=last).order_by("joined_on", "pk")
    )
    shown = faces_of(space.pk, [m.pk for m in people])
    for member in people:
        face = shown[member.pk]
        yield Entry(
            face.name, face.line, member.language, month_of(member.joined_on), face.company, face=face_png(face.portrait, size=FACE)
        )


def events(space: Space, first: date, last: date) -> Iterator[Entry]:
    """What took place, with a picture or two: what comes again stands here once, with how often it did."""
    rows = (
        Event.objects.standing().select_related("host", "location").filter(space=space, ends_at__date__gte=first, ends_at__date__lte=last)
    )
    held: dict[str, list[Event]] = {}
    for event in rows.order_by("starts_at", "pk"):
        held.setdefault(event.title, []).append(event)
    told = list(held.items())[:MOST_EVENTS]
    seen = files_of(space.pk, [f"event:{event.pk}" for _title, found in told for event in found])
    for title, found in told:
        latest = found[-1]
        days = date_format(space.day(found[0].starts_at), "MONTH_DAY_FORMAT") if len(found) == 1 else _("%(n)s times") % {"n": len(found)}
        host = _("with %(name)s") % {"name": latest.host.name} if latest.host is not None and latest.host.left_on is None else ""
        text = latest.text.split("\n\n")[0]
        yield Entry(
            title,
            text if len(text) <= 300 else words.opening([text]),
            latest.language,
            days,
            " · ".join(filter(None, (host, where(latest)))),
            images=images([one for event in reversed(found) for one in seen.get(f"event:{event.pk}", [])][:MOST_PICTURES]),
        )


def stories(space: Space, first: date, last: date) -> Iterator[Entry]:
    """The stories that the house reads, with every side and their pictures."""
    rows = list(Story.objects.shown().filter(space=space, shown_at__date__gte=first, shown_at__date__lte=last).order_by("shown_at", "pk"))
    sides = {pk: in_it(found) for pk, found in sides_of(rows).items()}
    people = faces_of(space.pk, {side.member_id for found in sides.values() for side in found})
    seen = files_of(space.pk, [f"story:{story.pk}" for story in rows])
    for story in rows:
        told = [side for side in sides.get(story.pk, []) if side.member_id in people]
        parts = tuple(
            Part(people[s.member_id].name, s.language, tuple((q, a) for q, a in zip(words.questions(), s.answers(), strict=True) if a))
            for s in told
        )
        title, text = words.called(story, [people[s.member_id].first_name for s in told]), story.common()[1]
        yield Entry(title, text, story.language, words.grew_out_of(story), "", parts, images(seen.get(f"story:{story.pk}", [])))


def thanks(space: Space, first: date, last: date) -> Iterator[Entry]:
    """Sentences of thanks that the house reads."""
    rows = list(
        Thanks.objects.in_house()
        .select_related("member", "company")
        .filter(space=space, at__date__gte=first, at__date__lte=last)
        .order_by("at", "pk")[:MOST_THANKS]
    )
    to = said_to(rows)
    people = faces_of(space.pk, {*(t.member_id for t in rows), *(one.member_id for found in to.values() for one in found)})
    for row in rows:
        names = [people[one.member_id].name for one in to.get(row.pk, ()) if one.hidden_at is None and one.member_id in people]
        names += [row.company.name] if row.company is not None else []
        if row.member_id in people and names:
            below = _("%(who)s to %(whom)s") % {"who": people[row.member_id].name, "whom": words.listed(names)}
            yield Entry("", row.text, row.language, "", below)


def decisions(space: Space, first: date, last: date) -> Iterator[Entry]:
    """What was decided where everybody reads, with what followed from it; and ideas that came true."""
    found: list[tuple[datetime, Entry]] = []
    for one in over(space.pk).filter(closed_at__date__gte=first, closed_at__date__lte=last):
        if one.closed_at is not None:
            found.append(
                (
                    one.closed_at,
                    Entry(one.title, one.outcome, one.language, month_of(space.day(one.closed_at)), _("done") if one.done_at else ""),
                )
            )
    for step in steps(space.pk).filter(at__date__gte=first, at__date__lte=last).select_related("idea"):
        found.append((step.at, Entry(step.idea.title, step.text, step.idea.language, month_of(space.day(step.at)), _("done"))))
    return (entry for _at, entry in sorted(found, key=lambda one: one[0]))


def agreements(space: Space, first: date, last: date) -> Iterator[Entry]:
    """New versions of the agreements, sentence by sentence."""
    rows = AgreementVersion.objects.filter(space=space, published_at__date__gte=first, published_at__date__lte=last).order_by(
        "published_at", "pk"
    )
    language = get_language() or space.language
    for version in rows:
        said = list(Agreement.objects.filter(version=version).order_by("position", "pk"))
        spoken = [one for one in said if one.language == language] or [one for one in said if one.language == space.language] or said
        day = date_format(space.day(version.published_at), "DATE_FORMAT")
        yield Entry(
            _("Agreements of %(day)s") % {"day": day}, "\n\n".join(one.text for one in spoken), spoken[0].language if spoken else ""
        )


def history(space: Space, first: date, last: date) -> Iterator[Entry]:
    """What stands in the history of the year, with its pictures."""
    rows = of_year(space, first.year)
    seen = files_of(space.pk, [subject(entry) for entry in rows])
    for entry in rows:
        title = history_words.title_of(entry, space.name)
        yield Entry(
            title,
            entry.text,
            entry.language if not entry.noted else "",
            history_words.day_of(entry),
            "",
            (),
            images(seen.get(subject(entry), [])),
        )


def sums(space: Space, first: date, last: date) -> Iterator[tuple[str, int]]:
    """How much it was, in sums that name nobody."""
    yield _("people belonged to the house"), Member.objects.filter(space=space, joined_on__lte=last).exclude(left_on__lt=first).count()
    yield _("of them came this year"), Member.objects.filter(space=space, joined_on__gte=first, joined_on__lte=last).count()
    held = Event.objects.standing().filter(space=space, ends_at__date__gte=first, ends_at__date__lte=last)
    yield _("events took place"), held.count()
    yield _("seats were taken there"), held.aggregate(taken=Sum("taken"))["taken"] or 0
    yield _("sentences of thanks"), Thanks.objects.in_house().filter(space=space, at__date__gte=first, at__date__lte=last).count()
