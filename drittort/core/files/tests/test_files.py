"""What comes in, what is kept, who gets it, and that nothing hostile is ever shown."""

from __future__ import annotations

import io
import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from drittort.core.errors import Invalid, NotFound
from drittort.core.files import actions, queries, storage
from drittort.core.files.actions import Bytes, crop_again, drop_files, forget_owners, keep_file, keep_picture, sweep
from drittort.core.files.documents import clean_name
from drittort.core.files.models import StoredFile
from drittort.core.files.pictures import Crop
from drittort.core.files.purposes import FACE, PURPOSES, purpose
from drittort.core.files.tests import hostile
from drittort.core.files.uploads import MOST, BoundedUpload
from tests.cast import Cast

PURPOSE = "tests.picture"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    """A folder of its own, and a purpose that lets the owner alone see."""
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}}
    purpose(PURPOSE, may_see=lambda member, file: member.pk == file.owner_id, shape=FACE)
    yield
    PURPOSES.pop(PURPOSE)


def keep(cast: Cast, content: bytes, **how):
    return keep_picture(space_id=cast.house.pk, owner_id=cast.mara.pk, upload=Bytes("me.png", content), purpose=PURPOSE, at=cast.now, **how)


def shown(cast: Cast, file: StoredFile, size: str = "l"):
    return cast.client(cast.mara).get(queries.address_of(cast.house.slug, file, size))


def test_a_picture_is_written_anew_in_its_sizes_without_what_it_knew(cast: Cast):
    file = keep(cast, hostile.with_exif())
    assert file.sizes["s"] == [54, 64]
    assert set(file.sizes) == {"s", "m", "l", "whole"}
    for part in file.sizes:
        content = storage.path_of(file, part).read_bytes()
        assert hostile.SECRET not in content
        picture = Image.open(io.BytesIO(content))
        assert picture.format == "WEBP"
        assert not picture.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(picture.info)


def test_orientation_is_applied(cast: Cast):
    exif = Image.Exif()
    exif[0x0112] = 6
    file = keep(cast, hostile.picture("JPEG", (200, 100), exif=exif))
    assert file.sizes["whole"] == [100, 200]


def test_crop_shows_the_wished_part(cast: Cast):
    left_dark = Image.new("RGB", (400, 200), "white")
    left_dark.paste("black", (0, 0, 200, 200))
    out = io.BytesIO()
    left_dark.save(out, "PNG")
    colours = []
    for x in (0.0, 1.0):
        file = keep(cast, out.getvalue(), crop=Crop(x=x, y=0.5, zoom=2.0))
        colours.append(Image.open(storage.path_of(file, "l")).convert("L").getpixel((10, 10)))
    assert colours[0] < 20
    assert colours[1] > 235
    again = crop_again(file=file, crop=Crop(x=0.0, zoom=99.0), at=cast.now)
    assert again.token != file.token
    assert Image.open(storage.path_of(again, "l")).convert("L").getpixel((10, 10)) < 20


def test_only_who_may_see_gets_it(cast: Cast):
    file = keep(cast, hostile.picture())
    answer = shown(cast, file)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    for size in ("l", "whole"):
        for person, status in ((cast.jonas, 404), (cast.sten, 404), (cast.hanna, 404), (None, 302)):
            assert cast.client(person).get(queries.address_of(cast.house.slug, file, size)).status_code == status
            assert cast.client(person).get(f"/-/face/{file.token}/{size}.webp").status_code == status
    assert cast.client(cast.sten).get(queries.address_of("anderswo", file, "l")).status_code == 404
    assert cast.client(cast.mara).get(f"/-/face/{file.token}/l.webp").status_code == 200
    for wrong in ("xl", "file", "..", "l.png"):
        assert shown(cast, file, wrong).status_code == 404
    assert cast.client(cast.mara).post(queries.address_of(cast.house.slug, file)).status_code == 405


def test_a_purpose_that_nobody_registered_shows_nothing(cast: Cast):
    file = keep(cast, hostile.picture())
    StoredFile.objects.update(purpose="gone")
    with pytest.raises(NotFound):
        queries.one(cast.mara, file.token)


def test_documents_are_handed_over_never_shown(cast: Cast):
    content = hostile.packed(hostile.LETTER)
    file = keep_file(space_id=cast.house.pk, owner_id=cast.mara.pk, upload=Bytes("Über uns.DOCX", content), purpose=PURPOSE, at=cast.now)
    answer = cast.client(cast.mara).get(queries.address_of(cast.house.slug, file))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    for name, text in (("notes.txt", "Grüße\n".encode()), ("a.csv", b"a,b\n"), ("paper.pdf", b"%PDF-1.7\n1 0 obj\n%%EOF\n")):
        assert keep_file(space_id=cast.house.pk, owner_id=cast.mara.pk, upload=Bytes(name, text), purpose=PURPOSE, at=cast.now).name == name


