"""Commands of the site: Django's and those of the modules."""

import drittort.core.sqlite  # noqa: F401  isort: skip

import os
import sys


def main(argv: list[str]) -> int:
    """Run one management command; a wrong setting is one sentence and exit code 2."""
    from drittort.config.house import SettingsError
    from drittort.core.staying import what_stays

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drittort.config.settings")
    try:
        with what_stays():
            import django
            from django.core.management import execute_from_command_line

            django.setup()
        execute_from_command_line(["drittort", *argv])
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    return 0
