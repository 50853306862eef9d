"""Every "may they?": one module. Whoever may not see a row is told that it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from people.models import Clinician, Patient, User

Account = User | AnonymousUser
View = Callable[..., HttpResponse]


def patient_of(user: Account) -> Patient | None:
    """The patient that this account belongs to, if it is an active patient's."""
    if not user.is_authenticated or not user.is_active:
        return None
    return Patient.objects.select_related("clinic", "user").filter(user=user).first()


def clinician_of(user: Account) -> Clinician | None:
    """The clinic member that this account belongs to, if it is an active one's."""
    if not user.is_authenticated or not user.is_active or not user.is_staff:
        return None
    return Clinician.objects.select_related("clinic", "user").filter(user=user).first()


def clinician_on(request: HttpRequest) -> Clinician | None:
    """As ``clinician_of`` the request's account, looked up once per request."""
    if not hasattr(request, "clinician"):
        request.clinician = clinician_of(request.user)  # type: ignore[attr-defined]
    return request.clinician


def may_decide(user: Account) -> bool:
    """Whether the account may change a patient's program in its own clinic."""
    clinician = clinician_of(user)
    return clinician is not None and clinician.decides


class PatientRequest(HttpRequest):
    """A request of a signed-in patient."""

    user: User
    patient: Patient


class ClinicianRequest(HttpRequest):
    """A request of a signed-in member of a clinic."""

    user: User
    clinician: Clinician


def patient_required(view: View) -> View:
    """Open the page to patients alone: others are led to sign in, staff see nothing here."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        patient = patient_of(request.user)
        if patient is None:
            if request.user.is_authenticated:
                raise Http404
            return redirect_to_login(request.get_full_path())
        request.patient = patient
        return view(request, *args, **kwargs)

    return guarded


def clinician_required(view: View) -> View:
    """Open the page to members of a clinic alone; for anyone else it does not exist."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if clinician_on(request) is None:
            if request.user.is_authenticated:
                raise Http404
            return redirect_to_login(request.get_full_path(), "admin:login")
        return view(request, *args, **kwargs)

    return guarded


def decision_required(view: View) -> View:
    """As ``clinician_required``, for what changes a program: not for assistants."""

    @wraps(view)
    @clinician_required
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.clinician.decides:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
