"""Loading people and companies: what is new, changed, unchanged, and what may not be overwritten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from drittort.members.importing import actions, queries
from drittort.members.importing.forms import Rows, read_companies, read_people
from drittort.members.models import Account, Company, Consent, Employment, Member, StandingLine
from drittort.spaces.models import Location, Space
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    space = Space.objects.create(slug="werk", name="Werk", created_at=NOW)
    Location.objects.create(space=space, name="Oben")
    return space


def rows_of(people="", companies="", *, names_needed=True):
    a = read_people("people.csv", people, today=NOW.date(), names_needed=names_needed) if people else Rows()
    b = read_companies("companies.csv", companies) if companies else Rows()
    return Rows(a.people, b.companies, (*b.problems, *a.problems), a.people_file, b.companies_file)


def plan(space, people="", companies="", *, unknown=(), first_seen=None, at=NOW):
    rows = rows_of(people, companies, names_needed=not unknown)
    assert not rows.problems
    places = list(Location.objects.filter(space=space).values_list("name", flat=True))
    return queries.plan(space=space, rows=rows, unknown=unknown, first_seen=first_seen or {}, at=at, locations=places)


def load(space, people="", companies="", *, at=NOW, **more):
    made = plan(space, people, companies, at=at, **more)
    assert not made.problems
    with transaction.atomic():
        actions.load(space=space, plan=made, at=at)
    return made


PEOPLE = (
    "id,name,email,company,joined_on,languages,days,location,line,offers,needs,counted_since,team\n"
    "m,Mara,mara@x.example,w,2025-01-01,de|en,Mo,Oben,Ich rechne.,Steuer|Buchhaltung,Webseite,2025-02-01,rot\n"
    "j,Jonas,,Pixel,,,,,,,,,\n"
)
COMPANIES = "id,name,industry\nw,Wendt,69.20\np,Pixel,\n"


def test_everything_in_a_line_is_stored(house):
    load(house, PEOPLE, COMPANIES)
    mara = Member.objects.get(external_id="m")
    assert (mara.name, mara.line, mara.language, mara.languages, mara.days, mara.attributes) == (
        "Mara",
        "Ich rechne.",
        "de",
        ["de", "en"],
        [0],
        {"team": "rot"},
    )
    assert mara.account.email == "mara@x.example"
    assert not mara.account.has_usable_password()
    assert mara.location.name == "Oben"
    assert [(line.side, line.text) for line in mara.lines.all()] == [("offer", "Steuer"), ("offer", "Buchhaltung"), ("seek", "Webseite")]
    assert [(e.company.name, e.company.industry, e.from_on, e.until_on) for e in mara.employments.all()] == [
        ("Wendt", "69.20", date(2025, 1, 1), None)
    ]
    consent = mara.consents.get()
    assert (consent.kind, house.day(consent.given_at)) == ("counted", date(2025, 2, 1))
    jonas = Member.objects.get(external_id="j")
    assert (jonas.joined_on, jonas.account, jonas.employments.get().company.external_id) == (house.day(NOW), None, "p")
    assert len(mara.portrait) == 20
    assert mara.portrait != jonas.portrait


def test_the_same_again_is_no_change(house):
    load(house, PEOPLE, COMPANIES)
    again = plan(house, PEOPLE, COMPANIES, at=NOW + timedelta(days=400))
    assert not again.is_change
    assert (again.people_unchanged, again.companies_unchanged) == (2, 2)


def test_only_what_is_different_is_written(house):
    load(house, PEOPLE, COMPANIES)
    changed = plan(house, PEOPLE.replace("Ich rechne.", "Ich rechne gern.").replace("rot", "blau"), COMPANIES)
    [mara] = changed.people
    assert mara.fields == {"line": "Ich rechne gern.", "attributes": {"team": "blau"}}
    assert (mara.email, mara.company, mara.lines, mara.consents) == (None, None, {}, ())


def test_empty_cells_leave_what_people_wrote_themselves(house):
    load(house, PEOPLE, COMPANIES)
    made = plan(house, "id,name,line,offers,team,company\nm,Mara,,,,\n")
    assert not made.is_change


def test_a_side_that_is_told_replaces_the_old_one_and_leaves_the_other(house):
    load(house, PEOPLE, COMPANIES)
    load(house, "id,name,offers\nm,Mara,Nur Steuer\n")
    lines = StandingLine.objects.filter(member__external_id="m")
    assert sorted(lines.values_list("side", "text")) == [("offer", "Nur Steuer"), ("seek", "Webseite")]


def test_another_company_ends_the_first_employment_and_coming_back_the_same_day_opens_it_again(house):
    load(house, PEOPLE, COMPANIES)
    load(house, "id,name,company\nm,Mara,Pixel\n")
    rows = Employment.objects.filter(member__external_id="m").order_by("id")
    assert [(e.company.name, e.until_on) for e in rows] == [("Wendt", house.day(NOW)), ("Pixel", None)]
    load(house, "id,name,company\nm,Mara,Wendt\n")
    load(house, "id,name,company\nm,Mara,Pixel\n")
    assert [(e.company.name, e.until_on) for e in rows.all()] == [("Wendt", house.day(NOW)), ("Pixel", None), ("Wendt", house.day(NOW))]


def test_without_a_file_of_companies_a_new_name_founds_one_and_with_it_is_an_error(house):
    load(house, "id,name,company\nm,Mara,Wendt\nj,Jonas,Wendt\n")
    assert Company.objects.get().name == "Wendt"
    made = plan(house, "id,name,company\nn,Neo,Fremd\n", COMPANIES)
    assert [(p.line, p.column, p.code) for p in made.problems] == [(2, "company", "company")]


def test_a_company_known_by_name_gets_its_id_and_a_taken_name_is_refused(house):
    load(house, "id,name,company\nm,Mara,Wendt\n")
    load(house, companies="id,name\nw,Wendt\n")
    assert Company.objects.get().external_id == "w"
    made = plan(house, companies="id,name\nv,Wendt\n")
    assert [(p.line, p.column, p.code) for p in made.problems] == [(2, "name", "name_taken")]


def test_an_unknown_location_is_refused_with_those_there_are(house):
    [problem] = plan(house, "id,name,location\nm,Mara,Unten\n").problems
    assert (problem.line, problem.column, problem.parameters["known"]) == (2, "location", "Oben")


def test_who_joined_by_themselves_is_found_by_the_address(house):
    account = Account.objects.create(email="Mara@x.example", created_at=NOW)
    own = Member.objects.create(space=house, account=account, name="Mara", portrait="x", joined_on=date(2024, 1, 1))
    load(house, "id,name,email\nm,Mara W.,mara@X.example\n")
    own.refresh_from_db()
    assert (own.external_id, own.name, own.account_id) == ("m", "Mara W.", account.pk)
    assert Member.objects.count() == 1
    [problem] = plan(house, "id,name,email\nz,Zoe,mara@x.example\n").problems
    assert (problem.code, problem.parameters["id"]) == ("email_taken", "m")


def test_one_address_is_one_account_in_all_houses(house, cast):
    load(house, "id,name,email\nm,Mara,MARA@lagerhaus.example\n")
    assert Member.objects.get(external_id="m").account_id == cast.mara.account_id


def consents(kind="counted"):
    space = Space.objects.get(slug="werk")
    rows = Consent.objects.filter(kind=kind).order_by("given_at")
    return [(space.day(c.given_at), c.revoked_at and space.day(c.revoked_at)) for c in rows]


def test_an_earlier_proof_moves_a_consent_and_a_later_one_does_not(house):
    load(house, "id,name,counted_since\nm,Mara,2025-02-01\n")
    load(house, "id,name,counted_since\nm,Mara,2025-03-01\n")
    assert consents() == [(date(2025, 2, 1), None)]
    load(house, "id,name,counted_since\nm,Mara,2025-01-01\n")
    assert consents() == [(date(2025, 1, 1), None)]


def test_what_was_taken_back_stays_taken_back_unless_the_proof_is_younger(house):
    load(house, "id,name,counted_since\nm,Mara,2025-02-01\n")
    Consent.objects.update(revoked_at=datetime(2025, 6, 1, 10, tzinfo=UTC))
    for day in ("2025-01-01", "2025-02-01", "2025-06-01"):
        load(house, f"id,name,counted_since\nm,Mara,{day}\n")
    assert consents() == [(date(2025, 2, 1), date(2025, 6, 1))]
    made = load(house, "id,name,counted_since\nm,Mara,2025-07-01\n")
    assert consents() == [(date(2025, 2, 1), date(2025, 6, 1)), (date(2025, 7, 1), None)]
    assert made.counted["m"] == ((date(2025, 2, 1), date(2025, 6, 1)), (date(2025, 7, 1), None))


def test_people_without_a_row_become_people_on_request_and_begin_with_their_first_contact(house):
    made = load(house, unknown=["b", "a"], first_seen={"a": date(2025, 5, 5)})
    assert [p.id for p in made.people] == ["a", "b"]
    found = dict(Member.objects.values_list("external_id", "joined_on"))
    assert found == {"a": date(2025, 5, 5), "b": house.day(NOW)}
    assert made.counted == {}
    assert not plan(house, unknown=["a", "b"]).is_change


def test_a_sample_counts_everybody_and_stores_no_address(house):
    Space.objects.update(is_sample=True)
    house.refresh_from_db()
    made = load(house, "id,name,email\nm,Mara,mara@x.example\n", unknown=["q"])
    assert made.counted == {"m": ((queries.FAR_PAST, None),), "q": ((queries.FAR_PAST, None),)}
    assert consents() == [(queries.FAR_PAST, None)] * 2
    assert not Account.objects.exists()


def test_a_plan_for_a_house_that_is_not_open_yet_is_the_one_that_it_gets(house):
    rows = rows_of(PEOPLE, COMPANIES)
    before = queries.plan(space=Space(slug="neu", name="Neu"), rows=rows, unknown=(), first_seen={}, at=NOW)
    opened = Space.objects.create(slug="neu", name="Neu", created_at=NOW)
    assert queries.plan(space=opened, rows=rows, unknown=(), first_seen={}, at=NOW) == before
    assert len(before.people) == 2


def test_founders_are_made_once(house):
    with transaction.atomic():
        assert actions.give_founder(space=house, email="olga@x.example", at=NOW)
        assert not actions.give_founder(space=house, email="Olga@x.example", at=NOW)
    load(house, PEOPLE, COMPANIES)
    assert actions.give_founder(space=house, email="MARA@x.example", at=NOW)
    assert sorted(Member.objects.filter(grants__role__key="founder").values_list("name", flat=True)) == ["Mara", "olga"]


@pytest.mark.django_db(transaction=True)
def test_loading_outside_a_transaction_is_refused():
    space = Space.objects.create(slug="werk", name="Werk", created_at=NOW)
    with pytest.raises(TransactionManagementError):
        actions.load(space=space, plan=queries.Plan(), at=NOW)


def test_statements_do_not_grow_with_people(house, django_assert_max_num_queries):
    many = "id,name,email,company,offers,counted_since\n" + "".join(
        f"p{i},P {i},p{i}@x.example,C{i % 7},a|b,2025-01-01\n" for i in range(300)
    )
    made = plan(house, many)
    with transaction.atomic(), django_assert_max_num_queries(40):
        actions.load(space=house, plan=made, at=NOW)
    assert Member.objects.count() == 300
    with django_assert_max_num_queries(8):
        assert not plan(house, many).is_change
