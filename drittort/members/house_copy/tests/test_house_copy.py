"""The whole house in one file: for founders on duty, seen by everybody, and not for long."""

from __future__ import annotations

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from drittort.connect.needs.actions import open_need
from drittort.core.database import one_look
from drittort.core.files import storage
from drittort.core.files.models import StoredFile
from drittort.core.jobs import runner
from drittort.core.models import LedgerRow
from drittort.core.moving import export
from drittort.core.moving.bringing import import_house
from drittort.members.house_copy import actions, rules
from drittort.members.house_copy.models import HouseCopy
from drittort.members.models import Member, Notice
from drittort.members.my_data import erasing
from drittort.spaces.models import Space
from tests.cast import Cast


def page(cast: Cast, name: str = "house_copy", *args: object) -> str:
    return reverse(f"members:{name}", args=[cast.house.slug, *args])


@pytest.fixture
def made(transactional_db, request) -> tuple[Cast, HouseCopy]:
    """Olga asked on the page, and the worker made it."""
    cast: Cast = request.getfixturevalue("cast")
    assert cast.client(cast.olga).post(page(cast, "ask_house_copy")).status_code == 302
    runner.run_due()
    return cast, HouseCopy.objects.select_related("file").get()


def fetched(cast: Cast, row: HouseCopy) -> bytes:
    answer = cast.client(cast.olga).get(page(cast, "fetch_house_copy", row.pk))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return b"".join(answer.streaming_content)


def test_a_founder_asks_and_fetches_a_house_that_stands_elsewhere(made: tuple[Cast, HouseCopy], tmp_path: Path):
    cast, row = made
    assert row.tables_done == row.tables == export.parts()
    assert row.rows > 20
    path = tmp_path / "house.zip"
    path.write_bytes(fetched(cast, row))
    number = import_house(path, at=timezone.now(), slug="zweithaus")
    assert Member.objects.filter(space=number).count() == Member.objects.filter(space=cast.house).count()
    told = Notice.objects.get(member=cast.olga, key=f"house_copy:{row.pk}")
    assert told.code == "house_copy.ready"
    words = cast.client(cast.olga).get(page(cast)).content.decode()
    assert page(cast, "fetch_house_copy", row.pk) in words


def test_everybody_can_read_that_it_was_asked_for(made: tuple[Cast, HouseCopy]):
    cast, row = made
    told = LedgerRow.objects.get(kind=rules.ASKED)
    assert (told.actor_id, told.subject_id, told.audience) == (cast.olga.pk, row.pk, "members")
    words = cast.client(cast.mara).get(page(cast, "my_data")).content.decode()
    assert "Das ganze Haus in einer Datei" in words
    assert f"{cast.olga.name}, am" in words


def test_it_is_for_nobody_else(made: tuple[Cast, HouseCopy]):
    cast, row = made
    assert row.file is not None
    for other in (cast.mara, cast.hanna):
        browser = cast.client(other)
        assert browser.get(page(cast, "fetch_house_copy", row.pk)).status_code == 403
        assert browser.get(page(cast)).status_code == 403
        assert browser.get(reverse("core:file", args=[cast.house.slug, row.file.token, row.file.name])).status_code == 404
    assert cast.client(cast.olga).get(reverse("core:file", args=[cast.house.slug, row.file.token, row.file.name])).status_code == 404
    # Another founder sees who asked, and asks for one of her own.
    Member.objects.filter(pk=cast.ada.pk).update(roles=["founder"])
    cast.ada.refresh_from_db()
    browser = cast.client(cast.ada)
    words = browser.get(page(cast)).content.decode()
    assert cast.olga.name in words
    assert page(cast, "fetch_house_copy", row.pk) not in words
    assert browser.get(page(cast, "fetch_house_copy", row.pk)).status_code == 404
    assert cast.client(cast.olga, duty=False).get(page(cast, "fetch_house_copy", row.pk)).status_code == 403


