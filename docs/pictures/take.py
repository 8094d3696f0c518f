"""Takes the pictures of the README from a running demo house: `.venv/bin/python docs/pictures/take.py [http://localhost:8000]`.

Needs the environment of `bin/test` and Chromium (DRITTORT_CHROMIUM, or the system's). Nothing is written into the house.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
LARGEST = 200_000


def signed_in(browser: Browser, address: str, role: str, **looks: Any) -> tuple[Page, str]:
    """A page of the demo house as one of its people, and the house's own path."""
    page = browser.new_context(locale="en-GB", reduced_motion="reduce", **looks).new_page()
    page.goto(f"{address}/")
    page.locator(f"form:has(input[name=role][value={role}]) button").first.click()
    page.wait_for_load_state("load")
    page.wait_for_timeout(1_000)  # a page that listens is never idle
    return page, "/" + page.url.split("/")[3]


def take(page: Page, name: str, path: str = "", at: str = "") -> None:
    """Write one picture, and refuse one that is too heavy for a README. `at`: what must be seen whole, scrolled to the middle."""
    if path:
        page.goto(path)
        page.wait_for_load_state("load")
        page.wait_for_timeout(1_000)
    if at:
        page.locator(at).evaluate("it => it.scrollIntoView({block: 'center'})")
    file = HERE / f"{name}.png"
    page.screenshot(path=file)
    size = file.stat().st_size
    print(f"{file.name:24} {size / 1000:.0f} kB")
    assert size < LARGEST, f"{file.name} has {size} bytes"


def main(address: str) -> None:
    """All pictures: at 1280 px (drawn at 80 %) and at 390 px, in the light, and one in the dark."""
    chromium = os.environ.get("DRITTORT_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    wide: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}, "device_scale_factor": 0.8}
    narrow: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        page, house = signed_in(browser, address, "manager", **wide)
        take(page, "care", f"{address}{house}/care/")
        take(page, "report", f"{address}{house}/report/")
        page, house = signed_in(browser, address, "manager", **{**wide, "device_scale_factor": 0.65})
        take(page, "map", f"{address}{house}/map/", at="figure.map-picture")
        page, house = signed_in(browser, address, "member", **wide, color_scheme="dark")
        take(page, "today-dark", f"{address}{house}/")
        page, house = signed_in(browser, address, "manager", **narrow)
        take(page, "care-narrow", f"{address}{house}/care/")
        page, house = signed_in(browser, address, "member", **narrow)
        page.goto(f"{address}{house}/introductions/")
        links = page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        first = next(link for link in links if re.fullmatch(rf"{house}/introductions/\d+/", link or ""))
        take(page, "introduction-narrow", f"{address}{first}")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://localhost:8000")
