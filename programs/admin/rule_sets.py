"""Published rules, to read: each number with its bounds, unit and source."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.scoped_admin import ReadOnlyAdmin
from programs import engine
from programs.models import RuleSetVersion


@admin.register(RuleSetVersion)
class RuleSetVersionAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "whose", "published_at", "reason"]
    list_select_related = ["clinic"]
    fields = ["whose", "number", "published_at", "reason", "numbers"]
    readonly_fields = ["whose", "numbers"]

    @admin.display(description=_("whose"))
    def whose(self, version: RuleSetVersion) -> str:
        return str(version.clinic or _("Shipped with the product"))

    @admin.display(description=_("numbers"))
    def numbers(self, version: RuleSetVersion) -> SafeString:
        changed = version.rule_set().to_json()
        rows = [
            {"field": field, "value": changed.get(field.name), "changed": field.name in changed}
            for field in engine.fields()
        ]
        return render_to_string("admin/programs/rules.html", {"rows": rows})
