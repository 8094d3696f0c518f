"""The plan as a whole: its chapters as those who lend or give money look for them, what the house shows below its parts, and what members said."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.formats import date_format

from drittort.inspire.stories.models import StoryQuote
from drittort.inspire.stories.queries import quotes
from drittort.plan.appendix import Live, Picture, Table, live
from drittort.plan.writing import sheets
from drittort.plan.writing.guide import CHAPTERS, PARTS
from drittort.plan.writing.models import PlanPart, PlanVersion
from drittort.spaces.models import Space

MOST_VOICES = 6


@dataclass(frozen=True, slots=True)
class Told:
    """A part as it stands: its words in one language (which may be another than the plan's), its sheet, and what the house shows below it."""

    key: str
    title: str
    language: str
    text: str
    table: Table | None
    live: tuple[Live, ...]
    as_of: str
    owner: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with the parts of which something stands."""

    key: str
    number: int
    title: str
    parts: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """A sentence of a member that may be told in the plan."""

    text: str
    language: str
    name: str
    company: str

    @property
    def digest(self) -> str:
        """A short sign of it: with other words, or under another name, it is another one."""
        return hashlib.sha256(repr((self.text, self.name)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole, in one language. `missing` are the titles of parts of which nothing stands in it."""

    language: str
    chapters: tuple[Chapter, ...]
    voices: tuple[Voice, ...]
    missing: tuple[str, ...]
    as_of: str

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures in their order, for their tables in the appendix."""
        parts = (part for chapter in self.chapters for part in chapter.parts)
        return tuple(one for part in parts for one in part.live if isinstance(one, Picture))

    @property
    def wide(self) -> tuple[Table, ...]:
        """The tables that lie on pages of their own, in the appendix."""
        parts = (part for chapter in self.chapters for part in chapter.parts)
        return tuple(one for part in parts for one in part.live if isinstance(one, Table) and one.wide)


def whole(space: Space, language: str, *, parts: Collection[str] = tuple(PARTS), fills: bool = True) -> Plan:
    """The plan in a language, with some of its parts. With `fills`, what stands only in the other language comes in that one."""
    with translation.override(language):
        rows = {row.key: row for row in PlanPart.objects.filter(space=space, key__in=parts).select_related("owner")}
        words: dict[str, dict[str, PlanVersion]] = {}
        for version in PlanVersion.objects.filter(part__in=[row.pk for row in rows.values()], stands=True).select_related("part"):
            words.setdefault(version.part.key, {})[version.language] = version
        said: dict[str, PlanVersion] = {}
        for key, versions in words.items():
            spoken = versions.get(language) or (next(iter(versions.values())) if fills else None)
            if spoken is not None:
                said[key] = spoken
        found = {key: told(space, key, language, rows.get(key), said.get(key)) for key in PARTS if key in parts}
        chapters: list[Chapter] = []
        for chapter in CHAPTERS:
            shown = tuple(found[key] for key in chapter.parts if key in found and (found[key].text or found[key].table or found[key].live))
            if len(chapter.parts) == 1:
                # Its chapter has said already what it is about.
                shown = tuple(replace(part, title=chapter.titles[language]) for part in shown)
            if shown:
                chapters.append(Chapter(chapter.key, len(chapters) + 1, chapter.titles[language], shown))
        latest = max((version.at for version in said.values()), default=None)
        return Plan(
            language=language, chapters=tuple(chapters), voices=voices(space)[:MOST_VOICES],
            missing=tuple(PARTS[key].told(language).title for key in PARTS if key in parts and key not in said),
            as_of=date_format(space.day(latest), "DATE_FORMAT") if latest else "",
        )  # fmt: skip


def told(space: Space, key: str, language: str, row: PlanPart | None, said: PlanVersion | None) -> Told:
    """One part."""
    part = PARTS[key]
    owner = row.owner if row is not None else None
    spoken = said.language if said is not None else language
    with translation.override(spoken):
        sheet = sheets.table(part, said.rows, space.name) if said is not None else None
    return Told(
        key, part.told(language).title, spoken, said.text if said is not None else "", sheet, live(key, space),
        date_format(space.day(said.at), "DATE_FORMAT") if said is not None else "", owner.name if owner is not None else "",
    )  # fmt: skip


def voices(space: Space) -> tuple[Voice, ...]:
    """Sentences of members that may stand in the plan at this moment: agreed to for it, or for everybody to read."""
    found: dict[str, Voice] = {}
    for one in quotes(space.pk, StoryQuote.Use.PLAN, StoryQuote.Use.SITE):
        found.setdefault(one.text, Voice(one.text, one.language, one.name, one.company))
    return tuple(found.values())


def signs(told: Iterable[Voice]) -> list[str]:
    """Short signs of some sentences."""
    return sorted(one.digest for one in told)


# ------------------------------------------------------------------ as Markdown


def markdown(space: Space, plan: Plan) -> str:
    """The whole as one text in Markdown, to be taken anywhere."""
    with translation.override(plan.language):
        lines = [f"# {space.name}: {business_plan()}", ""]
        for chapter in plan.chapters:
            lines += [f"## {chapter.number}. {chapter.title}", ""]
            for part in chapter.parts:
                if part.title != chapter.title:
                    lines += [f"### {part.title}", ""]
                if part.text:
                    lines += [deeper(part.text, 3), ""]
                for table in (part.table, *(one.table if isinstance(one, Picture) else one for one in part.live)):
                    if table is not None:
                        lines += [*in_markdown(table), ""]
        return "\n".join(lines).rstrip() + "\n"


def business_plan() -> str:
    """What a plan is called outside the house."""
    return translation.gettext("Business plan")


def deeper(text: str, steps: int) -> str:
    """The same text with its headings so many steps deeper, six at most; what stands in a block of code stays."""
    found, code = [], False
    for line in text.splitlines():
        code ^= line.lstrip().startswith(("```", "~~~"))
        marks = len(line) - len(line.lstrip("#"))
        heading = not code and 0 < marks <= 6 and line[marks : marks + 1] in ("", " ")
        found.append("#" * min(marks + steps, 6) + line[marks:] if heading else line)
    return "\n".join(found)


def in_markdown(table: Table) -> list[str]:
    """A table in Markdown, its title above it."""

    def row(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    rule = row("--:" if k in table.numbers else "---" for k in range(len(table.head)))
    return [
        f"**{table.title}**",
        "",
        row(table.head),
        rule,
        *(row(one) for one in table.rows),
        *(["", table.sentence] if table.sentence else []),
    ]
