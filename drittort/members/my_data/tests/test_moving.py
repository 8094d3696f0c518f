"""A house leaves whole, and comes back without a difference; beside another house every number is written anew."""

from __future__ import annotations

import ast
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from drittort.connect.introductions.models import Introduction
from drittort.core import reports
from drittort.core.files.models import StoredFile
from drittort.core.models import LedgerRow, SearchDocument
from drittort.core.moving import registry
from drittort.core.moving.export import MANIFEST
from drittort.core.moving.registry import Numbers
from drittort.core.notices import WORDINGS
from drittort.members.models import Account, Member, ProfileValue
from drittort.members.my_data import actions
from drittort.members.my_data import moved as rewriting
from drittort.members.my_data.tests.test_erasure import clock, plant
from drittort.members.photos.rules import PHOTO
from drittort.network.ties.rules import origin_moved
from drittort.spaces.actions import delete_space
from drittort.spaces.models import Space
from drittort.talk.conversations.models import Conversation, Message, Participant
from tests.cast import Cast

__all__ = ["clock"]

ROOT = Path(__file__).resolve().parents[3]


def written(path: Path) -> dict[str, bytes]:
    """The parts of a house's file; the moment of writing is no part of it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts[MANIFEST])
    manifest.pop("made_at")
    parts[MANIFEST] = json.dumps(manifest, sort_keys=True).encode()
    return parts


@pytest.fixture
def moved(transactional_db, clock, monkeypatch, request, tmp_path) -> tuple[Cast, Path]:
    """A house with something in every corner, written into a file."""
    cast: Cast = request.getfixturevalue("cast")
    plant(cast, monkeypatch)
    actions.ask_copy(actor=cast.jonas, at=timezone.now())
    call_command("export_space", "lagerhaus", str(tmp_path / "house.zip"))
    return cast, tmp_path / "house.zip"


def test_every_field_that_may_hold_numbers_says_so_or_not():
    assert registry.undeclared() == []


def test_whatever_can_be_reported_can_move():
    assert sorted(set(reports.KINDS) - set(registry.THINGS)) == []


NUMBERS = {"articles", "change", "count", "day", "looked_at", "month", "posts", "questions", "reminds", "section", "step", "year"}
"""Facts of notices that are a number, a day or a letter, and name no row."""


def told_somewhere() -> Iterator[tuple[Path, str, ast.expr]]:
    """The facts and threads with which the house tells somebody something, as they stand in its code."""
    for path in (p for p in ROOT.rglob("*.py") if not {"tests", "demo", "migrations"} & set(p.parts)):
        text = path.read_text(encoding="utf-8")
        if " tell(" not in text and " Notice(" not in text:
            continue
        for call in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
            if getattr(call.func, "id", "") in ("tell", "Notice"):
                yield from ((path, word.arg, word.value) for word in call.keywords if word.arg in ("context", "facts", "thread"))


def test_whatever_a_notice_names_can_be_named_anew():
    known = {*registry.THINGS, *NUMBERS, *(name for told in WORDINGS.values() for name in (*told.people, *told.refers))}
    for path, what, value in told_somewhere():
        if what == "thread":
            texts = [
                part.value
                for part in ast.walk(value)
                if isinstance(part, ast.Constant) and str(part.value)[:-1] and str(part.value).endswith(":")
            ]
            assert {str(text)[:-1] for text in texts} <= {*registry.THINGS, "trade"}, path
        else:
            named = {
                key.value for part in ast.walk(value) if isinstance(part, ast.Dict) for key in part.keys if isinstance(key, ast.Constant)
            }
            assert named <= known, path
    # Where a function makes the thread, it is the thing itself.
    threads = {
        text
        for path in ROOT.rglob("actions.py")
        for text in re.findall(r'def thread\(\w+: int\)[^"]+"""[^"]+"""\s+return f"([a-z_-]+):', path.read_text(encoding="utf-8"))
    }
    assert len(threads) > 5
    assert threads <= registry.THINGS.keys()


