"""Brings a community into a house from files: people, companies, interactions, a Slack export."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.errors import Invalid, OutOfDate
from drittort.core.terminal import terminal_language
from drittort.members.importing.forms import is_address
from drittort.network.importing.actions import run_import
from drittort.network.importing.forms import LONGEST_SOURCE, Unreadable
from drittort.network.importing.queries import Preview, preview
from drittort.network.importing.reading import Files, problem_of, read_delivery
from drittort.network.importing.slack import Export, Refused

SHOWN = 20
SOURCE = re.compile(rf"[\w.-]{{1,{LONGEST_SOURCE}}}")

COLUMNS = """
Columns (separated by comma, semicolon or tab; the first line names them; an empty cell changes nothing):

  people.csv        id            any text, stays the same from import to import
                    name          as others shall read it
                    email         for signing in; nobody gets a mail from an import
                    company       id or name of a company
                    joined_on     first day in the house, 2026-03-31 (also: since)
                    left_on       last day
                    language      de or en
                    languages     de|en
                    days          usual days: Mon|Wed or Mo|Mi
                    location      name of a location of the house
                    line          one sentence about the person
                    offers        what they offer, several separated by |
                    needs         what they look for, several separated by |
                    counted_since      day of the proven consent to be counted; empty: not counted
                    introduced_since   the same for being introduced
                    map_since          the same for being shown on the map
                    any other     kept as an attribute
  companies.csv     id, name, industry (WZ 2008, such as 62.01), line
  interactions.csv  source, target   ids of people
                    at            2026-03-31T14:05:00+02:00 or seconds since 1970; empty: part of one snapshot (--on)
                    kind          meeting, reply, message, thanks, event, neighbour or any other word
                    weight        a factor, 1 if empty

