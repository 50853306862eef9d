"""Clinics and staff accounts, for whoever runs the installation: superusers alone see these."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.models import Clinic, Clinician, User


class KeptAdmin(admin.ModelAdmin):
    """Rights by Django's own table; what history refers to is never deleted."""

    actions = None

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Clinic)
class ClinicAdmin(KeptAdmin):
    list_display = ["name", "country", "time_zone", "phone"]


@admin.register(Clinician)
class ClinicianAdmin(KeptAdmin):
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
class StaffAdmin(UserAdmin):
    """Accounts of the staff. A patient's account bears their name, and no superuser needs it."""

    add_form = StaffCreationForm
    actions = None
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

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False
