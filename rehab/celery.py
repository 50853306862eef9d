"""The Celery app, and what beat ticks.

Beat only pokes: each tick runs a sweep that finds its work in the database, so a tick that is
lost, late or doubled changes nothing.
"""

import os
from typing import Any

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehab.settings")


def tick(task: str, *, seconds: float) -> dict[str, Any]:
    """A beat entry. A tick not begun before the next is due is dropped: none pile up."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


app = Celery("rehab")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "reviews": tick("programs.tasks.sweep_reviews", seconds=2),
    "messages": tick("notifications.tasks.sweep_messages", seconds=2),
    "reminders": tick("notifications.tasks.sweep_reminders", seconds=15),
    "beat-seen": tick("notifications.tasks.beat_seen", seconds=15),
}


@signals.setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """Without a listener here Celery puts its own handlers beside those of the settings."""
