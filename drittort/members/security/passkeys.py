"""What passkeys say and sign (WebAuthn), checked by python-fido2.

A passkey belongs to the host under which people reach the house, and answers only to pages of exactly that address.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from drittort.core.errors import Invalid

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Made:
    """The public half of a new passkey."""

    credential_id: str
    public: bytes
    uses: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody shows who wants in: which passkey, and the words to check."""

    credential_id: str
    handle: str
    uses: int
    response: AuthenticationResponse


def _origin() -> str:
    parts = urlsplit(settings.ADDRESS)
    return f"{parts.scheme}://{parts.netloc}"


def _server(house: str) -> Fido2Server:
    host = urlsplit(settings.ADDRESS).hostname or "localhost"
    return Fido2Server(PublicKeyCredentialRpEntity(name=house or host, id=host), verify_origin=lambda origin: origin == _origin())


def _known(credential_ids: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=websafe_decode(known)) for known in credential_ids]


def _plain(options: Any) -> dict[str, Any]:
    """As JSON takes it: bytes as base64url, nothing empty."""
    found: dict[str, Any] = json.loads(json.dumps(dict(options), default=dict))
    return found


def _not_understood() -> Invalid:
    return Invalid(_("This passkey could not be checked. Try once more; a link by mail works too."))


def new_handle() -> str:
    """By what a passkey knows its account: 32 bytes that say nothing."""
    return websafe_encode(secrets.token_bytes(32))


def ask_to_make(*, handle: str, email: str, name: str, house: str, known: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser needs to make a passkey, and what we must remember until it answers."""
    options, state = _server(house).register_begin(
        PublicKeyCredentialUserEntity(name=email, id=websafe_decode(handle), display_name=name),
        credentials=_known(known),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _plain(options), dict(state)


def made(text: str, state: dict[str, Any] | None) -> Made:
    """The new passkey that the browser answered with. Raises Invalid."""
    try:
        data = _server("").register_complete(state, _parsed(text))
        credential = data.credential_data
    except (ValueError, TypeError, KeyError, AttributeError, LookupError) as error:
        raise _not_understood() from error
    if credential is None:
        raise _not_understood()
    return Made(websafe_encode(credential.credential_id), bytes(credential), data.counter)


def ask_to_show(known: Iterable[str] = ()) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser needs to show a passkey: any of ours, or one of those `known`."""
    options, state = _server("").authenticate_begin(_known(known) or None, user_verification=UserVerificationRequirement.REQUIRED)
    return _plain(options), dict(state)


def shown(text: str) -> Shown:
    """Read what the browser answered; nothing is believed yet. Raises Invalid."""
    try:
        response = AuthenticationResponse.from_dict(_parsed(text))
        handle = response.response.user_handle
        return Shown(
            websafe_encode(response.raw_id),
            websafe_encode(handle) if handle else "",
            response.response.authenticator_data.counter,
            response,
        )
    except (ValueError, TypeError, KeyError, AttributeError, LookupError) as error:
        raise _not_understood() from error


def check(answer: Shown, state: dict[str, Any] | None, *, public: bytes, uses: int) -> None:
    """Raises Invalid unless the passkey with this public half signed this challenge, on our page, and its owner was checked by the device.

    A counter that went back means that somebody has a copy of the key; passkeys that count nothing always say 0.
    """
    try:
        _server("").authenticate_complete(state, [AttestedCredentialData(public)], answer.response)
    except (ValueError, TypeError, KeyError, AttributeError, LookupError) as error:
        raise _not_understood() from error
    if (answer.uses or uses) and answer.uses <= uses:
        raise _not_understood()


def _parsed(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise ValueError("too long")
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found
