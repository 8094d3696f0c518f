"""`drittort engine NAME ...`: the engine on files, without a site or a database."""

import argparse
import importlib

COMMANDS = ("report", "ties", "introduce", "similar")


def main(argv: list[str]) -> int:
    """Parse `argv`, import only the chosen command, run it, return its exit code."""
    parser = argparse.ArgumentParser(prog="drittort engine", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    if not argv or argv[0] not in COMMANDS:
        parser.parse_args(argv[:1] or ["--help"])
    module = importlib.import_module(f"drittort.cli.engine.{argv[0]}")
    command = argparse.ArgumentParser(prog=f"drittort engine {argv[0]}", description=module.__doc__)
    module.add_arguments(command)
    code: int = module.run(command.parse_args(argv[1:]))
    return code
