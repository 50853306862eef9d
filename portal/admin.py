"""Patients in the stock admin: the list with its search, and the page of their contact details."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from people.models import Clinician, Patient
from people.scoped_admin import ScopedAdmin
from programs.models import OPEN, Assignment, AssignmentStatus


class ResponsibleFilter(admin.SimpleListFilter):
    """By clinician: the stock filter would name those of every clinic."""

    title = _("responsible clinician")
    parameter_name = "clinician"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        ours = Clinician.objects.for_clinician(request.user).select_related("user")
        return [(str(each.pk), str(each)) for each in ours]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        # Only an id of the list counts: whatever else is in the address filters nothing.
        known = {pk for pk, _name in self.lookup_choices}
        return queryset.filter(clinician=self.value()) if self.value() in known else queryset


@admin.register(Patient)
class PatientAdmin(ScopedAdmin):
    """A patient is registered, and a program given, on pages of their own."""

    list_display = ["chart", "birth_year", "position", "status", "clinician", "contact"]
    list_display_links = None
    list_filter = [ResponsibleFilter]
    list_select_related = ["clinician__user"]
    search_fields = ["family_name", "given_name", "email", "phone"]
    search_help_text = _("Name, e-mail or phone")
    list_per_page = 50
    fields = [
        ("given_name", "family_name"),
        "birth_year",
        "email",
        "phone",
        "language",
        "time_zone",
        "responsible",
    ]
    page_title = _("contact details")
    # Handing a patient over moves the program's alerts too: that is an act of its own.
    readonly_fields = ["responsible"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Patient]:
        running = Assignment.objects.filter(patient=OuterRef("pk"), status__in=OPEN)
        return (
            super()
            .get_queryset(request)
            .annotate(
                at_stage=Subquery(running.values("stage")[:1]),
                at_step=Subquery(running.values("step")[:1]),
                running=Subquery(running.values("status")[:1]),
            )
        )

    def add_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        return redirect("admin:new-patient")

    def response_post_save_change(self, request: HttpRequest, obj: Patient) -> HttpResponse:
        return redirect("admin:chart", obj.pk)

    @admin.display(description=_("patient"), ordering="family_name")
    def chart(self, patient: Patient) -> str:
        url = reverse("admin:chart", args=[patient.pk])
        return format_html('<a href="{}">{}, {}</a>', url, patient.family_name, patient.given_name)

    @admin.display(description=_("step"), ordering="at_step", empty_value="–")
    def position(self, patient: Patient) -> str | None:
        return f"{patient.at_stage}.{patient.at_step}" if patient.at_stage else None

    @admin.display(description=_("program"), ordering="running")
    def status(self, patient: Patient) -> str:
        return AssignmentStatus(patient.running).label if patient.running else _("none open")

    @admin.display(description=_("responsible clinician"))
    def responsible(self, patient: Patient) -> str:
        return str(patient.clinician)

    @admin.display(description=_("contact"))
    def contact(self, patient: Patient) -> str:
        return patient.email or str(patient.phone)
