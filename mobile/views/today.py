"""The first page: what to do today and why; and what tells the page that it has changed."""

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mobile import own, pages
from mobile.doors import ProgramRequest, patient_page, program_page
from people.access import PatientRequest
from programs.services import reviews, today


@require_safe
@patient_page
def show(request: PatientRequest) -> HttpResponse:
    """Show the day; a stop takes the whole page."""
    return pages.today(request, today.of(request.patient, now=timezone.now()))


@require_safe
@patient_page
def plan(request: PatientRequest) -> HttpResponse:
    """The part of the page that a decision may change."""
    return pages.today(request, today.of(request.patient, now=timezone.now()), part=True)


@require_safe
@program_page
def status(request: ProgramRequest) -> HttpResponse:
    """Say whether an entry still waits to be decided on, and which decision is the latest."""
    return JsonResponse(
        {
            "pending": reviews.is_pending(request.assignment, now=timezone.now()),
            "review": own.latest_review_id(request.assignment),
        }
    )
