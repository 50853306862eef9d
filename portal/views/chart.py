"""A patient's chart, and the acts on it: each a small form, each one service."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.access import ClinicianRequest, clinician_required, decision_required
from people.models import Patient
from portal import acts
from portal import chart as charts
from portal.forms import ServiceForm
from portal.ladder import ladder_of
from portal.views.patients import page, patient_or_404
from programs.models import Assignment, RedFlag
from programs.services import red_flags
from programs.services.assignments import NotOpen


@clinician_required
@require_GET
def chart(request: ClinicianRequest, pk: int) -> HttpResponse:
    patient = patient_or_404(request.user, pk)
    return _show(request, patient, until=_day(request.GET.get("until")))


@decision_required
@require_POST
def act(request: ClinicianRequest, pk: int, name: str) -> HttpResponse:
    """Do one act on the patient's open program."""
    if name not in acts.ACTS:
        raise Http404
    patient = patient_or_404(request.user, pk)
    assignment = _open_assignment(patient)
    wanted = acts.ACTS[name]
    form = charts.act_form(
        wanted, request.POST, assignment=assignment, ladder=ladder_of(assignment.version)
    )
    now = timezone.now()

    def do() -> object:
        return wanted.do(assignment, form.cleaned_data, request.user, now)

    if _done(form, do):
        messages.success(request, wanted.done)
        return redirect("admin:chart", pk)
    return _show(request, patient, posted={name: form})


@decision_required
@require_POST
def acknowledge(request: ClinicianRequest, pk: int, flag_pk: int) -> HttpResponse:
    """Say that the flag was seen. From the work list one returns to it."""
    flag = _flag_or_404(request, pk, flag_pk)
    if red_flags.acknowledge(flag, by=request.user, now=timezone.now()):
        messages.success(request, _("Marked as seen by you."))
    else:
        messages.info(request, _("Somebody has seen it already."))
    if "from_work_list" in request.POST:
        return redirect("admin:index")
    return redirect("admin:chart", pk)


@decision_required
@require_POST
def clear(request: ClinicianRequest, pk: int, flag_pk: int) -> HttpResponse:
    """Close a flag with a note; closing the last one that stops exercise starts it again."""
    flag = _flag_or_404(request, pk, flag_pk)
    form = charts.clear_form(
        flag, request.POST, assignment=flag.assignment, ladder=ladder_of(flag.assignment.version)
    )
    now = timezone.now()
    if _done(form, lambda: acts.clear(flag, form.cleaned_data, by=request.user, now=now)):
        messages.success(request, _("The flag is closed."))
        return redirect("admin:chart", pk)
    patient = patient_or_404(request.user, pk)
    return _show(request, patient, posted={f"clear-{flag.pk}": form})


def _done(form: ServiceForm, do: Callable[[], object]) -> bool:
    """Whether the answers were good and the service took them; its refusal is in the form."""
    if not form.is_valid():
        return False
    try:
        do()
    except ValidationError as refusal:
        form.refuse(refusal)
    except NotOpen as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


def _show(request: ClinicianRequest, patient: Patient, **options: Any) -> HttpResponse:
    shown = charts.read(patient, now=timezone.now(), **options)
    context = {"title": str(patient), "patient": patient, "chart": shown}
    template = "portal/chart.html" if shown else "portal/chart_without_program.html"
    return page(request, template, context)


def _open_assignment(patient: Patient) -> Assignment:
    ours = patient.assignments.open().select_related("version", "rule_set")
    assignment = get_object_or_404(ours)
    assignment.patient = patient
    return assignment


def _flag_or_404(request: ClinicianRequest, pk: int, flag_pk: int) -> RedFlag:
    ours = RedFlag.objects.for_clinician(request.user).filter(assignment__patient=pk)
    about = ours.select_related("assignment__version", "assignment__patient")
    return get_object_or_404(about, pk=flag_pk)


def _day(text: str | None) -> date | None:
    """The day asked for; nonsense is no day."""
    try:
        return parse_date(text or "")
    except ValueError:
        return None
