"""Making a copy of everything that is held on somebody: one zip with data.json, data.html and the files. Rows are streamed, nothing is gathered."""

from __future__ import annotations

import base64
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from drittort.core import privacy
from drittort.core.addresses import address
from drittort.core.database import locked
from drittort.core.files import storage
from drittort.core.files.actions import drop_files, keep_made
from drittort.core.files.models import StoredFile
from drittort.core.privacy import Registered
from drittort.members.models import Member
from drittort.members.my_data import actions, queries, rules, words
from drittort.members.my_data.models import DataExport
from drittort.members.notices.actions import tell

OPEN_UP_TO = 20
STYLE = """
:root{color-scheme:light dark;--paper:#fbf9f4;--ink:#22281f;--soft:#5b6257;--line:#d9d5c8;--door:#1f4d3d}
@media(prefers-color-scheme:dark){:root{--paper:#1a1d19;--ink:#eceae2;--soft:#a9b0a3;--line:#3a3f38;--door:#8fc9ae}}
*{box-sizing:border-box}body{margin:0 auto;max-width:60rem;padding:2rem 1rem 6rem;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
h1{font-size:1.9rem;margin:0 0 .5rem}h2{margin:3rem 0 .5rem;font-size:1.35rem;border-top:1px solid var(--line);padding-top:1.25rem}
p{max-width:42rem}.soft{color:var(--soft)}details{border-bottom:1px solid var(--line);padding:.5rem 0}summary{cursor:pointer;font-weight:600}
summary span{font-weight:400;color:var(--soft)}ol{margin:.5rem 0 1rem;padding:0;list-style:none}li{padding:.6rem 0;border-top:1px solid var(--line);content-visibility:auto}
dl{margin:0;display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.1rem 1rem}dt{color:var(--soft)}dd{margin:0;white-space:pre-line;overflow-wrap:anywhere}
@media(max-width:34rem){dl{grid-template-columns:1fr}dd{margin-bottom:.3rem}}img{max-width:12rem;border-radius:.4rem;display:block;margin:.3rem 0}a{color:var(--door)}
"""


@dataclass
class Progress:
    """How far a copy is; told after every table."""

    tell: Callable[[int, int], None]
    tables: int = 0
    rows: int = 0
    files: list[tuple[str, Path]] = field(default_factory=list)


def finish_copy(*, copy_id: int, at: datetime) -> DataExport | None:
    """Make a copy that was asked for, keep it for its person, and tell them. Once; None when it is done or nobody wants it any more."""
    row = DataExport.objects.select_related("member__space").filter(pk=copy_id, done_at=None).first()
    if row is None or rules.is_going(row.member, at):
        return None
    mine = DataExport.objects.filter(pk=row.pk, done_at=None)
    mine.update(tables=len(privacy.of_people()), tables_done=0, rows=0)
    folder = actions.making() / str(row.pk)
    try:
        path = make_copy(row.member, folder, at=at, tell=lambda tables, rows: note(row.pk, tables, rows))
        with transaction.atomic():
            member = locked(Member.objects.select_related("space").filter(pk=row.member_id)).first()
            if member is None or rules.is_going(member, at) or not mine.exists():
                return None
            space = member.space
            row.file = keep_made(
                space_id=space.pk, owner_id=member.pk, file=path, name=f"{space.slug}-{space.day(at)}.zip", mimetype="application/zip",
                purpose=rules.COPY, at=at,
            )  # fmt: skip
            row.done_at = at
            row.save(update_fields=["file", "done_at"])
            old = DataExport.objects.filter(member=member).exclude(pk=row.pk).exclude(file=None)
            drop_files(ids=list(old.values_list("file_id", flat=True)))
            tell(
                member=member, category=rules.CATEGORY, thread="my_data", key=f"copy:{row.pk}", at=at, text="my_data.ready",
                path=address("members:my_data", space.slug),
            )  # fmt: skip
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return row


def note(pk: int, tables: int, rows: int) -> None:
    """Tell the page how far it is."""
    DataExport.objects.filter(pk=pk).update(tables_done=tables, rows=rows)


