"""people.csv and companies.csv: every cell read or refused with its place."""

from datetime import date

import pytest
from django.utils import translation

from drittort.engine import tables
from drittort.members.importing.forms import read_companies, read_people
from drittort.members.importing.problems import SENTENCES

TODAY = date(2026, 5, 12)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def people(text, *, names_needed=True):
    return read_people("people.csv", text, today=TODAY, names_needed=names_needed)


def places(rows):
    return [(p.line, p.column, p.code) for p in rows.problems]


def test_a_full_line_is_read():
    rows = people(
        "ID;Name;Email;Company;Joined_On;Left_On;Languages;Days;Location;Line;Offers;Needs;Counted_Since;Introduced_Since;Map_Since;Team\n"
        "m;Mara Wendt;mara@x.example;wendt;2025-01-31;31.12.2025;DE|en;Mo|Wed|mittwoch;Oben;Ich rechne.;A|B|A;C;2025-02-01;2025-03-01;2025-04-01;rot\n"
    )
    assert rows.problems == ()
    [mara] = rows.people
    assert (mara.id, mara.name, mara.email, mara.company, mara.location, mara.headline) == (
        "m", "Mara Wendt", "mara@x.example", "wendt", "Oben", "Ich rechne.",
    )  # fmt: skip
    assert (mara.joined_on, mara.left_on) == (date(2025, 1, 31), date(2025, 12, 31))
    assert (mara.language, mara.languages, mara.days) == ("de", ("de", "en"), (0, 2))
    assert (mara.offers, mara.needs) == (("A", "B"), ("C",))
    assert mara.consents == (("counted", date(2025, 2, 1)), ("introduced", date(2025, 3, 1)), ("map", date(2025, 4, 1)))
    assert mara.attributes == {"team": "rot"}
    assert mara.line == 2


def test_an_empty_cell_says_nothing():
    [neo] = people("id,name,email,company,offers,days,counted_since,team\nn,Neo,,,,,,\n").people
    assert (neo.email, neo.company, neo.offers, neo.days, neo.consents, neo.attributes) == (None, None, None, None, (), {})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(0, "", "empty")]),
        ("name\nMara\n", [(1, "id", "column_missing")]),
        ("id\nm\n", [(1, "name", "column_missing")]),
        ("id,name\nm,Mara\n\nm,Mia\n", [(4, "id", "id_twice")]),
        ("id,name\nm,\n", [(2, "name", "value_missing")]),
        ("id,name\nm\n", [(2, "", "fields")]),
        (f"id,name\n{'m' * 101},Mara\n", [(2, "id", "id_too_long")]),
        (f"id,name\nm,{'M' * 121}\n", [(2, "name", "too_long")]),
        ("id,name,email\nm,Mara,mara\n", [(2, "email", "email")]),
        ("id,name,email\nm,Mara,a@x.example\nj,Jonas,A@x.example\n", [(3, "email", "email_twice")]),
        ("id,name,joined_on\nm,Mara,gestern\n", [(2, "joined_on", "date")]),
        ("id,name,since\nm,Mara,2026-02-30\n", [(2, "since", "date")]),
        ("id,name,counted_since\nm,Mara,31.02.2026\n", [(2, "counted_since", "date")]),
        ("id,name,counted_since\nm,Mara,2026-05-13\n", [(2, "counted_since", "future")]),
        ("id,name,joined_on,left_on\nm,Mara,2026-02-01,2026-01-31\n", [(2, "left_on", "left_before")]),
        ("id,name,language\nm,Mara,deutsch!\n", [(2, "language", "language")]),
        ("id,name,days\nm,Mara,Mo|Blumontag\n", [(2, "days", "day")]),
        (f"id,name,offers\nm,Mara,{'x' * 301}\n", [(2, "offers", "too_long")]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text, found):
    assert places(people(text)) == found


def test_the_head_alone_is_nobody_and_no_error():
    rows = people("id,name\n")
    assert (rows.people, rows.problems) == ((), ())


def test_people_without_names_are_called_by_their_ids_where_that_is_allowed():
    assert people("id\nm\n", names_needed=False).people[0].name is None


def test_a_bad_line_does_not_hide_the_next():
    rows = people("id,name,joined_on\na,A,x\nb,B,y\nc,C,2026-01-01\n")
    assert places(rows) == [(2, "joined_on", "date"), (3, "joined_on", "date")]


def test_companies_are_read_and_their_names_stand_once():
    rows = read_companies("companies.csv", "id\tname\tindustry\tline\nw\tWendt\t69.20\tWir rechnen.\np\tPixel\t\t\nq\tPixel\t\t\nr\t\t\t\n")
    assert [(c.id, c.name, c.industry, c.headline) for c in rows.companies[:2]] == [
        ("w", "Wendt", "69.20", "Wir rechnen."),
        ("p", "Pixel", None, None),
    ]
    assert places(rows) == [(4, "name", "name_twice"), (5, "name", "value_missing")]


def test_every_problem_of_the_engine_has_the_same_sentence_here():
    assert {code: str(SENTENCES[code]) for code in tables.SENTENCES} == tables.SENTENCES


def test_a_problem_reads_as_file_line_column_and_sentence():
    [problem] = people("id,name,joined_on\nm,Mara,{gestern}\n").problems
    assert str(problem) == "people.csv, line 2, column joined_on: {gestern} is not a date: write it like 2026-03-31."


def test_a_problem_reads_in_german_too():
    [problem] = people("id,name,joined_on\nm,Mara,gestern\n").problems
    with translation.override("de"):
        assert str(problem).startswith("people.csv, Zeile 2, Spalte joined_on: gestern")
        for code, sentence in SENTENCES.items():
            if code in tables.SENTENCES:
                assert str(sentence) != tables.SENTENCES[code], code
