"""The portal: Django's admin site with the work list as its home, and pages of its own."""

from collections.abc import Iterable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import access
from people.time_zones import zone
from portal.navigation import navigation
from portal.urls import PAGES
from portal.views.work_list import work_list


def on_the_clinics_clock(view: Any) -> Any:
    """Show every time on the clinic's clock. Within the view: a lazy page is made after it."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        clinician = access.clinician_on(request)
        with timezone.override(zone(clinician.clinic.time_zone) if clinician else None):
            response = view(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    return shown


class PortalSite(admin.AdminSite):
    site_header = site_title = _("Nerve-exposure planner")
    index_title = _("Work list")
    # A few places, always in view, instead of the stock list of every table.
    enable_nav_sidebar = False
    site_url = None

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        pages = [path(route, self.admin_view(view), name=name) for route, view, name in PAGES]
        urls = [*pages, *super().get_urls()]
        lead_to_sign_in(urls)
        return urls

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        clinician = access.clinician_on(request)
        return super().each_context(request) | {
            "clinician": clinician,
            "decides": clinician is not None and clinician.decides,
            "navigation": navigation(request),
        }

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return work_list(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return super().admin_view(on_the_clinics_clock(view), cacheable)


def lead_to_sign_in(urls: Iterable[URLPattern | URLResolver]) -> None:
    """Send whoever is not signed in to the portal's own page.

    Else the sign-in of patients is offered, the default of the whole site: Django 5.2 names
    the admin's own for the pages of the site, and forgets those of the models.
    """
    for url in urls:
        if isinstance(url, URLResolver):
            lead_to_sign_in(url.url_patterns)
        elif getattr(url.callback, "login_required", True):
            url.callback.login_url = reverse_lazy("admin:login")
