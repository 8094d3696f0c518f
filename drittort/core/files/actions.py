"""Keeping and dropping files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.db import transaction
from django.db.models import Count, Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from drittort.core import scope
from drittort.core.errors import Invalid, OutOfDate
from drittort.core.files import documents, pictures, storage
from drittort.core.files.models import StoredFile, new_token
from drittort.core.files.pictures import Crop, Written
from drittort.core.files.purposes import MEGABYTE, PURPOSES, made

QUOTA_BYTES, QUOTA_FILES = 64 * MEGABYTE, 200
UNUSED = timedelta(hours=24)
CHUNK = 500


class Upload(Protocol):
    """What a form gives: a name, a size, and bytes to be read."""

    name: str | None
    size: int | None

    def read(self, size: int = -1, /) -> bytes:
        """Bytes from here on."""
        ...


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture in the sizes of its purpose, or why it is none: decoded before a transaction begins, to be kept inside it."""

    name: str | None
    sizes: Mapping[str, Written]
    refused: Invalid | None = None


def decode(upload: Upload, purpose: str, crop: Crop | None = None) -> Decoded:
    """Read and decode a picture; takes up to a second, and no database."""
    try:
        content = read(upload, PURPOSES[purpose].most_bytes)
        return Decoded(upload.name, pictures.rewritten(content, PURPOSES[purpose].shape, crop))
    except Invalid as error:
        return Decoded(upload.name, {}, error)


def keep_picture(
    *, space_id: int, owner_id: int | None, upload: Upload | Decoded, purpose: str, at: datetime, crop: Crop | None = None
) -> StoredFile:
    """Decode a picture, unless it is already, and keep it anew in the sizes of its purpose. Raises Invalid with a sentence; then nothing is kept."""
    found = upload if isinstance(upload, Decoded) else decode(upload, purpose, crop)
    if found.refused is not None:
        raise found.refused
    sizes = found.sizes
    largest = max((each for name, each in sizes.items() if name != "whole"), key=lambda each: each.width)
    return keep(
        StoredFile(
            space_id=space_id,
            owner_id=owner_id,
            purpose=purpose,
            token=new_token(),
            name=f"{purpose.rpartition('.')[2]}.webp",
            mimetype="image/webp",
            size=sum(len(each.content) for each in sizes.values()),
            width=largest.width,
            height=largest.height,
            sizes={name: [each.width, each.height] for name, each in sizes.items()},
            created_at=at,
        ),
        {name: each.content for name, each in sizes.items()},
    )


def keep_file(*, space_id: int, owner_id: int | None, upload: Upload, purpose: str, at: datetime) -> StoredFile:
    """Keep a document of the short list as it is. Raises Invalid with a sentence; then nothing is kept."""
    name = documents.clean_name(upload.name or "")
    content = read(upload, PURPOSES[purpose].most_bytes)
    return keep(
        StoredFile(
            space_id=space_id,
            owner_id=owner_id,
            purpose=purpose,
            token=new_token(),
            name=name,
            mimetype=documents.mimetype_of(name, content),
            size=len(content),
            created_at=at,
        ),
        {"file": content},
    )


def crop_again(*, file: StoredFile, crop: Crop, at: datetime) -> StoredFile:
    """Cut another part out of a picture that was kept whole: a new file with a new name; the old one stays until it is dropped.

    Raises OutOfDate where its bytes are gone: dropped by somebody a moment ago, or not restored with the database.
    """
    try:
        content = storage.path_of(file, "whole").read_bytes()
    except FileNotFoundError as error:
        raise OutOfDate(_("This picture is not here any more. Upload it once more, please.")) from error
    return keep_picture(
        space_id=file.space_id, owner_id=file.owner_id, upload=Bytes(file.name, content), purpose=file.purpose, at=at, crop=crop
    )


