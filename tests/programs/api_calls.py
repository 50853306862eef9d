"""Clients of the API, and posts that it takes."""

import uuid
from typing import Any

from rest_framework.test import APIClient

from people.models import User
from tests.factories import NOW

AT = "2025-03-10T08:30:00+00:00"


def signed_in(user: User, **options: Any) -> APIClient:
    """A client with a real session, as the phone page or the portal opens it."""
    client = APIClient(**options)
    client.force_login(user)
    return client


def a_session(**changes: Any) -> dict[str, Any]:
    """A comfortable bout at 2.1, half an hour before ``NOW``."""
    return {
        "uuid": str(uuid.uuid4()),
        "at": AT,
        "stage": 2,
        "step": 1,
        "completion": "done",
        "pain_before": 2,
        "pain_peak": 3,
        "pain_after": 2,
        "site_before": 3,
        "site_after": 3,
        "settle_minutes": 10,
        "red_flags": [],
    } | changes


def a_morning(**changes: Any) -> dict[str, Any]:
    post = {"uuid": str(uuid.uuid4()), "at": AT, "pain": 2, "site": 3, "worst_24h": 4}
    return post | changes


def a_check_in(**changes: Any) -> dict[str, Any]:
    return {"uuid": str(uuid.uuid4()), "at": AT, "sleep": 3, "stress": 8} | changes


def a_screen(**changes: Any) -> dict[str, Any]:
    post = {"uuid": str(uuid.uuid4()), "at": AT, "answers": {"RF_SADDLE": False, "RF_FEVER": False}}
    return post | changes


POSTS = {
    "sessions": a_session,
    "morning-reports": a_morning,
    "check-ins": a_check_in,
    "red-flag-screens": a_screen,
}

__all__ = ["AT", "NOW", "POSTS", "a_check_in", "a_morning", "a_screen", "a_session", "signed_in"]