@pytest.mark.parametrize(
    ("code", "thread", "facts", "tables"),
    [
        ("circle.call", "circles:3", {"season": 3}, {"season": "connect.CircleSeason"}),
        (
            "circle.moved",
            "circle:2",
            {"circle": 2, "meeting": 7, "step": 7},
            {"circle": "connect.Circle", "meeting": "connect.CircleMeeting"},
        ),
        ("mentoring.1", "mentoring_pair:4", {"pair": 4, "who": 9, "step": 1}, {"pair": "connect.MentoringPair", "who": "members.Member"}),
        (
            "mentoring.4",
            "mentoring_pair:4",
            {"pair": 4, "who": 9, "question": 2},
            {"pair": "connect.MentoringPair", "who": "members.Member"},
        ),
        ("question.brought", "asked:5", {"question": 5, "who": 9}, {"question": "inform.Post", "who": "members.Member"}),
        ("between.wished", "between:1", {"wish": 6}, {"wish": "connect.CompanyWish"}),
        ("warm.met", "warm:8", {"first": 9, "second": 10}, {"first": "members.Member", "second": "members.Member"}),
        (
            "booking.0.host",
            "booking:2",
            {"booking": 2, "who": 9, "step": 0, "change": 1},
            {"booking": "connect.Booking", "who": "members.Member"},
        ),
        ("profile.changed", "profile:9", {"who": 9, "fields": [3, 4]}, {"who": "members.Member", "fields": "members.ProfileField"}),
    ],
)
def test_a_notice_names_the_same_things_in_another_house(code: str, thread: str, facts: dict[str, Any], tables: dict[str, str]):
    assert code in WORDINGS
    labels = ["spaces.Space", *registry.paths()]
    numbers = Numbers(moved={label: 1000 * place for place, label in enumerate(labels, start=1)}, slug="zweithaus", renamed=True)
    row = {"code": code, "thread": thread, "facts": dict(facts), "path": "/lagerhaus/somewhere/3/"}
    rewriting.notice(row, numbers)
    assert row["facts"] == {name: numbers.named(tables.get(name, ""), told) for name, told in facts.items()}
    kind, number = thread.split(":")
    assert row["thread"] == f"{kind}:{int(number) + numbers.moved[registry.THINGS[kind]]}"
    assert row["path"] == "/zweithaus/"


def test_what_told_of_a_contact_is_found_again_in_another_house():
    numbers = Numbers(moved={"connect.Deal": 10, "connect.Booking": 20, "inspire.Event": 30, "members.Member": 100})
    for before, after in (
        ("deal:7", "deal:17"),
        ("booking:7", "booking:27"),
        ("event:7:1:2", "event:37:101:102"),
        ("slack:7", "slack:7"),
        ("import:2026", "import:2026"),
    ):
        row = {"origin": before}
        origin_moved(row, numbers)
        assert row["origin"] == after


def test_there_and_back_without_a_difference(moved, tmp_path):
    cast, first = moved
    delete_space(space=cast.house)
    assert not Account.objects.filter(pk=cast.jonas.account_id).exists()
    call_command("import_space", str(first))
    call_command("export_space", "lagerhaus", str(tmp_path / "again.zip"))
    before, after = written(first), written(tmp_path / "again.zip")
    assert sorted(before) == sorted(after)
    assert [name for name in before if before[name] != after[name]] == []
    tables = json.loads(before[MANIFEST])["parts"]
    assert sum(part.get("rows", 0) > 0 for part in tables.values()) > 25
    assert any(name.startswith("files/") for name in before)
    assert not Account.objects.get(email="jonas@lagerhaus.example").has_usable_password()
    assert SearchDocument.objects.filter(kind="person", title="Jonas Falk").exists()
    assert b"jonas@lagerhaus.example" in before["tables/members.Account.jsonl"]
    assert not {"password", "last_login"} & set(json.loads(before["tables/members.Account.jsonl"].splitlines()[0]))
    # What comes next stands behind what was brought along.
    assert Message.objects.create(conversation=Conversation.objects.first(), at=timezone.now(), text="x").pk


