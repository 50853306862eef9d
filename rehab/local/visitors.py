"""One tap opens a demo patient's page, or says how to open the portal. On a demo machine only."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from people.models import Patient
from programs.demo import clinic
from rehab.local.outbox import demo_only


@demo_only
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in the demo clinic, and what each is there to show."""
    page = {"people": clinic.people(), "staff": clinic.STAFF, "password": clinic.PASSWORD}
    return render(request, "demo/people.html", page)


@demo_only
@require_POST
def open_as(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Sign in as a patient of the demo clinic, and of no other."""
    patient = get_object_or_404(Patient, pk=patient_id, clinic=clinic.found())
    login(request, patient.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("mobile:today")
