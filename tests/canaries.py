"""Canaries: texts that nobody of another house may ever see, put into every text field of every table, and the knocking at every address.

Nothing here names a page or a table. Tables come from Django's registry, addresses from the permission matrix, so whatever is new is included by itself.
"""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drittort.inspire.stories.models import Story, StorySide
from drittort.members.models import Member
from tests.architecture.test_permissions import MATRIX, METHODS, OPEN, parts_of_addresses
from tests.cast import Cast

MARK = "qzk7"
"""Every canary begins so; no word of ours does."""
OWN = "qzm7"
"""Canaries inside one's own house that only one person may read."""
FAR = "203.0.113.9"
NOT_TEXT = frozenset(
    [
        "slug",
        "code",
        "token",
        "key",
        "kind",
        "category",
        "language",
        "timezone",
        "portrait",
        "purpose",
        "mimetype",
        "session_key",
        "message_id",
        "engine",
        "model",
        "audience",
        "thread",
        "template",
        "path",
        "channel",
        "password",
        "secret",
        "digest",
        "credential_id",
        "handle",
        "pair",
        "about",
        "visibility",
        "side",
        "industry",
        "name_of",
        "origin",
        "role",
        "preset",
        "phase",
        "sort",
        "system",
        "browser",
    ]
)
"""Columns that hold words of the code (kinds, keys, codes) and no text of a person or a house."""
SHORTEST = 14


def ours() -> list[type[models.Model]]:
    """All tables of the product."""
    return [model for config in apps.get_app_configs() if config.name.startswith("drittort.") for model in config.get_models()]


def text_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of a table that hold texts."""
    return [
        f
        for f in model._meta.concrete_fields
        if isinstance(f, models.CharField | models.TextField)
        and not f.choices
        and not f.primary_key
        and f.name not in NOT_TEXT
        and (f.max_length is None or f.max_length >= SHORTEST)
    ]


@dataclass
class Planted:
    """What was planted: how many texts, in which columns, and the tables for which no row could be made."""

    texts: int = 0
    columns: set[str] = field(default_factory=set)
    empty: list[str] = field(default_factory=list)
    door: set[str] = field(default_factory=set)
    """What a house itself shows to anybody on its public page."""


DOOR = {"Space", "Location", "ApplicationQuestion", "Welcome"}


TELLS_OF = {"story": "story", "storyside": "pk", "member": "member", "company": "member__employments__company"}
"""How a side of a story names the rows of a table of which it tells."""


def open_rows(model: type[models.Model]) -> set[Any]:
    """The rows of a table of which a public story tells: both sides agreed to that for everybody."""
    name = TELLS_OF.get(model.__name__.lower())
    return set(StorySide.objects.filter(story__in=Story.objects.public().values("pk")).values_list(name, flat=True)) if name else set()


def is_open(row: models.Model, name: str, told: set[Any]) -> bool:
    """Whether a house lets anybody read a column of a row: articles that are open, what an event says where people from outside may come, but its link, and
    public stories (the `told` rows) with who tells them."""
    if getattr(getattr(row, "article", None), "public_at", None) is not None:
        return True
    kind = row._meta.model_name
    if kind == "event":
        return row.is_public and name != "link"
    return row.pk in told and (kind not in ("member", "company") or name == "name")


def plant() -> Planted:
    """Put a canary into every text of every row there is, and make a row where a table has none."""
    done = Planted()
    numbers = itertools.count(1)
    for model in ours():
        fields = text_fields(model)
        if not fields:
            continue
        rows = list(model._base_manager.all()) or [row for row in [invent(model)] if row is not None]
        if not rows:
            done.empty.append(model.__name__)
        told = open_rows(model)
        for row in rows:
            values = {}
            for one in fields:
                word = f"{MARK}{next(numbers):08d}"
                values[one.name] = f"{word}@{word}.example" if isinstance(one, models.EmailField) else word
                done.columns.add(f"{model.__name__}.{one.name}")
                if model.__name__ in DOOR or is_open(row, one.name, told):
                    done.door.add(word)
            for one in model._meta.concrete_fields:
                if isinstance(one, models.JSONField):
                    held = getattr(row, one.name)
                    if isinstance(held, str) or (isinstance(held, dict) and one.name == "attributes"):
                        word = f"{MARK}{next(numbers):08d}"
                        values[one.name] = word if isinstance(held, str) else {**held, "canary": word}
            done.texts += write(model, row.pk, values)
    return done


def write(model: type[models.Model], pk: Any, values: dict[str, Any]) -> int:
    """Write the texts of one row and say how many stand; one that a constraint wants empty beside another is left out."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=pk).update(**values)
        return len(values)
    except DatabaseError:
        pass
    stand = 0
    for name, value in values.items():
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=pk).update(**{name: value})
            stand += 1
        except DatabaseError:
            continue
    return stand


