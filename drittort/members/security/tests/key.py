"""A passkey in software: makes and shows itself as a device does, so that the pages can be asked without a browser."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


class Device:
    """One device with one passkey."""

    def __init__(self, origin: str = "http://localhost:8000", host: str = "localhost") -> None:
        self.origin, self.host = origin, host
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.identity = secrets.token_bytes(32)
        self.uses = 0
        self.handle = ""

    def data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + struct.pack(">I", self.uses)

    def client(self, kind: str, options: dict) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}).encode()

    def make(self, options: dict, *, verified: bool = True) -> str:
        """What the browser answers to `new_passkey_options`."""
        options = options["publicKey"]
        self.handle = options["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        flags = PRESENT | ATTESTED | (VERIFIED if verified else 0)
        data = self.data(flags) + bytes(16) + struct.pack(">H", 32) + self.identity + public
        return self.said(
            clientDataJSON=self.client("webauthn.create", options),
            attestationObject=cbor.encode({"fmt": "none", "attStmt": {}, "authData": data}),
        )

    def show(self, options: dict, *, verified: bool = True, counts: bool = True) -> str:
        """What the browser answers to `passkey_options`."""
        options = options["publicKey"]
        self.uses += counts
        data = self.data(PRESENT | (VERIFIED if verified else 0))
        client = self.client("webauthn.get", options)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self.said(clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=websafe_decode(self.handle))

    def said(self, **response: bytes) -> str:
        words = {name: websafe_encode(value) for name, value in response.items()}
        identity = websafe_encode(self.identity)
        return json.dumps({"id": identity, "rawId": identity, "type": "public-key", "clientExtensionResults": {}, "response": words})
