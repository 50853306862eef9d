"""A session: how it is before, the exercises, and how it went."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mobile import own, pages, started
from mobile.doors import ProgramRequest, program_page
from mobile.forms import AfterForm, BeforeForm
from mobile.started import Started
from programs import engine
from programs.models import Completion, ScreenKind, Session
from programs.services import diary, entries, red_flags, reviews, today
from programs.services.today import Today


@require_http_methods(["GET", "POST"])
@program_page
def before(request: ProgramRequest) -> HttpResponse:
    """Ask how it is right now; the answer opens today's session, an easier one, or none."""
    pathway = request.assignment.pathway
    if request.method == "GET":
        form = BeforeForm(pathway=pathway, initial={"easier": "easier" in request.GET})
        return render(request, "mobile/session/before.html", {"form": form})
    form = BeforeForm(request.POST, pathway=pathway)
    if not form.is_valid():
        return render(request, "mobile/session/before.html", {"form": form}, status=422)
    return _open(request, form.cleaned_data, now=timezone.now())


@require_http_methods(["GET", "POST"])
@program_page
def exercises(request: ProgramRequest) -> HttpResponse:
    """Show what to do, at the dose of today, until the patient says how much was done."""
    begun = _begun(request)
    if begun is None:
        return redirect("mobile:session")
    if request.method == "POST":
        said = request.POST.get("completion", "")
        done = said if said in Completion.values else ""
        started.keep(request.session, started.with_completion(begun, done))
        return redirect("mobile:session-after")
    step = today.step_at(request.assignment, *begun.place)
    return render(request, "mobile/session/exercises.html", {"begun": begun, "step": step})


@require_http_methods(["GET", "POST"])
@program_page
def after(request: ProgramRequest) -> HttpResponse:
    """Ask how it went, and write the session down."""
    pathway = request.assignment.pathway
    if request.method == "POST":
        return _log(request, AfterForm(request.POST, pathway=pathway), now=timezone.now())
    begun = _begun(request)
    if begun is None:
        return redirect("mobile:session")
    sealed = started.seal(begun, request.patient)
    form = AfterForm(
        pathway=pathway, initial={"started": sealed, "completion": begun.completion or None}
    )
    return render(request, "mobile/session/after.html", {"form": form, "begun": begun})


def _begun(request: ProgramRequest) -> Started | None:
    return started.kept(request.session, at=own.on_clock(request.patient, timezone.now()))


def _open(request: ProgramRequest, told: dict[str, Any], *, now: datetime) -> HttpResponse:
    reviews.before_session(request.assignment.pk, now=now)
    day = today.of(request.patient, now=now)
    if day is None or day.gate(pain_now=told["pain"]) == engine.Gate.STOP_RED_FLAG:
        return redirect("mobile:today")
    at = own.on_clock(request.patient, now)
    started.keep(request.session, _begin(day, told, at=at))
    return redirect("mobile:session-exercises")


def _begin(day: Today, told: dict[str, Any], *, at: datetime) -> Started:
    easier = "chosen" if told["easier"] else ""
    if day.gate(pain_now=told["pain"]) == engine.Gate.EASIER_TODAY:
        easier = "pain"
    step = today.easier_step(day.assignment) if easier else day.step
    # On the lowest step nothing is easier but less of it.
    share = 0.5 if easier and step == day.step else day.dose
    return started.begin(
        step=step, at=at, pain=told["pain"], site=told["site"], share=share, easier=easier
    )


def _log(request: ProgramRequest, form: AfterForm, *, now: datetime) -> HttpResponse:
    begun = started.unseal(request.POST.get("started", ""), request.patient)
    if begun is None:
        messages.error(request, _("We lost how it was before. Please tell us again."))
        return redirect("mobile:session")
    if not form.is_valid():
        return _refused(request, form, begun, now=now)
    try:
        _write(request, form.answers, begun, now=now)
    except ValidationError as refused:
        form.refuse(refused)
        return _refused(request, form, begun, now=now)
    except entries.Conflict:
        return pages.taken(request)
    started.forget(request.session)
    return pages.saved(request, _("Saved. Well done."))


def _write(
    request: ProgramRequest, answers: dict[str, Any], begun: Started, *, now: datetime
) -> None:
    diary.log_session(
        request.assignment,
        uuid=begun.uuid,
        at=_happened(request, begun, now=now),
        by=request.user,
        now=now,
        place=begun.place,
        pain_before=begun.pain,
        site_before=begun.site,
        **begun.dose(answers["completion"]),
        **answers,
    )


def _happened(request: ProgramRequest, begun: Started, *, now: datetime) -> datetime:
    """When the session was: as it is told, or when it began if that was on another day."""
    at = own.moment(request.patient, Session, begun.uuid, now=now)
    return at if engine.logical_day(begun.at) == engine.logical_day(at) else begun.at


def _refused(
    request: ProgramRequest, form: AfterForm, begun: Started, *, now: datetime
) -> HttpResponse:
    """Show the errors. But a sign that was ticked does not wait for a number that is missing."""
    if ticked := form.cleaned_data.get("red_flags"):
        asked = red_flags.asked(ScreenKind.SESSION)
        red_flags.screen(
            request.assignment,
            kind=ScreenKind.SESSION,
            answers={code: code in ticked for code in asked},
            uuid=uuid4(),
            at=own.on_clock(request.patient, now),
            by=request.user,
            now=now,
        )
        return pages.saved(request, _("Saved."))
    context = {"form": form, "begun": begun}
    return render(request, "mobile/session/after.html", context, status=422)
