"""Whether the machinery runs: for a load balancer and a watchman, without anybody's data."""

from datetime import datetime
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications import outbox
from notifications.models import Heartbeat
from programs.services import reviews

# Beat ticks every 15 s and the worker writes it down: four misses are no accident.
STALE_AFTER = 60
# The page must answer within a second, whatever the broker does.
BROKER_TIMEOUT = 0.3


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all parts work, else 503 and which does not."""
    now = timezone.now()
    state = {"broker": broker()} | database(now)
    well = all(state[part] == "ok" for part in ("database", "broker", "worker"))
    return JsonResponse(
        {"status": "ok" if well else "degraded", **state}, status=200 if well else 503
    )


def database(now: datetime) -> dict[str, Any]:
    """What the database knows: whether it answers, when the worker was seen, what waits."""
    try:
        seen_at = Heartbeat.objects.filter(name="beat").values_list("seen_at", flat=True).first()
        waiting = {
            "review": age(reviews.oldest_due(now), now),
            "message": age(outbox.oldest_due(now), now),
        }
    except DatabaseError:
        return {"database": "down", "worker": "unknown"}
    seen = age(seen_at, now)
    return {
        "database": "ok",
        "worker": "ok" if seen is not None and seen <= STALE_AFTER else "stale",
        "beat_seen_seconds_ago": seen,
        "oldest_due_seconds": waiting,
    }


def broker() -> str:
    """Whether the broker answers a ping, in time."""
    client = redis.Redis.from_url(
        client_url(settings.CELERY_BROKER_URL),
        socket_timeout=BROKER_TIMEOUT,
        socket_connect_timeout=BROKER_TIMEOUT,
        retry=None,
    )
    try:
        client.ping()
    except redis.RedisError:
        return "down"
    finally:
        client.close()
    return "ok"


def client_url(broker_url: str) -> str:
    """The same address in the words of the client: Celery's name for a unix socket is its own."""
    return broker_url.replace("redis+socket://", "unix://", 1)


def age(moment: datetime | None, now: datetime) -> int | None:
    """Whole seconds since then."""
    return None if moment is None else int((now - moment).total_seconds())
