"""Pieces of work as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from drittort.core.files.queries import address_of
from drittort.members.models import ShowcaseItem
from drittort.members.profiles.rules import Owner


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work."""

    id: int
    title: str
    text: str
    language: str
    link: str
    picture: str
    width: int
    height: int
    seed: str


def works(owner: Owner) -> tuple[Work, ...]:
    """What somebody shows of their work, in their order. One query."""
    slug = owner.space.slug
    return tuple(
        Work(
            item.pk, item.title, item.text, item.language, item.link,
            address_of(slug, item.picture) if item.picture else "",
            item.picture.sizes["m"][0] if item.picture else 0, item.picture.sizes["m"][1] if item.picture else 0,
            f"{item.title} {item.pk}",
        )
        for item in ShowcaseItem.objects.filter(**owner.keys()).select_related("picture")
    )  # fmt: skip
