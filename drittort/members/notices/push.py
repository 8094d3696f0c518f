"""Web push (RFC 8030, 8291, 8292): keys of the house, encryption for one browser, and a hand-over that goes nowhere but to public addresses."""

from __future__ import annotations

import base64
import binascii
import contextlib
import http.client
import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils.translation import gettext as _
from py_vapid import Vapid02

from drittort.core import outside
from drittort.core.errors import Invalid

TIMEOUT, LASTS, VALID_FOR = 10, 24 * 3600, timedelta(hours=12)
GONE = (404, 410)
MOST_BYTES = 3000


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a browser's push service takes messages."""

    origin: str
    scheme: str
    host: str
    port: int
    path: str


def house_key() -> Vapid02:
    """The key by which push services know this machine; made on first use, for its owner only."""
    path = settings.DATA / "files" / "push.pem"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        draft = path.with_name(f"push.{os.getpid()}.{os.urandom(4).hex()}.new")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(made)
        # Whoever comes first has made it: a link refuses to take the place of a file.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return Vapid02.from_pem(path.read_bytes())


def public_key() -> str:
    """The house's public key as browsers want it."""
    point = house_key().public_key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return packed(point)


def packed(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unpacked(text: str) -> bytes:
    """The bytes of base64url. Raises ValueError."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error


def endpoint_of(address: str) -> Endpoint:
    """The parts of an endpoint: https, a host, no name or password. Raises Invalid."""
    wrong = Invalid(_("This browser gives an address for push that we do not use."))
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise wrong from error
    allowed = parts.scheme == "https" or (parts.scheme == "http" and settings.PUSH_LOOPBACK)
    if not allowed or not parts.hostname or parts.username or parts.password or len(address) > 600 or not address.isascii():
        raise wrong
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Endpoint(f"{parts.scheme}://{parts.netloc}", parts.scheme, parts.hostname, port, path)


def check_keys(p256dh: str, auth: str) -> None:
    """Whether a browser's keys are a point on the curve and a secret of 16 bytes. Raises Invalid."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(p256dh))
        if len(unpacked(auth)) != 16:
            raise ValueError(auth)
    except ValueError as error:
        raise Invalid(_("This browser gives an address for push that we do not use.")) from error


def deliver(*, address: str, p256dh: str, auth: str, message: dict[str, Any], topic: str, at: datetime) -> int:
    """Encrypt a message for one browser and hand it to its push service; returns the answer's status. Raises OSError while that is away."""
    endpoint = endpoint_of(address)
    content = json.dumps(message, ensure_ascii=False).encode()
    if len(content) > MOST_BYTES:
        raise ValueError("a push message is too long")
    body = http_ece.encrypt(
        content,
        salt=os.urandom(16),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=unpacked(p256dh),
        auth_secret=unpacked(auth),
        version="aes128gcm",
    )
    claims = {
        "aud": endpoint.origin,
        "exp": int((at + VALID_FOR).timestamp()),
        "sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
    }
    headers = {
        **house_key().sign(claims),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(LASTS),
        "Topic": topic,
        "Urgency": "normal",
    }
    connection = connect(endpoint)
    try:
        # A redirect is not followed: it could lead anywhere.
        connection.request("POST", endpoint.path, body=body, headers=headers)
        return connection.getresponse().status
    except http.client.HTTPException as error:
        raise OSError("the push service did not answer in HTTP") from error
    finally:
        connection.close()


def connect(endpoint: Endpoint) -> http.client.HTTPConnection:
    """A connection to a push service: public, or on this very machine where the settings say so. Raises OSError."""
    return outside.connect(endpoint.scheme, endpoint.host, endpoint.port, timeout=TIMEOUT, loopback=settings.PUSH_LOOPBACK)
