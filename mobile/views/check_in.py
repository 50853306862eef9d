"""The check-in: what makes today a more protective day."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mobile import own, pages
from mobile.doors import ProgramRequest, program_page
from mobile.forms import CheckInForm
from programs.models import CheckIn
from programs.services import clock, diary, entries


@require_http_methods(["GET", "POST"])
@program_page
def tell(request: ProgramRequest) -> HttpResponse:
    """Ask about today; nothing has to be answered."""
    now = timezone.now()
    if request.method == "GET":
        told = own.check_in_of(request.assignment, clock.today(request.patient, now=now))
        if told is not None:
            return redirect("mobile:correct", "check-ins", told.uuid)
        return render(request, "mobile/check_in.html", {"form": CheckInForm()})
    form = CheckInForm(request.POST)
    if form.is_valid() and (answer := _log(request, form, now=now)):
        return answer
    return render(request, "mobile/check_in.html", {"form": form}, status=422)


def _log(request: ProgramRequest, form: CheckInForm, *, now: datetime) -> HttpResponse | None:
    try:
        diary.log_check_in(
            request.assignment,
            uuid=form.entry_uuid,
            at=own.moment(request.patient, CheckIn, form.entry_uuid, now=now),
            by=request.user,
            now=now,
            **form.answers,
        )
    except ValidationError as refused:
        form.refuse(refused)
        return None
    except entries.Conflict:
        return pages.taken(request)
    if form.answers["unwell"]:
        # A fever can be a sign of its own: the questions that ask about it come next.
        messages.warning(request, _("You feel unwell. Please answer these questions too."))
        return redirect("mobile:safety")
    messages.success(request, _("Saved. Thank you."))
    return redirect("mobile:today")
