"""Signs of life: who keeps the promises was last seen when."""

from datetime import datetime

from notifications.models import Heartbeat

# Beat ticked, and a worker wrote it down: both live, and the broker between them.
BEAT = "beat"
# `manage.py sweep` went round.
SWEEP = "sweep"


def seen(name: str, *, now: datetime) -> None:
    """Write down that a part of the machinery was alive at ``now``."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, seen_at=now)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["seen_at"],
    )
