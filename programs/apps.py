"""The programs app: what is prescribed, logged and decided."""

from django.apps import AppConfig

from programs.content import shipped


class ProgramsConfig(AppConfig):
    name = "programs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # A red-flag screen that does not load must stop the start, not the patient who needs it.
        shipped.load()
