"""Lists of Cobot, Nexudus, OfficeRnD and of anybody: recognised, mapped, looked at, brought in once, without mail and without consent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from drittort.core.jobs.runner import run_due
from drittort.core.models import Job, Mail
from drittort.joining.importing import actions
from drittort.joining.importing.models import ImportFile, ImportMapping
from drittort.members.importing import foreign
from drittort.members.models import Account, Company, Consent, Member, ProfileField, ProfileValue
from tests.cast import Cast

SAMPLES = Path(__file__).resolve().parents[4] / "docs" / "samples"
TODAY = date(2026, 5, 12)


def reading(name: str, **more) -> foreign.Reading:
    text = (SAMPLES / f"{name}.csv").read_text(encoding="utf-8")
    columns, _problems = foreign.columns_of(text)
    assert foreign.recognise(columns) == name
    mapping = foreign.propose(columns, name)
    return foreign.read(f"{name}.csv", text, mapping, system=name, today=TODAY, **more)


def codes(found: foreign.Reading) -> list[tuple[int, str]]:
    return [(p.line, p.code) for p in found.notes]


def test_cobot_several_memberships_shared_addresses_companies_and_the_gone():
    found = reading("cobot")
    people = {p.name: p for p in found.rows.people}
    assert sorted(people) == ["Ben Aydın", "Clara Ohm", "Jule Lind", "Otto Weg", "Pia Bald", "Rosa Lind"]
    assert people["Ben Aydın"].joined_on == date(2022, 5, 1)
    assert (people["Rosa Lind"].email, people["Jule Lind"].email) == ("info@lind.example", None)
    assert people["Otto Weg"].left_on == date(2023, 6, 30)
    assert people["Pia Bald"].left_on is None
    assert [c.name for c in found.rows.companies] == ["Lind & Töchter"]
    assert codes(found) == [(4, "merged"), (6, "email_shared"), (8, "is_company"), (9, "leaves_later")]
    assert not any(p.attributes or p.consents for p in found.rows.people)


def test_nexudus_times_companies_as_rows_and_who_is_inactive():
    found = reading("nexudus", locations=["Oben"])
    people = {p.name: p for p in found.rows.people}
    assert (people["Amira Sow"].id, people["Amira Sow"].joined_on) == ("nexudus:9001", date(2024, 3, 4))
    assert people["Amira Sow"].offers == ("French", "Arabic", "contracts")
    assert people["Tom Ast"].left_on == date(2025, 2, 28)
    assert "Lea Korn" in people
    assert [(c.name, c.industry) for c in found.rows.companies] == [("Sow Übersetzungen", "74.30"), ("Ast GmbH", None)]
    assert codes(found) == [(3, "location_left_out"), (4, "is_company"), (5, "name_from_email")]


def test_officernd_dates_in_three_shapes_and_what_cannot_be_used():
    found = reading("officernd", locations=["Oben"])
    people = {p.name: p for p in found.rows.people}
    # The 17 in line 2 says that the day comes first, so 04/05 is May.
    assert people["Ela Brand"].joined_on == date(2024, 5, 4)
    assert (people["Kim Fern"].joined_on, people["Kim Fern"].left_on) == (date(2023, 8, 1), date(2024, 12, 31))
    assert codes(found) == [(4, "email_left_out"), (5, "line_left_out")]


@pytest.mark.parametrize(
    ("values", "first"),
    [(["17/03/2024"], True), (["03/17/2024"], False), (["03/04/2024"], None), (["2024-03-17"], None), ([], None)],
)
def test_the_other_days_of_a_column_tell_what_comes_first(values, first):
    assert foreign.day_first(values) is first


def test_a_column_that_contradicts_itself_is_named():
    found = foreign.read("x", "name,start\nA,17/03/2024\nB,03/17/2024\n", {"name": "name", "start": "joined_on"}, system="", today=TODAY)
    assert [(p.line, p.code) for p in found.notes] == [(1, "dates_mixed"), (3, "date_left_out")]


@pytest.mark.parametrize("column", ["price", "monthly fee", "iban", "next invoice date", "rechnungsbetrag", "plan name", "discount %"])
def test_money_is_never_proposed(column):
    assert foreign.propose([column, "name"]) == {column: "", "name": "name"}


def handed_in(cast: Cast, text: str, name: str = "liste.csv") -> ImportFile:
    answer = cast.client(cast.hanna).post("/lagerhaus/people-lists/", {"file": SimpleUploadedFile(name, text.encode("cp1252"))})
    assert answer.status_code == 302, answer.content.decode()
    return ImportFile.objects.latest("pk")


LIST = "Mensch;Post;Haus;Seit;Lieblingstier;Beitrag\nÄnne Groß;aenne@gross.example;Oben;01.02.2025;Otter;99\nMara Wendt;MARA@lagerhaus.example;;;Katze;99\n"


def test_an_unknown_list_is_mapped_looked_at_and_brought_in_by_the_worker(cast: Cast):
    Member.objects.filter(pk=cast.mara.pk).update(line="Ich rechne gern.")
    animal = ProfileField.objects.create(
        space=cast.house, about="person", kind="text", label_de="Lieblingstier", label_en="Animal", visibility="members"
    )
    row = handed_in(cast, LIST)
    browser = cast.client(cast.hanna)
    path = f"/lagerhaus/people-lists/{row.pk}/"
    page = browser.get(path).content.decode()
    assert "Otter" in page
    assert "fehlt" in page
    told = {"column-0": "name", "column-1": "email", "column-2": "location", "column-3": "joined_on", "column-4": f"field:{animal.pk}"}
    assert browser.post(path, {**told, "column-5": "name"}).status_code == 422
    assert browser.post(path, told).status_code == 302
    members, mails = Member.objects.count(), Mail.objects.count()
    assert "<dd>1</dd>" in browser.get(path).content.decode()
    assert Member.objects.count() == members
    assert browser.post(f"{path}run/").status_code == 302
    assert browser.post(f"{path}run/").status_code == 409
    assert browser.get(path).headers["Location"].endswith("/progress/")
    run_due()
    aenne = Member.objects.get(name="Änne Groß")
    assert (aenne.joined_on, aenne.location.name, aenne.account.email) == (date(2025, 2, 1), "Oben", "aenne@gross.example")
    assert dict(ProfileValue.objects.filter(field=animal).values_list("member__name", "value")) == {
        "Änne Groß": "Otter",
        "Mara Wendt": "Katze",
    }
    cast.mara.refresh_from_db()
    assert (cast.mara.name, cast.mara.line, cast.mara.left_on) == ("Mara Wendt", "Ich rechne gern.", None)
    assert Member.objects.count() == members + 1
    assert Mail.objects.count() == mails
    assert not Consent.objects.filter(member=aenne).exists()
    row.refresh_from_db()
    assert (row.text, row.done, row.total) == ("", 2, 2)
    assert "2 Leute sind übernommen" in browser.get(f"{path}progress/", headers={"HX-Request": "true"}).content.decode()
    # The next list of this kind is understood at once, and changes nothing.
    again = handed_in(cast, LIST)
    assert again.mapping == row.mapping
    actions.start(actor=cast.hanna, file_id=again.pk, at=cast.now)
    run_due()
    assert (Member.objects.count(), ProfileValue.objects.filter(field=animal).count(), ImportMapping.objects.count()) == (members + 1, 2, 1)


def test_a_stopped_import_goes_on_where_it_was(cast: Cast, monkeypatch):
    monkeypatch.setattr(actions, "BIT", 2)
    row = handed_in(cast, "name,email\n" + "".join(f"P {i},p{i}@x.example\n" for i in range(5)), "many.csv")
    actions.start(actor=cast.hanna, file_id=row.pk, at=cast.now)
    load, calls = actions.loading.load, []

    def dies(**told):
        calls.append(1)
        if len(calls) == 2:
            raise OSError("stop")
        load(**told)

    monkeypatch.setattr(actions.loading, "load", dies)
    with pytest.raises(OSError, match="stop"):
        actions.bring_in(file_id=row.pk, at=cast.now)
    row.refresh_from_db()
    assert (row.done, Account.objects.filter(email__endswith="@x.example").count()) == (2, 2)
    actions.bring_in(file_id=row.pk, at=cast.now)
    actions.bring_in(file_id=row.pk, at=cast.now)
    row.refresh_from_db()
    assert (row.done, Account.objects.filter(email__endswith="@x.example").count()) == (5, 5)
    assert row.done_at is not None
    assert Job.objects.filter(name=actions.JOB).count() == 1


def test_files_that_are_no_lists_are_refused_with_a_sentence(cast: Cast):
    browser = cast.client(cast.hanna)
    for raw in (b"", b"\x1f\x8bbroken", b"\x00\x01\x02\x81", b"name,name\nA,B\n"):
        assert browser.post("/lagerhaus/people-lists/", {"file": SimpleUploadedFile("x.csv", raw)}).status_code == 422, raw
    assert not ImportFile.objects.exists()
    assert cast.client(cast.mara).get("/lagerhaus/people-lists/").status_code == 403
    assert cast.client(cast.hanna, duty=False).get("/lagerhaus/people-lists/").status_code == 403


def test_the_same_lists_come_in_from_the_command_line_and_twice_change_nothing(cast: Cast, capsys):
    for system in ("cobot", "nexudus", "officernd", "other"):
        path = str(SAMPLES / f"{'cobot' if system == 'other' else system}.csv")
        call_command("import", "lagerhaus", "--from", system, path, "--yes")
        before = sorted(Member.objects.values_list("external_id", "name", "left_on", "joined_on"), key=str)
        call_command("import", "lagerhaus", "--from", system, path, "--yes")
        assert sorted(Member.objects.values_list("external_id", "name", "left_on", "joined_on"), key=str) == before
    assert Member.objects.filter(external_id__startswith="cobot:").count() == 6
    assert Company.objects.filter(name="Lind & Töchter").count() == 1
    assert "line 8" in capsys.readouterr().out.replace("Zeile", "line")
    assert not Mail.objects.filter(category="invitation").exists()


def test_lists_go_when_nobody_brings_them_in(cast: Cast):
    handed_in(cast, LIST)
    actions.forget_old(at=ImportFile.objects.get().made_at + 2 * actions.KEPT)
    assert not ImportFile.objects.exists()


def test_a_long_list_is_read_once_and_asks_the_same_for_every_bit(cast, monkeypatch):
    monkeypatch.setattr(actions, "BIT", 2)
    field = ProfileField.objects.create(space=cast.house, about="person", kind="text", label_de="Telefon", label_en="Phone")
    head = "name,email,telefon\n"
    row = handed_in(cast, head + "".join(f"P {i},p{i}@x.example,0561 {i}\n" for i in range(6)), "many.csv")
    mapping = {"name": "name", "email": "email", "telefon": f"{foreign.FIELD}{field.pk}"}
    actions.map_columns(actor=cast.hanna, file_id=row.pk, mapping=mapping, day_first=True, at=cast.now)
    actions.start(actor=cast.hanna, file_id=row.pk, at=cast.now)
    read, times = actions.lists.read, []
    monkeypatch.setattr(actions.lists, "read", lambda *told: times.append(1) or read(*told))
    actions.bring_in(file_id=row.pk, at=cast.now)
    assert len(times) == 1
    held = ProfileValue.objects.filter(field=field).order_by("member__account__email").values_list("member__account__email", "value")
    assert list(held) == [(f"p{i}@x.example", f"0561 {i}") for i in range(6)]
