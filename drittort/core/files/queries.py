"""Finding a file that somebody may see, and its addresses."""

from __future__ import annotations

from typing import Any

from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import PURPOSES


def one(member: Any, token: str) -> StoredFile:
    """A file of the member's house that its purpose lets them see. Raises NotFound for everything else."""
    file = StoredFile.objects.filter(space_id=member.space_id, token=token).first()
    purpose = PURPOSES.get(file.purpose) if file is not None else None
    if file is None or purpose is None or not purpose.may_see(member, file):
        raise NotFound
    return file


def address_of(slug: str, file: StoredFile, size: str = "m") -> str:
    """The address of a picture in a size, or of a document."""
    return address("core:file", slug, file.token, f"{size}.webp" if file.is_picture else file.name)
