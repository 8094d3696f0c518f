"""Published test data of an iCalendar project, read in full: whatever stands in an answer, the house says what it makes of it and never breaks."""

from __future__ import annotations

from pathlib import Path

import icalendar

from drittort.core.errors import Invalid, NotFound
from drittort.inspire.events import ics
from drittort.inspire.events.by_mail import NO, PERHAPS, YES, answer_in

FILES = sorted(Path(icalendar.__file__).parent.rglob("tests/**/*.ics"))


def as_reply(raw: bytes) -> bytes:
    """The same file, as a program would answer with it: to our event, for the one who answers."""
    told = raw.replace(b"\r\n", b"\n").split(b"\n")
    kept = [line for line in told if not line.upper().startswith((b"METHOD", b"UID"))]
    out = []
    for line in kept:
        out.append(line)
        if line.strip().upper() == b"BEGIN:VCALENDAR":
            out.append(b"METHOD:REPLY")
        if line.strip().upper() == b"BEGIN:VEVENT":
            out += [b"UID:" + ics.uid_of(7).encode(), b"ATTENDEE;PARTSTAT=DECLINED:mailto:neo@lagerhaus.example"]
    return b"\n".join(out)


def made_of(raw: bytes) -> str:
    try:
        return answer_in(raw, 7, "neo@lagerhaus.example")
    except (Invalid, NotFound) as refused:
        return type(refused).__name__


def test_the_whole_of_it_is_read_as_it_is_and_as_an_answer():
    assert len(FILES) > 150
    raws = [path.read_bytes() for path in FILES]
    assert {made_of(raw) for raw in raws} == {"Invalid"}, "none of them answers an event of ours"
    found = [made_of(as_reply(raw)) for raw in raws]
    assert set(found) <= {YES, NO, PERHAPS, "Invalid", "NotFound"}
    # Files with exactly one event that can be read are heard.
    assert found.count(NO) > 40
