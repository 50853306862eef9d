"""Invites a patient: by e-mail, or by a code that they scan in the room."""

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from notifications import outbox
from people.access import ClinicianRequest, decision_required
from people.models import LinkPurpose
from people.services import sign_in
from portal.views.patients import page, patient_or_404


@decision_required
@require_http_methods(["GET"])
def invite(request: ClinicianRequest, pk: int) -> HttpResponse:
    """Offer the two ways. Looking makes no link."""
    patient = patient_or_404(request.user, pk)
    return page(
        request, "portal/invite.html", {"title": _("Invite the patient"), "patient": patient}
    )


@decision_required
@require_POST
def send_invitation(request: ClinicianRequest, pk: int) -> HttpResponse:
    """Promise the mail; its link is made when it is sent. Twice within a minute is one mail."""
    patient = patient_or_404(request.user, pk)
    if not patient.email:
        messages.error(request, _("There is no e-mail address on record."))
        return redirect("admin:invite", pk)
    now = timezone.now()
    outbox.queue(
        patient.user,
        "invitation",
        dedupe_key=f"invitation:{patient.pk}:{now:%Y-%m-%dT%H:%M}",
        now=now,
    )
    messages.success(request, _("The invitation is on its way to %s.") % patient.email)
    return redirect("admin:chart", pk)


@decision_required
@require_POST
def show_code(request: ClinicianRequest, pk: int) -> HttpResponse:
    """Make a link and show it this once: only its hash is kept."""
    patient = patient_or_404(request.user, pk)
    token = sign_in.issue(patient, purpose=LinkPurpose.INVITATION, now=timezone.now())
    url = f"{settings.BASE_URL}/in/{token}/"
    code = segno.make(url, error="m").svg_data_uri(border=2, dark="#10302f", light="#ffffff")
    context = {"title": _("Scan to sign in"), "patient": patient, "url": url, "code": code}
    return page(request, "portal/code.html", context)
