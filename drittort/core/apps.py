"""The floor that everything stands on."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "drittort.core"
    label = "core"

    def ready(self) -> None:
        """Load every module's registrations, and refuse a database that is not safe."""
        from drittort.core import checks, database

        connection_created.connect(database.assert_pragmas, dispatch_uid="core.pragmas")
        checks.load()
        autodiscover_modules("registrations")
