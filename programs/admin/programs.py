"""Published program versions, to read: the ladder with its doses."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.scoped_admin import ReadOnlyAdmin
from programs.models import ProgramVersion


@admin.register(ProgramVersion)
class ProgramVersionAdmin(ReadOnlyAdmin):
    list_display = ["name", "number", "nerve", "published_at"]
    list_select_related = ["program"]
    search_fields = ["program__name"]
    fields = ["name", "number", "nerve", "published_at", "note", "ladder"]
    readonly_fields = ["name", "nerve", "ladder"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProgramVersion]:
        return super().get_queryset(request).published().with_ladder()

    @admin.display(description=_("program"), ordering="program__name")
    def name(self, version: ProgramVersion) -> str:
        return version.program.name

    @admin.display(description=_("nerve"))
    def nerve(self, version: ProgramVersion) -> str:
        return version.program.get_pathway_display()

    @admin.display(description=_("ladder"))
    def ladder(self, version: ProgramVersion) -> SafeString:
        return render_to_string("admin/programs/ladder.html", {"version": version})
