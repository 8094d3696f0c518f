"""Reads a workbook and reckons its formulas: what a spreadsheet does, as far as the forecast needs it."""

from __future__ import annotations

import re
import sys
from functools import cache
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TOKEN = re.compile(
    r"(?P<ref>'(?:[^']|'')+'!\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)|(?P<name>[A-Z]+(?=\())|(?P<number>\d+(?:\.\d+)?)|(?P<sign><=|>=|<>|[-+*/^(),=<>])"
)
SIGNS = {"^": "**", "=": "==", "<>": "!="}


def flat(*parts: Any) -> list[float]:
    """Numbers of cells and of ranges in one row."""
    return [float(each) for part in parts for each in (part if isinstance(part, list) else [part])]


def sum_product(*ranges: list[float]) -> float:
    """The sum over the products of what stands at the same place."""
    total = 0.0
    for row in zip(*ranges, strict=True):
        product = 1.0
        for each in row:
            product *= each
        total += product
    return total


FUNCTIONS = {
    "SUM": lambda *a: sum(flat(*a)), "MIN": lambda *a: min(flat(*a)), "MAX": lambda *a: max(flat(*a)), "SUMPRODUCT": sum_product, "INT": lambda a: a // 1,
    "AND": lambda *a: all(a), "INDEX": lambda cells, n: cells[int(n) - 1],
}  # fmt: skip


class Book:
    """A workbook: `value(sheet, cell)` reckons; `told(sheet, cell)` is the result that was written beside the formula. `given` sets cells anew."""

    def __init__(self, data: bytes, **given: float) -> None:
        self.formulas: dict[tuple[str, str], str] = {}
        self.plain: dict[tuple[str, str], float] = {}
        self.words: dict[tuple[str, str], str] = {}
        with ZipFile(BytesIO(data)) as archive:
            strings = [
                "".join(t.text or "" for t in item.iter(f"{MAIN}t"))
                for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
            ]
            names = [sheet.attrib["name"] for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
            for number, name in enumerate(names, start=1):
                for cell in ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{MAIN}c"):
                    self._take(name, cell, strings)
        self.sheets = names
        sys.setrecursionlimit(20_000)
        self.value = cache(self._value)

    def _take(self, sheet: str, cell: Any, strings: list[str]) -> None:
        at = (sheet, cell.attrib["r"])
        value, formula = cell.find(f"{MAIN}v"), cell.find(f"{MAIN}f")
        if cell.attrib.get("t") == "s":
            self.words[at] = strings[int(value.text)]
        elif value is not None:
            self.plain[at] = float(value.text)
        if formula is not None:
            self.formulas[at] = formula.text

    def row(self, sheet: str, label: str) -> int:
        """The row that is called so."""
        return next(
            int(cell[1:])
            for (name, cell), words in self.words.items()
            if name == sheet and cell[0] == "A" and cell[1:].isdigit() and words == label
        )

    def _value(self, sheet: str, cell: str) -> float:
        formula = self.formulas.get((sheet, cell))
        if formula is None:
            return self.plain.get((sheet, cell), 0.0)
        return float(eval(self._python(formula), {"cell": self.value, "cells": self._cells, "f": FUNCTIONS}))

    def _cells(self, sheet: str, first: str, last: str) -> list[float]:
        column = re.match(r"[A-Z]+", first)[0]
        assert last.startswith(column)
        return [self.value(sheet, f"{column}{row}") for row in range(int(first[len(column) :]), int(last[len(column) :]) + 1)]

    def _python(self, formula: str) -> str:
        """A formula as an expression of Python. IF becomes a choice that reckons one branch only; a minus before a bracket binds as in a spreadsheet here."""
        parts, at = [], 0
        while at < len(formula):
            found = TOKEN.match(formula, at)
            assert found, formula[at : at + 40]
            at = found.end()
            if found["ref"]:
                sheet, cells = found["ref"].rsplit("!", 1)
                first, _colon, last = cells.replace("$", "").partition(":")
                parts.append(f"cells({sheet},'{first}','{last}')" if last else f"cell({sheet},'{first}')")
            elif found["name"] == "IF":
                parts.append("choose")
            elif found["name"]:
                parts.append(f"f['{found['name']}']")
            else:
                parts.append(found["number"] or SIGNS.get(found["sign"], found["sign"]))
        return choices("".join(parts))


def choices(text: str) -> str:
    """Each choose(a,b,c) as (b if a else c)."""
    while (at := text.rfind("choose(")) >= 0:
        depth, start, pieces = 0, at + 7, []
        for k in range(at + 6, len(text)):
            depth += (text[k] in "([") - (text[k] in ")]")
            if text[k] == "," and depth == 1:
                pieces.append(text[start:k])
                start = k + 1
            elif depth == 0:
                pieces.append(text[start:k])
                break
        yes, then, other = pieces
        text = f"{text[:at]}(({then}) if ({yes}) else ({other})){text[k + 1 :]}"
    return text
