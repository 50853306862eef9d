"""In by a one-time link, and out. Whether we know an address, nobody learns here."""

from datetime import datetime
from time import monotonic, sleep

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from mobile import links
from mobile.doors import AGREED
from mobile.forms import BirthYearForm, ContactForm
from notifications.messages import promise_sign_in
from people.models import LinkPurpose, Patient
from people.services import sign_in

# A known address costs a row more than an unknown one: the answer waits until neither shows.
ANSWER_AFTER = 0.25


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask where to send a link, and answer everybody alike."""
    if request.method == "GET":
        return render(request, "mobile/sign_in/ask.html", {"form": ContactForm()})
    began = monotonic()
    form = ContactForm(request.POST)
    if not form.is_valid():
        return render(request, "mobile/sign_in/ask.html", {"form": form}, status=422)
    links.send_to(form.cleaned_data["contact"], now=timezone.now())
    return _on_its_way(request, began)


@login_not_required
@never_cache
@sensitive_variables("token")
@sensitive_post_parameters("birth_year")
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask "Is this you?"; the answer signs in. Looking changes nothing: mail scanners look too."""
    now = timezone.now()
    link = sign_in.peek(token, now=now)
    if link is None:
        return _gone(request, token)
    asked = link.purpose == LinkPurpose.INVITATION
    form = BirthYearForm(request.POST if request.method == "POST" else None, asked=asked)
    if request.method == "POST" and (answer := _redeem(request, token, form, now=now)):
        return answer
    status = 422 if form.errors else 200
    context = {"link": link, "form": form}
    return render(request, "mobile/sign_in/link.html", context, status=status)


@login_not_required
@never_cache
@sensitive_variables("token")
@require_POST
def send_again(request: HttpRequest, token: str) -> HttpResponse:
    """Send a new link to whom a used or old one belonged: to their own address alone."""
    began = monotonic()
    patient = sign_in.owner(token)
    if patient is not None:
        promise_sign_in(patient, now=timezone.now())
    return _on_its_way(request, began)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out on this phone."""
    logout(request)
    return redirect("mobile:sign-in")


@sensitive_variables("token")
def _redeem(
    request: HttpRequest, token: str, form: BirthYearForm, *, now: datetime
) -> HttpResponse | None:
    """Use the link up; ``None`` if the second fact is wrong, with the error on the form."""
    if not form.is_valid():
        return None
    try:
        patient = sign_in.redeem(token, birth_year=form.cleaned_data.get("birth_year"), now=now)
    except sign_in.LinkGone:
        return _gone(request, token)
    except sign_in.WrongAnswer as wrong:
        form.add_error("birth_year", str(wrong))
        return None
    return _welcome(request, patient)


def _welcome(request: HttpRequest, patient: Patient) -> HttpResponse:
    # Another's session in this browser is flushed, our own gets a new key.
    login(request, patient.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.pop(AGREED, None)
    return redirect("mobile:today")


def _gone(request: HttpRequest, token: str) -> HttpResponse:
    context = {"token": token, "form": ContactForm()}
    return render(request, "mobile/sign_in/gone.html", context, status=410)


def _on_its_way(request: HttpRequest, began: float) -> HttpResponse:
    sleep(max(0.0, ANSWER_AFTER - (monotonic() - began)))
    return render(request, "mobile/sign_in/on_its_way.html")
