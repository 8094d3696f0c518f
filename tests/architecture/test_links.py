"""Every page can be reached: something in the house links to it. A page that only its address opens is lost."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.test_permissions import MATRIX

HOUSE = Path(__file__).parents[2] / "drittort"
NAME = r"""["']([a-z_]+:[a-z_]+)["']"""
# What a form sends itself to is no link, and neither is a view's redirect or its way back from below.
ACTION = re.compile(r"""(?:action|hx-post|hx-get)=["']\{%\s*url [^%]*%\}[^"']*["']""")
IN_TEMPLATES = re.compile(r"""\{%\s*url\s+""" + NAME)
NO_LINK = re.compile(r"redirect\(|\bway\b|^\s*path\(")

REACHED_OTHERWISE = {
    name: reason
    for reason, names in {
        "a picture, a colour or a file that a page shows": "web:specimen web:portrait web:plate",
        "named in the documentation, for those who build the house": "web:style web:mail",
        "the mark of the house above every page leads there": "home:door",
        "made of the address of the comments under a thing": "talk:edit_comment",
        "the page that answers a form": "joining:sent inspire:guest_sent joining:invitation_batch members:link_sent members:recovery_codes members:reported_outside home:opening_new",
        "fetched by the browser or by a part of a page": "home:service_worker members:data_copies connect:alike_needs inform:alike_questions inspire:alike_ideas inspire:year_book_progress plan:plan_paper_progress talk:edit talk:news talk:seen talk:people joining:import_progress",
    }.items()
    for name in names.split()
}


def linked() -> set[str]:
    """The names of pages to which a template or a registered way leads."""
    found: set[str] = set()
    for path in (*HOUSE.rglob("*.html"), *HOUSE.rglob("*.txt")):
        found |= set(IN_TEMPLATES.findall(ACTION.sub("", path.read_text())))
    for path in HOUSE.rglob("*.py"):
        if "tests" not in path.parts:
            lines = path.read_text().splitlines()
            found |= {name for line in lines if not NO_LINK.search(line) for name in re.findall(NAME, line)}
    return found


def test_something_links_to_every_page():
    pages = {name for name, rule in MATRIX.items() if "GET" in rule.methods}
    lost = pages - linked() - REACHED_OTHERWISE.keys()
    assert not lost, f"nothing links to {sorted(lost)}"


def test_every_exception_is_still_one():
    assert set(MATRIX) >= REACHED_OTHERWISE.keys()
    linked_by_now = sorted(REACHED_OTHERWISE.keys() & linked())
    assert not linked_by_now
