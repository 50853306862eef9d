"""Whose page it is, and the page on which a patient is registered."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.access import ClinicianRequest, decision_required
from people.models import Clinician, Patient, User
from people.services import patients


def patient_or_404(user: User, pk: int) -> Patient:
    """A patient of the user's clinic; another clinic's is missing like one that never was."""
    ours = Patient.objects.for_clinician(user)
    return get_object_or_404(ours.select_related("clinic", "user", "clinician__user"), pk=pk)


class PatientForm(forms.ModelForm):
    """Who the patient is, and how they are reached."""

    required_css_class = "required"

    class Meta:
        model = Patient
        fields = [
            "given_name",
            "family_name",
            "birth_year",
            "email",
            "phone",
            "language",
            "time_zone",
            "clinician",
        ]

    def __init__(self, *args: Any, clinician: Clinician, **options: Any) -> None:
        here = {"clinician": clinician, "time_zone": clinician.clinic.time_zone}
        super().__init__(*args, initial=here, use_required_attribute=False, **options)
        colleagues = Clinician.objects.for_clinician(clinician.user).select_related("user")
        self.fields["clinician"].queryset = colleagues
        self.fields["clinician"].empty_label = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        asked = {"email", "phone"}
        if not asked & self.errors.keys() and not any(cleaned.get(name) for name in asked):
            self.add_error("email", _("Give an e-mail or a mobile phone number."))
        return cleaned


@decision_required
@require_http_methods(["GET", "POST"])
def new_patient(request: ClinicianRequest) -> HttpResponse:
    """Register a patient, and go on to their program."""
    form = PatientForm(clinician=request.clinician)
    if request.method == "POST":
        form = PatientForm(request.POST, clinician=request.clinician)
        if form.is_valid() and (patient := _create(form, by=request.clinician)):
            messages.success(request, _("%s is registered.") % patient)
            return redirect("admin:assign", patient.pk)
    context = {"title": _("New patient"), "form": form}
    return page(request, "portal/new_patient.html", context)


def _create(form: PatientForm, *, by: Clinician) -> Patient | None:
    try:
        return patients.create(by=by, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page within the portal's frame."""
    return render(request, template, admin.site.each_context(request) | context)
