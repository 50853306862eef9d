"""The tenant, and those who work there."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.time_zones import validate_time_zone

from .user import User


class Clinic(models.Model):
    """A clinic: the wall between tenants, with the zone and country of its patients."""

    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(
        _("country"),
        max_length=2,
        help_text=_("Two capital letters (ISO 3166-1); decides the emergency number."),
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, like GB."))],
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/London", validators=[validate_time_zone]
    )
    phone = models.CharField(_("phone"), max_length=32)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a member of a clinic may do."""

    ADMIN = "admin", _("Clinic admin")
    CLINICIAN = "clinician", _("Clinician")
    ASSISTANT = "assistant", _("Assistant (sees, does not decide)")


class ClinicianQuerySet(models.QuerySet["Clinician"]):
    def for_clinician(self, user: User) -> "ClinicianQuerySet":
        """Those of the user's own clinic; nobody for anyone who works in none."""
        return self.filter(clinic__clinicians__user=user)

    def reachable(self) -> "ClinicianQuerySet":
        """Those who can decide and be told."""
        return self.filter(user__is_active=True, user__email__isnull=False).exclude(
            role=Role.ASSISTANT
        )


class Clinician(models.Model):
    """A member of one clinic."""

    user = models.OneToOneField(User, models.PROTECT, related_name="clinician")
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="clinicians")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.CLINICIAN)

    objects = ClinicianQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="clinician_role"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def decides(self) -> bool:
        """Whether the role may change a patient's program."""
        return self.role != Role.ASSISTANT
