"""Writing to the house itself: words that do something, help, and the page that tells of it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from drittort.core.mail.incoming.registry import house_address
from drittort.members.mail_refusals.actions import wants_mail
from drittort.members.models import NoticePreset
from tests.by_mail import answered, arrives, letter
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _set(settings):
    settings.REPLY_ADDRESS = "antwort+*@haus.example.org"


def write(cast: Cast, text: str, *, subject: str = "", number: int = 1) -> str:
    """Mara writes to the house; what it answers."""
    to = house_address(cast.mara.pk)
    arrives(cast, letter(cast, cast.mara, to, text, number=number, Subject=subject), to, minutes=5 + number)
    return answered(cast.mara)[-1].text


def test_a_word_makes_the_house_quiet_and_normal_again(cast):
    assert wants_mail(cast.mara, "message")
    said = write(cast, "Ruhe!\n\n-- \nMara Wendt")
    assert "nur noch das Persönlichste" in said
    assert NoticePreset.objects.get(member=cast.mara).name == "quiet"
    assert not wants_mail(cast.mara, "message")
    assert "gewohnt" in write(cast, "normal", number=2)
    assert wants_mail(cast.mara, "message")


def test_the_subject_alone_says_it_too(cast):
    write(cast, "", subject="Ruhe")
    assert NoticePreset.objects.get(member=cast.mara).name == "quiet"


def test_help_says_what_there_is_in_the_readers_language(cast):
    said = write(cast, "Hilfe")
    assert "„Ruhe“" in said
    cast.mara.language = "en"
    cast.mara.save()
    assert "“quiet”" in write(cast, "help", number=2)


def test_a_word_within_a_sentence_does_nothing(cast):
    write(cast, "Ich suche einen Raum mit Ruhe zum Schreiben.")
    assert not NoticePreset.objects.filter(member=cast.mara).exists()


def test_somebody_else_changes_nothing(cast):
    to = house_address(cast.mara.pk)
    arrives(cast, letter(cast, cast.jonas, to, "Ruhe"), to)
    assert not NoticePreset.objects.exists()
    assert not answered(cast.jonas)
    (told,) = answered(cast.mara)
    assert "Ruhe" not in told.text


def test_every_mail_to_a_member_names_the_address(cast):
    said = write(cast, "Hilfe")
    assert house_address(cast.mara.pk) in said


def test_the_page_names_ones_own_address(cast, settings):
    path = reverse("members:by_mail", args=[cast.house.slug])
    page = cast.client(cast.mara).get(path).content.decode()
    assert house_address(cast.mara.pk) in page
    assert house_address(cast.jonas.pk) not in page
    assert cast.mara.account.email in page
    assert (
        reverse("members:by_mail", args=[cast.house.slug])
        in cast.client(cast.mara).get(reverse("members:me", args=[cast.house.slug])).content.decode()
    )
    settings.REPLY_ADDRESS = ""
    page = cast.client(cast.mara).get(path).content.decode()
    assert "noch nicht an" in page
    assert "antwort+" not in page
