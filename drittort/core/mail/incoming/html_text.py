"""The words of a mail in HTML: lines, lists and links, quotations marked with `>` as in plain mails, the furniture of mail programs left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LONGEST = 150_000
# The parser's time grows with the square of these; they are taken out first.
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)", re.DOTALL)
BARE = re.compile(r"<(?![a-zA-Z/])")
DEEPEST = 6
BLOCKS = {"address", "article", "aside", "center", "dd", "div", "dl", "dt", "footer", "form", "header", "hr", "main", "ol", "section", "table", "tr", "ul"}  # fmt: skip
PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "ul", "ol", "blockquote"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"head", "script", "style", "template", "title", "svg", "object", "noscript"}
SILENT_CLASSES = {
    "gmail_attr",
    "gmail_signature",
    "gmail_signature_prefix",
    "moz-cite-prefix",
    "moz-signature",
    "protonmail_signature_block",
}
SILENT_IDS = {"signature", "ms-outlook-mobile-signature"}
# From here on a mail program shows what is answered, without marking it.
ENDS_IDS = {"divrplyfwdmsg"}
ENDS_CLASSES = {"yahoo_quoted"}
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
WEB = re.compile(r"https?://", re.IGNORECASE)


def text_of(html: str) -> str:
    """The words of a page of HTML, as lines of plain text."""
    reader = Reader()
    reader.feed(BARE.sub("&lt;", COMMENT.sub(" ", html[:LONGEST])))
    reader.close()
    return reader.text()


class Reader(HTMLParser):
    """Collects lines; knows how deep in quotations it is, and whether it is inside something that nobody reads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line: list[str] = []
        self.depth = 0
        self.silent: list[str] = []
        self.ended = False
        self.link: tuple[str, int] | None = None
        self.tight: list[bool] = []

    def text(self) -> str:
        """What was collected."""
        self.end_line()
        return "\n".join(self.lines)

    def end_line(self) -> None:
        """Finish the line that is being written, if it has words."""
        words = " ".join("".join(self.line).split(" ")).strip(" ")
        said = re.sub(r" {2,}", " ", words)
        if said:
            self.lines.append(f"{'>' * self.depth} {said}" if self.depth else said.replace("\xa0", " ").rstrip())
        self.line = []

    def blank(self) -> None:
        """One empty line, within the quotation that it stands in."""
        self.end_line()
        mark = ">" * self.depth
        if self.lines and self.lines[-1] not in (mark, ""):
            self.lines.append(mark)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Lines, paragraphs, quotations, and what is left out."""
        told = {name: value or "" for name, value in attrs}
        if self.silent:
            if tag == self.silent[-1] and tag not in VOID:
                self.silent.append(tag)
            return
        classes, name = set(told.get("class", "").lower().split()), told.get("id", "").lower()
        if name in ENDS_IDS or classes & ENDS_CLASSES or (tag == "div" and told.get("name") == "quote"):
            self.end_line()
            self.ended = True
        quiet = tag in SILENT or classes & SILENT_CLASSES or name in SILENT_IDS or HIDDEN.search(told.get("style", ""))
        if quiet and tag not in VOID:
            self.end_line()
            self.silent = [tag]
        elif tag == "blockquote":
            self.blank()
            self.depth = min(self.depth + 1, DEEPEST)
        elif tag == "br":
            self.line.append("") if self.line else self.blank()
            self.end_line()
        elif tag == "p":
            self.tight.append("msonormal" in classes)
            self.end_line() if self.tight[-1] else self.blank()
        elif tag == "li":
            self.end_line()
            self.line.append("- ")
        elif tag in {"td", "th"}:
            self.line.append(" ")
        elif tag in PARAGRAPHS:
            self.blank()
        elif tag in BLOCKS:
            self.end_line()
        elif tag == "a" and WEB.match(told.get("href", "")):
            self.link = (told["href"], len(self.line))

    def handle_endtag(self, tag: str) -> None:
        """The other end of it."""
        if self.silent:
            if tag == self.silent[-1]:
                self.silent.pop()
            return
        if tag == "blockquote":
            self.end_line()
            self.depth = max(0, self.depth - 1)
            self.blank()
        elif tag == "p":
            tight = self.tight.pop() if self.tight else False
            self.end_line() if tight else self.blank()
        elif tag in PARAGRAPHS:
            self.blank()
        elif tag in BLOCKS or tag == "li":
            self.end_line()
        elif tag == "a" and self.link is not None:
            href, begun = self.link
            shown = "".join(self.line[begun:]).strip()
            if shown and href.rstrip("/") not in (shown, shown.rstrip("/")) and not WEB.match(shown):
                self.line.append(f" ({href})")
            elif WEB.match(shown):
                self.line[begun:] = [href]
            self.link = None

    def handle_data(self, data: str) -> None:
        """Words, with the blanks of HTML taken for what they are. A blank that does not break alone on its line is an empty line."""
        if self.silent or self.ended:
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", data)
        if words.strip(" ") == "\xa0" and not "".join(self.line).strip():
            self.blank()
            return
        self.line.append(words.replace("\xa0", " "))