Importing the same files again changes nothing. What a source (--source) says about two people on a day replaces what it said before.
Contacts are kept only for days on which both had agreed to be counted.
Exit codes: 0 done, 1 errors in the files (nothing was written), 2 wrong usage.
"""


def _source(text: str) -> str:
    if not SOURCE.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r}: up to {LONGEST_SOURCE} letters, digits, dots and hyphens")
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-03-31") from error


class Command(BaseCommand):
    """`drittort import SPACE --people people.csv --interactions interactions.csv`."""

    help = __doc__ or ""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the table of columns as it is written."""
        return super().create_parser(
            prog_name, subcommand, formatter_class=argparse.RawDescriptionHelpFormatter, epilog=COLUMNS, **kwargs
        )  # fmt: skip

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, and how to take them."""
        parser.add_argument("space", help="address of the house; it is opened if there is none")
        parser.add_argument("--people", type=Path, metavar="FILE")
        parser.add_argument(
            "--from",
            dest="foreign",
            nargs=2,
            metavar=("SYSTEM", "FILE"),
            help="member list of cobot, nexudus or officernd; other: guessed by its head",
        )
        parser.add_argument("--companies", type=Path, metavar="FILE")
        parser.add_argument("--interactions", type=Path, metavar="FILE")
        parser.add_argument("--slack", type=Path, metavar="FOLDER_OR_ZIP", help="export of a Slack workspace; texts are not kept")
        parser.add_argument("--with-direct", action="store_true", help="Slack: direct messages too")
        parser.add_argument("--source", type=_source, metavar="NAME", help="who tells this, if there are several sources of one sort")
        parser.add_argument("--on", type=_day, metavar="DATE", help="day of the interactions without a time")
        parser.add_argument("--add-people", action="store_true", help="people who occur only in interactions join, named by their id")
        parser.add_argument("--sample", action="store_true", help="public research data: all counted, no mail ever leaves the house")
        parser.add_argument("--name", default="", help="name of a new house")
        parser.add_argument("--language", choices=("de", "en"), default="de", help="language of a new house")
        parser.add_argument("--founder", default="", metavar="EMAIL", help="give this address the role of founder")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, write nothing")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, show, ask, write."""
        with translation.override(terminal_language()):
            self.bring_in(options)

    def bring_in(self, options: dict[str, Any]) -> None:
        """The whole command, in the language of the terminal."""
        files = Files(
            options["people"],
            options["companies"],
            options["interactions"],
            options["slack"],
            options["with_direct"],
            tuple(options["foreign"] or ()),
        )
        if not files.any and not options["founder"]:
            raise CommandError(_("Name at least one file; --help shows which."), returncode=2)
        if options["founder"] and not is_address(options["founder"]):
            raise CommandError(_("%(value)s is not an e-mail address.") % {"value": options["founder"]}, returncode=2)
        began, at = perf_counter(), timezone.now()
        try:
            delivery, export = read_delivery(
                files, slug=options["space"], at=at, name=options["name"], language=options["language"], sample=options["sample"],
                add_people=options["add_people"], founder=options["founder"], source=options["source"] or "", on=options["on"],
            )  # fmt: skip
            found = preview(delivery, at)
        except Invalid as error:
            raise CommandError(str(error.reason), returncode=2) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from error
        except (Unreadable, Refused) as error:
            raise CommandError(problem_of(error, files.slack), returncode=1) from error
        self.show(found, export)
        if found.fatal:
            raise CommandError(
                ngettext("%(n)s error: nothing was written.", "%(n)s errors: nothing was written.", len(found.fatal)) % {"n": len(found.fatal)},
                returncode=1,
            )  # fmt: skip
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was written."))
            return
        if not found.is_change and not options["founder"]:
            self.stdout.write(_("Everything is here already: nothing to do."))
            return
        if not options["yes"] and not self.agreed():
            self.stdout.write(_("Nothing was written."))
            return
        try:
            outcome = run_import(preview=found, at=at)
        except (OutOfDate, Invalid) as error:
            raise CommandError(str(error.reason), returncode=1) from error
        if outcome.founder:
            self.stdout.write(_("%(email)s is founder of the house now.") % {"email": options["founder"]})
        self.stdout.write(
            _("Done in %(all).1f s (contacts staged in %(staging).1f s, switched in %(switch).2f s).")
            % {"all": perf_counter() - began, "staging": outcome.staging, "switch": outcome.switch}
        )
        self.stdout.write(
            _("The worker computes the ties next; drittort report %(slug)s shows how the house holds together.")
            % {"slug": found.space.slug}
        )

    def agreed(self) -> bool:
        """Ask; without anybody to answer it is wrong usage."""
        self.stdout.write(_("Bring this in? [y/N] "), ending="")
        self.stdout.flush()
        try:
            answer = input()
        except EOFError as error:
            raise CommandError(_("Nobody is here to answer: say --yes."), returncode=2) from error
        return answer.strip().lower() in ("y", "yes", "j", "ja")

    def show(self, found: Preview, export: Export | None) -> None:
        """Print what would change and what is wrong."""
        space, plan, contacts = found.space, found.plan, found.contacts
        marks = [_("new house")] if space.pk is None else []
        marks += [_("sample of public research data")] if space.is_sample else []
        self.stdout.write(f"{space.name} ({', '.join([space.slug, *marks])})")
        if export is not None:
            self.stdout.write(
                _("Slack: %(people)s people, %(messages)s messages, %(rows)s interactions. Texts are not kept.")
                % {"people": len(export.users), "messages": export.messages, "rows": len(export.rows)}
            )
        self.stdout.write("")
        self.row("", _("new"), _("changed"), _("unchanged"), _("refused"))
        files = found.delivery.rows
        tables = (
            (_("Companies"), [c.pk for c in plan.companies], plan.companies_unchanged, {files.companies_file}),
            (_("People"), [p.pk for p in plan.people], plan.people_unchanged, {files.people_file}),
        )
        for title, pks, unchanged, names in tables:
            refused = len({p.line for p in found.fatal if p.file in names and p.line > 1})
            self.row(title, sum(pk is None for pk in pks), sum(pk is not None for pk in pks), unchanged, refused)
        sources = {told.file for told in found.delivery.told}
        refused = len({(p.file, p.line) for p in found.fatal if p.file in sources and p.line > 1})
        self.row(_("Contacts"), contacts.new, contacts.changed, contacts.unchanged, refused)
        self.stdout.write("")
        if contacts.new or contacts.changed or contacts.unchanged or contacts.not_agreed:
            self.stdout.write(_("A contact is what two people had to do with each other on one day in one way."))
        if contacts.not_agreed:
            self.stdout.write(
                ngettext(
                    "%(n)s contact is left out because not both people had agreed to be counted on that day (counted_since).",
                    "%(n)s contacts are left out because not both people had agreed to be counted on that day (counted_since).",
                    contacts.not_agreed,
                )
                % {"n": contacts.not_agreed}
            )
        if contacts.too_old:
            self.stdout.write(
                ngettext(
                    "%(n)s contact is left out because it is older than 24 months.",
                    "%(n)s contacts are left out because they are older than 24 months.",
                    contacts.too_old,
                )
                % {"n": contacts.too_old}
            )
        shown = found.fatal or found.problems
        for problem in shown[:SHOWN]:
            self.stdout.write(f"  {problem}")
        if len(shown) > SHOWN:
            self.stdout.write(_("  ... and %(n)s more.") % {"n": len(shown) - SHOWN})

    def row(self, title: str, *cells: object) -> None:
        """One line of the table."""
        self.stdout.write(f"  {title:<12}" + "".join(f"{cell!s:>12}" for cell in cells))
