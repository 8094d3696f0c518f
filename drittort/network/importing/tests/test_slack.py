"""Slack exports, as folder and as zip: who with whom and when, and never a word of what was said."""

import io
import json
import zipfile

import pytest
from django.utils import translation

from drittort.network.importing import slack
from drittort.network.importing.slack import Refused, read_export


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


USERS = [
    {"id": "U1", "name": "mara", "profile": {"real_name": "Mara Wendt", "email": "mara@x.example"}},
    {"id": "U2", "name": "jonas", "real_name": "Jonas Falk", "profile": {}},
    {"id": "U3", "name": "ada", "profile": {"display_name": "Ada \ud83d"}},
    {"id": "U4", "name": "weg", "deleted": True, "profile": {}},
    {"id": "U5", "name": "robot", "is_bot": True, "profile": {}},
    {"id": "USLACKBOT", "name": "slackbot", "profile": {}},
    {"id": 7},
]
SECRET = "Geheimnis-4711"


def message(user, ts, text=SECRET, **more):
    return {"type": "message", "user": user, "ts": ts, "text": text, **more}


DAYS = {
    "users.json": USERS,
    "channels.json": [{"id": "C1", "name": "general", "members": ["U1", "U2", "U3"]}, {"id": "C2", "name": "leer"}],
    "groups.json": [{"id": "G1", "name": "intern", "members": ["U1", "U2"]}],
    "dms.json": [{"id": "D1", "members": ["U1", "U2"]}],
    "mpims.json": [{"id": "G2", "name": "mpdm-a--b--c-1", "members": ["U1", "U2", "U3", "U5"]}],
    "general/2026-01-01.json": [
        message("U1", "1767261600.000100", f"{SECRET} <@U2> <@U2|jonas> <@U1> <@U4> <@U5> <!channel>"),
        message("U2", "1767261700.000100", thread_ts="1767261600.000100", parent_user_id="U1"),
        message("U1", "1767261701.000100", thread_ts="1767261600.000100", parent_user_id="U1"),
        message(
            "U3",
            "1767261702.000100",
            f"<@U1> <@U2> {SECRET}",
            thread_ts="1767261600.000100",
            reactions=[{"name": "tada", "users": ["U1", "U3", "U5"], "count": 3}],
        ),
        message("U5", "1767261703.000100", "<@U1>"),
        message("U1", "1767261704.000100", "<@U2>", subtype="bot_message", bot_id="B1"),
        message("U1", "1767261705.000100", "<@U1> has joined", subtype="channel_join"),
        message("U4", "1767261706.000100", "<@U1>"),
        {"type": "message", "user": "U1", "text": "<@U2>"},
        {"type": "message", "user": {"odd": 1}, "ts": "1"},
        "odd",
    ],
    "general/2026-01-02.json": [message("U2", "1767348000.000100", thread_ts="1767261702.000100")],
    "general/canvas.json": [message("U1", "1767348000.000100", "<@U2>")],
    "intern/2026-01-02.json": [message("U1", "1767348001.000100", "<@U2>")],
    "D1/2026-01-03.json": [message("U1", "1767434400.000100")],
    "mpdm-a--b--c-1/2026-01-03.json": [message("U2", "1767434401.000100", "<@U1>")],
}
ROWS = [
    ("U1", "U2", 1767261600.0001, "message", 1.0),
    ("U2", "U1", 1767261700.0001, "reply", 1.0),
    ("U3", "U1", 1767261702.0001, "reply", 1.0),
    ("U3", "U2", 1767261702.0001, "message", 1.0),
    ("U1", "U3", 1767261702.0001, "thanks", 1.0),
    ("U2", "U3", 1767348000.0001, "reply", 1.0),
    ("U1", "U2", 1767348001.0001, "message", 1.0),
]
DIRECT = [
    ("U1", "U2", 1767434400.0001, "message", 1.0),
    ("U2", "U1", 1767434401.0001, "message", 0.5),
    ("U2", "U3", 1767434401.0001, "message", 0.5),
]


