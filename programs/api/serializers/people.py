"""Patients as their clinic sees them, and those who work there."""

from typing import Any

from rest_framework import serializers

from people.models import Clinician, Role
from people.models.patient import BIRTH_YEARS, Language
from programs.api import strict


class ClinicianSerializer(serializers.Serializer):
    """A member of the clinic."""

    id = serializers.IntegerField()
    name = serializers.CharField(source="user.name")
    role = serializers.ChoiceField(Role.choices)


class PatientSerializer(strict.StrictSerializer):
    """A patient. One way to be reached is needed: an e-mail or a mobile phone number."""

    id = serializers.IntegerField(read_only=True)
    given_name = strict.StrictCharField(max_length=80)
    family_name = strict.StrictCharField(max_length=80)
    birth_year = strict.scale(BIRTH_YEARS)
    email = serializers.EmailField(required=False, allow_blank=True, max_length=254)
    phone = strict.StrictPhoneField(required=False, allow_blank=True)
    language = strict.StrictChoiceField(Language.choices, required=False)
    time_zone = strict.StrictCharField(required=False, max_length=64)
    clinician = strict.StrictIdField(
        Clinician, required=False, help_text="The one who is responsible."
    )
    created_at = serializers.DateTimeField(read_only=True)
    open_assignment = serializers.SerializerMethodField()

    def get_open_assignment(self, patient: Any) -> int | None:
        """The running program, read with the list."""
        return next((row.pk for row in patient.open_assignments), None)
