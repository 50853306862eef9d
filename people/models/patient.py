"""The person in pain."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from people.time_zones import validate_time_zone

from .clinic import Clinic, Clinician
from .user import User

BIRTH_YEARS = (1900, 2100)


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    GERMAN = "de", _("German")


class PatientQuerySet(models.QuerySet["Patient"]):
    def for_clinician(self, user: User) -> "PatientQuerySet":
        """Those of the user's own clinic; nobody for anyone who works in none."""
        return self.filter(clinic__clinicians__user=user)

    def reached_at(self, contact: str) -> "PatientQuerySet":
        """Those who can be told at this e-mail or phone number: a family may share one."""
        contact = contact.strip()
        return self.filter(models.Q(email__iexact=contact) | models.Q(phone=contact)).exclude(
            user__is_active=False
        )


class Patient(models.Model):
    """One person at one clinic; their zone decides what "today" is."""

    user = models.OneToOneField(User, models.PROTECT, related_name="patient")
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="patients")
    clinician = models.ForeignKey(
        Clinician, models.PROTECT, related_name="patients", verbose_name=_("responsible clinician")
    )
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80)
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        help_text=_("Asked when the patient opens the invitation."),
        validators=[MinValueValidator(BIRTH_YEARS[0]), MaxValueValidator(BIRTH_YEARS[1])],
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = PhoneNumberField(_("mobile phone"), blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.ENGLISH
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/London", validators=[validate_time_zone]
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PatientQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(birth_year__range=BIRTH_YEARS), name="patient_birth_year"
            ),
            models.CheckConstraint(
                condition=~models.Q(email="") | ~models.Q(phone=""),
                name="patient_can_be_reached",
                violation_error_message=_("Give an e-mail or a mobile phone number."),
            ),
        ]
        indexes = [
            # Sign-in by e-mail, and an SMS that comes in, look the patient up by contact.
            models.Index(models.functions.Lower("email"), name="patient_sign_in_by_email"),
            models.Index(fields=["phone"], name="patient_sign_in_by_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"