def folder(path, files):
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def zipped(path, files, inside=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(inside + name, content if isinstance(content, str) else json.dumps(content))
    return path


def test_a_folder_becomes_interactions(tmp_path):
    export = read_export(folder(tmp_path, DAYS))
    assert export.rows == ROWS
    assert {u.id: (u.name, u.email) for u in export.users.values()} == {
        "U1": ("Mara Wendt", "mara@x.example"), "U2": ("Jonas Falk", ""), "U3": ("Ada", ""),
    }  # fmt: skip
    assert (export.messages, export.skipped) == (10, 4)


def test_direct_messages_only_when_asked_for(tmp_path):
    assert read_export(folder(tmp_path, DAYS), with_direct=True).rows == ROWS + DIRECT


@pytest.mark.parametrize("inside", ["", "Export Jan 2026/"])
def test_a_zip_says_the_same_with_and_without_its_folder(tmp_path, inside):
    export = read_export(zipped(tmp_path / "export.zip", DAYS, inside), with_direct=True)
    assert export.rows == ROWS + DIRECT


def test_texts_are_not_kept(tmp_path):
    assert SECRET not in repr(read_export(folder(tmp_path, DAYS), with_direct=True))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"channels.json": []}, "users.json"),
        ({"users.json": "{"}, "users.json is not valid JSON"),
        ({"users.json": '{"a": 1}'}, "does not hold a list"),
        ({"users.json": "[" * 100_000}, "is not valid JSON"),
        (
            {"users.json": USERS, "channels.json": [{"name": "general"}], "general/2026-01-01.json": "no"},
            "2026-01-01.json is not valid JSON",
        ),
    ],
)
def test_what_is_no_export_is_refused_in_a_sentence(tmp_path, files, said):
    with pytest.raises(Refused, match=said):
        read_export(folder(tmp_path, files))


def test_a_file_that_is_no_zip_and_a_damaged_one_are_refused(tmp_path):
    (tmp_path / "a.zip").write_text("hello")
    with pytest.raises(Refused, match="not a zip"):
        read_export(tmp_path / "a.zip")
    raw = bytearray(zipped(tmp_path / "b.zip", {"users.json": json.dumps(USERS) * 50}).read_bytes())
    raw[60:90] = bytes(30)
    (tmp_path / "b.zip").write_bytes(raw)
    with pytest.raises(Refused, match=r"users\.json"):
        read_export(tmp_path / "b.zip")


def test_a_zip_bomb_is_read_no_further_than_its_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(slack, "LARGEST_ENTRY", 10_000)
    bomb = zipped(tmp_path / "bomb.zip", {"users.json": "[" + " " * 5_000_000 + "]"})
    assert bomb.stat().st_size < 10_000
    read = []
    original = zipfile.ZipExtFile.read
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda self, n=-1: read.append(n) or original(self, n))
    with pytest.raises(Refused, match="larger"):
        read_export(bomb)
    assert read
    assert max(read) <= 10_001
    assert min(read) >= 0


def test_many_small_files_are_limited_together(tmp_path, monkeypatch):
    monkeypatch.setattr(slack, "LARGEST_EXPORT", 3000)
    files = {
        "users.json": USERS,
        "channels.json": [{"name": "c"}],
        **{f"c/2026-01-{d:02}.json": json.dumps([]) + " " * 500 for d in range(1, 20)},
    }
    with pytest.raises(Refused, match="larger"):
        read_export(zipped(tmp_path / "a.zip", files))
    monkeypatch.setattr(slack, "MOST_ENTRIES", 5)
    with pytest.raises(Refused, match="more than 5 files"):
        read_export(zipped(tmp_path / "a.zip", files))


def test_an_encrypted_entry_is_refused(tmp_path):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as packed:
        packed.writestr("users.json", json.dumps(USERS))
    data = bytearray(raw.getvalue())
    data[6] |= 1  # the flag "encrypted" in the local header
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(Refused, match=r"users\.json"):
        read_export(tmp_path / "a.zip")
