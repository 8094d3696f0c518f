"""Writing a house whole: a table a file, a row a line, in an order that never changes; bytes as they lie; a manifest with the sum of each."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from drittort import __version__
from drittort.core.database import one_look
from drittort.core.files import storage
from drittort.core.files.models import StoredFile
from drittort.core.moving import registry

MANIFEST, KIND = "house.json", "drittort house"
STILL = (1980, 1, 1, 0, 0, 0)


def columns(model: type[models.Model]) -> list[Any]:
    """The fields of a table that are kept; what the database computes itself is not."""
    wanted = registry.SHARED.get(model._meta.label, ("", ()))[1]
    return [
        f for f in model._meta.concrete_fields if not getattr(f, "generated", False) and (not wanted or f.primary_key or f.name in wanted)
    ]


def rows(label: str, space_id: int) -> models.QuerySet[Any]:
    """The rows of a table that belong to a house, in order."""
    model = apps.get_model(label)
    found = model._base_manager.filter(**{registry.paths()[label]: space_id}).order_by("pk").distinct()
    return registry.ONLY[label](found) if label in registry.ONLY else found


def shared_rows(label: str, space_id: int) -> models.QuerySet[Any]:
    """The rows of a common table that some row of the house names."""
    model: type[models.Model] = apps.get_model(label)
    wanted = models.Q(pk__in=[])
    for other in registry.paths():
        for f in apps.get_model(other)._meta.concrete_fields:
            if f.is_relation and f.related_model is model:
                wanted |= models.Q(pk__in=rows(other, space_id).order_by().values(f.attname))
    return model._base_manager.filter(wanted).order_by("pk")


def written(value: Any) -> Any:
    """A value as JSON has it, and nothing of it lost."""
    if isinstance(value, (datetime, date, time)):
        return (value.astimezone(UTC) if isinstance(value, datetime) else value).isoformat()
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    return str(value) if isinstance(value, Decimal) else value


def lines(found: models.QuerySet[Any], fields: list[Any]) -> Iterator[bytes]:
    """Rows as lines."""
    names = [f.attname for f in fields]
    for row in found.values_list(*names).iterator(chunk_size=1000):
        told = {name: written(value) for name, value in zip(names, row, strict=True)}
        yield json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def schema() -> str:
    """What the tables of a house look like, as one word: only the same can be brought in."""
    told = {label: [f.attname for f in columns(apps.get_model(label))] for label in sorted({*registry.paths(), *registry.SHARED})}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def export_house(
    space_id: int, target: Path, *, at: datetime, tell: Callable[[int, int], None] = lambda done, rows: None
) -> dict[str, Any]:
    """Write a house into a zip, beside the target first: it is whole or not there. `tell` hears of parts and rows that are done. Returns the manifest."""
    draft = target.with_name(target.name + ".part")
    sums: dict[str, dict[str, Any]] = {}
    with (
        one_look(),
        open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw,
        zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for label in sorted(registry.SHARED):
            put(archive, f"tables/{label}.jsonl", lines(shared_rows(label, space_id), columns(apps.get_model(label))), sums)
        for label in sorted(registry.paths()):
            put(archive, f"tables/{label}.jsonl", lines(rows(label, space_id), columns(apps.get_model(label))), sums)
            tell(len(sums), written_rows(sums))
        for file in rows(StoredFile._meta.label, space_id).iterator(chunk_size=200):
            for part in storage.parts_of(file):
                path = storage.path_of(file, part)
                if path.exists():
                    put(archive, f"files/{file.token}/{part}", chunks(path), sums)
        manifest = {
            "kind": KIND, "drittort": __version__, "schema": schema(), "made_at": at.isoformat(), "parts": sums, "left_out": registry.LEFT_OUT
        }  # fmt: skip
        archive.writestr(zipfile.ZipInfo(MANIFEST, STILL), json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False))
    draft.replace(target)
    return manifest


def parts() -> int:
    """How many tables the file of a house has."""
    return len(registry.SHARED) + len(registry.paths())


def written_rows(sums: dict[str, dict[str, Any]]) -> int:
    """How many rows were written so far."""
    return sum(part.get("rows", 0) for part in sums.values())


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time."""
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece


def put(archive: zipfile.ZipFile, name: str, pieces: Iterator[bytes], sums: dict[str, dict[str, Any]]) -> None:
    """Write one part and note its sum and number of pieces."""
    digest, count = hashlib.sha256(), 0
    info = zipfile.ZipInfo(name, STILL)
    info.compress_type = zipfile.ZIP_STORED if name.startswith("files/") else zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as out:
        for piece in pieces:
            out.write(piece)
            digest.update(piece)
            count += 1
    sums[name] = {"sha256": digest.hexdigest(), **({"rows": count} if name.startswith("tables/") else {})}
