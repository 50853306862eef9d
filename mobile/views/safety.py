"""The safety questions, all of them."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mobile import own, pages
from mobile.doors import ProgramRequest, program_page
from mobile.forms import SafetyForm
from programs.models import RedFlagScreen, ScreenKind
from programs.services import entries, red_flags


@require_http_methods(["GET", "POST"])
@program_page
def screen(request: ProgramRequest) -> HttpResponse:
    """Ask for every sign. One that stops exercise shows its screen in the same answer."""
    first = not own.was_screened(request.assignment)
    if request.method == "GET":
        return render(request, "mobile/safety.html", {"form": SafetyForm(first=first)})
    form = SafetyForm(request.POST, first=first)
    if form.is_valid() and (answer := _log(request, form, now=timezone.now())):
        return answer
    return render(request, "mobile/safety.html", {"form": form}, status=422)


def _log(request: ProgramRequest, form: SafetyForm, *, now: datetime) -> HttpResponse | None:
    try:
        red_flags.screen(
            request.assignment,
            kind=ScreenKind.FULL,
            answers=form.screen,
            uuid=form.entry_uuid,
            at=own.moment(request.patient, RedFlagScreen, form.entry_uuid, now=now),
            by=request.user,
            now=now,
        )
    except ValidationError as refused:
        form.refuse(refused)
        return None
    except entries.Conflict:
        return pages.taken(request)
    left_open = len(red_flags.asked(ScreenKind.FULL)) - len(form.screen)
    if not left_open:
        return pages.saved(request, _("Saved. Thank you."))
    told = ngettext(
        "Saved. %d question is still open, so we will ask again.",
        "Saved. %d questions are still open, so we will ask again.",
        left_open,
    )
    return pages.saved(request, told % left_open, level=messages.INFO)