def test_beside_another_house_everything_is_numbered_anew(moved):
    cast, first = moved
    call_command("import_space", str(first), slug="zweithaus")
    house, copy = cast.house, Space.objects.get(slug="zweithaus")
    assert copy.pk != house.pk
    connection.check_constraints()
    for label, path in registry.paths().items():
        if label != registry.ROOT:
            rows = apps.get_model(label)._base_manager
            only = registry.ONLY.get(label, lambda found: found)
            assert only(rows.filter(**{path: copy.pk})).count() == only(rows.filter(**{path: house.pk})).count(), label
    mara = Member.objects.get(space=copy, account=cast.mara.account)
    assert mara.pk != cast.mara.pk
    assert mara.account_id == cast.mara.account_id
    # Not one number of the copy names a row of the other house.
    people = set(Member.objects.filter(space=copy).values_list("pk", flat=True))
    rows = LedgerRow.objects.filter(space_id=copy.pk)
    assert {row.actor_id for row in rows} <= people | {None}
    assert {row.facts["first"] for row in rows if "first" in row.facts} <= people
    assert {int(row.audience[5:]) for row in rows if row.audience.startswith("self:")} <= people
    assert {row.subject_id for row in rows if row.kind == "message.said"} == set(
        Message.objects.filter(conversation__space=copy).values_list("pk", flat=True)
    )
    for part in Participant.objects.filter(conversation__space=copy):
        assert part.newest_id == 0 or Message.objects.get(pk=part.newest_id).conversation_id == part.conversation_id
    for talk in Conversation.objects.filter(space=copy).exclude(pair=None):
        assert {int(n) for n in talk.pair.replace(":", "-").split("-")} <= people
    photo = StoredFile.objects.get(space_id=copy.pk, purpose="members.photo")
    assert mara.portrait == f"{PHOTO}{photo.token}"
    assert photo.token != StoredFile.objects.get(space_id=house.pk, purpose="members.photo").token
    assert ProfileValue.objects.get(member=mara, field__kind="file").value["file"] in StoredFile.objects.filter(
        space_id=copy.pk
    ).values_list("pk", flat=True)
    browser = cast.client(mara)
    for name in (
        "home:today",
        "talk:conversations",
        "connect:needs",
        "members:people",
        "connect:introductions",
        "members:notices",
        "members:my_data",
        "network:ties",
    ):
        assert browser.get(reverse(name, args=["zweithaus"])).status_code == 200, name
    introduction = Introduction.objects.get(space=copy)
    assert browser.get(reverse("connect:introduction", args=["zweithaus", introduction.pk])).status_code == 200
    assert browser.get(reverse("members:person", args=["zweithaus", mara.pk])).status_code == 200
    assert browser.get(f"/-/face/{photo.token}/m.webp").status_code == 200


def test_what_cannot_stand_here_is_refused_with_a_sentence_and_nothing_stays(moved, tmp_path):
    cast, first = moved
    houses, files = Space.objects.count(), StoredFile.objects.count()
    with pytest.raises(CommandError, match="house at /lagerhaus/ already"):
        call_command("import_space", str(first))
    with pytest.raises(CommandError, match="no address"):
        call_command("import_space", str(first), slug="static")
    LedgerRow.objects.create(space_id=cast.house.pk, at=timezone.now(), kind="nobody.knows", audience="nobody", facts={"x": 1})
    call_command("export_space", "lagerhaus", str(tmp_path / "odd.zip"))
    with pytest.raises(CommandError, match=r"nobody\.knows"):
        call_command("import_space", str(tmp_path / "odd.zip"), slug="zweithaus")
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(first) as whole, zipfile.ZipFile(broken, "w") as archive:
        for name in whole.namelist():
            content = whole.read(name)
            archive.writestr(name, content.replace(b"Jonas", b"Jonah") if name == "tables/members.Member.jsonl" else content)
    with pytest.raises(CommandError, match="damaged"):
        call_command("import_space", str(broken), slug="zweithaus")
    (tmp_path / "none.zip").write_bytes(b"no zip")
    with pytest.raises(CommandError, match="not the file of a house"):
        call_command("import_space", str(tmp_path / "none.zip"), slug="zweithaus")
    assert (Space.objects.count(), StoredFile.objects.count()) == (houses, files)
