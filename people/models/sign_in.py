"""One-time links with which a patient signs in. The secret itself is never stored."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .patient import Patient


class LinkPurpose(models.TextChoices):
    INVITATION = "invitation", _("Invitation")
    SIGN_IN = "sign_in", _("Sign in")


class SignInLink(models.Model):
    """A link that signs one patient in once; only its hash is kept."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="sign_in_links")
    purpose = models.CharField(max_length=10, choices=LinkPurpose)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    wrong_answers = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=LinkPurpose.values), name="signinlink_purpose"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="signinlink_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} for patient {self.patient_id}"