def invent(model: type[models.Model], depth: int = 0) -> models.Model | None:
    """A row of a table that has none, from the kinds of its columns; None where its constraints want more than that."""
    values: dict[str, Any] = {}
    people = iter(Member._base_manager.order_by("pk"))
    for one in model._meta.concrete_fields:
        if one.primary_key and not isinstance(one, models.CharField | models.ForeignKey):
            continue
        if isinstance(one, models.ForeignKey):
            target: Any = one.related_model
            found = next(people, None) if target is Member else target._base_manager.order_by("pk").first()
            if found is None and depth < 3 and not one.null:
                found = invent(target, depth + 1)
            values[one.name] = found
        elif one.choices:
            values[one.name] = next(value for value, _label in one.flatchoices if value)
        elif isinstance(one, models.EmailField):
            values[one.name] = "x@example.org"
        elif isinstance(one, models.CharField | models.TextField):
            values[one.name] = f"x{model.__name__.lower()}"[: one.max_length]
        elif isinstance(one, models.DateTimeField):
            values[one.name] = None if one.null else timezone.now()
        elif isinstance(one, models.DateField):
            values[one.name] = None if one.null else timezone.now().date() + timedelta(days=1)
        elif isinstance(one, models.TimeField):
            values[one.name] = None if one.null else timezone.now().time()
        elif isinstance(one, models.BinaryField):
            values[one.name] = b"x"
        elif isinstance(one, models.JSONField):
            values[one.name] = one.get_default() if one.has_default() else "x"
        elif not one.null and not one.has_default():
            values[one.name] = 1
    values = {name: value for name, value in values.items() if value is not None}
    # Where a constraint says "one of two", the row stands without one of them.
    spare = [f.name for f in model._meta.concrete_fields if f.null and f.name in values]
    for left_out in (None, *spare):
        try:
            with transaction.atomic():
                row: models.Model = model._base_manager.create(**{k: v for k, v in values.items() if k != left_out})
                return row
        except DatabaseError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class Knock:
    """One request: who, how, where, and in which shape the answer is wanted."""

    who: str
    method: str
    name: str
    whose: str
    address: str
    shape: str

    def __str__(self) -> str:
        return f"{self.who} {self.method} {self.address} ({self.name}, things of {self.whose}, {self.shape})"


SHAPES: dict[str, dict[str, str]] = {"page": {}, "part": {"HX-Request": "true"}, "json": {"Accept": "application/json"}}


def knocks(people: list[str], own: Cast, theirs_by_name: dict[str, dict[str, Any]]) -> Iterator[Knock]:
    """Every address x method x person x shape: with things of one's own house, of the other one, and of the other one under the own house's name.

    A link with a secret in it, to which whoever holds it is meant to have access, is not turned against its own house.
    """
    ours_by_name = parts_of_addresses(own)
    for name, rule in sorted(MATRIX.items()):
        ours, theirs = ours_by_name[name], theirs_by_name[name]
        kinds = {"own": ours, "other": theirs}
        if "space" in theirs and len(theirs) > 1:
            kinds["other, under the own name"] = {**theirs, "space": own.house.slug}
        if rule.who == OPEN and "token" in theirs:
            del kinds["other"]
        for whose, kwargs in kinds.items():
            address = reverse(name, kwargs=kwargs)
            for who in people:
                for method in METHODS:
                    shapes = SHAPES if method == "GET" else ("page", "part") if method == "POST" else ("page",)
                    for shape in shapes:
                        yield Knock(who, method, name, whose, address, shape)


def said(response: HttpResponseBase) -> str:
    """Everything that comes back: body and headers, in small letters."""
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return (body.decode("utf-8", "replace") + json.dumps(dict(response.items()))).lower()


class Knocker:
    """Asks one thing after the other; what a request changed is undone, so that each finds the house as it was."""

    def __init__(self, browsers: dict[str, Client]) -> None:
        self.browsers = browsers
        self.cookies = {who: browser.cookies.copy() for who, browser in browsers.items()}
        self.statuses: dict[int, int] = {}
        logging.getLogger("django.request").setLevel(logging.CRITICAL)  # most of what is asked here is meant to be refused
        self.count = 0
        self.door: set[str] = set()

    def ask(self, knock: Knock) -> str:
        """What comes back. Raises AssertionError for an answer that says the server fell over."""
        browser = self.browsers[knock.who]
        with transaction.atomic():
            response = browser.generic(knock.method, knock.address, headers=SHAPES[knock.shape], REMOTE_ADDR=FAR)
            text = said(response)
            transaction.set_rollback(True)
        browser.cookies = self.cookies[knock.who].copy()
        assert response.status_code < 500, (str(knock), response.status_code)
        self.statuses[response.status_code] = self.statuses.get(response.status_code, 0) + 1
        self.count += 1
        if MATRIX[knock.name].who == OPEN:
            # The name of a house and what it asks at its door is for everybody.
            for word in self.door:
                text = text.replace(word, "")
        return text
