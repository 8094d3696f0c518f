"""Files are read as people write them, and every problem is told with its place."""

import gzip
import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drittort.engine.formats import parse_interactions, parse_layer, parse_pairs
from drittort.engine.tables import SENTENCES, days_of, decode, parse_people, separator


def told(parsed):
    return [(p.line, p.column, p.code) for p in parsed.problems]


def test_interactions_with_every_column():
    parsed = parse_interactions("source,target,at,kind,weight\nb,a,86400,Message,2\na,c,1970-01-03,,\n")
    rows = parsed.value
    assert parsed.fit
    assert parsed.rows == 2
    assert rows.ids == ("a", "b", "c")
    assert [rows.ids[i] for i in rows.source] == ["b", "a"]
    np.testing.assert_array_equal(rows.at, [1.0, 2.0])
    assert [rows.kinds[k] for k in rows.kind] == ["message", ""]
    np.testing.assert_allclose(rows.weight, [0.4, 1.0])


def test_only_two_columns_are_needed_in_any_order_and_case():
    rows = parse_interactions("Target; SOURCE ;note\nz;a;hello\n").value
    assert (rows.ids[rows.source[0]], rows.ids[rows.target[0]]) == ("a", "z")
    assert math.isnan(rows.at[0])


def test_every_bad_row_is_told_with_line_and_column():
    text = "\n".join(
        [
            "source,target,at,kind,weight",
            "a,b,1000,x,1",  # 2
            ",b,1000,x,1",  # 3
            "a,a,1000,x,1",  # 4
            "a,b,yesterday,x,1",  # 5
            "a,b,1000,x,-2",  # 6
            "a,b,1000,x,much",  # 7
            "a,b,1000",  # 8
            "",  # 9
            "a,b,1700000000000,x,1",  # 10
            "a,b,1000,x,1",  # 11
            "a,b,1000,x,nan",  # 12
            f"{'q' * 300},b,1000,x,1",  # 13
            "a,b,2026-02-30,x,1",  # 14
        ]
    )
    parsed = parse_interactions(text)
    assert told(parsed) == [
        (3, "source", "value_missing"),
        (4, "target", "self_contact"),
        (5, "at", "time"),
        (6, "weight", "negative"),
        (7, "weight", "number"),
        (8, "", "fields"),
        (10, "at", "time_range"),
        (11, "", "duplicate"),
        (12, "weight", "number"),
        (13, "source", "id_too_long"),
        (14, "at", "time"),
    ]
    assert not parsed.fit
    assert len(parsed.value) == 1
    duplicate = next(p for p in parsed.problems if p.code == "duplicate")
    assert duplicate.parameters == {"first": 2}
    assert str(duplicate) == "line 11: The line repeats line 2; it is left out."
    assert "line 6, column weight: The weight -2 is below zero." in map(str, parsed.problems)


def test_lines_are_counted_as_an_editor_does_with_breaks_inside_quotes():
    parsed = parse_people('\n\nid,about\n1,"two\nlines"\n1,again\n')
    assert told(parsed) == [(6, "id", "id_twice")]
    assert parsed.problems[0].parameters == {"value": "1", "first": 4}
    assert parsed.value.columns["about"] == ("two\nlines",)


def test_left_out_lines_do_not_make_a_file_unfit():
    parsed = parse_interactions("source,target\na,b\na,b\nb,b\nb,a\n")
    assert parsed.fit
    assert told(parsed) == [(3, "", "duplicate"), (4, "target", "self_contact")]
    assert len(parsed.value) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("from,to\na,b\n", "column_missing"),
        ("source,source,target\na,b,c\n", "column_twice"),
    ],
)
def test_heads_that_cannot_be_used(text, code):
    parsed = parse_interactions(text)
    assert parsed.problems[0].code == code
    assert not parsed.fit
    assert len(parsed.value) == 0
    assert all(p.sentence for p in parsed.problems)


def test_a_head_alone_is_a_community_of_nobody():
    parsed = parse_interactions("source,target,at\n")
    assert parsed.fit
    assert parsed.value.ids == ()


def test_trailing_separators_and_empty_rows_of_a_spreadsheet():
    parsed = parse_interactions("source;target;at;;\na;b;1000;;\n;;;;\nb;c;2000;;\n")
    assert parsed.fit
    assert len(parsed.value) == 2
    assert told(parse_interactions("source;target\na;b;\n")) == []
    assert told(parse_interactions("source;target\na;b;c\n")) == [(2, "", "fields")]


@pytest.mark.parametrize("mark", list(";,\t|"))
def test_a_spreadsheet_may_name_its_separator(mark):
    parsed = parse_interactions(f"sep={mark}\nsource{mark}target\na{mark}b\nb{mark}b\n")
    assert told(parsed) == [(4, "target", "self_contact")]
    assert parsed.value.ids == ("a", "b")


CELLS = st.sampled_from(
    ["a", "b", "", " ", "1", "-1", "nan", "2026-01-01", "1e400", "²", "x" * 201, '"', '"q\nr"', "ä", "\x00", "1_0", "0001-01-01", "١"]
)
HEADS = st.lists(st.sampled_from(["source", "target", "at", "kind", "weight", "id", "since", "a", "b", "", "x"]), max_size=7)


