"""Answer addresses: for one person and one thing, good while the person keeps their address, not to be guessed."""

from __future__ import annotations

import re

import pytest

from drittort.core.mail.incoming import addresses
from drittort.core.mail.incoming.reading import parsed

MARA = "mara@lagerhaus.example"


@pytest.fixture(autouse=True)
def _set(settings):
    settings.REPLY_ADDRESS = "antwort+*@haus.example.org"


def token(person: int = 7, thing: int = 12, mailbox: str = MARA) -> str:
    found = addresses.token_in(addresses.address("m", person, thing, mailbox))
    assert found
    return found


def test_an_address_says_who_and_what_and_is_short():
    for person, thing in ((1, 0), (7, 12), (123_456, 98_765_432), (2**40, 2**40)):
        address = addresses.address("m", person, thing, MARA)
        name, _, domain = address.partition("@")
        assert len(name) <= 64
        assert re.fullmatch(r"antwort\+[a-z2-7]+", name)
        assert domain == "haus.example.org"
        claim = addresses.claim(addresses.token_in(address.upper()) or "")
        assert claim is not None
        assert (claim.kind, claim.person_id, claim.thing_id) == ("m", person, thing)
        assert claim.holds(MARA)
        assert claim.holds(" Mara@Lagerhaus.example ")
    assert len(addresses.address("m", 500, 20_000, MARA).partition("@")[0]) <= 34


def test_another_address_of_the_person_voids_it():
    claim = addresses.claim(token())
    assert claim is not None
    assert not claim.holds("mara@anderswo.example")


def test_every_changed_letter_voids_it():
    good = token()
    for place in range(len(good)):
        for letter in "aq7":
            changed = good[:place] + letter + good[place + 1 :]
            claim = addresses.claim(changed)
            if changed != good and claim is not None:
                # The last letter carries bits that say nothing.
                assert not claim.holds(MARA) or (place == len(good) - 1 and claim.body == addresses.claim(good).body)


def test_a_seal_of_one_thing_is_none_of_another():
    one, other = addresses.claim(token(7, 12)), addresses.claim(token(7, 13))
    assert one is not None
    assert other is not None
    assert one.seal != other.seal
    assert addresses.sealed(other.body, MARA) != one.seal
    # Numbers written one after the other are never read in two ways.
    assert addresses.number(7) + addresses.number(12) != addresses.number(71) + addresses.number(2)


@pytest.mark.parametrize("text", ["", "a", "mara", "m" * 60, "7777777777777777", "\0" * 20, "ab" * 26, "aaaaaaaaaaaaaaaaaaaaaaaa"])
def test_what_is_no_token_is_nothing(text: str):
    claim = addresses.claim(text)
    assert claim is None or not claim.holds(MARA)


@pytest.mark.parametrize(
    "address", ["antwort@haus.example.org", "antwort+@haus.example.org", "antwort+abc@haus.example.org", "antwort+{}@anderswo.example", "x{}@haus.example.org", "antwort+{}@haus.example.org.evil.example", "antwort+{}\n@haus.example.org"],
)  # fmt: skip
def test_other_addresses_are_not_ours(address: str):
    assert not addresses.is_ours(address.format(token()))


def test_a_whole_domain_can_be_ours(settings):
    settings.REPLY_ADDRESS = "*@antwort.example.org"
    address = addresses.address("m", 7, 12, MARA)
    assert re.fullmatch(r"[a-z2-7]+@antwort\.example\.org", address)
    assert addresses.is_ours(address)
    assert not addresses.is_ours("postmaster@antwort.example.org")


def test_without_the_setting_there_are_none(settings):
    settings.REPLY_ADDRESS = ""
    assert addresses.address("m", 7, 12, MARA) == ""
    assert not addresses.is_ours("antwort+aaaaaaaaaaaaaaaaaaaa@haus.example.org")


def test_they_are_found_where_servers_and_people_put_them():
    ours = addresses.address("m", 7, 12, MARA)
    for head in (f"To: Lagerhaus <{ours}>", f"To: jemand@example.org\nCc: {ours.upper()}", f"X-Original-To: {ours}\nTo: Liste:;", f"Delivered-To: {ours}", f"To: =?utf-8?q?K=C3=BCche?=\n <{ours}>"):  # fmt: skip
        assert addresses.named_in(parsed(f"{head}\n\nx".encode())) == [ours], head
    assert addresses.named_in(parsed(b"To: jemand@example.org\nSubject: " + ours.encode() + b"\n\nx")) == []
    many = ", ".join(addresses.address("m", 7, n, MARA) for n in range(50))
    assert len(addresses.named_in(parsed(f"To: {many}\n\nx".encode()))) == addresses.MOST
