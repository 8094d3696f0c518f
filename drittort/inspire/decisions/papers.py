"""Ballot papers of secret decisions: what stands in for a person, so that nothing that is stored leads from a ballot to whoever gave it.

Two things keep them apart. That somebody has had a paper is a *word* that only this machine can make, of its secret key, the decision and the person: without the
key not even that can be read. And what lies in the urn is locked with a *code* that is made by chance, shown to the voter and kept by their browser only;
not even the machine can make it again.
"""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LENGTH = 5, 4


def new_code() -> str:
    """A code for one ballot: a hundred bits in groups that can be written down."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))


def plain(code: str) -> str:
    """A code as it was meant, however it was typed."""
    letters = "".join(letter for letter in code.lower() if letter in LETTERS)
    return "-".join(letters[k : k + LENGTH] for k in range(0, len(letters), LENGTH))


def lock_of(decision_id: int, code: str) -> str:
    """What stands on a ballot in the urn for its code."""
    return hashlib.sha256(f"drittort.ballot {decision_id} {plain(code)}".encode()).hexdigest()


def words_of(decision_id: int, member_id: int) -> list[str]:
    """The words that say of somebody that they have had their paper: by the present key of the machine, and by those before it."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [salted_hmac("drittort.paper", f"{decision_id}:{member_id}", secret=key, algorithm="sha256").hexdigest() for key in keys]
