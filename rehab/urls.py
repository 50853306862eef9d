"""Every address, by app."""

from django.contrib import admin
from django.urls import path

from rehab import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
]
