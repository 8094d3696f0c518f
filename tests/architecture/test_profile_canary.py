"""What somebody wrote for few is read by few: planted answers of every kind, looked for at every address that answers a GET.

Those of people and first pages are asked each day, of the others a third; `bin/bench canary` asks all of them.
"""

# ruff: noqa: F811  (fixtures that were imported)

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from typing import Any
from zlib import crc32

import pytest
from django.http import StreamingHttpResponse

from drittort.members.models import Company, Member, ProfileField, ProfileValue
from drittort.members.profiles.models import About, Kind
from tests.architecture.test_permissions import MATRIX, addresses, cast, known  # noqa: F401
from tests.cast import Cast

SAMPLES: dict[str, Any] = {
    Kind.TEXT: "{c}text", Kind.LONG: "{c}long\n{c}below", Kind.CHOICE: "one", Kind.TAGS: ["{c}tag"], Kind.LINK: "https://{c}link.example/",
    Kind.DATE: "{c}", Kind.FILE: {"file": 1, "token": "{c}token", "name": "{c}file.pdf"},
}  # fmt: skip
# A word of its own for each standing; of days a year of its own.
YEARS = {"canaryme": 1711, "canaryhouse": 1712, "canaryall": 1713, "canarynarrowed": 1714, "canaryretired": 1715, "canarygone": 1716}


def sung(sample: Any, canary: str) -> Any:
    """A sample with a canary in it."""
    if isinstance(sample, dict):
        return {key: one.replace("{c}", canary) if isinstance(one, str) else one for key, one in sample.items()}
    if isinstance(sample, list):
        return [one.replace("{c}", canary) for one in sample]
    return f"{YEARS[canary]}-02-03" if sample == "{c}" else sample.replace("{c}", canary)


@dataclass(frozen=True)
class Planted:
    """Who wrote: a person and their company."""

    person: Member
    company: Company


def plant(cast: Cast, owner: dict[str, Any], about: str, canary: str, visibility: str, **more: Any) -> None:
    """One answer of each kind."""
    for kind, sample in SAMPLES.items():
        asked = ProfileField.objects.create(
            space=cast.house, about=about, kind=kind, label_de="Frage", label_en="Question", facet=True, matching=True, first_visit=True,
            options=[{"key": "one", "de": "Eins", "en": "One"}], **more,
        )  # fmt: skip
        ProfileValue.objects.create(
            field=asked, value=sung(sample, canary), visibility=visibility, language="de", changed_at=cast.now, **owner
        )


@pytest.fixture
def planted(cast: Cast) -> Planted:
    """Answers for each standing, of Jonas and of his company, in a house that has public profiles."""
    cast.house.settings = {"public_profiles": True}
    cast.house.save()
    company = cast.jonas.employments.get().company
    for owner, about in (({"member": cast.jonas}, About.PERSON), ({"company": company}, About.COMPANY)):
        plant(cast, owner, about, "canaryme", "me")
        plant(cast, owner, about, "canaryhouse", "members")
        plant(cast, owner, about, "canaryall", "public")
        plant(cast, owner, about, "canarynarrowed", "public", widest="me")
        plant(cast, owner, about, "canaryretired", "public", retired_at=cast.now)
    gone = cast.neo
    plant(cast, {"member": gone}, About.PERSON, "canarygone", "public")
    Member.objects.filter(pk=gone.pk).update(left_on=cast.now.date())
    return Planted(cast.jonas, company)


EVERY = 1 if os.environ.get("DRITTORT_CANARY") == "whole" else 3
NEAR = ("members:", "home:", "joining:")
"""Where answers are shown at all, as far as anybody knows."""


def asked_today(name: str) -> bool:
    """Whether an address is asked on this day."""
    return name.startswith(NEAR) or (crc32(name.encode()) + date.today().toordinal()) % EVERY == 0  # noqa: DTZ011


def everything(cast: Cast, addresses: dict[str, str], reader: Member | None) -> dict[str, str]:
    """What a reader gets at every address, with searches that ask for the canaries."""
    browser, found = cast.client(reader), {}
    asked = [(name, addresses[name]) for name, rule in MATRIX.items() if "GET" in rule.methods and asked_today(name)]
    asked += [(f"{name}?q", f"{addresses[name]}?q=canary") for name in ("members:people", "members:companies", "members:skills")]
    for name, address in asked:
        for part in (False, True):
            answer = browser.get(address, headers={"HX-Request": "true"} if part else {})
            body = b"".join(answer.streaming_content) if isinstance(answer, StreamingHttpResponse) else answer.content
            # A search says again what was asked for.
            found[f"{name} {part}"] = body.decode("utf-8", "replace") + str(answer.headers)
    return found


def heard(pages: dict[str, str], *canaries: str) -> list[str]:
    """Where canaries are heard."""
    words = [word for one in canaries for word in (one, f"{YEARS[one]}-02-03", f"Februar {YEARS[one]}")]
    return [f"{name}: {word}" for name, text in pages.items() for word in words if word in text]


def test_no_address_shows_an_answer_to_whom_it_was_not_given(cast: Cast, addresses: dict[str, str], planted: Planted) -> None:
    nobodys = ("canaryretired", "canarygone")
    closed = ("canaryme", "canarynarrowed")
    own = everything(cast, addresses, planted.person)
    assert heard(own, "canaryme")
    # Their own export alone has what they answered to questions that are asked no more.
    assert not heard({name: text for name, text in own.items() if "export" not in name}, "canaryretired")
    assert not heard(own, "canarygone")
    for reader in (cast.mara, cast.hanna, cast.olga):
        pages = everything(cast, addresses, reader)
        assert heard(pages, "canaryhouse"), reader
        assert heard(pages, "canaryall"), reader
        assert not heard(pages, *nobodys, *closed), reader
    for outside in (cast.sten, None):
        pages = everything(cast, addresses, outside)
        assert heard(pages, "canaryall"), outside
        assert not heard(pages, *nobodys, *closed, "canaryhouse"), outside
    cast.house.settings = {}
    cast.house.save()
    assert not heard(everything(cast, addresses, None), *YEARS)
