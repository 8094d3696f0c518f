"""The link by which somebody answers: made of a secret that is gone when all letters have left, so that afterwards no link leads to a person.

Each is as good as drawn by chance, but can be made again while letters are still on their way: after a fault of the mail server nobody gets a second one.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode

STANDS_FOR = "your-own-link"
"""What stands in the stored words of a letter in the place of the token; it is filled in on the way out (core.mail.outbox)."""


def token_of(secret: bytes, member_id: int) -> str:
    """The token of a person, 128 bits."""
    return urlsafe_b64encode(hmac.digest(secret, f"drittort.survey {member_id}".encode(), "sha256")[:16]).decode().rstrip("=")


def mark_of(token: str) -> str:
    """What is stored of a token. It is long and random, so a plain digest hides it."""
    return hashlib.sha256(f"drittort.survey {token}".encode()).hexdigest()
