"""The first minute: agree, choose when to be reminded, and be there."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mobile import reminding
from mobile.doors import AGREED, ProgramRequest, has_agreed, program_page, welcome_page
from mobile.forms import RemindersForm
from people.access import PatientRequest
from people.models import ConsentKind
from people.services import patients


@require_http_methods(["GET", "POST"])
@welcome_page
def agree(request: PatientRequest) -> HttpResponse:
    """Ask whether entries may be kept. Without a yes there is nothing that the pages could do."""
    if request.method == "GET":
        page = "mobile/welcome/agreed.html" if has_agreed(request) else "mobile/welcome/agree.html"
        return render(request, page)
    given = request.POST.get("answer") == "yes"
    patients.consent(request.patient, ConsentKind.CARE, given=given, now=timezone.now())
    request.session[AGREED] = given
    if not given:
        return render(request, "mobile/welcome/declined.html")
    return redirect("mobile:reminders")


@require_http_methods(["GET", "POST"])
@program_page
def reminders(request: ProgramRequest) -> HttpResponse:
    """Ask for the times of the day, on the patient's clock."""
    if request.method == "GET":
        form = RemindersForm.of(reminding.chosen(request.patient))
        return render(request, "mobile/welcome/reminders.html", {"form": form})
    # "No reminders" leaves the times on the page unread.
    form = RemindersForm({} if "off" in request.POST else request.POST)
    if not form.is_valid() or not _keep(request, form):
        return render(request, "mobile/welcome/reminders.html", {"form": form}, status=422)
    return redirect("mobile:today")


def _keep(request: ProgramRequest, form: RemindersForm) -> bool:
    try:
        reminding.choose(
            request.assignment,
            mornings=form.morning_times,
            sessions=form.session_times,
            now=timezone.now(),
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    said = _("Reminders are set.") if any(form.cleaned_data.values()) else _("No reminders.")
    messages.success(request, said)
    return True
