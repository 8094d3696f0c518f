"""What calendar programs answer by mail: yes and no do what the buttons do, everything else comes back with a sentence."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import pytest
from icalendar import Calendar

from drittort.core.mail.incoming.models import IncomingMail
from drittort.core.models import Mail
from drittort.inspire.events import ics
from drittort.inspire.events.by_mail import answers_to
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.events.tests.test_events import announced, come
from drittort.members.models import Member
from tests.by_mail import arrives, letter
from tests.cast import Cast

# As four programs write it: one attendee with all that they know, names of properties in either case, lines folded anywhere.
SHAPES = {
    "web": "BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nDTSTART:20260516T093000Z\r\nDTEND:20260516T113000Z\r\nDTSTAMP:20260512T100000Z\r\nORGANIZER;CN=Lagerhaus:mailto:{organizer}\r\nUID:{uid}\r\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={said};CN={email};X-NUM-\r\n GUESTS=0:mailto:{email}\r\nSEQUENCE:0\r\nSTATUS:CONFIRMED\r\nSUMMARY:Suppe im Hof\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "office": "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nPRODID:Microsoft Exchange Server 2010\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nATTENDEE;PARTSTAT={said};CN=Neo:MAILTO:{email}\r\nCOMMENT;LANGUAGE=de-DE:\\n\r\nUID:{uid}\r\nSUMMARY;LANGUAGE=de-DE:Zugesagt: Suppe im Hof\r\nDTSTART;TZID=W. Europe Standard Time:20260516T113000\r\nDTEND;TZID=W. Europe Standard Time:20260516T133000\r\nCLASS:PUBLIC\r\nDTSTAMP:20260512T100000Z\r\nSEQUENCE:0\r\nX-MICROSOFT-CDO-APPT-SEQUENCE:0\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "telephone": "BEGIN:VCALENDAR\r\nCALSCALE:GREGORIAN\r\nMETHOD:REPLY\r\nPRODID:-//Apple Inc.//iOS 18.1//EN\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nATTENDEE;CN=Neo Kaya;CUTYPE=INDIVIDUAL;PARTSTAT={said};ROLE=REQ-PARTICIPANT:MAILTO:{email}\r\nDTEND;TZID=Europe/Berlin:20260516T133000\r\nDTSTAMP:20260512T100000Z\r\nDTSTART;TZID=Europe/Berlin:20260516T113000\r\nORGANIZER;CN=Lagerhaus:mailto:{organizer}\r\nREQUEST-STATUS:2.0;Success\r\nSEQUENCE:0\r\nSUMMARY:Suppe im Hof\r\nUID:{uid}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "bird": "BEGIN:VCALENDAR\nPRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN\nVERSION:2.0\nMETHOD:REPLY\nBEGIN:VEVENT\nCREATED:20260512T100000Z\nLAST-MODIFIED:20260512T100000Z\nDTSTAMP:20260512T100000Z\nUID:{uid}\nSUMMARY:Suppe im Hof\nORGANIZER;CN=Lagerhaus:mailto:{organizer}\nATTENDEE;CN=Neo Kaya;PARTSTAT={said};RSVP=FALSE:mailto:{email}\nDTSTART;TZID=Europe/Berlin:20260516T113000\nDTEND;TZID=Europe/Berlin:20260516T133000\nSEQUENCE:0\nTRANSP:OPAQUE\nEND:VEVENT\nEND:VCALENDAR\n",
}  # fmt: skip


@pytest.fixture(autouse=True)
def answers_come_in(settings: Any) -> None:
    """Answers by mail find their way."""
    settings.REPLY_ADDRESS = "antwort+*@haus.example.org"


def told(event: Event, who: Member, said: str, shape: str, **more: str) -> str:
    given = {"uid": ics.uid_of(event.pk), "email": who.account.email.upper(), "organizer": answers_to(event, who), "said": said, **more}
    return SHAPES[shape].format(**given)


def answers(cast: Cast, event: Event, who: Member, file: str, *, number: int = 1, text: str = "") -> None:
    to = answers_to(event, who)
    raw = letter(cast, who, to, text, number=number, files=[("invite.ics", "text/calendar", file.encode())] if file else [])
    arrives(cast, raw, to, minutes=5 + number)


def standing(who: Member) -> str:
    return Registration.objects.get(member=who).standing


def replies(to: Member) -> list[str]:
    return list(Mail.objects.filter(to_member_id=to.pk, category="by_mail").order_by("pk").values_list("text", flat=True))


@pytest.mark.parametrize("shape", SHAPES)
def test_programs_say_no_and_yes_again(cast: Cast, shape: str):
    event = announced(cast, capacity=1, guests=1)
    come(event, cast.jonas, cast.now)
    come(event, cast.neo, cast.now)
    answers(cast, event, cast.jonas, told(event, cast.jonas, "DECLINED", shape))
    assert (standing(cast.jonas), standing(cast.neo)) == ("withdrawn", "offered")
    answers(cast, event, cast.neo, told(event, cast.neo, "ACCEPTED", shape), number=2)
    assert standing(cast.neo) == "going"
    for number, said in enumerate(("ACCEPTED", "TENTATIVE"), 3):
        answers(cast, event, cast.neo, told(event, cast.neo, said, shape), number=number)
    assert (standing(cast.neo), Registration.objects.get(member=cast.neo).seats) == ("going", 1)
    assert IncomingMail.objects.filter(outcome="taken").count() == 4
    assert replies(cast.neo) == replies(cast.jonas) == []


def test_what_is_no_answer_comes_back_and_changes_nothing(cast: Cast):
    event, other = announced(cast), announced(cast, title="Chor")
    come(event, cast.jonas, cast.now)
    good = told(event, cast.jonas, "DECLINED", "web")
    bad = (
        good.replace(ics.uid_of(event.pk), ics.uid_of(other.pk)), good.replace("METHOD:REPLY", "METHOD:CANCEL"), good.replace("DECLINED", "DELEGATED"),
        told(event, cast.jonas, "DECLINED", "web", email=cast.ada.account.email), good[: len(good) // 2], "\0" * 200, "BEGIN:VCALENDAR\r\n" * 500,
        good.replace("END:VEVENT", "END:VEVENT\r\n" + good[good.index("BEGIN:VEVENT") : good.index("END:VEVENT") + 10]),
    )  # fmt: skip
    for number, file in enumerate(bad, 1):
        answers(cast, event, cast.jonas, file, number=number)
        assert standing(cast.jonas) == "going", file
    assert len(replies(cast.jonas)) == len(bad)


def test_a_word_is_enough(cast: Cast):
    event = announced(cast)
    come(event, cast.jonas, cast.now)
    answers(cast, event, cast.jonas, "", text="Leider nicht!\n\nIch bin in Mainz.")
    assert standing(cast.jonas) == "withdrawn"
    answers(cast, event, cast.jonas, "", text="Ja, gern.", number=2)
    assert standing(cast.jonas) == "going"
    answers(cast, event, cast.jonas, "", text="Gibt es auch Brot?", number=3)
    assert standing(cast.jonas) == "going"
    assert "Gibt es auch Brot?" in replies(cast.jonas)[-1]


def test_the_invitation_names_the_address_that_hears_the_answer(cast: Cast):
    event = announced(cast)
    come(event, cast.jonas, cast.now)
    answers(cast, event, cast.jonas, "", text="ja")
    mail = Mail.objects.filter(category="event", to_member_id=cast.jonas.pk).latest("pk")
    (entry,) = Calendar.from_ical(b64decode(mail.attachments[0]["content"])).walk("VEVENT")
    address = answers_to(event, cast.jonas)
    assert (str(entry["organizer"]), mail.headers["Reply-To"]) == (f"mailto:{address}", address)
    assert address != answers_to(event, cast.neo)
