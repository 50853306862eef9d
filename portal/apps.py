"""The portal app: the clinician's side."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
