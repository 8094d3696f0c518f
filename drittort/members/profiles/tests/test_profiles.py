"""Profiles: who reads what, who edits, what stays when something goes wrong."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from drittort.core.errors import Invalid, NotAllowed, NotFound
from drittort.core.files.actions import sweep
from drittort.core.files.tests import hostile
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail, StoredFile
from drittort.members.companies import actions as companies
from drittort.members.companies import industries
from drittort.members.models import (
    ChosenValue,
    Company,
    Consent,
    Employment,
    HouseValue,
    Member,
    Notice,
    ProfileField,
    ProfileValue,
    ShowcaseItem,
    StandingLine,
)
from drittort.members.notices.queries import sentences
from drittort.members.profiles import actions, queries, rules
from drittort.members.profiles.actions import Given
from drittort.members.profiles.models import About, Kind, Visibility
from drittort.members.profiles.rules import Anybody, Owner
from drittort.members.showcase.actions import show_work
from drittort.members.skills import vocabulary
from drittort.members.values import actions as values
from drittort.spaces.actions import open_space
from drittort.spaces.models import Location
from tests.cast import Cast, build

ME = "/lagerhaus/me/profile/"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}}


def field(cast: Cast, kind: str = Kind.TEXT, about: str = About.PERSON, **more) -> ProfileField:
    return ProfileField.objects.create(
        space=cast.house, about=about, kind=kind, label_de=f"Frage {kind}", label_en=f"Question {kind}", **more
    )


SAMPLES = {
    Kind.TEXT: "planted{n}text", Kind.LONG: "planted{n}long\nplanted{n}second", Kind.CHOICE: "planted{n}choice", Kind.TAGS: ["planted{n}tag"],
    Kind.LINK: "https://planted{n}.example/", Kind.DATE: "1971-02-03", Kind.FILE: {"file": 1, "token": "t", "name": "planted{n}file.pdf"},
}  # fmt: skip


def planted(sample, n: str):
    if isinstance(sample, dict):
        return {k: v.replace("{n}", n) if isinstance(v, str) else v for k, v in sample.items()}
    return [one.replace("{n}", n) for one in sample] if isinstance(sample, list) else sample.replace("{n}", n)


def test_no_reader_of_lower_standing_ever_reads_a_planted_value(cast: Cast):
    cast.house.settings = {"public_profiles": True}
    cast.house.save()
    company = cast.mara.employments.get().company
    for kind, sample in SAMPLES.items():
        options = [
            {"key": f"planted{n}choice", "de": f"planted{n}choice", "en": f"planted{n}choice"}
            for n in ("ME", "MEMBERS", "PUBLIC", "NARROWED", "RETIRED")
        ]
        for n, visibility in (("ME", "me"), ("MEMBERS", "members"), ("PUBLIC", "public")):
            for keys, about in (({"member": cast.mara}, About.PERSON), ({"company": company}, About.COMPANY)):
                one = field(cast, kind, about, options=options)
                ProfileValue.objects.create(
                    field=one, value=planted(sample, n), visibility=visibility, language="de", changed_at=cast.now, **keys
                )
        for n, more in (("NARROWED", {"widest": "me"}), ("RETIRED", {"retired_at": cast.now})):
            one = field(cast, kind, options=options, **more)
            ProfileValue.objects.create(
                field=one, value=planted(sample, n), visibility="public", language="de", changed_at=cast.now, member=cast.mara
            )
    pages = [
        reverse(f"members:{name}", args=["lagerhaus", *args])
        for name, args in (
            ("person", [cast.mara.pk]), ("people", []), ("me", []), ("edit_profile", []), ("company", [company.pk]), ("companies", []), ("skills", []),
            ("public_profile", [cast.mara.pk]), ("edit_person", [cast.mara.pk]), ("edit_company", [company.pk]), ("profile_fields", []),
        )
    ]  # fmt: skip
    pages += [f"/lagerhaus/{path}" for path in ("", "care/", "needs/", "map/", "people/?q=planted", "skills/?q=planted")]

    def seen(reader: Member | None) -> str:
        browser = cast.client(reader)
        return "".join(browser.get(page).content.decode() for page in pages)

    options_words = {f"planted{n}choice" for n in ("ME", "MEMBERS", "NARROWED", "RETIRED")}

    def found(text: str, n: str) -> set[str]:
        return {
            word
            for word in (f"planted{n}text", f"planted{n}long", f"planted{n}tag", f"planted{n}.example", f"planted{n}file")
            if word in text
        }

    everything = 5
    own = seen(cast.mara)
    assert len(found(own, "ME")) == len(found(own, "MEMBERS")) == len(found(own, "PUBLIC")) == len(found(own, "NARROWED")) == everything
    assert not found(own, "RETIRED")
    for reader in (cast.jonas, cast.hanna):
        text = seen(reader)
        assert len(found(text, "MEMBERS")) == len(found(text, "PUBLIC")) == everything
        assert not found(text, "ME") | found(text, "NARROWED") | found(text, "RETIRED")
    for reader in (cast.sten, None):
        text = seen(reader)
        assert len(found(text, "PUBLIC")) == everything
        assert not found(text, "ME") | found(text, "MEMBERS") | found(text, "NARROWED") | found(text, "RETIRED")
        assert not any(word in text for word in options_words)
    texts = queries.search_texts(cast.house, public=False)[cast.mara.pk]
    said = " ".join(text for text, _language in texts)
    assert "plantedMEMBERStext" in said
    assert "plantedME" not in said.replace("plantedMEMBERS", "")
    assert "plantedRETIRED" not in said
    assert all("MEMBERS" not in text for text, _l in queries.search_texts(cast.house, public=True)[cast.mara.pk])
    cast.house.settings = {}
    cast.house.save()
    assert cast.client(None).get(f"/lagerhaus/people/{cast.mara.pk}/public/").status_code == 404
    assert not rules.visible_values(Anybody(cast.house)).exists()
    # Who works for the company reads what is for its people; who left does not.
    assert rules.visible_values(cast.ada).filter(company=company, visibility="me").count() == len(SAMPLES)
    companies.leave_company(actor=cast.ada, company_id=company.pk, at=cast.now)
    assert not rules.visible_values(cast.ada).filter(visibility="me").exists()
    Member.objects.filter(pk=cast.mara.pk).update(left_on=cast.now.date())
    assert not rules.visible_values(cast.jonas).filter(member=cast.mara).exists()


def test_each_kind_is_filled_in_and_read(cast: Cast):
    choice = [{"key": "a", "de": "Eins", "en": "One"}, {"key": "b", "de": "Zwei", "en": "Two"}]
    fields = {kind: field(cast, kind, options=choice, skills=True) for kind in Kind.values}
    given = {
        Kind.TEXT: "Filterkaffee",
        Kind.LONG: "Lang\nund breit",
        Kind.CHOICE: "b",
        Kind.TAGS: "VAT, umsatzsteuer, Flüsterkisten",
        Kind.LINK: "mara.example",
        Kind.DATE: "2026-01-02",
        Kind.FILE: SimpleUploadedFile("Über mich.pdf", b"%PDF-1.7\n%%EOF"),
    }
    browser = cast.client(cast.mara)
    answer = browser.post(ME + "answers/", {**{f"f{fields[k].pk}": v for k, v in given.items()}, "language": "de"})
    assert answer.status_code == 302
    held = {row.field.kind: row.value for row in ProfileValue.objects.select_related("field")}
    assert held[Kind.TAGS] == ["skill:vat", "Flüsterkisten"]
    assert held[Kind.LINK] == "https://mara.example"
    page = cast.client(cast.jonas).get(f"/lagerhaus/people/{cast.mara.pk}/").content.decode()
    for word in (
        "Filterkaffee",
        "Zwei",
        "Umsatzsteuer",
        "Flüsterkisten",
        "mara.example",
        "2.\N{NO-BREAK SPACE}Januar 2026",
        "Über mich.pdf",
    ):
        assert word in page, word
    english = cast.client(cast.jonas).get(f"/lagerhaus/people/{cast.mara.pk}/", headers={"Accept-Language": "en"}).content.decode()
    assert "VAT" in english
    file = held[Kind.FILE]
    where = reverse("core:file", args=["lagerhaus", file["token"], file["name"]])
    assert cast.client(cast.jonas).get(where)["Content-Disposition"].startswith("attachment")
    ProfileValue.objects.update(visibility=Visibility.ME)
    assert cast.client(cast.jonas).get(where).status_code == 404
    assert browser.get(where).status_code == 200
    row = LedgerRow.objects.get(kind="profile.changed")
    assert sorted(row.facts["fields"]) == sorted(f.pk for f in fields.values())
    assert "Filterkaffee" not in str(row.facts)


def test_a_document_that_is_taken_away_is_gone(cast: Cast):
    document, retired = field(cast, Kind.FILE), field(cast, Kind.FILE)
    browser = cast.client(cast.mara)
    sent = {f"f{one.pk}": SimpleUploadedFile("a.txt", b"Hallo") for one in (document, retired)}
    assert browser.post(ME + "answers/", sent).status_code == 302
    ProfileField.objects.filter(pk=retired.pk).update(retired_at=cast.now)
    assert StoredFile.objects.filter(purpose="members.document").count() == 2
    assert browser.post(ME + "answers/", {f"drop{document.pk}": "1"}).status_code == 302
    (left,) = StoredFile.objects.filter(purpose="members.document")
    assert left.pk == ProfileValue.objects.get().value["file"]
    # What belongs to no answer any more is swept, whatever way it came about; under a retired question it stays.
    StoredFile.objects.update(created_at=cast.now - timedelta(days=2))
    sweep(at=cast.now)
    assert StoredFile.objects.filter(pk=left.pk).exists()
    ProfileValue.objects.all().delete()
    sweep(at=cast.now)
    assert not StoredFile.objects.filter(pk=left.pk).exists()


def test_whoever_says_that_they_belong_to_a_company_reads_nothing_more(cast: Cast):
    company = cast.mara.employments.get().company
    turnover = field(cast, about=About.COMPANY)
    ProfileValue.objects.create(field=turnover, company=company, value="streng geheim", visibility="me", language="de", changed_at=cast.now)
    page = reverse("members:company", args=["lagerhaus", company.pk])
    browser = cast.client(cast.neo)
    assert browser.post(f"{page}join/").status_code == 302
    assert "streng geheim" not in browser.get(page).content.decode()
    assert browser.get(f"{page}edit/").status_code == 403
    assert browser.post(f"{page}admin/", {"member": cast.neo.pk}).status_code == 403
    for colleague in (cast.mara, cast.ada):
        assert "streng geheim" in cast.client(colleague).get(page).content.decode()
    # An admin gives them the page; then they read it.
    for _time in range(2):
        assert cast.client(cast.ada).post(f"{page}admin/", {"member": cast.neo.pk}).status_code == 302
    assert LedgerRow.objects.filter(kind="profile.changed", actor_id=cast.ada.pk).count() == 1
    assert "streng geheim" in browser.get(page).content.decode()


def test_a_location_that_was_removed_is_nobodys_choice(cast: Cast):
    sent = {"languages": ["de"], "rhythm": "14", "location": cast.upstairs.pk}
    browser = cast.client(cast.mara)
    assert browser.post(ME + "days/", sent).status_code == 302
    Location.objects.filter(pk=cast.upstairs.pk).update(removed_at=cast.now)
    assert f'value="{cast.upstairs.pk}">Oben' not in browser.get(ME).content.decode()
    assert browser.post(ME + "days/", sent).status_code == 422
    with pytest.raises(NotFound):
        actions.save_days(
            actor=cast.mara, owner=Owner(member=cast.mara), days=(), location=cast.upstairs.pk, languages=["de"], meets_online=False,
            rhythm=14, at=cast.now,
        )  # fmt: skip


def test_bad_input_keeps_everything_and_changes_nothing(cast: Cast):
    text, link = field(cast), field(cast, Kind.LINK)
    answer = cast.client(cast.mara).post(ME + "answers/", {f"f{text.pk}": "bleibt stehen", f"f{link.pk}": "kein link hier"})
    assert answer.status_code == 422
    assert "bleibt stehen" in answer.content.decode()
    assert "kein link hier" in answer.content.decode()
    assert not ProfileValue.objects.exists()
    part = cast.client(cast.mara).post(ME + "answers/", {f"f{link.pk}": "nein"}, headers={"HX-Request": "true"})
    assert part.status_code == 422
    assert part.content.decode().lstrip().startswith('<section class="chapter" id="answers"')
    bad = field(cast, Kind.FILE)
    answer = cast.client(cast.mara).post(ME + "answers/", {f"f{text.pk}": "auch das", f"f{bad.pk}": SimpleUploadedFile("a.pdf", b"MZ")})
    assert answer.status_code == 422
    assert "auch das" in answer.content.decode()
    assert not ProfileValue.objects.exists()


def test_sections_are_saved_on_their_own_and_twice_is_once(cast: Cast):
    browser = cast.client(cast.mara)
    for _time in range(2):
        assert browser.post(ME + "lines/", {"offers": "Eins\n\nZwei\nEins", "seeks": "", "language": "de"}).status_code == 302
    assert list(StandingLine.objects.filter(member=cast.mara).values_list("text", flat=True)) == ["Eins", "Zwei"]
    assert LedgerRow.objects.filter(kind="profile.changed").count() == 1
    assert browser.post(ME + "lines/", {"offers": "\n".join("abcdefgh"), "seeks": "", "language": "de"}).status_code == 422
    assert browser.post(ME + "about/", {"name": "Mara W.", "line": "Zahlen."}).status_code == 302
    assert browser.post(ME + "about/", {"name": "", "line": "Zahlen."}).status_code == 422
    assert (
        browser.post(
            ME + "days/", {"days": ["1", "3"], "languages": ["de", "fr"], "rhythm": "14", "location": cast.upstairs.pk}
        ).status_code
        == 302
    )
    assert browser.post(ME + "days/", {"days": ["9"], "languages": ["de"], "rhythm": "14"}).status_code == 422
    assert browser.post(ME + "nonsense/").status_code == 404
    cast.mara.refresh_from_db()
    assert (cast.mara.name, cast.mara.days, cast.mara.languages, cast.mara.rhythm, cast.mara.location) == (
        "Mara W.",
        [1, 3],
        ["de", "fr"],
        14,
        cast.upstairs,
    )


def test_who_may_edit_whom_and_the_owner_is_told(cast: Cast):
    secret = ProfileValue.objects.create(
        field=field(cast), value="secret", visibility="me", language="de", changed_at=cast.now, member=cast.mara
    )
    theirs = f"/lagerhaus/people/{cast.mara.pk}/edit/"
    assert cast.client(cast.jonas).get(theirs).status_code == 403
    assert cast.client(cast.sten).get(theirs).status_code == 404
    browser = cast.client(cast.hanna)
    assert "secret" not in browser.get(theirs).content.decode()
    other = field(cast, help_de="Nr. 2")
    assert browser.post(theirs + "answers/", {f"f{other.pk}": "von Hanna", f"f{secret.field_id}": "overwritten"}).status_code == 302
    secret.refresh_from_db()
    assert secret.value == "secret"
    assert browser.post(theirs + "about/", {"name": "Mara Wendt", "line": "Neu."}).status_code == 302
    run_due()
    told = list(Notice.objects.filter(member=cast.mara).order_by("pk"))
    said = [sentence.text for sentence in sentences(told, cast.house.pk).values()]
    assert said == [
        "Hanna Brandt hat dein Profil geändert: Frage text.",
        "Hanna Brandt hat dein Profil geändert: der Satz über dich.",
    ]
    assert "von Hanna" not in str([one.facts for one in told])
    # Whatever hour and day it is now: in between there are open hours.
    for hours in range(1, 97, 10):
        run_due(clock=lambda hours=hours: timezone.now() + timedelta(hours=hours))
    (mail,) = Mail.objects.filter(to_member_id=cast.mara.pk, category="profile")
    assert "Frage text" in mail.text
    cast.client(cast.mara).post(ME + "about/", {"name": "Mara Wendt", "line": "Wieder ich."})
    run_due()
    assert Notice.objects.filter(member=cast.mara).count() == 2


def test_whoever_has_the_power_learns_that_duty_opens_it(cast: Cast):
    firm, hanna = Company.objects.create(space=cast.house, name="Werkstatt Nord"), Member.objects.get(pk=cast.hanna.pk)
    for owner in (Owner(member=cast.mara), Owner(company=firm)):
        assert rules.may_edit(hanna, owner).way == "duty"
        assert (rules.may_edit(cast.jonas, owner).allowed, rules.may_edit(cast.jonas, owner).way) == (False, "")
    off, person = cast.client(cast.hanna, duty=False), reverse("members:person", args=["lagerhaus", cast.mara.pk])
    edit = reverse("members:edit_person", args=["lagerhaus", cast.mara.pk])
    assert edit in off.get(person).content.decode()
    assert edit not in cast.client(cast.jonas).get(person).content.decode()
    for path in (edit, reverse("members:profile_fields", args=["lagerhaus"])):
        refused = off.get(path)
        assert (refused.status_code, reverse("members:begin_duty", args=["lagerhaus"]) in refused.content.decode()) == (403, True)


def test_a_page_of_a_company_names_nothing_that_is_not_there(cast: Cast):
    firm = Company.objects.create(space=cast.house, name="Werkstatt Nord")
    page = reverse("members:company", args=["lagerhaus", firm.pk])
    assert "Hier steht noch nichts." not in cast.client(cast.mara).get(page).content.decode()
    Employment.objects.create(member=cast.mara, company=firm, from_on=cast.now.date(), is_admin=True)
    assert cast.client(cast.mara).get(page).content.decode().count("Hier steht noch nichts.") == 2


def test_who_cares_for_a_company_hears_what_others_change_there(cast: Cast):
    company = cast.mara.employments.get().company
    Employment.objects.filter(member=cast.mara, company=company).update(is_admin=True)
    page = f"/lagerhaus/companies/{company.pk}/edit/"
    assert cast.client(cast.hanna).post(page + "about/", {"name": company.name, "line": "Von Hanna.", "industry": ""}).status_code == 302
    run_due()
    assert [one.member for one in Notice.objects.select_related("member")] == [cast.mara]
    (said,) = sentences(Notice.objects.all(), cast.house.pk).values()
    assert said.text.startswith(f"Hanna Brandt hat die Seite von {company.name} geändert: ")
    assert cast.client(cast.mara).post(page + "about/", {"name": company.name, "line": "Von Mara.", "industry": ""}).status_code == 302
    run_due()
    assert Notice.objects.count() == 1
    Employment.objects.filter(company=company).update(is_admin=False)
    assert cast.client(cast.hanna).post(page + "about/", {"name": company.name, "line": "Noch mal.", "industry": ""}).status_code == 302
    run_due()
    assert {one.member for one in Notice.objects.select_related("member")} == {cast.mara, cast.ada}


def test_who_comes_second_loses_no_word_and_overwrites_nothing_unseen(cast: Cast):
    company = cast.mara.employments.get().company
    Employment.objects.filter(company=company).update(is_admin=True)
    page = f"/lagerhaus/companies/{company.pk}/edit/"

    def sign(member: Member, section: str) -> str:
        text = cast.client(member).get(page).content.decode().split(f'id="{section}"')[1]
        return text.split('name="was" value="')[1].split('"')[0]

    asked = field(cast, about=About.COMPANY)
    for section, first, second, kept in (
        ("about", {"name": company.name, "line": "Maras Zeile"}, {"name": company.name, "line": "Adas Zeile"}, "Zeile"),
        ("lines", {"offers": "Maras Wort", "language": "de"}, {"offers": "Adas Wort", "language": "de"}, "Wort"),
        ("answers", {f"f{asked.pk}": "Maras Antwort"}, {f"f{asked.pk}": "Adas Antwort"}, "Antwort"),
    ):
        mara, ada = sign(cast.mara, section), sign(cast.ada, section)
        assert cast.client(cast.mara).post(page + section + "/", {**first, "was": mara}).status_code == 302
        late = cast.client(cast.ada).post(page + section + "/", {**second, "was": ada}, headers={"HX-Request": "true"})
        text = late.content.decode()
        assert late.status_code == 409, section
        assert f"Adas {kept}" in text
        assert f"Maras {kept}" in text
        whole = cast.client(cast.ada).post(page + section + "/", {**second, "was": ada})
        assert (whole.status_code, f"Adas {kept}" in whole.content.decode()) == (409, True)
        assert f"Maras {kept}" in cast.client(cast.jonas).get(f"/lagerhaus/companies/{company.pk}/").content.decode()
        again = text.split('name="was" value="')[1].split('"')[0]
        assert cast.client(cast.ada).post(page + section + "/", {**second, "was": again}).status_code == 302
        assert f"Adas {kept}" in cast.client(cast.jonas).get(f"/lagerhaus/companies/{company.pk}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_one_wins_and_the_other_is_told():
    cast = build()
    company = cast.mara.employments.get().company
    Employment.objects.filter(company=company).update(is_admin=True)
    page = f"/lagerhaus/companies/{company.pk}/edit/"
    was = cast.client(cast.mara).get(page).content.decode().split('id="about"')[1].split('name="was" value="')[1].split('"')[0]
    together = threading.Barrier(2)

    def save(member: Member) -> int:
        try:
            browser = cast.client(member)
            together.wait(timeout=10)
            return browser.post(page + "about/", {"name": company.name, "line": f"Von {member.name}", "was": was}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(save, (cast.mara, cast.ada)))
    assert answers == [302, 409]
    assert LedgerRow.objects.filter(kind="profile.changed").count() == 1


def test_a_person_shows_work_too(cast: Cast):
    mara = cast.client(cast.mara)
    page = "/lagerhaus/me/works/"
    assert mara.post(page, {"title": ""}).status_code == 422
    picture = SimpleUploadedFile("a.png", hostile.picture("PNG", (800, 400)), "image/png")
    assert mara.post(page, {"title": "Steuer ohne Angst", "text": "Ein Heft", "picture": picture}).status_code == 302
    shown = cast.client(cast.jonas).get(f"/lagerhaus/people/{cast.mara.pk}/").content.decode()
    assert "Steuer ohne Angst" in shown
    source = shown.split('class="work-picture" src="')[1].split('"')[0]
    assert cast.client(cast.jonas).get(source).status_code == 200
    assert cast.client(cast.sten).get(source).status_code == 404
    item = ShowcaseItem.objects.get()
    assert cast.client(cast.jonas).post(f"/lagerhaus/me/works/{item.pk}/down/").status_code == 404
    assert mara.post(f"/lagerhaus/me/works/{item.pk}/down/").status_code == 302
    assert mara.post(f"/lagerhaus/me/works/{item.pk}/down/").status_code == 404
    for k in range(6):
        assert mara.post(page, {"title": f"w{k}"}).status_code == 302
    full = mara.post(page, {"title": "zu viel", "picture": SimpleUploadedFile("a.png", hostile.picture("PNG"), "image/png")})
    assert full.status_code == 422
    assert ShowcaseItem.objects.count() == 6
    assert not StoredFile.objects.filter(purpose="members.work").exists()


def test_words_are_proposed_with_how_others_write_it(cast: Cast):
    StandingLine.objects.create(member=cast.jonas, side="offer", text="Ich helfe bei der Umsatzsteuer", language="de")
    browser = cast.client(cast.mara)
    page = browser.get("/lagerhaus/me/profile/").content.decode()
    assert 'data-url="/lagerhaus/skills/?side=offer"' in page
    part = browser.get("/lagerhaus/skills/?side=offer&q=VAT", headers={"HX-Request": "true"}).content.decode()
    assert '<option value="Umsatzsteuer">' in part
    assert "Ich helfe bei der Umsatzsteuer" in part
    assert "Jonas" in part
    for reader, query in ((cast.mara, "?side=seek&q=VAT"), (cast.jonas, "?side=offer&q=VAT"), (cast.mara, "?side=nonsense&q=VAT")):
        text = cast.client(reader).get(f"/lagerhaus/skills/{query}", headers={"HX-Request": "true"}).content.decode()
        assert "Ich helfe bei" not in text
    assert 'data-url="/lagerhaus/industries/"' in cast.client(cast.mara).get("/lagerhaus/companies/").content.decode()


def test_the_house_shapes_its_questions(cast: Cast):
    base = {
        "add": "field",
        "label_de": "Haustier",
        "label_en": "Pet",
        "about": "person",
        "kind": "choice",
        "visibility": "members",
        "widest": "public",
    }
    browser = cast.client(cast.hanna)
    assert browser.post("/lagerhaus/house/profile/", {**base, "options": "Hund"}).status_code == 422
    assert browser.post("/lagerhaus/house/profile/", {**base, "options": "Hund = Dog\nKatze = Cat"}).status_code == 302
    pet = ProfileField.objects.get()
    assert pet.options[0] == {"key": "hund", "de": "Hund", "en": "Dog"}
    actions.save_answers(
        actor=cast.mara, owner=Owner(member=cast.mara), given={pet.pk: Given("hund", "members")}, language="de", at=cast.now
    )
    first = actions.add_field(actor=cast.hanna, about="person", at=cast.now, label_de="x", label_en="x", kind="text")
    browser.post(f"/lagerhaus/house/profile/{first.pk}/move/", {"to": "up"})
    assert list(ProfileField.objects.values_list("pk", flat=True)) == [first.pk, pet.pk]
    with pytest.raises(Invalid):
        actions.change_field(actor=cast.hanna, field_id=pet.pk, at=cast.now, kind="text")
    with pytest.raises(NotAllowed):
        actions.change_field(actor=cast.mara, field_id=pet.pk, at=cast.now, label_de="y")
    assert (
        browser.post(f"/lagerhaus/house/profile/{pet.pk}/", {**base, "label_de": "Tier", "options": "Katze = Cat\nHund = Dog"}).status_code
        == 302
    )
    assert "Hund" in cast.client(cast.jonas).get(f"/lagerhaus/people/{cast.mara.pk}/").content.decode()
    answer = browser.post(f"/lagerhaus/house/profile/{pet.pk}/retire/", follow=True)
    assert f"/house/profile/{pet.pk}/restore/" in answer.content.decode()
    assert "Hund" not in cast.client(cast.mara).get(f"/lagerhaus/people/{cast.mara.pk}/").content.decode()
    browser.post(f"/lagerhaus/house/profile/{pet.pk}/restore/")
    assert "Hund" in cast.client(cast.jonas).get(f"/lagerhaus/people/{cast.mara.pk}/").content.decode()


def test_a_new_house_asks_something(db, cast: Cast):
    space = open_space(slug="neues-haus", name="Neues Haus", at=cast.now)
    assert ProfileField.objects.filter(space=space, about="person").count() >= 6
    assert ProfileField.objects.filter(space=space, label_de="Telefon", visibility="me").exists()


def test_required_answers_are_asked_for(cast: Cast):
    needed = field(cast, required=True)
    with pytest.raises(Invalid):
        actions.save_answers(
            actor=cast.mara, owner=Owner(member=cast.mara), given={needed.pk: Given("", "members")}, language="de", at=cast.now
        )


def test_companies_are_joined_left_and_shown(cast: Cast):
    games = Company.objects.get(name="Pixelküche")
    browser = cast.client(cast.mara)
    page = f"/lagerhaus/companies/{games.pk}/"
    for _time in range(2):
        assert browser.post(page + "join/").status_code == 302
    assert cast.mara.employments.filter(until_on=None).count() == 2
    assert "Mara Wendt" in browser.get(page).content.decode()
    assert browser.post(page + "leave/").status_code == 302
    assert cast.mara.employments.filter(company=games, until_on=None).count() == 0
    assert browser.get(page + "edit/").status_code == 403
    mine = cast.client(cast.jonas)
    assert mine.post(page + "edit/about/", {"name": "Pixelküche", "line": "Spiele", "industry": "Werbeagenturen"}).status_code == 302
    games.refresh_from_db()
    assert games.industry == "73.11"
    wrong = mine.post(page + "edit/about/", {"name": "Pixelküche", "line": "Spiele", "industry": "gibtsnicht"})
    assert wrong.status_code == 422
    assert "gibtsnicht" in wrong.content.decode()
    assert mine.post(page + "edit/about/", {"name": "Steuerbüro Wendt"}).status_code == 422
    assert mine.post(page + "edit/lines/", {"offers": "Spiele für Museen", "seeks": "", "language": "de"}).status_code == 302
    picture = SimpleUploadedFile("a.png", hostile.picture("PNG", (800, 400)), "image/png")
    assert (
        mine.post(
            page + "works/", {"title": "Waldwächter", "text": "Ein Spiel", "link": "https://wald.example", "picture": picture}
        ).status_code
        == 302
    )
    assert mine.post(page + "works/", {"title": "Bös", "picture": SimpleUploadedFile("a.png", b"<svg/>", "image/png")}).status_code == 422
    shown = browser.get(page).content.decode()
    assert "Waldwächter" in shown
    assert "Spiele für Museen" in shown
    source = shown.split('class="work-picture" src="')[1].split('"')[0]
    assert browser.get(source)["Content-Type"] == "image/webp"
    assert cast.client(cast.sten).get(source).status_code == 404
    for k in range(5):
        show_work(actor=cast.jonas, owner=Owner(company=games), title=f"w{k}", text="", link="", language="de", picture=None, at=cast.now)
    with pytest.raises(Invalid):
        show_work(actor=cast.jonas, owner=Owner(company=games), title="7", text="", link="", language="de", picture=None, at=cast.now)
    with pytest.raises(NotFound):
        companies.join_company(actor=cast.sten, company_id=games.pk, at=cast.now)


def test_the_last_admin_hands_over(cast: Cast):
    made = companies.found_company(actor=cast.neo, name="Neu", line="", industry="", at=cast.now)
    companies.join_company(actor=cast.ada, company_id=made.pk, at=cast.now)
    assert not rules.may_edit(cast.ada, Owner(company=made))
    companies.leave_company(actor=cast.neo, company_id=made.pk, at=cast.now)
    assert rules.may_edit(cast.ada, Owner(company=made))
    assert not rules.may_edit(cast.neo, Owner(company=made))
    with pytest.raises(Invalid):
        companies.found_company(actor=cast.neo, name="Neu", line="", industry="", at=cast.now)


def test_values_are_chosen_three_at_most(cast: Cast):
    named = [values.name_value(actor=cast.hanna, at=cast.now, name_de=f"W{k}", name_en=f"V{k}") for k in range(12)]
    with pytest.raises(Invalid):
        values.name_value(actor=cast.hanna, at=cast.now, name_de="zu viel", name_en="too much")
    chosen = {f"c{v.pk}": "on" for v in named[:3]} | {f"m{named[0].pk}": "Ich höre zu."}
    assert cast.client(cast.mara).post(ME + "values/", chosen).status_code == 302
    too_many = cast.client(cast.mara).post(ME + "values/", chosen | {f"c{named[3].pk}": "on", f"m{named[3].pk}": "bleibt"})
    assert too_many.status_code == 422
    assert "bleibt" in too_many.content.decode()
    assert ChosenValue.objects.filter(member=cast.mara).count() == 3
    assert "Ich höre zu." in cast.client(cast.jonas).get(f"/lagerhaus/people/{cast.mara.pk}/").content.decode()
    values.retire_value(actor=cast.hanna, value_id=named[0].pk, at=cast.now)
    assert "Ich höre zu." not in cast.client(cast.jonas).get(f"/lagerhaus/people/{cast.mara.pk}/").content.decode()
    assert HouseValue.objects.filter(retired_at=None).count() == 11


def test_shared_values_are_a_reason(cast: Cast):
    from drittort.connect.introductions.rounds import gather, make_round

    value = values.name_value(actor=cast.hanna, at=cast.now, name_de="Handwerk", name_en="Craft")
    for person in (cast.neo, cast.jonas):
        values.choose_values(actor=person, owner=Owner(member=person), chosen={value.pk: ""}, language="de", at=cast.now)
    assert gather(cast.house, cast.now).values == {cast.neo.pk: frozenset({value.pk}), cast.jonas.pk: frozenset({value.pk})}
    Consent.objects.filter(kind="introduced").exclude(member__in=[cast.neo, cast.jonas]).delete()
    made = make_round(space=cast.house, at=cast.now, seed=1)
    together = [d for d in made.drafts.all() if {d.first_id, d.second_id} == {cast.neo.pk, cast.jonas.pk}]
    assert together
    assert {"code": "shared", "value_de": "Handwerk", "value_en": "Craft"} in together[0].reasons


def test_skills_are_found_in_either_language():
    for asked, key in (
        ("umsatz", "vat"),
        ("VAT", "vat"),
        ("Ubersetz", "translation"),
        ("uebersetz", "translation"),
        ("übersetz", "translation"),
        ("lawyer", "contract-law"),
        ("töpf", "ceramics"),
        ("steuer", "tax-advice"),
    ):
        assert key in [one.key for one in vocabulary.propose(asked)], asked
    assert vocabulary.propose("") == []
    assert vocabulary.tag_of("  MwSt ") == "skill:vat"
    assert vocabulary.tag_of("Flüsterkisten") == "Flüsterkisten"
    assert vocabulary.tag_of("skill:none") == "none"
    assert len(vocabulary.skills()) >= 245


def test_industries_are_found_in_either_language():
    assert industries.code_of("62.01") == "62.01"
    assert industries.code_of("Programmierungstätigkeiten (62.01)") == "62.01"
    assert "71.11" in [one.code for one in industries.propose("architektur")]
    assert "71.11" in [one.code for one in industries.propose("architectural")]
    assert industries.code_of("nichts davon") == ""


def test_pages_cost_the_same_whatever_their_rows(cast: Cast):
    browser = cast.client(cast.jonas)
    company = cast.mara.employments.get().company
    for page in (f"/lagerhaus/people/{cast.mara.pk}/", f"/lagerhaus/companies/{company.pk}/"):
        counts = []
        for _time in range(2):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert browser.get(page).status_code == 200
            counts.append(len(asked))
            for k in range(5):
                about, keys = (About.PERSON, {"member": cast.mara}) if "people" in page else (About.COMPANY, {"company": company})
                ProfileValue.objects.create(
                    field=field(cast, about=about), value=f"v{k}", visibility="members", language="de", changed_at=cast.now, **keys
                )
        assert counts[0] == counts[1] <= 15
    own = cast.client(cast.mara)
    with CaptureQueriesContext(connection) as asked:
        own.get(ME)
    assert len(asked) <= 15, [one["sql"][:90] for one in asked]
