"""What a patient agreed to, and when they took it back. Rows come and never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .patient import Patient


class ConsentKind(models.TextChoices):
    CARE = "care", _("Keep and use my entries for my care")
    EMAIL = "email", _("Send me e-mail")
    SMS = "sms", _("Send me SMS")
    PUSH = "push", _("Send me notifications")


class Consent(models.Model):
    """One answer to one consent text; the latest of a kind holds."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=5, choices=ConsentKind)
    text_version = models.CharField(max_length=20)
    given = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ConsentKind.values), name="consent_kind"
            ),
        ]
        indexes = [
            # The gate of every message asks for the latest answer of a kind.
            models.Index(fields=["patient", "kind", "-at"], name="consent_gate"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {'yes' if self.given else 'no'}"
