"""Pages that more than one address answers with."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from mobile import cards, own, started, stopped
from people.access import PatientRequest
from programs.services import today as programs_today
from programs.services.today import Today


def today(request: PatientRequest, day: Today | None, *, part: bool = False) -> HttpResponse:
    """The day, the stop that takes its place, or a kind word without a program."""
    if day is None:
        return render(request, "mobile/today/_none.html" if part else "mobile/today/none.html")
    name, context = _stop(day) if day.stopped else _plan(request, day)
    return render(request, f"mobile/today/{'_' if part else ''}{name}.html", context)


def saved(request: PatientRequest, thanks: str, *, level: int = messages.SUCCESS) -> HttpResponse:
    """What follows a log: the day; but a sign that stops exercise shows its screen at once."""
    day = programs_today.of(request.patient, now=timezone.now())
    if day is not None and day.stopped:
        return today(request, day)
    messages.add_message(request, level, thanks)
    return redirect("mobile:today")


def taken(request: PatientRequest) -> HttpResponse:
    """What was sent is there already, with other answers: where to look and what to do."""
    return render(request, "mobile/taken.html", status=409)


def _stop(day: Today) -> tuple[str, dict[str, Any]]:
    return "stop", {"day": day, "stop": stopped.of(day), "card": cards.of(day.review)}


def _plan(request: PatientRequest, day: Today) -> tuple[str, dict[str, Any]]:
    at = own.on_clock(request.patient, timezone.now())
    return "plan", {
        "day": day,
        "card": cards.of(day.review),
        "later": stopped.later(day),
        "begun": started.kept(request.session, at=at),
        "bouts": [bout < day.sessions_done for bout in range(day.step.times_a_day)],
        "hour": at.hour,
    }
