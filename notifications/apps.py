"""The notifications app: a generic outbox, and the schedule of reminders."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each app's messages module makes its kinds known, whichever process starts.
        autodiscover_modules("messages")
