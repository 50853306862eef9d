"""My story: what I told and what was decided; and putting an entry right."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mobile import corrections, own, pages, story
from mobile.doors import patient_page
from mobile.forms.entry import EntryForm
from people.access import PatientRequest
from programs.models.diary import Entry
from programs.services import clock, diary, entries


@require_safe
@patient_page
def show(request: PatientRequest) -> HttpResponse:
    """Two weeks at a time, newest first."""
    now = timezone.now()
    today = clock.today(request.patient, now=now)
    told = story.of(
        request.patient,
        until=min(_day(request.GET.get("until")) or today, today),
        today=today,
        now=now,
        language=request.patient.language,
    )
    return render(request, "mobile/story/show.html", {"story": told, "today": today})


@require_http_methods(["GET", "POST"])
@patient_page
def correct(request: PatientRequest, kind: str, uuid: UUID) -> HttpResponse:
    """Show an entry as it was told, and append what is put right."""
    if kind not in corrections.MODELS:
        raise Http404
    now = timezone.now()
    entry = own.entry(request.patient, corrections.MODELS[kind], uuid)
    over = now - entry.at > entries.CORRECTABLE_FOR
    form = corrections.form(entry, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (done := _correct(request, entry, form)):
        return done
    context = {"fields": corrections.FIELDS[kind], "entry": entry, "form": form, "over": over}
    status = 422 if form.errors else 200
    return render(request, "mobile/story/correct.html", context, status=status)


def _correct(request: PatientRequest, entry: Entry, form: EntryForm) -> HttpResponse | None:
    """Append it; ``None`` if it was refused, with the errors on the form."""
    try:
        diary.correct(
            entry, uuid=form.entry_uuid, by=request.user, now=timezone.now(), **form.answers
        )
    except ValidationError as refused:
        form.refuse(refused)
        return None
    except entries.Conflict:
        return pages.taken(request)
    messages.success(request, _("Corrected. Your next decision will take it into account."))
    return redirect("mobile:story")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Http404 from None
