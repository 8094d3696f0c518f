"""The style guide and its pages: whole, without a cookie, within the budget of a first load."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client

from drittort.web.views import ERRORS, SPECIMENS

WEB = Path(__file__).parents[1]
PAGES = ["", *(f"{name}/" for name in SPECIMENS), *(f"{name}/" for name in sorted(ERRORS))]


def page(name: str) -> str:
    response = Client().get(f"/-/style/{name}")
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_main_part_unique_ids_and_a_label_for_every_control(name: str) -> None:
    html = page(name)
    assert len(re.findall(r"<main\b", html)) == 1
    assert re.search(r'<html lang="(de|en)">', html)
    assert re.search(r"<title>[^<]+</title>", html)
    twice = [ident for ident, count in Counter(re.findall(r'\sid="([^"]+)"', html)).items() if count > 1]
    assert twice == []
    if name:
        assert len(re.findall(r"<h1\b", html)) == 1
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    for control in re.findall(r'<(?:input|textarea|select)\b[^>]*\bid="([^"]+)"', html):
        assert control in labelled, control
    for image in re.findall(r"<img\b[^>]*>", html):
        assert " alt=" in image
        assert " width=" in image


def test_an_unknown_page_and_a_wrong_method_are_refused() -> None:
    assert Client().get("/-/style/nothing/").status_code == 404
    assert Client().post("/-/style/", HTTP_SEC_FETCH_SITE="same-origin").status_code == 405


@pytest.mark.parametrize("kind", ["portrait", "plate"])
def test_pictures_are_kept_for_a_year_and_set_no_cookie(kind: str) -> None:
    response = Client().get(f"/-/{kind}/mira.svg")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert "immutable" in response["Cache-Control"]
    assert not response.cookies


def test_only_the_mail_page_allows_inline_styles() -> None:
    assert "unsafe-inline" not in Client().get("/-/style/")["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in Client().get("/-/style/mail/")["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["sign-in/", "care/"])
def test_a_first_load_stays_under_150_kilobytes_with_fonts_and_faces(name: str) -> None:
    html = page(name)
    static = WEB / "static"
    addresses = set(re.findall(r'(?:href|src)="(/[^"#]+\.(?:css|js|svg|woff2))', html))
    assert {"/static/dist/house.css", "/static/dist/main.js"} <= addresses
    total = len(gzip.compress(html.encode()))
    for address in addresses:
        body = (static / address.removeprefix("/static/")).read_bytes() if address.startswith("/static/") else Client().get(address).content
        total += min(len(gzip.compress(body)), len(body)) + 300  # and the headers of the answer
    assert total < 150_000