def test_hostile_files_are_refused_with_a_sentence_or_kept_harmless(cast: Cast):
    kept: list[tuple[str, StoredFile]] = []
    refused: list[tuple[str, str]] = []
    for make, corpus in ((keep_picture, list(hostile.pictures())), (keep_file, list(hostile.documents()))):
        for name, claimed, content in corpus:
            upload = SimpleUploadedFile(name or "x", content, claimed)
            upload.name = upload.name if name else None
            try:
                file = make(space_id=cast.house.pk, owner_id=None, upload=upload, purpose=PURPOSE, at=cast.now)
            except Invalid as error:
                refused.append((name, str(error.reason)))
            else:
                kept.append((name, file))
    assert len(kept) + len(refused) >= 80
    assert len(refused) >= 40
    assert [name for name, reason in refused if len(reason) < 15] == []
    StoredFile.objects.update(owner_id=cast.mara.pk)
    browser = cast.client(cast.mara)
    for name, file in kept:
        file.owner_id = cast.mara.pk
        for part in storage.parts_of(file):
            assert storage.path_of(file, part).resolve().is_relative_to(storage.root().resolve()), name
            answer = browser.get(queries.address_of(cast.house.slug, file, part))
            content = b"".join(answer.streaming_content)
            assert "\n" not in answer["Content-Disposition"]
            assert "\r" not in answer["Content-Disposition"]
            if answer["Content-Disposition"].startswith("inline"):
                assert answer["Content-Type"] == "image/webp", name
                assert not any(sign in content for sign in (b"<script", b"<?php", b"PK\x03\x04", hostile.SECRET)), name
                assert Image.open(io.BytesIO(content)).format == "WEBP"
            else:
                assert answer["Content-Type"].partition(";")[0] not in {"text/html", "image/svg+xml", "application/xhtml+xml"}, name
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in answer["Content-Security-Policy"]
    names = {name for name, _file in kept}
    assert {"gps.jpg", "polyglot-html.png", "frames.gif", "page.pdf"} <= names
    assert not {"script.svg", "page.txt", "bomb.docx", "macro.docx", "flood.webp", "picture-zip.docx"} & names
    assert not any(name.startswith("flood") for name in names)
    on_disk = {path.name for _token, path in storage.lying()}
    assert on_disk == {f"{file.token}-{part}" for _name, file in kept for part in storage.parts_of(file)}


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\con.txt", "_con.txt"),
        ("a\0b\r\nc.pdf", "abc.pdf"),
        ("gnp\u202eexe.pdf", "gnpexe.pdf"),
        ("...", "file"),
        (".htaccess", "htaccess"),
        ("x" * 500 + ".PDF", "x" * 100 + ".pdf"),
        ("U\u0308ber uns.pdf", "Über uns.pdf"),
    ],
)
def test_names_are_cleaned(given: str, clean: str):
    assert clean_name(given) == clean


def test_too_large_is_refused_before_it_is_read(cast: Cast):
    class Endless:
        name, size = "a.png", 10**12

        def read(self, size: int = -1, /) -> bytes:
            raise AssertionError("read")

    with pytest.raises(Invalid, match=r"at most|höchstens"):
        keep_picture(space_id=cast.house.pk, owner_id=1, upload=Endless(), purpose=PURPOSE, at=cast.now)


def test_an_upload_without_end_does_not_fill_the_disk(rf):
    handler = BoundedUpload(rf.post("/"))
    handler.new_file("file", "a.png", "image/png", None)
    block = b"x" * (1024 * 1024)
    for k in range(MOST // len(block) + 20):
        handler.receive_data_chunk(block, k * len(block))
    file = handler.file_complete(MOST + 20 * len(block))
    assert file.size == MOST + 20 * len(block)
    assert os.path.getsize(file.temporary_file_path()) == MOST


def test_a_person_has_so_much_room_and_no_more(cast: Cast, monkeypatch):
    monkeypatch.setattr(actions, "QUOTA_FILES", 2)
    keep(cast, hostile.picture())
    keep(cast, hostile.picture())
    with pytest.raises(Invalid):
        keep(cast, hostile.picture())
    monkeypatch.setattr(actions, "QUOTA_FILES", 200)
    monkeypatch.setattr(actions, "QUOTA_BYTES", 100)
    with pytest.raises(Invalid):
        keep(cast, hostile.picture())
    assert StoredFile.objects.count() == 2


def test_dropped_files_leave_the_disk(cast: Cast, django_capture_on_commit_callbacks):
    file, other = keep(cast, hostile.picture()), keep(cast, hostile.picture())
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_files(ids=[file.pk]) == 1
    assert {token for token, _path in storage.lying()} == {other.token}
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_owners([cast.mara.pk]) == 1
    assert not list(storage.lying())


def test_the_sweep_takes_what_no_row_names_and_what_nobody_uses(cast: Cast, django_capture_on_commit_callbacks):
    file = keep(cast, hostile.picture())
    storage.write(cast.house.pk, "ab" * 16, {"file": b"left behind"})
    real = storage.place(cast.house.pk, "ab" * 16, "file").stat().st_mtime
    young = cast.now.fromtimestamp(real, cast.now.tzinfo) + timedelta(hours=1)
    assert sweep(at=young) == 0
    assert sweep(at=young + timedelta(days=2)) == 1
    assert {token for token, _path in storage.lying()} == {file.token}
    purpose(PURPOSE, may_see=lambda member, file: True, used=lambda ids: set())
    with django_capture_on_commit_callbacks(execute=True):
        sweep(at=cast.now + timedelta(days=2))
    assert not StoredFile.objects.exists()
    assert not list(storage.lying())
