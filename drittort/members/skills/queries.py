"""Proposals for a word: concepts, and what people here wrote, by how many of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.db.models.functions import Length

from drittort.members.models import Member, StandingLine
from drittort.members.people.rules import visible_to
from drittort.members.profiles.models import Kind
from drittort.members.profiles.rules import visible_values
from drittort.members.skills.vocabulary import folded, label, propose


@dataclass(frozen=True, slots=True)
class Proposal:
    """One word to take, and how many here have it."""

    label: str
    people: int


def example(reader: Member, query: str, side: str) -> tuple[str, str, str] | None:
    """How somebody here wrote of it, as (text, language, name): the shortest line with the word, or with the concept's word in either language."""
    asked = query.strip()
    if len(folded(asked)) < 3 or side not in StandingLine.Side.values:
        return None
    known = propose(asked, 1)
    words = {asked, *(word for one in known for word in (one.de, one.en))}
    named = reduce(or_, (Q(text__icontains=word) for word in words))
    return (
        StandingLine.objects.filter(named, member__in=visible_to(reader), side=side)
        .exclude(member_id=reader.pk)
        .order_by(Length("text"), "pk")
        .values_list("text", "language", "member__name")
        .first()
    )


def proposals(reader: Member, query: str, most: int = 8) -> list[Proposal]:
    """Concepts for the beginning of a word, then free words of people here that begin so. Counts are of what the reader may read anyway."""
    here: Counter[str] = Counter()
    for tags in visible_values(reader).filter(field__kind=Kind.TAGS, member__isnull=False).values_list("value", flat=True):
        here.update(set(tags))
    found = [Proposal(one.label, here[f"skill:{one.key}"]) for one in propose(query, most)]
    asked = folded(query)
    if not asked:
        return [Proposal(label(tag), count) for tag, count in here.most_common(most)]
    words = {label(tag): count for tag, count in here.items() if folded(label(tag)).startswith(asked)}
    known = {one.label for one in found}
    return (found + [Proposal(word, count) for word, count in sorted(words.items(), key=lambda w: -w[1]) if word not in known])[:most]
