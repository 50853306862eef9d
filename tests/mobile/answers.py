"""What Tomas answers, as his browser posts it."""

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

BEFORE = {"pain": "2", "site": "3"}
AFTER = {
    "completion": "done",
    "pain_peak": "3",
    "pain_after": "2",
    "site_after": "3",
    "red_flags": ["none"],
}
MORNING = {"pain": "2", "site": "3"}
SIGNS_B = [
    "RF_WEAK_ONE_LEG",
    "RF_FEVER",
    "RF_SEVERE_PAIN",
    "RF_HOT_CALF",
    "RF_CANCER",
    "RF_MINOR_TRAUMA",
    "RF_NUMB_GROWING",
]
SIGNS_C = ["RF_NIGHT_PAIN", "RF_WEIGHT_LOSS", "RF_NUMB_LARGER", "RF_NEW_CONDITION"]
SAFE = {"urgent": ["none"], **dict.fromkeys([*SIGNS_B, *SIGNS_C], "no")}


def post(phone: Client, page: str, answers: dict[str, Any], *arguments: Any) -> Any:
    """Post a form under a UUID of its own."""
    return phone.post(reverse(f"mobile:{page}", args=arguments), {"uuid": uuid4(), **answers})


def begin(phone: Client, **answers: str) -> Any:
    """Tell how it is before, and come to the exercises."""
    return post(phone, "session", BEFORE | answers)


def sealed(phone: Client) -> str:
    """The begun session as the last form carries it."""
    return phone.get(reverse("mobile:session-after")).context["form"]["started"].value()


def finish(phone: Client, **answers: Any) -> Any:
    """Tell how the begun session went."""
    return phone.post(
        reverse("mobile:session-after"), {"started": sealed(phone), **AFTER, **answers}
    )
