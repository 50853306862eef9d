"""Every address, by app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from rehab import health
from rehab.local import visitors

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("programs.api.urls")),
    path("figures/", include("programs.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("", include("mobile.urls")),
]
if settings.DEBUG:
    # These show every mail and open every demo patient's page to anybody: for one machine only.
    urlpatterns += [
        path("demo/", visitors.people, name="demo"),
        path("demo/<int:patient_id>/", visitors.open_as, name="demo-open"),
        path("demo/outbox/", include("rehab.local.urls")),
    ]