class Bytes:
    """Bytes in the shape of an upload."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name: str | None = name
        self.size: int | None = len(content)
        self.content = content

    def read(self, size: int = -1, /) -> bytes:
        """All, or the first bytes."""
        return self.content if size < 0 else self.content[:size]


def read(upload: Upload, most: int) -> bytes:
    """The bytes of an upload; what is too large is refused before it is read."""
    told = upload.size or 0
    if told > most:
        raise Invalid(_("This file has %(size)s; at most %(most)s, please.") % {"size": filesizeformat(told), "most": filesizeformat(most)})
    content = upload.read(most + 1)
    if len(content) > most:
        raise Invalid(_("This file is too large; at most %(most)s, please.") % {"most": filesizeformat(most)})
    if not content:
        raise Invalid(_("This file is empty."))
    return content


def keep(row: StoredFile, parts: dict[str, bytes]) -> StoredFile:
    """Bytes first, then the row: whoever is stopped in between leaves bytes without a row, which the sweep removes."""
    if row.owner_id is not None:
        held = (
            StoredFile.objects.filter(space_id=row.space_id, owner_id=row.owner_id)
            .exclude(purpose__in=made())
            .aggregate(size=Sum("size"), files=Count("pk"))
        )
        if (held["size"] or 0) + row.size > QUOTA_BYTES or held["files"] >= QUOTA_FILES:
            raise Invalid(
                _("Your files fill the %(most)s that everybody has here. Remove some first.") % {"most": filesizeformat(QUOTA_BYTES)}
            )
    storage.write(row.space_id, row.token, parts)
    row.save(force_insert=True)
    return row


def keep_made(*, space_id: int, owner_id: int | None, file: Path, name: str, mimetype: str, purpose: str, at: datetime) -> StoredFile:
    """Keep a file that the house made itself, whatever its size: moved into place, and no part of anybody's share."""
    row = StoredFile(
        space_id=space_id,
        owner_id=owner_id,
        purpose=purpose,
        token=new_token(),
        name=documents.clean_name(name),
        mimetype=mimetype,
        size=file.stat().st_size,
        created_at=at,
    )
    storage.take(space_id, row.token, file)
    row.save(force_insert=True)
    return row


def drop_files(*, ids: Collection[int]) -> int:
    """Remove files: the rows now, the bytes when the transaction is through. Returns how many."""
    with transaction.atomic():
        gone = list(StoredFile.objects.filter(pk__in=ids))
        StoredFile.objects.filter(pk__in=[file.pk for file in gone]).delete()
        transaction.on_commit(lambda: storage.remove(gone))
    return len(gone)


def forget_owners(ids: Collection[int]) -> int:
    """Remove everything that some people uploaded."""
    return drop_files(ids=list(StoredFile.objects.filter(owner_id__in=ids).values_list("pk", flat=True)))


def sweep(*, at: datetime) -> int:
    """Remove what nobody needs: files that their purpose no longer uses, and bytes without a row. Younger than a day stays. Returns how many files went from the disk."""
    for purpose in PURPOSES.values():
        if purpose.used is not None:
            old = list(StoredFile.objects.filter(purpose=purpose.name, created_at__lt=at - UNUSED).values_list("pk", flat=True))
            for start in range(0, len(old), CHUNK):
                part = old[start : start + CHUNK]
                drop_files(ids=set(part) - purpose.used(part))
    went = 0
    batch: dict[str, list[Path]] = {}
    for token, path in storage.lying():
        if path.stat().st_mtime < (at - UNUSED).timestamp():
            batch.setdefault(token, []).append(path)
        if len(batch) >= CHUNK:
            went += sweep_batch(batch)
            batch = {}
    return went + sweep_batch(batch)


def sweep_batch(batch: dict[str, list[Path]]) -> int:
    """Remove the files of a batch whose tokens have no row."""
    known = set(StoredFile.objects.filter(token__in=batch).values_list("token", flat=True))
    gone = [path for token, paths in batch.items() if token not in known for path in paths]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


@scope.on_space_deleted
def forget_space_files(space_id: int) -> None:
    """The files of a house go with it."""
    drop_files(ids=list(StoredFile.objects.filter(space_id=space_id).values_list("pk", flat=True)))
