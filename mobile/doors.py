"""The door of every page: who comes in, in their language and on their clock."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from people.access import PatientRequest, patient_required
from people.models import ConsentKind
from people.services import patients
from people.time_zones import zone
from programs.models import Assignment
from programs.services import assignments

View = Callable[..., HttpResponse]
# In the browser's session: the care text has been agreed to. Spares each page a query.
AGREED = "agreed"


class ProgramRequest(PatientRequest):
    """A request of a patient with an open program."""

    assignment: Assignment


def patient_page(view: View) -> View:
    """Open to a signed-in patient who has agreed to the care text; kept in no cache."""

    @wraps(view)
    def opened(request: PatientRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_agreed(request):
            return redirect("mobile:welcome")
        return view(request, *args, **kwargs)

    return welcome_page(opened)


def program_page(view: View) -> View:
    """As ``patient_page``, with the open program; without one there is only the first page."""

    @wraps(view)
    def opened(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            request.assignment = assignments.open_of(request.patient)
        except assignments.NotOpen:
            return redirect("mobile:today")
        return view(request, *args, **kwargs)

    return patient_page(opened)


def welcome_page(view: View) -> View:
    """Open to a signed-in patient, also before they have agreed to anything."""

    @wraps(view)
    @patient_required
    @never_cache
    def opened(request: PatientRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        patient = request.patient
        with translation.override(patient.language), timezone.override(zone(patient.time_zone)):
            response = view(request, *args, **kwargs)
        # Set here, for the outer middleware would name the browser's language instead.
        response.headers["Content-Language"] = patient.language
        return response

    return opened


def has_agreed(request: PatientRequest) -> bool:
    """Whether the patient has agreed to their entries being kept; asked of the database once."""
    if not request.session.get(AGREED):
        request.session[AGREED] = patients.consents(request.patient).get(ConsentKind.CARE, False)
    return bool(request.session[AGREED])
