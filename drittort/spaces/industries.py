"""The sections of the German classification of economic activities (WZ 2008; the same letters as NACE Rev. 2), by the number of the division."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

# First and last division of each section.
SECTIONS: dict[str, tuple[int, int]] = {
    "A": (1, 3), "B": (5, 9), "C": (10, 33), "D": (35, 35), "E": (36, 39), "F": (41, 43), "G": (45, 47), "H": (49, 53), "I": (55, 56),
    "J": (58, 63), "K": (64, 66), "L": (68, 68), "M": (69, 75), "N": (77, 82), "O": (84, 84), "P": (85, 85), "Q": (86, 88), "R": (90, 93),
    "S": (94, 96), "T": (97, 98), "U": (99, 99),
}  # fmt: skip

NAMES: dict[str, Any] = {
    "A": _("Farming and forestry"),
    "B": _("Mining"),
    "C": _("Making things"),
    "D": _("Energy"),
    "E": _("Water and waste"),
    "F": _("Building"),
    "G": _("Trade"),
    "H": _("Transport"),
    "I": _("Hospitality"),
    "J": _("Information and media"),
    "K": _("Finance and insurance"),
    "L": _("Real estate"),
    "M": _("Advice, research and design"),
    "N": _("Business services"),
    "O": _("Public administration"),
    "P": _("Education"),
    "Q": _("Health and care"),
    "R": _("Arts and leisure"),
    "S": _("Other services"),
    "T": _("Private households"),
    "U": _("International bodies"),
}


def section(code: str) -> str:
    """The letter of a WZ class such as "62.01", "62" or "J62.01"; empty where the code is none."""
    code = code.strip().upper()
    if code[:1] in SECTIONS and (len(code) == 1 or re.fullmatch(r"[\d.]+", code[1:].strip())):
        return code[0]
    digits = re.match(r"\d{2}", code)
    if digits is None:
        return ""
    division = int(digits[0])
    return next((letter for letter, (low, high) in SECTIONS.items() if low <= division <= high), "")


def section_name(letter: str) -> str:
    """Name of a section in the language of the reader."""
    return str(NAMES[letter])
