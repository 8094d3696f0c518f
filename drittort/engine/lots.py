"""Drawing lots so that everybody can check it: the list and the rule are published first, the seed comes later from something that nobody in the house decides on.

How it is drawn, in full (everything is text in UTF-8, SHA-256 as 64 small hexadecimal digits):

1. Each line of the list has a random salt and a name. Its *mark* is SHA-256 of ``salt name``.
2. The *list* is SHA-256 of all marks in their order, one a line.
3. Before anybody can know the outcome the house draws a *secret* and publishes SHA-256 of it, the *promise*, and says which public value will be
   added: the numbers of a lottery on a day to come, for example.
4. Once that value is known, the *seed* is SHA-256 of three lines: secret, list, value.
5. The *lot* of each line is SHA-256 of two lines: seed, mark. The smallest lots are drawn, in their order; whoever comes next stands in for them.

The house can't choose the public value, and whoever makes it doesn't know the secret; so nobody can steer the draw, and a promise that was broken shows.
A line whose name was taken out later (somebody was erased) keeps its mark, so the draw can still be checked.

This file needs nothing but Python: ``python3 lots.py later.json`` checks a draw, ``python3 lots.py earlier.json later.json`` also that nothing was changed
between two files of the same draw. Both are on the page of the draw.
"""

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

FORMAT = "drittort draw 1"
FIXED = ("seats", "promise", "source", "list")
"""What may not change between two files of one draw, once it stands in the first."""


def digest(*lines: str) -> str:
    """SHA-256 of some lines, without a break at the end."""
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


def mark(salt: str, name: str) -> str:
    """The mark of a line of the list."""
    return digest(f"{salt} {name}")


def list_of(marks: Sequence[str]) -> str:
    """The whole list in one mark."""
    return digest(*marks)


def seed_of(secret: str, list_mark: str, value: str) -> str:
    """The seed of a draw. Blanks of the public value count as one, and none around it."""
    return digest(secret, list_mark, " ".join(value.split()))


def drawn(marks: Sequence[str], seed: str) -> list[int]:
    """The order in which the lines are drawn, as their places in the list from 0: the smallest lot first."""
    lots = [digest(seed, one) for one in marks]
    return sorted(range(len(marks)), key=lambda place: lots[place])


def problems(told: Mapping[str, Any], earlier: Mapping[str, Any] | None = None) -> list[str]:
    """What is wrong with the file of a draw, in sentences; nothing where everything holds. With the file of an earlier day also what was changed since."""
    found = []
    if told.get("format") != FORMAT:
        return [f"This is no file of a draw ({FORMAT})."]
    lines, marks = told["lines"], [line["mark"] for line in told["lines"]]
    found += [
        f"The mark of line {line['number']} does not fit its name."
        for line in lines
        if line.get("name") is not None and mark(line["salt"], line["name"]) != line["mark"]
    ]
    if [line["number"] for line in lines] != list(range(1, len(lines) + 1)):
        found.append("The lines are not numbered one after the other.")
    if told.get("list") is not None and list_of(marks) != told["list"]:
        found.append("The list is another one than was published.")
    if told.get("secret") is not None:
        if digest(told["secret"]) != told["promise"]:
            found.append("The secret is not the one that was promised.")
        seed = seed_of(told["secret"], list_of(marks), told["value"])
        if seed != told["seed"]:
            found.append("The seed does not follow from secret, list and public value.")
        order = [place + 1 for place in drawn(marks, seed)]
        if told["order"] != order:
            found.append("The order of the lots is another one.")
    for name in FIXED:
        if earlier is not None and earlier.get(name) is not None and told.get(name) != earlier[name]:
            found.append(f"Changed since the earlier file: {name}.")
    return found


def summary(told: Mapping[str, Any]) -> list[str]:
    """What a file says, in lines for a terminal."""
    names = {line["number"]: line.get("name") or "(taken out)" for line in told["lines"]}
    said = [
        f"Draw:    {told['title']}",
        f"List:    {len(names)} lines, {told.get('list') or 'not closed yet'}",
        f"Promise: {told['promise']}",
    ]
    if told.get("secret") is None:
        return [*said, f"Waits for: {told['source']}"]
    return [
        *said,
        f"Value:   {told['value']}  ({told['source']})",
        f"Seed:    {told['seed']}",
        *(f"{place:>3}. {names[number]}" for place, number in enumerate(told["order"][: told["seats"]], 1)),
    ]


def main(paths: Sequence[str]) -> int:
    """Check one file, or a later one against an earlier one; 0 where everything holds."""
    if not 1 <= len(paths) <= 2:
        print("usage: lots.py [EARLIER.json] LATER.json", file=sys.stderr)
        return 2
    try:
        files = []
        for path in paths:
            with open(path, encoding="utf-8") as handle:
                files.append(json.load(handle))
        found = problems(files[-1], files[0] if len(files) == 2 else None)
        print("\n".join([*summary(files[-1]), *found] if not found or files[-1].get("format") == FORMAT else found))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"This can't be read: {error!r}", file=sys.stderr)
        return 2
    print("Not right." if found else "Everything holds.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
