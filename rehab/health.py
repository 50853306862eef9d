"""Whether the machinery runs: for a load balancer and a watchman, without anybody's data."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications import heartbeats, outbox
from notifications.models import Heartbeat
from programs.services import reviews
from rehab import ping

# Beat ticks every 15 s and the worker writes it down: four misses are no accident.
STALE_AFTER = 60
# The page must answer within a second, whatever the broker does.
BROKER_TIMEOUT = 0.3


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all parts work, else 503 and which does not."""
    reachable = ping.answers(settings.CELERY_BROKER_URL, timeout=BROKER_TIMEOUT)
    state = {"broker": "ok" if reachable else "down"} | database(timezone.now())
    well = all(state[part] == "ok" for part in ("database", "broker", "worker"))
    return JsonResponse(
        {"status": "ok" if well else "degraded", **state}, status=200 if well else 503
    )


def database(now: datetime) -> dict[str, Any]:
    """What the database knows: whether it answers, who was last seen when, what waits."""
    try:
        seen = {
            name: age(seen_at, now)
            for name, seen_at in Heartbeat.objects.values_list("name", "seen_at")
        }
        waiting = {
            "review": age(reviews.oldest_due(now), now),
            "message": age(outbox.oldest_due(now), now),
        }
    except DatabaseError:
        return {"database": "down", "worker": "unknown"}
    beat = seen.get(heartbeats.BEAT)
    return {
        "database": "ok",
        "worker": "ok" if beat is not None and beat <= STALE_AFTER else "stale",
        "seen_seconds_ago": seen,
        "oldest_due_seconds": waiting,
    }


def age(moment: datetime | None, now: datetime) -> int | None:
    """Whole seconds since then."""
    return None if moment is None else int((now - moment).total_seconds())
