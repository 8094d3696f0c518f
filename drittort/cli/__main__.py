"""Entry of `bin/drittort`."""

import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    if argv and argv[0] == "engine":
        from drittort.cli.engine import main as engine

        return engine(argv[1:])
    if argv and argv[0] == "serve":
        from drittort.cli.serve import main as serve

        return serve(argv[1:])
    from drittort.cli.site import main as site

    return site(argv)


if __name__ == "__main__":
    sys.exit(main())
