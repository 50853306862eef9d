"""Every address, by app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from rehab import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("programs.api.urls")),
    path("figures/", include("programs.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("", include("mobile.urls")),
]
if settings.DEBUG:
    # Shows every mail, sign-in links included, to anybody: for one machine only.
    urlpatterns += [path("demo/outbox/", include("rehab.local.urls"))]
