"""Django's admin with the portal as its site."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "portal.site.PortalSite"

    def ready(self) -> None:
        super().ready()
        # Rights follow from the role at a clinic; a page of groups would promise otherwise.
        admin.site.unregister(apps.get_model("auth", "Group"))
