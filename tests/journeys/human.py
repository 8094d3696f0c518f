"""Somebody at a phone, at human pace: taps, types and reads, and counts what it costs."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page

TAP = 1.5
"""Seconds to find and touch something."""
LETTERS = 5.0
"""Letters a second, with two thumbs."""
WORDS = 220.0
"""Words a minute, read silently on a screen."""


@dataclass(frozen=True)
class Told:
    """What somebody writes on a first visit, in one language."""

    line: str
    offers: tuple[str, str, str]
    seeks: tuple[str, str, str]
    days: tuple[int, ...] = (1, 3)


GERMAN = Told(
    "Bücher für Kinder",
    ("Illustration", "Workshops für Schulen", "Deutsch üben"),
    ("Umsatzsteuer erklärt", "Druckerei", "Leute zum Bouldern"),
)
ENGLISH = Told(
    "books for children",
    ("Illustration", "Workshops for schools", "Practising German"),
    ("VAT explained", "A printer", "People who climb"),
)


@dataclass
class Human:
    """One pair of thumbs. `seconds` by screen: touching and typing, and reading all that stands there."""

    page: Page
    taps: int = 0
    fields: int = 0
    typed: int = 0
    words: dict[str, int] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    @property
    def interactions(self) -> int:
        """Taps, and fields that were filled in."""
        return self.taps + self.fields

    def seconds(self, *, without: str = "") -> float:
        """How long it took, perhaps without reading one screen."""
        read = sum(words for name, words in self.words.items() if name != without)
        return TAP * self.interactions + self.typed / LETTERS + 60.0 * read / WORDS

    def read(self, name: str) -> None:
        """Read a screen from its beginning to its end: everything that can be seen, with what stands in fields."""
        # What is there for screen readers alone is not on the screen, and what stood on an earlier screen is known ("Go on").
        text: str = self.page.evaluate(
            """() => {
                const hidden = [...document.querySelectorAll('main .visually-hidden')];
                hidden.forEach(e => { e.hidden = true; e.style.display = 'none'; });
                const fields = [...document.querySelectorAll('main textarea, main input[type=text]')].filter(e => e.checkVisibility());
                const said = [document.querySelector('main').innerText, ...fields.map(e => e.value)].join('\\n');
                hidden.forEach(e => { e.hidden = false; e.style.display = ''; });
                return said;
            }"""
        )
        # A list to choose from is read as far as it is open: its first word.
        for each in self.page.locator("main select").all():
            for option in each.locator("option:not(:checked)").all_inner_texts():
                text = text.replace(option, " ", 1)
        lines = [line.strip() for line in text.splitlines()]
        self.words[name] = sum(len(line.split()) for line in lines if line not in self.known)
        self.known |= set(lines)

    def tap(self, selector: str) -> None:
        """Touch something that changes the page under the finger."""
        self.page.locator(selector).first.click()
        self.taps += 1

    def go(self, selector: str) -> None:
        """Touch something that leads on."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.taps += 1

    def write(self, selector: str, text: str) -> None:
        """Fill in a field, letter by letter as far as the clock is concerned."""
        self.page.locator(selector).first.fill(text)
        self.fields += 1
        self.typed += len(text)


def walk(human: Human, told: Told, *, seen: object = lambda name: None) -> None:
    """The whole first visit from its first screen to a hello that was sent. `seen(name)` is called on each screen as soon as it was read."""
    look = seen if callable(seen) else lambda name: None

    def screen(name: str) -> None:
        human.page.wait_for_load_state()
        human.read(name)
        look(name)

    screen("face")
    human.go("main button[name=drawn] >> nth=3")
    screen("words")
    human.write("main [name=line]", told.line)
    human.write("main [name=offers]", "\n".join(told.offers))
    human.write("main [name=seeks]", "\n".join(told.seeks))
    human.go("main button[name=go][value=on]")
    screen("days")
    for day in told.days:
        human.tap(f"main input[name=days][value='{day}']")
    human.tap("main input[name=introduced]")
    human.tap("main input[name=counted]")
    human.go("main button[name=go][value=on]")
    screen("agreements")
    human.go("main button[name=go][value=on]")
    screen("people")
    with human.page.expect_response(lambda answer: answer.request.method == "POST"):
        human.page.locator("main .hello form button").first.click()
    human.taps += 1
    human.page.locator("main .hello-sent").first.wait_for()
    look("sent")
