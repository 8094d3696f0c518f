"""Pages go packed to browsers that take them so, and nothing else does."""

from __future__ import annotations

import gzip

from django.test import Client
from django.urls import reverse


def test_a_page_is_packed_for_those_who_take_it_and_whole_for_the_others(db: None):
    path = reverse("members:sign_in")
    packed, whole = (Client().get(path, headers={"Accept-Encoding": told}) for told in ("gzip", "identity"))
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content) == whole.content
    assert len(packed.content) * 2 < len(whole.content)
    assert "Content-Encoding" not in whole


def test_pictures_and_scripts_go_as_they_are(db: None):
    for path in (reverse("web:sign", args=[163, "any", 192]), reverse("home:service_worker")):
        assert "Content-Encoding" not in Client().get(path, headers={"Accept-Encoding": "gzip"})
