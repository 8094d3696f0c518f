"""`drittort import`: from files to a house, twice the same, all or nothing."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from drittort.core import scope
from drittort.core.errors import OutOfDate
from drittort.core.jobs import queue
from drittort.core.models import Job, LedgerRow
from drittort.members.models import Account, Consent, Member
from drittort.network.importing import actions
from drittort.network.importing.models import StagedContact
from drittort.network.importing.queries import preview
from drittort.network.importing.reading import Files, read_delivery
from drittort.network.importing.tests.test_slack import DAYS, SECRET, zipped
from drittort.network.models import Contact
from drittort.spaces.models import Space

pytestmark = pytest.mark.django_db

PEOPLE = (
    "id,name,email,company,joined_on,counted_since\n"
    "m,Mara,mara@x.example,Wendt,2025-01-01,2026-01-10\n"
    "j,Jonas,jonas@x.example,Pixel,2025-01-01,2026-01-01\n"
    "a,Ada,,Wendt,2025-01-01,2026-01-01\n"
    "n,Neo,,,2025-01-01,\n"
)
INTERACTIONS = (
    "source,target,at,kind,weight\n"
    "m,j,2026-01-09T12:00:00,meeting,\n"
    "m,j,2026-01-10T12:00:00,meeting,\n"
    "j,m,2026-01-10T13:00:00,reply,\n"
    "a,j,2026-01-02,message,2\n"
    "a,j,2026-01-02,message,1\n"
    "n,a,2026-01-11,meeting,\n"
)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 5, 12, 9, 30, tzinfo=UTC))
    monkeypatch.setenv("LC_ALL", "C")


@pytest.fixture
def files(tmp_path):
    def write(**texts):
        found = []
        for name, text in texts.items():
            path = tmp_path / f"{name}.csv"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            found += [f"--{name}", str(path)]
        return found

    return write


def run(*words, code=0, space="werk"):
    """Run the command; returns what it printed."""
    from io import StringIO

    out = StringIO()
    if code:
        with pytest.raises(CommandError) as caught:
            call_command("import", space, *words, stdout=out)
        assert caught.value.returncode == code
        return out.getvalue() + str(caught.value)
    call_command("import", space, *words, stdout=out)
    return out.getvalue()


def everything():
    """All rows of all tables."""
    return {model._meta.label: sorted(map(repr, model._base_manager.values_list())) for model in apps.get_models() if model._meta.managed}


def contacts():
    rows = Contact.objects.order_by("on", "kind", "first__external_id")
    return [(r.first.external_id, r.second.external_id, r.on.isoformat(), r.kind, r.origin, r.forth, r.back) for r in rows]


def test_a_community_comes_in_and_only_days_to_which_both_agreed(files):
    said = run(*files(people=PEOPLE, interactions=INTERACTIONS), "--name", "Werk 9", "--founder", "olga@x.example", "--yes")
    assert "Werk 9 (werk, new house)" in said
    assert "2 contacts are left out because not both people had agreed" in said
    origin = "import:interactions"
    assert contacts() == [
        ("j", "a", "2026-01-02", "message", origin, 0.0, pytest.approx(0.6)),
        ("m", "j", "2026-01-10", "meeting", origin, 1.0, 1.0),
        ("m", "j", "2026-01-10", "reply", origin, 0.0, 0.7),
    ]
    assert Member.objects.get(grants__role__key="founder").account.email == "olga@x.example"
    row = LedgerRow.objects.get()
    assert (row.kind, row.audience) == ("import.done", "managers")
    assert row.facts == {
        "people_new": 4, "people_changed": 0, "companies_new": 2, "companies_changed": 0,
        "contacts_new": 3, "contacts_changed": 0, "contacts_not_agreed": 2, "contacts_too_old": 0,
    }  # fmt: skip
    assert not StagedContact.objects.exists()


def test_the_same_files_again_change_not_one_row(files):
    words = files(people=PEOPLE, interactions=INTERACTIONS + "m,a,,thanks,\n", companies="id,name\nw,Wendt\np,Pixel\n")
    run(*words, "--founder", "olga@x.example", "--yes")
    before = everything()
    assert "nothing to do" in run(*words, "--yes")
    run(*words, "--founder", "olga@x.example", "--yes")
    assert everything() == before


def test_an_extended_file_adds_only_what_is_new(files):
    run(*files(people=PEOPLE, interactions=INTERACTIONS), "--yes")
    before = set(contacts())
    said = run(*files(people=PEOPLE + "z,Zoe,,,,2026-01-01\n", interactions=INTERACTIONS + "z,j,2026-02-01,reply,\n"), "--yes")
    assert set(contacts()) - before == {("j", "z", "2026-02-01", "reply", "import:interactions", 0.0, 0.7)}
    assert before < set(contacts())
    assert [line.split()[1:] for line in said.splitlines() if line.startswith(("  People", "  Contacts"))] == [
        ["1", "0", "4", "0"],
        ["1", "0", "3", "0"],
    ]


def test_a_source_replaces_what_it_said_and_not_what_others_said(files):
    run(*files(people=PEOPLE, interactions=INTERACTIONS), "--yes")
    run(*files(interactions="source,target,at,kind\nm,j,2026-01-10,reply\n"), "--yes")
    run(*files(interactions="source,target,at,kind\nm,j,2026-01-10,reply\n"), "--source", "board", "--yes")
    replies = [c for c in contacts() if c[3] == "reply"]
    assert sorted(replies) == [
        ("m", "j", "2026-01-10", "reply", "import:board", 0.7, 0.0),
        ("m", "j", "2026-01-10", "reply", "import:interactions", 0.7, 0.0),
    ]
    assert len(contacts()) == 4


def test_contacts_without_a_time_are_one_snapshot_that_stays(files, monkeypatch):
    words = files(people=PEOPLE, interactions="source,target\nj,a\n")
    run(*words, "--yes")
    assert contacts() == [("j", "a", "2026-05-12", "", "import:interactions:snapshot", 1.0, 0.0)]
    before = everything()
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 12, 9, 30, tzinfo=UTC))
    run(*words, "--yes")
    assert everything() == before
    run(*words, "--on", "2026-06-01", "--yes")
    assert [c[2] for c in contacts()] == ["2026-05-12", "2026-06-01"]
    run(*words, "--source", "other", "--yes")
    assert [c[2] for c in contacts()] == ["2026-05-12", "2026-06-01", "2026-06-12"]


def test_unknown_people_are_errors_or_become_people(files):
    words = files(people=PEOPLE, interactions="source,target,at\nm,x,2026-02-01\ny,x,2026-02-01\n")
    said = run(*words, "--yes", code=1)
    assert "interactions.csv, line 2, column target: x is not among the known people." in said
    assert "3 errors: nothing was written." in said
    assert not Space.objects.exists()
    run(*words, "--add-people", "--yes")
    assert sorted(Member.objects.values_list("external_id", flat=True)) == ["a", "j", "m", "n", "x", "y"]
    assert contacts() == []


def test_a_sample_counts_all_and_lets_no_mail_out(files):
    interactions = "source,target,at\nq1,q2,1999-01-01\nq2,q2,1999-01-01\nq2,q3,1999-02-01\nq3,q1,\n"
    said = run(*files(interactions=interactions), "--sample", "--yes")
    assert "sample of public research data" in said
    assert "line 3, column target: q2 is in contact with themselves; the line is left out." in said
    space = Space.objects.get()
    assert space.is_sample
    assert not scope.mail_may_leave(space.pk)
    assert [c[:3] for c in contacts()] == [("q1", "q2", "1999-01-01"), ("q1", "q3", "1999-02-01"), ("q2", "q3", "1999-02-01")]
    assert dict(Member.objects.values_list("external_id", "joined_on")) == {
        "q1": date(1999, 1, 1),
        "q2": date(1999, 1, 1),
        "q3": date(1999, 2, 1),
    }
    assert Consent.objects.filter(kind="counted", revoked_at=None).count() == 3
    before = everything()
    run(*files(interactions=interactions), "--yes")
    assert everything() == before


def test_a_house_of_real_people_cannot_be_made_a_sample(files):
    run(*files(people=PEOPLE), "--yes")
    assert "is no sample" in run(*files(people=PEOPLE), "--sample", "--yes", code=2)


def test_old_contacts_stay_out(files):
    people = PEOPLE.replace("2026-01-01\n", "2020-01-01\n")
    said = run(*files(people=people, interactions="source,target,at\nj,a,2024-05-01\nj,a,2024-06-01\n"), "--yes")
    assert "1 contact is left out because it is older than 24 months." in said
    assert [c[2] for c in contacts()] == ["2024-06-01"]


def test_a_dry_run_and_a_no_write_nothing(files, monkeypatch):
    words = files(people=PEOPLE, interactions=INTERACTIONS)
    before = everything()
    assert "Dry run" in run(*words, "--dry-run", "--founder", "o@x.example")
    monkeypatch.setattr("builtins.input", lambda: "n")
    assert "Nothing was written" in run(*words)
    monkeypatch.setattr("builtins.input", lambda: (_ for _ in ()).throw(EOFError))
    assert "say --yes" in run(*words, code=2)
    assert everything() == before
    monkeypatch.setattr("builtins.input", lambda: "ja")
    run(*words)
    assert Member.objects.count() == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Name at least one file"),
        (["--people", "missing.csv"], "missing.csv: No such file"),
        (["--slack", "missing.zip"], "missing.zip: No such file"),
        (["--people", str(Path(__file__).parent)], "directory"),
        (["--founder", "olga"], "olga is not an e-mail address"),
    ],
)
def test_wrong_usage(words, said):
    assert said in run(*words, code=2)


@pytest.mark.parametrize("slug", ["Werk", "static", "a b", ""])
def test_an_address_that_cannot_be_one(files, slug):
    run(*files(people=PEOPLE), "--yes", space=slug, code=2)
    assert not Space.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_encodings_and_separators(files, encoding, mark):
    people = "id,name,line\nm,Jörg Größe,„Hallo“\n".replace(",", mark)
    run(*files(people=people.encode(encoding)), "--yes")
    member = Member.objects.get()
    assert (member.name, member.line) == ("Jörg Größe", "„Hallo“")


def test_a_file_that_is_no_text(files):
    assert "neither UTF-8 nor Windows-1252" in run(*files(people=b"\x00\x81\x8d\x00"), "--yes", code=1)


def test_at_most_twenty_errors_are_shown_with_the_count_of_all(files):
    lines = "".join(f"p{i},P,x\n" for i in range(50))
    said = run(*files(people="id,name,joined_on\n" + lines), "--yes", code=1)
    assert said.count("is not a date") == 20
    assert "and 30 more" in said
    assert "50 errors" in said


def test_messages_follow_the_language_of_the_environment(monkeypatch):
    from drittort.core.terminal import terminal_language

    assert terminal_language({"LANG": "de_DE.UTF-8"}) == "de"
    assert terminal_language({"LANG": "de_AT.UTF-8", "LC_ALL": "en_GB.UTF-8"}) == "en"
    assert terminal_language({"LANG": "fr_FR.UTF-8"}) == "en"
    assert terminal_language({"LANG": "en_US.UTF-8", "LANGUAGE": "de:en"}) == "de"
    assert terminal_language({"LC_ALL": "C", "LANGUAGE": "de"}) == "en"
    assert terminal_language({}) == "en"


def test_the_whole_conversation_is_german_where_the_terminal_is(files, monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    said = run(*files(people="id,name,joined_on\nm,Mara,gestern\n"), "--yes", code=1)
    assert "Zeile 2, Spalte joined_on" in said
    assert "1 Fehler: Nichts wurde geschrieben." in said


def test_the_columns_stand_in_the_help(capsys):
    with pytest.raises(SystemExit):
        call_command("import", "--help")
    said = capsys.readouterr().out
    for word in ("counted_since", "introduced_since", "map_since", "interactions.csv", "Exit codes"):
        assert word in said


def test_the_ties_are_rebuilt_afterwards(files, monkeypatch):
    monkeypatch.setitem(queue.JOBS, "network.rebuild", queue.Registered(lambda payload, at: None, 3))
    words = files(people=PEOPLE, interactions=INTERACTIONS)
    run(*words, "--yes")
    run(*words, "--yes")
    run(*files(people=PEOPLE + "z,Zoe,,,,\n"), "--yes")
    jobs = Job.objects.filter(name="network.rebuild")
    assert [job.payload for job in jobs] == [{"space": Space.objects.get().pk}] * 2
    assert len({job.key for job in jobs}) == 2


def test_a_slack_export_meets_the_people_of_the_file_by_their_addresses(files, tmp_path):
    export = zipped(tmp_path / "slack.zip", DAYS)
    words = [
        *files(
            people=PEOPLE.replace("j,Jonas,jonas@x.example", "U2,Jonas,")
            .replace("2026-01-10\n", "2025-01-01\n")
            .replace("Pixel,2025-01-01,2026-01-01", "Pixel,2025-01-01,2025-01-01")
        ),
        "--slack",
        str(export),
    ]
    said = run(*words, "--yes")
    assert "Slack: 3 people, 10 messages, 7 interactions. Texts are not kept." in said
    assert contacts() == [
        ("m", "U2", "2026-01-01", "message", "slack:workspace", 0.2, 0.0),
        ("m", "U2", "2026-01-01", "reply", "slack:workspace", 0.0, 0.7),
        ("m", "U2", "2026-01-02", "message", "slack:workspace", 0.2, 0.0),
    ]
    ada = Member.objects.get(external_id="U3")
    assert (ada.name, ada.consents.count(), ada.joined_on) == ("Ada", 0, date(2026, 1, 1))
    assert SECRET not in json.dumps(everything())
    before = everything()
    run("--slack", str(export), "--yes")
    run(*words, "--yes")
    assert everything() == before


def test_slack_alone_makes_people_with_addresses_and_no_contacts(tmp_path):
    run("--slack", str(zipped(tmp_path / "slack.zip", DAYS)), "--yes")
    assert sorted(Member.objects.values_list("external_id", "account__email")) == [("U1", "mara@x.example"), ("U2", None), ("U3", None)]
    assert not Contact.objects.exists()
    assert "not a zip" in run("--slack", __file__, "--yes", code=1)


def test_two_slack_users_of_one_address_are_one_person_and_a_bad_address_is_none(tmp_path):
    users = [
        {"id": "U1", "name": "m1", "profile": {"email": "m@x.example"}},
        {"id": "U2", "name": "m2", "profile": {"email": "M@x.example"}},
        {"id": "U3", "name": "z", "profile": {"email": "nowhere"}},
        {"id": "U4", "name": "y", "profile": {"email": f"{'y' * 60}@{'x.' * 110}example"}},
        {"id": "U" * 101, "name": "long"},
    ]
    day = [{"type": "message", "user": "U1", "ts": "1767261600.0", "text": "<@U2> <@U3>"}]
    export = zipped(tmp_path / "s.zip", {"users.json": users, "channels.json": [{"name": "c"}], "c/2026-01-01.json": day})
    run("--slack", str(export), "--sample", "--yes")
    assert [c[:2] for c in contacts()] == [("U1", "U3")]
    run("--slack", str(export), "--yes", space="real")
    found = Member.objects.filter(space__slug="real").values_list("external_id", "account__email")
    assert sorted(found) == [("U1", "m@x.example"), ("U3", None), ("U4", None)]


def previewed(tmp_path, people=PEOPLE, interactions=INTERACTIONS):
    (tmp_path / "p.csv").write_text(people)
    (tmp_path / "i.csv").write_text(interactions)
    at = timezone.now()
    delivery, _ = read_delivery(Files(people=tmp_path / "p.csv", interactions=tmp_path / "i.csv"), slug="werk", at=at)
    return preview(delivery, at), at


def test_a_consent_taken_back_during_the_import_stops_it(files, tmp_path):
    run(*files(people=PEOPLE), "--yes")
    found, at = previewed(tmp_path)
    Consent.objects.filter(member__external_id="j").update(revoked_at=datetime(2026, 1, 5, tzinfo=UTC))
    before = everything()
    with pytest.raises(OutOfDate):
        actions.run_import(preview=found, at=at)
    assert everything() == before


def test_a_member_deleted_during_the_import_stops_it(files, tmp_path):
    run(*files(people=PEOPLE), "--yes")
    found, at = previewed(tmp_path)
    Member.objects.filter(external_id="j").delete()
    before = everything()
    with pytest.raises(OutOfDate):
        actions.run_import(preview=found, at=at)
    assert everything() == before


@pytest.mark.parametrize("step", ["_stage", "_switch", "_founder", "_facts"])
def test_an_import_that_dies_on_its_way_leaves_the_house_as_it_was(tmp_path, monkeypatch, step):
    """The worst case: the process is killed, so that not even the staging is tidied up."""
    found, at = previewed(tmp_path)
    before = everything()
    original = getattr(actions, step)

    def killed(*args, **kwargs):
        original(*args, **kwargs)
        raise KeyboardInterrupt

    monkeypatch.setattr(actions, step, killed)
    monkeypatch.setattr(actions, "_clear", lambda run: 0)
    with pytest.raises(KeyboardInterrupt):
        actions.run_import(preview=found, at=at)
    left = everything()
    assert len(left.pop("network.StagedContact")) == 3
    before.pop("network.StagedContact")
    assert left == before
    monkeypatch.undo()
    assert actions.sweep(at) == 0
    assert actions.sweep(at + timedelta(hours=2)) == 3
    actions.run_import(preview=found, at=at)
    assert len(contacts()) == 3


def test_staging_goes_in_batches_and_reads_as_a_constant_number_of_statements(tmp_path, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(actions, "BATCH", 50)
    people = "id,name,counted_since\n" + "".join(f"p{i},P{i},2025-01-01\n" for i in range(40))
    lines = [f"p{i},p{j},2026-01-{1 + (i + j) % 28:02},reply" for i in range(40) for j in range(i)]
    found, at = previewed(tmp_path, people, "\n".join(["source,target,at,kind", *lines]))
    sizes = []
    original = actions.islice
    monkeypatch.setattr(actions, "islice", lambda rows, n: sizes.append(len(batch := list(original(rows, n)))) or batch)
    with django_assert_max_num_queries(120):
        actions.run_import(preview=found, at=at)
    assert sizes == [50] * 15 + [30, 0]
    assert Contact.objects.count() == 780
    assert not StagedContact.objects.exists()


def test_accounts_get_no_password_and_nobody_a_mail(files):
    run(*files(people=PEOPLE, interactions=INTERACTIONS), "--yes")
    assert apps.get_model("core", "Mail").objects.count() == 0
    assert not any(account.has_usable_password() for account in Account.objects.all())


def test_two_three_and_no_people(files):
    for n in range(4):
        people = "id,name,counted_since\n" + "".join(f"p{i},P{i},2025-01-01\n" for i in range(n))
        lines = "".join(f"p{i},p{i - 1},2026-01-01\n" for i in range(1, n))
        run(*files(people=people, interactions="source,target,at\n" + lines), "--yes", space=f"werk{n}")
        assert Contact.objects.filter(space__slug=f"werk{n}").count() == max(0, n - 1)


def test_the_switch_asks_the_database_once(tmp_path):
    found, at = previewed(tmp_path)
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        actions.run_import(preview=found, at=at)
    assert sum('INSERT INTO "network_contact"' in q["sql"] for q in asked.captured_queries) == 1
