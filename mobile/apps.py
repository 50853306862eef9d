"""The mobile app: the patient's phone."""

from django.apps import AppConfig


class MobileConfig(AppConfig):
    name = "mobile"
