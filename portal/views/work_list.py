"""The portal's home: the work list."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from people import access
from portal import work_list as work_lists
from portal.views.patients import page
from programs.services.caseload import Urgency


def work_list(request: HttpRequest) -> HttpResponse:
    """Show who needs a clinician. A member of no clinic has no work list."""
    if access.clinician_on(request) is None:
        return page(request, "portal/no_clinic.html", {"title": _("No clinic")})
    now = timezone.now()
    mine = "mine" in request.GET
    groups = work_lists.groups(request.user, now=now, mine=mine)
    urgent = [group for group in groups if group.urgency != Urgency.FINE]
    without = list(work_lists.without_program(request.user, mine=mine))
    context = {
        "title": _("Work list"),
        "now": now,
        "mine": mine,
        "urgent": urgent,
        "fine": [group for group in groups if group not in urgent],
        "waiting": sum(len(group.rows) for group in urgent),
        "new_patients": [patient for patient in without if patient.ended_at is None],
        "finished": [patient for patient in without if patient.ended_at is not None],
    }
    return page(request, "portal/work_list.html", context)
