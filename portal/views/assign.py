"""Gives a patient a program: one page with the ladder, the doses and the rules as sentences."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.access import ClinicianRequest, decision_required
from people.models import Clinician
from portal.assigning import AssignForm, offered_versions, rules_in_words
from portal.ladder import ladder_of
from portal.views.patients import page, patient_or_404
from programs.models import OPEN, Assignment, ProgramVersion
from programs.services import assignments, library


@decision_required
@require_http_methods(["GET", "POST"])
def assign(request: ClinicianRequest, pk: int) -> HttpResponse:
    """Assign a program. With ``?version=`` another than the shipped one."""
    patient = patient_or_404(request.user, pk)
    if patient.assignments.filter(status__in=OPEN).exists():
        messages.info(request, _("%s has an open program already.") % patient)
        return redirect("admin:chart", pk)
    versions = offered_versions(request.clinician)
    version = _chosen(request.GET.get("version"), versions)
    rule_set = library.default_rule_set(patient.clinic)
    ladder = ladder_of(version)
    about = {
        "clinician": request.clinician,
        "patient": patient,
        "ladder": ladder,
        "pathway": version.program.pathway,
    }
    form = AssignForm(**about)
    if request.method == "POST":
        form = AssignForm(request.POST, **about)
        if form.is_valid() and _start(form, request, patient, version, rule_set):
            messages.success(request, _("The program is assigned. Now invite %s.") % patient)
            return redirect("admin:invite", pk)
    context = {
        "title": _("Assign a program"),
        "patient": patient,
        "version": version,
        "versions": versions,
        "ladder": ladder,
        "presets": rules_in_words(rule_set, ladder),
        "form": form,
    }
    return page(request, "portal/assign.html", context)


def _chosen(asked: str | None, versions: list[ProgramVersion]) -> ProgramVersion:
    """The version asked for among those offered, else the shipped default."""
    wanted = asked if asked is not None else str(library.default_program_version().pk)
    for version in versions:
        if str(version.pk) == wanted:
            return version
    raise Http404


def _start(
    form: AssignForm, request: ClinicianRequest, patient: Any, version: Any, rule_set: Any
) -> Assignment | None:
    answers = form.answers()
    responsible: Clinician = answers.pop("clinician")
    try:
        return assignments.start(
            patient,
            version,
            rule_set,
            by=request.clinician,
            clinician=responsible,
            now=timezone.now(),
            **answers,
        )
    except ValidationError as refusal:
        form.refuse(refusal)
        return None
