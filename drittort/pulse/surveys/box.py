"""The box of a wave: whatever is put in can be read by one key alone, which lies outside the database and goes when the wave is counted.

A ballot is sealed with a key agreed between a pair made for it alone and the public half of the box (X25519, HKDF, ChaCha20-Poly1305). Whoever puts it in can't
open it again. All ballots are filled up to the same length, so that none tells by its size whether somebody wrote a lot.
"""

from __future__ import annotations

import json
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

POINT = 32
STILL = bytes(12)
"""Each key seals one ballot, so the number that is to be used once may stand still."""
LENGTH = 16384
INFO = b"drittort.survey.ballot"


class Unreadable(Exception):
    """A ballot that this key does not open, or that was altered."""


def new_key() -> bytes:
    """The secret half of a box."""
    return X25519PrivateKey.generate().private_bytes_raw()


def lock_of(key: bytes) -> str:
    """The public half, by which ballots are sealed."""
    return X25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw().hex()


def seal(lock: str, content: Any) -> bytes:
    """A ballot for the box of a lock. Raises ValueError for one that is too long."""
    said = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    if len(said) > LENGTH:
        raise ValueError(f"a ballot has {LENGTH} bytes at most")
    own = X25519PrivateKey.generate()
    point = own.public_key().public_bytes_raw()
    shared = own.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(lock)))
    return point + ChaCha20Poly1305(_derived(shared, point, bytes.fromhex(lock))).encrypt(STILL, said.ljust(LENGTH), None)


def unseal(key: bytes, sealed: bytes) -> Any:
    """What a ballot says. Raises Unreadable."""
    own, point = X25519PrivateKey.from_private_bytes(key), sealed[:POINT]
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(point))
        said = ChaCha20Poly1305(_derived(shared, point, own.public_key().public_bytes_raw())).decrypt(STILL, sealed[POINT:], None)
        return json.loads(said)
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def _derived(shared: bytes, point: bytes, lock: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=INFO + point + lock).derive(shared)
