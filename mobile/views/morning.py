"""The morning report: how the nerve answered overnight."""

from datetime import date, datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mobile import own, pages
from mobile.doors import ProgramRequest, program_page
from mobile.forms import MorningForm
from programs.models import MorningReport
from programs.services import clock, diary, entries


@require_http_methods(["GET", "POST"])
@program_page
def report(request: ProgramRequest) -> HttpResponse:
    """Ask about this morning, or by ``?day=`` about another: kept, not used, and said so."""
    now = timezone.now()
    today = clock.today(request.patient, now=now)
    day = _day_asked(request, today)
    context = {"day": day, "late": day != today}
    if request.method == "GET":
        told = own.morning_of(request.assignment, day)
        if told is not None:
            return redirect("mobile:correct", "mornings", told.uuid)
        form = MorningForm(pathway=request.assignment.pathway)
        return render(request, "mobile/morning.html", {"form": form} | context)
    form = MorningForm(request.POST, pathway=request.assignment.pathway)
    if form.is_valid() and (answer := _log(request, form, day, now=now)):
        return answer
    return render(request, "mobile/morning.html", {"form": form} | context, status=422)


def _day_asked(request: ProgramRequest, today: date) -> date:
    """The day of the address; one that is no day, or has not come, does not exist."""
    try:
        day = date.fromisoformat(request.GET.get("day") or today.isoformat())
    except ValueError:
        raise Http404 from None
    if day != today and not request.assignment.started_on <= day < today:
        raise Http404
    return day


def _log(
    request: ProgramRequest, form: MorningForm, day: date, *, now: datetime
) -> HttpResponse | None:
    """Write it down; ``None`` if it was refused, with the errors on the form."""
    try:
        logged = diary.log_morning(
            request.assignment,
            uuid=form.entry_uuid,
            at=own.moment(request.patient, MorningReport, form.entry_uuid, now=now),
            by=request.user,
            now=now,
            day=day,
            **form.answers,
        )
    except ValidationError as refused:
        form.refuse(refused)
        return None
    except entries.Conflict:
        return pages.taken(request)
    if logged.entry.in_time:
        messages.success(request, _("Saved. Thank you."))
    else:
        messages.info(request, _("Saved in your diary. Your plan stays as it is."))
    return redirect("mobile:today")
