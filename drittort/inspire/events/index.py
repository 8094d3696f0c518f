"""Events as documents of the search: what was announced for the house, a draft for its host, a proposal also for those who announce."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.addresses import address
from drittort.core.search import index
from drittort.core.search.index import Document, Findable, Passage, Sort, split
from drittort.inspire.events import rules
from drittort.inspire.events.models import Event
from drittort.joining.days import moment
from drittort.members.models import Member
from drittort.members.people.index import ONESELF

EVENT = "event"
PUBLISHER = "publisher"


def event_changed(events: Iterable[Event], at: datetime) -> None:
    """Events came, changed or went: inside the transaction that did it."""
    rows = list(events)
    for space_id in {row.space_id for row in rows}:
        index.changed(space_id=space_id, kind=EVENT, refs=[row.pk for row in rows if row.space_id == space_id], at=at)


def documents(ids: Sequence[int]) -> Iterable[Document]:
    """Events, those that are over and called off as well. The link of one that is online is in none."""
    for row in Event.objects.filter(pk__in=ids).select_related("host", "location").prefetch_related("co_hosts"):
        where = ", ".join(filter(None, (row.location.name if row.location is not None else "", row.place)))
        told = [*split("text", row.language, row.text), Passage("where", "", where)]
        if row.host is not None:
            told.append(Passage("by", "", row.host.name))
        readers = [f"{ONESELF}:{pk}" for pk in sorted(row.hosts)]
        if row.proposed_at is not None:
            readers.append(f"{PUBLISHER}:{row.space_id}")
        facts: dict[str, Any] = {"starts": row.starts_at.isoformat(), "ends": row.ends_at.isoformat()}
        facts |= {name: True for name, there in (("draft", row.published_at is None), ("off", row.cancelled_at is not None)) if there}
        yield Document(
            row.space_id, row.pk, row.title, tuple(one for one in told if one.text), index.MEMBERS if row.published_at is not None else " ".join(readers) or index.NOBODY,
            place=f"location:{row.location_id}" if row.location_id else "", person_id=row.host_id, at=row.published_at or row.made_at, facts=facts,
        )  # fmt: skip


def events_of(space_id: int) -> Iterable[int]:
    """Ids of a house's events."""
    return Event.objects.filter(space=space_id).values_list("pk", flat=True)


def note(facts: dict[str, Any], reader: Member, at: datetime) -> str:
    """When it is, and whether it is a draft, was called off or is over."""
    day = moment(datetime.fromisoformat(facts["starts"]), reader.space.zone)
    told = (
        ("off" in facts, _("called off")),
        ("draft" in facts, _("not announced yet")),
        ("off" not in facts and datetime.fromisoformat(facts["ends"]) <= at, _("is over")),
    )
    return " · ".join([day, *(words for there, words in told if there)])


@index.readers
def publishers(member: Member, at: datetime) -> QuerySet[Any]:
    """Whoever announces events reads what was proposed."""
    rows = Member.objects.filter(pk=member.pk) if rules.publishes(member) else Member.objects.none()
    return rows.annotate(audience=Value(PUBLISHER, CharField())).values_list("audience", "space_id")


index.register(
    EVENT, documents, events_of, context=("where", "by"), telling=True,
    findable=Findable(
        {EVENT: Sort(gettext_lazy("Events"), "calendar", 90)}, lambda member, at: rules.visible_to(member), lambda slug, pk: address("inspire:event", slug, pk), note,
        {"where": gettext_lazy("Where"), "by": gettext_lazy("Hosted by")},
    ),
)  # fmt: skip
