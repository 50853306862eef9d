"""Who may knock at which door. To whoever has no business there it does not exist."""

from django.http import Http404
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from people import access


class IsPatient(BasePermission):
    """A signed-in patient, who is put on the view as ``patient``."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        view.patient = access.patient_of(request.user)
        if view.patient is None:
            raise Http404
        return True


class IsClinician(BasePermission):
    """A member of a clinic, put on the view as ``clinician``; assistants look and do not act."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        view.clinician = access.clinician_of(request.user)
        if view.clinician is None:
            raise Http404
        return request.method in SAFE_METHODS or view.clinician.decides
