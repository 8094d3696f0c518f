"""Facets that a house makes itself: questions of profiles by which people are sorted.

What people answered most often is counted when answers change, not when the page is read: it lies beside the question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet

from drittort.core.statements import Statement
from drittort.members.models import Member, MemberQuerySet, ProfileField, ProfileValue
from drittort.members.people import facets
from drittort.members.people.facets import Context, Facet
from drittort.members.profiles.models import About, Kind, Visibility
from drittort.members.profiles.queries import label_of, options_of
from drittort.members.profiles.rules import visible_values
from drittort.members.skills.vocabulary import label as skill_label
from drittort.spaces.models import Space

PREFIX = "f"
COMMON = 20
"""So many of the words that people gave are offered as choices."""


def sorting(space: Space) -> list[ProfileField]:
    """The questions of a house that sort its people, and whose answers all members may read."""
    return SORTING.objects(space=space.pk)


SORTING = Statement(
    lambda space: ProfileField.objects.filter(
            space_id=space, about=About.PERSON, facet=True, retired_at=None, kind__in=(Kind.CHOICE, Kind.TAGS), widest__in=(Visibility.MEMBERS, Visibility.PUBLIC)
        ).order_by("position", "pk"),
    space=int,
)  # fmt: skip


@facets.of_house
def of_questions(context: Context) -> Iterable[Facet]:
    """A facet for each of them."""
    return [Facet(f"{PREFIX}{field.pk}", label_of(field), options(field), narrow(field)) for field in sorting(context.space)]


def options(field: ProfileField) -> facets.Options:
    """The answers that one may choose from."""
    if field.kind == Kind.CHOICE:
        return lambda context: options_of(field)
    return lambda context: sorted(((word, skill_label(word)) for word in field.common), key=lambda one: one[1].casefold())


def narrow(field: ProfileField) -> facets.Narrow:
    """The people who gave an answer that the reader may know."""

    def left(people: MemberQuerySet, value: str, context: Context) -> MemberQuerySet:
        rows = opened(field)
        if connection.vendor == "postgresql":
            rows = rows.filter(Q(value=value) | Q(value__contains=[value]))
        else:
            rows = rows.filter(facets.holds("value", value))
        return people.filter(pk__in=rows.values("member_id"))

    return left


def opened(field: ProfileField) -> QuerySet[ProfileValue]:
    """The answers to a question that every member of the house may read."""
    return visible_values(Member(pk=0, space=field.space)).filter(field=field, member__isnull=False)


def count(space: Space) -> None:
    """Write beside each question that is answered in words which words are the most common. Idempotent."""
    for field in sorting(space):
        if field.kind == Kind.TAGS:
            counted = Counter(word for value in opened(field).values_list("value", flat=True).iterator() for word in value)
            common = [word for word, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:COMMON]]
            if common != field.common:
                field.common = common
                field.save(update_fields=["common"])
