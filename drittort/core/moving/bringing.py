"""Bringing a house in. Where all its numbers are free it comes back as it was; else each table moves by one distance, and whatever names a row is written anew."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max

from drittort.core import ledger, privacy
from drittort.core.files import storage
from drittort.core.files.models import StoredFile
from drittort.core.models import LedgerRow
from drittort.core.moving import registry
from drittort.core.moving.export import KIND, MANIFEST, columns, schema
from drittort.core.moving.registry import NotMovable, Numbers
from drittort.core.search.index import index_everything

BATCH = 500
SELF = "self:"


def import_house(source: Path, *, at: datetime, slug: str = "") -> int:
    """Bring a house in from a zip, whole or not at all; returns its number. Raises NotMovable with a sentence."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = checked(archive)
            return bring(archive, manifest, slug=slug, at=at)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise NotMovable(f"{source.name} is not the file of a house, or it is damaged: {error}") from error


def checked(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, after every part was found to be as it was written."""
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if manifest.get("kind") != KIND:
        raise NotMovable("This is not the file of a house.")
    if manifest["schema"] != schema():
        raise NotMovable(
            f"This house was written by Drittort {manifest['drittort']}, whose tables differ from those here. Bring both to the same version first."
        )
    if set(archive.namelist()) != {*manifest["parts"], MANIFEST}:
        raise NotMovable("Parts of this house are missing, or there are too many.")
    for name, told in manifest["parts"].items():
        digest = hashlib.sha256()
        with archive.open(name) as part:
            while piece := part.read(1 << 20):
                digest.update(piece)
        if digest.hexdigest() != told["sha256"]:
            raise NotMovable(f"{name} is not what was written: the file is damaged.")
    return manifest


def read(archive: zipfile.ZipFile, label: str) -> Iterator[dict[str, Any]]:
    """The rows of a table."""
    with archive.open(f"tables/{label}.jsonl") as part:
        for line in part:
            yield json.loads(line)


def bring(archive: zipfile.ZipFile, manifest: dict[str, Any], *, slug: str, at: datetime) -> int:
    """Files first, then all rows in one transaction; what was written goes again where that fails."""
    house = next(read(archive, registry.ROOT))
    wanted = slug or house["slug"]
    root: Any = apps.get_model(registry.ROOT)
    if root._base_manager.filter(slug=wanted).exists():
        raise NotMovable(f"There is a house at /{wanted}/ already. Choose another address with --slug.")
    placed: list[Path] = []
    try:
        with transaction.atomic():
            numbers = numbered(archive)
            numbers.slug, numbers.renamed = wanted, wanted != house["slug"]
            space_id = numbers.new(registry.ROOT, house["id"])
            place_files(archive, manifest, numbers, space_id, placed)
            for label in ordered():
                put(archive, label, numbers, wanted, at)
            for label in registry.paths():
                reset(apps.get_model(label))
    except BaseException:
        for path in placed:
            path.unlink(missing_ok=True)
        raise
    index_everything(space_id, at)
    return int(space_id)


def numbered(archive: zipfile.ZipFile) -> Numbers:
    """Where the rows will stand: at their own numbers where those are free, else behind all others of their table."""
    numbers = Numbers()
    for label, (key, _fields) in registry.SHARED.items():
        numbers.known[label] = common(archive, label, key)
    for label in registry.paths():
        model = apps.get_model(label)
        if model._meta.pk.is_relation:
            continue
        ids = [row["id"] for row in read(archive, label)]
        if ids and any(model._base_manager.filter(pk__in=ids[k : k + BATCH]).exists() for k in range(0, len(ids), BATCH)):
            numbers.moved[label] = (model._base_manager.aggregate(top=Max("pk"))["top"] or 0) - ids[0] + 1
        if label in registry.FRESH:
            field, make = registry.FRESH[label]
            names = [row[field] for row in read(archive, label)]
            for k in range(0, len(names), BATCH):
                for taken in model._base_manager.filter(**{f"{field}__in": names[k : k + BATCH]}).values_list(field, flat=True):
                    numbers.names[label, taken] = make()
    return numbers


def common(archive: zipfile.ZipFile, label: str, key: str) -> dict[int, int]:
    """Rows of a common table: those that are here already, by their key whatever its case, and new ones."""
    model: Any = apps.get_model(label)
    found: dict[int, int] = {}
    for row in read(archive, label):
        here = model._base_manager.filter(**{f"{key}__iexact": row[key]}).first()
        if here is None:
            here = model(**{f.attname: loaded(f, row[f.attname]) for f in columns(model)})
            if model._base_manager.filter(pk=row["id"]).exists():
                here.pk = None
            if hasattr(here, "set_unusable_password"):
                here.set_unusable_password()
            here.save(force_insert=True)
        found[row["id"]] = here.pk
    reset(model)
    return found


def place_files(archive: zipfile.ZipFile, manifest: dict[str, Any], numbers: Numbers, space_id: int, placed: list[Path]) -> None:
    """Put the bytes where the rows will look for them."""
    for name in manifest["parts"]:
        if name.startswith("files/"):
            _files, token, part = name.split("/")
            if not token.isalnum() or not part.isalnum():
                raise NotMovable(f"{name} is no name of ours.")
            token = numbers.name(StoredFile._meta.label, token)
            with archive.open(name) as content:
                storage.write(space_id, token, {part: content.read()})
            placed.append(storage.place(space_id, token, part))


def ordered() -> list[str]:
    """The tables of a house, each after those that it names."""
    left, done = sorted(registry.paths()), []
    while left:
        for label in left:
            needs = {f.related_model._meta.label for f in apps.get_model(label)._meta.concrete_fields if f.is_relation and f.related_model}
            if not (needs - {label}) & set(left):
                done.append(label)
                left.remove(label)
                break
        else:
            # A circle: foreign keys are looked at when the transaction ends.
            done.append(left.pop(0))
    return done


def put(archive: zipfile.ZipFile, label: str, numbers: Numbers, slug: str, at: datetime) -> None:
    """Write the rows of one table with their numbers of here."""
    model: Any = apps.get_model(label)
    fields = columns(model)
    batch: list[Any] = []
    for row in read(archive, label):
        if label == registry.ROOT:
            row["slug"] = slug
        batch.append(model(**{f.attname: loaded(f, value) for f, value in zip(fields, moved(model, fields, row, numbers), strict=True)}))
        if len(batch) == BATCH:
            model._base_manager.bulk_create(batch)
            batch = []
    model._base_manager.bulk_create(batch)


def moved(model: type[models.Model], fields: list[Any], row: dict[str, Any], numbers: Numbers) -> list[Any]:
    """The values of a row, with every number of a row in it as it is here."""
    if not numbers.as_before:
        label = model._meta.label
        refers = privacy.REFERS.get(label, {})
        for f in fields:
            if f.is_relation:
                row[f.attname] = numbers.new(f.related_model._meta.label, row[f.attname])
            elif f.primary_key:
                row[f.attname] = numbers.new(label, row[f.attname])
            elif f.name == "space_id":
                row[f.name] = numbers.new(registry.ROOT, row[f.name])
            elif f.name in refers:
                row[f.name] = numbers.new(refers[f.name], row[f.name])
        if model is LedgerRow:
            told_of(row, numbers)
        if label in registry.FRESH:
            name = registry.FRESH[label][0]
            row[name] = numbers.name(label, row[name])
        if label in registry.REWRITES:
            registry.REWRITES[label][1](row, numbers)
    return [row[f.attname] for f in fields]


def told_of(row: dict[str, Any], numbers: Numbers) -> None:
    """Subject, reader and facts of a row of the ledger, as its kind says."""
    kind = ledger.KINDS.get(row["kind"])
    if kind is None or kind.subject is None:
        raise NotMovable(
            f"Nobody knows what the numbers of “{row['kind']}” name, so this house can only stand where all its numbers are free."
        )
    if kind.subject:
        row["subject_id"] = numbers.new(kind.subject, row["subject_id"])
    if row["audience"].startswith(SELF):
        row["audience"] = f"{SELF}{numbers.new(privacy.REFERS[LedgerRow._meta.label]['actor_id'], int(row['audience'].removeprefix(SELF)))}"
    for fact, table in kind.refers.items():
        if fact in row["facts"]:
            row["facts"][fact] = numbers.named(table, row["facts"][fact])


def loaded(field: Any, value: Any) -> Any:
    """A value of the file as the field has it."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return (field.target_field if field.is_relation else field).to_python(value)


def reset(model: type[models.Model]) -> None:
    """Let the next new row come behind those that brought their numbers along."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