def test_after_a_day_it_is_gone(made: tuple[Cast, HouseCopy]):
    cast, row = made
    assert row.file is not None
    path = storage.path_of(row.file, "file")
    assert path.exists()
    assert actions.forget_old(at=row.asked_at + rules.KEPT - timedelta(minutes=1)) == 0
    assert actions.forget_old(at=row.asked_at + rules.KEPT) == 1
    assert not path.exists()
    assert not StoredFile.objects.filter(pk=row.file_id).exists()
    assert cast.client(cast.olga).get(page(cast, "fetch_house_copy", row.pk)).status_code == 404


def test_whoever_is_erased_stands_in_no_file_that_lies_here(made: tuple[Cast, HouseCopy]):
    cast, row = made
    assert row.file is not None
    path = storage.path_of(row.file, "file")
    cast.mara.erase_keeps = False
    erasing.erase(cast.mara, at=timezone.now())
    assert not path.exists()
    assert not HouseCopy.objects.exists()


def test_one_at_a_time(cast: Cast):
    browser = cast.client(cast.olga)
    assert browser.post(page(cast, "ask_house_copy")).status_code == 302
    assert browser.post(page(cast, "ask_house_copy")).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseCopy.objects.create(space=cast.house, by=cast.olga, asked_at=cast.now)


def test_whoever_proved_themselves_long_ago_is_asked_first(cast: Cast):
    browser = cast.client(cast.olga)
    session = browser.session
    session["proved"] = (timezone.now() - timedelta(hours=1)).timestamp()
    session.save()
    assert reverse("members:confirm") in browser.post(page(cast, "ask_house_copy"))["Location"]
    assert not HouseCopy.objects.exists()


def test_progress_comes_as_a_part(cast: Cast, django_assert_max_num_queries):
    browser = cast.client(cast.olga)
    browser.post(page(cast, "ask_house_copy"))
    HouseCopy.objects.update(tables=60, tables_done=7, rows=1200)
    with django_assert_max_num_queries(15):
        words = browser.get(page(cast), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in words
    assert "hx-trigger" in words
    assert "7 von 60" in words


def test_a_worker_that_was_stopped_makes_it_anew(transactional_db, request, monkeypatch):
    cast: Cast = request.getfixturevalue("cast")
    row = actions.ask_house_copy(actor=on_duty(cast), at=timezone.now())
    with monkeypatch.context() as patch:
        patch.setattr(actions, "keep_made", lambda **told: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            actions.finish_house_copy(copy_id=row.pk, at=timezone.now())
    assert not actions.folder_of(row.pk).exists()
    assert actions.finish_house_copy(copy_id=row.pk, at=timezone.now()) is not None
    assert actions.finish_house_copy(copy_id=row.pk, at=timezone.now()) is None
    assert StoredFile.objects.filter(purpose=rules.COPY).count() == 1


def on_duty(cast: Cast) -> Member:
    cast.olga.on_duty_until = timezone.now() + timedelta(hours=1)
    return cast.olga


def test_the_file_is_one_look_while_the_house_goes_on(transactional_db, request, tmp_path: Path):
    """What others write while it is made waits for nobody and is not in it."""
    cast: Cast = request.getfixturevalue("cast")
    row = actions.ask_house_copy(actor=on_duty(cast), at=timezone.now())
    seen: list[int] = []

    def tell(done: int, rows: int) -> None:
        if not seen:
            with ThreadPoolExecutor(1) as other:
                other.submit(write).result(timeout=5)

    def write() -> None:
        try:
            seen.append(open_need(actor=cast.mara, text="Wer leiht mir eine Leiter für morgen?", language="de", at=timezone.now()).pk)
        finally:
            connection.close()

    export.export_house(row.space_id, tmp_path / "house.zip", at=timezone.now(), tell=tell)
    with zipfile.ZipFile(io.BytesIO((tmp_path / "house.zip").read_bytes())) as archive:
        needs = [json.loads(line)["id"] for line in archive.read("tables/connect.Need.jsonl").splitlines()]
    assert seen
    assert seen[0] not in needs


def test_one_look_ends_with_an_error_too(transactional_db):
    with pytest.raises(ZeroDivisionError), one_look():
        Space.objects.filter(pk=1 // Space.objects.count()).exists()
    with transaction.atomic(), one_look():
        assert Space.objects.count() == 0
