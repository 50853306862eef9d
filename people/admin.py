"""Clinics and staff accounts, for whoever runs the installation: superusers alone see these."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.models import Clinic, Clinician, User


class SetUpAdmin(admin.ModelAdmin):
    """For superusers alone; what history refers to is never deleted."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Clinic)
class ClinicAdmin(SetUpAdmin):
    list_display = ["name", "country", "time_zone", "phone"]


@admin.register(Clinician)
class ClinicianAdmin(SetUpAdmin):
    list_display = ["user", "clinic", "role"]
    list_filter = ["clinic", "role"]
    list_select_related = ["user", "clinic"]
    search_fields = ["user__name", "user__email"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        # A patient's account must never come to belong to the staff.
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_staff=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class StaffCreationForm(AdminUserCreationForm):
    """A staff account: without the tick it could not open the portal that makes it."""

    class Meta:
        model = User
        fields = ["email", "name"]

    def save(self, commit: bool = True) -> User:
        self.instance.is_staff = True
        self.instance.email = self.instance.email.lower()
        return super().save(commit=commit)


@admin.register(User)
class StaffAdmin(SetUpAdmin, UserAdmin):
    """Accounts of the staff. A patient's account bears their name, and no superuser needs it."""

    add_form = StaffCreationForm
    ordering = ["email"]
    list_display = ["email", "name", "is_active", "is_superuser"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "name"]
    filter_horizontal = []
    readonly_fields = ["last_login", "joined_at"]
    fieldsets = [
        (None, {"fields": ["email", "password", "name"]}),
        (_("Rights"), {"fields": ["is_active", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "joined_at"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).filter(is_staff=True)
