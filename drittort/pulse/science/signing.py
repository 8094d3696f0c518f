"""Whose file it is: signed by a key of the house that is made of the machine's own (Ed25519), so that nobody gives figures in another house's name."""

from __future__ import annotations

import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from drittort.spaces.models import Space

KIND, VERSION = "drittort comparison", 1


def key_of(space: Space) -> Ed25519PrivateKey:
    """The key of a house on this machine."""
    info = f"drittort.comparison {space.pk} {int(space.created_at.timestamp())}".encode()
    return Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), 32, None, info).derive(settings.SECRET_KEY.encode()))


def public(space: Space) -> str:
    """By what others know its files."""
    return key_of(space).public_key().public_bytes_raw().hex()


def fingerprint(key: str) -> str:
    """A key as people compare it aloud."""
    return " ".join(key[k : k + 4] for k in range(0, 16, 4))


def signed(space: Space, content: dict[str, Any]) -> bytes:
    """A file with the house's signature."""
    told = {"kind": KIND, "version": VERSION, "key": public(space), **content}
    return json.dumps({**told, "signature": key_of(space).sign(plain(told)).hex()}, ensure_ascii=False, indent=1, sort_keys=True).encode()


def read(raw: bytes) -> dict[str, Any] | None:
    """What a file says, with its key; None where it is no such file, or was altered."""
    try:
        told = json.loads(raw)
        signature, key = bytes.fromhex(told.pop("signature")), bytes.fromhex(told["key"])
        Ed25519PublicKey.from_public_bytes(key).verify(signature, plain(told))
        # However it was written, a key is one key: else one house would be several.
        told["key"] = key.hex()
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature, RecursionError):
        return None
    return told if told.get("kind") == KIND and told.get("version") == VERSION else None


def plain(told: dict[str, Any]) -> bytes:
    """What is signed: the same bytes however a program laid the file out."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
