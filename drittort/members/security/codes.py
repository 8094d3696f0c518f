"""Codes: of an app (RFC 6238: SHA-1, six digits, half a minute, as every app does it) and on paper."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PERIOD, DIGITS = 30, 6
SKEW = 1  # half a minute early or late: clocks differ, and people type slowly
RECOVERY_CODES = 10
# No 0 O 1 I L: they are read from paper.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_secret() -> str:
    """A secret of 160 bits, in the letters that apps expect."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_of(secret: str, step: int) -> str:
    """The code of one half minute."""
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}}"


def step_at(at: datetime) -> int:
    """The number of the half minute."""
    return int(at.timestamp()) // PERIOD


def step_of(secret: str, code: str, *, at: datetime) -> int | None:
    """The half minute that a code belongs to, if it is one of now; else None. Takes the same time for every code."""
    found = None
    for step in range(step_at(at) - SKEW, step_at(at) + SKEW + 1):
        if hmac.compare_digest(code_of(secret, step).encode(), code.encode()):
            found = step
    return found


def key_address(secret: str, *, account: str, house: str) -> str:
    """The address in the picture: what an app reads."""
    query = urlencode({"secret": secret, "issuer": house, "algorithm": "SHA1", "digits": DIGITS, "period": PERIOD}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{house}:{account}')}?{query}"


def picture(text: str, *, label: str) -> SafeString:
    """A QR code as an SVG, drawn here: the secret goes to nobody who draws pictures."""
    drawn = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    drawn.add_data(text)
    rows = drawn.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges"><path d="{2}"/></svg>',
        len(rows),
        label,
        mark_safe(path),
    )


def new_recovery_codes() -> list[str]:
    """Ten codes of twelve letters, 59 bits each."""
    return ["-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3)) for _ in range(RECOVERY_CODES)]


def recovery_digest(code: str) -> str:
    """The fingerprint of a code, however it was typed. A code is long enough that a plain hash cannot be turned back."""
    return hashlib.sha256("".join(c for c in code.upper() if c.isalnum()).encode()).hexdigest()
