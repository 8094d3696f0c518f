"""The floor that everything stands on."""

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "drittort.core"
    label = "core"

    def ready(self) -> None:
        """Load every module's registrations, and refuse a database that is not safe."""
        from drittort.core import checks, database
        from drittort.core.search import engine_tables

        connection_created.connect(database.assert_pragmas, dispatch_uid="core.pragmas")
        post_migrate.connect(engine_tables.make, sender=self, dispatch_uid="core.search")
        checks.load()
        autodiscover_modules(settings.LOADS)
