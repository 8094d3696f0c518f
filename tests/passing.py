"""Time that passes in a browser as fast as one likes: timers wait until they are told to be due, and the page's clock and its patience with them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

SCRIPT = """(() => {
  const real = Date.now.bind(Date);
  const later = window.setTimeout.bind(window);
  const due = new Map();
  const patience = new Map();
  let ahead = 0;
  let last = 0;
  Date.now = () => real() + ahead;
  window.setTimeout = (call, time = 0) => (due.set(++last, [call, Date.now() + time]), last);
  window.clearTimeout = (id) => void due.delete(id);
  AbortSignal.timeout = (time) => {
    const by = new AbortController();
    patience.set(by, Date.now() + time);
    return by.signal;
  };
  window.waits = () => [...due.values()].some(([, at]) => at - Date.now() > 1000);
  window.pass = (time) => {
    ahead += time;
    for (const [by, at] of [...patience]) if (at <= Date.now() && patience.delete(by)) by.abort();
    for (const [id, [call, at]] of [...due]) if (at <= Date.now() && due.delete(id)) call();
  };
  const rest = async () => {
    while (!window.waits()) await new Promise((done) => later(done, 2));
  };
  window.passed = async (time) => {
    await rest();
    window.pass(time);
    await rest();
  };
})()"""
"""To be run before the scripts of a page. It keeps nothing of what has passed, so that it weighs nothing itself."""
ASKS = "/now/"


class Screen:
    """An open wall screen whose time passes by hand."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        page.add_init_script(SCRIPT)
        page.goto(url)
        self.wire = page.context.new_cdp_session(page)

    def look(self, seconds: int, *, hears: bool = True) -> int:
        """Let time pass until the screen asks; returns the status of the answer, 0 where there is none (`hears` False: none is expected)."""
        self.settle()
        if not hears:
            with self.page.expect_event("requestfailed", lambda request: ASKS in request.url):
                self.page.evaluate(f"window.pass({seconds * 1000})")
            self.settle()
            return 0
        with self.page.expect_response(lambda answer: ASKS in answer.url) as told:
            self.page.evaluate(f"window.pass({seconds * 1000})")
        status = int(told.value.status)
        self.settle()
        return status

    def go_on(self, seconds: int) -> None:
        """Let time pass until the screen has asked and waits for its next look, whatever came back: one word to the browser, for thousands of looks."""
        self.page.evaluate(f"() => window.passed({seconds * 1000})")

    def come_back(self) -> None:
        """The network is there again, and the screen asks by itself."""
        self.page.context.set_offline(False)
        self.page.locator(".screen-as-of", has_text=" · ").wait_for(state="detached")

    def settle(self) -> None:
        """Wait until the screen has done what it had to do, and waits for its next look. (The page's policy lets nobody hand it words to evaluate on its own.)"""
        while not self.page.evaluate("() => window.waits()"):
            self.page.wait_for_timeout(5)

    def words(self) -> str:
        """What hangs there."""
        return str(self.page.inner_text(".screen-content"))

    def stand(self) -> str:
        """What the screen says of how fresh it is."""
        return str(self.page.inner_text(".screen-as-of"))

    def weight(self) -> dict[str, float]:
        """Bytes of scripts, nodes and listeners that are held once everything was swept."""
        self.wire.send("HeapProfiler.enable")
        self.wire.send("HeapProfiler.collectGarbage")
        self.wire.send("Performance.enable")
        told: Any = self.wire.send("Performance.getMetrics")
        return {one["name"]: one["value"] for one in told["metrics"] if one["name"] in ("JSHeapUsedSize", "Nodes", "JSEventListeners")}
