"""Entry of `bin/drittort`."""

import sys

HELP = """\
usage: drittort COMMAND ...

A house for a coworking community. `drittort COMMAND --help` says more about each.

  serve      pages, worker and encoder of a house in one terminal; --first makes a demo house
  import     bring people, companies and contacts from files into a house
  report     how a house holds together, as text, JSON or a page

  open       print a link with which somebody opens a house here
  mail       set the mail server: asks for the password, tries the server
  remove-demo  take the demo off this machine, without a trace

  prepare    bring database and static files up to date, before a start
  worker     do what is due, until it is told to stop
  receive    take answers by mail from the mail server of this machine
  encoder    find by meaning, until it is told to stop
  jobs       what waits, runs and lies dead, and why; --revive ID tries one again
  backup     write a house into one file
  restore    bring it back
  export-space  write one house into one file; import-space brings it in, here or elsewhere
  privacy    print which personal data is stored, why and for how long

  draw       check a random draw: `draw verify [EARLIER.json] LATER.json`
  engine     the numerics alone, on files: report, ties, introduce, similar

Data and settings are in the folder that DRITTORT_DATA names, else in var/.
The commands of Django are there too: `drittort help --commands` lists them.
"""


HYPHENS = {"remove-demo": "remove_demo", "export-space": "export_space", "import-space": "import_space"}


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    if not argv or argv in (["--help"], ["-h"], ["help"]):
        print(HELP, end="")
        return 0
    if argv[0] == "engine":
        from drittort.cli.engine import main as engine

        return engine(argv[1:])
    if argv[0] == "draw":
        from drittort.engine.lots import main as check

        return check(argv[2:] if argv[1:2] == ["verify"] else [])
    if argv[0] == "serve":
        from drittort.cli.serve import main as serve

        return serve(argv[1:])
    from drittort.cli.site import main as site

    return site([HYPHENS.get(argv[0], argv[0]), *argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
