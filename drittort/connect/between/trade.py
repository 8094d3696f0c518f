"""Which trades typically buy from which, by divisions and sections of WZ 2008 (NACE Rev. 2).

Written from general knowledge of what small companies under one roof sell to each other, not from a statistic: input-output tables speak of billions
between whole industries, and would say of every office that it buys energy. Two companies that are named here by their divisions fit well, by their
sections loosely. A pair that is missing has no meaning; needs and offers count for more (drittort.engine.firms).
"""

from __future__ import annotations

from drittort.spaces.industries import section

BUYS: dict[str, str] = {
    "10": "17 71 74 47",  # food: packaging, tests, design, shops
    "11": "17 74 56",
    "14": "13 74 90",  # clothing: cloth, design, stage
    "18": "74 58",  # printing: design, publishers
    "26": "62 71 72 74",  # electronics: software, engineering, research, design
    "31": "16 74",  # furniture
    "35": "43 71 62",  # energy: installers, engineers, software
    "38": "49 62",
    "41": "71 43 68",  # building: architects and engineers, trades
    "43": "71 69 62 16",  # trades: planners, books and payroll, software, timber
    "47": "62 74 53 10 14 31",  # shops: web, design, parcels, goods
    "49": "62 45",
    "55": "56 74 62 96",
    "56": "10 11 74 31",  # kitchens: food, drinks, design, furniture
    "58": "74 18 90 47",  # publishers: translators and designers, printers, authors, shops
    "59": "74 90 14 58 73",  # film: photographers, artists, costumes
    "60": "59 90 63",
    "62": "73 74 69 71",  # software: research and advertising, design, law and tax
    "63": "62 74 73",
    "64": "62 69 70",
    "66": "62 73 69",
    "68": "71 43 69 81 41",  # property: planners, trades, law, care of buildings
    "69": "62 63 82",  # law and tax: software, office services
    "70": "73 74 62 82",  # consultants: surveys, design, software
    "71": "62 74 69 72 43",  # architects and engineers: software, pictures, contracts, trades
    "72": "62 74 26",
    "73": "74 59 18 62 90",  # advertising: design and photos, film, print
    "74": "18 69 62 58",  # design, photos, translation: print, tax, web
    "79": "49 55 56 74",
    "82": "62 69",
    "84": "62 71 73 74",
    "85": "58 62 74 90",  # schools: publishers, software, translation, artists
    "86": "62 69 82",
    "88": "85 74 69 56",  # social work: training, translation, books, kitchens
    "90": "59 74 69 14",  # artists and authors: film, photos, tax, costumes
    "93": "62 73 14",
    "94": "69 73 74 62 56",  # associations: books, campaigns, print design, web, catering
    "95": "26 62",
    "96": "74 62",
    "A": "C H M",
    "C": "B H J M N",
    "D": "F J M",
    "F": "C G M N",
    "G": "C H J M",
    "I": "A C G N",
    "J": "M R",
    "K": "J M",
    "L": "F M N",
    "M": "J N",
    "N": "J M",
    "P": "I J R",
    "Q": "J M P",
    "R": "C J M",
    "S": "J M",
}
STRONG, LOOSE = 1.0, 0.5


def buys(buyer: str, seller: str) -> float:
    """How typically a company of one industry (WZ class) buys from one of another: 1 by divisions, a half by sections, else 0."""
    if not buyer or not seller:
        return 0.0
    if seller[:2] in BUYS.get(buyer[:2], "").split():
        return STRONG
    one, other = section(buyer), section(seller)
    return LOOSE if one != other and other and other in BUYS.get(one, "").split() else 0.0
