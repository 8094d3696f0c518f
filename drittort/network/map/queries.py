"""The stored map as a member sees it: groups for everybody, people who want it, suggestions for those who care."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.numbers import about, whole
from drittort.members.models import Consent, Member
from drittort.network import told
from drittort.network.counted import counted
from drittort.network.map import rules
from drittort.network.map.picture import Picture, colour, draw
from drittort.network.snapshots import MAP, newest
from drittort.spaces.industries import section_name

BRIDGES = 12


@dataclass(frozen=True, slots=True)
class GroupWords:
    """A group in words."""

    name: str
    sentence: str
    people: str


@dataclass(frozen=True, slots=True)
class Community:
    """An entry of the legend."""

    letter: str
    words: str
    colour: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """What the map shows: a picture, and the same in words."""

    as_of: str
    picture: Picture | None
    groups: list[GroupWords]
    communities: list[Community]
    bridges: list[str]
    suggestions: list[str]
    shows_suggestions: bool
    left_out: str
    on_map: bool
    may_be_on_map: bool
    made: bool
    shows_people: bool
    shows_ties: bool


def map_page(member: Member, at: datetime) -> MapPage:
    """The newest map. The consents of those who are drawn are looked up now: what was taken back since does not show."""
    stored = newest(member.space_id, MAP)
    if stored is None:
        return MapPage("", None, [], [], [], [], False, "", False, False, False, False, False)
    content = stored.content
    drawn = counted(member.space).here().filter(consents__kind=Consent.Kind.MAP, consents__revoked_at=None)
    names: dict[int, str] = dict(drawn.values_list("pk", "name"))
    groups = content["groups"]
    titles = [group_title(group) for group in groups]
    people = [entry for entry in content["people"] if entry[0] in names]
    shown = {entry[0] for entry in people}
    ties = [tie for tie in content["ties"] if tie[0] in shown and tie[1] in shown]
    sees = rules.sees_suggestions(member)
    suggested = _suggestions(member, at, content, shown) if sees else Suggested([], [], 0)
    picture = draw(content, titles, people, names, ties, suggested.people, suggested.groups) if groups else None
    return MapPage(
        date_format(stored.as_of, "DATE_FORMAT"),
        picture,
        _group_words(content, titles, people, names),
        _communities(groups, people),
        _bridges(content, titles),
        _suggestion_words(suggested, titles, names),
        sees,
        _left_out(picture, content),
        member.pk in names,
        member.pk not in names and not member.space.is_sample,
        True,
        bool(people),
        bool(ties),
    )


def _left_out(picture: Picture | None, content: dict[str, Any]) -> str:
    """What the picture leaves out so that it stays readable."""
    said = []
    if picture and picture.left_out:
        said.append(_("Only the strongest bands of each group are drawn; the list names them all."))
    if content["ties"]:
        said.append(_("Ties between people show when you come closer."))
    if content["ties_left_out"]:
        said.append(_("Only the %(shown)s strongest ties between people are drawn.") % {"shown": whole(len(content["ties"]))})
    return " ".join(said)


def group_title(group: dict[str, Any]) -> str:
    """Name of a group in the language of the reader."""
    if group["kind"] == "company":
        return str(group["name"])
    return section_name(group["key"]) if group["kind"] == "industry" else _("Others")


def band_words(step: int) -> str:
    """How many ties a band stands for, roughly."""
    return {
        1: _("one or two ties"),
        2: _("3 to 5 ties"),
        3: _("6 to 10 ties"),
        4: _("11 to 20 ties"),
    }.get(step) or _("more than 20 ties")


def _group_words(content: dict[str, Any], titles: list[str], people: list[list[Any]], names: dict[int, str]) -> list[GroupWords]:
    bands: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for band in content["bands"]:
        bands[band["a"]].append((-band["step"], band["b"]))
        bands[band["b"]].append((-band["step"], band["a"]))
    inside: dict[int, list[str]] = defaultdict(list)
    for entry in people:
        group = content["places"].get(str(entry[0]))
        if group is not None:
            inside[group].append(names[entry[0]])
    # Looked up once: a house may have a hundred groups.
    count, community, alone = _("%(count)s people"), _("community %(letter)s"), _("still by itself")
    steps = {step: band_words(step) for step in range(1, 6)}
    found = []
    for k, group in enumerate(content["groups"]):
        parts = [count % {"count": about(group["people"])}]
        if group["letter"]:
            parts.append(community % {"letter": group["letter"]})
        for step in range(5, 0, -1):
            others = [titles[other] for strength, other in sorted(bands[k]) if strength == -step]
            if others:
                parts.append(f"{steps[step]}: {', '.join(others)}")
        if not bands[k]:
            parts.append(alone)
        found.append(GroupWords(titles[k], " \u00b7 ".join(parts), ", ".join(sorted(inside[k]))))
    return found


def _communities(groups: list[dict[str, Any]], people: list[list[Any]]) -> list[Community]:
    """Those of the groups, and those whose colour people bear; a letter without a colour stands only where it is written."""
    borne = {letter for _pk, _x, _y, letter in people if colour(letter) != colour("")}
    letters = sorted({g["letter"] for g in groups if g["letter"]} | borne)
    return [Community(letter, _("Community %(letter)s") % {"letter": letter}, colour(letter)) for letter in letters]


def _bridges(content: dict[str, Any], titles: list[str]) -> list[str]:
    rows = sorted((b for b in content["bands"] if b["bridge"]), key=lambda b: (-b["step"], b["a"], b["b"]))
    groups = content["groups"]
    return [
        _("%(one)s (%(a)s) and %(other)s (%(b)s): %(ties)s")
        % {
            "one": titles[b["a"]],
            "a": groups[b["a"]]["letter"],
            "other": titles[b["b"]],
            "b": groups[b["b"]]["letter"],
            "ties": band_words(b["step"]),
        }
        for b in rows[:BRIDGES]
    ]


@dataclass(frozen=True, slots=True)
class Suggested:
    """Suggested pairs: between people who are drawn, between groups otherwise, and how many lie inside one group."""

    people: list[tuple[int, int]]
    groups: list[tuple[int, int]]
    inside: int


def _suggestions(member: Member, at: datetime, content: dict[str, Any], shown: set[int]) -> Suggested:
    people, groups, inside = [], [], 0
    for a, b in told.proposed(member.space_id, at):
        if a in shown and b in shown:
            people.append((a, b))
            continue
        one, other = content["places"].get(str(a)), content["places"].get(str(b))
        if one is None or other is None:
            continue
        if one == other:
            inside += 1
        else:
            groups.append((min(one, other), max(one, other)))
    return Suggested(people, groups, inside)


def _suggestion_words(suggested: Suggested, titles: list[str], names: dict[int, str]) -> list[str]:
    lines = [_("%(one)s and %(other)s") % {"one": names[a], "other": names[b]} for a, b in suggested.people]
    for pair in dict.fromkeys(suggested.groups):
        count = suggested.groups.count(pair)
        between = {"one": titles[pair[0]], "other": titles[pair[1]], "count": count}
        lines.append(
            _("One pair between “%(one)s” and “%(other)s”") % between
            if count == 1
            else _("%(count)s pairs between “%(one)s” and “%(other)s”") % between
        )
    if suggested.inside:
        lines.append(
            _("One pair inside a group") if suggested.inside == 1 else _("%(count)s pairs inside a group") % {"count": suggested.inside}
        )
    return lines