def make_copy(member: Member, folder: Path, *, at: datetime, tell: Callable[[int, int], None] = lambda tables, rows: None) -> Path:
    """Write the zip of a member into `folder` in the active language; returns its path. `tell` hears of tables and rows that are done."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    progress = Progress(tell)
    as_json, as_page, whole = folder / "data.json", folder / "data.html", folder / "copy.zip"
    with as_json.open("w", encoding="utf-8") as data, as_page.open("w", encoding="utf-8") as page:
        write(member, data, page, progress, at)
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for part in (as_page, as_json):
            archive.write(part, part.name)
            part.unlink()
        for name, path in progress.files:
            # Pictures and office files are packed already.
            archive.write(path, f"files/{name}", compress_type=zipfile.ZIP_STORED)
    return whole


def write(member: Member, data: IO[str], page: IO[str], progress: Progress, at: datetime) -> None:
    """Both readings at once: for machines and for people."""
    zone = member.space.zone
    head = {
        "house": {"name": member.space.name, "address": member.space.slug},
        "person": {"number": member.pk, "name": member.name},
        "made_at": at,
        "language": get_language(),
    }
    data.write(dumped(head)[:-1] + ', "tables": {')
    title = _("What %(house)s holds on %(name)s") % {"house": member.space.name, "name": member.name}
    lead = _(
        "Everything as it was on %(day)s, part by part: what for, on what basis, and for how long. The same for machines is in data.json, your pictures and documents are in the folder files."
    ) % {"day": words.moment(at, zone)}
    page.write(
        f'<!doctype html><html lang="{get_language()}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main><h1>{escape(title)}</h1><p>{escape(lead)}</p>"
    )
    module = ""
    first = True
    for entry in privacy.of_people():
        label = entry.model._meta.app_label
        if label != module:
            module = label
            page.write(f"<h2>{escape(str(privacy.CHAPTERS.get(label, label)))}</h2>")
        data.write(("" if first else ",") + f'\n{dumped(entry.model._meta.label)}: {dumped(about(entry))[:-1]}, "rows": [')
        first = False
        table(entry, member, data, page, progress)
        data.write("]}")
        progress.tables += 1
        progress.tell(progress.tables, progress.rows)
    data.write("}}\n")
    page.write("</main></body></html>\n")


def about(entry: Registered) -> dict[str, str]:
    """What a table is for, in words."""
    mark = entry.mark
    return {"title": str(entry.title), "purpose": str(mark.purpose), "basis": str(mark.basis), "kept": str(mark.retention)}


def table(entry: Registered, member: Member, data: IO[str], page: IO[str], progress: Progress) -> None:
    """The rows of one table."""
    count = queries.rows_of(entry, member).order_by().values("pk").distinct().count()
    many = ngettext("%(n)s entry", "%(n)s entries", count) % {"n": count}
    told = about(entry)
    opened = " open" if 0 < count <= OPEN_UP_TO else ""
    page.write(f"<details{opened}><summary>{escape(told['title'])} <span>{escape(many)}</span></summary>")
    meant = _("What for: %(purpose)s. Basis: %(basis)s. Kept: %(kept)s.") % told
    page.write(f'<p class="soft">{escape(meant)}</p><ol>')
    before = ""
    for row in queries.stream(entry, member):
        data.write(before + "\n" + dumped(row.stored))
        before = ","
        page.write("<li><dl>")
        for word, text in row.read:
            page.write(f"<dt>{escape(word)}</dt><dd>{escape(text)}</dd>")
        if entry.model is StoredFile:
            shown_file(row.stored, page, progress)
        page.write("</dl></li>\n")
        progress.rows += 1
        if progress.rows % 5000 == 0:
            progress.tell(progress.tables, progress.rows)
    page.write("</ol></details>")


def shown_file(stored: dict[str, Any], page: IO[str], progress: Progress) -> None:
    """Take the bytes of a file along, and show a small picture of it in the page itself."""
    file = StoredFile(**stored)
    parts = {part: storage.path_of(file, part) for part in storage.parts_of(file)}
    parts = {part: path for part, path in parts.items() if path.exists()}
    if not parts:
        return
    if file.is_picture:
        small = min((part for part in parts if part != "whole"), key=lambda part: file.sizes[part][0], default="whole")
        picture = base64.b64encode(parts[small].read_bytes()).decode()
        page.write(f'<dt></dt><dd><img src="data:{file.mimetype};base64,{picture}" alt="{escape(file.name)}" loading="lazy"></dd>')
        kept = {"whole", max((part for part in parts if part != "whole"), key=lambda part: file.sizes[part][0], default="whole")}
        names = [(f"{file.pk}-{part}.webp", parts[part]) for part in sorted(kept) if part in parts]
    else:
        names = [(f"{file.pk}-{file.name}", parts["file"])]
    progress.files += names
    for name, _path in names:
        page.write(f'<dt></dt><dd><a href="files/{escape(name)}">{escape(name)}</a></dd>')


def dumped(value: Any) -> str:
    """JSON in one line; moments as ISO 8601."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
