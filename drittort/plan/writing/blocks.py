"""A text in Markdown as plain values for the paper: paragraphs, headings, lists, tables, quotes, with the marks inside a line. Nothing in them is a command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from drittort.web.markdown import WRITER

Value = dict[str, Any]
DEEPEST = 5


def blocks(text: str, first: int) -> list[Value]:
    """The blocks of a text in their order. Its headings begin at the level `first`, below what stands above it; none skips a step, for those who listen."""
    found = [one for node in SyntaxTreeNode(WRITER.parse(text, {})).children for one in block(node)]
    last = first - 1
    for one in found:
        if one["kind"] == "heading":
            last = one["level"] = min(one["level"] - 3 + first, last + 1, DEEPEST)
    return found


def block(node: SyntaxTreeNode) -> Iterator[Value]:
    """One block; what has no form on paper comes as its words."""
    if node.type == "heading":
        yield {"kind": "heading", "level": int(node.tag[1]), "spans": spans_of(node)}
    elif node.type == "paragraph":
        yield {"kind": "paragraph", "spans": spans_of(node)}
    elif node.type in ("bullet_list", "ordered_list"):
        items = [inside(item) for item in node.children]
        yield {"kind": "list", "ordered": node.type == "ordered_list", "start": int(node.attrs.get("start", 1)), "items": items}
    elif node.type == "blockquote":
        yield {"kind": "quote", "blocks": inside(node)}
    elif node.type in ("fence", "code_block"):
        yield {"kind": "code", "text": node.content.rstrip("\n")}
    elif node.type == "table":
        lines = [row.children for part in node.children for row in part.children]
        numbers = [k for k, cell in enumerate(lines[0]) if "right" in str(cell.attrs.get("style", ""))]
        rows = [[spans_of(cell) for cell in line] for line in lines]
        yield {"kind": "table", "head": rows[0], "rows": rows[1:], "numbers": numbers}
    elif node.type == "hr":
        yield {"kind": "rule"}


def inside(node: SyntaxTreeNode) -> list[Value]:
    """The blocks in a quote or a point of a list; a heading there is a line of its own and no step of the whole."""
    found = [one for child in node.children for one in block(child)]
    return [{"kind": "paragraph", "spans": one["spans"]} if one["kind"] == "heading" else one for one in found]


def spans_of(node: SyntaxTreeNode) -> list[Value]:
    """The words of a line with their marks."""
    return [span for inline in node.children for child in inline.children for span in spans(child, {})]


def spans(node: SyntaxTreeNode, marks: Value) -> Iterator[Value]:
    """One piece of a line: `text`, and of `strong`, `emph`, `strike`, `code`, `href` those that hold."""
    within: Value | None = {"strong": {"strong": True}, "em": {"emph": True}, "s": {"strike": True}}.get(node.type)
    if node.type == "link":
        within = {"href": str(node.attrs.get("href", ""))}
    if within is not None:
        for child in node.children:
            yield from spans(child, {**marks, **within})
    elif node.type == "code_inline":
        yield {**marks, "text": node.content, "code": True}
    elif node.type in ("softbreak", "hardbreak"):
        yield {"text": "\n"}
    elif node.content:
        yield {**marks, "text": node.content}
