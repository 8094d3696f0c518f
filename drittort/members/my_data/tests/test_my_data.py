"""The page of everything about me, and the copy to take along."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils import timezone, translation

from drittort.core import ledger, privacy
from drittort.core.errors import OutOfDate
from drittort.core.files.actions import Bytes, keep_file
from drittort.core.files.models import StoredFile
from drittort.core.jobs import runner
from drittort.core.models import Job
from drittort.members.consents.actions import revoke_consent
from drittort.members.models import Block, Consent, Member, Notice
from drittort.members.my_data import actions, copying, rules
from drittort.members.my_data.models import DataExport
from drittort.members.profiles.rules import DOCUMENT
from tests.cast import Cast, signed_in


def page(cast: Cast, name: str = "my_data", *args: object) -> str:
    return reverse(f"members:{name}", args=[cast.house.slug, *args])


def made(cast: Cast, person: Member) -> dict[str, object]:
    """Ask for a copy, let the worker make it, and open what comes by the page."""
    browser = cast.client(person)
    assert browser.post(page(cast, "ask_copy")).status_code == 302
    runner.run_due()
    copy = DataExport.objects.get(member=person, done_at__isnull=False)
    answer = browser.get(page(cast, "fetch_copy", copy.pk))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_everything_in_an_export_has_words_in_both_languages():
    missing = []
    for entry in privacy.of_people():
        label = entry.model._meta.label
        said = [entry.title, privacy.CHAPTERS.get(entry.model._meta.app_label), entry.mark.purpose, entry.mark.basis, entry.mark.retention]
        said += [privacy.WORDS.get((label, f.name)) or privacy.WORDS.get(("", f.name)) for f in entry.exported()]
        for word in said:
            with translation.override("en"):
                english = str(word or "")
            with translation.override("de"):
                german = str(word or "")
            # Some words are the same in both; then the catalogue says so itself.
            if not english or (german == english and english not in SAME):
                missing.append(f"{label}: {english!r}")
    assert missing == []


SAME = {"Name", "name", "Text", "text", "bytes", "browser"}


def test_marks_say_one_of_the_five_things_about_erasure():
    said = {mark.erasure for entry in privacy.REGISTER.values() for mark in entry.marks.values()}
    assert said <= set(privacy.ERASURES)


def test_every_kind_of_the_ledger_says_whom_its_numbers_name():
    assert sorted(kind.name for kind in ledger.KINDS.values() if kind.subject is None) == []


def test_what_is_declared_exists():
    for label, fields in {**privacy.OWN_WORDS, **{k: tuple(v) for k, v in privacy.REFERS.items()}}.items():
        for field in fields:
            try:
                privacy.REGISTER[label].model._meta.get_field(field)
            except FieldDoesNotExist:  # pragma: no cover
                pytest.fail(f"{label}.{field}")


def test_the_page_says_what_why_and_how_long(cast: Cast):
    revoke_consent(actor=cast.mara, kind="counted", at=cast.now)
    Consent.objects.filter(member=cast.mara, kind="introduced").update(given_by=Consent.Way.IMPORT)
    words = cast.client(cast.mara).get(page(cast)).content.decode()
    assert "Was du bietest und suchst" in words
    assert "Deine Einwilligungen" in words
    assert "brought along" not in words
    assert "aus den Dateien eines früheren Systems" in words
    assert cast.now.astimezone(cast.house.zone).strftime("%d") in words
    assert "3 Jahre" in words


def test_the_page_does_not_grow_with_rows(cast: Cast, django_assert_max_num_queries):
    browser = cast.client(cast.mara)
    browser.get(page(cast))
    Notice.objects.bulk_create(
        Notice(member=cast.mara, category="security", thread="x", key=f"k{n}", at=cast.now, code="security.signed_in", path="/")
        for n in range(50)
    )
    with django_assert_max_num_queries(15):
        assert "50" in browser.get(page(cast)).content.decode()


def test_a_copy_holds_data_page_and_files(cast: Cast):
    keep_file(space_id=cast.house.pk, owner_id=cast.mara.pk, upload=Bytes("Vertrag.txt", b"Mietvertrag"), purpose=DOCUMENT, at=cast.now)
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    Block.objects.create(blocker=cast.ada, blocked=cast.mara, at=cast.now)
    Member.objects.filter(pk=cast.jonas.pk).update(line="Das geht nur Jonas an.")
    parts = made(cast, cast.mara)
    data = json.loads(parts["data.json"])
    assert data["person"] == {"number": cast.mara.pk, "name": "Mara Wendt"}
    assert data["tables"]["members.StandingLine"]["rows"][0]["text"].startswith("Ich helfe dir")
    assert [row["blocked"] for row in data["tables"]["members.Block"]["rows"]] == ["Jonas Falk"]
    assert "Ada Lenz" not in parts["data.json"].decode()
    assert "Das geht nur Jonas an" not in parts["data.json"].decode()
    file = StoredFile.objects.get(purpose=DOCUMENT)
    assert parts[f"files/{file.pk}-Vertrag.txt"] == b"Mietvertrag"
    words = parts["data.html"].decode()
    assert 'lang="de"' in words
    assert "Ich helfe dir durch die Umsatzsteuer" in words
    assert "Was du bietest und suchst" in words
    assert "<script" not in words
    assert "http" not in words.split("<main>")[0]
    assert Notice.objects.get(member=cast.mara, key__startswith="copy:").code == "my_data.ready"


def test_a_copy_is_for_nobody_else_and_not_for_long(cast: Cast):
    made(cast, cast.mara)
    copy = DataExport.objects.get()
    assert copy.file is not None
    for other in (cast.jonas, cast.hanna, cast.olga):
        assert cast.client(other).get(page(cast, "fetch_copy", copy.pk)).status_code == 404
        assert cast.client(other).get(reverse("core:file", args=[cast.house.slug, copy.file.token, copy.file.name])).status_code == 404
    later = timezone.now() + rules.KEPT + timedelta(hours=1)
    path = actions.storage.path_of(copy.file, "file")
    assert path.exists()
    assert actions.forget_copies(at=later - timedelta(hours=2)) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda then, *a, **k: then())
        assert actions.forget_copies(at=later) == 1
    assert not path.exists()
    assert cast.client(cast.mara).get(page(cast, "fetch_copy", copy.pk)).status_code == 404


def test_once_an_hour(cast: Cast):
    browser = cast.client(cast.mara)
    browser.post(page(cast, "ask_copy"))
    assert browser.post(page(cast, "ask_copy")).status_code == 403
    assert Job.objects.filter(name=actions.MAKE).count() == 1
    DataExport.objects.update(asked_at=timezone.now() - timedelta(minutes=61))
    assert browser.post(page(cast, "ask_copy")).status_code == 302
    assert DataExport.objects.count() == 2


def test_whoever_proved_themselves_long_ago_is_asked_first(cast: Cast):
    browser = cast.client(cast.mara)
    session = browser.session
    session["proved"] = (timezone.now() - timedelta(hours=1)).timestamp()
    session.save()
    assert reverse("members:confirm") in browser.post(page(cast, "ask_copy"))["Location"]
    assert reverse("members:confirm") in browser.get(page(cast, "erase_me"))["Location"]
    assert not DataExport.objects.exists()


def test_progress_comes_as_a_part(cast: Cast):
    browser = cast.client(cast.mara)
    actions.ask_copy(actor=cast.mara, at=timezone.now())
    DataExport.objects.update(tables=30, tables_done=7, rows=1200)
    words = browser.get(page(cast, "data_copies"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in words
    assert "hx-trigger" in words
    assert "7 von 30" in words
    assert browser.get(page(cast, "data_copies")).status_code == 302


def test_a_worker_that_was_stopped_makes_it_anew(cast: Cast, monkeypatch):
    row = actions.ask_copy(actor=cast.mara, at=timezone.now())
    calls = []

    def broken(*told: object) -> None:
        calls.append(told)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(copying, "note", broken)
        with pytest.raises(SystemExit):
            copying.finish_copy(copy_id=row.pk, at=timezone.now())
    assert calls
    assert not (actions.making() / str(row.pk)).exists()
    assert copying.finish_copy(copy_id=row.pk, at=timezone.now()) is not None
    assert copying.finish_copy(copy_id=row.pk, at=timezone.now()) is None
    assert StoredFile.objects.filter(purpose=rules.COPY).count() == 1


def test_a_stranger_finds_nothing(cast: Cast):
    assert signed_in(cast.client(None), cast.sten).get(page(cast)).status_code == 404


def test_whoever_left_reads_takes_along_and_is_erased(cast: Cast):
    Member.objects.filter(pk=cast.mara.pk).update(left_on=cast.now.date() - timedelta(days=30))
    browser = cast.client(cast.mara)
    away = browser.get(reverse("joining:away", args=[cast.house.slug])).content.decode()
    assert page(cast) in away
    words = browser.get(page(cast)).content.decode()
    assert reverse("joining:away", args=[cast.house.slug]) in words
    # Pages of the house are closed to those who left: no way leads there.
    assert reverse("members:consents", args=[cast.house.slug]) not in words
    assert b"Ich helfe dir" in made(cast, cast.mara)["data.html"]
    assert browser.post(page(cast, "erase_me"), {"contributions": "delete"}).status_code == 302
    assert "gelöscht" in browser.get(page(cast)).content.decode()
    assert browser.post(page(cast, "stay")).status_code == 302
    assert Member.objects.get(pk=cast.mara.pk).erase_at is None
    actions.ask_erasure(actor=cast.mara, keeps=False, at=cast.now)
    later = cast.now + rules.TIME_TO_THINK + timedelta(minutes=1)
    runner.run_due(clock=lambda: later)
    assert not Member.objects.filter(pk=cast.mara.pk).exists()


def test_whoever_rests_by_a_measure_still_has_their_data(cast: Cast):
    Member.objects.filter(pk=cast.mara.pk).update(measures={"membership": "2099-01-01"})
    browser = cast.client(cast.mara)
    assert browser.get(reverse("members:people", args=[cast.house.slug])).status_code == 302
    assert browser.get(page(cast)).status_code == 200
    assert "data.json" in made(cast, cast.mara)
    assert browser.get(page(cast, "erase_me")).status_code == 200


def test_who_is_being_erased_decides_nothing_any_more(cast: Cast):
    actions.ask_erasure(actor=cast.mara, keeps=False, at=cast.now)
    late = cast.now + rules.TIME_TO_THINK
    with pytest.raises(OutOfDate):
        actions.ask_erasure(actor=cast.mara, keeps=True, at=late)
    row = DataExport.objects.create(member=cast.mara, language="de", asked_at=cast.now)
    assert copying.finish_copy(copy_id=row.pk, at=late) is None