@given(HEADS, st.lists(st.lists(CELLS, max_size=7), max_size=12), st.sampled_from(";,\t"), st.sampled_from(["\n", "\r\n", "\r"]))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_a_parser_and_every_problem_has_a_sentence(head, rows, mark, end):
    text = end.join(mark.join(cells) for cells in [head, *rows])
    for parse in (parse_interactions, parse_people, parse_layer, parse_pairs):
        parsed = parse(text)
        assert all(str(p) for p in parsed.problems)
        assert [p.line for p in parsed.problems] == sorted(p.line for p in parsed.problems)


@given(st.binary(max_size=60), st.sampled_from([b"", b"\x1f\x8b\x08\x00", b"\xff\xfe", b"\xef\xbb\xbf"]))
def test_no_bytes_break_decoding(raw, mark):
    try:
        found = decode(mark + raw)
    except ValueError as error:
        found = str(error)
    # Either a text without null bytes, or a code that has its sentence.
    assert found in SENTENCES or "\x00" not in found


def test_text_as_lines_reads_the_same():
    text = "source,target,at\r\na,b,1000\r\nc,a,2000\r\n"
    one, other = parse_interactions(text).value, parse_interactions(text.splitlines()).value
    np.testing.assert_array_equal(one.source, other.source)
    assert one.ids == other.ids


def test_a_null_byte_is_a_problem_not_a_crash():
    parsed = parse_interactions("source,target\na,b\nc,\x00d\n")
    assert all(p.code in SENTENCES for p in parsed.problems)


def test_a_quote_that_never_ends_is_told():
    parsed = parse_interactions('source,target\na,b\n"c,d\n' + "x" * 200_000)
    assert [p.code for p in parsed.problems] == ["csv"]
    assert parsed.problems[0].line == 3


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("0", 0.0),
        ("86400.0", 1.0),
        ("-86400", -1.0),
        ("1970-01-02", 1.0),
        ("19700102", 1.0),
        ("1970-01-01T12:00:00Z", 0.5),
        ("1970-01-01T13:00+01:00", 0.5),
        ("1970-01-01 12:00", 0.5),
        ("02.01.1970", 1.0),
    ],
)
def test_times(text, days):
    assert days_of(text) == pytest.approx(days)


@pytest.mark.parametrize(
    "text", ["", "soon", "31.13.2026", "1.2.26", "2026-13-01", "nan", "inf", "1e30", "1800-01-01", "9999-12-31", "24:00"]
)
def test_what_is_no_time(text):
    with pytest.raises(ValueError, match=r"^time"):
        days_of(text)


def test_german_numbers():
    assert parse_interactions("source;target;weight\na;b;0,5\n").value.weight[0] == 0.5


@pytest.mark.parametrize(
    ("head", "mark"), [("a,b", ","), ("a;b", ";"), ("a\tb", "\t"), ('"a,b";c', ";"), ("a", ","), ("a,b;c,d", ","), ("a;b,c", ",")]
)
def test_separators(head, mark):
    assert separator(head) == mark


def test_encodings():
    text = "id,name\n1,Jörg Müßig – Größe\n"
    assert decode(text.encode()) == text
    assert decode(text.encode("utf-8-sig")) == text
    assert decode(text.encode("cp1252")) == text
    assert decode(text.encode("utf-16")) == text
    assert decode(gzip.compress(text.encode())) == text


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"\x1f\x8b\x08broken", "gzip"), (gzip.compress(b"source" * 99, mtime=0)[:-9], "gzip"), (b"PK\x03\x04\x00\x00\x81", "encoding")],
)
def test_what_is_no_text(raw, code):
    with pytest.raises(ValueError, match=code):
        decode(raw)


def test_people_keep_any_columns_and_know_dates():
    parsed = parse_people("id,Company,since,age\n7,Acme,2026-01-31,33\n8,,,\n9,Acme,31.12.2025,44\n10,X,last week,1\n")
    people = parsed.value
    assert told(parsed) == [(5, "since", "date")]
    assert people.ids == ("7", "8", "9")
    assert people.columns["company"] == ("Acme", None, "Acme")
    assert people.days("since") == (20484.0, None, 20453.0)
    assert people.days("counted_since") == (None, None, None)


def test_groupings_are_the_columns_that_sort_people():
    n = 40
    lines = ["id,company,name,needs,status,age,nickname,since"]
    lines += [f"{i},c{i},Name,tax,{i % 2},{20 + i % 15},nick{i},2026-01-0{1 + i % 3}" for i in range(n)]
    assert set(parse_people("\n".join(lines)).value.groupings()) == {"company", "status"}


def test_layer_and_pairs():
    layer = parse_layer("a,b,weight\nx,y,2\ny,x,3\nx,z,\n")
    assert told(layer) == [(3, "", "pair_twice")]
    assert layer.value.weight == (2.0, 1.0)
    pairs = parse_pairs("a,b\nx,y\nx,x\nx,q\n", known={"x", "y"})
    assert told(pairs) == [(3, "b", "self_contact"), (4, "b", "id_unknown")]
    assert pairs.value.a == ("x",)
    assert told(parse_pairs("a\nx\n")) == [(1, "b", "column_missing")]


def test_two_hundred_thousand_rows_are_read_in_seconds():
    rng = np.random.default_rng(0)
    s, t, at = rng.integers(0, 2000, 200_000), rng.integers(2000, 4000, 200_000), rng.integers(1.6e9, 1.7e9, 200_000)
    lines = ["source,target,at,kind", *(f"{a},{b},{c},message" for a, b, c in zip(s, t, at, strict=True))]
    start = time.process_time()
    parsed = parse_interactions("\n".join(lines))
    assert time.process_time() - start < 5
    assert parsed.rows == 200_000
    assert len(parsed.value) + len(parsed.problems) == 200_000
