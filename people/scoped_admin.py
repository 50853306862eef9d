"""The bases of every admin page: rows of the caller's own clinic, and rows that are only read."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst

from people import access


class ScopedAdmin(admin.ModelAdmin):
    """For models whose manager has ``for_clinician``.

    Rights follow from the role at a clinic, never from Django's permission table: a superuser
    who works at no clinic sees empty lists.
    """

    # History is kept: nothing is deleted, so there is nothing to do to many rows at once.
    actions = None
    view_on_site = False
    # What the page of one row is called; the model's name if it has none of its own.
    page_title = ""
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).for_clinician(request.user)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Model:
        """Return the row, or 404: the stock page would name a missing one in a message."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        page = {
            "title": capfirst(self.page_title or self.opts.verbose_name),
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        return super().change_view(request, object_id, form_url, page | (extra_context or {}))

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any):
        # A posted id is checked against this queryset, not against what one can see.
        related = db_field.remote_field.model._default_manager
        if hasattr(related, "for_clinician"):
            kwargs["queryset"] = related.for_clinician(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        clinician = access.clinician_on(request)
        return clinician is not None and clinician.decides

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyAdmin(ScopedAdmin):
    """For what is never edited by hand: published, decided, or sent."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
